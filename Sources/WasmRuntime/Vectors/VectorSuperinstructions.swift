// Superinstructions of vectors, or their parts after a load. They are out of line because each use of a vector in the loop
// lengthens the loop's compilation more than in proportion. A part writes its result before the next part reads, so that
// operands may be in the same slots. A result that the next part uses comes from `VectorKernels.swift`; otherwise the
// compiler would store it byte by byte.
//
// Each function gets the place of its (first) instruction and the frame's vectors.

@inline(never) func f32x4MulThenAdd(
    _ code: borrowing Heads, _ at: Int, _ v: consuming VectorFrame
) {
    guard v.count == vectorWindow, at >= 0, at < code.count &- 1 else { return }
    let product = productF32x4(v.u32x4(code.b(at)), v.u32x4(code.c(at)))
    v.set(code.a(at), product)
    v.set(code.a(at &+ 1), sumF32x4(v.u32x4(code.b(at &+ 1)), product))
}

@inline(never) func f64x2MulThenAdd(
    _ code: borrowing Heads, _ at: Int, _ v: consuming VectorFrame
) {
    guard v.count == vectorWindow, at >= 0, at < code.count &- 1 else { return }
    let product = productF64x2(v.u64x2(code.b(at)), v.u64x2(code.c(at)))
    v.set(code.a(at), product)
    v.set(code.a(at &+ 1), sumF64x2(v.u64x2(code.b(at &+ 1)), product))
}

@inline(never) func i32x4DotI16x8SThenAdd(
    _ code: borrowing Heads, _ at: Int, _ v: consuming VectorFrame
) {
    guard v.count == vectorWindow, at >= 0, at < code.count &- 1 else { return }
    let product = dotProduct(v.u16x8(code.b(at)), v.u16x8(code.c(at)))
    v.set(code.a(at), product)
    v.set(code.a(at &+ 1), product &+ v.u32x4(code.c(at &+ 1)))
}

@inline(never) func i32x4AddThenAdd(
    _ code: borrowing Heads, _ at: Int, _ v: consuming VectorFrame
) {
    guard v.count == vectorWindow, at >= 0, at < code.count &- 1 else { return }
    let sum = v.u32x4(code.b(at)) &+ v.u32x4(code.c(at))
    v.set(code.a(at), sum)
    v.set(code.a(at &+ 1), sum &+ v.u32x4(code.c(at &+ 1)))
}

@inline(never) func i16x8ShlThenAdd(
    _ code: borrowing Heads, _ at: Int, by amount: UInt64, _ v: consuming VectorFrame
) {
    guard v.count == vectorWindow, at >= 0, at < code.count &- 1 else { return }
    let shifted = shiftedLeft(v.u16x8(code.b(at)), by: amount)
    v.set(code.a(at), shifted)
    v.set(code.a(at &+ 1), shifted &+ v.u16x8(code.c(at &+ 1)))
}

@inline(never) func i16x8AddThenShrU(
    _ code: borrowing Heads, _ at: Int, by amount: UInt64, _ v: consuming VectorFrame
) {
    guard v.count == vectorWindow, at >= 0, at < code.count &- 1 else { return }
    let sum = v.u16x8(code.b(at)) &+ v.u16x8(code.c(at))
    v.set(code.a(at), sum)
    v.set(code.a(at &+ 1), shiftedRight(sum, by: amount))
}

@inline(never) func i16x8ExtendLowI8x16UThenAdd(
    _ code: borrowing Heads, _ at: Int, _ v: consuming VectorFrame
) {
    guard v.count == vectorWindow, at >= 0, at < code.count &- 1 else { return }
    let extended = extendedLow(v.u8x16(code.b(at)))
    v.set(code.a(at), extended)
    v.set(code.a(at &+ 1), extended &+ v.u16x8(code.c(at &+ 1)))
}

@inline(never) func i16x8ExtendHighI8x16UThenAdd(
    _ code: borrowing Heads, _ at: Int, _ v: consuming VectorFrame
) {
    guard v.count == vectorWindow, at >= 0, at < code.count &- 1 else { return }
    let extended = extendedHigh(v.u8x16(code.b(at)))
    v.set(code.a(at), extended)
    v.set(code.a(at &+ 1), extended &+ v.u16x8(code.c(at &+ 1)))
}

@inline(never) func i16x8ExtendLowI8x16UThenExtendLowI8x16U(
    _ code: borrowing Heads, _ at: Int, _ v: consuming VectorFrame
) {
    guard v.count == vectorWindow, at >= 0, at < code.count &- 1 else { return }
    v.set(code.a(at), extendedLow(v.u8x16(code.b(at))))
    v.set(code.a(at &+ 1), extendedLow(v.u8x16(code.b(at &+ 1))))
}
