// Operations on floating-point numbers, and the conversions that are not outlined.

extension Span where Element == InstructionHead {
    @inline(__always) func f32Add(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f32 + self.c(at, f, c).f32)
    }

    @inline(__always) func f32Sub(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f32 - self.c(at, f, c).f32)
    }

    @inline(__always) func f32Mul(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f32 * self.c(at, f, c).f32)
    }

    @inline(__always) func f32Div(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f32 / self.c(at, f, c).f32)
    }

    @inline(__always) func f32Copysign(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot((self.b(at, f, b).u32 & ~(0x8000_0000 as UInt32)) | (self.c(at, f, c).u32 & 0x8000_0000))
    }

    @inline(__always) func f32Abs(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 & ~(0x8000_0000 as UInt32))
    }

    @inline(__always) func f32Neg(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32 ^ 0x8000_0000)
    }

    @inline(__always) func f32Sqrt(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f32.squareRoot())
    }

    @inline(__always) func f32Eq(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f32 == self.c(at, f, c).f32)
    }

    @inline(__always) func f32Ne(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f32 != self.c(at, f, c).f32)
    }

    @inline(__always) func f32Lt(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f32 < self.c(at, f, c).f32)
    }

    @inline(__always) func f32Le(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f32 <= self.c(at, f, c).f32)
    }

    @inline(__always) func f64Add(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f64 + self.c(at, f, c).f64)
    }

    @inline(__always) func f64Sub(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f64 - self.c(at, f, c).f64)
    }

    @inline(__always) func f64Mul(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f64 * self.c(at, f, c).f64)
    }

    @inline(__always) func f64Div(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f64 / self.c(at, f, c).f64)
    }

    @inline(__always) func f32MultiplyAdd(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil, c: Known = nil, x: Known = nil
    ) -> UInt64 {
        slot(self.b(at, f, b).f32 * self.c(at, f, c).f32 + d.x(at, f, x).f32)
    }

    @inline(__always) func f32MultiplySubtract(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil, c: Known = nil, x: Known = nil
    ) -> UInt64 {
        slot(self.b(at, f, b).f32 * self.c(at, f, c).f32 - d.x(at, f, x).f32)
    }

    @inline(__always) func f32SubtractProduct(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil, c: Known = nil, x: Known = nil
    ) -> UInt64 {
        slot(d.x(at, f, x).f32 - self.b(at, f, b).f32 * self.c(at, f, c).f32)
    }

    @inline(__always) func f64MultiplyAdd(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil, c: Known = nil, x: Known = nil
    ) -> UInt64 {
        slot(self.b(at, f, b).f64 * self.c(at, f, c).f64 + d.x(at, f, x).f64)
    }

    @inline(__always) func f64MultiplySubtract(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil, c: Known = nil, x: Known = nil
    ) -> UInt64 {
        slot(self.b(at, f, b).f64 * self.c(at, f, c).f64 - d.x(at, f, x).f64)
    }

    @inline(__always) func f64SubtractProduct(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil, c: Known = nil, x: Known = nil
    ) -> UInt64 {
        slot(d.x(at, f, x).f64 - self.b(at, f, b).f64 * self.c(at, f, c).f64)
    }

    @inline(__always) func f64Copysign(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot((self.b(at, f, b) & ~(0x8000_0000_0000_0000 as UInt64)) | (self.c(at, f, c) & 0x8000_0000_0000_0000))
    }

    @inline(__always) func f64Abs(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) & ~(0x8000_0000_0000_0000 as UInt64))
    }

    @inline(__always) func f64Neg(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b) ^ 0x8000_0000_0000_0000)
    }

    @inline(__always) func f64Sqrt(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f64.squareRoot())
    }

    @inline(__always) func f64Eq(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f64 == self.c(at, f, c).f64)
    }

    @inline(__always) func f64Ne(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f64 != self.c(at, f, c).f64)
    }

    @inline(__always) func f64Lt(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f64 < self.c(at, f, c).f64)
    }

    @inline(__always) func f64Le(_ at: Int, _ f: borrowing Frame, b: Known = nil, c: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).f64 <= self.c(at, f, c).f64)
    }

    @inline(__always) func i32WrapI64(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b).u32)
    }

    @inline(__always) func f64ConvertI32S(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Double(self.b(at, f, b).s32))
    }

    @inline(__always) func f64ConvertI32U(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Double(self.b(at, f, b).u32))
    }

    @inline(__always) func f64ConvertI64S(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Double(self.b(at, f, b).s64))
    }

    @inline(__always) func f32ConvertI32S(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Float(self.b(at, f, b).s32))
    }

    @inline(__always) func f64PromoteF32(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Double(self.b(at, f, b).f32))
    }

    @inline(__always) func f32DemoteF64(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(Float(self.b(at, f, b).f64))
    }

    @inline(__always) func i32TruncF64S(_ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap, b: Known = nil)
        -> UInt64?
    {
        let value = self.b(at, f, b).f64
        // Both bounds are exact. Every number between them can be converted, and NaN is not between them.
        guard value > -2_147_483_649.0 && value < 2_147_483_648.0 else {
            trap = value.isNaN ? .invalidConversionToInteger : .integerOverflow
            return nil
        }
        return slot(Int32(value))
    }
}
