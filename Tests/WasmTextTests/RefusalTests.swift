import Testing
import WasmSyntax
import WasmText

@Suite struct RefusalTests {
    // swift-format-ignore
    static let refused: [(String, String)] = [
        // Lexical format.
        ("(func \u{e9})", "1:7: illegal character"), ("(func \u{0})", "1:7: illegal character"),
        ("(data \"a\nb\")", "1:7: unclosed string"), ("(data \"", "1:7: unclosed string"),
        ("(data \"\u{1}\")", "1:8: illegal character"), ("(data \"\\x\")", "1:8: illegal escape"),
        ("(data \"\\u{d800}\")", "1:8: illegal escape"), ("(data \"\\u{110000}\")", "1:8: illegal escape"),
        ("(data \"\\u{}\")", "1:8: illegal escape"), ("(data \"\\4\")", "1:8: illegal escape"),
        ("(func)\n  (; (; ;)", "2:3: unclosed comment"), ("(func $)", "1:7: empty identifier"),
        ("(func $\"\")", "1:7: empty identifier"), ("(func $\"\\ff\")", "1:7: malformed UTF-8 encoding"),
        ("(@)", "1:1: empty annotation id"), ("(@a (x)", "1:1: unclosed annotation"),
        ("(@a \u{e9})", "1:5: illegal character"), ("(data\"a\")", "1:2: unknown operator data\\u{22}a\\u{22}"),
        ("(func i32.const0)", "1:7: unknown operator i32.const0"), ("(func br 0drop)", "1:10: unknown operator 0drop"),
        // Grammar, with the place of the error.
        ("(func\r\n\t(nop)\r\n\t(local i32))", "3:3: unexpected token"), ("(func) )", "1:8: unexpected token"),
        ("(func", "1:6: unexpected token"), ("(module) (func)", "1:10: unexpected token"),
        ("(func block)", "1:12: unexpected token"), ("(func end)", "1:7: unexpected token"),
        ("(func (block end))", "1:14: unexpected token"), ("(func block else end)", "1:13: unexpected token"),
        ("(func if else else end)", "1:15: unexpected token"), ("(func (if (nop)))", "1:16: unexpected token"),
        ("(func (if (then) (then)))", "1:19: unexpected token"),
        ("(func (if (then) (else) (nop)))", "1:26: unexpected token"),
        ("(func (if i32.const 0 (then)))", "1:11: unexpected token"), ("(func (drop nop))", "1:13: unexpected token"),
        ("(func (then))", "1:8: unexpected token"), ("(func (result i32) (param i32))", "1:20: unexpected token"),
        ("(func (block (param $x i32)))", "1:21: unexpected token"),
        ("(global i32 (i32.const))", "1:23: unexpected token"),
        ("(func (ref.null 1.5))", "1:17: unexpected token"), ("(memory.size)", "1:2: unexpected token"),
        ("(func (f32.const nan:canonical))", "1:18: unexpected token"),
        ("(func memory.copy 0)", "1:20: unexpected token"),
        ("(table 1 i32)", "1:10: unexpected token"), ("(type (struct (field i8 $x)))", "1:25: unexpected token"),
        ("(func (local i8))", "1:14: unexpected token"), ("(func (local $x i32 i32))", "1:21: unexpected token"),
        ("(func (try))", "1:11: unexpected token"), ("(func (try (nop)))", "1:13: unexpected token"),
        ("(func (try (do) nop))", "1:17: unexpected token"), ("(func (try (do) (do)))", "1:18: unexpected token"),
        ("(func (try (do) (catch_all) (catch 0)))", "1:30: unexpected token"),
        ("(func (try (do) (catch 0) (delegate 0)))", "1:28: unexpected token"),
        ("(func (try (do) (delegate 0) (catch_all)))", "1:31: unexpected token"),
        ("(func try catch_all catch 0 end)", "1:21: unexpected token"),
        ("(func try catch 0 delegate 0)", "1:19: unexpected token"), ("(func try)", "1:10: unexpected token"),
        ("(func catch 0)", "1:7: unexpected token"), ("(func (catch_all))", "1:8: unexpected token"),
        ("(func block catch_all end)", "1:13: unexpected token"),
        ("(func try $l delegate $l)", "1:23: unknown label $l"),
        ("(func (@metadata.code.branch_hint \"\") if end)", "1:7: @metadata.code.branch_hint annotation: invalid hint value"),
        ("(func (@metadata.code.branch_hint 1) if end)", "1:35: @metadata.code.branch_hint annotation: unexpected token"),
        (
            "(func (if (i32.const 0) (@metadata.code.branch_hint \"\\00\") (then)))",
            "1:61: @metadata.code.branch_hint annotation: invalid placement"
        ),
        (
            "(func (nop) (@metadata.code.branch_hint \"\\00\")) (func)",
            "1:13: @metadata.code.branch_hint annotation: invalid placement"
        ),
        (
            "(func) (@metadata.code.branch_hint \"\\00\") (func)",
            "1:8: @metadata.code.branch_hint annotation: not in a function"
        ),
        (
            "(global i32 (@metadata.code.branch_hint \"\\00\") (i32.const 0))",
            "1:13: @metadata.code.branch_hint annotation: not in a function"
        ),
        // Values.
        ("(memory 0x1_0000_0000_0000_0000)", "1:9: i64 constant out of range"),
        ("(func call 4294967296)", "1:12: i32 constant out of range"),
        ("(func i8x16.extract_lane_s 256)", "1:28: i8 constant out of range"),
        ("(func i8x16.shuffle 0 1 2)", "1:21: invalid lane length"),
        ("(func v128.const i32x4 0 0 0)", "1:24: wrong number of lane literals"),
        ("(memory 1) (func i32.load align=3)", "1:27: alignment must be a power of two"),
        ("(memory 1) (func i32.load align=0)", "1:27: alignment must be a power of two"),
        ("(memory 1) (func i32.load offset=-1)", "1:27: unknown operator offset=-1"),
        ("(memory 1) (func i32.load align=1 offset=1)", "1:35: unknown operator offset=1"),
        ("(memory 1 (pagesize 3))", "1:21: invalid custom page size"),
        ("(import \"\\ff\" \"\" (func))", "1:9: malformed UTF-8 encoding"),
        // Identifiers.
        ("(func $a) (func $a)", "1:17: duplicate func $a"),
        ("(func (param $x i32) (local $x i32))", "1:29: duplicate local $x"),
        ("(type (struct (field $x i32) (field $x i32)))", "1:37: duplicate field $x"),
        ("(func (call $f))", "1:13: unknown func $f"), ("(func local.get $x)", "1:17: unknown local $x"),
        ("(func br $l)", "1:10: unknown label $l"), ("(func block $l end br $l)", "1:23: unknown label $l"),
        ("(func (param (ref $t)))", "1:19: unknown type $t"), ("(func (data.drop $d))", "1:18: unknown data segment $d"),
        ("(func (type 3) (param i32))", "1:7: unknown type"), ("(func (type 3) (local $x i32))", "1:23: unknown type"),
        ("(func block $a end $b)", "1:20: mismatching label"), ("(func if $a else $b end)", "1:18: mismatching label"),
        ("(func block end $b)", "1:17: mismatching label"),
        ("(type (func)) (func (type 0) (param i32))", "1:21: inline function type does not match explicit type"),
        ("(type (array i8)) (func (type 0) (param i32))", "1:25: non-function type"),
        ("(func) (import \"\" \"\" (func))", "1:16: import after function"),
        ("(func $f) (start $f) (start $f)", "1:23: multiple start sections"),
        // Annotations.
        ("(@custom)", "1:9: @custom annotation: missing section name"),
        ("(@custom \"a\" (before types))", "1:22: @custom annotation: malformed section kind"),
        ("(func (@custom \"a\"))", "1:7: misplaced @custom annotation"),
        ("(func (nop (@name \"a\")))", "1:12: misplaced @name annotation"),
        ("(module (@name \"a\") (@name \"b\"))", "1:21: @name annotation: multiple module, definition or local names"),
        // Limits.
        (
            "(func \(String(repeating: "(local i32 i32)", count: 25_001)))",
            "1:375018: implementation limit exceeded: locals of a function"
        ),
        ("(func (param (ref 1000000)))", "1:19: implementation limit exceeded: type index 1000000"),
    ]

    @Test(arguments: refused)
    func malformedTextIsRefusedWithReasonAndPlace(_ text: String, _ error: String) {
        #expect(refusal(text) == error)
    }

    @Test(
        arguments: [
            ([0x28, 0x3B, 0xC0, 0x80, 0x3B, 0x29], 2), ([0x3B, 0x3B, 0xED, 0xA0, 0x80], 2),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
            ([0xFF], 0), ([0x3B, 0x3B, 0xE2, 0x82], 2), ([0x22, 0xC3], 1),
        ] as [([UInt8], Int)])
    func bytesThatAreNotUTF8AreRefusedWhereTheyStand(_ source: [UInt8], _ offset: Int) {
        let error = #expect(throws: ParseError.self) { try TextParser.parseModule(source) }
        #expect(error?.kind == .malformedUTF8)
        #expect(error?.offset == offset)
    }

    @Test func everyPrefixAndEveryMutationOfAModuleIsParsedOrRefused() throws {
        let text = Array(RefusalTests.sample.utf8)
        #expect(throws: Never.self) { try TextParser.parseModule(text) }
        var accepted = 0
        for end in text.indices where (try? TextParser.parseModule(Array(text[..<end]))) != nil { accepted += 1 }
        // Besides the whole text, only the empty one is a module.
        #expect(accepted == 1)
        var generator = Generator(state: 7)
        for _ in 0..<3_000 {
            var mutant = text
            for _ in 0...Int(generator.next() % 3) {
                mutant[Int(generator.next() % UInt64(text.count))] = UInt8(truncatingIfNeeded: generator.next())
            }
            guard let module = try? TextParser.parseModule(mutant) else { continue }
            // An accepted text can be printed and parsed again.
            #expect(try RoundTrip.survivesText(module))
        }
    }

    static let sample = #"""
        (module $m (@name "n") (type $t (func (param $p i32) (result i64)))
          (rec (type $s (sub (struct (field $x i8) (field (mut (ref null $s))))))) (@custom "c" (before func) "\00")
          (import "a" "b" (func $i (type $t))) (memory $mem 1 2) (table $tab 3 funcref) (tag $e (param f32))
          (global $g (mut f64) (f64.const -0x1.8p-3)) (data $d (i32.const 0) "x\u{7f}y") (elem $el func $f $i)
          (func $f (export "f") (param $q i32) (local $l v128) (local i64)
            (if (result i32) (i32.eqz (local.get $q)) (then (i32.const 1)) (else (i32.load8_u offset=4 (i32.const 2))))
            block $b (param i32) br_if $b end $b i32.const 0 br_table 0 0 (local.set $l (v128.const i16x8 0 1 2 3 4 5 6 7))
            (try_table (catch $e 0) (throw $e (f32.const nan:0x123))) (memory.init $d (i32.const 0) (i32.const 1) (i32.const 1))
            (call_indirect $tab (type $t) (i32.const 0) (i32.const 0)) drop (struct.get_u $s $x (ref.null $s)) drop)
          (start $f))
        """#
}

/// A small generator of pseudo-random numbers (SplitMix64), the same in every run.
struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
