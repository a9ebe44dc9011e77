// The most frequent vector operations, which the loop does itself. `size` is the number of bytes of all vectors of the
// stack; there is always room for the frame's window, or it would not have been entered with vectors.

extension Span where Element == InstructionHead {
    @inline(__always) func f32x4Add(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, sumF32x4(v.u32x4(b), v.u32x4(c)))
        return true
    }

    @inline(__always) func f32x4Sub(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, differenceF32x4(v.u32x4(b), v.u32x4(c)))
        return true
    }

    @inline(__always) func f32x4Mul(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, productF32x4(v.u32x4(b), v.u32x4(c)))
        return true
    }

    @inline(__always) func f64x2Add(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, sumF64x2(v.u64x2(b), v.u64x2(c)))
        return true
    }

    @inline(__always) func f64x2Sub(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, differenceF64x2(v.u64x2(b), v.u64x2(c)))
        return true
    }

    @inline(__always) func f64x2Mul(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, productF64x2(v.u64x2(b), v.u64x2(c)))
        return true
    }

    @inline(__always) func i32x4Add(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u32x4(b) &+ v.u32x4(c))
        return true
    }

    @inline(__always) func i32x4Sub(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u32x4(b) &- v.u32x4(c))
        return true
    }

    @inline(__always) func i32x4Mul(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u32x4(b) &* v.u32x4(c))
        return true
    }

    @inline(__always) func i16x8Add(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u16x8(b) &+ v.u16x8(c))
        return true
    }

    @inline(__always) func i16x8Sub(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u16x8(b) &- v.u16x8(c))
        return true
    }

    @inline(__always) func i16x8Mul(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u16x8(b) &* v.u16x8(c))
        return true
    }

    @inline(__always) func i8x16Add(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u8x16(b) &+ v.u8x16(c))
        return true
    }

    @inline(__always) func i8x16Sub(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u8x16(b) &- v.u8x16(c))
        return true
    }

    @inline(__always) func i64x2Add(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u64x2(b) &+ v.u64x2(c))
        return true
    }

    @inline(__always) func v128And(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u8x16(b) & v.u8x16(c))
        return true
    }

    @inline(__always) func v128Or(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u8x16(b) | v.u8x16(c))
        return true
    }

    @inline(__always) func v128Xor(_ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool)
        -> Bool
    {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, v.u8x16(b) ^ v.u8x16(c))
        return true
    }

    @inline(__always) func i32x4DotI16x8S(
        _ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool
    ) -> Bool {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b, c) = (a(at), b(at), c(at))
        v.set(a, dotProduct(v.u16x8(b), v.u16x8(c)))
        return true
    }

    @inline(__always) func i16x8ExtendLowI8x16U(
        _ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool
    ) -> Bool {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b) = (a(at), b(at))
        v.set(a, extendedLow(v.u8x16(b)))
        return true
    }

    @inline(__always) func i16x8ExtendHighI8x16U(
        _ at: Int, _ vectors: inout MutableSpan<UInt8>, _ start: Int, _ hasVectors: Bool
    ) -> Bool {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b) = (a(at), b(at))
        v.set(a, extendedHigh(v.u8x16(b)))
        return true
    }

    @inline(__always) func i16x8Shl(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ start: Int,
        _ hasVectors: Bool
    ) -> Bool {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b) = (a(at), b(at))
        let scalar = f.u64(UInt16(truncatingIfNeeded: d.y(at) &>> 16))
        v.set(a, v.u16x8(b) &<< U16x8(repeating: .init(truncatingIfNeeded: scalar)))
        return true
    }

    @inline(__always) func i16x8ShrU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ start: Int,
        _ hasVectors: Bool
    ) -> Bool {
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let (a, b) = (a(at), b(at))
        let scalar = f.u64(UInt16(truncatingIfNeeded: d.y(at) &>> 16))
        v.set(a, v.u16x8(b) &>> U16x8(repeating: .init(truncatingIfNeeded: scalar)))
        return true
    }
}
