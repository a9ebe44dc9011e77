import Nestbox
import Testing
import WasmRuntime
import WasmSyntax

/// Values as words of a command line: what is printed can be read again.
struct ValueTextTests {
    /// A type, a text, and the text that the value has.
    struct Case: Sendable, CustomTestStringConvertible {
        var type: ValueType
        var text: String
        /// `nil` if the text is no value of the type.
        var printed: String?

        init(_ type: ValueType, _ text: String, _ printed: String?) {
            (self.type, self.text, self.printed) = (type, text, printed)
        }

        var testDescription: String { "\(type) \(text)" }
    }

    static let cases: [Case] = [
        Case(.i32, "0", "0"), Case(.i32, "-1", "-1"), Case(.i32, "+7", "7"), Case(.i32, "0xff", "255"),
        Case(.i32, "4294967295", "-1"), Case(.i32, "-0x80000000", "-2147483648"), Case(.i32, "1_000", "1000"),
        Case(.i32, "4294967296", nil), Case(.i32, "-2147483649", nil), Case(.i32, "1.0", nil), Case(.i32, "", nil),
        Case(.i32, " 1", nil), Case(.i32, "1__0", nil), Case(.i32, "0x", nil), Case(.i32, "null", nil),
        Case(.i64, "18446744073709551615", "-1"), Case(.i64, "-0x8000_0000_0000_0000", "-9223372036854775808"),
        Case(.i64, "18446744073709551616", nil),
        Case(.f32, "1.5", "1.5"), Case(.f32, "1e-3", "0.001"), Case(.f32, "0x1p-149", "1e-45"),
        Case(.f32, "-0.0", "-0.0"), Case(.f32, "inf", "inf"), Case(.f32, "-inf", "-inf"), Case(.f32, "nan", "nan"),
        Case(.f32, "-nan", "-nan"), Case(.f32, "nan:0x200000", "nan:0x200000"), Case(.f32, "-nan:0x1", "-nan:0x1"),
        Case(.f32, "nan:0x400000", "nan"), Case(.f32, "nan:0x0", nil), Case(.f32, "nan:0x800000", nil),
        Case(.f32, "1e39", nil), Case(.f32, "infinity", nil), Case(.f32, "1_0.2_5", "10.25"),
        Case(.f64, "1e300", "1e+300"), Case(.f64, "1e+300", "1e+300"), Case(.f64, "0x1.8p1", "3.0"),
        Case(.f64, "nan:0x4_0000_0000_0000", "nan:0x4000000000000"), Case(.f64, "1e999", nil),
        Case(.v128, "i32x4:1,-2,0x3,4", "i32x4:1,-2,3,4"), Case(.v128, "i64x2:-1,1", "i32x4:-1,-1,1,0"),
        Case(.v128, "i8x16:1,0,0,0,2,0,0,0,3,0,0,0,255,-1,0,0", "i32x4:1,2,3,65535"),
        Case(.v128, "i16x8:1,0,2,0,3,0,4,0", "i32x4:1,2,3,4"),
        Case(.v128, "f32x4:1.0,nan,inf,-0", "i32x4:1065353216,2143289344,2139095040,-2147483648"),
        Case(.v128, "f64x2:1,0", "i32x4:0,1072693248,0,0"),
        Case(.v128, "i32x4:1,2,3", nil), Case(.v128, "i32x4:1,2,3,4,5", nil), Case(.v128, "i32x4:1,2,3,", nil),
        Case(.v128, "i32x4", nil), Case(.v128, "module:1", nil), Case(.v128, "i8x16:256", nil), Case(.v128, "1", nil),
        Case(.funcref, "null", "null"), Case(.externref, "null", "null"), Case(.exnref, "null", "null"),
        Case(.externref, "extern:5", "extern:5"), Case(.externref, "extern:4294967296", nil),
        Case(.externref, "i31:5", nil), Case(.funcref, "func:0", nil), Case(.funcref, "extern:5", nil),
        Case(.anyref, "i31:-1", "i31:-1"), Case(.anyref, "i31:0x7fffffff", "i31:-1"),
        Case(.anyref, "i31:-0x40000001", nil),
        Case(.anyref, "extern:7", "extern:7"), Case(.exnref, "i31:1", nil),
    ]

    @Test(arguments: cases)
    func whatIsPrintedIsRead(_ example: Case) throws {
        let store = Store()
        let value = Value(example.text, type: example.type, in: store)
        #expect(value?.text == example.printed)
        guard let printed = example.printed else { return }
        let again = try #require(Value(printed, type: example.type, in: store))
        #expect(again.text == printed)
    }

    /// Through a function that returns its arguments, on the command line.
    @Test(arguments: [
        ("v128", "i64x2:1,2", "i32x4:1,0,2,0"), ("externref", "extern:5", "extern:5"), ("i31ref", "i31:3", "i31:3"),
        ("(ref null $t)", "null", "null"), ("anyref", "extern:1", "extern:1"), ("f32", "nan:0x200000", "nan:0x200000"),
        ("(ref extern)", "extern:9", "extern:9"), ("nullexternref", "null", "null"),
    ])
    func argumentsBecomeResults(_ type: String, _ text: String, _ printed: String) throws {
        let module =
            "(module (type $t (struct)) (func (export \"f\") (param \(type)) (result \(type)) (local.get 0)))"
        let outcome = try NestboxCommand.built.run(text: module, ["--invoke", "f"], arguments: [text])
        #expect(outcome.text == printed + "\n", "\(outcome.stderr)")
    }
}
