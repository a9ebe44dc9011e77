import Testing
import WasmRuntime

/// The operations that are performed without the store (`StoreState.perform`) and by it, when a limit is near, are the same:
/// a run under every budget ends as it should, after the same units.
@Suite struct OutsideLoopTests {
    static let library = """
        (module
          (table (export "table") 4 funcref)
          (elem (i32.const 0) $one $add)
          (memory (export "memory") 1)
          (global (export "global") (mut i64) (i64.const 5))
          (func $one (export "one") (result i32) (i32.const 1))
          (func $add (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
          (func $odd (export "odd") (param i32) (result i32)
            (if (result i32) (i32.eqz (local.get 0))
              (then (i32.const 0))
              (else (return_call_indirect 0 (param i32) (result i32)
                (i32.sub (local.get 0) (i32.const 1)) (i32.const 2))))))
        """

    static let module = """
        (module
          (type $open (sub (func (result i32))))
          (type $closed (sub final $open (func (result i32))))
          (import "library" "table" (table $imported 4 funcref))
          (import "library" "memory" (memory $first 1))
          (import "library" "global" (global $global (mut i64)))
          (import "library" "add" (func $add (param i32 i32) (result i32)))
          (import "library" "odd" (func $odd (param i32) (result i32)))
          (import "host" "double" (func $double (param i32) (result i32)))
          (table $own 6 funcref)
          (memory $second 1)
          (data $data "12345678")
          (elem $elements func $seven $even)
          (func $seven (type $closed) (i32.const 7))
          (func $even (param i32) (result i32)
            (if (result i32) (i32.eqz (local.get 0))
              (then (i32.const 1))
              (else (return_call $odd (i32.sub (local.get 0) (i32.const 1))))))
          (func $tail (param i32) (result i32)
            (return_call_indirect $own (param i32) (result i32) (local.get 0) (i32.const 1)))
          (func (export "f") (result i64) (local $sum i64) (local $i i32)
            (loop $again
              (table.init $own $elements (i32.const 0) (i32.const 0) (i32.const 2))
              (table.set $imported (i32.const 2) (ref.func $even))
              (table.copy $own $imported (i32.const 2) (i32.const 0) (i32.const 2))
              (table.fill $own (i32.const 4) (table.get $own (i32.const 0)) (i32.const 2))
              (memory.init $second $data (i32.const 8) (i32.const 0) (i32.const 8))
              (memory.copy $first $second (i32.const 0) (i32.const 8) (i32.const 8))
              (memory.fill $second (i32.const 4) (i32.const 3) (i32.const 4))
              (i32.store16 $second offset=2 (i32.const 4) (local.get $i))
              (local.set $sum (i64.add (local.get $sum) (i64.load32_s $second (i32.const 4))))
              (local.set $sum (i64.add (local.get $sum) (i64.load8_u $first (i32.const 3))))
              (global.set $global (i64.add (global.get $global) (i64.const 3)))
              (local.set $sum (i64.add (local.get $sum) (global.get $global)))
              (local.set $i (i32.add (local.get $i) (call_indirect $own (type $open) (i32.const 0))))
              (local.set $i (i32.add (local.get $i) (call_indirect $own (type $closed) (i32.const 5))))
              (local.set $i (call $add (local.get $i) (call_indirect $own (result i32) (i32.const 2))))
              (local.set $i (i32.add (local.get $i) (call $tail (i32.const 5))))
              (local.set $i (i32.add (local.get $i) (call $double (i32.const 4))))
              (local.set $i (i32.add (local.get $i) (memory.grow $second (i32.const 0))))
              (local.set $i (i32.add (local.get $i) (memory.size $second)))
              (local.set $i (i32.add (local.get $i) (ref.test (ref $open) (ref.func $seven))))
              (br_if $again (i32.lt_u (local.get $i) (i32.const 60))))
            (i64.add (local.get $sum) (i64.extend_i32_u (local.get $i))))
          (elem declare func $even $seven))
        """

    private let modules: (library: Module, user: Module)

    init() throws { modules = (try Guest.module(OutsideLoopTests.library), try Guest.module(OutsideLoopTests.module)) }

    private func run(limit: UInt64?, fusing: Bool, unit: BudgetUnit) throws -> (Ending, UInt64) {
        let store = Store(limits: StoreLimits(), options: LoweringOptions(fusing: fusing, budgetUnit: unit))
        var imports = Imports()
        imports.define(exportsOf: try store.instantiate(modules.library), in: "library")
        imports.define("double", in: "host", HostFunction { (value: Int32) -> Int32 in value &* 2 })
        let instance = try store.instantiate(modules.user, imports: imports)
        let before = store.budget.spent
        store.budget.limit = limit.map { before + $0 }
        let ending = try Ending.of { try instance.call("f") }
        return (ending, store.budget.spent - before)
    }

    @Test(arguments: [BudgetUnit.instruction, .time], [true, false])
    func aRunUnderEveryBudgetEndsAsItShould(_ unit: BudgetUnit, _ fusing: Bool) throws {
        let (whole, total) = try run(limit: nil, fusing: fusing, unit: unit)
        guard case .returned = whole else {
            Issue.record("\(whole)")
            return
        }
        #expect(try run(limit: nil, fusing: !fusing, unit: unit) == (whole, total))
        // Every limit for instructions; by time, where single operations cost hundreds of units, a part of them.
        for limit in stride(from: 0, through: total, by: unit == .time ? 97 : Guest.isDebugBuild ? 3 : 1) {
            let (ending, spent) = try run(limit: limit, fusing: fusing, unit: unit)
            #expect(ending == .trapped(.budgetExhausted) || limit == total && ending == whole, "\(limit)")
            #expect(spent <= total, "\(limit)")
        }
        #expect(try run(limit: total, fusing: fusing, unit: unit) == (whole, total))
    }
}
