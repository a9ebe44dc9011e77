// Specification: Execution / Numerics / Vector Operations: integer operations whose results have wider or narrower lanes
// than their operands. Each instruction is a method of its first operand, with the instruction's name.

// MARK: Extensions

extension SIMD4<UInt32> {
    @inline(__always) func i16x8ExtendLowI8x16S() -> Self { Self(bits: s8x16.extendedLow()) }
    @inline(__always) func i16x8ExtendHighI8x16S() -> Self { Self(bits: s8x16.extendedHigh()) }
    @inline(__always) func i16x8ExtendLowI8x16U() -> Self { Self(bits: u8x16.extendedLow()) }
    @inline(__always) func i16x8ExtendHighI8x16U() -> Self { Self(bits: u8x16.extendedHigh()) }
    @inline(__always) func i32x4ExtendLowI16x8S() -> Self { Self(bits: S32x4(truncatingIfNeeded: s16x8.lowHalf)) }
    @inline(__always) func i32x4ExtendHighI16x8S() -> Self { Self(bits: S32x4(truncatingIfNeeded: s16x8.highHalf)) }
    @inline(__always) func i32x4ExtendLowI16x8U() -> Self { Self(truncatingIfNeeded: u16x8.lowHalf) }
    @inline(__always) func i32x4ExtendHighI16x8U() -> Self { Self(truncatingIfNeeded: u16x8.highHalf) }
    @inline(__always) func i64x2ExtendLowI32x4S() -> Self { Self(bits: S64x2(truncatingIfNeeded: s32x4.lowHalf)) }
    @inline(__always) func i64x2ExtendHighI32x4S() -> Self { Self(bits: S64x2(truncatingIfNeeded: s32x4.highHalf)) }
    @inline(__always) func i64x2ExtendLowI32x4U() -> Self { Self(self[0], 0, self[1], 0) }
    @inline(__always) func i64x2ExtendHighI32x4U() -> Self { Self(self[2], 0, self[3], 0) }

    // Lanes 0, 2, 4, …, and lanes 1, 3, 5, …, extended in their places.
    @inline(__always) private var evenHalvesS: Self { Self(bits: (s32x4 &<< 16) &>> 16) }
    @inline(__always) private var oddHalvesS: Self { Self(bits: s32x4 &>> 16) }

    @inline(__always) func i16x8ExtaddPairwiseI8x16S() -> Self {
        let x = s16x8
        return Self(bits: ((x &<< 8) &>> 8) &+ (x &>> 8))
    }
    @inline(__always) func i16x8ExtaddPairwiseI8x16U() -> Self {
        (self & Self(eachHalf: 0xFF)) &+ ((self &>> 8) & Self(eachHalf: 0xFF))
    }
    @inline(__always) func i32x4ExtaddPairwiseI16x8S() -> Self { evenHalvesS &+ oddHalvesS }
    @inline(__always) func i32x4ExtaddPairwiseI16x8U() -> Self { (self & Self(repeating: 0xFFFF)) &+ (self &>> 16) }
}

// MARK: Products

extension SIMD4<UInt32> {
    @inline(__always) func i16x8ExtmulLowI8x16S(_ y: Self) -> Self {
        i16x8ExtendLowI8x16S().i16x8Mul(y.i16x8ExtendLowI8x16S())
    }
    @inline(__always) func i16x8ExtmulHighI8x16S(_ y: Self) -> Self {
        i16x8ExtendHighI8x16S().i16x8Mul(y.i16x8ExtendHighI8x16S())
    }
    @inline(__always) func i16x8ExtmulLowI8x16U(_ y: Self) -> Self {
        i16x8ExtendLowI8x16U().i16x8Mul(y.i16x8ExtendLowI8x16U())
    }
    @inline(__always) func i16x8ExtmulHighI8x16U(_ y: Self) -> Self {
        i16x8ExtendHighI8x16U().i16x8Mul(y.i16x8ExtendHighI8x16U())
    }
    @inline(__always) func i32x4ExtmulLowI16x8S(_ y: Self) -> Self {
        i32x4ExtendLowI16x8S() &* y.i32x4ExtendLowI16x8S()
    }
    @inline(__always) func i32x4ExtmulHighI16x8S(_ y: Self) -> Self {
        i32x4ExtendHighI16x8S() &* y.i32x4ExtendHighI16x8S()
    }
    @inline(__always) func i32x4ExtmulLowI16x8U(_ y: Self) -> Self {
        i32x4ExtendLowI16x8U() &* y.i32x4ExtendLowI16x8U()
    }
    @inline(__always) func i32x4ExtmulHighI16x8U(_ y: Self) -> Self {
        i32x4ExtendHighI16x8U() &* y.i32x4ExtendHighI16x8U()
    }
    @inline(__always) func i64x2ExtmulLowI32x4S(_ y: Self) -> Self {
        i64x2ExtendLowI32x4S().i64x2Mul(y.i64x2ExtendLowI32x4S())
    }
    @inline(__always) func i64x2ExtmulHighI32x4S(_ y: Self) -> Self {
        i64x2ExtendHighI32x4S().i64x2Mul(y.i64x2ExtendHighI32x4S())
    }
    @inline(__always) func i64x2ExtmulLowI32x4U(_ y: Self) -> Self {
        i64x2ExtendLowI32x4U().i64x2Mul(y.i64x2ExtendLowI32x4U())
    }
    @inline(__always) func i64x2ExtmulHighI32x4U(_ y: Self) -> Self {
        i64x2ExtendHighI32x4U().i64x2Mul(y.i64x2ExtendHighI32x4U())
    }

    /// Sums of neighbouring products. A sum wraps only if all four lanes are the least number. Written this way, it is one
    /// machine instruction.
    @inline(__always) func i32x4DotI16x8S(_ y: Self) -> Self {
        let even = S32x4(truncatingIfNeeded: s16x8.evenHalf) &* S32x4(truncatingIfNeeded: y.s16x8.evenHalf)
        let odd = S32x4(truncatingIfNeeded: s16x8.oddHalf) &* S32x4(truncatingIfNeeded: y.s16x8.oddHalf)
        return Self(bits: even &+ odd)
    }

    @inline(__always) func i16x8RelaxedDotI8x16I7x16S(_ y: Self) -> Self { Self(bits: s8x16.relaxedDot(y.s8x16)) }

    @inline(__always) func i32x4RelaxedDotI8x16I7x16AddS(_ y: Self, _ z: Self) -> Self {
        i16x8RelaxedDotI8x16I7x16S(y).i32x4ExtaddPairwiseI16x8S() &+ z
    }
}

// MARK: Narrowing

extension SIMD4<UInt32> {
    @inline(__always) func i8x16NarrowI16x8S(_ y: Self) -> Self { Self(bits: s16x8.narrowedSigned(y.s16x8)) }

    @inline(__always) func i8x16NarrowI16x8U(_ y: Self) -> Self { Self(bits: s16x8.narrowedUnsigned(y.s16x8)) }

    @inline(__always) func i16x8NarrowI32x4S(_ y: Self) -> Self { Self(bits: s32x4.narrowedSigned(y.s32x4)) }

    @inline(__always) func i16x8NarrowI32x4U(_ y: Self) -> Self { Self(bits: s32x4.narrowedUnsigned(y.s32x4)) }
}
