import WasmSyntax

// The search for the handler of an exception, frame by frame. A function's regions say what it catches where.

extension Store {
    /// The current frame of a search for a handler.
    struct Unwinding {
        var instance: Int
        /// The place of the instruction that has thrown, or of the call in a frame further out.
        var place: Int
        var frame: Int
        /// Number of the execution's activations that the search has not reached.
        var activations: Int
        /// Number of frames that the search has left.
        var frames = 0
        /// The budget spent, including the part of the search that is paid for, and the cost of the unpaid part. The latter
        /// begins below 0, because the cost of `throw` includes the beginning of the search.
        var spent: Int
        var unpaid = -BudgetCosts.searchInThrow
        /// Whether the frame has ended, by a tail call, and catches nothing.
        var isOver: Bool
        /// The beginning of the search: the budget spent, and ``isOver``.
        var first: (spent: Int, isOver: Bool)

        init(instance: Int, place: Int, frame: Int, activations: Int, spent: Int, isOver: Bool) {
            (self.instance, self.place, self.frame) = (instance, place, frame)
            (self.activations, self.spent, self.isOver) = (activations, spent, isOver)
            first = (spent, isOver)
        }
    }
}

extension Store.Unwinding {
    /// The beginning of a search for the handler of what the current instruction throws.
    init(_ execution: borrowing Execution, spent: Int, isOver: Bool = false) {
        self.init(
            instance: Int(execution.registers.instance), place: execution.registers.pc &- 1,
            frame: execution.registers.frame, activations: execution.activations.count, spent: spent, isOver: isOver)
    }

    /// Returns the handler in the current frame's function that catches exceptions of a tag at the current place.
    ///
    /// - Parameters:
    ///   - tag: The tag's address.
    ///   - tags: The addresses of the instance's tags.
    ///   - regions: The function's regions.
    ///   - check: Called for each step of the search, when it has cost something.
    @inline(__always)
    mutating func handler<Failure: Error>(
        for tag: Int, _ tags: [Int], in regions: [TryRegion], _ check: (inout Self) throws(Failure) -> Void
    ) throws(Failure) -> ExceptionHandler? {
        guard !regions.isEmpty else { return nil }
        // The last region that begins before the place. If it has ended, only the regions around it can contain the place.
        var low = 0
        var high = regions.count
        while low < high {
            let middle = low &+ (high &- low) / 2
            if regions[middle].start <= place { low = middle &+ 1 } else { high = middle }
        }
        var next = low > 0 ? low &- 1 : nil
        while let index = next, regions[index].end <= place {
            next = regions[index].enclosing
            unpaid &+= BudgetCosts.triedHandler
            try check(&self)
        }
        while let index = next {
            for handler in regions[index].handlers {
                unpaid &+= BudgetCosts.triedHandler
                guard let wanted = handler.tag else { return handler }
                if tags[Int(wanted)] == tag { return handler }
            }
            unpaid &+= BudgetCosts.triedHandler
            try check(&self)
            next = regions[index].parent
        }
        return nil
    }

    /// Moves the search to the caller's frame, given the header of the current one; returns `false` if this execution has no
    /// other.
    @inline(__always)
    mutating func leave(header: UInt64, _ callers: [Activation]) -> Bool {
        let returnAddress = Int(UInt32(truncatingIfNeeded: header))
        frames &+= 1
        guard returnAddress == CodeObject.exitAddress else {
            place = returnAddress &- 1
            frame &-= Int(truncatingIfNeeded: header &>> 32)
            return true
        }
        guard activations > 0 else { return false }
        activations &-= 1
        let caller = callers[activations]
        (instance, frame) = (Int(caller.instance), caller.frame)
        place = caller.pc &- 1
        return true
    }
}
