// Operations on 32-bit integers. Each returns the bits for its destination, zero-extended.

extension Span where Element == InstructionHead {
    @inline(__always) func i32Add(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 &+ self.c(at, f, c).u32)
    }

    @inline(__always) func i32Sub(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 &- self.c(at, f, c).u32)
    }

    @inline(__always) func i32Mul(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 &* self.c(at, f, c).u32)
    }

    @inline(__always) func i32And(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 & self.c(at, f, c).u32)
    }

    @inline(__always) func i32Or(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 | self.c(at, f, c).u32)
    }

    @inline(__always) func i32Xor(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 ^ self.c(at, f, c).u32)
    }

    @inline(__always) func i32Shl(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 &<< self.c(at, f, c).u32)
    }

    @inline(__always) func i32ShrS(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).s32 &>> self.c(at, f, c).s32)
    }

    @inline(__always) func i32ShrU(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 &>> self.c(at, f, c).u32)
    }

    @inline(__always) func i32Rotl(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32.rotatedLeft(self.c(at, f, c).u32))
    }

    @inline(__always) func i32Rotr(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32.rotatedRight(self.c(at, f, c).u32))
    }

    @inline(__always) func i32Clz(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(UInt32(truncatingIfNeeded: self.b(at, f, b).u32.leadingZeroBitCount))
    }

    @inline(__always) func i32Ctz(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(UInt32(truncatingIfNeeded: self.b(at, f, b).u32.trailingZeroBitCount))
    }

    @inline(__always) func i32Popcnt(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(UInt32(truncatingIfNeeded: self.b(at, f, b).u32.nonzeroBitCount))
    }

    @inline(__always) func i32Extend8S(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Int32(Int8(truncatingIfNeeded: self.b(at, f, b).u32)))
    }

    @inline(__always) func i32Extend16S(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Int32(Int16(truncatingIfNeeded: self.b(at, f, b).u32)))
    }

    @inline(__always) func i32DivS(
        _ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        let (quotient, overflow) = self.b(at, f, b).s32.dividedReportingOverflow(by: self.c(at, f, c).s32)
        if overflow { trap = self.c(at, f, c).u32 == 0 ? .integerDivideByZero : .integerOverflow; return nil }
        return slot(quotient)
    }

    @inline(__always) func i32DivU(
        _ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        let divisor = self.c(at, f, c).u32
        if divisor == 0 { trap = .integerDivideByZero; return nil }
        return slot(self.b(at, f, b).u32 / divisor)
    }

    @inline(__always) func i32RemS(
        _ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        let divisor = self.c(at, f, c).s32
        if divisor == 0 { trap = .integerDivideByZero; return nil }
        // In the overflowing case the remainder is 0, and so is the partial value.
        return slot(self.b(at, f, b).s32.remainderReportingOverflow(dividingBy: divisor).partialValue)
    }

    @inline(__always) func i32RemU(
        _ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        let divisor = self.c(at, f, c).u32
        if divisor == 0 { trap = .integerDivideByZero; return nil }
        return slot(self.b(at, f, b).u32 % divisor)
    }

    @inline(__always) func i32Eqz(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 == 0)
    }

    @inline(__always) func i32Eq(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 == self.c(at, f, c).u32)
    }

    @inline(__always) func i32Ne(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 != self.c(at, f, c).u32)
    }

    @inline(__always) func i32LtS(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).s32 < self.c(at, f, c).s32)
    }

    @inline(__always) func i32LtU(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 < self.c(at, f, c).u32)
    }

    @inline(__always) func i32LeS(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).s32 <= self.c(at, f, c).s32)
    }

    @inline(__always) func i32LeU(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 <= self.c(at, f, c).u32)
    }

    @inline(__always) func i32AddImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 &+ d.x(at))
    }

    @inline(__always) func i32MulImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 &* d.x(at))
    }

    @inline(__always) func i32AndImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 & d.x(at))
    }

    @inline(__always) func i32OrImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 | d.x(at))
    }

    @inline(__always) func i32XorImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 ^ d.x(at))
    }

    @inline(__always) func i32ShlImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 &<< d.x(at))
    }

    @inline(__always) func i32ShrUImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 &>> d.x(at))
    }

    @inline(__always) func i32ShrSImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).s32 &>> Int32(bitPattern: d.x(at)))
    }

    @inline(__always) func i32RotlImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32.rotatedLeft(d.x(at)))
    }

    @inline(__always) func i32EqImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 == d.x(at))
    }

    @inline(__always) func i32NeImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 != d.x(at))
    }

    @inline(__always) func i32LtSImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).s32 < Int32(bitPattern: d.x(at)))
    }

    @inline(__always) func i32LtUImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 < d.x(at))
    }

    @inline(__always) func i32GtSImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).s32 > Int32(bitPattern: d.x(at)))
    }

    @inline(__always) func i32GtUImmediate(_ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil)
        -> UInt64
    {
        slot(self.b(at, f, b).u32 > d.x(at))
    }
}
