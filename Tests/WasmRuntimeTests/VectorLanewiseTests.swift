import Testing
import WasmRuntime
import WasmSyntax

/// Every vector instruction that works on each lane separately, compared with a model of one lane.
struct VectorLanewiseTests {
    /// Values that operations treat specially, and some others.
    static let values: [Int64] = [
        0, 1, -1, 2, 3, 5, 0x7F, -0x80, 0x80, 0xFF, 0x55, 0x7FFF, -0x8000, 0x8000, 0xFFFF, 0x1234, -0x1235,
        0x7FFF_FFFF, -0x8000_0000, 0x8000_0000, 0x1234_5678, .max, .min, 0x0123_4567_89AB_CDEF, -0x0123_4567_89AB_CDEF,
    ]

    /// The operands in an integer lane, sign-extended and zero-extended.
    struct Operands {
        var width: Int64
        var s: (Int64, Int64)
        var u: (UInt64, UInt64)
        var highest: Int64 { Int64.max >> (64 - width) }
        var lowest: Int64 { Int64.min >> (64 - width) }
        var unsignedHighest: UInt64 { UInt64.max >> UInt64(64 - width) }
        func bits(_ holds: Bool) -> Int64 { holds ? -1 : 0 }
    }

    static let integerModels: [String: @Sendable (Operands) -> Int64] = [
        "add": { $0.s.0 &+ $0.s.1 }, "sub": { $0.s.0 &- $0.s.1 }, "mul": { $0.s.0 &* $0.s.1 },
        "neg": { 0 &- $0.s.0 }, "abs": { $0.s.0 < 0 ? 0 &- $0.s.0 : $0.s.0 },
        "min_s": { min($0.s.0, $0.s.1) }, "max_s": { max($0.s.0, $0.s.1) },
        "min_u": { Int64(bitPattern: min($0.u.0, $0.u.1)) }, "max_u": { Int64(bitPattern: max($0.u.0, $0.u.1)) },
        "add_sat_s": { max($0.lowest, min($0.highest, $0.s.0 + $0.s.1)) },
        "sub_sat_s": { max($0.lowest, min($0.highest, $0.s.0 - $0.s.1)) },
        "add_sat_u": { Int64(min($0.unsignedHighest, $0.u.0 + $0.u.1)) },
        "sub_sat_u": { max(0, Int64($0.u.0) - Int64($0.u.1)) },
        "avgr_u": { Int64(($0.u.0 + $0.u.1 + 1) / 2) }, "popcnt": { Int64($0.u.0.nonzeroBitCount) },
        "q15mulr_sat_s": { min($0.highest, ($0.s.0 * $0.s.1 + 0x4000) >> 15) },
        "relaxed_q15mulr_s": { min($0.highest, ($0.s.0 * $0.s.1 + 0x4000) >> 15) },
        "eq": { $0.bits($0.s.0 == $0.s.1) }, "ne": { $0.bits($0.s.0 != $0.s.1) },
        "lt_s": { $0.bits($0.s.0 < $0.s.1) }, "lt_u": { $0.bits($0.u.0 < $0.u.1) },
        "gt_s": { $0.bits($0.s.0 > $0.s.1) }, "gt_u": { $0.bits($0.u.0 > $0.u.1) },
        "le_s": { $0.bits($0.s.0 <= $0.s.1) }, "le_u": { $0.bits($0.u.0 <= $0.u.1) },
        "ge_s": { $0.bits($0.s.0 >= $0.s.1) }, "ge_u": { $0.bits($0.u.0 >= $0.u.1) },
        // The shift count is the second value, which is wider than a lane.
        "shl": { $0.s.0 << (Int64(truncatingIfNeeded: $0.u.1) & ($0.width - 1)) },
        "shr_s": { $0.s.0 >> (Int64(truncatingIfNeeded: $0.u.1) & ($0.width - 1)) },
        "shr_u": { Int64(bitPattern: $0.u.0 >> ($0.u.1 & UInt64($0.width - 1))) },
    ]

    static func check<Lane: FixedWidthInteger & UnsignedInteger>(
        _ opcode: Opcode, _ type: Lane.Type, _ machine: inout VectorMachine, _ model: (Operands) -> Int64
    ) {
        let isShift = InstructionTable.signatures[Int(opcode.rawValue)]?.parameters.last == .i32
        let count = 128 / Lane.bitWidth
        let unused = UInt64(64 - Lane.bitWidth)
        for (shift, second) in values.enumerated() {
            // Each lane has another first operand.
            let first = (0..<values.count).map { Lane(truncatingIfNeeded: values[($0 + shift) % values.count]) }
            for start in stride(from: 0, to: first.count - count, by: count) {
                let lanes = Array(first[start..<start + count])
                let operand = Lane(truncatingIfNeeded: second)
                let result = machine.run(
                    opcode, Vector(lanes), Vector([Lane](repeating: operand, count: count)),
                    scalar: UInt64(UInt32(truncatingIfNeeded: second)))
                let expected = lanes.map { lane in
                    func extended(_ value: Lane) -> Int64 {
                        Int64(bitPattern: UInt64(value) << unused) >> Int64(bitPattern: unused)
                    }
                    let u = isShift ? UInt64(UInt32(truncatingIfNeeded: second)) : UInt64(operand)
                    let operands = Operands(
                        width: Int64(Lane.bitWidth), s: (extended(lane), extended(operand)), u: (UInt64(lane), u))
                    return Lane(truncatingIfNeeded: model(operands))
                }
                #expect(result.vector == Vector(expected), "\(opcode) \(lanes) \(second)")
                #expect(result.scalar == 0)
            }
        }
    }

    @Test func integerLanesFollowTheModel() {
        var machine = VectorMachine()
        var tested = 0
        for row in InstructionTable.rows {
            let parts = row.name.split(separator: ".").map(String.init)
            guard parts.count == 2, let model = VectorLanewiseTests.integerModels[parts[1]] else { continue }
            switch parts[0] {
            case "i8x16": VectorLanewiseTests.check(row.opcode, UInt8.self, &machine, model)
            case "i16x8": VectorLanewiseTests.check(row.opcode, UInt16.self, &machine, model)
            case "i32x4": VectorLanewiseTests.check(row.opcode, UInt32.self, &machine, model)
            case "i64x2": VectorLanewiseTests.check(row.opcode, UInt64.self, &machine, model)
            default: continue
            }
            tested += 1
        }
        #expect(tested == 92)
    }

    static let numbers: [Double] = [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.49999997, 3e9, -3e9, 1e-45, 8388609, 1e300, .infinity,
        -.infinity, .nan,
    ]

    /// Bits of NaNs are not compared: all are arithmetic NaNs here.
    static func models<F: BinaryFloatingPoint & SendableMetatype>(_ type: F.Type) -> [String: (F, F) -> F] {
        [
            "add": { $0 + $1 }, "sub": { $0 - $1 }, "mul": { $0 * $1 }, "div": { $0 / $1 },
            "sqrt": { x, _ in x.squareRoot() }, "abs": { x, _ in x.magnitude }, "neg": { x, _ in -x },
            "ceil": { x, _ in x.rounded(.up) }, "floor": { x, _ in x.rounded(.down) },
            "trunc": { x, _ in x.rounded(.towardZero) }, "nearest": { x, _ in x.rounded(.toNearestOrEven) },
            "pmin": { $1 < $0 ? $1 : $0 }, "pmax": { $0 < $1 ? $1 : $0 },
            "min": minimum, "relaxed_min": minimum, "max": maximum, "relaxed_max": maximum,
        ]
    }

    static func minimum<F: BinaryFloatingPoint>(_ x: F, _ y: F) -> F {
        if x.isNaN || y.isNaN { return .nan }
        return x == y ? (x.sign == .minus ? x : y) : Swift.min(x, y)
    }

    static func maximum<F: BinaryFloatingPoint>(_ x: F, _ y: F) -> F {
        if x.isNaN || y.isNaN { return .nan }
        return x == y ? (x.sign == .plus ? x : y) : Swift.max(x, y)
    }

    static let comparisons: [String: @Sendable (Double, Double) -> Bool] = [
        "eq": { $0 == $1 }, "ne": { $0 != $1 }, "lt": { $0 < $1 }, "gt": { $0 > $1 }, "le": { $0 <= $1 },
        "ge": { $0 >= $1 },
    ]

    @Test func f32LanesFollowTheModel() {
        var machine = VectorMachine()
        let models = VectorLanewiseTests.models(Float.self)
        var tested = 0
        for row in InstructionTable.rows where row.name.hasPrefix("f32x4.") {
            let name = String(row.name.dropFirst(6))
            let comparison = VectorLanewiseTests.comparisons[name]
            guard models[name] != nil || comparison != nil else { continue }
            tested += 1
            for x in VectorLanewiseTests.numbers.map({ Float($0) }) {
                for y in VectorLanewiseTests.numbers.map({ Float($0) }) {
                    // Different neighbouring lanes would reveal results in the wrong lane.
                    let bits = machine.run(row.opcode, Vector(f32: x, 0, y, x), Vector(f32: y, 1, x, y)).vector
                        .lanes(UInt32.self)
                    for (lane, operands) in [(x, y), (0, 1), (y, x), (x, y)].enumerated() {
                        if let comparison {
                            let holds = comparison(Double(operands.0), Double(operands.1))
                            #expect(bits[lane] == (holds ? UInt32.max : 0), "\(name) \(operands)")
                        } else if let model = models[name] {
                            let expected = model(operands.0, operands.1)
                            let actual = Float(bitPattern: bits[lane])
                            let same = expected.isNaN ? actual.isNaN : expected.bitPattern == bits[lane]
                            #expect(same, "\(name) \(operands): \(actual)")
                        }
                    }
                }
            }
        }
        #expect(tested == 23)
    }

    @Test func f64LanesFollowTheModel() {
        var machine = VectorMachine()
        let models = VectorLanewiseTests.models(Double.self)
        var tested = 0
        for row in InstructionTable.rows where row.name.hasPrefix("f64x2.") {
            let name = String(row.name.dropFirst(6))
            let comparison = VectorLanewiseTests.comparisons[name]
            guard models[name] != nil || comparison != nil else { continue }
            tested += 1
            for x in VectorLanewiseTests.numbers {
                for y in VectorLanewiseTests.numbers {
                    let bits = machine.run(row.opcode, Vector(f64: x, y), Vector(f64: y, x)).vector.lanes(UInt64.self)
                    for (lane, operands) in [(x, y), (y, x)].enumerated() {
                        if let comparison {
                            let holds = comparison(operands.0, operands.1)
                            #expect(bits[lane] == (holds ? UInt64.max : 0), "\(name) \(operands)")
                        } else if let model = models[name] {
                            let expected = model(operands.0, operands.1)
                            let actual = Double(bitPattern: bits[lane])
                            let same = expected.isNaN ? actual.isNaN : expected.bitPattern == bits[lane]
                            #expect(same, "\(name) \(operands): \(actual)")
                        }
                    }
                }
            }
        }
        #expect(tested == 23)
    }

    @Test(
        arguments: [
            (Opcode.f32x4Ceil, 0x7FA0_0001), (.f32x4Nearest, 0xFFA0_0001), (.f32x4Min, 0x7F80_0001),
            (.f32x4Sqrt, 0x7F80_0001),
        ] as [(Opcode, UInt32)])
    func signallingNaNsAreQuieted(_ opcode: Opcode, _ bits: UInt32) {
        var machine = VectorMachine()
        let operand = Vector([bits, bits, bits, bits])
        let quiet = bits | 0x0040_0000
        #expect(machine.run(opcode, operand, operand).vector == Vector([quiet, quiet, quiet, quiet]))
    }

    @Test(
        arguments: [
            (Opcode.f32x4Abs, 0x7FA0_0001), (.f32x4Neg, 0x7FA0_0001), (.f32x4Pmin, 0xFFA0_0001),
            (.f32x4Pmax, 0xFFA0_0001),
        ] as [(Opcode, UInt32)])
    func nansKeepTheirBits(_ opcode: Opcode, _ expected: UInt32) {
        var machine = VectorMachine()
        let operand = Vector([0xFFA0_0001, 0xFFA0_0001, 0xFFA0_0001, 0xFFA0_0001] as [UInt32])
        let result = machine.run(opcode, operand, Vector(f32: 1, 1, 1, 1)).vector
        #expect(result == Vector([expected, expected, expected, expected]))
    }
}
