import Foundation
import Testing
import WasmSyntax

/// An instruction whose work depends on a number that the guest chooses; the row uses a large one.
struct SizedRow: Sendable, CustomTestStringConvertible {
    var opcode: Opcode
    var form: String
    /// The fields of the module besides `_start`.
    var fields: String
    /// The code to measure, executed once or repeatedly.
    var body: String
    /// The locals of `_start`, and code that is executed once beforehand.
    var before = ""

    var testDescription: String { form.isEmpty ? opcode.name : "\(opcode.name), \(form)" }

    init(_ opcode: Opcode, _ form: String, _ fields: String, before: String, _ body: String) {
        (self.opcode, self.form, self.fields, self.before, self.body) = (opcode, form, fields, before, body)
    }

    init(_ opcode: Opcode, _ form: String, _ fields: String, _ body: String) {
        self.init(opcode, form, fields, before: "", body)
    }

    init(_ opcode: Opcode, _ fields: String, before: String, _ body: String) {
        self.init(opcode, "", fields, before: before, body)
    }

    init(_ opcode: Opcode, _ fields: String, _ body: String) { self.init(opcode, "", fields, before: "", body) }

    var isAmortized: Bool { form.hasPrefix("beside") }

    enum Amount: String, Sendable { case nothing, once, forever }

    func module(of amount: Amount) -> String {
        let code =
            switch amount {
            case .nothing: ""
            case .once: body
            case .forever: "(loop $again \(body) (br $again))"
            }
        return "(module \(fields) (func $start (export \"_start\") \(before) \(code)))"
    }
}

extension SizedRow {
    static let all = memories + tables + arrays + values + exceptions + collections

    /// Instructions whose types depend on their context or that name something, but whose work does not depend on a
    /// number that the guest chooses.
    static let constantWork: Set<Opcode> = [
        .unreachable, .block, .if, .else, .try, .catch, .catchAll, .delegate, .end, .drop, .select, .selectTyped,
        .tryTable, .localGet, .localSet, .localTee, .globalGet, .globalSet, .tableGet, .tableSet, .tableSize,
        .memorySize, .refNull, .refIsNull, .refFunc, .refEq, .refAsNonNull, .structGet, .structGetS, .structGetU,
        .structSet, .arrayGet, .arrayGetS, .arrayGetU, .arraySet, .arrayLen, .refTest, .refTestNull, .refCast,
        .refCastNull, .anyConvertExtern, .externConvertAny, .refI31, .i31GetS, .i31GetU, .dataDrop, .elemDrop,
        .i64Add128, .i64Sub128, .i64MulWideS, .i64MulWideU,
    ]

    /// Returns a quarter of a size, unless the table of overruns is wanted: tests must be fast.
    private static func large(_ size: Int) -> Int { OverrunTable.isWanted ? size : size / 4 }

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    private static let memories: [SizedRow] = [
        SizedRow(
            .memoryFill, "(memory \(large(15000)))",
            "(memory.fill (i32.const 0) (i32.const 7) (i32.const \(large(980000000))))"),
        SizedRow(
            .memoryFill, "of a second memory", "(memory 1) (memory $b \(large(15000)))",
            "(memory.fill $b (i32.const 0) (i32.const 7) (i32.const \(large(980000000))))"),
        SizedRow(
            .memoryCopy, "(memory \(large(15000)))",
            "(memory.copy (i32.const 1) (i32.const 0) (i32.const \(large(980000000))))"),
        SizedRow(
            .memoryCopy, "between two", "(memory \(large(7500))) (memory $b \(large(7500)))",
            "(memory.copy 0 $b (i32.const 1) (i32.const 0) (i32.const \(large(490000000))))"),
        SizedRow(
            .memoryInit, "(memory 200) (data $d \"\(times(1 << 20, "01234567"))\")",
            "(memory.init $d (i32.const 0) (i32.const 0) (i32.const 8388608))"),
        SizedRow(
            .memoryGrow, "(memory 1)",
            """
            (drop (memory.grow (i32.const \(large(15000)))))
            (i32.store8 (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 1)) (i32.const 1))
            """),
        SizedRow(
            .i32Store, "first access", "(memory \(large(15000)))",
            "(i32.store (i32.const \(large(980000000))) (i32.const 1))"),
    ]

    private static let segment = "(func $f) (elem $e func \(times(200_000, "$f ")))"

    private static let tables: [SizedRow] = [
        SizedRow(.tableGrow, "(table 1 funcref)", "(drop (table.grow (ref.null func) (i32.const \(large(9000000)))))"),
        SizedRow(
            .tableFill, "(table \(large(9000000)) funcref)",
            "(table.fill (i32.const 0) (ref.null func) (i32.const \(large(9000000))))"),
        SizedRow(
            .tableCopy, "(table \(large(9000000)) funcref)",
            "(table.copy (i32.const 1) (i32.const 0) (i32.const \(large(8999999))))"),
        SizedRow(
            .tableCopy, "between two", "(table \(large(4900000)) funcref) (table $b \(large(4900000)) funcref)",
            "(table.copy 0 $b (i32.const 1) (i32.const 0) (i32.const \(large(4899999))))"),
        SizedRow(
            .tableInit, "(table 200000 funcref) \(segment)",
            "(table.init $e (i32.const 0) (i32.const 0) (i32.const 200000))"),
    ]

    private static let bytes = "(type $a (array (mut i8)))"
    private static let words = "(type $a (array (mut i64)))"
    private static let functions = "(type $a (array (mut funcref))) \(segment)"
    private static func array(_ count: Int) -> String {
        "(local $a (ref null $a)) (local.set $a (array.new_default $a (i32.const \(count))))"
    }

    private static let arrays: [SizedRow] = [
        SizedRow(.arrayNew, "of i8", bytes, "(drop (array.new $a (i32.const 7) (i32.const \(large(200000000)))))"),
        SizedRow(.arrayNew, "of i64", words, "(drop (array.new $a (i64.const 7) (i32.const \(large(25000000)))))"),
        SizedRow(.arrayNewDefault, bytes, "(drop (array.new_default $a (i32.const \(large(200000000)))))"),
        SizedRow(
            .arrayFill, bytes, before: array(large(200_000_000)),
            "(array.fill $a (local.get $a) (i32.const 0) (i32.const 7) (i32.const \(large(200000000))))"),
        SizedRow(
            .arrayFill, "of i64", words, before: array(large(25_000_000)),
            "(array.fill $a (local.get $a) (i32.const 0) (i64.const 7) (i32.const \(large(25000000))))"),
        SizedRow(
            .arrayCopy, bytes, before: array(large(200_000_000)),
            "(array.copy $a $a (local.get $a) (i32.const 1) (local.get $a) (i32.const 0) (i32.const \(large(199999999))))"
        ),
        SizedRow(
            .arrayCopy, "of i64", words, before: array(large(25_000_000)),
            "(array.copy $a $a (local.get $a) (i32.const 1) (local.get $a) (i32.const 0) (i32.const \(large(24999999))))"
        ),
        SizedRow(
            .arrayNewData, "\(bytes) (data $d \"\(times(1 << 20, "01234567"))\")",
            "(drop (array.new_data $a $d (i32.const 0) (i32.const 8388608)))"),
        SizedRow(
            .arrayInitData, "\(bytes) (data $d \"\(times(1 << 20, "01234567"))\")", before: array(8_388_608),
            "(array.init_data $a $d (local.get $a) (i32.const 0) (i32.const 0) (i32.const 8388608))"),
        SizedRow(.arrayNewElem, functions, "(drop (array.new_elem $a $e (i32.const 0) (i32.const 200000)))"),
        SizedRow(
            .arrayInitElem, functions, before: array(200_000),
            "(array.init_elem $a $e (local.get $a) (i32.const 0) (i32.const 0) (i32.const 200000))"),
        SizedRow(.arrayNewFixed, bytes, "(drop (array.new_fixed $a 10000 \(times(10_000, "(i32.const 1)"))))"),
        SizedRow(
            .structNew, "(type $s (struct \(times(10_000, "(field i32)"))))",
            "(drop (struct.new $s \(times(10_000, "(i32.const 1)"))))"),
        SizedRow(
            .structNewDefault, "(type $s (struct \(times(10_000, "(field i32)"))))", "(drop (struct.new_default $s))"),
    ]

    private static let many = times(1_000, "i32 ")
    private static let operands = times(1_000, "(local.get $i)")
    private static let drops = times(1_000, "drop ")
    private static let takes = "(type $t (func (param \(many)))) (func $f (type $t)) (elem declare func $f)"
    private static let result = "(result \(many))"

    private static let values: [SizedRow] = [
        SizedRow(.call, "with parameters", takes, before: "(local $i i32)", "(call $f \(operands))"),
        SizedRow(.call, "with locals", "(func $f (local \(times(50_000, "i64 "))))", "(call $f)"),
        SizedRow(
            .callIndirect, "\(takes) (table funcref (elem $f))", before: "(local $i i32)",
            "(call_indirect (type $t) \(operands) (i32.const 0))"),
        SizedRow(.callRef, takes, before: "(local $i i32)", "(call_ref $t \(operands) (ref.func $f))"),
        SizedRow(
            .returnCall, "\(takes) (func $g (local $i i32) (return_call $f \(operands)))", "(call $g)"),
        SizedRow(
            .returnCallIndirect,
            "\(takes) (table funcref (elem $f)) (func $g (local $i i32) (return_call_indirect (type $t) \(operands) (i32.const 0)))",
            "(call $g)"),
        SizedRow(
            .returnCallRef, "\(takes) (func $g (local $i i32) (return_call_ref $t \(operands) (ref.func $f)))",
            "(call $g)"),
        SizedRow(.return, "(func $f \(result) (local $i i32) \(operands))", "(call $f) \(drops)"),
        SizedRow(.br, "", before: "(local $i i32)", "(block \(result) (br 0 \(operands))) \(drops)"),
        SizedRow(
            .brIf, "", before: "(local $i i32)",
            "(block \(result) (i32.const 1) (br_if 0 \(operands) (i32.const 1)) (br 0)) \(drops)"),
        SizedRow(
            .brTable, "with values", "", before: "(local $i i32)",
            "(block \(result) (i32.const 1) (br_table 0 0 0 \(operands) (i32.const 1))) \(drops)"),
        SizedRow(
            .brTable, "with many entries", "(table 1 funcref)",
            "(block (br_table \(times(60_000, "0 ")) 0 (i32.const 59999)))"),
        SizedRow(
            .loop, "(type $t (func (param \(many)))) ", before: "(local $i i32)",
            "\(operands) (loop (type $t) \(drops))"),
        SizedRow(
            .brOnNull, "", before: "(local $i i32)",
            "(block \(result) (i32.const 1) (br_on_null 0 \(operands) (ref.null func)) drop (br 0)) \(drops)"),
        SizedRow(
            .brOnNonNull, "(func $f) (elem declare func $f)", before: "(local $i i32)",
            "(block (result \(times(999, "i32 ")) (ref func)) (i32.const 1) (br_on_non_null 0 \(times(999, "(local.get $i)")) (ref.func $f)) (ref.func $f) (br 0)) \(drops)"
        ),
        SizedRow(
            .brOnCast, "", before: "(local $i i32)",
            "(block (result \(times(999, "i32 ")) (ref i31)) (i32.const 1) (br_on_cast 0 anyref (ref i31) \(times(999, "(local.get $i)")) (ref.i31 (i32.const 1))) drop (ref.i31 (i32.const 1)) (br 0)) \(drops)"
        ),
        SizedRow(
            .brOnCastFail, "", before: "(local $i i32)",
            "(block (result \(times(999, "i32 ")) anyref) (i32.const 1) (br_on_cast_fail 0 anyref (ref array) \(times(999, "(local.get $i)")) (ref.i31 (i32.const 1))) (br 0)) \(drops)"
        ),
    ]

    private static let thrower = """
        (tag $t) (tag $u)
        (func $f (param i32)
          (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))) (else (throw $t))))
        """

    private static let exceptions: [SizedRow] = [
        SizedRow(
            .throw, "with values", "(tag $t (param \(many)))", before: "(local $i i32)",
            "(block $h (try_table (catch_all $h) (throw $t \(operands))))"),
        SizedRow(.throw, "through frames", thrower, "(block $h (try_table (catch $t $h) (call $f (i32.const 9900))))"),
        SizedRow(
            .throw, "through frames in regions",
            """
            (tag $t) (tag $u)
            (func $f (param i32)
              (block $h \(times(1_000, "(try_table (catch $u $h) "))
                (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))) (else (throw $t)))
                \(times(1_000, ")"))))
            """, "(block $h (try_table (catch $t $h) (call $f (i32.const 9900))))"),
        SizedRow(
            .throw, "through frames with regions before",
            """
            (tag $t) (tag $u)
            (func $f (param i32)
              (block $h \(times(1_000, "(try_table (catch $u $h)) ")))
              (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))) (else (throw $t))))
            """, "(block $h (try_table (catch $t $h) (call $f (i32.const 9900))))"),
        SizedRow(
            .throwRef, "through frames", thrower,
            """
            (block $o (try_table (catch_all $o)
              (throw_ref (block $h (result exnref) (try_table (catch_all_ref $h) (call $f (i32.const 9900))) unreachable))))
            """),
        SizedRow(
            .rethrow, "in frames",
            """
            (tag $t)
            (func $f (param i32)
              try
                (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))) (else (throw $t)))
              catch $t rethrow 0 end)
            """, "try (call $f (i32.const 9000)) catch_all end"),
    ]

    private static let list = "(rec (type $l (struct (field i32) (field (ref null $l)))))"
    private static let garbage = "(drop (struct.new $l (i32.const 1) (ref.null $l)))"

    private static let collections: [SizedRow] = [
        SizedRow(
            .structNew, "beside much that is alive", list,
            before: """
                (local $i i32) (local $l (ref null $l))
                (local.set $i (i32.const \(large(5000000))))
                (loop $more (local.set $l (struct.new $l (i32.const 1) (local.get $l)))
                  (br_if $more (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
                """, times(100, garbage)),
        SizedRow(.structNew, "beside a large table", "\(list) (table \(large(9000000)) anyref)", times(100, garbage)),
        SizedRow(
            .structNew, "beside many globals", "\(list) \(times(50_000, "(global anyref (ref.null any))"))",
            times(100, garbage)),
        SizedRow(
            .arrayNewDefault, "beside much that is alive", "\(bytes) \(list)",
            before: """
                (local $i i32) (local $l (ref null $l))
                (local.set $i (i32.const \(large(5000000))))
                (loop $more (local.set $l (struct.new $l (i32.const 1) (local.get $l)))
                  (br_if $more (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
                """, "(drop (array.new_default $a (i32.const \(large(50000000)))))"),
    ]
}
