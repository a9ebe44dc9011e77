import WasmSyntax

/// A frame of a suspended call that ``FrameTranslation`` may move.
struct MovableFrame {
    /// The number that says where a frame goes on.
    enum Link {
        case registers
        /// The header in this slot, of the frame above.
        case header(Int)
        case activation(Int)
    }

    /// The part of the current instruction that is done.
    enum State {
        /// A call, which has not returned. The callee's frame begins at this slot of the caller's.
        case waiting(callee: Int)
        /// A throw, whose handler is searched for.
        case throwing
        /// Nothing of the internal instruction.
        case next
        /// Some of a bulk operation's work.
        case working
    }

    struct Key: Hashable {
        let code: ObjectIdentifier
        let function: Int
    }

    let code: CodeObject
    let function: LoweredFunction
    /// The internal instruction.
    let place: Int
    /// The program counter, counted from the place.
    let distance: Int
    let state: State
    /// The slot where the frame begins.
    let start: Int
    let link: Link

    var key: Key { Key(code: ObjectIdentifier(code), function: function.function) }
    /// The offset of the instruction in the module.
    var offset: UInt32 { code.origins[place].offset }

    /// Returns the frames of a call that may be moved, innermost first.
    ///
    /// - Throws: ``LoweringFailure/interrupted(_:)``.
    static func frames(of call: SuspendedCall, in store: Store) throws(LoweringFailure) -> [MovableFrame] {
        var frames: [MovableFrame] = []
        var walked = 0
        var left = call.activations.count
        var (instance, pc, start) = (Int(call.registers.instance), call.registers.pc, call.registers.frame)
        var link = Link.registers
        while true {
            walked &+= 1
            if walked & 0xFF == 0 { try store.checkLowering() }
            guard instance < store.state.instances.count, let code = store.state.instances[instance].code,
                let (place, state) = walked == 1 ? innermost(call, code) : waiting(at: pc, code),
                place >= 0, place < code.code.count, let function = code.function(containing: place), start >= 0,
                start < call.slots.count, start &+ function.header < call.slots.count
            else { return frames }
            if place < code.firstDebuggable {
                frames.append(
                    MovableFrame(
                        code: code, function: function, place: place, distance: pc &- place, state: state, start: start,
                        link: link))
            }
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

    private static func waiting(at pc: Int, _ code: CodeObject) -> (place: Int, state: State)? {
        code.call(returningTo: pc).map { ($0.place, .waiting(callee: $0.frame)) }
    }

    private static func innermost(_ call: SuspendedCall, _ code: CodeObject) -> (place: Int, state: State)? {
        let pc = call.registers.pc
        switch call.step {
        case .none: return (pc, .next)
        case .exit(let exit, let progress):
            if progress > 0 { return (pc &- 1, .working) }
            return (exit.isAfterInstruction ? pc &- 1 : pc, .next)
        case .search: return waiting(at: pc, code) ?? (pc &- 1, .throwing)
        case .hostCall, .results: return waiting(at: pc, code)
        }
    }
}
