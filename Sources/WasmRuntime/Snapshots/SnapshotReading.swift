import WasmSyntax
import WasmValidation

extension Snapshot {
    /// Reads a snapshot that ``bytes(interruption:)`` has written, here or elsewhere.
    ///
    /// The bytes need not be trustworthy: like a module, they are checked as a whole, and a state that no guest could have
    /// is refused.
    ///
    /// - Parameters:
    ///   - bytes: The stored snapshot.
    ///   - modules: The modules of the snapshot's instances, in any order; others are ignored.
    ///   - limits: The limits that the state must keep.
    ///   - interruption: Polled while the bytes are read.
    /// - Throws: ``SnapshotError``; ``Trap`` or ``Interrupted`` if the interruption stops the work.
    public init(
        bytes: [UInt8], modules: [Module], limits: StoreLimits = StoreLimits(),
        interruption: (any Interruption)? = nil
    ) throws {
        let digestCount = 32
        guard bytes.count > SnapshotFormat.magic.count &+ digestCount, bytes.starts(with: SnapshotFormat.magic) else {
            throw SnapshotError.malformed("these bytes are no snapshot")
        }
        let end = bytes.count &- digestCount
        guard SnapshotFormat.digest(Array(bytes[..<end])) == Array(bytes[end...]) else {
            throw SnapshotError.malformed("the checksum is wrong: the bytes are damaged or cut off")
        }
        var reader = SnapshotReader(bytes, in: SnapshotFormat.magic.count..<end)
        let version = try reader.read { cursor throws(DecodeError) in try cursor.fixed32() }
        guard version == SnapshotFormat.version else {
            throw SnapshotError.malformed("version \(version) of the format is not known")
        }
        let isSuspended = try reader.flag()
        let writer = try reader.text("bytes of the version")
        guard !isSuspended || writer == NestboxVersion.current else { throw SnapshotError.otherVersion(writer) }
        var options = LoweringOptions()
        options.fusing = try reader.flag()
        options.profile = try reader.flag() ? .deterministic : .full
        options.budgetUnit = try reader.flag() ? .time : .instruction
        options.instruments = Instruments(rawValue: try reader.byte())
        guard options.instruments.isSubset(of: [.functionEvents, .debugging]) else {
            throw SnapshotError.malformed("instruments that are not known")
        }
        let spent = try reader.u64()
        let store = Store(limits: limits, options: options)
        store.interruption = interruption
        var loading = SnapshotLoading(store: store, reader: reader)
        try loading.readInstances(modules)
        let instance = try loading.reader.index(below: store.state.instances.count, "instance")
        try loading.readContents()
        let call = isSuspended ? try loading.readCall(spent: spent) : nil
        guard loading.reader.cursor.isAtEnd else { throw loading.reader.malformed("more bytes than expected") }
        self.init(
            state: try store.snapshotState(names: loading.objectNames, hostImports: loading.hostImports),
            instance: instance, call: call, spent: spent)
    }
}

/// Builds the state of a snapshot in a store of its own.
struct SnapshotLoading {
    let store: Store
    var reader: SnapshotReader
    /// The code of the snapshot's modules, by number; `nil` for one without an instance.
    private var codes: [CodeObject?] = []
    private(set) var objectNames: [String?] = []
    private(set) var hostImports: [SnapshotState.HostImport] = []

    init(store: Store, reader: SnapshotReader) {
        self.store = store
        self.reader = reader
    }

    // MARK: Instances

    mutating func readInstances(_ modules: [Module]) throws {
        let byDigest = Dictionary(modules.map { ($0.snapshotDigest, $0) }) { first, _ in first }
        var used: [Module] = []
        for _ in 0..<(try reader.count("modules")) {
            let digest = try reader.bytes(32)
            guard let module = byDigest[digest] else {
                throw SnapshotError.unknownModule(digest: SnapshotFormat.hex(digest))
            }
            used.append(module)
        }
        codes = used.map { _ in nil }
        for number in 0..<(try reader.count("instances")) {
            let moduleNumber = try reader.index(below: used.count, "module")
            try readInstance(number, moduleNumber, used[moduleNumber])
        }
        guard !store.state.instances.isEmpty else { throw reader.malformed("no instance") }
    }

    private mutating func readInstance(_ number: Int, _ moduleNumber: Int, _ module: Module) throws {
        let validated = module.validated
        try store.checkInstantiation()
        let code = try store.codeObject(for: module)
        codes[moduleNumber] = code
        do {
            try store.checkLimits(validated)
        } catch {
            throw SnapshotError.limitExceeded("\(error)")
        }
        guard store.hostMemory.take(store.hostUsage(of: validated.module)) else {
            throw SnapshotError.limitExceeded("bytes of the host's memory")
        }
        let linked = try readImports(number, validated, code)
        let tables = try store.makeTables(validated.module)
        let address = store.allocate(validated, code, linked, tables, serial: store.state.newSerial() ?? 0)
        // As instantiation leaves them; the values come later.
        store.state.instances[address].elements = validated.module.elements.map { _ in [] }
    }

    private mutating func readImports(
        _ number: Int, _ validated: ValidatedModule, _ code: CodeObject
    ) throws -> LinkedImports {
        var entries: [LinkedImports.Entry] = []
        var hostFunctions: [HostFunctionRecord] = []
        var hostBytes: UInt64 = 0
        func expected(_ import: Import) -> ExternalTypeDescription { Store.description(of: `import`.type, code.types) }
        // Functions first, as they were written.
        var functions: [LinkedImports.Entry] = []
        for (position, `import`) in validated.module.imports.enumerated() where `import`.type.kind == .function {
            let type = expected(`import`)
            guard try reader.flag() else {
                let address = try reader.index(below: store.state.functions.count, "function")
                functions.append(.init(type: .function(store.state.functions[address].type), address: address))
                continue
            }
            let function = try reader.u64()
            let known = UInt64(store.state.hostFunctions.count)
            guard case .function(let typeNumber) = type, function >= known,
                function &- known <= UInt64(hostFunctions.count)
            else { throw reader.malformed("host function \(function) is out of order") }
            let index = Int(truncatingIfNeeded: function &- known)
            if index == hostFunctions.count {
                let bytes = HostFunctionRecord.hostBytes(of: store.functionType(typeNumber))
                guard store.hostMemory.take(bytes, .instances) else {
                    throw SnapshotError.limitExceeded("bytes of the host's memory")
                }
                hostBytes &+= bytes
                hostFunctions.append(
                    HostFunctionRecord(
                        HostFunction(type: store.functionType(typeNumber)) { _ in }, module: `import`.module,
                        name: `import`.name))
                hostImports.append(.init(instance: number, position: position))
            }
            // Imports share a function of the host only if they have the same names and type.
            let first = validated.module.imports[hostImports[Int(truncatingIfNeeded: function)].position]
            guard first.module == `import`.module, first.name == `import`.name, expected(first) == type else {
                throw reader.malformed("host function \(function) has two names or types")
            }
            functions.append(.init(type: type, address: index, isOfHost: true))
        }
        var others: [ImportKind: [LinkedImports.Entry]] = [:]
        for kind in [ImportKind.table, .memory, .global, .tag] {
            for `import` in validated.module.imports where ImportKind(`import`.type) == kind {
                others[kind, default: []].append(try readImport(kind))
            }
        }
        var positions: [ImportKind: Int] = [:]
        for `import` in validated.module.imports {
            let kind = ImportKind(`import`.type)
            let position = positions[kind, default: 0]
            positions[kind] = position &+ 1
            let entry = kind == .function ? functions[position] : (others[kind] ?? [])[position]
            guard store.state.heap.types.matches(entry.type, expected(`import`)) else {
                throw reader.malformed("an import of another type")
            }
            entries.append(entry)
        }
        return LinkedImports(entries: entries, hostFunctions: hostFunctions, hostBytes: hostBytes)
    }

    private enum ImportKind {
        case function, table, memory, global, tag

        init(_ type: ExternalType) {
            switch type {
            case .function: self = .function
            case .table: self = .table
            case .memory: self = .memory
            case .global: self = .global
            case .tag: self = .tag
            }
        }
    }

    private mutating func readImport(_ kind: ImportKind) throws -> LinkedImports.Entry {
        let state = store.state
        switch kind {
        case .function, .table:
            let address = try reader.index(below: state.tables.count, "table")
            guard address > 0 else { throw reader.malformed("table 0 is nobody's") }
            // As large as it may be: it may have grown before it was imported.
            var type = state.tables[address].type
            type.limits.minimum = type.limits.maximum ?? .max
            return .init(type: .table(type), address: address)
        case .memory:
            let address = try reader.index(below: state.memories.count, "memory")
            guard address > 0 else { throw reader.malformed("memory 0 is nobody's") }
            var type = state.memories[address].type
            type.limits.minimum = type.limits.maximum ?? type.maximumPages
            return .init(type: .memory(type), address: address)
        case .global:
            let address = try reader.index(below: state.globals.count, "global")
            return .init(type: .global(state.globalTypes[address]), address: address)
        case .tag:
            let address = try reader.index(below: state.tags.count, "tag")
            return .init(type: .tag(state.tags[address]), address: address)
        }
    }

    // MARK: Contents

    mutating func readContents() throws {
        for _ in 0..<(try reader.count("host objects")) {
            let name = try reader.flag() ? try reader.text("bytes of a name") : nil
            guard store.hostMemory.take(Heap.externalBytes &+ UInt64(name?.utf8.count ?? 0), .hostObjects) else {
                throw SnapshotError.limitExceeded("bytes of the host's memory")
            }
            if objectNames.count & 0xFFF == 0xFFF { try store.checkInstantiation() }
            objectNames.append(name)
        }
        store.state.heap.externals = objectNames.map { $0 }
        for (index, name) in objectNames.enumerated() where name == nil { store.state.heap.freeExternals.append(index) }
        /// References that can be checked once the heap is known.
        var references = PendingReferences()
        for number in store.state.instances.indices { try readContents(of: number, &references) }
        try readHeap(&references)
        try references.check(in: store, reader)
    }

    private mutating func readContents(of number: Int, _ references: inout PendingReferences) throws {
        guard let code = store.state.instances[number].code else { return }
        let module = code.module.validated
        let memories = store.state.instances[number].memories.dropFirst(module.importCounts.memories)
        for address in memories { try readMemory(address) }
        let tables = store.state.instances[number].tables.dropFirst(module.importCounts.tables)
        for address in tables { try readTable(address, &references) }
        let firstGlobal = store.state.instances[number].firstGlobal
        for index in module.module.globals.indices {
            if index & 0xFFF == 0xFFF { try store.checkInstantiation() }
            let address = firstGlobal &+ index
            let type = store.state.globalTypes[address].value
            store.state.globals[address] = try readValue(type, &references)
            if type == .v128 { store.state.globalUpperHalves[address] = try reader.u64() }
        }
        for (index, segment) in module.module.elements.enumerated() {
            try store.checkInstantiation()
            let count = try reader.count("elements of a segment")
            guard count == 0 || count == segment.items.count else {
                throw reader.malformed("a segment of another length")
            }
            let type = segment.type.renumbered(code.types)
            var values: [UInt64] = []
            for _ in 0..<count { values.append(try readValue(type, &references)) }
            store.state.instances[number].elements[index] = values
            if store.state.heap.types.isManaged(type) { store.state.instances[number].managedSegments.append(index) }
        }
        for (index, segment) in module.module.data.enumerated() where try !reader.flag() {
            _ = segment
            store.state.instances[number].data[index] = 0..<0
        }
    }

    /// Reads the bits of a value: 32-bit values must be zero-extended; references are checked later.
    private mutating func readValue(_ type: ValueType, _ references: inout PendingReferences) throws -> UInt64 {
        let bits = try reader.u64()
        if type == .i32 || type == .f32, bits > 0xFFFF_FFFF { throw reader.malformed("more than 32 bits") }
        if type.isReference { references.add(bits, type) }
        return bits
    }

    private mutating func readMemory(_ address: Int) throws {
        let type = store.state.memories[address].type
        let size = try reader.u64()
        let pages = type.pages(ofBytes: size)
        let most = min(type.limits.maximum ?? type.maximumPages, type.maximumPages)
        guard type.bytes(ofPages: pages) == size, pages >= type.limits.minimum, pages <= most else {
            throw reader.malformed("a memory of \(size) bytes")
        }
        let added = pages &- type.limits.minimum
        if added > 0 {
            guard try store.growMemory(address, by: added, pay: {}) != nil else {
                throw SnapshotError.limitExceeded("a memory of \(size) bytes")
            }
        }
        var position: UInt64 = 0
        while true {
            let count = try reader.count("bytes of a memory")
            guard count > 0 else { return }
            let (start, overflow) = position.addingReportingOverflow(try reader.u64())
            guard !overflow, start <= size, UInt64(count) <= size &- start else {
                throw reader.malformed("bytes beyond the end of a memory")
            }
            position = start &+ UInt64(count)
            try store.commit(address, to: Int(truncatingIfNeeded: position))
            let source = try reader.range(count)
            let first = Int(truncatingIfNeeded: start)
            copyItems(
                reader.cursor.bytes, from: source.lowerBound, to: &store.state.memories[address].bytes,
                first..<(first &+ count))
        }
    }

    private mutating func readTable(_ address: Int, _ references: inout PendingReferences) throws {
        let type = store.state.tables[address].type
        let count = try reader.count("elements of a table")
        let added = count &- store.state.tables[address].elements.count
        guard added >= 0, UInt64(count) <= type.limits.maximum ?? .max else {
            throw reader.malformed("a table of \(count) elements")
        }
        if added > 0 {
            guard try store.growTable(address, by: UInt64(added), 0, pay: {}) != nil else {
                throw SnapshotError.limitExceeded("a table of \(count) elements")
            }
        }
        for index in 0..<count {
            if index & 0xFFFF == 0xFFFF { try store.checkInstantiation() }
            store.state.tables[address].elements[index] = try readValue(type.element, &references)
        }
    }

    // MARK: Objects

    private mutating func readHeap(_ references: inout PendingReferences) throws {
        let words = try reader.u64()
        guard words >= 1, words <= UInt64(store.state.heap.limit) else {
            throw SnapshotError.limitExceeded("objects of more than \(store.limits.heapBytes) bytes")
        }
        let count = Int(truncatingIfNeeded: words)
        guard store.hostMemory.take(Heap.hostBytes(words: count), .heap) else {
            throw SnapshotError.limitExceeded("bytes of the host's memory")
        }
        try store.inPieces(count &- store.state.heap.words.count) { _, piece in
            store.state.heap.grow(to: store.state.heap.words.count &+ piece)
        }
        var (position, objects) = (1, 0)
        while true {
            let gap = try reader.u64()
            guard gap > 0 else { break }
            objects &+= 1
            if objects & 0xFFF == 0 { try store.checkInstantiation() }
            guard gap &- 1 <= UInt64(count &- position) else { throw reader.malformed("an object beyond the heap") }
            let start = position &+ Int(truncatingIfNeeded: gap &- 1)
            position = try readObject(at: start, end: count, &references)
        }
        store.state.heap.beginRestored()
    }

    /// Reads an object; returns the word behind it.
    private mutating func readObject(at start: Int, end: Int, _ references: inout PendingReferences) throws -> Int {
        guard start < end, let kind = SnapshotFormat.ObjectKind(rawValue: try reader.byte()) else {
            throw reader.malformed("an object of an unknown kind")
        }
        if kind == .exception { return try readException(at: start, end: end, &references) }
        guard let code = codes[try reader.index(below: codes.count, "module")] else {
            throw reader.malformed("an object of a module without an instance")
        }
        let number = code.types[try reader.index(below: code.types.count, "type")]
        let layout = store.state.heap.types.layouts[Int(number)]
        guard layout.kind == (kind == .structure ? .structure : .array) else {
            throw reader.malformed("an object of another kind than its type")
        }
        let length = kind == .array ? try reader.u64() : 0
        guard length <= UInt64(UInt32.max) else { throw reader.malformed("an array of \(length) elements") }
        let size =
            kind == .structure
            ? Int(layout.words) : Heap.arrayWords(length: Int(truncatingIfNeeded: length), shift: layout.elementShift)
        guard size <= end &- start else { throw reader.malformed("an object beyond the heap") }
        store.state.heap.mark(start: start)
        try readFields(at: start, words: size)
        store.state.heap.words[start] = Heap.header(number, length: Int(truncatingIfNeeded: length))
        checkFields(of: number, at: start, layout, length: Int(truncatingIfNeeded: length), &references)
        return start &+ size
    }

    private mutating func readException(
        at start: Int, end: Int, _ references: inout PendingReferences
    ) throws -> Int {
        let tag = try reader.index(below: store.state.tags.count, "tag")
        let type = store.state.tags[tag]
        let parameters = store.functionType(type).parameters
        let size = parameters.reduce(2) { $0 &+ ($1 == .v128 ? 2 : 1) }
        guard size <= end &- start else { throw reader.malformed("an object beyond the heap") }
        try readFields(at: start &+ 1, words: size &- 1)
        store.state.heap.mark(start: start)
        store.state.heap.words[start] = Heap.header(type | Heap.exceptionMark, length: size)
        store.state.heap.words[start &+ 1] = UInt64(tag)
        var place = start &+ 2
        for parameter in parameters {
            let bits = store.state.heap.words[place]
            if parameter.isReference { references.add(bits, parameter) }
            if parameter == .i32 || parameter == .f32, bits > 0xFFFF_FFFF {
                throw reader.malformed("more than 32 bits")
            }
            place &+= parameter == .v128 ? 2 : 1
        }
        return start &+ size
    }

    /// Reads the words of an object behind the first.
    private mutating func readFields(at start: Int, words count: Int) throws {
        for word in (start &+ 1)..<max(start &+ 1, start &+ count) {
            if word & 0xFFFF == 0 { try store.checkInstantiation() }
            store.state.heap.words[word] = try reader.u64()
        }
    }

    private mutating func checkFields(
        of number: UInt32, at start: Int, _ layout: ObjectLayout, length: Int, _ references: inout PendingReferences
    ) {
        if layout.kind == .array {
            guard let type = store.state.heap.types.field(number)?.storage, type.isReference else { return }
            for index in 0..<length { references.add(store.state.heap.words[start &+ 1 &+ index], type) }
            return
        }
        guard case .structure(let fields) = store.state.heap.types.definitions[Int(number)].composite else { return }
        for (index, field) in fields.enumerated() where field.storage.isReference {
            let offset = Int(store.state.heap.types.fieldOffsets[Int(layout.firstField) &+ index])
            references.add(store.state.heap.words[start &+ offset], field.storage)
        }
    }
}

/// References that are checked when all objects are known.
struct PendingReferences {
    private var values: [(bits: UInt64, type: ValueType)] = []

    mutating func add(_ bits: UInt64, _ type: ValueType) {
        if bits != 0 || !type.isNullable { values.append((bits, type)) }
    }

    func check(in store: Store, _ reader: SnapshotReader) throws {
        for (index, value) in values.enumerated() {
            if index & 0xFFF == 0xFFF { try store.checkInstantiation() }
            guard store.isValid(value.bits, value.type) else {
                throw SnapshotError.malformed("a reference to nothing, or of another type: \(value.bits)")
            }
        }
    }
}
