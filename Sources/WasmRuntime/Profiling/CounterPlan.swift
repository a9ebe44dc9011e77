import WasmSyntax
import WasmValidation

/// Where a module's counters are, and the functions whose entries need none.
///
/// A function is entered by direct calls, whose number follows from the blocks that they are in, and in ways that the store
/// notes where they happen, outside of the loop: from the host, from other instances, through other tables than the first.
/// Only what the loop itself calls indirectly is not noted (``entriesInLoop``).
///
/// The entries of such functions are unknowns of linear equations: with the counters of its blocks, a function's counts
/// depend on its entries alone. If the caller's block is executed a fixed number of times more often with each entry of the
/// caller, the callee's unknown depends on the caller's. Where unknowns depend on one another in a circle, other than on
/// themselves, functions count their entries themselves until none is left (``EntryDependencies``).
struct CounterPlan: Sendable {
    /// The number of the first counter of each function, and of all counters; empty if blocks are not counted.
    var firstCounters: [UInt32] = []
    /// For each function that the module defines: whether the number of its entries follows from others.
    var areEntriesKnown: [Bool] = []

    /// The counters of an instance, which are behind its globals.
    var counterCount: Int { Int(firstCounters.last ?? 0) }

    /// Whether the number of a function's entries follows from others.
    func isEntryKnown(_ function: Int) -> Bool { function < areEntriesKnown.count && areEntriesKnown[function] }
}

extension Store {
    /// Returns the plan for a module that is about to be instantiated; an empty one if blocks are not counted.
    func counterPlan(for module: Module) throws(Interrupted) -> CounterPlan {
        guard options.instruments.contains(.blockCounts) else { return CounterPlan() }
        if let known = module.sharedCode.counters { return known }
        do throws(LoweringFailure) {
            let plan = try makeCounterPlan(for: module)
            module.sharedCode.keep(counters: plan)
            return plan
        } catch {
            if case .interrupted(let reason) = error { throw Interrupted(reason) }
            return CounterPlan()
        }
    }

    private func makeCounterPlan(for module: Module) throws(LoweringFailure) -> CounterPlan {
        let bodies = module.validated.module.bodies
        var plan = CounterPlan()
        var inLoop = IndirectCalls(module.validated)
        var dependencies = EntryDependencies(count: bodies.count)
        var counters: [UInt32] = []
        var countersOfEntry: [UInt32] = []
        var source = DecodedCode()
        for (number, body) in bodies.enumerated() {
            guard let graph = try flowGraph(of: body, in: module.validated, isEntryKnown: true, &source) else {
                counters.append(0)
                countersOfEntry.append(0)
                continue
            }
            inLoop.add(source.instructions)
            counters.append(UInt32(truncatingIfNeeded: graph.counterCount))
            countersOfEntry.append(UInt32(truncatingIfNeeded: graph.countersOfEntry))
            guard !graph.calls.isEmpty else { continue }
            let growth = graph.countsOfEntry
            for call in graph.calls { dependencies.add(growth.blocks[call.block], from: number, to: call.callee) }
        }
        plan.areEntriesKnown = bodies.indices.map { countersOfEntry[$0] > 0 && !inLoop.canEnter($0) }
        for function in dependencies.circle(among: plan.areEntriesKnown) { plan.areEntriesKnown[function] = false }
        try checkLowering()
        var sum: UInt32 = 0
        plan.firstCounters.append(sum)
        for number in bodies.indices {
            sum &+= counters[number] &+ (plan.areEntriesKnown[number] ? 0 : countersOfEntry[number])
            plan.firstCounters.append(sum)
        }
        return plan
    }

    /// Decodes a function's body and returns its blocks; `nil` if it is malformed, which does not happen.
    func flowGraph(
        of body: FunctionBody, in module: ValidatedModule, isEntryKnown: Bool, _ source: inout DecodedCode
    ) throws(LoweringFailure) -> FlowGraph? {
        let isWellFormed: Bool
        do throws(Interrupted) {
            isWellFormed = try decode(body.code, of: module.module.bytes, into: &source)
        } catch {
            throw .interrupted(error.reason)
        }
        guard isWellFormed else { return nil }
        return try flowGraph(of: source, in: module, isEntryKnown: isEntryKnown)
    }

    /// Returns the blocks of a decoded body.
    func flowGraph(
        of source: DecodedCode, in module: ValidatedModule, isEntryKnown: Bool
    ) throws(LoweringFailure) -> FlowGraph {
        try FlowGraphBuilder.graph(
            of: source, importedFunctions: module.importCounts.functions, isEntryKnown: isEntryKnown
        ) { () throws(LoweringFailure) in try checkLowering() }
    }
}

/// The functions that the loop may enter other than by direct calls: those that references may exist to, and that have the
/// type of an indirect call.
struct IndirectCalls {
    private let module: ValidatedModule
    /// The types of the calls through the first table, each as the smallest index of an equal type.
    private var types: Set<UInt32> = []
    private var hasCallsOfReferences = false

    init(_ module: ValidatedModule) { self.module = module }

    mutating func add(_ instructions: [Instruction]) {
        for instruction in instructions {
            switch instruction.opcode {
            case .callIndirect where instruction.y == 0: types.insert(module.canonicalTypes[Int(instruction.x)])
            case .callRef: hasCallsOfReferences = true
            default: break
            }
        }
    }

    /// Whether a function may be entered, given by its index among those that the module defines.
    func canEnter(_ function: Int) -> Bool {
        let index = module.importCounts.functions &+ function
        guard module.declaredFunctions[index] else { return false }
        return hasCallsOfReferences || types.contains(module.canonicalTypes[Int(module.functionTypeIndices[index])])
    }
}
