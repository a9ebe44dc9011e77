import Nestbox
import Testing
import WASIHost
import WasmBinary
import WasmSyntax
import WasmValidation

/// Loading decodes and validates bodies in one pass on several threads. It reports the fault that decoding everything
/// and then validating would report.
struct LoadingTests {
    // MARK: A module of several parts

    /// A fault in a body.
    enum Fault: CaseIterable {
        /// An operand is left on the stack.
        case invalid
        /// An opcode that does not exist.
        case malformed
        /// The body ends inside a block.
        case unclosed
        /// Something follows the body's `end`.
        case continued
        /// Needs a data count section, which is missing.
        case usesData
    }

    static let functionCount = 32

    /// Returns a module of 32 functions with 1.1 MB of code: four parts, two threads.
    static func module(_ faults: [Int: Fault]) -> [UInt8] {
        var code: [UInt8] = []
        // v128.const … drop
        for _ in 0..<1_800 { code += [0xFD, 0x0C, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0x1A] }
        var bodies: [[UInt8]] = []
        for function in 0..<functionCount {
            let last: [UInt8] =
                switch faults[function] {
                case nil: [0x0B]
                case .invalid: [0x41, 0, 0x0B]
                case .malformed: [0xFF, 0x0B]
                case .unclosed: [0x02, 0x40, 0x0B]
                case .continued: [0x0B, 0x01, 0x0B]
                case .usesData: [0xFC, 0x09, 0, 0x0B]
                }
            bodies.append([0] + code + last)
        }
        var writer = ByteWriter()
        writer.append([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0])
        writer.append(
            [3, UInt8(functionCount + 1), UInt8(functionCount)] + [UInt8](repeating: 0, count: functionCount))
        var section = ByteWriter()
        section.unsigned(UInt32(functionCount))
        for body in bodies {
            section.unsigned(UInt32(body.count))
            section.append(body)
        }
        writer.byte(10)
        writer.unsigned(UInt32(section.bytes.count))
        writer.append(section.bytes)
        // A passive data segment, for `usesData`.
        writer.append([11, 3, 1, 1, 0])
        return writer.bytes
    }

    /// The fault that decoding and then validating reports, on one thread.
    static func faultInSteps(_ bytes: [UInt8]) -> AnyHashable? {
        do {
            _ = try Validator.validate(try BinaryDecoder.decode(bytes), features: .supported)
            return nil
        } catch {
            return error as? AnyHashable
        }
    }

    /// An error without the function's name, which validation alone does not know.
    private static func withoutName(_ error: any Error) -> AnyHashable? {
        guard var invalid = error as? ValidationError else { return error as? AnyHashable }
        invalid.functionName = nil
        return invalid
    }

    static func fault(_ bytes: [UInt8]) -> AnyHashable? {
        do {
            _ = try Module(bytes: bytes)
            return nil
        } catch {
            return withoutName(error)
        }
    }

    static func faultWithTasks(_ bytes: [UInt8]) async -> AnyHashable? {
        do {
            _ = try await Module.load(bytes: bytes)
            return nil
        } catch {
            return withoutName(error)
        }
    }

    @Test func aLargeModuleHasSeveralParts() throws {
        let module = try BinaryDecoder.decode(LoadingTests.module([:]), checkingBodies: false)
        let parts = try Validator.context(of: module, .supported).parts
        #expect(parts.count == 4)
        #expect(parts.flatMap { Array($0) } == Array(0..<LoadingTests.functionCount))
    }

    @Test(
        arguments: [
            [:], [0: .invalid], [31: .invalid], [28: .invalid, 9: .invalid], [9: .invalid, 3: .invalid, 30: .invalid],
            [0: .invalid, 30: .malformed], [0: .invalid, 30: .unclosed], [0: .invalid, 30: .continued],
            [0: .invalid, 30: .usesData], [4: .malformed, 29: .unclosed], [4: .continued, 11: .malformed],
            [1: .usesData, 2: .malformed],
        ] as [[Int: Fault]])
    func theFirstFaultIsReportedWhoeverFindsIt(_ faults: [Int: Fault]) async throws {
        let bytes = LoadingTests.module(faults)
        let expected = LoadingTests.faultInSteps(bytes)
        #expect((expected == nil) == faults.isEmpty)
        #expect(LoadingTests.fault(bytes) == expected)
        #expect(await LoadingTests.faultWithTasks(bytes) == expected)
    }

    /// Small modules are loaded in the same way.
    @Test(arguments: [0xFF, 0x01, 0x80] as [UInt8])
    func aDamagedProgramHasTheSameFault(_ change: UInt8) throws {
        var bytes = try Repository.bytes("Tests/Guests/crash.wasm")
        for index in stride(from: 0, to: bytes.count, by: 2 * MutationTests.stride) {
            bytes[index] ^= change
            #expect(LoadingTests.fault(bytes) == LoadingTests.faultInSteps(bytes), "byte \(index)")
            bytes[index] ^= change
        }
    }

    @Test func aCancelledTaskLoadsNothing() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await Module.load(bytes: [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0])
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    // MARK: Threads

    @Test(arguments: [(0, 4), (1, 4), (1_000, 0), (1_000, 1), (1_000, 4)])
    func workIsDividedAndItsResultsAreInOrder(_ count: Int, _ threads: Int) {
        let results = HostThreads.map(count, threads: threads) { $0 &* $0 }
        #expect(results == (0..<count).map { $0 * $0 })
    }
}
