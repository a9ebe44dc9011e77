import Testing
import WasmBinary
import WasmSyntax
import WasmValidation

/// Heap types are checked at every place: only the abstract ones and the indices of existing types are valid.
@Suite struct HeapTypePlaceTests {
    /// The places of a heap type, each as a module that contains it. The module has three types: 0 is that of the
    /// function, 1 a struct, and 2 the type that may contain the heap type.
    static let places: [(what: String, module: @Sendable ([UInt8]) -> [UInt8])] = [
        ("a parameter", { module(type: [0x60, 1, 0x63] + $0 + [0]) }),
        ("a result", { module(type: [0x60, 0, 1, 0x64] + $0) }),
        ("a field", { module(type: [0x5F, 1, 0x63] + $0 + [0]) }),
        ("an element", { module(type: [0x5E, 0x63] + $0 + [0]) }),
        ("a global", { module(sections: section(6, [1, 0x63] + $0 + [0, 0xD0] + $0 + [0x0B])) }),
        ("a table", { module(sections: section(4, [1, 0x63] + $0 + [0, 0])) }),
        ("an element segment", { module(sections: section(9, [1, 5, 0x63] + $0 + [0])) }),
        ("a local", { module(locals: [1, 1, 0x63] + $0, code: []) }),
        ("an imported global", { module(imports: [1, 0, 0, 3, 0x63] + $0 + [0]) }),
        ("ref.null", { module(code: [0xD0] + $0 + [0x1A]) }),
        ("ref.test", { module(code: [0x00, 0xFB, 0x14] + $0 + [0x1A]) }),
        ("ref.test null", { module(code: [0x00, 0xFB, 0x15] + $0 + [0x1A]) }),
        ("ref.cast", { module(code: [0x00, 0xFB, 0x16] + $0 + [0x1A]) }),
        ("ref.cast null", { module(code: [0x00, 0xFB, 0x17] + $0 + [0x1A]) }),
        (
            "br_on_cast",
            { module(code: [0x00, 0x02, 0x63] + $0 + [0x00, 0xFB, 0x18, 3, 0] + $0 + $0 + [0x0B, 0x1A]) }
        ),
        ("a block's result", { module(code: [0x02, 0x63] + $0 + [0x00, 0x0B, 0x1A]) }),
        ("select", { module(code: [0x00, 0x1C, 1, 0x63] + $0 + [0x1A]) }),
    ]

    private static func section(_ id: UInt8, _ contents: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(id)
        writer.unsigned(UInt(contents.count))
        return writer.bytes + contents
    }

    private static func module(
        type: [UInt8] = [0x5F, 0], imports: [UInt8]? = nil, sections: [UInt8] = [], locals: [UInt8] = [0],
        code: [UInt8] = []
    ) -> [UInt8] {
        let body = locals + code + [0x0B]
        let before: [UInt8] = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0] + section(1, [3, 0x60, 0, 0, 0x5F, 0] + type)
        let functions = section(3, [1, 0])
        let bodies = section(10, [1, UInt8(body.count)] + body)
        let isBeforeFunctions = sections.first.map { $0 < 3 } ?? false
        return before + (imports.map { section(2, $0) } ?? [])
            + (isBeforeFunctions ? sections + functions : functions + sections) + bodies
    }

    /// All encodings of one byte, some of two bytes, not all in their shortest form, and distant indices.
    static let encodings: [[UInt8]] =
        (0..<0x80).map { [UInt8($0)] }
        + [
            [0x80, 0], [0x82, 0], [0x83, 0], [0xF1, 0x7F], [0xFF, 0x7F], [0xC0, 0x84, 0x3D],
            [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        ]

    /// Whether the encoding is a heap type of the module: abstract, or an index below 3 (of 33 bits, signed).
    static func isHeapType(_ encoding: [UInt8]) -> Bool {
        switch encoding {
        case [0x80, 0], [0x82, 0]: true
        default: encoding.count == 1 && (encoding[0] < 3 || (0x69...0x74).contains(encoding[0]))
        }
    }

    @Test(arguments: places.map(\.what))
    func noOthersAreValid(_ what: String) throws {
        let place = try #require(HeapTypePlaceTests.places.first { $0.what == what })
        for encoding in HeapTypePlaceTests.encodings {
            let isValid: Bool
            do {
                _ = try Validator.validate(try BinaryDecoder.decode(place.module(encoding)), features: .webAssembly3)
                isValid = true
            } catch {
                isValid = false
            }
            #expect(isValid == HeapTypePlaceTests.isHeapType(encoding), "\(encoding)")
        }
    }
}
