// Specification: Execution / Instructions / Vector Instructions: `i8x16.shuffle`. The lane numbers are known when the
// instruction is lowered, so that frequent patterns have operations of their own, which are three times as fast.

/// The operation for an `i8x16.shuffle`.
struct VectorShuffle {
    var operation: VectorOperation
    /// The numbers of the lanes that the operation takes, for lanes wider than a byte; for a blend, bit k says that lane k
    /// comes from the second operand.
    var numbers: UInt32

    /// Finds the operation for lane numbers; `nil` if they have no pattern.
    ///
    /// - Parameters:
    ///   - low: The numbers for lanes 0 to 7 of the result, the first in the lowest byte: 0 to 15 for lanes of the first
    ///     operand, 16 to 31 for those of the second.
    ///   - high: Those for lanes 8 to 15.
    init?(low: UInt64, high: UInt64) {
        let bytes = (0..<16).map { index in
            UInt32(truncatingIfNeeded: (index < 8 ? low : high) &>> UInt64(truncatingIfNeeded: (index & 7) &* 8)) & 0x1F
        }
        if let numbers = VectorShuffle.numbers(bytes, width: 4) {
            (operation, self.numbers) = (.shuffleLanes32, numbers)
        } else if (0..<16).allSatisfy({ bytes[$0] & 15 == UInt32($0) }) {
            (operation, numbers) = (.shuffleBlend, bytes.indices.reduce(0) { $0 | (bytes[$1] &>> 4) &<< UInt32($1) })
        } else if bytes == VectorShuffle.interleaved(from: 0) {
            (operation, numbers) = (.shuffleInterleaveLow8, 0)
        } else if bytes == VectorShuffle.interleaved(from: 8) {
            (operation, numbers) = (.shuffleInterleaveHigh8, 0)
        } else if let numbers = VectorShuffle.numbers(bytes, width: 2) {
            (operation, self.numbers) = (.shuffleLanes16, numbers)
        } else {
            return nil
        }
    }

    /// Returns the numbers that take lanes of the operands alternately, from lane `first` on.
    private static func interleaved(from first: UInt32) -> [UInt32] { (first..<first &+ 8).flatMap { [$0, $0 &+ 16] } }

    /// Returns the numbers of lanes of several bytes, four bits for each; `nil` if some bytes are not those of a lane.
    private static func numbers(_ bytes: [UInt32], width: Int) -> UInt32? {
        var result: UInt32 = 0
        for lane in 0..<(16 / width) {
            let first = bytes[lane &* width]
            guard first % UInt32(width) == 0,
                (1..<width).allSatisfy({ bytes[lane &* width &+ $0] == first &+ UInt32($0) })
            else { return nil }
            result |= (first / UInt32(width)) &<< UInt32(lane &* 4)
        }
        return result
    }
}

// These have the signature of the functions in `Generated/VectorKernels.swift`. The numbers are in the field `y`.

extension VectorOperands {
    @inline(__always) fileprivate var numbers: UInt64 { details &>> 32 }
}

extension MutableSpan where Element == SIMD4<UInt32> {
    /// The lane of 32 bits that number `index` of an instruction names.
    @inline(__always) fileprivate func lane32(_ i: VectorOperands, _ index: UInt64) -> UInt32 {
        let number = Int(truncatingIfNeeded: i.numbers &>> (index &* 4))
        return self[number & 4 == 0 ? i.b : i.c][number & 3]
    }

    /// Two lanes of 16 bits.
    @inline(__always) fileprivate func lanes16(_ i: VectorOperands, _ index: UInt64) -> UInt32 {
        let (first, second) = (i.numbers &>> (index &* 4), i.numbers &>> (index &* 4 &+ 4))
        let low = self[first & 8 == 0 ? i.b : i.c].u16x8[Int(truncatingIfNeeded: first & 7)]
        let high = self[second & 8 == 0 ? i.b : i.c].u16x8[Int(truncatingIfNeeded: second & 7)]
        return UInt32(low) | UInt32(high) &<< 16
    }
}

@inline(never)
func executeShuffleLanes32(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4(v.lane32(i, 0), v.lane32(i, 1), v.lane32(i, 2), v.lane32(i, 3))
    return 0
}

@inline(never)
func executeShuffleLanes16(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4(v.lanes16(i, 0), v.lanes16(i, 2), v.lanes16(i, 4), v.lanes16(i, 6))
    return 0
}

@inline(never)
func executeShuffleBlend(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    let ofSecond = U32x4(bits: U64x2(spreadBits(i.numbers & 0xFF), spreadBits((i.numbers &>> 8) & 0xFF)))
    v[i.a] = v[i.c].selected(v[i.b], ofSecond)
    return 0
}

/// Returns eight bytes: all bits of byte k are bit k of a number.
@inline(__always)
private func spreadBits(_ bits: UInt64) -> UInt64 {
    // Bit k of byte k, which a sum moves to the byte's highest bit.
    let own = (bits &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
    return (((own &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7) & 0x0101_0101_0101_0101) &* 0xFF
}

@inline(never)
func executeShuffleInterleaveLow8(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4(bits: v[i.b].u8x16.interleavedLow(v[i.c].u8x16))
    return 0
}

@inline(never)
func executeShuffleInterleaveHigh8(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4(bits: v[i.b].u8x16.interleavedHigh(v[i.c].u8x16))
    return 0
}

extension SIMD16<UInt8> {
    @inline(never) fileprivate func interleavedLow(_ y: Self) -> Self {
        Self(
            self[0], y[0], self[1], y[1], self[2], y[2], self[3], y[3], self[4], y[4], self[5], y[5], self[6], y[6],
            self[7], y[7])
    }

    @inline(never) fileprivate func interleavedHigh(_ y: Self) -> Self {
        Self(
            self[8], y[8], self[9], y[9], self[10], y[10], self[11], y[11], self[12], y[12], self[13], y[13], self[14],
            y[14], self[15], y[15])
    }
}

// MARK: Without a pattern

/// Executes an `i8x16.shuffle` with any lane numbers, those of lanes 0 to 7 in `low`, the first in the lowest byte.
@inline(never)
func shuffleVectors(_ i: VectorSlots, _ low: UInt64, _ high: UInt64, _ v: consuming VectorFrame) {
    guard v.count == frameWindow else { return }
    v[i.a] = U32x4(v.four(i, low), v.four(i, low &>> 32), v.four(i, high), v.four(i, high &>> 32))
}

extension MutableSpan where Element == SIMD4<UInt32> {
    /// The lane that the lowest byte of `numbers` names. It is read from memory by itself, which is one load; of a vector that is
    /// held, the compiler would store a copy for each lane that it reads.
    @inline(__always) fileprivate func lane8(_ i: VectorSlots, _ numbers: UInt64) -> UInt32 {
        UInt32(self[numbers & 16 == 0 ? i.b : i.c].u8x16[Int(truncatingIfNeeded: numbers & 15)])
    }

    @inline(__always) fileprivate func four(_ i: VectorSlots, _ numbers: UInt64) -> UInt32 {
        let low = lane8(i, numbers) | lane8(i, numbers &>> 8) &<< 8
        return low | lane8(i, numbers &>> 16) &<< 16 | lane8(i, numbers &>> 24) &<< 24
    }
}

/// The lanes of 8 bits of a vector, given by its halves, that numbers below 16 name: `i8x16.swizzle`.
@inline(__always)
func swizzledLanes(_ halves: U64x2, _ numbers: U64x2) -> U32x4 {
    U32x4(
        fourLanes(halves, numbers[0]), fourLanes(halves, numbers[0] &>> 32), fourLanes(halves, numbers[1]),
        fourLanes(halves, numbers[1] &>> 32))
}

@inline(__always)
private func fourLanes(_ halves: U64x2, _ numbers: UInt64) -> UInt32 {
    @inline(__always) func lane(_ index: UInt64) -> UInt64 {
        let number = numbers &>> (index &* 8)
        return ((number & 8 == 0 ? halves[0] : halves[1]) &>> ((number & 7) &* 8)) & 0xFF
    }
    return UInt32(truncatingIfNeeded: lane(0) | lane(1) &<< 8 | lane(2) &<< 16 | lane(3) &<< 24)
}
