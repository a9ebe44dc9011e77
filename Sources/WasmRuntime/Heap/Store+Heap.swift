import WasmSyntax

// Allocation with a look at the whole store, which a collection needs.

extension Store {
    /// Finds room for an object and writes its header; the fields are what was there before, and must all be set.
    ///
    /// - Parameter top: Slots of the value stack in use: what they refer to stays.
    /// - Throws: ``Trap/Kind/heapExhausted``, or ``Interrupted`` if a collection was ended by it.
    func allocateObject(words count: Int, header: UInt64, top: Int) throws -> Int {
        let index = try room(for: count, top: top)
        heap.words[index] = header
        return index
    }

    private func room(for count: Int, top: Int) throws -> Int {
        if heap.collectsAlways { try collectGarbage(top: top) }
        if let index = heap.find(count) { return index }
        if heap.shouldCollect || count > heap.limit &- heap.words.count && heap.mayCollect {
            try collectGarbage(top: top)
            if let index = heap.find(count) { return index }
        }
        if heap.grow(for: count), let index = heap.find(count) { return index }
        heap.noteFailure()
        throw Trap(.heapExhausted)
    }

    /// Frees what nothing in use refers to.
    ///
    /// The value stack has no types, so whatever in it looks like a reference counts as one. What is in globals, tables,
    /// segments and objects is known to be what it is.
    ///
    /// - Parameter top: Slots of the value stack in use.
    /// - Throws: ``Interrupted``; nothing has been freed then.
    func collectGarbage(top: Int) throws {
        heap.beginMarking()
        var roots = min(top, stack.count)
        for slot in 0..<roots { heap.mark(stack[slot]) }
        for index in globals.indices where heap.types.isManaged(globalTypes[index].value) { heap.mark(globals[index]) }
        for index in tables.indices where heap.types.isManaged(tables[index].type.element) {
            for element in tables[index].elements { heap.mark(element) }
            roots &+= tables[index].elements.count
        }
        for instance in instances {
            for values in instance.elements {
                for value in values { heap.mark(value) }
                roots &+= values.count
            }
        }
        var live = 1
        while !heap.markMore(&live) {
            if let reason = interruption?.reasonToStop() { throw Interrupted(reason) }
        }
        let released = heap.finishCollection(live: live &+ roots &+ globals.count)
        withExtendedLifetime(released) {}
    }

    /// Bytes that the objects of the heap took after the last collection, and those that were allocated since.
    public var heapBytes: UInt64 {
        UInt64(truncatingIfNeeded: min(heap.words.count, heap.liveWords &+ heap.allocatedWords) &* 8)
    }

    /// Whether a value is of a type, which may be one of a reference. Bits that no value of the store has are of none.
    func isValid(_ bits: UInt64, _ type: ValueType) -> Bool {
        guard type.isReference else { return true }
        if bits == 0 { return type.isNullable }
        let heapType = type.heapType
        if heap.types.top(of: heapType) == .function {
            guard bits <= UInt64(functions.count) else { return false }
            return isFunction(bits, heapType)
        }
        let index = Reference.index(bits)
        switch Reference.tag(bits) {
        case Reference.Tag.object:
            guard index < heap.words.count, heap.isStart(index) else { return false }
        case Reference.Tag.external:
            guard index < heap.externals.count, heap.externals[index] != nil else { return false }
        default: break
        }
        return heap.isInstance(bits, heapType, nullPasses: type.isNullable)
    }

    /// Whether a function that is not null is of a type.
    func isFunction(_ bits: UInt64, _ type: HeapType) -> Bool {
        guard let wanted = type.typeIndex else { return type == .function }
        return heap.types.isSubtype(functions[Int(truncatingIfNeeded: bits) &- 1].type, of: wanted)
    }
}
