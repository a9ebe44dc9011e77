import WASIPreview1
import WasmBinary
import WasmRuntime
import WasmSyntax

// The custom sections of a core dump.

extension CoreDumpReader {
    mutating func readInstances(_ start: ByteCursor) throws {
        var cursor = start
        for _ in 0..<(try cursor.count(limit: CoreDumpFormat.mostInstances, "instances")) {
            try cursor.partMark()
            let module = try index(&cursor, below: dump.modules.count, "module")
            let memories = try indices(&cursor, below: dump.memories.count, "memory")
            let globals = try indices(&cursor, below: dump.globals.count, "global")
            dump.instances.append(CoreDump.LoadedInstance(module: module, memories: memories, globals: globals))
        }
        try end(cursor)
    }

    private mutating func indices(_ cursor: inout ByteCursor, below count: Int, _ what: String) throws -> [Int] {
        let length = try cursor.count(limit: .max, "indices")
        try work(length)
        var numbers: [Int] = []
        numbers.reserveCapacity(length)
        for _ in 0..<length { numbers.append(try index(&cursor, below: count, what)) }
        return numbers
    }

    mutating func readStack(_ start: ByteCursor) throws {
        var cursor = start
        try cursor.partMark()
        var stack = CoreDump.CallStack(name: try cursor.name(), frames: [], omittedFrames: 0)
        for _ in 0..<(try cursor.count(limit: CoreDumpFormat.mostFrames &- frames, "frames")) {
            frames &+= 1
            try cursor.partMark()
            let instance = try index(&cursor, below: dump.instances.count, "instance")
            let (function, offset) = (try cursor.u32(), try cursor.u32())
            stack.frames.append(
                CoreDump.Frame(
                    instance: instance, functionIndex: function, codeOffset: offset,
                    locals: try values(&cursor), operands: try values(&cursor)))
        }
        try end(cursor)
        dump.stacks.append(stack)
    }

    private mutating func values(_ cursor: inout ByteCursor) throws -> [FrameValue?] {
        let count = try cursor.count(limit: CoreDumpFormat.mostValues &- values, "values")
        values &+= count
        try work(count &+ 8)
        var list: [FrameValue?] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try cursor.dumpedValue()) }
        return list
    }

    // MARK: Nestbox's own section

    mutating func readAdditions(_ start: ByteCursor) throws {
        var cursor = start
        guard try cursor.byte() == CoreDumpFormat.additionsVersion else {
            throw CoreDumpError.malformed("an unknown version of \"nestbox-core\"", at: start.position)
        }
        let reason = try cursor.name().text
        dump.reason = reason.isEmpty ? nil : reason
        for number in 0..<(try cursor.count(limit: dump.modules.count, "digests")) {
            try work(32)
            guard try cursor.byte() != 0 else { continue }
            let text = file.bytes[try cursor.skip(32)].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            dump.modules[number].digest = ModuleDigest(text)
        }
        dump.omittedInstances = try cursor.u32()
        for number in 0..<(try cursor.count(limit: dump.stacks.count, "threads")) {
            dump.stacks[number].omittedFrames = try cursor.u32()
        }
        for _ in 0..<(try cursor.count(limit: .max, "values")) {
            try work(1)
            let number = try index(&cursor, below: dump.globals.count, "global")
            let place = cursor.position
            let value = try cursor.addedValue()
            guard value.fits(dump.globals[number].type.value) else {
                throw CoreDumpError.malformed("a value of another type than its global", at: place)
            }
            dump.globals[number].value = value
        }
        for _ in 0..<(try cursor.count(limit: .max, "values")) {
            try work(1)
            try readFrameValue(&cursor)
        }
        try end(cursor)
    }

    /// Reads the value of a local or an operand that its frame says to be missing.
    private mutating func readFrameValue(_ cursor: inout ByteCursor) throws {
        let stack = try index(&cursor, below: dump.stacks.count, "thread")
        let frame = try index(&cursor, below: dump.stacks[stack].frames.count, "frame")
        let isOperand = try cursor.byte() != 0
        if isOperand {
            let operand = try index(&cursor, below: dump.stacks[stack].frames[frame].operands.count, "operand")
            dump.stacks[stack].frames[frame].operands[operand] = try cursor.addedValue()
        } else {
            let local = try index(&cursor, below: dump.stacks[stack].frames[frame].locals.count, "local")
            dump.stacks[stack].frames[frame].locals[local] = try cursor.addedValue()
        }
    }
}
