import WasmSyntax

/// One function of `wasi_snapshot_preview1`: the row that linking, inspecting and messages read.
public struct WASIFunction: Sendable {
    /// Its name as an import.
    public let name: Name
    public let type: FunctionType
    /// Any one of these links it; the first says best what it is for.
    public let grantedBy: [Capability]
    /// What a call costs.
    public let price: HostPrice
    /// What it does.
    let handler: Handler

    typealias Handler = @Sendable (WASI) -> (WASICall) throws -> Void

    /// The name of the module that these are imported from.
    public static let moduleName: Name = "wasi_snapshot_preview1"

    /// Whether a version has it.
    func isIn(_ version: WASIVersion) -> Bool { version == .preview1 || name != "sock_accept" }

    /// The function with this name, if preview 1 has it.
    public static func named(_ name: Name) -> WASIFunction? { byName[name] }

    /// The fewest grants with which functions of these names link, as far as that is easily found: of several that
    /// would do, the one that says best what a function is for. Unknown names need nothing.
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
        _ name: Name, _ parameters: [ValueType], results: [ValueType] = [.i32], _ grantedBy: [Capability],
        _ price: HostPrice, _ handler: @escaping Handler
    ) {
        self.name = name
        self.type = FunctionType(parameters: parameters, results: results)
        self.grantedBy = grantedBy
        self.price = price
        self.handler = handler
    }

    /// All 46, in the order of the specification.
    public static let all: [WASIFunction] = argumentsAndClocks + descriptors + paths + others

    private static let argumentsAndClocks: [WASIFunction] = [
        .init("args_get", [.i32, .i32], [.arguments], HostPrice(1_000, kibibyte: 300), WASI.argsGet),
        .init("args_sizes_get", [.i32, .i32], [.arguments], HostPrice(1_000), WASI.argsSizesGet),
        .init(
            "environ_get", [.i32, .i32], [.environment, .arguments], HostPrice(1_000, kibibyte: 300), WASI.environGet),
        .init("environ_sizes_get", [.i32, .i32], [.environment, .arguments], HostPrice(1_000), WASI.environSizesGet),
        .init("clock_res_get", [.i32, .i32], [.clocks], HostPrice(1_500), WASI.clockResGet),
        .init("clock_time_get", [.i32, .i64, .i32], [.clocks], HostPrice(1_000), WASI.clockTimeGet),
    ]

    private static let descriptors: [WASIFunction] = [
        .init("fd_advise", [.i32, .i64, .i64, .i32], .descriptors, HostPrice(20_000), WASI.fdAdvise),
        .init("fd_allocate", [.i32, .i64, .i64], .descriptors, HostPrice(20_000, kibibyte: 500), WASI.fdAllocate),
        .init("fd_close", [.i32], .descriptors, HostPrice(3_000), WASI.fdClose),
        .init("fd_datasync", [.i32], .descriptors, HostPrice(1_000_000), WASI.fdDatasync),
        .init("fd_fdstat_get", [.i32, .i32], .descriptors, HostPrice(1_500), WASI.fdFdstatGet),
        .init("fd_fdstat_set_flags", [.i32, .i32], .descriptors, HostPrice(1_000), WASI.fdFdstatSetFlags),
        .init("fd_fdstat_set_rights", [.i32, .i64, .i64], .descriptors, HostPrice(1_000), WASI.fdFdstatSetRights),
        .init("fd_filestat_get", [.i32, .i32], .descriptors, HostPrice(5_000), WASI.fdFilestatGet),
        .init(
            "fd_filestat_set_size", [.i32, .i64], .descriptors, HostPrice(10_000, kibibyte: 20), WASI.fdFilestatSetSize),
        .init(
            "fd_filestat_set_times", [.i32, .i64, .i64, .i32], .descriptors, HostPrice(5_000), WASI.fdFilestatSetTimes),
        .init("fd_pread", [.i32, .i32, .i32, .i64, .i32], .descriptors, HostPrice(2_000, kibibyte: 300), WASI.fdPread),
        .init("fd_prestat_get", [.i32, .i32], .descriptors, HostPrice(1_000), WASI.fdPrestatGet),
        .init("fd_prestat_dir_name", [.i32, .i32, .i32], .descriptors, HostPrice(1_000), WASI.fdPrestatDirName),
        .init(
            "fd_pwrite", [.i32, .i32, .i32, .i64, .i32], .descriptors, HostPrice(5_000, kibibyte: 1_000), WASI.fdPwrite),
        .init("fd_read", [.i32, .i32, .i32, .i32], .readableDescriptors, HostPrice(2_000, kibibyte: 300), WASI.fdRead),
        .init(
            "fd_readdir", [.i32, .i32, .i32, .i64, .i32], .descriptors, HostPrice(5_000, kibibyte: 300), WASI.fdReaddir),
        .init("fd_renumber", [.i32, .i32], .descriptors, HostPrice(3_000), WASI.fdRenumber),
        .init("fd_seek", [.i32, .i64, .i32, .i32], .descriptors, HostPrice(2_000), WASI.fdSeek),
        .init("fd_sync", [.i32], .descriptors, HostPrice(1_000_000), WASI.fdSync),
        .init("fd_tell", [.i32, .i32], .descriptors, HostPrice(1_000), WASI.fdTell),
        .init("fd_write", [.i32, .i32, .i32, .i32], .descriptors, HostPrice(3_000, kibibyte: 1_000), WASI.fdWrite),
    ]

    private static let paths: [WASIFunction] = [
        .init("path_create_directory", [.i32, .i32, .i32], [.files], HostPrice(100_000), WASI.pathCreateDirectory),
        .init("path_filestat_get", [.i32, .i32, .i32, .i32, .i32], [.files], HostPrice(6_000), WASI.pathFilestatGet),
        .init(
            "path_filestat_set_times", [.i32, .i32, .i32, .i32, .i64, .i64, .i32], [.files], HostPrice(10_000),
            WASI.pathFilestatSetTimes),
        .init("path_link", [.i32, .i32, .i32, .i32, .i32, .i32, .i32], [.files], HostPrice(20_000), WASI.pathLink),
        .init(
            "path_open", [.i32, .i32, .i32, .i32, .i32, .i64, .i64, .i32, .i32], [.files],
            HostPrice(20_000, kibibyte: 20),
            WASI.pathOpen),
        .init(
            "path_readlink", [.i32, .i32, .i32, .i32, .i32, .i32], [.files], HostPrice(5_000, kibibyte: 300),
            WASI.pathReadlink),
        .init("path_remove_directory", [.i32, .i32, .i32], [.files], HostPrice(100_000), WASI.pathRemoveDirectory),
        .init("path_rename", [.i32, .i32, .i32, .i32, .i32, .i32], [.files], HostPrice(20_000), WASI.pathRename),
        .init("path_symlink", [.i32, .i32, .i32, .i32, .i32], [.files], HostPrice(100_000), WASI.pathSymlink),
        .init("path_unlink_file", [.i32, .i32, .i32], [.files], HostPrice(20_000), WASI.pathUnlinkFile),
    ]

    private static let others: [WASIFunction] = [
        .init("poll_oneoff", [.i32, .i32, .i32, .i32], [.poll, .clocks], HostPrice(1_500), WASI.pollOneoff),
        .init("proc_exit", [.i32], results: [], [.exit], HostPrice(1_000), WASI.procExit),
        .init("proc_raise", [.i32], [.exit], HostPrice(1_000), WASI.procRaise),
        .init("sched_yield", [], [.yield, .clocks], HostPrice(1_000), WASI.schedYield),
        .init("random_get", [.i32, .i32], [.random], HostPrice(1_000, kibibyte: 5_000), WASI.randomGet),
        .init("sock_accept", [.i32, .i32, .i32], [.sockets], HostPrice(20_000), WASI.sockAccept),
        .init(
            "sock_recv", [.i32, .i32, .i32, .i32, .i32, .i32], [.sockets], HostPrice(3_000, kibibyte: 1_000),
            WASI.sockRecv),
        .init(
            "sock_send", [.i32, .i32, .i32, .i32, .i32], [.sockets], HostPrice(3_000, kibibyte: 1_000), WASI.sockSend),
        .init("sock_shutdown", [.i32, .i32], [.sockets], HostPrice(3_000), WASI.sockShutdown),
    ]
}

extension WASIVersion {
    /// The version whose functions are imported from a module of this name.
    package init?(module: Name) {
        guard let version = WASIVersion.allCases.first(where: { $0.module == module }) else { return nil }
        self = version
    }

    /// The name of the module that its functions are imported from.
    package var module: Name {
        switch self {
        case .preview1: WASIFunction.moduleName
        case .unstable: "wasi_unstable"
        }
    }
}
