import Testing
import WasmSyntax

@testable import WasmRuntime

/// Frames that were suspended where no debugger can stop go on where one can.
struct FrameTranslationTests {
    private static func debuggable(_ options: LoweringOptions) -> LoweringOptions {
        var options = options
        options.instruments.insert(.debugging)
        return options
    }

    private static let limits = {
        var limits = StoreLimits()
        limits.callDepth = 200
        return limits
    }()

    /// Guests that are suspended at instructions which do the work of several, or which have moved operands before.
    static let guests: [(name: String, fields: String)] = [
        (
            "addresses and comparisons",
            """
            (memory (export "m") 1 1)
            (func $mix (param $p i32) (param $q i32) (result i32)
              (i32.store8 (i32.add (local.get $p) (local.get $q)) (local.get $q))
              (i32.store (i32.add (local.get $p) (i32.const 8)) (i32.const 77))
              (i32.add (i32.load (i32.add (local.get $p) (i32.shl (local.get $q) (i32.const 2))))
                (i32.load8_u offset=1 (i32.add (i32.mul (local.get $p) (i32.const 3)) (i32.const 5)))))
            (func (export "f") (result i32 f64) (local $n i32) (local $s i32) (local $x f64) (local $y f64)
              (local.set $x (f64.const 1.5))
              (loop $l
                (nop)
                (local.set $s (i32.add (local.get $s) (call $mix (local.get $n) (i32.and (local.get $s) (i32.const 7)))))
                (local.set $y (f64.add (local.get $y) (f64.mul (local.get $x) (f64.const 0.5))))
                (if (f64.lt (local.get $y) (f64.const 9)) (then (local.set $x (f64.add (local.get $x) (f64.const 1)))))
                (local.set $n (i32.add (local.get $n) (i32.const 1)))
                (br_if $l (i32.eqz (i32.ge_s (local.get $n) (i32.const 24)))))
              (local.get $s) (local.get $y))
            """
        ),
        (
            "loops with parameters",
            """
            (func $down (param i32) (result i32 i64)
              (local.get 0) (i64.const 1)
              (loop $l (param i32 i64) (result i32 i64)
                (local.set 0 (i32.const 3))
                (i64.const 2) (i64.mul)
                (i32.const 9) (i64.const 8) (drop) (drop)
                (call $both)
                (i32.const 99) (i64.const 98)
                (call $both) (drop) (drop)
                (br_if $l (i32.gt_u (local.tee 0 (call $peek)) (i32.const 0)))))
            (global $g (mut i32) (i32.const 6))
            (func $both (param i32 i64) (result i32 i64) (i32.sub (local.get 0) (i32.const 1)) (local.get 1))
            (func $peek (result i32) (global.set $g (i32.sub (global.get $g) (i32.const 1))) (global.get $g))
            (func (export "f") (result i32 i64) (call $down (i32.const 9)))
            """
        ),
        (
            "tables of branches",
            """
            (func $table (param i32) (result i32) (local $n i32)
              (i32.const 1000) (local.get 0)
              (loop $l (param i32 i32) (result i32)
                (local.set 0 (i32.add))
                (local.set $n (i32.add (local.get $n) (i32.const 1)))
                (i32.const 17)
                (block $b (result i32 i32)
                  (i32.const 4) (local.get 0) (local.get $n)
                  (br_table $b $l $l $b $l $l $b $b))
                (i32.add) (i32.add))
              (i32.add (i32.const 3)))
            (func $leave (param i32) (result i32)
              (block $a (result i32)
                (i32.const 1) (i32.const 2) (i32.add (local.get 0) (i32.const 100))
                (br_table 0 1 1 (i32.and (local.get 0) (i32.const 1)))))
            (func (export "f") (result i32) (local $n i32) (local $s i32)
              (loop $l
                (local.set $s (i32.add (local.get $s) (call $table (local.get $n))))
                (local.set $s (i32.xor (i32.mul (local.get $s) (i32.const 3)) (call $leave (local.get $n))))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 9))))
              (local.get $s))
            """
        ),
        (
            "returns",
            """
            (func $sum (param i32) (result i32) (i32.add (local.get 0) (i32.const 5)))
            (func $first (param i64) (result i64) (local.get 0))
            (func $constant (param i64) (result i64) (i64.const 0x123456789A))
            (func $three (param i32 i64) (result i32 i64 i32)
              (br_if 0 (local.get 0) (local.get 1) (i32.const 8) (i32.and (local.get 0) (i32.const 1)))
              (drop) (drop) (drop)
              (if (i32.and (local.get 0) (i32.const 2))
                (then (return (i32.const 6) (i64.add (local.get 1) (local.get 1)) (local.get 0))))
              (i32.const 1) (i64.const 2) (i32.add (local.get 0) (i32.const 3)))
            (func $none (param i32) (br_if 0 (local.get 0)))
            (func (export "f") (result i32 i64) (local $n i32) (local $s i32) (local $t i64)
              (loop $l
                (local.set $s (i32.add (local.get $s) (call $sum (local.get $n))))
                (local.set $t (i64.add (local.get $t) (call $first (i64.extend_i32_u (local.get $s)))))
                (local.set $t (i64.xor (local.get $t) (call $constant (local.get $t))))
                (call $none (i32.and (local.get $n) (i32.const 1)))
                (call $three (local.get $n) (local.get $t))
                (local.set $s (i32.add (local.get $s))) (local.set $t)
                (local.set $s (i32.add (local.get $s)))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 9))))
              (local.get $s) (local.get $t))
            """
        ),
        (
            "throws at the ends of functions",
            """
            (tag $e (param i32 i64)) (tag $x (param i32))
            (func $raise (param i32 i64) (throw $e (local.get 0) (local.get 1)))
            (func $again (param exnref) (throw_ref (local.get 0)))
            (func $middle (param i32) (result i32 i64)
              (i64.const 5) (local.get 0) (i32.add (local.get 0) (i32.const 2))
              (block $h (result i32)
                (try_table (catch $x $h) (call $raise (local.get 0) (i64.const 3))) (i32.const 0))
              (drop) (drop) (drop) (drop) (i32.const 1) (i64.const 1))
            (func $catch (param i32) (result i32 i64) (local $x exnref)
              (block $h (result i32 i64 exnref)
                (try_table (catch_ref $e $h) (return (call $middle (local.get 0)))) (unreachable))
              (local.set $x)
              (if (i32.and (local.get 0) (i32.const 1)) (then (call $again (local.get $x)) (unreachable))))
            (func $end (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
            (func (export "f") (result i32) (local $n i32) (local $s i32)
              (loop $l
                (block $h (result i32 i64) (try_table (result i32 i64) (catch $e $h) (call $catch (local.get $n))))
                (drop) (local.set $s (i32.add (local.get $s) (call $end)))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 7))))
              (local.get $s))
            """
        ),
        (
            "vectors on the stack",
            """
            (type $t (func (param v128 i32) (result v128)))
            (table funcref (elem $next $end)) (memory 1)
            (func $end (type $t) (i32x4.add (local.get 0) (i32x4.splat (local.get 1))))
            (func $next (type $t)
              (if (result v128) (i32.eqz (local.get 1))
                (then (return_call_indirect (type $t) (local.get 0) (i32.const 9) (i32.const 1)))
                (else (return_call $next (i32x4.add (local.get 0) (i32x4.splat (local.get 1)))
                  (i32.sub (local.get 1) (i32.const 1))))))
            (func (export "f") (result v128 i32) (local $v v128) (local $n i32)
              (loop $l
                (local.get $v) (local.get $n) (i32.add (local.get $n) (i32.const 3))
                (v128.store (i32.shl (local.get $n) (i32.const 4)) (local.get $v))
                (call $next (local.get $v) (local.get $n))
                (local.set $v (i32x4.mul (v128.load (i32.shl (local.get $n) (i32.const 4)))))
                (drop) (drop)
                (local.set $v (i32x4.sub (local.get $v)))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 9))))
              (local.get $v) (local.get $n))
            """
        ),
    ]

    private static let all = SuspensionTests.guests + guests

    /// Finishes a suspended call in a new store.
    ///
    /// - Returns: What it came to, and its frames before it went on.
    private static func finish(
        _ snapshot: Snapshot, _ module: Module, _ options: LoweringOptions
    ) throws -> (outcome: SuspensionTests.Outcome, frames: [CallFrame]) {
        let (store, call) = try restore(snapshot, options)
        let frames = call.frames
        return (try finish(call, store, module), frames)
    }

    private static func restore(_ snapshot: Snapshot, _ options: LoweringOptions) throws -> (Store, GuestCall) {
        let store = Store(limits: limits, options: options)
        store.continueBudget(of: snapshot)
        return (store, try store.call(restoredFrom: snapshot, imports: SuspensionTests.imports()))
    }

    private static func finish(
        _ call: GuestCall, _ store: Store, _ module: Module
    ) throws -> SuspensionTests.Outcome {
        var outcome = SuspensionTests.Outcome(ending: "", spent: 0)
        do {
            while true {
                guard case .finished(let results) = try call.resume() else { continue }
                outcome.ending = "\(results)"
                break
            }
        } catch let trap as Trap {
            outcome.ending = trap.kind.description
            outcome.backtrace = trap.backtrace
        } catch let exception as WasmException {
            outcome.ending = "\(exception.values(in: store) ?? [])"
            outcome.backtrace = exception.backtrace
        }
        outcome.spent = store.budget.spent
        let instance = Instance(store: store, module: module, address: InstanceAddress(index: 0))
        if let memory = instance.memory(named: "m") {
            outcome.memory = try memory.read(at: 0, count: memory.byteCount).reduce(7) { $0 &* 31 &+ Int($1) }
        }
        return outcome
    }

    /// Results, units and memory are the same wherever a call yields, and whether it is stored or not; and every frame moves.
    @Test(arguments: all.indices) func aCallGoesOnTheSame(_ index: Int) throws {
        let guest = Self.all[index]
        for options in Guest.lowerings {
            let whole = try SuspensionTests.observe(guest.fields, options) { try $0.call([]) }
            let instance = try Guest.instance(
                guest.fields, in: Store(limits: Self.limits, options: options), imports: SuspensionTests.imports())
            let call = try #require(instance.function(named: "f")).begin()
            for step in 0..<24 {
                guard case .suspended? = try? call.resume(yieldingAfter: UInt64(1 + step * step % 23)) else { break }
                let snapshot = try call.snapshot()
                let (moved, frames) = try Self.finish(snapshot, instance.module, Self.debuggable(options))
                #expect(moved == whole, "\(guest.name), step \(step)")
                expectMoved(frames, snapshot, "\(guest.name), step \(step)")
                guard let bytes = try? snapshot.bytes() else { continue }
                let read = try Snapshot(bytes: bytes, modules: snapshot.modules, limits: Self.limits)
                let stored = try Self.finish(read, instance.module, Self.debuggable(options))
                #expect(stored.outcome == whole, "\(guest.name), stored at step \(step)")
                #expect(stored.frames.map(\.operands) == frames.map(\.operands), "\(guest.name), step \(step)")
            }
        }
    }

    private func expectMoved(_ frames: [CallFrame], _ snapshot: Snapshot, _ place: String) {
        let kept = frames.first { $0.operands == nil }
        let pc = snapshot.call?.registers.pc ?? 0
        let operation = snapshot.state.codes.first?.lowered?.code[max(0, pc - 1)...].prefix(2).map(\.operation)
        #expect(
            kept == nil, "\(place): \(kept?.offset ?? 0), \(snapshot.call?.step as Any) \(pc) \(operation as Any)")
    }

    /// The budget ends at every place where it can.
    @Test(arguments: all.indices) func aCallWhoseBudgetEndsGoesOnTheSame(_ index: Int) throws {
        let guest = Self.all[index]
        var options = LoweringOptions()
        if index % 2 == 1 { options.instruments = .functionEvents }
        let whole = try SuspensionTests.observe(guest.fields, options) { try $0.call([]) }
        let store = Store(limits: Self.limits, options: options)
        let instance = try Guest.instance(guest.fields, in: store, imports: SuspensionTests.imports())
        store.budget.limit = 0
        let call = try #require(instance.function(named: "f")).begin()
        // Places are tried again with other operands, but not all of those that loops reach a thousand times.
        var tried: [String: Int] = [:]
        while case .suspended(.budgetSpent(let needed))? = try? call.resume() {
            store.budget.limit? += needed
            let snapshot = try call.snapshot()
            let place = "\(snapshot.call?.registers.pc ?? 0) of \(snapshot.call?.registers.instance ?? 0)"
            tried[place, default: 0] += 1
            guard tried[place] == 1 || tried[place] == 3 else { continue }
            let (moved, frames) = try Self.finish(snapshot, instance.module, Self.debuggable(options))
            #expect(moved == whole, "\(guest.name), \(place)")
            // An event between the operands and a return or a call must not happen twice.
            if options.instruments.isEmpty { expectMoved(frames, snapshot, "\(guest.name), \(place)") }
            guard tried[place] == 1, let bytes = try? snapshot.bytes() else { continue }
            let read = try Snapshot(bytes: bytes, modules: snapshot.modules, limits: Self.limits)
            let stored = try Self.finish(read, instance.module, Self.debuggable(options))
            #expect(stored.outcome == whole, "\(guest.name), stored at \(place)")
        }
    }

    /// A moved call is stored once more, as it is and in the middle of its further run.
    @Test(arguments: all.indices) func aMovedCallIsStored(_ index: Int) throws {
        let guest = Self.all[index]
        let whole = try SuspensionTests.observe(guest.fields) { try $0.call([]) }
        let instance = try Guest.instance(
            guest.fields, in: Store(limits: Self.limits), imports: SuspensionTests.imports())
        let call = try #require(instance.function(named: "f")).begin()
        for step in 0..<6 {
            guard case .suspended? = try? call.resume(yieldingAfter: UInt64(3 + step * 7 % 23)) else { break }
            let (_, moved) = try Self.restore(try call.snapshot(), Guest.debuggable)
            for further in 0..<3 {
                let snapshot = try moved.snapshot()
                #expect(try Self.finish(snapshot, instance.module, Guest.debuggable).outcome == whole, "\(guest.name)")
                #expect(throws: SnapshotError.otherOptions) { try Self.restore(snapshot, LoweringOptions()) }
                if let bytes = try? snapshot.bytes() {
                    let read = try Snapshot(bytes: bytes, modules: snapshot.modules, limits: Self.limits)
                    let stored = try Self.finish(read, instance.module, Guest.debuggable)
                    #expect(stored.outcome == whole, "\(guest.name), step \(step), \(further)")
                    let operands = moved.frames.map(\.operands)
                    #expect(stored.frames.map(\.operands) == operands, "\(guest.name), step \(step)")
                    #expect(throws: SnapshotError.otherOptions) { try Self.restore(read, LoweringOptions()) }
                }
                guard case .suspended? = try? moved.resume(yieldingAfter: UInt64(further * 4)) else { break }
            }
        }
    }

    /// Operands that lowering had left in locals and constants are in their slots, and breakpoints behind a call are met.
    @Test(arguments: [true, false]) func breakpointsInWaitingFramesAreMet(_ fusing: Bool) throws {
        let module = try Guest.module(
            """
            (func $wait (param i32) (result i32)
              (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (i32.const 5))
            (func (export "f") (param i32 i64) (result i32 i32 i64 i32 i32)
              local.get 0  i32.const 7  local.get 1
              local.get 0  i32.const 3  i32.add
              i32.const 20  call $wait
              i32.const 0  local.set 0  i64.const 0  local.set 1)
            """)
        let options = LoweringOptions(fusing: fusing)
        let instance = try Store(limits: Self.limits, options: options).instantiate(module)
        let call = try #require(instance.function(named: "f")).begin([.i32(-2), .i64(9)])
        while call.backtrace.count < 2 { _ = try call.resume(yieldingAfter: 1) }
        _ = try call.resume(yieldingAfter: 20)
        let store = Store(limits: Self.limits, options: Self.debuggable(options))
        let restored = try store.call(restoredFrom: call.snapshot())
        let outer = try #require(restored.frames.last)
        #expect(outer.operands == [.i32(UInt32(bitPattern: -2)), .i32(7), .i64(9), .i32(1)])
        // Behind the call's two bytes.
        #expect(store.setBreakpoint(true, at: outer.offset + 2, in: InstanceAddress(index: 0)))
        guard case .suspended(.yielded) = try restored.resume() else {
            Issue.record("the breakpoint was passed")
            return
        }
        #expect(restored.frames.first?.offset == outer.offset + 2)
        #expect(restored.frames.first?.operands == [.i32(UInt32(bitPattern: -2)), .i32(7), .i64(9), .i32(1), .i32(5)])
        guard case .finished(let results) = try restored.resume() else {
            Issue.record("it stopped again")
            return
        }
        #expect("\(results)" == "[-2, 7, 9, 1, 5]")
    }

    /// The innermost frame goes back to the first of the instructions that were fused: operands there are those before it,
    /// and each of the instructions is a stop.
    @Test func aFusedInstructionIsEnteredAtItsBeginning() throws {
        let module = try Guest.module(
            """
            (func (export "f") (param i32 i32) (result i32)
              (loop $l
                local.get 0  i32.const 1  i32.sub  local.set 0
                local.get 0  local.get 1  i32.gt_s  br_if $l)
              local.get 0)
            """)
        let call = try #require(Store(limits: Self.limits).instantiate(module).function(named: "f"))
            .begin([.i32(9), .i32(2)])
        _ = try call.resume(yieldingAfter: 12)
        let (_, restored) = try Self.restore(try call.snapshot(), Guest.debuggable)
        let branch = try #require(call.frames.first?.offset)
        // `local.get`, `local.get`, `i32.gt_s` and `br_if` take two, two, one and two bytes.
        var offsets: [Int] = []
        for _ in 0..<4 {
            offsets.append(try #require(restored.frames.first?.offset))
            #expect(restored.frames.first?.operands?.count == [0, 1, 2, 1][offsets.count - 1])
            guard case .suspended(.yielded) = try restored.resume(yieldingAfter: 0) else { break }
        }
        #expect(offsets == [branch - 5, branch - 3, branch - 1, branch])
        guard case .finished(let results) = try restored.resume() else {
            Issue.record("it stopped again")
            return
        }
        #expect("\(results)" == "[2]")
    }

    /// A call that has stopped where no breakpoint is meets the next one.
    @Test func aBreakpointBehindAStopIsMet() throws {
        let module = try Guest.module("(func (export \"f\") (nop) (nop) (nop) (nop) (nop))")
        let store = Store(limits: Self.limits, options: Guest.debuggable)
        let call = try #require(store.instantiate(module).function(named: "f")).begin()
        for _ in 0..<2 { _ = try call.resume(yieldingAfter: 0) }
        let place = try #require(call.frames.first?.offset)
        #expect(store.setBreakpoint(true, at: place + 2, in: InstanceAddress(index: 0)))
        _ = try call.resume()
        #expect(call.frames.first?.offset == place + 2)
        #expect(store.isAtBreakpoint)
    }

    /// Without room for lowering, frames keep their code, and the call goes on.
    @Test func framesKeepTheirCodeWithoutRoom() throws {
        let guest = SuspensionTests.guests[0]
        let whole = try SuspensionTests.observe(guest.fields) { try $0.call([]) }
        let instance = try Guest.instance(guest.fields, in: Store(limits: Self.limits))
        let call = try #require(instance.function(named: "f")).begin()
        _ = try call.resume(yieldingAfter: 100)
        let snapshot = try call.snapshot()
        var limits = Self.limits
        limits.codeBytes = 0
        let store = Store(limits: limits, options: Guest.debuggable)
        let restored = try store.call(restoredFrom: snapshot)
        #expect(restored.frames.allSatisfy { $0.operands == nil })
        let moved = try restored.snapshot()
        let error = #expect(throws: SnapshotError.self) { try moved.bytes() }
        #expect(error?.description.contains("frames of a snapshot that could not be debugged") == true)
        #expect(try Self.finish(moved, instance.module, Guest.debuggable).outcome.ending == whole.ending)

        // A guest that must stop does so when it goes on.
        let other = Store(limits: Self.limits, options: Guest.debuggable)
        other.interruption = LimitTests.StopsAfter(1, .deadlineExceeded)
        let stopped = try other.call(restoredFrom: snapshot)
        guard case .suspended(.interrupted(.deadlineExceeded)) = try stopped.resume() else {
            Issue.record("it went on")
            return
        }
        other.interruption = nil
        other.continueBudget(of: snapshot)
        guard case .finished(let results) = try stopped.resume() else {
            Issue.record("it stopped again")
            return
        }
        #expect("\(results)" == whole.ending)
    }
}
