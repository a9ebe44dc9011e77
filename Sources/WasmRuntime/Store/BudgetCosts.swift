import WasmSyntax

/// What execution costs beyond what each instruction does. With ``BudgetUnit/instruction`` that is the instruction table's
/// own column (1 for most, 0 for `nop`, `drop`, `block`, `loop`, `unreachable`, `return`, `else` and `end`); these figures
/// and those are what wasmtime uses by default, so that it can serve as an independent check: see `scripts/fuel-oracle`.
enum BudgetCosts {
    /// Entering a function defined in a module.
    static let functionEntry = 1
    /// An element that a bulk table operation touches, `table.grow` included.
    static let element = 1
    /// An element or data segment that is written when a module is instantiated, by time.
    static let segment: UInt64 = 64
    /// An instruction of a constant expression, by time.
    static let constantInstruction: UInt64 = 8

    /// Pages that a memory grows by: 1 each, or by time 1 for each 64 bytes. That is for what the first access to them
    /// costs, a fifteenth of it, as most guests that grow a memory use a part.
    static func growth(of type: MemoryType, by pages: UInt64, _ unit: BudgetUnit) -> UInt64 {
        unit == .instruction ? pages : (type.bytes(ofPages: pages) ?? .max) >> 6
    }

    /// A word of 8 bytes of a new struct, array or exception, its header included: for setting it, and for its part of
    /// collections to come. These cost nothing else, so that what a run costs does not depend on when they happen.
    static let heapWord = 1

    /// A handler that is compared with an exception while one is looked for, and a `try` that is passed.
    static let triedHandler = 1
    /// A frame that an exception leaves.
    static let unwoundFrame = 8
    /// Units of a search for a handler that the cost of `throw` includes: eight frames with nothing in them.
    static let searchInThrow = 64

    /// Bytes that a bulk memory operation touches: 1 each, or by time 1 for each 8 or part of them.
    @inline(__always) static func bytes(_ count: UInt64, _ unit: BudgetUnit) -> UInt64 {
        unit == .instruction ? count : count >> 3 &+ (count & 7 == 0 ? 0 : 1)
    }

    /// What instructions cost, by the opcode's raw value.
    static func ofInstructions(_ unit: BudgetUnit) -> [UInt8] {
        unit == .instruction ? InstructionTable.costs : timeCosts
    }

    private static let timeCosts = InstructionTable.rows.map(timeCost)
}
