import WASIPreview1

/// Input from a descriptor of the host's process: its standard input, a file, a pipe.
///
/// The descriptor is never made non-blocking, because that would change it for every process that shares it. Instead,
/// it is polled, and read when it is ready. If another reader takes the bytes in between, the read blocks until new
/// bytes arrive.
public final class HostInput: WASIInputStream {
    public let isTerminal: Bool
    private let descriptor: OwnedDescriptor

    /// - Parameters:
    ///   - descriptor: An open descriptor of the process.
    ///   - isOwned: Whether the descriptor is closed with this object.
    public init(descriptor: Int32, isOwned: Bool = false) {
        self.descriptor = OwnedDescriptor(descriptor, isOwned: isOwned)
        isTerminal = Syscalls.kind(of: descriptor) == .terminal
    }

    /// Opens a file for reading.
    ///
    /// - Throws: ``HostFileError/system(path:reason:)`` if the system does not open it.
    public convenience init(path: String) throws(HostFileError) { try self.init(path: HostPath(path)) }

    /// Opens a file for reading, by a path that need not be UTF-8.
    ///
    /// - Throws: ``HostFileError/system(path:reason:)`` if the system does not open it.
    public convenience init(path: HostPath) throws(HostFileError) {
        do {
            self.init(descriptor: try Syscalls.openFile(path, forWriting: false), isOwned: true)
        } catch {
            throw .system(path: path.description, reason: error.text)
        }
    }

    /// The standard input of the process.
    public static func standardInput() -> HostInput { HostInput(descriptor: 0) }

    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        Syscalls.waitUntilReady(descriptor.number, toWrite: false, nanoseconds: nanoseconds)
            .map { WASIReadiness(isHungUp: $0) }
    }

    public func read(into buffer: inout MutableSpan<UInt8>) throws -> Int {
        do {
            return try Syscalls.readSome(descriptor.number, into: &buffer)
        } catch {
            throw Errno(error)
        }
    }
}

/// Output to a descriptor of the host's process: its standard output, a file, a pipe.
///
/// The descriptor is never made non-blocking, because that would change it for every process that shares it. Instead,
/// it is polled, and then given no more bytes than it takes without blocking.
public final class HostOutput: WASIOutputStream {
    public let isTerminal: Bool
    public let buffering: WASIBuffering
    public private(set) var refusesWhenNotReady = true
    private let kind: DescriptorKind
    private let descriptor: OwnedDescriptor

    /// - Parameters:
    ///   - descriptor: An open descriptor of the process.
    ///   - buffering: How output is buffered. With anything but ``WASIBuffering/none``, output is lost if the process is
    ///     killed, comes late on a terminal, and out of order if two streams lead to the same file.
    ///   - isOwned: Whether the descriptor is closed with this object.
    public init(descriptor: Int32, buffering: WASIBuffering = .none, isOwned: Bool = false) {
        self.descriptor = OwnedDescriptor(descriptor, isOwned: isOwned)
        kind = Syscalls.kind(of: descriptor)
        isTerminal = kind == .terminal
        self.buffering = buffering
    }

    /// Creates a file, or empties an existing one, and opens it for writing.
    ///
    /// - Throws: ``HostFileError/system(path:reason:)`` if the system does not open it.
    public convenience init(path: String, buffering: WASIBuffering = .none) throws(HostFileError) {
        try self.init(path: HostPath(path), buffering: buffering)
    }

    /// Creates or empties a file as ``init(path:buffering:)-(String,_)`` does, by a path that need not be UTF-8.
    ///
    /// - Throws: ``HostFileError/system(path:reason:)`` if the system does not open it.
    public convenience init(path: HostPath, buffering: WASIBuffering = .none) throws(HostFileError) {
        do {
            let descriptor = try Syscalls.openFile(path, forWriting: true)
            self.init(descriptor: descriptor, buffering: buffering, isOwned: true)
        } catch {
            throw .system(path: path.description, reason: error.text)
        }
    }

    /// The standard output of the process, unbuffered. With ``init(descriptor:buffering:isOwned:)`` and descriptor 1 it can
    /// be buffered.
    public static func standardOutput() -> HostOutput { HostOutput(descriptor: 1) }

    /// The standard error stream of the process, unbuffered.
    public static func standardError() -> HostOutput { HostOutput(descriptor: 2) }

    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        Syscalls.waitUntilReady(descriptor.number, toWrite: true, nanoseconds: nanoseconds)
            .map { WASIReadiness(isHungUp: $0) }
    }

    public func write(_ bytes: Span<UInt8>) throws -> Int {
        do throws(SystemError) {
            switch kind {
            case .socket: return try Syscalls.sendSome(descriptor.number, bytes)
            case .file: return try Syscalls.writeSome(descriptor.number, bytes)
            case .pipe, .terminal, .other:
                if refusesWhenNotReady {
                    if let count = try Syscalls.writeWithoutWaiting(descriptor.number, bytes) { return count }
                    // From now on the caller polls first.
                    refusesWhenNotReady = false
                    guard readiness(waitingAtMost: 0) != nil else { throw SystemError.temporary }
                }
                let count = min(bytes.count, Syscalls.pipeTransferSize)
                return try Syscalls.writeSome(descriptor.number, bytes.extracting(0..<count))
            }
        } catch {
            throw Errno(error)
        }
    }
}
