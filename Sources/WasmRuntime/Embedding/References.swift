import WasmSyntax

/// Keeps something in the heap alive for as long as the host has it.
final class HeldReference {
    let store: Store
    let bits: UInt64
    private let place: Int

    init(_ bits: UInt64, in store: Store) {
        self.store = store
        self.bits = bits
        place = store.heap.hold(bits)
    }

    deinit { store.heap.release(place) }
}

/// A reference to an object of the host's, which a guest can hold and pass on, but not look into.
///
/// The store keeps the object for as long as a guest or the host can reach the reference.
public struct ExternalReference {
    let held: HeldReference

    /// Makes the object known to a store.
    public init(_ object: Any, in store: Store) {
        held = HeldReference(store.heap.addExternal(object), in: store)
    }

    init(_ held: HeldReference) { self.held = held }

    /// The object. For a reference that a guest has made of one of its own it is an ``InternalReference``.
    public var object: Any {
        guard Reference.tag(held.bits) == Reference.Tag.external,
            let object = held.store.heap.externals[Reference.index(held.bits)]
        else { return InternalReference(held) }
        return object
    }
}

/// A reference of the `any` or `exn` hierarchy: to a struct, an array, an exception, an i31 number, or an object of the
/// host's that a guest has internalized. What it refers to stays alive with it.
public struct InternalReference {
    let held: HeldReference

    /// What references can refer to.
    public enum Kind: Hashable, Sendable {
        case i31, structure, array, exception
        /// An object of the host's.
        case external
    }

    init(_ held: HeldReference) { self.held = held }

    /// A number of 31 bits as a reference; the upper bit of the value is lost.
    public init(i31 value: UInt32, in store: Store) { held = HeldReference(Reference.i31(value), in: store) }

    /// An object of the host's, as a guest sees it that has internalized a reference to it.
    public init(_ external: ExternalReference) { held = external.held }

    /// What it refers to.
    public var kind: Kind {
        switch Reference.tag(held.bits) {
        case Reference.Tag.i31: return .i31
        case Reference.Tag.external: return .external
        default:
            let number = held.store.heap.typeNumber(at: Reference.index(held.bits))
            if number & Heap.exceptionMark != 0 { return .exception }
            return held.store.heap.types.layouts[Int(number)].kind == .structure ? .structure : .array
        }
    }

    /// The number, sign-extended, if it is one.
    public var i31: Int32? {
        guard kind == .i31 else { return nil }
        return Int32(bitPattern: Reference.i31Value(held.bits, signed: true))
    }

    /// The object, if it is one of the host's.
    public var external: ExternalReference? { kind == .external ? ExternalReference(held) : nil }

    /// How many fields the struct or elements the array has; 0 for anything else.
    public var count: Int {
        let heap = held.store.heap
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

    /// A field of the struct or an element of the array, packed ones zero-extended; `nil` if there is none.
    public subscript(_ position: Int) -> Value? {
        guard position >= 0, position < count else { return nil }
        let heap = held.store.heap
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
    /// Whether both refer to the same.
    public static func == (left: InternalReference, right: InternalReference) -> Bool {
        left.held.store === right.held.store && left.held.bits == right.held.bits
    }
}
