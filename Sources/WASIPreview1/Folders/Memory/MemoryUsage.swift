/// What a volume in memory holds, against what it may hold. Everything is counted here before it is allocated.
final class MemoryUsage {
    private let byteLimit: UInt64
    private let fileLimit: Int
    /// Bytes of files, in blocks.
    private(set) var bytes: UInt64 = 0
    /// Nodes, further names of nodes, and names of the folder below that must not be seen.
    private(set) var files = 0

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
        guard count <= fileLimit &- (files &- 1) else { throw .nospc }
        files &+= count
    }

    func give(files count: Int) { files &-= count }

    /// - Throws: `ENOSPC` if that is too much: nothing is counted then.
    func take(bytes count: UInt64) throws(Errno) {
        guard count <= byteLimit &- bytes else { throw .nospc }
        bytes &+= count
    }

    func give(bytes count: UInt64) { bytes &-= count }
}
