// Written by `scripts/write-loop`, which names the tables that this file follows from. Change those.

/// An operation of the internal code: a register machine over the slots of a frame.
///
/// The steps (`Machine/Steps/`) define what each operation does; the comments here name the fields of
/// ``InternalInstruction`` that a group uses. Rare operations go through ``outlined``, ``convert``, ``storeOperation`` or
/// an exit from the loop.
enum Operation: UInt16, CaseIterable {
    // Control. Branches: `x` = place before the target, `y` = change of the budget's base, `c` = prefix of a backward target.
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
    /// The units of a loop: `x` = global that counts them, `y` = prefix.
    case meterStart, meterEnd
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
    case i32AddImmediateIntoGlobalSetThenI32AndImmediateIntoReturnOne, copyThenCopy, copyThenI32AddImmediate
    case copyThenJump, copyThenI32AddImmediateIntoBranchI32Ne, copyThenCopyThenCopy, copyIntoI32AddThenCopy
    case copyThenI32AddImmediateThenCall, copyThenI32AddImmediateIntoBranchIfNonZero, copyThenCall
    case copyThenCopyThenCall, copyThenI32AddImmediateIntoGlobalSetThenReturnNone, copyThenLoad32U
    case copyThenCopyThenCopyThenCall, copyThenStore32, copyIntoLoad8UThenConstant32IntoSecondI32ShrU
    case copyThenConstant32ThenCall, load32UIntoSecondF32MultiplyAdd, load32UIntoI64Mul, load32UIntoI64Add
    case load32UThenI32Add, load32UThenLoad32UIntoSecondF32MultiplyAdd, load32UThenLoad32UIntoBranchI32Eq
    case load32UIntoI32AddImmediateIntoStore32, load32UIntoBranchI32NeImmediate, load32UIntoBranchIfZero
    case load32UThenLoad32U, load32UIntoI64AddThenLoad32UIntoI64Mul
    case load32UThenI32ShlImmediateIntoI32AddThenLoad32U, load32UIntoReturnOne
    case load32UIntoI32AddImmediateIntoBranchTable, load32UThenStore32, load32UThenI32AddImmediate
    case load32UThenLoad32UThenLoad32U, load32UThenI32AddThenLoad32U, load64ThenStore64, load64IntoF64Sub
    case load64ThenLoad64, load64ThenI32ShrUImmediateIntoI32Add, load64IntoF64SubThenF64MultiplyAdd
    case load64ThenI32AddImmediateIntoLoad64, load64ThenI32AddIntoI32AddImmediate
    case load64ThenStore64ThenLoad64ThenStore64, load64IntoF64SubIntoBothOfF64MultiplyAdd
    case load64IntoF64SubIntoBothOfF64MultiplyAddIntoF64Add, load64ThenLoad64IntoSecondF64MultiplyAddIntoStore64
    case f64MultiplyAddIntoThirdF64MultiplyAdd, f64MultiplyAddIntoStore64ThenI32AddImmediate
    case f64MultiplyAddIntoStore64ThenLoad64, f64MultiplyAddThenConstant32IntoAddressOfStore64
    case i32AddThenI32AddImmediate, i32AddIntoLoad8U, i32AddThenI32Add, i32AddThenReturnNone, i32AddThenLoad32U
    case i32AddIntoReturnOne, i32AddIntoI32LtUImmediateIntoBranchIfNonZero
    case i32AddThenI64ShrUImmediateThenI32AddImmediate, i32AddThenI32AddImmediateIntoBranchI32Ne
    case i64ShlImmediateIntoI64Xor, i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI64Xor
    case i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI32WrapI64, constant32ThenBranchI32LtUImmediate
    case constant32IntoLoad64, constant32ThenConstant32, constant32ThenBranchIfZero
    case constant32ThenI32AddImmediateIntoBranchI32NeImmediate, constant32IntoI32AddIntoLoad8U
    case constant32IntoLoad64ThenConstant64, constant32ThenConstant32IntoSelect, constant32ThenI32AddImmediate
    case constant32IntoI32AddIntoGlobalSetThenReturnOne
    case constant32ThenGlobalGetIntoI32AddImmediateIntoAddressOfStore32, constant32IntoI32And
    case constant32IntoI32AddIntoGlobalSetThenReturnNone, constant32ThenGlobalGetIntoI32AddImmediateIntoGlobalSet
    case constant32IntoI32AndIntoBranchIfZero, constant32ThenI32Sub, constant32IntoI32AddThenCopy
    case constant32IntoI32ShlIntoI32AndIntoBranchIfNonZero, load8UIntoI32ShlImmediate, load8UIntoI32Add
    case load8UIntoBranchTable, load8UIntoBranchIfNonZero, load8UThenI32AddImmediate, load8UThenLoad8U
    case load8UIntoStore8, load8UThenLoad8UIndexed, load8UIntoI32ShlImmediateIntoSecondLoad32UIndexed
    case load8UIntoI32AddIntoStore16, load8UIntoBranchI32EqImmediateIntoBranchI32EqImmediate
    case load8UIntoBranchI32EqImmediateIntoBranchI32NeImmediate, load8UIntoI32AddImmediateIntoI32AndImmediate
    case load8UThenI32AddImmediateThenBranchIfNonZero, load8UThenLoad8UIntoBranchI32Eq
    case load8UThenLoad8UIntoBranchI32NeThenI32AddImmediate, load8UThenLoad32UIntoAddressOfStore8ThenReturnNone
    case load8UIndexedIntoBranchI32Ne, load8UIndexedThenLoad8UIndexedIntoBranchI32Ne
    case load8UIndexedThenI32AndImmediateIntoI32XorIntoI32AndImmediate, i32MulIntoI32Add, f64SubIntoSecondF64Add
    case f64SubThenLoad64ThenF64Mul, f64SubIntoSecondF64AddIntoBranchF64Lt, i32Load16SThenI32Load16S
    case f64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd, i32ShrUImmediateIntoI32AndImmediateIntoLoad32U
    case i32ShrUImmediateIntoI32Xor, i32ShrUImmediateIntoStore8, store8ThenI32AddImmediate
    case store8ThenI32AddImmediateThenBranchI64GtUImmediate, store8ThenBranchI32LtUImmediateThenStore8ThenStore8
    case i64AddIntoStore32, i64AddIntoStore32ThenI64ShrUImmediate, i64AddThenI32Add, f64MulThenI32AddImmediate
    case f64MulThenF64Mul, f64MulThenF64AddIntoF64MultiplyAdd, f64MulIntoSecondF64AddIntoSecondBranchF64Lt
    case f64MulIntoSecondF64DivIntoSecondF64Mul, f64MulIntoSecondF64SubtractProductIntoStore64
    case f64AddIntoF64MultiplyAdd, f64AddIntoSecondF64LtIntoBranchIfZero, i32XorThenCopy, i32XorIntoI32MulImmediate
    case i32RotlImmediateIntoI32Xor, i32RotlImmediateThenI32RotlImmediateIntoI32Xor, i64ShrUImmediateIntoI64Xor
    case i64ShrUImmediateIntoStore8, i64ShrUImmediateIntoI32WrapI64, i64MulThenI64ShrUImmediateIntoI64Add
    case i64MulIntoI64ShrUImmediateIntoI32WrapI64, i32EqIntoI32Add
    case i32EqThenI32XorImmediateIntoI32AndImmediateIntoI32ShrUImmediate, i32ShlImmediateIntoI32Add
    case i32ShlImmediateIntoI32AddThenLoad16U, i32ShlImmediateIntoSecondLoad64IndexedIntoBranchI64Zero
    case i32ShlImmediateIntoSecondLoad32UIndexed, i32ShlImmediateIntoI32AddImmediateThenJump
    case i32ShlImmediateIntoI32AddThenLoad32U, i32ShlImmediateIntoI32OrImmediate
    case i32ShlImmediateIntoSecondAddressOfStore32Indexed
    case i32ShlImmediateIntoI32ShrSImmediateIntoI32LtSImmediateIntoThirdSelect, f64LtIntoThirdSelect
    case f64SubtractProductIntoStore64, selectThenSelect, load32UIndexedIntoI32Add, store32ThenJump
    case store32ThenI32AddImmediate, store32ThenStore32, store32ThenCopyThenBranchI32LtU, store32ThenLoad32U
    case store32ThenStore32ThenStore32ThenStore32, store32ThenLoad32UIntoCopyThenCall
    case store32ThenStore32ThenLoad32UThenLoad32U, i32AndIntoI32Xor, i32AndThenI32AndIntoI32Xor
    case constant64ThenLoad64, constant64ThenLoad32UIntoI32MulImmediate, i64DivUIntoI64MulImmediateIntoSecondI64Sub
    case i32AndImmediateIntoF64ConvertI32UIntoSecondF64Add, i32AndImmediateIntoI32ShlImmediateThenLoad32U
    case i32AndImmediateIntoBranchI32EqImmediateIntoBranchI32NeImmediate, i32AndImmediateIntoBranchIfZero
    case i32AndImmediateIntoBranchIfNonZero, i32AndImmediateIntoI32ShlImmediateIntoI32AddImmediate
    case i32AndImmediateIntoI32Or, i32AndImmediateThenI32LtUImmediateThenConstant32IntoSelect
    case i32AndImmediateIntoBranchI32EqImmediate, i32AndImmediateIntoI32Add
    case i32DivUIntoI32MulImmediateIntoSecondI32Sub, i32GtUImmediateThenCopyThenBranchIfNonZero
    case i32MulImmediateThenI32AndImmediateIntoI32Xor, branchIfZeroThenBranchIfZeroThenI32Add
    case i32WrapI64IntoI32OrImmediate, vectorLoad128ThenVectorLoad128, vectorLoad128ThenI32Add
    case i32AddIntoVectorLoad128, i32AddIntoLoad8UIntoStore8, i32AddIntoStore32, i32AddThenCopyThenCopy
    case i32AddThenLoad32UIntoI32Add, i32AddThenI32AddImmediateThenI32AddThenI32AddImmediate
    case i32AddThenI32Load16SThenI32Load16SIntoI32Mul, store64ImmediateThenI32AddImmediateIntoBranchI32Ne
    case store64ImmediateThenStore64Immediate, globalGetIntoI32AddImmediateIntoGlobalSet
    case globalGetThenConstant32IntoSecondI32SubIntoGlobalSet
    case globalGetThenConstant32IntoSecondI32SubIntoAddressOfStore32, i32SubIntoBranchIfNonZeroThenI32AddImmediate
    case i32SubIntoI32ShrSImmediate, i32SubIntoReturnOne, load16UIntoBranchI32Ne
    case i32LtUIntoThirdSelectThenSelectThenBranchI32GtUImmediate
    case f64SqrtIntoSecondF64MulIntoSecondF64DivIntoSecondF64Mul
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
