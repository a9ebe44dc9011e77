import WASIPreview1
import WasmBinary
import WasmRuntime
import WasmSyntax

extension CoreDump {
    /// Reads a core dump of Nestbox or another engine, which need not be trustworthy. The dump keeps the bytes of the file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - interruption: Polled meanwhile.
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
    var frames = 0
    var values = 0

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

    mutating func work(_ amount: Int) throws {
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
    func end(_ cursor: ByteCursor) throws {
        guard cursor.isAtEnd else { throw cursor.error(.sectionSizeMismatch) }
    }

    /// Reads a number that must be below the number of things that it counts.
    func index(_ cursor: inout ByteCursor, below count: Int, _ what: String) throws -> Int {
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
}

extension FrameValue {
    /// Whether the value can have a type.
    func fits(_ type: ValueType) -> Bool {
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
