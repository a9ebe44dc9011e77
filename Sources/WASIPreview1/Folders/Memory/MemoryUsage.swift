import WasmRuntime

/// The bytes and files that a volume in memory has, and their limits. Everything is counted here before it is
/// allocated.
///
/// The store whose call makes the volume larger pays for it. A call that makes the volume smaller gives the bytes back
/// to its own store first, up to what that store paid, and then to the others.
final class MemoryUsage {
    private let byteLimit: UInt64
    private let fileLimit: Int
    /// The bytes of files, in blocks.
    private(set) var bytes: UInt64 = 0
    /// Nodes, further names of nodes, and names of the folder below that are hidden.
    private(set) var files = 0
    /// The meter of the call that is running.
    var meter: WorkMeter? {
        didSet { payer = meter?.account }
    }
    /// The account of the store whose call is running.
    private var payer: HostMemoryAccount?
    /// The accounts that were charged for the volume, and how many bytes each of them holds.
    private var shares: [(account: HostMemoryAccount, held: UInt64)] = []

    init(byteLimit: UInt64, fileLimit: Int) {
        self.byteLimit = byteLimit
        self.fileLimit = max(0, fileLimit)
    }

    /// The device number, different for all volumes that exist at a time.
    var device: UInt64 { UInt64(UInt(bitPattern: ObjectIdentifier(self))) }

    /// Counts the root, which always exists: freeing it gives one file back like any node, but the limit does not
    /// include it.
    func takeRoot() { files = 1 }

    /// Counts files, and charges the store whose call is running.
    ///
    /// - Throws: `ENOSPC` beyond a limit: then nothing is counted.
    func take(files count: Int) throws(Errno) {
        guard count <= fileLimit &- (files &- 1) else {
            throw meter?.refuse(.folderFiles, UInt64(fileLimit), .nospc) ?? .nospc
        }
        guard hold(UInt64(count) &* HostSizes.node) else { throw .nospc }
        files &+= count
    }

    /// Notes that a file cannot have such a size, and returns the error for it.
    func tooLarge() -> Errno { meter?.refuse(.fileBytes, MemoryContents.maximumSize, .fbig) ?? .fbig }

    func give(files count: Int) {
        files &-= count
        release(UInt64(max(0, count)) &* HostSizes.node)
    }

    /// Counts bytes, and charges the store whose call is running.
    ///
    /// - Throws: `ENOSPC` beyond a limit: then nothing is counted.
    func take(bytes count: UInt64) throws(Errno) {
        guard count <= byteLimit &- bytes else { throw meter?.refuse(.folderBytes, byteLimit, .nospc) ?? .nospc }
        guard hold(count) else { throw .nospc }
        bytes &+= count
    }

    func give(bytes count: UInt64) {
        bytes &-= count
        release(count)
    }

    /// Releases everything that stores were charged for the volume.
    deinit { for share in shares { share.account.release(share.held, .files) } }

    /// - Returns: Whether the store whose call is running, if any, may make the host hold this many more bytes.
    private func hold(_ count: UInt64) -> Bool {
        guard let payer, count > 0 else { return true }
        guard payer.take(count, .files) else {
            meter?.noteHostMemory()
            return false
        }
        if let index = shares.firstIndex(where: { $0.account === payer }) {
            shares[index].held &+= count
        } else {
            shares.append((payer, count))
        }
        return true
    }

    private func release(_ count: UInt64) {
        var rest = count
        if let payer, let index = shares.firstIndex(where: { $0.account === payer }) { release(&rest, index) }
        while rest > 0, let last = shares.indices.last { release(&rest, last) }
    }

    /// Gives bytes back to an account, and removes the account's share once it is empty.
    private func release(_ count: inout UInt64, _ index: Int) {
        let part = min(count, shares[index].held)
        shares[index].account.release(part, .files)
        shares[index].held &-= part
        count &-= part
        if shares[index].held == 0 { shares.remove(at: index) }
    }
}
