import WasmSyntax

// Memory is committed when it is first accessed. A guest that uses only the beginning of a large memory costs the host only
// that beginning, and `memory.grow` neither moves nor clears anything. The loop compares with the committed bytes only;
// when it finds an access out of bounds, the code here decides whether it really is, or commits what is missing.

extension Store {
    /// The fewest bytes that are committed at a time.
    private static let smallestStep = 64 << 10
    /// The bytes that a commit appends: copying them is fast in every build.
    private static let zeros = [UInt8](repeating: 0, count: smallestStep)
    /// The most bytes that a commit adds in advance.
    private static let largestLead = 1 << 20
    /// The most bytes that are moved to make room: some 5 ms.
    private static let largestMove = 16 << 20

    /// Commits a memory at least up to an end address, which is within its size.
    ///
    /// - Throws: ``Interrupted``. A part may be committed then, which neither guest nor embedder can observe.
    func commit(_ memory: Int, to end: Int) throws(Interrupted) {
        let committed = state.memories[memory].bytes.count
        guard end > committed else { return }
        let size = state.memories[memory].size
        let wanted = max(end, committed &+ min(committed / 8, Store.largestLead))
        let target = min(size, (wanted &+ Store.smallestStep &- 1) / Store.smallestStep &* Store.smallestStep)
        // Room costs no memory until it is used. A memory gets room for its initial size first, then twice as much each time
        // whatever its size is, so that one that grows by small steps is moved rarely. A large memory gets room for all that
        // the limits allow: moving it would take longer than a guest may run on after its deadline.
        let capacity = state.memories[memory].bytes.capacity
        if target > capacity {
            let type = state.memories[memory].type
            let initial = Int(clamping: type.bytes(ofPages: type.limits.minimum) ?? 0)
            let most = Int(clamping: min(limits.memoryBytes, limits.totalMemoryBytes))
            let room = capacity > Store.largestMove / 2 ? most : min(most, capacity &* 2)
            state.memories[memory].bytes.reserveCapacity(max(target, initial, room))
        }
        try inPieces(target &- committed, Store.pieceOfBytes) { _, count in
            // The interruption, polled in between, may access the memory and so commit more.
            var left = min(count, target &- state.memories[memory].bytes.count)
            while left > 0 {
                state.memories[memory].bytes.append(contentsOf: Store.zeros.prefix(left))
                left &-= min(left, Store.zeros.count)
            }
        }
        // Polled even after a small commit, as a guest can make many of them and pay little. Polled after the work, so that
        // a caller that tries again makes progress.
        try checkInterruption()
    }

    /// Commits a memory for an access by the host. In a host function that a guest has called, an interruption stops the
    /// commit, and the guest ends when the function returns. Outside of any call it is ignored.
    ///
    /// - Returns: Whether the memory is committed.
    func commitForHost(_ memory: Int, to end: Int) -> Bool {
        while true {
            // Each attempt commits more, even if it is interrupted.
            do {
                try commit(memory, to: end)
                return true
            } catch {
                guard machine.nesting == 0 else {
                    machine.interrupted = error
                    return false
                }
            }
        }
    }

    /// Commits the bytes of an access of `width` bytes and returns the index of the first; `nil` if the access is out of
    /// bounds.
    ///
    /// - Throws: ``Interrupted``.
    func committed(_ memory: Int, _ address: UInt64, _ width: Int) throws(Interrupted) -> Int? {
        guard let range = range(address, UInt64(width), in: state.memories[memory].accessibleSize) else { return nil }
        try commit(memory, to: range.upperBound)
        return range.lowerBound
    }

    /// Commits the bytes that an instruction accesses, after the loop was left with `outOfBoundsMemoryAccess`.
    ///
    /// - Returns: Whether the instruction is to be executed again; otherwise the access is out of bounds.
    /// - Throws: ``Interrupted``.
    func commit(for instruction: InternalInstruction, _ execution: Execution) throws(Interrupted) -> Bool {
        let memory = state.instances[Int(execution.registers.instance)].memories.first ?? 0
        let size = state.memories[memory].accessibleSize
        guard state.memories[memory].bytes.count < size else { return false }
        guard let width = instruction.accessWidth else {
            // The instruction's form does not say where it accesses. With the whole memory committed, the loop decides.
            try commit(memory, to: size)
            return true
        }
        let frame = execution.registers.frame
        var address = UInt32(truncatingIfNeeded: machine.stack[frame &+ Int(instruction.b)])
        if instruction.operation.first.isIndexed {
            address &+= UInt32(truncatingIfNeeded: machine.stack[frame &+ Int(instruction.c)])
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
    /// The number of bytes of the first memory that the instruction reads or writes; 0 if none, `nil` if it is not known.
    fileprivate var accessWidth: Int? {
        switch operation.first {
        case .vectorLoad, .vectorStoreLane: Int(y &>> 24)
        case .checkAddress64: 0
        case let first: first.accessWidth
        }
    }
}
