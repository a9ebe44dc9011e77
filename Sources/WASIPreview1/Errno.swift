/// The error codes of preview 1, in its order. The raw value is the number that the guest gets.
///
/// The documentation of each WASI function says what causes its codes. Streams and other objects of an embedder throw
/// these codes to the guest; any other error of theirs ends the guest with a trap.
public enum Errno: UInt16, Error, Hashable, Sendable, CaseIterable {
    /// No error.
    case success
    /// The arguments together are too long.
    case toobig
    /// Permission denied.
    case acces
    /// The address is in use.
    case addrinuse
    /// The address is not available.
    case addrnotavail
    /// The address family is not supported.
    case afnosupport
    /// The resource is not available now: the call would block.
    case again
    /// The connection is already being made.
    case already
    /// The descriptor is not open, or cannot be used like this.
    case badf
    /// Bad message.
    case badmsg
    /// The device or resource is busy.
    case busy
    /// The operation was cancelled.
    case canceled
    /// There is no child process.
    case child
    /// The connection was aborted.
    case connaborted
    /// The connection was refused.
    case connrefused
    /// The connection was reset.
    case connreset
    /// A deadlock would occur.
    case deadlk
    /// A destination address is required.
    case destaddrreq
    /// An argument of a mathematical function is out of its domain.
    case dom
    /// A quota is exceeded.
    case dquot
    /// The file exists already.
    case exist
    /// An address lies outside of the guest's memory.
    case fault
    /// The file would be too large.
    case fbig
    /// The host cannot be reached.
    case hostunreach
    /// The identifier was removed.
    case idrm
    /// A text is not valid UTF-8.
    case ilseq
    /// The operation is in progress.
    case inprogress
    /// The call was interrupted.
    case intr
    /// An argument is invalid.
    case inval
    /// Input or output failed.
    case io
    /// The socket is connected already.
    case isconn
    /// The file is a directory.
    case isdir
    /// A path has too many symbolic links.
    case loop
    /// Too many descriptors are open.
    case mfile
    /// Too many hard links lead to a file.
    case mlink
    /// The message is too long.
    case msgsize
    /// Multihop attempted.
    case multihop
    /// A path or a name is too long.
    case nametoolong
    /// The network is down.
    case netdown
    /// The network aborted the connection.
    case netreset
    /// The network cannot be reached.
    case netunreach
    /// Too many files are open in the system.
    case nfile
    /// No buffer space is available.
    case nobufs
    /// There is no such device.
    case nodev
    /// There is no file or directory with this name.
    case noent
    /// The file cannot be executed.
    case noexec
    /// No lock is available.
    case nolck
    /// The link was severed.
    case nolink
    /// Not enough memory.
    case nomem
    /// There is no message of this type.
    case nomsg
    /// The protocol is not available.
    case noprotoopt
    /// No space is left on the device.
    case nospc
    /// The function is not supported.
    case nosys
    /// The socket is not connected.
    case notconn
    /// The file is no directory.
    case notdir
    /// The directory is not empty.
    case notempty
    /// The state cannot be recovered.
    case notrecoverable
    /// The descriptor is no socket.
    case notsock
    /// The operation is not supported.
    case notsup
    /// The descriptor does not support this control operation.
    case notty
    /// There is no such device or address.
    case nxio
    /// A value is too large for its type.
    case overflow
    /// The previous owner died.
    case ownerdead
    /// The operation is not permitted.
    case perm
    /// Nobody reads the other end any more.
    case pipe
    /// Protocol error.
    case proto
    /// The protocol is not supported.
    case protonosupport
    /// The protocol is of the wrong type for the socket.
    case prototype
    /// A result is too large.
    case range
    /// The file system is read-only.
    case rofs
    /// The file has no position that could be moved.
    case spipe
    /// There is no such process.
    case srch
    /// The file handle is stale.
    case stale
    /// The time ran out.
    case timedout
    /// The program file is busy.
    case txtbsy
    /// The two names belong to different file systems.
    case xdev
    /// The descriptor lacks a right, or the capability was not granted.
    case notcapable
}

extension Errno {
    /// The name in C, for example `EBADF`.
    public var name: String { Errno.names[Int(rawValue)] }

    /// The names by the numbers. A description takes microseconds, and an audit has a name for each call.
    private static let names = allCases.map { $0 == .toobig ? "E2BIG" : "E" + String(describing: $0).uppercased() }
}
