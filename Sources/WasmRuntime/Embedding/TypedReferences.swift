import WasmSyntax

// References as Swift values of typed functions: `Function?` for `funcref`, `ExternalReference?` for `externref`,
// `InternalReference?` for `anyref`; without the question mark, null ends the call with an error.

/// A Swift type for references of one hierarchy, in typed functions. An optional of it stands for references that may be
/// null; otherwise null ends the call with ``TransferError``. Both have the same WebAssembly type, which includes null.
public protocol WasmReference: WasmTransferable {
    /// The most general type of the hierarchy, null included.
    static var wasmReferenceType: ValueType { get }
    /// Returns the reference as a value of a store.
    func wasmValue(in store: Store) -> Value
    /// Creates the reference that a value stands for; `nil` for null.
    ///
    /// - Throws: ``TransferError`` if it refers to something else.
    init?(wasmValue value: Value) throws
}

extension WasmReference {
    public static var wasmTypes: [ValueType] { [wasmReferenceType] }
    public func write(to values: inout CallValues) { values.append(wasmValue(in: values.store)) }
    public init(from values: inout CallValues) throws {
        guard let value = values.next(), let reference = try Self(wasmValue: value) else {
            throw TransferError(expected: Self.self)
        }
        self = reference
    }
}

extension Optional: WasmTransferable where Wrapped: WasmReference {
    public static var wasmTypes: [ValueType] { [Wrapped.wasmReferenceType] }
    public func write(to values: inout CallValues) throws {
        switch self {
        case .some(let reference): try reference.write(to: &values)
        case .none: values.append(Value(SlotValue(0), type: Wrapped.wasmReferenceType, in: values.store))
        }
    }
    public init(from values: inout CallValues) throws {
        guard let value = values.next() else { throw TransferError(expected: Wrapped.self) }
        self = try Wrapped(wasmValue: value)
    }
}

extension Function: WasmReference {
    public static var wasmReferenceType: ValueType { .funcref }
    public func wasmValue(in store: Store) -> Value { .funcref(self) }
    public init?(wasmValue value: Value) throws {
        guard case .funcref(let function) = value else { throw TransferError(expected: Function.self) }
        guard let function else { return nil }
        self = function
    }
}

extension ExternalReference: WasmReference {
    public static var wasmReferenceType: ValueType { .externref }
    public func wasmValue(in store: Store) -> Value { .externref(self) }
    public init?(wasmValue value: Value) throws {
        guard case .externref(let reference) = value else { throw TransferError(expected: ExternalReference.self) }
        guard let reference else { return nil }
        self = reference
    }
}

extension InternalReference: WasmReference {
    public static var wasmReferenceType: ValueType { .anyref }
    public func wasmValue(in store: Store) -> Value { .anyref(self) }
    public init?(wasmValue value: Value) throws {
        guard case .anyref(let reference) = value else { throw TransferError(expected: InternalReference.self) }
        guard let reference else { return nil }
        self = reference
    }
}

/// An object of the host of a certain type, as an `externref` of typed functions:
/// `HostFunction { (connection: HostObject<Connection>) in try connection.object.close() }`.
///
/// The guest can keep the reference and pass it on, but cannot forge one: a reference to an object of another type ends the
/// call with ``TransferError``.
public struct HostObject<Object>: WasmReference {
    /// The object.
    public var object: Object

    /// Wraps an object, which the guest's store keeps as long as the guest has the reference.
    public init(_ object: Object) { self.object = object }

    public static var wasmReferenceType: ValueType { .externref }
    public func wasmValue(in store: Store) -> Value { .externref(ExternalReference(object, in: store)) }
    public init?(wasmValue value: Value) throws {
        guard case .externref(let reference) = value else { throw TransferError(expected: Object.self) }
        guard let reference else { return nil }
        guard let object = reference.object as? Object else { throw TransferError(expected: Object.self) }
        self.object = object
    }
}

extension HostObject: Sendable where Object: Sendable {}
