/// A decoded instruction. The ``ImmediateKind`` of its row in the instruction table says what `small`, `x`, `y` and
/// `wide` hold.
@usableFromInline package struct Instruction: Sendable {
    @usableFromInline package var opcode: Opcode
    @usableFromInline package var small: UInt16
    /// Byte offset of the opcode in ``ModuleSyntax/bytes``.
    @usableFromInline package var offset: UInt32
    @usableFromInline package var x: UInt32
    @usableFromInline package var y: UInt32
    @usableFromInline package var wide: UInt64

    @inlinable package init(
        opcode: Opcode, offset: UInt32, small: UInt16 = 0, x: UInt32 = 0, y: UInt32 = 0, wide: UInt64 = 0
    ) {
        self.opcode = opcode
        self.offset = offset
        self.small = small
        self.x = x
        self.y = y
        self.wide = wide
    }
}

/// The form in which the type of a block is given; ``Instruction/x`` holds the value type or the type index.
package enum BlockTypeKind: UInt16, Sendable {
    case empty, value, typeIndex
}

/// One catch clause of `try_table`; the raw value of its kind is the code in the binary format.
package struct CatchClause: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case catchTag = 0, catchTagReference, catchAll, catchAllReference

        package var hasTag: Bool { self == .catchTag || self == .catchTagReference }
        package var pushesReference: Bool { self == .catchTagReference || self == .catchAllReference }
    }

    package var kind: Kind
    package var tag: UInt32
    package var label: UInt32

    package init(kind: Kind, tag: UInt32, label: UInt32) {
        self.kind = kind
        self.tag = tag
        self.label = label
    }
}

/// The instructions of one body or constant expression, with the immediates that do not fit into an instruction. One
/// value is reused for body after body, so that its arrays keep their capacity.
@usableFromInline package struct DecodedCode: Sendable {
    package var instructions: [Instruction] = []
    package var labels: [UInt32] = []
    package var valueTypes: [ValueType] = []
    package var catches: [CatchClause] = []
    /// Whether an instruction names a data segment, which makes the data count section necessary.
    package var usesDataSegments = false
    /// Counts the work of decoding code into this value.
    package var watch = LoadingWatch(nil)

    package init() {}

    package mutating func removeAll() {
        instructions.removeAll(keepingCapacity: true)
        removeImmediates()
        usesDataSegments = false
    }

    /// Empties the immediates that instructions refer to, once the instructions have been processed.
    package mutating func removeImmediates() {
        if !labels.isEmpty { labels.removeAll(keepingCapacity: true) }
        if !valueTypes.isEmpty { valueTypes.removeAll(keepingCapacity: true) }
        if !catches.isEmpty { catches.removeAll(keepingCapacity: true) }
    }
}
