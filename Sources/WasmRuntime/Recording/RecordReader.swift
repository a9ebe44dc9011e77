import WasmSyntax

/// A record of a recording.
enum Record {
    case header(RecordingHeader)
    case module(RecordedModule)
    case importName(module: Name, name: Name)
    case call(RecordedCall)
    case reads([RecordedRead], digest: UInt64)
    case write(RecordedWrite)
    case outcome(RecordedEffects, RecordedOutcome)
    case end(RecordedEnding, spent: UInt64)
}

/// The beginning of a host call.
struct RecordedCall: Hashable {
    /// The number of the import.
    var `import`: UInt64
    /// The digest of the arguments and of the memory's size.
    var digest: UInt64
    /// The units spent when the call began.
    var spent: UInt64
}

/// A range of a memory that the host has read.
struct RecordedRead: Hashable {
    /// The memory's address in the store.
    var memory: UInt32
    var address: UInt64
    var count: UInt64
}

/// Bytes that the host has written.
struct RecordedWrite: Hashable {
    var memory: UInt32
    var address: UInt64
    /// The place of the bytes in the recording.
    var bytes: Range<Int>
}

/// The effects of a host call on its store, besides its results and what it wrote.
struct RecordedEffects: Hashable {
    /// Units that the call was charged.
    var charged: UInt64 = 0
    /// Bytes of host memory that are held for the guest since the call, and those that are not held any more.
    var held: UInt64 = 0
    var released: UInt64 = 0
    /// The budget's limit, if the call has changed it.
    var newLimit: UInt64??
}

/// Reads the records of a recording one by one.
struct RecordReader {
    private(set) var cursor: ByteCursor

    /// The place of the next record.
    var position: Int { cursor.position }
    var bytes: [UInt8] { cursor.bytes }

    /// A reader of the records from a place on.
    init(_ bytes: [UInt8], from start: Int) { cursor = ByteCursor(bytes, in: start..<bytes.count) }

    /// Reads the next record; `nil` at the end of the bytes, and before a record that is cut.
    mutating func next() throws(RecordingError) -> Record? {
        let start = cursor
        do throws(DecodeError) {
            guard let first = cursor.peek else { return nil }
            guard let kind = RecordKind(rawValue: first) else {
                throw cursor.error(.limitExceeded("kind of record \(first)"))
            }
            _ = try cursor.byte()
            guard let length = try length(), length <= cursor.remaining else {
                cursor = start
                return nil
            }
            var contents = try cursor.part(length)
            let record = try RecordReader.record(kind, &contents)
            guard contents.isAtEnd else { throw contents.error(.sectionSizeMismatch) }
            return record
        } catch {
            cursor = start
            throw RecordingError(error)
        }
    }

    /// Reads the length of a record; `nil` if it is cut.
    private mutating func length() throws(DecodeError) -> Int? {
        do throws(DecodeError) {
            return Int(try cursor.u32())
        } catch {
            guard error.kind == .unexpectedEnd else { throw error }
            return nil
        }
    }

    private static func record(_ kind: RecordKind, _ contents: inout ByteCursor) throws(DecodeError) -> Record {
        switch kind {
        case .header: return .header(try contents.header())
        case .module: return .module(try contents.module())
        case .importName: return .importName(module: try contents.recordedName(), name: try contents.recordedName())
        case .call:
            return .call(
                RecordedCall(import: try contents.u64(), digest: try contents.fixed64(), spent: try contents.u64()))
        case .reads:
            let count = try contents.count(limit: .max, "reads")
            var reads: [RecordedRead] = []
            for _ in 0..<count {
                reads.append(
                    RecordedRead(memory: try contents.u32(), address: try contents.u64(), count: try contents.u64()))
            }
            return .reads(reads, digest: try contents.fixed64())
        case .write:
            let (memory, address) = (try contents.u32(), try contents.u64())
            return .write(
                RecordedWrite(memory: memory, address: address, bytes: try contents.skip(contents.remaining)))
        case .outcome:
            var effects = RecordedEffects(
                charged: try contents.u64(), held: try contents.u64(), released: try contents.u64())
            if try contents.choice(below: 2) == 1 { effects.newLimit = .some(try contents.optional()) }
            return .outcome(effects, try contents.outcome())
        case .end: return .end(try contents.ending(), spent: try contents.u64())
        }
    }
}
