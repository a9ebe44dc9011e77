import Foundation
import WasmSyntax

extension OperationRow {
    /// The forms and bodies of the instructions that need operands or definitions written by hand.
    static let special: [Opcode: [(form: String, body: String)]] = control.merging(variables) { first, _ in first }
        .merging(references) { first, _ in first }.merging(aggregates) { first, _ in first }
        .merging(bulk) { first, _ in first }.merging(shuffles) { first, _ in first }

    /// The rows that are written by hand, in the order of the table.
    static let written: [OperationRow] = InstructionTable.rows.flatMap { row in
        (special[row.opcode] ?? []).map { form, body in
            let isFull =
                [
                    "$v", "$s)", "$sub)", "$any", "$b)", "$w)", "$refs", "$b2", "$w2", "$e)", "$x)", "$big", "$i31",
                    "throw", "try",
                ]
                .contains(where: body.contains) || row.prefix == 0xFB
            let isLarge = form.contains("large")
            return OperationRow(
                opcode: row.opcode, form: form, setting: isFull ? .full : .plain, body: body, copies: isLarge ? 1 : 8)
        }
    }

    static let manyOperands = String(repeating: "(local.get $i)", count: 100)

    private static let control: [Opcode: [(form: String, body: String)]] = [
        .unreachable: [("not reached", "(if (local.get $zero) (then unreachable))")],
        .nop: [("", "nop")],
        .block: [("", "(block)"), ("with a value", "(drop (block (result i32) (local.get $i)))")],
        .loop: [("", "(loop)")],
        .if: [
            ("taken", "(if (local.get $one) (then nop))"),
            ("with a value", "(drop (if (result i32) (local.get $one) (then (local.get $i)) (else (local.get $a))))"),
        ],
        .else: [("", "(if (local.get $zero) (then nop) (else nop))")],
        .try: [("", "try nop catch_all nop end")],
        .catch: [("that catches", "try (throw $tag) catch $tag nop end")],
        .throw: [
            ("caught at once", "(block $h (try_table (catch $tag $h) (throw $tag)))"),
            (
                "with a value",
                "(drop (block $h (result i32) (try_table (catch $tagValue $h) (throw $tagValue (local.get $i))) (i32.const 0)))"
            ),
            ("with 100 values", "(block $h (try_table (catch_all $h) (throw $tag100 \(manyOperands))))"),
            ("out of 20 calls", "(block $h (try_table (catch_all $h) (call $thrower (i32.const 20))))"),
        ],
        .rethrow: [("", "try try (throw $tag) catch $tag (rethrow 0) end catch_all nop end")],
        .throwRef: [
            (
                "",
                "(block $o (try_table (catch_all $o) (throw_ref (block $h (result exnref) (try_table (catch_all_ref $h) (throw $tag)) (unreachable)))))"
            )
        ],
        .end: [("", "(block)")],
        .br: [
            ("", "(block $l (br $l))"),
            (
                "with 100 values",
                "(block $l (result \(String(repeating: "i32 ", count: 100))) (br $l \(manyOperands)))"
                    + String(repeating: "drop ", count: 100)
            ),
        ],
        .brIf: [
            ("taken", "(block $l (br_if $l (local.get $one)))"),
            ("not taken", "(block $l (br_if $l (local.get $zero)))"),
            (
                "with 100 values, taken",
                "(block $l (result \(String(repeating: "i32 ", count: 100))) (i32.const 1) (br_if $l \(manyOperands) (local.get $one)) (br $l))"
                    + String(repeating: "drop ", count: 100)
            ),
        ],
        .brTable: [
            ("", "(block $l (br_table $l $l $l (local.get $one)))"),
            (
                "with 100 values",
                "(block $l (result \(String(repeating: "i32 ", count: 100))) (i32.const 1) (br_table $l $l \(manyOperands) (local.get $one)))"
                    + String(repeating: "drop ", count: 100)
            ),
        ],
        .return: [("", "(call $tail)")],
        .call: [
            ("", "(call $nothing)"), ("with a result", "(drop (call $id (local.get $i)))"),
            ("of another instance", "(call $other)"),
            ("of the host", "(drop (call $clock (i32.const 1) (i64.const 1) (i32.const 0)))"),
            ("with 100 parameters", "(call $values100 \(manyOperands))"),
            ("with 1,000 parameters", "(call $values1000 \(String(repeating: manyOperands, count: 10)))"),
            ("with 100 results", "(call $results100)" + String(repeating: "drop ", count: 100)),
            ("with 1,000 locals", "(call $locals1000)"), ("with 50,000 locals", "(call $locals50000)"),
        ],
        .callIndirect: [
            ("", "(drop (call_indirect $table (type $identity) (local.get $i) (i32.const 1)))"),
            (
                "through a second table",
                "(drop (call_indirect $secondTable (type $identity) (local.get $i) (i32.const 1)))"
            ),
            ("to another instance", "(call_indirect $table (type $empty) (i32.const 2))"),
            ("to another instance, through a second table", "(call_indirect $secondTable (type $empty) (i32.const 2))"),
        ],
        .returnCall: [("", "(call $tail)")],
        .returnCallIndirect: [
            ("", "(call $tailIndirect)"), ("through a second table", "(call $tailSecond)"),
            ("to another instance", "(call $tailOther)"),
        ],
        .callRef: [
            ("", "(call_ref $empty (local.get $r))"), ("to another instance", "(call_ref $empty (local.get $ro))"),
        ],
        .returnCallRef: [("", "(call $tailRef)")],
        .delegate: [("", "try nop delegate 0")],
        .catchAll: [("", "try nop catch_all nop end")],
        .drop: [("", "(drop (local.get $i))")],
        .select: [
            ("", "(drop (select (local.get $i) (local.get $a) (local.get $one)))"),
            ("of vectors", "(drop (select (local.get $v) (local.get $v) (local.get $one)))"),
        ],
        .selectTyped: [
            ("", "(drop (select (result i32) (local.get $i) (local.get $a) (local.get $one)))"),
            ("of references", "(drop (select (result anyref) (local.get $any) (local.get $any) (local.get $one)))"),
        ],
        .tryTable: [("", "(block $h (try_table (catch_all $h) nop))")],
    ]

    private static let variables: [Opcode: [(form: String, body: String)]] = [
        .localGet: [("", "(drop (local.get $i))")],
        .localSet: [
            ("", "(local.set $t (local.get $i))"), ("of a constant", "(local.set $t (i32.const 77777))"),
            ("of a vector", "(local.set $v (local.get $v))"),
        ],
        .localTee: [("", "(drop (local.tee $t (local.get $i)))")],
        .globalGet: [
            ("", "(drop (global.get $mine))"), ("imported", "(drop (global.get $imported))"),
            ("of a vector", "(drop (global.get $vector))"),
        ],
        .globalSet: [
            ("", "(global.set $mine (local.get $i))"), ("imported", "(global.set $imported (local.get $i))"),
            ("of a vector", "(global.set $vector (local.get $v))"),
        ],
        .tableGet: [
            ("", "(drop (table.get $table (local.get $one)))"),
            ("of a second table", "(drop (table.get $secondTable (local.get $one)))"),
        ],
        .tableSet: [
            ("", "(table.set $table (local.get $a) (local.get $func))"),
            ("of a second table", "(table.set $secondTable (local.get $a) (local.get $func))"),
        ],
        .tableSize: [("", "(drop (table.size $table))"), ("of a second table", "(drop (table.size $secondTable))")],
    ]

    private static let references: [Opcode: [(form: String, body: String)]] = [
        .refNull: [("", "(drop (ref.null func))")],
        .refIsNull: [("", "(drop (ref.is_null (local.get $func)))")],
        .refFunc: [("", "(drop (ref.func $nothing))")],
        .refEq: [("", "(drop (ref.eq (local.get $s) (local.get $s)))")],
        .refAsNonNull: [("", "(drop (ref.as_non_null (local.get $s)))")],
        .brOnNull: [("", "(block $l (drop (br_on_null $l (local.get $s))))")],
        .brOnNonNull: [("", "(drop (block $l (result (ref $struct)) (br_on_non_null $l (local.get $s)) unreachable))")],
        .refTest: [
            ("", "(drop (ref.test (ref $struct) (local.get $any)))"),
            ("of a function", "(drop (ref.test (ref $empty) (local.get $func)))"),
            ("of what is derived", "(drop (ref.test (ref $struct) (local.get $sub)))"),
        ],
        .refTestNull: [("", "(drop (ref.test (ref null $struct) (local.get $any)))")],
        .refCast: [
            ("", "(drop (ref.cast (ref $struct) (local.get $any)))"),
            ("of a function", "(drop (ref.cast (ref $empty) (local.get $func)))"),
        ],
        .refCastNull: [("", "(drop (ref.cast (ref null $struct) (local.get $any)))")],
        .brOnCast: [
            (
                "",
                "(drop (block $l (result (ref $struct)) (br_on_cast $l anyref (ref $struct) (local.get $any)) unreachable))"
            )
        ],
        .brOnCastFail: [
            ("", "(drop (block $l (result anyref) (br_on_cast_fail $l anyref (ref $struct) (local.get $any))))")
        ],
        .anyConvertExtern: [("", "(drop (any.convert_extern (local.get $e)))")],
        .externConvertAny: [("", "(drop (extern.convert_any (local.get $any)))")],
        .refI31: [("", "(drop (ref.i31 (local.get $i)))")],
        .i31GetS: [("", "(drop (i31.get_s (local.get $i31)))")],
        .i31GetU: [("", "(drop (i31.get_u (local.get $i31)))")],
    ]

    private static let aggregates: [Opcode: [(form: String, body: String)]] = [
        .structNew: [
            ("", "(drop (struct.new $struct (local.get $i) (local.get $i) (local.get $I)))"),
            ("of 1,000 fields, large", "(drop (struct.new $struct1000 \(String(repeating: manyOperands, count: 10))))"),
        ],
        .structNewDefault: [
            ("", "(drop (struct.new_default $struct))"), ("of 1,000 fields", "(drop (struct.new_default $struct1000))"),
        ],
        .structGet: [
            ("", "(drop (struct.get $struct $x (local.get $s)))"),
            ("of the last of 1,000", "(drop (struct.get $struct1000 999 (local.get $big)))"),
        ],
        .structGetS: [("", "(drop (struct.get_s $struct $y (local.get $s)))")],
        .structGetU: [("", "(drop (struct.get_u $struct $y (local.get $s)))")],
        .structSet: [("", "(struct.set $struct $x (local.get $s) (local.get $i))")],
        .arrayNew: sized("(drop (array.new $array8 (local.get $i) (i32.const N)))")
            + sized("(drop (array.new $array32 (local.get $i) (i32.const N)))", "of i32"),
        .arrayNewDefault: sized("(drop (array.new_default $array8 (i32.const N)))")
            + sized("(drop (array.new_default $array32 (i32.const N)))", "of i32"),
        .arrayNewFixed: [
            ("", "(drop (array.new_fixed $array32 2 (local.get $i) (local.get $i)))"),
            ("of 1,000, large", "(drop (array.new_fixed $array8 1000 \(String(repeating: manyOperands, count: 10))))"),
        ],
        .arrayNewData: sized("(drop (array.new_data $array8 $bytes (i32.const 0) (i32.const N)))", most: 16000),
        .arrayNewElem: sized("(drop (array.new_elem $arrayRef $segment (i32.const 0) (i32.const N)))", most: 1000),
        .arrayGet: [("", "(drop (array.get $array32 (local.get $w) (local.get $i)))")],
        .arrayGetS: [("", "(drop (array.get_s $array8 (local.get $b) (local.get $i)))")],
        .arrayGetU: [("", "(drop (array.get_u $array8 (local.get $b) (local.get $i)))")],
        .arraySet: [
            ("", "(array.set $array32 (local.get $w) (local.get $i) (local.get $i))"),
            ("of i8", "(array.set $array8 (local.get $b) (local.get $i) (local.get $i))"),
        ],
        .arrayLen: [("", "(drop (array.len (local.get $w)))")],
        .arrayFill: sized("(array.fill $array8 (local.get $b) (i32.const 0) (local.get $i) (i32.const N))")
            + sized("(array.fill $array32 (local.get $w) (i32.const 0) (local.get $i) (i32.const N))", "of i32"),
        .arrayCopy: sized(
            "(array.copy $array8 $array8 (local.get $b) (i32.const 0) (local.get $b2) (i32.const 0) (i32.const N))")
            + sized(
                "(array.copy $array32 $array32 (local.get $w) (i32.const 0) (local.get $w2) (i32.const 0) (i32.const N))",
                "of i32")
            + sized(
                "(array.copy $array8 $array8 (local.get $b) (i32.const 1) (local.get $b) (i32.const 0) (i32.const N))",
                "onto itself", most: 99_000),
        .arrayInitData: sized(
            "(array.init_data $array8 $bytes (local.get $b) (i32.const 0) (i32.const 0) (i32.const N))", most: 16000),
        .arrayInitElem: sized(
            "(array.init_elem $arrayRef $segment (local.get $refs) (i32.const 0) (i32.const 0) (i32.const N))",
            most: 1000),
    ]

    private static let bulk: [Opcode: [(form: String, body: String)]] = [
        .memoryFill: sized("(memory.fill (i32.const 1024) (local.get $i) (i32.const N))", most: 32_000_000)
            + sized(
                "(memory.fill $second (i32.const 1024) (local.get $i) (i32.const N))", "of a second memory",
                most: 1_000_000),
        .memoryCopy: sized("(memory.copy (i32.const 1024) (i32.const 100000) (i32.const N))", most: 32_000_000)
            + sized(
                "(memory.copy $first $second (i32.const 1024) (i32.const 100000) (i32.const N))", "of a second memory",
                most: 1_000_000),
        .memoryInit: sized("(memory.init $bytes (i32.const 1024) (i32.const 0) (i32.const N))", most: 16000),
        .memoryGrow: [
            ("by none", "(drop (memory.grow (i32.const 0)))"),
            ("that fails", "(drop (memory.grow (i32.const 0x10000)))"),
            ("of a second memory, by none", "(drop (memory.grow $second (i32.const 0)))"),
        ],
        .dataDrop: [("", "(data.drop $droppedData)")],
        .elemDrop: [("", "(elem.drop $dropped)")],
        .tableInit: sized("(table.init $table $segment (i32.const 10) (i32.const 0) (i32.const N))", most: 1000),
        .tableCopy: sized("(table.copy $table $table (i32.const 10) (i32.const 11) (i32.const N))", most: 90_000)
            + sized(
                "(table.copy $table $secondTable (i32.const 10) (i32.const 11) (i32.const N))", "of a second table",
                most: 90_000),
        .tableGrow: [
            ("by none", "(drop (table.grow $table (ref.null func) (i32.const 0)))"),
            ("that fails", "(drop (table.grow $table (ref.null func) (i32.const 0x7fffffff)))"),
        ],
        .tableFill: sized("(table.fill $table (i32.const 10) (local.get $func) (i32.const N))", most: 90_000),
        .i64Add128: [("", "(i64.add128 (local.get $I) (local.get $I) (local.get $I) (local.get $I)) drop drop")],
        .i64Sub128: [("", "(i64.sub128 (local.get $I) (local.get $I) (local.get $I) (local.get $I)) drop drop")],
        .i64MulWideS: [("", "(i64.mul_wide_s (local.get $I) (local.get $I)) drop drop")],
        .i64MulWideU: [("", "(i64.mul_wide_u (local.get $I) (local.get $I)) drop drop")],
    ]

    private static let shuffles: [Opcode: [(form: String, body: String)]] = [
        .i8x16Shuffle: [
            ("", "0 17 2 19 4 21 6 23 8 25 10 27 12 29 14 31"),
            ("of any lanes", "31 0 15 16 1 1 1 30 2 3 20 20 7 8 9 10"),
            ("of lanes of 32 bits", "4 5 6 7 0 1 2 3 28 29 30 31 16 17 18 19"),
            ("that interleaves", "0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23"),
        ].map { form, lanes in (form, "(drop (i8x16.shuffle \(lanes) (local.get $v) (local.get $v)))") }
    ]

    /// Returns the body with the sizes 0, 1, 100 and `most` in place of `N`.
    private static func sized(_ body: String, _ form: String = "", most: Int = 100_000) -> [(
        form: String, body: String
    )] {
        [0, 1, 100, most].map { size in
            let words = [form, size == most ? "large: \(size)" : "\(size)"].filter { !$0.isEmpty }
            return (words.joined(separator: ", "), body.replacingOccurrences(of: "N)", with: "\(size))"))
        }
    }
}
