import Testing
import WasmSyntax

@testable import WasmRuntime

/// A guest that reaches the limit of all host memory in one of the possible ways is refused as the kind says, the host holds
/// no more than the limit and a documented rest, and the store goes on.
struct HostRefusalTests {
    /// A way to reach the limit.
    struct Way: Sendable, CustomTestStringConvertible {
        let kind: HostMemoryKind
        /// The limit in bytes. The stack takes some 1.7 MB of it.
        var limit: UInt64 = 3 << 20
        var fields = ""
        /// Goes on until something is refused; returns the refusal.
        let reach: @Sendable (Store, Instance) throws -> String
        let refusal: String
        /// Bytes by which the kind may exceed the limit.
        var beyond: UInt64 = 0

        var testDescription: String { kind.rawValue }
    }

    /// Repeats a step until it throws; returns the error.
    static func until(_ step: () throws -> Void) -> String {
        for _ in 0..<1_000_000 {
            do {
                try step()
            } catch let trap as Trap {
                return "\(trap.kind)"
            } catch {
                return "\(error)".contains("bytes of the host's memory") ? "does not link" : "\(error)"
            }
        }
        return "no refusal"
    }

    /// Calls "reach", whose result is what growing has given last.
    static func call(_ store: Store, _ instance: Instance) throws -> String {
        "\(try Ending.of { try instance.call("reach") })"
    }

    /// Grows by a page or an element until that is refused; gives the last result.
    static func growing(_ operation: String) -> String {
        """
        (func (export "reach") (result i32) (local i32)
          (loop $l (br_if $l (i32.ne (local.tee 0 (\(operation))) (i32.const -1)))) (local.get 0))
        """
    }

    static let ways: [Way] = [
        Way(
            kind: .memories, fields: "(memory 0)" + growing("memory.grow (i32.const 1)"), reach: call,
            refusal: "returned [4294967295]"),
        Way(
            kind: .tables, fields: "(table $t 0 funcref)" + growing("table.grow $t (ref.null func) (i32.const 1000)"),
            reach: call, refusal: "returned [4294967295]"),
        Way(
            kind: .heap,
            fields: """
                (type $n (struct (field (ref null $n)))) (global $n (mut (ref null $n)) (ref.null $n))
                (func (export "reach") (loop $l (global.set $n (struct.new $n (global.get $n))) (br $l)))
                """, reach: call, refusal: "trapped: heap exhausted"),
        Way(
            kind: .stacks,
            fields:
                "(func $r (export \"reach\") \(String(repeating: "(local i64)", count: 2_000)) (call $r) (call $r))",
            reach: call, refusal: "trapped: call stack exhausted"),
        Way(
            kind: .code,
            fields: (0..<500).map { number in
                "(func (export \"f\(number)\") \(String(repeating: "(drop (i32.popcnt (i32.const 5)))", count: 500)))"
            }.joined(),
            reach: { _, instance in
                var number = -1
                return until {
                    number += 1
                    _ = try instance.call(Name("f\(number)"))
                }
            }, refusal: "host memory exhausted"),
        Way(
            kind: .instances, limit: 2 << 20,
            fields: "(import \"host\" \"f\" (func))" + String(repeating: "(func)", count: 1_000),
            reach: { store, instance in
                var imports = Imports()
                imports.define("f", in: "host", HostFunction { () in })
                return until { _ = try store.instantiate(instance.module, imports: imports) }
            }, refusal: "does not link"),
        Way(
            kind: .types,
            reach: { store, _ in
                var number = 0
                return until {
                    number += 1
                    let types = (0..<100).map {
                        let fields = String(repeating: "(field f64)", count: $0)
                        return "(type (struct \(String(repeating: "(field i32)", count: number)) \(fields)))"
                    }
                    _ = try store.instantiate(Guest.module(types.joined()))
                }
            }, refusal: "does not link"),
        Way(
            kind: .hostItems, reach: { store, _ in until { _ = try Global(.i32(1), in: store) } },
            refusal: "does not link"),
        Way(
            kind: .hostObjects,
            fields: """
                (import "host" "object" (func $object (result externref))) (table $t 50000 externref)
                (func (export "reach") (local i32)
                  (loop $l (table.set $t (local.get 0) (call $object))
                    (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br $l)))
                """, reach: call, refusal: "trapped: host memory exhausted", beyond: 64),
        Way(
            kind: .suspendedCalls,
            fields: """
                (func $f (export "f") \(String(repeating: "(local i64)", count: 2_000)) (local $n i32)
                  (loop $l (br $l)))
                """,
            reach: { store, instance in
                var calls: [GuestCall] = []
                defer { for call in calls { call.cancel() } }
                let refusal = until {
                    guard let call = try instance.function(named: "f")?.begin() else { return }
                    _ = try call.resume(yieldingAfter: 10)
                    calls.append(call)
                }
                #expect(store.hostUsage[.suspendedCalls] > 500_000)
                return refusal
                // One call: 16 KB, and twice as much if the stack comes from a store with vectors.
            }, refusal: "host memory exhausted", beyond: 60_000),
    ]

    @Test(arguments: ways) func beyondTheLimitIsRefused(_ way: Way) throws {
        let store = HostMemoryTests.store(way.limit)
        var imports = Imports()
        imports.define("f", in: "host", HostFunction { () in })
        imports.define(
            "object", in: "host",
            HostFunction(type: FunctionType(parameters: [], results: [.externref])) { [unowned store] call in
                try call.setResult(.externref(ExternalReference(1, in: store)), at: 0)
            })
        let small = try Guest.instance("(func (export \"f\") (result i32) (i32.const 7))", in: store)
        #expect(try Ending.of { try small.call("f") } == .returned([7]))
        let instance = try Guest.instance(way.fields, in: store, imports: imports)
        #expect(try way.reach(store, instance) == way.refusal)
        #expect(max(store.hostBytes, store.hostBytesPeak) <= way.limit + way.beyond)
        #expect(store.hostBytesPeak > way.limit / 2, "\(store.hostUsage)")
        HostUsageTests.check(store, way.kind.rawValue)
        #expect(store.refusals.total > 0)
        #expect(try Ending.of { try small.call("f") } == .returned([7]))
        try store.reset()
        #expect(store.hostBytes == 0)
    }

    /// Objects of the host that nothing refers to any more do not add up, although no object of a guest is allocated.
    @Test func unusedObjectsOfTheHostDoNotAddUp() throws {
        final class Object {
            nonisolated(unsafe) static var count = 0
            init() { Object.count += 1 }
            deinit { Object.count -= 1 }
        }
        let store = HostMemoryTests.store(4 << 20)
        var imports = Imports()
        imports.define(
            "object", in: "host",
            HostFunction(type: FunctionType(parameters: [], results: [.externref])) { [unowned store] call in
                try call.setResult(.externref(ExternalReference(Object(), in: store)), at: 0)
            })
        let instance = try Guest.instance(
            """
            (import "host" "object" (func $object (result externref))) (table $t 100 externref)
            (func (export "f") (param i32)
              (loop $l
                (table.set $t (i32.rem_u (local.get 0) (i32.const 100)) (call $object))
                (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
            (func (export "g") (param i32) (result externref) (table.get $t (local.get 0)))
            """, in: store, imports: imports)
        #expect(try Ending.of { try instance.call("f", [.i32(20_000)]) } == .nothing)
        #expect(Object.count < 9_000 && store.hostUsage[.hostObjects] < 9_000 * 64)
        for place in 0..<100 {
            guard case .externref(let reference?)? = try instance.call("g", [.i32(Int32(place))]).first else {
                Issue.record("place \(place) has no object")
                continue
            }
            #expect(reference.object is Object)
        }
        HostUsageTests.check(store, "objects")
    }
}
