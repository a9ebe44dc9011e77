import WasmSyntax
import WasmValidation

// A call that was suspended in a store which cannot be debugged goes on in one that can. The frame has the same layout in
// both kinds of code, with one difference: where a debugger can stop, all operands are in their slots, and elsewhere an
// operand may still be a local, a constant or the sum of both. A frame therefore moves by filling these slots: the function
// is lowered once more in the old way, up to what lowering knew of the operands before the instruction.

/// Moves the frames of a suspended call to code in which a debugger can stop.
///
/// A frame keeps its code if the limits leave no room for lowering, if the guest must stop meanwhile, or if the innermost
/// frame is in the middle of an instruction that cannot be repeated.
struct FrameTranslation {
    /// A function that was lowered in both ways.
    struct Function {
        let lowered: LoweredFunction
        let firstOperand: Int
        /// The operands before instructions, in the old code.
        var operands: [UInt32: [Operand]] = [:]
        /// Where the innermost frame can go back to, if it is one of this function.
        var beginning: Beginning?
    }

    /// The beginning of what an internal instruction of the old code does.
    struct Beginning {
        /// The offset of the first instruction whose work it does.
        let offset: UInt32
        /// The first internal instruction of its instruction, from the last label on.
        let first: Int
        /// Whether the frame can go on before that first instruction of the module.
        let isStop: Bool
        /// Whether a branch may lead to ``first``.
        let isTarget: Bool
    }

    private let store: Store
    /// How the old code was lowered.
    private let options: LoweringOptions
    /// The old code of functions that are lowered again, by the object that has the code of both kinds.
    private var objects: [ObjectIdentifier: CodeObject] = [:]
    private var functions: [MovableFrame.Key: Function] = [:]

    /// Moves the frames of a call in a store that has begun with its snapshot, and where no code of it has run yet.
    static func move(_ call: inout SuspendedCall, loweredWith options: LoweringOptions, in store: Store) {
        // The interruption is the embedder's code, and must not discard anything.
        store.operations &+= 1
        defer { store.operations &-= 1 }
        // The operands of all frames together, which the snapshot has already proved to fit into the stack.
        let bytes = UInt64(call.slots.count &* 2 &* MemoryLayout<Operand>.stride)
        guard store.hostMemory.take(bytes, .code) else { return }
        defer { store.hostMemory.release(bytes, .code) }
        var translation = FrameTranslation(store: store, options: options)
        // Frames that were not reached stay where they are.
        try? translation.move(&call)
        // The collector finds a thrown exception behind the frames, which may have grown.
        if case .search(let exception, _) = call.step { call.slots.append(exception) }
    }

    private init(store: Store, options: LoweringOptions) { (self.store, self.options) = (store, options) }

    private mutating func move(_ call: inout SuspendedCall) throws(LoweringFailure) {
        let frames = try MovableFrame.frames(of: call, in: store)
        var offsets: [MovableFrame.Key: Set<UInt32>] = [:]
        for frame in frames { offsets[frame.key, default: []].insert(frame.offset) }
        for frame in frames {
            guard let wanted = offsets.removeValue(forKey: frame.key) else { continue }
            do throws(LoweringFailure) {
                functions[frame.key] = try lower(frame, wanted)
            } catch {
                if case .interrupted = error { throw error }
            }
        }
        for frame in frames {
            try store.checkLowering()
            guard let function = functions[frame.key] else { continue }
            try FrameMove(frame, function, store).perform(&call)
        }
    }

    // MARK: Lowering

    private mutating func lower(
        _ frame: MovableFrame, _ wanted: Set<UInt32>
    ) throws(LoweringFailure) -> Function? {
        let code = frame.code
        let entry = try code.entry(of: frame.function.function, in: store)
        guard entry >= code.firstDebuggable, let lowered = code.function(containing: entry) else { return nil }
        let body = code.module.validated.module.bodies[frame.function.function]
        let bytes = CodeObject.bytesWhileLowering(body)
        guard store.hostMemory.take(bytes, .code) else { throw .noRoom }
        defer { store.hostMemory.release(bytes, .code) }
        var source = DecodedCode()
        do throws(Interrupted) {
            _ = try store.decode(body.code, of: code.module.validated.module.bytes, into: &source)
        } catch {
            throw .interrupted(error.reason)
        }
        var lowering = try lowerAgain(frame, source, wanted)
        var function = Function(lowered: lowered, firstOperand: lowering.layout.firstOperand)
        // The innermost frame comes first.
        if case .next = frame.state { function.beginning = try beginning(of: frame, lowering) }
        if let beginning = function.beginning, !wanted.contains(beginning.offset) {
            lowering = try lowerAgain(frame, source, wanted.union([beginning.offset]))
        }
        function.operands = lowering.recorder?.operands ?? [:]
        return function
    }

    /// Lowers a function in the old way.
    private mutating func lowerAgain(
        _ frame: MovableFrame, _ source: DecodedCode, _ offsets: Set<UInt32>
    ) throws(LoweringFailure) -> FunctionLowering {
        let key = ObjectIdentifier(frame.code)
        var options = options
        options.sharesCode = false
        let object = objects[key] ?? CodeObject(module: frame.code.module, types: frame.code.types, options: options)
        objects[key] = object
        var lowering = try object.lowering(of: frame.function.function, source, store)
        lowering.recorder = OperandRecorder(offsets: offsets)
        try lowering.run()
        return lowering
    }

    /// Finds the instruction before which the innermost frame can go on.
    private func beginning(
        of frame: MovableFrame, _ lowering: FunctionLowering
    ) throws(LoweringFailure) -> Beginning? {
        let (origins, beginnings) = (lowering.origins, lowering.recorder?.beginnings ?? [])
        let index = frame.place &- frame.function.entry
        // The code is what it was when it was lowered first.
        guard index < origins.count, beginnings.count == origins.count, origins[index].offset == frame.offset,
            origins.count == frame.code.end(of: frame.function) &- frame.function.entry
        else { return nil }
        var first = index
        while first > 0, !beginnings[first].isTarget, origins[first &- 1].offset == frame.offset {
            first &-= 1
            if first & (Store.instructionsPerPoll &- 1) == 0 { try store.checkLowering() }
        }
        let instructions = lowering.source.instructions
        let number = beginnings[first].instruction
        let offset = number < instructions.count ? instructions[number].offset : frame.offset
        // Behind a label in the middle of an instruction, only a check of the limit is complete by itself.
        let isStop =
            number < instructions.count
            && (offset <= frame.offset || index == first && frame.code.code[frame.place].operation.first == .loopCheck)
        return Beginning(
            offset: isStop ? offset : frame.offset, first: frame.function.entry &+ first, isStop: isStop,
            isTarget: beginnings[first].isTarget)
    }
}
