import WasmSyntax
import WasmValidation

/// An instruction with its immediates, encoded.
struct Piece: Sendable {
    var bytes: [UInt8]

    private init(_ write: (inout ByteWriter) -> Void) {
        var writer = ByteWriter()
        write(&writer)
        bytes = writer.bytes
    }

    /// Encodes an instruction whose immediates are indices.
    static func op(_ opcode: Opcode, _ indices: UInt32...) -> Piece {
        Piece {
            $0.opcode(opcode)
            for index in indices { $0.unsigned(index) }
        }
    }

    static func i32(_ value: Int64) -> Piece { constant(.i32Const) { $0.signed(value) } }
    static func i64(_ value: Int64) -> Piece { constant(.i64Const) { $0.signed(value) } }
    static let f32 = constant(.f32Const) { $0.fixed(UInt32(0)) }
    static let f64 = constant(.f64Const) { $0.fixed(UInt64(0)) }
    static let v128 = constant(.v128Const) { $0.append([UInt8](repeating: 0, count: 16)) }
    static let end = op(.end)
    static let drop = op(.drop)
    static let unreachable = op(.unreachable)

    private static func constant(_ opcode: Opcode, _ write: (inout ByteWriter) -> Void) -> Piece {
        Piece {
            $0.opcode(opcode)
            write(&$0)
        }
    }

    static func block(_ opcode: Opcode = .block, type: UInt32) -> Piece {
        Piece {
            $0.opcode(opcode)
            $0.signed(Int64(type))
        }
    }

    static func block(_ opcode: Opcode = .block, _ result: ValueType? = nil) -> Piece {
        Piece {
            $0.opcode(opcode)
            if let result { $0.valueType(result) } else { $0.byte(0x40) }
        }
    }

    static func tryTable(_ clauses: [CatchClause]) -> Piece {
        Piece {
            $0.opcode(.tryTable)
            $0.byte(0x40)
            $0.unsigned(UInt32(clauses.count))
            for clause in clauses {
                $0.byte(clause.kind.rawValue)
                if clause.kind.hasTag { $0.unsigned(clause.tag) }
                $0.unsigned(clause.label)
            }
        }
    }

    static func branchTable(_ labels: [UInt32], _ last: UInt32) -> Piece {
        Piece {
            $0.opcode(.brTable)
            $0.unsigned(UInt32(labels.count))
            for label in labels + [last] { $0.unsigned(label) }
        }
    }

    static func access(
        _ opcode: Opcode, align: UInt32 = 0, offset: UInt64 = 0, memory: UInt32 = 0, lane: UInt8? = nil
    ) -> Piece {
        Piece {
            $0.opcode(opcode)
            $0.unsigned(memory == 0 ? align : align | 0x40)
            if memory != 0 { $0.unsigned(memory) }
            $0.unsigned(offset)
            if let lane { $0.byte(lane) }
        }
    }

    static func bytes(_ opcode: Opcode, _ bytes: [UInt8]) -> Piece {
        Piece {
            $0.opcode(opcode)
            $0.append(bytes)
        }
    }

    static func heap(_ opcode: Opcode, _ type: HeapType) -> Piece {
        Piece {
            $0.opcode(opcode)
            $0.heapType(type)
        }
    }

    static func select(_ types: [ValueType]) -> Piece {
        Piece {
            $0.opcode(.selectTyped)
            $0.unsigned(UInt32(types.count))
            for type in types { $0.valueType(type) }
        }
    }

    static func branchOnCast(_ opcode: Opcode, _ label: UInt32, _ source: ValueType, _ target: ValueType) -> Piece {
        Piece {
            $0.opcode(opcode)
            $0.byte((source.isNullable ? 1 : 0) | (target.isNullable ? 2 : 0))
            $0.unsigned(label)
            $0.heapType(source.heapType)
            $0.heapType(target.heapType)
        }
    }
}

extension ModuleSyntax {
    /// Makes a module with these types, each in a separate recursive group unless groups are given.
    init(types: [SubType], groups: [Int]? = nil) {
        self.init()
        self.types = types
        var start = 0
        for count in groups ?? types.map({ _ in 1 }) {
            recursiveGroups.append(start..<start + count)
            start += count
        }
    }

    /// Appends an expression and its `end`, and returns its range.
    mutating func append(_ code: [Piece]) -> Range<Int> {
        let start = bytes.count
        for piece in code { bytes += piece.bytes }
        bytes += Piece.end.bytes
        return start..<bytes.count
    }

    mutating func constant(_ code: [Piece]) -> ConstantExpression { ConstantExpression(code: append(code)) }

    mutating func addFunction(type: UInt32, locals: [LocalGroup] = [], _ code: [Piece]) {
        functions.append(type)
        bodies.append(FunctionBody(locals: locals, code: append(code)))
    }

    mutating func addGlobal(_ type: ValueType, isMutable: Bool = false, _ initializer: [Piece]) {
        globals.append(Global(type: GlobalType(value: type, isMutable: isMutable), initializer: constant(initializer)))
    }

    mutating func addImport(_ type: ExternalType) {
        imports.append(Import(module: "m", name: "n", type: type))
    }

    /// Returns the fault that validation finds; `nil` if the module is valid.
    func fault(_ features: FeatureSet = .all) -> ValidationError.Kind? {
        do throws(ValidationError) {
            _ = try Validator.validate(self, features: features)
            return nil
        } catch {
            return error.kind
        }
    }
}

extension SubType {
    static func function(_ parameters: [ValueType] = [], _ results: [ValueType] = []) -> SubType {
        SubType(composite: .function(FunctionType(parameters: parameters, results: results)))
    }

    static func structure(_ fields: [FieldType], under supertypes: [UInt32] = [], final: Bool = false) -> SubType {
        SubType(isFinal: final, supertypes: supertypes, composite: .structure(fields))
    }

    static func array(_ element: FieldType, under supertypes: [UInt32] = [], final: Bool = false) -> SubType {
        SubType(isFinal: final, supertypes: supertypes, composite: .array(element))
    }
}

extension FieldType {
    static func constant(_ type: ValueType) -> FieldType { FieldType(storage: type, isMutable: false) }
    static func variable(_ type: ValueType) -> FieldType { FieldType(storage: type, isMutable: true) }
}

extension ValueType {
    /// `(ref index)`.
    static func to(_ index: UInt32) -> ValueType { ValueType(HeapType(typeIndex: index), nullable: false) }
    /// `(ref null index)`.
    static func nullable(_ index: UInt32) -> ValueType { ValueType(HeapType(typeIndex: index), nullable: true) }
    static let anyref = ValueType(.any, nullable: true)
    static let structref = ValueType(.structure, nullable: true)
    static let nonNullExtern = ValueType(.external, nullable: false)
}

extension ValidationError.Kind {
    static func mismatch(_ expected: ValueType, _ found: ValueType?) -> ValidationError.Kind {
        .typeMismatch(expected: .type(expected), found: found)
    }
}
