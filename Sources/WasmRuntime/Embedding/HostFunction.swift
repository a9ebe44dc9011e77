import WasmSyntax

/// A function of the host that a guest may call once it is granted as an import.
public struct HostFunction {
    /// The function's parameters and results, which linking compares with the import's type.
    public let type: FunctionType
    package let body: (inout HostCall) throws -> Void

    /// A host function that reads its arguments and writes its results through a ``HostCall``: the form without
    /// overhead. For a form with Swift types see `init(_:)`.
    ///
    /// When a guest calls the function, an error of `body` becomes a trap of kind ``Trap/Kind/host(_:)`` with
    /// the error as its ``Trap/underlyingError``, with four exceptions: a ``Trap`` stays as it is, ``Interrupted`` becomes a trap of kind ``Trap/Kind/interrupted(_:)``,
    /// ``GuestExit`` ends the guest, and the guest can catch a ``WasmException``.
    public init(type: FunctionType, body: @escaping (inout HostCall) throws -> Void) {
        self.type = type
        self.body = body
    }
}

/// One call of a host function by a guest: its arguments, a place for its results, and the caller's memory.
public struct HostCall {
    package let store: Store
    /// The calling instance; `nil` when the embedder calls a host function directly.
    package let caller: InstanceAddress?
    /// The slot of the value stack where the arguments begin, and later the results.
    package let base: Int
    /// The index of the caller's internal instruction after the call.
    let place: Int

    package init(store: Store, caller: InstanceAddress?, base: Int, place: Int = 0) {
        self.store = store
        self.caller = caller
        self.base = base
        self.place = place
    }

    /// Returns the bits of an argument, or of a result that was set before; an `i32` or `f32` is in the low half.
    public func bits(at index: Int) -> UInt64 { store.machine.bits(ofSlot: base &+ index) }

    /// Returns an `i32` argument.
    public func i32(at index: Int) -> UInt32 { UInt32(truncatingIfNeeded: bits(at: index)) }

    /// Returns an `i64` argument.
    public func i64(at index: Int) -> UInt64 { bits(at: index) }

    /// Returns a `v128` argument: its bytes 0 to 7 and 8 to 15, little-endian.
    public func v128(at index: Int) -> (low: UInt64, high: UInt64) {
        let slot = base &+ index
        guard slot >= 0, slot < store.machine.stack.count else { return (0, 0) }
        let value = store.slot(slot, .v128)
        return (value.bits, value.upperHalf)
    }

    /// Sets a `v128` result.
    public mutating func setResult(low: UInt64, high: UInt64, at index: Int = 0) {
        let slot = base &+ index
        guard slot >= 0, slot < store.machine.stack.count else { return }
        store.setSlot(slot, SlotValue(low, upperHalf: high), .v128)
    }

    /// Sets the bits of a result. Results overwrite the arguments, so read the arguments first.
    public mutating func setResult(bits: UInt64, at index: Int = 0) {
        store.machine.setBits(bits, ofSlot: base &+ index)
    }

    /// Sets an `i32` result.
    public mutating func setResult(_ value: UInt32, at index: Int = 0) { setResult(bits: UInt64(value), at: index) }

    /// Returns an argument of this type, or a result that was set before. A reference keeps its object alive.
    public func value(at index: Int, as type: ValueType) -> Value {
        let slot = base &+ index
        guard slot >= 0, slot < store.machine.stack.count else { return Value(SlotValue(0), type: type, in: store) }
        return Value(store.slot(slot, type), type: type, in: store)
    }

    /// Sets a result to a value, which may be a reference. Its type is checked when the host function returns.
    ///
    /// - Throws: ``CallError/foreignReference`` if the value is a reference into another store.
    public mutating func setResult(_ value: Value, at index: Int = 0) throws(CallError) {
        guard let result = value.slotValue(in: store) else { throw .foreignReference }
        let slot = base &+ index
        if slot >= 0 && slot < store.machine.stack.count { store.setSlot(slot, result, value.type) }
    }

    /// The caller's first memory, which WASI works on; `nil` if it has none.
    public var memory: GuestMemory? {
        guard let caller, let address = store.firstMemory(of: caller) else { return nil }
        return GuestMemory(store: store, address: address)
    }

    /// The interruption that may stop the guest. A host function that blocks must poll it.
    public var interruption: (any Interruption)? { store.interruption }
}
