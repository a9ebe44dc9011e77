import WasmRuntime

/// A directory that a guest has open through a granted folder.
package final class OpenDirectory {
    let directory: any WASIDirectory
    let folder: GrantedFolder
    /// The guest's path of a preopened directory; `nil` for others.
    let guestPath: [UInt8]?
    /// `nil` for preopened directories.
    private let count: GrantedFolder.OpenCount?
    private var listing: Listing?

    /// A preopened directory: open when the guest begins.
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

    /// The entry with a number, counted from 0; `nil` after the last. Consecutive entries take the same time each;
    /// going back far starts the listing again.
    ///
    /// 0 and 1 are `.` and `..`. Both have the directory's own serial number, so that the guest learns nothing about
    /// what lies above.
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
        let share = try folder.meter.hold(HostSizes.listing, .buffers, or: .nomem)
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

/// A pass over a directory that remembers recent entries, so that a guest can ask again for one that did not fit its
/// buffer.
private final class Listing {
    /// `nil` after the last entry: the listing is closed then.
    private var source: (any WASIDirectoryListing)?
    private var count: GrantedFolder.OpenCount?
    /// The host memory for the entries that are kept.
    private let share: HostMemoryShare?
    /// The most recent entries, beginning with number `start`.
    private var recent: [DirectoryEntry] = []
    private var start: UInt64 = 2
    private var next: UInt64 { start &+ UInt64(recent.count) }

    init(_ source: any WASIDirectoryListing, _ count: GrantedFolder.OpenCount, _ share: HostMemoryShare?) {
        self.source = source
        self.count = count
        self.share = share
    }

    /// Whether an entry can be returned without starting the listing again.
    func reaches(_ number: UInt64) -> Bool { number >= start }

    /// The entry with a number; `nil` after the last.
    ///
    /// - Parameter number: A number that ``reaches(_:)`` accepts.
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
