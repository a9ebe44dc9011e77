import WasmRuntime
import WasmSyntax
import WasmText

extension Value {
    /// Reads a value of a type from a text without spaces, in the form of ``text``; `nil` if the text is none.
    ///
    /// - Numbers have the syntax of the text format: `-1`, `0xff`, `1_000`, `1e-3`, `0x1p4`, `inf`, `nan:0x7fc001`. An
    ///   integer is in the signed or the unsigned range of its type.
    /// - A vector is its shape with its lanes, such as `i32x4:1,2,3,4` or `f64x2:0.5,nan`.
    /// - Every reference can be `null`.
    public init?(_ text: String, type: ValueType) {
        let bytes = Array(text.utf8)
        switch type {
        case .i32:
            guard let bits = NumberSyntax.integer(0..<bytes.count, of: bytes, bits: 32) else { return nil }
            self = .i32(Int32(truncatingIfNeeded: bits))
        case .i64:
            guard let bits = NumberSyntax.integer(0..<bytes.count, of: bytes, bits: 64) else { return nil }
            self = .i64(Int64(bitPattern: bits))
        case .f32:
            guard let bits = NumberSyntax.float32(0..<bytes.count, of: bytes) else { return nil }
            self = .f32(Float(bitPattern: bits))
        case .f64:
            guard let bits = NumberSyntax.float64(0..<bytes.count, of: bytes) else { return nil }
            self = .f64(Double(bitPattern: bits))
        case .v128:
            guard let vector = VectorShape.vector(bytes) else { return nil }
            self = .v128(low: vector.low, high: vector.high)
        case .funcref where text == "null": self = .funcref(nil)
        case .externref where text == "null": self = .externref(nil)
        case .anyref where text == "null": self = .anyref(nil)
        case .exnref where text == "null": self = .exnref(nil)
        default: return nil
        }
    }

    /// Reads a value as ``init(_:type:)`` does, and references that need a store: `extern:5` is an object of the host
    /// with this number, `i31:5` an i31 number. The type may be one of the store's types.
    public init?(_ text: String, type: ValueType, in store: Store) {
        let type = type.isReference ? store.hierarchy(of: type) : type
        if let value = Value(text, type: type) {
            self = value
        } else if !text.hasPrefix("extern:-"), let bits = Value.number(text, after: "extern:", bits: 32),
            type == .externref || type == .anyref
        {
            let reference = ExternalReference(UInt32(truncatingIfNeeded: bits), in: store)
            self = type == .externref ? .externref(reference) : .anyref(InternalReference(reference))
        } else if let bits = Value.number(text, after: "i31:", bits: 31), type == .anyref {
            self = .anyref(InternalReference(i31: UInt32(truncatingIfNeeded: bits), in: store))
        } else {
            return nil
        }
    }

    private static func number(_ text: String, after prefix: String, bits: Int) -> UInt64? {
        guard text.hasPrefix(prefix) else { return nil }
        let bytes = Array(text.utf8)
        return NumberSyntax.integer(prefix.utf8.count..<bytes.count, of: bytes, bits: bits)
    }

    /// The value as a text without spaces, which ``init(_:type:in:)`` reads unless it is a reference to an object of
    /// the guest: `func:3` (the function's address in the store), `struct`, `array`, `exception`.
    public var text: String {
        switch self {
        case .i32(let value): return "\(value)"
        case .i64(let value): return "\(value)"
        case .f32(let value):
            guard value.isNaN else { return "\(value)" }
            return Value.nan(value.sign, UInt64(value.bitPattern & 0x7F_FFFF), canonical: 0x40_0000)
        case .f64(let value):
            guard value.isNaN else { return "\(value)" }
            return Value.nan(value.sign, value.bitPattern & 0xF_FFFF_FFFF_FFFF, canonical: 0x8_0000_0000_0000)
        case .v128(let low, let high):
            let lanes = [low, low >> 32, high, high >> 32].map { "\(Int32(truncatingIfNeeded: $0))" }
            return "i32x4:" + lanes.joined(separator: ",")
        case .funcref(let function): return function.map { "func:\($0.address)" } ?? "null"
        case .externref(let reference):
            guard let reference else { return "null" }
            return Value.text(of: reference)
        case .anyref(let reference), .exnref(let reference):
            guard let reference else { return "null" }
            return Value.text(of: reference)
        }
    }

    private static func nan(_ sign: FloatingPointSign, _ payload: UInt64, canonical: UInt64) -> String {
        let payload = payload == canonical ? "" : ":0x" + String(payload, radix: 16)
        return (sign == .minus ? "-nan" : "nan") + payload
    }

    private static func text(of reference: ExternalReference) -> String {
        switch reference.object {
        case let number as UInt32: "extern:\(number)"
        case let reference as InternalReference where reference.kind != .external: text(of: reference)
        default: "extern"
        }
    }

    private static func text(of reference: InternalReference) -> String {
        switch reference.kind {
        case .i31: return "i31:\(reference.i31 ?? 0)"
        case .structure: return "struct"
        case .array: return "array"
        case .exception: return "exception"
        case .external:
            guard let number = reference.external?.object as? UInt32 else { return "extern" }
            return "extern:\(number)"
        }
    }
}
