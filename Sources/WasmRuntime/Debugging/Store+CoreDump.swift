import WasmSyntax
import WasmValidation

// The parts of a store that a core dump has.

/// An instance, as a core dump has it.
package struct DumpedInstance {
    package let address: InstanceAddress
    package let module: Module
    /// The name under which its exports were defined for others.
    package let name: Name?
    /// The places of its memories and globals in the store, by index.
    package let memories: [Int]
    package let globals: [Int]
}

extension Store {
    /// Keeps the frames of an execution that fails. The program counter is as for `trap`.
    func keepFrames(of kind: Trap.Kind, _ execution: Execution) {
        let stopsBefore: Bool
        switch kind {
        case .callStackExhausted, .budgetExhausted, .interrupted: stopsBefore = true
        default: stopsBefore = false
        }
        let stack = CapturedStack(
            execution, in: self, atMost: CapturedStack.mostFrames, stopsBefore: stopsBefore)
        if keepsTrapFrames { trapFrames = stack }
        if capturesCoreDumps { failedStack = stack }
    }

    /// Whether an interruption is being polled, or an observer is told something.
    package var isBeingPolled: Bool { isPolling }

    /// The instances that guests have here, in the order of their places.
    package var dumpedInstances: [DumpedInstance] {
        state.instances.indices.compactMap { index in
            let instance = state.instances[index]
            guard let module = instance.code?.module else { return nil }
            let count = module.validated.importCounts.globals &+ module.validated.module.globals.count
            return DumpedInstance(
                address: InstanceAddress(index: index), module: module, name: instanceNames[index],
                memories: instance.memories,
                globals: (0..<count).map { instance.globalAddress(UInt32(truncatingIfNeeded: $0)) })
        }
    }

    /// The type and the value of the global at a place; `nil` if there is none. The type of a reference is the least precise
    /// one, which is the same in all modules.
    package func dumpedGlobal(_ place: Int) -> (type: ValueType, value: FrameValue)? {
        guard state.globals.indices.contains(place), state.globalTypes.indices.contains(place) else { return nil }
        let own = state.globalTypes[place].value
        let type = own.isReference ? hierarchy(of: own) : own
        let upperHalf = state.globalUpperHalves.indices.contains(place) ? state.globalUpperHalves[place] : 0
        return (type, FrameValue(state.globals[place], upperHalf: upperHalf, type))
    }
}

extension GuestCall {
    /// The store of the function that is called.
    package var store: Store { function.store }
}

extension CapturedStack.Frame {
    /// Whether the instance that the frame belongs to exists in the store.
    package func isCurrent(in store: Store) -> Bool {
        store.state.instances.indices.contains(instance.index) && store.state.instances[instance.index].code === code
    }
}

extension CapturedStack {
    /// A function of frames.
    private struct FunctionKey: Hashable {
        let code: ObjectIdentifier
        let function: Int
    }

    /// The operands of a function's frames.
    private struct FrameOperands {
        /// By offset.
        let types: [Int: [ValueType]]
        /// The slot of the lowest one.
        let first: Int
    }

    /// Calls a closure for each frame, innermost first.
    ///
    /// - Parameter body: Gets the frame, the values of its locals, and those of its operands: `nil` for those that cannot be
    ///   told, which are all unless the store can be debugged.
    /// - Throws: ``Interrupted``; what `body` throws.
    package func forEachFrame(
        in store: Store, interruption: (any Interruption)?,
        _ body: (_ frame: Frame, _ locals: [FrameValue], _ operands: [FrameValue?]) throws -> Void
    ) throws {
        let operands = try operands(in: store, interruption)
        for frame in frames {
            if let reason = interruption?.reasonToStop() { throw Interrupted(reason) }
            let function = operands[FunctionKey(code: ObjectIdentifier(frame.code), function: frame.lowered.function)]
            let types = function?.types[frame.offset] ?? []
            let first = function?.first ?? 0
            // Those beyond belong to the function that is called.
            let count = min(types.count, max(0, frame.slots.count &- first))
            let isKnown = frame.hasOperands
            try body(
                frame, locals(of: frame),
                types.prefix(count).enumerated().map { isKnown ? value(first &+ $0, of: frame, $1) : nil })
        }
    }

    /// Finds out the operands of all frames, by one pass over each function.
    ///
    /// - Throws: ``Interrupted``.
    private func operands(
        in store: Store, _ interruption: (any Interruption)?
    ) throws -> [FunctionKey: FrameOperands] {
        // The store's own may be what has stopped the guest.
        let own = store.machine.interruption
        store.machine.interruption = interruption
        defer { store.machine.interruption = own }
        var offsets: [FunctionKey: Set<Int>] = [:]
        for frame in frames where !frame.isToBegin {
            let key = FunctionKey(code: ObjectIdentifier(frame.code), function: frame.lowered.function)
            offsets[key, default: []].insert(frame.offset)
        }
        var contexts: [ObjectIdentifier: ModuleContext] = [:]
        var operands: [FunctionKey: FrameOperands] = [:]
        for frame in frames {
            let key = FunctionKey(code: ObjectIdentifier(frame.code), function: frame.lowered.function)
            guard let offsets = offsets.removeValue(forKey: key) else { continue }
            let context = contexts[key.code] ?? frame.code.module.validated.contextForTypes(interruption: interruption)
            contexts[key.code] = context
            if let context, let first = CapturedStack.firstOperand(of: frame, in: store) {
                operands[key] = FrameOperands(
                    types: context.operandTypes(before: offsets, inBody: key.function), first: first)
            }
            if let reason = interruption?.reasonToStop() { throw Interrupted(reason) }
        }
        return operands
    }

    /// The slot of a function's lowest operand.
    static func firstOperand(of frame: Frame, in store: Store) -> Int? {
        let module = frame.code.module.validated
        let body = module.module.bodies[frame.lowered.function]
        var decoded = DecodedCode()
        guard let type = module.functionType(frame.functionIndex),
            (try? store.decode(body.code, of: module.module.bytes, into: &decoded)) == true,
            let constants = try? LoopConstants(
                in: decoded.instructions, locals: body.locals.reduce(0) { $0 &+ Int($1.count) }, for: store)
        else { return nil }
        return FrameLayout(type: type, locals: body.locals, constants: constants).firstOperand
    }
}
