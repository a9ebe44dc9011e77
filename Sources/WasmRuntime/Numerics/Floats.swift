// Specification: Execution / Numerics / Floating-Point Operations. Pure functions over value bits.

extension BinaryFloatingPoint {
    /// `fmin`: NaN if either is, and -0 below +0.
    @inline(__always) func wasmMinimum(_ other: Self) -> Self {
        if self < other { return self }
        if other < self { return other }
        // Equal (zeros of either sign among them) or not ordered: the sum is NaN if either is.
        if self == other { return sign == .minus ? self : other }
        return self + other
    }

    /// `fmax`: NaN if either is, and +0 above -0.
    @inline(__always) func wasmMaximum(_ other: Self) -> Self {
        if self > other { return self }
        if other > self { return other }
        if self == other { return sign == .plus ? self : other }
        return self + other
    }
}

extension Float {
    @inline(__always) var quieted: Float { isNaN ? self + self : self }
}

extension Double {
    @inline(__always) var quieted: Double { isNaN ? self + self : self }
}

/// The binary operations that the loop does not do itself: those that have many cases, call the C library, or are rare.
@inline(never)
func calledOperation(_ operation: Operation, _ left: UInt64, _ right: UInt64) -> UInt64 {
    let (f, g) = (
        Float(bitPattern: UInt32(truncatingIfNeeded: left)), Float(bitPattern: UInt32(truncatingIfNeeded: right))
    )
    let (d, e) = (Double(bitPattern: left), Double(bitPattern: right))
    switch operation {
    case .f32Min: return UInt64(f.wasmMinimum(g).bitPattern)
    case .f32Max: return UInt64(f.wasmMaximum(g).bitPattern)
    case .f32Ceil: return UInt64(f.rounded(.up).quieted.bitPattern)
    case .f32Floor: return UInt64(f.rounded(.down).quieted.bitPattern)
    case .f32Trunc: return UInt64(f.rounded(.towardZero).quieted.bitPattern)
    case .f32Nearest: return UInt64(f.rounded(.toNearestOrEven).quieted.bitPattern)
    case .f64Min: return d.wasmMinimum(e).bitPattern
    case .f64Max: return d.wasmMaximum(e).bitPattern
    case .f64Ceil: return d.rounded(.up).quieted.bitPattern
    case .f64Floor: return d.rounded(.down).quieted.bitPattern
    case .f64Trunc: return d.rounded(.towardZero).quieted.bitPattern
    case .f64Nearest: return d.rounded(.toNearestOrEven).quieted.bitPattern
    case .i64MulHighS:
        return UInt64(bitPattern: Int64(bitPattern: left).multipliedFullWidth(by: Int64(bitPattern: right)).high)
    case .i64MulHighU: return left.multipliedFullWidth(by: right).high
    default: return 0
    }
}
