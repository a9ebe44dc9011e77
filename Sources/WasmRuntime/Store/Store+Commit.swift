import WasmSyntax

// Memory is committed when it is first accessed. A guest that has a large memory and uses the beginning of it costs the
// host no more than that, and `memory.grow` neither moves nor clears anything. The loop does not know: it compares with
// the committed bytes, and what it takes for an access out of bounds is looked at here once more.

extension Store {
    /// What is committed at a time, at least.
    private static let smallestStep = 64 << 10
    /// What is appended, as copying is fast in every build.
    private static let zeros = [UInt8](repeating: 0, count: smallestStep)
    /// How far ahead of an access it goes at most.
    private static let largestLead = 1 << 20
    /// The most bytes that are moved to make room: some 5 ms.
    private static let largestMove = 16 << 20

    /// Commits a memory at least up to an address, which is inside of it.
    ///
    /// - Throws: ``Interrupted``, with a part of it done, which can be seen by nobody.
    func commit(_ memory: Int, to end: Int) throws(Interrupted) {
        let committed = memories[memory].bytes.count
        guard end > committed else { return }
        let size = memories[memory].size
        let wanted = max(end, committed &+ min(committed / 8, Store.largestLead))
        let target = min(size, (wanted &+ Store.smallestStep &- 1) / Store.smallestStep &* Store.smallestStep)
        // Room for all that it has at first, as room costs nothing until it is used; then twice as much each time, whatever
        // its size is now, so that a memory that grows by small steps is moved now and then. A large one gets room for all
        // that it may ever have: moving it would take longer than a guest may go on after its deadline.
        let capacity = memories[memory].bytes.capacity
        if target > capacity {
            let type = memories[memory].type
            let initial = Int(clamping: type.bytes(ofPages: type.limits.minimum) ?? 0)
            let most = Int(clamping: min(limits.memoryBytes, limits.totalMemoryBytes))
            let room = capacity > Store.largestMove / 2 ? most : min(most, capacity &* 2)
            memories[memory].bytes.reserveCapacity(max(target, initial, room))
        }
        try inPieces(target &- committed, Store.pieceOfBytes) { _, count in
            // An interruption that is asked in between can access the memory, and so have committed more.
            var left = min(count, target &- memories[memory].bytes.count)
            while left > 0 {
                memories[memory].bytes.append(contentsOf: Store.zeros.prefix(left))
                left &-= min(left, Store.zeros.count)
            }
        }
        // Guests can do it step by step without paying for much. After the work, so that what begins anew gets on.
        try checkInterruption()
    }

    /// The same for the host. A host function that a guest has called is interrupted like the guest, which then ends when
    /// the function returns; the embedder, outside of any call, is not.
    ///
    /// - Returns: Whether it is committed.
    func commitForHost(_ memory: Int, to end: Int) -> Bool {
        while true {
            // What was done before an interruption stays done.
            do {
                try commit(memory, to: end)
                return true
            } catch {
                guard nesting == 0 else {
                    interruptedInHostFunction = error
                    return false
                }
            }
        }
    }

    /// The index of an access of `width` bytes, which are then committed; `nil` if it is out of bounds.
    ///
    /// - Throws: ``Interrupted``.
    func committed(_ memory: Int, _ address: UInt64, _ width: Int) throws(Interrupted) -> Int? {
        guard let range = range(address, UInt64(width), in: memories[memory].accessibleSize) else { return nil }
        try commit(memory, to: range.upperBound)
        return range.lowerBound
    }

    /// Commits what an instruction accesses for which the loop was left with `outOfBoundsMemoryAccess`.
    ///
    /// - Returns: Whether the instruction is to be executed again; else the access is out of bounds.
    /// - Throws: ``Interrupted``.
    func commit(for instruction: InternalInstruction, _ execution: Execution) throws(Interrupted) -> Bool {
        let memory = instances[Int(execution.registers.instance)].memories.first ?? 0
        let size = memories[memory].accessibleSize
        guard memories[memory].bytes.count < size else { return false }
        guard let width = instruction.accessWidth else {
            // Of this form it is not known where it accesses: with all of the memory there, it can decide for itself.
            try commit(memory, to: size)
            return true
        }
        let frame = execution.registers.frame
        var address = UInt32(truncatingIfNeeded: stack[frame &+ Int(instruction.b)])
        if instruction.operation.first.isIndexed {
            address &+= UInt32(truncatingIfNeeded: stack[frame &+ Int(instruction.c)])
        } else if instruction.operation.first.hasAddend {
            address &+= instruction.y
        }
        let end = Int(address) &+ Int(instruction.x) &+ width
        guard width > 0, end <= size else { return false }
        try commit(memory, to: end)
        return true
    }
}

extension InternalInstruction {
    /// How many bytes of the first memory it reads or writes; 0 if none, `nil` if that is not known.
    fileprivate var accessWidth: Int? {
        switch operation.first {
        case .vectorLoad, .vectorStoreLane: Int(y &>> 24)
        case .checkAddress64: 0
        case let first: first.accessWidth
        }
    }
}
