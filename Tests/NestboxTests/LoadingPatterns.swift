import Testing
import WasmSyntax

/// A kind of module of any size: it contains `count` times something that loading has to process.
struct LoadingPattern: Sendable, CustomTestStringConvertible {
    let name: String
    /// The number that makes some 100 KB.
    let count: Int
    /// Makes a module with the given number.
    let module: @Sendable (Int) -> [UInt8]

    var testDescription: String { name }

    init(_ name: String, _ count: Int, _ module: @escaping @Sendable (Int) -> [UInt8]) {
        self.name = name
        self.count = count
        self.module = module
    }

    static let all = types + definitions + bodies + customSections + texts
}

/// A module in the binary format, composed section by section.
struct PatternModule {
    private var writer = ByteWriter()

    init() { writer.append([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]) }

    var bytes: [UInt8] { writer.bytes }

    /// Adds a section with a list of entries.
    func list(_ id: UInt8, _ count: Int, _ entry: (Int, inout ByteWriter) -> Void) -> PatternModule {
        section(id) { writer in
            writer.unsigned(UInt(count))
            for index in 0..<count { entry(index, &writer) }
        }
    }

    func section(_ id: UInt8, _ write: (inout ByteWriter) -> Void) -> PatternModule {
        var contents = ByteWriter()
        write(&contents)
        var result = self
        result.writer.byte(id)
        result.writer.unsigned(UInt(contents.bytes.count))
        result.writer.append(contents.bytes)
        return result
    }

    func custom(_ name: String, _ write: (inout ByteWriter) -> Void) -> PatternModule {
        section(0) { writer in
            writer.name(name)
            write(&writer)
        }
    }

    /// Adds functions of type 0 with these bodies, in sections behind those with smaller numbers.
    func functions(_ count: Int, _ body: (Int) -> [UInt8]) -> PatternModule {
        list(3, count) { $1.byte(0) }.list(10, count) { index, writer in
            let body = body(index)
            writer.unsigned(UInt(body.count))
            writer.append(body)
        }
    }

    /// Returns a module with one function without parameters.
    static func function(_ body: [UInt8]) -> [UInt8] {
        PatternModule().list(1, 1) { $1.append([0x60, 0, 0]) }.functions(1) { _ in body }.bytes
    }
}

extension ByteWriter {
    mutating func name(_ text: String) {
        unsigned(UInt(text.utf8.count))
        append(Array(text.utf8))
    }

    /// Appends a function type with parameters of one type.
    mutating func functionType(_ parameters: Int, _ type: UInt8 = 0x7F) {
        byte(0x60)
        unsigned(UInt(parameters))
        append([UInt8](repeating: type, count: parameters))
        byte(0)
    }
}

/// Repeats bytes.
func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] { Array(repeatElement(bytes, count: count).joined()) }

// MARK: Types and definitions

extension LoadingPattern {
    static let types: [LoadingPattern] = [
        LoadingPattern("different types", 10_000) { count in
            PatternModule().list(1, count) { index, writer in
                writer.byte(0x60)
                writer.unsigned(16 as UInt8)
                for bit in 0..<16 { writer.byte(index >> bit & 1 == 0 ? 0x7F : 0x7E) }
                writer.byte(0)
            }.bytes
        },
        LoadingPattern("equal types", 10_000) { count in
            PatternModule().list(1, count) { $1.functionType(10) }.bytes
        },
        LoadingPattern("long types", 100) { count in
            PatternModule().list(1, count) { index, writer in writer.functionType(900 + index % 100) }.bytes
        },
        LoadingPattern("subtypes of one", 20_000) { count in
            PatternModule().list(1, count) { index, writer in
                writer.append(index == 0 ? [0x50, 0] : [0x50, 1, 0])
                writer.append([0x60, 0, 0])
            }.bytes
        },
        LoadingPattern("chains of subtypes", 20_000) { count in
            PatternModule().list(1, count) { index, writer in
                writer.append([0x50, index % 60 == 0 ? 0 : 1])
                if index % 60 != 0 { writer.unsigned(UInt(index - 1)) }
                writer.append([0x5F, 1, 0x7F, 0])
            }.bytes
        },
        LoadingPattern("a group of all types", 15_000) { count in
            PatternModule().list(1, 1) { _, writer in
                writer.byte(0x4E)
                writer.unsigned(UInt(count))
                for index in 0..<count {
                    writer.append([0x5F, 1, 0x63])
                    writer.signed(Int64((index + 1) % count))
                    writer.byte(0)
                }
            }.bytes
        },
        LoadingPattern("equal groups", 10_000) { count in
            PatternModule().list(1, count) { index, writer in
                writer.append([0x4E, 2])
                for other in [1, 0] {
                    writer.append([0x5F, 1, 0x63])
                    writer.signed(Int64(index * 2 + other))
                    writer.byte(0)
                }
            }.bytes
        },
        LoadingPattern("supertypes of one type", 1_000) { count in
            PatternModule().list(1, count / 10) { _, writer in
                writer.byte(0x50)
                writer.unsigned(900 as UInt)
                writer.append([UInt8](repeating: 0, count: 900))
                writer.append([0x60, 0, 0])
            }.bytes
        },
    ]

    static let definitions: [LoadingPattern] = [
        LoadingPattern("imports of one name", 20_000) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }.list(2, count) { $1.append([1, 0x61, 1, 0x62, 0, 0]) }
                .bytes
        },
        LoadingPattern("imports with long names", 6) { count in
            PatternModule().list(2, count) { _, writer in
                writer.name(String(repeating: "é", count: 15_000))
                writer.name(String(repeating: "\u{1F600}", count: 7_500))
                writer.append([2, 0, 0])
            }.bytes
        },
        LoadingPattern("exports", 15_000) { count in
            PatternModule().list(5, 1) { $1.append([0, 0]) }.list(7, count) { index, writer in
                writer.name("e\(index)")
                writer.append([2, 0])
            }.bytes
        },
        LoadingPattern("an export twice", 15_000) { count in
            PatternModule().list(5, 1) { $1.append([0, 0]) }.list(7, count) { index, writer in
                writer.name(index == count - 1 ? "e0" : "e\(index)")
                writer.append([2, 0])
            }.bytes
        },
        LoadingPattern("tables", 20_000) { count in
            PatternModule().list(4, count) { $1.append([0x70, 0, 0]) }.bytes
        },
        LoadingPattern("tags", 40_000) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }.list(13, count) { $1.append([0, 0]) }.bytes
        },
        LoadingPattern("globals", 20_000) { count in
            PatternModule().list(6, count) { $1.append([0x7F, 0, 0x41, 0, 0x0B]) }.bytes
        },
        LoadingPattern("globals of globals", 20_000) { count in
            PatternModule().list(6, count) { index, writer in
                writer.append([0x7F, 0])
                if index == 0 { return writer.append([0x41, 0, 0x0B]) }
                writer.byte(0x23)
                writer.unsigned(UInt(index - 1))
                writer.byte(0x0B)
            }.bytes
        },
        LoadingPattern("a long constant expression", 40_000) { count in
            PatternModule().list(6, 1) { _, writer in
                writer.append([0x7F, 0, 0x41, 0])
                for _ in 0..<count { writer.append([0x41, 1, 0x6A]) }
                writer.byte(0x0B)
            }.bytes
        },
        LoadingPattern("element segments", 20_000) { count in
            PatternModule().list(4, 1) { $1.append([0x70, 0, 0]) }.list(9, count) { $1.append([0, 0x41, 0, 0x0B, 0]) }
                .bytes
        },
        LoadingPattern("elements", 100_000) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }.list(3, 1) { $1.byte(0) }.section(9) { writer in
                writer.append([1, 1, 0])
                writer.unsigned(UInt(count))
                writer.append([UInt8](repeating: 0, count: count))
            }.list(10, 1) { $1.append([2, 0, 0x0B]) }.bytes
        },
        LoadingPattern("element expressions", 30_000) { count in
            PatternModule().section(9) { writer in
                writer.append([1, 5, 0x70])
                writer.unsigned(UInt(count))
                writer.append(repeated([0xD0, 0x70, 0x0B], count))
            }.bytes
        },
        LoadingPattern("data segments", 20_000) { count in
            PatternModule().list(5, 1) { $1.append([0, 0]) }.section(12) { $0.unsigned(UInt(count)) }
                .list(11, count) { $1.append([0, 0x41, 0, 0x0B, 0]) }.bytes
        },
    ]
}
