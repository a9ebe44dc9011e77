import Foundation
import Nestbox
import WASIHost
import WasmRuntime
import WasmSyntax
import WasmValidation

/// Modules that are instantiated in order; each may import from those before it.
package struct Chain: Sendable {
    package var modules: [(name: Name, module: Module)]

    package init(_ modules: [(name: Name, module: Module)]) { self.modules = modules }

    /// A number that depends on the bytes of the last module.
    var hash: UInt64 {
        (modules.last?.module.validated.module.bytes.prefix(4_096) ?? []).reduce(0xCBF2_9CE4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
    }
}

/// The way a chain is run.
package struct RunOptions: Sendable {
    /// The units of budget for instantiation and for each call.
    package var fuel: UInt64 = 20_000
    /// The number of exported functions that are called, and the number of calls of each.
    package var functions = 24
    package var rounds = 2
    /// The milliseconds after which a call is interrupted.
    package var milliseconds: UInt64 = 200
    /// Whether the host provides the imported functions that no module exports.
    package var hostFunctions = false
    package var lowering = LoweringOptions()
    /// Each call is suspended after every so many units, stored, and goes on in a new store; `nil` for calls in one go.
    package var movesEvery: UInt64?

    package init() {}

    /// Limits so small that a hostile module reaches them soon.
    package var limits: StoreLimits {
        var limits = StoreLimits()
        limits.memoryPages = RunOptions.memoryPages
        limits.totalMemoryBytes = 64 << 20
        limits.tableElements = RunOptions.tableElements
        limits.totalTableElements = 400_000
        limits.heapBytes = 8 << 20
        limits.callDepth = 200
        limits.stackSlots = 1 << 17
        return limits
    }

    /// The limits of each memory and table, which wasmtime gets, too.
    package static let memoryPages: UInt64 = 64
    package static let tableElements: UInt64 = 100_000
}

extension Chain {
    /// Instantiates all modules, calls the functions of the last one, and observes the state that remains.
    ///
    /// - Parameter clock: Receives the processor time of each phase.
    package func run(_ options: RunOptions, _ clock: inout PhaseClock) -> Behaviour {
        let store = Store(limits: options.limits, options: options.lowering)
        if options.lowering.instruments.contains(.blockCounts) { try? store.startProfile(.units(every: 1_000)) }
        var behaviour = run(options, in: store, &clock)
        if options.lowering.instruments.contains(.blockCounts) { Chain.noteUnexplained(of: store, in: &behaviour) }
        return behaviour
    }

    private func run(_ options: RunOptions, in store: Store, _ clock: inout PhaseClock) -> Behaviour {
        var behaviour = Behaviour()
        var imports = Imports()
        if options.hostFunctions {
            imports.addProvider { _, _, type in .function(Chain.hostFunction(type)) }
        }
        var last: Instance?
        for (number, (name, module)) in modules.enumerated() {
            store.budget.allow(options.fuel)
            store.interruption = HostInterruption(timeoutNanoseconds: options.milliseconds * 1_000_000)
            clock.begin("instantiate")
            let result = Result { try store.instantiate(module, imports: imports) }
            clock.end()
            switch result {
            case .success(let instance):
                for (exportName, external) in instance.exports { imports.define(exportName, in: name, external) }
                last = instance
            case .failure(let error):
                behaviour.link = "\(number): \(Observation.text(of: error))"
                if let error = error as? LinkError, case .limitExceeded = error.kind { behaviour.link = "limit" }
                if let trap = error as? Trap, Observation.limits.contains(trap.kind.description) {
                    behaviour.link = trap.kind.description
                }
                behaviour.linkSpent = store.budget.spent
                return behaviour
            }
        }
        behaviour.linkSpent = store.budget.spent
        if let last { call(last, imports, options, &behaviour, &clock) }
        return behaviour
    }

    /// Notes, as a difference, that exact counts do not add up to the budget spent.
    private static func noteUnexplained(of store: Store, in behaviour: inout Behaviour) {
        guard let profile = try? store.stopProfile() else { return }
        let unexplained = profile.otherUnits &- Int64(store.machine.charged)
        if unexplained != 0 { behaviour.link = "\(unexplained) units of \(profile.totalUnits) are unexplained" }
    }

    /// Returns the calls that ``run(_:_:)`` would make if no limit ended it.
    package func plan(_ options: RunOptions) -> Behaviour {
        let signatures = modules.last.map { Signature.exported(by: $0.module.validated.module) } ?? [:]
        var behaviour = Behaviour()
        for (place, signature) in signatures.sorted(by: { $0.key < $1.key }).prefix(options.functions) {
            for round in 0..<options.rounds where signature.arguments(place, round) != nil {
                behaviour.calls.append(
                    CallRecord(
                        export: place, round: round, parameters: signature.parameters, results: signature.results,
                        ending: "planned", values: [], spent: 0))
            }
        }
        return behaviour
    }

    private func call(
        _ first: Instance, _ imports: Imports, _ options: RunOptions, _ behaviour: inout Behaviour,
        _ clock: inout PhaseClock
    ) {
        var instance = first
        let exports = instance.exports
        let signatures = modules.last.map { Signature.exported(by: $0.module.validated.module) } ?? [:]
        var calls = 0
        for (place, export) in exports.enumerated() where calls < options.functions {
            guard case .function = export.external, let signature = signatures[place] else { continue }
            calls += 1
            for round in 0..<options.rounds {
                guard let arguments = signature.arguments(place, round),
                    let function = instance.function(named: export.name)
                else { break }
                var store = instance.store
                store.budget.allow(options.fuel)
                store.interruption = HostInterruption(timeoutNanoseconds: options.milliseconds * 1_000_000)
                let before = store.budget.spent
                clock.begin("call")
                let result = Result {
                    guard let units = options.movesEvery else { return try function.call(arguments) }
                    return try Chain.call(function, arguments, imports, options, movingEvery: units, &store)
                }
                instance = Instance(store: store, module: instance.module, address: instance.address)
                let spent = store.budget.spent - before
                clock.end(nanoseconds: options.lowering.budgetUnit == .time ? spent : nil)
                var record = CallRecord(
                    export: place, round: round, parameters: signature.parameters, results: signature.results,
                    ending: "returned", values: [], spent: spent)
                switch result {
                case .success(let values): record.values = values.map(Observation.text)
                case .failure(let error): record.ending = Observation.text(of: error)
                }
                behaviour.calls.append(record)
                if Observation.limits.contains(record.ending) { return }
            }
        }
        behaviour.state = instance.exports.enumerated().compactMap { place, export in
            Observation.text(of: export.external).map { "\(place) \($0)" }
        }
    }

    /// Calls a function, and moves the call to a new store, through bytes, whenever it yields. Where it cannot be stored, it
    /// goes on where it is.
    ///
    /// - Parameter store: The store of the call, from then on.
    private static func call(
        _ function: Function, _ arguments: [Value], _ imports: Imports, _ options: RunOptions,
        movingEvery units: UInt64, _ store: inout Store
    ) throws -> [Value] {
        var call = try function.begin(arguments)
        while true {
            switch try call.resume(yieldingAfter: units) {
            case .finished(let results): return results
            case .suspended(.yielded): break
            case .suspended(.budgetSpent): throw call.end(with: .budgetExhausted)
            case .suspended(.interrupted(let reason)): throw call.end(with: .interrupted(reason))
            case .suspended(let other): throw call.end(with: .host("\(other)"))
            }
            guard let before = try? call.snapshot(), let bytes = try? before.bytes() else { continue }
            let snapshot = try Snapshot(bytes: bytes, modules: before.modules, limits: store.limits)
            let next = Store(limits: store.limits, options: options.lowering)
            next.interruption = store.interruption
            next.continueBudget(of: snapshot)
            next.budget.limit = store.budget.limit
            call = try next.call(restoredFrom: snapshot, imports: imports)
            store = next
        }
    }

    /// Returns a host function that counts in its results, so that they differ; references are null.
    static func hostFunction(_ type: FunctionType) -> HostFunction {
        HostFunction(type: type) { call in
            var sum: UInt64 = 0
            for (index, parameter) in type.parameters.enumerated() where !parameter.isReference {
                sum &+= parameter == .v128 ? call.v128(at: index).low : call.bits(at: index)
            }
            for (index, result) in type.results.enumerated() {
                switch result {
                case .i32, .f32: call.setResult(bits: (sum &+ UInt64(index)) & 0xFFFF_FFFF, at: index)
                case .i64, .f64: call.setResult(bits: sum &+ UInt64(index), at: index)
                case .v128: call.setResult(low: sum, high: UInt64(index), at: index)
                default: call.setResult(bits: 0, at: index)
                }
            }
        }
    }
}

/// The processor time of the phases of a case.
package struct PhaseClock: Sendable {
    /// The longest duration of each phase, in microseconds of processor time.
    package private(set) var longest: [String: Int] = [:]
    /// The slowest call whose budget counts by time, if it took more than 20 ms: microseconds of processor time, and
    /// the units spent, which stand for nanoseconds.
    package private(set) var dearest: (microseconds: Int, spent: UInt64)?
    private var phase = ""
    private var start: clock_t = 0

    package init() {}

    package mutating func begin(_ name: String) {
        phase = name
        start = clock()
    }

    /// - Parameter nanoseconds: The units that a call has spent, if the budget counts by time.
    package mutating func end(nanoseconds: UInt64? = nil) {
        let microseconds = Int(clock() - start) * 1_000_000 / Int(CLOCKS_PER_SEC)
        longest[phase] = max(longest[phase] ?? 0, microseconds)
        if let nanoseconds, microseconds > max(20_000, dearest?.microseconds ?? 0) {
            dearest = (microseconds, nanoseconds)
        }
    }
}
