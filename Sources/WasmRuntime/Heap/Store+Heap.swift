import WasmSyntax

// Allocation that may collect, for which it needs the whole store.

extension Store {
    /// Allocates an object and writes its header. The fields keep their former contents, so the caller must set them all.
    ///
    /// - Parameter top: Slots of the value stack in use, whose objects a collection keeps.
    /// - Throws: ``Trap`` of kind ``Trap/Kind/heapExhausted``; ``Interrupted`` if the guest must stop.
    func allocateObject(words count: Int, header: UInt64, top: Int) throws -> Int {
        let index = try room(for: count, top: top)
        state.heap.words[index] = header
        return index
    }

    private func room(for count: Int, top: Int) throws -> Int {
        if state.heap.collectsAlways { try collectGarbage(top: top) }
        if let index = state.heap.take(count) { return index }
        if let index = try find(count) { return index }
        if state.heap.shouldCollect || count > state.heap.limit &- state.heap.words.count && state.heap.mayCollect {
            try collectGarbage(top: top)
            if let index = try find(count) { return index }
        }
        if try growHeap(for: count), let index = try find(count) { return index }
        state.heap.noteFailure()
        throw Trap(.heapExhausted)
    }

    /// Searches for room without a collection, and polls the interruption in between.
    private func find(_ count: Int) throws(Interrupted) -> Int? {
        while true {
            switch state.heap.find(count) {
            case .found(let index): return index
            case .noRoom: return nil
            case .paused: try checkInterruption()
            }
        }
    }

    /// Makes the heap larger; returns false if the limits do not allow it.
    private func growHeap(for count: Int) throws(Interrupted) -> Bool {
        guard let wanted = state.heap.size(toAdd: count) else { return false }
        let (before, added) = (state.heap.words.count, wanted &- state.heap.words.count)
        let bytes = Heap.hostBytes(words: wanted) &- Heap.hostBytes(words: before)
        guard hostMemory.take(bytes, .heap) else { return false }
        do {
            try inPieces(added) { _, piece in state.heap.grow(to: state.heap.words.count &+ piece) }
        } catch {
            hostMemory.release(
                Heap.hostBytes(words: wanted) &- Heap.hostBytes(words: state.heap.words.count), .heap)
            throw error
        }
        return true
    }

    /// Frees the objects that nothing in use refers to.
    ///
    /// The value stack has no types, so any slot that looks like a reference counts as one. Globals, tables, segments and
    /// objects have types, which tell where references are.
    ///
    /// - Parameter top: Slots of the value stack in use.
    /// - Throws: ``Interrupted`` if the guest must stop; then nothing has been freed.
    func collectGarbage(top: Int) throws {
        state.heap.beginMarking()
        var roots = try markGlobalsAndStack(top: top)
        for table in state.tables.indices where state.heap.types.isManaged(state.tables[table].type.element) {
            roots &+= try markAll(state.tables[table].elements)
        }
        for parked in state.parked {
            guard let parked else { continue }
            roots &+= try markAll(parked.slots)
        }
        roots &+= state.parked.count &+ state.instances.count
        for instance in state.instances.indices {
            for (number, segment) in state.instances[instance].managedSegments.enumerated() {
                if number & 0x3FF == 0x3FF { try checkInterruption() }
                roots &+= try markAll(state.instances[instance].elements[segment]) &+ 1
            }
        }
        var live = 1
        while !state.heap.markMore(&live) { try checkInterruption() }
        let before = heapBytes
        var released = state.heap.finishCollection(live: live &+ roots)
        // A `deinit` of the embedder that called the guest would overwrite the frames of the one that is running.
        refusingCalls { free(&released) }
        if observes(.collections) { tell(.collected(from: before, to: heapBytes)) }
    }

    /// Marks the objects that the value stack and the globals refer to.
    ///
    /// - Returns: The number of slots and globals.
    private func markGlobalsAndStack(top: Int) throws(Interrupted) -> Int {
        let top = min(top, machine.stack.count)
        try inPieces(top) { start, count in
            for slot in start..<(start &+ count) { state.heap.mark(machine.stack[slot]) }
        }
        try inPieces(state.globals.count) { start, count in
            for index in start..<(start &+ count) where state.heap.types.isManaged(state.globalTypes[index].value) {
                state.heap.mark(state.globals[index])
            }
        }
        return top &+ state.globals.count
    }

    private func markAll(_ references: [UInt64]) throws(Interrupted) -> Int {
        try inPieces(references.count) { start, count in
            for index in start..<(start &+ count) { state.heap.mark(references[index]) }
        }
        return references.count
    }

    /// Adds an object of the host and returns a reference to it. The objects that nothing refers to any more are found first,
    /// when there are many.
    func addExternal(_ object: Any) -> UInt64 {
        let isFull = hostMemory.limit &- min(hostMemory.held, hostMemory.limit) < Heap.externalBytes
        // Whoever polls the interruption, or is in the middle of an operation, may have references that nothing knows of.
        if !isPolling, operations == 0, state.heap.shouldCollectExternals(isFull: isFull) {
            operations &+= 1
            try? collectGarbage(top: machine.stackTop)
            operations &-= 1
        }
        if state.heap.freeExternals.isEmpty { hostMemory.countForHost(Heap.externalBytes, .hostObjects) }
        return state.heap.addExternal(object)
    }

    /// Bytes of the heap's objects, including garbage since the last collection.
    public var heapBytes: UInt64 {
        UInt64(truncatingIfNeeded: min(state.heap.words.count, state.heap.liveWords &+ state.heap.allocatedWords) &* 8)
    }

    /// Whether the bits of a value are valid for its type; bits of a number type always are. A reference must exist in the
    /// store and match the type.
    func isValid(_ bits: UInt64, _ type: ValueType) -> Bool {
        guard type.isReference else { return true }
        if bits == 0 { return type.isNullable }
        let heapType = type.heapType
        if state.heap.types.top(of: heapType) == .function {
            guard bits <= UInt64(state.functions.count) else { return false }
            return isFunction(bits, heapType)
        }
        let index = Reference.index(bits)
        switch Reference.tag(bits) {
        case Reference.Tag.object:
            guard index < state.heap.words.count, state.heap.isStart(index) else { return false }
        case Reference.Tag.external:
            guard index < state.heap.externals.count, state.heap.externals[index] != nil else { return false }
        default: break
        }
        return state.heap.isInstance(bits, heapType, nullPasses: type.isNullable)
    }

    /// Whether a function reference that is not null matches a type.
    func isFunction(_ bits: UInt64, _ type: HeapType) -> Bool { state.isFunction(bits, type) }
}

/// Frees objects of the embedder, now. The compiler may move a release behind what follows it, but not out of this function.
@inline(never)
private func free(_ objects: inout [Any]) { objects = [] }

extension StoreState {
    /// Whether a function reference that is not null matches a type.
    @inline(__always) func isFunction(_ bits: UInt64, _ type: HeapType) -> Bool {
        guard let wanted = type.typeIndex else { return type == .function }
        return heap.types.isSubtype(functions[Int(truncatingIfNeeded: bits) &- 1].type, of: wanted)
    }
}
