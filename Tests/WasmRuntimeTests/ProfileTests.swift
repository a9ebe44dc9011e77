import Testing
import WasmRuntime
import WasmSyntax

/// The deterministic profile: every NaN that an instruction makes is the positive canonical one.
struct ProfileTests {
    /// Operations on NaNs of either sign, also with a payload, and operations that make a NaN.
    static let scalar = ["f32", "f64"].flatMap { type -> [String] in
        let payload = type == "f32" ? "nan:0x7abcde" : "nan:0xf123456789abc"
        let values = ["nan", "-nan", payload, "-\(payload)", "inf", "-inf", "0", "-0"].map { "(\(type).const \($0))" }
        let unary = ["ceil", "floor", "trunc", "nearest", "sqrt"].flatMap { name in
            values.map { "(\(type).\(name) \($0))" }
        }
        let binary = ["add", "sub", "mul", "div", "min", "max"].flatMap { name in
            values.flatMap { left in values.map { "(\(type).\(name) \(left) \($0))" } }
        }
        let other = type == "f32" ? "f64" : "f32"
        let conversion = type == "f32" ? "f32.demote_f64" : "f64.promote_f32"
        return unary + binary + ["(\(conversion) (\(other).const -nan))", "(\(conversion) (\(other).const -nan:0x3))"]
    }

    static func isCanonical(_ value: Value) -> Bool {
        switch value {
        case .f32(let number): !number.isNaN || number.bitPattern == 0x7FC0_0000
        case .f64(let number): !number.isNaN || number.bitPattern == 0x7FF8_0000_0000_0000
        case .v128(let low, let high):
            [low, high].allSatisfy { $0 == 0x7FF8_0000_0000_0000 || $0 == 0x7FC0_0000_7FC0_0000 }
        default: false
        }
    }

    static func results(_ expressions: [(String, type: String)], _ lowering: LoweringOptions) throws -> [Value] {
        var text = ""
        for (index, expression) in expressions.enumerated() {
            // The result goes through a local, because an instruction may write to the local directly.
            text += """
                (func (export "\(index)") (result \(expression.type)) (local $x \(expression.type))
                  (local.set $x \(expression.0)) (local.get $x))
                """
        }
        let instance = try Guest.instance(text, in: Store(limits: StoreLimits(), options: lowering))
        return try expressions.indices.map { try #require(try instance.call(Name("\($0)")).first) }
    }

    @Test func scalarNaNsAreCanonical() throws {
        let expressions = ProfileTests.scalar.map { ($0, type: String($0.dropFirst().prefix(3))) }
        for fusing in [false, true] {
            let options = LoweringOptions(fusing: fusing, profile: .deterministic)
            for (value, expression) in zip(try ProfileTests.results(expressions, options), expressions) {
                #expect(ProfileTests.isCanonical(value), "\(expression.0): \(value)")
            }
        }
        // Without this, the test would prove nothing.
        let full = try ProfileTests.results(expressions, LoweringOptions())
        #expect(full.contains { !ProfileTests.isCanonical($0) })
    }

    @Test func vectorNaNsAreCanonical() throws {
        let unary = ["ceil", "floor", "trunc", "nearest", "sqrt"]
        let binary = ["add", "sub", "mul", "div", "min", "max", "relaxed_min", "relaxed_max"]
        let ternary = ["relaxed_madd", "relaxed_nmadd"]
        var expressions: [(String, type: String)] = []
        for (shape, lanes) in [("f32x4", "-nan nan:0x3 -nan:0x400001 nan"), ("f64x2", "-nan nan:0x3")] {
            let operand = "(v128.const \(shape) \(lanes))"
            for (count, names) in [(1, unary), (2, binary), (3, ternary)] {
                let operands = String(repeating: operand, count: count)
                expressions += names.map { ("(\(shape).\($0) \(operands))", type: "v128") }
            }
        }
        expressions.append(("(f64x2.promote_low_f32x4 (v128.const f32x4 -nan nan:0x3 0 0))", type: "v128"))
        let options = LoweringOptions(profile: .deterministic)
        for (value, expression) in zip(try ProfileTests.results(expressions, options), expressions) {
            #expect(ProfileTests.isCanonical(value), "\(expression.0): \(value)")
        }
    }

    /// Operations that only move bits keep them, NaNs included; results that are no NaN stay as they are.
    @Test func otherBitsStay() throws {
        let options = LoweringOptions(profile: .deterministic)
        let expressions = [
            ("(f32.neg (f32.const nan:0x200001))", type: "f32"), ("(f32.abs (f32.const -nan:0x3))", type: "f32"),
            ("(f32.copysign (f32.const nan:0x5) (f32.const -1))", type: "f32"),
            ("(f32.reinterpret_i32 (i32.const 0xffc12345))", type: "f32"),
            ("(f32.add (f32.const 1) (f32.const 2))", type: "f32"),
        ]
        let bits = try ProfileTests.results(expressions, options).map { value in
            if case .f32(let number) = value { number.bitPattern } else { 0 as UInt32 }
        }
        #expect(bits == [0xFFA0_0001, 0x7F80_0003, 0xFF80_0005, 0xFFC1_2345, 0x4040_0000])
    }

    @Test func itCostsTheSame() throws {
        let text = #"(func (export "f") (result f64) (f64.add (f64.sqrt (f64.const -1)) (f64.const 1)))"#
        let spent = try [Profile.full, .deterministic].map { profile in
            let store = Store(profile: profile)
            _ = try Guest.instance(text, in: store).call("f")
            return store.budget.spent
        }
        #expect(spent == [5, 5])
    }
}
