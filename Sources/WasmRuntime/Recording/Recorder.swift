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
    var open: OpenCall?
    private(set) var isFinished = false

    struct OpenCall {
        let record: RecordedCall
        /// Bytes that host functions held for the store when the call began.
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

    // MARK: - Output

    /// Returns the number of the import through which a host function is called; a new one is recorded first.
    func number(of record: HostFunctionRecord) -> UInt64 {
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
    func beginRecord() {
        guard let call = open, !call.isWritten else { return }
        open?.isWritten = true
        emit(.call) {
            $0.unsigned(call.record.import)
            $0.fixed(call.record.digest)
            $0.unsigned(call.record.spent)
        }
    }

    /// Writes what the open call has read since its last record; every write comes after the reads before it.
    func flushReads() {
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

    func emit(_ kind: RecordKind, _ body: (inout ByteWriter) -> Void) {
        guard failure == nil else { return }
        var contents = ByteWriter()
        body(&contents)
        buffer.byte(kind.rawValue)
        buffer.unsigned(UInt(contents.bytes.count))
        buffer.append(contents.bytes)
        if buffer.bytes.count >= Recorder.bufferSize { flush() }
    }

    package func flush() {
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

    func fail(_ reason: String) {
        open = nil
        if failure == nil { failure = RecordingFailure(reason: reason) }
    }

    func check() throws(Trap) {
        if let failure { throw Trap(.host("\(failure)")) }
    }
}
