// Specification: Execution / Numerics / Conversions.

/// The outlined conversions.
enum Conversion: UInt16 {
    case i32TruncF32S, i32TruncF32U, i32TruncF64S, i32TruncF64U
    case i64TruncF32S, i64TruncF32U, i64TruncF64S, i64TruncF64U
    case i32TruncSatF32S, i32TruncSatF32U, i32TruncSatF64S, i32TruncSatF64U
    case i64TruncSatF32S, i64TruncSatF32U, i64TruncSatF64S, i64TruncSatF64U
    case f32ConvertI32U, f32ConvertI64S, f32ConvertI64U, f64ConvertI64U
    /// These replace any NaN by the positive canonical NaN.
    case f32CanonicalNaN, f64CanonicalNaN
}

/// Bits of the positive canonical NaNs.
enum CanonicalNaN {
    static let f32: UInt64 = 0x7FC0_0000
    static let f64: UInt64 = 0x7FF8_0000_0000_0000
}

/// The reason why a conversion has no result.
enum ConversionFault: Error {
    /// The operand is NaN.
    case invalid
    /// The result does not fit.
    case overflow
}

/// `trunc`: rounds towards zero, if the result fits.
func truncate<Source: BinaryFloatingPoint, Result: FixedWidthInteger>(
    _ value: Source, to type: Result.Type
) throws(ConversionFault) -> Result {
    guard !value.isNaN else { throw .invalid }
    guard let result = Result(exactly: value.rounded(.towardZero)) else { throw .overflow }
    return result
}

/// `trunc_sat`: rounds towards zero. NaN gives 0, and a number that does not fit gives the nearest bound.
func saturate<Source: BinaryFloatingPoint, Result: FixedWidthInteger>(
    _ value: Source, to type: Result.Type
) -> Result {
    do {
        return try truncate(value, to: type)
    } catch {
        switch error {
        case .invalid: return 0
        case .overflow: return value < 0 ? .min : .max
        }
    }
}

extension Conversion {
    /// Converts the bits of one slot to those of another.
    @inline(never) func apply(_ bits: UInt64) throws(ConversionFault) -> UInt64 {
        let float = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
        let double = Double(bitPattern: bits)
        switch self {
        case .i32TruncF32S: return UInt64(UInt32(bitPattern: try truncate(float, to: Int32.self)))
        case .i32TruncF32U: return UInt64(try truncate(float, to: UInt32.self))
        case .i32TruncF64S: return UInt64(UInt32(bitPattern: try truncate(double, to: Int32.self)))
        case .i32TruncF64U: return UInt64(try truncate(double, to: UInt32.self))
        case .i64TruncF32S: return UInt64(bitPattern: try truncate(float, to: Int64.self))
        case .i64TruncF32U: return try truncate(float, to: UInt64.self)
        case .i64TruncF64S: return UInt64(bitPattern: try truncate(double, to: Int64.self))
        case .i64TruncF64U: return try truncate(double, to: UInt64.self)
        case .i32TruncSatF32S: return UInt64(UInt32(bitPattern: saturate(float, to: Int32.self)))
        case .i32TruncSatF32U: return UInt64(saturate(float, to: UInt32.self))
        case .i32TruncSatF64S: return UInt64(UInt32(bitPattern: saturate(double, to: Int32.self)))
        case .i32TruncSatF64U: return UInt64(saturate(double, to: UInt32.self))
        case .i64TruncSatF32S: return UInt64(bitPattern: saturate(float, to: Int64.self))
        case .i64TruncSatF32U: return saturate(float, to: UInt64.self)
        case .i64TruncSatF64S: return UInt64(bitPattern: saturate(double, to: Int64.self))
        case .i64TruncSatF64U: return saturate(double, to: UInt64.self)
        case .f32ConvertI32U: return UInt64(Float(UInt32(truncatingIfNeeded: bits)).bitPattern)
        case .f32ConvertI64S: return UInt64(Float(Int64(bitPattern: bits)).bitPattern)
        case .f32ConvertI64U: return UInt64(Float(bits).bitPattern)
        case .f64ConvertI64U: return Double(bits).bitPattern
        case .f32CanonicalNaN: return float.isNaN ? CanonicalNaN.f32 : bits
        case .f64CanonicalNaN: return double.isNaN ? CanonicalNaN.f64 : bits
        }
    }
}
