import WasmRuntime

/// A path that a guest gave to a function, with the directory that it is relative to.
struct GuestPath {
    let descriptor: Descriptor
    let directory: OpenDirectory
    private let bytes: [UInt8]

    /// - Parameters:
    ///   - fd: The index of the argument that is the directory's descriptor.
    ///   - path: The index of the argument that is the path's address; the next argument is its length.
    ///   - rights: The rights that the directory must have.
    /// - Throws: `EBADF` if the descriptor is not open; `ENOTDIR` if it is not a directory; `ENOTCAPABLE` without the
    ///   rights; `ENAMETOOLONG` for a path of more than 4096 bytes; `EFAULT` where the path is outside of the memory.
    init(_ call: WASICall, _ descriptors: DescriptorTable, fd: Int, path: Int, _ rights: Rights) throws {
        descriptor = try descriptors.find(call.u32(fd))
        directory = try descriptor.directory()
        try descriptor.require(rights)
        bytes = try GuestPath.bytes(call, path)
    }

    /// Reads the bytes of a path; its address is the argument with the index `path`, its length the next one.
    static func bytes(_ call: WASICall, _ path: Int) throws -> [UInt8] {
        let count = UInt64(call.u32(path &+ 1))
        guard count <= WASILimits.pathBytes else { throw Errno.nametoolong }
        return try call.memory().read(at: call.address(path), count: count)
    }

    /// Resolves the path, see ``PathWalk``.
    func walk() throws(Errno) -> PathWalk {
        try PathWalk(
            bytes, from: directory.directory, depthLimit: directory.folder.quota.pathDepth,
            meter: directory.folder.meter)
    }

    /// Resolves the path and calls `body` with the result.
    ///
    /// - Parameters:
    ///   - followsLinks: Whether to follow a symbolic link at the end of the path. With a `/` behind it, the link is
    ///     followed in any case.
    ///   - body: Throws `ELOOP` for a symbolic link, and is called again with the link's target if links are followed.
    func resolve<Result>(
        followsLinks: Bool, _ body: (PathWalk) throws(Errno) -> Result
    ) throws(Errno) -> Result {
        var walk = try walk()
        while true {
            do {
                return try body(walk)
            } catch {
                guard error == .loop, followsLinks || walk.mustBeDirectory else { throw error }
                try walk.followLink()
            }
        }
    }
}

extension WASICall {
    /// An argument of type `lookupflags`: whether symbolic links are followed.
    ///
    /// - Throws: `EINVAL` for unknown flags.
    func followsLinks(_ index: Int) throws(Errno) -> Bool {
        guard u32(index) <= 1 else { throw .inval }
        return u32(index) == 1
    }

    /// The access and modification times of two arguments and their flags (witx: `fstflags`).
    ///
    /// - Throws: `EINVAL` for unknown flags, or if a time is to be both the current and a given one.
    func times(access: Int, modification: Int, flags: Int) throws(Errno) -> FileTimes {
        let bits = u32(flags)
        guard bits < 16 else { throw .inval }
        func change(_ time: UInt64, _ bits: UInt32) throws(Errno) -> FileTimeChange {
            switch bits {
            case 0: return .keep
            case 1: return .set(time)
            case 2: return .now
            default: throw .inval
            }
        }
        return FileTimes(
            access: try change(u64(access), bits & 3), modification: try change(u64(modification), bits >> 2))
    }
}
