import WasmSyntax
import WasmValidation

extension Snapshot {
    /// Returns the snapshot in a form that ``init(bytes:modules:limits:interruption:)`` reads in another process, and on
    /// another machine. It does not contain the modules, but their digests.
    ///
    /// The bytes of a snapshot without a suspended call can be read by any later version of Nestbox, others by the same
    /// version only.
    ///
    /// - Throws: ``SnapshotError/malformed(_:)`` if a call is suspended where it cannot be stored, or a tag was made by
    ///   the host.
    public func bytes(interruption: (any Interruption)? = nil) throws -> [UInt8] {
        var writer = SnapshotWriter(state: state)
        try writer.write(self, interruption)
        return writer.out.bytes
    }
}

/// Writes a snapshot.
private struct SnapshotWriter {
    let state: SnapshotState
    var out = ByteWriter()
    /// By the store's numbers of types: a module and its index for the type.
    private var types: [UInt32: (code: Int, index: Int)] = [:]

    init(state: SnapshotState) {
        self.state = state
        for (code, known) in state.codes.enumerated() {
            for (index, number) in known.types.enumerated() where types[number] == nil { types[number] = (code, index) }
        }
    }

    mutating func unsigned(_ value: Int) { out.unsigned(UInt64(truncatingIfNeeded: value)) }
    mutating func flag(_ value: Bool) { out.byte(value ? 1 : 0) }

    mutating func text(_ value: String) {
        unsigned(value.utf8.count)
        out.append(value.utf8)
    }

    mutating func write(_ snapshot: Snapshot, _ interruption: (any Interruption)?) throws {
        out.append(SnapshotFormat.magic)
        out.fixed(SnapshotFormat.version)
        flag(snapshot.isSuspended)
        text(NestboxVersion.current)
        flag(state.options.fusing)
        flag(state.options.profile == .deterministic)
        flag(state.options.budgetUnit == .time)
        out.byte(state.options.instruments.rawValue)
        let call = snapshot.call.map { SuspendedCallWriter(state, $0, interruption) }
        out.unsigned(call?.spent ?? snapshot.spent)
        unsigned(state.codes.count)
        for code in state.codes { out.append(code.module.snapshotDigest) }
        unsigned(state.instances.count)
        for number in state.instances.indices { writeImports(of: number) }
        guard state.tags.count == state.instances.reduce(0, { $0 &+ definedTags($1) }) else {
            throw SnapshotError.malformed("a tag was made by the host")
        }
        unsigned(snapshot.instance)
        unsigned(state.objectNames.count)
        for name in state.objectNames {
            flag(name != nil)
            if let name { text(name) }
        }
        for number in state.instances.indices { writeContents(of: number) }
        try writeHeap()
        try call?.write(to: &out)
        out.append(SnapshotFormat.digest(out.bytes))
    }

    private func definedTags(_ instance: SnapshotState.Instance) -> Int {
        state.codes[instance.code].module.validated.module.tags.count
    }

    /// Writes where the imports of an instance come from.
    private mutating func writeImports(of number: Int) {
        let instance = state.instances[number]
        unsigned(instance.code)
        let module = state.codes[instance.code].module.validated
        // The records of the host functions that the instance imports itself come right before its own functions.
        let first = number == 0 ? 0 : state.endOfFunctions(of: number &- 1)
        for address in instance.importedFunctions {
            let record = state.functions[address]
            let isOfHost = record.instance == FunctionRecord.host && address >= first
            flag(isOfHost)
            unsigned(isOfHost ? Int(record.index) : address)
        }
        for address in instance.tables.prefix(module.importCounts.tables) { unsigned(address) }
        for address in instance.memories.prefix(module.importCounts.memories) { unsigned(address) }
        for address in instance.importedGlobals { unsigned(address) }
        for address in instance.tags.prefix(module.importCounts.tags) { unsigned(address) }
    }

    /// Writes what an instance has defined.
    private mutating func writeContents(of number: Int) {
        let instance = state.instances[number]
        let module = state.codes[instance.code].module.validated
        for address in instance.memories.dropFirst(module.importCounts.memories) {
            writeMemory(state.memories[address])
        }
        for address in instance.tables.dropFirst(module.importCounts.tables) {
            unsigned(state.tables[address].elements.count)
            for element in state.tables[address].elements { out.unsigned(element) }
        }
        for index in module.module.globals.indices {
            let address = instance.firstGlobal &+ index
            out.unsigned(state.globals[address])
            if state.globalTypes[address].value == .v128 { out.unsigned(state.globalUpperHalves[address]) }
        }
        for values in instance.elements {
            unsigned(values.count)
            for value in values { out.unsigned(value) }
        }
        for segment in instance.data { flag(!segment.isEmpty) }
    }

    private mutating func writeMemory(_ memory: MemoryInstance) {
        unsigned(memory.size)
        var position = 0
        while let run = SnapshotFormat.run(of: memory.bytes, from: position) {
            unsigned(run.count)
            unsigned(run.lowerBound &- position)
            out.append(memory.bytes[run])
            position = run.upperBound
        }
        unsigned(0)
    }

    // MARK: Objects

    private mutating func writeHeap() throws {
        let heap = state.heap
        unsigned(heap.words.count)
        var (position, end) = (1, 1)
        while let start = nextObject(from: position) {
            unsigned(start &- end &+ 1)
            end = try writeObject(at: start)
            position = end
        }
        unsigned(0)
    }

    private func nextObject(from position: Int) -> Int? {
        let heap = state.heap
        var word = position &>> 6
        guard word < heap.starts.count else { return nil }
        var bits = heap.starts[word] & (.max &<< UInt64(position & 63))
        while bits == 0 {
            word &+= 1
            guard word < heap.starts.count else { return nil }
            bits = heap.starts[word]
        }
        return word &<< 6 &+ bits.trailingZeroBitCount
    }

    /// Writes an object; returns the word behind it.
    private mutating func writeObject(at start: Int) throws -> Int {
        let heap = state.heap
        let header = heap.words[start]
        let (number, length) = (UInt32(truncatingIfNeeded: header), Int(header &>> 32))
        let end: Int
        if number & Heap.exceptionMark != 0 {
            out.byte(SnapshotFormat.ObjectKind.exception.rawValue)
            end = start &+ length
            for word in (start &+ 1)..<end { out.unsigned(heap.words[word]) }
            return end
        }
        guard let type = types[number] else { throw SnapshotError.malformed("an object of the host's own type") }
        let layout = heap.types.layouts[Int(number)]
        let isStructure = layout.kind == .structure
        out.byte((isStructure ? SnapshotFormat.ObjectKind.structure : .array).rawValue)
        unsigned(type.code)
        unsigned(type.index)
        if isStructure {
            end = start &+ Int(layout.words)
        } else {
            unsigned(length)
            end = start &+ Heap.arrayWords(length: length, shift: layout.elementShift)
        }
        for word in (start &+ 1)..<max(end, start &+ 1) { out.unsigned(heap.words[word]) }
        return end
    }
}
