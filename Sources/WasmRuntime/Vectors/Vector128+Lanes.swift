// Specification: Execution / Instructions / Vector Instructions: those that move single lanes. Validation has checked the
// lane numbers; they are masked to show the optimiser that they are in bounds.
//
// A scalar operand or result is the bits of a slot. Instructions on floats move the same bits as those on integers.

extension SIMD4<UInt32> {
    @inline(__always) func i8x16ExtractLaneU(_ lane: Int) -> UInt64 { UInt64(u8x16[lane & 15]) }
    @inline(__always) func i8x16ExtractLaneS(_ lane: Int) -> UInt64 {
        UInt64(UInt32(bitPattern: Int32(s8x16[lane & 15])))
    }
    @inline(__always) func i16x8ExtractLaneU(_ lane: Int) -> UInt64 { UInt64(u16x8[lane & 7]) }
    @inline(__always) func i16x8ExtractLaneS(_ lane: Int) -> UInt64 {
        UInt64(UInt32(bitPattern: Int32(s16x8[lane & 7])))
    }
    @inline(__always) func i32x4ExtractLane(_ lane: Int) -> UInt64 { UInt64(self[lane & 3]) }
    @inline(__always) func i64x2ExtractLane(_ lane: Int) -> UInt64 { u64x2[lane & 1] }

    @inline(__always) func i8x16ReplaceLane(_ value: UInt64, _ lane: Int) -> Self {
        var result = u8x16
        result[lane & 15] = UInt8(truncatingIfNeeded: value)
        return Self(bits: result)
    }

    @inline(__always) func i16x8ReplaceLane(_ value: UInt64, _ lane: Int) -> Self {
        var result = u16x8
        result[lane & 7] = UInt16(truncatingIfNeeded: value)
        return Self(bits: result)
    }

    @inline(__always) func i32x4ReplaceLane(_ value: UInt64, _ lane: Int) -> Self {
        var result = self
        result[lane & 3] = UInt32(truncatingIfNeeded: value)
        return result
    }

    @inline(__always) func i64x2ReplaceLane(_ value: UInt64, _ lane: Int) -> Self {
        var result = u64x2
        result[lane & 1] = value
        return Self(bits: result)
    }

    @inline(__always) static func i8x16Splat(_ value: UInt64) -> Self {
        Self(eachByte: UInt32(UInt8(truncatingIfNeeded: value)))
    }
    @inline(__always) static func i16x8Splat(_ value: UInt64) -> Self {
        Self(eachHalf: UInt32(UInt16(truncatingIfNeeded: value)))
    }
    @inline(__always) static func i32x4Splat(_ value: UInt64) -> Self {
        Self(repeating: UInt32(truncatingIfNeeded: value))
    }
    @inline(__always) static func i64x2Splat(_ value: UInt64) -> Self { Self(bits: U64x2(repeating: value)) }

    // Loads: `value` is what was in memory.

    @inline(__always) static func v128Load64Zero(_ value: UInt64) -> Self { Self(bits: U64x2(value, 0)) }
    @inline(__always) static func v128Load8x8S(_ value: UInt64) -> Self {
        v128Load64Zero(value).i16x8ExtendLowI8x16S()
    }
    @inline(__always) static func v128Load8x8U(_ value: UInt64) -> Self {
        v128Load64Zero(value).i16x8ExtendLowI8x16U()
    }
    @inline(__always) static func v128Load16x4S(_ value: UInt64) -> Self {
        v128Load64Zero(value).i32x4ExtendLowI16x8S()
    }
    @inline(__always) static func v128Load16x4U(_ value: UInt64) -> Self {
        v128Load64Zero(value).i32x4ExtendLowI16x8U()
    }
    @inline(__always) static func v128Load32x2S(_ value: UInt64) -> Self {
        v128Load64Zero(value).i64x2ExtendLowI32x4S()
    }
    @inline(__always) static func v128Load32x2U(_ value: UInt64) -> Self {
        v128Load64Zero(value).i64x2ExtendLowI32x4U()
    }

    /// For every lane of `indices`, the lane of this vector with that number; 0 if none has it.
    @inline(__always) func i8x16Swizzle(_ indices: Self) -> Self {
        swizzledLanes(u64x2, indices.u64x2) & indices.i8x16LtU(Self(eachByte: 16))
    }
}
