// The most frequent operations on vectors, which the full loop performs in arms or by calling
// `Vectors/VectorKernels.swift`. Each returns its result, and the arm writes that into the frame's vectors.

extension Span where Element == InstructionHead {
    @inline(__always) func f32x4Add(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 {
        sumF32x4(v.u32x4(b(at)), v.u32x4(c(at)))
    }
    @inline(__always) func f32x4Sub(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 {
        differenceF32x4(v.u32x4(b(at)), v.u32x4(c(at)))
    }
    @inline(__always) func f32x4Mul(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 {
        productF32x4(v.u32x4(b(at)), v.u32x4(c(at)))
    }
    @inline(__always) func f64x2Add(_ at: Int, _ v: borrowing VectorFrame) -> U64x2 {
        sumF64x2(v.u64x2(b(at)), v.u64x2(c(at)))
    }
    @inline(__always) func f64x2Sub(_ at: Int, _ v: borrowing VectorFrame) -> U64x2 {
        differenceF64x2(v.u64x2(b(at)), v.u64x2(c(at)))
    }
    @inline(__always) func f64x2Mul(_ at: Int, _ v: borrowing VectorFrame) -> U64x2 {
        productF64x2(v.u64x2(b(at)), v.u64x2(c(at)))
    }
    @inline(__always) func i32x4DotI16x8S(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 {
        dotProduct(v.u16x8(b(at)), v.u16x8(c(at)))
    }
    @inline(__always) func i8x16NarrowI16x8U(_ at: Int, _ v: borrowing VectorFrame) -> U8x16 {
        narrowedUnsigned(v.u16x8(b(at)), v.u16x8(c(at)))
    }
    @inline(__always) func i16x8ExtendLowI8x16U(_ at: Int, _ v: borrowing VectorFrame) -> U16x8 {
        extendedLow(v.u8x16(b(at)))
    }
    @inline(__always) func i16x8ExtendHighI8x16U(_ at: Int, _ v: borrowing VectorFrame) -> U16x8 {
        extendedHigh(v.u8x16(b(at)))
    }
    @inline(__always) func i32x4Add(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { v.u32x4(b(at)) &+ v.u32x4(c(at)) }
    @inline(__always) func i32x4Sub(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { v.u32x4(b(at)) &- v.u32x4(c(at)) }
    @inline(__always) func i32x4Mul(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { v.u32x4(b(at)) &* v.u32x4(c(at)) }
    @inline(__always) func i16x8Add(_ at: Int, _ v: borrowing VectorFrame) -> U16x8 { v.u16x8(b(at)) &+ v.u16x8(c(at)) }
    @inline(__always) func i16x8Sub(_ at: Int, _ v: borrowing VectorFrame) -> U16x8 { v.u16x8(b(at)) &- v.u16x8(c(at)) }
    @inline(__always) func i16x8Mul(_ at: Int, _ v: borrowing VectorFrame) -> U16x8 { v.u16x8(b(at)) &* v.u16x8(c(at)) }
    @inline(__always) func i8x16Add(_ at: Int, _ v: borrowing VectorFrame) -> U8x16 { v.u8x16(b(at)) &+ v.u8x16(c(at)) }
    @inline(__always) func i8x16Sub(_ at: Int, _ v: borrowing VectorFrame) -> U8x16 { v.u8x16(b(at)) &- v.u8x16(c(at)) }
    @inline(__always) func i64x2Add(_ at: Int, _ v: borrowing VectorFrame) -> U64x2 { v.u64x2(b(at)) &+ v.u64x2(c(at)) }
    @inline(__always) func v128And(_ at: Int, _ v: borrowing VectorFrame) -> U8x16 { v.u8x16(b(at)) & v.u8x16(c(at)) }
    @inline(__always) func v128Or(_ at: Int, _ v: borrowing VectorFrame) -> U8x16 { v.u8x16(b(at)) | v.u8x16(c(at)) }
    @inline(__always) func v128Xor(_ at: Int, _ v: borrowing VectorFrame) -> U8x16 { v.u8x16(b(at)) ^ v.u8x16(c(at)) }

    @inline(__always) func i16x8Shl(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: borrowing VectorFrame
    ) -> U16x8 {
        v.u16x8(b(at)) &<< U16x8(repeating: UInt16(truncatingIfNeeded: f.u64(d.slotY(at))))
    }

    @inline(__always) func i16x8ShrU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: borrowing VectorFrame
    ) -> U16x8 {
        v.u16x8(b(at)) &>> U16x8(repeating: UInt16(truncatingIfNeeded: f.u64(d.slotY(at))))
    }

    /// Reads half of the constant from the next instruction, which the arm skips.
    @inline(__always) func vectorConstant(_ at: Int, _ d: borrowing Details) -> U64x2 {
        U64x2(d.wide(at), d.wide(at &+ 1))
    }

    @inline(__always) func vectorCopy(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { v.u32x4(b(at)) }
}
