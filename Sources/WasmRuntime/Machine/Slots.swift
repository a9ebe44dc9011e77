// Reads and writes of slots and memory in the loop. With a frame of exactly 65,536 slots, the optimiser proves that a
// 16-bit slot number is inside and drops the check. A load or store of several bytes becomes one machine instruction
// behind the loop's one comparison (see RATIONALE.md, "Speed in safe Swift").

/// The current frame: a window of the value stack.
typealias Frame = MutableSpan<UInt64>
/// The committed bytes of the first memory.
typealias LinearMemory = MutableSpan<UInt8>

extension MutableSpan where Element == UInt64 {
    @inline(__always) func u32(_ slot: UInt16) -> UInt32 { UInt32(truncatingIfNeeded: self[Int(slot)]) }
    @inline(__always) func u64(_ slot: UInt16) -> UInt64 { self[Int(slot)] }

    @inline(__always) mutating func set(_ slot: UInt16, _ value: UInt32) { self[Int(slot)] = UInt64(value) }
    @inline(__always) mutating func set(_ slot: UInt16, _ value: UInt64) { self[Int(slot)] = value }
    /// Sets a slot. As the slot number follows the value, it is also computed later, which saves a register.
    @inline(__always) mutating func write(_ value: UInt64, to slot: UInt16) { self[Int(slot)] = value }
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

    /// Loads a whole vector. Two halves would be stored separately, and a later load of the whole would wait until both
    /// are in the cache.
    @inline(__always) func load128(_ index: Int) -> U32x4 {
        U32x4(load32(index), load32(index &+ 4), load32(index &+ 8), load32(index &+ 12))
    }

    @inline(__always) func load16x8(_ index: Int) -> U16x8 {
        U16x8(
            load16(index), load16(index &+ 2), load16(index &+ 4), load16(index &+ 6), load16(index &+ 8),
            load16(index &+ 10), load16(index &+ 12), load16(index &+ 14))
    }

    @inline(__always) func load8x16(_ index: Int) -> U8x16 {
        U8x16(
            self[index], self[index &+ 1], self[index &+ 2], self[index &+ 3], self[index &+ 4], self[index &+ 5],
            self[index &+ 6], self[index &+ 7], self[index &+ 8], self[index &+ 9], self[index &+ 10],
            self[index &+ 11], self[index &+ 12], self[index &+ 13], self[index &+ 14], self[index &+ 15])
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

    @inline(__always) mutating func store128(_ index: Int, _ value: U32x4) {
        for lane in 0..<4 { store32(index &+ lane &* 4, UInt64(value[lane])) }
    }

    @inline(__always) mutating func store16x8(_ index: Int, _ value: U16x8) {
        for lane in 0..<8 { store16(index &+ lane &* 2, UInt64(value[lane])) }
    }

    @inline(__always) mutating func store8x16(_ index: Int, _ value: U8x16) {
        for lane in 0..<16 { self[index &+ lane] = value[lane] }
    }
}

/// The value in a slot, as each type interprets it.
extension UInt64 {
    @inline(__always) var u32: UInt32 { UInt32(truncatingIfNeeded: self) }
    @inline(__always) var s32: Int32 { Int32(truncatingIfNeeded: self) }
    @inline(__always) var s64: Int64 { Int64(bitPattern: self) }
    @inline(__always) var f32: Float { Float(bitPattern: u32) }
    @inline(__always) var f64: Double { Double(bitPattern: self) }
}

/// The bits that a slot holds for a value: 32-bit values are zero-extended.
@inline(__always) func slot(_ value: UInt32) -> UInt64 { UInt64(value) }
@inline(__always) func slot(_ value: Int32) -> UInt64 { UInt64(UInt32(bitPattern: value)) }
@inline(__always) func slot(_ value: UInt64) -> UInt64 { value }
@inline(__always) func slot(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) }
@inline(__always) func slot(_ value: Float) -> UInt64 { UInt64(value.bitPattern) }
@inline(__always) func slot(_ value: Double) -> UInt64 { value.bitPattern }
@inline(__always) func slot(_ value: Bool) -> UInt64 { value ? 1 : 0 }

/// Spends units of the budget, unless fewer than `rest` of them would be left until the limit.
///
/// The loop keeps one number, `left`: `Registers.limit` less `Registers.base`. Two would take another register.
@inline(__always) func spend(_ units: Int, _ left: inout Int, keeping rest: Int = 0) -> Bool {
    #if NESTBOX_UNMETERED
        return true
    #else
        let after = left &- units
        if rest > after { return false }
        left = after
        return true
    #endif
}

/// Takes back units that were spent.
@inline(__always) func refund(_ units: Int, _ left: inout Int) {
    #if !NESTBOX_UNMETERED
        left &+= units
    #endif
}

/// The value of an operand that the previous instruction has just computed; `nil` if it must be read from its slot.
typealias Known = UInt64?

/// The two halves of instructions: see ``InternalCode``.
typealias Heads = Span<InstructionHead>
typealias Details = Span<InstructionDetail>

/// The fields of the instruction at a place. Each is read where it is used: if the whole instruction were read before the
/// switch, the compiler would decode every field in every form there, and run out of registers.
extension Span where Element == InstructionHead {
    @inline(__always) func operation(_ place: Int) -> Operation { self[place].operation }
    @inline(__always) func a(_ place: Int) -> UInt16 { self[place].a }
    @inline(__always) func b(_ place: Int) -> UInt16 { self[place].b }
    @inline(__always) func c(_ place: Int) -> UInt16 { self[place].c }
    /// The immediate of a compare-and-branch.
    @inline(__always) func signedB(_ place: Int) -> Int64 { Int64(Int16(bitPattern: self[place].b)) }
    /// The whole instruction.
    @inline(__always) func instruction(_ place: Int, _ details: borrowing Details) -> InternalInstruction {
        InternalInstruction(self[place], details[place])
    }

    /// The value of an operand: the known one, or that of the slot that the field names.
    @inline(__always) func a(_ place: Int, _ f: borrowing Frame, _ known: Known) -> UInt64 { known ?? f.u64(a(place)) }
    @inline(__always) func b(_ place: Int, _ f: borrowing Frame, _ known: Known) -> UInt64 { known ?? f.u64(b(place)) }
    @inline(__always) func c(_ place: Int, _ f: borrowing Frame, _ known: Known) -> UInt64 { known ?? f.u64(c(place)) }

    /// Takes the branch at a place, unless it would exceed the limit: the program counter then stays at the branch. The
    /// loop adds 1 to the program counter after every instruction.
    @inline(__always) func takeBranch(
        _ place: Int, _ d: borrowing Details, _ pc: inout Int, _ left: inout Int
    ) -> Bool {
        if !spend(Int(Int32(bitPattern: d.y(place))), &left, keeping: Int(c(place))) { return false }
        pc = Int(d.x(place))
        return true
    }
}

extension Span where Element == InstructionDetail {
    @inline(__always) func x(_ place: Int) -> UInt32 { self[place].x }
    @inline(__always) func y(_ place: Int) -> UInt32 { self[place].y }
    /// The 64-bit constant in `x` (low) and `y`.
    @inline(__always) func wide(_ place: Int) -> UInt64 { UInt64(self[place].x) | UInt64(self[place].y) << 32 }
    @inline(__always) func signedX(_ place: Int) -> UInt64 { UInt64(bitPattern: Int64(Int32(bitPattern: x(place)))) }
    /// The fourth slot number, in `x`.
    @inline(__always) func slotX(_ place: Int) -> UInt16 { UInt16(truncatingIfNeeded: self[place].x) }
    /// The fifth slot number, in the upper half of `y`.
    @inline(__always) func slotY(_ place: Int) -> UInt16 { UInt16(truncatingIfNeeded: self[place].y &>> 16) }
    @inline(__always) func x(_ place: Int, _ f: borrowing Frame, _ known: Known) -> UInt64 {
        known ?? f.u64(slotX(place))
    }
}
