import WasmSyntax

/// Lowers one validated function body to internal code.
///
/// Lowering tracks the specification's operand stack: each height has a slot in the frame, and a value goes there only
/// when it must (see ``OperandStack``). Unreachable code is skipped.
struct FunctionLowering {
    let module: ModuleSyntax
    let object: CodeObject
    /// The function's index among those that the module defines.
    let function: Int
    let layout: FrameLayout
    let source: DecodedCode
    /// Place of the function's first instruction in the module's code.
    let start: Int
    /// The most internal instructions that the function may have.
    let maximumCount: Int
    /// The store for which the body is lowered, and whose interruption is polled meanwhile.
    let store: Store

    var code: [InternalInstruction] = []
    var origins: [InstructionOrigin] = []
    var operands = OperandStack()
    var controls: [Control] = []
    /// Where exceptions are caught, in the order of their beginnings.
    var regions: [TryRegion] = []
    /// Cost of the instructions up to and including the current one, in the order of the body.
    var cost: UInt32 = 0
    /// Cost up to the place where the next internal instruction begins.
    var costBefore: UInt32 = 0
    var offset: UInt32 = 0
    /// Cost at which the next check of the limits is emitted: straight code of millions of instructions would otherwise
    /// run on long after a deadline. The place depends on costs alone, so that it is the same whether or not code is
    /// fused.
    private var nextCheck = FunctionLowering.costBetweenChecks
    /// The place of the last instruction emitted and the height of the operand that it computes, while it can still be
    /// changed; `nil` if it computed no operand or a branch leads behind it.
    var producer: (place: Int, height: Int)?
    /// Number of open blocks inside unreachable code.
    var skippedBlocks = 0
    var isReachable = true
    /// Whether the function has vector instructions, or vectors among its locals or results.
    var usesVectors = false
    private(set) var isPlain = true
    /// Whether a slot number did not fit into a window.
    var overflowed = false
    /// The blocks to count; `nil` if none are counted.
    var blocks: BlockEmission?
    /// Notes how far the code has come before some instructions; `nil` if nobody asks for that.
    var recorder: OperandRecorder?
    /// The number of the current instruction.
    var index = -1

    init(
        module: ModuleSyntax, object: CodeObject, function: Int, layout: FrameLayout, source: DecodedCode, start: Int,
        maximumCount: Int, store: Store
    ) {
        self.module = module
        self.object = object
        self.function = function
        self.layout = layout
        self.source = source
        self.start = start
        self.maximumCount = maximumCount
        self.store = store
        usesVectors = !layout.vectorLocals.isEmpty || layout.resultTypes.contains(.v128)
        // With its room reserved, long code is not moved while it grows. Reserved memory costs nothing until it is used.
        let room = source.instructions.count
        let isLong = room > Store.instructionsPerPoll
        code.reserveCapacity(isLong ? min(2 &* room, maximumCount) : room)
        origins.reserveCapacity(code.capacity)
    }

    private static let costBetweenChecks: UInt32 = 1 << 16

    /// Instructions that are lowered between two checks of the limits, and operands that they handle many at a time: a
    /// millisecond's work at most.
    private static let workPerPoll = 1 << 13
    /// Work since the last check of the limits.
    private var work = FunctionLowering.workPerPoll

    /// Lowers the whole body.
    mutating func run() throws(LoweringFailure) {
        beginBlock(behind: -1)
        setLocalsAndConstants()
        tellObserver(.functionEntered)
        controls.append(
            Control(kind: .function, height: 0, parameters: 0, resultTypes: layout.resultTypes))
        if object.options.budgetUnit == .time { cost = BudgetCosts.timeCost(ofZeroing: layout.locals) }
        let costs = BudgetCosts.ofInstructions(object.options.budgetUnit)
        for instruction in source.instructions {
            work &+= 2
            if work >= FunctionLowering.workPerPoll {
                work = 0
                try checkLimits()
            }
            offset = instruction.offset
            index &+= 1
            if isReachable {
                if cost >= nextCheck {
                    nextCheck = cost &+ FunctionLowering.costBetweenChecks
                    emit(InternalInstruction(.loopCheck, x: cost))
                    recorder?.noteBeginning(of: index)
                }
                recorder?.note(operands, before: offset)
                if object.options.instruments.contains(.debugging) { emitDebugStop() }
                cost &+= UInt32(costs[Int(instruction.opcode.rawValue)])
                if object.options.budgetUnit == .time {
                    cost &+= timeCostBesides(instruction)
                }
                lower(instruction)
                if object.options.profile == .deterministic { canonicalizeNaN(of: instruction.opcode) }
            } else {
                skip(instruction)
            }
            if blocks != nil {
                if isReachable { beginBlock(behind: index) }
                blocks?.costs.append(cost)
            }
        }
        try checkLimits()
        guard !overflowed, layout.firstOperand &+ operands.maximumHeight < frameWindow else { throw .frameTooLarge }
        try findLoop()
        #if !NESTBOX_PROFILE
            if object.options.fusing { try Superinstruction.fuse(&code, isPlain: isPlain, for: store) }
        #endif
    }

    /// Determines whether the plain loop can execute the module's code together with this function's.
    private mutating func findLoop() throws(LoweringFailure) {
        isPlain = object.code.isPlain
        for start in stride(from: 0, to: isPlain ? code.count : 0, by: Store.instructionsPerPoll) {
            if start > 0 { try store.checkLowering() }
            let piece = code[start..<min(start &+ Store.instructionsPerPoll, code.count)]
            if piece.contains(where: { $0.operation.isInFullLoopOnly }) { isPlain = false }
        }
    }

    /// Emits the event of the function's beginning or end, if the store wants it.
    mutating func tellObserver(_ event: StoreOperation) {
        guard object.options.instruments.contains(.functionEvents) else { return }
        emitStoreOperation(event, x: UInt32(truncatingIfNeeded: function))
        producer = nil
    }

    private func checkLimits() throws(LoweringFailure) {
        guard code.count <= maximumCount else { throw .noRoom }
        try store.checkLowering()
    }

    /// Emits instructions that set the locals to zero, and the slots of constants to their values.
    private mutating func setLocalsAndConstants() {
        let constants = object.options.fusing ? layout.constants : []
        // The first constant comes after the last local, so a zero there is set like one more local.
        let zeros = layout.locals &+ (constants.first == 0 ? 1 : 0)
        if zeros <= 2 {
            for local in 0..<zeros { emit(constant(0, to: layout.firstLocal &+ local)) }
        } else {
            emit(InternalInstruction(.zeroMany, a: Int(slotField(layout.firstLocal)), b: Int(slotField(zeros))))
        }
        if layout.vectorLocals.contains(true) {
            emit(InternalInstruction(.vectorZeroMany, a: layout.firstLocal, b: layout.locals))
        }
        for (index, bits) in constants.enumerated().dropFirst(zeros &- layout.locals) {
            emit(constant(bits, to: layout.firstConstant &+ index))
        }
    }

    // MARK: Emitting

    /// The place of the next internal instruction.
    var here: Int { start &+ code.count }

    mutating func emit(_ instruction: InternalInstruction) {
        code.append(instruction)
        origins.append(InstructionOrigin(offset: offset, costThrough: cost, costBefore: costBefore))
        recorder?.noteEmission(in: index)
        costBefore = cost
        producer = nil
    }

    /// Emits an instruction whose result, in `a`, becomes the top of the stack.
    mutating func emitProducer(_ instruction: InternalInstruction, _ result: Operand = .slot) {
        var instruction = instruction
        instruction.a = slotField(slot(atHeight: operands.height))
        emit(instruction)
        producer = (code.count &- 1, operands.height)
        operands.push(result)
    }

    /// The instruction that computed the operand at this height; `nil` if it can no longer be changed.
    func producer(ofHeight height: Int) -> InternalInstruction? {
        guard object.options.fusing, let producer, producer.height == height, operands.operand(at: height).isInSlot
        else { return nil }
        return code.last
    }

    /// Removes the last instruction, which is the producer.
    mutating func removeProducer() {
        guard producer != nil, code.popLast() != nil, let origin = origins.popLast() else { return }
        recorder?.noteRemoval()
        costBefore = origin.costBefore
        producer = nil
    }

    /// Returns a slot number as an instruction's field, and notes if it does not fit.
    mutating func slotField(_ slot: Int) -> UInt16 {
        if slot >= frameWindow { overflowed = true }
        return UInt16(truncatingIfNeeded: slot)
    }

    // MARK: Operands

    func slot(atHeight height: Int) -> Int { layout.firstOperand &+ height }

    /// Emits an instruction that puts an operand into a slot, if one is needed.
    mutating func move(_ operand: Operand, atHeight height: Int, to destination: Int) {
        let a = Int(slotField(destination))
        switch operand {
        case .slot:
            let source = slot(atHeight: height)
            if source != destination { emit(InternalInstruction(.copy, a: a, b: Int(slotField(source)))) }
        case .local(let source):
            emit(InternalInstruction(.copy, a: a, b: source))
        case .constant(let bits):
            emit(constant(bits, to: a))
        case .sum(let local, let addend):
            emit(InternalInstruction(.i32AddImmediate, a: a, b: local, x: addend))
        case .vectorSlot:
            let source = slot(atHeight: height)
            if source != destination { emit(InternalInstruction(.vectorCopy, a: a, b: Int(slotField(source)))) }
        case .vectorLocal(let source):
            emit(InternalInstruction(.vectorCopy, a: a, b: source))
        }
    }

    func constant(_ bits: UInt64, to slot: Int) -> InternalInstruction {
        if bits <= 0xFFFF_FFFF { return InternalInstruction(.constant32, a: slot, x: UInt32(truncatingIfNeeded: bits)) }
        return InternalInstruction(
            .constant64, a: slot, x: UInt32(truncatingIfNeeded: bits), y: UInt32(truncatingIfNeeded: bits &>> 32))
    }

    /// Makes sure that the operand at this height is in its slot.
    mutating func materialize(atHeight height: Int) {
        let operand = operands.operand(at: height)
        guard !operand.isInSlot else { return }
        move(operand, atHeight: height, to: slot(atHeight: height))
        operands.setInSlot(at: height)
    }

    /// Counts operands that an instruction handles, for the next check of the limits.
    mutating func countWork(_ operands: Int) { work &+= operands }

    /// Puts the top `count` operands into their slots.
    mutating func materializeTop(_ count: Int) {
        materialize(max(0, operands.height &- count), upTo: operands.height)
    }

    /// Puts the operands from one height up to another into their slots.
    mutating func materialize(_ start: Int, upTo end: Int) {
        let first = max(start, min(operands.settled, end))
        countWork(end &- first)
        for height in first..<end { materialize(atHeight: height) }
        operands.settle(from: start, to: end)
    }

    /// Puts every operand that is still in a local into its slot: needed before code that other paths can reach.
    mutating func materializePending() {
        while let height = operands.pending.last { materialize(atHeight: height) }
    }

    /// Puts the operands that are still in this local into their slots, before the local changes.
    mutating func preserve(localSlot: Int) {
        for height in operands.pending where operands.operand(at: height).local == localSlot {
            materialize(atHeight: height)
        }
    }

    /// Pops the top operand and returns a slot that holds it.
    mutating func popSlot() -> Int {
        let height = operands.height &- 1
        let operand = operands.pop()
        switch operand {
        case .slot, .vectorSlot: return Int(slotField(slot(atHeight: height)))
        case .local(let slot), .vectorLocal(let slot): return slot
        case .constant, .sum:
            if object.options.fusing, case .constant(let bits) = operand, let slot = layout.slot(ofConstant: bits) {
                return Int(slotField(slot))
            }
            let destination = slot(atHeight: height)
            move(operand, atHeight: height, to: destination)
            return Int(slotField(destination))
        }
    }

    mutating func push(_ operand: Operand) {
        if operand.local != nil, operands.pending.count >= OperandStack.pendingLimit { materializePending() }
        operands.push(operand)
    }

    /// Pushes the results that an instruction has left in their slots.
    mutating func pushResults(_ types: [ValueType]) {
        countWork(types.count)
        for type in types { operands.push(.inSlot(type)) }
        producer = nil
    }
}
