// Vector operations that the loop calls besides the instructions: moves, and the part of a load or store that is not the
// check of its bounds.

/// Copies the vectors of `count` slots: `i.b` and following to `i.a` and following, upwards.
@inline(never)
func copyVectors(_ i: VectorSlots, _ vectors: consuming VectorFrame) {
    guard vectors.count == frameWindow, i.a &+ i.c <= frameWindow, i.b &+ i.c <= frameWindow else { return }
    for index in 0..<i.c { vectors[i.a &+ index] = vectors[i.b &+ index] }
}

/// Sets the vectors of `i.b` slots to zero, `i.a` and following.
@inline(never)
func zeroVectors(_ i: VectorSlots, _ vectors: consuming VectorFrame) {
    guard vectors.count == frameWindow, i.a &+ i.b <= frameWindow else { return }
    for index in 0..<i.b { vectors[i.a &+ index] = U32x4() }
}

/// Executes a load other than `v128.load`.
///
/// - Parameter bytes: The bytes of the memory that are loaded.
@inline(never)
func loadLanes(_ i: VectorOperands, _ bytes: consuming LinearMemory, _ vectors: consuming VectorFrame) {
    let scalar: UInt64 =
        // With a count that the compiler knows, the bytes are one load.
        switch bytes.count {
        case 8: bytes.load64(0)
        case 4: UInt64(bytes.load32(0))
        case 2: UInt64(bytes.load16(0))
        case 1: UInt64(bytes[0])
        default: 0
        }
    _ = executeVector(i, scalar, vectors)
}

/// Executes a store of a lane.
///
/// - Parameter bytes: The bytes of the memory that the lane is stored to.
@inline(never)
func storeLane(_ i: VectorOperands, _ bytes: consuming LinearMemory, _ vectors: consuming VectorFrame) {
    let scalar = executeVector(i, 0, vectors)
    switch bytes.count {
    case 8: bytes.store64(0, scalar)
    case 4: bytes.store32(0, scalar)
    case 2: bytes.store16(0, scalar)
    case 1: bytes[0] = UInt8(truncatingIfNeeded: scalar)
    default: break
    }
}
