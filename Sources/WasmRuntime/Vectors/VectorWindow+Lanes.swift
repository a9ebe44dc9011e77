// Specification: Execution / Instructions / Vector Instructions: those that move single lanes. Validation has checked the
// lane numbers; they are masked to show the optimiser that they are in bounds.

extension MutableSpan where Element == UInt8 {
    @inline(__always) func lane8(_ slot: UInt16, _ lane: Int) -> UInt8 { self[Self.start(slot) &+ (lane & 15)] }
    @inline(__always) func lane16(_ slot: UInt16, _ lane: Int) -> UInt16 { load16(Self.start(slot) &+ (lane & 7) &* 2) }
    @inline(__always) func lane32(_ slot: UInt16, _ lane: Int) -> UInt32 { load32(Self.start(slot) &+ (lane & 3) &* 4) }
    @inline(__always) func lane64(_ slot: UInt16, _ lane: Int) -> UInt64 { load64(Self.start(slot) &+ (lane & 1) &* 8) }

    // These write the vector in `b` with one lane replaced to `a`.
    @inline(__always) mutating func replaceLane8(_ a: UInt16, _ b: UInt16, _ lane: Int, _ value: UInt64) {
        set(a, u64x2(b))
        self[Self.start(a) &+ (lane & 15)] = UInt8(truncatingIfNeeded: value)
    }

    @inline(__always) mutating func replaceLane16(_ a: UInt16, _ b: UInt16, _ lane: Int, _ value: UInt64) {
        set(a, u64x2(b))
        store16(Self.start(a) &+ (lane & 7) &* 2, value)
    }

    @inline(__always) mutating func replaceLane32(_ a: UInt16, _ b: UInt16, _ lane: Int, _ value: UInt64) {
        set(a, u64x2(b))
        store32(Self.start(a) &+ (lane & 3) &* 4, value)
    }

    @inline(__always) mutating func replaceLane64(_ a: UInt16, _ b: UInt16, _ lane: Int, _ value: UInt64) {
        set(a, u64x2(b))
        store64(Self.start(a) &+ (lane & 1) &* 8, value)
    }

    // These write the scalar to every lane.
    @inline(__always) mutating func splat8(_ a: UInt16, _ value: UInt64) {
        set(a, U8x16(repeating: UInt8(truncatingIfNeeded: value)))
    }

    @inline(__always) mutating func splat16(_ a: UInt16, _ value: UInt64) {
        set(a, U16x8(repeating: UInt16(truncatingIfNeeded: value)))
    }

    @inline(__always) mutating func splat32(_ a: UInt16, _ value: UInt64) {
        set(a, U32x4(repeating: UInt32(truncatingIfNeeded: value)))
    }

    @inline(__always) mutating func splat64(_ a: UInt16, _ value: UInt64) { set(a, U64x2(repeating: value)) }

    /// `swizzle`: for every lane of `c`, the lane of `b` with that number; 0 if none has it.
    @inline(__always) mutating func swizzle(_ a: UInt16, _ b: UInt16, _ c: UInt16) {
        let indices = u8x16(c)
        var result = U8x16()
        for lane in 0..<16 { result[lane] = lane8(b, Int(indices[lane])) }
        set(a, result.replacing(with: 0, where: indices .> U8x16(repeating: 15)))
    }
}

/// `i8x16.shuffle`: for each of the 16 lane numbers, the lane of `b` (0 to 15) or of `c` (16 to 31) that it names.
///
/// - Parameters:
///   - low: The lane numbers for lanes 0 to 7 of the result, the first in the lowest byte.
///   - high: Those for lanes 8 to 15.
@inline(never)
package func shuffleVector(
    _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, low: UInt64, high: UInt64
) {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return }
    var result = U8x16()
    for lane in 0..<16 {
        let half = lane < 8 ? low : high
        let index = Int(truncatingIfNeeded: half &>> UInt64(truncatingIfNeeded: (lane & 7) &* 8))
        result[lane] = v.lane8(index & 16 == 0 ? b : c, index)
    }
    v.set(a, result)
}
