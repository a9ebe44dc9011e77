// Specification: Binary Format / Modules, the sections with code: functions and constant expressions.

import WasmSyntax

extension ModuleDecoder {
    mutating func tableSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let limit = ImplementationLimits.tables - module.importCount(of: .table)
        let count = try cursor.count(limit: limit, "tables")
        module.tables.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            guard cursor.peek == 0x40 else {
                module.tables.append(Table(type: try cursor.tableType()))
                continue
            }
            _ = try cursor.byte()
            let start = cursor.position
            guard try cursor.byte() == 0 else { throw DecodeError(.malformedTableInitializer, at: start) }
            let type = try cursor.tableType()
            module.tables.append(Table(type: type, initializer: try constantExpression(&cursor)))
        }
    }

    mutating func globalSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.globals, "globals")
        module.globals.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            let type = try cursor.globalType()
            module.globals.append(Global(type: type, initializer: try constantExpression(&cursor)))
        }
    }

    mutating func dataSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let start = cursor.position
        let count = try cursor.count(limit: ImplementationLimits.dataSegments, "data segments")
        guard module.dataCount.map({ Int($0) == count }) ?? true else {
            throw DecodeError(.dataCountDiffers, at: start)
        }
        module.data.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            let start = cursor.position
            let flags = try cursor.u32()
            guard flags <= 2 else { throw DecodeError(.malformedDataFlags, at: start) }
            var mode = DataSegment.Mode.passive
            if flags != 1 {
                let memory = flags == 2 ? try cursor.u32() : 0
                mode = .active(memory: memory, offset: try constantExpression(&cursor))
            }
            let size = Int(try cursor.u32())
            module.data.append(DataSegment(contents: try cursor.skip(size), mode: mode))
        }
    }

    mutating func codeSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let start = cursor.position
        let count = try cursor.count(limit: ImplementationLimits.functions, "function bodies")
        guard count == module.functions.count else { throw DecodeError(.functionAndCodeDiffer, at: start) }
        module.bodies.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            let start = cursor.position
            let size = Int(try cursor.u32())
            var body = try cursor.part(size)
            guard size <= ImplementationLimits.bodySize else {
                throw DecodeError(.limitExceeded("size of a function body"), at: start)
            }
            module.bodies.append(try functionBody(&body))
            guard body.isAtEnd else { throw body.error(.bodySizeMismatch) }
        }
    }

    private mutating func functionBody(_ cursor: inout ByteCursor) throws(DecodeError) -> FunctionBody {
        let locals = try locals(&cursor)
        guard checkingBodies else { return FunctionBody(locals: locals, code: try cursor.skip(cursor.remaining)) }
        let start = cursor.position
        if let use = try InstructionDecoder.checkExpression(&cursor, with: &code), module.dataCount == nil {
            throw DecodeError(.dataCountRequired, at: use)
        }
        return FunctionBody(locals: locals, code: start..<cursor.position)
    }

    private mutating func locals(_ cursor: inout ByteCursor) throws(DecodeError) -> [LocalGroup] {
        let count = try cursor.count(limit: ImplementationLimits.bodySize, "groups of locals")
        var groups: [LocalGroup] = []
        groups.reserveCapacity(count)
        // At most 2^23 numbers of 32 bits: the sum does not overflow.
        var total: UInt64 = 0
        for _ in 0..<count {
            try progress(cursor)
            let start = cursor.position
            let group = LocalGroup(count: try cursor.u32(), type: try cursor.valueType())
            total &+= UInt64(group.count)
            guard total <= UInt64(UInt32.max) else { throw DecodeError(.tooManyLocals, at: start) }
            groups.append(group)
        }
        guard total <= UInt64(ImplementationLimits.locals) else {
            throw cursor.error(.limitExceeded("number of locals"))
        }
        return groups
    }

    mutating func constantExpression(_ cursor: inout ByteCursor) throws(DecodeError) -> ConstantExpression {
        // Limited like a body: evaluating the expression decodes it into a value that is many times larger.
        let start = cursor.position
        let size = min(cursor.remaining, ImplementationLimits.bodySize)
        var expression = ByteCursor(module.bytes, in: start..<start &+ size)
        do {
            _ = try InstructionDecoder.checkExpression(&expression, with: &code)
        } catch {
            guard error.kind == .unexpectedEnd, size < cursor.remaining else { throw error }
            throw DecodeError(.limitExceeded("size of a constant expression"), at: start)
        }
        return ConstantExpression(code: try cursor.skip(expression.position &- start))
    }
}
