import Testing
import WasmBinary
import WasmSyntax

/// Hostile input ends in an error or a module, never in a crash, and takes memory and time in proportion to its size.
@Suite struct RobustnessTests {
    /// A truncated module decodes only if the cut is at the end of a section and no required section is missing.
    @Test func everyTruncation() {
        var accepted: [Int] = []
        for length in richModule.indices where decodeError(Array(richModule[..<length])) == nil {
            accepted.append(length)
        }
        // The valid cuts are behind the preamble, the first custom section, the types and the imports. Behind the
        // functions, the code is missing; from the data section on, only custom sections are missing.
        #expect(accepted.count == 6)
        #expect(accepted.first == 8)
    }

    @Test func everyByteFlipped() {
        for index in richModule.indices {
            for mask: UInt8 in [0xFF, 0x80, 0x40, 0x01] {
                var bytes = richModule
                bytes[index] ^= mask
                switch decoded(bytes) {
                case .success(let module):
                    _ = NameSection(module).functions.dictionary
                    let again = decoded(BinaryEncoder.encode(module))
                    #expect((try? again.get())?.isEquivalent(to: module) == true, "byte \(index) ^ \(mask)")
                case .failure(let error): #expect((0...bytes.count).contains(error.offset))
                }
            }
        }
    }

    @Test func everyByteReplacedByAllOnes() {
        for index in richModule.indices {
            var bytes = richModule
            bytes.replaceSubrange(index..<min(index + 5, bytes.count), with: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
            if case .failure(let error) = decoded(bytes) { #expect((0...bytes.count).contains(error.offset)) }
        }
    }

    @Test(arguments: [63, 64, 65, 128, 129, 200_000])
    func deepNesting(_ depth: Int) {
        let ifs = repeated([0x04, 0x40], depth)
        let elses = repeated([0x05, 0x0B], depth)
        #expect(decodeError(moduleWithBody(body(ifs + elses))) == nil)
        // One `end` too few: the end of the body then closes the outermost block.
        #expect(decodeError(moduleWithBody(body(ifs + elses.dropLast())))?.kind == .unexpectedEnd)
        // One `else` too many, in the outermost block.
        let last = ifs + elses.dropLast() + [0x05, 0x0B]
        #expect(decodeError(moduleWithBody(body(last)))?.kind == .unexpectedElse)
    }

    @Test func deepNestingOfConstantExpressions() {
        let blocks = repeated([0x02, 0x40], 200_000)
        let ends = Array(repeating: 0x0B as UInt8, count: 200_001)
        #expect(decodeError(module(section(6, [1, 0x7F, 0], blocks, ends))) == nil)
    }

    @Test func nestingBeyondTheLimit() {
        let depth = ImplementationLimits.blockNesting + 1
        let blocks = repeated([0x02, 0x40], depth)
        let bytes = moduleWithBody(body(blocks + Array(repeating: 0x0B, count: depth)))
        #expect(decodeError(bytes)?.kind == .limitExceeded("nested blocks"))
    }

    @Test func bodyAndExpressionBeyondTheLimit() {
        // Long instructions, so that there are few.
        let constant: [UInt8] = [0xFD, 0x0C] + Array(repeating: 0, count: 16)
        let count = ImplementationLimits.bodySize / constant.count + 1
        let constants = repeated(constant, count)
        #expect(decodeError(moduleWithBody(body(constants)))?.kind == .limitExceeded("size of a function body"))
        let global = module(section(6, [1, 0x7F, 0], constants, [0x0B]))
        #expect(decodeError(global)?.kind == .limitExceeded("size of a constant expression"))
    }

    /// A count is accepted only if enough bytes follow, so these are refused at once.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 9, 11, 13] as [UInt8])
    func hugeCounts(_ id: UInt8) {
        let bytes = module(section(id, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 0]))
        #expect(decodeError(bytes) == DecodeError(.lengthOutOfBounds, at: 10))
    }
}
