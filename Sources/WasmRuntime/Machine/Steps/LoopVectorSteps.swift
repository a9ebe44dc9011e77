// Loads and stores of vectors.

extension Span where Element == InstructionHead {
    @inline(__always) func vectorLoad128(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ vectorSize: Int,
        _ frame: Int, _ memory: borrowing LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let e = Int(f.u32(b(at)) &+ d.y(at)) &+ Int(d.x(at))
        if e &+ 16 > size { trap = .outOfBoundsMemoryAccess; return false }
        let start = frame &* 16
        guard start >= 0, start &+ vectorWindow <= vectorSize else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let place = Int(a(at)) &* 16
        v.store64(place, memory.load64(e))
        v.store64(place &+ 8, memory.load64(e &+ 8))
        return true
    }

    @inline(__always) func vectorStore128(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ vectorSize: Int,
        _ frame: Int, _ memory: inout LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let e = Int(f.u32(b(at)) &+ d.y(at)) &+ Int(d.x(at))
        if e &+ 16 > size { trap = .outOfBoundsMemoryAccess; return false }
        let start = frame &* 16
        guard start >= 0, start &+ vectorWindow <= vectorSize else { return false }
        let v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        let place = Int(a(at)) &* 16
        let (low, high) = (v.load64(place), v.load64(place &+ 8))
        memory.store64(e, low)
        memory.store64(e &+ 8, high)
        return true
    }

    @inline(__always) func vectorLoad(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ vectorSize: Int,
        _ frame: Int, _ memory: borrowing LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let i = instruction(at, d)
        let e = Int(f.u32(i.b)) &+ Int(i.x)
        let width = Int(i.y &>> 24)
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return false }
        var bits: UInt64 = 0
        for position in 0..<width { bits |= UInt64(memory[e &+ position]) &<< UInt64(8 &* position) }
        _ = executeVectorStep(i, i, &vectors, frame: frame, scalar: bits)
        return true
    }

    @inline(__always) func vectorStoreLane(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ vectorSize: Int,
        _ frame: Int, _ memory: inout LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let i = instruction(at, d)
        let e = Int(f.u32(i.b)) &+ Int(i.x)
        let width = Int(i.y &>> 24)
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return false }
        let bits = executeVectorStep(i, i, &vectors, frame: frame, scalar: 0)
        for position in 0..<width {
            memory[e &+ position] = UInt8(truncatingIfNeeded: bits &>> UInt64(8 &* position))
        }
        return true
    }
}
