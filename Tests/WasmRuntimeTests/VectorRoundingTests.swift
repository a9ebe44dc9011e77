import Testing
import WasmSyntax

@testable import WasmRuntime

/// Rounding, minima and conversions of vectors, which consist of sums and masks, against the scalar instructions: the bits
/// are the same in each lane, also those of NaNs.
struct VectorRoundingTests {
    /// The bits of floats around powers of two and around the halves between whole numbers, and NaNs.
    static let floats: [UInt32] = {
        var values: [Float] = [0, 0.1, 0.49999997, 0.99999994, 8_388_607.5, 4_194_303.8, 65_535.996, 98_304.5]
        values.append(.infinity)
        for exponent in -3...34 {
            let power = Float(sign: .plus, exponent: exponent, significand: 1)
            values += [power, power.nextUp, power.nextDown, power + 0.5, power - 0.5, power * 1.5, power * 1.75 + 0.5]
        }
        let bits = values.map(\.bitPattern) + [1, 0x7FC0_0000, 0x7FC1_2345, 0x7F80_0001, 0x7FA0_0000]
        return bits + bits.map { $0 | 0x8000_0000 }
    }()

    static let doubles: [UInt64] = {
        var values: [Double] = [0, 0.1, 0.49999999999999994, 0.9999999999999999, 4_503_599_627_370_495.5, .infinity]
        for exponent in Array(-3...54) + [1023] {
            let power = Double(sign: .plus, exponent: exponent, significand: 1)
            values += [power, power.nextUp, power.nextDown, power + 0.5, power - 0.5, power * 1.5, power * 1.75 + 0.5]
        }
        let bits = values.map(\.bitPattern) + [1, 0x7FF8_0000_0000_0000, 0x7FF8_0000_1234_5678, 0x7FF0_0000_0000_0001]
        return bits + bits.map { $0 | 1 << 63 }
    }()

    @Test(
        arguments: [
            (Opcode.f32x4Ceil, OutlinedOperation.f32Ceil), (.f32x4Floor, .f32Floor), (.f32x4Trunc, .f32Trunc),
            (.f32x4Nearest, .f32Nearest), (.f64x2Ceil, .f64Ceil), (.f64x2Floor, .f64Floor), (.f64x2Trunc, .f64Trunc),
            (.f64x2Nearest, .f64Nearest), (.f32x4Min, .f32Min), (.f32x4Max, .f32Max), (.f64x2Min, .f64Min),
            (.f64x2Max, .f64Max),
        ])
    func lanesAreThoseOfTheScalarOperation(_ opcode: Opcode, _ operation: OutlinedOperation) {
        check(opcode) { operation.apply($0, $1) }
    }

    @Test(
        arguments: [
            (Opcode.i32x4TruncSatF32x4S, Conversion.i32TruncSatF32S), (.i32x4TruncSatF32x4U, .i32TruncSatF32U),
            (.i32x4TruncSatF64x2SZero, .i32TruncSatF64S), (.i32x4TruncSatF64x2UZero, .i32TruncSatF64U),
        ])
    func lanesAreThoseOfTheConversion(_ opcode: Opcode, _ conversion: Conversion) {
        check(opcode) { operand, _ in (try? conversion.apply(operand)) ?? .max }
    }

    /// Runs an instruction with all operands, each beside others; the second operand of a lane is its neighbour's first.
    private func check(_ opcode: Opcode, _ model: (UInt64, UInt64) -> UInt64) {
        var machine = VectorMachine()
        let isDouble = opcode.name.contains("f64x2")
        let operands = isDouble ? VectorRoundingTests.doubles : VectorRoundingTests.floats.map(UInt64.init)
        let count = isDouble ? 2 : 4
        func vector(_ lanes: [UInt64]) -> Vector {
            isDouble ? Vector(lanes) : Vector(lanes.map { UInt32(truncatingIfNeeded: $0) })
        }
        for distance in [1, 7, 40] {
            for start in operands.indices {
                let first = (0..<count).map { operands[(start + $0 * 3) % operands.count] }
                let second = (0..<count).map { operands[(start + $0 * 3 + distance) % operands.count] }
                let expected = zip(first, second).map(model)
                let isConversion = opcode.name.hasPrefix("i32x4")
                let result = machine.run(opcode, vector(first), vector(second)).vector
                #expect(
                    result == (isConversion ? Vector(expected.map { UInt32($0) }) : vector(expected)),
                    "\(opcode.name) \(first.map { String($0, radix: 16) }) \(second.map { String($0, radix: 16) })")
            }
        }
    }
}
