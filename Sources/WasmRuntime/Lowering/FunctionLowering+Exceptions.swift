import WasmSyntax
import WasmValidation

// Exceptions cost nothing where none is thrown: a `try_table` emits no instruction. It becomes a region of the code, which
// is searched for when an exception is thrown. Specification: Execution / Instructions / Control Instructions, try_table,
// throw and throw_ref.

/// A part of a function's code in which exceptions are caught.
struct TryRegion {
    /// Places in the module's code.
    var start: Int
    var end = Int.max
    /// The region that is tried next: the one around this one in the same function, or the target of `delegate`.
    var parent: Int?
    /// The region around this one, whatever `delegate` says: for finding the innermost region of a place.
    var enclosing: Int?
    /// In the order in which they are tried.
    var handlers: [ExceptionHandler] = []
}

/// A clause of a region that catches exceptions.
struct ExceptionHandler {
    /// Index of the tag that it catches; `nil` for any.
    var tag: UInt32?
    /// Whether the handler takes the exception's values.
    var takesValues: Bool
    /// Whether vectors are among them.
    var takesVectors: Bool
    /// Whether the handler takes a reference to the exception.
    var takesReference: Bool
    /// Slot of the frame for the first value; the reference follows the values.
    var slot: Int
    /// Whether the reference comes before the values, as for legacy exceptions.
    var referenceFirst = false
    /// The place where execution continues, and the cost of the function's instructions before it, in the order of the body.
    var target = 0
    var cost: UInt32 = 0
    /// The block that begins there, if blocks are counted.
    var block: UInt32 = 0

    /// The number of values that a `throw` has where there are vectors among them.
    static let vectorValues = 0xFFFF
}

extension FunctionLowering {
    mutating func lowerThrow(_ tag: UInt32) {
        let parameters = parameters(ofTag: tag)
        let hasVectors = parameters.contains(.v128)
        if hasVectors { usesVectors = true }
        materializeTop(parameters.count)
        emitStoreOperation(
            .throwTag, a: Int(slotField(slot(atHeight: operands.height &- parameters.count))),
            b: hasVectors ? ExceptionHandler.vectorValues : parameters.count, x: tag, y: cost)
        becomeUnreachable()
    }

    mutating func lowerThrowReference() {
        let slot = popSlot()
        emitStoreOperation(.throwReference, a: slot, y: cost)
        becomeUnreachable()
    }

    // MARK: Regions

    /// Begins a region at the next instruction.
    private mutating func openRegion() -> Int {
        // Code inside must not change an instruction outside.
        producer = nil
        // The region's block is already open, and has no region yet.
        let enclosing = controls.last?.innerRegion
        regions.append(TryRegion(start: here, parent: enclosing, enclosing: enclosing))
        return regions.count &- 1
    }

    /// Ends a region before the next instruction.
    mutating func closeRegion(_ region: Int?) {
        guard let region, regions[region].end == .max else { return }
        producer = nil
        regions[region].end = here
    }

    mutating func openTryTable(_ instruction: Instruction) {
        // Labels are counted from outside the block.
        let first = Int(instruction.y)
        let clauses = source.catches[first..<(first &+ Int(truncatingIfNeeded: instruction.wide))]
        openBlock(.block, instruction)
        let region = openRegion()
        for clause in clauses { addHandler(clause, to: region) }
        controls[controls.count &- 1].region = region
    }

    private mutating func addHandler(_ clause: CatchClause, to region: Int) {
        let index = controls.count &- 2 &- Int(clause.label)
        guard index >= 0 else { return }
        let label = controls[index]
        let tag = clause.kind.hasTag ? clause.tag : nil
        var handler = ExceptionHandler(
            tag: tag, takesValues: tag != nil, takesVectors: parameters(ofTag: tag).contains(.v128),
            takesReference: clause.kind.pushesReference, slot: Int(slotField(slot(atHeight: label.height))))
        if label.kind == .loop {
            (handler.target, handler.cost, handler.block) = (label.loopStart, label.loopCost, label.loopBlock)
        } else {
            controls[index].forwardHandlers.append((region, regions[region].handlers.count))
            controls[index].endIsTarget = true
        }
        regions[region].handlers.append(handler)
    }

    /// The types of the values of a tag's exceptions; none without a tag.
    private func parameters(ofTag tag: UInt32?) -> [ValueType] {
        tag.flatMap { module.functionType(at: object.module.validated.tags[Int($0)]) }?.parameters ?? []
    }

    /// Makes the handlers that lead to the end of a block continue at the next instruction.
    mutating func completeHandlers(_ control: Control) {
        for (region, handler) in control.forwardHandlers {
            regions[region].handlers[handler].target = here
            regions[region].handlers[handler].cost = cost
            regions[region].handlers[handler].block = nextBlock
        }
    }

    // MARK: Legacy exceptions

    mutating func openLegacyTry(_ instruction: Instruction) {
        openBlock(.block, instruction)
        let region = openRegion()
        controls[controls.count &- 1].kind = .trying
        controls[controls.count &- 1].region = region
    }

    /// Lowers `catch` and `catch_all`: ends the part before, and begins a handler at the next instruction.
    mutating func lowerLegacyCatch(_ instruction: Instruction) {
        guard var control = controls.popLast(), let region = control.region else { return }
        if isReachable {
            moveToLabel(height: control.height, arity: control.results)
            control.forwardBranches.append(emitForward(InternalInstruction(.jump)))
        }
        closeRegion(region)
        operands.truncate(to: control.height)
        control.kind = .catching
        // The exception occupies the first result's slot, so that the results must be moved down before the end in any case.
        control.endIsTarget = true
        isReachable = true
        bindLabel()
        let tag = instruction.opcode == .catch ? instruction.x : nil
        let parameters = parameters(ofTag: tag)
        regions[region].handlers.append(
            ExceptionHandler(
                tag: tag, takesValues: tag != nil, takesVectors: parameters.contains(.v128), takesReference: true,
                slot: Int(slotField(slot(atHeight: control.height))), referenceFirst: true, target: here, cost: cost,
                block: nextBlock))
        controls.append(control)
        // The exception itself stays below its values, for `rethrow`.
        operands.push(.slot)
        if parameters.contains(.v128) { usesVectors = true }
        pushResults(parameters)
    }

    /// Lowers `delegate`: ends a `try` that passes its exceptions on to a label further out.
    mutating func lowerDelegate(_ instruction: Instruction) {
        if let control = controls.last, let region = control.region {
            let target = max(0, controls.count &- 2 &- Int(instruction.x))
            regions[region].parent = controls[target].innerRegion
        }
        lowerEnd()
    }

    mutating func lowerRethrow(_ label: UInt32) {
        let index = controls.count &- 1 &- Int(label)
        guard index >= 0 else { return }
        emitStoreOperation(.throwReference, a: Int(slotField(slot(atHeight: controls[index].height))), y: cost)
        becomeUnreachable()
    }
}
