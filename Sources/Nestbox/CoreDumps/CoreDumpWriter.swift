import WASIPreview1
import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmValidation

/// Writes the state of a store as a core dump.
struct CoreDumpWriter {
    let store: Store
    let executable: String
    let reason: String
    let interruption: (any Interruption)?
    var watch: LoadingWatch
    var contents: CoreDumpContents
    var output: CoreDumpOutput
    /// The values of frames that only Nestbox's own section can express.
    var frameAdditions = ByteWriter()
    var frameAdditionCount: UInt32 = 0

    init(
        _ store: Store, _ stack: CapturedStack?, executable: String, reason: String,
        _ interruption: (any Interruption)?, _ output: CoreDumpOutput
    ) throws {
        self.store = store
        self.executable = executable
        self.reason = reason
        self.interruption = interruption
        self.output = output
        watch = LoadingWatch(interruption)
        contents = CoreDumpContents(store, stack)
        let memories = contents.memories
        guard !memories.contains(where: { store.state.memories[$0].isLent }) else { throw CoreDumpError.memoryInUse }
    }

    /// Writes all sections.
    mutating func write(_ stack: CapturedStack?) throws {
        try output.append(BinaryFormat.magic + [1, 0, 0, 0])
        var core = ByteWriter()
        core.byte(CoreDumpFormat.part)
        core.name(Name(executable.cut(to: CoreDumpFormat.nameBytes)))
        try output.custom(CoreDumpFormat.core, core)
        try writeMemories()
        try writeGlobals()
        try writeData()
        try writeModules()
        try writeInstances()
        try writeStack(stack)
        try writeAdditions(stack)
        try output.flush()
    }

    mutating func work(_ amount: Int) throws {
        if let reason = watch.reasonToStop(after: amount) { throw Interrupted(reason) }
    }

    // MARK: Sections of ordinary modules

    private mutating func writeMemories() throws {
        guard !contents.memories.isEmpty else { return }
        var section = ByteWriter()
        section.unsigned(UInt(contents.memories.count))
        for place in contents.memories {
            var type = store.state.memories[place].type
            type.limits.minimum = type.pages(ofBytes: UInt64(store.state.memories[place].size))
            section.memoryType(type)
        }
        try output.section(.memory, size: section.bytes.count, section.bytes)
    }

    private mutating func writeGlobals() throws {
        guard !contents.globals.isEmpty else { return }
        var section = ByteWriter()
        section.unsigned(UInt(contents.globals.count))
        for place in contents.globals {
            try work(8)
            let (type, value) = store.dumpedGlobal(place) ?? (.i32, .i32(0))
            section.globalType(GlobalType(value: type, isMutable: false))
            section.constant(value, type)
        }
        try output.section(.global, size: section.bytes.count, section.bytes)
    }

    /// Writes the bytes of the memories that are not zero. The bytes are gone through twice, since their number comes first.
    private mutating func writeData() throws {
        let total = contents.memories.reduce(0) { $0 &+ store.state.memories[$1].bytes.count }
        var block = CoreDumpFormat.smallestBlock
        while total / (2 &* block) > CoreDumpFormat.mostSegments { block &*= 2 }
        var runs: [[Range<Int>]] = []
        for place in contents.memories {
            runs.append(try NonzeroRuns.find(in: store.state.memories[place].bytes, block: block, &watch))
        }
        var count = ByteWriter()
        count.unsigned(UInt(runs.reduce(0) { $0 &+ $1.count }))
        guard count.bytes != [0] else { return }
        var size = count.bytes.count
        for (memory, runs) in runs.enumerated() {
            for run in runs { size &+= segmentHeader(memory, run).count &+ run.count }
        }
        try output.section(.data, size: size, count.bytes)
        for (memory, runs) in runs.enumerated() {
            let bytes = store.state.memories[contents.memories[memory]].bytes
            for run in runs {
                try output.append(segmentHeader(memory, run))
                for start in stride(from: run.lowerBound, to: run.upperBound, by: CoreDumpFormat.pieceBytes) {
                    let end = min(start &+ CoreDumpFormat.pieceBytes, run.upperBound)
                    try work(end &- start)
                    try output.append(bytes, start..<end)
                }
            }
        }
    }

    /// The header of a data segment, which its bytes follow.
    private func segmentHeader(_ memory: Int, _ run: Range<Int>) -> [UInt8] {
        var header = ByteWriter()
        header.byte(memory == 0 ? 0 : 2)
        if memory > 0 { header.unsigned(UInt(memory)) }
        let is64Bit = store.state.memories[contents.memories[memory]].type.addressType == .i64
        // An `i32` address is written as a signed number of the same bits.
        let start = run.lowerBound
        header.constant(is64Bit ? .i64(UInt64(start)) : .i32(UInt32(truncatingIfNeeded: start)), .i64)
        header.unsigned(UInt(run.count))
        return header.bytes
    }
}
