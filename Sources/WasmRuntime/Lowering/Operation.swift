/// An operation of the internal code: a register machine over the slots of a frame.
///
/// The steps (`Machine/Steps/`) say what each does; the fields of ``InternalInstruction`` they use are named here by group.
/// What is rare goes through ``called``, ``convert``, ``extended`` or an exit from the loop.
enum Operation: UInt16, CaseIterable {
    // Control. Branches: `x` = place before the target, `y` = change of the budget's base, `c` = prefix of a backward target.
    case guardEntry, exitReturn
    case unreachable, jump, loopCheck
    /// `a` = slot of the condition.
    case branchIfNonZero, branchIfZero
    /// `a` = slot of the index, `x` = number of entries before the default; a `jump` for each entry follows, of which it
    /// takes one.
    case branchTable
    /// `a` = first slot of the callee's frame, `b` = slot of its header, `x` = entry (or function index), `y` = prefix.
    case call, callUnresolved, callImport
    /// `a` as for calls, `b` = slot of the index, `c` = header's place in the callee's frame, `x` = type, `y` = prefix.
    case callIndirect
    /// `a` = first slot of the arguments, `b` = the caller's own header slot, `c` = number of arguments, `x` = entry (or
    /// function index), `y` = prefix; the next instruction has `c` = the header's place in the callee's frame.
    case returnCall, returnCallUnresolved
    /// `a` = first slot of the results, `b` = header slot, `c` = number of results, `x` = prefix.
    case returnNone, returnOne, returnMany
    /// Leaves the loop: `c` = ``ExtendedOperation``.
    case extended

    /// As `callIndirect`, with `b` = slot of the function.
    case callReference

    // Aggregates. `a` = destination.
    /// See ``HeapOperation``.
    case heap
    /// `b` = slot of the first field, `c` = number of fields, `x` = type, `y` = prefix.
    case structureNew

    // Moves. `a` = destination.
    case copy, copyMany, zeroMany, constant32, constant64, select
    case globalGet, globalSet

    // Binary and unary operations: `a` = destination, `b`, `c` = operands, `x` = immediate.
    case i32Add, i32Sub, i32Mul, i32DivS, i32DivU, i32RemS, i32RemU, i32And, i32Or, i32Xor
    case i32Shl, i32ShrS, i32ShrU, i32Rotl, i32Rotr, i32Clz, i32Ctz, i32Popcnt, i32Extend8S, i32Extend16S
    case i32Eqz, i32Eq, i32Ne, i32LtS, i32LtU, i32LeS, i32LeU
    case i32AddImmediate, i32MulImmediate, i32AndImmediate, i32OrImmediate, i32XorImmediate
    case i32ShlImmediate, i32ShrSImmediate, i32ShrUImmediate, i32RotlImmediate
    case i32EqImmediate, i32NeImmediate, i32LtSImmediate, i32LtUImmediate, i32GtSImmediate, i32GtUImmediate

    /// A ``CalledOperation``, in `x`.
    case called
    case i64Add, i64Sub, i64Mul, i64DivS, i64DivU, i64RemS, i64RemU, i64And, i64Or, i64Xor
    case i64Shl, i64ShrS, i64ShrU, i64Rotl, i64Rotr, i64Clz, i64Ctz, i64Popcnt
    case i64Extend8S, i64Extend16S, i64Extend32S
    case i64Eqz, i64Eq, i64Ne, i64LtS, i64LtU, i64LeS, i64LeU
    case i64AddImmediate, i64MulImmediate, i64AndImmediate, i64OrImmediate, i64XorImmediate
    case i64ShlImmediate, i64ShrSImmediate, i64ShrUImmediate, i64RotlImmediate
    case i64EqImmediate, i64NeImmediate, i64LtSImmediate, i64LtUImmediate, i64GtSImmediate, i64GtUImmediate

    case f32Add, f32Sub, f32Mul, f32Div, f32Copysign
    case f32Abs, f32Neg, f32Sqrt, f32Eq, f32Ne, f32Lt, f32Le
    case f64Add, f64Sub, f64Mul, f64Div, f64Copysign
    /// `b` times `c`, plus or less the slot `x`, or that less the product; rounded twice.
    case f32MultiplyAdd, f32MultiplySubtract, f32SubtractProduct
    case f64MultiplyAdd, f64MultiplySubtract, f64SubtractProduct
    case f64Abs, f64Neg, f64Sqrt, f64Eq, f64Ne, f64Lt, f64Le

    // Conversions: the frequent ones, and `convert` for the others: `c` = ``Conversion``.
    case i32WrapI64, f64ConvertI32S, f64ConvertI32U, f64ConvertI64S, f32ConvertI32S, f64PromoteF32, f32DemoteF64
    case i32TruncF64S, convert

    // Memory: `a` = destination or value, `b` = address, `y` = what is added to that, `x` = offset.
    case load8U, load16U, load32U, load64
    case i32Load8S, i32Load16S, i64Load8S, i64Load16S, i64Load32S
    case store8, store16, store32, store64
    /// The address is the sum of the slots `b` and `c`.
    case load8UIndexed, load16UIndexed, load32UIndexed, load64Indexed
    case store8Indexed, store16Indexed, store32Indexed, store64Indexed
    /// `y` = the value; of 64 bits only 0.
    case store8Immediate, store16Immediate, store32Immediate, store64Immediate
    case memorySize
    /// Of the first memory: `a` = first of three operand slots, `y` = cost up to and with it, `c` = the
    /// ``ExtendedOperation`` that does it if it is not done beside the loop.
    case memoryFill, memoryCopy
    /// Traps unless the 64-bit address in `b` is below 2^32: no memory is larger.
    case checkAddress64
    /// Traps if one of the bits in `c` is set in the sum of the slot `b` and `x`: the address of an atomic access.
    case checkAligned

    // Vectors, in slots of their own. `a` = destination, `b`, `c` = vector operands.
    /// `x` = opcode, and the lane shifted by 16; `y` = slot of a third vector, and of a scalar operand shifted by 16.
    case vector, vectorToScalar
    /// The most frequent of ``vector``, in the loop itself: `x`, `y` as there.
    case vectorF32x4Add, vectorF32x4Sub, vectorF32x4Mul, vectorF64x2Add, vectorF64x2Sub, vectorF64x2Mul
    case vectorI32x4Add, vectorI32x4Sub, vectorI32x4Mul, vectorI16x8Add, vectorI16x8Sub, vectorI16x8Mul
    case vectorI8x16Add, vectorI8x16Sub, vectorI64x2Add, vectorV128And, vectorV128Or, vectorV128Xor
    case vectorI32x4DotI16x8S, vectorI16x8ExtendLowI8x16U, vectorI16x8ExtendHighI8x16U
    case vectorI16x8Shl, vectorI16x8ShrU, vectorI8x16NarrowI16x8U
    /// `x`, `y` = 8 bytes of immediates, as in the next instruction the other 8.
    case vectorConstant, vectorShuffle
    /// `x` = slot of the condition.
    case vectorSelect
    case vectorCopy, vectorCopyMany, vectorZeroMany
    /// As other loads and stores.
    case vectorLoad128, vectorStore128
    /// `c` = vector operand, `y` = opcode, the lane shifted by 16, and the width in bytes shifted by 24.
    case vectorLoad, vectorStoreLane

    // Compare and branch: `a`, `b` = operands, or `b` = a signed 16-bit immediate.
    case branchI32Eq, branchI32Ne, branchI32LtS, branchI32LtU, branchI32LeS, branchI32LeU
    case branchI32EqImmediate, branchI32NeImmediate, branchI32LtSImmediate, branchI32LtUImmediate
    case branchI32GtSImmediate, branchI32GtUImmediate
    case branchI64Eq, branchI64Ne, branchI64LtS, branchI64LtU, branchI64LeS, branchI64LeU
    case branchI64EqImmediate, branchI64NeImmediate, branchI64LtSImmediate, branchI64LtUImmediate
    case branchI64GtSImmediate, branchI64GtUImmediate
    case branchI64NonZero, branchI64Zero
    case branchF64Lt, branchF64Le, branchF64NotLt, branchF64NotLe

    // Superinstructions: several instructions, one after the other, at once; see ``Superinstruction``.
    case i32AddImmediateThenCall, i32AddImmediateThenI32AddImmediate, i32AddImmediateIntoBranchI32Ne
    case i32AddImmediateIntoBranchIfNonZero, i32AddImmediateIntoLoad64, i32AddImmediateIntoBranchI32NeImmediate
    case i32AddImmediateIntoStore8Immediate, i32AddImmediateThenCopy, i32AddImmediateThenJump
    case i32AddImmediateThenConstant32, i32AddImmediateThenLoad32U
    case i32AddImmediateIntoI32NeImmediateIntoBranchIfNonZero
    case i32AddImmediateThenI64AddImmediateIntoBranchI64NeImmediate
    case i32AddImmediateThenI32AddImmediateIntoBranchIfNonZero, i32AddImmediateThenI32AddImmediateIntoBranchI32LtU
    case i32AddImmediateThenLoad32UThenBranchI32LtU, i32AddImmediateIntoStore32
    case i32AddImmediateThenI32AddImmediateIntoBranchI32Ne, i32AddImmediateIntoStore8ThenI32AddImmediate
    case i32AddImmediateThenI64ShrUImmediate, i32AddImmediateThenI32GtUImmediateIntoBranchIfNonZero
    case i32AddImmediateIntoStore32ThenStore8Indexed, i32AddImmediateIntoGlobalSetThenReturnNone
    case i32AddImmediateThenI32AddImmediateIntoBranchI32GtSImmediate, i32AddImmediateIntoBranchTable
    case i32AddImmediateIntoGlobalSetThenReturnOne, i32AddImmediateIntoLoad64IntoThirdF64SubtractProductIntoStore64
    case i32AddImmediateThenI32AddImmediateThenI32AddImmediateIntoBranchI32Ne
    case i32AddImmediateIntoGlobalSetThenI32AndImmediateIntoReturnOne
    case copyThenCopy, copyThenI32AddImmediate, copyThenJump, copyThenI32AddImmediateIntoBranchI32Ne
    case copyThenCopyThenCopy, copyIntoI32AddThenCopy, copyThenI32AddImmediateThenCall
    case copyThenI32AddImmediateIntoBranchIfNonZero, copyThenCall, copyThenCopyThenCall
    case copyThenI32AddImmediateIntoGlobalSetThenReturnNone, copyThenLoad32U, copyThenCopyThenCopyThenCall
    case copyThenStore32, copyIntoLoad8UThenConstant32IntoSecondI32ShrU, copyThenConstant32ThenCall
    case load32UIntoSecondF32MultiplyAdd, load32UIntoI64Mul, load32UIntoI64Add, load32UThenI32Add
    case load32UThenLoad32UIntoSecondF32MultiplyAdd, load32UThenLoad32UIntoBranchI32Eq
    case load32UIntoI32AddImmediateIntoStore32, load32UIntoBranchI32NeImmediate, load32UIntoBranchIfZero
    case load32UThenLoad32U, load32UIntoI64AddThenLoad32UIntoI64Mul, load32UThenI32ShlImmediateIntoI32AddThenLoad32U
    case load32UIntoReturnOne, load32UIntoI32AddImmediateIntoBranchTable, load32UThenStore32
    case load32UThenI32AddImmediate, load32UThenLoad32UThenLoad32U, load32UThenI32AddThenLoad32U
    case load64ThenStore64, load64IntoF64Sub, load64ThenLoad64, load64ThenI32ShrUImmediateIntoI32Add
    case load64IntoF64SubThenF64MultiplyAdd, load64ThenI32AddImmediateIntoLoad64, load64ThenI32AddIntoI32AddImmediate
    case load64ThenStore64ThenLoad64ThenStore64, load64IntoF64SubIntoBothOfF64MultiplyAdd
    case load64IntoF64SubIntoBothOfF64MultiplyAddIntoF64Add, load64ThenLoad64IntoSecondF64MultiplyAddIntoStore64
    case f64MultiplyAddIntoThirdF64MultiplyAdd, f64MultiplyAddIntoStore64ThenI32AddImmediate
    case f64MultiplyAddIntoStore64ThenLoad64, f64MultiplyAddThenConstant32IntoAddressOfStore64
    case i32AddThenI32AddImmediate, i32AddIntoLoad8U, i32AddThenI32Add, i32AddThenReturnNone, i32AddThenLoad32U
    case i32AddIntoReturnOne, i32AddIntoI32LtUImmediateIntoBranchIfNonZero
    case i32AddThenI64ShrUImmediateThenI32AddImmediate, i32AddThenI32AddImmediateIntoBranchI32Ne
    case i32AddIntoLoad8UIntoStore8, i32AddIntoStore32, i32AddThenCopyThenCopy, i32AddThenLoad32UIntoI32Add
    case i32AddThenI32AddImmediateThenI32AddThenI32AddImmediate, i32AddThenI32Load16SThenI32Load16SIntoI32Mul
    case i64ShlImmediateIntoI64Xor, i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI64Xor
    case i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI32WrapI64
    case constant32ThenBranchI32LtUImmediate, constant32IntoLoad64, constant32ThenConstant32
    case constant32ThenBranchIfZero, constant32ThenI32AddImmediateIntoBranchI32NeImmediate
    case constant32IntoI32AddIntoLoad8U, constant32IntoLoad64ThenConstant64, constant32ThenConstant32IntoSelect
    case constant32ThenI32AddImmediate, constant32IntoI32AddIntoGlobalSetThenReturnOne
    case constant32ThenGlobalGetIntoI32AddImmediateIntoAddressOfStore32, constant32IntoI32And
    case constant32IntoI32AddIntoGlobalSetThenReturnNone, constant32ThenGlobalGetIntoI32AddImmediateIntoGlobalSet
    case constant32IntoI32AndIntoBranchIfZero, constant32ThenI32Sub, constant32IntoI32AddThenCopy
    case constant32IntoI32ShlIntoI32AndIntoBranchIfNonZero
    case load8UIntoI32ShlImmediate, load8UIntoI32Add, load8UIntoBranchTable, load8UIntoBranchIfNonZero
    case load8UThenI32AddImmediate, load8UThenLoad8U, load8UIntoStore8, load8UThenLoad8UIndexed
    case load8UIntoI32ShlImmediateIntoSecondLoad32UIndexed, load8UIntoI32AddIntoStore16
    case load8UIntoBranchI32EqImmediateIntoBranchI32EqImmediate
    case load8UIntoBranchI32EqImmediateIntoBranchI32NeImmediate, load8UIntoI32AddImmediateIntoI32AndImmediate
    case load8UThenI32AddImmediateThenBranchIfNonZero, load8UThenLoad8UIntoBranchI32Eq
    case load8UThenLoad8UIntoBranchI32NeThenI32AddImmediate, load8UThenLoad32UIntoAddressOfStore8ThenReturnNone
    case load8UIndexedIntoBranchI32Ne, load8UIndexedThenLoad8UIndexedIntoBranchI32Ne
    case load8UIndexedThenI32AndImmediateIntoI32XorIntoI32AndImmediate
    case i32MulIntoI32Add
    case f64SubIntoSecondF64Add, f64SubThenLoad64ThenF64Mul, f64SubIntoSecondF64AddIntoBranchF64Lt
    case i32Load16SThenI32Load16S
    case f64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd
    case i32ShrUImmediateIntoI32AndImmediateIntoLoad32U, i32ShrUImmediateIntoI32Xor, i32ShrUImmediateIntoStore8
    case store8ThenI32AddImmediate, store8ThenI32AddImmediateThenBranchI64GtUImmediate
    case store8ThenBranchI32LtUImmediateThenStore8ThenStore8
    case i64AddIntoStore32, i64AddIntoStore32ThenI64ShrUImmediate, i64AddThenI32Add
    case f64MulThenI32AddImmediate, f64MulThenF64Mul, f64MulThenF64AddIntoF64MultiplyAdd
    case f64MulIntoSecondF64AddIntoSecondBranchF64Lt, f64MulIntoSecondF64DivIntoSecondF64Mul
    case f64MulIntoSecondF64SubtractProductIntoStore64
    case f64AddIntoF64MultiplyAdd, f64AddIntoSecondF64LtIntoBranchIfZero
    case i32XorThenCopy, i32XorIntoI32MulImmediate
    case i32RotlImmediateIntoI32Xor, i32RotlImmediateThenI32RotlImmediateIntoI32Xor
    case i64ShrUImmediateIntoI64Xor, i64ShrUImmediateIntoStore8, i64ShrUImmediateIntoI32WrapI64
    case i64MulThenI64ShrUImmediateIntoI64Add, i64MulIntoI64ShrUImmediateIntoI32WrapI64
    case i32EqIntoI32Add, i32EqThenI32XorImmediateIntoI32AndImmediateIntoI32ShrUImmediate
    case i32ShlImmediateIntoI32Add, i32ShlImmediateIntoI32AddThenLoad16U
    case i32ShlImmediateIntoSecondLoad64IndexedIntoBranchI64Zero, i32ShlImmediateIntoSecondLoad32UIndexed
    case i32ShlImmediateIntoI32AddImmediateThenJump, i32ShlImmediateIntoI32AddThenLoad32U
    case i32ShlImmediateIntoI32OrImmediate, i32ShlImmediateIntoSecondAddressOfStore32Indexed
    case i32ShlImmediateIntoI32ShrSImmediateIntoI32LtSImmediateIntoThirdSelect
    case f64LtIntoThirdSelect
    case f64SubtractProductIntoStore64
    case selectThenSelect
    case load32UIndexedIntoI32Add
    case store32ThenJump, store32ThenI32AddImmediate, store32ThenStore32, store32ThenCopyThenBranchI32LtU
    case store32ThenLoad32U, store32ThenStore32ThenStore32ThenStore32, store32ThenLoad32UIntoCopyThenCall
    case store32ThenStore32ThenLoad32UThenLoad32U
    case i32AndIntoI32Xor, i32AndThenI32AndIntoI32Xor
    case constant64ThenLoad64, constant64ThenLoad32UIntoI32MulImmediate
    case i64DivUIntoI64MulImmediateIntoSecondI64Sub
    case i32AndImmediateIntoF64ConvertI32UIntoSecondF64Add, i32AndImmediateIntoI32ShlImmediateThenLoad32U
    case i32AndImmediateIntoBranchI32EqImmediateIntoBranchI32NeImmediate, i32AndImmediateIntoBranchIfZero
    case i32AndImmediateIntoBranchIfNonZero, i32AndImmediateIntoI32ShlImmediateIntoI32AddImmediate
    case i32AndImmediateIntoI32Or, i32AndImmediateThenI32LtUImmediateThenConstant32IntoSelect
    case i32AndImmediateIntoBranchI32EqImmediate, i32AndImmediateIntoI32Add
    case i32DivUIntoI32MulImmediateIntoSecondI32Sub
    case i32GtUImmediateThenCopyThenBranchIfNonZero
    case i32MulImmediateThenI32AndImmediateIntoI32Xor
    case branchIfZeroThenBranchIfZeroThenI32Add
    case i32WrapI64IntoI32OrImmediate
    case store64ImmediateThenI32AddImmediateIntoBranchI32Ne, store64ImmediateThenStore64Immediate
    case globalGetIntoI32AddImmediateIntoGlobalSet, globalGetThenConstant32IntoSecondI32SubIntoGlobalSet
    case globalGetThenConstant32IntoSecondI32SubIntoAddressOfStore32
    case i32SubIntoBranchIfNonZeroThenI32AddImmediate, i32SubIntoI32ShrSImmediate, i32SubIntoReturnOne
    case load16UIntoBranchI32Ne
    case i32LtUIntoThirdSelectThenSelectThenBranchI32GtUImmediate
    case f64SqrtIntoSecondF64MulIntoSecondF64DivIntoSecondF64Mul
    // Of vectors.
    case vectorLoad128ThenVectorLoad128
    case vectorLoad128ThenI32Add
    case i32AddIntoVectorLoad128
    case vectorLoad128IntoSecondVectorF32x4MulIntoSecondVectorF32x4Add
    case vectorF32x4MulIntoSecondVectorF32x4Add
    case vectorF64x2MulIntoSecondVectorF64x2Add
    case vectorLoad128IntoSecondVectorI32x4DotI16x8S
    case vectorI32x4DotI16x8SIntoVectorI32x4Add
    case vectorI32x4AddIntoVectorI32x4Add
    case vectorLoad128IntoVectorI16x8Add
    case vectorLoad128IntoVectorI16x8ShlIntoVectorI16x8Add
    case vectorI16x8ShlIntoVectorI16x8AddIntoVectorStore128
    case vectorI16x8ShlIntoVectorI16x8Add
    case vectorI16x8AddIntoVectorI16x8ShrU
    case vectorI16x8AddIntoVectorStore128
    case vectorI8x16NarrowI16x8UIntoVectorStore128
    case vectorLoad128IntoVectorI16x8ExtendHighI8x16U
    case vectorLoad128IntoVectorI16x8ExtendLowI8x16U
    case vectorI16x8ExtendHighI8x16UIntoVectorI16x8Add
    case vectorI16x8ExtendLowI8x16UIntoVectorI16x8Add
    case vectorI16x8ExtendLowI8x16UThenVectorI16x8ExtendLowI8x16U
}

/// What leaves the loop to be done with the whole store at hand.
enum ExtendedOperation: UInt16 {
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
    /// instruction has `a` = own header slot, `b` = number of arguments, `c` = header's place in the callee's frame,
    /// `x` = type; the one after that returns what is in the arguments' place.
    case returnCallImport, returnCallIndirect
    /// A load or store of a memory that is not the first: `a` = destination or value, `b` = address, `x` = offset, `y` =
    /// ``OtherMemory``.
    case otherMemoryLoad, otherMemoryStore
    /// `a` = destination, `x` = memory: one that is not the first, or has pages of another size.
    case otherMemorySize
    /// A vector load or store of a memory that is not the first, or beyond any: `a` = vector operand, `b` = address, `x` =
    /// offset, `y` = memory, with bit 31 if the offset does not fit; the next instruction has `a` = destination, `x` =
    /// opcode and the lane shifted by 16.
    case otherMemoryVector
    /// `a` = vector slot, `x` = global.
    case vectorGlobalGet, vectorGlobalSet
    /// `a` = first of three or two operand slots, `b` = width in bytes, `x` = offset, `y` = memory.
    case atomicWait, atomicNotify
    /// An access whose offset alone is beyond any memory.
    case outOfBounds

    // Aggregates: `a` = first of the operand slots, and slot of the result; `x` = type.
    case structureNewDefault
    /// With fields that are vectors.
    case structureNewWide
    /// A field that is a vector: `x` = its offset in words.
    case structureGetVector, structureSetVector
    /// `y` = number of elements, or segment.
    case arrayNew, arrayNewDefault, arrayNewFixed, arrayNewData, arrayNewElement
    case arrayGetVector, arraySetVector, arrayFill, arrayCopy, arrayInitData, arrayInitElement
    /// Of a function reference: `a` = slot of the operand and result, `x` = heap type, `y` = whether null passes.
    case functionTest, functionCast
    /// As `returnCallIndirect`, with `b` = slot of the function.
    case returnCallReference

    /// `a` = first slot of the values, `x` = tag.
    case throwTag
    /// `a` = slot of the exception.
    case throwReference
}

/// A memory that is not the first, and the plain operation that accesses it, in 16 bits each.
struct OtherMemory {
    let bits: UInt32

    init(bits: UInt32) { self.bits = bits }

    /// - Parameter index: At most `ImplementationLimits.memories`.
    init(index: UInt32, operation: Operation) { bits = index & 0xFFFF | UInt32(operation.rawValue) << 16 }

    var index: Int { Int(bits & 0xFFFF) }
    var operation: Operation? { Operation(rawValue: UInt16(truncatingIfNeeded: bits &>> 16)) }
}

/// An instruction of the internal code, always 16 bytes.
///
/// Slot operands are 16 bits wide, so that they cannot leave a frame's window of 65,536 slots.
struct InternalInstruction {
    var operation: Operation
    var a: UInt16
    var b: UInt16
    var c: UInt16
    var x: UInt32
    var y: UInt32

    init(_ operation: Operation, a: Int = 0, b: Int = 0, c: Int = 0, x: UInt32 = 0, y: UInt32 = 0) {
        self.operation = operation
        self.a = UInt16(truncatingIfNeeded: a)
        self.b = UInt16(truncatingIfNeeded: b)
        self.c = UInt16(truncatingIfNeeded: c)
        self.x = x
        self.y = y
    }

    /// The 64-bit constant in `x` (low) and `y`.
    @inline(__always) var wide: UInt64 { UInt64(x) | UInt64(y) << 32 }
    /// The immediate of a compare-and-branch.
    @inline(__always) var signedB: Int64 { Int64(Int16(bitPattern: b)) }
    /// Where a branch leads. The loop adds 1 to the program counter after every instruction: `x` is 1 less.
    @inline(__always) var target: Int { Int(x) &+ 1 }
    /// What a taken branch adds to the budget's base.
    @inline(__always) var budgetChange: Int { Int(Int32(bitPattern: y)) }
}

/// What is known of an internal instruction beside what executing it needs.
struct InstructionOrigin {
    /// Byte offset in the module of the (last) instruction it stands for.
    var offset: UInt32
    /// Cost of the function's instructions up to and with the one it stands for, in the order of the body.
    var costThrough: UInt32
    /// Cost of those before it.
    var costBefore: UInt32
}

extension Operation {
    /// Whether the plain loop leaves it out: what has to do with vectors and with the heap (see `runLoop`).
    var isInFullLoopOnly: Bool {
        self == .heap || self == .structureNew
            || (Operation.vector.rawValue...Operation.vectorStoreLane.rawValue).contains(first.rawValue)
    }
}
