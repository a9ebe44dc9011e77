// The most frequent operations on vectors, which the full loop performs in arms. Each returns its result, and the arm
// writes that into the frame's vectors.

/// The vector that the previous step has computed; `nil` if it must be read from its slot.
typealias KnownVector = SIMD4<UInt32>?

extension Span where Element == InstructionHead {
    /// The slots that the instruction at a place names.
    @inline(__always) func slots(_ at: Int) -> VectorSlots { VectorSlots(a: a(at), b: b(at), c: c(at)) }

    /// The vector in the slot that the field `b` names, or the one that the previous step has computed.
    @inline(__always) func b(_ at: Int, _ v: borrowing VectorFrame, _ known: KnownVector = nil) -> U32x4 {
        known ?? v[Int(b(at))]
    }
    @inline(__always) func c(_ at: Int, _ v: borrowing VectorFrame, _ known: KnownVector = nil) -> U32x4 {
        known ?? v[Int(c(at))]
    }

    @inline(__always) func f32x4Add(
        _ at: Int, _ v: borrowing VectorFrame, b: KnownVector = nil, c: KnownVector = nil
    ) -> U32x4 {
        self.b(at, v, b).f32x4Add(self.c(at, v, c))
    }
    @inline(__always) func f64x2Add(
        _ at: Int, _ v: borrowing VectorFrame, b: KnownVector = nil, c: KnownVector = nil
    ) -> U32x4 {
        self.b(at, v, b).f64x2Add(self.c(at, v, c))
    }
    @inline(__always) func i32x4Add(
        _ at: Int, _ v: borrowing VectorFrame, b: KnownVector = nil, c: KnownVector = nil
    ) -> U32x4 {
        self.b(at, v, b).i32x4Add(self.c(at, v, c))
    }
    @inline(__always) func i16x8Add(
        _ at: Int, _ v: borrowing VectorFrame, b: KnownVector = nil, c: KnownVector = nil
    ) -> U32x4 {
        self.b(at, v, b).i16x8Add(self.c(at, v, c))
    }
    @inline(__always) func f32x4Sub(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).f32x4Sub(c(at, v)) }
    @inline(__always) func f32x4Mul(_ at: Int, _ v: borrowing VectorFrame, c: KnownVector = nil) -> U32x4 {
        b(at, v).f32x4Mul(self.c(at, v, c))
    }
    @inline(__always) func f64x2Sub(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).f64x2Sub(c(at, v)) }
    @inline(__always) func f64x2Mul(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).f64x2Mul(c(at, v)) }
    @inline(__always) func i32x4Sub(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).i32x4Sub(c(at, v)) }
    @inline(__always) func i32x4Mul(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).i32x4Mul(c(at, v)) }
    @inline(__always) func i64x2Add(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).i64x2Add(c(at, v)) }
    @inline(__always) func i16x8Sub(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).i16x8Sub(c(at, v)) }
    @inline(__always) func i16x8Mul(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).i16x8Mul(c(at, v)) }
    @inline(__always) func i8x16Add(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).i8x16Add(c(at, v)) }
    @inline(__always) func i8x16Sub(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).i8x16Sub(c(at, v)) }
    @inline(__always) func v128And(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).v128And(c(at, v)) }
    @inline(__always) func v128Or(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).v128Or(c(at, v)) }
    @inline(__always) func v128Xor(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v).v128Xor(c(at, v)) }
    @inline(__always) func i32x4DotI16x8S(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 {
        b(at, v).i32x4DotI16x8S(c(at, v))
    }
    @inline(__always) func i8x16NarrowI16x8U(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 {
        b(at, v).i8x16NarrowI16x8U(c(at, v))
    }
    @inline(__always) func i16x8ExtendLowI8x16U(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 {
        b(at, v).i16x8ExtendLowI8x16U()
    }
    @inline(__always) func i16x8ExtendHighI8x16U(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 {
        b(at, v).i16x8ExtendHighI8x16U()
    }

    @inline(__always) func i16x8Shl(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: borrowing VectorFrame
    ) -> U32x4 {
        b(at, v).i16x8Shl(f.u64(d.slotY(at)))
    }

    @inline(__always) func i16x8ShrU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: borrowing VectorFrame, b: KnownVector = nil
    ) -> U32x4 {
        self.b(at, v, b).i16x8ShrU(f.u64(d.slotY(at)))
    }

    /// Reads half of the constant from the next instruction, which the arm skips.
    @inline(__always) func vectorConstant(_ at: Int, _ d: borrowing Details) -> U32x4 {
        U32x4(d.x(at), d.y(at), d.x(at &+ 1), d.y(at &+ 1))
    }

    @inline(__always) func vectorCopy(_ at: Int, _ v: borrowing VectorFrame) -> U32x4 { b(at, v) }

    @inline(__always) func vectorSelect(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: borrowing VectorFrame
    ) -> U32x4 {
        v[Int(f.u32(d.slotX(at)) != 0 ? b(at) : c(at))]
    }
}
