import WasmSyntax

/// A tag of a store, which identifies a kind of exceptions and has the types of the values that they carry
/// (specification: *Execution / Runtime Structure / Tag Instances*).
public struct Tag {
    let store: Store
    let address: Int
    /// The store's number since its last reset.
    private let serial: UInt32

    /// A new tag, for exceptions that host functions throw and guests import.
    ///
    /// - Throws: ``CallError/tooManyTypes``; ``CallError/calledByInterruption`` if an ``Interruption`` that is being polled
    ///   makes the tag.
    public init(_ parameters: [ValueType], in store: Store) throws(CallError) {
        guard !store.isPolling else { throw .calledByInterruption }
        let type = FunctionType(parameters: parameters, results: [])
        guard let number = store.state.heap.types.number(of: type) else { throw .tooManyTypes }
        self.init(store: store, address: store.state.tags.count)
        store.state.tags.append(number)
        store.countTypes()
    }

    init(store: Store, address: Int) {
        self.store = store
        self.address = address
        serial = store.state.hostSerial
    }

    /// Whether the store was not reset since. A tag outlives its instance, as exceptions refer to it.
    var isCurrent: Bool { serial == store.state.hostSerial }

    /// The types of the values that exceptions with this tag carry; none if the store was reset since.
    public var parameters: [ValueType] {
        isCurrent ? store.functionType(store.state.tags[address]).parameters : []
    }
}

extension Tag: Equatable {
    public static func == (left: Tag, right: Tag) -> Bool {
        left.store === right.store && left.address == right.address && left.serial == right.serial
    }
}

/// A WebAssembly exception outside of WebAssembly code: a guest did not catch it, or a host function throws it.
///
/// A host function that calls a guest can catch it (`catch let exception as WasmException`), read its ``tag(in:)`` and
/// ``values(in:)``, and throw it again or not. As an error may outlive its store, it does not contain the values but
/// refers to an exception that the store keeps. The store keeps the last 1,024 that left WebAssembly code.
public struct WasmException: Error, Sendable {
    let store: ObjectIdentifier
    let number: UInt64
    /// The types of the values, for messages.
    let typeName: String
    /// Where the exception was thrown, innermost frame first; at most ``Trap/maximumFrames``. Empty if the host made it.
    public let backtrace: [Trap.Frame]
    /// The number of frames that are missing at the end of ``backtrace``.
    public let omittedFrames: Int

    /// A new exception for a host function to throw.
    ///
    /// - Throws: ``CallError`` if the values do not have the tag's types, or if an interruption or an observer makes the
    ///   exception; ``Trap`` of kind ``Trap/Kind/heapExhausted`` if
    ///   the store's heap has no room for it.
    public init(_ tag: Tag, _ values: [Value] = []) throws {
        let store = tag.store
        guard tag.isCurrent else { throw CallError.foreignReference }
        guard !store.isPolling else { throw CallError.calledByInterruption }
        let parameters = tag.parameters
        guard values.count == parameters.count else {
            throw CallError.argumentCount(expected: parameters.count, found: values.count)
        }
        let slots = try zip(values, parameters).map { try store.slotValue(of: $0, as: $1) }
        let reference = try store.newException(tag.address, slots, top: store.machine.stackTop)
        self = store.escaped.add(reference, to: store, typeName: "\(FunctionType(parameters: parameters, results: []))")
    }

    init(store: Store, number: UInt64, typeName: String, backtrace: [Trap.Frame], omittedFrames: Int) {
        self.store = ObjectIdentifier(store)
        self.number = number
        self.typeName = typeName
        self.backtrace = backtrace
        self.omittedFrames = omittedFrames
    }

    /// Returns the exception's tag; `nil` if the exception belongs to another store, or this one no longer keeps it.
    public func tag(in store: Store) -> Tag? {
        store.escaped.reference(of: self, in: store).map { Tag(store: store, address: store.tag(of: $0)) }
    }

    /// Returns the exception's values; `nil` if the exception belongs to another store, or this one no longer keeps it.
    public func values(in store: Store) -> [Value]? {
        guard let reference = store.escaped.reference(of: self, in: store) else { return nil }
        let types = store.functionType(store.state.tags[store.tag(of: reference)]).parameters
        return zip(store.values(of: reference), types).map { Value($0, type: $1, in: store) }
    }
}

extension WasmException: CustomStringConvertible {
    /// The types of its values, then a line per frame.
    public var description: String {
        let frames = Trap(.unreachable, backtrace: backtrace, omittedFrames: omittedFrames).framesDescription
        return "uncaught exception \(typeName)" + frames
    }
}

/// The exceptions that have left WebAssembly code and that host functions may throw again.
struct EscapedExceptions {
    /// The number of exceptions that are kept; see ``WasmException``.
    static let capacity = 1024

    /// By number modulo the capacity: the number, the reference, and its index in `Heap.held`.
    private var entries: [(number: UInt64, reference: UInt64, held: Int)?] = []
    private var nextNumber: UInt64 = 0

    mutating func add(
        _ reference: UInt64, to store: Store, typeName: String, _ backtrace: [Trap.Frame] = [],
        _ omittedFrames: Int = 0
    ) -> WasmException {
        let number = nextNumber
        nextNumber &+= 1
        let index = Int(number % UInt64(EscapedExceptions.capacity))
        while entries.count <= index { entries.append(nil) }
        if let oldest = entries[index] { store.state.heap.release(oldest.held) }
        entries[index] = (number, reference, store.state.heap.hold(reference))
        return WasmException(
            store: store, number: number, typeName: typeName, backtrace: backtrace, omittedFrames: omittedFrames)
    }

    /// Forgets all exceptions: their heap is gone.
    mutating func removeAll() { entries = [] }

    func reference(of exception: WasmException, in store: Store) -> UInt64? {
        let index = Int(exception.number % UInt64(EscapedExceptions.capacity))
        guard exception.store == ObjectIdentifier(store), index < entries.count, let entry = entries[index],
            entry.number == exception.number
        else { return nil }
        return entry.reference
    }
}
