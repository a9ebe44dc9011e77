import WasmSyntax

/// The costs of execution in addition to that of each instruction. With ``BudgetUnit/instruction``, an instruction costs
/// what its row in the instruction table says (1 for most, 0 for `nop`, `drop`, `block`, `loop`, `unreachable`, `return`,
/// `else` and `end`). These figures and those below are wasmtime's defaults, so that wasmtime can serve as an independent
/// check: see `scripts/fuel-oracle`.
enum BudgetCosts {
    /// Entering a function defined in a module.
    static let functionEntry = 1
    /// An element that a bulk table operation, including `table.grow`, touches.
    static let element = 1
    /// An element or data segment of a module that is instantiated, by time.
    static let segment: UInt64 = 64
    /// An instruction of a constant expression, by time.
    static let constantInstruction: UInt64 = 8

    /// Pages that a memory grows by: 1 for each or, by time, 1 for each 64 bytes. The latter is a fifteenth of what the
    /// first access to all of them takes, as most guests that grow a memory use only a part of it.
    static func growth(of type: MemoryType, by pages: UInt64, _ unit: BudgetUnit) -> UInt64 {
        unit == .instruction ? pages : (type.bytes(ofPages: pages) ?? .max) >> 6
    }

    /// A word of 8 bytes of a new struct, array or exception, including its header. The price covers setting the word and
    /// its share of later collections. These cost nothing when they happen: the cost of a run must not depend on when.
    static let heapWord = 1

    /// A handler that the search for an exception's handler compares, or a `try` that it passes.
    static let triedHandler = 1
    /// A frame that an exception leaves.
    static let unwoundFrame = 8
    /// Units of a search that the cost of `throw` includes: eight frames without handlers.
    static let searchInThrow = 64

    /// Bytes that a bulk memory operation touches: 1 for each or, by time, 1 for each 8 bytes, rounded up.
    @inline(__always) static func bytes(_ count: UInt64, _ unit: BudgetUnit) -> UInt64 {
        unit == .instruction ? count : count >> 3 &+ (count & 7 == 0 ? 0 : 1)
    }

    /// Returns what instructions cost, by the opcode's raw value.
    static func ofInstructions(_ unit: BudgetUnit) -> [UInt8] {
        unit == .instruction ? InstructionTable.costs : timeCosts
    }

    private static let timeCosts = InstructionTable.rows.map(timeCost)
}
