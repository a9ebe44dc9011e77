import Testing
import WasmRuntime
import WasmSyntax

/// Objects are made, and exceptions thrown, in the loop and without the store where that is possible. Whatever sends them to
/// the store (a collection before each allocation, an observer, counted blocks, a limit) changes neither results nor units.
@Suite struct OutsideLoopObjectTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        /// Instructions that leave an `i64`.
        let body: String
        let ending: Ending

        init(_ name: String, _ body: String, _ result: UInt64) { self.init(name, body, .returned([result])) }

        init(_ name: String, _ body: String, _ ending: Ending) {
            (self.name, self.body, self.ending) = (name, body, ending)
        }

        var testDescription: String { name }
    }

    static let library = """
        (module
          (tag (export "shared") (param i64))
          (tag (export "again") (param i64))
          (func (export "throw") (param i64) (throw 0 (local.get 0)))
          (func (export "pass") (param i64)
            (block $h (result exnref) (try_table (catch_all_ref $h) (call 0 (local.get 0))) (return)) (throw_ref)))
        """

    private static func module(_ body: String) -> String {
        """
        (module
          (type $bytes (array (mut i8))) (type $halves (array (mut i16))) (type $words (array (mut i32)))
          (type $longs (array (mut i64))) (type $vectors (array (mut v128))) (type $functions (array (mut funcref)))
          (type $struct (struct (field (mut i8)) (field (mut i64)) (field (mut anyref))))
          (type $wide (struct (field (mut i32)) (field (mut v128)) (field (mut i64))))
          (import "library" "shared" (tag $shared (param i64)))
          (import "library" "again" (tag $again (param i64)))
          (import "library" "throw" (func $library_throw (param i64)))
          (import "library" "pass" (func $library_pass (param i64)))
          (tag $none) (tag $long (param i64)) (tag $mixed (param i32 f64 anyref)) (tag $vector (param v128 i32))
          (data $data "0123456789abcdefghijklmnopqrstuvwxyz")
          (elem $elements func $f $f $f)
          (func $f)
          (func $throw (param i32 i64)
            (if (local.get 0)
              (then (call $throw (i32.sub (local.get 0) (i32.const 1)) (local.get 1)))
              (else (throw $long (local.get 1)))))
          (func $sum_bytes (param $a (ref $bytes)) (result i64) (local $i i32) (local $sum i64)
            (block $end (loop $next
              (br_if $end (i32.ge_u (local.get $i) (array.len (local.get $a))))
              (local.set $sum (i64.add (i64.mul (local.get $sum) (i64.const 3))
                (i64.extend_i32_u (array.get_u $bytes (local.get $a) (local.get $i)))))
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br $next)))
            (local.get $sum))
          (func (export "f") (result i64)
            (local $bytes (ref null $bytes)) (local $longs (ref null $longs)) (local $vectors (ref null $vectors))
            (local $struct (ref null $struct)) (local $wide (ref null $wide)) (local $v v128) (local $n i32)
            \(body)))
        """
    }

    static let rows = objects + exceptions

    private static let objects = [
        Row(
            "struct.new",
            """
            (local.set $struct (struct.new $struct (i32.const 0x1ff) (i64.const 5) (ref.i31 (i32.const 7))))
            (i64.add (struct.get $struct 1 (local.get $struct)) (i64.add
              (i64.extend_i32_u (struct.get_u $struct 0 (local.get $struct)))
              (i64.extend_i32_u (i31.get_u (ref.cast i31ref (struct.get $struct 2 (local.get $struct)))))))
            """, 267),
        Row(
            "struct.new_default",
            """
            (drop (struct.new $struct (i32.const 9) (i64.const 9) (ref.null any)))
            (local.set $struct (struct.new_default $struct))
            (i64.add (struct.get $struct 1 (local.get $struct))
              (i64.extend_i32_u (ref.is_null (struct.get $struct 2 (local.get $struct)))))
            """, 1),
        Row(
            "struct.new with a vector",
            """
            (local.set $wide (struct.new $wide (i32.const 3) (v128.const i64x2 4 5) (i64.const 6)))
            (struct.set $wide 1 (local.get $wide)
              (i64x2.add (struct.get $wide 1 (local.get $wide)) (v128.const i64x2 10 20)))
            (i64.add (struct.get $wide 2 (local.get $wide)) (i64.mul (i64.const 100)
              (i64x2.extract_lane 1 (struct.get $wide 1 (local.get $wide)))))
            """, 2506),
        Row(
            "struct.new_default with a vector",
            "(i64x2.extract_lane 1 (struct.get $wide 1 (struct.new_default $wide)))", 0),
        Row("array.new of no bytes", "(call $sum_bytes (array.new $bytes (i32.const 7) (i32.const 0)))", 0),
        Row("array.new of 8 bytes", "(call $sum_bytes (array.new $bytes (i32.const 0x101) (i32.const 8)))", 3280),
        Row("array.new of 11 bytes", "(call $sum_bytes (array.new $bytes (i32.const 1) (i32.const 11)))", 88573),
        Row("array.new_default of 11 bytes", "(call $sum_bytes (array.new_default $bytes (i32.const 11)))", 0),
        Row(
            "array.new_fixed of bytes",
            "(call $sum_bytes (array.new_fixed $bytes 9 \((1...9).map { "(i32.const \($0 | 0x700))" }.joined())))",
            14757),
        Row(
            "array.new of halves",
            """
            (i64.extend_i32_u (i32.add
              (array.get_s $halves (array.new $halves (i32.const 0x1fffe) (i32.const 7)) (i32.const 6))
              (array.get_u $halves (array.new_fixed $halves 3 (i32.const 1) (i32.const 2) (i32.const 3)) (i32.const 2))))
            """, 1),
        Row(
            "array.new of words",
            """
            (i64.extend_i32_u (i32.add
              (array.get $words (array.new $words (i32.const 40) (i32.const 7)) (i32.const 6))
              (array.get $words (array.new_fixed $words 3 (i32.const 1) (i32.const 2) (i32.const 3)) (i32.const 1))))
            """, 42),
        Row(
            "array.new of longs",
            """
            (local.set $longs (array.new $longs (i64.const -40) (i32.const 7)))
            (i64.add (array.get $longs (local.get $longs) (i32.const 6))
              (array.get $longs (array.new_fixed $longs 2 (i64.const 1) (i64.const 82)) (i32.const 1)))
            """, 42),
        Row(
            "array.new of vectors",
            """
            (local.set $vectors (array.new $vectors (v128.const i64x2 4 5) (i32.const 3)))
            (array.set $vectors (local.get $vectors) (i32.const 1) (v128.const i64x2 6 7))
            (array.fill $vectors (local.get $vectors) (i32.const 2) (v128.const i64x2 8 9) (i32.const 1))
            (array.copy $vectors $vectors
              (local.get $vectors) (i32.const 0) (local.get $vectors) (i32.const 1) (i32.const 2))
            (i64.add (i64x2.extract_lane 1 (array.get $vectors (local.get $vectors) (i32.const 0)))
              (i64x2.extract_lane 1 (array.get $vectors
                (array.new_fixed $vectors 2 (v128.const i64x2 1 2) (v128.const i64x2 3 4)) (i32.const 1))))
            """, 11),
        Row(
            "array.new_default of vectors",
            "(i64x2.extract_lane 1 (array.get $vectors (array.new_default $vectors (i32.const 3)) (i32.const 2)))", 0),
        Row(
            "array.new_data", "(call $sum_bytes (array.new_data $bytes $data (i32.const 10) (i32.const 11)))", 8_635_862
        ),
        Row(
            "array.new_data out of bounds",
            "(call $sum_bytes (array.new_data $bytes $data (i32.const 30) (i32.const 11)))",
            .trapped(.outOfBoundsMemoryAccess)),
        Row(
            "array.new_elem",
            """
            (i64.extend_i32_u (i32.add (i32.const 10) (ref.is_null
              (array.get $functions (array.new_elem $functions $elements (i32.const 1) (i32.const 2)) (i32.const 1)))))
            """, 10),
        Row(
            "array.fill, array.copy, array.init_data",
            """
            (local.set $bytes (array.new_default $bytes (i32.const 20)))
            (array.fill $bytes (local.get $bytes) (i32.const 3) (i32.const 2) (i32.const 10))
            (array.init_data $bytes $data (local.get $bytes) (i32.const 0) (i32.const 4) (i32.const 5))
            (array.copy $bytes $bytes (local.get $bytes) (i32.const 1) (local.get $bytes) (i32.const 0) (i32.const 15))
            (call $sum_bytes (ref.as_non_null (local.get $bytes)))
            """, 90_814_231_674),
        Row(
            "array.copy out of bounds",
            """
            (local.set $longs (array.new $longs (i64.const 1) (i32.const 4)))
            (array.copy $longs $longs (local.get $longs) (i32.const 1) (local.get $longs) (i32.const 2) (i32.const 3))
            (i64.const 0)
            """, .trapped(.outOfBoundsArrayAccess)),
        Row(
            "an array that is cleared in pieces",
            "(i64.extend_i32_u (array.len (array.new $longs (i64.const 1) (i32.const 5000))))", 5000),
        Row(
            "one beyond the limit",
            "(i64.extend_i32_u (array.len (array.new_default $longs (i32.const 0x10000000))))", .trapped(.heapExhausted)
        ),
    ]

    private static let exceptions = [
        Row("throw", "(block $h (try_table (catch $none $h) (throw $none))) (i64.const 1)", 1),
        Row(
            "throw with a value",
            "(block $h (result i64) (try_table (catch $long $h) (throw $long (i64.const 7))) (i64.const 0))", 7),
        Row(
            "throw with values and a reference to them",
            """
            (block $h (result i32 f64 anyref exnref)
              (try_table (catch_ref $mixed $h)
                (throw $mixed (i32.const 3) (f64.const 2) (struct.new $struct (i32.const 1) (i64.const 5) (ref.null any))))
              (unreachable))
            (drop) (local.set $struct (ref.cast (ref $struct))) (drop) (drop)
            (struct.get $struct 1 (local.get $struct))
            """, 5),
        Row(
            "throw with a vector",
            """
            (block $h (result v128 i32)
              (try_table (catch $vector $h) (throw $vector (v128.const i64x2 3 4) (i32.const 9))) (unreachable))
            (local.set $n) (local.set $v)
            (i64.add (i64.extend_i32_u (local.get $n)) (i64x2.extract_lane 1 (local.get $v)))
            """, 13),
        Row(
            "a vector that no handler takes",
            """
            (block $h (try_table (catch_all $h) (throw $vector (v128.const i64x2 3 4) (i32.const 9)))) (i64.const 2)
            """, 2),
        Row(
            "throw_ref",
            """
            (block $outer (result i64)
              (try_table (catch $long $outer)
                (throw_ref (block $h (result exnref)
                  (try_table (catch_all_ref $h) (throw $long (i64.const 11))) (unreachable))))
              (unreachable))
            """, 11),
        Row("throw_ref of null", "(throw_ref (ref.null exn))", .trapped(.nullExceptionReference)),
        Row(
            "legacy catch and rethrow",
            """
            (try (result i64)
              (do (try (result i64) (do (throw $long (i64.const 5))) (catch $long (drop) (rethrow 0))))
              (catch $none (i64.const 0)) (catch $long (i64.const 1) (i64.add)))
            """, 6),
        Row(
            "delegate",
            """
            (try $t (result i64)
              (do (try (result i64)
                (do (try (result i64) (do (throw $long (i64.const 5))) (delegate $t)))
                (catch_all (i64.const 0))))
              (catch $long))
            """, 5),
        Row("from a callee", deep(0), 21),
        Row("from seven callees", deep(6), 21),
        // The search costs more than the `throw` includes.
        Row("from forty callees", deep(39), 21),
        // Too long a search for anything but the store.
        Row("from a hundred callees", deep(99), 21),
        Row(
            "past many handlers",
            """
            (block $h (result i64)
              (try_table (catch $long $h)
                (block $none
                  (try_table \(String(repeating: "(catch $none $none)", count: 700)) (throw $long (i64.const 4)))))
              (unreachable))
            """, 4),
        Row(
            "from another instance",
            """
            (block $h (result i64)
              (try_table (catch $again $h) (catch $shared $h) (call $library_throw (i64.const 5))) (i64.const 0))
            """, 5),
        Row(
            "through another instance",
            """
            (block $h (result i64)
              (try_table (catch $again $h) (catch $shared $h) (call $library_pass (i64.const 6))) (i64.const 0))
            """, 6),
        Row(
            "into a loop",
            """
            (loop $again (result i64)
              (local.set $n (i32.add (local.get $n) (i32.const 1)))
              (if (i32.lt_u (local.get $n) (i32.const 4)) (then (try_table (catch_all $again) (throw $none))))
              (i64.extend_i32_u (local.get $n)))
            """, 4),
    ]

    private static func deep(_ depth: Int) -> String {
        """
        (block $h (result i64)
          (try_table (catch $long $h) (call $throw (i32.const \(depth)) (i64.const 21))) (i64.const 0))
        """
    }

    /// Ways of making the store perform operations that the loop or the state would perform.
    enum Way: CaseIterable {
        case plain, collecting, observed, counted, unfused
    }

    private func instance(_ modules: (Module, Module), _ way: Way, _ unit: BudgetUnit) throws -> (Store, Instance) {
        var options = LoweringOptions(fusing: way != .unfused, collectsAlways: way == .collecting, budgetUnit: unit)
        if way == .counted { options.instruments = .blockCounts }
        let store = Store(limits: StoreLimits(), options: options)
        if way == .observed { store.observer = StoreObserver(.exceptions) { _ in } }
        var imports = Imports()
        imports.define(exportsOf: try store.instantiate(modules.0), in: "library")
        return (store, try store.instantiate(modules.1, imports: imports))
    }

    /// Calls the guest with so many units, or without a limit; returns how it ends, and the units that it spends.
    private func run(_ guest: (store: Store, instance: Instance), limit: UInt64? = nil) throws -> (Ending, UInt64) {
        let before = guest.store.budget.spent
        guest.store.budget.limit = limit.map { before + $0 }
        let ending = try Ending.of { try guest.instance.call("f") }
        return (ending, guest.store.budget.spent - before)
    }

    @Test(arguments: rows, [BudgetUnit.instruction, .time])
    func everyWayGivesAndCostsTheSame(_ row: Row, _ unit: BudgetUnit) throws {
        let modules = (
            try Guest.module(OutsideLoopObjectTests.library),
            try Guest.module(OutsideLoopObjectTests.module(row.body), enabling: [.legacyExceptions])
        )
        let store = try instance(modules, .collecting, unit)
        let (ending, total) = try run(store)
        #expect(ending == row.ending)
        let step = max(1, total / (Guest.isDebugBuild ? 20 : 100))
        let limits = Array(stride(from: 0, to: total, by: Int(step))) + [total - 1, total]
        let expected = try limits.map { try run(store, limit: $0) }
        for way in Way.allCases {
            let guest = try instance(modules, way, unit)
            #expect(try run(guest) == (ending, total), "\(way)")
            for (limit, expected) in zip(limits, expected) {
                #expect(try run(guest, limit: limit) == expected, "\(way), \(limit)")
            }
        }
    }
}
