/// The resolution of a path that a guest gave, relative to a directory that the guest has open. It never leaves that
/// directory.
///
/// The walk goes component by component, and opens and holds each directory on the way. Hence `..` is the directory
/// that the walk came from, not the host's idea of the parent, and nobody can divert the walk by moving directories or
/// replacing them with links meanwhile. Symbolic links are read, and their targets walked in the same way. The last
/// component is left to the caller, as a name in a directory that is held.
struct PathWalk {
    /// The place that a path leads to.
    enum Place {
        /// The directory ``PathWalk/directory`` itself: the path ends in `.` or `..`.
        case directory
        /// A child of ``PathWalk/directory``, which need not exist, and can be a symbolic link.
        case child(FileName)
    }

    private enum Component {
        case name(FileName)
        case here, parent
    }

    /// The place that the path leads to, with the links followed so far.
    private(set) var place = Place.directory
    /// Whether the path must lead to a directory: it, or the target of a link at its end, ends in `/`, `.` or `..`.
    private(set) var mustBeDirectory = false
    /// The directories on the way, beginning with the one that the path is relative to.
    private var held: [any WASIDirectory]
    /// The components that remain, the next one last.
    private var pending: [Component] = []
    private let depthLimit: Int
    private let meter: WorkMeter?
    private var linksFollowed = 0
    private var steps = 0

    /// Resolves all but the last component.
    ///
    /// - Parameters:
    ///   - depthLimit: The maximum number of directories held at a time, not counting the first one.
    ///   - meter: Counts each step before it is done.
    /// - Throws: `ENOENT` for an empty path or link, and for a component that does not exist; `EINVAL` for a zero byte;
    ///   `EILSEQ` for a path that is not UTF-8; `EPERM` if the path or a link is absolute or leads out of the
    ///   directory; `ENOTDIR` if a component on the way is not a directory; `ELOOP` for more than 40 links;
    ///   `ENAMETOOLONG` for a component of more than 255 bytes, more than 4096 bytes or components, or too many nested
    ///   directories; what the directories throw.
    init(
        _ path: [UInt8], from directory: any WASIDirectory, depthLimit: Int?, meter: WorkMeter? = nil
    ) throws(Errno) {
        held = [directory]
        self.meter = meter
        self.depthLimit = min(depthLimit ?? .max, WASILimits.pathComponents)
        try push(path)
        try advance()
    }

    /// The directory that contains ``place``, or that is the place itself.
    var directory: any WASIDirectory { held[held.count &- 1] }

    /// Follows the symbolic link at ``place``, and sets ``place`` to its target.
    ///
    /// - Throws: As ``init(_:from:depthLimit:meter:)``; `ELOOP` if the place is not a link, or no longer one.
    mutating func followLink() throws(Errno) {
        guard case .child(let name) = place else { throw .loop }
        do {
            try expand(name)
        } catch .inval {
            throw .loop
        }
        try advance()
    }

    private mutating func advance() throws(Errno) {
        while let component = pending.popLast() {
            steps &+= 1
            guard steps <= WASILimits.pathComponents else { throw .nametoolong }
            switch component {
            case .here: break
            case .parent:
                guard held.count > 1 else { throw .perm }
                held.removeLast()
            case .name(let name):
                if pending.isEmpty {
                    place = .child(name)
                    return
                }
                try enter(name)
            }
        }
        place = .directory
    }

    private mutating func enter(_ name: FileName) throws(Errno) {
        guard held.count <= depthLimit else {
            throw meter?.refuse(.folderDepth, UInt64(depthLimit), .nametoolong) ?? .nametoolong
        }
        try meter.pay(.component)
        do {
            held.append(try directory.openDirectory(name))
        } catch .notdir {
            do {
                try expand(name)
            } catch .inval {
                throw .notdir
            }
        }
    }

    /// Puts the target of a link in front of the components that remain.
    ///
    /// - Throws: `EINVAL` if the name is not that of a link.
    private mutating func expand(_ name: FileName) throws(Errno) {
        linksFollowed &+= 1
        guard linksFollowed <= WASILimits.symbolicLinks else { throw .loop }
        try meter.pay(.link)
        let target = try directory.readSymbolicLink(name)
        do {
            try push(target)
        } catch .inval {
            // A target with a zero byte leads nowhere; `EINVAL` would mean that the name is not a link's.
            throw .noent
        }
    }

    /// Puts the components of a path in front of those that remain.
    private mutating func push(_ path: [UInt8]) throws(Errno) {
        guard path.count <= WASILimits.pathBytes else { throw .nametoolong }
        try meter.pay(.pathByte, path.count)
        guard let first = path.first, let last = path.last else { throw .noent }
        guard !path.contains(0) else { throw .inval }
        guard first != PathWalk.separator else { throw .perm }
        guard path.isUTF8 else { throw .ilseq }
        var components: [Component] = []
        for part in path.split(separator: PathWalk.separator) {
            switch part {
            case [PathWalk.dot]: components.append(.here)
            case [PathWalk.dot, PathWalk.dot]: components.append(.parent)
            default:
                // Only the length can be wrong here.
                guard let name = FileName(part) else { throw .nametoolong }
                components.append(.name(name))
            }
        }
        if pending.isEmpty {
            if last == PathWalk.separator { mustBeDirectory = true }
            if case .name = components.last {} else { mustBeDirectory = true }
        }
        pending.append(contentsOf: components.reversed())
    }

    private static let separator = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")
}
