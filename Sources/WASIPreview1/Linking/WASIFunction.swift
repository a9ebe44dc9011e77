import WasmRuntime
import WasmSyntax

/// A function of `wasi_snapshot_preview1`: a row of the table from which linking, messages, policies, the audit and
/// `nestbox inspect` read.
public struct WASIFunction: Sendable {
    /// The function's name as an import.
    public let name: Name
    /// The function's type.
    public let type: FunctionType
    /// The capabilities of which any one links the function. The first one describes its purpose best.
    public let grantedBy: [Capability]
    /// The groups of calls to which the function belongs.
    public let groups: [CallGroup]
    /// The price of a call.
    public let price: HostPrice
    private let parameters: [WASIParameter]
    /// The implementation of the function.
    let handler: Handler

    typealias Handler = @Sendable (WASI) -> (WASICall) throws -> Void

    /// The name of the module from which these functions are imported.
    public static let moduleName: Name = "wasi_snapshot_preview1"

    /// Whether a version of WASI has the function.
    func isIn(_ version: WASIVersion) -> Bool { version == .preview1 || name != "sock_accept" }

    /// Returns the function with this name; `nil` if preview 1 has none.
    public static func named(_ name: Name) -> WASIFunction? { byName[name] }

    /// Returns a small set of grants with which functions of these names link. A function that several grants could
    /// link adds the first of them, unless the set already has one. Unknown names need nothing.
    public static func grantsNeeded(by names: some Sequence<Name>) -> Set<Capability> {
        let choices = names.compactMap { named($0)?.grantedBy }
        var grants = Set(choices.filter { $0.count == 1 }.joined())
        for choice in choices where grants.isDisjoint(with: choice) {
            if let best = choice.first { grants.insert(best) }
        }
        return grants
    }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private init(
        _ name: Name, _ parameters: [WASIParameter], results: [ValueType] = [.i32], _ grantedBy: [Capability],
        _ groups: [CallGroup], _ price: HostPrice, _ handler: @escaping Handler
    ) {
        self.name = name
        self.parameters = parameters
        self.type = FunctionType(parameters: parameters.flatMap(\.types), results: results)
        self.grantedBy = grantedBy
        self.groups = groups
        self.price = price
        self.handler = handler
    }

    /// The names and meanings of the function's parameters, for the audit.
    package func parameters(in version: WASIVersion) -> [CallParameter] {
        parameters.map { version == .unstable && $0 == .whence ? .unstableWhence : $0 }.map(\.meaning)
    }

    /// All 46 functions, in the order of the specification.
    public static let all: [WASIFunction] = argumentsAndClocks + descriptors + paths + others

    private static let argumentsAndClocks: [WASIFunction] = [
        .init(
            "args_get", [.address("argv"), .address("argv_buf")], [.arguments], [.arguments],
            HostPrice(1_000, kibibyte: 300), WASI.argsGet),
        .init(
            "args_sizes_get", [.result("count"), .result("size")], [.arguments], [.arguments], HostPrice(1_000),
            WASI.argsSizesGet),
        .init(
            "environ_get", [.address("environ"), .address("environ_buf")], [.environment, .arguments], [.environment],
            HostPrice(1_000, kibibyte: 300), WASI.environGet),
        .init(
            "environ_sizes_get", [.result("count"), .result("size")], [.environment, .arguments], [.environment],
            HostPrice(1_000), WASI.environSizesGet),
        .init(
            "clock_res_get", [.clock, .result("resolution", 8)], [.clocks], [.clock], HostPrice(1_500), WASI.clockResGet
        ),
        .init(
            "clock_time_get", [.clock, .number64("precision"), .result("time", 8)], [.clocks], [.clock],
            HostPrice(1_000), WASI.clockTimeGet),
    ]

    private static let descriptors: [WASIFunction] = [
        .init(
            "fd_advise", [.fd, .number64("offset"), .number64("len"), .advice], .descriptors, [.filesRead],
            HostPrice(20_000), WASI.fdAdvise),
        .init(
            "fd_allocate", [.fd, .number64("offset"), .number64("len")], .descriptors, [.filesWrite],
            HostPrice(20_000, kibibyte: 500), WASI.fdAllocate),
        .init("fd_close", [.fd], .descriptors, .ofDescriptors, HostPrice(3_000), WASI.fdClose),
        .init("fd_datasync", [.fd], .descriptors, [.stdio, .filesWrite], HostPrice(1_000_000), WASI.fdDatasync),
        .init(
            "fd_fdstat_get", [.fd, .address("stat")], .descriptors, .ofDescriptors, HostPrice(1_500), WASI.fdFdstatGet),
        .init(
            "fd_fdstat_set_flags", [.fd, .fdflags], .descriptors, .ofDescriptors, HostPrice(1_000),
            WASI.fdFdstatSetFlags),
        .init(
            "fd_fdstat_set_rights", [.fd, .rights("rights"), .rights("inheriting")], .descriptors, .ofDescriptors,
            HostPrice(1_000), WASI.fdFdstatSetRights),
        .init(
            "fd_filestat_get", [.fd, .address("stat")], .descriptors, .ofDescriptors, HostPrice(5_000),
            WASI.fdFilestatGet),
        .init(
            "fd_filestat_set_size", [.fd, .number64("size")], .descriptors, [.filesWrite],
            HostPrice(10_000, kibibyte: 20), WASI.fdFilestatSetSize),
        .init(
            "fd_filestat_set_times", [.fd, .number64("atim"), .number64("mtim"), .fstflags], .descriptors,
            [.filesWrite], HostPrice(5_000), WASI.fdFilestatSetTimes),
        .init(
            "fd_pread", [.fd, .iovs, .number64("offset"), .result("size")], .descriptors, [.filesRead],
            HostPrice(2_000, kibibyte: 300), WASI.fdPread),
        .init(
            "fd_prestat_get", [.fd, .address("prestat")], .descriptors, .ofDescriptors, HostPrice(1_000),
            WASI.fdPrestatGet),
        .init(
            "fd_prestat_dir_name", [.fd, .bytes("path")], .descriptors, .ofDescriptors, HostPrice(1_000),
            WASI.fdPrestatDirName),
        .init(
            "fd_pwrite", [.fd, .iovs, .number64("offset"), .result("size")], .descriptors, [.filesWrite],
            HostPrice(5_000, kibibyte: 1_000), WASI.fdPwrite),
        .init(
            "fd_read", [.fd, .iovs, .result("size")], .readableDescriptors, [.stdio, .filesRead],
            HostPrice(2_000, kibibyte: 300), WASI.fdRead),
        .init(
            "fd_readdir", [.fd, .bytes("buf"), .number64("cookie"), .result("size")], .descriptors, [.filesRead],
            HostPrice(5_000, kibibyte: 300), WASI.fdReaddir),
        .init("fd_renumber", [.fd, .number("to")], .descriptors, .ofDescriptors, HostPrice(3_000), WASI.fdRenumber),
        .init(
            "fd_seek", [.fd, .signed("offset"), .whence, .result("position", 8)], .descriptors, .ofDescriptors,
            HostPrice(2_000), WASI.fdSeek),
        .init("fd_sync", [.fd], .descriptors, [.stdio, .filesWrite], HostPrice(1_000_000), WASI.fdSync),
        .init("fd_tell", [.fd, .result("position", 8)], .descriptors, .ofDescriptors, HostPrice(1_000), WASI.fdTell),
        .init(
            "fd_write", [.fd, .iovs, .result("size")], .descriptors, [.stdio, .filesWrite],
            HostPrice(3_000, kibibyte: 1_000), WASI.fdWrite),
    ]

    private static let paths: [WASIFunction] = [
        .init(
            "path_create_directory", [.fd, .path("path")], [.files], [.filesCreate], HostPrice(100_000),
            WASI.pathCreateDirectory),
        .init(
            "path_filestat_get", [.fd, .lookupflags, .path("path"), .address("stat")], [.files], [.filesRead],
            HostPrice(6_000), WASI.pathFilestatGet),
        .init(
            "path_filestat_set_times",
            [.fd, .lookupflags, .path("path"), .number64("atim"), .number64("mtim"), .fstflags], [.files],
            [.filesWrite], HostPrice(10_000), WASI.pathFilestatSetTimes),
        .init(
            "path_link", [.number("old_fd"), .lookupflags, .path("old_path"), .number("new_fd"), .path("new_path")],
            [.files], [.links], HostPrice(20_000), WASI.pathLink),
        .init(
            "path_open",
            [
                .fd, .lookupflags, .path("path"), .oflags, .rights("rights"), .rights("inheriting"), .fdflags,
                .result("opened"),
            ], [.files], [.filesRead, .filesWrite, .filesCreate], HostPrice(20_000, kibibyte: 20), WASI.pathOpen),
        .init(
            "path_readlink", [.fd, .path("path"), .bytes("buf"), .result("size")], [.files], [.links],
            HostPrice(5_000, kibibyte: 300), WASI.pathReadlink),
        .init(
            "path_remove_directory", [.fd, .path("path")], [.files], [.filesDelete], HostPrice(100_000),
            WASI.pathRemoveDirectory),
        .init(
            "path_rename", [.fd, .path("old_path"), .number("new_fd"), .path("new_path")], [.files],
            [.filesCreate, .filesDelete], HostPrice(20_000), WASI.pathRename),
        .init(
            "path_symlink", [.path("old_path"), .fd, .path("new_path")], [.files], [.links], HostPrice(100_000),
            WASI.pathSymlink),
        .init(
            "path_unlink_file", [.fd, .path("path")], [.files], [.filesDelete], HostPrice(20_000), WASI.pathUnlinkFile),
    ]

    private static let others: [WASIFunction] = [
        .init(
            "poll_oneoff", [.address("in"), .address("out"), .number("subscriptions"), .result("events")],
            [.poll, .clocks], [.poll], HostPrice(1_500), WASI.pollOneoff),
        .init("proc_exit", [.number("code")], results: [], [.exit], [.exit], HostPrice(1_000), WASI.procExit),
        .init("proc_raise", [.number("signal")], [.exit], [.exit], HostPrice(1_000), WASI.procRaise),
        .init("sched_yield", [], [.yield, .clocks], [.poll], HostPrice(1_000), WASI.schedYield),
        .init("random_get", [.bytes("buf")], [.random], [.random], HostPrice(1_000, kibibyte: 5_000), WASI.randomGet),
        .init(
            "sock_accept", [.fd, .fdflags, .result("accepted")], [.sockets], [.sockets], HostPrice(20_000),
            WASI.sockAccept),
        .init(
            "sock_recv", [.fd, .iovs, .riflags, .result("size"), .address("roflags")], [.sockets], [.sockets],
            HostPrice(3_000, kibibyte: 1_000), WASI.sockRecv),
        .init(
            "sock_send", [.fd, .iovs, .number("siflags"), .result("size")], [.sockets], [.sockets],
            HostPrice(3_000, kibibyte: 1_000), WASI.sockSend),
        .init("sock_shutdown", [.fd, .sdflags], [.sockets], [.sockets], HostPrice(3_000), WASI.sockShutdown),
    ]
}

extension WASIVersion {
    /// Creates the version whose functions are imported from this module; `nil` for any other module.
    package init?(module: Name) {
        guard let version = WASIVersion.allCases.first(where: { $0.module == module }) else { return nil }
        self = version
    }

    /// The name of the module from which the version's functions are imported.
    package var module: Name {
        switch self {
        case .preview1: WASIFunction.moduleName
        case .unstable: "wasi_unstable"
        }
    }
}
