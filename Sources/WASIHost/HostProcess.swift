import WASIPreview1
import WasmSyntax

/// Services of the system for command line programs.
package enum HostProcess {
    /// Prepares the process of a command line program. Call it first, before the program starts threads. Afterwards,
    /// writing to a closed pipe is an error instead of the end of the process, and an opened file never gets the number
    /// of a standard stream that is closed.
    ///
    /// Streams are safe without this call, but writing is a little slower.
    package static func prepare() {
        Syscalls.ignoreWriteSignals()
        Syscalls.openMissingStandardStreams()
    }

    /// Keeps the signal USR1 from ending the process, for ``takeUserSignal()``. Call it before the program starts threads.
    package static func holdUserSignal() { Syscalls.holdUserSignal() }

    /// Whether the signal USR1 was sent since the last call.
    package static func takeUserSignal() -> Bool { Syscalls.takeUserSignal() }

    /// Waits.
    package static func sleep(nanoseconds: UInt64) { Syscalls.sleep(nanoseconds: nanoseconds) }

    /// Reads a file.
    ///
    /// - Throws: ``HostFileError`` if the system refuses it, or if the file has more than `limit` bytes: reading stops
    ///   there.
    package static func readFile(_ path: String, limit: Int) throws(HostFileError) -> [UInt8] {
        do {
            return try readFile(path, limit: limit, interruption: nil)
        } catch let error as HostFileError {
            throw error
        } catch {
            throw .system(path: path, reason: "\(error)")
        }
    }

    /// Reads a file, a pipe or a terminal, and can be interrupted.
    ///
    /// - Parameter interruption: Polled every 256 KiB, and every 20 ms while there is nothing to read.
    /// - Throws: ``HostFileError`` if the system refuses it, or if the file has more than `limit` bytes: reading stops
    ///   there. ``Interrupted``.
    package static func readFile(_ path: String, limit: Int, interruption: (any Interruption)?) throws -> [UInt8] {
        try readFile(HostPath(path), limit: limit, interruption: interruption)
    }

    /// Reads a file as ``readFile(_:limit:interruption:)-(String,_,_)`` does, by a path that need not be UTF-8.
    package static func readFile(_ path: HostPath, limit: Int, interruption: (any Interruption)?) throws -> [UInt8] {
        try read(path.description, limit: limit) { most in
            let descriptor = try Syscalls.openFile(path, forWriting: false, waiting: interruption == nil)
            defer { Syscalls.closeFile(descriptor) }
            return try read(descriptor, atMost: most, polling: interruption != nil, interruption)
        }
    }

    /// Reads the standard input of the process to its end.
    ///
    /// - Throws: As ``readFile(_:limit:interruption:)-(String,_,_)``.
    package static func readStandardInput(limit: Int, interruption: (any Interruption)?) throws -> [UInt8] {
        // Another process may have made the stream non-blocking, so it is polled in any case.
        try read("standard input", limit: limit) { try read(0, atMost: $0, polling: true, interruption) }
    }

    private static func read(_ path: String, limit: Int, _ read: (_ most: Int) throws -> [UInt8]) throws -> [UInt8] {
        let most = limit == .max ? limit : max(0, limit) &+ 1
        let bytes: [UInt8]
        do {
            bytes = try read(most)
        } catch let error as SystemError {
            throw HostFileError.system(path: path, reason: error.text)
        }
        guard bytes.count <= limit else { throw HostFileError.tooLarge(path: path, limit: limit) }
        return bytes
    }

    /// Returns the names in a folder, in no particular order; `nil` if it is not a folder or cannot be read.
    package static func names(inFolder path: String) -> [String]? { Syscalls.names(inFolder: path) }

    /// Creates a file, or empties an existing one, and writes bytes to it.
    ///
    /// - Throws: ``HostFileError`` if the file cannot be opened, ``Errno`` if it cannot be written.
    package static func writeFile(_ path: String, _ bytes: [UInt8]) throws {
        try HostOutput(path: path).writeAll(bytes.span)
    }

    /// - Parameter polling: Whether to wait with ``Syscalls/waitUntilReady(_:toWrite:nanoseconds:)`` before each read.
    private static func read(
        _ descriptor: Int32, atMost most: Int, polling: Bool, _ interruption: (any Interruption)?
    ) throws -> [UInt8] {
        let isFile = Syscalls.kind(of: descriptor) == .file
        var bytes: [UInt8] = []
        // One byte more than the expected size, so that the read that finds the end needs no larger array.
        bytes.reserveCapacity(min(most, max(Syscalls.sizeHint(of: descriptor), 64 << 10) &+ 1))
        while bytes.count < most {
            if let reason = interruption?.reasonToStop() { throw Interrupted(reason) }
            if polling, !isFile {
                let isReady = Syscalls.waitUntilReady(descriptor, toWrite: false, nanoseconds: 20_000_000) != nil
                guard isReady else { continue }
            }
            let used = bytes.count
            // Stays within the reserved capacity: at the end of a file, growing would copy all of it.
            let room = bytes.capacity &- used
            let count = min(256 << 10, most &- used, room > 0 ? room : .max)
            bytes.append(contentsOf: repeatElement(0, count: count))
            var whole = bytes.mutableSpan
            var rest = whole._mutatingExtracting(used..<whole.count)
            let taken = try readNow(descriptor, into: &rest)
            bytes.removeLast(bytes.count &- used &- (taken ?? 0))
            if taken == 0 { break }
        }
        return bytes
    }

    /// Reads some bytes; `nil` if another reader of the pipe has taken them.
    private static func readNow(_ descriptor: Int32, into buffer: inout MutableSpan<UInt8>) throws(SystemError) -> Int?
    {
        do throws(SystemError) {
            return try Syscalls.readSome(descriptor, into: &buffer)
        } catch {
            if error.isTemporary { return nil }
            throw error
        }
    }
}
