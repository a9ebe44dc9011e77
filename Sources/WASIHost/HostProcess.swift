/// What a command line program needs of the system.
public enum HostProcess {
    /// Call it first in a program of its own, before there are threads: a closed pipe becomes an error instead of the
    /// end of the process, and files that are opened never take the place of a standard stream that is closed.
    ///
    /// Streams are safe to use without it; writing is a little slower then.
    public static func prepare() {
        Syscalls.ignoreWriteSignals()
        Syscalls.openMissingStandardStreams()
    }

    /// The bytes of a file.
    ///
    /// - Throws: ``HostFileError`` if the system refuses it, or if it has more than `limit` bytes: no more are read.
    public static func readFile(_ path: String, limit: Int) throws(HostFileError) -> [UInt8] {
        let most = limit == .max ? limit : max(0, limit) &+ 1
        let bytes: [UInt8]
        do {
            bytes = try read(path, atMost: most)
        } catch {
            throw .system(path: path, reason: error.text)
        }
        guard bytes.count <= limit else { throw .tooLarge(path: path, limit: limit) }
        return bytes
    }

    /// The names in a folder, in no order; `nil` if it is no folder or cannot be read.
    public static func names(inFolder path: String) -> [String]? { Syscalls.names(inFolder: path) }

    /// Makes a file, or empties it if it exists, and writes bytes to it.
    ///
    /// - Throws: ``HostFileError`` if it cannot be opened, ``Errno`` if it cannot be written.
    public static func writeFile(_ path: String, _ bytes: [UInt8]) throws {
        let file = try HostOutput(path: path)
        var written = 0
        while written < bytes.count { written &+= try file.write(bytes.span.extracting(written..<bytes.count)) }
    }

    private static func read(_ path: String, atMost most: Int) throws(SystemError) -> [UInt8] {
        let descriptor = try Syscalls.openFile(path, forWriting: false)
        defer { Syscalls.closeFile(descriptor) }
        // One more than the expected size, so that the end is seen without growing.
        let expected = min(most, max(Syscalls.sizeHint(of: descriptor), 64 << 10) &+ 1)
        var bytes = [UInt8](repeating: 0, count: expected)
        var used = 0
        while used < most {
            if used == bytes.count {
                bytes.append(contentsOf: repeatElement(0, count: min(bytes.count, most &- used)))
            }
            var whole = bytes.mutableSpan
            var rest = whole._mutatingExtracting(used..<whole.count)
            let count = try Syscalls.readSome(descriptor, into: &rest)
            if count == 0 { break }
            used &+= count
        }
        bytes.removeLast(bytes.count &- used)
        return bytes
    }
}
