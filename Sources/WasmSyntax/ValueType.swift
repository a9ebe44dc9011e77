/// A value type, or a packed storage type of a field (specification: *Structure / Types*).
///
/// Packed into 32 bits so that comparing two types, which the validator does millions of times, is one comparison:
/// bits 0–7 hold the binary format's code of the type (`0x63`/`0x64` for a nullable/non-null reference) and
/// bits 8–31 the ``HeapType`` of a reference.
public struct ValueType: Hashable, Sendable {
    /// The packed form.
    @usableFromInline package let bits: UInt32

    @inlinable package init(bits: UInt32) { self.bits = bits }

    @inlinable package init(_ heapType: HeapType, nullable: Bool) {
        bits = heapType.bits << 8 | (nullable ? 0x63 : 0x64)
    }

    @inlinable public static func == (left: ValueType, right: ValueType) -> Bool { left.bits == right.bits }

    /// The number type `i32`.
    @inlinable public static var i32: ValueType { ValueType(bits: 0x7F) }
    /// The number type `i64`.
    @inlinable public static var i64: ValueType { ValueType(bits: 0x7E) }
    /// The number type `f32`.
    @inlinable public static var f32: ValueType { ValueType(bits: 0x7D) }
    /// The number type `f64`.
    @inlinable public static var f64: ValueType { ValueType(bits: 0x7C) }
    /// The vector type `v128`.
    @inlinable public static var v128: ValueType { ValueType(bits: 0x7B) }
    /// Packed storage types: only fields of structs and arrays have them.
    @inlinable package static var i8: ValueType { ValueType(bits: 0x78) }
    @inlinable package static var i16: ValueType { ValueType(bits: 0x77) }
    /// The type of an operand that unreachable code produces: a subtype of every other type. It never occurs in a
    /// module.
    @inlinable package static var bottom: ValueType { ValueType(bits: 0) }

    /// `(ref null func)`.
    @inlinable public static var funcref: ValueType { ValueType(.function, nullable: true) }
    /// `(ref null extern)`.
    @inlinable public static var externref: ValueType { ValueType(.external, nullable: true) }
    /// `(ref null any)`.
    @inlinable public static var anyref: ValueType { ValueType(.any, nullable: true) }
    /// `(ref null exn)`.
    @inlinable public static var exnref: ValueType { ValueType(.exception, nullable: true) }

    /// Whether this is a reference type.
    @inlinable public var isReference: Bool { bits & 0xFE == 0x62 || bits & 0xFF == 0x64 }
    /// Whether this is a number type.
    @inlinable package var isNumber: Bool { bits >= 0x7C && bits <= 0x7F }
    @inlinable package var isVector: Bool { bits == 0x7B }
    @inlinable package var isPacked: Bool { bits == 0x78 || bits == 0x77 }
    /// For a reference type: whether null is one of its values.
    @inlinable package var isNullable: Bool { bits & 0xFF == 0x63 }
    /// For a reference type: what it refers to.
    @inlinable package var heapType: HeapType { HeapType(bits: bits >> 8) }
    /// Whether a local or table of this type has a default value (specification: *Validation / Types / Defaultable*).
    @inlinable package var isDefaultable: Bool { bits & 0xFF != 0x64 }
    /// The type that an operand has after unpacking: `i32` for packed types, else the type itself.
    @inlinable package var unpacked: ValueType { isPacked ? .i32 : self }
}

/// A heap type: one of the abstract ones, or an index into the module's types.
///
/// Packed into 24 bits: an abstract heap type is `0x800000` plus its code in the binary format; a concrete one is its
/// index.
public struct HeapType: Hashable, Sendable {
    @usableFromInline package let bits: UInt32

    @inlinable package init(bits: UInt32) { self.bits = bits }
    @inlinable package init(typeIndex: UInt32) { bits = typeIndex & 0x7F_FFFF }
    @inlinable package init(abstractCode: UInt8) { bits = 0x80_0000 | UInt32(abstractCode) }

    @inlinable public static func == (left: HeapType, right: HeapType) -> Bool { left.bits == right.bits }

    @inlinable package static var noException: HeapType { HeapType(abstractCode: 0x74) }
    @inlinable package static var noFunction: HeapType { HeapType(abstractCode: 0x73) }
    @inlinable package static var noExternal: HeapType { HeapType(abstractCode: 0x72) }
    @inlinable package static var none: HeapType { HeapType(abstractCode: 0x71) }
    @inlinable package static var function: HeapType { HeapType(abstractCode: 0x70) }
    @inlinable package static var external: HeapType { HeapType(abstractCode: 0x6F) }
    @inlinable package static var any: HeapType { HeapType(abstractCode: 0x6E) }
    @inlinable package static var equality: HeapType { HeapType(abstractCode: 0x6D) }
    @inlinable package static var i31: HeapType { HeapType(abstractCode: 0x6C) }
    @inlinable package static var structure: HeapType { HeapType(abstractCode: 0x6B) }
    @inlinable package static var array: HeapType { HeapType(abstractCode: 0x6A) }
    @inlinable package static var exception: HeapType { HeapType(abstractCode: 0x69) }

    /// Every abstract heap type with its name in the text format.
    package static let abstractNames: [(type: HeapType, name: String)] = [
        (.noException, "noexn"), (.noFunction, "nofunc"), (.noExternal, "noextern"), (.none, "none"),
        (.function, "func"), (.external, "extern"), (.any, "any"), (.equality, "eq"), (.i31, "i31"),
        (.structure, "struct"), (.array, "array"), (.exception, "exn"),
    ]

    /// The index into the module's types, for a concrete heap type.
    @inlinable package var typeIndex: UInt32? { bits & 0x80_0000 == 0 ? bits : nil }
    /// The binary format's code, for an abstract heap type.
    @inlinable package var abstractCode: UInt8? { bits & 0x80_0000 != 0 ? UInt8(truncatingIfNeeded: bits) : nil }
}

extension HeapType: CustomStringConvertible {
    public var description: String {
        if let typeIndex { return String(typeIndex) }
        return HeapType.abstractNames.first { $0.type == self }?.name ?? "unknown"
    }
}

extension ValueType: CustomStringConvertible {
    /// The type as the text format writes it.
    public var description: String {
        switch self {
        case .i32: return "i32"
        case .i64: return "i64"
        case .f32: return "f32"
        case .f64: return "f64"
        case .v128: return "v128"
        case .i8: return "i8"
        case .i16: return "i16"
        case .bottom: return "unknown"
        case .funcref: return "funcref"
        case .externref: return "externref"
        case .exnref: return "exnref"
        case .anyref: return "anyref"
        default: return isNullable ? "(ref null \(heapType))" : "(ref \(heapType))"
        }
    }
}
