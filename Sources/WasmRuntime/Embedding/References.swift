import WasmSyntax

/// A reference of a store whose object in the heap stays alive as long as this object does.
final class HeldReference {
    let store: Store
    let bits: UInt64
    private let place: Int
    private let serial: UInt32

    init(_ bits: UInt64, in store: Store) {
        self.store = store
        self.bits = bits
        serial = store.state.hostSerial
        place = store.state.heap.hold(bits)
    }

    deinit { if isCurrent { store.state.heap.release(place) } }

    /// Whether the store was not reset since, so that the object exists.
    var isCurrent: Bool { serial == store.state.hostSerial }

    /// Returns the bits, if the reference is one of this store as it is now.
    func bits(in store: Store) -> UInt64? { self.store === store && isCurrent ? bits : nil }
}

/// A reference to an object of the host, which a guest can keep and pass on but not inspect.
///
/// The store keeps the object for as long as a guest or the host can reach the reference.
public struct ExternalReference {
    let held: HeldReference

    /// A new reference to an object, which the store keeps.
    ///
    /// If ``StoreLimits/hostBytes`` does not allow the reference, it is made nevertheless, and the guest whose call makes it
    /// traps when the host function returns (``Trap/Kind/hostMemoryExhausted``).
    public init(_ object: Any, in store: Store) {
        held = HeldReference(store.addExternal(object), in: store)
    }

    init(_ held: HeldReference) { self.held = held }

    /// The object. It is an ``InternalReference`` if a guest converted a reference of its own (`extern.convert_any`), or if
    /// the store was reset since.
    public var object: Any {
        guard held.isCurrent, Reference.tag(held.bits) == Reference.Tag.external,
            let object = held.store.state.heap.externals[Reference.index(held.bits)]
        else { return InternalReference(held) }
        return object
    }
}

/// A reference of the `any` or `exn` hierarchy: to a struct, an array, an exception, an i31 number, or an internalized
/// object of the host. It keeps its object alive.
public struct InternalReference {
    let held: HeldReference

    /// A kind of object that a reference can refer to.
    public enum Kind: Hashable, Sendable {
        /// A 31-bit integer, which is part of the reference.
        case i31
        /// A struct.
        case structure
        /// An array.
        case array
        /// An exception.
        case exception
        /// An object of the host.
        case external
    }

    init(_ held: HeldReference) { self.held = held }

    /// A reference to an i31 number: the value without its highest bit.
    public init(i31 value: UInt32, in store: Store) { held = HeldReference(Reference.i31(value), in: store) }

    /// The reference that a guest gets when it internalizes a reference to an object of the host (`any.convert_extern`).
    public init(_ external: ExternalReference) { held = external.held }

    /// The kind of object that the reference refers to.
    ///
    /// The answer is ``Kind/external`` if the store was reset since.
    public var kind: Kind {
        guard held.isCurrent else { return .external }
        switch Reference.tag(held.bits) {
        case Reference.Tag.i31: return .i31
        case Reference.Tag.external: return .external
        default:
            let number = held.store.state.heap.typeNumber(at: Reference.index(held.bits))
            if number & Heap.exceptionMark != 0 { return .exception }
            return held.store.state.heap.types.layouts[Int(number)].kind == .structure ? .structure : .array
        }
    }

    /// The i31 number, sign-extended; `nil` for a reference of another kind.
    public var i31: Int32? {
        guard kind == .i31 else { return nil }
        return Int32(bitPattern: Reference.i31Value(held.bits, signed: true))
    }

    /// The reference to an object of the host; `nil` for a reference of another kind.
    public var external: ExternalReference? { kind == .external ? ExternalReference(held) : nil }

    /// The number of fields of a struct or of elements of an array; 0 for any other kind.
    public var count: Int {
        let heap = held.store.state.heap
        let index = Reference.index(held.bits)
        switch kind {
        case .array: return heap.length(at: index)
        case .structure:
            guard case .structure(let fields) = heap.types.definitions[Int(heap.typeNumber(at: index))].composite
            else { return 0 }
            return fields.count
        default: return 0
        }
    }

    /// A field of a struct or an element of an array; `nil` if the position does not exist. Packed ones are zero-extended.
    public subscript(_ position: Int) -> Value? {
        guard position >= 0, position < count else { return nil }
        let heap = held.store.state.heap
        let index = Reference.index(held.bits)
        let number = heap.typeNumber(at: index)
        guard let storage = heap.types.field(number, position)?.storage else { return nil }
        let value: SlotValue
        if kind == .structure {
            let layout = heap.types.layouts[Int(number)]
            let place = index &+ Int(heap.types.fieldOffsets[Int(layout.firstField) &+ position])
            let bits = Packing(storage, isSigned: false).extend(heap.words[place])
            value = SlotValue(bits, upperHalf: storage == .v128 ? heap.words[place &+ 1] : 0)
        } else if storage == .v128 {
            let place = index &+ 1 &+ position &* 2
            value = SlotValue(heap.words[place], upperHalf: heap.words[place &+ 1])
        } else {
            value = SlotValue(heap.element(position, of: index, Packing(storage, isSigned: false)))
        }
        return Value(value, type: storage.unpacked, in: held.store)
    }
}

extension InternalReference: Equatable {
    /// Whether both refer to the same object of the same store, or are the same number.
    public static func == (left: InternalReference, right: InternalReference) -> Bool {
        left.held.store === right.held.store && left.held.bits == right.held.bits
            && left.held.isCurrent == right.held.isCurrent
    }
}
