import WasmRuntime
import WasmSyntax

/// A snapshot with its modules, as `nestbox` stores it in one file: see docs/snapshots.md.
public struct SnapshotFile: Sendable {
    /// The snapshot.
    public let snapshot: Snapshot

    /// The first bytes, and the version of the format.
    private static let magic: [UInt8] = [0x00, 0x6E, 0x62, 0x66]  // "\0nbf"
    private static let version: UInt32 = 1

    /// A file of this snapshot. Its modules must have been loaded from the binary format.
    public init(_ snapshot: Snapshot) { self.snapshot = snapshot }

    /// The bytes of the file.
    ///
    /// - Throws: As `Snapshot.bytes()`.
    public func bytes(interruption: (any Interruption)? = nil) throws -> [UInt8] {
        var writer = ByteWriter()
        writer.append(SnapshotFile.magic)
        writer.fixed(SnapshotFile.version)
        writer.unsigned(UInt64(snapshot.modules.count))
        for module in snapshot.modules {
            let bytes = module.validated.module.bytes
            writer.unsigned(UInt64(bytes.count))
            writer.append(bytes)
        }
        writer.append(try snapshot.bytes(interruption: interruption))
        return writer.bytes
    }

    /// Reads a file, which need not be trustworthy.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - limits: The limits that the state must keep.
    ///   - interruption: Polled while the snapshot is read.
    ///   - load: Loads a module of the file.
    /// - Throws: ``SnapshotError``; errors of `load`; ``Trap`` or ``Interrupted``.
    public init(
        bytes: [UInt8], limits: StoreLimits = StoreLimits(), interruption: (any Interruption)? = nil,
        load: (_ module: [UInt8]) throws -> Module = { try Module(bytes: $0) }
    ) throws {
        guard bytes.starts(with: SnapshotFile.magic) else {
            throw SnapshotError.malformed("these bytes are no file of a snapshot")
        }
        var cursor = ByteCursor(bytes, in: SnapshotFile.magic.count..<bytes.count)
        var parts: [Range<Int>] = []
        do throws(DecodeError) {
            let version = try cursor.fixed32()
            guard version == SnapshotFile.version else {
                throw DecodeError(.limitExceeded("version of the format"), at: 4)
            }
            for _ in 0..<(try cursor.count(limit: .max, "modules")) {
                parts.append(try cursor.skip(try cursor.count(limit: .max, "bytes of a module")))
            }
        } catch {
            throw SnapshotError.malformed("\(error.kind) at byte \(error.offset)")
        }
        let modules = try parts.map { try load(Array(bytes[$0])) }
        snapshot = try Snapshot(
            bytes: Array(bytes[cursor.position...]), modules: modules, limits: limits, interruption: interruption)
    }

    /// Whether a file begins like one with a snapshot.
    public static func isSnapshot(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }
}
