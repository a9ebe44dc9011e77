// Operations on lanes of 8 and 16 bits that are steps of an instruction. They are out of line: if the compiler sees two of
// them, one after the other, it takes the vector between them apart into its lanes.

extension SIMD4<UInt32> {
    @inline(never) func adding8(_ y: Self) -> Self { i8x16Add(y) }
    @inline(never) func subtracting8(_ y: Self) -> Self { i8x16Sub(y) }
    @inline(never) func isLessS8(_ y: Self) -> Self { i8x16LtS(y) }
    @inline(never) func isLessU8(_ y: Self) -> Self { i8x16LtU(y) }
    @inline(never) func adding16(_ y: Self) -> Self { i16x8Add(y) }
    @inline(never) func subtracting16(_ y: Self) -> Self { i16x8Sub(y) }
    @inline(never) func isLessS16(_ y: Self) -> Self { i16x8LtS(y) }
    @inline(never) func isLessU16(_ y: Self) -> Self { i16x8LtU(y) }
    @inline(never) func multiplying16(_ y: Self) -> Self { i16x8Mul(y) }

    /// The even lanes of 8 bits, extended in their places.
    @inline(never) func evenBytesS() -> Self { Self(bits: (s16x8 &<< 8) &>> 8) }
    @inline(never) func oddBytesS() -> Self { Self(bits: s16x8 &>> 8) }

    /// The low bytes of the lanes of 16 bits of both vectors.
    @inline(never) func packedBytes(_ y: Self) -> Self {
        Self(bits: U8x16(lowHalf: u8x16.evenHalf, highHalf: y.u8x16.evenHalf))
    }

    /// The low halves of the lanes of both vectors.
    @inline(never) func packedHalves(_ y: Self) -> Self {
        Self(bits: U16x8(lowHalf: u16x8.evenHalf, highHalf: y.u16x8.evenHalf))
    }
}
