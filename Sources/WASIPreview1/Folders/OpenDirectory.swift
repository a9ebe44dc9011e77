/// A directory that a guest has open through a granted folder.
package final class OpenDirectory {
    let directory: any WASIDirectory
    let folder: GrantedFolder
    /// What the guest calls it, if it was open when the guest began.
    let guestPath: [UInt8]?
    /// `nil` for those that were open when the guest began.
    private let count: GrantedFolder.OpenCount?
    private var listing: Listing?

    /// One that is open when the guest begins.
    init(_ grant: FolderGrant, _ meter: WorkMeter) {
        directory = grant.directory
        folder = GrantedFolder(grant, meter)
        guestPath = grant.path
        count = nil
    }

    init(_ directory: any WASIDirectory, in folder: GrantedFolder, _ count: GrantedFolder.OpenCount) {
        self.directory = directory
        self.folder = folder
        guestPath = nil
        self.count = count
    }

    /// An entry as guests see it: `.` and `..` have no ``FileName``.
    struct Entry {
        var name: [UInt8]
        var inode: UInt64
        var type: FileType
    }

    /// The entry with a number, from 0 on; `nil` behind the last. Asking for one after the other takes the same time
    /// for each; going back far begins again from the start.
    ///
    /// 0 and 1 are `.` and `..`. Both have the directory's own serial number: what lies above it is not told.
    func entry(_ number: UInt64) throws(Errno) -> Entry? {
        try folder.meter.pay(.entry)
        if number < 2 {
            if number == 0 { listing = nil }
            return Entry(name: number == 0 ? [dot] : [dot, dot], inode: try directory.status().inode, type: .directory)
        }
        let listing = try listing(from: number)
        guard let entry = try listing.entry(number, folder.meter) else { return nil }
        return Entry(name: entry.name.bytes, inode: entry.inode, type: type(of: entry))
    }

    private func listing(from number: UInt64) throws(Errno) -> Listing {
        if let listing, listing.reaches(number) { return listing }
        listing = nil
        let count = try folder.open()
        let share = try folder.meter.hold(HostSizes.listing, or: .nomem)
        let new = Listing(try directory.list(), count, share)
        listing = new
        return new
    }

    private func type(of entry: DirectoryEntry) -> FileType {
        guard entry.type == .unknown else { return entry.type }
        return (try? directory.status(of: entry.name).type) ?? .unknown
    }

    private let dot = UInt8(ascii: ".")
}

/// A pass over a directory that can go back a little, so that an entry for which the guest had no room is there still.
private final class Listing {
    /// Closed at the end.
    private var source: (any WASIDirectoryListing)?
    private var count: GrantedFolder.OpenCount?
    /// For the entries, which are kept.
    private let share: HostMemoryShare?
    /// The entries from `start` up to what the source gives next.
    private var recent: [DirectoryEntry] = []
    private var start: UInt64 = 2
    private var next: UInt64 { start &+ UInt64(recent.count) }

    init(_ source: any WASIDirectoryListing, _ count: GrantedFolder.OpenCount, _ share: HostMemoryShare?) {
        self.source = source
        self.count = count
        self.share = share
    }

    /// Whether an entry can be had without beginning anew.
    func reaches(_ number: UInt64) -> Bool { number >= start }

    /// - Parameter number: One that it reaches.
    func entry(_ number: UInt64, _ meter: WorkMeter) throws(Errno) -> DirectoryEntry? {
        while number >= next {
            guard let source else { return nil }
            try meter.pay(.entry)
            guard let entry = try source.next() else {
                self.source = nil
                count = nil
                return nil
            }
            if recent.count >= 2 &* WASILimits.recentEntries {
                recent.removeFirst(WASILimits.recentEntries)
                start &+= UInt64(WASILimits.recentEntries)
            }
            recent.append(entry)
        }
        return recent[Int(truncatingIfNeeded: number &- start)]
    }
}
