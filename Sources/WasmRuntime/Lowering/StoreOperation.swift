/// An operation for which the loop is left, because it needs the whole store.
enum StoreOperation: UInt16 {
    /// `a` = slot of the delta and of the result.
    case memoryGrow
    /// `a` = first of three operand slots, `x`, `y` = indices of the instruction.
    case memoryFill, memoryCopy, memoryInit, tableFill, tableCopy, tableInit
    /// `x` = index.
    case dataDrop, elementDrop
    /// `a` = slot of the index or result, `b` = slot of the value, `x` = table.
    case tableGet, tableSet, tableSize, tableGrow
    /// `a` = slot, `x` = global.
    case importedGlobalGet, importedGlobalSet
    /// `a` = destination, `x` = function index.
    case referenceFunction
    /// As `callIndirect`, with `b` = slot of the index; the next instruction has `c` = header, `x` = type.
    case callIndirectOther
    /// `a` = first slot of the arguments, `x` = function index, or table with `b` = slot of the index; the next
    /// instruction has `a` = own header slot, `b` = number of arguments, `c` = header's place in the callee's frame, `x` =
    /// type; the one after that returns the results, which are then where the arguments were.
    case returnCallImport, returnCallIndirect
    /// A load or store of a memory that is not the first: `a` = destination or value, `b` = address, `x` = offset, `y` =
    /// ``OtherMemory``.
    case otherMemoryLoad, otherMemoryStore
    /// `a` = destination, `x` = memory: one that is not the first, or has another page size.
    case otherMemorySize
    /// A vector load or store of a memory that is not the first, or with an offset beyond any memory: `a` = vector
    /// operand, `b` = address, `x` = offset, `y` = memory, with bit 31 if the offset does not fit; the next instruction
    /// has `a` = destination, `x` = opcode and the lane shifted by 16.
    case otherMemoryVector
    /// `a` = vector slot, `x` = global.
    case vectorGlobalGet, vectorGlobalSet
    /// `a` = first of three or two operand slots, `b` = width in bytes, `x` = offset, `y` = memory.
    case atomicWait, atomicNotify
    /// An access whose offset alone is beyond any memory.
    case outOfBounds

    // Aggregates: `a` = first of the operand slots, and slot of the result; `x` = type.
    /// A struct with vector fields.
    case structureNewDefault, structureNewWide
    /// For a vector field: `x` = its offset in words.
    case structureGetVector, structureSetVector
    /// An array of vectors; `y` = number of elements.
    case arrayNew, arrayNewFixed
    /// `y` = segment.
    case arrayNewData, arrayNewElement
    case arrayGetVector, arraySetVector, arrayFill, arrayCopy, arrayInitData, arrayInitElement
    /// For a function reference: `a` = slot of the operand and result, `x` = heap type, `y` = whether null passes.
    case functionTest, functionCast
    /// As `returnCallIndirect`, with `b` = slot of the function.
    case returnCallReference

    /// The events of a store's observer, of no cost: `x` = index of the function among those that the module defines.
    case functionEntered, functionLeft

    /// `a` = first slot of the values, `b` = their number, `x` = tag, `y` = cost up to and with the instruction.
    case throwTag
    /// `a` = slot of the exception, `y` as for `throwTag`.
    case throwReference
}

/// A memory that is not the first, and how a plain load or store accesses it.
struct OtherMemory {
    /// The memory's index in the low 16 bits, then the access.
    let bits: UInt32

    init(bits: UInt32) { self.bits = bits }

    /// - Parameter index: At most `ImplementationLimits.memories`.
    init(index: UInt32, access: MemoryAccess) { bits = index & 0xFFFF | UInt32(access.bits) << 16 }

    var index: Int { Int(bits & 0xFFFF) }
    var access: MemoryAccess { MemoryAccess(bits: UInt16(truncatingIfNeeded: bits &>> 16)) }
}

/// The effect of a plain load or store, for memories that the loop cannot access.
struct MemoryAccess {
    /// The number of bytes in the low 4 bits; whether it is a store in bit 4; from bit 8, for a load of a signed number, the
    /// number of bits of the result type.
    let bits: UInt16

    init(bits: UInt16) { self.bits = bits }

    private init(width: UInt16, isStore: Bool = false, signedBits: UInt16 = 0) {
        bits = width | (isStore ? 1 << 4 : 0) | signedBits << 8
    }

    /// The access of an operation; `nil` if the operation is no plain load or store.
    init?(_ operation: Operation) {
        switch operation {
        case .load8U: self.init(width: 1)
        case .load16U: self.init(width: 2)
        case .load32U: self.init(width: 4)
        case .load64: self.init(width: 8)
        case .i32Load8S: self.init(width: 1, signedBits: 32)
        case .i32Load16S: self.init(width: 2, signedBits: 32)
        case .i64Load8S: self.init(width: 1, signedBits: 64)
        case .i64Load16S: self.init(width: 2, signedBits: 64)
        case .i64Load32S: self.init(width: 4, signedBits: 64)
        case .store8: self.init(width: 1, isStore: true)
        case .store16: self.init(width: 2, isStore: true)
        case .store32: self.init(width: 4, isStore: true)
        case .store64: self.init(width: 8, isStore: true)
        default: return nil
        }
    }

    /// In bytes: 1, 2, 4 or 8.
    var width: Int { Int(bits & 0xF) }
    var isStore: Bool { bits & 1 << 4 != 0 }

    /// Returns the slot's bits for the bits loaded.
    func extend(_ loaded: UInt64) -> UInt64 {
        let signedBits = bits &>> 8
        guard signedBits > 0 else { return loaded }
        let unused = UInt64(64 &- 8 &* width)
        let extended = UInt64(bitPattern: Int64(bitPattern: loaded &<< unused) &>> Int64(unused))
        return signedBits == 32 ? extended & 0xFFFF_FFFF : extended
    }
}
