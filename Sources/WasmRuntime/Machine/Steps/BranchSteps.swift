// Branches on a condition. False if the limit is reached; the program counter then stands at the branch.
//
// A taken branch must stay a branch, not become a conditional move, which the next instruction would wait for:
// `_fastPath` sees to that.

extension Span where Element == InstructionHead {
    /// Goes to one of the jumps that follow.
    @inline(__always) func branchTable(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, a: Known = nil
    ) {
        pc &+= Int(min(self.a(at, f, a).u32, d.x(at)))
    }

    @inline(__always) func branchIfNonZero(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 != 0) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchIfZero(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 == 0) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI32Eq(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 == self.b(at, f, b).u32) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI32Ne(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 != self.b(at, f, b).u32) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI32LtS(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).s32 < self.b(at, f, b).s32) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI32LtU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 < self.b(at, f, b).u32) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI32LeS(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).s32 <= self.b(at, f, b).s32) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI32LeU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 <= self.b(at, f, b).u32) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI32EqImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 == UInt32(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI32NeImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 != UInt32(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI32LtSImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).s32 < Int32(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI32LtUImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 < UInt32(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI32GtSImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).s32 > Int32(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI32GtUImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).u32 > UInt32(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI64Eq(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) == self.b(at, f, b)) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI64Ne(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) != self.b(at, f, b)) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI64LtS(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).s64 < self.b(at, f, b).s64) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI64LtU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) < self.b(at, f, b)) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI64LeS(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).s64 <= self.b(at, f, b).s64) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI64LeU(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) <= self.b(at, f, b)) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI64EqImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) == UInt64(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI64NeImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) != UInt64(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI64LtSImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).s64 < Int64(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI64LtUImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) < UInt64(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI64GtSImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).s64 > Int64(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchI64GtUImmediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) > UInt64(truncatingIfNeeded: signedB(at))) {
            return takeBranch(at, d, &pc, &base, limit)
        }
        return true
    }

    @inline(__always) func branchF64Lt(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).f64 < self.b(at, f, b).f64) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchF64Le(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a).f64 <= self.b(at, f, b).f64) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchF64NotLt(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(!(self.a(at, f, a).f64 < self.b(at, f, b).f64)) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchF64NotLe(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil, b: Known = nil
    ) -> Bool {
        if _fastPath(!(self.a(at, f, a).f64 <= self.b(at, f, b).f64)) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI64NonZero(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) != 0) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }

    @inline(__always) func branchI64Zero(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ pc: inout Int, _ base: inout Int, _ limit: Int,
        a: Known = nil
    ) -> Bool {
        if _fastPath(self.a(at, f, a) == 0) { return takeBranch(at, d, &pc, &base, limit) }
        return true
    }
}
