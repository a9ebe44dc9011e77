import Testing
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// Records calls, and gives the decisions that a test has set.
final class NotingAuditor: Auditor {
    var lines: [String] = []
    var limits: [String] = []
    var decisions: [Name: AuditDecision] = [:]

    func limitMet(_ limit: AuditedLimit) { limits.append(AuditLog.line(limit)) }

    func decide(_ call: AuditedCall) -> AuditDecision { decisions[call.name] ?? .allow }

    func record(_ call: AuditedCall, _ outcome: AuditOutcome) { lines.append(AuditLog.line(call, outcome)) }
}

@Suite struct AuditTests {
    /// Returns a guest with every grant, observed by a `NotingAuditor`.
    private func audited() throws -> (Guest, NotingAuditor) {
        let auditor = NotingAuditor()
        let guest = try Guest { configuration in
            for capability in Capability.allCases { try LinkingTests.grant(capability, &configuration) }
            configuration.auditor = auditor
        }
        return (guest, auditor)
    }

    @Test func everyCallHasParametersThatAreItsOwn() {
        for function in WASIFunction.all {
            let count = function.parameters(in: .preview1).reduce(0) { $0 + $1.argumentCount }
            #expect(count == function.type.parameters.count, "\(function.name)")
        }
    }

    static let calls: [(Name, [UInt64], line: String)] = [
        ("fd_close", [7], #""arguments": {"fd": 7}, "result": "EBADF""#),
        ("args_sizes_get", [100, 104], #""arguments": {}, "result": "ESUCCESS", "values": {"count": 1, "size": 2}"#),
        (
            "clock_time_get", [1, 5, 200],
            #""arguments": {"clock": ["monotonic"], "precision": 5}, "result": "ESUCCESS", "values": {"time": 0}"#
        ),
        ("clock_time_get", [9, 5, 200], #""arguments": {"clock": ["9"], "precision": 5}, "result": "EINVAL""#),
        (
            "fd_write", [1, 0, 1, 300],
            #""arguments": {"fd": 1, "data": {"buffers": 1, "bytes": 3}}, "result": "ESUCCESS", "values": {"size": 3}"#
        ),
        (
            "fd_write", [1, 0xFFFF_FFF0, 2, 300],
            #""arguments": {"fd": 1, "data": {"problem": "outside of memory"}}, "result": "EFAULT""#
        ),
        ("fd_seek", [1, UInt64(bitPattern: -3), 1, 0], #""arguments": {"fd": 1, "offset": -3, "whence": ["cur"]}"#),
        ("fd_fdstat_set_flags", [0, 0b1_0000_0101], #"{"fd": 0, "flags": ["append", "nonblock", "0x100"]}"#),
        (
            "fd_fdstat_set_rights", [9, 0b11, 1 << 63],
            #""rights": ["fd_datasync", "fd_read"], "inheriting": ["0x8000000000000000"]"#
        ),
        ("random_get", [0, 5], #""arguments": {"buf": {"buffers": 1, "bytes": 5}}, "result": "ESUCCESS""#),
        ("sched_yield", [], #""arguments": {}, "result": "ESUCCESS""#),
    ]

    @Test(arguments: calls)
    func callsAreToldWithTheirArguments(_ name: Name, _ arguments: [UInt64], _ line: String) throws {
        let (guest, auditor) = try audited()
        guest.put(16, 3, at: 0)
        _ = try guest.call(name, arguments)
        #expect(auditor.lines.count == 1)
        #expect(auditor.lines[0].hasPrefix(#"{"n": 1, "call": "wasi_snapshot_preview1.\#(name)", "arguments": "#))
        #expect(auditor.lines[0].contains(line), "\(auditor.lines[0])")
        #expect(auditor.lines[0].hasSuffix(#", "spent": 0}"#))
    }

    /// Calls that end a guest are recorded, too.
    @Test func exitsAreTold() throws {
        let (guest, auditor) = try audited()
        #expect(throws: GuestExit.self) { try guest.call("proc_exit", 3) }
        #expect(auditor.lines[0].contains(#""arguments": {"code": 3}, "exit": 3"#))
    }

    @Test func theAuditorRefusesAndStops() throws {
        let (guest, auditor) = try audited()
        auditor.decisions = ["random_get": .refuse(.perm), "proc_exit": .refuse(.acces), "fd_write": .stop("enough")]
        #expect(try guest.call("random_get", 0, 5) == .perm)
        #expect(guest.touched.isEmpty, "nothing was done")
        #expect(throws: Trap.self) { try guest.call("proc_exit", 0) }
        let trap = try #require(throws: Trap.self) { try guest.call("fd_write", 1, 0, 0, 300) }
        #expect(trap.kind == .host("enough"))
        #expect(auditor.lines[0].contains(#""refused": "EPERM""#))
        #expect(auditor.lines[2].contains(#""trap": "enough""#))
        #expect(guest.wasi.denials.total == 3)
        #expect(
            guest.wasi.denials.description == """
                wasi_snapshot_preview1.fd_write (refused by the audit): 1
                wasi_snapshot_preview1.proc_exit (refused by the audit): 1
                wasi_snapshot_preview1.random_get (refused by the audit): 1
                """)
    }

    @Test func deniedCallsAreToldAndCounted() throws {
        let auditor = NotingAuditor()
        var configuration = WASIConfiguration()
        configuration.missing = .enosys
        configuration.auditor = auditor
        let wasi = WASI(configuration)
        let function = try #require(WASIFunction.named("random_get"))
        guard
            case .stub(let stub) = wasi.resolve(
                module: WASIFunction.moduleName, name: "random_get", type: function.type)
        else { return }
        for _ in 0..<3 { _ = try Store().callForTest(stub, arguments: [0, 1], memory: []) }
        #expect(auditor.lines.count == 3)
        #expect(auditor.lines[2].contains(#"{"n": 3, "#) && auditor.lines[2].contains(#""result": "ENOSYS""#))
        #expect(wasi.denials.total == 3)
    }

    /// Missing rights count as denials, other errors do not.
    @Test func errorsOfRightsAreCounted() throws {
        let guest = Guest { $0.grantStandardOutput(NullStream()) }
        #expect(try guest.call("fd_fdstat_set_rights", 1, UInt64.max, 0) == .notcapable)
        #expect(try guest.call("fd_close", 77) == .badf)
        #expect(guest.wasi.denials.description == "wasi_snapshot_preview1.fd_fdstat_set_rights (ENOTCAPABLE): 1")
    }

    // MARK: Limits

    /// What a guest does with a folder, and the limit of its line.
    static let folderLimits: [(limit: String, act: @Sendable (Guest) throws -> Errno?)] = [
        (
            #""folderBytes", "maximum": 10"#,
            { try $0.call("fd_filestat_set_size", try $0.open("new", .making).get(), 11) }
        ),
        (#""folderBytes", "maximum": 10"#, { try $0.call("fd_allocate", try $0.open("new", .making).get(), 5, 6) }),
        (
            #""folderFiles", "maximum": 1"#,
            {
                _ = try $0.opens("new", .making)
                return try $0.opens("newer", .making)
            }
        ),
        (
            #""folderDescriptors", "maximum": 1"#,
            {
                let open = try $0.open("new", .making).get()
                defer { _ = open }
                return try $0.opens("new")
            }
        ),
        (
            #""fileBytes", "maximum": 9223372036854775807"#,
            { try $0.call("fd_filestat_set_size", try $0.open("new", .making).get(), 1 << 63) }
        ),
    ]

    @Test func limitsOfFoldersAreTold() throws {
        for (limit, act) in AuditTests.folderLimits {
            let auditor = NotingAuditor()
            let folder = MemoryFolder()
            let guest = try Guest {
                try $0.grantFolder(
                    folder, as: "/", permissions: .all, quota: FolderQuota(bytes: 10, files: 1, descriptors: 1))
                $0.auditor = auditor
            }
            let error = try act(guest)
            #expect(error != .success, "\(limit)")
            #expect(auditor.limits.count == 1, "\(limit)")
            #expect(
                auditor.limits.first?.contains(", \"limit\": \(limit), \"count\": 1, \"spent\": ") ?? false,
                "\(auditor.limits)")
        }
    }

    /// A guest whose limits cannot be recorded is stopped before its next call, at the latest.
    @Test func aLimitThatCannotBeWrittenStopsTheGuest() throws {
        let stream = FakeStream()
        let guest = try Guest {
            try $0.grantFolder(MemoryFolder(), as: "/", permissions: .all, quota: FolderQuota(bytes: 10, files: nil))
            $0.auditor = AuditLog(to: stream)
        }
        let fd = try guest.open("new", .making).get()
        stream.error = .io
        #expect(throws: AuditLogError.failed(.io)) { try guest.call("fd_filestat_set_size", fd, 11) }
        stream.error = nil
        #expect(throws: AuditLogError.failed(.io)) { try guest.call("fd_close", fd) }
    }

    // MARK: Texts of a guest

    static let texts: [(bytes: [UInt8], json: String)] = [
        (Array("a/b".utf8), #""a/b""#), (Array("a\n{\"n\": 1}\r".utf8), #""a\n{\"n\": 1}\u000d""#),
        (Array("\u{1b}[2J\u{202e}\u{2028}\u{9b}".utf8), #""\u001b[2J\u202e\u2028\u009b""#),
        ([0xFF, 0x41], "\"\u{fffd}A\""),
        (Array("größe😀\u{E0041}".utf8), #""größe😀\udb40\udc41""#), ([], #""""#),
        ([UInt8](repeating: 0x61, count: 1024), "\"" + String(repeating: "a", count: 1024) + "\""),
        (
            [UInt8](repeating: 0x61, count: 1025),
            #"{"begins": ""# + String(repeating: "a", count: 1024) + #"", "bytes": 1025}"#
        ),
        (
            [UInt8](repeating: 0, count: 60_000),
            #"{"begins": ""# + String(repeating: #"\u0000"#, count: 1024) + #"", "bytes": 60000}"#
        ),
    ]

    @Test(arguments: texts)
    func textsAreCutAndEscaped(_ bytes: [UInt8], _ json: String) throws {
        let subject = CallParameter("path", .text)
        let function = HostFunction(type: FunctionType(parameters: [.i32, .i32], results: [])) { _ in }
        var module = HostModule("env")
        module.define("open", parameters: [subject], function)
        let auditor = NotingAuditor()
        var configuration = WASIConfiguration()
        configuration.auditor = auditor
        let wasi = WASI(configuration)
        var policy = Policy.HostFunctions()
        policy.allow = ["env.open"]
        let entry = try #require(module.entries["open"])
        guard case .function(let audited) = wasi.resolve("env", "open", entry, policy, deadline: { _ in Countdown(0) })
        else {
            Issue.record("not linked")
            return
        }
        _ = try Store().callForTest(
            audited, arguments: [100, UInt64(bytes.count)], memory: [UInt8](repeating: 0, count: 100) + bytes)
        #expect(auditor.lines.count == 1)
        #expect(
            auditor.lines[0].contains(#""arguments": {"path": \#(json)}, "result": "returned""#), "\(auditor.lines[0])")
        #expect(!auditor.lines[0].contains("\n"))
    }

    // MARK: The log

    @Test func theLogIsLines() throws {
        let buffer = BufferOutput()
        let log = AuditLog(to: buffer, deciding: { $0.name == "sched_yield" ? .refuse(.perm) : .allow })
        let guest = try Guest { configuration in
            configuration.grantYield()
            try configuration.grantArguments(["a"])
            configuration.auditor = log
        }
        _ = try guest.call("args_sizes_get", 0, 4)
        #expect(try guest.call("sched_yield") == .perm)
        #expect(
            buffer.text == """
                {"n": 1, "call": "wasi_snapshot_preview1.args_sizes_get", "arguments": {}, "result": "ESUCCESS", \
                "values": {"count": 1, "size": 2}, "spent": 0}
                {"n": 2, "call": "wasi_snapshot_preview1.sched_yield", "arguments": {}, "refused": "EPERM", "spent": 1000}

                """)
        for line in buffer.text.split(separator: "\n") {
            #expect(throws: Never.self) { try JSONReader.read(Array(line.utf8)) }
        }
    }

    /// A guest that the log can no longer record is stopped.
    @Test func aLogThatCannotBeWrittenStopsTheGuest() throws {
        func guest(_ log: AuditLog) -> Guest {
            Guest { configuration in
                configuration.grantYield()
                configuration.auditor = log
            }
        }
        let full = guest(AuditLog(to: BufferOutput(), maximumBytes: 250))
        _ = try full.call("sched_yield")
        _ = try full.call("sched_yield")
        #expect(throws: AuditLogError.full(250)) { try full.call("sched_yield") }
        let broken = FakeStream()
        broken.error = .pipe
        #expect(throws: AuditLogError.failed(.pipe)) { try guest(AuditLog(to: broken)).call("sched_yield") }
        let slow = FakeStream(most: 7)
        slow.readyAnswers = [false, true, false, false]
        _ = try guest(AuditLog(to: slow)).call("sched_yield")
        #expect(slow.written.last == UInt8(ascii: "\n"))
        let stuck = FakeStream()
        stuck.readyAnswers = [Bool](repeating: false, count: 1000)
        #expect(throws: AuditLogError.failed(.again)) { try guest(AuditLog(to: stuck)).call("sched_yield") }
    }
}
