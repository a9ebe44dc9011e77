import WasmSyntax
import WasmValidation

// A snapshot as a module: what the instance has become is what an instance of the new module begins with.

extension Snapshot {
    /// Returns a module whose instances begin with the state of this snapshot's instance. Any engine runs it.
    ///
    /// - Throws: ``SnapshotError/noModule(_:)`` if the state is more than a module can say.
    package func moduleSyntax() throws(SnapshotError) -> ModuleSyntax {
        guard call == nil else { throw .noModule("a call is suspended") }
        var building = try ModuleBuilding(state, state.instances[instance])
        try building.build()
        return building.module
    }
}

private struct ModuleBuilding {
    let state: SnapshotState
    let instance: SnapshotState.Instance
    let original: ModuleSyntax
    var module: ModuleSyntax
    /// The bytes of ``module``, to which new expressions and data are added.
    var out = ByteWriter()

    init(_ state: SnapshotState, _ instance: SnapshotState.Instance) throws(SnapshotError) {
        (self.state, self.instance) = (state, instance)
        original = state.codes[instance.code].module.validated.module
        module = original
        out.bytes = original.bytes
        let counts = state.codes[instance.code].module.validated.importCounts
        guard counts.tables == 0, counts.memories == 0, counts.tags == 0 else {
            throw .noModule("it imports tables, memories or tags, whose contents belong to others")
        }
        for `import` in original.imports {
            if case .global(let type) = `import`.type, type.isMutable { throw .noModule("it imports a mutable global") }
        }
    }

    mutating func build() throws(SnapshotError) {
        for index in original.globals.indices {
            let address = instance.firstGlobal &+ index
            let value = SlotValue(state.globals[address], upperHalf: state.globalUpperHalves[address])
            module.globals[index].initializer = try constant(value, original.globals[index].type.value)
        }
        module.start = nil
        // Segments keep their numbers. One that was written or dropped can only be declarative, or empty.
        for (index, segment) in original.elements.enumerated() where segment.mode != .declarative {
            if instance.elements[index].isEmpty { module.elements[index].mode = .declarative }
        }
        for index in original.data.indices where instance.data[index].isEmpty {
            module.data[index] = DataSegment(contents: 0..<0, mode: .passive)
        }
        for (index, address) in instance.tables.enumerated() { try addTable(index, state.tables[address]) }
        for (index, address) in instance.memories.enumerated() { addMemory(index, state.memories[address]) }
        let hasPassive = module.data.contains { $0.mode == .passive }
        if original.dataCount != nil || hasPassive { module.dataCount = UInt32(truncatingIfNeeded: module.data.count) }
        module.bytes = out.bytes
    }

    // MARK: Tables

    private mutating func addTable(_ index: Int, _ table: TableInstance) throws(SnapshotError) {
        let count = table.elements.count
        module.tables[index].type.limits.minimum = UInt64(count)
        let type = original.tables[index].type.element
        // Null is there already, unless there is another initial value.
        let isFilled = original.tables[index].initializer != nil
        var position = 0
        while position < count {
            guard isFilled || table.elements[position] != 0 else {
                position &+= 1
                continue
            }
            let start = position
            var items: [ConstantExpression] = []
            while position < count, isFilled || table.elements[position] != 0 {
                items.append(try constant(SlotValue(table.elements[position]), type))
                position &+= 1
            }
            let offset = address(start, is64: table.type.addressType == .i64)
            module.elements.append(
                ElementSegment(
                    type: type, items: .expressions(items),
                    mode: .active(table: UInt32(truncatingIfNeeded: index), offset: offset)))
        }
    }

    // MARK: Memories

    /// The most data segments for a memory; engines limit their number.
    private static let mostSegments = 10_000

    private mutating func addMemory(_ index: Int, _ memory: MemoryInstance) {
        module.memories[index].limits.minimum = memory.type.pages(ofBytes: UInt64(memory.size))
        var gap = 32
        var runs: [Range<Int>] = []
        repeat {
            runs = []
            gap &*= 2
            var position = 0
            while let run = SnapshotFormat.run(of: memory.bytes, from: position, gap: gap) {
                runs.append(run)
                position = run.upperBound
            }
        } while runs.count > ModuleBuilding.mostSegments
        for run in runs {
            let offset = address(run.lowerBound, is64: memory.type.addressType == .i64)
            let start = out.bytes.count
            out.append(memory.bytes[run])
            module.data.append(
                DataSegment(
                    contents: start..<out.bytes.count,
                    mode: .active(memory: UInt32(truncatingIfNeeded: index), offset: offset)))
        }
    }

    // MARK: Expressions

    private mutating func expression(_ write: (inout ByteWriter) -> Void) -> ConstantExpression {
        let start = out.bytes.count
        write(&out)
        out.opcode(.end)
        return ConstantExpression(code: start..<out.bytes.count)
    }

    private mutating func address(_ value: Int, is64: Bool) -> ConstantExpression {
        expression { writer in
            writer.opcode(is64 ? .i64Const : .i32Const)
            // An `i32` address is written as a signed number of the same bits.
            writer.signed(is64 ? Int64(value) : Int64(Int32(truncatingIfNeeded: value)))
        }
    }

    private mutating func constant(_ value: SlotValue, _ type: ValueType) throws(SnapshotError) -> ConstantExpression {
        let bits = value.bits
        switch type {
        case .i32:
            return expression { writer in
                writer.opcode(.i32Const)
                writer.signed(Int64(Int32(truncatingIfNeeded: bits)))
            }
        case .i64:
            return expression { writer in
                writer.opcode(.i64Const)
                writer.signed(Int64(bitPattern: bits))
            }
        case .f32:
            return expression { writer in
                writer.opcode(.f32Const)
                writer.fixed(UInt32(truncatingIfNeeded: bits))
            }
        case .f64:
            return expression { writer in
                writer.opcode(.f64Const)
                writer.fixed(bits)
            }
        case .v128:
            return expression { writer in
                writer.opcode(.v128Const)
                writer.fixed(bits)
                writer.fixed(value.upperHalf)
            }
        default: return try reference(bits, type)
        }
    }

    private mutating func reference(_ bits: UInt64, _ type: ValueType) throws(SnapshotError) -> ConstantExpression {
        guard bits != 0 else {
            return expression { writer in
                writer.opcode(.refNull)
                writer.heapType(type.heapType)
            }
        }
        if state.heap.types.top(of: type.renumbered(state.codes[instance.code].types).heapType) == .function {
            guard let index = functionIndex(Int(truncatingIfNeeded: bits) &- 1) else {
                throw .noModule("it holds a function of another instance")
            }
            return expression { writer in
                writer.opcode(.refFunc)
                writer.unsigned(index)
            }
        }
        guard Reference.tag(bits) == Reference.Tag.i31 else { throw .noModule("it holds an object") }
        return expression { writer in
            writer.opcode(.i32Const)
            writer.signed(Int64(Int32(bitPattern: Reference.i31Value(bits, signed: true))))
            writer.opcode(.refI31)
        }
    }

    /// The index of a function of the store in the module.
    private func functionIndex(_ address: Int) -> UInt32? {
        let defined = address &- instance.firstFunction
        if defined >= 0, defined < original.functions.count {
            return UInt32(truncatingIfNeeded: instance.importedFunctions.count &+ defined)
        }
        return instance.importedFunctions.firstIndex(of: address).map { UInt32(truncatingIfNeeded: $0) }
    }
}
