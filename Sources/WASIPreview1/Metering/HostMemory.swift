import WasmRuntime

/// The bytes that a guest's store counts for objects that WASI holds (``HostMemoryAccount``). They are rounded up to
/// include what the operating system holds, for example for a descriptor.
enum HostSizes {
    /// An open file or directory.
    static let descriptor: UInt64 = 1_024
    /// The entries that a directory listing keeps to go back.
    static let listing: UInt64 = 192 << 10
    /// A connection, with its buffer.
    static let connection: UInt64 = 1_024 + UInt64(WASILimits.outputBuffer)
    /// The buffers of the standard output and the standard error stream.
    static let standardStreams: UInt64 = 2 * UInt64(WASILimits.outputBuffer)
    /// A file, directory, link or name of a folder in memory or an overlay, without its contents.
    static let node: UInt64 = 512
}

/// A number of bytes that a store's account counts as held until this object is released.
final class HostMemoryShare {
    private let account: HostMemoryAccount
    private let bytes: UInt64
    private let kind: HostMemoryKind

    /// Counts the bytes; `nil` if the account's limit does not allow them.
    init?(_ bytes: UInt64, _ kind: HostMemoryKind, of account: HostMemoryAccount) {
        guard account.take(bytes, kind) else { return nil }
        (self.account, self.bytes, self.kind) = (account, bytes, kind)
    }

    deinit { account.release(bytes, kind) }
}
