// Written by `scripts/write-loop`, which names the tables that this file follows from. Change those.

/// An operation of the internal code: a register machine over the slots of a frame.
///
/// The steps (`Machine/Steps/`) define what each operation does; the comments here name the fields of
/// ``InternalInstruction`` that a group uses. Rare operations go through ``outlined``, ``convert``, ``storeOperation`` or
/// an exit from the loop.
enum Operation: UInt16, CaseIterable {
    // Control. Branches: `x` = place before the target, `y` = change of the budget's base, `c` = prefix of a backward
    // target.
    case guardEntry, unreachable
    case exitReturn
    case jump
    case loopCheck
    /// `a` = slot of the condition.
    case branchIfNonZero, branchIfZero
    /// `a` = slot of the index, `x` = number of entries before the default; a `jump` for each entry follows, and one
    /// of them is taken.
    case branchTable
    /// `a` = first slot of the callee's frame, `b` = slot of its header, `x` = entry (or function index), `y` = prefix.
    case call
    case callUnresolved, returnCallUnresolved
    /// `a` = first slot of the arguments, `b` = the caller's own header slot, `c` = number of arguments, `x` = entry (or
    /// function index), `y` = prefix; the next instruction has `c` = the header's place in the callee's frame.
    case returnCall
    case callImport
    /// `a` as for calls, `b` = slot of the index, `c` = header's place in the callee's frame, `x` = type, `y` = prefix.
    case callIndirect
    /// As `callIndirect`, with `b` = slot of the function.
    case callReference
    /// `a` = first slot of the results, `b` = header slot, `c` = number of results, `x` = prefix.
    case returnMany
    case returnNone
    case returnOne
    /// Leaves the loop: `c` = ``StoreOperation``. `memoryFill` and `memoryCopy` (first memory) need not leave `runLoop` if
    /// they are small: `a` = first of three operand slots, `y` = cost up to and with it.
    case storeOperation, memoryFill, memoryCopy
    // Aggregates. `a` = destination.
    /// See ``HeapOperation``.
    case heap
    /// `b` = slot of the first operand, `c` = number of fields or elements, or else the base-two logarithm of an
    /// element's bytes; `x` = type, `y` = prefix.
    case structureNew, structureNewDefault, arrayNewFixed, arrayNew, arrayNewDefault
    // Moves. `a` = destination.
    case copy
    case copyMany
    case zeroMany
    case constant32, constant64
    case select
    case globalGet
    case globalSet
    // Binary and unary operations: `a` = destination, `b`, `c` = operands, `x` = immediate.
    case i32Add, i32Sub, i32Mul, i32And, i32Or, i32Xor, i32Shl, i32ShrS, i32ShrU, i32Rotl, i32Rotr, i32Clz, i32Ctz
    case i32Popcnt, i32Extend8S, i32Extend16S
    case i32DivS, i32DivU, i32RemS, i32RemU
    case i32Eqz, i32Eq, i32Ne, i32LtS, i32LtU, i32LeS, i32LeU
    case i32AddImmediate, i32MulImmediate, i32AndImmediate, i32OrImmediate, i32XorImmediate, i32ShlImmediate
    case i32ShrUImmediate, i32ShrSImmediate, i32RotlImmediate, i32EqImmediate, i32NeImmediate, i32LtSImmediate
    case i32LtUImmediate, i32GtSImmediate, i32GtUImmediate
    case i64Add, i64Sub, i64Mul, i64And, i64Or, i64Xor, i64Shl, i64ShrS, i64ShrU, i64Rotl, i64Rotr, i64Clz, i64Ctz
    case i64Popcnt, i64Extend8S, i64Extend16S, i64Extend32S
    case i64DivS, i64DivU, i64RemS, i64RemU
    case i64Eqz, i64Eq, i64Ne, i64LtS, i64LtU, i64LeS, i64LeU
    case i64AddImmediate, i64MulImmediate, i64AndImmediate, i64OrImmediate, i64XorImmediate, i64ShlImmediate
    case i64ShrUImmediate, i64ShrSImmediate, i64RotlImmediate, i64EqImmediate, i64NeImmediate, i64LtSImmediate
    case i64LtUImmediate, i64GtSImmediate, i64GtUImmediate
    case f32Add, f32Sub, f32Mul, f32Div, f32Copysign, f32Abs, f32Neg, f32Sqrt, f32Eq, f32Ne, f32Lt, f32Le, f64Add
    case f64Sub, f64Mul, f64Div
    /// `b` * `c` + `x`, `b` * `c` - `x`, or `x` - `b` * `c` (`x` is a slot); rounded twice.
    case f32MultiplyAdd, f32MultiplySubtract, f32SubtractProduct, f64MultiplyAdd, f64MultiplySubtract
    case f64SubtractProduct
    case f64Copysign, f64Abs, f64Neg, f64Sqrt, f64Eq, f64Ne, f64Lt, f64Le
    // Frequent conversions; the others are `convert`, `c` = ``Conversion``.
    case i32WrapI64, f64ConvertI32S, f64ConvertI32U, f64ConvertI64S, f32ConvertI32S, f64PromoteF32, f32DemoteF64
    case i32TruncF64S
    // Memory: `a` = destination or value, `b` = address, `y` = addend of the address, `x` = offset.
    case load8U, load16U, load32U, load64, i32Load8S, i32Load16S, i64Load8S, i64Load16S, i64Load32S
    case store8, store16, store32, store64
    /// The address is the sum of the slots `b` and `c`.
    case load8UIndexed, load16UIndexed, load32UIndexed, load64Indexed
    case store8Indexed, store16Indexed, store32Indexed, store64Indexed
    /// `y` = the value; only 0 for 64 bits.
    case store8Immediate, store16Immediate, store32Immediate, store64Immediate
    /// Traps unless the 64-bit address in `b` is below 2^32: no memory is larger.
    case checkAddress64
    /// Traps if the sum of the slot `b` and `x`, the address of an atomic access, has one of the bits of `c`.
    case checkAligned
    case memorySize
    /// An ``OutlinedOperation``, in `x`; a ``Conversion``, in `c`.
    case outlined, convert
    // Vectors, in slots of their own. `a` = destination, `b`, `c` = vector operands.
    /// `x` = ``VectorOperation``, and the lane shifted by 16; `y` = slot of a third vector, and slot of a scalar operand
    /// shifted by 16. The other one has a scalar result.
    case vector
    case vectorToScalar
    /// `x` and `y` = 8 bytes of immediates, and those of the next instruction = the other 8.
    case vectorShuffle
    /// `x` = slot of the condition.
    case vectorSelect
    case vectorCopyMany, vectorZeroMany
    /// `x` and `y` = 8 bytes of immediates, and those of the next instruction = the other 8.
    case vectorConstant
    case vectorCopy
    /// The most frequent operations of ``vector``, executed in the loop itself: `x`, `y` as for ``vector``.
    case vectorF32x4Add, vectorF32x4Sub, vectorF32x4Mul, vectorF64x2Add, vectorF64x2Sub, vectorF64x2Mul
    case vectorI32x4Add, vectorI32x4Sub, vectorI32x4Mul, vectorI16x8Add, vectorI16x8Sub, vectorI16x8Mul
    case vectorI8x16Add, vectorI8x16Sub, vectorI64x2Add, vectorV128And, vectorV128Or, vectorV128Xor
    case vectorI32x4DotI16x8S, vectorI8x16NarrowI16x8U, vectorI16x8ExtendLowI8x16U, vectorI16x8ExtendHighI8x16U
    case vectorI16x8Shl, vectorI16x8ShrU
    /// As other loads and stores.
    case vectorLoad128
    case vectorStore128
    /// `c` = vector operand, `y` = ``VectorOperation``, the lane shifted by 16, and the width in bytes shifted by 24.
    case vectorLoad
    case vectorStoreLane
    // Compare and branch: `a`, `b` = operands, or `b` = a signed 16-bit immediate.
    case branchI32Eq, branchI32Ne, branchI32LtS, branchI32LtU, branchI32LeS, branchI32LeU, branchI32EqImmediate
    case branchI32NeImmediate, branchI32LtSImmediate, branchI32LtUImmediate, branchI32GtSImmediate
    case branchI32GtUImmediate, branchI64Eq, branchI64Ne, branchI64LtS, branchI64LtU, branchI64LeS, branchI64LeU
    case branchI64EqImmediate, branchI64NeImmediate, branchI64LtSImmediate, branchI64LtUImmediate
    case branchI64GtSImmediate, branchI64GtUImmediate, branchF64Lt, branchF64Le, branchF64NotLt, branchF64NotLe
    case branchI64NonZero, branchI64Zero

    // Superinstructions.
    case i32AddImmediateThenCall, i32AddImmediateThenI32AddImmediate, i32AddImmediateIntoBranchI32Ne
    case i32AddImmediateIntoBranchIfNonZero, i32AddImmediateIntoBranchI32NeImmediate, i32AddImmediateThenCopy
    case i32AddImmediateThenJump, i32AddImmediateThenI32AddImmediateIntoBranchI32Ne
    case i32AddImmediateThenBranchIfNonZero, i32AddImmediateIntoStore32
    case i32AddImmediateIntoI32NeImmediateIntoBranchIfNonZero
    case i32AddImmediateThenI64AddImmediateIntoBranchI64NeImmediateThenLoad32U
    case i32AddImmediateThenI32AddImmediateThenI32AddImmediateIntoBranchI32Ne, i32AddImmediateThenLoad32U
    case i32AddImmediateThenLoad8U, i32AddImmediateIntoGlobalSetThenReturnOne, i32AddImmediateIntoLoad64
    case i32AddImmediateThenI32AddImmediateIntoBranchIfNonZero, i32AddImmediateThenI32AndImmediate
    case i32AddImmediateThenI32AddImmediateThenI32AddImmediateIntoBranchIfNonZero
    case i32AddImmediateThenI64ShrUImmediateThenLoad32UIntoI64Add
    case i32AddImmediateIntoLoad64IntoThirdF64SubtractProductIntoStore64
    case i32AddImmediateIntoLoad8UIntoStore8ThenStore8, i32AddImmediateIntoBranchI32LtU
    case i32AddImmediateIntoLoad64IntoF64SubIntoSecondF64Mul, i32AddImmediateIntoStore8ThenI32AddImmediate
    case i32AddImmediateThenI32AddThenI32AddImmediateIntoBranchI32Ne, i32AddImmediateIntoBranchTable
    case i32AddImmediateThenI32AddImmediateIntoBranchI32LtU
    case i32AddImmediateIntoLoad32UIntoBranchI32LtUThenI32AddImmediate
    case i32AddImmediateIntoLoad32UIndexedIntoI32AddIntoI32Add, i32AddImmediateIntoGlobalSetThenReturnNone
    case i32AddImmediateIntoLoad64IntoF64SubThenLoad64
    case i32AddImmediateIntoI32AndImmediateIntoF64ConvertI32UIntoSecondF64Add
    case i32AddImmediateThenI32GtUImmediateIntoBranchIfNonZero, i32AddImmediateThenLoad8UThenLoad8UIntoBranchI32Eq
    case i32AddImmediateIntoI32AddIntoLoad8UIntoBranchI32Ne, i32AddImmediateThenI32AddImmediateThenI32AddImmediate
    case i32AddImmediateThenBranchI32LeU, i32AddImmediateIntoI32AndImmediateIntoBranchI32LtUImmediateThenStore32
    case i32AddImmediateIntoI32AddIntoLoad32U, copyThenCopy, copyThenI32AddImmediate, copyThenJump
    case copyThenCopyThenCopy, copyThenI32AddImmediateThenCall, copyThenCall, copyThenCopyThenCall
    case copyIntoI32XorThenCopyIntoI32And, copyThenCopyThenCallIndirect
    case copyIntoI32AddImmediateThenLoad32UIntoSecondBranchI32LtU, copyThenI32AddImmediateIntoI32Xor
    case copyThenBranchIfNonZero, copyThenI32AddImmediateIntoBranchI32NeThenStore8Immediate
    case copyThenCopyThenCopyThenCall, copyThenBranchIfZero, load32UThenLoad32U
    case load32UThenLoad32UIntoSecondF32MultiplyAddIntoStore32, load32UIntoI64MulIntoI64AddIntoStore32
    case load32UIntoBranchI32Ne, load32UIntoBranchIfZero, load32UThenStore32, load32UIntoI32AddImmediateIntoStore32
    case load32UThenBranchIfNonZero, load32UIntoBranchI32Eq, load32UThenI32ShlImmediate
    case load32UThenLoad32UIntoBranchI32Ne, load32UThenI32AddThenLoad32U, load32UThenI32AndImmediate
    case load32UThenBranchI32LeU, load32UIntoI32ShlImmediateIntoI32AddImmediateThenJump, load32UIntoI64Add
    case load32UThenStore32ThenI32AddImmediate, load32UThenLoad32UThenLoad32U, load32UThenConstant32
    case load32UThenI32AddImmediate, load32UThenLoad32UIntoBranchI32EqThenI32LtU, load32UThenI32Sub
    case load32UIntoI32Add, i32AddThenI32AddImmediate, i32AddThenLoad8U, i32AddThenI32Add
    case i32AddIntoI32AddImmediateIntoI32ShrUImmediateIntoStore8, i32AddIntoStore32, i32AddThenReturnNone
    case i32AddIntoLoad32UIntoI64AddThenI32Add, i32AddThenI32AddImmediateThenI32AddThenI32AddImmediate
    case i32AddThenCopyIntoI64DivUIntoI64MulImmediate, i32AddIntoLoad8UIntoI32ShlImmediate, i32AddIntoReturnOne
    case i32AddIntoLoad8UIntoStore8, load64ThenLoad64IntoSecondF64MultiplyAddIntoStore64
    case load64ThenStore64ThenLoad64ThenStore64, load64IntoF64SubIntoSecondF64MultiplyAdd
    case load64ThenI32ShrUImmediateIntoI32Add, load64IntoThirdF64MultiplyAddIntoStore64
    case load64ThenI32AddIntoI32AddImmediate, load64ThenF64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd
    case load64ThenStore64, load64ThenLoad64ThenLoad64ThenLoad64
    case store8ImmediateThenI32AddIntoI32LtUImmediateIntoBranchIfNonZero
    case i32Load16SThenI32Load16SIntoI32MulIntoI32Add
    case constant32ThenBranchI32LtUImmediateThenI32AddImmediateThenCall, constant32ThenConstant32
    case constant32IntoLoad64ThenConstant32IntoLoad64, constant32ThenSelect, constant32IntoI32AddIntoLoad8U
    case constant32ThenBranchIfZeroThenBranchI32EqThenLoad8U
    case constant32ThenI32AddImmediateIntoBranchI32NeImmediateThenJump, constant32IntoI32Sub
    case constant32ThenConstant32IntoSelectIntoReturnOne, constant32ThenCall, constant32IntoI32Shl
    case constant32ThenJump, i32MulImmediateIntoI32ShrUImmediateIntoI32AndImmediateIntoLoad32U
    case i32MulImmediateIntoI32Add, i32MulImmediateThenI32AndImmediateIntoI32XorThenLoad8U
    case i32MulImmediateIntoSecondLoad32UIndexed, i32MulImmediateIntoI32ShrUImmediateIntoI32AndImmediate
    case i64ShlImmediateIntoI64XorIntoI64ShrUImmediate, i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI64Xor
    case i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoStore8
    case i64ShlImmediateIntoI64XorIntoI64RemUIntoI64AddImmediate
    case f64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd
    case load8UIndexedIntoBranchI32NeThenI32AddImmediateIntoBranchI32Ne
    case load8UIndexedIntoStore8ThenI32AddImmediateIntoBranchI32LtU, i32AndImmediateIntoBranchIfZero
    case i32AndImmediateIntoBranchIfNonZero, i32AndImmediateIntoI32ShlImmediateIntoSecondLoad16UIndexed
    case i32AndImmediateIntoSecondI32RotlIntoReturnOne, i32ShlImmediateIntoSecondLoad32UIndexed
    case i32ShlImmediateIntoI32Add, i32ShlImmediateIntoI32AddThenLoad32U, i32ShlImmediateThenLoad32U
    case i32ShlImmediateIntoI32OrImmediateIntoI32MulIntoReturnOne, i32ShlImmediateIntoI32AddThenLoad16U
    case i32ShlImmediateIntoI32AddThenI32Sub, i32ShlImmediateIntoI32XorIntoReturnOne
    case i32ShlImmediateThenI32ShrUImmediateIntoI32AddIntoReturnOne, globalGetIntoI32AddImmediateIntoGlobalSet
    case f64MulIntoSecondF64AddIntoSecondF64LtIntoBranchIfZero, f64MulThenF64MulIntoThirdF64MultiplyAdd
    case f64MulIntoSecondF64SubtractProductIntoStore64
    case f64MultiplyAddIntoBothOfF64MulIntoSecondF64AddIntoSecondBranchF64Lt
    case f64MultiplyAddIntoSecondF64SubIntoSecondF64AddIntoBranchF64Lt, store32ThenStore32, store32ThenJump
    case store32ThenStore32ThenStore32, store32ThenI32AddImmediateIntoStore32ThenReturnNone
    case load8UThenLoad8UIntoSecondI32SubIntoBranchIfNonZero, load8UIntoI32AddThenLoad8UIntoI32Add
    case load8UIntoBranchTable, load8UIntoBranchIfNonZero, load8UIntoI32ShlImmediateIntoSecondLoad32UIndexed
    case load8UThenLoad8UIndexedIntoI32EqIntoI32Add, load8UIntoBranchI32NeImmediate
    case load8UIntoI32ShlImmediateIntoI32AddThenLoad32U, load8UIntoBranchI32EqImmediate
    case load8UThenLoad8UIntoBranchI32Ne, load8UThenBranchIfZero, f64SubIntoSecondF64AddIntoBothOfF64MulThenF64Add
    case f64SubIntoSecondF64AddThenF64AddIntoF64MultiplyAdd
    case f32MultiplyAddThenLoad32UThenLoad32UIntoSecondF32MultiplyAdd
    case i32RotlImmediateThenI32RotlImmediateIntoI32Xor, i32RotlImmediateIntoI32XorIntoI32Add, i32EqIntoI32Add
    case i32EqIntoI32AddThenI32AddImmediateIntoBranchI32Ne
    case constant64IntoSecondF64MultiplyAddThenConstant32IntoAddressOfStore64, constant64ThenLoad64IntoBothOfF64Mul
    case i32LtUIntoThirdSelect, i32LtUIntoThirdSelectThenSelectThenBranchI32GtUImmediate
    case f64LtIntoThirdSelectThenSelectThenSelect, i64XorIntoI64MulThenI64ShrUImmediateIntoI64Add
    case i32ShrUImmediateIntoI32AndImmediate, i32ShrUImmediateIntoI32Xor
    case i64ShrUImmediateThenI32AddImmediateIntoLoad32UIntoI64Add
    case i64ShrUImmediateThenBranchIfNonZeroThenLoad32UIntoI64Add
    case i64ShrUImmediateThenI32AddImmediateIntoBranchI32NeImmediate
    case f64DivIntoSecondF64MulIntoSecondF64MultiplyAddIntoStore64
    case i32AndIntoI32ShlImmediateIntoSecondLoad64IndexedIntoBranchI64Zero, i32AndIntoI32Xor
    case store16ThenLoad8UIntoI32ShlImmediate, store16ThenI32AddImmediateThenI32AddImmediateIntoBranchIfNonZero
    case load16UIntoI32ShlImmediateIntoI32AddThenLoad16U, i64SubIntoI32WrapI64IntoI32OrImmediateIntoStore8
    case i32OrIntoStore32, i32OrIntoI32AndImmediate
    case i32SubIntoBranchI32GtUImmediateThenI32AddImmediateThenConstant32, i32SubIntoReturnOne
    case zeroManyThenGlobalGetIntoI32AddImmediateIntoGlobalSet, zeroManyThenConstant32
    case i32XorIntoI32AddThenLoad32UIntoI32Add, i32XorIntoI32CtzIntoI32ShrUImmediate
    case i32LtUImmediateThenConstant32ThenSelect, i32LtUImmediateIntoBranchIfNonZero
    case f64AddIntoF64SqrtIntoSecondF64Mul, i32DivUIntoI32MulImmediateIntoSecondI32Sub
    case i64MulIntoI64ShrUImmediateIntoI32WrapI64, i32MulIntoI32AddIntoI32AndImmediateIntoI32RemU
    case i32WrapI64IntoI32AndImmediateIntoI32AddImmediateIntoStore8, vectorLoad128ThenVectorLoad128
    case vectorLoad128ThenI32Add, i32AddIntoVectorLoad128
    case vectorLoad128IntoSecondVectorF32x4MulIntoSecondVectorF32x4Add, vectorF32x4MulIntoSecondVectorF32x4Add
    case vectorF64x2MulIntoSecondVectorF64x2Add, vectorLoad128IntoSecondVectorI32x4DotI16x8S
    case vectorI32x4DotI16x8SIntoVectorI32x4Add, vectorI32x4AddIntoVectorI32x4Add, vectorLoad128IntoVectorI16x8Add
    case vectorLoad128IntoVectorI16x8ShlIntoVectorI16x8Add, vectorI16x8ShlIntoVectorI16x8AddIntoVectorStore128
    case vectorI16x8ShlIntoVectorI16x8Add, vectorI16x8AddIntoVectorI16x8ShrU, vectorI16x8AddIntoVectorStore128
    case vectorI8x16NarrowI16x8UIntoVectorStore128, vectorLoad128IntoVectorI16x8ExtendHighI8x16U
    case vectorLoad128IntoVectorI16x8ExtendLowI8x16U, vectorI16x8ExtendHighI8x16UIntoVectorI16x8Add
    case vectorI16x8ExtendLowI8x16UIntoVectorI16x8Add, vectorI16x8ExtendLowI8x16UThenVectorI16x8ExtendLowI8x16U
}

extension Operation {
    /// Whether only the full loop executes the operation: it concerns vectors or the heap (see `runLoop`).
    var isInFullLoopOnly: Bool {
        switch first {
        case .heap, .structureNew, .structureNewDefault, .arrayNewFixed, .arrayNew, .arrayNewDefault, .vector,
            .vectorToScalar, .vectorShuffle, .vectorSelect, .vectorCopyMany, .vectorZeroMany, .vectorConstant,
            .vectorCopy, .vectorF32x4Add, .vectorF32x4Sub, .vectorF32x4Mul, .vectorF64x2Add, .vectorF64x2Sub,
            .vectorF64x2Mul, .vectorI32x4Add, .vectorI32x4Sub, .vectorI32x4Mul, .vectorI16x8Add, .vectorI16x8Sub,
            .vectorI16x8Mul, .vectorI8x16Add, .vectorI8x16Sub, .vectorI64x2Add, .vectorV128And, .vectorV128Or,
            .vectorV128Xor, .vectorI32x4DotI16x8S, .vectorI8x16NarrowI16x8U, .vectorI16x8ExtendLowI8x16U,
            .vectorI16x8ExtendHighI8x16U, .vectorI16x8Shl, .vectorI16x8ShrU, .vectorLoad128, .vectorStore128,
            .vectorLoad, .vectorStoreLane:
            true
        default: false
        }
    }
}
