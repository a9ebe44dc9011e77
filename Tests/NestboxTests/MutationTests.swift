import Foundation
import Nestbox
import Testing

/// A real program, cut at every byte and with every byte changed: an error or a normal run each time.
struct MutationTests {
    /// Every how many bytes: all in a release build or on request; a sample that takes some seconds otherwise.
    static let stride: Int = {
        if ProcessInfo.processInfo.environment["NESTBOX_FULL"] == "1" { return 1 }
        #if DEBUG
            return 61
        #else
            return 1
        #endif
    }()

    /// How a run of a damaged module ended.
    enum Ending: Hashable { case refused, notLinked, trapped, ended }

    /// Loads it and runs `_start` with all that a guest can be granted, but little of each.
    static func run(_ bytes: [UInt8]) throws -> Ending {
        guard let module = try? Module(bytes: bytes) else { return .refused }
        var limits = StoreLimits()
        limits.memoryPages = 64
        limits.totalMemoryBytes = 4 << 20
        limits.totalTableElements = 10_000
        limits.callDepth = 200
        let store = Store(limits: limits)
        store.budget.allow(20_000)
        var grants = WASIConfiguration()
        grants.missing = .enosys
        try grants.grantArguments(["damaged"])
        try grants.grantEnvironment(["A": "1"])
        grants.grantStandardInput(BufferInput("some input"))
        grants.grantStandardOutput(BufferOutput(capacity: 4096))
        grants.grantStandardError(NullStream())
        grants.grantClocks(VirtualClocks())
        grants.grantRandom(SeededRandomSource(seed: 1))
        grants.grantExit()
        do {
            try store.runCommand(module, wasi: WASI(grants))
            return .ended
        } catch let trap as Trap {
            _ = trap.description
            return .trapped
        } catch {
            return .notLinked
        }
    }

    @Test func theProgramRunsUndamaged() throws {
        #expect(try MutationTests.run(Repository.bytes("Tests/Guests/crash.wasm")) == .trapped)
    }

    /// What is left is a module only where it ends with a section, and the code is there.
    @Test func cutAtEveryByte() throws {
        let bytes = try Repository.bytes("Tests/Guests/crash.wasm")
        var loaded = 0
        for length in Swift.stride(from: 0, to: bytes.count, by: MutationTests.stride) {
            if try MutationTests.run(Array(bytes[..<length])) != .refused { loaded += 1 }
        }
        // Behind the header, the types, the imports, the code and the data; between functions and code it is malformed. A
        // cut in the name section, whose faults harm nobody, still breaks the section's size.
        #expect(loaded <= 5)
    }

    @Test(arguments: [0xFF, 0x01] as [UInt8])
    func everyByteChanged(_ change: UInt8) throws {
        var bytes = try Repository.bytes("Tests/Guests/crash.wasm")
        var endings: [Ending: Int] = [:]
        for index in Swift.stride(from: 0, to: bytes.count, by: MutationTests.stride) {
            bytes[index] ^= change
            endings[try MutationTests.run(bytes), default: 0] += 1
            bytes[index] ^= change
        }
        // Much damage is found out when the module is loaded; some lies in data or constants and does no harm.
        #expect((endings[.refused] ?? 0) > 0)
        #expect((endings[.trapped] ?? 0) + (endings[.ended] ?? 0) > 0)
    }
}
