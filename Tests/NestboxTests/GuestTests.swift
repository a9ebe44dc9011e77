import Foundation
import Testing

/// An entry of `Tests/Guests/guests.json`: a C program, how to run it, and how it behaves under wasmtime.
struct GuestCase: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var wasm: String
    var argv0: String
    var args: [String]
    var env: [[String]]
    var stdin: String?
    var expected: String
    /// The exit code; absent if the program traps.
    var exit: Int32?
    /// The kind of the trap, in wasmtime's words.
    var trap: String?
    var budget: UInt64?
    /// The fuel that wasmtime counts for the whole run; absent where it cannot be compared.
    var fuel: UInt64?

    var testDescription: String { name }

    static let all: [GuestCase] = {
        do {
            return try JSONDecoder().decode([GuestCase].self, from: Data(Repository.bytes("Tests/Guests/guests.json")))
        } catch {
            Issue.record("guests.json cannot be read: \(error)")
            return []
        }
    }()

    var commandLine: [String] {
        // WASI calls cost nothing under wasmtime.
        var words = ["run", "--stats", "--host-prices", "none"]
        for variable in env { words += ["--env", variable.joined(separator: "=")] }
        if let stdin { words += ["--stdin", Repository.path(stdin)] }
        if let budget { words += ["--fuel", "\(budget)"] }
        return words + [Repository.path(wasm)] + args
    }

    /// The text about the end that stderr must contain.
    var complaint: String? { trap.map { $0 == "out of fuel" ? "stopped: budget exhausted" : "trap: \($0)" } }
}

/// The C programs print and spend the same under Nestbox as under wasmtime.
struct GuestTests {
    @Test func thereAreGuests() { #expect(GuestCase.all.count >= 30) }

    @Test(arguments: NestboxCommand.all, GuestCase.all)
    func runsAsUnderWasmtime(_ nestbox: NestboxCommand, _ guest: GuestCase) throws {
        let outcome = try nestbox.run(guest.commandLine)
        #expect(!outcome.crashed)
        #expect(outcome.text == String(decoding: try Repository.bytes(guest.expected), as: UTF8.self))
        #expect(outcome.code == guest.exit ?? 134)
        if let complaint = guest.complaint {
            #expect(outcome.stderr.hasPrefix("nestbox: \(complaint)\n  #0 function "))
            #expect(outcome.stderr.contains(" _start at byte ") || guest.trap == "call stack exhausted")
        } else {
            #expect(outcome.stderr.hasPrefix("fuel: "))
        }
        let spent = try #require(outcome.fuel)
        if let budget = guest.budget {
            // The program stops at the next backward branch, some instructions later.
            #expect(spent >= budget && spent < budget + 100)
        } else if let fuel = guest.fuel {
            #expect(spent == fuel)
        }
    }

    /// A program whose costs cannot be compared with wasmtime spends the same with each build, unless it depends on
    /// time or randomness.
    @Test(arguments: GuestCase.all.filter { $0.fuel == nil && $0.name != "clocks" || $0.budget != nil })
    func spendsTheSameWithEachBuild(_ guest: GuestCase) throws {
        let spent = Set(try (NestboxCommand.all + [.built]).map { try $0.run(guest.commandLine).fuel })
        #expect(spent.count == 1)
        #expect(spent.first != .some(nil))
    }
}
