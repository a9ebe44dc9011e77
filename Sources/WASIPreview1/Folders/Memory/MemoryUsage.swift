import WasmRuntime

/// What a volume in memory holds, against what it may hold. Everything is counted here before it is allocated.
///
/// The store whose call makes the volume larger pays for it. A call that makes it smaller gives the bytes back to its own
/// store first, as far as that one has paid, and then to the others.
final class MemoryUsage {
    private let byteLimit: UInt64
    private let fileLimit: Int
    /// Bytes of files, in blocks.
    private(set) var bytes: UInt64 = 0
    /// Nodes, further names of nodes, and names of the folder below that must not be seen.
    private(set) var files = 0
    /// The account of the store whose call runs.
    var payer: HostMemoryAccount?
    /// The accounts that hold something of the volume, and how many bytes.
    private var shares: [(account: HostMemoryAccount, held: UInt64)] = []

    init(byteLimit: UInt64, fileLimit: Int) {
        self.byteLimit = byteLimit
        self.fileLimit = max(0, fileLimit)
    }

    /// Which file system this is: different for all that there are at a time.
    var device: UInt64 { UInt64(UInt(bitPattern: ObjectIdentifier(self))) }

    /// Counts the root, which there always is: it is given back as all nodes are, and does not count for the limit.
    func takeRoot() { files = 1 }

    /// - Throws: `ENOSPC` if that is too much: nothing is counted then.
    func take(files count: Int) throws(Errno) {
        guard count <= fileLimit &- (files &- 1), hold(UInt64(count) &* HostSizes.node) else { throw .nospc }
        files &+= count
    }

    func give(files count: Int) {
        files &-= count
        release(UInt64(max(0, count)) &* HostSizes.node)
    }

    /// - Throws: `ENOSPC` if that is too much: nothing is counted then.
    func take(bytes count: UInt64) throws(Errno) {
        guard count <= byteLimit &- bytes, hold(count) else { throw .nospc }
        bytes &+= count
    }

    func give(bytes count: UInt64) {
        bytes &-= count
        release(count)
    }

    /// Gives everything back that stores hold of the volume.
    deinit { for share in shares { share.account.release(share.held) } }

    /// - Returns: Whether the store whose call runs, if there is one, may make the host hold so many bytes more.
    private func hold(_ count: UInt64) -> Bool {
        guard let payer, count > 0 else { return true }
        guard payer.take(count) else { return false }
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

    /// Gives bytes back to an account, which is forgotten when it holds nothing any more.
    private func release(_ count: inout UInt64, _ index: Int) {
        let part = min(count, shares[index].held)
        shares[index].account.release(part)
        shares[index].held &-= part
        count &-= part
        if shares[index].held == 0 { shares.remove(at: index) }
    }
}
