import WasmSyntax

/// The value stack, the budget, and the amounts of both that the executions of a store use.
package struct Machine {
    /// The budget of all calls together.
    var budget = Budget()
    /// The object that is polled to find out whether the guest must stop.
    var interruption: (any Interruption)?
    /// The value stack; empty until something runs.
    package var stack: [UInt64] = []
    /// A vector for each slot of the value stack; empty until code with vectors runs.
    var vectorStack: [SIMD4<UInt32>] = []
    /// Whether slots that are not in use may hold what guests of other stores have left.
    var hasOthersSlots = false
    /// Slots of the value stack in use by the executions that wait for a host function.
    var stackTop = 0
    /// Nested WebAssembly calls of the executions that wait for a host function.
    var depth = 0
    /// Nested executions: a host function may call back into a guest.
    var nesting = 0
    /// Whether the beginning of the host function's call is paid for: it is called again after a snapshot.
    var isBeginningPaid = false
    /// Whether the store has a recorder.
    var isRecorded = false
    /// Whether the store's observer wants the calls of host functions.
    var isObserved = false
    /// Whether the store's observer wants exceptions.
    var observesExceptions = false
    /// Whether the store takes samples of stacks.
    var isSampled = false
    /// Whether the store counts blocks.
    var isCounting = false
    /// The units that were charged besides those of instructions, by the host function that runs, or outside of guests.
    package var charged = 0
    /// Whether the store takes samples by time, for which the loop is left as for a poll of the interruption.
    var isSampledByTime = false
    /// The budget spent with which the next sample is due.
    var nextSample = Int.max
    /// Whether the interruption is being polled.
    var isPolling = false
    /// Whether the store has a ticket to keep its stack.
    var keepsStack = false
    /// Calls from outside so far, modulo 256, unless the stack stays.
    private var callCount: UInt8 = 0
    /// Whether the guest that runs was called asynchronously.
    var isInTask = false
    /// The interruption that a memory access of a host function met, for the guest to stop when the function returns: see
    /// `commitForHost`.
    var interrupted: Interrupted?
}

// Each of these methods is one access to the store's property, where several accesses would each be checked.

extension Machine {
    /// The part of the value stack and of the call depth that is in use while a host function runs.
    struct Use {
        var stackTop: Int
        var depth: Int
    }

    /// Sets the slots and calls in use during a host function, and returns the previous ones.
    mutating func beginHostCall(_ use: Use) -> Use {
        let before = Use(stackTop: stackTop, depth: depth)
        (stackTop, depth) = (use.stackTop, use.depth)
        interrupted = nil
        return before
    }

    /// Restores the slots and calls in use, and zero-extends the host function's results of 32 bits.
    ///
    /// - Parameters:
    ///   - before: The value that `beginHostCall` has returned.
    ///   - narrow: The slots of the results, relative to `base`.
    mutating func endHostCall(_ before: Use, narrow: [Int], base: Int) -> HostCallEnd {
        (stackTop, depth) = (before.stackTop, before.depth)
        for index in narrow { stack[base &+ index] &= 0xFFFF_FFFF }
        var end = hostCallEnd
        end.interrupted = interrupted
        return end
    }

    /// The facts that continuing after a host call depends on, without the interruption that the function has met.
    var hostCallEnd: HostCallEnd {
        HostCallEnd(interrupted: nil, budget: budget, isInterruptible: isInterruptible, nextSample: nextSample)
    }

    /// Whether the loop is left from time to time, whatever the budget.
    var isInterruptible: Bool { interruption != nil || isSampledByTime }

    /// The facts that continuing after a host call depends on.
    struct HostCallEnd {
        /// The interruption that a memory access of the function met, if any.
        var interrupted: Interrupted?
        /// The budget, which the function may have changed.
        let budget: Budget
        /// Whether the loop is left from time to time, whatever the budget.
        let isInterruptible: Bool
        /// The budget spent with which the next sample is due.
        let nextSample: Int
    }

    /// Returns the bits of a slot; 0 if there is no such slot.
    mutating func bits(ofSlot slot: Int) -> UInt64 { stack.indices.contains(slot) ? stack[slot] : 0 }

    /// Sets the bits of a slot, if there is one.
    mutating func setBits(_ bits: UInt64, ofSlot slot: Int) {
        if stack.indices.contains(slot) { stack[slot] = bits }
    }

    /// The most units that can be spent at all.
    private static let mostUnits: UInt64 = 1 << 62

    /// Spends units of the budget.
    ///
    /// - Returns: Whether that many are left. If not, none are spent.
    mutating func charge(_ units: UInt64) -> Bool {
        let (sum, overflow) = budget.spent.addingReportingOverflow(units)
        // The interpreter counts units as `Int`, and adds to them without looking.
        guard !overflow, sum <= UInt64(clamping: budget.limitAsInt), sum <= Machine.mostUnits else { return false }
        budget.spent = sum
        charged &+= Int(truncatingIfNeeded: units)
        return true
    }

    /// Whether the stack stays when nothing runs. One that a deep call has made larger does not.
    var keepsIdleStack: Bool { keepsStack && stack.count <= ValueStacks.standardCount }

    /// Counts a call from outside; returns whether it is time to ask for permission to keep the stack. A store that is
    /// called only a few times does not ask.
    mutating func countCall() -> Bool {
        callCount &+= 1
        return callCount & 15 == 3
    }

    /// Clears the slots from one on, if others have left something in them. A suspended call keeps all slots of its frames,
    /// and stores them, whether the guest has written them or not.
    mutating func clearOthersSlots(from base: Int) {
        guard hasOthersSlots else { return }
        if base < stack.count { fillItems(&stack, base..<stack.count, 0) }
        for slot in base..<max(base, vectorStack.count) { vectorStack[slot] = SIMD4() }
        if base == 0 { hasOthersSlots = false }
    }

    /// Grows the vector stack to the size of the value stack, which has paid for both.
    mutating func ensureVectorStack() {
        let missing = stack.count &- vectorStack.count
        if missing > 0 { vectorStack.append(contentsOf: repeatElement(SIMD4(), count: missing)) }
    }
}
