// The code of an instruction, and the slots in which the new code finds its operands.

extension FrameMove {
    /// The new code of the instruction at an offset.
    func code(of offset: UInt32) -> Range<Int> { code(of: offset, of: function.lowered) }

    /// The code of the instruction at an offset, in a function whose code is in the order of the offsets.
    func code(of offset: UInt32, of function: LoweredFunction) -> Range<Int> {
        let end = frame.code.end(of: function)
        func firstPlace(_ isBehind: (UInt32) -> Bool) -> Int {
            var (low, high) = (function.entry, end)
            while low < high {
                let middle = low &+ (high &- low) / 2
                if isBehind(frame.code.origins[middle].offset) { high = middle } else { low = middle &+ 1 }
            }
            return low
        }
        let first = firstPlace { $0 >= offset }
        return first..<max(first, firstPlace { $0 > offset })
    }

    /// Puts the operands before an instruction into their slots; returns false if the call has no room for these.
    ///
    /// - Parameters:
    ///   - end: The slot from which on the callee's frame is.
    ///   - written: Slots that were written since, and are not filled, nor with what is no longer in one.
    func fill(
        _ offset: UInt32, below end: Int = .max, except written: Set<Int> = [], _ call: inout SuspendedCall
    ) -> Bool {
        let operands = function.operands[offset] ?? []
        let first = function.firstOperand
        let count = max(0, min(operands.count, end &- first))
        guard first &+ count <= function.lowered.frameSize,
            makeRoom(for: frame.start &+ (end == .max ? function.lowered.frameSize : first &+ count), &call)
        else { return false }
        for height in 0..<count where !written.contains(first &+ height) {
            if let local = operands[height].local, written.contains(local) { continue }
            fill(frame.start &+ first &+ height, operands[height], &call)
        }
        return true
    }

    /// Makes room for so many slots, with vectors if the call has some; returns false if the limits do not allow them.
    func makeRoom(for count: Int, _ call: inout SuspendedCall) -> Bool {
        guard count <= store.limits.slotCount else { return false }
        let vectorBytes = call.vectors.isEmpty ? 0 : count &* 16
        let (slots, bytes) = (max(0, count &- call.slots.count), max(0, vectorBytes &- call.vectors.count))
        guard slots > 0 || bytes > 0 else { return true }
        // They are counted with the others when all frames have moved.
        let needed = UInt64(slots &* 8 &+ bytes)
        guard store.hostMemory.take(needed, .suspendedCalls) else { return false }
        store.hostMemory.release(needed, .suspendedCalls)
        call.slots.append(contentsOf: repeatElement(0, count: slots))
        call.vectors.append(contentsOf: repeatElement(0, count: bytes))
        return true
    }

    private func fill(_ slot: Int, _ operand: Operand, _ call: inout SuspendedCall) {
        switch operand {
        case .slot, .vectorSlot: break
        case .local(let local): call.slots[slot] = call.slots[frame.start &+ local]
        case .constant(let bits): call.slots[slot] = bits
        case .sum(let local, let addend):
            call.slots[slot] = UInt64(UInt32(truncatingIfNeeded: call.slots[frame.start &+ local]) &+ addend)
        case .vectorLocal(let local):
            let (from, to) = ((frame.start &+ local) &* 16, slot &* 16)
            // Without vectors, all are 0.
            guard to &+ 16 <= call.vectors.count else { return }
            for byte in 0..<16 { call.vectors[to &+ byte] = call.vectors[from &+ byte] }
        }
    }
}
