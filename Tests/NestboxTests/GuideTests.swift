import Foundation
import Nestbox
import Testing
import WasmSyntax

@testable import GuideExamples

/// The examples of the documents work as described, and print what the documents show.
@Suite struct GuideTests {
    private static let folder = "Sources/Nestbox/Nestbox.docc"

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func hello() throws -> [UInt8] { try Repository.bytes("Examples/hello.wasm") }

    /// Expects that a document shows a text as an indented block.
    private func expect(_ text: String, standsIn document: String) throws {
        let page = String(decoding: try Repository.bytes(document), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    " + $0 }
        let block = lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
        // Not the page itself, which would be printed as a whole.
        let stands = page.contains("\n" + block + "\n")
        #expect(stands, "\(document):\n\(block)")
    }

    private func expect(_ text: String, standsInArticle article: String) throws {
        try expect(text, standsIn: "\(GuideTests.folder)/\(article).md")
    }

    // MARK: Debugging

    /// A debugger, played by Python, connects, lets the guest run to its end, and sees it.
    @Test func aGuestIsDebugged() throws {
        let module = try Module(text: "(module (func (export \"run\") (result i32) i32.const 42))")
        let port = try HostDebugPort(0)
        #expect(port.port > 0)
        let client = Process()
        client.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        client.arguments = [
            "python3", "-c",
            """
            import socket
            with socket.create_connection(("127.0.0.1", \(port.port))) as connection:
                connection.sendall(b"$QStartNoAckMode#b0$c#63")
                answer = b""
                while b"W00" not in answer:
                    part = connection.recv(100)
                    if not part:
                        raise SystemExit(1)
                    answer += part
            """,
        ]
        try client.run()
        let results = try debug("run", of: module, at: port)
        client.waitUntilExit()
        #expect(results.map(\.text) == ["42"] && client.terminationStatus == 0)
    }

    @Test func portsOfThisComputer() {
        for address in ["localhost", "1.2.3", "1.2.3.256", "", "::1", "1.2.3.4.5", "a.b.c.d\u{1B}"] {
            #expect(throws: HostDebugPortError.malformedAddress(Name(address).description)) {
                try HostDebugPort(0, address: address)
            }
        }
        // An address of another computer.
        #expect(throws: HostDebugPortError.self) { try HostDebugPort(0, address: "192.0.2.1") }
    }

    // MARK: Profiles, coverage, traces

    private static let observed = """
        (module
          (tag $bad (param i32))
          (func $parse (throw $bad (i32.const 1)))
          (func $run (export "run")
            (block $caught (result i32) (try_table (catch $bad $caught) (call $parse)) (i32.const 0))
            (drop)))
        """

    @Test func aGuestIsObserved() throws {
        let module = try Module(text: GuideTests.observed)
        #expect(try profiled(module).contains("flame"))
        #expect(try covered(module, byCalling: ["run"]).contains("FNDA:1,parse"))
        try expect(traced(module), standsInArticle: "SeeingWhatAGuestDoes")
    }

    // MARK: Plug-ins and programs

    @Test func aPlugInIsCalled() throws {
        #expect(try quantityToOrder(of: 7) == 38)
        for document in ["README.md", "\(GuideTests.folder)/GettingStarted.md"] { try expect("38", standsIn: document) }
    }

    @Test func aProgramIsRun() throws {
        let output = """
            Hello from inside the nest box!
            argument 1: wren
            argument 2: robin
            environment: COLOUR=green

            """
        for (exitCode, text) in [try greet(hello()), try greetInPieces(hello())] {
            #expect(exitCode == 0)
            #expect(text == output)
        }
        try expect(output, standsInArticle: "GrantsAndPolicies")
    }

    @Test func aConverterIsRun() throws {
        let (pages, site) = (try TemporaryFolder(), try TemporaryFolder())
        let output = try convert(hello(), page: "a.md", from: pages.url.path, to: site.url.path)
        #expect(output == "Hello from inside the nest box!\nargument 1: a.md\n")
        #expect(throws: PolicyError.self) {
            try convert(hello(), page: "A.md", from: pages.url.path, to: site.url.path)
        }
    }

    // MARK: Policies

    @Test func aPolicyIsExplained() throws {
        let json = """
            {
              "allow": ["stdio", "random"],
              "stdout": {"to": "inherit", "maximumBytes": 65536},
              "random": {"seeded": 42},
              "resources": {"budget": 1000000}
            }
            """
        let sections = try explanation(ofPolicy: json).components(separatedBy: "\n\n")
        let streams = try #require(sections.first { $0.hasPrefix("Standard streams\n") })
        try expect(streams, standsInArticle: "GrantsAndPolicies")
        let page = String(decoding: try Repository.bytes("\(GuideTests.folder)/GrantsAndPolicies.md"), as: UTF8.self)
        let stands = page.contains("```json\n\(json)\n```\n")
        #expect(stands)
    }

    private static let randomGuest = """
        (module
          (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "_start") (drop (call $random (i32.const 0) (i32.const 8)))))
        """

    @Test func denialsAreCounted() throws {
        try expect(
            try denials(of: bytes(GuideTests.randomGuest), under: Policy()), standsInArticle: "GrantsAndPolicies")
    }

    @Test func callsAreAudited() throws {
        var policy = Policy()
        policy.allow = [.random]
        try expect(
            try auditedCalls(of: bytes(GuideTests.randomGuest), under: policy), standsInArticle: "GrantsAndPolicies")
    }

    // MARK: Host functions

    private func instance(_ text: String, _ module: HostModule, allowing grants: Set<String>) throws -> Instance {
        var policy = Policy()
        policy.hostFunctions.allow = grants
        let session = try GuestSession(policy, hostModules: [module])
        return try session.instantiate(session.load(bytes(text)))
    }

    @Test func closuresAreCalled() throws {
        let calculator = try instance(
            """
            (module
              (import "arithmetic" "add" (func $add (param i32 i32) (result i32)))
              (import "arithmetic" "root" (func $root (param f64) (result f64)))
              (import "arithmetic" "third" (func $third (param i64) (result i64)))
              (export "add" (func $add)) (export "root" (func $root))
              (func (export "third") (param i64) (result i64) (call $third (local.get 0))))
            """, arithmetic(), allowing: ["arithmetic.add", "arithmetic.root", "arithmetic.third"])
        let sum: Int32 = try #require(calculator.function(named: "add")).call(.max as Int32, 1 as Int32)
        #expect(sum == .min)
        let root: Double = try #require(calculator.function(named: "root")).call(9.0)
        #expect(root == 3)
        let third = try #require(calculator.function(named: "third"))
        #expect(try third.call(12 as Int64, returning: Int64.self) == 4)
        let trap = try #require(throws: Trap.self) { try third.call(13 as Int64, returning: Int64.self) }
        try expect("\(trap.kind)", standsInArticle: "HostFunctions")
    }

    @Test func textIsTakenFromTheMemory() throws {
        var notebook: [String] = []
        let guest = try instance(
            """
            (module
              (import "shop" "note" (func $note (param i32 i32 i32)))
              (memory (export "memory") 1) (data (i32.const 16) "sold out")
              (func (export "tell") (param i32) (call $note (local.get 0) (i32.const 16) (i32.const 8))))
            """, notes { notebook.append("\($0) \($1)") }, allowing: ["logging"])
        let tell = try #require(guest.function(named: "tell"))
        try tell.call(2 as Int32)
        #expect(notebook == ["2 sold out"])
        #expect(throws: Trap.self) { try tell.call(4 as Int32) }
    }

    @Test func memoryIsChangedInPlace() throws {
        let guest = try instance(
            """
            (module
              (import "text" "upper" (func $upper (param i32 i32)))
              (memory (export "memory") 1) (data (i32.const 16) "sold out")
              (func (export "shout") (param i32) (call $upper (i32.const 16) (local.get 0))))
            """, upperCase(), allowing: ["text.upper"])
        let shout = try #require(guest.function(named: "shout"))
        let before = guest.store.budget.spent
        try shout.call(6 as Int32)
        #expect(guest.store.budget.spent - before >= 6)
        let memory = try #require(guest.memory(named: "memory"))
        #expect(try memory.read(at: 16, count: 8) == bytes("SOLD Out"))
        #expect(throws: Trap.self) { try shout.call(70_000 as Int32) }
    }

    // MARK: Folders

    /// Writes `1;2` to `output/data.csv` in the first folder.
    private static let writer = #"""
        (module
          (import "wasi_snapshot_preview1" "path_open"
            (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "output/data.csv")
          (data (i32.const 32) "1;2")
          (data (i32.const 64) "\20\00\00\00\03\00\00\00")
          (func (export "_start")
            (drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 15) (i32.const 1) (i64.const 64)
              (i64.const 0) (i32.const 0) (i32.const 100)))
            (drop (call $write (i32.load (i32.const 100)) (i32.const 64) (i32.const 1) (i32.const 104)))))
        """#

    @Test func foldersOfTheHostAreGranted() throws {
        let (photos, thumbnails) = (try TemporaryFolder(), try TemporaryFolder())
        let policy = thumbnailPolicy(photos: photos.url.path, thumbnails: thumbnails.url.path)
        #expect(policy.warnings.isEmpty, "\(policy.warnings)")
        let session = try GuestSession(policy)
        #expect(session.wasi.folder(at: "/in") != nil)
        #expect(session.wasi.folder(at: "/out") != nil)
    }

    @Test func aFolderInMemoryIsFilledAndRead() throws {
        #expect(try convertInMemory(bytes(GuideTests.writer), bytes("1,2")) == bytes("1;2"))
    }

    @Test(arguments: [true, false])
    func changesAreApprovedOrNot(approved: Bool) throws {
        let project = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: project.path("output"), withIntermediateDirectories: false)
        var changes: [String] = []
        try refactor(bytes(GuideTests.writer), project: project.url.path) {
            changes = $0.map { "\($0.kind) \($0.path)" }
            return approved
        }
        #expect(changes == ["added output/data.csv"])
        #expect(FileManager.default.fileExists(atPath: project.path("output/data.csv")) == approved)
    }

    // MARK: Limits

    private static let spinning = """
        (module (func (export "spin") (loop (br 0))) (func (export "ten") (local i32) (local.set 0 (i32.const 1))))
        """

    @Test func limitsOfAPolicyAreKept() throws {
        let session = try GuestSession(smallGuests())
        let guest = try session.instantiate(session.load(bytes(GuideTests.spinning)))
        let trap = try #require(throws: Trap.self) { try guest.call("spin") }
        #expect(trap.kind == .budgetExhausted || trap.kind == .interrupted(.deadlineExceeded))
        #expect(session.store.hostBytes <= 32 << 20)
    }

    @Test func aBudgetIsToppedUp() throws {
        let store = Store()
        let guest = try store.instantiate(Module(text: GuideTests.spinning))
        let function = try #require(guest.function(named: "ten"))
        let (calls, units) = try callsWithin(100, of: function, in: store)
        #expect(units == 3)
        #expect(calls == 33)
    }

    @Test func aCallIsCancelled() async throws {
        let guest = try Store().instantiate(Module(text: GuideTests.spinning))
        do {
            _ = try await callAndCancel("spin", of: guest, afterNanoseconds: 1_000_000)
            Issue.record("the call ended")
        } catch let trap as Trap {
            #expect(trap.kind == .interrupted(.cancelled))
        }
    }

    // MARK: Errors

    static let failures: [String] = [
        """
        (module
          (func $divide (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
          (func $main (export "_start") (drop (call $divide (i32.const 1) (i32.const 0)))))
        """,
        #"(module (func (export "_start") (loop (br 0))))"#,
        GuideTests.randomGuest,
        #"(module (func (export "_start") (i32.add)))"#,
        #"(module (func (export "_start") (i32.ad)))"#,
    ]

    @Test(arguments: failures)
    func outcomesAreTold(program: String) throws {
        var policy = Policy()
        policy.resources.budget = 10_000
        try expect(outcome(of: bytes(program), under: policy), standsInArticle: "ErrorsAndBacktraces")
    }

    @Test func sourceLinesAreTold() throws {
        let trap = try SourceTests.trap(Module(bytes: Repository.bytes("Tests/DebugInfo/lines-4-O2.wasm")))
        try expect(sourceLines(of: trap).joined(separator: "\n"), standsInArticle: "SourceLines")
        try expect("nestbox: trap: \(trap)", standsInArticle: "SourceLines")
    }

    @Test func aCoreDumpIsMadeAndRead() throws {
        let module = try Module(
            text: """
                (module
                  (func $divide (param i32) (result i32) (local f64)
                    (local.set 1 (f64.const 2.5)) (i32.div_s (local.get 0) (i32.const 0)))
                  (func (export "buy") (i64.const 7) (drop (call $divide (i32.const 12))) drop)
                  (func (export "look")))
                """)
        let file = try #require(try coreDump(ofCalling: "buy", in: module))
        try expect(description(ofCoreDump: file), standsInArticle: "ErrorsAndBacktraces")
        #expect(try coreDump(ofCalling: "look", in: module) == nil)
    }

    // MARK: Migrating

    @Test func examplesOfOtherRuntimesWork() throws {
        #expect(try factorial(of: 5) == 120)
        try printSum(
            Module(
                text: """
                    (module
                      (import "printer" "print_i32" (func $print (param i32)))
                      (func (export "print_add") (param i32 i32)
                        (call $print (i32.add (local.get 0) (local.get 1)))))
                    """))
        var imports = Imports()
        imports.define("print_str", in: "printer", printer())
        let greeter = try Store().instantiate(
            Module(
                text: """
                    (module
                      (import "printer" "print_str" (func $print (param i32 i32)))
                      (memory (export "memory") 1) (data (i32.const 8) "Hello")
                      (func (export "greet") (param i32) (call $print (i32.const 8) (local.get 0))))
                    """), imports: imports)
        _ = try greeter.call("greet", [.i32(0)])
        #expect(throws: Trap.self) { try greeter.call("greet", [.i32(-1)]) }
        let module = try Module(
            text: """
                (module
                  (func $fib (export "fibonacci") (param i32) (result i32)
                    (if (i32.lt_s (local.get 0) (i32.const 2)) (then (return (i32.const 1))))
                    (i32.add
                      (call $fib (i32.sub (local.get 0) (i32.const 1)))
                      (call $fib (i32.sub (local.get 0) (i32.const 2))))))
                """)
        #expect(try fibonacci(module, of: 5).result == 8)
        let trap = try #require(throws: Trap.self) { try fibonacci(module, of: 25) }
        #expect(trap.kind == .budgetExhausted)
    }

    /// The table of proposals is the one from which the options follow.
    @Test func theTableOfProposalsIsTheOneOfTheOptions() throws {
        let page = String(
            decoding: try Repository.bytes("Sources/Nestbox/Nestbox.docc/Conformance.md"), as: UTF8.self)
        let rows = Feature.proposals.map {
            "| `\($0.feature.optionName)` | \($0.isOnByDefault ? "on" : "off") | \($0.summary) |"
        }
        #expect(page.contains("\n\(rows.joined(separator: "\n"))\n\n"))
    }
}

/// The examples about calls and snapshots.
@Suite struct CallGuideTests {
    @Test func aCallIsDoneInParts() throws {
        let (result, parts) = try inParts()
        #expect("\(result)" == "[500500]")
        let page = String(
            decoding: try Repository.bytes("Sources/Nestbox/Nestbox.docc/CallsAndSnapshots.md"), as: UTF8.self)
        #expect(page.contains("returns `500500`, in \(parts) parts"))
    }

    @Test func actorsWaitForActors() async throws {
        let warehouse = Warehouse()
        let shops = try (0..<10).map { _ in try Shop(warehouse) }
        let total = try await withThrowingTaskGroup(of: Int32.self) { group in
            for shop in shops { group.addTask { try await shop.total(ofFirst: 3) } }
            return try await group.reduce(0, +)
        }
        #expect(total == 600)
    }

    static let prepared = """
        (module (memory 1) (global $n (mut i32) (i32.const 0))
          (func (export "prepare") (i32.store (i32.const 0) (i32.const 100)))
          (func (export "handle") (param i32) (result i32)
            (global.set $n (i32.add (global.get $n) (i32.const 1)))
            (i32.add (i32.load (i32.const 0)) (i32.add (local.get 0) (global.get $n))))
          (func (export "work") (result i32) (local $i i32)
            (loop $l (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10000))))
            (local.get $i)))
        """

    @Test func requestsUseAPool() async throws {
        let server = try Answers(Array(CallGuideTests.prepared.utf8))
        #expect(try server.answer(1).description == "[102]")
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for request in 0..<100 { group.addTask { try await server.answerInTurn(Int32(request)).description } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(answers == Set((0..<100).map { "[\(101 + $0)]" }))
    }

    @Test func aPlugInIsReloaded() throws {
        func version(_ step: Int) -> [UInt8] {
            Array(
                """
                (module (memory (export "memory") 1)
                  (func (export "count") (result i32)
                    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const \(step))))
                    (i32.load (i32.const 0))))
                """.utf8)
        }
        var plugIn = try ReloadablePlugIn(version(1))
        #expect(try plugIn.instance.call("count").description == "[1]")
        try plugIn.reload(version(10))
        #expect(try plugIn.instance.call("count").description == "[11]")
        #expect(throws: (any Error).self) { try plugIn.reload([]) }
        #expect(try plugIn.instance.call("count").description == "[21]")
    }

    @Test func requestsGetCopies() async throws {
        let server = try WarmServer(Module(text: CallGuideTests.prepared))
        let answers = try await withThrowingTaskGroup(of: Int32.self) { group in
            for request in 0..<100 { group.addTask { try server.answer(Int32(request)) } }
            return try await group.reduce(into: Set<Int32>()) { $0.insert($1) }
        }
        // Each request is the first of its copy.
        #expect(answers == Set((0..<100).map { 101 + Int32($0) }))
    }

    @Test func aGuestSharesWhatTheHostHasMade() throws {
        let module = try Module(
            text: """
                (module (import "env" "memory" (memory 1)) (import "env" "calls" (global $calls (mut i32)))
                  (import "env" "table" (table 1 funcref)) (type $f (func (param i32) (result i32)))
                  (func $digit (param i32) (result i32) (i32.sub (i32.load8_u (local.get 0)) (i32.const 48)))
                  (func (export "halve") (local $n i32)
                    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
                    (local.set $n (call_indirect (type $f)
                      (i32.add (i32.mul (call $digit (i32.const 0)) (i32.const 10)) (call $digit (i32.const 1)))
                      (i32.const 0)))
                    (i32.store8 (i32.const 0) (i32.add (i32.div_u (local.get $n) (i32.const 10)) (i32.const 48)))
                    (i32.store8 (i32.const 1) (i32.add (i32.rem_u (local.get $n) (i32.const 10)) (i32.const 48)))))
                """)
        let (text, calls) = try shared(module)
        #expect(text == "21" && "\(calls)" == "1")
    }

    @Test func aGuestsFunctionIsOneOfSwift() throws {
        let divide = try quotientAndRemainder(
            Module(
                text: """
                    (module (func (export "divide") (param i32 i32) (result i32 i32)
                      (i32.div_u (local.get 0) (local.get 1)) (i32.rem_u (local.get 0) (local.get 1))))
                    """))
        #expect(try divide(17, 5) == (3, 2))
    }

    @Test func aGuestGreets() throws {
        let greet = try greeter(
            Module(
                text: """
                    (module (import "env" "print" (func (param i32 i32))) (memory 1)
                      (func (export "malloc") (param i32) (result i32) (i32.const 64))
                      (data (i32.const 58) "hello ")
                      (func (export "greet") (param i32 i32) (result i32 i32)
                        (call 0 (local.get 0) (local.get 1))
                        (i32.const 58) (i32.add (local.get 1) (i32.const 6))))
                    """))
        #expect(try greet("wörld").text == "hello wörld")
    }

    @Test func aGuestIsObserved() throws {
        let instance = try Store().instantiate(Module(text: "(module (func (export \"run\")))"))
        try observed(instance)
        #expect(instance.store.budget.spent == 1)
    }

    @Test func aGuestSleeps() throws {
        let module = try Module(text: CallGuideTests.prepared)
        let program =
            "(module (func (export \"_start\") (local i32) (loop $l "
            + "(br_if $l (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 100))))))"
        let moments = try lastMoments(Array(program.utf8))
        #expect(moments.count == 3 && moments == moments.sorted(by: >))
        let bytes = try putToSleep(module)
        #expect(!bytes.isEmpty)
        // A module that was loaded elsewhere.
        #expect("\(try wakeUp(bytes, Module(text: CallGuideTests.prepared)))" == "[10000]")
    }
}

/// Snapshots as modules.
@Suite struct SnapshotModuleTests {
    @Test func aModuleBeginsWithTheState() throws {
        let module = try Module(
            text: """
                (module
                  (import "host" "f" (func $f (result i32)))
                  (memory (export "m") 1 9) (table $t (export "t") 2 9 funcref) (table $u 2 9 (ref null i31))
                  (global $n (mut i32) (i32.const 1)) (global $x (mut f64) (f64.const 1)) (global $v (mut v128) (v128.const i64x2 1 2))
                  (global $r (mut funcref) (ref.null func))
                  (data $d "abc") (data (i32.const 5) "xyz") (elem $e func $g) (elem (i32.const 1) $g) (elem declare func $f) (start $start)
                  (func $start (global.set $n (i32.add (global.get $n) (i32.const 100))))
                  (func $g (result i32) (i32.const 7))
                  (func (export "prepare")
                    (memory.init $d (i32.const 70000) (i32.const 0) (i32.const 3))
                    (global.set $n (i32.add (global.get $n) (i32.const 1)))
                    (global.set $x (f64.const -0x1.8p3)) (global.set $v (v128.const i64x2 -1 5))
                    (global.set $r (ref.func $g))
                    (table.set $t (i32.const 0) (ref.func $f)) (drop (table.grow $t (ref.func $g) (i32.const 3)))
                    (table.set $u (i32.const 1) (ref.i31 (i32.const -5)))
                    (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $e) (data.drop $d))
                  (func (export "grow") (drop (memory.grow (i32.const 1))))
                  (func (export "look") (result i32 f64 i64 i32 i32 i32 i32)
                    (global.get $n) (global.get $x) (i64x2.extract_lane 1 (global.get $v))
                    (i32.load (i32.const 70000)) (call_indirect $t (result i32) (i32.const 4))
                    (i31.get_s (table.get $u (i32.const 1))) (table.size $t))
                  (func (export "drop") (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))))
                """)
        var imports = Imports()
        imports.define("f", in: "host", HostFunction { () -> Int32 in 9 })
        let instance = try Store().instantiate(module, imports: imports)
        _ = try instance.call("grow")
        _ = try instance.call("prepare")
        let bytes = try instance.snapshot().module()
        let other = try Store().instantiate(Module(bytes: bytes), imports: imports)
        let looked = try instance.call("look").description
        #expect(try other.call("look").description == looked)
        #expect(looked == "[102, -12.0, 5, 6513249, 7, -5, 5]")
        #expect(throws: Trap.self) { try other.call("drop") }
        #expect(other.memory(named: "m")?.byteCount == 131_072)
        // The same again.
        let third = try Store().instantiate(Module(bytes: other.snapshot().module()), imports: imports)
        #expect(try third.call("look").description == looked)
    }

    @Test func objectsAreNoModule() throws {
        let instance = try Store().instantiate(
            Module(text: "(module (type $s (struct)) (global (ref $s) (struct.new $s)))"))
        #expect(throws: SnapshotError.noModule("it holds an object")) { try instance.snapshot().module() }
    }
}
