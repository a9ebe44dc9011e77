import Foundation
import Nestbox

/// A value in typed functions that is passed as JSON: two `i32` values, the address and the number of bytes of a UTF-8 copy
/// in the guest's memory.
///
///     let quote = try instance.function(named: "quote", as: ((GuestJSON<Order>) throws -> GuestJSON<Quote>).self)
///     let price = try quote(GuestJSON(order)).value.price
///
/// Foundation's `JSONDecoder` reads the guest's JSON, and cannot be interrupted. In a host function it is therefore at most a
/// MiB, and a guest pays 16 units for each byte.
public struct GuestJSON<Value> {
    /// The value.
    public var value: Value

    /// Wraps a value.
    public init(_ value: Value) { self.value = value }
}

extension GuestJSON: Sendable where Value: Sendable {}
extension GuestJSON: Equatable where Value: Equatable {}
extension GuestJSON: Hashable where Value: Hashable {}

extension GuestJSON: WasmTransferable where Value: Codable {
    public static var wasmTypes: [ValueType] { [.i32, .i32] }

    /// Writes the value as JSON.
    ///
    /// - Throws: `EncodingError`; as ``CallValues/append(copyOf:)``.
    public func write(to values: inout CallValues) throws {
        let encoder = JSONEncoder()
        // The same value is the same text, on which a guest's budget depends.
        encoder.outputFormatting = .sortedKeys
        try values.append(copyOf: Array(encoder.encode(value)))
    }

    /// Reads the value from JSON.
    ///
    /// - Throws: ``TransferError`` if the bytes are not JSON of such a value; as ``CallValues/nextBytes(atMost:)``.
    public init(from values: inout CallValues) throws {
        let bytes = try values.nextBytes(atMost: values.isInHostFunction ? 1 << 20 : .max)
        try values.charge(UInt64(bytes.count) * 16)
        do {
            value = try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw TransferError("the text that is passed is not JSON of \(Value.self)")
        }
    }
}
