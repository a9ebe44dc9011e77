import Testing
import WasmBinary
import WasmSyntax

/// A malformed module, with the fault and the offset where it is detected.
struct Malformed: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    let kind: DecodeError.Kind
    let offset: Int

    init(_ description: String, _ bytes: [UInt8], _ kind: DecodeError.Kind, at offset: Int) {
        testDescription = description
        self.bytes = bytes
        self.kind = kind
        self.offset = offset
    }
}

private let oneFunction = [section(1, [0x01, 0x60, 0x00, 0x00]), section(3, [0x01, 0x00])].flatMap { $0 }

private let framing: [Malformed] = [
    .init("nothing", [], .unexpectedEnd, at: 0),
    .init("part of the magic number", [0x00, 0x61, 0x73], .unexpectedEnd, at: 0),
    .init("other magic number", [0x00, 0x61, 0x73, 0x6E, 1, 0, 0, 0], .magicNotDetected, at: 0),
    .init("version 2", [0x00, 0x61, 0x73, 0x6D, 2, 0, 0, 0], .unknownVersion, at: 4),
    .init("component", [0x00, 0x61, 0x73, 0x6D, 0x0D, 0, 1, 0], .component, at: 4),
    .init("part of the version", [0x00, 0x61, 0x73, 0x6D, 1, 0, 0], .unexpectedEnd, at: 4),
    .init("section without size", module([0x01]), .unexpectedEnd, at: 9),
    .init("section id 14", module([14, 0]), .malformedSectionID(14), at: 8),
    .init("section longer than the module", module([1, 2, 0]), .lengthOutOfBounds, at: 10),
    .init("section of 4 GiB", module([1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), .lengthOutOfBounds, at: 14),
    .init("size of 33 bits", module([1, 0xFF, 0xFF, 0xFF, 0xFF, 0x1F]), .integerTooLarge, at: 13),
    .init("size of 6 bytes", module([1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]), .integerTooLong, at: 13),
    .init("empty type section", module([1, 0]), .unexpectedEnd, at: 10),
    .init("bytes left in a section", module(section(1, [0, 0])), .sectionSizeMismatch, at: 11),
    .init("section twice", module(section(1, [0]), section(1, [0])), .sectionOutOfOrder(1), at: 11),
    .init("import before type", module(section(2, [0]), section(1, [0])), .sectionOutOfOrder(1), at: 11),
    .init("tag after global", module(section(6, [0]), section(13, [0])), .sectionOutOfOrder(13), at: 11),
    .init("data count after code", module(section(10, [0]), section(12, [0])), .sectionOutOfOrder(12), at: 11),
    .init("custom section without name", module([0, 0]), .unexpectedEnd, at: 10),
    .init("custom section's name too long for it", module(section(0, [3, 0x61])), .lengthOutOfBounds, at: 10),
    .init("custom section's name not UTF-8", module(section(0, [2, 0xC0, 0x80])), .malformedUTF8, at: 11),
]

private let definitions: [Malformed] = [
    .init("two types, one given", module(section(1, [2, 0x60, 0, 0])), .unexpectedEnd, at: 14),
    .init("more types than bytes", module(section(1, [9, 0x60, 0, 0])), .lengthOutOfBounds, at: 10),
    .init("type of no form", module(section(1, [1, 0x5D, 0])), .malformedTypeForm, at: 11),
    .init("group within a group", module(section(1, [1, 0x4E, 1, 0x4E, 0])), .malformedTypeForm, at: 13),
    .init("parameter of no type", module(section(1, [1, 0x60, 1, 0x40, 0])), .malformedValueType, at: 13),
    .init("packed type as a parameter", module(section(1, [1, 0x60, 1, 0x78, 0])), .malformedValueType, at: 13),
    .init("heap type below zero", module(section(1, [1, 0x60, 1, 0x63, 0x40, 0])), .malformedHeapType, at: 14),
    .init("field's mutability 2", module(section(1, [1, 0x5E, 0x78, 2])), .malformedMutability, at: 13),
    .init("import kind 5", module(section(2, [1, 0, 0, 5])), .malformedImportKind, at: 13),
    .init("import's name not UTF-8", module(section(2, [1, 1, 0xFF, 0, 0, 0])), .malformedUTF8, at: 12),
    .init("surrogate in a name", module(section(2, [1, 3, 0xED, 0xA0, 0x80, 0, 0, 0])), .malformedUTF8, at: 12),
    .init("tag attribute 1", module(section(13, [1, 1, 0])), .malformedTagAttribute, at: 11),
    .init("table of numbers", module(section(4, [1, 0x7F, 0, 0])), .malformedReferenceType, at: 11),
    .init("table flags 8", module(section(4, [1, 0x70, 8, 0])), .malformedLimitsFlags, at: 12),
    .init("shared table", module(section(4, [1, 0x70, 3, 0, 0])), .malformedLimitsFlags, at: 12),
    .init("table form 1", module(section(4, [1, 0x40, 1, 0x70, 0, 0])), .malformedTableInitializer, at: 12),
    .init("table without initializer", module(section(4, [1, 0x40, 0, 0x70, 0, 0])), .unexpectedEnd, at: 16),
    .init("memory flags 16", module(section(5, [1, 0x10, 0])), .malformedLimitsFlags, at: 11),
    .init("memory flags of two bytes", module(section(5, [1, 0x81, 0, 0, 0])), .malformedLimitsFlags, at: 11),
    .init("page of 2^64 bytes", module(section(5, [1, 8, 0, 64])), .malformedPageSize, at: 13),
    .init("memory without maximum", module(section(5, [1, 1, 0])), .unexpectedEnd, at: 13),
    .init("global's mutability 2", module(section(6, [1, 0x7F, 2, 0x41, 0, 0x0B])), .malformedMutability, at: 12),
    .init("global without end", module(section(6, [1, 0x7F, 0, 0x41, 0])), .unexpectedEnd, at: 15),
    .init(
        "global with an unknown opcode", module(section(6, [1, 0x7F, 0, 0xFF, 0x0B])),
        .illegalOpcode(prefix: 0, code: 0xFF), at: 13),
    .init("export kind 5", module(section(7, [1, 0, 5, 0])), .malformedExportKind, at: 12),
    .init("start of two functions", module(section(8, [0, 0])), .sectionSizeMismatch, at: 11),
    .init("element flags 8", module(section(9, [1, 8, 0])), .malformedElementFlags, at: 11),
    .init("element kind 1", module(section(9, [1, 1, 1, 0])), .malformedElementKind, at: 12),
    .init("elements of numbers", module(section(9, [1, 5, 0x7F, 0])), .malformedReferenceType, at: 12),
    .init("more elements than bytes", module(section(9, [1, 1, 0, 0xFF, 0xFF, 0x7F])), .lengthOutOfBounds, at: 13),
    .init("data flags 3", module(section(11, [1, 3, 0])), .malformedDataFlags, at: 11),
    .init("data longer than the section", module(section(11, [1, 1, 2, 0])), .lengthOutOfBounds, at: 13),
    .init("data count without data", module(section(12, [1])), .dataCountDiffers, at: 11),
    .init("data count of another", module(section(12, [1]), section(11, [0])), .dataCountDiffers, at: 13),
]

private let code: [Malformed] = [
    .init("function without body", module(oneFunction), .functionAndCodeDiffer, at: 18),
    .init("body without function", module(section(10, [1, 2, 0, 0x0B])), .functionAndCodeDiffer, at: 10),
    .init(
        "body longer than the section", module(oneFunction, section(10, [1, 3, 0, 0x0B])), .lengthOutOfBounds, at: 22),
    .init("bytes behind the end", moduleWithBody([3, 0, 0x0B, 0x0B]), .bodySizeMismatch, at: bodyStart + 3),
    .init("no end", moduleWithBody([2, 0, 0x01]), .unexpectedEnd, at: bodyStart + 3),
    .init("empty body", moduleWithBody([0]), .unexpectedEnd, at: bodyStart + 1),
    .init("else without if", moduleWithBody(body([0x05])), .unexpectedElse, at: bodyStart + 2),
    .init("else in a block", moduleWithBody(body([0x02, 0x40, 0x05, 0x0B])), .unexpectedElse, at: bodyStart + 4),
    .init("second else", moduleWithBody(body([0x04, 0x40, 0x05, 0x05, 0x0B])), .unexpectedElse, at: bodyStart + 5),
    .init("catch without try", moduleWithBody(body([0x07, 0])), .unexpectedCatch, at: bodyStart + 2),
    .init("catch_all in a block", moduleWithBody(body([0x02, 0x40, 0x19, 0x0B])), .unexpectedCatch, at: bodyStart + 4),
    .init(
        "catch after catch_all", moduleWithBody(body([0x06, 0x40, 0x19, 0x07, 0, 0x0B])), .unexpectedCatch,
        at: bodyStart + 5),
    .init(
        "delegate after catch", moduleWithBody(body([0x06, 0x40, 0x07, 0, 0x18, 0])), .unexpectedCatch,
        at: bodyStart + 6),
    .init("delegate without try", moduleWithBody(body([0x02, 0x40, 0x18, 0])), .unexpectedCatch, at: bodyStart + 4),
    .init("else in a try", moduleWithBody(body([0x06, 0x40, 0x05, 0x0B])), .unexpectedElse, at: bodyStart + 4),
    .init(
        "delegate closes its try", moduleWithBody(body([0x06, 0x40, 0x18, 0, 0x05])), .unexpectedElse, at: bodyStart + 6
    ),
    .init("unknown opcode", moduleWithBody(body([0x27])), .illegalOpcode(prefix: 0, code: 0x27), at: bodyStart + 2),
    .init(
        "unknown after a prefix", moduleWithBody(body([0xFC, 0xFF, 0x01])), .illegalOpcode(prefix: 0xFC, code: 0xFF),
        at: bodyStart + 2),
    .init(
        "atomic", moduleWithBody(body([0xFE, 0x04, 0x00])), .illegalOpcode(prefix: 0xFE, code: 4), at: bodyStart + 2),
    .init("byte of a fence", moduleWithBody(body([0xFE, 0x03, 0x01])), .zeroByteExpected, at: bodyStart + 4),
    .init(
        "memory flags of 8 bits", moduleWithBody(body([0x28, 0x80, 0x01, 0x00])), .malformedMemoryFlags,
        at: bodyStart + 3),
    .init("block type", moduleWithBody(body([0x02, 0x41, 0x0B])), .malformedValueType, at: bodyStart + 3),
    .init(
        "cast flags", moduleWithBody(body([0xFB, 0x18, 0x04, 0, 0x6E, 0x6E])), .malformedCastFlags, at: bodyStart + 4),
    .init("catch clause", moduleWithBody(body([0x1F, 0x40, 1, 4, 0, 0x0B])), .malformedCatchKind, at: bodyStart + 5),
    .init("more labels than bytes", moduleWithBody(body([0x0E, 0x7F])), .lengthOutOfBounds, at: bodyStart + 3),
    .init(
        "memory.init without data count", moduleWithBody(body([0x01, 0xFC, 8, 0, 0])), .dataCountRequired,
        at: bodyStart + 3),
    .init("data.drop without data count", moduleWithBody(body([0xFC, 9, 0])), .dataCountRequired, at: bodyStart + 2),
    .init(
        "array.new_data without data count", moduleWithBody(body([0xFB, 9, 0, 0])), .dataCountRequired,
        at: bodyStart + 2),
    .init(
        "array.init_data without data count", moduleWithBody(body([0xFB, 18, 0, 0])), .dataCountRequired,
        at: bodyStart + 2),
    .init(
        "2^32 locals",
        moduleWithBody(body(locals: [2, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x7F, 1, 0x7E], [])), .tooManyLocals,
        at: bodyStart + 8),
]

private let limits: [Malformed] = [
    .init(
        "2^32 - 1 locals", moduleWithBody(body(locals: [1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x7F], [])),
        .limitExceeded("number of locals"), at: bodyStart + 8),
    .init(
        "type index beyond 23 bits", module(section(1, [1, 0x60, 1, 0x63, 0x80, 0x80, 0x80, 0x04, 0])),
        .limitExceeded("type index 8388608"), at: 14),
    .init(
        "101 memories", module(section(5, [101], Array(repeating: 0, count: 202))),
        .limitExceeded("number of memories"), at: 11),
    .init(
        "1,001 parameters", module(section(1, [1, 0x60, 0xE9, 0x07], Array(repeating: 0x7F, count: 1001), [0])),
        .limitExceeded("number of parameters"), at: 13),
    .init(
        "name of 100,001 bytes", module(section(0, [0xA1, 0x8D, 0x06], Array(repeating: 0x61, count: 100_001))),
        .limitExceeded("length of a name"), at: 12),
]

@Suite struct DecodeErrorTests {
    @Test(arguments: framing + definitions + code + limits)
    func isRefusedWithKindAndOffset(_ malformed: Malformed) {
        #expect(decodeError(malformed.bytes) == DecodeError(malformed.kind, at: malformed.offset))
    }

    @Test func imported101Memories() {
        let memory: [UInt8] = [0, 0, 2, 0, 0]
        let hundred = [section(2, [100], repeated(memory, 100)), section(5, [1, 0, 0])]
        #expect(decodeError(module(hundred[0])) == nil)
        #expect(decodeError(module(hundred[0], hundred[1]))?.kind == .limitExceeded("number of memories"))
        let more = section(2, [101], repeated(memory, 101))
        #expect(decodeError(module(more))?.kind == .limitExceeded("number of memories"))
    }
}
