import WasmSyntax
import WasmValidation

// The format of stored snapshots: docs/snapshots.md.

enum SnapshotFormat {
    /// The first bytes, and the version of the format.
    static let magic: [UInt8] = [0x00, 0x6E, 0x62, 0x73]  // "\0nbs"
    static let version: UInt32 = 3
    /// Fewer zeros than these are stored like other bytes.
    static let shortestGap = 64

    /// Returns the SHA-256 digest of bytes.
    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = SHA256()
        digest.take(bytes.span.extracting(0..<SHA256.wholeBlocks(bytes.count)))
        return digest.finish(with: bytes)
    }

    /// Returns the next bytes that contain no long row of zeros.
    static func run(of bytes: [UInt8], from position: Int, gap: Int = shortestGap) -> Range<Int>? {
        guard position < bytes.count, let start = bytes[position...].firstIndex(where: { $0 != 0 }) else { return nil }
        var (end, zeros) = (start, 0)
        while end &+ zeros < bytes.count, zeros < gap {
            if bytes[end &+ zeros] == 0 {
                zeros &+= 1
            } else {
                end &+= zeros &+ 1
                zeros = 0
            }
        }
        return start..<end
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The kinds of steps with which a suspended call goes on.
    enum Step: UInt8 {
        case run, bulk, search, hostCall, results
    }

    /// The kinds of a heap's objects.
    enum ObjectKind: UInt8 {
        case structure, array, exception
    }
}

extension Module {
    /// The SHA-256 digest by which snapshots name the module: of its bytes or, as a module that was loaded from text has no
    /// bytes for all of its parts, of a description of all parts.
    package var snapshotDigest: [UInt8] {
        var module = validated.module
        let bytes = module.bytes
        guard !bytes.starts(with: [0x00, 0x61, 0x73, 0x6D]) else { return SnapshotFormat.digest(bytes) }
        module.bytes = []
        return SnapshotFormat.digest(bytes + Array("\(module)".utf8))
    }
}

/// Reads the parts of a stored snapshot, which anybody may have written.
struct SnapshotReader {
    var cursor: ByteCursor

    init(_ bytes: [UInt8], in range: Range<Int>) { cursor = ByteCursor(bytes, in: range) }

    func malformed(_ problem: String) -> SnapshotError { .malformed("\(problem) at byte \(cursor.position)") }

    mutating func read<Result>(_ body: (inout ByteCursor) throws(DecodeError) -> Result) throws(SnapshotError) -> Result
    {
        do throws(DecodeError) {
            return try body(&cursor)
        } catch {
            throw .malformed("\(error.kind) at byte \(error.offset)")
        }
    }

    mutating func byte() throws(SnapshotError) -> UInt8 { try read { cursor throws(DecodeError) in try cursor.byte() } }
    mutating func u32() throws(SnapshotError) -> UInt32 { try read { cursor throws(DecodeError) in try cursor.u32() } }
    mutating func u64() throws(SnapshotError) -> UInt64 { try read { cursor throws(DecodeError) in try cursor.u64() } }

    mutating func flag() throws(SnapshotError) -> Bool {
        let value = try byte()
        guard value < 2 else { throw malformed("a flag that is neither 0 nor 1") }
        return value == 1
    }

    /// Reads a number below `limit`.
    mutating func index(below limit: Int, _ what: StaticString) throws(SnapshotError) -> Int {
        let value = try u64()
        guard value < UInt64(limit) else { throw malformed("\(what) \(value) does not exist") }
        return Int(truncatingIfNeeded: value)
    }

    /// Reads a number of things each of which takes a byte at least.
    mutating func count(_ what: StaticString) throws(SnapshotError) -> Int {
        try read { cursor throws(DecodeError) in try cursor.count(limit: .max, what) }
    }

    mutating func range(_ count: Int) throws(SnapshotError) -> Range<Int> {
        try read { cursor throws(DecodeError) in try cursor.skip(count) }
    }

    mutating func bytes(_ count: Int) throws(SnapshotError) -> [UInt8] { Array(cursor.bytes[try range(count)]) }

    mutating func text(_ what: StaticString) throws(SnapshotError) -> String {
        let bytes = try bytes(try count(what))
        guard Name.isUTF8(bytes) else { throw malformed("text that is not UTF-8") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
