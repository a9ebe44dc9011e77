// Specification: Execution / Numerics / Integer Operations, on all lanes of a vector at once. Each instruction is a method
// of its first operand, with the instruction's name.
//
// An operator of the standard library on two vectors is one machine instruction if nothing else is done with their lanes
// of 8 or 16 bits. Bits are therefore shifted, masked and selected in lanes of 32 bits, which need no conversion.

// MARK: i8x16

extension SIMD4<UInt32> {
    @inline(__always) func i8x16Add(_ y: Self) -> Self { Self(bits: u8x16 &+ y.u8x16) }
    @inline(__always) func i8x16Sub(_ y: Self) -> Self { Self(bits: u8x16 &- y.u8x16) }
    @inline(__always) func i8x16Neg() -> Self { Self(bits: s8x16.negated()) }

    @inline(__always) func i8x16Abs() -> Self { Self(bits: s8x16.absolute()) }

    @inline(__always) func i8x16AddSatS(_ y: Self) -> Self { Self(bits: s8x16.addingSaturated(y.s8x16)) }

    @inline(__always) func i8x16SubSatS(_ y: Self) -> Self { Self(bits: s8x16.subtractingSaturated(y.s8x16)) }

    @inline(__always) func i8x16AddSatU(_ y: Self) -> Self { Self(bits: u8x16.addingSaturated(y.u8x16)) }
    @inline(__always) func i8x16SubSatU(_ y: Self) -> Self { Self(bits: u8x16.subtractingSaturated(y.u8x16)) }

    /// Half of the sum, rounded up: the bits that either has, less half of those that only one has, which is never more.
    @inline(__always) func i8x16AvgrU(_ y: Self) -> Self {
        (self | y) &- (((self ^ y) &>> 1) & Self(eachByte: 0x7F))
    }

    @inline(__always) func i8x16MinS(_ y: Self) -> Self { Self(bits: s8x16.minimum(y.s8x16)) }
    @inline(__always) func i8x16MaxS(_ y: Self) -> Self { Self(bits: s8x16.maximum(y.s8x16)) }
    @inline(__always) func i8x16MinU(_ y: Self) -> Self { Self(bits: u8x16.minimum(y.u8x16)) }
    @inline(__always) func i8x16MaxU(_ y: Self) -> Self { Self(bits: u8x16.maximum(y.u8x16)) }

    /// Sums of bits in pairs, then nibbles, then bytes.
    @inline(__always) func i8x16Popcnt() -> Self {
        let pairs = self &- ((self &>> 1) & Self(eachByte: 0x55))
        let nibbles = (pairs & Self(eachByte: 0x33)) &+ ((pairs &>> 2) & Self(eachByte: 0x33))
        return (nibbles &+ (nibbles &>> 4)) & Self(eachByte: 0x0F)
    }

    @inline(__always) func i8x16Shl(_ amount: UInt64) -> Self {
        let n = UInt32(truncatingIfNeeded: amount & 7)
        return (self &<< Self(repeating: n)) & Self(eachByte: (0xFF &<< n) & 0xFF)
    }

    @inline(__always) func i8x16ShrU(_ amount: UInt64) -> Self {
        let n = UInt32(truncatingIfNeeded: amount & 7)
        return (self &>> Self(repeating: n)) & Self(eachByte: 0xFF &>> n)
    }

    /// The shifted bits, and above them copies of the sign.
    @inline(__always) func i8x16ShrS(_ amount: UInt64) -> Self {
        let n = UInt32(truncatingIfNeeded: amount & 7)
        let signs = self & Self(eachByte: 0x80)
        return i8x16ShrU(amount) | ((signs &- (signs &>> Self(repeating: n))) &<< 1)
    }

    @inline(__always) func i8x16AllTrue() -> UInt64 { any(u8x16 .== U8x16()) ? 0 : 1 }

    /// Bit k is the sign of lane k. The product moves the signs of eight lanes next to each other.
    @inline(__always) func i8x16Bitmask() -> UInt64 {
        let signs = (self &>> 7) & Self(eachByte: 1)
        let halves = signs.u64x2
        let low = (halves[0] &* 0x0102_0408_1020_4080) &>> 56
        return low | ((halves[1] &* 0x0102_0408_1020_4080) &>> 56) &<< 8
    }
}

// MARK: i16x8

extension SIMD4<UInt32> {
    @inline(__always) func i16x8Add(_ y: Self) -> Self { Self(bits: u16x8 &+ y.u16x8) }
    @inline(__always) func i16x8Sub(_ y: Self) -> Self { Self(bits: u16x8 &- y.u16x8) }
    @inline(__always) func i16x8Mul(_ y: Self) -> Self { Self(bits: u16x8 &* y.u16x8) }
    @inline(__always) func i16x8Neg() -> Self { Self(bits: s16x8.negated()) }

    @inline(__always) func i16x8Abs() -> Self { Self(bits: s16x8.absolute()) }

    @inline(__always) func i16x8AddSatS(_ y: Self) -> Self { Self(bits: s16x8.addingSaturated(y.s16x8)) }

    @inline(__always) func i16x8SubSatS(_ y: Self) -> Self { Self(bits: s16x8.subtractingSaturated(y.s16x8)) }

    @inline(__always) func i16x8AddSatU(_ y: Self) -> Self { Self(bits: u16x8.addingSaturated(y.u16x8)) }
    @inline(__always) func i16x8SubSatU(_ y: Self) -> Self { Self(bits: u16x8.subtractingSaturated(y.u16x8)) }

    @inline(__always) func i16x8AvgrU(_ y: Self) -> Self {
        (self | y) &- (((self ^ y) &>> 1) & Self(eachHalf: 0x7FFF))
    }

    @inline(__always) func i16x8MinS(_ y: Self) -> Self { Self(bits: s16x8.minimum(y.s16x8)) }
    @inline(__always) func i16x8MaxS(_ y: Self) -> Self { Self(bits: s16x8.maximum(y.s16x8)) }
    @inline(__always) func i16x8MinU(_ y: Self) -> Self { Self(bits: u16x8.minimum(y.u16x8)) }
    @inline(__always) func i16x8MaxU(_ y: Self) -> Self { Self(bits: u16x8.maximum(y.u16x8)) }

    @inline(__always) func i16x8Shl(_ amount: UInt64) -> Self { Self(bits: u16x8.shifted(leftBy: amount)) }

    @inline(__always) func i16x8ShrU(_ amount: UInt64) -> Self { Self(bits: u16x8.shifted(rightBy: amount)) }

    @inline(__always) func i16x8ShrS(_ amount: UInt64) -> Self {
        let n = UInt32(truncatingIfNeeded: amount & 15)
        let signs = self & Self(eachHalf: 0x8000)
        let shifted = (self &>> Self(repeating: n)) & Self(eachHalf: 0xFFFF &>> n)
        return shifted | ((signs &- (signs &>> Self(repeating: n))) &<< 1)
    }

    @inline(__always) func i16x8AllTrue() -> UInt64 { any(u16x8 .== U16x8()) ? 0 : 1 }

    @inline(__always) func i16x8Bitmask() -> UInt64 {
        let signs = (self &>> 15) & Self(eachHalf: 1)
        let halves = signs.u64x2
        let low = (halves[0] &* 0x0001_0002_0004_0008) &>> 48
        return low | ((halves[1] &* 0x0001_0002_0004_0008) &>> 48) &<< 4
    }

    /// The product of two fractions of 15 bits, rounded; only that of -1 and -1 saturates: its result would be 0x8000.
    @inline(__always) func i16x8Q15mulrSatS(_ y: Self) -> Self {
        let low = i32x4ExtmulLowI16x8S(y).roundedFraction
        let high = i32x4ExtmulHighI16x8S(y).roundedFraction
        let product = Self(
            bits: U16x8(truncatingIfNeeded: SIMD8<UInt32>(lowHalf: low, highHalf: high)))
        return product ^ product.i16x8Eq(Self(eachHalf: 0x8000))
    }

    @inline(__always) private var roundedFraction: Self { (self &+ 0x4000) &>> 15 }
}

// MARK: i32x4

extension SIMD4<UInt32> {
    @inline(__always) func i32x4Add(_ y: Self) -> Self { self &+ y }
    @inline(__always) func i32x4Sub(_ y: Self) -> Self { self &- y }
    @inline(__always) func i32x4Mul(_ y: Self) -> Self { self &* y }
    @inline(__always) func i32x4Neg() -> Self { Self() &- self }

    @inline(__always) func i32x4Abs() -> Self {
        let negative = i32x4LtS(Self())
        return (self ^ negative) &- negative
    }

    @inline(__always) func i32x4MinS(_ y: Self) -> Self {
        Self(bits: s32x4.replacing(with: y.s32x4, where: y.s32x4 .< s32x4))
    }
    @inline(__always) func i32x4MaxS(_ y: Self) -> Self {
        Self(bits: s32x4.replacing(with: y.s32x4, where: y.s32x4 .> s32x4))
    }
    @inline(__always) func i32x4MinU(_ y: Self) -> Self { replacing(with: y, where: y .< self) }
    @inline(__always) func i32x4MaxU(_ y: Self) -> Self { replacing(with: y, where: y .> self) }

    @inline(__always) func i32x4Shl(_ amount: UInt64) -> Self {
        self &<< Self(repeating: UInt32(truncatingIfNeeded: amount))
    }

    @inline(__always) func i32x4ShrU(_ amount: UInt64) -> Self {
        self &>> Self(repeating: UInt32(truncatingIfNeeded: amount))
    }

    @inline(__always) func i32x4ShrS(_ amount: UInt64) -> Self {
        Self(bits: s32x4 &>> S32x4(repeating: Int32(truncatingIfNeeded: amount)))
    }

    @inline(__always) func i32x4AllTrue() -> UInt64 { any(self .== Self()) ? 0 : 1 }

    @inline(__always) func i32x4Bitmask() -> UInt64 {
        let signs = self &>> 31
        return UInt64(signs[0] | signs[1] &<< 1 | signs[2] &<< 2 | signs[3] &<< 3)
    }
}

// MARK: i64x2

extension SIMD4<UInt32> {
    @inline(__always) func i64x2Add(_ y: Self) -> Self { Self(bits: u64x2 &+ y.u64x2) }
    @inline(__always) func i64x2Sub(_ y: Self) -> Self { Self(bits: u64x2 &- y.u64x2) }
    @inline(__always) func i64x2Mul(_ y: Self) -> Self { Self(bits: u64x2 &* y.u64x2) }
    @inline(__always) func i64x2Neg() -> Self { Self().i64x2Sub(self) }

    @inline(__always) func i64x2Abs() -> Self {
        let negative = i64x2LtS(Self())
        return (self ^ negative).i64x2Sub(negative)
    }

    @inline(__always) func i64x2Shl(_ amount: UInt64) -> Self { Self(bits: u64x2 &<< U64x2(repeating: amount)) }
    @inline(__always) func i64x2ShrU(_ amount: UInt64) -> Self { Self(bits: u64x2 &>> U64x2(repeating: amount)) }
    @inline(__always) func i64x2ShrS(_ amount: UInt64) -> Self {
        Self(bits: s64x2 &>> S64x2(repeating: Int64(truncatingIfNeeded: amount)))
    }

    @inline(__always) func i64x2AllTrue() -> UInt64 { any(u64x2 .== U64x2()) ? 0 : 1 }
    @inline(__always) func i64x2Bitmask() -> UInt64 { UInt64(self[1] &>> 31 | (self[3] &>> 31) &<< 1) }
}

// MARK: v128

extension SIMD4<UInt32> {
    @inline(__always) func v128Not() -> Self { ~self }
    @inline(__always) func v128And(_ y: Self) -> Self { self & y }
    @inline(__always) func v128Andnot(_ y: Self) -> Self { self & ~y }
    @inline(__always) func v128Or(_ y: Self) -> Self { self | y }
    @inline(__always) func v128Xor(_ y: Self) -> Self { self ^ y }
    @inline(__always) func v128Bitselect(_ y: Self, _ mask: Self) -> Self { selected(y, mask) }
    @inline(__always) func v128AnyTrue() -> UInt64 { u64x2 == U64x2() ? 0 : 1 }
}
