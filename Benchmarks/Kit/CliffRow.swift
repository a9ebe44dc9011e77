/// An operation that `Cliffs` measures.
struct CliffRow {
    let name: String
    /// Instructions in the text format that leave the stack as it was.
    let body: String

    private init(_ name: String, _ body: String) { (self.name, self.body) = (name, body) }

    static let all = calls + tables + variables + memories + exceptions + structs + arrays + references

    /// The module whose globals and function the measured one imports.
    static let provider = """
        (module
          (global (export "i32") (mut i32) (i32.const 1))
          (global (export "i64") (mut i64) (i64.const 1))
          (global (export "v128") (mut v128) (v128.const i64x2 1 2))
          (global (export "extern") (mut externref) (ref.null extern))
          (func (export "same") (param i32) (result i32) (local.get 0)))
        """

    /// Returns a module whose function `run` executes a body again and again.
    static func module(around body: String) -> String {
        """
        (module
          (type $unary (func (param i32) (result i32)))
          (type $base (sub (func (param i32 i32) (result i32))))
          (type $derived (sub final $base (func (param i32 i32) (result i32))))
          (type $pair (sub (struct (field (mut i32)) (field (mut i32)))))
          (type $triple (sub final $pair (struct (field (mut i32)) (field (mut i32)) (field (mut i64)))))
          (type $wide (struct (field (mut v128))))
          (type $words (array (mut i64)))
          (type $bytes (array (mut i8)))
          (type $vectors (array (mut v128)))
          (type $functions (array (mut funcref)))
          (import "other" "i32" (global $imported_i32 (mut i32)))
          (import "other" "i64" (global $imported_i64 (mut i64)))
          (import "other" "v128" (global $imported_v128 (mut v128)))
          (import "other" "extern" (global $imported_extern (mut externref)))
          (import "other" "same" (func $other_same (type $unary)))
          (global $i32 (mut i32) (i32.const 1))
          (global $v128 (mut v128) (v128.const i64x2 1 2))
          (global $extern (mut externref) (ref.null extern))
          (memory $first 1 4)
          (memory $second 1 4)
          (memory $wide i64 1 4)
          (table $first 16 100 funcref)
          (table $second 16 100 funcref)
          (table $objects 16 100 anyref)
          (elem (table $first) (i32.const 0) func $same $same $hop $derived)
          (elem (table $second) (i32.const 0) func $same $same $hop $derived)
          (elem $passive func $same $same $same $same $same $same $same $same)
          (data $passive "01234567890123456789012345678901234567890123456789012345678901234567890")
          (data $dropped "")
          (elem $dropped func)
          (tag $empty)
          (tag $number (param i32))
          (tag $two (param i64 externref))
          (func $same (type $unary) (local.get 0))
          (func $derived (type $derived) (local.get 0))
          (func $hop (type $unary) (return_call $same (local.get 0)))
          (func $hop_indirect (type $unary) (return_call_indirect $first (type $unary) (local.get 0) (i32.const 1)))
          (func $hop_second (type $unary) (return_call_indirect $second (type $unary) (local.get 0) (i32.const 1)))
          (func $hop_reference (type $unary) (return_call_ref $unary (local.get 0) (ref.func $same)))
          (func $throws (param i32) (throw $number (local.get 0)))
          (func $throws_deeply (param i32) (call $throws (local.get 0)))
          (func (export "run") (param $n i32)
            \(preparation(for: body))
            (loop $next
              \(body)
              (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
        """
    }

    /// The locals: name, type, and initial value.
    private static let locals = [
        ("$v", "v128", ""),
        ("$extern", "externref", ""),
        ("$pair", "(ref null $pair)", "(struct.new $triple (i32.const 1) (i32.const 2) (i64.const 3))"),
        ("$any", "anyref", "(struct.new $triple (i32.const 1) (i32.const 2) (i64.const 3))"),
        ("$wide", "(ref null $wide)", "(struct.new_default $wide)"),
        ("$words", "(ref null $words)", "(array.new_default $words (i32.const 64))"),
        ("$bytes", "(ref null $bytes)", "(array.new_default $bytes (i32.const 64))"),
        ("$vectors", "(ref null $vectors)", "(array.new_default $vectors (i32.const 8))"),
        ("$function", "(ref null $unary)", "(ref.func $same)"),
        ("$funcref", "funcref", "(ref.func $same)"),
    ]

    /// Returns declarations of the locals that a body uses, and instructions that set them. Code with objects or vectors
    /// runs in another loop.
    private static func preparation(for body: String) -> String {
        let used = locals.filter { body.contains("(local.get \($0.0))") || body.contains("(local.set \($0.0) ") }
        let set = used.filter { !$0.2.isEmpty }.map { "(local.set \($0.0) \($0.2))" }
        return (used.map { "(local \($0.0) \($0.1))" } + set).joined(separator: "\n")
    }
}

// MARK: The rows

extension CliffRow {
    private static let calls = [
        CliffRow("call", "(drop (call $same (local.get $n)))"),
        CliffRow("call_indirect", "(drop (call_indirect $first (type $unary) (local.get $n) (i32.const 1)))"),
        CliffRow(
            "call_indirect, second table", "(drop (call_indirect $second (type $unary) (local.get $n) (i32.const 1)))"),
        CliffRow(
            "call_indirect, subtype",
            "(drop (call_indirect $first (type $base) (local.get $n) (local.get $n) (i32.const 3)))"),
        CliffRow("call_ref", "(drop (call_ref $unary (local.get $n) (local.get $function)))"),
        CliffRow("call, another instance", "(drop (call $other_same (local.get $n)))"),
        CliffRow("call and return_call", "(drop (call $hop (local.get $n)))"),
        CliffRow("call and return_call_indirect", "(drop (call $hop_indirect (local.get $n)))"),
        CliffRow("call and return_call_indirect, second table", "(drop (call $hop_second (local.get $n)))"),
        CliffRow("call, ref.func and return_call_ref", "(drop (call $hop_reference (local.get $n)))"),
    ]

    private static let tables = [
        CliffRow("table.get", "(drop (table.get $first (i32.const 1)))"),
        CliffRow("table.set", "(table.set $first (i32.const 5) (local.get $funcref))"),
        CliffRow("table.get, second table", "(drop (table.get $second (i32.const 1)))"),
        CliffRow("table.set, second table", "(table.set $second (i32.const 5) (local.get $funcref))"),
        CliffRow("table.size", "(drop (table.size $first))"),
        CliffRow("table.grow by 0", "(drop (table.grow $first (ref.null func) (i32.const 0)))"),
        CliffRow("table.fill of 4", "(table.fill $first (i32.const 4) (ref.null func) (i32.const 4))"),
        CliffRow("table.copy of 4", "(table.copy $first $first (i32.const 8) (i32.const 4) (i32.const 4))"),
        CliffRow(
            "table.copy of 4, other table", "(table.copy $second $first (i32.const 8) (i32.const 4) (i32.const 4))"),
        CliffRow("table.init of 4", "(table.init $first $passive (i32.const 8) (i32.const 0) (i32.const 4))"),
        CliffRow("elem.drop", "(elem.drop $dropped)"),
        CliffRow("ref.func", "(drop (ref.func $same))"),
    ]

    private static let variables = [
        CliffRow("global.get", "(drop (i32.add (local.get $n) (global.get $i32)))"),
        CliffRow("global.set", "(global.set $i32 (local.get $n))"),
        CliffRow("global.get, reference", "(drop (ref.is_null (global.get $extern)))"),
        CliffRow("global.set, reference", "(global.set $extern (local.get $extern))"),
        CliffRow("global.get, v128", "(local.set $v (global.get $v128))"),
        CliffRow("global.set, v128", "(global.set $v128 (local.get $v))"),
        CliffRow("imported global.get, i32", "(drop (global.get $imported_i32))"),
        CliffRow("imported global.set, i32", "(global.set $imported_i32 (local.get $n))"),
        CliffRow("imported global.get, i64", "(drop (global.get $imported_i64))"),
        CliffRow("imported global.get, reference", "(drop (global.get $imported_extern))"),
        CliffRow("imported global.set, reference", "(global.set $imported_extern (local.get $extern))"),
        CliffRow("imported global.get, v128", "(local.set $v (global.get $imported_v128))"),
        CliffRow("imported global.set, v128", "(global.set $imported_v128 (local.get $v))"),
    ]

    private static let memories = [
        CliffRow("memory.size", "(drop (memory.size $first))"),
        CliffRow("memory.size, second memory", "(drop (memory.size $second))"),
        CliffRow("memory.grow by 0", "(drop (memory.grow $first (i32.const 0)))"),
        CliffRow("memory.grow by 0, second memory", "(drop (memory.grow $second (i32.const 0)))"),
        CliffRow("memory.fill of 8", "(memory.fill $first (i32.const 64) (local.get $n) (i32.const 8))"),
        CliffRow("memory.fill of 64", "(memory.fill $first (i32.const 64) (local.get $n) (i32.const 64))"),
        CliffRow("memory.copy of 8", "(memory.copy $first $first (i32.const 64) (i32.const 0) (i32.const 8))"),
        CliffRow("memory.copy of 64", "(memory.copy $first $first (i32.const 64) (i32.const 0) (i32.const 64))"),
        CliffRow(
            "memory.copy of 8, other memory", "(memory.copy $second $first (i32.const 64) (i32.const 0) (i32.const 8))"),
        CliffRow(
            "memory.fill of 8, second memory", "(memory.fill $second (i32.const 64) (local.get $n) (i32.const 8))"),
        CliffRow("memory.init of 8", "(memory.init $first $passive (i32.const 64) (i32.const 0) (i32.const 8))"),
        CliffRow("data.drop", "(data.drop $dropped)"),
        CliffRow("i32.load, second memory", "(drop (i32.load $second (i32.const 64)))"),
        CliffRow("i32.store, second memory", "(i32.store $second (i32.const 64) (local.get $n))"),
        CliffRow("i64.load, 64-bit memory", "(drop (i64.load $wide (i64.const 64)))"),
        CliffRow("v128.load, second memory", "(local.set $v (v128.load $second (i32.const 64)))"),
        CliffRow("v128.store, second memory", "(v128.store $second (i32.const 64) (local.get $v))"),
        CliffRow(
            "v128.load8_lane, second memory", "(local.set $v (v128.load8_lane $second 3 (i32.const 64) (local.get $v)))"
        ),
        CliffRow("i32.atomic.rmw.add", "(drop (i32.atomic.rmw.add $first (i32.const 64) (local.get $n)))"),
        CliffRow(
            "i32.atomic.rmw.add, second memory", "(drop (i32.atomic.rmw.add $second (i32.const 64) (local.get $n)))"),
        CliffRow("memory.atomic.notify", "(drop (memory.atomic.notify $first (i32.const 64) (i32.const 1)))"),
    ]

    private static let exceptions = [
        CliffRow("try_table", "(block $h (result i32) (try_table (catch $number $h)) (i32.const 0)) (drop)"),
        CliffRow("throw and catch", "(block $h (try_table (catch $empty $h) (throw $empty)))"),
        CliffRow(
            "throw and catch, i32",
            "(drop (block $h (result i32) (try_table (catch $number $h) (throw $number (local.get $n))) (i32.const 0)))"
        ),
        CliffRow(
            "throw and catch, i64 and a reference",
            """
            (block $h (result i64 externref)
              (try_table (catch $two $h) (throw $two (i64.const 1) (ref.null extern))) (unreachable))
            (drop) (drop)
            """),
        CliffRow(
            "throw and catch, third clause",
            """
            (drop (block $h (result i32)
              (block $g (try_table (catch $empty $g) (catch $empty $g) (catch $number $h) (throw $number (local.get $n))))
              (i32.const 0)))
            """),
        CliffRow("throw and catch_all", "(block $h (try_table (catch_all $h) (throw $number (local.get $n))))"),
        CliffRow(
            "throw and catch_all_ref",
            "(drop (block $h (result exnref) (try_table (catch_all_ref $h) (throw $empty)) (unreachable)))"),
        CliffRow(
            "throw, catch_ref, throw_ref, catch",
            """
            (block $outer
              (try_table (catch $empty $outer)
                (throw_ref (block $h (result exnref) (try_table (catch_ref $empty $h) (throw $empty)) (unreachable)))))
            """),
        CliffRow(
            "throw from a callee",
            """
            (drop (block $h (result i32)
              (try_table (catch $number $h) (call $throws (local.get $n))) (i32.const 0)))
            """),
        CliffRow(
            "throw from two calls deep",
            """
            (drop (block $h (result i32)
              (try_table (catch $number $h) (call $throws_deeply (local.get $n))) (i32.const 0)))
            """),
    ]

    private static let structs = [
        CliffRow("struct.new of 2", "(drop (struct.new $pair (local.get $n) (local.get $n)))"),
        CliffRow("struct.new of 3", "(drop (struct.new $triple (local.get $n) (local.get $n) (i64.const 1)))"),
        CliffRow("struct.new_default of 2", "(drop (struct.new_default $pair))"),
        CliffRow("struct.new, v128", "(drop (struct.new $wide (local.get $v)))"),
        CliffRow("struct.get", "(drop (struct.get $pair 1 (local.get $pair)))"),
        CliffRow("struct.set", "(struct.set $pair 1 (local.get $pair) (local.get $n))"),
        CliffRow("struct.get, v128", "(local.set $v (struct.get $wide 0 (local.get $wide)))"),
        CliffRow("struct.set, v128", "(struct.set $wide 0 (local.get $wide) (local.get $v))"),
    ]

    private static let arrays = [
        CliffRow("array.new of 8", "(drop (array.new $words (i64.const 1) (i32.const 8)))"),
        CliffRow("array.new of 8 bytes", "(drop (array.new $bytes (i32.const 1) (i32.const 8)))"),
        CliffRow("array.new of 256 bytes", "(drop (array.new $bytes (i32.const 1) (i32.const 256)))"),
        CliffRow("array.new_default of 8", "(drop (array.new_default $words (i32.const 8)))"),
        CliffRow("array.new_default of 256", "(drop (array.new_default $words (i32.const 256)))"),
        CliffRow(
            "array.new_fixed of 8",
            "(drop (array.new_fixed $words 8 \(String(repeating: "(i64.const 1)", count: 8))))"),
        CliffRow("array.new_data of 8", "(drop (array.new_data $words $passive (i32.const 0) (i32.const 8)))"),
        CliffRow("array.new_elem of 8", "(drop (array.new_elem $functions $passive (i32.const 0) (i32.const 8)))"),
        CliffRow("array.new of 8 v128", "(drop (array.new $vectors (local.get $v) (i32.const 8)))"),
        CliffRow("array.get", "(drop (array.get $words (local.get $words) (i32.const 3)))"),
        CliffRow("array.set", "(array.set $words (local.get $words) (i32.const 3) (i64.const 1))"),
        CliffRow("array.len", "(drop (array.len (local.get $words)))"),
        CliffRow("array.get, v128", "(local.set $v (array.get $vectors (local.get $vectors) (i32.const 3)))"),
        CliffRow("array.fill of 8", "(array.fill $words (local.get $words) (i32.const 0) (i64.const 1) (i32.const 8))"),
        CliffRow(
            "array.copy of 8",
            """
            (array.copy $words $words (local.get $words) (i32.const 8) (local.get $words) (i32.const 0) (i32.const 8))
            """),
        CliffRow(
            "array.copy of 8 bytes",
            """
            (array.copy $bytes $bytes (local.get $bytes) (i32.const 8) (local.get $bytes) (i32.const 0) (i32.const 8))
            """),
        CliffRow(
            "array.init_data of 8 bytes",
            "(array.init_data $bytes $passive (local.get $bytes) (i32.const 0) (i32.const 0) (i32.const 8))"),
    ]

    private static let references = [
        CliffRow("ref.cast", "(drop (ref.cast (ref $triple) (local.get $any)))"),
        CliffRow("ref.cast, supertype", "(drop (ref.cast (ref $pair) (local.get $pair)))"),
        CliffRow("ref.test", "(drop (ref.test (ref $triple) (local.get $any)))"),
        CliffRow(
            "br_on_cast",
            "(drop (block $b (result (ref $triple)) (br_on_cast $b anyref (ref $triple) (local.get $any)) (unreachable)))"
        ),
        CliffRow("ref.test, function", "(drop (ref.test (ref $unary) (local.get $funcref)))"),
        CliffRow("ref.cast, function", "(drop (ref.cast (ref $unary) (local.get $funcref)))"),
        CliffRow("ref.as_non_null", "(drop (ref.as_non_null (local.get $any)))"),
        CliffRow("ref.i31", "(drop (ref.i31 (local.get $n)))"),
        CliffRow("i31.get_u", "(drop (i31.get_u (ref.i31 (local.get $n))))"),
    ]
}
