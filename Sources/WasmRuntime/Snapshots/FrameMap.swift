import WasmSyntax
import WasmValidation

// What the slots of a frame hold at a place where an execution is suspended. The value stack has no types, so that the map
// is worked out from the function's validation: the operands before the instruction at the place, and what the internal
// instructions of that same instruction have moved since.

/// The contents of a slot.
enum SlotKind: Equatable {
    /// Any 64 bits.
    case bits64
    /// 32 bits, zero-extended; or nothing that is used.
    case bits32
    /// Null, or a reference of this type, which has the store's numbers.
    case reference(ValueType)
    /// These bits.
    case constant(UInt64)
    /// The header, or nothing that is used.
    case unused

    init(_ type: ValueType, _ numbers: [UInt32]) {
        switch type {
        case .i32, .f32: self = .bits32
        case .v128: self = .unused
        default:
            guard type.isReference else {
                self = .bits64
                return
            }
            let renumbered = type.renumbered(numbers)
            self = .reference(ValueType(renumbered.heapType, nullable: true))
        }
    }
}

/// The contents of a frame's slots.
struct FrameMap {
    /// By slot.
    private(set) var kinds: [SlotKind] = []
    let layout: FrameLayout
    /// Whether an internal instruction that is executed next may read operands of instructions that were fused with it.
    private(set) var readsBeyond = false

    /// The map at a place of a function.
    ///
    /// - Parameters:
    ///   - place: The internal instruction that is executed next, or the call that has not returned.
    ///   - end: The end of the slots that are needed.
    ///   - types: The types of the operands before the instruction of the module at that place; `nil` at the function's
    ///     entry.
    /// - Returns: `nil` if the contents cannot be told at this place.
    init?(
        _ code: CodeObject, _ function: LoweredFunction, place: Int, end: Int, _ layout: FrameLayout,
        _ types: [ValueType]?
    ) {
        self.layout = layout
        let module = code.module.validated
        guard let type = module.functionType(UInt32(truncatingIfNeeded: code.importedFunctions &+ function.function))
        else {
            return nil
        }
        kinds = [SlotKind](repeating: .unused, count: max(0, min(function.frameSize, end)))
        func set(_ slot: Int, _ kind: SlotKind) { if slot < kinds.count { kinds[slot] = kind } }
        for (index, type) in type.parameters.enumerated() { set(index, SlotKind(type, code.types)) }
        var slot = layout.firstLocal
        for group in module.module.bodies[function.function].locals {
            let kind = SlotKind(group.type, code.types)
            for _ in 0..<group.count {
                set(slot, kind)
                slot &+= 1
            }
        }
        for (index, bits) in layout.constants.enumerated() { set(layout.firstConstant &+ index, .constant(bits)) }
        guard let types else { return }
        for (height, type) in types.enumerated() { set(layout.firstOperand &+ height, SlotKind(type, code.types)) }
        var first = place
        while first > function.entry, code.origins[first &- 1].offset == code.origins[place].offset { first &-= 1 }
        // A jump ends what the moves before it were for; the code behind it is reached by the branch before them.
        var branch: [SlotKind]?
        for moved in first..<place {
            let operation = code.code[moved].operation.first
            if operation == .jump, let branch { kinds = branch }
            guard move(code.code[moved]) else { return nil }
            if operation != .jump, operation != .loopCheck, operation.isBranch { branch = kinds }
        }
        readsBeyond = code.code[place].operation.first.mayReadBeyond
        // A comparison that is fused with the branch reads its operands, which may have 64 bits, where its result would be.
        let top = layout.firstOperand &+ types.count &- 1
        if readsBeyond, !types.isEmpty, top < kinds.count, kinds[top] == .bits32 { kinds[top] = .bits64 }
    }

    /// Follows an internal instruction that only moves values; returns `false` for another one that leaves a reference
    /// somewhere.
    private mutating func move(_ instruction: InternalInstruction) -> Bool {
        let (a, b) = (Int(instruction.a), Int(instruction.b))
        func kind(_ slot: Int) -> SlotKind { slot < kinds.count ? kinds[slot] : .unused }
        func set(_ slot: Int, _ kind: SlotKind) { if slot < kinds.count { kinds[slot] = kind } }
        switch instruction.operation.first {
        case .copy: set(a, kind(b))
        case .copyMany:
            let moved = (0..<Int(instruction.c)).map { kind(b &+ $0) }
            for (index, kind) in moved.enumerated() { set(a &+ index, kind) }
        case .constant32: set(a, .constant(UInt64(instruction.x)))
        case .constant64: set(a, .constant(instruction.wide))
        case .i32AddImmediate: set(a, .bits64)
        case .vectorCopy, .vectorCopyMany, .vectorConstant, .guardEntry: break
        case let operation where operation.accessWidth != nil: set(a, .bits64)
        case let operation where operation.mayReadBeyond: break
        case .heap:
            guard instruction.y & 0xFF == UInt32(HeapOperation.referenceTest.rawValue) else { return false }
            set(a, .bits64)
        case .storeOperation:
            switch StoreOperation(rawValue: instruction.c) {
            case .functionTest: set(a, .bits64)
            case .functionEntered, .functionLeft: break
            default: return false
            }
        default: return false
        }
        return true
    }
}

extension Operation {
    /// Whether the operation is a branch, or an access to memory: these alone are fused with what computes their operands,
    /// and take them only for numbers.
    var mayReadBeyond: Bool { Operation.readingBeyond[Int(rawValue)] }

    /// Whether the operation is a branch.
    var isBranch: Bool { Operation.branches[Int(rawValue)] }

    /// By raw value.
    private static let branches = allCases.map { $0 == .jump || $0 == .loopCheck || "\($0)".hasPrefix("branch") }
    private static let readingBeyond = allCases.map { operation in
        operation.isBranch || operation.accessWidth != nil || operation.isIndexed
    }

    /// Whether an execution may be suspended before the operation.
    var maySuspend: Bool {
        if mayReadBeyond { return true }
        switch self {
        case .call, .callUnresolved, .returnCallUnresolved, .returnCall, .callImport, .callIndirect, .callReference,
            .returnMany, .returnNone, .returnOne, .storeOperation, .memoryFill, .memoryCopy, .structureNew,
            .structureNewDefault, .arrayNewFixed, .arrayNew, .arrayNewDefault, .vectorLoad, .vectorStoreLane,
            .vectorLoad128, .vectorStore128, .checkAddress64:
            return true
        default: return false
        }
    }
}
