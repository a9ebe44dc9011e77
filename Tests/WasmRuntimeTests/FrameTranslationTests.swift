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

    /// Finishes a suspended call in a new store, and checks that the frames which wait for a call were moved.
    private static func finish(
        _ snapshot: Snapshot, _ module: Module, _ options: LoweringOptions
    ) throws -> (outcome: SuspensionTests.Outcome, frames: [CallFrame]) {
        let store = Store(limits: limits, options: options)
        store.continueBudget(of: snapshot)
        let call = try store.call(restoredFrom: snapshot, imports: SuspensionTests.imports())
        let frames = call.frames
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
        return (outcome, frames)
    }

    /// Results, units and memory are the same wherever a call is suspended, and whether it is stored or not.
    @Test(arguments: SuspensionTests.guests.indices) func aCallGoesOnTheSame(_ index: Int) throws {
        let guest = SuspensionTests.guests[index]
        for options in Guest.lowerings {
            let whole = try SuspensionTests.observe(guest.fields, options) { try $0.call([]) }
            let instance = try Guest.instance(
                guest.fields, in: Store(limits: Self.limits, options: options), imports: SuspensionTests.imports())
            let call = try #require(instance.function(named: "f")).begin()
            for step in 0..<60 {
                guard case .suspended? = try? call.resume(yieldingAfter: UInt64(1 + step * step % 23)) else { break }
                let snapshot = try call.snapshot()
                let (moved, frames) = try Self.finish(snapshot, instance.module, Self.debuggable(options))
                #expect(moved == whole, "\(guest.name), step \(step)")
                if case .search? = snapshot.call?.step {
                } else {
                    #expect(frames.dropFirst().allSatisfy { $0.operands != nil }, "\(guest.name), step \(step)")
                }
                guard let bytes = try? snapshot.bytes() else { continue }
                let read = try Snapshot(bytes: bytes, modules: snapshot.modules, limits: Self.limits)
                let stored = try Self.finish(read, instance.module, Self.debuggable(options))
                #expect(stored.outcome == whole, "\(guest.name), stored at step \(step)")
                #expect(stored.frames.map(\.operands) == frames.map(\.operands), "\(guest.name), step \(step)")
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
}
