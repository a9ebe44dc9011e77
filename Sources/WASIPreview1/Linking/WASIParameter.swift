import WasmRuntime
import WasmSyntax

/// A parameter of a WASI function (witx: `wasi_snapshot_preview1.witx`): its meaning, and the types of the one or two
/// WebAssembly parameters that form it.
struct WASIParameter: Hashable, Sendable {
    let meaning: CallParameter
    let types: [ValueType]

    private init(_ name: String, _ kind: CallParameter.Kind, _ type: ValueType = .i32) {
        meaning = CallParameter(name, kind)
        types = Array(repeating: type, count: meaning.argumentCount)
    }
}

extension WASIParameter {
    static let fd = WASIParameter("fd", .number)
    static let clock = WASIParameter(
        "clock", .word(["realtime", "monotonic", "process_cputime_id", "thread_cputime_id"]))
    static let advice = WASIParameter(
        "advice", .word(["normal", "sequential", "random", "willneed", "dontneed", "noreuse"]))
    static let whence = WASIParameter("whence", .word(["set", "cur", "end"]))
    static let unstableWhence = WASIParameter("whence", .word(["cur", "end", "set"]))
    static let fdflags = WASIParameter("flags", .words(["append", "dsync", "nonblock", "rsync", "sync"]))
    static let fstflags = WASIParameter("flags", .words(["atim", "atim_now", "mtim", "mtim_now"]))
    static let lookupflags = WASIParameter("lookup", .words(["symlink_follow"]))
    static let oflags = WASIParameter("oflags", .words(["creat", "directory", "excl", "trunc"]))
    static let riflags = WASIParameter("riflags", .words(["recv_peek", "recv_waitall"]))
    static let sdflags = WASIParameter("how", .words(["rd", "wr"]))
    static let iovs = WASIParameter("data", .buffers)

    static func number(_ name: String) -> WASIParameter { WASIParameter(name, .number) }
    static func number64(_ name: String) -> WASIParameter { WASIParameter(name, .number, .i64) }
    static func signed(_ name: String) -> WASIParameter { WASIParameter(name, .signedNumber, .i64) }
    static func address(_ name: String) -> WASIParameter { WASIParameter(name, .address) }
    static func path(_ name: String) -> WASIParameter { WASIParameter(name, .text) }
    static func bytes(_ name: String) -> WASIParameter { WASIParameter(name, .bytes) }

    static func result(_ name: String, _ byteCount: Int = 4) -> WASIParameter {
        WASIParameter(name, .result(byteCount: byteCount))
    }

    /// A set of rights, named in the order of the bits.
    static func rights(_ name: String) -> WASIParameter {
        WASIParameter(
            name,
            .words([
                "fd_datasync", "fd_read", "fd_seek", "fd_fdstat_set_flags", "fd_sync", "fd_tell", "fd_write",
                "fd_advise", "fd_allocate", "path_create_directory", "path_create_file", "path_link_source",
                "path_link_target", "path_open", "fd_readdir", "path_readlink", "path_rename_source",
                "path_rename_target", "path_filestat_get", "path_filestat_set_size", "path_filestat_set_times",
                "fd_filestat_get", "fd_filestat_set_size", "fd_filestat_set_times", "path_symlink",
                "path_remove_directory", "path_unlink_file", "poll_fd_readwrite", "sock_shutdown", "sock_accept",
            ]), .i64)
    }
}
