// Operations on whole vectors that the loop calls. They are out of line because the compiler turns them into one machine
// instruction only in a function that does nothing else. Vectors are passed and returned in registers, as integers: a
// caller stores integers at once, but floats byte by byte (measured; RATIONALE.md, "Slots for vectors").

extension SIMD4<UInt32> {
    /// The floats with the bits of the lanes.
    @inline(__always) var asFloats: F32x4 {
        F32x4(
            Float(bitPattern: self[0]), Float(bitPattern: self[1]), Float(bitPattern: self[2]),
            Float(bitPattern: self[3])
        )
    }

    /// Creates a vector from the bits of floats.
    @inline(__always) init(bitsOf floats: F32x4) {
        self.init(floats[0].bitPattern, floats[1].bitPattern, floats[2].bitPattern, floats[3].bitPattern)
    }
}

extension SIMD2<UInt64> {
    @inline(__always) var asFloats: F64x2 { F64x2(Double(bitPattern: self[0]), Double(bitPattern: self[1])) }

    @inline(__always) init(bitsOf floats: F64x2) { self.init(floats[0].bitPattern, floats[1].bitPattern) }
}

@inline(never) func sumF32x4(_ x: U32x4, _ y: U32x4) -> U32x4 { U32x4(bitsOf: x.asFloats + y.asFloats) }
@inline(never) func differenceF32x4(_ x: U32x4, _ y: U32x4) -> U32x4 { U32x4(bitsOf: x.asFloats - y.asFloats) }
@inline(never) func productF32x4(_ x: U32x4, _ y: U32x4) -> U32x4 { U32x4(bitsOf: x.asFloats * y.asFloats) }
@inline(never) func sumF64x2(_ x: U64x2, _ y: U64x2) -> U64x2 { U64x2(bitsOf: x.asFloats + y.asFloats) }
@inline(never) func differenceF64x2(_ x: U64x2, _ y: U64x2) -> U64x2 { U64x2(bitsOf: x.asFloats - y.asFloats) }
@inline(never) func productF64x2(_ x: U64x2, _ y: U64x2) -> U64x2 { U64x2(bitsOf: x.asFloats * y.asFloats) }
@inline(never) func extendedLow(_ x: U8x16) -> U16x8 { x.wideLow }
@inline(never) func extendedHigh(_ x: U8x16) -> U16x8 { x.wideHigh }
@inline(never) func dotProduct(_ x: U16x8, _ y: U16x8) -> U32x4 {
    U32x4(truncatingIfNeeded: S16x8(truncatingIfNeeded: x).dot(S16x8(truncatingIfNeeded: y)))
}
@inline(never) func narrowedUnsigned(_ x: U16x8, _ y: U16x8) -> U8x16 {
    S16x8(truncatingIfNeeded: x).narrowedUnsigned(S16x8(truncatingIfNeeded: y))
}
@inline(never) func shiftedLeft(_ x: U16x8, by amount: UInt64) -> U16x8 {
    x &<< U16x8(repeating: UInt16(truncatingIfNeeded: amount))
}
@inline(never) func shiftedRight(_ x: U16x8, by amount: UInt64) -> U16x8 {
    x &>> U16x8(repeating: UInt16(truncatingIfNeeded: amount))
}
