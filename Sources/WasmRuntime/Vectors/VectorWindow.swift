// Reads and writes of vectors in a frame's window: lane by lane from bytes, which the optimiser turns into one 16-byte
// move. As with `frameWindow`, the window's length is a constant, so that every 16-bit slot number is inside and no check
// remains. See RATIONALE.md, "Speed in safe Swift".

/// Bytes of a frame's window of vectors: 16 for each slot that a 16-bit slot number can name.
package let vectorWindow = 65_536 * 16

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

extension MutableSpan where Element == UInt8 {
    /// Index of a slot's first byte.
    @inline(__always) static func start(_ slot: UInt16) -> Int { Int(slot) &* 16 }

    @inline(__always) func u8x16(_ slot: UInt16) -> U8x16 { load8x16(Self.start(slot)) }
    @inline(__always) func u16x8(_ slot: UInt16) -> U16x8 { load16x8(Self.start(slot)) }
    @inline(__always) func u32x4(_ slot: UInt16) -> U32x4 { load128(Self.start(slot)) }

    @inline(__always) func u64x2(_ slot: UInt16) -> U64x2 {
        let i = Self.start(slot)
        return U64x2(load64(i), load64(i &+ 8))
    }

    // Signed and floating-point lanes have the same bits as the unsigned ones.

    @inline(__always) func s8x16(_ slot: UInt16) -> S8x16 { S8x16(truncatingIfNeeded: u8x16(slot)) }
    @inline(__always) func s16x8(_ slot: UInt16) -> S16x8 { S16x8(truncatingIfNeeded: u16x8(slot)) }
    @inline(__always) func s32x4(_ slot: UInt16) -> S32x4 { S32x4(truncatingIfNeeded: u32x4(slot)) }
    @inline(__always) func s64x2(_ slot: UInt16) -> S64x2 { S64x2(truncatingIfNeeded: u64x2(slot)) }

    @inline(__always) func f32x4(_ slot: UInt16) -> F32x4 {
        let bits = u32x4(slot)
        return F32x4(
            Float(bitPattern: bits[0]), Float(bitPattern: bits[1]), Float(bitPattern: bits[2]),
            Float(bitPattern: bits[3]))
    }

    @inline(__always) func f64x2(_ slot: UInt16) -> F64x2 {
        let bits = u64x2(slot)
        return F64x2(Double(bitPattern: bits[0]), Double(bitPattern: bits[1]))
    }
}

extension MutableSpan where Element == UInt8 {
    @inline(__always) mutating func set(_ slot: UInt16, _ value: U8x16) { store8x16(Self.start(slot), value) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: U16x8) { store16x8(Self.start(slot), value) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: U32x4) { store128(Self.start(slot), value) }

    @inline(__always) mutating func set(_ slot: UInt16, _ value: U64x2) {
        let i = Self.start(slot)
        store64(i, value[0])
        store64(i &+ 8, value[1])
    }

    // As the slot number follows the value, it is also computed later, which saves a register.

    @inline(__always) mutating func write(_ value: U8x16, to slot: UInt16) { set(slot, value) }
    @inline(__always) mutating func write(_ value: U16x8, to slot: UInt16) { set(slot, value) }
    @inline(__always) mutating func write(_ value: U32x4, to slot: UInt16) { set(slot, value) }
    @inline(__always) mutating func write(_ value: U64x2, to slot: UInt16) { set(slot, value) }

    @inline(__always) mutating func set(_ slot: UInt16, _ value: S8x16) { set(slot, U8x16(truncatingIfNeeded: value)) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: S16x8) { set(slot, U16x8(truncatingIfNeeded: value)) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: S32x4) { set(slot, U32x4(truncatingIfNeeded: value)) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: S64x2) { set(slot, U64x2(truncatingIfNeeded: value)) }

    @inline(__always) mutating func set(_ slot: UInt16, _ value: F32x4) {
        set(slot, U32x4(value[0].bitPattern, value[1].bitPattern, value[2].bitPattern, value[3].bitPattern))
    }

    @inline(__always) mutating func set(_ slot: UInt16, _ value: F64x2) {
        set(slot, U64x2(value[0].bitPattern, value[1].bitPattern))
    }

    // In the lanes where a mask holds, all bits are set; in the others, none.

    @inline(__always) mutating func set(_ slot: UInt16, _ mask: SIMDMask<S8x16>) {
        set(slot, S8x16().replacing(with: -1, where: mask))
    }

    @inline(__always) mutating func set(_ slot: UInt16, _ mask: SIMDMask<S16x8>) {
        set(slot, S16x8().replacing(with: -1, where: mask))
    }

    @inline(__always) mutating func set(_ slot: UInt16, _ mask: SIMDMask<S32x4>) {
        set(slot, S32x4().replacing(with: -1, where: mask))
    }

    @inline(__always) mutating func set(_ slot: UInt16, _ mask: SIMDMask<S64x2>) {
        set(slot, S64x2().replacing(with: -1, where: mask))
    }
}

// Operations lane by lane, where the standard library has no vector operation and the lanes are wider than a byte. Each
// lane is read, computed and written by itself. Lane k of the result depends only on lanes k of the operands, so that `a`
// may be one of them.
extension MutableSpan where Element == UInt8 {
    @inline(__always) mutating func eachU16(_ a: UInt16, _ b: UInt16, _ body: (UInt16) -> UInt16) {
        for lane in 0..<8 {
            store16(Self.start(a) &+ lane &* 2, UInt64(body(load16(Self.start(b) &+ lane &* 2))))
        }
    }

    @inline(__always) mutating func eachU32(_ a: UInt16, _ b: UInt16, _ c: UInt16, _ body: (UInt32, UInt32) -> UInt32) {
        for lane in 0..<4 {
            let value = body(load32(Self.start(b) &+ lane &* 4), load32(Self.start(c) &+ lane &* 4))
            store32(Self.start(a) &+ lane &* 4, UInt64(value))
        }
    }

    @inline(__always) mutating func eachU64(_ a: UInt16, _ b: UInt16, _ c: UInt16, _ body: (UInt64, UInt64) -> UInt64) {
        for lane in 0..<2 {
            let value = body(load64(Self.start(b) &+ lane &* 8), load64(Self.start(c) &+ lane &* 8))
            store64(Self.start(a) &+ lane &* 8, value)
        }
    }

    @inline(__always) mutating func eachS32(_ a: UInt16, _ b: UInt16, _ c: UInt16, _ body: (Int32, Int32) -> Int32) {
        eachU32(a, b, c) { UInt32(bitPattern: body(Int32(bitPattern: $0), Int32(bitPattern: $1))) }
    }

    @inline(__always) mutating func eachS64(_ a: UInt16, _ b: UInt16, _ c: UInt16, _ body: (Int64, Int64) -> Int64) {
        eachU64(a, b, c) { UInt64(bitPattern: body(Int64(bitPattern: $0), Int64(bitPattern: $1))) }
    }

    @inline(__always) mutating func eachF32(_ a: UInt16, _ b: UInt16, _ c: UInt16, _ body: (Float, Float) -> Float) {
        eachU32(a, b, c) { body(Float(bitPattern: $0), Float(bitPattern: $1)).bitPattern }
    }

    @inline(__always) mutating func eachF64(_ a: UInt16, _ b: UInt16, _ c: UInt16, _ body: (Double, Double) -> Double) {
        eachU64(a, b, c) { body(Double(bitPattern: $0), Double(bitPattern: $1)).bitPattern }
    }
}

/// Returns the two halves of a vector: bytes 0 to 7 and bytes 8 to 15, little-endian.
@inline(__always)
package func vectorHalves(_ vectors: borrowing MutableSpan<UInt8>, _ slot: UInt16) -> (low: UInt64, high: UInt64) {
    guard vectors.count == vectorWindow else { return (0, 0) }
    let value = vectors.u64x2(slot)
    return (value[0], value[1])
}

/// Writes a vector that is given by its halves (`v128.const`, `v128.load`).
@inline(__always)
package func setVector(_ vectors: inout MutableSpan<UInt8>, a: UInt16, low: UInt64, high: UInt64) {
    guard vectors.count == vectorWindow else { return }
    vectors.set(a, U64x2(low, high))
}
