import Nestbox
import Testing

/// Modules that are replaced while their session goes on.
struct ReplacingTests {
    /// A counter whose version is its step. Its state is in memory, in a global, and in an open file.
    private static func counter(_ step: Int, extra: String = "") -> [UInt8] {
        Array(
            """
            (module
              (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
              (import "wasi_snapshot_preview1" "path_open"
                (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
              (memory (export "memory") 1 4)
              (global (export "calls") (mut i64) (i64.const 0))
              (global $version (mut i32) (i32.const \(step)))
              (data (i32.const 0) "a")
              (func (export "count") (result i32)
                (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const \(step))))
                (i32.load (i32.const 8)))
              (func (export "version") (result i32) (global.get $version))
              (func (export "open") (result i32)
                (drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 1)
                  (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 32)))
                (i32.load (i32.const 32)))
              (func (export "close") (param i32) (result i32) (call $close (local.get 0)))
              (func (export "spin") (loop (br 0)))
              (func (export "work") (result i32) (i32.const 0))
              \(extra))
            """.utf8)
    }

    private static func session(_ change: (inout Policy) -> Void = { _ in }) throws -> GuestSession {
        var policy = Policy()
        policy.allow = [.filesRead, .filesWrite, .filesCreate]
        policy.folders = [Policy.Folder(host: "", storage: .memory, guest: "/data", allow: .all)]
        policy.resources.budget = 10_000_000
        change(&policy)
        return try GuestSession(policy)
    }

    private static func copy(_ old: Instance, _ new: Instance) throws { try old.copyState(to: new) }

    private func number(_ instance: Instance, _ name: Name, _ arguments: [Value] = []) throws -> String {
        try instance.call(name, arguments).description
    }

    @Test func stateAndDescriptorsAreKept() throws {
        let session = try ReplacingTests.session()
        let first = try session.instantiate(session.load(ReplacingTests.counter(1)))
        let count = try #require(first.function(named: "count"))
        #expect(try number(first, "count") == "[1]" && number(first, "open") == "[4]")
        guard case .global(let calls)? = first["calls"] else { return }
        try calls.setValue(.i64(77))
        _ = try #require(first.memory(named: "memory")).grow(by: 2)
        let second = try session.replace(
            first, loading: ReplacingTests.counter(10), migrating: ReplacingTests.copy)
        #expect(try number(second, "version") == "[10]" && number(second, "count") == "[11]")
        guard case .global(let new)? = second["calls"] else { return }
        #expect(new.value.description == "77" && second.memory(named: "memory")?.pageCount == 3)
        #expect(try number(second, "close", [.i32(4)]) == "[0]", "the descriptor is open")
        #expect(first.isDiscarded)
        #expect(throws: CallError.instanceDiscarded) { try count.call([]) }
        let third = try session.replace(second, with: session.load(ReplacingTests.counter(5))) { _, _ in }
        #expect(try number(third, "count") == "[5]", "nothing was copied")
    }

    // MARK: Failures

    struct Refused: Error {}

    private static let small = #"(module (global (export "calls") (mut i64) (i64.const 0))"#
    private static let table = #"(module (import "lib" "t" (table 1 funcref)) (elem (i32.const 0) $f)"#

    static let failures: [(module: String, migrate: @Sendable (Instance, Instance) throws -> Void, says: String)] = [
        ("(module (func (result i32)))", { _, _ in }, "type"),
        (#"(module (import "env" "f" (func)))"#, { _, _ in }, "unknown import"),
        ("(module (memory 1) (data (i32.const 65536) \"a\"))", { _, _ in }, "out of bounds"),
        ("(module (memory 60000))", { _, _ in }, "limit exceeded"),
        ("(module (start $f) (func $f unreachable))", { _, _ in }, "unreachable"),
        (#"(module (memory 1) (func (export "_initialize") unreachable))"#, { _, _ in }, "unreachable"),
        (#"(module (func (export "_initialize") (loop (br 0))))"#, { _, _ in }, "budget"),
        ("(module (memory 1))", { _, _ in throw Refused() }, "Refused"),
        ("(module (memory 1))", { old, _ in try old.discard() }, "discarded"),
        ("(module)", copy, "exports no \"memory\""),
        (#"(module (memory (export "memory") i64 1))"#, copy, "another type"),
        (small + #"(memory (export "memory") 1 1))"#, copy, "cannot grow"),
        (
            #"(module (memory (export "memory") 2) (global (export "calls") (mut i32) (i32.const 0)))"#, copy,
            "another type"
        ),
        (#"(module (memory (export "memory") 2) (global (export "calls") i64 (i64.const 0)))"#, copy, "another type"),
        (#"(module (import "counter" "memory" (memory 1)))"#, { _, _ in }, "1 other instances import"),
        (
            table + "(start $f) (func $f unreachable))",
            { _, _ in }, "unreachable"
        ),
        (
            table + "(memory 1) (func $f) (data (i32.const 65536) \"a\"))",
            { _, _ in }, "out of bounds"
        ),
    ]

    /// Whatever fails, the old instance goes on, and the new one leaves nothing.
    @Test(arguments: failures.indices)
    func aFailureChangesNothing(_ index: Int) throws {
        let (module, migrate, says) = ReplacingTests.failures[index]
        let session = try ReplacingTests.session { $0.resources.deadlineMilliseconds = 60_000 }
        try session.provide(
            "lib", session.load(Array(#"(module (table (export "t") 1 funcref))"#.utf8)))
        let counter = try session.provide("counter", session.load(ReplacingTests.counter(1)))
        _ = try #require(counter.memory(named: "memory")).grow(by: 1)
        #expect(try number(counter, "count") == "[1]" && number(counter, "version") == "[1]")
        let (bytes, time) = (session.store.hostBytes, session.store.interruption)
        if says == "discarded" {
            // A hook that destroys the old instance itself has only the error.
            #expect(throws: CallError.instanceDiscarded) {
                try session.replace(counter, loading: Array(module.utf8), migrating: migrate)
            }
            return
        }
        let error = try #require(throws: (any Error).self) {
            try session.replace(counter, loading: Array(module.utf8), migrating: migrate)
        }
        #expect("\(error)".contains(says), "\(error)")
        #expect(!counter.isDiscarded)
        session.store.budget.allow(1_000_000)
        #expect(try number(counter, "count") == "[2]" && number(counter, "version") == "[1]")
        // The record of a function remains that a table of others refers to, and traps.
        #expect(session.store.hostBytes == bytes + (module.contains("(elem") ? 16 : 0))
        #expect(session.store.interruption === time, "the old time runs")
        let importer = try session.instantiate(
            session.load(
                Array(#"(module (import "counter" "count" (func $f (result i32))) (export "f" (func $f)))"#.utf8)))
        #expect(try number(importer, "f") == "[3]")
    }

    private static func number(_ name: String) -> String { "(global \(name) (mut i32) (i32.const 1))" }

    static let joined: [(old: String, new: String, fails: Bool)] = [
        ("(memory $a 1) (memory $b 1)", "(memory $a 1)", true),
        ("(memory $a 1)", "(memory $a 1) (memory $b 1)", false),
        (
            #"(memory $a (import "lib" "m") 1) (memory $b 1)"#, #"(memory $a (import "lib" "m") 1)"#, true
        ),
        (number("$a") + number("$b"), number("$a"), true),
        (number("$a"), number("$a") + number("$b"), false),
    ]

    /// Two memories or globals do not become one, of which the last would overwrite the first; one may become two.
    @Test(arguments: joined.indices)
    func memoriesAndGlobalsStayApart(_ index: Int) throws {
        let (old, new, fails) = ReplacingTests.joined[index]
        func module(_ items: String) -> [UInt8] {
            let kind = items.contains("global") ? "global" : "memory"
            let second = items.contains("$b") ? "$b" : "$a"
            return Array(#"(module \#(items) (export "a" (\#(kind) $a)) (export "b" (\#(kind) \#(second))))"#.utf8)
        }
        let session = try ReplacingTests.session()
        try session.provide("lib", session.load(Array(#"(module (memory (export "m") 1))"#.utf8)))
        let first = try session.instantiate(session.load(module(old)))
        try first.memory(named: "b")?.store(UInt32(7), at: 0)
        if fails {
            #expect(throws: MigrationError.ambiguous("b")) {
                try session.replace(first, loading: module(new), migrating: ReplacingTests.copy)
            }
            #expect(!first.isDiscarded)
        } else {
            let second = try session.replace(first, loading: module(new), migrating: ReplacingTests.copy)
            if let memory = second.memory(named: "a") { #expect(try memory.load(UInt32.self, at: 0) == 7) }
        }
    }

    @Test func anInstanceInUseIsNotReplaced() throws {
        let session = try ReplacingTests.session()
        let counter = try session.provide("counter", session.load(ReplacingTests.counter(1)))
        func replace() throws {
            _ = try session.replace(counter, loading: ReplacingTests.counter(2), migrating: ReplacingTests.copy)
        }
        let call = try #require(counter.function(named: "spin")).begin()
        guard case .suspended = try call.resume(yieldingAfter: 10) else { return }
        #expect(throws: DiscardError.suspendedCall) { try replace() }
        call.cancel()
        let importer = try session.instantiate(
            session.load(
                Array(#"(module (import "counter" "count" (func $f (result i32))) (export "f" (func $f)))"#.utf8)))
        #expect(throws: DiscardError.imported(by: 1)) { try replace() }
        #expect(try number(importer, "f") == "[1]")
        try importer.discard()
        try replace()
        #expect(throws: CallError.instanceDiscarded) { try replace() }
        let other = try ReplacingTests.session().instantiate(session.load(ReplacingTests.counter(1)))
        #expect(throws: MigrationError.otherStore) { try session.replace(other, loading: [], migrating: { _, _ in }) }
        #expect(throws: MigrationError.otherStore) { try other.copyState(to: counter) }
    }

    @Test func modulesImportFromTheNewInstance() throws {
        let session = try ReplacingTests.session()
        let first = try session.provide("counter", session.load(ReplacingTests.counter(1)))
        session.imports.define(exportsOf: first, in: "again")
        let second = try session.replace(first, loading: ReplacingTests.counter(7), migrating: ReplacingTests.copy)
        for (name, result) in [("counter", "[7]"), ("again", "[14]")] {
            let importer = try session.instantiate(
                session.load(
                    Array(
                        """
                        (module (import "\(name)" "count" (func $f (result i32))) (export "f" (func $f)))
                        """.utf8)))
            #expect(try number(importer, "f") == result)
            try importer.discard()
        }
        // In a backtrace with others, the new instance has the name of the old one.
        let crashing = ReplacingTests.counter(3, extra: #"(func $crash (export "crash") unreachable)"#)
        _ = try session.replace(second, loading: crashing, migrating: ReplacingTests.copy)
        let caller = try session.instantiate(
            session.load(
                Array(
                    """
                    (module (import "counter" "crash" (func $crash)) (func (export "call") (call $crash)))
                    """.utf8)))
        let trap = try #require(throws: Trap.self) { try caller.call("call") }
        #expect(trap.backtrace.map(\.moduleName) == ["again", nil])
    }

    /// Nothing is left of 200 versions that are all different, in a store with little room.
    @Test func reloadingLeaksNothing() throws {
        let session = try ReplacingTests.session {
            $0.resources.limits.hostBytes = 4 << 20
            $0.resources.limits.instances = 2
        }
        var instance = try session.instantiate(session.load(ReplacingTests.counter(1)))
        var (total, bytes): (Int, [UInt64]) = (1, [])
        #expect(try number(instance, "count") == "[1]")
        for version in 2...201 {
            instance = try session.replace(
                instance, loading: ReplacingTests.counter(version), migrating: ReplacingTests.copy)
            total += version
            #expect(try number(instance, "count") == "[\(total)]")
            bytes.append(session.store.hostBytes)
        }
        #expect(Set(bytes.dropFirst()).count == 1 && bytes.first == bytes.last, "\(bytes)")
        #expect(session.store.memoryPages == 1)
    }
}
