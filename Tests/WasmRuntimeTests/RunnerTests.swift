import Testing
import WasmSyntax
import WasmText
import WasmValidation
import WastRunner

/// The script runner fails wrong directives: a runner that passes everything would hide every fault.
struct RunnerTests {
    static let module = """
        (module (memory 1) (table 2 funcref) (elem (i32.const 0) $t)
          (global (export "g") i32 (i32.const 7))
          (func $t (export "t") unreachable) (func (export "r") (result i32) (i32.const 5))
          (func (export "f") (result f32) (f32.const nan:0x200000)) (func (export "n") (result f32) (f32.const -nan))
          (func (export "d") (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
          (func (export "e") (result externref) (ref.null extern)) (func (export "same") (param externref)
            (result externref) (local.get 0)) (func (export "ref") (result funcref) (ref.func $t))
          (func $deep (export "deep") (call $deep)))

        """

    static let right = [
        #"(assert_return (invoke "r") (i32.const 5))"#, #"(assert_return (get "g") (i32.const 7))"#,
        #"(assert_return (invoke "r") (either (i32.const 4) (i32.const 5)))"#,
        #"(assert_return (invoke "n") (f32.const nan:canonical))"#,
        #"(assert_return (invoke "n") (f32.const nan:arithmetic))"#,
        #"(assert_return (invoke "f") (f32.const nan:0x200000))"#,
        #"(assert_return (invoke "e") (ref.null extern))"#, #"(assert_return (invoke "e") (ref.null))"#,
        #"(assert_return (invoke "same" (ref.extern 3)) (ref.extern 3))"#,
        #"(assert_return (invoke "same" (ref.extern 3)) (ref.extern))"#,
        #"(assert_return (invoke "ref") (ref.func))"#,
        #"(assert_trap (invoke "t") "unreachable")"#, #"(assert_trap (invoke "d" (i32.const 0)) "integer divide")"#,
        #"(assert_exhaustion (invoke "deep") "call stack exhausted")"#,
        #"(assert_malformed (module quote "(func") "unexpected token")"#,
        #"(assert_malformed (module binary "\00asm") "unexpected end")"#,
        #"(assert_invalid (module (func (result i32))) "type mismatch")"#,
        #"(assert_unlinkable (module (import "x" "y" (func))) "unknown import")"#,
        #"(assert_unlinkable (module (import "spectest" "print" (func (param i32)))) "incompatible import type")"#,
        #"(assert_trap (module (func $s unreachable) (start $s)) "unreachable")"#,
        #"(thread $t (module (func (export "x"))) (invoke "x")) (wait $t) (invoke "r")"#,
        #"(invoke "r")"#, #"(register "m") (module (import "m" "g" (global i32)))"#,
        #"(module definition $d) (module instance $i $d) (register "i" $i)"#,
    ]

    @Test(arguments: right)
    func passesWhatIsRight(_ directive: String) {
        let report = WastSession.run(Array((RunnerTests.module + directive).utf8))
        #expect(report.failures == [])
        #expect(report.passed >= 2)
        #expect(report.skipped == 0)
    }

    static let wrong = [
        #"(wait $t)"#, #"(thread (wait $t)) (thread $t)"#, #"(thread (assert_return (invoke "r") (i32.const 5)))"#,
        #"(thread $t (shared (module $none)) (register "m" $none))"#,
        #"(assert_return (invoke "r") (i32.const 6))"#, #"(assert_return (invoke "r"))"#,
        #"(assert_return (invoke "r") (i64.const 5))"#, #"(assert_return (invoke "r") (i32.const 5) (i32.const 5))"#,
        #"(assert_return (invoke "none") (i32.const 5))"#, #"(assert_return (invoke "r" (i32.const 1)) (i32.const 5))"#,
        #"(assert_return (get "h") (i32.const 7))"#, #"(assert_return (invoke "t"))"#,
        #"(assert_return (invoke "r") (either (i32.const 4) (i32.const 6)))"#,
        #"(assert_return (invoke "f") (f32.const nan:canonical))"#,
        #"(assert_return (invoke "f") (f32.const nan:arithmetic))"#,
        #"(assert_return (invoke "r") (f32.const nan:canonical))"#,
        #"(assert_return (invoke "same" (ref.extern 3)) (ref.extern 4))"#,
        #"(assert_return (invoke "same" (ref.extern 3)) (ref.null extern))"#,
        #"(assert_return (invoke "e") (ref.extern))"#, #"(assert_return (invoke "e") (ref.func))"#,
        #"(assert_trap (invoke "r") "unreachable")"#, #"(assert_trap (invoke "t") "integer overflow")"#,
        #"(assert_trap (invoke "t") "")"#, #"(assert_trap (invoke "none") "unreachable")"#,
        #"(assert_exhaustion (invoke "t") "call stack exhausted")"#,
        #"(assert_malformed (module quote "(func)") "unexpected token")"#,
        // The wrong phase refuses the module.
        #"(assert_malformed (module quote "(func (result i32))") "type mismatch")"#,
        #"(assert_invalid (module quote "(func") "unexpected token")"#,
        #"(assert_invalid (module (import "x" "y" (func))) "unknown import")"#,
        #"(assert_invalid (module) "type mismatch")"#,
        #"(assert_unlinkable (module) "unknown import")"#,
        #"(assert_unlinkable (module (func (result i32))) "unknown import")"#,
        #"(assert_unlinkable (module (import "x" "y" (func))) "incompatible import type")"#,
        #"(assert_unlinkable (module (func $s unreachable) (start $s)) "unknown import")"#,
        #"(assert_trap (module) "unreachable")"#, #"(assert_exception (invoke "t"))"#,
        #"(invoke "t")"#, #"(module (func (result i32)))"#, #"(module (import "x" "y" (func)))"#,
        #"(register "m" $nothing)"#, #"(module instance $i $nothing)"#, #"(assert_return"#, #"(nonsense)"#,
        #"(module (func $s unreachable) (start $s))"#,
    ]

    @Test(arguments: wrong)
    func failsWhatIsWrong(_ directive: String) {
        let report = WastSession.run(Array((RunnerTests.module + directive).utf8))
        #expect(report.failures.map(\.line) == [9])
        #expect(report.passed == 1)
    }

    /// Directives that need an unsupported module are skipped; those that need an invalid one fail.
    @Test func dependentsOfAModuleShareItsFate() {
        let use = #"(register "m" $m) (assert_return (invoke $m "f")) (module (import "m" "f" (func)))"#
        var options = WastOptions()
        options.features.remove(FeatureSet([.simd]))
        let unsupported = WastSession.run(
            Array(#"(module $m (func (export "f") (drop (v128.const i64x2 0 0)))) "#.utf8) + Array(use.utf8),
            options: options)
        #expect(unsupported.failures == [])
        #expect(unsupported.skippedByReason == ["SIMD": 4])
        let broken = WastSession.run(Array(#"(module $m (func (export "f") (drop))) "#.utf8) + Array(use.utf8))
        #expect(broken.failed == 4)
        #expect(broken.passed == 0)
    }

    @Test func anExpectedFailureThatPassesFails() throws {
        let list = try ExpectedFailure.list("# comment\n\na.wast:2 a reason\nb/c.wast another reason\n")
        #expect(
            list == [
                ExpectedFailure(path: "a.wast", line: 2, reason: "a reason"),
                ExpectedFailure(path: "b/c.wast", line: nil, reason: "another reason"),
            ])
        #expect(throws: ExpectedFailure.ListError.self) { try ExpectedFailure.list("a.wast:2") }
        #expect(list[1].concerns("/x/b/c.wast") && list[1].concerns("b/c.wast") && !list[1].concerns("xb/c.wast"))
        let script = "(module)\n(assert_invalid (module) \"\")\n"
        for (line, failed, skipped) in [(2, 0, 1), (nil, 0, 1), (1, 2, 0)] as [(Int?, Int, Int)] {
            var report = WastSession.run(Array(script.utf8))
            report.settle([ExpectedFailure(path: "", line: line, reason: "r")], validatedOnly: false)
            #expect(report.failed == failed)
            #expect(report.skipped == skipped)
        }
    }

    /// Patterns for vectors, the two halves of a result, and whether they match.
    static let vectors: [(String, UInt64, UInt64, Bool)] = [
        ("(v128.const i64x2 1 2)", 1, 2, true), ("(v128.const i64x2 1 2)", 1, 3, false),
        ("(v128.const i8x16 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0)", 1, 2, true),
        ("(v128.const f32x4 nan:canonical 0 nan:arithmetic 1)", 0x0000_0000_7FC0_0000, 0x3F80_0000_FFC0_0001, true),
        ("(v128.const f32x4 nan:canonical 0 nan:arithmetic 1)", 0x0000_0000_7FC0_0001, 0x3F80_0000_FFC0_0001, false),
        ("(v128.const f32x4 nan:canonical 0 nan:arithmetic 1)", 0x0000_0000_7FC0_0000, 0x3F80_0000_7F80_0001, false),
        ("(v128.const f32x4 nan:canonical 0 nan:arithmetic 1)", 0x0000_0001_7FC0_0000, 0x3F80_0000_FFC0_0001, false),
        ("(v128.const f64x2 nan:canonical 1)", 0xFFF8_0000_0000_0000, 0x3FF0_0000_0000_0000, true),
        ("(v128.const f64x2 1 nan:canonical)", 0x3FF0_0000_0000_0000, 0x7FF0_0000_0000_0001, false),
    ]

    @Test(arguments: vectors)
    func comparesVectorsLaneByLane(_ pattern: String, _ low: UInt64, _ high: UInt64, _ matches: Bool) throws {
        var parser = try ScriptParser(Array(#"(assert_return (invoke "f") \#(pattern))"#.utf8))
        guard case .assertReturn(_, let patterns)? = try parser.next()?.kind else { throw Missing() }
        #expect(patterns.first?.matches(.value(.v128(low: low, high: high))) == matches)
    }

    struct Missing: Error {}
}
