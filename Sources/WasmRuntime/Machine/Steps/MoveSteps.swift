// Moves between slots, constants and globals.

extension Span where Element == InstructionHead {
    @inline(__always) func copy(_ at: Int, _ f: borrowing Frame, b: Known = nil) -> UInt64 {
        slot(self.b(at, f, b))
    }

    @inline(__always) func constant32(_ at: Int, _ d: borrowing Details) -> UInt64 {
        slot(d.x(at))
    }

    @inline(__always) func constant64(_ at: Int, _ d: borrowing Details) -> UInt64 {
        slot(d.wide(at))
    }

    @inline(__always) func select(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, b: Known = nil, c: Known = nil, x: Known = nil
    ) -> UInt64 {
        slot(d.x(at, f, x).u32 != 0 ? self.b(at, f, b) : self.c(at, f, c))
    }

    @inline(__always) func globalGet(
        _ at: Int, _ d: borrowing Details, _ globals: borrowing MutableSpan<UInt64>, _ firstGlobal: Int
    ) -> UInt64 {
        globals[firstGlobal &+ Int(d.x(at))]
    }

    @inline(__always) func globalSet(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ globals: inout MutableSpan<UInt64>,
        _ firstGlobal: Int, a: Known = nil
    ) {
        globals[firstGlobal &+ Int(d.x(at))] = self.a(at, f, a)
    }

    @inline(__always) func meterStart(
        _ at: Int, _ d: borrowing Details, _ globals: inout MutableSpan<UInt64>, _ firstGlobal: Int, _ left: Int,
        _ limit: Int
    ) {
        let global = firstGlobal &+ Int(d.x(at))
        globals[global] = globals[global] &- UInt64(truncatingIfNeeded: limit &- left &+ Int(d.y(at)))
    }

    @inline(__always) func meterEnd(
        _ at: Int, _ d: borrowing Details, _ globals: inout MutableSpan<UInt64>, _ firstGlobal: Int, _ left: Int,
        _ limit: Int
    ) {
        let global = firstGlobal &+ Int(d.x(at))
        globals[global] = globals[global] &+ UInt64(truncatingIfNeeded: limit &- left &+ Int(d.y(at)))
    }

    @inline(__always) func copySlots(_ at: Int, _ f: inout Frame, from source: UInt16, to destination: UInt16) {
        for index in 0..<c(at) { f.set(destination &+ index, f.u64(source &+ index)) }
    }

    @inline(__always) func copyMany(_ at: Int, _ f: inout Frame, _ left: inout Int, _ registers: inout Registers) {
        copySlots(at, &f, from: b(at), to: a(at))
        registers.hasten(by: c(at), &left)
    }

    @inline(__always) func zeroMany(_ at: Int, _ f: inout Frame, _ left: inout Int, _ registers: inout Registers) {
        for index in 0..<b(at) { f.set(a(at) &+ index, 0 as UInt64) }
        registers.hasten(by: b(at), &left)
    }
}
