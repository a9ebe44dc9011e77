/// The resolution of a path that a guest gave, relative to a directory that it holds. It can never leave that directory.
///
/// It goes component by component, and each directory on the way is really opened and held. So `..` is the directory
/// that was gone through before, not what the host would call the parent, and it makes no difference if somebody moves
/// directories or puts links in their place meanwhile. Symbolic links are read and their targets walked in the same
/// way. The last component is left to the caller, as a name in a directory that is held.
struct PathWalk {
    /// Where a path leads to.
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

    /// Where the path leads to, as far as links were followed.
    private(set) var place = Place.directory
    /// Whether only a directory will do: the path, or the target of a link at its end, ends in `/`, `.` or `..`.
    private(set) var mustBeDirectory = false
    /// The directories gone through, the one that paths are relative to first.
    private var held: [any WASIDirectory]
    /// The components still to go, the next one last.
    private var pending: [Component] = []
    private let depthLimit: Int
    private let meter: WorkMeter?
    private var linksFollowed = 0
    private var steps = 0

    /// Resolves all but the last component.
    ///
    /// - Parameters:
    ///   - depthLimit: How many directories may be held at a time, beside the one to begin from.
    ///   - meter: Counts each step before it is done.
    /// - Throws: `ENOENT` for an empty path or link, and for what does not exist; `EINVAL` for a zero byte; `EILSEQ` for
    ///   what is not UTF-8; `EPERM` if the path or a link is absolute or leads out of the directory; `ENOTDIR` if
    ///   something on the way is no directory; `ELOOP` for more than 40 links; `ENAMETOOLONG` for a component of more
    ///   than 255 bytes, more than 4096 bytes or components, or too many directories inside one another; what the
    ///   directories throw.
    init(
        _ path: [UInt8], from directory: any WASIDirectory, depthLimit: Int?, meter: WorkMeter? = nil
    ) throws(Errno) {
        held = [directory]
        self.meter = meter
        self.depthLimit = min(depthLimit ?? .max, WASILimits.pathComponents)
        try push(path)
        try advance()
    }

    /// The directory that ``place`` is in, or is.
    var directory: any WASIDirectory { held[held.count &- 1] }

    /// Follows the symbolic link at ``place``, which then is where it leads to.
    ///
    /// - Throws: As ``init(_:from:depthLimit:)``; `ELOOP` if it is no link, or not any more.
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
        guard held.count <= depthLimit else { throw .nametoolong }
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

    /// Puts the target of a link in front of what is still to go.
    ///
    /// - Throws: `EINVAL` if it is no link.
    private mutating func expand(_ name: FileName) throws(Errno) {
        linksFollowed &+= 1
        guard linksFollowed <= WASILimits.symbolicLinks else { throw .loop }
        try meter.pay(.link)
        let target = try directory.readSymbolicLink(name)
        do {
            try push(target)
        } catch .inval {
            // A target with a zero byte leads nowhere; `EINVAL` would say that there is no link.
            throw .noent
        }
    }

    /// Puts the components of a path in front of what is still to go.
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
                // What can be wrong with it now is only its length.
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
