// A v128 is four 32-bit lanes, lane 0 in the lowest bits. The instructions on other shapes see the same bits in other
// lanes: each lane is taken out of the number and put into the other vector, for which the compiler writes no machine
// instruction (RATIONALE.md, "Slots for vectors").

// The shapes, named by how their lanes are interpreted: unsigned, signed, floating-point.
typealias U8x16 = SIMD16<UInt8>
typealias S8x16 = SIMD16<Int8>
typealias U16x8 = SIMD8<UInt16>
typealias S16x8 = SIMD8<Int16>
typealias U32x4 = SIMD4<UInt32>
typealias S32x4 = SIMD4<Int32>
typealias U64x2 = SIMD2<UInt64>
typealias S64x2 = SIMD2<Int64>
typealias F32x4 = SIMD4<Float>
typealias F64x2 = SIMD2<Double>

// MARK: The same bits in other lanes

extension SIMD4<UInt32> {
    @inline(__always) private func byte(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: self[index &>> 2] &>> UInt32(truncatingIfNeeded: (index & 3) &* 8))
    }

    @inline(__always) private func half(_ index: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: self[index &>> 1] &>> UInt32(truncatingIfNeeded: (index & 1) &* 16))
    }

    @inline(__always) var u8x16: U8x16 {
        U8x16(
            byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7), byte(8), byte(9), byte(10),
            byte(11), byte(12), byte(13), byte(14), byte(15))
    }

    @inline(__always) var u16x8: U16x8 {
        U16x8(half(0), half(1), half(2), half(3), half(4), half(5), half(6), half(7))
    }

    @inline(__always) var u64x2: U64x2 {
        U64x2(UInt64(self[0]) | UInt64(self[1]) &<< 32, UInt64(self[2]) | UInt64(self[3]) &<< 32)
    }

    @inline(__always) var f32x4: F32x4 {
        F32x4(
            Float(bitPattern: self[0]), Float(bitPattern: self[1]), Float(bitPattern: self[2]),
            Float(bitPattern: self[3]))
    }

    @inline(__always) var f64x2: F64x2 {
        let bits = u64x2
        return F64x2(Double(bitPattern: bits[0]), Double(bitPattern: bits[1]))
    }

    @inline(__always) var s8x16: S8x16 { S8x16(truncatingIfNeeded: u8x16) }
    @inline(__always) var s16x8: S16x8 { S16x8(truncatingIfNeeded: u16x8) }
    @inline(__always) var s32x4: S32x4 { S32x4(truncatingIfNeeded: self) }
    @inline(__always) var s64x2: S64x2 { S64x2(truncatingIfNeeded: u64x2) }
}

extension SIMD4<UInt32> {
    /// Returns four bytes as a lane.
    @inline(__always) private static func lane(_ bytes: U8x16, _ first: Int) -> UInt32 {
        let low = UInt32(bytes[first]) | UInt32(bytes[first &+ 1]) &<< 8
        return low | UInt32(bytes[first &+ 2]) &<< 16 | UInt32(bytes[first &+ 3]) &<< 24
    }

    @inline(__always) private static func lane(_ halves: U16x8, _ first: Int) -> UInt32 {
        UInt32(halves[first]) | UInt32(halves[first &+ 1]) &<< 16
    }

    @inline(__always) init(bits: U8x16) {
        self.init(
            Self.lane(bits, 0), Self.lane(bits, 4), Self.lane(bits, 8), Self.lane(bits, 12))
    }

    @inline(__always) init(bits: U16x8) {
        self.init(Self.lane(bits, 0), Self.lane(bits, 2), Self.lane(bits, 4), Self.lane(bits, 6))
    }

    @inline(__always) init(bits: U64x2) {
        self.init(
            UInt32(truncatingIfNeeded: bits[0]), UInt32(truncatingIfNeeded: bits[0] &>> 32),
            UInt32(truncatingIfNeeded: bits[1]), UInt32(truncatingIfNeeded: bits[1] &>> 32))
    }

    @inline(__always) init(bits: F32x4) {
        self.init(bits[0].bitPattern, bits[1].bitPattern, bits[2].bitPattern, bits[3].bitPattern)
    }

    @inline(__always) init(bits: F64x2) { self.init(bits: U64x2(bits[0].bitPattern, bits[1].bitPattern)) }
    @inline(__always) init(bits: S8x16) { self.init(bits: U8x16(truncatingIfNeeded: bits)) }
    @inline(__always) init(bits: S16x8) { self.init(bits: U16x8(truncatingIfNeeded: bits)) }
    @inline(__always) init(bits: S32x4) { self.init(truncatingIfNeeded: bits) }
    @inline(__always) init(bits: S64x2) { self.init(bits: U64x2(truncatingIfNeeded: bits)) }
}

// MARK: Masks

/// In the lanes where a mask holds, all bits are set; in the others, none.
extension SIMD4<UInt32> {
    @inline(__always) init(_ mask: SIMDMask<S8x16>) { self.init(bits: S8x16().replacing(with: -1, where: mask)) }
    @inline(__always) init(_ mask: SIMDMask<S16x8>) { self.init(bits: S16x8().replacing(with: -1, where: mask)) }
    @inline(__always) init(_ mask: SIMDMask<S32x4>) { self.init(bits: S32x4().replacing(with: -1, where: mask)) }
    @inline(__always) init(_ mask: SIMDMask<S64x2>) { self.init(bits: S64x2().replacing(with: -1, where: mask)) }

    /// These bits where the mask's are set, and otherwise those of the other vector.
    @inline(__always) func selected(_ other: Self, _ mask: Self) -> Self { (self & mask) | (other & ~mask) }

    /// A vector with the same number in each byte.
    @inline(__always) init(eachByte byte: UInt32) { self.init(repeating: byte &* 0x0101_0101) }
    /// A vector with the same number in each lane of 16 bits.
    @inline(__always) init(eachHalf half: UInt32) { self.init(repeating: half &* 0x0001_0001) }
}
