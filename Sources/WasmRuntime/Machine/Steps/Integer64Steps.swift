// Operations on 64-bit integers. Each returns the bits for its destination.

extension Span where Element == InstructionHead {
    @inline(__always) func i64Add(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) &+ self.c(at, f, c))
    }

    @inline(__always) func i64Sub(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) &- self.c(at, f, c))
    }

    @inline(__always) func i64Mul(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) &* self.c(at, f, c))
    }

    @inline(__always) func i64And(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) & self.c(at, f, c))
    }

    @inline(__always) func i64Or(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) | self.c(at, f, c))
    }

    @inline(__always) func i64Xor(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) ^ self.c(at, f, c))
    }

    @inline(__always) func i64Shl(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) &<< self.c(at, f, c))
    }

    @inline(__always) func i64ShrS(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).s64 &>> self.c(at, f, c).s64)
    }

    @inline(__always) func i64ShrU(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) &>> self.c(at, f, c))
    }

    @inline(__always) func i64Rotl(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).rotatedLeft(self.c(at, f, c)))
    }

    @inline(__always) func i64Rotr(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).rotatedRight(self.c(at, f, c)))
    }

    @inline(__always) func i64Clz(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(UInt64(truncatingIfNeeded: self.b(at, f, b).leadingZeroBitCount))
    }

    @inline(__always) func i64Ctz(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(UInt64(truncatingIfNeeded: self.b(at, f, b).trailingZeroBitCount))
    }

    @inline(__always) func i64Popcnt(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(UInt64(truncatingIfNeeded: self.b(at, f, b).nonzeroBitCount))
    }

    @inline(__always) func i64Extend8S(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Int64(Int8(truncatingIfNeeded: self.b(at, f, b))))
    }

    @inline(__always) func i64Extend16S(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Int64(Int16(truncatingIfNeeded: self.b(at, f, b))))
    }

    @inline(__always) func i64Extend32S(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Int64(self.b(at, f, b).s32))
    }

    @inline(__always) func i64DivS(
        _ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        let (quotient, overflow) = self.b(at, f, b).s64.dividedReportingOverflow(by: self.c(at, f, c).s64)
        if overflow { trap = self.c(at, f, c) == 0 ? .integerDivideByZero : .integerOverflow; return nil }
        return slot(quotient)
    }

    @inline(__always) func i64DivU(
        _ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        let divisor = self.c(at, f, c)
        if divisor == 0 { trap = .integerDivideByZero; return nil }
        return slot(self.b(at, f, b) / divisor)
    }

    @inline(__always) func i64RemS(
        _ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        let divisor = self.c(at, f, c).s64
        if divisor == 0 { trap = .integerDivideByZero; return nil }
        // In the overflowing case the remainder is 0, and so is the partial value.
        return slot(self.b(at, f, b).s64.remainderReportingOverflow(dividingBy: divisor).partialValue)
    }

    @inline(__always) func i64RemU(
        _ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        let divisor = self.c(at, f, c)
        if divisor == 0 { trap = .integerDivideByZero; return nil }
        return slot(self.b(at, f, b) % divisor)
    }

    @inline(__always) func i64Eqz(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) == 0)
    }

    @inline(__always) func i64Eq(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) == self.c(at, f, c))
    }

    @inline(__always) func i64Ne(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) != self.c(at, f, c))
    }

    @inline(__always) func i64LtS(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).s64 < self.c(at, f, c).s64)
    }

    @inline(__always) func i64LtU(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) < self.c(at, f, c))
    }

    @inline(__always) func i64LeS(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).s64 <= self.c(at, f, c).s64)
    }

    @inline(__always) func i64LeU(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) <= self.c(at, f, c))
    }

    @inline(__always) func i64AddImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) &+ d.signedX(at))
    }

    @inline(__always) func i64MulImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) &* d.signedX(at))
    }

    @inline(__always) func i64AndImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) & d.signedX(at))
    }

    @inline(__always) func i64OrImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) | d.signedX(at))
    }

    @inline(__always) func i64XorImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) ^ d.signedX(at))
    }

    @inline(__always) func i64ShlImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) &<< d.signedX(at))
    }

    @inline(__always) func i64ShrUImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) &>> d.signedX(at))
    }

    @inline(__always) func i64ShrSImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).s64 &>> Int64(bitPattern: d.signedX(at)))
    }

    @inline(__always) func i64RotlImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).rotatedLeft(d.signedX(at)))
    }

    @inline(__always) func i64EqImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) == d.signedX(at))
    }

    @inline(__always) func i64NeImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) != d.signedX(at))
    }

    @inline(__always) func i64LtSImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).s64 < Int64(bitPattern: d.signedX(at)))
    }

    @inline(__always) func i64LtUImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) < d.signedX(at))
    }

    @inline(__always) func i64GtSImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).s64 > Int64(bitPattern: d.signedX(at)))
    }

    @inline(__always) func i64GtUImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b) > d.signedX(at))
    }
}
