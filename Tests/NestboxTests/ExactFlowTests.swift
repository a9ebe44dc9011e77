import Nestbox
import Testing
import WasmRuntime
import WasmSyntax

/// Exact counts of random modules, which count by themselves too: across calls of every kind, however they end.
struct ExactFlowTests {
    private struct Failed: Error {}

    /// Two instances of a random module in one store, the second of which calls the first.
    private final class Pair {
        let store: Store
        let module: Module
        let markers: Int
        private(set) var instances: [Instance] = []
        private var work = 0

        init(_ text: String, markers: Int, depth: UInt64, slots: UInt64, _ unit: BudgetUnit) throws {
            self.markers = markers
            module = try Module(text: text)
            var limits = StoreLimits()
            limits.callDepth = depth
            limits.stackSlots = slots
            store = Store(limits: limits, budgetUnit: unit, instruments: .blockCounts)
            let work = HostFunction { [unowned self] (value: Int32) throws -> Int32 in try self.work(value) }
            var imports: Imports = ["host": ["work": work], "other": ["call": work]]
            let first = try store.instantiate(module, imports: imports)
            instances.append(first)
            imports.define("call", in: "other", try #require(first["f0"]))
            instances.append(try store.instantiate(module, imports: imports))
        }

        /// Throws or calls the guest now and then.
        private func work(_ value: Int32) throws -> Int32 {
            work += 1
            if work % 7 == 0, let guest = instances.last { _ = try guest.call("f1", [.i32(value)]) }
            if work % 11 == 0 { throw Failed() }
            return value
        }

        /// How often each marker was executed, by the memories.
        func marked() throws -> [UInt64] {
            var result = [UInt64](repeating: 0, count: markers)
            for instance in instances {
                let bytes = try #require(instance.memory(named: "memory")).read(at: 0, count: UInt64(markers * 4))
                for marker in result.indices {
                    for byte in 0..<4 { result[marker] += UInt64(bytes[marker * 4 + byte]) << (8 * UInt64(byte)) }
                }
            }
            return result
        }

        /// How often each marker was executed, by the counts; `nil` for one that cannot be reached.
        func counted() throws -> [UInt64?] {
            var result = [UInt64?](repeating: nil, count: markers)
            let bytes = module.validated.module.bytes
            for site in try store.coverage(of: module).sites where bytes[site.offset] == 0x36 {
                var (offset, shift, place) = (0, 0, site.offset + 2)
                repeat {
                    offset |= Int(bytes[place] & 0x7F) << shift
                    (shift, place) = (shift + 7, place + 1)
                } while bytes[place - 1] >= 0x80
                result[offset / 4] = site.count
            }
            return result
        }

        func check(_ comment: String) throws {
            for (marker, (count, expected)) in zip(try counted(), try marked()).enumerated() {
                #expect(count ?? 0 == expected, "\(comment), marker \(marker)")
            }
        }
    }

    /// In the modules of the two seeds that are left out, all calls return.
    private static let seeds: [UInt64] = Array(0..<42).filter { $0 != 23 && $0 != 32 }

    private func pair(_ seed: UInt64, depth: UInt64, slots: UInt64 = 1 << 20) throws -> Pair {
        var flow = RandomFlow(seed: seed)
        let text = flow.module()
        return try Pair(
            text, markers: flow.markers, depth: depth, slots: slots, seed % 3 == 0 ? .time : .instruction)
    }

    /// Calls end by returning, trapping, throwing, at the budget's end, and where the stack has no room for a call or frame.
    @Test(arguments: seeds)
    func blocksAreCountedAcrossCalls(_ seed: UInt64) throws {
        var ends = (returned: 0, other: 0)
        let limits: [(depth: UInt64, slots: UInt64)] = [
            (2, 1 << 20), (3, 1 << 20), (4, 1 << 20), (7, 1 << 20), (1_000, 8), (1_000, 20), (1_000, 60),
            (1_000, 1 << 20),
        ]
        for (depth, slots) in limits {
            let pair = try pair(seed, depth: depth, slots: slots)
            for run in 0..<6 {
                let instance = pair.instances[run % 2]
                pair.store.budget.limit = nil
                _ = try instance.call("start", [.i32(Int32(seed) * 100 + Int32(run))])
                pair.store.budget.allow(run < 2 ? 20_000 : UInt64(1) << UInt64(run + run * Int(seed % 3)))
                let profile = try pair.store.profile {
                    do {
                        _ = try instance.call(run / 2 % 2 == 0 ? "f0" : "f1", [.i32(2)])
                        ends.returned += 1
                    } catch {
                        ends.other += 1
                    }
                }.profile
                #expect(profile.otherUnits == 0, "depth \(depth), \(slots) slots, run \(run)")
                try pair.check("depth \(depth), \(slots) slots, run \(run)")
            }
        }
        #expect(ends.other > 0)
    }

    /// Calls that are suspended are counted as far as they have gone.
    @Test(arguments: seeds)
    func suspendedBlocksAreCountedAcrossCalls(_ seed: UInt64) throws {
        for step in [1, 7, 60] as [UInt64] {
            let pair = try pair(seed, depth: 50)
            let instance = pair.instances[1]
            _ = try instance.call("start", [.i32(Int32(seed))])
            pair.store.budget.allow(10_000)
            try pair.store.startProfile()
            let call = try #require(instance.function(named: "f0")).begin([.i32(2)])
            var steps = 0
            do {
                while case .suspended(.yielded) = try call.resume(yieldingAfter: step) {
                    steps += 1
                    if steps < 30 || steps % 50 == 0 { try pair.check("step \(steps) of \(step)") }
                }
            } catch {}
            try pair.check("\(steps) steps of \(step)")
            #expect(try #require(try pair.store.stopProfile()).otherUnits == 0)
        }
    }
}
