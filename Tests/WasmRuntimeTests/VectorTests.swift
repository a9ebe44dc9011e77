import Testing
import WasmSyntax

@testable import WasmRuntime

/// Vector instructions that move, widen, narrow or convert lanes, with results computed by hand.
struct VectorTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var opcode: Opcode
        var b: Vector
        var c = Vector(i8: 0)
        var d = Vector(i8: 0)
        var lane = 0
        var scalar: UInt64 = 0
        var result: Vector
        var testDescription: String { "\(opcode)" }
    }

    static let counting = Vector(i8: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    static let mixed = Vector(i8: 1, -1, 2, -2, 127, -128, 0, 3, 4, -4, 5, -5, 100, -100, 7, 8)
    static let mixed16 = Vector(i16: 1, -1, 32767, -32768, 2, -3, 300, -400)
    static let mixed32 = Vector(i32: 1, -1, 0x7FFF_FFFF, -0x8000_0000)

    static let lanes: [Case] = [
        Case(opcode: .v128Not, b: Vector(i64: 0, -1), result: Vector(i64: -1, 0)),
        Case(opcode: .v128And, b: Vector(i64: 0b1100, -1), c: Vector(i64: 0b1010, 7), result: Vector(i64: 0b1000, 7)),
        Case(opcode: .v128Andnot, b: Vector(i64: 0b1100, 9), c: Vector(i64: 0b1010, 1), result: Vector(i64: 0b100, 8)),
        Case(opcode: .v128Or, b: Vector(i64: 0b1100, 9), c: Vector(i64: 0b1010, 2), result: Vector(i64: 0b1110, 11)),
        Case(opcode: .v128Xor, b: Vector(i64: 0b1100, 9), c: Vector(i64: 0b1010, 1), result: Vector(i64: 0b110, 8)),
        Case(
            opcode: .v128Bitselect, b: Vector(i64: -1, 0x1234), c: Vector(i64: 0, 0x5678), d: Vector(i64: 0xF0, 0xFF00),
            result: Vector(i64: 0xF0, 0x1278)),
        Case(
            opcode: .i32x4RelaxedLaneselect, b: Vector(i64: -1, 0x1234), c: Vector(i64: 0, 0x5678),
            d: Vector(i64: 0xF0, 0xFF00), result: Vector(i64: 0xF0, 0x1278)),
        Case(
            opcode: .i8x16Splat, b: counting, scalar: 0xFFFF_FF12, result: Vector([UInt8](repeating: 0x12, count: 16))),
        Case(
            opcode: .i16x8Splat, b: counting, scalar: 0xFFFF_1234, result: Vector([UInt16](repeating: 0x1234, count: 8))
        ),
        Case(opcode: .f32x4Splat, b: counting, scalar: 0x3F80_0000, result: Vector(f32: 1, 1, 1, 1)),
        Case(opcode: .v128Load64Splat, b: counting, scalar: 1 << 63, result: Vector(i64: .min, .min)),
        Case(
            opcode: .i8x16ReplaceLane, b: counting, lane: 15, scalar: 0x1FF,
            result: Vector(i8: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255)),
        Case(
            opcode: .v128Load16Lane, b: mixed16, lane: 6, scalar: 0x7FFF,
            result: Vector(i16: 1, -1, 32767, -32768, 2, -3, 32767, -400)),
        Case(
            opcode: .f32x4ReplaceLane, b: Vector(f32: 1, 2, 3, 4), lane: 3, scalar: 0, result: Vector(f32: 1, 2, 3, 0)),
        Case(opcode: .f64x2ReplaceLane, b: Vector(f64: 1, 2), lane: 1, scalar: 0, result: Vector(f64: 1, 0)),
        Case(opcode: .v128Load32Zero, b: counting, scalar: 0xFFFF_FFFF, result: Vector(i64: 0xFFFF_FFFF, 0)),
        Case(opcode: .v128Load64Zero, b: counting, scalar: .max, result: Vector(i64: -1, 0)),
        Case(
            opcode: .v128Load8x8S, b: counting, scalar: 0x807F_FF01_0002_0380,
            result: Vector(i16: -128, 3, 2, 0, 1, -1, 127, -128)),
        Case(
            opcode: .v128Load8x8U, b: counting, scalar: 0x807F_FF01_0002_0380,
            result: Vector(i16: 128, 3, 2, 0, 1, 255, 127, 128)),
        Case(
            opcode: .v128Load16x4S, b: counting, scalar: 0x8000_7FFF_FFFF_0001,
            result: Vector(i32: 1, -1, 32767, -32768)),
        Case(
            opcode: .v128Load16x4U, b: counting, scalar: 0x8000_7FFF_FFFF_0001,
            result: Vector(i32: 1, 65535, 32767, 32768)),
        Case(opcode: .v128Load32x2S, b: counting, scalar: 0x8000_0000_0000_0001, result: Vector(i64: 1, -0x8000_0000)),
        Case(opcode: .v128Load32x2U, b: counting, scalar: 0x8000_0000_0000_0001, result: Vector(i64: 1, 0x8000_0000)),
        Case(
            opcode: .i8x16Swizzle, b: mixed, c: Vector(i8: 15, 0, 16, 255, 5, 5, 31, 128, 1, 2, 3, 4, 12, 13, 14, 0),
            result: Vector(i8: 8, 1, 0, 0, -128, -128, 0, 0, -1, 2, -2, 127, 100, -100, 7, 1)),
        Case(
            opcode: .i8x16RelaxedSwizzle, b: mixed, c: Vector(i8: 15, 16, 20, 127, 128),
            result: Vector(i8: 8, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)),
    ]

    static let widening: [Case] = [
        Case(opcode: .i16x8ExtendLowI8x16S, b: mixed, result: Vector(i16: 1, -1, 2, -2, 127, -128, 0, 3)),
        Case(opcode: .i16x8ExtendLowI8x16U, b: mixed, result: Vector(i16: 1, 255, 2, 254, 127, 128, 0, 3)),
        Case(opcode: .i16x8ExtendHighI8x16S, b: mixed, result: Vector(i16: 4, -4, 5, -5, 100, -100, 7, 8)),
        Case(opcode: .i16x8ExtendHighI8x16U, b: mixed, result: Vector(i16: 4, 252, 5, 251, 100, 156, 7, 8)),
        Case(opcode: .i32x4ExtendLowI16x8S, b: mixed16, result: Vector(i32: 1, -1, 32767, -32768)),
        Case(opcode: .i32x4ExtendLowI16x8U, b: mixed16, result: Vector(i32: 1, 65535, 32767, 32768)),
        Case(opcode: .i32x4ExtendHighI16x8S, b: mixed16, result: Vector(i32: 2, -3, 300, -400)),
        Case(opcode: .i32x4ExtendHighI16x8U, b: mixed16, result: Vector(i32: 2, 65533, 300, 65136)),
        Case(opcode: .i64x2ExtendLowI32x4S, b: mixed32, result: Vector(i64: 1, -1)),
        Case(opcode: .i64x2ExtendLowI32x4U, b: mixed32, result: Vector(i64: 1, 0xFFFF_FFFF)),
        Case(opcode: .i64x2ExtendHighI32x4S, b: mixed32, result: Vector(i64: 0x7FFF_FFFF, -0x8000_0000)),
        Case(opcode: .i64x2ExtendHighI32x4U, b: mixed32, result: Vector(i64: 0x7FFF_FFFF, 0x8000_0000)),
        Case(opcode: .i16x8ExtaddPairwiseI8x16S, b: mixed, result: Vector(i16: 0, 0, -1, 3, 0, 0, 0, 15)),
        Case(opcode: .i16x8ExtaddPairwiseI8x16U, b: mixed, result: Vector(i16: 256, 256, 255, 3, 256, 256, 256, 15)),
        Case(opcode: .i32x4ExtaddPairwiseI16x8S, b: mixed16, result: Vector(i32: 0, -1, -1, -100)),
        Case(opcode: .i32x4ExtaddPairwiseI16x8U, b: mixed16, result: Vector(i32: 65536, 65535, 65535, 65436)),
        Case(opcode: .i16x8ExtmulLowI8x16S, b: mixed, c: mixed, result: Vector(i16: 1, 1, 4, 4, 16129, 16384, 0, 9)),
        Case(
            opcode: .i16x8ExtmulLowI8x16U, b: mixed, c: mixed,
            result: Vector(i16: 1, 65025, 4, 64516, 16129, 16384, 0, 9)),
        Case(
            opcode: .i16x8ExtmulHighI8x16S, b: mixed, c: mixed,
            result: Vector(i16: 16, 16, 25, 25, 10000, 10000, 49, 64)),
        Case(
            opcode: .i16x8ExtmulHighI8x16U, b: mixed, c: mixed,
            result: Vector(i16: 16, 63504, 25, 63001, 10000, 24336, 49, 64)),
        Case(
            opcode: .i32x4ExtmulLowI16x8S, b: mixed16, c: mixed16,
            result: Vector(i32: 1, 1, 1_073_676_289, 1_073_741_824)),
        Case(
            opcode: .i32x4ExtmulLowI16x8U, b: mixed16, c: mixed16,
            result: Vector(i32: 1, 4_294_836_225, 1_073_676_289, 1_073_741_824)),
        Case(opcode: .i32x4ExtmulHighI16x8S, b: mixed16, c: mixed16, result: Vector(i32: 4, 9, 90000, 160_000)),
        Case(
            opcode: .i32x4ExtmulHighI16x8U, b: mixed16, c: Vector(i16: 0, 0, 0, 0, 1, 2, 3, 4),
            result: Vector(i32: 2, 131_066, 900, 260_544)),
        Case(opcode: .i64x2ExtmulLowI32x4S, b: mixed32, c: mixed32, result: Vector(i64: 1, 1)),
        Case(
            opcode: .i64x2ExtmulLowI32x4U, b: mixed32, c: mixed32,
            result: Vector([1, 0xFFFF_FFFE_0000_0001] as [UInt64])),
        Case(
            opcode: .i64x2ExtmulHighI32x4S, b: mixed32, c: Vector(i32: 0, 0, 2, 2),
            result: Vector(i64: 0xFFFF_FFFE, -0x1_0000_0000)),
        Case(
            opcode: .i64x2ExtmulHighI32x4U, b: mixed32, c: Vector(i32: 0, 0, 2, 2),
            result: Vector(i64: 0xFFFF_FFFE, 0x1_0000_0000)),
        Case(
            opcode: .i32x4DotI16x8S, b: Vector(i16: -32768, -32768, 1, 2, -1, 3, 32767, 32767),
            c: Vector(i16: -32768, -32768, 3, 4, 5, -6, 32767, 32767),
            result: Vector(i32: -0x8000_0000, 11, -23, 2_147_352_578)),
        Case(
            opcode: .i16x8RelaxedDotI8x16I7x16S, b: Vector(i8: -128, -128, 1, 2, -128, -128, 127, -1),
            c: Vector(i8: -128, -128, 3, 4, 127, 127, 127, 127), result: Vector(i16: 32767, 11, -32512, 16002)),
        Case(
            opcode: .i32x4RelaxedDotI8x16I7x16AddS, b: Vector(i8: -128, -128, 1, 2, -128, -128, 127, -1),
            c: Vector(i8: -128, -128, 3, 4, 127, 127, 127, 127), d: Vector(i32: 1, -1, 0x7FFF_FFFF, 4),
            result: Vector(i32: 32779, -16511, 0x7FFF_FFFF, 4)),
        Case(
            opcode: .i8x16NarrowI16x8S, b: mixed16, c: Vector(i16: 127, 128, -128, -129, 0, 255, 256, -1),
            result: Vector(i8: 1, -1, 127, -128, 2, -3, 127, -128, 127, 127, -128, -128, 0, 127, 127, -1)),
        Case(
            opcode: .i8x16NarrowI16x8U, b: mixed16, c: Vector(i16: 127, 128, -128, -129, 0, 255, 256, -1),
            result: Vector(i8: 1, 0, 255, 0, 2, 0, 255, 0, 127, 128, 0, 0, 0, 255, 255, 0)),
        Case(
            opcode: .i16x8NarrowI32x4S, b: mixed32, c: Vector(i32: 32767, 32768, -32768, -32769),
            result: Vector(i16: 1, -1, 32767, -32768, 32767, 32767, -32768, -32768)),
        Case(
            opcode: .i16x8NarrowI32x4U, b: mixed32, c: Vector(i32: 32768, 65535, 65536, -5),
            result: Vector(i16: 1, 0, 65535, 0, 32768, 65535, 65535, 0)),
    ]

    static let saturated = Vector(f32: -1.9, .nan, 3e9, -3e9)

    static let conversions: [Case] = [
        Case(
            opcode: .i32x4TruncSatF32x4S, b: saturated, result: Vector(i32: -1, 0, 0x7FFF_FFFF, -0x8000_0000)),
        Case(
            opcode: .i32x4RelaxedTruncF32x4S, b: saturated, result: Vector(i32: -1, 0, 0x7FFF_FFFF, -0x8000_0000)),
        Case(opcode: .i32x4TruncSatF32x4U, b: saturated, result: Vector(i32: 0, 0, 3_000_000_000, 0)),
        Case(
            opcode: .i32x4RelaxedTruncF32x4U, b: Vector(f32: .infinity, -.infinity, 4294967296, 1.9),
            result: Vector(i32: 0xFFFF_FFFF, 0, 0xFFFF_FFFF, 1)),
        Case(
            opcode: .i32x4TruncSatF64x2SZero, b: Vector(f64: 2147483647.9, -1e300),
            result: Vector(i32: 0x7FFF_FFFF, -0x8000_0000)),
        Case(opcode: .i32x4TruncSatF64x2UZero, b: Vector(f64: 4294967295.9, .nan), result: Vector(i32: 0xFFFF_FFFF, 0)),
        Case(
            opcode: .i32x4RelaxedTruncF64x2SZero, b: Vector(f64: -0.9, .infinity), result: Vector(i32: 0, 0x7FFF_FFFF)),
        Case(
            opcode: .i32x4RelaxedTruncF64x2UZero, b: Vector(f64: -0.9, .infinity), result: Vector(i32: 0, 0xFFFF_FFFF)),
        Case(
            opcode: .f32x4ConvertI32x4S, b: Vector(i32: -1, 16_777_217, 0x7FFF_FFFF, -0x8000_0000),
            result: Vector(f32: -1, 16_777_216, 2_147_483_648, -2_147_483_648)),
        Case(
            opcode: .f32x4ConvertI32x4U, b: Vector(i32: -1, 16_777_219, 0x7FFF_FFFF, -0x8000_0000),
            result: Vector(f32: 4_294_967_296, 16_777_220, 2_147_483_648, 2_147_483_648)),
        Case(opcode: .f64x2ConvertLowI32x4S, b: mixed32, result: Vector(f64: 1, -1)),
        Case(opcode: .f64x2ConvertLowI32x4U, b: mixed32, result: Vector(f64: 1, 4_294_967_295)),
        Case(opcode: .f32x4DemoteF64x2Zero, b: Vector(f64: 1.1, -1e300), result: Vector(f32: 1.1, -.infinity, 0, 0)),
        Case(
            opcode: .f64x2PromoteLowF32x4, b: Vector(f32: 1.5, -.infinity, 3, 4), result: Vector(f64: 1.5, -.infinity)),
        // (1 + 2^-12)² = 1 + 2^-11 + 2^-24, whose last term only a fused sum would keep.
        Case(
            opcode: .f32x4RelaxedMadd, b: Vector(f32: 1.000244140625, 2, -3, 0),
            c: Vector(f32: 1.000244140625, 3, 4, 0), d: Vector(f32: -1.00048828125, 1, 5, -0.0),
            result: Vector(f32: 0, 7, -7, 0)),
        Case(
            opcode: .f32x4RelaxedNmadd, b: Vector(f32: 1.000244140625, 2, -3, 1),
            c: Vector(f32: 1.000244140625, 3, 4, 1), d: Vector(f32: 1.00048828125, 1, 5, 1),
            result: Vector(f32: 0, -5, 17, 0)),
        Case(
            opcode: .f64x2RelaxedMadd, b: Vector(f64: 2, 3), c: Vector(f64: 5, 7), d: Vector(f64: 1, -1),
            result: Vector(f64: 11, 20)),
        Case(
            opcode: .f64x2RelaxedNmadd, b: Vector(f64: 2, 3), c: Vector(f64: 5, 7), d: Vector(f64: 1, -1),
            result: Vector(f64: -9, -22)),
    ]

    @Test(arguments: lanes + widening + conversions)
    func vectorResults(_ test: Case) {
        var machine = VectorMachine()
        let result = machine.run(test.opcode, test.b, test.c, test.d, lane: test.lane, scalar: test.scalar)
        #expect(result.vector == test.result)
        #expect(result.scalar == 0)
    }

    @Test(
        arguments: [
            (.i8x16ExtractLaneS, mixed, 13, 0xFFFF_FF9C), (.i8x16ExtractLaneU, mixed, 13, 0x9C),
            (.v128Store8Lane, mixed, 13, 0x9C), (.i16x8ExtractLaneS, mixed16, 7, 0xFFFF_FE70),
            (.i16x8ExtractLaneU, mixed16, 7, 0xFE70), (.v128Store16Lane, mixed16, 7, 0xFE70),
            (.i32x4ExtractLane, mixed32, 3, 0x8000_0000), (.v128Store32Lane, mixed32, 1, 0xFFFF_FFFF),
            (.f32x4ExtractLane, Vector(f32: 0, 0, 1, 0), 2, 0x3F80_0000),
            (.i64x2ExtractLane, Vector(i64: 1, -1), 1, .max),
            (.f64x2ExtractLane, Vector(f64: 0, 1), 1, 0x3FF0_0000_0000_0000),
            (.v128Store64Lane, Vector(i64: 5, 6), 0, 5),
            (.v128AnyTrue, Vector(i8: 0), 0, 0), (.v128AnyTrue, Vector(i64: 0, .min), 0, 1),
            (.i8x16AllTrue, mixed, 0, 0), (.i8x16AllTrue, Vector([UInt8](repeating: 0x80, count: 16)), 0, 1),
            (.i16x8AllTrue, mixed16, 0, 1), (.i16x8AllTrue, Vector(i16: 1, 2, 3, 4, 5, 6, 7, 0), 0, 0),
            (.i32x4AllTrue, mixed32, 0, 1), (.i32x4AllTrue, Vector(i32: 1, 2, 0, 4), 0, 0),
            (.i64x2AllTrue, Vector(i64: 1 << 32, 1), 0, 1), (.i64x2AllTrue, Vector(i64: 1, 0), 0, 0),
            (.i8x16Bitmask, mixed, 0, 0b0010_1010_0010_1010), (.i16x8Bitmask, mixed16, 0, 0b1010_1010),
            (.i32x4Bitmask, mixed32, 0, 0b1010), (.i64x2Bitmask, Vector(i64: 1, -1), 0, 0b10),
        ] as [(Opcode, Vector, Int, UInt64)])
    func scalarResults(_ opcode: Opcode, _ operand: Vector, _ lane: Int, _ expected: UInt64) {
        var machine = VectorMachine()
        #expect(machine.run(opcode, operand, lane: lane).scalar == expected)
    }

    @Test func shuffleTakesLanesOfBothOperands() {
        var machine = VectorMachine()
        machine[1] = VectorTests.counting
        machine[65_535] = Vector(i8: 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31)
        let numbers = Vector(i8: 31, 0, 15, 16, 1, 1, 1, 30, 2, 3, 20, 20, 7, 8, 9, 10)
        let halves = numbers.lanes(UInt64.self)
        let span = machine.window.mutableSpan
        shuffleVectors(VectorSlots(a: 1, b: 1, c: 65_535), halves[0], halves[1], span)
        #expect(machine[1] == numbers)
    }

    /// Lane numbers with a pattern, and one number in each that breaks it.
    static let shuffles: [(operation: VectorOperation?, numbers: [Int])] = [
        (.shuffleLanes32, [4, 5, 6, 7, 0, 1, 2, 3, 28, 29, 30, 31, 16, 17, 18, 19]),
        (.shuffleLanes32, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
        (.shuffleLanes32, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]),
        (.shuffleLanes16, [2, 3, 0, 1, 30, 31, 16, 17, 14, 15, 14, 15, 22, 23, 8, 9]),
        (.shuffleLanes16, [0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23]),
        (.shuffleBlend, [0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31]),
        (.shuffleBlend, [16, 17, 18, 3, 4, 5, 6, 7, 24, 9, 10, 11, 12, 13, 14, 31]),
        (.shuffleInterleaveLow8, [0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23]),
        (.shuffleInterleaveHigh8, [8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31]),
        (nil, [31, 0, 15, 16, 1, 1, 1, 30, 2, 3, 20, 20, 7, 8, 9, 10]),
        (nil, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
    ]

    /// A pattern's operation does what any lane numbers do, also where the result's slot is an operand's.
    @Test func patternsOfShufflesAreShuffles() {
        var machine = VectorMachine()
        for (operation, pattern) in VectorTests.shuffles {
            for broken in [nil] + Array(0..<16) {
                var numbers = pattern
                if let broken { numbers[broken] = (numbers[broken] + 9) % 32 }
                let halves = Vector(numbers.map { UInt8($0) }).lanes(UInt64.self)
                let shuffle = VectorShuffle(low: halves[0], high: halves[1])
                if broken == nil { #expect(shuffle?.operation == operation, "\(numbers)") }
                for slots in [
                    VectorSlots(a: 3, b: 1, c: 2), VectorSlots(a: 1, b: 1, c: 2), VectorSlots(a: 2, b: 1, c: 2),
                ] {
                    machine[1] = VectorTests.counting
                    machine[2] = Vector(i8: 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31)
                    if let shuffle {
                        let details = UInt64(VectorOperands.detail(shuffle.operation)) | UInt64(shuffle.numbers) << 32
                        _ = executeVector(VectorOperands(slots, details: details), 0, machine.window.mutableSpan)
                    } else {
                        shuffleVectors(slots, halves[0], halves[1], machine.window.mutableSpan)
                    }
                    #expect(machine[UInt16(slots.a)] == Vector(numbers.map { UInt8($0) }), "\(numbers)")
                }
            }
        }
    }

    @Test func bytesOfVectorsAreLittleEndian() {
        var vectors = [SIMD4<UInt32>](repeating: SIMD4(), count: 3)
        setVectors(&vectors, from: 2, VectorTests.counting.bytes + [1, 2, 3])
        #expect(vectors[2] == SIMD4(0x0302_0100, 0x0706_0504, 0x0B0A_0908, 0x0F0E_0D0C))
        #expect(vectorBytes(vectors[1...]) == [UInt8](repeating: 0, count: 16) + VectorTests.counting.bytes)
        setVectors(&vectors, from: 3, VectorTests.counting.bytes)
        setVectors(&vectors, from: 4, VectorTests.counting.bytes)
        #expect(vectors[..<2] == [SIMD4(), SIMD4()])
    }

    @Test func windowOfAnotherLengthIsLeftAlone() {
        var vectors = [SIMD4<UInt32>](repeating: SIMD4(repeating: 7), count: 4)
        var span = vectors.mutableSpan
        #expect(executeVector(.i8x16ExtractLaneU, &span, a: 0, b: 0, c: 0, d: 0, lane: 0, scalar: 0) == 0)
        #expect(executeVector(.i8x16Splat, &span, a: 0, b: 0, c: 0, d: 0, lane: 0, scalar: 1) == 0)
        copyVectors(VectorSlots(a: 0, b: 1, c: 1), vectors.mutableSpan)
        zeroVectors(VectorSlots(a: 0, b: 1, c: 0), vectors.mutableSpan)
        shuffleVectors(VectorSlots(a: 0, b: 1, c: 1), 0, 0, vectors.mutableSpan)
        #expect(vectors == [SIMD4<UInt32>](repeating: SIMD4(repeating: 7), count: 4))
    }

    /// Every vector instruction is implemented: one that the function of its group does not know would leave the
    /// destination unchanged.
    @Test func everyVectorInstructionIsDone() {
        var machine = VectorMachine()
        let others: Set<Opcode> = [.v128Load, .v128Store, .v128Const, .i8x16Shuffle]
        for row in InstructionTable.rows where row.prefix == 0xFD && !others.contains(row.opcode) {
            guard InstructionTable.signatures[Int(row.opcode.rawValue)]?.result == .v128 else { continue }
            machine[9] = Vector(i64: 0x1357_9BDF_0246_8ACE, 0x1122_3344_5566_7788)
            machine[1] = VectorTests.mixed
            machine[2] = Vector(f32: 1, 2, 3, 4)
            var span = machine.window.mutableSpan
            _ = executeVector(row.opcode, &span, a: 9, b: 1, c: 2, d: 2, lane: 0, scalar: 1)
            #expect(machine[9] != Vector(i64: 0x1357_9BDF_0246_8ACE, 0x1122_3344_5566_7788), "\(row.name)")
        }
    }
}
