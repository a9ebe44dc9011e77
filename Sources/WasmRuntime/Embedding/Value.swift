import WasmSyntax

/// A WebAssembly value, as embedders and host functions handle it.
public enum Value {
    /// A 32-bit integer, which WebAssembly takes as signed or unsigned.
    case i32(Int32)
    /// A 64-bit integer, which WebAssembly takes as signed or unsigned.
    case i64(Int64)
    /// A 32-bit floating-point number.
    case f32(Float)
    /// A 64-bit floating-point number.
    case f64(Double)
    /// A vector: its bytes 0 to 7 and 8 to 15, little-endian.
    case v128(low: UInt64, high: UInt64)
    /// A function, or null.
    case funcref(Function?)
    /// A reference to an object of the host, or null.
    case externref(ExternalReference?)
    /// A reference to a struct, an array, an i31 number or an internalized object of the host, or null.
    case anyref(InternalReference?)
    /// A reference to an exception, or null.
    case exnref(InternalReference?)
}

extension Value {
    /// The value's type; for a reference, the most general type of its hierarchy.
    public var type: ValueType {
        switch self {
        case .i32: .i32
        case .i64: .i64
        case .f32: .f32
        case .f64: .f64
        case .v128: .v128
        case .funcref: .funcref
        case .externref: .externref
        case .anyref: .anyref
        case .exnref: .exnref
        }
    }

    /// Returns the value as a slot of this store holds it; `nil` for a reference into another store, or to what was
    /// discarded.
    func slotValue(in store: Store) -> SlotValue? {
        if case .v128(let low, let high) = self { return SlotValue(low, upperHalf: high) }
        return bits(in: store).map { SlotValue($0) }
    }

    private func bits(in store: Store) -> UInt64? {
        switch self {
        case .v128(let low, _): return low
        case .i32(let value): return UInt64(UInt32(bitPattern: value))
        case .i64(let value): return UInt64(bitPattern: value)
        case .f32(let value): return UInt64(value.bitPattern)
        case .f64(let value): return value.bitPattern
        case .funcref(nil), .externref(nil), .anyref(nil), .exnref(nil): return 0
        case .funcref(let function?):
            return function.store === store && function.owner != nil ? UInt64(function.address &+ 1) : nil
        case .externref(let reference?): return reference.held.bits(in: store)
        case .anyref(let reference?), .exnref(let reference?): return reference.held.bits(in: store)
        }
    }

    /// The value of a type that a slot of the store holds.
    init(_ value: SlotValue, type: ValueType, in store: Store) {
        let bits = value.bits
        switch type {
        case .v128: self = .v128(low: bits, high: value.upperHalf)
        case .i32: self = .i32(Int32(truncatingIfNeeded: bits))
        case .i64: self = .i64(Int64(bitPattern: bits))
        case .f32: self = .f32(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .f64: self = .f64(Double(bitPattern: bits))
        default: self = Value(reference: bits, type: type, in: store)
        }
    }

    private init(reference bits: UInt64, type: ValueType, in store: Store) {
        let top = store.state.heap.types.top(of: type.heapType)
        let held = bits == 0 || top == .function ? nil : HeldReference(bits, in: store)
        switch top {
        case .function:
            self = .funcref(bits == 0 ? nil : Function(store: store, address: Int(truncatingIfNeeded: bits) &- 1))
        case .external: self = .externref(held.map { ExternalReference($0) })
        case .exception: self = .exnref(held.map { InternalReference($0) })
        default: self = .anyref(held.map { InternalReference($0) })
        }
    }
}

extension Store {
    /// Returns the value as a slot holds it, if it matches the type.
    ///
    /// - Throws: ``CallError/argumentType(expected:found:)`` or ``CallError/foreignReference``.
    func slotValue(of value: Value, as type: ValueType) throws(CallError) -> SlotValue {
        guard let result = value.slotValue(in: self) else { throw .foreignReference }
        let matches =
            type.isReference
            ? state.heap.types.top(of: type.heapType) == value.type.heapType && isValid(result.bits, type)
            : value.type == type
        guard matches else { throw .argumentType(expected: type, found: value.type) }
        return result
    }
}

extension Store {
    /// The most general type of the hierarchy that a reference type of the store belongs to.
    package func hierarchy(of type: ValueType) -> ValueType {
        switch state.heap.types.top(of: type.heapType) {
        case .function: .funcref
        case .external: .externref
        case .exception: .exnref
        default: .anyref
        }
    }
}

extension Value: CustomStringConvertible {
    /// The value for messages: numbers in decimal, a vector in hexadecimal with its upper half first.
    public var description: String {
        switch self {
        case .i32(let value): "\(value)"
        case .i64(let value): "\(value)"
        case .f32(let value): "\(value)"
        case .f64(let value): "\(value)"
        case .v128(let low, let high): "v128 0x\(String(high, radix: 16)) 0x\(String(low, radix: 16))"
        case .funcref(let function): function.map { "func \($0.address)" } ?? "null"
        case .externref(let reference): reference == nil ? "null" : "extern"
        case .anyref(let reference), .exnref(let reference):
            reference.map { reference in reference.i31.map { "i31 \($0)" } ?? "\(reference.kind)" } ?? "null"
        }
    }
}

/// A Swift type that stands for one WebAssembly number in typed calls and host functions.
public protocol WasmValue: WasmTransferable {
    /// The WebAssembly type.
    static var wasmType: ValueType { get }
    /// The value that the bits of a slot represent; 32-bit types take the low half.
    init(wasmBits: UInt64)
    /// The value as the bits of a slot, zero-extended for 32-bit types.
    var wasmBits: UInt64 { get }
}

extension Int32: WasmValue {
    public static var wasmType: ValueType { .i32 }
    public init(wasmBits: UInt64) { self.init(truncatingIfNeeded: wasmBits) }
    public var wasmBits: UInt64 { UInt64(UInt32(bitPattern: self)) }
}

extension UInt32: WasmValue {
    public static var wasmType: ValueType { .i32 }
    public init(wasmBits: UInt64) { self.init(truncatingIfNeeded: wasmBits) }
    public var wasmBits: UInt64 { UInt64(self) }
}

extension Int64: WasmValue {
    public static var wasmType: ValueType { .i64 }
    public init(wasmBits: UInt64) { self.init(bitPattern: wasmBits) }
    public var wasmBits: UInt64 { UInt64(bitPattern: self) }
}

extension UInt64: WasmValue {
    public static var wasmType: ValueType { .i64 }
    public init(wasmBits: UInt64) { self = wasmBits }
    public var wasmBits: UInt64 { self }
}

extension Float: WasmValue {
    public static var wasmType: ValueType { .f32 }
    public init(wasmBits: UInt64) { self.init(bitPattern: UInt32(truncatingIfNeeded: wasmBits)) }
    public var wasmBits: UInt64 { UInt64(bitPattern) }
}

extension Double: WasmValue {
    public static var wasmType: ValueType { .f64 }
    public init(wasmBits: UInt64) { self.init(bitPattern: wasmBits) }
    public var wasmBits: UInt64 { bitPattern }
}
