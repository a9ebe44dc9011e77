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

    @Test func aCallIsCancelled() throws {
        let guest = try Store().instantiate(Module(text: GuideTests.spinning))
        let trap = try #require(throws: Trap.self) {
            try callAndCancel("spin", of: guest, afterNanoseconds: 1_000_000)
        }
        #expect(trap.kind == .interrupted(.cancelled))
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
