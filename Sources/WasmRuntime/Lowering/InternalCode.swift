/// The internal code of a module: a list of instructions, each in two halves of 8 bytes.
///
/// Each half has an array for itself, because the loop then finds an element with a single address computation of the
/// processor, and reads the second half only for operations that use it.
struct InternalCode: RandomAccessCollection, MutableCollection {
    private(set) var heads: [InstructionHead] = []
    private(set) var details: [InstructionDetail] = []
    /// Whether any of the code uses vectors.
    var usesVectors = false
    /// Whether the plain loop can execute all of the code.
    var isPlain = true

    var startIndex: Int { 0 }
    var endIndex: Int { heads.count }

    subscript(place: Int) -> InternalInstruction {
        get { InternalInstruction(heads[place], details[place]) }
        set { (heads[place], details[place]) = (InstructionHead(newValue), InstructionDetail(newValue)) }
    }

    mutating func append(_ instruction: InternalInstruction) {
        heads.append(InstructionHead(instruction))
        details.append(InstructionDetail(instruction))
    }

    mutating func append(contentsOf instructions: ArraySlice<InternalInstruction>) {
        heads.append(contentsOf: instructions.lazy.map(InstructionHead.init))
        details.append(contentsOf: instructions.lazy.map(InstructionDetail.init))
    }

    /// Makes room for `count` instructions: see `Array.makeRoom(for:_:)`.
    mutating func makeRoom(for count: Int, _ store: Store) throws(LoweringFailure) {
        try heads.makeRoom(for: count, store)
        try details.makeRoom(for: count, store)
    }

    mutating func removeLast(_ count: Int) {
        heads.removeLast(count)
        details.removeLast(count)
    }
}

/// The half of an instruction that every operation uses.
struct InstructionHead {
    var operation: Operation
    var a: UInt16
    var b: UInt16
    var c: UInt16

    init(_ instruction: InternalInstruction) {
        (operation, a, b, c) = (instruction.operation, instruction.a, instruction.b, instruction.c)
    }
}

/// The half of an instruction that only some operations use.
struct InstructionDetail {
    var x: UInt32
    var y: UInt32

    init(_ instruction: InternalInstruction) { (x, y) = (instruction.x, instruction.y) }
}

extension InternalInstruction {
    @inline(__always) init(_ head: InstructionHead, _ detail: InstructionDetail) {
        (operation, a, b, c) = (head.operation, head.a, head.b, head.c)
        (x, y) = (detail.x, detail.y)
    }
}
