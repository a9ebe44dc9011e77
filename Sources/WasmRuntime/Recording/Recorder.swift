import WasmSyntax

/// Writes a recording of a store's host calls, while they happen.
///
/// A recorder belongs to one store: `Store.recorder`. It keeps at most 64 KiB of the recording, and whatever was written
/// before the process ends can be replayed up to there. From a failure on, nothing is recorded, and the guest traps after
/// its next host call.
package final class Recorder {
    private let output: ([UInt8]) throws -> Void
    private var buffer = ByteWriter()
    /// The reason why the recording is not complete.
    package private(set) var failure: RecordingFailure?
    /// The numbers of the imports that were called so far.
    private var imports: [ObjectIdentifier: UInt64] = [:]
    /// The host call that has not ended.
    private var open: OpenCall?
    private var isFinished = false

    private struct OpenCall {
        let record: RecordedCall
        /// Bytes that the store held when the call began.
        let held: UInt64
        let limit: UInt64?
        /// Whether the call's first record is written.
        var isWritten = false
        /// Whether the call has suspended the guest.
        var isWaiting = false
        /// Whether the call is made again, because it could not pay for its beginning.
        var isMadeAgain = false
        var reads: [RecordedRead] = []
        var readDigest = RollingDigest()
    }

    private static let bufferSize = 64 << 10
    /// The most bytes of a record of what was written.
    private static let pieceSize = 32 << 10
    private static let readsPerRecord = 256
    /// The largest range whose bytes before and after are compared to record only what has changed.
    private static let comparedSize = 1 << 20

    /// Begins a recording.
    ///
    /// - Parameters:
    ///   - modules: The modules in the order in which they are going to be instantiated, the program last.
    ///   - output: Writes all of some bytes. A failure ends the recording.
    package init(
        _ header: RecordingHeader, modules: [RecordedModule], to output: @escaping ([UInt8]) throws -> Void
    ) {
        self.output = output
        var header = header
        header.moduleCount = UInt32(clamping: modules.count)
        buffer.append(RecordingFormat.magic)
        buffer.byte(RecordingFormat.version)
        emit(.header) { $0.header(header) }
        for module in modules {
            var start = ByteWriter()
            start.module(module)
            let bytes = module.bytes ?? []
            buffer.byte(RecordKind.module.rawValue)
            buffer.unsigned(UInt(start.bytes.count &+ bytes.count))
            buffer.append(start.bytes)
            flush()
            if !bytes.isEmpty { write(bytes) }
        }
        flush()
    }

    /// Ends the recording of a run that has ended with these results or this error, and writes what is left.
    ///
    /// - Throws: ``RecordingFailure`` if the recording is not complete.
    package func finish(_ result: Result<[Value], any Error>, in store: Store) throws(RecordingFailure) {
        let ending = RecordedEnding(result, in: store)
        if open != nil {
            // The guest was given up while a host function had suspended it.
            if case .trapped(let kind) = ending {
                end(.trapped(kind), in: store)
            } else {
                fail("a host call has no end")
            }
        }
        if !isFinished {
            emit(.end) {
                $0.ending(ending)
                $0.unsigned(store.budget.spent)
            }
        }
        isFinished = true
        flush()
        if let failure { throw failure }
    }

    // MARK: - Host calls

    /// Whether a host function is running.
    var isInHostCall: Bool { open.map { !$0.isWaiting } ?? false }

    /// Notes that a host function is about to be called, or goes on.
    func begin(_ call: PendingHostCall, _ execution: Execution, in store: Store) {
        guard failure == nil, !isFinished else { return }
        if let waiting = open {
            guard call.rest != nil || waiting.isMadeAgain else {
                return fail("two host calls at once cannot be recorded")
            }
            open?.isWaiting = false
            open?.isMadeAgain = false
            return
        }
        let caller = InstanceAddress(index: Int(execution.registers.instance))
        let hostCall = HostCall(store: store, caller: caller, base: call.frame, place: execution.registers.pc)
        open = OpenCall(
            record: RecordedCall(
                import: number(of: call.record), digest: hostCall.argumentDigest(call.record.type),
                spent: store.budget.spent),
            held: store.hostMemory.held, limit: store.budget.limit)
    }

    /// Notes that a host function has returned.
    ///
    /// - Throws: A ``Trap`` if the call cannot be recorded.
    func end(_ call: PendingHostCall, in store: Store) throws(Trap) {
        guard failure == nil, open != nil else { return try check() }
        var results: [RecordedValue] = []
        for (index, type) in call.record.type.results.enumerated() {
            guard let value = store.recorded(store.slot(call.frame &+ index, type), type) else {
                fail("result \(index) of \(call.record.name) is a reference to an object, which cannot be recorded")
                break
            }
            results.append(value)
        }
        end(.returned(results), in: store)
        try check()
    }

    /// Notes that a host function has thrown.
    func end(_ call: PendingHostCall, _ error: any Error, _ execution: Execution, in store: Store) {
        guard failure == nil, open != nil else { return }
        switch error {
        case is HostSuspension where execution.isResumable, is HostWait where execution.isResumable:
            flushReads()
            open?.isWaiting = true
        case is BudgetShort where execution.isResumable:
            open?.isWaiting = true
            open?.isMadeAgain = true
        case is BudgetShort: end(.trapped(.budgetExhausted), in: store)
        case let trap as Trap: end(.trapped(trap.kind), in: store)
        case let interrupted as Interrupted: end(.trapped(.interrupted(interrupted.reason)), in: store)
        case let exit as GuestExit: end(.exited(exit.code), in: store)
        case let exception as WasmException: end(exception, execution, in: store)
        default: end(.trapped(.host("\(error)")), in: store)
        }
    }

    private func end(_ exception: WasmException, _ execution: Execution, in store: Store) {
        guard let reference = store.escaped.reference(of: exception, in: store) else {
            return end(.trapped(.host("an exception of another store")), in: store)
        }
        let tag = store.tag(of: reference)
        let tags = store.state.instances[Int(execution.registers.instance)].tags
        guard let index = tags.firstIndex(of: tag) else {
            return fail("an exception whose tag the calling module does not have cannot be recorded")
        }
        let types = store.functionType(store.state.tags[tag]).parameters
        let values = zip(store.values(of: reference), types).compactMap { store.recorded($0, $1) }
        guard values.count == types.count else {
            return fail("an exception with a reference to an object cannot be recorded")
        }
        end(.threw(tag: UInt32(clamping: index), values), in: store)
    }

    private func end(_ outcome: RecordedOutcome, in store: Store) {
        beginRecord()
        flushReads()
        guard let call = open, failure == nil else { return }
        open = nil
        let held = store.hostMemory.held
        let limit = store.budget.limit
        emit(.outcome) {
            $0.unsigned(store.budget.spent &- min(call.record.spent, store.budget.spent))
            $0.unsigned(held &- min(held, call.held))
            $0.unsigned(call.held &- min(held, call.held))
            $0.byte(limit == call.limit ? 0 : 1)
            if limit != call.limit { $0.optional(limit) }
            $0.outcome(outcome)
        }
    }

    /// Returns the trap for a guest's function that a host function calls.
    func refuseGuestCall() -> Trap {
        fail("a host function has called a guest, which cannot be recorded")
        return Trap(.host("the run is being recorded, and a host function that calls a guest cannot be recorded"))
    }

    // MARK: - Memory

    /// Notes that the host has read a range of a memory.
    func noteRead(_ memory: Int, at address: UInt64, count: UInt64, in store: Store) {
        guard open != nil, count > 0, store.state.memories.indices.contains(memory) else { return }
        guard let range = WasmRuntime.range(address, count, in: store.state.memories[memory].accessibleSize) else {
            return
        }
        open?.readDigest.add(store.state.memories[memory], range)
        open?.reads.append(RecordedRead(memory: UInt32(clamping: memory), address: address, count: count))
        if let open, open.reads.count >= Recorder.readsPerRecord { flushReads() }
    }

    /// Returns the bytes of a range that the host is about to change in place; `nil` if that is of no use.
    func bytesBefore(_ memory: Int, _ range: Range<Int>, in store: Store) -> [UInt8]? {
        guard open != nil, range.count <= Recorder.comparedSize else { return nil }
        return Array(store.state.memories[memory].bytes[range])
    }

    /// Notes that the host may have changed a range of a memory.
    func noteWrite(_ memory: Int, _ range: Range<Int>, before: [UInt8]? = nil, in store: Store) {
        guard open != nil, !range.isEmpty else { return }
        let bytes = store.state.memories[memory].bytes
        let range = range.clamped(to: bytes.indices)
        var changed = range
        if let before, before.count == range.count {
            let pairs = zip(before, bytes[range])
            guard let first = pairs.enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset,
                let last = (first..<range.count).last(where: { before[$0] != bytes[range.lowerBound &+ $0] })
            else { return }
            changed = (range.lowerBound &+ first)..<(range.lowerBound &+ last &+ 1)
        }
        flushReads()
        var start = changed.lowerBound
        while start < changed.upperBound {
            let end = min(start &+ Recorder.pieceSize, changed.upperBound)
            emit(.write) {
                $0.unsigned(UInt(memory))
                $0.unsigned(UInt(start))
                $0.append(bytes[start..<end])
            }
            start = end
        }
    }

    // MARK: - Output

    /// Returns the number of the import through which a host function is called; a new one is recorded first.
    private func number(of record: HostFunctionRecord) -> UInt64 {
        if let known = imports[ObjectIdentifier(record)] { return known }
        let number = UInt64(imports.count)
        imports[ObjectIdentifier(record)] = number
        emit(.importName) {
            $0.recordedName(record.module)
            $0.recordedName(record.name)
        }
        return number
    }

    /// Writes the first record of the open call.
    private func beginRecord() {
        guard let call = open, !call.isWritten else { return }
        open?.isWritten = true
        emit(.call) {
            $0.unsigned(call.record.import)
            $0.fixed(call.record.digest)
            $0.unsigned(call.record.spent)
        }
    }

    /// Writes what the open call has read since its last record; every write comes after the reads before it.
    private func flushReads() {
        beginRecord()
        guard let call = open, !call.reads.isEmpty else { return }
        open?.reads.removeAll(keepingCapacity: true)
        open?.readDigest = RollingDigest()
        emit(.reads) {
            $0.unsigned(UInt(call.reads.count))
            for read in call.reads {
                $0.unsigned(read.memory)
                $0.unsigned(read.address)
                $0.unsigned(read.count)
            }
            $0.fixed(call.readDigest.value)
        }
    }

    private func emit(_ kind: RecordKind, _ body: (inout ByteWriter) -> Void) {
        guard failure == nil else { return }
        var contents = ByteWriter()
        body(&contents)
        buffer.byte(kind.rawValue)
        buffer.unsigned(UInt(contents.bytes.count))
        buffer.append(contents.bytes)
        if buffer.bytes.count >= Recorder.bufferSize { flush() }
    }

    private func flush() {
        guard !buffer.bytes.isEmpty else { return }
        write(buffer.bytes)
        buffer.bytes.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8]) {
        do {
            try output(bytes)
        } catch {
            fail("the recording could not be written: \((error as? any NestboxError)?.message ?? "\(error)")")
        }
    }

    private func fail(_ reason: String) {
        open = nil
        if failure == nil { failure = RecordingFailure(reason: reason) }
    }

    private func check() throws(Trap) {
        if let failure { throw Trap(.host("\(failure)")) }
    }
}

/// The reason why a recording is not complete.
package struct RecordingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: String

    package var description: String { reason }
}

extension RecordingFailure: NestboxError {}
