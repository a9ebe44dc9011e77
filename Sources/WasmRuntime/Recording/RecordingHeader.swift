import WasmSyntax

/// All that a run depends on besides its modules and the results of host calls.
package struct RecordingHeader: Hashable, Sendable {
    /// The version of Nestbox that has made the recording.
    package var version = ""
    package var limits = StoreLimits()
    package var profile = Profile.full
    package var budgetUnit = BudgetUnit.instruction
    /// Whether instructions are fused, which changes how much host memory internal code takes.
    package var fusesInstructions = true
    package var budget: UInt64?
    /// The names of the proposals that the modules may use.
    package var features: [String] = []
    /// The export that is called, and its arguments as texts.
    package var entry: Name = "_start"
    package var arguments: [String] = []
    /// The modules of the run; the last one is the program.
    package var moduleCount: UInt32 = 1

    package init() {}
}

/// A module of a recorded run.
package struct RecordedModule: Sendable {
    /// The name under which later modules import its exports.
    package var name: Name
    /// The SHA-256 digest of its bytes.
    package var digest: [UInt8]
    /// Its bytes in either format; `nil` if the recording does not have them.
    package var bytes: [UInt8]?

    package init(name: Name, digest: [UInt8], bytes: [UInt8]?) {
        self.name = name
        self.digest = digest
        self.bytes = bytes
    }
}

extension StoreLimits {
    /// The limits in the order in which a recording has them.
    fileprivate static var recorded: [WritableKeyPath<StoreLimits, UInt64>] {
        [
            \.memoryPages, \.totalMemoryBytes, \.tableElements, \.totalTableElements, \.heapBytes, \.codeBytes,
            \.hostBytes, \.instances, \.callDepth, \.stackSlots, \.moduleBytes,
        ]
    }
}

extension ByteWriter {
    mutating func header(_ header: RecordingHeader) {
        text(header.version)
        for limit in StoreLimits.recorded { unsigned(header.limits[keyPath: limit]) }
        byte(header.profile == .full ? 0 : 1)
        byte(header.budgetUnit == .instruction ? 0 : 1)
        byte(header.fusesInstructions ? 1 : 0)
        optional(header.budget)
        texts(header.features)
        recordedName(header.entry)
        texts(header.arguments)
        unsigned(header.moduleCount)
    }

    private mutating func texts(_ texts: [String]) {
        unsigned(UInt(texts.count))
        for one in texts { text(one) }
    }

    /// Appends a module without its bytes, which come last.
    mutating func module(_ module: RecordedModule) {
        recordedName(module.name)
        append(module.digest)
        byte(module.bytes == nil ? 0 : 1)
    }
}

extension ByteCursor {
    mutating func header() throws(DecodeError) -> RecordingHeader {
        var header = RecordingHeader()
        header.version = try text()
        for limit in StoreLimits.recorded { header.limits[keyPath: limit] = try u64() }
        header.profile = try choice(below: 2) == 0 ? .full : .deterministic
        header.budgetUnit = try choice(below: 2) == 0 ? .instruction : .time
        header.fusesInstructions = try choice(below: 2) == 1
        header.budget = try optional()
        header.features = try texts()
        header.entry = try recordedName()
        header.arguments = try texts()
        let place = position
        header.moduleCount = try u32()
        guard header.moduleCount > 0 else { throw DecodeError(.limitExceeded("no module"), at: place) }
        return header
    }

    private mutating func texts() throws(DecodeError) -> [String] {
        let count = try count(limit: ImplementationLimits.parameters, "texts")
        var texts: [String] = []
        for _ in 0..<count { texts.append(try text()) }
        return texts
    }

    mutating func module() throws(DecodeError) -> RecordedModule {
        let name = try recordedName()
        let digest = Array(bytes[try skip(32)])
        let hasBytes = try choice(below: 2) == 1
        return RecordedModule(name: name, digest: digest, bytes: hasBytes ? Array(bytes[try skip(remaining)]) : nil)
    }
}
