import WasmSyntax

/// The move of one frame: see ``FrameTranslation``.
struct FrameMove {
    let frame: MovableFrame
    let function: FrameTranslation.Function
    let store: Store

    init(_ frame: MovableFrame, _ function: FrameTranslation.Function, _ store: Store) {
        (self.frame, self.function, self.store) = (frame, function, store)
    }

    /// Moves the frame, if that is possible.
    ///
    /// - Throws: ``LoweringFailure/interrupted(_:)``; the frame stays where it is then.
    func perform(_ call: inout SuspendedCall) throws(LoweringFailure) {
        switch frame.state {
        case .waiting(let callee):
            guard let place = counterpart() else { return }
            if fill(frame.offset, below: callee, &call) { goOn(at: place &+ frame.distance, &call) }
        case .throwing, .working:
            guard let place = counterpart() else { return }
            if fill(frame.offset, &call) { goOn(at: place &+ frame.distance, &call) }
        case .next:
            if try goBack(&call) { return }
            try goOnInside(&call)
        }
    }

    /// Lets the frame go on at a place of the new code.
    private func goOn(at pc: Int, _ call: inout SuspendedCall) {
        if case .search(let exception, var unwinding) = call.step, unwinding.frame == frame.start {
            unwinding.place = pc &- 1
            call.step = .search(exception: exception, unwinding)
        }
        if case .next = frame.state { call.step = .none }
        switch frame.link {
        case .registers: call.registers.pc = pc
        case .activation(let index): call.activations[index].pc = pc
        case .header(let slot):
            call.slots[slot] = call.slots[slot] & ~0xFFFF_FFFF | UInt64(truncatingIfNeeded: pc)
        }
    }

    // MARK: Before an instruction

    /// Moves the innermost frame to the stop before the first instruction whose work its internal instruction does, if
    /// nothing has happened since that must not happen twice.
    private func goBack(_ call: inout SuspendedCall) throws(LoweringFailure) -> Bool {
        if frame.place == frame.function.entry {
            goOn(at: function.lowered.entry, &call)
            return true
        }
        // They write the results over the parameters before they look at the limit.
        switch frame.code.code[frame.place].operation.first {
        case .returnOne, .returnMany: return false
        default: break
        }
        guard let beginning = function.beginning, beginning.isStop, let operands = function.operands[beginning.offset],
            let stop = code(of: beginning.offset).first(where: { frame.code.code[$0].isDebugStop })
        else { return false }
        guard let written = try slotsWritten(from: beginning.first) else { return false }
        // Their operands were not there before, or lie somewhere else and are put there again.
        let isRepeatable = written.allSatisfy {
            let height = $0 &- function.firstOperand
            return height >= operands.count || height >= 0 && !operands[height].isInSlot
        }
        guard isRepeatable, fill(beginning.offset, &call) else { return false }
        goOn(at: stop, &call)
        return true
    }

    /// Returns the slots that the internal instructions of the current instruction have written so far; `nil` if they have
    /// done more than that.
    private func slotsWritten(from first: Int) throws(LoweringFailure) -> Set<Int>? {
        var slots: Set<Int> = []
        for place in first..<max(first, frame.place) {
            if place & (Store.instructionsPerPoll &- 1) == 0 { try store.checkLowering() }
            guard let written = frame.code.code[place].slotsOfMove else { return nil }
            slots.formUnion(written)
        }
        return slots
    }

    // MARK: Inside of an instruction

    /// Moves the innermost frame, which has moved operands of its instruction already, to where the new code jumps, returns
    /// or calls.
    private func goOnInside(_ call: inout SuspendedCall) throws(LoweringFailure) {
        guard let beginning = function.beginning, let end = EndOfInstruction(frame.code.code[frame.place]),
            var written = try slotsWritten(from: beginning.first),
            let place = try counterpart(of: end)
        else { return }
        let (old, new) = (frame.code.code[frame.place], frame.code.code[place])
        if end == .return { written.formUnion(0..<frame.function.header) }
        // Behind a label, results and arguments are in their slots, wherever they were before the instruction.
        if end == .jump || !beginning.isTarget {
            guard fill(frame.offset, except: written, &call) else { return }
        } else {
            guard makeRoom(for: frame.start &+ function.lowered.frameSize, &call) else { return }
        }
        guard frame.start &+ Int(max(old.a, new.a)) < call.slots.count else { return }
        switch (old.operation.first, new.operation.first) {
        case (.returnNone, .returnOne): call.slots[frame.start &+ Int(new.a)] = call.slots[frame.start]
        case (.returnOne, .returnOne):
            call.slots[frame.start &+ Int(new.a)] = call.slots[frame.start &+ Int(old.a)]
        case (let first, let second) where first == second && (end == .jump || old.hasSlots(of: new)): break
        default: return
        }
        goOn(at: place, &call)
    }

    /// The place in the new code of the internal instruction with which an instruction ends, as many of its kind before the
    /// last as in the old code.
    private func counterpart(of end: EndOfInstruction) throws(LoweringFailure) -> Int? {
        let old = try ends(end, in: code(of: frame.offset, of: frame.function))
        let new = try ends(end, in: code(of: frame.offset))
        guard old.count == new.count, let index = old.firstIndex(of: frame.place) else { return nil }
        return new[index]
    }

    private func ends(_ end: EndOfInstruction, in places: Range<Int>) throws(LoweringFailure) -> [Int] {
        var found: [Int] = []
        for place in places {
            if place & (Store.instructionsPerPoll &- 1) == 0 { try store.checkLowering() }
            if EndOfInstruction(frame.code.code[place]) == end { found.append(place) }
        }
        return found
    }

    /// The place in the new code of the same call, throw or bulk operation; `nil` if there is none.
    private func counterpart() -> Int? {
        let code = frame.code
        let old = code.code[frame.place]
        let last = frame.distance &- 1
        return self.code(of: frame.offset).last { place in
            let new = code.code[place]
            switch frame.state {
            case .waiting(let callee):
                guard let found = code.call(returningTo: place &+ frame.distance) else { return false }
                return found.place == place && found.frame == callee && new.operation.first == old.operation.first
                    && code.code[place &+ last].y == code.code[frame.place &+ last].y
            case .throwing:
                let isThrow = [StoreOperation.throwTag, .throwReference].contains { $0.rawValue == old.c }
                return isThrow && old.operation == .storeOperation && new.operation == .storeOperation && new.c == old.c
            case .working:
                return new.operation.first == old.operation.first && new.hasSlots(of: old) && new.x == old.x
                    && new.y == old.y
            case .next: return false
            }
        }
    }
}

/// The kind of an internal instruction after which its instruction has nothing left to do, or only what both kinds of code
/// do in the same way.
private enum EndOfInstruction {
    case jump, `return`, tailCall, event

    init?(_ instruction: InternalInstruction) {
        switch instruction.operation.first {
        case .jump: self = .jump
        case .returnNone, .returnOne, .returnMany: self = .return
        case .returnCall, .returnCallUnresolved: self = .tailCall
        case .storeOperation:
            switch StoreOperation(rawValue: instruction.c) {
            case .returnCallImport, .returnCallIndirect, .returnCallReference: self = .tailCall
            case .functionEntered, .functionLeft: self = .event
            default: return nil
            }
        default: return nil
        }
    }
}

extension InternalInstruction {
    /// Whether the instruction has the same slots as another one.
    fileprivate func hasSlots(of other: InternalInstruction) -> Bool { a == other.a && b == other.b && c == other.c }

    /// The slots that are written, if that is all that the instruction does; no slots for a branch that is not taken.
    fileprivate var slotsOfMove: Range<Int>? {
        let a = Int(a)
        switch operation.first {
        case .copy, .constant32, .constant64, .i32AddImmediate, .vectorCopy, .vectorConstant: return a..<(a &+ 1)
        case .copyMany, .vectorCopyMany: return a..<(a &+ Int(c))
        case .heap where y & 0xFF == UInt32(HeapOperation.referenceTest.rawValue): return a..<(a &+ 1)
        case .storeOperation where c == StoreOperation.functionTest.rawValue: return a..<(a &+ 1)
        case .checkAddress64, .checkAligned, .guardEntry: return 0..<0
        case let operation: return operation.isBranch ? 0..<0 : nil
        }
    }
}
