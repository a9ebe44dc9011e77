// The system calls for the process itself and for the files that a command line program writes.

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Syscalls {
    /// The bytes of a string of the C library.
    static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }

    /// The words of the command line as the system passed them. `CommandLine.arguments` replaces what is not UTF-8.
    static var arguments: [[UInt8]] {
        (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0].map { bytes(of: $0) } }
    }

    static func environmentVariable(_ name: String) -> [UInt8]? { getenv(name).map { bytes(of: $0) } }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// - Throws: `EINVAL` for a path with a zero byte, which would end it for the system.
    static func check(_ path: HostPath) throws(SystemError) {
        if path.bytes.contains(0) { throw SystemError(code: EINVAL) }
    }

    /// Whether something is at a path.
    static func exists(_ path: HostPath) -> Bool { !path.bytes.contains(0) && identity(path: path.bytes) != nil }

    /// The kind of file at a path that is to be written to.
    enum Target {
        case nothing
        case file(mode: UInt32)
        case other
    }

    static func target(at path: HostPath) throws(SystemError) -> Target {
        try check(path)
        var status = stat()
        guard withCString(path.bytes, { stat($0, &status) }) == 0 else {
            if errno == ENOENT { return .nothing }
            throw .last
        }
        guard status.st_mode & S_IFMT == S_IFREG else { return .other }
        guard withCString(path.bytes, { access($0, W_OK) }) == 0 else { throw .last }
        return .file(mode: UInt32(status.st_mode & 0o777))
    }

    /// Makes a file that is not there yet and opens it for writing.
    ///
    /// - Parameter mode: The file's permissions; `nil` for those of new files.
    static func createFile(_ path: HostPath, mode: UInt32?) throws(SystemError) -> Int32 {
        try check(path)
        // Never readable to more than it will be in the end.
        let first = mode_t(mode ?? 0o666)
        let descriptor = withCString(path.bytes) { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, first) }
        guard descriptor >= 0 else { throw .last }
        if let mode, fchmod(descriptor, mode_t(mode)) != 0 {
            let error = SystemError.last
            close(descriptor)
            throw error
        }
        return descriptor
    }

    static func rename(_ path: HostPath, to newPath: HostPath) throws(SystemError) {
        let result = withCString(path.bytes) { old in
            withCString(newPath.bytes) { renameat(AT_FDCWD, old, AT_FDCWD, $0) }
        }
        if result != 0 { throw .last }
    }

    static func remove(_ path: HostPath) { _ = withCString(path.bytes) { unlink($0) } }
}
