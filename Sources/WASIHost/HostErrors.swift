import WASIPreview1

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Errno {
    /// The guest's code for a failed system call: that of the same name, or `EIO`.
    init(_ error: SystemError) { self = Errno.codes[error.code] ?? .io }

    private static let codes: [Int32: Errno] = [
        EACCES: .acces, EAGAIN: .again, EBADF: .badf, EBUSY: .busy, ECONNABORTED: .connaborted,
        ECONNREFUSED: .connrefused, ECONNRESET: .connreset, EDQUOT: .dquot, EEXIST: .exist, EFBIG: .fbig, EINTR: .intr,
        EINVAL: .inval, EIO: .io, EISDIR: .isdir, ELOOP: .loop, EMFILE: .mfile, EMLINK: .mlink, EMSGSIZE: .msgsize,
        ENAMETOOLONG: .nametoolong, ENFILE: .nfile, ENOBUFS: .nobufs, ENODEV: .nodev, ENOENT: .noent, ENOMEM: .nomem,
        ENOSPC: .nospc, ENOSYS: .nosys, ENOTCONN: .notconn, ENOTDIR: .notdir, ENOTEMPTY: .notempty, ENOTSUP: .notsup,
        ENOTTY: .notty, ENXIO: .nxio, EOVERFLOW: .overflow, EPERM: .perm, EPIPE: .pipe, EROFS: .rofs, ESPIPE: .spipe,
        ETIMEDOUT: .timedout, ETXTBSY: .txtbsy, EXDEV: .xdev,
    ]
}

/// Why a file of the host could not be opened or read.
public enum HostFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system refused, in its words.
    case system(path: String, reason: String)
    /// It has more bytes than allowed.
    case tooLarge(path: String, limit: Int)

    public var description: String {
        switch self {
        case .system(let path, let reason): "\(path): \(reason)"
        case .tooLarge(let path, let limit): "\(path): more than \(limit) bytes"
        }
    }
}
