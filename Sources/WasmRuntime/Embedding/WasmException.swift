import WasmSyntax

/// A tag of a store: what tells exceptions of one kind from others, and the types of the values that they carry
/// (specification: *Execution / Runtime Structure / Tag Instances*).
public struct Tag {
    let store: Store
    let address: Int

    /// A new tag, for exceptions that host functions throw and guests import.
    ///
    /// - Throws: ``CallError/tooManyTypes``; ``CallError/calledByInterruption`` if an interruption makes it.
    public init(_ parameters: [ValueType], in store: Store) throws(CallError) {
        guard !store.isAsking else { throw .calledByInterruption }
        let type = FunctionType(parameters: parameters, results: [])
        guard let number = store.heap.types.number(of: type) else { throw .tooManyTypes }
        self.init(store: store, address: store.tags.count)
        store.tags.append(number)
    }

    init(store: Store, address: Int) {
        self.store = store
        self.address = address
    }

    /// The types of the values that its exceptions carry.
    public var parameters: [ValueType] { store.functionType(store.tags[address]).parameters }
}

extension Tag: Equatable {
    public static func == (left: Tag, right: Tag) -> Bool {
        left.store === right.store && left.address == right.address
    }
}

/// A WebAssembly exception outside of WebAssembly code: one that a guest did not catch, or that a host function throws.
///
/// A host function can catch it (`catch let exception as WasmException`), look at its ``tag(in:)`` and ``values(in:)``, and
/// throw it again or not. It is an error like any other, which may outlive its store: so it holds no values itself but
/// stands for an exception of the store, which keeps the last 1,024 that left WebAssembly code.
public struct WasmException: Error, Sendable {
    let store: ObjectIdentifier
    let number: UInt64
    /// The types of its values, for messages.
    let typeName: String
    /// Where it was thrown, innermost frame first; at most ``Trap/maximumFrames``. Empty for one of the host's.
    public let backtrace: [Trap.Frame]
    /// How many frames there were beyond those in ``backtrace``.
    public let omittedFrames: Int

    /// A new exception, to be thrown by a host function.
    ///
    /// - Throws: ``CallError`` if the values are not what the tag says; ``Trap/Kind/heapExhausted`` if there is no room for
    ///   it in the store's heap.
    public init(_ tag: Tag, _ values: [Value] = []) throws {
        let store = tag.store
        let parameters = tag.parameters
        guard values.count == parameters.count else {
            throw CallError.argumentCount(expected: parameters.count, found: values.count)
        }
        let slots = try zip(values, parameters).map { try store.slotValue(of: $0, as: $1) }
        let reference = try store.newException(tag.address, slots, top: store.stackTop)
        self = store.escaped.add(reference, to: store, typeName: "\(FunctionType(parameters: parameters, results: []))")
    }

    init(store: Store, number: UInt64, typeName: String, backtrace: [Trap.Frame], omittedFrames: Int) {
        self.store = ObjectIdentifier(store)
        self.number = number
        self.typeName = typeName
        self.backtrace = backtrace
        self.omittedFrames = omittedFrames
    }

    /// Its tag; `nil` if the store is not its own, or has forgotten it.
    public func tag(in store: Store) -> Tag? {
        store.escaped.reference(of: self, in: store).map { Tag(store: store, address: store.tag(of: $0)) }
    }

    /// The values that it carries; `nil` if the store is not its own, or has forgotten it.
    public func values(in store: Store) -> [Value]? {
        guard let reference = store.escaped.reference(of: self, in: store) else { return nil }
        let types = store.functionType(store.tags[store.tag(of: reference)]).parameters
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

/// The exceptions that have left WebAssembly code and may come back.
struct EscapedExceptions {
    /// As many are kept; see ``WasmException``.
    static let capacity = 1024

    /// By number modulo the capacity: the number, and the exception's place among what the heap holds.
    private var entries: [(number: UInt64, reference: UInt64, held: Int)?] = []
    private var nextNumber: UInt64 = 0

    mutating func add(
        _ reference: UInt64, to store: Store, typeName: String, _ backtrace: [Trap.Frame] = [],
        _ omittedFrames: Int = 0
    ) -> WasmException {
        let number = nextNumber
        nextNumber &+= 1
        let index = Int(number % UInt64(EscapedExceptions.capacity))
        if entries.count <= index { entries.append(nil) }
        if let oldest = entries[index] { store.heap.release(oldest.held) }
        entries[index] = (number, reference, store.heap.hold(reference))
        return WasmException(
            store: store, number: number, typeName: typeName, backtrace: backtrace, omittedFrames: omittedFrames)
    }

    func reference(of exception: WasmException, in store: Store) -> UInt64? {
        let index = Int(exception.number % UInt64(EscapedExceptions.capacity))
        guard exception.store == ObjectIdentifier(store), index < entries.count, let entry = entries[index],
            entry.number == exception.number
        else { return nil }
        return entry.reference
    }
}
