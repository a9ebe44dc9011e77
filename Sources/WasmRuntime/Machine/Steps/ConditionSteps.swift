// The conditions of the branches in `BranchSteps.swift`.

extension Span where Element == InstructionHead {
    @inline(__always) func isNonZero(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).u32 != 0
    }

    @inline(__always) func isZero(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).u32 == 0
    }

    @inline(__always) func isI32Eq(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).u32 == self.b(at, f, b).u32
    }

    @inline(__always) func isI32Ne(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).u32 != self.b(at, f, b).u32
    }

    @inline(__always) func isI32LtS(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).s32 < self.b(at, f, b).s32
    }

    @inline(__always) func isI32LtU(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).u32 < self.b(at, f, b).u32
    }

    @inline(__always) func isI32LeS(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).s32 <= self.b(at, f, b).s32
    }

    @inline(__always) func isI32LeU(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).u32 <= self.b(at, f, b).u32
    }

    @inline(__always) func isI32EqImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).u32 == UInt32(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI32NeImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).u32 != UInt32(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI32LtSImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).s32 < Int32(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI32LtUImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).u32 < UInt32(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI32GtSImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).s32 > Int32(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI32GtUImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).u32 > UInt32(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI64Eq(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a) == self.b(at, f, b)
    }

    @inline(__always) func isI64Ne(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a) != self.b(at, f, b)
    }

    @inline(__always) func isI64LtS(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).s64 < self.b(at, f, b).s64
    }

    @inline(__always) func isI64LtU(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a) < self.b(at, f, b)
    }

    @inline(__always) func isI64LeS(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).s64 <= self.b(at, f, b).s64
    }

    @inline(__always) func isI64LeU(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a) <= self.b(at, f, b)
    }

    @inline(__always) func isI64EqImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a) == UInt64(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI64NeImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a) != UInt64(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI64LtSImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).s64 < Int64(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI64LtUImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a) < UInt64(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI64GtSImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a).s64 > Int64(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isI64GtUImmediate(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a) > UInt64(truncatingIfNeeded: signedB(at))
    }

    @inline(__always) func isF64Lt(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).f64 < self.b(at, f, b).f64
    }

    @inline(__always) func isF64Le(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        self.a(at, f, a).f64 <= self.b(at, f, b).f64
    }

    @inline(__always) func isF64NotLt(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        !(self.a(at, f, a).f64 < self.b(at, f, b).f64)
    }

    @inline(__always) func isF64NotLe(_ at: Int, _ f: borrowing Frame, a: Known = nil, b: Known = nil) -> Bool {
        !(self.a(at, f, a).f64 <= self.b(at, f, b).f64)
    }

    @inline(__always) func isI64NonZero(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a) != 0
    }

    @inline(__always) func isI64Zero(_ at: Int, _ f: borrowing Frame, a: Known = nil) -> Bool {
        self.a(at, f, a) == 0
    }
}
