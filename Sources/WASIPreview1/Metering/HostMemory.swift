import WasmRuntime

/// What WASI holds for a guest, in the bytes that the guest's store counts for it (``HostMemoryAccount``). They are
/// rounded up: what the system holds for a descriptor is in it.
enum HostSizes {
    /// An open file or directory.
    static let descriptor: UInt64 = 1_024
    /// The entries that a listing can go back.
    static let listing: UInt64 = 192 << 10
    /// A connection, with its buffer.
    static let connection: UInt64 = 1_024 + UInt64(WASILimits.outputBuffer)
    /// The buffers of the standard output and the standard error stream.
    static let standardStreams: UInt64 = 2 * UInt64(WASILimits.outputBuffer)
    /// A file, directory, link or name of a folder in memory or an overlay, beside its bytes.
    static let node: UInt64 = 512
}

/// Bytes that a store's account has noted as held, until this is gone.
final class HostMemoryShare {
    private let account: HostMemoryAccount
    private let bytes: UInt64

    /// `nil` if the account does not allow so many.
    init?(_ bytes: UInt64, of account: HostMemoryAccount) {
        guard account.take(bytes) else { return nil }
        self.account = account
        self.bytes = bytes
    }

    deinit { account.release(bytes) }
}
