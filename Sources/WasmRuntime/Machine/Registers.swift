/// The machine's registers: with the value stack and the activations, the whole state of a running guest.
struct Registers {
    /// The next internal instruction.
    var pc = 0
    /// Slot of the value stack where the current frame begins.
    var frame = 0
    /// Budget spent, minus the cost of the current function's instructions before the current one: see RATIONALE.md,
    /// "Metering".
    var base = 0
    /// The loop is left before a branch, call or return with which more budget than this would be spent.
    var limit = 0
    /// The highest ``limit``, which no guest reaches: the loop computes the limit less ``base``, and ``base`` is negative
    /// behind a branch forwards over more than was spent.
    static let highestLimit = Int.max / 2
    /// Budget spent at which the interruption is polled next.
    var nextPoll = Int.max
    /// Number of calls that may still be nested.
    var depthLeft = 0
    /// First global of the current instance in the store's globals.
    var firstGlobal = 0
    /// The current instance.
    var instance: UInt32 = 0
    /// For `.call` exits: the function's address and the caller's slot where its frame begins.
    var callee = 0
    var calleeFrame = 0
    var budgetUnit = BudgetUnit.instruction
    /// Pages of the first memory.
    var memoryPages: UInt32 = 0
    #if NESTBOX_PROFILE
        /// Counts of the code that the loop executes.
        var counts = PlaceCounts()
    #endif

    /// Sets where the loop stops next: at the budget's end, for a poll, or at another place.
    mutating func setLimit(budget: Int, stop: Int) {
        limit = min(budget, nextPoll, stop, Registers.highestLimit)
    }

    /// Brings the next poll of the interruption nearer, by the work of setting `slots` slots, which the budget does not
    /// count. (It costs the guest nothing, as with wasmtime. Without this, a function of 50,000 locals that is called
    /// again and again would keep a deadline from being noticed for a minute.)
    ///
    /// - Parameter left: The units until the limit.
    @inline(__always) mutating func hasten(by slots: UInt16, _ left: inout Int) {
        hasten(byWork: Int(slots &>> 2))
        left &-= Int(slots &>> 2)
    }

    /// Brings the next poll of the interruption nearer, by work that took about `units` nanoseconds.
    @inline(__always) mutating func hasten(byWork units: Int) {
        limit &-= units
        nextPoll &-= units
    }
}

/// The reason why the loop was left. The program counter is at the instruction after the one concerned, unless said
/// otherwise.
enum LoopExit: Equatable {
    /// Another frame has become the current one, and the loop itself continues with it.
    case frame
    /// The function that was entered from outside the loop has returned.
    case returned
    case trap(LoopTrap)
    /// A branch would exceed the limit of the budget, and has not been taken: the program counter is at the branch.
    case limitAtBranch
    /// A call would exceed the limit of the budget or of the depth, and has not happened: the program counter is at the
    /// call.
    case limitAtCall
    /// A return would exceed the limit of the budget, and has not happened: the program counter is at the return.
    case limitAtReturn
    /// The stack has no room for the frame that is being entered; the program counter is at the function's entry.
    case stackExhausted
    /// A direct call of a function that is not lowered yet; the program counter is at the call.
    case unresolvedCall
    /// A call of a function of another instance, or of one that is not lowered.
    case call
    /// A call through a table of a function with another type, which may be a subtype.
    case callOfOtherType
    /// A call of a host function: see `Execution.hostCall`. Only ``runLoop`` returns this.
    case hostCall
    /// An operation that needs the whole store, or one of those that `performOutsideLoop` performs.
    case storeOperation
    /// A new struct or array without room in the heap's current run, or beyond the limit of the budget.
    case newObject

    /// Whether the loop itself continues.
    @inline(__always) var isFrame: Bool { if case .frame = self { true } else { false } }

    /// Whether the program counter belongs after the instruction at which the loop has stopped.
    var isAfterInstruction: Bool {
        switch self {
        case .frame, .limitAtBranch, .limitAtCall, .limitAtReturn, .stackExhausted, .unresolvedCall: false
        case .returned, .trap, .call, .callOfOtherType, .hostCall, .storeOperation, .newObject: true
        }
    }
}

/// The traps that the loop itself finds.
enum LoopTrap {
    case unreachable, integerDivideByZero, integerOverflow, invalidConversionToInteger
    case outOfBoundsMemoryAccess, unalignedAtomic, undefinedElement, uninitializedElement, indirectCallTypeMismatch
    case nullReference, nullFunctionReference, nullStructureReference, nullArrayReference, nullI31Reference
    case outOfBoundsArrayAccess, castFailure

    var kind: Trap.Kind {
        switch self {
        case .unreachable: .unreachable
        case .integerDivideByZero: .integerDivideByZero
        case .integerOverflow: .integerOverflow
        case .invalidConversionToInteger: .invalidConversionToInteger
        case .outOfBoundsMemoryAccess: .outOfBoundsMemoryAccess
        case .unalignedAtomic: .unalignedAtomic
        case .undefinedElement: .undefinedElement
        case .uninitializedElement: .uninitializedElement
        case .indirectCallTypeMismatch: .indirectCallTypeMismatch
        case .nullReference: .nullReference
        case .nullFunctionReference: .nullFunctionReference
        case .nullStructureReference: .nullStructureReference
        case .nullArrayReference: .nullArrayReference
        case .nullI31Reference: .nullI31Reference
        case .outOfBoundsArrayAccess: .outOfBoundsArrayAccess
        case .castFailure: .castFailure
        }
    }
}
