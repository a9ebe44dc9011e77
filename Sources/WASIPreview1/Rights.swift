/// The rights of a descriptor (witx: `rights`). A guest can give rights up, but never gain new ones.
package struct Rights: OptionSet, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let fdDatasync = Rights(rawValue: 1 << 0)
    package static let fdRead = Rights(rawValue: 1 << 1)
    package static let fdSeek = Rights(rawValue: 1 << 2)
    package static let fdFdstatSetFlags = Rights(rawValue: 1 << 3)
    package static let fdSync = Rights(rawValue: 1 << 4)
    package static let fdTell = Rights(rawValue: 1 << 5)
    package static let fdWrite = Rights(rawValue: 1 << 6)
    package static let fdAdvise = Rights(rawValue: 1 << 7)
    package static let fdAllocate = Rights(rawValue: 1 << 8)
    package static let pathCreateDirectory = Rights(rawValue: 1 << 9)
    package static let pathCreateFile = Rights(rawValue: 1 << 10)
    package static let pathLinkSource = Rights(rawValue: 1 << 11)
    package static let pathLinkTarget = Rights(rawValue: 1 << 12)
    package static let pathOpen = Rights(rawValue: 1 << 13)
    package static let fdReaddir = Rights(rawValue: 1 << 14)
    package static let pathReadlink = Rights(rawValue: 1 << 15)
    package static let pathRenameSource = Rights(rawValue: 1 << 16)
    package static let pathRenameTarget = Rights(rawValue: 1 << 17)
    package static let pathFilestatGet = Rights(rawValue: 1 << 18)
    package static let pathFilestatSetSize = Rights(rawValue: 1 << 19)
    package static let pathFilestatSetTimes = Rights(rawValue: 1 << 20)
    package static let fdFilestatGet = Rights(rawValue: 1 << 21)
    package static let fdFilestatSetSize = Rights(rawValue: 1 << 22)
    package static let fdFilestatSetTimes = Rights(rawValue: 1 << 23)
    package static let pathSymlink = Rights(rawValue: 1 << 24)
    package static let pathRemoveDirectory = Rights(rawValue: 1 << 25)
    package static let pathUnlinkFile = Rights(rawValue: 1 << 26)
    package static let pollFdReadwrite = Rights(rawValue: 1 << 27)
    package static let sockShutdown = Rights(rawValue: 1 << 28)
    package static let sockAccept = Rights(rawValue: 1 << 29)

    /// All rights.
    package static let all = Rights(rawValue: 1 << 30 &- 1)

    /// All rights to an input stream. `fdSeek` and `fdTell` are not among them: from that and the file type, wasi-libc
    /// recognises a terminal.
    package static let input: Rights = [.fdRead, .fdFdstatSetFlags, .fdFilestatGet, .pollFdReadwrite]

    /// All rights to an output stream.
    package static let output: Rights = [
        .fdWrite, .fdDatasync, .fdSync, .fdFdstatSetFlags, .fdFilestatGet, .pollFdReadwrite,
    ]

    /// All rights to a connection.
    package static let connection: Rights = [.input, .fdWrite, .sockShutdown]

    /// All rights to a listening socket. `poll_oneoff` requires `fdRead` to wait for a connection.
    package static let listener: Rights = [.input, .sockAccept]

    /// All rights to a regular file.
    package static let file: Rights = [
        .fdDatasync, .fdRead, .fdSeek, .fdFdstatSetFlags, .fdSync, .fdTell, .fdWrite, .fdAdvise, .fdAllocate,
        .fdFilestatGet, .fdFilestatSetSize, .fdFilestatSetTimes, .pollFdReadwrite,
    ]

    /// All rights to a directory.
    package static let directory: Rights = [
        .fdDatasync, .fdFdstatSetFlags, .fdSync, .fdReaddir, .fdFilestatGet, .fdFilestatSetTimes,
        .pathCreateDirectory, .pathCreateFile, .pathLinkSource, .pathLinkTarget, .pathOpen, .pathReadlink,
        .pathRenameSource, .pathRenameTarget, .pathFilestatGet, .pathFilestatSetSize, .pathFilestatSetTimes,
        .pathSymlink, .pathRemoveDirectory, .pathUnlinkFile,
    ]
}

extension FolderPermissions {
    /// The rights that descriptors can have in a folder with these permissions.
    var rights: Rights {
        var rights = Rights.all
        func need(_ needed: FolderPermissions, _ these: Rights) {
            if !isSuperset(of: needed) { rights.subtract(these) }
        }
        need(.read, [.fdRead, .pathReadlink])
        need(
            .write,
            [
                .fdWrite, .fdAllocate, .fdFilestatSetSize, .fdFilestatSetTimes, .pathFilestatSetSize,
                .pathFilestatSetTimes,
            ])
        need(.create, [.pathCreateDirectory, .pathCreateFile])
        need(.delete, [.pathRemoveDirectory, .pathUnlinkFile])
        need([.create, .delete], [.pathRenameSource, .pathRenameTarget])
        need(.list, .fdReaddir)
        need([.create, .links], [.pathSymlink, .pathLinkSource, .pathLinkTarget])
        return rights
    }
}

/// Flags of a descriptor (witx: `fdflags`).
package struct DescriptorFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let append = DescriptorFlags(rawValue: 1 << 0)
    package static let dsync = DescriptorFlags(rawValue: 1 << 1)
    package static let nonblock = DescriptorFlags(rawValue: 1 << 2)
    package static let rsync = DescriptorFlags(rawValue: 1 << 3)
    package static let sync = DescriptorFlags(rawValue: 1 << 4)

    package static let all: DescriptorFlags = [.append, .dsync, .nonblock, .rsync, .sync]
}
