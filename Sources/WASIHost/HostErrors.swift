import WASIPreview1
import WasmSyntax

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Errno {
    /// Creates the guest's code for a failed system call: the code of the same name, or `EIO` if the guest has none.
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

extension SystemError {
    /// Whether a call that does not follow symbolic links failed because of one.
    var isSymbolicLink: Bool {
        #if canImport(Darwin)
            code == ELOOP
        #else
            // Some systems other than Linux report EMLINK.
            code == ELOOP || code == EMLINK
        #endif
    }

    /// Whether opening failed because of a pipe without a reader, a socket, or a device that is missing.
    var isNotOpenable: Bool { code == ENXIO || code == ENODEV || code == EOPNOTSUPP }
}

/// Why a file of the host could not be opened or read.
public enum HostFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A system call failed, for this reason in the system's words.
    case system(path: String, reason: String)
    /// The file has more bytes than allowed.
    case tooLarge(path: String, limit: Int)
    /// The folder is, contains or lies in a folder of the system; or it is or contains a whole home folder. See
    /// ``HostFolder``.
    case protectedFolder(path: String, isReally: String)

    public var description: String {
        switch self {
        case .system(let path, let reason): "\(Name.withoutControls(path)): \(reason)"
        case .tooLarge(let path, let limit): "\(Name.withoutControls(path)): more than \(limit) bytes"
        case .protectedFolder(let path, let real):
            "\(Name.withoutControls(path)): "
                + (real == path ? "the folder" : Name.withoutControls(real))
                + " belongs to the system or is a whole home folder; it is granted only if that is wanted"
        }
    }
}

extension HostFileError: NestboxError {}
