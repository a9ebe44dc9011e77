// Branches on a condition. A step returns `false` if the limit is reached; the program counter then stays at the branch.
//
// A taken branch must remain a branch: if it became a conditional move, the next instruction would wait for the condition.
// `_fastPath` prevents that.

extension Span where Element == InstructionHead {
    /// Takes one of the jumps that follow. If the limit is reached, the program counter is at that jump.
    @inline(__always) func branchTable(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        pc = at &+ 1 &+ Int(min(self.a(at, f, a).u32, d.x(at)))
        return takeBranch(pc, d, &pc, &left)
    }

    @inline(__always) func branchIfNonZero(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isNonZero(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchIfZero(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isZero(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32Eq(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI32Eq(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32Ne(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI32Ne(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32LtS(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI32LtS(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32LtU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI32LtU(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32LeS(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI32LeS(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32LeU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI32LeU(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32EqImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI32EqImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32NeImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI32NeImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32LtSImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI32LtSImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32LtUImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI32LtUImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32GtSImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI32GtSImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI32GtUImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI32GtUImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64Eq(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI64Eq(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64Ne(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI64Ne(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64LtS(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI64LtS(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64LtU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI64LtU(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64LeS(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI64LeS(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64LeU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isI64LeU(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64EqImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI64EqImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64NeImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI64NeImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64LtSImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI64LtSImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64LtUImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI64LtUImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64GtSImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI64GtSImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64GtUImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI64GtUImmediate(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchF64Lt(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isF64Lt(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchF64Le(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isF64Le(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchF64NotLt(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isF64NotLt(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchF64NotLe(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(isF64NotLe(at, f, a: a, b: b)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64NonZero(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI64NonZero(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }

    @inline(__always) func branchI64Zero(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ left: inout Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(isI64Zero(at, f, a: a)) { return takeBranch(at, d, &pc, &left) }
        return true
    }
}
