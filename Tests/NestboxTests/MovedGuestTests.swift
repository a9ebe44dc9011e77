import Foundation
import Nestbox
import Testing

/// The C programs behave as in one go if they are suspended again and again and go on elsewhere.
struct MovedGuestTests {
    /// The end of a program and its output.
    private struct End: Equatable {
        var output: String
        var exit: Int32?
        var spent: UInt64
        var moves = 0
    }

    /// Runs a program; after some units each time, its call is stored as bytes and goes on in a new store, with the WASI that
    /// holds its descriptors.
    private static func run(_ guest: GuestCase, movingAfter units: UInt64?) throws -> End {
        let module = try Module(bytes: Repository.bytes(guest.wasm))
        let output = BufferOutput(capacity: 1 << 20)
        var policy = Policy()
        policy.allow = Set(WASIFunction.all.map { .call($0.name) })
        policy.stdout.to = .embedder
        policy.stdin = .embedder
        policy.resources.hostPrices = HostPrices.none
        var values = Policy.HostValues()
        values.arguments = guest.args.map { Array($0.utf8) }
        values.variables = guest.env.map { (Array($0[0].utf8), Array($0[1].utf8)) }
        policy.resources.budget = guest.budget
        policy.resources.deadlineMilliseconds = 3_600_000
        let input = BufferInput(try guest.stdin.map(Repository.bytes) ?? [])
        let session = try GuestSession(
            policy, program: guest.argv0, streams: .init(stdin: input, stdout: output, stderr: BufferOutput()),
            values: values)
        var end = End(output: "", exit: 0, spent: 0)
        let instance = try session.instantiate(module)
        var call = try #require(instance.function(named: "_start")).begin()
        do {
            var (next, state) = (units, UInt64(units ?? 1))
            while case .suspended(let suspension) = try call.resume(yieldingAfter: next) {
                if case .budgetSpent = suspension {
                    end.exit = nil
                    break
                }
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                next = (next ?? 0) + (state >> 33) % (2 * (next ?? 1))
                let snapshot = try call.snapshot()
                guard let bytes = try? snapshot.bytes() else { continue }
                let stored = try Snapshot(bytes: bytes, modules: [module])
                let store = policy.makeStore()
                store.budget = call.function.store.budget
                store.continueBudget(of: stored)
                call = try store.call(restoredFrom: stored, imports: session.imports)
                end.moves += 1
            }
        } catch let exit as GuestExit {
            end.exit = Int32(exit.code)
        } catch is Trap {
            end.exit = nil
        }
        try session.wasi.flush()
        end.output = output.text
        end.spent = call.function.store.budget.spent
        return end
    }

    /// Not one whose output depends on the time, and one with arguments that no policy allows.
    @Test(
        arguments: GuestCase.all.filter {
            ($0.fuel ?? $0.budget ?? 0) < 20_000_000 && !["clocks", "argsenv"].contains($0.name)
        })
    func goesOnInOtherStores(_ guest: GuestCase) throws {
        let whole = try MovedGuestTests.run(guest, movingAfter: nil)
        #expect(whole.output == String(decoding: try Repository.bytes(guest.expected), as: UTF8.self))
        var moved = try MovedGuestTests.run(guest, movingAfter: 500)
        #expect(moved.moves > 0)
        moved.moves = 0
        // A budget ends a guest at the next branch: where that is may follow from where it went on.
        if guest.budget != nil { moved.spent = whole.spent }
        #expect(moved == whole)
    }

    /// The command stores a program that has spent its fuel, and other processes go on with it.
    @Test(arguments: GuestCase.all.filter { $0.stdin == nil && ($0.fuel ?? .max) < 5_000_000 && $0.budget == nil })
    func goesOnInOtherProcesses(_ guest: GuestCase) throws {
        let nestbox = try #require(NestboxCommand.all.first)
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("guest.nb").path
        let slice = "\(max(200, (guest.fuel ?? 0) / 4))"
        var outcome = try nestbox.run(
            ["run", "--fuel", slice, "--snapshot-to", file] + guest.commandLine.dropFirst())
        var output = outcome.text
        var processes = 1
        while outcome.code == 75, processes < 20 {
            outcome = try nestbox.run(
                ["resume", "--stats", "--host-prices", "none", "--fuel", slice, "--snapshot-to", file, file])
            output += outcome.text
            processes += 1
        }
        #expect(output == String(decoding: try Repository.bytes(guest.expected), as: UTF8.self))
        #expect(outcome.code == guest.exit ?? 134)
        #expect(outcome.fuel == guest.fuel)
        #expect(processes > 2)
    }
}
