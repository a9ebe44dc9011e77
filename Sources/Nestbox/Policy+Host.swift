import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

extension Policy {
    /// The streams that an embedder provides where the policy leaves them to the embedder.
    public struct Streams {
        /// The standard input, for ``Policy/Input/embedder``.
        public var stdin: (any WASIInputStream)?
        /// The standard output, for ``Policy/Output/Destination/embedder``.
        public var stdout: (any WASIOutputStream)?
        /// The standard error stream, for ``Policy/Output/Destination/embedder``.
        public var stderr: (any WASIOutputStream)?

        /// Creates a collection of streams; by default, none.
        public init(
            stdin: (any WASIInputStream)? = nil, stdout: (any WASIOutputStream)? = nil,
            stderr: (any WASIOutputStream)? = nil
        ) {
            self.stdin = stdin
            self.stdout = stdout
            self.stderr = stderr
        }
    }

    /// Returns the WASI configuration that the policy grants. Opens the streams, files and folders that the guest needs
    /// of the host.
    ///
    /// - Parameters:
    ///   - store: The store in which the guest is going to run.
    ///   - program: The first argument of the guest.
    ///   - streams: The streams that the policy leaves to the embedder.
    ///   - auditor: Receives every system call.
    ///   - values: Arguments, variables and folders that need not be UTF-8.
    /// - Throws: ``PolicyError``, ``WASIConfigurationError`` or ``HostFileError``.
    public func configuration(
        for store: Store, program: String = "guest", streams: Streams = Streams(), auditor: (any Auditor)? = nil,
        values: HostValues = HostValues()
    ) throws -> WASIConfiguration {
        try configuration(for: store, program: program, streams: Optional(streams), auditor: auditor, values: values)
    }

    /// Returns the WASI configuration that the policy grants, without standard streams if `streams` is `nil`.
    func configuration(
        for store: Store, program: String, streams: Streams?, auditor: (any Auditor)?, values: HostValues
    ) throws -> WASIConfiguration {
        var result = WASIConfiguration()
        result.missing = missing
        result.auditor = auditor
        result.hostPrices = resources.hostPrices
        let calls = allowedCalls
        result.calls = calls
        try result.grantArguments(bytes: arguments(program: program, values))
        try result.grantEnvironment(bytes: variables(values))
        if let streams { try grantStreams(streams, &result) }
        let clocks = makeClocks(store)
        for folder in folders {
            try result.grantFolder(
                folder.open(clocks), as: folder.guest, permissions: permissions(in: folder), quota: folder.quota)
        }
        for folder in values.folders {
            let allow = permissions(in: Folder(guest: "", allow: folder.allow))
            try result.grantFolder(HostFolder(path: folder.host), asBytes: folder.guest, permissions: allow)
        }
        if let clocks {
            // Without the calls for clocks, a guest must not learn the time by waiting for a moment either.
            if calls.isDisjoint(with: CallGroup.clock.calls) {
                result.grantPoll(clocks)
            } else {
                result.grantClocks(clocks)
            }
        }
        switch random {
        case .system: result.grantRandom(HostRandomSource())
        case .seeded(let seed): result.grantRandom(SeededRandomSource(seed: seed))
        case .refused: break
        }
        return result
    }

    private func makeClocks(_ store: Store) -> (any WASIClocks)? {
        switch clocks {
        case .real: return HostClocks()
        case .coarse(let step): return CoarseClocks(HostClocks(), step: step)
        case .fixed(let moment): return VirtualClocks(realtime: moment)
        case .stepping(let start, let step):
            let clocks = BudgetClocks(start: start, nanosecondsPerUnit: step)
            clocks.store = store
            return clocks
        case .refused: return nil
        }
    }

    /// Grants the standard streams, if a call that is allowed uses them.
    func grantStreams(_ streams: Streams, _ result: inout WASIConfiguration) throws {
        guard !(result.calls ?? allowedCalls).isDisjoint(with: CallGroup.stdio.calls) else { return }
        switch stdin {
        case .null: break
        case .inherit: result.grantStandardInput(HostInput.standardInput())
        case .embedder: result.grantStandardInput(try given(streams.stdin, "stdin"))
        case .text(let text): result.grantStandardInput(BufferInput(text))
        case .file(let path): result.grantStandardInput(try HostInput(path: path))
        }
        if let stream = try stdout.stream(HostOutput.standardOutput, { try given(streams.stdout, "stdout") }) {
            result.grantStandardOutput(stream)
        }
        if let stream = try stderr.stream(HostOutput.standardError, { try given(streams.stderr, "stderr") }) {
            result.grantStandardError(stream)
        }
    }

    private func given<Stream>(_ stream: Stream?, _ name: String) throws(PolicyError) -> Stream {
        guard let stream else { throw .noStream(name) }
        return stream
    }

    /// Creates an empty store with the policy's limits and budget. The deadline begins with ``startDeadline(_:)``.
    ///
    /// - Parameter instruments: What guests' code is prepared for besides running.
    public func makeStore(instruments: Instruments = []) -> Store {
        var lowering = LoweringOptions(
            fusing: fusesInstructions, profile: profile, budgetUnit: resources.budgetUnit)
        lowering.instruments = instruments
        let store = Store(limits: resources.limits, options: lowering)
        store.budget.limit = resources.budget
        return store
    }

    /// Begins the guest's time: from now on, ``Store/interruption`` stops the guest at the policy's deadline, if it has
    /// one. The same interruption can stop loading.
    public func startDeadline(_ store: Store) {
        guard let milliseconds = resources.deadlineMilliseconds else { return }
        let (nanoseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        store.interruption = HostInterruption(timeoutNanoseconds: overflow ? .max : nanoseconds)
    }

    /// Loads a module that the policy allows. ``GuestSession/load(_:)`` does so in the guest's time.
    ///
    /// - Parameters:
    ///   - bytes: The module in the binary or in the text format.
    ///   - interruption: Can end the loading.
    /// - Throws: ``PolicyError`` if the policy's list of modules lacks this one, or as
    ///   ``Module/init(bytes:limits:enabling:disabling:interruption:)``.
    public func load(_ bytes: [UInt8], interruption: (any Interruption)? = nil) throws -> Module {
        // A module that is too large is refused for its size: its digest is not computed.
        if UInt64(bytes.count) <= resources.limits.moduleBytes { try check(module: bytes, interruption: interruption) }
        return try Module(bytes: bytes, limits: resources.limits, features: features, interruption: interruption)
    }
}

extension Policy.Folder {
    /// - Parameter clocks: The clocks that the guest sees, for the times of files in memory.
    fileprivate func open(_ clocks: (any WASIClocks)?) throws -> any WASIDirectory {
        switch storage {
        case .host: try HostFolder(path: host, allowingSystemFolders: isSystemFolder)
        case .memory: MemoryFolder(byteLimit: quota.bytes ?? .max, clocks: clocks)
        case .overlay:
            try OverlayFolder(
                above: HostFolder(path: host, allowingSystemFolders: isSystemFolder), byteLimit: quota.bytes ?? .max,
                clocks: clocks)
        }
    }
}

extension Policy.Output {
    fileprivate func stream(
        _ inherited: () -> HostOutput, _ given: () throws -> any WASIOutputStream
    ) throws -> (any WASIOutputStream)? {
        let stream: any WASIOutputStream
        switch to {
        case .null: return nil
        case .inherit: stream = inherited()
        case .embedder: stream = try given()
        case .file(let path): stream = try HostOutput(path: path)
        }
        if maximumBytes == nil, bytesPerSecond == nil { return stream }
        return LimitedOutput(
            stream, maximumBytes: maximumBytes, beyond: beyond, bytesPerSecond: bytesPerSecond, clocks: HostClocks())
    }
}
