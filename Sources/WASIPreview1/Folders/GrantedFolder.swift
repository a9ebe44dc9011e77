/// A folder as it was granted.
struct FolderGrant {
    let directory: any WASIDirectory
    /// What the guest calls it.
    let path: [UInt8]
    let permissions: FolderPermissions
    let quota: FolderQuota
}

/// A granted folder in use by one guest: what the guest has spent of it. Everything that is opened through the folder
/// has it too.
package final class GrantedFolder {
    let permissions: FolderPermissions
    let quota: FolderQuota
    /// Counts what is done for the guest.
    let meter: WorkMeter
    private var bytesAdded: UInt64 = 0
    private var namesAdded = 0
    private var openCount = 0

    init(_ grant: FolderGrant, _ meter: WorkMeter) {
        self.meter = meter
        permissions = grant.permissions
        quota = grant.quota
    }

    /// Counts bytes by which a file is going to become larger.
    ///
    /// - Throws: `ENOSPC` beyond the quota: nothing is counted then.
    func addBytes(_ count: UInt64) throws(Errno) {
        let (sum, overflow) = bytesAdded.addingReportingOverflow(count)
        guard !overflow, sum <= quota.bytes ?? .max else { throw .nospc }
        bytesAdded = sum
    }

    /// How many bytes can still be added.
    var bytesLeft: UInt64 { (quota.bytes ?? .max) &- bytesAdded }

    /// Takes back some that were counted and not added after all.
    func takeBackBytes(_ count: UInt64) { bytesAdded &-= min(count, bytesAdded) }

    /// Counts a name that `body` makes, if it succeeds.
    ///
    /// - Throws: `EDQUOT` beyond the quota; what `body` throws.
    func addName<Result>(_ body: () throws(Errno) -> Result) throws(Errno) -> Result {
        guard namesAdded < quota.files ?? .max else { throw .dquot }
        let result = try body()
        namesAdded &+= 1
        return result
    }

    /// Counts a name that was removed.
    func removeName() { namesAdded = max(0, namesAdded &- 1) }

    /// Counts something as open until the result is gone.
    ///
    /// - Throws: `EMFILE` beyond the quota, or beyond what the guest's store may make the host hold.
    func open() throws(Errno) -> OpenCount {
        guard openCount < quota.descriptors ?? .max else { throw .mfile }
        let share = try meter.hold(HostSizes.descriptor, or: .mfile)
        openCount &+= 1
        return OpenCount(self, share)
    }

    /// Something of the folder that is open.
    final class OpenCount {
        private let folder: GrantedFolder
        private let share: HostMemoryShare?

        fileprivate init(_ folder: GrantedFolder, _ share: HostMemoryShare?) {
            self.folder = folder
            self.share = share
        }

        deinit { folder.openCount &-= 1 }
    }
}
