import WasmSyntax

// Structs and arrays that the embedder makes, reads and changes.

extension Instance {
    /// Makes a struct of a type that the module defines.
    ///
    /// - Parameters:
    ///   - type: The type's index in the module.
    ///   - fields: The values of all fields. Those of 8 and 16 bits are `i32`, of which the low bits count.
    /// - Throws: ``CallError`` if the module has no such type or a value does not match; ``Trap`` of kind
    ///   ``Trap/Kind/heapExhausted``; ``Interrupted`` if the store's interruption stops a collection.
    public func newStructure(_ type: UInt32, _ fields: [Value]) throws -> InternalReference {
        let number = try storeType(type, .structure)
        guard case .structure(let types) = store.state.heap.types.definitions[Int(number)].composite else {
            throw CallError.unknownType(type)
        }
        guard fields.count == types.count else {
            throw CallError.argumentCount(expected: types.count, found: fields.count)
        }
        let values = try zip(fields, types).map { try store.slotValue(of: $0, as: $1.storage.unpacked) }
        let words = Int(store.state.heap.types.layouts[Int(number)].words)
        let object = try store.allocateForHost(words: words, header: Heap.header(number))
        let reference = InternalReference(HeldReference(Reference.object(object), in: store))
        for (index, value) in values.enumerated() { store.set(value, at: index, of: object) }
        return reference
    }

    /// Makes an array of a type that the module defines.
    ///
    /// - Parameters:
    ///   - type: The type's index in the module.
    ///   - elements: The elements. Those of 8 and 16 bits are `i32`, of which the low bits count.
    /// - Throws: As ``newStructure(_:_:)``.
    public func newArray(_ type: UInt32, _ elements: [Value]) throws -> InternalReference {
        let number = try storeType(type, .array)
        guard let element = store.state.heap.types.field(number), elements.count <= Int(UInt32.max) else {
            throw CallError.unknownType(type)
        }
        let values = try elements.map { try store.slotValue(of: $0, as: element.storage.unpacked) }
        let shift = store.state.heap.types.layouts[Int(number)].elementShift
        let words = Heap.arrayWords(length: elements.count, shift: shift)
        let array = try store.allocateForHost(words: words, header: Heap.header(number, length: elements.count))
        let reference = InternalReference(HeldReference(Reference.object(array), in: store))
        for (index, value) in values.enumerated() { store.set(value, at: index, of: array) }
        return reference
    }

    /// Returns the store's number of a type of the module.
    private func storeType(_ index: UInt32, _ kind: ObjectLayout.Kind) throws(CallError) -> UInt32 {
        guard !isDiscarded else { throw .instanceDiscarded }
        guard !store.isPolling else { throw .calledByInterruption }
        guard let types = store.state.instances[address.index].code?.types, types.indices.contains(Int(index)),
            store.state.heap.types.layouts[Int(types[Int(index)])].kind == kind
        else { throw .unknownType(index) }
        return types[Int(index)]
    }
}

extension InternalReference {
    /// Sets a field of a struct or an element of an array.
    ///
    /// - Throws: ``Trap`` of kind ``Trap/Kind/outOfBoundsArrayAccess`` if there is none with this index;
    ///   ``CallError/immutableField``, or another ``CallError`` if the value does not match; ``Trap`` if calls are recorded.
    public func setValue(_ value: Value, at index: Int) throws {
        let store = held.store
        guard index >= 0, index < count else { throw Trap(.outOfBoundsArrayAccess) }
        let object = Reference.index(held.bits)
        let number = store.state.heap.typeNumber(at: object)
        guard let field = store.state.heap.types.field(number, kind == .structure ? index : 0), field.isMutable else {
            throw CallError.immutableField
        }
        if let recorder = store.recorder, recorder.isInHostCall { throw recorder.refuseChange() }
        store.set(try store.slotValue(of: value, as: field.storage.unpacked), at: index, of: object)
    }
}

extension ValueType {
    /// The type of the values that a field of this type gives and takes.
    fileprivate var unpacked: ValueType { self == .i8 || self == .i16 ? .i32 : self }
}

extension Store {
    /// Allocates an object whose words are all 0.
    fileprivate func allocateForHost(words: Int, header: UInt64) throws -> Int {
        guard words <= state.heap.limit else { throw Trap(.heapExhausted) }
        let object: Int
        do {
            object = try allocateObject(words: words, header: header, top: machine.stackTop)
        } catch let interrupted as Interrupted {
            throw Trap(.interrupted(interrupted.reason))
        }
        if words > 1 { fillItems(&state.heap.words, (object &+ 1)..<(object &+ words), 0) }
        return object
    }

    /// The first word of a field, or of an element that is not packed.
    private func word(of index: Int, of object: Int, _ layout: ObjectLayout) -> Int {
        layout.kind == .structure
            ? object &+ Int(state.heap.types.fieldOffsets[Int(layout.firstField) &+ index])
            : object &+ 1 &+ (layout.elementShift == 4 ? index &* 2 : index)
    }

    /// Sets a field or an element that exists.
    fileprivate func set(_ value: SlotValue, at index: Int, of object: Int) {
        let number = state.heap.typeNumber(at: object)
        let layout = state.heap.types.layouts[Int(number)]
        let word = word(of: index, of: object, layout)
        if state.heap.types.field(number, layout.kind == .structure ? index : 0)?.storage == .v128 {
            (state.heap.words[word], state.heap.words[word &+ 1]) = (value.bits, value.upperHalf)
        } else if layout.kind == .structure {
            state.heap.words[word] = value.bits
        } else {
            state.heap.setElement(index, of: object, shift: layout.elementShift, value.bits)
        }
    }
}
