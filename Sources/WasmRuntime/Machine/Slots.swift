// How the loop reads and writes slots and memory. With a frame of exactly 65,536 slots the optimiser proves that a
// 16-bit slot number is inside and drops the check; a load or store of several bytes becomes one machine instruction
// behind the one comparison that the loop makes (see RATIONALE.md, "Why safe Swift is fast enough").

extension MutableSpan where Element == UInt64 {
    @inline(__always) var isWindow: Bool { count == frameWindow }

    @inline(__always) func u32(_ slot: UInt16) -> UInt32 { UInt32(truncatingIfNeeded: self[Int(slot)]) }
    @inline(__always) func s32(_ slot: UInt16) -> Int32 { Int32(truncatingIfNeeded: self[Int(slot)]) }
    @inline(__always) func u64(_ slot: UInt16) -> UInt64 { self[Int(slot)] }
    @inline(__always) func s64(_ slot: UInt16) -> Int64 { Int64(bitPattern: self[Int(slot)]) }
    @inline(__always) func f32(_ slot: UInt16) -> Float { Float(bitPattern: u32(slot)) }
    @inline(__always) func f64(_ slot: UInt16) -> Double { Double(bitPattern: self[Int(slot)]) }

    @inline(__always) mutating func set(_ slot: UInt16, _ value: UInt32) { self[Int(slot)] = UInt64(value) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: Int32) {
        self[Int(slot)] = UInt64(UInt32(bitPattern: value))
    }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: UInt64) { self[Int(slot)] = value }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: Int64) { self[Int(slot)] = UInt64(bitPattern: value) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: Float) { set(slot, value.bitPattern) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: Double) { set(slot, value.bitPattern) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: Bool) { self[Int(slot)] = value ? 1 : 0 }
}

/// Little-endian access at an index that the caller has compared with `count`.
extension MutableSpan where Element == UInt8 {
    @inline(__always) func load16(_ index: Int) -> UInt16 {
        UInt16(self[index]) | UInt16(self[index &+ 1]) << 8
    }

    @inline(__always) func load32(_ index: Int) -> UInt32 {
        UInt32(self[index]) | UInt32(self[index &+ 1]) << 8 | UInt32(self[index &+ 2]) << 16
            | UInt32(self[index &+ 3]) << 24
    }

    @inline(__always) func load64(_ index: Int) -> UInt64 {
        let low0 = UInt64(self[index]) | UInt64(self[index &+ 1]) << 8
        let low1 = UInt64(self[index &+ 2]) << 16 | UInt64(self[index &+ 3]) << 24
        let high0 = UInt64(self[index &+ 4]) << 32 | UInt64(self[index &+ 5]) << 40
        let high1 = UInt64(self[index &+ 6]) << 48 | UInt64(self[index &+ 7]) << 56
        return low0 | low1 | high0 | high1
    }

    @inline(__always) mutating func store16(_ index: Int, _ value: UInt64) {
        self[index] = UInt8(truncatingIfNeeded: value)
        self[index &+ 1] = UInt8(truncatingIfNeeded: value &>> 8)
    }

    @inline(__always) mutating func store32(_ index: Int, _ value: UInt64) {
        self[index] = UInt8(truncatingIfNeeded: value)
        self[index &+ 1] = UInt8(truncatingIfNeeded: value &>> 8)
        self[index &+ 2] = UInt8(truncatingIfNeeded: value &>> 16)
        self[index &+ 3] = UInt8(truncatingIfNeeded: value &>> 24)
    }

    @inline(__always) mutating func store64(_ index: Int, _ value: UInt64) {
        self[index] = UInt8(truncatingIfNeeded: value)
        self[index &+ 1] = UInt8(truncatingIfNeeded: value &>> 8)
        self[index &+ 2] = UInt8(truncatingIfNeeded: value &>> 16)
        self[index &+ 3] = UInt8(truncatingIfNeeded: value &>> 24)
        self[index &+ 4] = UInt8(truncatingIfNeeded: value &>> 32)
        self[index &+ 5] = UInt8(truncatingIfNeeded: value &>> 40)
        self[index &+ 6] = UInt8(truncatingIfNeeded: value &>> 48)
        self[index &+ 7] = UInt8(truncatingIfNeeded: value &>> 56)
    }
}

/// The fields of the instruction at a place, each read on its own where it is used: reading the whole instruction
/// before the switch makes the compiler decode every field in every form there, and run out of registers.
extension Span where Element == InternalInstruction {
    @inline(__always) func instruction(_ place: Int) -> InternalInstruction { self[place] }
    @inline(__always) func operation(_ place: Int) -> Operation { self[place].operation }
    @inline(__always) func a(_ place: Int) -> UInt16 { self[place].a }
    @inline(__always) func b(_ place: Int) -> UInt16 { self[place].b }
    @inline(__always) func c(_ place: Int) -> UInt16 { self[place].c }
    @inline(__always) func x(_ place: Int) -> UInt32 { self[place].x }
    @inline(__always) func y(_ place: Int) -> UInt32 { self[place].y }
    /// A fourth slot, where `x` holds one.
    @inline(__always) func slotX(_ place: Int) -> UInt16 { UInt16(truncatingIfNeeded: self[place].x) }
    @inline(__always) func wide(_ place: Int) -> UInt64 { self[place].wide }
    @inline(__always) func signedX(_ place: Int) -> UInt64 { self[place].signedX }
    @inline(__always) func signedY(_ place: Int) -> UInt64 { self[place].signedY }
    @inline(__always) func signedB(_ place: Int) -> Int64 { self[place].signedB }
    @inline(__always) func target(_ place: Int) -> Int { self[place].target }
    @inline(__always) func budgetChange(_ place: Int) -> Int { self[place].budgetChange }
}
