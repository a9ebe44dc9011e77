import WASIPreview1
import WasmBinary
import WasmRuntime
import WasmSyntax

extension CoreDump {
    /// Reads a core dump of Nestbox or another engine, which need not be trustworthy. The dump keeps the bytes of the file.
    ///
    /// - Parameter interruption: Polled meanwhile.
    /// - Throws: ``CoreDumpError``; ``Interrupted``.
    public init(bytes: [UInt8], interruption: (any Interruption)? = nil) throws {
        guard CoreDump.isCoreDump(bytes) else { throw CoreDumpError.noCoreDump }
        do {
            var reader = CoreDumpReader(
                file: try BinaryDecoder.decode(bytes, interruption: interruption), LoadingWatch(interruption))
            try reader.read()
            self = reader.dump
        } catch let error as DecodeError {
            if let reason = error.reasonToStop { throw Interrupted(reason) }
            throw CoreDumpError.malformed("\(error.kind)", at: error.offset)
        }
    }

    /// Whether bytes are a module with the custom sections that a core dump must have.
    public static func isCoreDump(_ bytes: [UInt8]) -> Bool {
        guard bytes.starts(with: BinaryFormat.magic) else { return false }
        var cursor = BinaryFormat.sections(of: bytes)
        var found: Set<Name> = []
        do throws(DecodeError) {
            while !cursor.isAtEnd {
                let id = try cursor.byte()
                var contents = try cursor.part(Int(try cursor.u32()))
                guard id == SectionID.custom.rawValue else { continue }
                let name = try contents.name()
                if name == CoreDumpFormat.core || name == CoreDumpFormat.stack { found.insert(name) }
                if found.count == 2 { return true }
            }
        } catch {
            return false
        }
        return false
    }
}

/// Reads the sections of a core dump.
struct CoreDumpReader {
    let file: ModuleSyntax
    var dump: CoreDump
    private var watch: LoadingWatch
    /// Frames and values so far, of all threads.
    private var frames = 0
    private var values = 0

    init(file: ModuleSyntax, _ watch: LoadingWatch) {
        self.file = file
        self.watch = watch
        dump = CoreDump(file: file.bytes)
    }

    mutating func read() throws {
        try readMemories()
        try readGlobals()
        try readData()
        if var cursor = try only(CoreDumpFormat.core) {
            try cursor.partMark()
            dump.executable = try cursor.name()
            try end(cursor)
        }
        if var cursor = try only(CoreDumpFormat.modules) {
            for _ in 0..<(try cursor.count(limit: CoreDumpFormat.mostInstances, "modules")) {
                try work(1)
                try cursor.partMark()
                dump.modules.append(CoreDump.LoadedModule(name: try cursor.name()))
            }
            try end(cursor)
        }
        if let cursor = try only(CoreDumpFormat.instances) { try readInstances(cursor) }
        for section in file.customSections where section.name == CoreDumpFormat.stack {
            guard dump.stacks.count < CoreDumpFormat.mostStacks else {
                throw DecodeError(.limitExceeded("number of threads"), at: section.contents.lowerBound)
            }
            try readStack(ByteCursor(file.bytes, in: section.contents))
        }
        if let cursor = try only(CoreDumpFormat.additions) { try readAdditions(cursor) }
    }

    private mutating func work(_ amount: Int) throws {
        if let reason = watch.reasonToStop(after: amount) { throw Interrupted(reason) }
    }

    /// The contents of the only custom section with a name; `nil` if there is none.
    private func only(_ name: Name) throws -> ByteCursor? {
        var found: ByteCursor?
        for section in file.customSections where section.name == name {
            guard found == nil else {
                throw CoreDumpError.malformed("a second section \"\(name)\"", at: section.contents.lowerBound)
            }
            found = ByteCursor(file.bytes, in: section.contents)
        }
        return found
    }

    /// Checks that nothing follows.
    private func end(_ cursor: ByteCursor) throws {
        guard cursor.isAtEnd else { throw cursor.error(.sectionSizeMismatch) }
    }

    /// Reads a number that must be below the number of things that it counts.
    private func index(_ cursor: inout ByteCursor, below count: Int, _ what: String) throws -> Int {
        let start = cursor.position
        let number = Int(try cursor.u32())
        guard number < count else { throw CoreDumpError.malformed("\(what) \(number) of \(count)", at: start) }
        return number
    }

    // MARK: Sections of ordinary modules

    private mutating func readMemories() throws {
        for type in file.memories {
            guard let size = type.bytes(ofPages: type.limits.minimum) else {
                throw CoreDumpError.malformed("a memory of \(type.limits.minimum) pages", at: 0)
            }
            dump.memories.append(CoreDump.Memory(type: type, size: size, dataBytes: 0))
        }
    }

    private mutating func readGlobals() throws {
        dump.globals.reserveCapacity(file.globals.count)
        for global in file.globals {
            try work(8)
            let value = constant(global.initializer)
            guard value?.fits(global.type.value) ?? true else {
                throw CoreDumpError.malformed(
                    "a global of type \(global.type.value) with a value of another",
                    at: global.initializer.code.lowerBound)
            }
            dump.globals.append(CoreDump.StoredGlobal(type: global.type, value: value))
        }
    }

    /// The value of a constant expression of one instruction; `nil` for another.
    private func constant(_ expression: ConstantExpression) -> FrameValue? {
        // The longest, a vector, has 19 bytes.
        guard expression.code.count <= 32 else { return nil }
        var decoded = DecodedCode()
        guard (try? InstructionDecoder.decode(expression.code, of: file.bytes, into: &decoded)) != nil,
            decoded.instructions.count == 2, let instruction = decoded.instructions.first
        else { return nil }
        switch instruction.opcode {
        case .i32Const: return .i32(UInt32(truncatingIfNeeded: instruction.wide))
        case .i64Const: return .i64(instruction.wide)
        case .f32Const: return .f32(UInt32(truncatingIfNeeded: instruction.wide))
        case .f64Const: return .f64(instruction.wide)
        case .v128Const:
            return .v128(low: instruction.wide, high: UInt64(instruction.x) | UInt64(instruction.y) << 32)
        case .refNull: return .reference(isNull: true)
        default: return nil
        }
    }

    private mutating func readData() throws {
        for segment in file.data {
            try work(8)
            guard case .active(let memory, let expression) = segment.mode else { continue }
            let place = expression.code.lowerBound
            guard dump.memories.indices.contains(Int(memory)) else {
                throw CoreDumpError.malformed("memory \(memory) of \(dump.memories.count)", at: place)
            }
            let address: UInt64
            switch (constant(expression), dump.memories[Int(memory)].type.addressType) {
            case (.i32(let bits), .i32): address = UInt64(bits)
            case (.i64(let bits), .i64): address = bits
            default: throw CoreDumpError.malformed("data without an address that is a constant", at: place)
            }
            let (size, count) = (dump.memories[Int(memory)].size, UInt64(segment.contents.count))
            guard count <= size, address <= size &- count else {
                throw CoreDumpError.malformed("data outside of its memory", at: place)
            }
            dump.memories[Int(memory)].dataBytes &+= count
            dump.memories[Int(memory)].segments.append(
                CoreDump.Segment(address: address, contents: segment.contents))
        }
    }

    // MARK: Sections of core dumps

    private mutating func readInstances(_ start: ByteCursor) throws {
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

    private mutating func readStack(_ start: ByteCursor) throws {
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

    private mutating func readAdditions(_ start: ByteCursor) throws {
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

extension FrameValue {
    /// Whether the value can have a type.
    fileprivate func fits(_ type: ValueType) -> Bool {
        switch self {
        case .i32: type == .i32
        case .i64: type == .i64
        case .f32: type == .f32
        case .f64: type == .f64
        case .v128: type == .v128
        case .reference: type.isReference
        }
    }
}
