import WasmSyntax

/// Executes instructions on one frame, until another becomes the current one (`.frame`) or the loop must be left.
///
/// A part of ``runLoop`` that the compiler puts back there: in a function of its own because a function with so many
/// branches no longer gets inlined what it calls, and ``runLoop`` needs that for cutting the frame.
@inline(__always)
func runFrame(
    code: borrowing Heads, details d: borrowing Details, f: inout Frame,
    vectors vectorStack: inout MutableSpan<UInt8>, vectorSize: Int,
    memory: inout LinearMemory, memorySize: Int, globals: inout MutableSpan<UInt64>, table: borrowing Span<UInt64>,
    tableSize: Int,
    functions: borrowing Span<FunctionRecord>, functionCount: Int, heap: inout Heap, pc: inout Int, frame: inout Int,
    base: inout Int,
    depthLeft: inout Int, registers: inout Registers
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

        case .f32Min: f.set(code.a(pc), calledOperation(.f32Min, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f32Max: f.set(code.a(pc), calledOperation(.f32Max, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f32Ceil: f.set(code.a(pc), calledOperation(.f32Ceil, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f32Floor: f.set(code.a(pc), calledOperation(.f32Floor, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f32Trunc: f.set(code.a(pc), calledOperation(.f32Trunc, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f32Nearest: f.set(code.a(pc), calledOperation(.f32Nearest, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f64Min: f.set(code.a(pc), calledOperation(.f64Min, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f64Max: f.set(code.a(pc), calledOperation(.f64Max, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f64Ceil: f.set(code.a(pc), calledOperation(.f64Ceil, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f64Floor: f.set(code.a(pc), calledOperation(.f64Floor, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f64Trunc: f.set(code.a(pc), calledOperation(.f64Trunc, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .f64Nearest: f.set(code.a(pc), calledOperation(.f64Nearest, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .i64MulHighS: f.set(code.a(pc), calledOperation(.i64MulHighS, f.u64(code.b(pc)), f.u64(code.c(pc))))
        case .i64MulHighU: f.set(code.a(pc), calledOperation(.i64MulHighU, f.u64(code.b(pc)), f.u64(code.c(pc))))
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
        case .convert:
            guard let value = code.convert(pc, f, &trap) else { return .trap(trap) }
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

        // An arm for each, so that the operation is a constant there and need not be kept.
        case .vector: _ = code.vectorStep(pc, d, f, &vectorStack, frame)
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
        case .vectorI8x16NarrowI16x8U: code.i8x16NarrowI16x8U(pc, &vectorStack, vectorSize, frame)
        case .vectorI16x8Shl: code.i16x8Shl(pc, d, f, &vectorStack, vectorSize, frame)
        case .vectorI16x8ShrU: code.i16x8ShrU(pc, d, f, &vectorStack, vectorSize, frame)
        case .vectorToScalar: f.set(code.a(pc), code.vectorStep(pc, d, f, &vectorStack, frame))
        case .vectorConstant:
            _ = code.vectorStep(pc, d, f, &vectorStack, frame)
            pc &+= 1
        case .vectorShuffle:
            _ = code.vectorStep(pc, d, f, &vectorStack, frame)
            pc &+= 1
        case .vectorSelect: _ = code.vectorStep(pc, d, f, &vectorStack, frame)
        case .vectorCopy: _ = code.vectorStep(pc, d, f, &vectorStack, frame)
        case .vectorCopyMany: _ = code.vectorStep(pc, d, f, &vectorStack, frame)
        case .vectorZeroMany: _ = code.vectorStep(pc, d, f, &vectorStack, frame)
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
        // Pairs: the first instruction, then the second, with what the first has computed if that is its operand.
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
            let value = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .i32AddImmediateIntoBranchIfNonZero:
            let value = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .i32AddImmediateIntoLoad64:
            let value = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap, b: value) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i32AddImmediateIntoStore8Immediate:
            let value = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.store8Immediate(pc, d, f, &memory, memorySize, &trap, b: value) { return .trap(trap) }
        case .i32AddImmediateIntoBranchI32NeImmediate:
            let value = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchI32NeImmediate(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .i32AddImmediateThenCopy:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
        case .i32AddImmediateThenI64AddImmediate:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.i64AddImmediate(pc, d, f))
        case .i32AddImmediateThenConstant32:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.constant32(pc, d))
        case .i32AddImmediateIntoReturnOne:
            let value = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: value) { return .limitAtReturn }
            return .frame
        case .i32AddImmediateIntoLoad32U:
            let value = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap, b: value) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i32AddImmediateThenJump:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &base, limit) { return .limitAtBranch }
        case .i32AddImmediateThenLoad32U:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i32AddImmediateThenI32Add:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f))
        case .i32AddImmediateIntoGlobalSet:
            let value = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: value)
        case .i32AddImmediateIntoI32AndImmediate:
            let value = code.i32AddImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32AndImmediate(pc, d, f, b: value))
        case .i32AddImmediateThenI32AndImmediate:
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AndImmediate(pc, d, f))
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
        case .copyThenConstant32:
            f.set(code.a(pc), code.copy(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.constant32(pc, d))
        case .copyIntoCopy:
            let value = code.copy(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f, b: value))
        case .copyIntoI32Add:
            let value = code.copy(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: value))
        case .load32UIntoSecondF32MultiplyAdd:
            guard let value = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f32MultiplyAdd(pc, d, f, c: value))
        case .load32UIntoI64Add:
            guard let value = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i64Add(pc, f, b: value))
        case .load32UThenI32Add:
            guard let value = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f))
        case .load32UIntoI32ShlImmediate:
            guard let value = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32ShlImmediate(pc, d, f, b: value))
        case .load32UIntoBranchI32Eq:
            guard let value = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchI32Eq(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .load64IntoStore64:
            guard let value = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: value) { return .trap(trap) }
        case .load64IntoF64Sub:
            guard let value = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64Sub(pc, f, b: value))
        case .load64ThenLoad64:
            guard let value = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .load64ThenF64ConvertI32U:
            guard let value = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64ConvertI32U(pc, f))
        case .f64MultiplyAddIntoStore64:
            let value = code.f64MultiplyAdd(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: value) { return .trap(trap) }
        case .f64MultiplyAddThenConstant32:
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.constant32(pc, d))
        case .f64MultiplyAddIntoThirdF64MultiplyAdd:
            let value = code.f64MultiplyAdd(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f, x: value))
        case .f64MultiplyAddThenLoad64:
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .constant32ThenBranchI32LtUImmediate:
            f.set(code.a(pc), code.constant32(pc, d))
            pc &+= 1
            if !code.branchI32LtUImmediate(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .constant32IntoLoad64:
            let value = code.constant32(pc, d)
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap, b: value) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .constant32ThenConstant32:
            f.set(code.a(pc), code.constant32(pc, d))
            pc &+= 1
            f.set(code.a(pc), code.constant32(pc, d))
        case .constant32IntoReturnOne:
            let value = code.constant32(pc, d)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: value) { return .limitAtReturn }
            return .frame
        case .constant32ThenBranchIfZero:
            f.set(code.a(pc), code.constant32(pc, d))
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .constant32IntoSecondBranchF64Lt:
            let value = code.constant32(pc, d)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchF64Lt(pc, d, f, &pc, &base, limit, b: value) { return .limitAtBranch }
        case .constant32IntoLoad32U:
            let value = code.constant32(pc, d)
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap, b: value) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i64ShlImmediateIntoI64Xor:
            let value = code.i64ShlImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i64Xor(pc, f, b: value))
        case .i32AddThenI32AddImmediate:
            f.set(code.a(pc), code.i32Add(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i32AddIntoI32AddImmediate:
            let value = code.i32Add(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f, b: value))
        case .i32AddIntoLoad8U:
            let value = code.i32Add(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap, b: value) else { return .trap(trap) }
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
        case .i32AddIntoLoad32U:
            let value = code.i32Add(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap, b: value) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .i32AddIntoReturnOne:
            let value = code.i32Add(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: value) { return .limitAtReturn }
            return .frame
        case .i32AddThenI64ShrUImmediate:
            f.set(code.a(pc), code.i32Add(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i64ShrUImmediate(pc, d, f))
        case .i32AddIntoI32AndImmediate:
            let value = code.i32Add(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32AndImmediate(pc, d, f, b: value))
        case .i32AddIntoStore32:
            let value = code.i32Add(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, a: value) { return .trap(trap) }
        case .i32AddThenI32RotlImmediate:
            f.set(code.a(pc), code.i32Add(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i32RotlImmediate(pc, d, f))
        case .i32LtUImmediateIntoBranchIfNonZero:
            let value = code.i32LtUImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .load8UIntoI32ShlImmediate:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32ShlImmediate(pc, d, f, b: value))
        case .load8UIntoI32Add:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: value))
        case .load8UIntoBranchTable:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            code.branchTable(pc, d, f, &pc, a: value)
        case .load8UIntoBranchIfNonZero:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .load8UThenI32AddImmediate:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .load8UThenLoad8U:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .load8UIntoStore8:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: value) { return .trap(trap) }
        case .load8UThenLoad8UIndexed:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .load8UIntoI64Xor:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i64Xor(pc, f, b: value))
        case .load8UIntoBranchI32EqImmediate:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchI32EqImmediate(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .store32ThenI32AddImmediate:
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .store32ThenI64ShrUImmediate:
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.set(code.a(pc), code.i64ShrUImmediate(pc, d, f))
        case .store32ThenJump:
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &base, limit) { return .limitAtBranch }
        case .store32ThenStore32:
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .load8UIndexedIntoBranchI32Ne:
            guard let value = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .i32MulIntoI32Add:
            let value = code.i32Mul(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: value))
        case .i32MulIntoReturnOne:
            let value = code.i32Mul(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: value) { return .limitAtReturn }
            return .frame
        case .i32Load16SThenI32Load16S:
            guard let value = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .f64SubIntoSecondF64Add:
            let value = code.f64Sub(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64Add(pc, f, c: value))
        case .f64SubThenLoad64:
            f.set(code.a(pc), code.f64Sub(pc, f))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .constant64IntoF64Div:
            let value = code.constant64(pc, d)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64Div(pc, f, b: value))
        case .constant64IntoI64Mul:
            let value = code.constant64(pc, d)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i64Mul(pc, f, b: value))
        case .constant64ThenLoad64:
            f.set(code.a(pc), code.constant64(pc, d))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), second)
        case .constant64IntoSecondF64Add:
            let value = code.constant64(pc, d)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64Add(pc, f, c: value))
        case .constant64IntoSecondF64Mul:
            let value = code.constant64(pc, d)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64Mul(pc, f, c: value))
        case .i32ShrUImmediateIntoI32AndImmediate:
            let value = code.i32ShrUImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32AndImmediate(pc, d, f, b: value))
        case .i32ShrUImmediateIntoI32Add:
            let value = code.i32ShrUImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: value))
        case .i32ShrUImmediateIntoStore8:
            let value = code.i32ShrUImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: value) { return .trap(trap) }
        case .i32ShrUImmediateIntoI32Xor:
            let value = code.i32ShrUImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Xor(pc, f, b: value))
        case .i64MulIntoI64Add:
            let value = code.i64Mul(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i64Add(pc, f, b: value))
        case .store8ThenI32AddImmediate:
            if !code.store8(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .f64AddThenConstant64:
            f.set(code.a(pc), code.f64Add(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.constant64(pc, d))
        case .f64AddIntoF64MultiplyAdd:
            let value = code.f64Add(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64MultiplyAdd(pc, d, f, b: value))
        case .i32XorThenCopy:
            f.set(code.a(pc), code.i32Xor(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
        case .i32XorIntoI32MulImmediate:
            let value = code.i32Xor(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32MulImmediate(pc, d, f, b: value))
        case .i32RotlImmediateIntoI32Xor:
            let value = code.i32RotlImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Xor(pc, f, b: value))
        case .i64ShrUImmediateIntoI64Xor:
            let value = code.i64ShrUImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i64Xor(pc, f, b: value))
        case .i64ShrUImmediateIntoI64Add:
            let value = code.i64ShrUImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i64Add(pc, f, b: value))
        case .i64ShrUImmediateIntoStore8:
            let value = code.i64ShrUImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: value) { return .trap(trap) }
        case .i64ShrUImmediateIntoI32WrapI64:
            let value = code.i64ShrUImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32WrapI64(pc, f, b: value))
        case .i32NeImmediateIntoBranchIfNonZero:
            let value = code.i32NeImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .f64MulThenF64Mul:
            f.set(code.a(pc), code.f64Mul(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.f64Mul(pc, f))
        case .f64MulThenI32AddImmediate:
            f.set(code.a(pc), code.f64Mul(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i32EqIntoI32Add:
            let value = code.i32Eq(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: value))
        case .i64RotlImmediateThenBranchI64Zero:
            f.set(code.a(pc), code.i64RotlImmediate(pc, d, f))
            pc &+= 1
            if !code.branchI64Zero(pc, d, f, &pc, &base, limit) { return .limitAtBranch }
        case .i64RotlImmediateThenCopy:
            f.set(code.a(pc), code.i64RotlImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
        case .i32ShlImmediateIntoI32Add:
            let value = code.i32ShlImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: value))
        case .i32ShlImmediateIntoSecondLoad64Indexed:
            let value = code.i32ShlImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            guard let second = code.load64Indexed(pc, d, f, memory, memorySize, &trap, c: value) else {
                return .trap(trap)
            }
            f.set(code.a(pc), second)
        case .f64SubtractProductIntoStore64:
            let value = code.f64SubtractProduct(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: value) { return .trap(trap) }
        case .f64LtIntoBranchIfZero:
            let value = code.f64Lt(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .f64LtIntoThirdSelect:
            let value = code.f64Lt(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.select(pc, d, f, x: value))
        case .selectThenSelect:
            f.set(code.a(pc), code.select(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.select(pc, d, f))
        case .selectIntoReturnOne:
            let value = code.select(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &base, limit, &depthLeft, a: value) { return .limitAtReturn }
            return .frame
        case .load32UIndexedIntoI32Add:
            guard let value = code.load32UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Add(pc, f, b: value))
        case .load32UIndexedIntoBranchIfNonZero:
            guard let value = code.load32UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .i32AndIntoI32Xor:
            let value = code.i32And(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Xor(pc, f, b: value))
        case .store16ThenI32AddImmediate:
            if !code.store16(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i64AddThenI32AddImmediate:
            f.set(code.a(pc), code.i64Add(pc, f))
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f))
        case .i32AndImmediateIntoBranchI32NeImmediate:
            let value = code.i32AndImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchI32NeImmediate(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .i32AndImmediateIntoBranchIfZero:
            let value = code.i32AndImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .i32AndImmediateThenConstant32:
            f.set(code.a(pc), code.i32AndImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.constant32(pc, d))
        case .i32AndImmediateIntoF64ConvertI32U:
            let value = code.i32AndImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64ConvertI32U(pc, f, b: value))
        case .i32AndImmediateIntoI32Xor:
            let value = code.i32AndImmediate(pc, d, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32Xor(pc, f, b: value))
        case .f64SqrtIntoSecondF64Mul:
            let value = code.f64Sqrt(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.f64Mul(pc, f, c: value))
        case .i32DivUIntoI32MulImmediate:
            guard let value = code.i32DivU(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32MulImmediate(pc, d, f, b: value))
        case .i32SubIntoI32AddImmediate:
            let value = code.i32Sub(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32AddImmediate(pc, d, f, b: value))
        case .i32SubIntoBranchI32GtUImmediate:
            let value = code.i32Sub(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchI32GtUImmediate(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .i32SubIntoBranchIfNonZero:
            let value = code.i32Sub(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &base, limit, a: value) { return .limitAtBranch }
        case .i32WrapI64IntoI32OrImmediate:
            let value = code.i32WrapI64(pc, f)
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i32OrImmediate(pc, d, f, b: value))
        case .i64DivUIntoI64MulImmediate:
            guard let value = code.i64DivU(pc, f, &trap) else { return .trap(trap) }
            f.set(code.a(pc), value)
            pc &+= 1
            f.set(code.a(pc), code.i64MulImmediate(pc, d, f, b: value))
        case .i32GtUImmediateThenCopy:
            f.set(code.a(pc), code.i32GtUImmediate(pc, d, f))
            pc &+= 1
            f.set(code.a(pc), code.copy(pc, f))
        }
        pc &+= 1
    }
}
