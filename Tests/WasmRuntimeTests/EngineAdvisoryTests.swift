import Testing
import WasmRuntime
import WasmSyntax

/// Classes of faults that were published for other engines in 2026: `Tests/Attacks/README.md` lists them.
struct EngineAdvisoryTests {
    // MARK: Tags at imports

    /// The type of an exported tag, the type that an importer wants, and whether they link. Both modules have the same
    /// types before.
    static let tags: [(types: String, exported: String, wanted: String, links: Bool)] = [
        ("", "", "", true), ("", "(param i32)", "(param i32)", true), ("", "(param i32)", "", false),
        ("", "", "(param i32)", false), ("", "(param i32)", "(param i64)", false),
        ("", "(param i32)", "(param f32)", false), ("", "(param i32 i32)", "(param i32)", false),
        ("", "(param i64)", "(param externref)", false), ("", "(param externref)", "(param i64)", false),
        ("", "(param externref)", "(param funcref)", false), ("", "(param v128)", "(param i64 i64)", false),
        // Tags have no subtyping, because a handler receives exactly the values that were thrown.
        ("", "(param (ref extern))", "(param externref)", false),
        ("", "(param externref)", "(param (ref extern))", false), ("", "(param i31ref)", "(param anyref)", false),
        ("(type $s (struct (field i32)))", "(param (ref $s))", "(param (ref $s))", true),
        ("(type $s (struct (field i32)))", "(param (ref null $s))", "(param (ref $s))", false),
        ("(type $s (struct (field i32)))", "(param (ref $s))", "(param (ref struct))", false),
        (
            "(rec (type $s (struct (field i32))) (type $t (struct (field i32))))", "(param (ref $s))",
            "(param (ref $t))", false
        ),
        ("(type $f (sub (func))) (type $g (func))", "(type $f)", "(type $g)", false),
    ]

    @Test(arguments: tags.indices)
    func tagsAreComparedAtImports(_ index: Int) throws {
        let (types, exported, wanted, links) = EngineAdvisoryTests.tags[index]
        let store = Store()
        let exporting = try Guest.instance("\(types) (tag (export \"t\") \(exported))", in: store)
        var imports = Imports()
        imports.define("t", in: "m", try #require(exporting["t"]))
        let importing = "\(types) (import \"m\" \"t\" (tag \(wanted)))"
        if links {
            _ = try Guest.instance(importing, in: store, imports: imports)
        } else {
            let error = try #require(throws: LinkError.self) {
                try Guest.instance(importing, in: store, imports: imports)
            }
            guard case .incompatibleType = error.kind else { throw error }
        }
    }

    // MARK: Roots across calls that throw, and a heap that has moved

    /// Bodies that keep objects where a collection could miss them while `$work` makes others, which throws if its
    /// argument says so. They return 42 if their objects are unchanged.
    static let roots: [(name: String, body: String)] = [
        (
            "locals",
            """
            (local.set $a (struct.new $s (i32.const 40))) (local.set $b (struct.new $s (i32.const 2)))
            (block $h (try_table (catch_all $h) (call $work (i32.const 1))))
            (i32.add (struct.get $s 0 (local.get $a)) (struct.get $s 0 (local.get $b)))
            """
        ),
        (
            "operands below a call that throws",
            """
            (struct.new $s (i32.const 40)) (struct.new $s (i32.const 2))
            (block $h (try_table (catch_all $h) (call $work (i32.const 1))))
            (local.set $b) (local.set $a)
            (i32.add (struct.get $s 0 (local.get $a)) (struct.get $s 0 (local.get $b)))
            """
        ),
        (
            "what an exception carries",
            """
            (block $h (result (ref $s) i32)
              (try_table (catch $carrying $h) (call $carry (i32.const 0)))
              (unreachable))
            (local.set $n) (local.set $a)
            (call $work (i32.const 0))
            (i32.add (struct.get $s 0 (local.get $a)) (local.get $n))
            """
        ),
        (
            "an exception that waits while others are thrown",
            """
            (block $h (result exnref)
              (try_table (catch_all_ref $h) (call $carry (i32.const 0))) (unreachable))
            (local.set $x)
            (block $i (try_table (catch_all $i) (call $work (i32.const 1))))
            (block $j (result (ref $s) i32)
              (try_table (catch $carrying $j) (throw_ref (local.get $x))) (unreachable))
            (local.set $n) (local.set $a)
            (i32.add (struct.get $s 0 (local.get $a)) (local.get $n))
            """
        ),
        (
            "an exception through frames of the host",
            """
            (block $h (result (ref $s) i32)
              (try_table (catch $carrying $h) (call $host (i32.const 1))) (unreachable))
            (local.set $n) (local.set $a)
            (call $work (i32.const 0))
            (i32.add (struct.get $s 0 (local.get $a)) (local.get $n))
            """
        ),
        (
            "operands of what is being made",
            """
            (struct.get $s 0 (struct.get $p 1
              (struct.new $p (call $made (i32.const 1)) (call $made (i32.const 42)))))
            """
        ),
        (
            "elements of an array that is being made",
            """
            (struct.get $s 0 (array.get $r
              (array.new_fixed $r 3 (call $made (i32.const 1)) (call $made (i32.const 42)) (call $made (i32.const 2)))
              (i32.const 1)))
            """
        ),
        (
            "an array while the heap moves",
            """
            (local.set $v (array.new $r (struct.new $s (i32.const 42)) (i32.const 10)))
            (drop (array.new_default $bytes (i32.const 300000)))
            (array.copy $r $r (local.get $v) (i32.const 1) (local.get $v) (i32.const 0) (i32.const 9))
            (array.set $r (local.get $v) (i32.const 3) (call $made (i32.const 42)))
            (struct.get $s 0 (array.get $r (local.get $v) (i32.const 3)))
            """
        ),
        (
            "arguments of a host function that makes the heap move",
            """
            (local.set $a (struct.new $s (i32.const 40)))
            (i32.add (struct.get $s 0 (call $keep (local.get $a) (i32.const 0))) (i32.const 2))
            """
        ),
        (
            "the result of a tail call",
            """
            (local.set $a (struct.new $s (i32.const 40)))
            (i32.add (struct.get $s 0 (call $tail (local.get $a))) (i32.const 2))
            """
        ),
    ]

    static let fields = """
        (type $s (struct (field i32)))
        (type $p (struct (field (ref $s)) (field (ref $s))))
        (type $r (array (mut (ref null $s))))
        (type $bytes (array (mut i8)))
        (import "host" "call" (func $host (param i32)))
        (import "host" "keep" (func $keep (param (ref null any) i32) (result (ref null $s))))
        (tag $carrying (param (ref $s) i32))
        (tag $empty)
        (func $work (export "work") (param i32) (local $i i32)
          (loop $again
            (drop (struct.new $s (i32.const -1)))
            (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 50))))
          (drop (array.new_default $bytes (i32.const 10000)))
          (if (local.get 0) (then (throw $empty))))
        (func $made (param i32) (result (ref $s)) (call $work (i32.const 0)) (struct.new $s (local.get 0)))
        (func $carry (export "carry") (param i32)
          (throw $carrying (struct.new $s (i32.const 40)) (i32.const 2)))
        (func $tail (param (ref null $s)) (result (ref null $s)) (return_call $keep (local.get 0) (i32.const 1)))
        """

    @Test(arguments: roots.indices)
    func objectsOutliveCallsThatThrow(_ index: Int) throws {
        let (name, body) = EngineAdvisoryTests.roots[index]
        let module = try Guest.module(
            """
            \(EngineAdvisoryTests.fields)
            (func (export "f") (result i32)
              (local $a (ref null $s)) (local $b (ref null $s)) (local $v (ref null $r)) (local $x exnref) (local $n i32)
              \(body))
            """)
        for options in Guest.heapUses {
            let store = Store(limits: StoreLimits(), options: options)
            var instance: Instance?
            var imports = Imports()
            imports.define(
                "call", in: "host",
                HostFunction { (_: Int32) in
                    do {
                        _ = try instance?.call("carry", [.i32(0)])
                    } catch {
                        // Makes objects while only the host holds the exception.
                        _ = try? instance?.call("work", [.i32(1)])
                        throw error
                    }
                })
            let any = ValueType(.any, nullable: true)
            let type = try importedType(1, of: module)
            imports.define(
                "keep", in: "host",
                HostFunction(type: FunctionType(parameters: [any, .i32], results: type.results)) { call in
                    let value = call.value(at: 0, as: any)
                    _ = try instance?.call("work", [.i32(0)])
                    try call.setResult(value)
                })
            instance = try store.instantiate(module, imports: imports)
            for _ in 0..<3 {
                #expect(try Ending.of { try instance?.call("f") ?? [] } == .returned([42]), "\(name)")
            }
        }
    }

    /// Returns the type of an imported function.
    private func importedType(_ index: Int, of module: Module) throws -> FunctionType {
        let syntax = module.validated.module
        guard case .function(let type) = syntax.imports[index].type else {
            return FunctionType(parameters: [], results: [])
        }
        return try #require(syntax.functionType(at: type))
    }

    // MARK: Bulk operations during which the host does something

    /// An interruption that at every poll writes to the end of the guest's memories, which makes them commit all of
    /// their bytes and move, and tries to call the guest.
    private final class Meddling: Interruption, @unchecked Sendable {
        var instance: Instance?
        var count = 0
        var refused = 0

        func reasonToStop() -> InterruptReason? {
            guard let instance else { return nil }
            count += 1
            for memory in ["memory", "other"].compactMap({ instance.memory(named: $0) }) {
                try? memory.store(UInt8(truncatingIfNeeded: count), at: memory.byteCount - 1)
                _ = try? memory.load(UInt64.self, at: 0)
            }
            do {
                _ = try instance.call("meddle")
            } catch {
                refused += error as? CallError == .calledByInterruption ? 1 : 0
            }
            return nil
        }
    }

    static let bulk: [(name: String, body: String)] = [
        (
            "memory.fill",
            "(memory.fill (i32.const 0) (i32.const 1) (i32.const 5000000)) (i32.load8_u (i32.const 4999999))"
        ),
        (
            "memory.copy",
            """
            (i32.store8 (i32.const 3999999) (i32.const 1))
            (memory.copy (i32.const 1) (i32.const 0) (i32.const 4000000)) (i32.load8_u (i32.const 4000000))
            """
        ),
        (
            "memory.copy between two",
            """
            (i32.store8 $other (i32.const 3999999) (i32.const 1))
            (memory.copy $memory $other (i32.const 1) (i32.const 0) (i32.const 4000000))
            (i32.load8_u (i32.const 4000000))
            """
        ),
        (
            "array.fill",
            """
            (local.set $v (array.new_default $a (i32.const 300000)))
            (array.fill $a (local.get $v) (i32.const 0) (i32.const 1) (i32.const 300000))
            (array.get_u $a (local.get $v) (i32.const 299999))
            """
        ),
        (
            "array.copy",
            """
            (local.set $v (array.new_default $a (i32.const 300000)))
            (array.set $a (local.get $v) (i32.const 0) (i32.const 1))
            (array.copy $a $a (local.get $v) (i32.const 1) (local.get $v) (i32.const 0) (i32.const 299999))
            (array.get_u $a (local.get $v) (i32.const 1))
            """
        ),
        (
            "array.new",
            "(array.get_u $a (array.new $a (i32.const 1) (i32.const 300000)) (i32.const 299999))"
        ),
        (
            "table.fill",
            """
            (table.fill (i32.const 0) (ref.func $one) (i32.const 100000))
            (ref.test (ref func) (table.get (i32.const 99999)))
            """
        ),
        (
            "table.copy",
            """
            (table.set (i32.const 0) (ref.func $one))
            (table.copy (i32.const 1) (i32.const 0) (i32.const 99999))
            (ref.test (ref func) (table.get (i32.const 1)))
            """
        ),
        (
            "table.grow",
            "(drop (table.grow (ref.func $one) (i32.const 100000))) (ref.test (ref func) (table.get (i32.const 100000)))"
        ),
        (
            "memory.grow",
            "(drop (memory.grow (i32.const 10))) (i32.store8 (i32.const 6000000) (i32.const 1)) (i32.load8_u (i32.const 6000000))"
        ),
    ]

    /// The interruption, which runs code of the host in the middle of work, cannot enter the store.
    @Test(arguments: bulk.indices)
    func aBulkOperationSurvivesWhatTheHostDoesMeanwhile(_ index: Int) throws {
        let (name, body) = EngineAdvisoryTests.bulk[index]
        let store = Store()
        let meddling = Meddling()
        let instance = try Guest.instance(
            """
            (type $a (array (mut i8)))
            (memory $memory (export "memory") 100) (memory $other (export "other") 100) (table $table 100000 funcref)
            (func $one (export "one") (result i32) (i32.const 1))
            (func (export "meddle") (drop (memory.grow $memory (i32.const 1))) (drop (memory.grow $other (i32.const 1))))
            (func (export "f") (result i32) (local $v (ref null $a)) \(body))
            """, in: store)
        meddling.instance = instance
        store.interruption = meddling
        for _ in 0..<2 {
            #expect(try Ending.of { try instance.call("f") } == .returned([1]), "\(name)")
        }
        #expect(meddling.count > 0 && meddling.refused == meddling.count, "\(name)")
        meddling.instance = nil
        store.interruption = nil
    }

    // MARK: Numbers of results

    /// Host functions in all forms of call, with fewer, equally many and more results than parameters.
    @Test(
        arguments: ["call", "call_indirect", "call_ref", "return_call", "return_call_indirect", "return_call_ref"],
        0..<6)
    func resultsOfAHostFunctionAreItsOwn(_ form: String, _ count: Int) throws {
        for parameters in [0, 1, 3, 8] {
            let results = (0..<count).map { ["i64", "i32", "v128", "f64", "i64", "externref"][$0 % 6] }
            let type =
                "(type $t (func (param \(String(repeating: "i64 ", count: parameters))) (result \(results.joined(separator: " ")))))"
            let arguments = String(repeating: "(i64.const 77) ", count: parameters)
            let call =
                switch form {
                case "call", "return_call": "(\(form) $f \(arguments))"
                case "call_indirect", "return_call_indirect": "(\(form) $table (type $t) \(arguments) (i32.const 0))"
                default: "(\(form) $t \(arguments) (ref.func $f))"
                }
            // The caller's operand and local must not change.
            let module = try Guest.module(
                """
                \(type) (import "host" "f" (func $f (type $t)))
                (table $table funcref (elem $f))
                (func $g (type $t) (local i64 i64 i64) \(call))
                (func (export "f") (result \(results.joined(separator: " ")) i64)
                  (local $l i64) (local.set $l (i64.const 11))
                  (call $g \(String(repeating: "(i64.const 5) ", count: parameters)))
                  (local.get $l))
                """)
            let types = try importedType(0, of: module)
            for options in Guest.lowerings {
                var imports = Imports()
                imports.define(
                    "f", in: "host",
                    HostFunction(type: types) { call in
                        for (index, type) in types.results.enumerated() {
                            if type == .v128 {
                                call.setResult(low: UInt64(100 + index), high: 0, at: index)
                            } else if type == .externref {
                                call.setResult(bits: 0, at: index)
                            } else {
                                call.setResult(bits: UInt64(100 + index), at: index)
                            }
                        }
                    })
                let store = Store(limits: StoreLimits(), options: options)
                let instance = try store.instantiate(module, imports: imports)
                let expected = results.indices.map { $0 == 5 ? 0 : UInt64(100 + $0) } + [11]
                for _ in 0..<2 {
                    #expect(try Ending.of { try instance.call("f") } == .returned(expected), "\(parameters) parameters")
                }
            }
        }
    }

    // MARK: Lengths and times

    /// Instructions with lengths and addresses whose sum overflows: each traps.
    static let lengths: [String] = {
        let all = ["-1", "0x80000000", "65537"].map { "(i32.const \($0))" }
        let wides = ["-1", "0x8000000000000000", "0x100000000", "0xffffffffffff0000"].map { "(i64.const \($0))" }
        let zero = "(i32.const 0)"
        let one = "(i32.const 1)"
        var result: [String] = []
        for n in all {
            result += [
                "(memory.fill \(one) \(zero) \(n))", "(memory.fill \(n) \(zero) \(n))",
                "(memory.copy \(one) \(zero) \(n))",
                "(memory.copy \(n) \(one) \(n))", "(memory.copy \(one) \(n) \(n))",
                "(memory.init $d \(one) \(zero) \(n))",
                "(memory.init $d \(n) \(one) \(n))", "(memory.init $d \(zero) \(n) \(n))",
                "(table.fill \(one) (ref.null func) \(n))",
                "(table.copy \(one) \(zero) \(n))", "(table.copy \(n) \(n) \(n))",
                "(table.init $e \(zero) \(zero) \(n))",
                "(table.init $e \(n) \(n) \(n))", "(array.fill $a (local.get $v) \(one) \(zero) \(n))",
                "(array.copy $a $a (local.get $v) \(one) (local.get $v) \(zero) \(n))",
                "(array.copy $a $a (local.get $v) \(n) (local.get $v) \(n) \(n))",
                "(array.init_data $a $d (local.get $v) \(one) \(zero) \(n))",
                "(drop (array.new_data $a $d \(one) \(n)))",
                "(drop (array.new_data $a $d \(n) \(n)))", "(drop (array.new_elem $f $e \(one) \(n)))",
                "(array.init_elem $f $e (array.new_default $f (i32.const 2)) \(one) \(zero) \(n))",
                "(drop (i32.load offset=0xffffffff \(n)))", "(i64.store offset=0xffffffff \(n) (i64.const 1))",
            ]
        }
        for n in wides {
            result += [
                "(memory.fill $wide (i64.const 1) \(zero) \(n))", "(memory.fill $wide \(n) \(zero) \(n))",
                "(memory.copy $wide $wide (i64.const 1) (i64.const 0) \(n))",
                "(memory.copy $wide $wide \(n) \(n) \(n))",
                "(memory.init $wide $d \(n) \(zero) \(one))", "(table.fill $wideTable \(n) (ref.null func) \(n))",
                "(table.copy $wideTable $wideTable \(n) \(n) \(n))",
                "(drop (i32.load $wide offset=0xffffffffffffffff \(n)))",
                "(drop (i64.load $wide offset=4 \(n)))", "(drop (table.get $wideTable \(n)))",
            ]
        }
        return result
    }()

    @Test func lengthsThatOverflowAreTraps() throws {
        let functions = EngineAdvisoryTests.lengths.enumerated().map { index, body in
            "(func (export \"f\(index)\") (local $v (ref null $a)) (local.set $v (array.new_default $a (i32.const 10))) \(body))"
        }
        let store = Store()
        let instance = try Guest.instance(
            """
            (type $a (array (mut i8))) (type $f (array (mut funcref)))
            (memory 1) (memory $wide i64 1) (table 10 funcref) (table $wideTable i64 10 funcref)
            (data $d "0123456789") (elem $e func $n $n) (func $n)
            \(functions.joined(separator: "\n"))
            """, in: store)
        let kinds: Set<Trap.Kind> = [.outOfBoundsMemoryAccess, .outOfBoundsTableAccess, .outOfBoundsArrayAccess]
        for (index, body) in EngineAdvisoryTests.lengths.enumerated() {
            let ending = try Ending.of { try instance.call(Name("f\(index)")) }
            guard case .trapped(let kind) = ending, kinds.contains(kind) else {
                Issue.record("\(body): \(ending)")
                continue
            }
        }
    }

    /// Timeouts of all signs and sizes: no instruction waits, because no other thread could end the wait.
    @Test(arguments: [0, 1, -1, .min, .max, 1_000_000] as [Int64])
    func timeoutsOfAllSizes(_ timeout: Int64) throws {
        let instance = try Guest.instance(
            """
            (memory 1 1 shared)
            (func (export "f") (param i64) (result i32)
              (memory.atomic.wait32 (i32.const 0) (i32.const 0) (local.get 0)))
            (func (export "g") (param i64) (result i32)
              (memory.atomic.wait64 (i32.const 0) (i64.const 1) (local.get 0)))
            """, enabling: [.threads])
        let expected = timeout >= 0 ? Ending.returned([2]) : .trapped(.waitsForever)
        #expect(try Ending.of { try instance.call("f", [.i64(timeout)]) } == expected)
        // The memory does not contain the expected value.
        #expect(try Ending.of { try instance.call("g", [.i64(timeout)]) } == .returned([1]))
    }
}
