import Testing
import WasmSyntax
import WasmText

@Suite struct NumberTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("+7", 7), ("0x_", nil), ("1__0", nil), ("1_000", 1000), ("0x0_f", 15),
            ("0xFFFF_FFFF", .max),
            ("4294967295", .max), ("4294967296", nil), ("-2147483648", 0x8000_0000), ("-0x80000000", 0x8000_0000),
            ("-2147483649", nil), ("99999999999999999999999", nil), ("1.0", nil), ("1e3", nil), ("nan", nil),
        ] as [(String, UInt32?)])
    func thirtyTwoBitsAreTakenSignedOrUnsigned(_ text: String, _ bits: UInt32?) throws {
        let body = try? instructions("(func i32.const \(text))")
        #expect(body?.first.map { UInt32(truncatingIfNeeded: $0.wide) } == bits)
    }

    @Test(
        arguments: [
            ("0xFFFF_FFFF_FFFF_FFFF", .max), ("-9223372036854775808", 1 << 63), ("-9223372036854775809", nil),
            ("18446744073709551616", nil), ("-1", .max),
        ] as [(String, UInt64?)])
    func sixtyFourBitsAreTakenSignedOrUnsigned(_ text: String, _ bits: UInt64?) throws {
        #expect((try? instructions("(func i64.const \(text))"))?.first?.wide == bits)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0.0", 0x8000_0000), ("1", 0x3F80_0000), ("1.", 0x3F80_0000), ("1.5e0", 0x3FC0_0000),
            ("0x1p-149", 1), ("0x1.8p+1", 0x4040_0000), ("0xA.8", 0x4128_0000), ("1_0.2_5", 0x4124_0000),
            ("inf", 0x7F80_0000), ("-inf", 0xFF80_0000), ("nan", 0x7FC0_0000), ("-nan:0x1", 0xFF80_0001),
            ("nan:0x7f_ffff", 0x7FFF_FFFF), ("nan:0x0", nil), ("nan:0x80_0000", nil), ("nan:1", nil),
            // Half-way between two floats: rounds to even.
            ("0x1.000001p0", 0x3F80_0000), ("0x1.000003p0", 0x3F80_0002),
            // One bit above half-way, which would be lost if the number were first rounded to a double.
            ("0x1.000001000000000001p0", 0x3F80_0001),
            ("1.00000005960464477539062500000000000000001", 0x3F80_0001), ("1.000000059604644775390625", 0x3F80_0000),
            ("16777217", 0x4B80_0000), ("16777217.0000000000000000000000000001", 0x4B80_0001),
            // The largest float, and the first number that rounds to infinity.
            ("0x1.fffffep127", 0x7F7F_FFFF), ("0x1.fffffefffffp127", 0x7F7F_FFFF), ("0x1.ffffffp127", nil),
            ("3.4e39", nil), ("1e99999999999999999999", nil), ("1e-99999999999999999999", 0),
            ("0x0.00000000000000000000000000000000000000000000000001p+200", 0x3F80_0000), ("1e", nil), ("0x1.p", nil),
            ("1.2.3", nil), ("infinity", nil), ("-nan:canonical", nil), ("0x1e+1", nil), ("1p3", nil),
        ] as [(String, UInt32?)])
    func singlesAreRoundedOnce(_ text: String, _ bits: UInt32?) throws {
        let body = try? instructions("(func f32.const \(text))")
        #expect(body?.first.map { UInt32(truncatingIfNeeded: $0.wide) } == bits)
    }

    @Test(
        arguments: [
            ("0x1p-1074", 1), ("0x0.8p-1074", 0), ("0x0.80001p-1074", 1), ("1e308", 0x7FE1_CCF3_85EB_C8A0),
            ("2e308", nil),
            ("9007199254740993", 0x4340_0000_0000_0000),
            ("9007199254740993.00000000000000000000000000001", 0x4340_0000_0000_0001),
            ("0x1.fffffffffffff8p1023", nil), ("0x1.fffffffffffff7ffp1023", 0x7FEF_FFFF_FFFF_FFFF),
            ("nan:0x8_0000_0000_0000", 0x7FF8_0000_0000_0000), ("nan:0x10_0000_0000_0000", nil),
            ("-nan:0x4_0000_0000_0000", 0xFFF4_0000_0000_0000),
        ] as [(String, UInt64?)])
    func doublesAreRoundedOnce(_ text: String, _ bits: UInt64?) throws {
        #expect((try? instructions("(func f64.const \(text))"))?.first?.wide == bits)
    }

    @Test(
        arguments: [
            ("i8x16 -128 255 2 3 4 5 6 7 8 9 10 11 12 13 14 0xf", 0x0706_0504_0302_FF80),
            ("i16x8 1 -1 65535 -32768 0 0 0 0", 0x8000_FFFF_FFFF_0001), ("i32x4 1 -1 0 0", 0xFFFF_FFFF_0000_0001),
            ("i64x2 -2 0", 0xFFFF_FFFF_FFFF_FFFE), ("f32x4 1 -0 0 0", 0x8000_0000_3F80_0000),
            ("f64x2 -inf 0", 0xFFF0_0000_0000_0000), ("i8x16 256 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", nil),
            ("i32x4 1 2 3", nil), ("i32x4 1 2 3 4 5", nil), ("i64x2 1.0 2", nil), ("1 2 3 4", nil),
        ] as [(String, UInt64?)])
    func lanesBecomeLittleEndianBytes(_ text: String, _ low: UInt64?) throws {
        #expect((try? instructions("(func v128.const \(text))"))?.first?.wide == low)
    }
}
