import WasmSyntax

/// A function of the host that a guest may call once it is granted as an import.
public struct HostFunction {
    /// The function's parameters and results, which linking compares with the import's type.
    public let type: FunctionType
    package let body: (inout HostCall) throws -> Void
    /// The function itself, if it is asynchronous: ``body`` then suspends the guest.
    let asyncBody: AsyncBody?

    /// A host function that reads its arguments and writes its results through a ``HostCall``: the form without
    /// overhead. For a form with Swift types see `init(_:)`.
    ///
    /// When a guest calls the function, an error of `body` becomes a trap of kind ``Trap/Kind/host(_:)`` with
    /// the error as its ``Trap/underlyingError``, with four exceptions: a ``Trap`` stays as it is, ``Interrupted`` becomes a
    /// trap of kind ``Trap/Kind/interrupted(_:)``, ``GuestExit`` ends the guest, and the guest can catch a
    /// ``WasmException``.
    public init(type: FunctionType, body: @escaping (inout HostCall) throws -> Void) {
        self.type = type
        self.body = body
        asyncBody = nil
    }

    /// Returns this function with another body, which calls the one of this function.
    package func wrapped(_ body: @escaping (inout HostCall) throws -> Void) -> HostFunction {
        HostFunction(type: type, body: body, asyncBody: asyncBody)
    }

    init(type: FunctionType, body: @escaping (inout HostCall) throws -> Void, asyncBody: AsyncBody?) {
        self.type = type
        self.body = body
        self.asyncBody = asyncBody
    }
}

/// One call of a host function by a guest: its arguments, a place for its results, and the caller's memory.
public struct HostCall {
    package let store: Store
    /// The calling instance; `nil` when the embedder calls a host function directly.
    package let caller: InstanceIdentity?
    /// The slot of the value stack where the arguments begin, and later the results.
    package let base: Int
    /// The index of the caller's internal instruction after the call.
    let place: Int
    /// The slots of arguments and results; others may hold what others have left there.
    private let slotCount: Int
    /// The arguments, and then the results, of a function that passes only numbers.
    var words = CallWords()
    /// The number of arguments and results in ``words``; 0 if they are in the value stack.
    private let wordCount: Int

    package init(store: Store, caller: InstanceIdentity?, base: Int, place: Int = 0, slotCount: Int = .max) {
        self.slotCount = slotCount
        self.store = store
        self.caller = caller
        self.base = base
        self.place = place
        wordCount = 0
    }

    /// Whether arguments and results are in ``words``.
    var isOfWords: Bool { wordCount > 0 }

    /// A call that passes only numbers.
    init(store: Store, _ call: BegunHostCall, slots: Int, place: Int) {
        (self.store, caller, base, self.place) = (store, call.caller, call.frame, place)
        (words, slotCount, wordCount) = (call.words, slots, slots)
    }

    /// Returns the bits of an argument, or of a result that was set before; an `i32` or `f32` is in the low half. Those of a
    /// vector argument are its bytes 0 to 7.
    public func bits(at index: Int) -> UInt64 {
        if index >= 0, index < wordCount { return words[index] }
        return index < slotCount ? store.machine.bits(ofSlot: base &+ index) : 0
    }

    /// Returns an `i32` argument.
    public func i32(at index: Int) -> UInt32 { UInt32(truncatingIfNeeded: bits(at: index)) }

    /// Returns an `i64` argument.
    public func i64(at index: Int) -> UInt64 { bits(at: index) }

    /// Returns a `v128` argument: its bytes 0 to 7 and 8 to 15, little-endian.
    public func v128(at index: Int) -> (low: UInt64, high: UInt64) {
        let slot = base &+ index
        guard index < slotCount, slot >= 0, slot < store.machine.stack.count else { return (0, 0) }
        let value = store.slot(slot, .v128)
        return (value.bits, value.upperHalf)
    }

    /// Sets a `v128` result.
    public mutating func setResult(low: UInt64, high: UInt64, at index: Int = 0) {
        let slot = base &+ index
        guard slot >= 0, slot < store.machine.stack.count else { return }
        store.setSlot(slot, SlotValue(low, upperHalf: high), .v128)
    }

    /// Sets the bits of a result. Results overwrite the arguments, so read the arguments first. A result that is set on a copy
    /// of the call may be lost, as with all methods that set results.
    public mutating func setResult(bits: UInt64, at index: Int = 0) {
        if index >= 0, index < wordCount { return words[index] = bits }
        store.machine.setBits(bits, ofSlot: base &+ index)
    }

    /// Sets an `i32` result.
    public mutating func setResult(_ value: UInt32, at index: Int = 0) { setResult(bits: UInt64(value), at: index) }

    /// Returns an argument of this type, or a result that was set before. A reference keeps its object alive.
    public func value(at index: Int, as type: ValueType) -> Value {
        if index >= 0, index < wordCount { return Value(SlotValue(words[index]), type: type, in: store) }
        let slot = base &+ index
        guard index < slotCount, slot >= 0, slot < store.machine.stack.count else {
            return Value(SlotValue(0), type: type, in: store)
        }
        return Value(store.slot(slot, type), type: type, in: store)
    }

    /// Sets a result to a value, which may be a reference. Its type is checked when the host function returns.
    ///
    /// - Throws: ``CallError/foreignReference`` if the value is a reference into another store.
    public mutating func setResult(_ value: Value, at index: Int = 0) throws(CallError) {
        guard let result = value.slotValue(in: store) else { throw .foreignReference }
        if index >= 0, index < wordCount { return words[index] = result.bits }
        let slot = base &+ index
        if slot >= 0 && slot < store.machine.stack.count { store.setSlot(slot, result, value.type) }
    }

    /// The caller's first memory, which WASI works on; `nil` if it has none.
    public var memory: GuestMemory? {
        guard let caller, let address = store.firstMemory(of: caller) else { return nil }
        return GuestMemory(store: store, address: address, owner: caller)
    }

    /// The interruption that may stop the guest. A host function that blocks must poll it.
    public var interruption: (any Interruption)? { store.interruption }

    // MARK: Waiting

    /// Whether the guest was called asynchronously, so that ``wait(nanoseconds:then:)`` works.
    package var canWait: Bool { store.machine.isInTask }

    /// Returns an error to throw, which suspends the guest for about so long, or until the task is cancelled. The call then
    /// goes on with `continuation` in place of the host function's body.
    package func wait(nanoseconds: UInt64, then continuation: @escaping (inout HostCall) throws -> Void) -> HostWait {
        store.suspendedHost.continuation = continuation
        return HostWait(nanoseconds: nanoseconds)
    }

    /// Wraps what a call that waits goes on with, in a function that called the one that waits and caught its ``HostWait``.
    package func wrapContinuation(
        _ wrapper: @escaping (inout HostCall, (inout HostCall) throws -> Void) throws -> Void
    ) {
        guard let inner = store.suspendedHost.continuation else { return }
        store.suspendedHost.continuation = { try wrapper(&$0, inner) }
    }

    /// Sets what is called when a host function that suspends the guest has ended, with its results set, or its error.
    package func whenEnded(_ completion: @escaping (inout HostCall, (any Error)?) throws -> Void) {
        let inner = store.suspendedHost.completion
        store.suspendedHost.completion = {
            try inner?(&$0, $1)
            try completion(&$0, $1)
        }
    }
}

/// The error with which a host function suspends a guest for a time: see `HostCall.wait(nanoseconds:then:)`.
package struct HostWait: Error {
    package let nanoseconds: UInt64
}

/// The rest of a call to a host function that suspends the guest.
struct SuspendedHost {
    /// The body of the rest of the call.
    var continuation: ((inout HostCall) throws -> Void)?
    /// Called when the call has ended, with the error that ended it.
    var completion: ((inout HostCall, (any Error)?) throws -> Void)?
}
