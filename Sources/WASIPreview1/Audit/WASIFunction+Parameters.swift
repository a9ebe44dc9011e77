import WasmRuntime
import WasmSyntax

extension WASIFunction {
    /// What its parameters are called and mean (witx: `wasi_snapshot_preview1.witx`), for the audit.
    package func parameters(in version: WASIVersion) -> [CallParameter] {
        let parameters = WASIFunction.parameters[name] ?? []
        return version == .unstable ? parameters.map { $0 == .whence ? .unstableWhence : $0 } : parameters
    }

    private static let parameters: [Name: [CallParameter]] = [
        "args_get": [.address("argv"), .address("argv_buf")],
        "args_sizes_get": [.result("count"), .result("size")],
        "environ_get": [.address("environ"), .address("environ_buf")],
        "environ_sizes_get": [.result("count"), .result("size")],
        "clock_res_get": [.clock, .result("resolution", 8)],
        "clock_time_get": [.clock, .number("precision"), .result("time", 8)],
        "fd_advise": [.fd, .number("offset"), .number("len"), .advice],
        "fd_allocate": [.fd, .number("offset"), .number("len")],
        "fd_close": [.fd],
        "fd_datasync": [.fd],
        "fd_fdstat_get": [.fd, .address("stat")],
        "fd_fdstat_set_flags": [.fd, .fdflags],
        "fd_fdstat_set_rights": [.fd, .rights("rights"), .rights("inheriting")],
        "fd_filestat_get": [.fd, .address("stat")],
        "fd_filestat_set_size": [.fd, .number("size")],
        "fd_filestat_set_times": [.fd, .number("atim"), .number("mtim"), .fstflags],
        "fd_pread": [.fd, .iovs, .number("offset"), .result("size")],
        "fd_prestat_get": [.fd, .address("prestat")],
        "fd_prestat_dir_name": [.fd, .bytes("path")],
        "fd_pwrite": [.fd, .iovs, .number("offset"), .result("size")],
        "fd_read": [.fd, .iovs, .result("size")],
        "fd_readdir": [.fd, .bytes("buf"), .number("cookie"), .result("size")],
        "fd_renumber": [.fd, .number("to")],
        "fd_seek": [.fd, .signed("offset"), .whence, .result("position", 8)],
        "fd_sync": [.fd],
        "fd_tell": [.fd, .result("position", 8)],
        "fd_write": [.fd, .iovs, .result("size")],
        "path_create_directory": [.fd, .path("path")],
        "path_filestat_get": [.fd, .lookupflags, .path("path"), .address("stat")],
        "path_filestat_set_times": [
            .fd, .lookupflags, .path("path"), .number("atim"), .number("mtim"), .fstflags,
        ],
        "path_link": [.number("old_fd"), .lookupflags, .path("old_path"), .number("new_fd"), .path("new_path")],
        "path_open": [
            .fd, .lookupflags, .path("path"), .oflags, .rights("rights"), .rights("inheriting"), .fdflags,
            .result("opened"),
        ],
        "path_readlink": [.fd, .path("path"), .bytes("buf"), .result("size")],
        "path_remove_directory": [.fd, .path("path")],
        "path_rename": [.fd, .path("old_path"), .number("new_fd"), .path("new_path")],
        "path_symlink": [.path("old_path"), .fd, .path("new_path")],
        "path_unlink_file": [.fd, .path("path")],
        "poll_oneoff": [.address("in"), .address("out"), .number("subscriptions"), .result("events")],
        "proc_exit": [.number("code")],
        "proc_raise": [.number("signal")],
        "sched_yield": [],
        "random_get": [.bytes("buf")],
        "sock_accept": [.fd, .fdflags, .result("accepted")],
        "sock_recv": [.fd, .iovs, .riflags, .result("size"), .address("roflags")],
        "sock_send": [.fd, .iovs, .number("siflags"), .result("size")],
        "sock_shutdown": [.fd, .sdflags],
    ]
}

extension CallParameter {
    fileprivate static let fd = CallParameter("fd", .number)
    fileprivate static let clock = CallParameter(
        "clock", .word(["realtime", "monotonic", "process_cputime_id", "thread_cputime_id"]))
    fileprivate static let advice = CallParameter(
        "advice", .word(["normal", "sequential", "random", "willneed", "dontneed", "noreuse"]))
    fileprivate static let whence = CallParameter("whence", .word(["set", "cur", "end"]))
    fileprivate static let unstableWhence = CallParameter("whence", .word(["cur", "end", "set"]))
    fileprivate static let fdflags = CallParameter("flags", .words(["append", "dsync", "nonblock", "rsync", "sync"]))
    fileprivate static let fstflags = CallParameter("flags", .words(["atim", "atim_now", "mtim", "mtim_now"]))
    fileprivate static let lookupflags = CallParameter("lookup", .words(["symlink_follow"]))
    fileprivate static let oflags = CallParameter("oflags", .words(["creat", "directory", "excl", "trunc"]))
    fileprivate static let riflags = CallParameter("riflags", .words(["recv_peek", "recv_waitall"]))
    fileprivate static let sdflags = CallParameter("how", .words(["rd", "wr"]))
    fileprivate static let iovs = CallParameter("data", .buffers)

    fileprivate static func number(_ name: String) -> CallParameter { CallParameter(name, .number) }
    fileprivate static func signed(_ name: String) -> CallParameter { CallParameter(name, .signedNumber) }
    fileprivate static func address(_ name: String) -> CallParameter { CallParameter(name, .address) }
    fileprivate static func path(_ name: String) -> CallParameter { CallParameter(name, .text) }
    fileprivate static func bytes(_ name: String) -> CallParameter { CallParameter(name, .bytes) }

    fileprivate static func result(_ name: String, _ byteCount: Int = 4) -> CallParameter {
        CallParameter(name, .result(byteCount: byteCount))
    }

    /// In the order of the bits.
    fileprivate static func rights(_ name: String) -> CallParameter {
        CallParameter(
            name,
            .words([
                "fd_datasync", "fd_read", "fd_seek", "fd_fdstat_set_flags", "fd_sync", "fd_tell", "fd_write",
                "fd_advise", "fd_allocate", "path_create_directory", "path_create_file", "path_link_source",
                "path_link_target", "path_open", "fd_readdir", "path_readlink", "path_rename_source",
                "path_rename_target", "path_filestat_get", "path_filestat_set_size", "path_filestat_set_times",
                "fd_filestat_get", "fd_filestat_set_size", "fd_filestat_set_times", "path_symlink",
                "path_remove_directory", "path_unlink_file", "poll_fd_readwrite", "sock_shutdown", "sock_accept",
            ]))
    }
}
