import WasmSyntax
import WasmValidation

// In a store that can be debugged, a debug stop precedes each instruction: a `loopCheck`, with which the loop compares the
// budget and its limit. It leaves the loop if it is a breakpoint, or if the execution is to yield; otherwise it costs one
// dispatch. Nothing of this is in the code of other stores, and nothing in the loop.

extension InternalInstruction {
    /// The stop before an instruction of the module. The loop adds `x` to the budget spent; `y` is the cost of the
    /// function's instructions before this one.
    ///
    /// `x` is 1 more than the cost, so that the limit of an execution that is to stop at once lies below every stop, also
    /// where the instructions in between cost nothing.
    static func debugStop(cost: UInt32, isBreakpoint: Bool) -> InternalInstruction {
        InternalInstruction(
            .loopCheck, a: 1, x: isBreakpoint ? breakpointCost : min(cost &+ 1, breakpointCost &- 1), y: cost)
    }

    /// More than the loop ever spends between two polls of the interruption, so that it always stops there.
    private static let breakpointCost = UInt32.max

    /// Whether this is a debug stop.
    var isDebugStop: Bool { operation == .loopCheck && a == 1 }

    /// Whether this debug stop is a breakpoint.
    var isBreakpoint: Bool {
        get { x == InternalInstruction.breakpointCost }
        set { self = InternalInstruction.debugStop(cost: y, isBreakpoint: newValue) }
    }
}

extension FunctionLowering {
    /// Emits a stop before the current instruction, with all operands in their slots, where a debugger finds them.
    mutating func emitDebugStop() {
        materialize(0, upTo: operands.height)
        emit(
            .debugStop(cost: cost, isBreakpoint: store.breakpoints.contains(Int(offset), in: object.module)))
    }
}

/// The interruption of a store that can be debugged and has no other: the loop must look at its limit now and then, as a
/// breakpoint lies within the units until then.
final class Uninterrupted: Interruption {
    func reasonToStop() -> InterruptReason? { nil }
}

/// The breakpoints of a store: offsets of instructions in its modules.
struct Breakpoints {
    private var offsets: [ObjectIdentifier: Set<Int>] = [:]

    func contains(_ offset: Int, in module: Module) -> Bool {
        offsets[ObjectIdentifier(module)]?.contains(offset) ?? false
    }

    fileprivate mutating func set(_ isSet: Bool, _ offset: Int, in module: Module) {
        if isSet {
            offsets[ObjectIdentifier(module), default: []].insert(offset)
        } else {
            offsets[ObjectIdentifier(module)]?.remove(offset)
        }
    }
}

extension Store {
    /// Whether guests of this store can be stopped at every instruction.
    package var isDebuggable: Bool { options.instruments.contains(.debugging) }

    /// Sets or removes a breakpoint, also in code that is lowered already.
    func setBreakpoint(_ isSet: Bool, at offset: Int, in module: Module) {
        breakpoints.set(isSet, offset, in: module)
        guard let code = codeObjects[ObjectIdentifier(module)] else { return }
        code.forEachDebugStop(at: offset) { $0.isBreakpoint = isSet }
    }

    /// Sets the breakpoints of another store, whose place this one takes, also in code that comes from a snapshot.
    package func setBreakpoints(of other: Store) {
        breakpoints = other.breakpoints
        for code in codeObjects.values { code.setBreakpoints(breakpoints) }
    }

    /// Whether an execution yields only at debug stops: before an instruction, and not in the middle of one.
    func stopsAtDebugStops(_ execution: Execution) -> Bool {
        guard isDebuggable, let code = state.instances[Int(execution.registers.instance)].code else {
            return false
        }
        return execution.registers.pc > code.firstDebuggable
    }

    /// Goes on behind a debug stop, or stops there.
    func passDebugStop(_ code: CodeObject, _ execution: inout Execution) throws {
        let pc = execution.registers.pc
        let stop = code.code[pc]
        let spent = execution.registers.base &+ Int(stop.y)
        let isWanted = stop.isBreakpoint || spent >= execution.yieldAt
        let isPassed = execution.passedStop.map { $0.place == pc && $0.spent == spent } ?? false
        if isWanted, !isPassed, execution.isResumable {
            setSpent(spent)
            isAtBreakpoint = stop.isBreakpoint
            throw Stop(suspension: .yielded)
        }
        execution.registers.pc = pc &+ 1
        execution.passedStop = nil
        if let reason = reasonToStop() {
            defer { execution.registers.pc = pc }
            throw self.stop(.interrupted(reason), spent: spent, execution)
        }
        // The budget is compared where it is without a debugger.
        execution.hasProgressed = true
        setLimit(spent: spent, &execution)
    }

    /// The debug stop at which an execution stands that is about to be resumed, and the budget spent there; `nil` if it
    /// stands at none.
    func debugStop(of execution: Execution) -> (place: Int, spent: Int)? {
        guard isDebuggable, let code = state.instances[Int(execution.registers.instance)].code else { return nil }
        let place = execution.currentPlace
        guard code.code.indices.contains(place), code.code[place].isDebugStop else { return nil }
        return (place, execution.registers.base &+ Int(code.code[place].y))
    }
}

extension LoweringOptions {
    /// Whether a suspended call of a store with these options can go on in a store that can be debugged.
    func becomeDebuggable(as other: LoweringOptions) -> Bool {
        var debuggable = self
        debuggable.instruments.insert(.debugging)
        return other.instruments.contains(.debugging)
            && CodeKey(types: [], options: debuggable) == CodeKey(types: [], options: other)
    }
}

extension CodeObject {
    /// Keeps the code for the frames that are suspended in it, and lets all functions be lowered anew.
    func lowerAnewForDebugger() {
        for place in code.indices {
            let operation = code[place].operation.first
            code[place].operation = operation
            guard operation == .call || operation == .returnCall,
                let function = function(containing: Int(code[place].x))
            else { continue }
            code[place].operation = operation == .call ? .callUnresolved : .returnCallUnresolved
            code[place].x = UInt32(truncatingIfNeeded: function.function)
        }
        entries = [UInt32](repeating: 0, count: entries.count)
        firstDebuggable = code.count
    }

    /// Changes the debug stops before the instruction at an offset, if its function is lowered.
    fileprivate func forEachDebugStop(at offset: Int, _ change: (inout InternalInstruction) -> Void) {
        let bodies = module.validated.module.bodies
        guard let function = bodies.firstIndex(where: { $0.code.contains(offset) }), entries[function] != 0,
            let lowered = self.function(containing: Int(entries[function]))
        else { return }
        for place in lowered.entry..<end(of: lowered) where origins[place].offset == UInt32(truncatingIfNeeded: offset)
        {
            if code[place].isDebugStop { change(&code[place]) }
        }
    }

    fileprivate func setBreakpoints(_ breakpoints: Breakpoints) {
        for place in code.indices where code[place].isDebugStop {
            let isSet = breakpoints.contains(Int(origins[place].offset), in: module)
            if code[place].isBreakpoint != isSet { code[place].isBreakpoint = isSet }
        }
    }
}
