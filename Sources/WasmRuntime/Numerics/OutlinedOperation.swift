/// The outlined operations on one or two numbers: they have many cases, call the C library, or are rare.
enum OutlinedOperation: UInt32 {
    case f32Min, f32Max, f32Ceil, f32Floor, f32Trunc, f32Nearest
    case f64Min, f64Max, f64Ceil, f64Floor, f64Trunc, f64Nearest
    /// The upper half of a product of 128 bits.
    case i64MulHighS, i64MulHighU

    var isBinary: Bool {
        switch self {
        case .f32Min, .f32Max, .f64Min, .f64Max, .i64MulHighS, .i64MulHighU: true
        default: false
        }
    }

    /// Returns the bits of the result for the bits of the operands.
    @inline(never)
    func apply(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (f, g) = (
            Float(bitPattern: UInt32(truncatingIfNeeded: left)), Float(bitPattern: UInt32(truncatingIfNeeded: right))
        )
        let (d, e) = (Double(bitPattern: left), Double(bitPattern: right))
        switch self {
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
        }
    }
}
