/// A decoded instruction. What `small`, `x`, `y` and `wide` hold is said by the row's ``ImmediateKind``.
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

/// How the type of a block is given; ``Instruction/x`` has the rest.
package enum BlockTypeKind: UInt16, Sendable {
    case empty, value, typeIndex
}

/// One catch clause of `try_table`; the raw value of the kind is the binary format's.
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

/// The instructions of one body or constant expression, with the immediates that do not fit into an instruction.
/// Meant to be used again for the next body, so that its arrays keep their capacity.
@usableFromInline package struct DecodedCode: Sendable {
    package var instructions: [Instruction] = []
    package var labels: [UInt32] = []
    package var valueTypes: [ValueType] = []
    package var catches: [CatchClause] = []
    /// Whether an instruction names a data segment, which makes the data count section necessary.
    package var usesDataSegments = false
    /// Asked while code is decoded into this.
    package var watch = LoadingWatch(nil)

    package init() {}

    package mutating func removeAll() {
        instructions.removeAll(keepingCapacity: true)
        removeImmediates()
        usesDataSegments = false
    }

    /// Empties what instructions refer to, when they have been gone through.
    package mutating func removeImmediates() {
        if !labels.isEmpty { labels.removeAll(keepingCapacity: true) }
        if !valueTypes.isEmpty { valueTypes.removeAll(keepingCapacity: true) }
        if !catches.isEmpty { catches.removeAll(keepingCapacity: true) }
    }
}
