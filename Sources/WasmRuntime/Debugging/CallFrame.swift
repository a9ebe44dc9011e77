import WasmSyntax
import WasmValidation

/// A frame of a guest's call, with the values that its function computes with (specification: *Execution / Runtime
/// Structure / Stack*, activations).
public struct CallFrame: Sendable {
    /// The function.
    public let function: GuestFunction
    /// The module that the function belongs to.
    public let module: Module
    /// The byte offset in the module of the instruction that is executed next or that has trapped, or of the call that has
    /// not returned.
    public let offset: Int
    /// The values of the parameters and the other locals, by index.
    public let locals: [FrameValue]
    /// The operands before the instruction at ``offset``, the lowest first, without those that a call has taken. Only in a
    /// store that can be debugged each operand is where it can be found; `nil` otherwise.
    public let operands: [FrameValue]?
}

/// A copy of the frames of a call, and of the slots in which their values are.
package struct CapturedStack {
    /// A frame.
    package struct Frame {
        let code: CodeObject
        let lowered: LoweredFunction
        let place: Int
        /// The slot where the frame begins, and the end of the slots that are its own.
        let slots: Range<Int>
        /// The instance that the function belongs to.
        package let instance: InstanceAddress
        /// Whether the function is to begin yet, so that the slots of its locals do not have their zeros.
        let isToBegin: Bool

        /// Whether all operands are in their slots: in code for a debugger, but not in that of a snapshot's frames.
        var hasOperands: Bool { code.options.instruments.contains(.debugging) && place >= code.firstDebuggable }

        /// The module that the function belongs to.
        package var module: Module { code.module }

        /// The byte offset in the module of the instruction that is executed.
        package var offset: Int { Int(code.origins[place].offset) }

        /// The function's index in its module.
        package var functionIndex: UInt32 {
            UInt32(truncatingIfNeeded: code.importedFunctions &+ lowered.function)
        }

        /// The offset behind the instruction that is executed.
        package var offsetBehind: Int {
            let bytes = code.module.validated.module.bytes
            guard offset < bytes.count else { return offset }
            var cursor = ByteCursor(bytes, in: offset..<bytes.count)
            var decoded = DecodedCode()
            guard let encoding = try? InstructionDecoder.encoding(&cursor, InstructionDecoder.encodings),
                (try? InstructionDecoder.instruction(encoding, at: offset, &cursor, &decoded)) != nil
            else { return offset }
            return cursor.position
        }
    }

    /// The most frames that a debugger shows.
    package static let mostFrames = 4_096

    /// The frames, innermost first.
    package private(set) var frames: [Frame] = []
    /// The frames beyond those.
    package private(set) var omittedFrames = 0
    private var slots: [UInt64] = []
    private var vectors: [SIMD4<UInt32>] = []
    /// The slot of the value stack that the copy begins with.
    private var base = 0

    /// Copies the frames of an execution, whose program counter must be behind the instruction that is executed.
    ///
    /// - Parameter stopsBefore: Whether the execution stops before that instruction.
    init(_ execution: Execution, in store: Store, atMost most: Int, stopsBefore: Bool) {
        var end = Int.max
        for frame in FrameWalk(execution, in: store) {
            let slots = frame.start..<max(frame.start, min(end, frame.start &+ frame.function.frameSize))
            end = frame.start
            guard frames.count < most else {
                omittedFrames &+= 1
                continue
            }
            frames.append(
                Frame(
                    code: frame.code, lowered: frame.function, place: frame.place, slots: slots,
                    instance: InstanceAddress(index: frame.instance),
                    isToBegin: stopsBefore && frames.isEmpty && frame.place == frame.function.entry))
        }
        guard let first = frames.last?.slots.lowerBound, let last = frames.first?.slots.upperBound else { return }
        base = first
        let used = first..<max(first, min(last, store.machine.stack.count))
        slots = Array(store.machine.stack[used])
        let count = store.machine.vectorStack.count
        vectors = Array(store.machine.vectorStack[min(used.lowerBound, count)..<min(used.upperBound, count)])
    }

    /// The numbers and functions of the frames in code of a snapshot that could not be debugged (``FrameTranslation``).
    package var framesWithoutStops: [(number: Int, function: GuestFunction)] {
        frames.enumerated().filter { !$1.hasOperands }.map { number, frame in
            let name = frame.code.names.functionName(frame.functionIndex)?.description
            return (number, GuestFunction(index: frame.functionIndex, name: name))
        }
    }

    /// The value in a slot of a frame.
    func value(_ slot: Int, of frame: Frame, _ type: ValueType) -> FrameValue {
        let place = frame.slots.lowerBound &+ slot &- base
        if type == .v128 {
            guard vectors.indices.contains(place) else { return .v128(low: 0, high: 0) }
            let value = SlotValue(vectors[place])
            return FrameValue(value.bits, upperHalf: value.upperHalf, type)
        }
        return FrameValue(slots.indices.contains(place) ? slots[place] : 0, upperHalf: 0, type)
    }

    /// The values of a frame's locals.
    package func locals(of frame: Frame) -> [FrameValue] {
        let module = frame.code.module.validated
        guard let type = module.functionType(frame.functionIndex) else { return [] }
        let header = FrameLayout.header(of: type)
        var values = type.parameters.enumerated().map { value($0, of: frame, $1) }
        for group in module.module.bodies[frame.lowered.function].locals {
            for _ in 0..<group.count {
                values.append(
                    frame.isToBegin
                        ? FrameValue(0, upperHalf: 0, group.type)
                        : value(values.count &- type.parameters.count &+ header &+ 1, of: frame, group.type))
            }
        }
        return values
    }

    /// The operands of a frame; `nil` if they cannot be told.
    package func operands(of frame: Frame, in store: Store) -> [FrameValue]? {
        guard frame.hasOperands,
            let types = frame.code.module.validated.contextForTypes(interruption: store.interruption)?
                .operandTypes(before: [frame.offset], inBody: frame.lowered.function)[frame.offset],
            let first = CapturedStack.firstOperand(of: frame, in: store)
        else { return nil }
        // Those beyond belong to the function that is called.
        let count = min(types.count, max(0, frame.slots.count &- first))
        return types.prefix(count).enumerated().map { value(first &+ $0, of: frame, $1) }
    }

    /// The frames as embedders see them.
    func callFrames(in store: Store) -> [CallFrame] {
        var found: [CallFrame] = []
        // Each function is looked at once. Without an interruption, nothing is thrown.
        try? forEachFrame(in: store, interruption: nil) { frame, locals, operands in
            found.append(
                CallFrame(
                    function: GuestFunction(
                        index: frame.functionIndex,
                        name: frame.code.names.functionName(frame.functionIndex)?.description),
                    module: frame.module, offset: frame.offset, locals: locals,
                    operands: frame.hasOperands ? operands.compactMap(\.self) : nil))
        }
        return found
    }
}

extension Store {
    /// Copies the frames of a suspended execution, which is suspended as before; `nil` if there is no room for it.
    func capture(_ parked: ParkedExecution, atMost most: Int) -> (stack: CapturedStack, again: ParkedExecution)? {
        // As for ``place(of:)``.
        guard !isPolling else { return nil }
        let base = machine.stackTop
        guard let execution = unpark(parked, base: base) else { return nil }
        defer { giveBack() }
        var stopped = execution
        stopped.registers.pc = execution.currentPlace &+ 1
        return (CapturedStack(stopped, in: self, atMost: most, stopsBefore: true), park(execution, base: base))
    }
}
