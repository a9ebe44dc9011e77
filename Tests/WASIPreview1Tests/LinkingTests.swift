import Testing
import WASIPreview1
import WasmRuntime
import WasmSyntax

@Suite struct LinkingTests {
    @Test func tableHoldsAllFunctionsOnce() {
        #expect(WASIFunction.all.count == 46)
        #expect(Set(WASIFunction.all.map(\.name)).count == 46)
        for function in WASIFunction.all {
            #expect(!function.grantedBy.isEmpty)
            #expect(function.type.results == (function.name == "proc_exit" ? [] : [.i32]))
        }
    }

    @Test func nothingLinksWithoutAGrant() {
        let wasi = WASI(WASIConfiguration())
        for function in WASIFunction.all {
            let resolution = wasi.resolve(module: "wasi_snapshot_preview1", name: function.name, type: function.type)
            guard case .refused(let refusal) = resolution else {
                Issue.record("\(function.name) links")
                continue
            }
            #expect(refusal.description.hasPrefix("wasi_snapshot_preview1.\(function.name) is not granted: it needs "))
        }
    }

    /// The functions that each grant links.
    static let grants: [(Capability, linked: Set<String>)] = [
        (.arguments, ["args_get", "args_sizes_get", "environ_get", "environ_sizes_get"]),
        (.environment, ["environ_get", "environ_sizes_get"]),
        (.clocks, ["clock_res_get", "clock_time_get", "poll_oneoff", "sched_yield"]),
        (.poll, ["poll_oneoff"]),
        (.yield, ["sched_yield"]),
        (.random, ["random_get"]),
        (.exit, ["proc_exit", "proc_raise"]),
        (.stdin, Set(WASIFunction.all.map(\.name.text).filter { $0.hasPrefix("fd_") })),
        (.stdout, Set(WASIFunction.all.map(\.name.text).filter { $0.hasPrefix("fd_") })),
        (.stderr, Set(WASIFunction.all.map(\.name.text).filter { $0.hasPrefix("fd_") })),
        (.files, Set(WASIFunction.all.map(\.name.text).filter { $0.hasPrefix("fd_") || $0.hasPrefix("path_") })),
        (.sockets, Set(WASIFunction.all.map(\.name.text).filter { $0.hasPrefix("sock_") })),
    ]

    static func grant(_ capability: Capability, _ configuration: inout WASIConfiguration) throws {
        switch capability {
        case .arguments: try configuration.grantArguments(["a"])
        case .environment: try configuration.grantEnvironment(["A": "B"])
        case .stdin: configuration.grantStandardInput(NullStream())
        case .stdout: configuration.grantStandardOutput(NullStream())
        case .stderr: configuration.grantStandardError(NullStream())
        case .clocks: configuration.grantClocks(VirtualClocks())
        case .poll: configuration.grantPoll(VirtualClocks())
        case .random: configuration.grantRandom(SeededRandomSource(seed: 1))
        case .exit: configuration.grantExit()
        case .yield: configuration.grantYield()
        case .files: configuration.grantFiles()
        case .sockets: configuration.grantSockets()
        }
    }

    @Test(arguments: grants) func grantLinksItsFunctions(_ capability: Capability, _ expected: Set<String>) throws {
        var configuration = WASIConfiguration()
        try LinkingTests.grant(capability, &configuration)
        #expect(configuration.granted == [capability])
        #expect(linked(WASI(configuration)) == expected)
        configuration.revoke(capability)
        #expect(linked(WASI(configuration)).isEmpty)
    }

    private func linked(_ wasi: WASI) -> Set<String> {
        Set(
            WASIFunction.all.filter {
                if case .function = wasi.resolve(module: WASIFunction.moduleName, name: $0.name, type: $0.type) {
                    true
                } else {
                    false
                }
            }.map(\.name.text))
    }

    /// The functions that programs from wasi-libc, Go and Rust import if they use no files.
    @Test func commandLineDefaultsLinkUsualPrograms() throws {
        var configuration = WASIConfiguration()
        for capability in Capability.commandLineDefaults { try LinkingTests.grant(capability, &configuration) }
        let usual: Set<String> = [
            "args_get", "args_sizes_get", "environ_get", "environ_sizes_get", "clock_time_get", "fd_close",
            "fd_fdstat_get", "fd_fdstat_set_flags", "fd_filestat_get", "fd_prestat_get", "fd_prestat_dir_name",
            "fd_read", "fd_readdir", "fd_seek", "fd_write", "poll_oneoff", "proc_exit", "random_get", "sched_yield",
        ]
        #expect(usual.isSubset(of: linked(WASI(configuration))))
    }

    @Test func refusalsSayWhatIsNeeded() {
        func refusal(_ module: Name, _ name: Name, _ type: FunctionType) -> String {
            switch WASI(WASIConfiguration()).resolve(module: module, name: name, type: type) {
            case .refused(let refusal): "\(refusal)"
            default: "linked"
            }
        }
        let two = FunctionType(parameters: [.i32, .i32], results: [.i32])
        let random = refusal("wasi_snapshot_preview1", "random_get", two)
        #expect(random.contains("needs random; grant it with WASIConfiguration.grantRandom(_:), or in"))
        #expect(random.contains("missing = .enosys") && !random.contains("--"))
        let files = refusal(
            "wasi_snapshot_preview1", "path_unlink_file", FunctionType(parameters: [.i32, .i32, .i32], results: [.i32]))
        #expect(files.contains("it needs files; grant it with WASIConfiguration.grantFolder("))
        #expect(refusal("wasi_snapshot_preview1", "fd_fly", two).contains("no such function"))
        #expect(
            refusal("wasi_snapshot_preview1", "args_get", FunctionType(parameters: [.i64], results: [.i32]))
                == "wasi_snapshot_preview1.args_get has type [i32 i32] -> [i32], "
                + "but is imported with type [i64] -> [i32]")
        #expect(refusal("wasi_unstable", "args_get", two).contains("wasi_unstable.args_get is not granted"))
        let three = FunctionType(parameters: [.i32, .i32, .i32], results: [.i32])
        #expect(refusal("wasi_unstable", "sock_accept", three).contains("no such function"))
        guard case .notWASI = WASI(WASIConfiguration()).resolve(module: "env", name: "f", type: two) else {
            Issue.record("env is not WASI")
            return
        }
    }

    @Test func neededGrantsAreFew() {
        let hello: [Name] = ["fd_write", "fd_close", "fd_seek", "proc_exit", "environ_get", "args_get", "not_there"]
        #expect(WASIFunction.grantsNeeded(by: hello) == [.stdout, .exit, .arguments])
        #expect(WASIFunction.grantsNeeded(by: ["fd_read", "path_open"]) == [.files])
        #expect(WASIFunction.grantsNeeded(by: ["fd_read"]) == [.stdin])
        #expect(WASIFunction.grantsNeeded(by: []) == [])
    }

    @Test func stubsGiveENOSYSAndExitCannotReturn() throws {
        var configuration = WASIConfiguration()
        configuration.missing = .enosys
        let wasi = WASI(configuration)
        for function in WASIFunction.all {
            guard
                case .stub(let stub) = wasi.resolve(
                    module: WASIFunction.moduleName, name: function.name, type: function.type)
            else {
                Issue.record("\(function.name) has no stub")
                continue
            }
            let arguments = [UInt64](repeating: 0, count: function.type.parameters.count)
            if function.name == "proc_exit" {
                #expect(throws: Trap.self) { try Store().callForTest(stub, arguments: arguments, memory: []) }
            } else {
                let results = try Store().callForTest(stub, arguments: arguments, memory: []).results
                #expect(results == [52])
            }
        }
        guard
            case .refused = wasi.resolve(
                module: WASIFunction.moduleName, name: "unknown", type: FunctionType(parameters: [], results: []))
        else {
            Issue.record("an unknown function links")
            return
        }
    }

    @Test func errorCodesAreThoseOfTheSpecification() {
        let expected: [(Errno, UInt16, String)] = [
            (.success, 0, "ESUCCESS"), (.toobig, 1, "E2BIG"), (.again, 6, "EAGAIN"), (.badf, 8, "EBADF"),
            (.fault, 21, "EFAULT"), (.inval, 28, "EINVAL"), (.io, 29, "EIO"), (.mfile, 33, "EMFILE"),
            (.nospc, 51, "ENOSPC"), (.nosys, 52, "ENOSYS"), (.notdir, 54, "ENOTDIR"), (.notsup, 58, "ENOTSUP"),
            (.pipe, 64, "EPIPE"), (.spipe, 70, "ESPIPE"), (.notcapable, 76, "ENOTCAPABLE"),
        ]
        for (errno, code, name) in expected {
            #expect(errno.rawValue == code)
            #expect(errno.name == name)
        }
        #expect(Errno.allCases.count == 77)
    }
}
