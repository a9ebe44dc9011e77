import WasmSyntax

/// A value of a local, an operand or a global, as it is shown to a person. Unlike a ``Value``, it needs no store.
public enum FrameValue: Hashable, Sendable {
    /// An integer of 32 bits.
    case i32(UInt32)
    /// An integer of 64 bits.
    case i64(UInt64)
    /// The bits of a floating-point number of 32 bits.
    case f32(UInt32)
    /// The bits of a floating-point number of 64 bits.
    case f64(UInt64)
    /// The lower and the upper half of a vector.
    case v128(low: UInt64, high: UInt64)
    /// A reference: whether it is null.
    case reference(isNull: Bool)

    /// The value of a type with these bits, as a slot holds them.
    init(_ bits: UInt64, upperHalf: UInt64, _ type: ValueType) {
        switch type {
        case .i32: self = .i32(UInt32(truncatingIfNeeded: bits))
        case .i64: self = .i64(bits)
        case .f32: self = .f32(UInt32(truncatingIfNeeded: bits))
        case .f64: self = .f64(bits)
        case .v128: self = .v128(low: bits, high: upperHalf)
        default: self = .reference(isNull: bits == 0)
        }
    }

    /// The bytes of a number, the lowest first; none for a reference.
    public var bytes: [UInt8] {
        switch self {
        case .i32(let bits), .f32(let bits): FrameValue.bytes(UInt64(bits), 4)
        case .i64(let bits), .f64(let bits): FrameValue.bytes(bits, 8)
        case .v128(let low, let high): FrameValue.bytes(low, 8) + FrameValue.bytes(high, 8)
        case .reference: []
        }
    }

    private static func bytes(_ bits: UInt64, _ count: UInt64) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: bits &>> (8 &* $0)) }
    }
}

extension FrameValue: CustomStringConvertible {
    /// The value as in the text format, with its type.
    public var description: String {
        switch self {
        case .i32(let bits): "i32:\(Int32(bitPattern: bits))"
        case .i64(let bits): "i64:\(Int64(bitPattern: bits))"
        case .f32(let bits): "f32:\(Float(bitPattern: bits))"
        case .f64(let bits): "f64:\(Double(bitPattern: bits))"
        case .v128(let low, let high):
            "i32x4:"
                + [low, low &>> 32, high, high &>> 32].map { String(Int32(truncatingIfNeeded: $0)) }
                .joined(separator: ",")
        case .reference(let isNull): isNull ? "ref:null" : "ref"
        }
    }
}
