import Testing
import WasmSyntax
import WasmText

/// Pairs of texts with the same meaning.
@Suite struct AbbreviationTests {
    // swift-format-ignore
    static let sameMeaning: [(String, String)] = [
        // The module around the fields.
        ("(module)", ""), ("(module $m (func))", "(func)"),
        // Folded instructions: operands first, in order.
        (
            "(func (i32.add (i32.const 1) (i32.sub (i32.const 2) (i32.const 3))) (drop))",
            "(func i32.const 1 i32.const 2 i32.const 3 i32.sub i32.add drop)"
        ),
        (
            "(func (block (result i32) (i32.const 1)) (drop (loop $l (result i64) (i64.const 2))))",
            "(func block (result i32) i32.const 1 end loop (result i64) i64.const 2 end drop)"
        ),
        (
            "(func (if (result i32) (i32.const 1) (then (i32.const 2)) (else (i32.const 3))) drop)",
            "(func i32.const 1 if (result i32) i32.const 2 else i32.const 3 end drop)"
        ),
        (
            "(func (i32.const 1) (if (then (nop))) (if (i32.const 1) (i32.const 2) (drop) (then)))",
            "(func i32.const 1 if nop end i32.const 1 i32.const 2 drop if end)"
        ),
        (
            "(func (select (result i32) (i32.const 1) (i32.const 2) (i32.const 3)) (drop) unreachable select)",
            "(func i32.const 1 i32.const 2 i32.const 3 select (result i32) drop unreachable select)"
        ),
        // Named labels count from the innermost one, and may hide others.
        (
            "(func block $a block $b br $a br $b end $b block $a br $a end br $a end $a)",
            "(func block block br 1 br 0 end block br 0 end br 0 end)"
        ),
        ("(func (block $x (br_table $x $x 1 $x (i32.const 0))))", "(func block i32.const 0 br_table 0 0 1 0 end)"),
        // The condition of an `if` is outside its label.
        (
            "(func (block $l (if $l (br $l) (then (br $l)) (else (br $l)))))",
            "(func block br 0 if br 0 else br 0 end end)"
        ),
        (
            "(tag $t) (func (block $l (try_table $l (catch $t $l) (catch_all_ref 1) (br $l))))",
            "(tag) (func block try_table (catch 0 0) (catch_all_ref 1) br 0 end end)"
        ),
        // Legacy exceptions; the label of `delegate` is outside the `try`.
        (
            "(tag) (tag $e) (func (try $l (do (br $l)) (catch $e (rethrow $l)) (catch 0) (catch_all (br $l))))",
            "(tag) (tag) (func try br 0 catch 1 rethrow 0 catch 0 catch_all br 0 end)"
        ),
        (
            "(func (try $l (do (try $l (result i32) (do (i32.const 1)) (delegate $l)) (drop))) (try (do) (delegate 0)))",
            "(func try $l try $l (result i32) i32.const 1 delegate $l drop end try delegate 0)"
        ),
        // Locals.
        (
            "(func (param $x i32) (param f32 f64) (param $y i64) (local $z i32) (local i32 i32) local.get $z local.get $y)",
            "(func (param i32 f32 f64 i64) (local i32 i32 i32) local.get 4 local.get 3)"
        ),
        (
            "(type $t (func (param i32 i32))) (func (type $t) (local $z f32) local.get $z)",
            "(type (func (param i32 i32))) (func (param i32 i32) (local f32) local.get 2)"
        ),
        // Type uses: the first equal type counts; a new one is appended to all others.
        (
            "(func (param i64)) (type (func)) (func) (func (result i32)) (func (param i64))",
            "(type (func)) (type (func (param i64))) (type (func (result i32))) (func (type 1)) (func (type 0)) (func (type 2)) (func (type 1))"
        ),
        (
            "(rec (type (func)) (type (func))) (type (sub (func))) (func)",
            "(rec (type (func)) (type (func))) (type (sub (func))) (type (func)) (func (type 3))"
        ),
        (
            "(table 0 funcref) (func call_indirect (param i32) (result i32) block (param i32) (result i32 i32) end)",
            "(type (func)) (type (func (param i32) (result i32))) (type (func (param i32) (result i32 i32))) (table 0 funcref) (func (type 0) call_indirect 0 (type 1) block (type 2) end)"
        ),
        // Identifiers used before they are bound, written in two ways.
        (
            "(export \"f\" (func $\"\\66\")) (start $f) (func $f (call $g)) (func $g)",
            "(export \"f\" (func 0)) (start 0) (func call 1) (func)"
        ),
        // Inline imports and exports.
        (
            "(func $f (export \"a\") (export \"b\") (import \"m\" \"n\") (param i32)) (memory (import \"m\" \"m\") i64 1 2)",
            "(import \"m\" \"n\" (func (param i32))) (import \"m\" \"m\" (memory i64 1 2)) (export \"a\" (func 0)) (export \"b\" (func 0))"
        ),
        (
            "(global $g (export \"g\") (mut i32) (i32.const 1)) (tag (export \"t\") (param i32)) (table (import \"\" \"\") 1 externref)",
            "malformed: import after definition"
        ),
        (
            "(tag (import \"\" \"t\") (type $t)) (type $t (func (param i32)))",
            "(type (func (param i32))) (import \"\" \"t\" (tag (param i32)))"
        ),
        // Segments inside definitions, which take part in the numbering.
        (
            "(memory (data \"a\" \"b\")) (data $d \"c\") (func (data.drop $d))",
            "(memory 1 1) (data (i32.const 0) \"ab\") (data \"c\") (func data.drop 1)"
        ),
        (
            "(memory $m i64 (data)) (memory $n (pagesize 1) (data \"abc\"))",
            "(memory i64 0 0) (memory 3 3 (pagesize 1)) (data (i64.const 0) \"\") (data (memory 1) (i32.const 0) \"abc\")"
        ),
        (
            "(table $t funcref (elem $f $f)) (elem $e declare func $f) (func $f (elem.drop $e))",
            "(table 2 2 funcref) (elem (i32.const 0) funcref (ref.func 0) (item ref.func 0)) (elem declare func 0) (func elem.drop 1)"
        ),
        (
            "(table i64 (ref null func) (elem (ref.null func)))",
            "(table i64 1 1 funcref) (elem (table 0) (offset i64.const 0) funcref (item ref.null func))"
        ),
        (
            "(table 1 funcref) (func) (elem (i32.const 0) 0) (elem (offset (i32.const 0)) func 0) (elem 0 (i32.const 0) 0)",
            "(table 1 funcref) (func) (elem (table 0) (i32.const 0) func 0) (elem (table 0) (i32.const 0) func 0) (elem (table 0) (i32.const 0) func 0)"
        ),
        // Defaults of immediates.
        (
            "(memory 1) (func (i32.load (i32.const 0)) (i64.load16_u offset=4 align=1 (i32.const 0)) (memory.copy) memory.fill memory.init 0) (data)",
            "(memory 1) (func i32.const 0 i32.load 0 offset=0 align=4 i32.const 0 i64.load16_u 0 offset=0x4 align=1 memory.copy 0 0 memory.fill 0 memory.init 0 0) (data)"
        ),
        (
            "(memory $m 1) (memory $n 1) (func v128.load8_lane 1 v128.load8_lane $n 1 v128.load8_lane 1 1 v128.load64_lane offset=1 1 v128.load64_lane 1 align=1 0)",
            "(memory 1) (memory 1) (func v128.load8_lane 0 1 v128.load8_lane 1 1 v128.load8_lane 1 offset=0 align=1 1 v128.load64_lane 0 offset=1 align=8 1 v128.load64_lane 1 offset=0 align=1 0)"
        ),
        (
            "(table $t 1 funcref) (elem func) (func table.size table.init 0 table.copy $t $t (call_indirect (i32.const 1)))",
            "(table 1 funcref) (elem func) (func table.size 0 table.init 0 0 table.copy 0 0 i32.const 1 call_indirect 0 (type 0))"
        ),
        // Types for garbage collection, with named fields.
        (
            "(type $s (struct (field $a i8) (field i16 (mut i32)) (field $b anyref))) (func (struct.get_s $s $a) (struct.get $s $b) (ref.cast (ref $s)) (ref.test nullref))",
            "(type (struct (field i8 i16 (mut i32) (ref null any)))) (func struct.get_s 0 0 struct.get 0 3 ref.cast (ref 0) ref.test (ref null none))"
        ),
        (
            "(rec (type $a (sub (array (ref $b)))) (type $b (sub final $a (array (mut (ref null $a)))))) (func (br_on_cast 0 anyref (ref $b)))",
            "(rec (type (sub (array (ref 1)))) (type (sub final 0 (array (mut (ref null 0)))))) (func br_on_cast 0 (ref null any) (ref 1))"
        ),
        // Comments and white space.
        ("(;(;;);)(func;;x\n)(;;)", "(func)"), ("(func;;\r)", "(func)"), ("\t(\r\nfunc )", "(func)"),
        // Annotations without a meaning, and a name given by an annotation without a name section.
        ("(@a (@b ( \")\" ;; )\n ) x,y;z) (func (@c)) (@)", "malformed: empty annotation"),
        ("(@a (@b ( \")\" ;; )\n ) x,y;z [{ (@) @ )) (func (@c) nop (@d \"\\ff\"))", "(func nop)"),
    ]

    @Test(arguments: sameMeaning.filter { !$0.1.hasPrefix("malformed") })
    func abbreviationsMeanWhatTheyAreShortFor(_ short: String, _ long: String) throws {
        let module = try parse(short, emitNames: false)
        let other = try parse(long, emitNames: false)
        #expect(module.isEquivalent(to: other))
    }

    @Test(arguments: sameMeaning)
    func bothFormsSurvivePrinting(_ short: String, _ long: String) throws {
        for text in [short, long] {
            guard let module = try? parse(text) else { continue }
            #expect(try RoundTrip.survivesText(module))
            #expect(try RoundTrip.survivesBinary(module))
        }
    }
}
