import WASIPreview1

/// An open regular file of the host.
final class HostFile: WASIFile {
    private let descriptor: OwnedDescriptor
    /// Whether `O_APPEND` is currently set on the descriptor.
    private var appends = false
    private let isSizeLimited: Bool

    /// - Throws: `EISDIR` for a directory, `EPERM` for any other object that is not a regular file.
    init(_ descriptor: OwnedDescriptor) throws(Errno) {
        self.descriptor = descriptor
        isSizeLimited = Syscalls.isFileSizeLimited
        switch try status().type {
        case .regularFile: break
        case .directory: throw .isdir
        default: throw .perm
        }
    }

    func status() throws(Errno) -> FileStatus {
        try system { () throws(SystemError) in try Syscalls.status(of: descriptor.number) }
    }

    func read(into buffer: inout MutableSpan<UInt8>, at offset: UInt64) throws(Errno) -> Int {
        let offset = try HostFile.signed(offset)
        // No file reaches this far, but systems report an error for it instead of the end.
        guard offset <= Int64.max &- Int64(buffer.count) else { return 0 }
        do { return try Syscalls.readBytes(descriptor.number, into: &buffer, at: offset) } catch { throw Errno(error) }
    }

    func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(Errno) -> Int {
        let offset = try HostFile.signed(offset)
        // If `O_APPEND` is set, Linux writes to the end regardless of the offset.
        try setAppends(false)
        do {
            return try Syscalls.writeBytes(descriptor.number, bytes, at: offset, mayBeLimited: isSizeLimited)
        } catch {
            throw Errno(error)
        }
    }

    func append(_ bytes: Span<UInt8>) throws(Errno) -> (count: Int, size: UInt64) {
        try setAppends(true)
        do {
            let count = try Syscalls.writeSome(descriptor.number, bytes)
            return (count, UInt64(clamping: try Syscalls.position(of: descriptor.number)))
        } catch {
            throw Errno(error)
        }
    }

    private func setAppends(_ value: Bool) throws(Errno) {
        guard appends != value else { return }
        try system { () throws(SystemError) in try Syscalls.setAppends(descriptor.number, value) }
        appends = value
    }

    func setSize(_ size: UInt64) throws(Errno) {
        let size = try HostFile.signed(size)
        try system { () throws(SystemError) in try Syscalls.setSize(descriptor.number, size) }
    }

    func allocate(at offset: UInt64, count: UInt64) throws(Errno) {
        let (offset, count) = (try HostFile.signed(offset), try HostFile.signed(count))
        guard !offset.addingReportingOverflow(count).overflow else { throw .fbig }
        try system { () throws(SystemError) in
            try Syscalls.allocate(descriptor.number, at: offset, count: count)
        }
    }

    func setTimes(_ times: FileTimes) throws(Errno) {
        try system { () throws(SystemError) in try Syscalls.setTimes(times, of: descriptor.number) }
    }

    func synchronize(dataOnly: Bool) throws(Errno) {
        try system { () throws(SystemError) in
            try Syscalls.synchronize(descriptor.number, dataOnly: dataOnly)
        }
    }

    func advise(_ advice: FileAdvice, at offset: UInt64, count: UInt64) throws(Errno) {
        let offset = try HostFile.signed(offset)
        Syscalls.advise(descriptor.number, advice, at: offset, count: Int64(clamping: count))
    }

    private static func signed(_ number: UInt64) throws(Errno) -> Int64 {
        guard let number = Int64(exactly: number) else { throw .inval }
        return number
    }
}

/// Runs a system call, and translates its error into the guest's code.
func system<Result>(_ body: () throws(SystemError) -> Result) throws(Errno) -> Result {
    do { return try body() } catch { throw Errno(error) }
}
