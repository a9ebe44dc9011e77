// Specification: Text Format / Lexical Format / Tokens.

import WasmSyntax

/// The words of the text format and of test scripts that are not instructions; the raw value is the word.
enum Keyword: String, CaseIterable, Sendable {
    // Modules and types.
    case module, type, rec, sub, final, `func`, param, result, local, `struct`, array, field, mut, null, ref
    case `import`, export, table, memory, global, tag, elem, data, start, offset, item, declare, shared, pagesize
    case then, `do`, `catch`
    case catchRef = "catch_ref"
    case catchAll = "catch_all"
    case catchAllRef = "catch_all_ref"
    case i8x16, i16x8, i32x4, i64x2, f32x4, f64x2
    // Placement of custom sections.
    case before, after, first, last, code, datacount
    // Scripts.
    case binary, quote, definition, instance, register, invoke, get, script, input, output, thread, wait, either
    case assertReturn = "assert_return"
    case assertTrap = "assert_trap"
    case assertExhaustion = "assert_exhaustion"
    case assertException = "assert_exception"
    case assertSuspension = "assert_suspension"
    case assertMalformed = "assert_malformed"
    case assertMalformedCustom = "assert_malformed_custom"
    case assertInvalid = "assert_invalid"
    case assertInvalidCustom = "assert_invalid_custom"
    case assertUnlinkable = "assert_unlinkable"
    case assertUninstantiable = "assert_uninstantiable"
    case nanCanonical = "nan:canonical"
    case nanArithmetic = "nan:arithmetic"
    case refHost = "ref.host"
    case refExtern = "ref.extern"
    case refStruct = "ref.struct"
    case refArray = "ref.array"
    case refAny = "ref.any"
    case refExn = "ref.exn"
}

/// All meanings of one word; the place where the word stands decides which of them counts.
struct WordMeaning: Sendable {
    var keyword: Keyword?
    /// If several instructions share a name, the first of the instruction table.
    var opcode: Opcode?
    var heapType: HeapType?
    /// A value type or packed type that is one word.
    var valueType: ValueType?
}

/// Finds the meaning of words.
struct Vocabulary: Sendable {
    static let shared = Vocabulary()

    private var words = ByteStringTable()
    private var meanings: [WordMeaning] = []

    private init() {
        for keyword in Keyword.allCases { self[keyword.rawValue].keyword = keyword }
        for row in InstructionTable.rows where self[row.name].opcode == nil { self[row.name].opcode = row.opcode }
        for (type, name) in HeapType.abstractNames {
            self[name].heapType = type
            // The short names of the bottom types are formed like `nullfuncref`, from `nofunc`.
            let stem = name.hasPrefix("no") ? "null" + (name == "none" ? "" : name.dropFirst(2)) : name
            self[stem + "ref"].valueType = ValueType(type, nullable: true)
        }
        let plainTypes: [ValueType] = [.i32, .i64, .f32, .f64, .v128, .i8, .i16]
        for type in plainTypes { self[type.description].valueType = type }
    }

    /// The meaning of the word `source[range]`; `nil` if it has none.
    func meaning(of range: Range<Int>, in source: [UInt8]) -> WordMeaning? {
        guard let number = words.find(range, of: source) else { return nil }
        return meanings[Int(number)]
    }

    private subscript(_ word: String) -> WordMeaning {
        get {
            let bytes = Array(word.utf8)
            return meaning(of: bytes.indices, in: bytes) ?? WordMeaning()
        }
        set {
            let bytes = Array(word.utf8)
            let number = Int(words.insert(bytes.indices, of: bytes))
            if number == meanings.count { meanings.append(newValue) } else { meanings[number] = newValue }
        }
    }
}
