import WasmSyntax
import WasmValidation

// A call that was suspended in a store which cannot be debugged goes on in one that can. The frame has the same layout in
// both kinds of code, with one difference: where a debugger can stop, all operands are in their slots, and elsewhere an
// operand may still be a local, a constant or the sum of both. A frame that waits for a call therefore moves by filling
// these slots: the function is lowered once more in the old way, up to what lowering knew of the operands before the call.

/// Moves the frames of a suspended call to code in which a debugger can stop, as far as they can be moved.
///
/// Other frames keep their code: the innermost one in the middle of an instruction, or where its instruction was fused with
/// others; and all frames while the handler of an exception is searched for.
struct FrameTranslation {
    /// The number that says where a frame goes on.
    private enum Link {
        case registers
        /// The header in this slot, of the frame above.
        case header(Int)
        case activation(Int)
    }

    private struct Frame {
        let code: CodeObject
        let function: LoweredFunction
        /// The instruction that is executed next, or the call that has not returned.
        let place: Int
        /// Where the frame goes on, counted from the place.
        let distance: Int
        /// The slot of the frame at which the callee's frame begins; `nil` if the frame waits for no call.
        let callee: Int?
        let start: Int
        let link: Link

        var key: Key { Key(code: ObjectIdentifier(code), function: function.function) }
        var offset: UInt32 { code.origins[place].offset }
    }

    private struct Key: Hashable {
        let code: ObjectIdentifier
        let function: Int
    }

    /// A function that was lowered in both ways.
    private struct Function {
        let lowered: LoweredFunction
        let firstOperand: Int
        /// The operands before instructions at which frames are, in the old code.
        let operands: [UInt32: [Operand]]
        /// The places in the new code of the first internal instruction, and of the call, of these instructions.
        var firsts: [UInt32: Int] = [:]
        var calls: [UInt32: Int] = [:]
    }

    private let store: Store
    /// How the old code was lowered.
    private let options: LoweringOptions
    private var functions: [Key: Function] = [:]

    /// Moves the frames of a call in a store that has begun with its snapshot, and where no code of it has run yet.
    static func move(_ call: inout SuspendedCall, loweredWith options: LoweringOptions, in store: Store) {
        if case .search = call.step { return }
        var translation = FrameTranslation(store: store, options: options)
        let frames = translation.frames(of: call)
        translation.lower(frames)
        for frame in frames { translation.move(frame, &call) }
    }

    private init(store: Store, options: LoweringOptions) { (self.store, self.options) = (store, options) }

    // MARK: Finding the frames

    /// The frames that may be moved.
    private func frames(of call: SuspendedCall) -> [Frame] {
        var frames: [Frame] = []
        var left = call.activations.count
        var (instance, pc, start) = (Int(call.registers.instance), call.registers.pc, call.registers.frame)
        var link = Link.registers
        var place = FrameTranslation.nextPlace(of: call)
        var isWaiting = FrameTranslation.waitsForHost(call)
        while true {
            guard let code = store.state.instances[instance].code,
                let function = code.function(containing: isWaiting ? pc &- 1 : place ?? pc),
                start &+ function.header < call.slots.count
            else { return frames }
            if isWaiting {
                if let found = code.call(returningTo: pc), !code.isTailCall(at: found.place) {
                    frames.append(
                        Frame(
                            code: code, function: function, place: found.place, distance: pc &- found.place,
                            callee: found.frame, start: start, link: link))
                }
            } else if let place {
                frames.append(
                    Frame(
                        code: code, function: function, place: place, distance: 0, callee: nil, start: start, link: link
                    ))
            }
            (isWaiting, place) = (true, nil)
            let header = call.slots[start &+ function.header]
            pc = Int(UInt32(truncatingIfNeeded: header))
            if pc == CodeObject.exitAddress {
                guard left > 0 else { return frames }
                left &-= 1
                let caller = call.activations[left]
                (instance, pc, start) = (Int(caller.instance), caller.pc, caller.frame)
                link = .activation(left)
            } else {
                link = .header(start &+ function.header)
                start &-= Int(truncatingIfNeeded: header &>> 32)
            }
        }
    }

    /// The internal instruction that the innermost frame executes next, none of which is executed yet.
    private static func nextPlace(of call: SuspendedCall) -> Int? {
        switch call.step {
        case .none: call.registers.pc
        case .exit(let exit, let progress):
            progress > 0 ? nil : exit.isAfterInstruction ? call.registers.pc &- 1 : call.registers.pc
        case .search, .hostCall, .results: nil
        }
    }

    private static func waitsForHost(_ call: SuspendedCall) -> Bool {
        switch call.step {
        case .hostCall, .results: true
        case .none, .exit, .search: false
        }
    }

    // MARK: Lowering

    private mutating func lower(_ frames: [Frame]) {
        var offsets: [Key: Set<UInt32>] = [:]
        for frame in frames { offsets[frame.key, default: []].insert(frame.offset) }
        for frame in frames {
            guard let wanted = offsets.removeValue(forKey: frame.key) else { continue }
            // Where there is no room, or the guest must stop, frames stay where they are.
            functions[frame.key] = try? lower(frame, wanted)
        }
    }

    private func lower(_ frame: Frame, _ offsets: Set<UInt32>) throws(LoweringFailure) -> Function? {
        let code = frame.code
        let (firstOperand, operands) = try code.operands(
            before: offsets, in: frame.function.function, loweredWith: options, store)
        let entry = try code.entry(of: frame.function.function, in: store)
        guard entry >= code.firstDebuggable, let lowered = code.function(containing: entry) else { return nil }
        var function = Function(lowered: lowered, firstOperand: firstOperand, operands: operands)
        for place in entry..<code.end(of: lowered) {
            if place & (Store.instructionsPerPoll &- 1) == 0 { try store.checkLowering() }
            let offset = code.origins[place].offset
            guard operands[offset] != nil else { continue }
            if function.firsts[offset] == nil { function.firsts[offset] = place }
            if code.isCall(at: place) { function.calls[offset] = place }
        }
        return function
    }

    // MARK: Moving

    private func move(_ frame: Frame, _ call: inout SuspendedCall) {
        guard let function = functions[frame.key], frame.place < frame.code.firstDebuggable,
            let pc = newPlace(of: frame, function)
        else { return }
        if frame.callee == nil {
            guard makeRoom(for: frame.start &+ function.lowered.frameSize, &call) else { return }
            call.step = .none
        }
        if frame.place != frame.function.entry {
            let operands = function.operands[frame.offset] ?? []
            let count = min(operands.count, (frame.callee ?? .max) &- function.firstOperand)
            for height in 0..<max(0, count) {
                fill(frame.start &+ function.firstOperand &+ height, operands[height], frame.start, &call)
            }
        }
        switch frame.link {
        case .registers: call.registers.pc = pc
        case .activation(let index): call.activations[index].pc = pc
        case .header(let slot):
            call.slots[slot] = call.slots[slot] & ~0xFFFF_FFFF | UInt64(truncatingIfNeeded: pc)
        }
    }

    /// The place in the new code at which a frame goes on; `nil` if there is none.
    private func newPlace(of frame: Frame, _ function: Function) -> Int? {
        let code = frame.code
        if let callee = frame.callee {
            guard let place = function.calls[frame.offset],
                let found = code.call(returningTo: place &+ frame.distance), found.place == place,
                found.frame == callee,
                code.code[place &+ frame.distance &- 1].y == code.code[frame.place &+ frame.distance &- 1].y
            else { return nil }
            return place &+ frame.distance
        }
        if frame.place == frame.function.entry { return function.lowered.entry }
        guard !code.code[frame.place].operation.first.mayReadBeyond, let operands = function.operands[frame.offset]
        else { return nil }
        // What was executed of the instruction may only have put operands into their own slots.
        var place = frame.place
        while place > frame.function.entry, code.origins[place &- 1].offset == frame.offset {
            place &-= 1
            let height = Int(code.code[place].a) &- function.firstOperand
            guard operands.indices.contains(height), !operands[height].isInSlot else { return nil }
            switch code.code[place].operation.first {
            case .copy, .constant32, .constant64, .i32AddImmediate: break
            default: return nil
            }
        }
        return function.firsts[frame.offset]
    }

    private func makeRoom(for count: Int, _ call: inout SuspendedCall) -> Bool {
        guard count <= store.limits.slotCount else { return false }
        if call.slots.count < count {
            call.slots.append(contentsOf: repeatElement(0, count: count &- call.slots.count))
        }
        return true
    }

    /// Puts an operand into its slot.
    private func fill(_ slot: Int, _ operand: Operand, _ start: Int, _ call: inout SuspendedCall) {
        switch operand {
        case .slot, .vectorSlot: break
        case .local(let local): call.slots[slot] = call.slots[start &+ local]
        case .constant(let bits): call.slots[slot] = bits
        case .sum(let local, let addend):
            call.slots[slot] = UInt64(UInt32(truncatingIfNeeded: call.slots[start &+ local]) &+ addend)
        case .vectorLocal(let local):
            let (from, to) = ((start &+ local) &* 16, slot &* 16)
            if call.vectors.count < to &+ 16 {
                call.vectors.append(contentsOf: repeatElement(0, count: to &+ 16 &- call.vectors.count))
            }
            for byte in 0..<16 { call.vectors[to &+ byte] = call.vectors[from &+ byte] }
        }
    }
}

extension CodeObject {
    /// What lowering knows of the operands before some instructions of a function, and the slot of the first operand.
    ///
    /// - Parameters:
    ///   - offsets: The offsets of the instructions in the module.
    ///   - options: How the function is lowered.
    fileprivate func operands(
        before offsets: Set<UInt32>, in function: Int, loweredWith options: LoweringOptions, _ store: Store
    ) throws(LoweringFailure) -> (firstOperand: Int, operands: [UInt32: [Operand]]) {
        let body = module.validated.module.bodies[function]
        var source = DecodedCode()
        do throws(Interrupted) {
            _ = try store.decode(body.code, of: module.validated.module.bytes, into: &source)
        } catch {
            throw .interrupted(error.reason)
        }
        let object = CodeObject(module: module, types: types, options: options)
        var lowering = try object.lowering(of: function, source, store)
        lowering.recorder = OperandRecorder(offsets: offsets)
        try lowering.run()
        return (lowering.layout.firstOperand, lowering.recorder?.operands ?? [:])
    }

    /// Whether the instruction at a place calls a function, and returns to the place behind it.
    fileprivate func isCall(at place: Int) -> Bool {
        switch code[place].operation.first {
        case .call, .callUnresolved, .callImport, .callIndirect, .callReference: true
        case .storeOperation: code[place].c == StoreOperation.callIndirectOther.rawValue
        default: false
        }
    }

    /// Whether the call at a place is a tail call, which has turned out to call a host function.
    fileprivate func isTailCall(at place: Int) -> Bool { !isCall(at: place) }
}

/// Notes what lowering knows of the operands before some instructions.
struct OperandRecorder {
    /// The offsets of these instructions.
    let offsets: Set<UInt32>
    private(set) var operands: [UInt32: [Operand]] = [:]

    init(offsets: Set<UInt32>) { self.offsets = offsets }

    mutating func note(_ stack: OperandStack, before offset: UInt32) {
        if offsets.contains(offset) { operands[offset] = stack.operands }
    }
}
