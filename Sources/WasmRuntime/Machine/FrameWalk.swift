/// The frames of an execution, innermost first. The program counter must be behind the instruction that is executed.
struct FrameWalk: Sequence, IteratorProtocol {
    /// A frame on the value stack.
    struct Frame {
        let instance: Int
        let code: CodeObject
        let function: LoweredFunction
        /// The internal instruction that is executed, or the call that has not returned.
        let place: Int
        /// The slot where the frame begins.
        let start: Int
    }

    private let store: Store
    private let activations: [Activation]
    /// The number of activations that were not met yet.
    private var left: Int
    private var instance: Int
    private var pc: Int
    private var frame: Int
    private var hasEnded = false

    init(_ execution: Execution, in store: Store) {
        self.store = store
        activations = execution.activations
        left = activations.count
        instance = Int(execution.registers.instance)
        (pc, frame) = (execution.registers.pc, execution.registers.frame)
    }

    mutating func next() -> Frame? {
        guard !hasEnded, let code = store.state.instances[instance].code,
            let function = code.function(containing: pc &- 1)
        else { return nil }
        let found = Frame(instance: instance, code: code, function: function, place: pc &- 1, start: frame)
        let header = store.machine.stack[frame &+ function.header]
        pc = Int(UInt32(truncatingIfNeeded: header))
        frame &-= Int(truncatingIfNeeded: header &>> 32)
        if pc == CodeObject.exitAddress {
            hasEnded = left == 0
            if left > 0 {
                left &-= 1
                let caller = activations[left]
                (instance, pc, frame) = (Int(caller.instance), caller.pc, caller.frame)
            }
        }
        return found
    }
}
