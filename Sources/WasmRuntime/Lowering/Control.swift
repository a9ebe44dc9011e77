import WasmSyntax

/// An open block while a function is lowered.
struct Control {
    enum Kind {
        case function, block, loop, conditional, alternative
        /// The parts of a legacy `try`.
        case trying, catching
    }

    var kind: Kind
    /// Number of operands below the block's parameters.
    var height: Int
    var parameters: Int
    var resultTypes: [ValueType]
    /// For a loop: its beginning and the cost before it.
    var loopStart = 0
    var loopCost: UInt32 = 0
    /// For a loop: its first block, if blocks are counted.
    var loopBlock: UInt32 = 0
    /// Branches to the end, completed when its place is known.
    var forwardBranches: [ForwardBranch] = []
    /// For `if`: the branch to the `else` arm.
    var elseBranch: ForwardBranch?
    /// For `if`: its parameters, which the `else` arm begins with as well.
    var savedParameters: [Operand] = []
    /// Whether the end can be reached by anything other than falling through.
    var endIsTarget = false
    /// For `try_table` and `try`: the index of the body's region.
    var region: Int?
    /// The innermost region around the block, without the block's own. It is stored because a search outwards at each
    /// `try` would take time quadratic in their nesting.
    var outerRegion: Int?
    /// Exception handlers that continue at the end: the index of the region, and of the handler in it.
    var forwardHandlers: [(region: Int, handler: Int)] = []

    var results: Int { resultTypes.count }

    /// The region of the code that is being lowered in the block. The handlers of a `try` are outside its own region.
    var innerRegion: Int? { kind == .catching ? outerRegion : region ?? outerRegion }

    /// Number of operands that a branch to the block's label carries.
    var labelArity: Int { kind == .loop ? parameters : results }
}

/// A branch whose target is not known yet.
struct ForwardBranch {
    /// Its place among the function's instructions.
    var place: Int
    /// Cost up to and including the branch.
    var cost: UInt32
}

extension InternalInstruction {
    /// Sets the target of a branch. The budget's base changes by the cost of the code that is jumped over, forwards or
    /// backwards.
    mutating func aim(at target: Int, branchCost: UInt32, targetCost: UInt32) {
        x = UInt32(truncatingIfNeeded: target &- 1)
        y = branchCost &- targetCost
    }

    /// Sets the target of a backward branch, and the cost before the target for the exact test of the limit.
    mutating func aim(atLoop loop: Control, branchCost: UInt32) {
        aim(at: loop.loopStart, branchCost: branchCost, targetCost: loop.loopCost)
        c = loop.loopCost > UInt32(UInt16.max) ? 0 : UInt16(truncatingIfNeeded: loop.loopCost)
    }
}

extension FunctionLowering {
    // MARK: Blocks

    /// Opens a block inside the innermost one.
    private mutating func push(_ control: Control) {
        var control = control
        control.outerRegion = controls.last?.innerRegion
        controls.append(control)
    }

    mutating func openBlock(_ kind: Control.Kind, _ instruction: Instruction) {
        let (parameters, results) = arity(of: instruction)
        // A `local.set` inside would change a pending operand on one path only.
        materializePending()
        if kind == .loop { materializeTop(parameters) }
        var control = Control(
            kind: kind, height: operands.height &- parameters, parameters: parameters, resultTypes: results)
        if kind == .loop {
            beginMeter()
            bindLabel()
            control.loopStart = here
            control.loopCost = cost
            control.loopBlock = nextBlock
            beginBlock()
            // A backward branch carries the loop's cost in 16 bits; for a higher cost, an instruction in the loop checks
            // the limit.
            if cost > UInt32(UInt16.max) { emit(InternalInstruction(.loopCheck, x: cost)) }
        }
        push(control)
    }

    mutating func openConditional(_ instruction: Instruction) {
        let (parameters, results) = arity(of: instruction)
        materializeIfMany(parameters, below: 1)
        // The condition comes first, so that it can be fused with the branch. The copies may be emitted between the two:
        // they write only operand slots below those that the branch reads.
        let branch = takeCondition(inverted: true)
        materializePending()
        let height = operands.height &- parameters
        var control = Control(kind: .conditional, height: height, parameters: parameters, resultTypes: results)
        control.savedParameters = (height..<operands.height).map { operands.operand(at: $0) }
        control.elseBranch = emitForward(branch)
        push(control)
    }

    mutating func lowerElse() {
        guard var control = controls.popLast() else { return }
        if isReachable {
            moveToLabel(height: control.height, arity: control.results)
            control.forwardBranches.append(emitForward(InternalInstruction(.jump)))
            control.endIsTarget = true
        }
        operands.truncate(to: control.height)
        for operand in control.savedParameters { operands.push(operand) }
        control.kind = .alternative
        isReachable = true
        bindLabel()
        if let branch = control.elseBranch { complete(branch, target: here, cost: cost) }
        control.elseBranch = nil
        controls.append(control)
    }

    mutating func lowerEnd() {
        guard var control = controls.popLast() else { return }
        if control.kind == .function { return endFunction(control) }
        closeRegion(control.region)
        if control.kind == .conditional, let branch = control.elseBranch {
            // Without an `else`, the parameters are the results, and the branch on the condition leads here.
            endConditionalWithoutElse(&control, branch)
        } else if isReachable && control.endIsTarget {
            moveToLabel(height: control.height, arity: control.results)
        }
        let keepsOperands = isReachable && !control.endIsTarget
        if control.endIsTarget { bindLabel() }
        for branch in control.forwardBranches { complete(branch, target: here, cost: cost) }
        completeHandlers(control)
        isReachable = isReachable || control.endIsTarget
        guard !keepsOperands else { return }
        operands.truncate(to: control.height)
        if isReachable { pushResults(control.resultTypes) }
    }

    private mutating func endConditionalWithoutElse(_ control: inout Control, _ branch: ForwardBranch) {
        let needsMoves = control.savedParameters.contains { !$0.isInSlot }
        if isReachable { moveToLabel(height: control.height, arity: control.results) }
        if needsMoves {
            if isReachable { control.forwardBranches.append(emitForward(InternalInstruction(.jump))) }
            bindLabel()
            complete(branch, target: here, cost: cost)
            operands.truncate(to: control.height)
            for operand in control.savedParameters { operands.push(operand) }
            moveToLabel(height: control.height, arity: control.results)
        } else {
            control.forwardBranches.append(branch)
        }
        isReachable = true
        control.endIsTarget = true
    }

    private mutating func endFunction(_ control: Control) {
        if isReachable { emitReturn() }
        guard control.endIsTarget else { return }
        operands.truncate(to: 0)
        bindLabel()
        for branch in control.forwardBranches { complete(branch, target: here, cost: cost) }
        completeHandlers(control)
        pushResults(layout.resultTypes)
        beginBlock()
        emitReturn()
    }

    /// Marks the rest of the block as unreachable.
    mutating func becomeUnreachable() {
        isReachable = false
        skippedBlocks = 0
        producer = nil
        if let control = controls.last { operands.truncate(to: control.height) }
    }

    /// Tracks the nesting of blocks in unreachable code, which is not lowered.
    mutating func skip(_ instruction: Instruction) {
        switch instruction.opcode {
        case .block, .loop, .if, .tryTable, .try: skippedBlocks &+= 1
        case .else where skippedBlocks == 0: lowerElse()
        case .catch, .catchAll:
            if skippedBlocks == 0 { lowerLegacyCatch(instruction) }
        case .delegate:
            if skippedBlocks > 0 { skippedBlocks &-= 1 } else { lowerDelegate(instruction) }
        case .end:
            if skippedBlocks > 0 { skippedBlocks &-= 1 } else { lowerEnd() }
        default: break
        }
    }

    private func arity(of instruction: Instruction) -> (parameters: Int, results: [ValueType]) {
        switch BlockTypeKind(rawValue: instruction.small) {
        case .value: return (0, [ValueType(bits: instruction.x)])
        case .typeIndex:
            guard let type = module.functionType(at: instruction.x) else { return (0, []) }
            return (type.parameters.count, type.results)
        case .empty, nil: return (0, [])
        }
    }

    // MARK: Labels and branches

    /// Notes that a branch may lead to the next instruction.
    mutating func bindLabel() {
        producer = nil
        recorder?.noteLabel(in: index)
        costBefore = cost
    }

    /// Emits a branch whose target is not known yet.
    mutating func emitForward(_ branch: InternalInstruction) -> ForwardBranch {
        emit(branch)
        return ForwardBranch(place: code.count &- 1, cost: cost)
    }

    mutating func complete(_ branch: ForwardBranch, target: Int, cost: UInt32) {
        code[branch.place].aim(at: target, branchCost: branch.cost, targetCost: cost)
    }

    /// Moves the top `arity` operands to where a label at `height` expects them. Lower slots are written first and no
    /// operand moves up, so none is overwritten before it has been read.
    mutating func moveToLabel(height: Int, arity: Int) {
        let first = operands.height &- arity
        if arity > FunctionLowering.fewValues {
            materializeTop(arity)
            return emitMoveMany(from: first, to: height, count: arity)
        }
        for position in 0..<arity {
            move(
                operands.operand(at: first &+ position), atHeight: first &+ position,
                to: slot(atHeight: height &+ position))
        }
    }

    /// The most values of a branch that are moved one by one. More are put into their slots first, where all later
    /// branches find them, and moved by one instruction: otherwise a `br_if` of two bytes could become a thousand
    /// instructions.
    private static let fewValues = 4

    /// Puts the operands that a conditional branch carries into their slots if they are many.
    ///
    /// - Parameter below: How many operands above them the branch itself takes.
    private mutating func materializeIfMany(_ count: Int, below: Int) {
        guard count > FunctionLowering.fewValues else { return }
        let end = max(0, operands.height &- below)
        materialize(max(0, end &- count), upTo: end)
    }

    /// Emits a branch, whose operand fields are set, to a label. Its target is set now or when the label is known.
    private mutating func emitBranch(_ branch: InternalInstruction, to depth: Int) {
        let index = controls.count &- 1 &- depth
        guard index >= 0 else { return }
        if controls[index].kind == .loop {
            var branch = branch
            branch.aim(atLoop: controls[index], branchCost: cost)
            emit(branch)
        } else {
            let forward = emitForward(branch)
            controls[index].forwardBranches.append(forward)
            controls[index].endIsTarget = true
        }
    }

    mutating func lowerBranch(to depth: Int) {
        let index = controls.count &- 1 &- depth
        guard index >= 0 else { return }
        if controls[index].kind == .function {
            emitReturn()
        } else {
            moveToLabel(height: controls[index].height, arity: controls[index].labelArity)
            emitRotatedBranch(to: controls[index])
            emitBranch(InternalInstruction(.jump), to: depth)
        }
        becomeUnreachable()
    }

    /// Emits a branch before the jump back to a loop that begins with a conditional branch out of it. The new branch has
    /// the opposite condition and leads to the place behind the first, which saves one instruction on each iteration. It
    /// spends as much as the way through the loop's beginning, and tests the limit like the jump back.
    private mutating func emitRotatedBranch(to loop: Control) {
        guard object.options.fusing, loop.kind == .loop, loop.loopCost > 0, loop.loopCost <= UInt32(UInt16.max)
        else { return }
        let first = loop.loopStart &- start
        guard first < code.count, var branch = FusedForms.inverseBranch(code[first]) else { return }
        branch.aim(atLoop: loop, branchCost: cost)
        branch.x &+= 1
        emit(branch)
    }

    /// Lowers a branch that is taken if the operand at the top, a number, is not zero.
    mutating func lowerConditionalBranch(to depth: Int) {
        lowerConditionalBranch(to: depth, popping: 1) { $0.takeCondition(inverted: $1) }
    }

    /// Lowers a conditional branch.
    ///
    /// - Parameters:
    ///   - count: How many operands `condition` pops.
    ///   - condition: Returns a branch on the condition, or on the opposite condition if its second argument is `true`.
    mutating func lowerConditionalBranch(
        to depth: Int, popping count: Int, _ condition: (inout FunctionLowering, Bool) -> InternalInstruction
    ) {
        let index = controls.count &- 1 &- depth
        guard index >= 0 else { return }
        let arity = controls[index].labelArity
        let isAtHeight = arity == 0 || operands.height &- count &- arity == controls[index].height
        materializeIfMany(arity, below: count)
        guard controls[index].kind != .function, isAtHeight else {
            return detour(around: condition(&self, true), index: index, depth: depth)
        }
        // The values are where the label expects them, so the branch needs no detour.
        let branch = condition(&self, false)
        materializeTop(arity)
        emitBranch(branch, to: depth)
    }

    /// Emits the moves and the jump of a branch, and a branch on the opposite condition around them.
    private mutating func detour(around skip: InternalInstruction, index: Int, depth: Int) {
        let around = emitForward(skip)
        if controls[index].kind == .function {
            emitReturn()
        } else {
            moveToLabel(height: controls[index].height, arity: controls[index].labelArity)
            emitBranch(InternalInstruction(.jump), to: depth)
        }
        bindLabel()
        complete(around, target: here, cost: cost)
    }

    mutating func lowerBranchTable(_ instruction: Instruction) {
        let labels = source.labels[Int(instruction.x)...Int(instruction.x &+ instruction.y)]
        let index = popSlot()
        let arity = labels.last.map { controls[max(0, controls.count &- 1 &- Int($0))].labelArity } ?? 0
        materializeTop(arity)
        emit(InternalInstruction(.branchTable, a: index, x: instruction.y))
        let firstEntry = code.count
        for _ in labels { emit(InternalInstruction(.jump)) }
        // An entry jumps to its label directly, or to moves that are emitted once for each label.
        var stubs: [UInt32: Int] = [:]
        var pendingStubs: [(entry: Int, label: UInt32)] = []
        for (position, label) in labels.enumerated() {
            let entry = firstEntry &+ position
            let target = controls.count &- 1 &- Int(label)
            guard target >= 0 else { continue }
            // The values are in their slots.
            let isInPlace = arity == 0 || operands.height &- arity == controls[target].height
            if controls[target].kind != .function, isInPlace, !isCounted(label) {
                aim(entry, at: target)
            } else {
                pendingStubs.append((entry, label))
            }
        }
        // Those that are blocks of their own come last, so that the others belong to the block before.
        let counted = blocks == nil ? [] : pendingStubs.filter { isCounted($0.label) }
        if !counted.isEmpty { pendingStubs = pendingStubs.filter { !isCounted($0.label) } + counted }
        for (entry, label) in pendingStubs {
            if stubs[label] == nil {
                bindLabel()
                stubs[label] = here
                if isCounted(label) { beginBlock() }
                let target = controls.count &- 1 &- Int(label)
                if controls[target].kind == .function {
                    emitReturn()
                } else {
                    emitMoveMany(from: operands.height &- arity, to: controls[target].height, count: arity)
                    emitBranch(InternalInstruction(.jump), to: Int(label))
                }
            }
            if let place = stubs[label] {
                code[entry].aim(at: place, branchCost: cost, targetCost: cost)
            }
        }
        becomeUnreachable()
    }

    /// Copies operands, which are in their slots, down to another height in one instruction.
    private mutating func emitMoveMany(from: Int, to: Int, count: Int) {
        guard count > 0, from != to else { return }
        countWork(count)
        let a = Int(slotField(slot(atHeight: to)))
        let b = Int(slotField(slot(atHeight: from)))
        if usesVectors, (from..<(from &+ count)).contains(where: { operands.operand(at: $0).isVector }) {
            emit(InternalInstruction(.vectorCopyMany, a: a, b: b, c: count))
        }
        emit(InternalInstruction(.copyMany, a: a, b: b, c: count))
    }

    /// Sets the target of a `jump` in a branch table, now or when the label is known.
    private mutating func aim(_ place: Int, at index: Int) {
        if controls[index].kind == .loop {
            code[place].aim(atLoop: controls[index], branchCost: cost)
        } else {
            controls[index].forwardBranches.append(ForwardBranch(place: place, cost: cost))
            controls[index].endIsTarget = true
        }
    }

    /// Emits a return of the top operands.
    mutating func emitReturn() {
        tellObserver(.functionLeft)
        let header = layout.header
        let results = layout.results
        switch results {
        case 1 where operands.operand(at: operands.height &- 1) == .local(0):
            emit(InternalInstruction(.returnNone, b: header, x: cost))
        case 0: emit(InternalInstruction(.returnNone, b: header, x: cost))
        case 1:
            let height = operands.height &- 1
            var source = slot(atHeight: height)
            switch operands.operand(at: height) {
            case .slot: break
            case .local(let slot): source = slot
            case .constant(let bits): emit(constant(bits, to: Int(slotField(source))))
            case .sum, .vectorSlot, .vectorLocal:
                move(operands.operand(at: height), atHeight: height, to: 0)
                return emit(InternalInstruction(.returnNone, b: header, x: cost))
            }
            emit(InternalInstruction(.returnOne, a: Int(slotField(source)), b: header, x: cost))
        default:
            // Only copies: behind a conditional branch, lowering goes on with the same operands.
            let first = operands.height &- results
            materializeIfMany(results, below: 0)
            for height in max(first, operands.settled)..<operands.height {
                move(operands.operand(at: height), atHeight: height, to: slot(atHeight: height))
            }
            if usesVectors, layout.resultTypes.contains(.v128) {
                let a = Int(slotField(slot(atHeight: first)))
                emit(InternalInstruction(.vectorCopyMany, a: 0, b: a, c: results))
            }
            emit(
                InternalInstruction(
                    .returnMany, a: Int(slotField(slot(atHeight: first))), b: header, c: results, x: cost))
        }
    }
}
