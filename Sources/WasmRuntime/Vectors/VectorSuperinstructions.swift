// Superinstructions of vectors, or their parts after a load. They are out of line because each use of a vector in the loop
// lengthens the loop's compilation. A part writes its result before the next part reads, so that operands may be in the
// same slots.
//
// Each function gets the slots of both instructions and the frame's vectors.

@inline(never) func f32x4MulThenAdd(_ i: VectorSlots, _ next: VectorSlots, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    let product = v[i.b].f32x4Mul(v[i.c])
    v[i.a] = product
    v[next.a] = v[next.b].f32x4Add(product)
}

@inline(never) func f64x2MulThenAdd(_ i: VectorSlots, _ next: VectorSlots, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    let product = v[i.b].f64x2Mul(v[i.c])
    v[i.a] = product
    v[next.a] = v[next.b].f64x2Add(product)
}

@inline(never) func i32x4DotI16x8SThenAdd(_ i: VectorSlots, _ next: VectorSlots, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    let product = v[i.b].i32x4DotI16x8S(v[i.c])
    v[i.a] = product
    v[next.a] = product &+ v[next.c]
}

@inline(never) func i32x4AddThenAdd(_ i: VectorSlots, _ next: VectorSlots, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    let sum = v[i.b] &+ v[i.c]
    v[i.a] = sum
    v[next.a] = sum &+ v[next.c]
}

@inline(never)
func i16x8ShlThenAdd(_ i: VectorSlots, _ next: VectorSlots, by amount: UInt64, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    let shifted = v[i.b].i16x8Shl(amount)
    v[i.a] = shifted
    v[next.a] = shifted.i16x8Add(v[next.c])
}

@inline(never)
func i16x8AddThenShrU(_ i: VectorSlots, _ next: VectorSlots, by amount: UInt64, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    let sum = v[i.b].i16x8Add(v[i.c])
    v[i.a] = sum
    v[next.a] = sum.i16x8ShrU(amount)
}

@inline(never)
func i16x8ExtendLowI8x16UThenAdd(_ i: VectorSlots, _ next: VectorSlots, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    let extended = v[i.b].i16x8ExtendLowI8x16U()
    v[i.a] = extended
    v[next.a] = extended.i16x8Add(v[next.c])
}

@inline(never)
func i16x8ExtendHighI8x16UThenAdd(_ i: VectorSlots, _ next: VectorSlots, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    let extended = v[i.b].i16x8ExtendHighI8x16U()
    v[i.a] = extended
    v[next.a] = extended.i16x8Add(v[next.c])
}

@inline(never)
func i16x8ExtendLowI8x16UThenExtendLowI8x16U(_ i: VectorSlots, _ next: VectorSlots, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    v[i.a] = v[i.b].i16x8ExtendLowI8x16U()
    v[next.a] = v[next.b].i16x8ExtendLowI8x16U()
}
