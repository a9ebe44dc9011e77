import WasmSyntax

/// A recording of a run: what every host call did, and what is needed to run the guest again.
public struct Recording: Sendable {
    package let bytes: [UInt8]
    package let header: RecordingHeader
    /// The modules in the order of their instantiation; the last one is the program.
    package private(set) var modules: [RecordedModule] = []
    /// The number of host calls that have ended.
    public private(set) var callCount: UInt64 = 0
    /// The way in which the run ended; `nil` if the recording was cut before.
    package private(set) var ending: RecordedEnding?
    /// The units that were spent in the end.
    public private(set) var spent: UInt64 = 0
    /// Whether the last host call ended with a trap.
    private(set) var endsInHostCall = false
    /// The end of what can be replayed, if the recording was cut there.
    public private(set) var cut: Int?
    /// The place of the first record behind the modules.
    let firstRecord: Int

    /// Reads a recording, and checks all of its records.
    ///
    /// - Throws: ``RecordingError`` with the place of the first fault. A recording that ends too early is no fault if it
    ///   has its modules.
    public init(bytes: [UInt8]) throws(RecordingError) {
        self.bytes = bytes
        guard bytes.starts(with: RecordingFormat.magic) else {
            throw RecordingError("it does not begin as a recording", at: 0)
        }
        let start = RecordingFormat.magic.count
        guard bytes.count > start, bytes[start] == RecordingFormat.version else {
            throw RecordingError("its version is not \(RecordingFormat.version)", at: start)
        }
        var reader = RecordReader(bytes, from: start &+ 1)
        let headerPlace = reader.position
        guard case .header(let header)? = try reader.next() else {
            throw RecordingError("the header is missing or cut", at: headerPlace)
        }
        self.header = header
        for _ in 0..<header.moduleCount {
            let place = reader.position
            guard case .module(let module)? = try reader.next() else {
                throw RecordingError("a module is missing or cut", at: place)
            }
            modules.append(module)
        }
        firstRecord = reader.position
        try check(&reader)
    }

    /// Checks the order of the records of the run.
    private mutating func check(_ reader: inout RecordReader) throws(RecordingError) {
        var importCount: UInt64 = 0
        var callPlace: Int?
        while true {
            let place = reader.position
            func fault(_ reason: String) -> RecordingError { RecordingError(reason, at: place) }
            guard let record = try reader.next() else {
                cut = callPlace ?? place
                return
            }
            switch record {
            case .header, .module: throw fault("a header or module in the middle")
            case .importName:
                guard callPlace == nil else { throw fault("an import inside of a call") }
                importCount &+= 1
            case .call(let call):
                guard callPlace == nil else { throw fault("a call inside of a call") }
                guard call.import < importCount else { throw fault("import \(call.import) of \(importCount)") }
                callPlace = place
            case .reads, .write:
                guard callPlace != nil else { throw fault("an access outside of a call") }
            case .outcome(_, let outcome):
                guard callPlace != nil else { throw fault("the end of no call") }
                if case .trapped = outcome { endsInHostCall = true }
                callPlace = nil
                callCount &+= 1
            case .end(let ending, let spent):
                guard callPlace == nil else { throw fault("the end of the run inside of a call") }
                guard reader.position == bytes.count else {
                    throw RecordingError("bytes behind the end", at: reader.position)
                }
                (self.ending, self.spent) = (ending, spent)
                return
            }
        }
    }
}
