import WasmRuntime

/// A folder as the embedder granted it.
struct FolderGrant {
    let directory: any WASIDirectory
    /// The path by which the guest knows the folder.
    let path: [UInt8]
    let permissions: FolderPermissions
    let quota: FolderQuota
}

/// A granted folder in use by one guest, with the part of the quota that the guest has used. Every file and directory
/// opened through the folder refers to it.
package final class GrantedFolder {
    /// The path by which the guest knows the folder.
    let path: [UInt8]
    let permissions: FolderPermissions
    let quota: FolderQuota
    /// Counts the work that is done for the guest.
    let meter: WorkMeter
    private var bytesAdded: UInt64 = 0
    private var namesAdded = 0
    private var openCount = 0

    init(_ grant: FolderGrant, _ meter: WorkMeter) {
        self.meter = meter
        path = grant.path
        permissions = grant.permissions
        quota = grant.quota
    }

    /// Counts bytes by which a file is about to grow.
    ///
    /// - Throws: `ENOSPC` beyond the quota: then nothing is counted.
    func addBytes(_ count: UInt64) throws(Errno) {
        let (sum, overflow) = bytesAdded.addingReportingOverflow(count)
        guard !overflow, sum <= quota.bytes ?? .max else { throw fullBytes() }
        bytesAdded = sum
    }

    /// Notes that a file cannot grow, and returns the error for it.
    func fullBytes() -> Errno { meter.refuse(.folderBytes, quota.bytes, .nospc) }

    /// The number of bytes by which files can still grow.
    var bytesLeft: UInt64 { (quota.bytes ?? .max) &- bytesAdded }

    /// Gives counted bytes back, by which the file did not grow after all.
    func takeBackBytes(_ count: UInt64) { bytesAdded &-= min(count, bytesAdded) }

    /// Runs `body`, which makes a name, and counts the name if `body` succeeds.
    ///
    /// - Throws: `EDQUOT` beyond the quota; what `body` throws.
    func addName<Result>(_ body: () throws(Errno) -> Result) throws(Errno) -> Result {
        guard namesAdded < quota.files ?? .max else {
            throw meter.refuse(.folderFiles, quota.files.map { UInt64(max(0, $0)) }, .dquot)
        }
        let result = try body()
        namesAdded &+= 1
        return result
    }

    /// Counts a name that was removed.
    func removeName() { namesAdded = max(0, namesAdded &- 1) }

    /// Counts a file, directory or listing as open until the result is deallocated.
    ///
    /// - Throws: `EMFILE` beyond the quota, or beyond the host memory that the guest's store may use.
    func open() throws(Errno) -> OpenCount {
        guard openCount < quota.descriptors ?? .max else {
            throw meter.refuse(.folderDescriptors, quota.descriptors.map { UInt64(max(0, $0)) }, .mfile)
        }
        let share = try meter.hold(HostSizes.descriptor, .descriptors, or: .mfile)
        openCount &+= 1
        return OpenCount(self, share)
    }

    /// An open file, directory or listing of the folder.
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
