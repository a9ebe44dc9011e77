import Foundation
import Nestbox
import Testing

/// A real program, cut at every byte and with every byte changed: each time it is refused or ends normally, perhaps
/// with a trap.
struct MutationTests {
    /// The distance between damaged bytes: 1 in a release build or on request, otherwise a sample that takes some
    /// seconds.
    static let stride: Int = {
        if ProcessInfo.processInfo.environment["NESTBOX_FULL"] == "1" { return 1 }
        #if DEBUG
            return 61
        #else
            return 1
        #endif
    }()

    /// The outcome of running a damaged module.
    enum Ending: Hashable { case refused, notLinked, trapped, ended }

    /// Loads the module and runs `_start` with everything that a guest can be granted, but little of each.
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

    /// The rest is a module only if the cut is at the end of a section and the code is not missing.
    @Test func cutAtEveryByte() throws {
        let bytes = try Repository.bytes("Tests/Guests/crash.wasm")
        var loaded = 0
        for length in Swift.stride(from: 0, to: bytes.count, by: MutationTests.stride) {
            if try MutationTests.run(Array(bytes[..<length])) != .refused { loaded += 1 }
        }
        // The valid cuts are behind the header, the types, the imports, the code and the data; between functions and
        // code a module is malformed. Faults in the name section are ignored, but a cut in it breaks the section's
        // size.
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
        // Most damage is detected when the module is loaded; some is in data or constants and does no harm.
        #expect((endings[.refused] ?? 0) > 0)
        #expect((endings[.trapped] ?? 0) + (endings[.ended] ?? 0) > 0)
    }
}
