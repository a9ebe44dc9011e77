/// The error codes of preview 1, in its order. The raw value is the number that the guest gets.
///
/// The documentation of each WASI function says what causes its codes. Streams and other objects of an embedder throw
/// these codes to the guest; any other error of theirs ends the guest with a trap.
public enum Errno: UInt16, Error, Hashable, Sendable, CaseIterable {
    case success, toobig, acces, addrinuse, addrnotavail, afnosupport, again, already
    case badf, badmsg, busy, canceled, child, connaborted, connrefused, connreset
    case deadlk, destaddrreq, dom, dquot, exist, fault, fbig, hostunreach
    case idrm, ilseq, inprogress, intr, inval, io, isconn, isdir
    case loop, mfile, mlink, msgsize, multihop, nametoolong, netdown, netreset
    case netunreach, nfile, nobufs, nodev, noent, noexec, nolck, nolink
    case nomem, nomsg, noprotoopt, nospc, nosys, notconn, notdir, notempty
    case notrecoverable, notsock, notsup, notty, nxio, overflow, ownerdead, perm
    case pipe, proto, protonosupport, prototype, range, rofs, spipe, srch
    case stale, timedout, txtbsy, xdev, notcapable
}

extension Errno {
    /// The name in C, for example `EBADF`.
    public var name: String { self == .toobig ? "E2BIG" : "E" + String(describing: self).uppercased() }
}
