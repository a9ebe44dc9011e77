import WasmSyntax

/// Executes instructions on one frame, until another becomes the current one (`.frame`) or the loop must be left.
///
/// Nothing but which step (`Steps/`) an operation is: a switch cannot be cut in two without being executed twice, so this
/// file is as long as there are operations. An arm calls only what is `@inline(__always)`, or goes to where an operation is
/// executed that is too large for the loop. The program counter stands at the instruction and is increased after it; what
/// sets it (branches) sets one less.
///
/// A part of the inner ``runLoop`` that the compiler puts back there; see RATIONALE.md, "Why safe Swift is fast enough".
@inline(__always)
func runFrame(
    code: borrowing Heads, details d: borrowing Details, f: inout Frame, vectors vectorStack: inout MutableSpan<UInt8>,
    vectorSize: Int, memory: inout LinearMemory, memorySize: Int, globals: inout MutableSpan<UInt64>,
    table: borrowing Span<UInt64>, tableSize: Int, functions: borrowing Span<FunctionRecord>, functionCount: Int,
    heap: inout Heap, pc: inout Int, frame: inout Int, base: inout Int, depthLeft: inout Int,
    registers: inout Registers
) -> LoopExit {
    #if NESTBOX_UNMETERED
        // To measure what metering costs: nothing is more than this, so that the compiler drops what counts and compares.
        let limit = registers.noLimit
        var base = 0
    #else
        let limit = registers.limit
    #endif
    while true {
        #if NESTBOX_PROFILE
            registers.profile?.count(pc)
        #endif
        // Set by what cannot go on. Not outside of the loop, where it would take a register.
        var trap = LoopTrap.unreachable
        switch code.operation(pc) {
        case .guardEntry, .unreachable: return .trap(.unreachable)
        case .exitReturn: return .returned
        case .jump:
            if !code.takeBranch(pc, d, &pc, &base, limit) { return .limitAtBranch }
        case .loopCheck:
            if base &+ Int(d.x(pc)) > limit { return .limitAtBranch }
        case .branchIfNonZero: if !code.branchIfNonZero(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchIfZero: if !code.branchIfZero(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchTable: code.branchTable(pc, d, f, &pc)
        case .call:
            if !code.call(pc, d, &f, &pc, &frame, &base, limit, &depthLeft) { return .limitAtCall }
            return .frame
        case .callUnresolved, .returnCallUnresolved: return .unresolvedCall
        case .returnCall:
            if !code.returnCall(pc, d, &f, &pc, &base, limit) { return .limitAtCall }
            continue
        case .callImport:
            registers.callee = Int(d.x(pc))
            registers.calleeFrame = Int(code.a(pc))
            return .call
        case .callIndirect:
            return code.callIndirect(
                pc, d, &f, table, tableSize, functions, functionCount, &pc, &frame, &base, limit, &depthLeft, &registers
            )
        case .callReference:
            return code.callReference(
                pc, d, &f, functions, functionCount, &pc, &frame, &base, limit, &depthLeft, &registers)
        case .returnMany:
            code.copyMany(pc, &f, to: 0, from: code.a(pc), &registers)
            if !code.returnNone(pc, d, f, &pc, &frame, &base, limit, &depthLeft) { return .limitAtReturn }
            return .frame
        case .returnNone:
            if !code.returnNone(pc, d, f, &pc, &frame, &base, limit, &depthLeft) { return .limitAtReturn }
            return .frame
        case .returnOne:
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft) { return .limitAtReturn }
            return .frame
        case .extended: return .extended

        case .heap: if !code.heap(pc, d, &f, &heap, &trap) { return .trap(trap) }
        case .structureNew: if !code.structureNew(pc, d, &f, &heap, &base, limit) { return .newStructure }

        case .copy: f.set(code.a(pc), code.copy(pc, f))
        case .copyMany: code.copyMany(pc, &f, to: code.a(pc), from: code.b(pc), &registers)
        case .zeroMany: code.zeroMany(pc, &f, &registers)
        case .constant32: f.set(code.a(pc), code.constant32(pc, d))
        case .constant64: f.set(code.a(pc), code.constant64(pc, d))
        case .select: f.set(code.a(pc), code.select(pc, d, f))
        case .globalGet: f.set(code.a(pc), code.globalGet(pc, d, globals, registers.firstGlobal))
        case .globalSet: code.globalSet(pc, d, f, &globals, registers.firstGlobal)

        case .i32Add: f.set(code.a(pc), code.i32Add(pc, f))
        case .i32Sub: f.set(code.a(pc), code.i32Sub(pc, f))
        case .i32Mul: f.set(code.a(pc), code.i32Mul(pc, f))
        case .i32And: f.set(code.a(pc), code.i32And(pc, f))
        case .i32Or: f.set(code.a(pc), code.i32Or(pc, f))
        case .i32Xor: f.set(code.a(pc), code.i32Xor(pc, f))
        case .i32Shl: f.set(code.a(pc), code.i32Shl(pc, f))
        case .i32ShrS: f.set(code.a(pc), code.i32ShrS(pc, f))
        case .i32ShrU: f.set(code.a(pc), code.i32ShrU(pc, f))
        case .i32Rotl: f.set(code.a(pc), code.i32Rotl(pc, f))
        case .i32Rotr: f.set(code.a(pc), code.i32Rotr(pc, f))
        case .i32Clz: f.set(code.a(pc), code.i32Clz(pc, f))
        case .i32Ctz: f.set(code.a(pc), code.i32Ctz(pc, f))
        case .i32Popcnt: f.set(code.a(pc), code.i32Popcnt(pc, f))
        case .i32Extend8S: f.set(code.a(pc), code.i32Extend8S(pc, f))
        case .i32Extend16S: f.set(code.a(pc), code.i32Extend16S(pc, f))
        case .i32DivS:
            guard let value = code.i32DivS(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i32DivU:
            guard let value = code.i32DivU(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i32RemS:
            guard let value = code.i32RemS(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i32RemU:
            guard let value = code.i32RemU(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i32Eqz: f.set(code.a(pc), code.i32Eqz(pc, f))
        case .i32Eq: f.set(code.a(pc), code.i32Eq(pc, f))
        case .i32Ne: f.set(code.a(pc), code.i32Ne(pc, f))
        case .i32LtS: f.set(code.a(pc), code.i32LtS(pc, f))
        case .i32LtU: f.set(code.a(pc), code.i32LtU(pc, f))
        case .i32LeS: f.set(code.a(pc), code.i32LeS(pc, f))
        case .i32LeU: f.set(code.a(pc), code.i32LeU(pc, f))
        case .i32AddImmediate: f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i32MulImmediate: f.set(code.a(pc), code.i32MulImmediate(pc, d, f))
        case .i32AndImmediate: f.set(code.a(pc), code.i32AndImmediate(pc, d, f))
        case .i32OrImmediate: f.set(code.a(pc), code.i32OrImmediate(pc, d, f))
        case .i32XorImmediate: f.set(code.a(pc), code.i32XorImmediate(pc, d, f))
        case .i32ShlImmediate: f.set(code.a(pc), code.i32ShlImmediate(pc, d, f))
        case .i32ShrUImmediate: f.set(code.a(pc), code.i32ShrUImmediate(pc, d, f))
        case .i32ShrSImmediate: f.set(code.a(pc), code.i32ShrSImmediate(pc, d, f))
        case .i32RotlImmediate: f.set(code.a(pc), code.i32RotlImmediate(pc, d, f))
        case .i32EqImmediate: f.set(code.a(pc), code.i32EqImmediate(pc, d, f))
        case .i32NeImmediate: f.set(code.a(pc), code.i32NeImmediate(pc, d, f))
        case .i32LtSImmediate: f.set(code.a(pc), code.i32LtSImmediate(pc, d, f))
        case .i32LtUImmediate: f.set(code.a(pc), code.i32LtUImmediate(pc, d, f))
        case .i32GtSImmediate: f.set(code.a(pc), code.i32GtSImmediate(pc, d, f))
        case .i32GtUImmediate: f.set(code.a(pc), code.i32GtUImmediate(pc, d, f))

        case .i64Add: f.set(code.a(pc), code.i64Add(pc, f))
        case .i64Sub: f.set(code.a(pc), code.i64Sub(pc, f))
        case .i64Mul: f.set(code.a(pc), code.i64Mul(pc, f))
        case .i64And: f.set(code.a(pc), code.i64And(pc, f))
        case .i64Or: f.set(code.a(pc), code.i64Or(pc, f))
        case .i64Xor: f.set(code.a(pc), code.i64Xor(pc, f))
        case .i64Shl: f.set(code.a(pc), code.i64Shl(pc, f))
        case .i64ShrS: f.set(code.a(pc), code.i64ShrS(pc, f))
        case .i64ShrU: f.set(code.a(pc), code.i64ShrU(pc, f))
        case .i64Rotl: f.set(code.a(pc), code.i64Rotl(pc, f))
        case .i64Rotr: f.set(code.a(pc), code.i64Rotr(pc, f))
        case .i64Clz: f.set(code.a(pc), code.i64Clz(pc, f))
        case .i64Ctz: f.set(code.a(pc), code.i64Ctz(pc, f))
        case .i64Popcnt: f.set(code.a(pc), code.i64Popcnt(pc, f))
        case .i64Extend8S: f.set(code.a(pc), code.i64Extend8S(pc, f))
        case .i64Extend16S: f.set(code.a(pc), code.i64Extend16S(pc, f))
        case .i64Extend32S: f.set(code.a(pc), code.i64Extend32S(pc, f))
        case .i64DivS:
            guard let value = code.i64DivS(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i64DivU:
            guard let value = code.i64DivU(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i64RemS:
            guard let value = code.i64RemS(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i64RemU:
            guard let value = code.i64RemU(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i64Eqz: f.set(code.a(pc), code.i64Eqz(pc, f))
        case .i64Eq: f.set(code.a(pc), code.i64Eq(pc, f))
        case .i64Ne: f.set(code.a(pc), code.i64Ne(pc, f))
        case .i64LtS: f.set(code.a(pc), code.i64LtS(pc, f))
        case .i64LtU: f.set(code.a(pc), code.i64LtU(pc, f))
        case .i64LeS: f.set(code.a(pc), code.i64LeS(pc, f))
        case .i64LeU: f.set(code.a(pc), code.i64LeU(pc, f))
        case .i64AddImmediate: f.set(code.a(pc), code.i64AddImmediate(pc, d, f))
        case .i64MulImmediate: f.set(code.a(pc), code.i64MulImmediate(pc, d, f))
        case .i64AndImmediate: f.set(code.a(pc), code.i64AndImmediate(pc, d, f))
        case .i64OrImmediate: f.set(code.a(pc), code.i64OrImmediate(pc, d, f))
        case .i64XorImmediate: f.set(code.a(pc), code.i64XorImmediate(pc, d, f))
        case .i64ShlImmediate: f.set(code.a(pc), code.i64ShlImmediate(pc, d, f))
        case .i64ShrUImmediate: f.set(code.a(pc), code.i64ShrUImmediate(pc, d, f))
        case .i64ShrSImmediate: f.set(code.a(pc), code.i64ShrSImmediate(pc, d, f))
        case .i64RotlImmediate: f.set(code.a(pc), code.i64RotlImmediate(pc, d, f))
        case .i64EqImmediate: f.set(code.a(pc), code.i64EqImmediate(pc, d, f))
        case .i64NeImmediate: f.set(code.a(pc), code.i64NeImmediate(pc, d, f))
        case .i64LtSImmediate: f.set(code.a(pc), code.i64LtSImmediate(pc, d, f))
        case .i64LtUImmediate: f.set(code.a(pc), code.i64LtUImmediate(pc, d, f))
        case .i64GtSImmediate: f.set(code.a(pc), code.i64GtSImmediate(pc, d, f))
        case .i64GtUImmediate: f.set(code.a(pc), code.i64GtUImmediate(pc, d, f))

        case .f32Add: f.set(code.a(pc), code.f32Add(pc, f))
        case .f32Sub: f.set(code.a(pc), code.f32Sub(pc, f))
        case .f32Mul: f.set(code.a(pc), code.f32Mul(pc, f))
        case .f32Div: f.set(code.a(pc), code.f32Div(pc, f))
        case .f32Copysign: f.set(code.a(pc), code.f32Copysign(pc, f))
        case .f32Abs: f.set(code.a(pc), code.f32Abs(pc, f))
        case .f32Neg: f.set(code.a(pc), code.f32Neg(pc, f))
        case .f32Sqrt: f.set(code.a(pc), code.f32Sqrt(pc, f))
        case .f32Eq: f.set(code.a(pc), code.f32Eq(pc, f))
        case .f32Ne: f.set(code.a(pc), code.f32Ne(pc, f))
        case .f32Lt: f.set(code.a(pc), code.f32Lt(pc, f))
        case .f32Le: f.set(code.a(pc), code.f32Le(pc, f))

        case .f64Add: f.set(code.a(pc), code.f64Add(pc, f))
        case .f64Sub: f.set(code.a(pc), code.f64Sub(pc, f))
        case .f64Mul: f.set(code.a(pc), code.f64Mul(pc, f))
        case .f64Div: f.set(code.a(pc), code.f64Div(pc, f))
        case .f32MultiplyAdd: f.set(code.a(pc), code.f32MultiplyAdd(pc, d, f))
        case .f32MultiplySubtract: f.set(code.a(pc), code.f32MultiplySubtract(pc, d, f))
        case .f32SubtractProduct: f.set(code.a(pc), code.f32SubtractProduct(pc, d, f))
        case .f64MultiplyAdd: f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f))
        case .f64MultiplySubtract: f.set(code.a(pc), code.f64MultiplySubtract(pc, d, f))
        case .f64SubtractProduct: f.set(code.a(pc), code.f64SubtractProduct(pc, d, f))
        case .f64Copysign: f.set(code.a(pc), code.f64Copysign(pc, f))
        case .f64Abs: f.set(code.a(pc), code.f64Abs(pc, f))
        case .f64Neg: f.set(code.a(pc), code.f64Neg(pc, f))
        case .f64Sqrt: f.set(code.a(pc), code.f64Sqrt(pc, f))
        case .f64Eq: f.set(code.a(pc), code.f64Eq(pc, f))
        case .f64Ne: f.set(code.a(pc), code.f64Ne(pc, f))
        case .f64Lt: f.set(code.a(pc), code.f64Lt(pc, f))
        case .f64Le: f.set(code.a(pc), code.f64Le(pc, f))

        case .i32WrapI64: f.set(code.a(pc), code.i32WrapI64(pc, f))
        case .f64ConvertI32S: f.set(code.a(pc), code.f64ConvertI32S(pc, f))
        case .f64ConvertI32U: f.set(code.a(pc), code.f64ConvertI32U(pc, f))
        case .f64ConvertI64S: f.set(code.a(pc), code.f64ConvertI64S(pc, f))
        case .f32ConvertI32S: f.set(code.a(pc), code.f32ConvertI32S(pc, f))
        case .f64PromoteF32: f.set(code.a(pc), code.f64PromoteF32(pc, f))
        case .f32DemoteF64: f.set(code.a(pc), code.f32DemoteF64(pc, f))
        case .i32TruncF64S:
            guard let value = code.i32TruncF64S(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .load8U:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .load16U:
            guard let value = code.load16U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .load32U:
            guard let value = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .load64:
            guard let value = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i32Load8S:
            guard let value = code.i32Load8S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i32Load16S:
            guard let value = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i64Load8S:
            guard let value = code.i64Load8S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i64Load16S:
            guard let value = code.i64Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .i64Load32S:
            guard let value = code.i64Load32S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .store8: if !code.store8(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store16: if !code.store16(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store32: if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store64: if !code.store64(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .load8UIndexed:
            guard let value = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .load16UIndexed:
            guard let value = code.load16UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .load32UIndexed:
            guard let value = code.load32UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .load64Indexed:
            guard let value = code.load64Indexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
        case .store8Indexed: if !code.store8Indexed(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store16Indexed: if !code.store16Indexed(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store32Indexed: if !code.store32Indexed(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store64Indexed: if !code.store64Indexed(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store8Immediate: if !code.store8Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store16Immediate: if !code.store16Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store32Immediate: if !code.store32Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store64Immediate: if !code.store64Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .checkAddress64: if !code.checkAddress64(pc, f, &trap) { return .trap(trap) }
        case .checkAligned: if !code.checkAligned(pc, d, f, &trap) { return .trap(trap) }
        case .memorySize: f.set(code.a(pc), registers.memoryPages)

        // What is too large for the loop, behind one call: with several it would not keep everything in registers.
        case .called, .convert, .vector, .vectorToScalar, .vectorConstant, .vectorShuffle, .vectorSelect, .vectorCopy,
            .vectorCopyMany, .vectorZeroMany:
            let result = executeCalled(
                at: pc, code, d, &vectorStack, frame: frame, b: f.u64(code.b(pc)), c: f.u64(code.c(pc)),
                x: f.u64(d.slotX(pc)), y: f.u64(d.slotY(pc)))
            if let failure = result.trap { return .trap(failure) }
            if result.hasValue { f.set(code.a(pc), result.value) }
            pc &+= result.words
        case .vectorF32x4Add: code.f32x4Add(pc, &vectorStack, vectorSize, frame)
        case .vectorF32x4Sub: code.f32x4Sub(pc, &vectorStack, vectorSize, frame)
        case .vectorF32x4Mul: code.f32x4Mul(pc, &vectorStack, vectorSize, frame)
        case .vectorF64x2Add: code.f64x2Add(pc, &vectorStack, vectorSize, frame)
        case .vectorF64x2Sub: code.f64x2Sub(pc, &vectorStack, vectorSize, frame)
        case .vectorF64x2Mul: code.f64x2Mul(pc, &vectorStack, vectorSize, frame)
        case .vectorI32x4Add: code.i32x4Add(pc, &vectorStack, vectorSize, frame)
        case .vectorI32x4Sub: code.i32x4Sub(pc, &vectorStack, vectorSize, frame)
        case .vectorI32x4Mul: code.i32x4Mul(pc, &vectorStack, vectorSize, frame)
        case .vectorI16x8Add: code.i16x8Add(pc, &vectorStack, vectorSize, frame)
        case .vectorI16x8Sub: code.i16x8Sub(pc, &vectorStack, vectorSize, frame)
        case .vectorI16x8Mul: code.i16x8Mul(pc, &vectorStack, vectorSize, frame)
        case .vectorI8x16Add: code.i8x16Add(pc, &vectorStack, vectorSize, frame)
        case .vectorI8x16Sub: code.i8x16Sub(pc, &vectorStack, vectorSize, frame)
        case .vectorI64x2Add: code.i64x2Add(pc, &vectorStack, vectorSize, frame)
        case .vectorV128And: code.v128And(pc, &vectorStack, vectorSize, frame)
        case .vectorV128Or: code.v128Or(pc, &vectorStack, vectorSize, frame)
        case .vectorV128Xor: code.v128Xor(pc, &vectorStack, vectorSize, frame)
        case .vectorI32x4DotI16x8S: code.i32x4DotI16x8S(pc, &vectorStack, vectorSize, frame)
        case .vectorI16x8ExtendLowI8x16U: code.i16x8ExtendLowI8x16U(pc, &vectorStack, vectorSize, frame)
        case .vectorI16x8ExtendHighI8x16U: code.i16x8ExtendHighI8x16U(pc, &vectorStack, vectorSize, frame)
        case .vectorI16x8Shl: code.i16x8Shl(pc, d, f, &vectorStack, vectorSize, frame)
        case .vectorI16x8ShrU: code.i16x8ShrU(pc, d, f, &vectorStack, vectorSize, frame)
        case .vectorLoad128:
            if !code.vectorLoad128(pc, d, f, &vectorStack, vectorSize, frame, memory, memorySize, &trap) {
                return .trap(trap)
            }
        case .vectorStore128:
            if !code.vectorStore128(pc, d, f, &vectorStack, vectorSize, frame, &memory, memorySize, &trap) {
                return .trap(trap)
            }
        case .vectorLoad:
            if !code.vectorLoad(pc, d, f, &vectorStack, vectorSize, frame, memory, memorySize, &trap) {
                return .trap(trap)
            }
        case .vectorStoreLane:
            if !code.vectorStoreLane(pc, d, f, &vectorStack, vectorSize, frame, &memory, memorySize, &trap) {
                return .trap(trap)
            }

        case .branchI32Eq: if !code.branchI32Eq(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32Ne: if !code.branchI32Ne(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32LtS: if !code.branchI32LtS(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32LtU: if !code.branchI32LtU(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32LeS: if !code.branchI32LeS(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32LeU: if !code.branchI32LeU(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32EqImmediate: if !code.branchI32EqImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32NeImmediate: if !code.branchI32NeImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32LtSImmediate:
            if !code.branchI32LtSImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32LtUImmediate:
            if !code.branchI32LtUImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32GtSImmediate:
            if !code.branchI32GtSImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI32GtUImmediate:
            if !code.branchI32GtUImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64Eq: if !code.branchI64Eq(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64Ne: if !code.branchI64Ne(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64LtS: if !code.branchI64LtS(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64LtU: if !code.branchI64LtU(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64LeS: if !code.branchI64LeS(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64LeU: if !code.branchI64LeU(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64EqImmediate: if !code.branchI64EqImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64NeImmediate: if !code.branchI64NeImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64LtSImmediate:
            if !code.branchI64LtSImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64LtUImmediate:
            if !code.branchI64LtUImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64GtSImmediate:
            if !code.branchI64GtSImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64GtUImmediate:
            if !code.branchI64GtUImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchF64Lt: if !code.branchF64Lt(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchF64Le: if !code.branchF64Le(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchF64NotLt: if !code.branchF64NotLt(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchF64NotLe: if !code.branchF64NotLe(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64NonZero: if !code.branchI64NonZero(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .branchI64Zero: if !code.branchI64Zero(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        // Superinstructions: one after the other, each with what the one before has computed if that is its operand.
        case .i32AddImmediateThenCall:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            if !code.call(pc, d, &f, &pc, &frame, &base, limit, &depthLeft) { return .limitAtCall }
            return .frame
        case .i32AddImmediateThenI32AddImmediate:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i32AddImmediateIntoBranchI32Ne:
            let first = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &base, limit, a: first) { return .limitAtBranch }
        case .i32AddImmediateIntoBranchIfNonZero:
            let first = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: first) { return .limitAtBranch }
        case .i32AddImmediateIntoLoad64:
            let first = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i32AddImmediateIntoBranchI32NeImmediate:
            let first = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.branchI32NeImmediate(pc, d, f, &pc, &base, limit, a: first) { return .limitAtBranch }
        case .i32AddImmediateIntoStore8Immediate:
            let first = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store8Immediate(pc, d, f, &memory, memorySize, &trap, b: first) { return .trap(trap) }
        case .i32AddImmediateIntoLoad32U:
            let first = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i32AddImmediateThenCopy:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
        case .i32AddImmediateThenI64AddImmediate:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.i64AddImmediate(pc, d, f))
        case .i32AddImmediateThenJump:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &base, limit) { return .limitAtBranch }
        case .i32AddImmediateIntoReturnOne:
            let first = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: first) { return .limitAtReturn }
            return .frame
        case .i32AddImmediateThenConstant32:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.constant32(pc, d))
        case .i32AddImmediateThenLoad32U:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i32AddImmediateIntoI32NeImmediateIntoBranchIfNonZero:
            let first = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.i32NeImmediate(pc, d, f, b: first)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .i32AddImmediateThenI64AddImmediateIntoBranchI64NeImmediate:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            let second = code.i64AddImmediate(pc, d, f)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchI64NeImmediate(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .i32AddImmediateThenI32AddImmediateIntoBranchIfNonZero:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .i32AddImmediateThenI32AddImmediateIntoBranchI32LtU:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchI32LtU(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .copyThenCall:
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            if !code.call(pc, d, &f, &pc, &frame, &base, limit, &depthLeft) { return .limitAtCall }
            return .frame
        case .copyThenCopy:
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
        case .copyThenI32AddImmediate:
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .copyThenJump:
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &base, limit) { return .limitAtBranch }
        case .copyThenCopyThenJump:
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &base, limit) { return .limitAtBranch }
        case .copyThenI32AddImmediateIntoBranchI32Ne:
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .copyThenCopyThenCopy:
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
        case .load32UIntoSecondF32MultiplyAdd:
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.f32MultiplyAdd(pc, d, f, c: first))
        case .load32UIntoI64Mul:
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i64Mul(pc, f, b: first))
        case .load32UIntoI64Add:
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i64Add(pc, f, b: first))
        case .load32UThenI32Add:
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f))
        case .load32UThenLoad32UIntoSecondF32MultiplyAdd:
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.f32MultiplyAdd(pc, d, f, c: second))
        case .load64IntoStore64:
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .load64IntoF64Sub:
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.f64Sub(pc, f, b: first))
        case .load64ThenLoad64:
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .load64IntoF64SubIntoSecondF64MultiplyAdd:
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.f64Sub(pc, f, b: first)
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f, c: second))
        case .load64ThenI32ShrUImmediateIntoI32Add:
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.i32ShrUImmediate(pc, d, f)
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: second))
        case .f64MultiplyAddIntoStore64:
            let first = code.f64MultiplyAdd(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .f64MultiplyAddThenConstant32:
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.constant32(pc, d))
        case .f64MultiplyAddIntoThirdF64MultiplyAdd:
            let first = code.f64MultiplyAdd(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f, x: first))
        case .f64MultiplyAddThenI32AddImmediate:
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .f64MultiplyAddThenLoad64:
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .f64MultiplyAddIntoStore64ThenI32AddImmediate:
            let first = code.f64MultiplyAdd(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .f64MultiplyAddIntoStore64ThenLoad64:
            let first = code.f64MultiplyAdd(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
            pc &+= 1
            guard let third = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), third)
        case .f64MultiplyAddThenConstant32IntoAddressOfStore64:
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f))
            pc &+= 1
            let second = code.constant32(pc, d)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, b: second) { return .trap(trap) }
        case .i32AddThenI32AddImmediate:
            f.set(code.a(pc), code.i32Add(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i32AddIntoI32AddImmediate:
            let first = code.i32Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f, b: first))
        case .i32AddIntoLoad8U:
            let first = code.i32Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i32AddThenI32Add:
            f.set(code.a(pc), code.i32Add(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f))
        case .i32AddThenReturnNone:
            f.set(code.a(pc), code.i32Add(pc, f))
            pc &+= 1
            if !code.returnNone(pc, d, f, &pc, &frame, &base, limit, &depthLeft) { return .limitAtReturn }
            return .frame
        case .i32AddThenLoad32U:
            f.set(code.a(pc), code.i32Add(pc, f))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i32AddIntoReturnOne:
            let first = code.i32Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: first) { return .limitAtReturn }
            return .frame
        case .i32AddIntoI32LtUImmediateIntoBranchIfNonZero:
            let first = code.i32Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.i32LtUImmediate(pc, d, f, b: first)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .i32AddThenI64ShrUImmediateThenI32AddImmediate:
            f.set(code.a(pc), code.i32Add(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i64ShrUImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i32AddIntoI64AddThenI32AddImmediate:
            let first = code.i32Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i64Add(pc, f, b: first))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i32AddIntoI32AddImmediateIntoReturnOne:
            let first = code.i32Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f, b: first)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: second) { return .limitAtReturn }
            return .frame
        case .i32AddThenI32AddImmediateIntoBranchI32Ne:
            f.set(code.a(pc), code.i32Add(pc, f))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .i64ShlImmediateIntoI64Xor:
            let first = code.i64ShlImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i64Xor(pc, f, b: first))
        case .constant32ThenBranchI32LtUImmediate:
            f.set(code.a(pc), code.constant32(pc, d))
            pc &+= 1
            if !code.branchI32LtUImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .constant32IntoLoad64:
            let first = code.constant32(pc, d)
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .constant32ThenConstant32:
            f.set(code.a(pc), code.constant32(pc, d))
            pc &+= 1
            f.set(code.a(pc), code.constant32(pc, d))
        case .constant32IntoReturnOne:
            let first = code.constant32(pc, d)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: first) { return .limitAtReturn }
            return .frame
        case .constant32ThenBranchIfZero:
            f.set(code.a(pc), code.constant32(pc, d))
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .constant32ThenI32AddImmediateIntoBranchI32NeImmediate:
            f.set(code.a(pc), code.constant32(pc, d))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchI32NeImmediate(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .constant32IntoI32AddIntoLoad8U:
            let first = code.constant32(pc, d)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.i32Add(pc, f, b: first)
            f.set(code.a(pc), second)
            pc &+= 1
            guard let third = code.load8U(pc, d, f, memory, memorySize, &trap, b: second) else { return .trap(trap) }
            f.set(code.a(pc), third)
        case .constant32IntoLoad64ThenConstant64:
            let first = code.constant32(pc, d)
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.constant64(pc, d))
        case .i32LtUImmediateIntoBranchIfNonZero:
            let first = code.i32LtUImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: first) { return .limitAtBranch }
        case .load8UIntoI32ShlImmediate:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32ShlImmediate(pc, d, f, b: first))
        case .load8UIntoI32Add:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: first))
        case .load8UIntoBranchTable:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            code.branchTable(pc, d, f, &pc, a: first)
        case .load8UIntoBranchIfNonZero:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: first) { return .limitAtBranch }
        case .load8UThenI32AddImmediate:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .load8UThenLoad8U:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .load8UIntoStore8:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .load8UThenLoad8UIndexed:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .load8UIntoI64Xor:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i64Xor(pc, f, b: first))
        case .load8UIntoI32ShlImmediateIntoSecondLoad32UIndexed:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.i32ShlImmediate(pc, d, f, b: first)
            f.set(code.a(pc), second)
            pc &+= 1
            guard let third = code.load32UIndexed(pc, d, f, memory, memorySize, &trap, c: second) else {
                return .trap(trap)
            }
            f.set(code.a(pc), third)
        case .load8UIntoI32AddIntoStore16:
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.i32Add(pc, f, b: first)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.store16(pc, d, f, &memory, memorySize, &trap, a: second) { return .trap(trap) }
        case .load8UIndexedIntoBranchI32Ne:
            guard let first = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &base, limit, a: first) { return .limitAtBranch }
        case .load8UIndexedThenLoad8UIndexedIntoBranchI32Ne:
            guard let first = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .i32MulIntoI32Add:
            let first = code.i32Mul(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: first))
        case .i32MulIntoReturnOne:
            let first = code.i32Mul(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: first) { return .limitAtReturn }
            return .frame
        case .f64SubIntoSecondF64Add:
            let first = code.f64Sub(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.f64Add(pc, f, c: first))
        case .f64SubThenLoad64ThenF64Mul:
            f.set(code.a(pc), code.f64Sub(pc, f))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.f64Mul(pc, f))
        case .f64SubIntoSecondF64AddIntoBranchF64Lt:
            let first = code.f64Sub(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.f64Add(pc, f, c: first)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchF64Lt(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .i32Load16SThenI32Load16S:
            guard let first = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .f64ConvertI32UIntoSecondF64Div:
            let first = code.f64ConvertI32U(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.f64Div(pc, f, c: first))
        case .f64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd:
            let first = code.f64ConvertI32U(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.f64Div(pc, f, c: first)
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f, c: second))
        case .i32ShrUImmediateIntoI32AndImmediate:
            let first = code.i32ShrUImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32AndImmediate(pc, d, f, b: first))
        case .i32ShrUImmediateIntoI32Add:
            let first = code.i32ShrUImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: first))
        case .i32ShrUImmediateIntoI32AndImmediateIntoLoad32U:
            let first = code.i32ShrUImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.i32AndImmediate(pc, d, f, b: first)
            f.set(code.a(pc), second)
            pc &+= 1
            guard let third = code.load32U(pc, d, f, memory, memorySize, &trap, b: second) else { return .trap(trap) }
            f.set(code.a(pc), third)
        case .store8ThenI32AddImmediate:
            if !code.store8(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i64AddIntoStore32:
            let first = code.i64Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .i64AddIntoStore32ThenI64ShrUImmediate:
            let first = code.i64Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
            pc &+= 1
            f.set(code.a(pc), code.i64ShrUImmediate(pc, d, f))
        case .f64MulIntoSecondF64Add:
            let first = code.f64Mul(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.f64Add(pc, f, c: first))
        case .f64MulThenI32AddImmediate:
            f.set(code.a(pc), code.f64Mul(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .f64MulThenF64Mul:
            f.set(code.a(pc), code.f64Mul(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.f64Mul(pc, f))
        case .f64MulThenF64AddIntoF64MultiplyAdd:
            f.set(code.a(pc), code.f64Mul(pc, f))
            pc &+= 1
            let second = code.f64Add(pc, f)
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f, b: second))
        case .f64MulIntoSecondF64AddIntoSecondBranchF64Lt:
            let first = code.f64Mul(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.f64Add(pc, f, c: first)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchF64Lt(pc, d, f, &pc, &base, limit, b: second) { return .limitAtBranch }
        case .f64MulIntoSecondF64DivIntoSecondF64Mul:
            let first = code.f64Mul(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.f64Div(pc, f, c: first)
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.f64Mul(pc, f, c: second))
        case .f64AddIntoF64MultiplyAdd:
            let first = code.f64Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f, b: first))
        case .f64AddIntoSecondF64LtIntoBranchIfZero:
            let first = code.f64Add(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            let second = code.f64Lt(pc, f, c: first)
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .i32XorThenCopy:
            f.set(code.a(pc), code.i32Xor(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
        case .i32XorIntoI32MulImmediate:
            let first = code.i32Xor(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32MulImmediate(pc, d, f, b: first))
        case .i32RotlImmediateIntoI32Xor:
            let first = code.i32RotlImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Xor(pc, f, b: first))
        case .i32RotlImmediateThenI32RotlImmediateIntoI32Xor:
            f.set(code.a(pc), code.i32RotlImmediate(pc, d, f))
            pc &+= 1
            let second = code.i32RotlImmediate(pc, d, f)
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.i32Xor(pc, f, b: second))
        case .i64ShrUImmediateIntoI64Xor:
            let first = code.i64ShrUImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i64Xor(pc, f, b: first))
        case .i64ShrUImmediateIntoStore8:
            let first = code.i64ShrUImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .i64ShrUImmediateIntoI32WrapI64:
            let first = code.i64ShrUImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32WrapI64(pc, f, b: first))
        case .i32NeImmediateIntoBranchIfNonZero:
            let first = code.i32NeImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: first) { return .limitAtBranch }
        case .i64MulThenI64ShrUImmediate:
            f.set(code.a(pc), code.i64Mul(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i64ShrUImmediate(pc, d, f))
        case .i64MulThenI64ShrUImmediateIntoI64Add:
            f.set(code.a(pc), code.i64Mul(pc, f))
            pc &+= 1
            let second = code.i64ShrUImmediate(pc, d, f)
            f.set(code.a(pc), second)
            pc &+= 1
            f.set(code.a(pc), code.i64Add(pc, f, b: second))
        case .i32EqIntoI32Add:
            let first = code.i32Eq(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: first))
        case .i64RotlImmediateThenBranchI64Zero:
            f.set(code.a(pc), code.i64RotlImmediate(pc, d, f))
            pc &+= 1
            if !code.branchI64Zero(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .i32ShlImmediateIntoI32Add:
            let first = code.i32ShlImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: first))
        case .i32ShlImmediateIntoI32AddThenLoad16U:
            let first = code.i32ShlImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: first))
            pc &+= 1
            guard let third = code.load16U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), third)
        case .i32ShlImmediateIntoSecondLoad64IndexedIntoBranchI64Zero:
            let first = code.i32ShlImmediate(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            guard let second = code.load64Indexed(pc, d, f, memory, memorySize, &trap, c: first) else {
                return .trap(trap)
            }
            f.set(code.a(pc), second)
            pc &+= 1
            if !code.branchI64Zero(pc, d, f, &pc, &base, limit, a: second) { return .limitAtBranch }
        case .f64LtIntoBranchIfZero:
            let first = code.f64Lt(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &base, limit, a: first) { return .limitAtBranch }
        case .f64LtIntoThirdSelect:
            let first = code.f64Lt(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.select(pc, d, f, x: first))
        case .f64SubtractProductIntoStore64:
            let first = code.f64SubtractProduct(pc, d, f)
            f.set(code.a(pc), first)
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .selectThenSelect:
            f.set(code.a(pc), code.select(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.select(pc, d, f))
        case .load32UIndexedIntoI32Add:
            guard let first = code.load32UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: first))
        case .store32ThenJump:
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &base, limit) { return .limitAtBranch }
        case .store32ThenI32AddImmediateThenI32AddImmediate:
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i32AndIntoI32Xor:
            let first = code.i32And(pc, f)
            f.set(code.a(pc), first)
            pc &+= 1
            f.set(code.a(pc), code.i32Xor(pc, f, b: first))
        case .constant64ThenLoad64:
            f.set(code.a(pc), code.constant64(pc, d))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        }
        pc &+= 1
    }
}
