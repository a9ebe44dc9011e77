/// The machine's registers: with the value stack and the activations, all there is of a running guest.
struct Registers {
    /// The next internal instruction.
    var pc = 0
    /// Slot of the value stack where the current frame begins.
    var frame = 0
    /// Budget spent, less the cost of the current function's instructions before the current one: see
    /// RATIONALE.md, "Metering".
    var base = 0
    /// The loop is left at a backward branch or call when more than this is spent.
    var limit = 0
    /// Budget spent at which the interruption is asked next.
    var nextLook = Int.max
    /// Calls that may still be made inside one another.
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
    #if NESTBOX_UNMETERED
        /// Not a constant in the loop's own text: the compiler would warn of the comparisons.
        @inline(__always) var noLimit: Int { .max }
    #endif
    #if NESTBOX_PROFILE
        /// Counts what is executed.
        var profile: ExecutionProfile?
    #endif

    /// Brings the next look at the interruption nearer, by work that the budget does not count: setting so many slots.
    /// (Which costs the guest nothing, as with wasmtime; without this a function of 50,000 locals, called again and
    /// again, would keep a deadline from being noticed for a minute.)
    @inline(__always) mutating func hasten(by slots: UInt16) { hasten(byWork: Int(slots &>> 2)) }

    /// The same by work that took so many nanoseconds, about.
    @inline(__always) mutating func hasten(byWork units: Int) {
        limit &-= units
        nextLook &-= units
    }
}

/// Why the loop was left. The program counter stands at the instruction after the one concerned, unless said otherwise.
enum LoopExit: Equatable {
    /// Another frame has become the current one; the loop itself goes on with it.
    case frame
    /// The function that was entered from outside the loop has returned.
    case returned
    case trap(LoopTrap)
    /// The limit of the budget at a branch, which has not been taken: the program counter is at the branch.
    case limitAtBranch
    /// The same at a call, which has not happened: the program counter is at the call.
    case limitAtCall
    /// The same at a return, which has not happened: the program counter is at the return.
    case limitAtReturn
    /// No room for the frame that is being entered; the program counter is at the function's entry.
    case stackExhausted
    /// A direct call of a function that is not lowered yet; the program counter is at the call.
    case unresolvedCall
    /// A call that leaves the instance, or of a function not lowered.
    case call
    /// The same through a table, of a function whose type is another one, if perhaps a subtype.
    case callOfOtherType
    case storeOperation
    /// `struct.new` without room in the heap's current run, or at the limit of the budget.
    case newStructure

    /// Whether the loop itself goes on.
    @inline(__always) var isFrame: Bool { if case .frame = self { true } else { false } }

    /// Whether the program counter is to stand after the instruction where the loop has stopped.
    var isAfterInstruction: Bool {
        switch self {
        case .frame, .limitAtBranch, .limitAtCall, .limitAtReturn, .stackExhausted, .unresolvedCall: false
        case .returned, .trap, .call, .callOfOtherType, .storeOperation, .newStructure: true
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
