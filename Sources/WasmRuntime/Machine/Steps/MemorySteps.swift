// Loads and stores of the first memory: little-endian, behind one comparison with the number of committed bytes.

extension Span where Element == InstructionHead {
    /// Returns the place where an access of `width` bytes begins; `nil` if not all of them are committed.
    @inline(__always) private func address(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ width: Int, _ size: Int, _ trap: inout LoopTrap,
        _ b: Known
    ) -> Int? {
        let e = Int(self.b(at, f, b).u32 &+ d.y(at)) &+ Int(d.x(at))
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return nil }
        return e
    }

    @inline(__always) private func indexedAddress(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ width: Int, _ size: Int, _ trap: inout LoopTrap,
        _ b: Known, _ c: Known
    ) -> Int? {
        let e = Int(self.b(at, f, b).u32 &+ self.c(at, f, c).u32) &+ Int(d.x(at))
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return nil }
        return e
    }

    @inline(__always) private func plainAddress(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ width: Int, _ size: Int, _ trap: inout LoopTrap,
        _ b: Known
    ) -> Int? {
        let e = Int(self.b(at, f, b).u32) &+ Int(d.x(at))
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return nil }
        return e
    }

    @inline(__always) func load8U(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> UInt64? {
        guard let e = address(at, d, f, 1, size, &trap, b) else { return nil }
        return slot(UInt64(memory[e]))
    }

    @inline(__always) func load16U(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> UInt64? {
        guard let e = address(at, d, f, 2, size, &trap, b) else { return nil }
        return slot(UInt64(memory.load16(e)))
    }

    @inline(__always) func load32U(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> UInt64? {
        guard let e = address(at, d, f, 4, size, &trap, b) else { return nil }
        return slot(UInt64(memory.load32(e)))
    }

    @inline(__always) func load64(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> UInt64? {
        guard let e = address(at, d, f, 8, size, &trap, b) else { return nil }
        return slot(memory.load64(e))
    }

    @inline(__always) func i32Load8S(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> UInt64? {
        guard let e = address(at, d, f, 1, size, &trap, b) else { return nil }
        return slot(Int32(Int8(bitPattern: memory[e])))
    }

    @inline(__always) func i32Load16S(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> UInt64? {
        guard let e = address(at, d, f, 2, size, &trap, b) else { return nil }
        return slot(Int32(Int16(bitPattern: memory.load16(e))))
    }

    @inline(__always) func i64Load8S(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> UInt64? {
        guard let e = address(at, d, f, 1, size, &trap, b) else { return nil }
        return slot(Int64(Int8(bitPattern: memory[e])))
    }

    @inline(__always) func i64Load16S(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> UInt64? {
        guard let e = address(at, d, f, 2, size, &trap, b) else { return nil }
        return slot(Int64(Int16(bitPattern: memory.load16(e))))
    }

    @inline(__always) func i64Load32S(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> UInt64? {
        guard let e = address(at, d, f, 4, size, &trap, b) else { return nil }
        return slot(Int64(Int32(bitPattern: memory.load32(e))))
    }

    @inline(__always) func store8(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, a: Known = nil, b: Known = nil
    ) -> Bool {
        guard let e = address(at, d, f, 1, size, &trap, b) else { return false }
        memory[e] = UInt8(truncatingIfNeeded: self.a(at, f, a))
        return true
    }

    @inline(__always) func store16(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, a: Known = nil, b: Known = nil
    ) -> Bool {
        guard let e = address(at, d, f, 2, size, &trap, b) else { return false }
        memory.store16(e, self.a(at, f, a))
        return true
    }

    @inline(__always) func store32(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, a: Known = nil, b: Known = nil
    ) -> Bool {
        guard let e = address(at, d, f, 4, size, &trap, b) else { return false }
        memory.store32(e, self.a(at, f, a))
        return true
    }

    @inline(__always) func store64(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, a: Known = nil, b: Known = nil
    ) -> Bool {
        guard let e = address(at, d, f, 8, size, &trap, b) else { return false }
        memory.store64(e, self.a(at, f, a))
        return true
    }

    @inline(__always) func load8UIndexed(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        guard let e = indexedAddress(at, d, f, 1, size, &trap, b, c) else { return nil }
        return slot(UInt64(memory[e]))
    }

    @inline(__always) func load16UIndexed(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        guard let e = indexedAddress(at, d, f, 2, size, &trap, b, c) else { return nil }
        return slot(UInt64(memory.load16(e)))
    }

    @inline(__always) func load32UIndexed(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        guard let e = indexedAddress(at, d, f, 4, size, &trap, b, c) else { return nil }
        return slot(UInt64(memory.load32(e)))
    }

    @inline(__always) func load64Indexed(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil, c: Known = nil
    ) -> UInt64? {
        guard let e = indexedAddress(at, d, f, 8, size, &trap, b, c) else { return nil }
        return slot(memory.load64(e))
    }

    @inline(__always) func store8Indexed(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, a: Known = nil, b: Known = nil, c: Known = nil
    ) -> Bool {
        guard let e = indexedAddress(at, d, f, 1, size, &trap, b, c) else { return false }
        memory[e] = UInt8(truncatingIfNeeded: self.a(at, f, a))
        return true
    }

    @inline(__always) func store16Indexed(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, a: Known = nil, b: Known = nil, c: Known = nil
    ) -> Bool {
        guard let e = indexedAddress(at, d, f, 2, size, &trap, b, c) else { return false }
        memory.store16(e, self.a(at, f, a))
        return true
    }

    @inline(__always) func store32Indexed(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, a: Known = nil, b: Known = nil, c: Known = nil
    ) -> Bool {
        guard let e = indexedAddress(at, d, f, 4, size, &trap, b, c) else { return false }
        memory.store32(e, self.a(at, f, a))
        return true
    }

    @inline(__always) func store64Indexed(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, a: Known = nil, b: Known = nil, c: Known = nil
    ) -> Bool {
        guard let e = indexedAddress(at, d, f, 8, size, &trap, b, c) else { return false }
        memory.store64(e, self.a(at, f, a))
        return true
    }

    @inline(__always) func store8Immediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> Bool {
        guard let e = plainAddress(at, d, f, 1, size, &trap, b) else { return false }
        memory[e] = UInt8(truncatingIfNeeded: d.y(at))
        return true
    }

    @inline(__always) func store16Immediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> Bool {
        guard let e = plainAddress(at, d, f, 2, size, &trap, b) else { return false }
        memory.store16(e, UInt64(d.y(at)))
        return true
    }

    @inline(__always) func store32Immediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> Bool {
        guard let e = plainAddress(at, d, f, 4, size, &trap, b) else { return false }
        memory.store32(e, UInt64(d.y(at)))
        return true
    }

    /// Stores 0. Any other constant would be stored byte by byte.
    @inline(__always) func store64Immediate(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: inout LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> Bool {
        guard let e = plainAddress(at, d, f, 8, size, &trap, b) else { return false }
        memory.store64(e, 0)
        return true
    }

    @inline(__always) func checkAddress64(_ at: Int, _ f: borrowing Frame, _ trap: inout LoopTrap) -> Bool {
        if f.u64(b(at)) &>> 32 != 0 { trap = .outOfBoundsMemoryAccess; return false }
        return true
    }

    @inline(__always) func checkAligned(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ trap: inout LoopTrap
    ) -> Bool {
        if (f.u32(b(at)) &+ d.x(at)) & UInt32(c(at)) != 0 { trap = .unalignedAtomic; return false }
        return true
    }
}
