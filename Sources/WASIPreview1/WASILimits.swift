/// Everything that WASI spends for a guest is bounded by one of these.
package enum WASILimits {
    /// Arguments, or environment variables. A Linux process can have about as many.
    package static let strings = 65_536
    /// Bytes of all arguments, or of all environment variables, with the zero byte after each: Linux's default.
    package static let stringBytes = 2 << 20
    /// Buffers of one scattered read or write: `IOV_MAX` of Linux and macOS.
    package static let ioVectors: UInt32 = 1024
    /// Nanoseconds of work, by its prices, before it is asked whether the guest must stop: 0.1 ms.
    package static let workBetweenLooks: UInt64 = 100_000
    /// Bytes that one read moves at most.
    package static let transferSize: UInt64 = 1 << 20
    /// Bytes that a read or write moves before it asks whether the guest must stop.
    package static let transferPiece: UInt64 = 256 << 10
    /// Bytes of randomness that are made before it is asked whether the guest must stop.
    package static let randomChunk = 16 << 10
    /// Subscriptions of one `poll_oneoff`: four for each descriptor.
    package static let subscriptions: UInt32 = 4096
    /// Open descriptors of a guest.
    package static let descriptors = 1024
    /// Bytes of output that are collected before they are handed on.
    package static let outputBuffer = 16 << 10
    /// The longest wait, in nanoseconds, before it is asked whether the guest must stop: 20 ms.
    package static let waitingSlice: UInt64 = 20_000_000
    /// Waits of that length for the reader of an audit log: some seconds.
    package static let auditWaits = 250
    /// Folders of a guest.
    package static let folders = 64
    /// Bytes of a folder's path in the guest.
    package static let folderPathBytes = 1024
    /// Bytes of a path, and of a symbolic link's target: `PATH_MAX` of Linux.
    package static let pathBytes = 4096
    /// Components that resolving a path goes through, those of links included.
    package static let pathComponents = 4096
    /// Symbolic links that are followed for a path: as many as Linux.
    package static let symbolicLinks = 40
    /// Entries of a directory that a listing can go back at least.
    package static let recentEntries = 256
    /// Bytes of a file that are reserved before it is asked whether the guest must stop.
    package static let allocationSize: UInt64 = 1 << 20
    /// Bytes that are cut off from a file before it is asked whether the guest must stop.
    package static let cutSize: UInt64 = 8 << 20
    /// File systems that a guest can tell apart.
    package static let devices = 1024
    /// Sockets that a guest has from the beginning.
    package static let sockets = 64
}
