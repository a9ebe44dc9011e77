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
    case structureNewDefault
    /// A struct with vector fields.
    case structureNewWide
    /// For a vector field: `x` = its offset in words.
    case structureGetVector, structureSetVector
    /// `y` = number of elements, or segment.
    case arrayNew, arrayNewDefault, arrayNewFixed, arrayNewData, arrayNewElement
    case arrayGetVector, arraySetVector, arrayFill, arrayCopy, arrayInitData, arrayInitElement
    /// For a function reference: `a` = slot of the operand and result, `x` = heap type, `y` = whether null passes.
    case functionTest, functionCast
    /// As `returnCallIndirect`, with `b` = slot of the function.
    case returnCallReference

    /// `a` = first slot of the values, `x` = tag.
    case throwTag
    /// `a` = slot of the exception.
    case throwReference
}

/// The index of a memory that is not the first, and the plain operation that accesses it, in 16 bits each.
struct OtherMemory {
    let bits: UInt32

    init(bits: UInt32) { self.bits = bits }

    /// - Parameter index: At most `ImplementationLimits.memories`.
    init(index: UInt32, operation: Operation) { bits = index & 0xFFFF | UInt32(operation.rawValue) << 16 }

    var index: Int { Int(bits & 0xFFFF) }
    var operation: Operation? { Operation(rawValue: UInt16(truncatingIfNeeded: bits &>> 16)) }
}
