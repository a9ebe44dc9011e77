// Calls and returns inside an instance. A step returns `false` if the limit of the budget or the depth is reached; the
// program counter then stays at the instruction. Otherwise the frame has changed. Indirect calls return a `LoopExit`.

extension Span where Element == InstructionHead {
    @inline(__always) func call(
        _ at: Int, _ d: borrowing Details, _ f: inout Frame, _ pc: inout Int, _ frame: inout Int, _ left: inout Int,
        _ depthLeft: inout Int
    ) -> Bool {
        depthLeft &-= 1
        if depthLeft < 0 || !spend(Int(d.y(at)) &+ BudgetCosts.functionEntry, &left) { depthLeft &+= 1; return false }
        f.set(b(at), UInt64(truncatingIfNeeded: at &+ 1) | UInt64(a(at)) &<< 32)
        frame &+= Int(a(at))
        pc = Int(d.x(at))
        return true
    }

    @inline(__always) func returnNone(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ frame: inout Int, _ left: inout Int,
        _ depthLeft: inout Int
    ) -> Bool {
        if !spend(Int(d.x(at)), &left) { return false }
        let header = f.u64(b(at))
        pc = Int(UInt32(truncatingIfNeeded: header))
        refund(Int(d.y(pc &- 1)), &left)
        frame &-= Int(header &>> 32)
        depthLeft &+= 1
        return true
    }

    @inline(__always) func returnOne(
        _ at: Int, _ d: borrowing Details, _ f: inout Frame, _ pc: inout Int, _ frame: inout Int, _ left: inout Int,
        _ depthLeft: inout Int, a: Known = nil
    ) -> Bool {
        f.set(0, self.a(at, f, a))
        return returnNone(at, d, f, &pc, &frame, &left, &depthLeft)
    }

    /// The copying brings the next poll nearer only once the function has returned: a return that is refused happens again,
    /// and where the limit is exact it would be refused for ever.
    @inline(__always) func returnMany(
        _ at: Int, _ d: borrowing Details, _ f: inout Frame, _ pc: inout Int, _ frame: inout Int, _ left: inout Int,
        _ depthLeft: inout Int, _ registers: inout Registers
    ) -> Bool {
        copySlots(at, &f, from: a(at), to: 0)
        if !returnNone(at, d, f, &pc, &frame, &left, &depthLeft) { return false }
        registers.hasten(by: c(at), &left)
        return true
    }

    @inline(__always) func returnCall(
        _ at: Int, _ d: borrowing Details, _ f: inout Frame, _ pc: inout Int, _ left: inout Int
    ) -> Bool {
        if !spend(Int(d.y(at)) &+ BudgetCosts.functionEntry, &left) { return false }
        let header = f.u64(b(at))
        for index in 0..<c(at) { f.set(index, f.u64(a(at) &+ index)) }
        f.set(c(at &+ 1), header)
        pc = Int(d.x(at))
        return true
    }

    @inline(__always) func callIndirect(
        _ at: Int, _ d: borrowing Details, _ f: inout Frame, _ table: borrowing Span<UInt64>, _ tableSize: Int,
        _ functions: borrowing Span<FunctionRecord>, _ functionCount: Int, _ pc: inout Int, _ frame: inout Int,
        _ left: inout Int, _ depthLeft: inout Int, _ registers: inout Registers
    ) -> LoopExit {
        let index = Int(f.u32(b(at)))
        guard index < tableSize else { return .trap(.undefinedElement) }
        let reference = Int(truncatingIfNeeded: table[index]) &- 1
        guard reference >= 0, reference < functionCount else { return .trap(.uninitializedElement) }
        let function = functions[reference]
        guard function.type == d.x(at) else {
            registers.callee = reference
            registers.calleeFrame = Int(a(at))
            return .callOfOtherType
        }
        return enter(at, d, function, reference, &f, &pc, &frame, &left, &depthLeft, &registers)
    }

    @inline(__always) func callReference(
        _ at: Int, _ d: borrowing Details, _ f: inout Frame, _ functions: borrowing Span<FunctionRecord>,
        _ functionCount: Int, _ pc: inout Int, _ frame: inout Int, _ left: inout Int,
        _ depthLeft: inout Int, _ registers: inout Registers
    ) -> LoopExit {
        let reference = Int(truncatingIfNeeded: f.u64(b(at))) &- 1
        guard reference >= 0, reference < functionCount else { return .trap(.nullFunctionReference) }
        return enter(at, d, functions[reference], reference, &f, &pc, &frame, &left, &depthLeft, &registers)
    }

    /// Enters the function that a call has found, or leaves the loop if it belongs to another instance or is not lowered.
    @inline(__always) private func enter(
        _ at: Int, _ d: borrowing Details, _ function: FunctionRecord, _ address: Int, _ f: inout Frame,
        _ pc: inout Int, _ frame: inout Int, _ left: inout Int, _ depthLeft: inout Int,
        _ registers: inout Registers
    ) -> LoopExit {
        guard function.instance == registers.instance, function.entry != 0 else {
            registers.callee = address
            registers.calleeFrame = Int(a(at))
            return .call
        }
        depthLeft &-= 1
        if depthLeft < 0 || !spend(Int(d.y(at)) &+ BudgetCosts.functionEntry, &left) {
            depthLeft &+= 1
            return .limitAtCall
        }
        f.set(a(at) &+ c(at), UInt64(truncatingIfNeeded: at &+ 1) | UInt64(a(at)) &<< 32)
        frame &+= Int(a(at))
        pc = Int(function.entry)
        return .frame
    }
}
