import WasmRuntime
import WasmSyntax
import WasmText

/// A result in the terms of scripts.
package enum ObservedValue: Hashable, Sendable {
    /// A number, a vector, or a reference to an object of the host, which is identified by its number.
    case value(ScriptValue)
    /// Null, whatever its type.
    case null
    /// Another reference, of this type.
    case reference(HeapType)

    init(_ value: Value) {
        switch value {
        case .i32(let number): self = .value(.i32(UInt32(bitPattern: number)))
        case .i64(let number): self = .value(.i64(UInt64(bitPattern: number)))
        case .f32(let number): self = .value(.f32(number.bitPattern))
        case .f64(let number): self = .value(.f64(number.bitPattern))
        case .v128(let low, let high): self = .value(.v128(low: low, high: high))
        case .funcref(nil), .externref(nil), .anyref(nil), .exnref(nil): self = .null
        case .funcref: self = .reference(.function)
        case .externref(let reference?):
            let number = reference.object as? UInt32
            self = number.map { .value(.external($0)) } ?? .reference(.external)
        case .exnref: self = .reference(.exception)
        case .anyref(let reference?): self = ObservedValue(reference)
        }
    }

    private init(_ reference: InternalReference) {
        switch reference.kind {
        case .i31: self = .reference(.i31)
        case .structure: self = .reference(.structure)
        case .array: self = .reference(.array)
        case .exception: self = .reference(.exception)
        case .external:
            let number = reference.external?.object as? UInt32
            self = number.map { .value(.host($0)) } ?? .reference(.any)
        }
    }
}

extension ResultPattern {
    /// Whether one of the alternatives matches.
    package func matches(_ value: ObservedValue) -> Bool { alternatives.contains { $0.matches(value) } }
}

extension ResultPattern.Alternative {
    func matches(_ observed: ObservedValue) -> Bool {
        switch (self, observed) {
        // A null has no type at run time.
        case (.null, .null), (.value(.null), .null): true
        case (.value(let expected), .value(let found)): expected == found
        case (.f32NaN(let nan), .value(.f32(let bits))): nan.matches(f32: UInt64(bits))
        case (.f64NaN(let nan), .value(.f64(let bits))): nan.matches(f64: bits)
        case (.vector(let shape, let lanes), .value(.v128(let low, let high))):
            lanes.enumerated().allSatisfy { $1.matches(shape, shape.lane($0, low: low, high: high)) }
        case (.reference(nil), .reference), (.reference(nil), .value(.external)): true
        case (.reference(nil), .value(.host)), (.reference(.any?), .value(.host)): true
        case (.reference(let expected?), .reference(let found)): found.abstractMatches(expected)
        case (.reference(.external?), .value(.external)): true
        default: false
        }
    }
}

extension ResultPattern.Lane {
    func matches(_ shape: VectorShape, _ bits: UInt64) -> Bool {
        switch self {
        case .bits(let expected): expected == bits
        case .nan(let nan): shape.bitsPerLane == 32 ? nan.matches(f32: bits) : nan.matches(f64: bits)
        }
    }
}

extension ResultPattern.NaN {
    func matches(f32 bits: UInt64) -> Bool {
        switch self {
        case .canonical: bits & 0x7FFF_FFFF == 0x7FC0_0000
        case .arithmetic: bits & 0x7FC0_0000 == 0x7FC0_0000
        }
    }

    func matches(f64 bits: UInt64) -> Bool {
        switch self {
        case .canonical: bits & 0x7FFF_FFFF_FFFF_FFFF == 0x7FF8_0000_0000_0000
        case .arithmetic: bits & 0x7FF8_0000_0000_0000 == 0x7FF8_0000_0000_0000
        }
    }
}

extension VectorShape {
    /// Returns the bits of one lane.
    fileprivate func lane(_ index: Int, low: UInt64, high: UInt64) -> UInt64 {
        let position = index &* bitsPerLane
        let half = position < 64 ? low : high
        let shifted = half >> UInt64(position % 64)
        return bitsPerLane == 64 ? shifted : shifted & (1 << UInt64(bitsPerLane) &- 1)
    }
}

// MARK: For messages

extension ScriptValue: CustomStringConvertible {
    /// The value as in a script; NaNs by their bits.
    package var description: String {
        switch self {
        case .i32(let bits): "i32 \(Int32(bitPattern: bits))"
        case .i64(let bits): "i64 \(Int64(bitPattern: bits))"
        case .f32(let bits): "f32 \(Float(bitPattern: bits)) 0x\(String(bits, radix: 16))"
        case .f64(let bits): "f64 \(Double(bitPattern: bits)) 0x\(String(bits, radix: 16))"
        case .v128(let low, let high): "v128 i64x2 0x\(String(low, radix: 16)) 0x\(String(high, radix: 16))"
        case .null(let type): "null \(type)"
        case .external(let number): "extern \(number)"
        case .host(let number): "host \(number)"
        }
    }
}

extension ObservedValue: CustomStringConvertible {
    package var description: String {
        switch self {
        case .value(let value): value.description
        case .null: "null"
        case .reference(let type): "ref \(type)"
        }
    }
}

extension ResultPattern: CustomStringConvertible {
    package var description: String { alternatives.map(\.text).joined(separator: " or ") }
}

extension ResultPattern.Alternative {
    fileprivate var text: String {
        switch self {
        case .value(let value): return value.description
        case .f32NaN(let nan): return "f32 nan:\(nan)"
        case .f64NaN(let nan): return "f64 nan:\(nan)"
        case .vector(let shape, let lanes):
            let texts = lanes.map { lane in
                switch lane {
                case .bits(let bits): "0x\(String(bits, radix: 16))"
                case .nan(let nan): "nan:\(nan)"
                }
            }
            return "v128 \(shape) \(texts.joined(separator: " "))"
        case .null: return "null"
        case .reference(let type): return "ref \(type.map(\.description) ?? "of any type")"
        }
    }
}
