import Nestbox
import Testing

/// Guests under a policy, in Swift: host functions with grants, prices and deadlines, and what the audit records.
@Suite struct GuestSessionTests {
    private func session(
        _ change: (inout Policy) -> Void = { _ in }, modules: [HostModule], auditor: (any Auditor)? = nil
    ) throws -> GuestSession {
        var policy = Policy()
        policy.hostFunctions.allow = ["env.f", "logging"]
        change(&policy)
        return try GuestSession(policy, hostModules: modules, auditor: auditor)
    }

    /// A module that imports `env.f` and calls it once.
    private static let text = """
        (module (import "env" "f" (func $f (param i32) (result i32))) (memory (export "memory") 1)
          (func $caller (export "call") (param i32) (result i32) (call $f (local.get 0))))
        """

    private func module(
        effects: HostEffects = [], price: UInt64 = 0, deadline: UInt64? = nil, grant: String? = nil,
        parameters: [CallParameter] = [],
        _ function: HostFunction = HostFunction { (value: Int32) -> Int32 in value &* 2 }
    ) -> HostModule {
        var module = HostModule("env")
        module.define(
            "f", grant: grant, effects: effects, price: price, deadlineNanoseconds: deadline, parameters: parameters,
            function)
        return module
    }

    private func call(_ session: GuestSession, _ argument: Int32 = 21) throws -> Int32 {
        let instance = try session.instantiate(try Module(text: GuestSessionTests.text))
        return try #require(instance.function(named: "call")).call(argument)
    }

    // MARK: Grants

    @Test func whatIsAllowedIsCalled() throws {
        #expect(try call(session(modules: [module()])) == 42)
        #expect(try call(session(modules: [module(grant: "logging")])) == 42)
        #expect(try call(session({ $0.hostFunctions.effects = [.io, .waits] }, modules: [module(effects: .io)])) == 42)
    }

    static let refusals: [(change: @Sendable (inout Policy) -> Void, grant: String?, says: String)] = [
        ({ $0.hostFunctions.allow = [] }, nil, "the policy has no \"env.f\" in hostFunctions.allow"),
        ({ $0.hostFunctions.deny = ["env.f"] }, nil, "the policy denies \"env.f\" in hostFunctions.deny"),
        ({ _ in }, "secret\n", "the policy has no \"secret\\u{a}\" in hostFunctions.allow"),
        ({ $0.hostFunctions.effects = [.readsMemory] }, nil, "hostFunctions.effects has not io"),
        ({ $0.hostFunctions.effects = [] }, nil, "hostFunctions.effects has not readsMemory, io"),
    ]

    @Test(arguments: refusals.indices)
    func whatIsNotAllowedDoesNotLink(_ index: Int) throws {
        let (change, grant, says) = GuestSessionTests.refusals[index]
        let modules = [module(effects: [.readsMemory, .io], grant: grant)]
        let refused = try session(change, modules: modules)
        let error = try #require(throws: LinkError.self) { try call(refused) }
        #expect("\(error)".hasPrefix("env.f is not allowed: "))
        #expect("\(error)".contains(says), "\(error)")
        #expect("\(refused.denials)" == "env.f (does not link: not allowed): 1")
        for missing: WASIConfiguration.MissingImports in [.enosys, .trap] {
            let stubbed = try session(
                {
                    change(&$0); $0.missing = missing
                }, modules: modules)
            let trap = try #require(throws: Trap.self) { try call(stubbed) }
            #expect("\(trap.kind)".contains("env.f is not allowed: "))
            #expect("\(stubbed.denials)" == "env.f (called, but not allowed): 1")
        }
    }

    @Test func unknownFunctionsAndTypesDoNotLink() throws {
        let session = try session(modules: [module(HostFunction { (value: Int64) -> Int64 in value })])
        #expect(throws: LinkError.self) { try call(session) }
        let other = try Module(text: #"(module (import "env" "g" (func)))"#)
        let error = try #require(throws: LinkError.self) { try session.instantiate(other) }
        #expect(error.kind == .unknownImport)
    }

    // MARK: Prices

    static let prices: [(price: UInt64, budget: UInt64, spent: UInt64?)] = [
        (0, 3, 3), (0, 2, nil), (100, 103, 103), (100, 102, nil), (1 << 40, (1 << 40) + 3, (1 << 40) + 3),
        (.max, 1 << 50, nil), (UInt64(Int.max), .max, nil),
    ]

    /// The price is charged exactly, and a call that cannot be paid does not happen. (The guest itself spends 3: the
    /// entry, the argument and the call.)
    @Test(arguments: prices)
    func aCallCostsItsPrice(_ price: UInt64, _ budget: UInt64, _ spent: UInt64?) throws {
        var calls = 0
        let function = HostFunction { (value: Int32) -> Int32 in
            calls += 1
            return value
        }
        let session = try session({ $0.resources.budget = budget }, modules: [module(price: price, function)])
        if let spent {
            #expect(try call(session) == 21)
            #expect(session.store.budget.spent == spent)
            #expect(calls == 1)
        } else {
            let trap = try #require(throws: Trap.self) { try call(session) }
            #expect(trap.kind == .budgetExhausted)
            #expect(trap.backtrace.first?.functionName == "caller")
            #expect(calls == (price == 0 ? calls : 0))
            #expect(session.store.budget.spent <= 3, "nothing was charged")
        }
    }

    /// A loop of calls ends when one cannot be paid, and the count is exact.
    @Test func manyCallsCostTheirPrices() throws {
        let text = """
            (module (import "env" "f" (func $f (param i32) (result i32)))
              (func (export "call") (loop (drop (call $f (i32.const 0))) (br 0))))
            """
        var calls = 0
        let function = HostFunction { (value: Int32) -> Int32 in
            calls += 1
            return value
        }
        let session = try session({ $0.resources.budget = 100_000 }, modules: [module(price: 97, function)])
        let instance = try session.instantiate(try Module(text: text))
        #expect(throws: Trap.self) { try instance.call("call") }
        // A round costs 100: constant, call, price and branch. Because of the entry, the last branch can no longer be
        // paid.
        #expect(calls == 1000)
    }

    @Test func aFunctionChargesForWhatItDoes() throws {
        let function = HostFunction(type: FunctionType(parameters: [.i32], results: [.i32])) { call in
            #expect(call.spent % 503 == 3)
            try call.charge(UInt64(call.i32(at: 0)))
        }
        let session = try session({ $0.resources.budget = 1000 }, modules: [module(function)])
        _ = try call(session, 500)
        #expect(session.store.budget.spent == 503)
        #expect(throws: Trap.self) { try call(session, 495) }
    }

    // MARK: Deadlines

    @Test func aCallEndsAtItsDeadline() throws {
        let waits = HostFunction(type: FunctionType(parameters: [.i32], results: [.i32])) { call in
            while true {
                if let reason = call.interruption?.reasonToStop() { throw Interrupted(reason) }
            }
        }
        let session = try session(
            { $0.resources.deadlineMilliseconds = nil }, modules: [module(deadline: 20_000_000, waits)])
        let trap = try #require(throws: Trap.self) { try call(session) }
        #expect(trap.kind == .interrupted(.deadlineExceeded))
        #expect(session.store.interruption == nil, "the deadline was the call's alone")
    }

    /// A function that does not poll the interruption is found to be late when it returns.
    @Test func aCallThatIsLateEndsTheGuest() throws {
        let late = HostFunction { (value: Int32) -> Int32 in
            HostClocks().sleep(nanoseconds: 5_000_000)
            return value
        }
        let session = try session(modules: [module(deadline: 1_000_000, late)])
        let before = session.store.interruption
        let trap = try #require(throws: Trap.self) { try call(session) }
        #expect(trap.kind == .interrupted(.deadlineExceeded))
        #expect(before == nil && session.store.interruption is HostInterruption, "the guest's own is there again")
        #expect(try call(self.session(modules: [module(deadline: 60_000_000_000)])) == 42)
    }

    /// A guest function that a host function calls back ends at the deadline of the host function.
    @Test func aCallBackEndsAtTheDeadline() throws {
        let text = """
            (module (import "env" "f" (func $f (param i32) (result i32)))
              (func (export "call") (param i32) (result i32) (call $f (local.get 0)))
              (func (export "spin") (loop (br 0))))
            """
        final class Box { var spin: Function? }
        let box = Box()
        let function = HostFunction { (value: Int32) throws -> Int32 in
            _ = try box.spin?.call()
            return value
        }
        let session = try session({ $0.resources.budget = nil }, modules: [module(deadline: 30_000_000, function)])
        let instance = try session.instantiate(try Module(text: text))
        box.spin = instance.function(named: "spin")
        let trap = try #require(throws: Trap.self) { try instance.call("call", [.i32(1)]) }
        #expect(trap.kind == .interrupted(.deadlineExceeded))
    }

    // MARK: Checked arguments

    /// Calls a host function with a body that reads its arguments, and returns the outcome.
    private func reading(_ arguments: [UInt64], _ body: @escaping (HostCall) throws -> Void) throws -> String {
        let memory = Array("größe".utf8) + [0xFF, 0xFE]
        let types = arguments.map { _ in ValueType.i32 }
        let function = HostFunction(type: FunctionType(parameters: types, results: [])) { try body($0) }
        var imports = Imports()
        imports.define("f", in: "env", function)
        let parameters = String(repeating: "i32 ", count: arguments.count)
        let constants = arguments.map { "(i32.const \($0)) " }.joined()
        let data = memory.map { byte in "\\" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        let module = try Module(
            text: """
                (module (import "env" "f" (func $f (param \(parameters)))) (memory 1) (data (i32.const 10) "\(data)")
                  (func (export "call") (call $f \(constants))))
                """)
        do {
            _ = try Store().instantiate(module, imports: imports).call("call")
            return "fine"
        } catch let trap as Trap {
            return "\(trap.kind)"
        }
    }

    @Test func numbersLieInTheirRange() throws {
        for (bits, says) in [
            (1, "fine"), (12, "fine"), (0, "argument 0 is 0, not from 1 to 12"), (13, "argument 0 is 13"),
            (0xFFFF_FFFF, "argument 0 is -1, not from 1 to 12"),
        ] as [(UInt64, String)] {
            let outcome = try reading([bits]) { call in _ = try call.number(at: 0, in: Int32(1)...12) }
            #expect(outcome.contains(says), "\(outcome)")
        }
        let unsigned = try reading([0xFFFF_FFFF]) { call in
            let number = try call.number(at: 0, in: 1...UInt32.max)
            #expect(number == .max)
        }
        #expect(unsigned == "fine")
    }

    static let texts: [(address: UInt64, length: UInt64, says: String)] = [
        (10, 7, "fine"), (10, 0, "fine"), (65_536, 0, "fine"), (10, 8, "what is not UTF-8"),
        (10, 3, "what is not UTF-8"),
        (10, 33, "argument 1 is 33, at most 32 are allowed"), (10, 0xFFFF_FFFF, "at most 32 are allowed"),
        (65_530, 7, "argument 0 is wrong: access to 7 bytes at 65530 is outside"), (0xFFFF_FFFF, 1, "is outside"),
        (65_537, 0, "is outside"),
    ]

    @Test(arguments: texts)
    func textsAreChecked(_ address: UInt64, _ length: UInt64, _ says: String) throws {
        let outcome = try reading([address, length]) { call in
            let text = try call.text(address: 0, length: 1, maximumCount: 32)
            #expect(text == (length == 7 ? "größe" : ""))
        }
        #expect(outcome.contains(says), "\(outcome)")
    }

    @Test func resultsFitOrAreNotWritten() throws {
        for (address, room, says) in [
            (100, 3, "fine"), (100, 2, "argument 1 is 2, but 3 bytes of room are needed"), (65_533, 3, "fine"),
            (65_534, 3, "outside"), (0xFFFF_FFFF, 0xFFFF_FFFF, "outside"),
        ] as [(UInt64, UInt64, String)] {
            let outcome = try reading([address, room]) { call in
                let before = try call.memory?.read(at: 0, count: 65_536)
                do {
                    try call.write([1, 2, 3], address: 0, room: 1)
                } catch {
                    let after = try call.memory?.read(at: 0, count: 65_536)
                    #expect(after == before)
                    throw error
                }
                let written = try call.memory?.read(at: address, count: 3)
                #expect(written == [1, 2, 3])
            }
            #expect(outcome.contains(says), "\(outcome)")
        }
    }

    // MARK: Audit

    final class Notes: Auditor {
        var calls: [AuditedCall] = []
        var outcomes: [AuditOutcome] = []
        var decision = AuditDecision.allow

        func decide(_ call: AuditedCall) -> AuditDecision { decision }

        func record(_ call: AuditedCall, _ outcome: AuditOutcome) {
            calls.append(call)
            outcomes.append(outcome)
        }
    }

    @Test func theAuditSeesHostFunctions() throws {
        let notes = Notes()
        let session = try session(modules: [module(price: 10, parameters: [CallParameter("value")])], auditor: notes)
        #expect(try call(session, -4) == -8)
        #expect(notes.calls.map(\.name) == ["f"])
        #expect(notes.calls.map(\.arguments) == [[AuditedValue(name: "value", content: .signedNumber(-4))]])
        #expect(notes.calls.map(\.function) == [GuestFunction(index: 1, name: "caller")])
        #expect(notes.calls.map(\.spent) == [3])
        #expect(
            notes.outcomes == [
                AuditOutcome(result: .returned, values: [AuditedValue(name: "0", content: .signedNumber(-8))])
            ])
        #expect(session.store.budget.spent == 13)
    }

    @Test func theAuditRefusesHostFunctions() throws {
        let notes = Notes()
        notes.decision = .refuse(.perm)
        var calls = 0
        let function = HostFunction { (value: Int32) -> Int32 in
            calls += 1
            return value
        }
        let session = try session(modules: [module(price: 10, function)], auditor: notes)
        let trap = try #require(throws: Trap.self) { try call(session) }
        #expect(trap.kind == .host("env.f was refused by the audit"))
        #expect(calls == 0 && session.store.budget.spent == 3, "neither done nor charged")
        #expect(notes.outcomes.map(\.result) == [.refused(.perm)])
        notes.decision = .stop("too often")
        #expect(throws: Trap.self) { try call(session) }
        #expect(session.denials.total == 2)
    }

    @Test func whatAFunctionThrowsIsToldAndTraps() throws {
        struct Failure: Error {}
        let notes = Notes()
        let function = HostFunction { (_: Int32) throws -> Int32 in throw Failure() }
        let session = try session(modules: [module(function)], auditor: notes)
        let trap = try #require(throws: Trap.self) { try call(session) }
        #expect(trap.kind == .host("Failure()"))
        #expect(notes.outcomes.map(\.result) == [.trap("host function failed: Failure()")])
    }

    // MARK: Whole guests

    @Test func aCommandRunsWithStreamsOfTheEmbedder() throws {
        var policy = Policy()
        policy.allow = [.stdio, .arguments, .environment, .exit]
        policy.stdout.to = .embedder
        policy.arguments.values = ["wren"]
        let output = BufferOutput()
        let session = try GuestSession(policy, program: "greet", streams: .init(stdout: output))
        #expect(try session.run(policy.load(Repository.bytes("Examples/hello.wasm"))) == 0)
        #expect(output.text == "Hello from inside the nest box!\nargument 1: wren\n")
        #expect(session.denials.total == 0)
        #expect(throws: PolicyError.noStream("stdout")) { try GuestSession(policy) }
    }

    /// A clock that advances with the budget shows the same time in every run.
    @Test func steppingClocksRepeat() throws {
        let text = """
            (module (import "wasi_snapshot_preview1" "clock_time_get" (func $now (param i32 i64 i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "time") (result i64) (drop (call $now (i32.const 1) (i64.const 0) (i32.const 8)))
                (i64.load (i32.const 8))))
            """
        var policy = Policy()
        policy.allow = [.clock]
        policy.clocks = .stepping(nanosecondsSince1970: 0, nanosecondsPerUnit: 1000)
        policy.resources.hostPrices = .none
        let session = try GuestSession(policy)
        let instance = try session.instantiate(try Module(text: text))
        let time = try #require(instance.function(named: "time"))
        // First the entry, three constants and the call; then also `drop`, a constant and the load.
        #expect(try time.call(returning: Int64.self) == 5000)
        #expect(try time.call(returning: Int64.self) == 12_000)
    }

    @Test func theGuestsTimeBeginsWithTheModule() throws {
        var policy = Policy()
        policy.resources.deadlineMilliseconds = 30
        policy.resources.budget = nil
        let session = try GuestSession(policy)
        let spin = try Module(text: #"(module (func (export "_start") (loop (br 0))))"#)
        let trap = try #require(throws: Trap.self) { try session.run(spin) }
        #expect(trap.kind == .interrupted(.deadlineExceeded))
    }

    // MARK: Folders

    /// Opens `a` in folder 3 for writing, creating it if the flags say so, and writes an `x`. Returns 0 or the code of
    /// the failure.
    private static let writer = """
        (module
          (import "wasi_snapshot_preview1" "path_open"
            (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1) (data (i32.const 0) "ax") (data (i32.const 16) "\\01\\00\\00\\00\\01\\00\\00\\00")
          (func (export "write") (param $oflags i32) (result i32) (local $code i32)
            (local.set $code (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (local.get $oflags)
              (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 32)))
            (if (local.get $code) (then (return (local.get $code))))
            (call $write (i32.load (i32.const 32)) (i32.const 16) (i32.const 1) (i32.const 36))))
        """

    static let folders:
        [(allow: Set<CallSelector>, permissions: FolderPermissions, storage: Policy.Folder.Storage, code: Errno)] =
            [
                ([.filesRead, .filesWrite, .filesCreate], .all, .host, .success),
                ([.filesRead, .filesWrite, .filesCreate], .all, .overlay, .success),
                ([.filesRead, .filesWrite, .filesCreate], .all, .memory, .success),
                ([.filesWrite, .filesCreate], [.write, .create], .host, .success),
                // The calls that are allowed for streams do not write files.
                ([.filesRead, .filesCreate, .stdio], .all, .host, .notcapable),
                ([.filesRead, .filesWrite, .stdio], .all, .host, .notcapable),
                ([.filesRead, .filesWrite, .filesCreate], .readOnly, .host, .notcapable),
                ([.filesRead, .filesWrite, .filesCreate], [], .memory, .notcapable),
            ]

    /// A folder allows what both its permissions and the allowed calls permit, wherever its files are stored.
    @Test(arguments: folders.indices)
    func aFileIsWrittenOnlyWhereBothLocksAreOpen(_ index: Int) throws {
        let (allow, permissions, storage, code) = GuestSessionTests.folders[index]
        let host = try TemporaryFolder()
        var policy = Policy()
        policy.allow = allow
        policy.folders = [
            Policy.Folder(
                host: storage == .memory ? "" : host.url.path, storage: storage, guest: "/data", allow: permissions)
        ]
        let session = try GuestSession(policy)
        let instance = try session.instantiate(try Module(text: GuestSessionTests.writer))
        let write = try #require(instance.function(named: "write"))
        let result = try write.call(1 as Int32, returning: UInt32.self)
        #expect(result == UInt32(code.rawValue))
        #expect((session.denials.total > 0) == (code != .success))
        let isOnHost = (try? host.text("a")) == "x"
        #expect(isOnHost == (code == .success && storage == .host))
        let left = try? session.wasi.folder(at: "/data/")?.readFile(at: "a")
        #expect(left == (code == .success ? Array("x".utf8) : nil))
    }

    @Test func systemFoldersNeedToBeMeant() throws {
        var policy = Policy()
        policy.folders = [Policy.Folder(host: "/etc", guest: "/", allow: .read)]
        #expect(throws: HostFileError.self) { try GuestSession(policy) }
        policy.folders[0].isSystemFolder = true
        _ = try GuestSession(policy)
        policy.folders[0].storage = .overlay
        _ = try GuestSession(policy)
    }

    /// Output that is not yet flushed when a guest ends, however it ends, does not delay the host.
    @Test(arguments: ["", "unreachable"])
    func aSlowStreamDoesNotHoldUpTheHost(_ end: String) throws {
        let text = """
            (module (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1) (data (i32.const 4) "\\e8\\03\\00\\00")
              (func (export "_start")
                (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))) \(end)))
            """
        var policy = Policy()
        policy.allow = [.stdio]
        policy.stdout.to = .embedder
        policy.stdout.bytesPerSecond = 1
        policy.resources.deadlineMilliseconds = 50
        let output = CallbackOutput(buffering: .full) { _ in }
        let session = try GuestSession(policy, streams: .init(stdout: output))
        let start = HostClocks.monotonicNanoseconds()
        let error = try #require(throws: (any Error).self) { try session.run(Module(text: text)) }
        // On a busy machine the deadline may pass before the guest ends.
        let ended = (error as? Trap)?.kind
        #expect(end.isEmpty ? error is Interrupted || ended == .interrupted(.deadlineExceeded) : ended != nil)
        #expect(HostClocks.monotonicNanoseconds() - start < 30_000_000_000)
    }
}
