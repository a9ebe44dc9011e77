import WasmSyntax

// Memories, tables, globals and functions that the embedder makes, for guests to import. They are part of the store until it
// is reset.

extension GuestMemory {
    /// A new memory, all zero.
    ///
    /// - Parameters:
    ///   - pages: Its size in pages of 64 KiB.
    ///   - maximum: The most pages that it may have; `nil` if only the store's limits count.
    ///   - addressType: The type of its addresses.
    ///   - isShared: Whether it can be imported as a shared memory, which needs a maximum.
    /// - Throws: ``LinkError`` of kind ``LinkError/Kind/limitExceeded(_:)``; ``CallError/calledByInterruption``.
    public init(
        pages: UInt64, maximum: UInt64? = nil, addressType: AddressType = .i32, isShared: Bool = false, in store: Store
    ) throws {
        let type = MemoryType(
            addressType: addressType, limits: SizeLimits(minimum: pages, maximum: maximum), isShared: isShared)
        try store.beginMaking()
        guard pages <= type.maximumPages, maximum ?? .max >= pages, maximum ?? 0 <= type.maximumPages else {
            throw LinkError(limit: "a memory of \(pages) to \(maximum ?? pages) pages")
        }
        guard !isShared || maximum != nil else { throw LinkError(limit: "a shared memory without a maximum") }
        try store.checkLimits(memories: [type], tables: [])
        let bytes = type.bytes(ofPages: pages) ?? .max
        try store.countHostItem(MemoryLayout<MemoryInstance>.stride, contents: bytes, .memories)
        let address = store.state.add(MemoryInstance(type: type, size: Int(clamping: bytes)))
        store.state.totalMemoryBytes &+= bytes
        self.init(store: store, address: address, owner: store.state.hostIdentity)
    }

    /// The memory's type, with the current size as its minimum; that of an empty memory if its instance was discarded.
    public var type: MemoryType {
        guard store.state.isCurrent(owner) else { return MemoryType(limits: SizeLimits(minimum: 0, maximum: 0)) }
        var type = store.state.memories[address].type
        type.limits.minimum = type.pages(ofBytes: UInt64(store.state.memories[address].size))
        return type
    }

    /// The memory's size in pages.
    public var pageCount: UInt64 { type.limits.minimum }

    /// Makes the memory larger, by pages that are zero.
    ///
    /// - Returns: The size in pages before; `nil` if its maximum or the store's limits do not allow it.
    /// - Throws: ``CallError/instanceDiscarded``; ``Trap`` if calls are recorded.
    @discardableResult
    public func grow(by pages: UInt64) throws -> UInt64? {
        try store.beginChanging(owner)
        return try store.growMemory(address, by: pages, pay: {})
    }
}

extension Table {
    /// A new table.
    ///
    /// - Parameters:
    ///   - element: The type of its elements, `funcref` or `externref`, or another reference type that is nullable unless
    ///     `value` is given. A type that a module defines is given by the store's number for it.
    ///   - count: The number of elements.
    ///   - maximum: The most elements that it may have; `nil` if only the store's limits count.
    ///   - value: The value of all elements; `nil` for null.
    /// - Throws: ``LinkError`` of kind ``LinkError/Kind/limitExceeded(_:)``; ``CallError`` if the value does not match;
    ///   ``Interrupted`` if the store's interruption stops it.
    public init(
        of element: ValueType = .funcref, count: UInt64, maximum: UInt64? = nil, filledWith value: Value? = nil,
        in store: Store
    ) throws {
        let type = TableType(limits: SizeLimits(minimum: count, maximum: maximum), element: element)
        try store.beginMaking()
        guard store.state.heap.types.isKnown(element), element.isReference, value != nil || element.isNullable else {
            throw CallError.argumentType(expected: element, found: value?.type ?? .i32)
        }
        guard count <= UInt64(UInt32.max), maximum ?? .max >= count else {
            throw LinkError(limit: "a table of \(count) to \(maximum ?? count) elements")
        }
        let bits = try value.map { try store.slotValue(of: $0, as: element).bits } ?? 0
        try store.checkLimits(memories: [], tables: [type])
        try store.countHostItem(MemoryLayout<TableInstance>.stride, contents: count &* 8, .tables)
        var elements: [UInt64] = []
        do {
            elements.reserveCapacity(Int(clamping: count))
            try store.inPieces(Int(clamping: count)) { _, count in
                elements.append(contentsOf: repeatElement(bits, count: count))
            }
        } catch {
            store.uncountTable(count)
            throw error
        }
        let address = store.state.add(TableInstance(type: type, elements: elements))
        store.state.totalTableElements &+= count
        self.init(store: store, address: address, owner: store.state.hostIdentity)
    }

    /// The table's type, with the current number of elements as its minimum; that of an empty table if its instance was
    /// discarded.
    public var type: TableType {
        guard store.state.isCurrent(owner) else {
            return TableType(limits: SizeLimits(minimum: 0, maximum: 0), element: .funcref)
        }
        var type = store.state.tables[address].type
        type.limits.minimum = UInt64(count)
        return type
    }

    /// Returns an element.
    ///
    /// - Throws: ``CallError/instanceDiscarded``; ``Trap`` of kind ``Trap/Kind/outOfBoundsTableAccess``.
    public func value(at index: UInt64) throws -> Value {
        guard store.state.isCurrent(owner) else { throw CallError.instanceDiscarded }
        guard index < UInt64(count) else { throw Trap(.outOfBoundsTableAccess) }
        let bits = store.state.tables[address].elements[Int(index)]
        return Value(SlotValue(bits), type: store.state.tables[address].type.element, in: store)
    }

    /// Sets an element.
    ///
    /// - Throws: As ``value(at:)``; ``CallError`` if the value does not match; ``Trap`` if calls are recorded.
    public func setValue(_ value: Value, at index: UInt64) throws {
        guard index < UInt64(count) else {
            try store.beginChanging(owner)
            throw Trap(.outOfBoundsTableAccess)
        }
        try fill(index..<(index &+ 1), with: value)
    }

    /// Sets a range of elements to a value.
    ///
    /// - Throws: As ``setValue(_:at:)``; then nothing is set. ``Interrupted`` if the store's interruption stops it.
    public func fill(_ range: Range<UInt64>, with value: Value) throws {
        try store.beginChanging(owner)
        let bits = try store.slotValue(of: value, as: store.state.tables[address].type.element).bits
        let count = range.upperBound &- range.lowerBound
        guard try store.fillTable(address, range.lowerBound, bits, count, pay: {}) else {
            throw Trap(.outOfBoundsTableAccess)
        }
    }

    /// Makes the table larger, by elements with a value.
    ///
    /// - Returns: The number of elements before; `nil` if its maximum or the store's limits do not allow it.
    /// - Throws: ``CallError`` if the value does not match; ``Trap`` if calls are recorded; ``Interrupted`` if the store's
    ///   interruption stops it.
    @discardableResult
    public func grow(by count: UInt64, with value: Value) throws -> UInt64? {
        try store.beginChanging(owner)
        let bits = try store.slotValue(of: value, as: store.state.tables[address].type.element).bits
        return try store.growTable(address, by: count, bits, pay: {})
    }
}

extension Global {
    /// A new global.
    ///
    /// - Parameters:
    ///   - value: Its value.
    ///   - type: The type of its values; `nil` for that of `value`.
    ///   - isMutable: Whether guests, and ``setValue(_:)``, can set it.
    /// - Throws: ``CallError`` if the value does not match the type; ``LinkError`` for the limit of all memory.
    public init(_ value: Value, type: ValueType? = nil, isMutable: Bool = false, in store: Store) throws {
        try store.beginMaking()
        let type = type ?? value.type
        guard store.state.heap.types.isKnown(type) else {
            throw CallError.argumentType(expected: type, found: value.type)
        }
        let slot = try store.slotValue(of: value, as: type)
        try store.countHostItem(MemoryLayout<GlobalType>.stride &+ 16)
        let address = store.state.addGlobals(CollectionOfOne(GlobalType(value: type, isMutable: isMutable)))
        (store.state.globals[address], store.state.globalUpperHalves[address]) = (slot.bits, slot.upperHalf)
        self.init(store: store, address: address, owner: store.state.hostIdentity)
    }

    /// The global's type; that of an immutable `i32` if its instance was discarded.
    public var type: GlobalType {
        guard store.state.isCurrent(owner) else { return GlobalType(value: .i32, isMutable: false) }
        return store.state.globalTypes[address]
    }

    /// Sets the value.
    ///
    /// - Throws: ``CallError/immutableGlobal``, ``CallError/instanceDiscarded`` or another ``CallError`` if the value does
    ///   not match; ``Trap`` if calls are recorded.
    public func setValue(_ value: Value) throws {
        try store.beginChanging(owner)
        let type = store.state.globalTypes[address]
        guard type.isMutable else { throw CallError.immutableGlobal }
        let slot = try store.slotValue(of: value, as: type.value)
        (store.state.globals[address], store.state.globalUpperHalves[address]) = (slot.bits, slot.upperHalf)
    }
}

extension Function {
    /// A function of the host as a value: for tables, globals, arguments and results. (For imports there is
    /// ``Imports/define(_:in:_:)-(Name,Name,HostFunction)``.)
    ///
    /// - Throws: ``CallError/tooManyTypes``; ``CallError/calledByInterruption``; ``LinkError`` for the limit of all memory.
    public init(_ function: HostFunction, in store: Store) throws {
        try store.beginMaking()
        guard let type = store.state.heap.types.number(of: function.type) else { throw CallError.tooManyTypes }
        store.countTypes()
        let bytes = HostFunctionRecord.hostBytes(of: function.type)
        try store.countHostItem(MemoryLayout<FunctionRecord>.stride &+ Int(clamping: bytes))
        let record = HostFunctionRecord(function, module: "", name: "")
        let host = store.state.add([record], owner: store.state.hostIdentity)
        let address = store.state.add(
            CollectionOfOne(
                FunctionRecord(
                    type: type, instance: FunctionRecord.host, entry: 0, index: UInt32(truncatingIfNeeded: host))))
        self.init(store: store, address: address)
    }
}

extension Store {
    /// Begins to make something for the embedder.
    fileprivate func beginMaking() throws {
        guard !isPolling else { throw CallError.calledByInterruption }
        guard !isRestoring else { throw SnapshotError.running }
    }

    /// Begins to change something of an instance for the embedder.
    fileprivate func beginChanging(_ owner: InstanceIdentity) throws {
        guard !isPolling else { throw CallError.calledByInterruption }
        guard state.isCurrent(owner) else { throw CallError.instanceDiscarded }
        if let recorder, recorder.isInHostCall { throw recorder.refuseChange() }
    }

    /// Counts the host memory of something that the embedder makes.
    ///
    /// - Parameters:
    ///   - contents: The bytes of a memory or of a table's elements.
    ///   - kind: The kind of memory that the contents are.
    fileprivate func countHostItem(
        _ bytes: Int, contents: UInt64 = 0, _ kind: HostMemoryKind = .hostItems
    ) throws(LinkError) {
        var usage = HostUsage()
        usage[kind] = contents
        usage[.hostItems] &+= UInt64(bytes)
        guard hostMemory.take(usage) else { throw refusedHostBytes() }
    }

    /// Gives back what was counted for a table that was not made.
    fileprivate func uncountTable(_ count: UInt64) {
        hostMemory.release(UInt64(MemoryLayout<TableInstance>.stride), .hostItems)
        hostMemory.release(count &* 8, .tables)
    }
}
