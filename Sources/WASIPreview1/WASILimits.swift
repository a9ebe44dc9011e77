/// The limits of everything that WASI spends for a guest.
package enum WASILimits {
    /// Arguments, or environment variables. The limit is near that of a Linux process.
    package static let strings = 65_536
    /// Bytes of all arguments, or of all environment variables, with the zero byte after each: Linux's default.
    package static let stringBytes = 2 << 20
    /// Buffers of one scattered read or write: `IOV_MAX` of Linux and macOS.
    package static let ioVectors: UInt32 = 1024
    /// Nanoseconds of work, counted by prices, between two polls of the interruption: 0.1 ms.
    package static let workBetweenPolls: UInt64 = 100_000
    /// The maximum number of bytes that one read moves.
    package static let transferSize: UInt64 = 1 << 20
    /// Bytes that a read or write moves between two polls of the interruption.
    package static let transferPiece: UInt64 = 256 << 10
    /// Random bytes that are paid for and made at a time.
    package static let randomChunk = 16 << 10
    /// Subscriptions of one `poll_oneoff`: four for each descriptor.
    package static let subscriptions: UInt32 = 4096
    /// Open descriptors of a guest.
    package static let descriptors = 1024
    /// Bytes of output that a buffer collects before it writes them.
    package static let outputBuffer = 16 << 10
    /// The longest wait between two polls of the interruption, in nanoseconds: 20 ms.
    package static let waitingSlice: UInt64 = 20_000_000
    /// Waits of this length for the reader of an audit log: 5 seconds together.
    package static let auditWaits = 250
    /// Folders of a guest.
    package static let folders = 64
    /// Bytes of a folder's path in the guest.
    package static let folderPathBytes = 1024
    /// Bytes of a path, and of a symbolic link's target: `PATH_MAX` of Linux.
    package static let pathBytes = 4096
    /// Components that resolving a path goes through, including those of symbolic links.
    package static let pathComponents = 4096
    /// Symbolic links that are followed for a path, as in Linux.
    package static let symbolicLinks = 40
    /// Entries that a directory listing can always go back.
    package static let recentEntries = 256
    /// Bytes of a file that are reserved between two polls of the interruption.
    package static let allocationSize: UInt64 = 1 << 20
    /// Bytes that are cut off from a file between two polls of the interruption.
    package static let cutSize: UInt64 = 8 << 20
    /// File systems that a guest can tell apart.
    package static let devices = 1024
    /// Sockets that a guest can be granted.
    package static let sockets = 64
}
