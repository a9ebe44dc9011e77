// Written by `scripts/write-loop`, which names the tables that this file follows from. Change those.

import WasmSyntax

/// Executes instructions on one frame, until another frame becomes the current one (`.frame`) or the loop must be left.
///
/// The switch only names the step (`Steps/`) of each operation. It cannot be split into two files: two switches would
/// dispatch twice. An arm calls only functions that are `@inline(__always)`, or an outlined function where an operation is
/// too large for the loop. The program counter is the place of the current instruction and is increased after it, so that
/// branches set it to one less than their target.
///
/// The compiler inlines this function into the inner ``runLoop``; see RATIONALE.md, "Speed in safe Swift".
@inline(__always)
func runFrame(
    isPlain: Bool, code: borrowing Heads, details d: borrowing Details, f: inout Frame,
    v: inout VectorFrame, memory: inout LinearMemory, memorySize: Int, globals: inout MutableSpan<UInt64>,
    table: borrowing Span<UInt64>, tableSize: Int, functions: borrowing Span<FunctionRecord>, functionCount: Int,
    heap: inout Heap, pc: inout Int, frame: inout Int, left: inout Int, depthLeft: inout Int,
    registers: inout Registers
) -> LoopExit {
    while true {
        #if NESTBOX_PROFILE
            registers.counts.count(pc)
        #endif
        // The trap that the current step found, if any. Declared inside the loop: outside, it would occupy a register.
        var trap = LoopTrap.unreachable
        switch code.operation(pc) {
        case .guardEntry, .unreachable:
            return .trap(.unreachable)
        case .exitReturn:
            return .returned
        case .jump:
            if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
        case .loopCheck:
            if !spend(0, &left, keeping: Int(d.x(pc))) { return .limitAtBranch }
        case .branchIfNonZero:
            if !code.branchIfNonZero(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchIfZero:
            if !code.branchIfZero(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchTable:
            if !code.branchTable(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .call:
            if !code.call(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtCall }
            return .frame
        case .callUnresolved, .returnCallUnresolved:
            return .unresolvedCall
        case .returnCall:
            if !code.returnCall(pc, d, &f, &pc, &left) { return .limitAtCall }
            continue
        case .callImport:
            registers.callee = Int(d.x(pc))
            registers.calleeFrame = Int(code.a(pc))
            return .call
        case .callIndirect:
            return code.callIndirect(
                pc, d, &f, table, tableSize, functions, functionCount, &pc, &frame, &left, &depthLeft, &registers
            )
        case .callReference:
            return code.callReference(
                pc, d, &f, functions, functionCount, &pc, &frame, &left, &depthLeft, &registers)
        case .returnMany:
            if !code.returnMany(pc, d, &f, &pc, &frame, &left, &depthLeft, &registers) { return .limitAtReturn }
            return .frame
        case .returnNone:
            if !code.returnNone(pc, d, f, &pc, &frame, &left, &depthLeft) { return .limitAtReturn }
            return .frame
        case .returnOne:
            if !code.returnOne(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtReturn }
            return .frame
        case .storeOperation, .memoryFill, .memoryCopy:
            return .storeOperation
        case .heap:
            if isPlain { return .trap(.unreachable) }
            if !code.heap(pc, d, &f, &heap, &trap) { return .trap(trap) }
        case .structureNew, .structureNewDefault, .arrayNewFixed, .arrayNew, .arrayNewDefault:
            if isPlain { return .trap(.unreachable) }
            if !code.newObject(pc, d, &f, &heap, &left) { return .newObject }
        case .copy:
            f.write(code.copy(pc, f), to: code.a(pc))
        case .copyMany:
            code.copyMany(pc, &f, &left, &registers)
        case .zeroMany:
            code.zeroMany(pc, &f, &left, &registers)
        case .constant32:
            f.write(code.constant32(pc, d), to: code.a(pc))
        case .constant64:
            f.write(code.constant64(pc, d), to: code.a(pc))
        case .select:
            f.write(code.select(pc, d, f), to: code.a(pc))
        case .globalGet:
            f.write(code.globalGet(pc, d, globals, registers.firstGlobal), to: code.a(pc))
        case .globalSet:
            code.globalSet(pc, d, f, &globals, registers.firstGlobal)
        case .meterStart:
            code.meterStart(pc, d, &globals, registers.firstGlobal, left, registers.limit)
        case .meterEnd:
            code.meterEnd(pc, d, &globals, registers.firstGlobal, left, registers.limit)
        case .i32Add:
            f.write(code.i32Add(pc, f), to: code.a(pc))
        case .i32Sub:
            f.write(code.i32Sub(pc, f), to: code.a(pc))
        case .i32Mul:
            f.write(code.i32Mul(pc, f), to: code.a(pc))
        case .i32And:
            f.write(code.i32And(pc, f), to: code.a(pc))
        case .i32Or:
            f.write(code.i32Or(pc, f), to: code.a(pc))
        case .i32Xor:
            f.write(code.i32Xor(pc, f), to: code.a(pc))
        case .i32Shl:
            f.write(code.i32Shl(pc, f), to: code.a(pc))
        case .i32ShrS:
            f.write(code.i32ShrS(pc, f), to: code.a(pc))
        case .i32ShrU:
            f.write(code.i32ShrU(pc, f), to: code.a(pc))
        case .i32Rotl:
            f.write(code.i32Rotl(pc, f), to: code.a(pc))
        case .i32Rotr:
            f.write(code.i32Rotr(pc, f), to: code.a(pc))
        case .i32Clz:
            f.write(code.i32Clz(pc, f), to: code.a(pc))
        case .i32Ctz:
            f.write(code.i32Ctz(pc, f), to: code.a(pc))
        case .i32Popcnt:
            f.write(code.i32Popcnt(pc, f), to: code.a(pc))
        case .i32Extend8S:
            f.write(code.i32Extend8S(pc, f), to: code.a(pc))
        case .i32Extend16S:
            f.write(code.i32Extend16S(pc, f), to: code.a(pc))
        case .i32DivS:
            guard let value = code.i32DivS(pc, f, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i32DivU:
            guard let value = code.i32DivU(pc, f, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i32RemS:
            guard let value = code.i32RemS(pc, f, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i32RemU:
            guard let value = code.i32RemU(pc, f, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i32Eqz:
            f.write(code.i32Eqz(pc, f), to: code.a(pc))
        case .i32Eq:
            f.write(code.i32Eq(pc, f), to: code.a(pc))
        case .i32Ne:
            f.write(code.i32Ne(pc, f), to: code.a(pc))
        case .i32LtS:
            f.write(code.i32LtS(pc, f), to: code.a(pc))
        case .i32LtU:
            f.write(code.i32LtU(pc, f), to: code.a(pc))
        case .i32LeS:
            f.write(code.i32LeS(pc, f), to: code.a(pc))
        case .i32LeU:
            f.write(code.i32LeU(pc, f), to: code.a(pc))
        case .i32AddImmediate:
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .i32MulImmediate:
            f.write(code.i32MulImmediate(pc, d, f), to: code.a(pc))
        case .i32AndImmediate:
            f.write(code.i32AndImmediate(pc, d, f), to: code.a(pc))
        case .i32OrImmediate:
            f.write(code.i32OrImmediate(pc, d, f), to: code.a(pc))
        case .i32XorImmediate:
            f.write(code.i32XorImmediate(pc, d, f), to: code.a(pc))
        case .i32ShlImmediate:
            f.write(code.i32ShlImmediate(pc, d, f), to: code.a(pc))
        case .i32ShrUImmediate:
            f.write(code.i32ShrUImmediate(pc, d, f), to: code.a(pc))
        case .i32ShrSImmediate:
            f.write(code.i32ShrSImmediate(pc, d, f), to: code.a(pc))
        case .i32RotlImmediate:
            f.write(code.i32RotlImmediate(pc, d, f), to: code.a(pc))
        case .i32EqImmediate:
            f.write(code.i32EqImmediate(pc, d, f), to: code.a(pc))
        case .i32NeImmediate:
            f.write(code.i32NeImmediate(pc, d, f), to: code.a(pc))
        case .i32LtSImmediate:
            f.write(code.i32LtSImmediate(pc, d, f), to: code.a(pc))
        case .i32LtUImmediate:
            f.write(code.i32LtUImmediate(pc, d, f), to: code.a(pc))
        case .i32GtSImmediate:
            f.write(code.i32GtSImmediate(pc, d, f), to: code.a(pc))
        case .i32GtUImmediate:
            f.write(code.i32GtUImmediate(pc, d, f), to: code.a(pc))
        case .i64Add:
            f.write(code.i64Add(pc, f), to: code.a(pc))
        case .i64Sub:
            f.write(code.i64Sub(pc, f), to: code.a(pc))
        case .i64Mul:
            f.write(code.i64Mul(pc, f), to: code.a(pc))
        case .i64And:
            f.write(code.i64And(pc, f), to: code.a(pc))
        case .i64Or:
            f.write(code.i64Or(pc, f), to: code.a(pc))
        case .i64Xor:
            f.write(code.i64Xor(pc, f), to: code.a(pc))
        case .i64Shl:
            f.write(code.i64Shl(pc, f), to: code.a(pc))
        case .i64ShrS:
            f.write(code.i64ShrS(pc, f), to: code.a(pc))
        case .i64ShrU:
            f.write(code.i64ShrU(pc, f), to: code.a(pc))
        case .i64Rotl:
            f.write(code.i64Rotl(pc, f), to: code.a(pc))
        case .i64Rotr:
            f.write(code.i64Rotr(pc, f), to: code.a(pc))
        case .i64Clz:
            f.write(code.i64Clz(pc, f), to: code.a(pc))
        case .i64Ctz:
            f.write(code.i64Ctz(pc, f), to: code.a(pc))
        case .i64Popcnt:
            f.write(code.i64Popcnt(pc, f), to: code.a(pc))
        case .i64Extend8S:
            f.write(code.i64Extend8S(pc, f), to: code.a(pc))
        case .i64Extend16S:
            f.write(code.i64Extend16S(pc, f), to: code.a(pc))
        case .i64Extend32S:
            f.write(code.i64Extend32S(pc, f), to: code.a(pc))
        case .i64DivS:
            guard let value = code.i64DivS(pc, f, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i64DivU:
            guard let value = code.i64DivU(pc, f, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i64RemS:
            guard let value = code.i64RemS(pc, f, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i64RemU:
            guard let value = code.i64RemU(pc, f, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i64Eqz:
            f.write(code.i64Eqz(pc, f), to: code.a(pc))
        case .i64Eq:
            f.write(code.i64Eq(pc, f), to: code.a(pc))
        case .i64Ne:
            f.write(code.i64Ne(pc, f), to: code.a(pc))
        case .i64LtS:
            f.write(code.i64LtS(pc, f), to: code.a(pc))
        case .i64LtU:
            f.write(code.i64LtU(pc, f), to: code.a(pc))
        case .i64LeS:
            f.write(code.i64LeS(pc, f), to: code.a(pc))
        case .i64LeU:
            f.write(code.i64LeU(pc, f), to: code.a(pc))
        case .i64AddImmediate:
            f.write(code.i64AddImmediate(pc, d, f), to: code.a(pc))
        case .i64MulImmediate:
            f.write(code.i64MulImmediate(pc, d, f), to: code.a(pc))
        case .i64AndImmediate:
            f.write(code.i64AndImmediate(pc, d, f), to: code.a(pc))
        case .i64OrImmediate:
            f.write(code.i64OrImmediate(pc, d, f), to: code.a(pc))
        case .i64XorImmediate:
            f.write(code.i64XorImmediate(pc, d, f), to: code.a(pc))
        case .i64ShlImmediate:
            f.write(code.i64ShlImmediate(pc, d, f), to: code.a(pc))
        case .i64ShrUImmediate:
            f.write(code.i64ShrUImmediate(pc, d, f), to: code.a(pc))
        case .i64ShrSImmediate:
            f.write(code.i64ShrSImmediate(pc, d, f), to: code.a(pc))
        case .i64RotlImmediate:
            f.write(code.i64RotlImmediate(pc, d, f), to: code.a(pc))
        case .i64EqImmediate:
            f.write(code.i64EqImmediate(pc, d, f), to: code.a(pc))
        case .i64NeImmediate:
            f.write(code.i64NeImmediate(pc, d, f), to: code.a(pc))
        case .i64LtSImmediate:
            f.write(code.i64LtSImmediate(pc, d, f), to: code.a(pc))
        case .i64LtUImmediate:
            f.write(code.i64LtUImmediate(pc, d, f), to: code.a(pc))
        case .i64GtSImmediate:
            f.write(code.i64GtSImmediate(pc, d, f), to: code.a(pc))
        case .i64GtUImmediate:
            f.write(code.i64GtUImmediate(pc, d, f), to: code.a(pc))
        case .f32Add:
            f.write(code.f32Add(pc, f), to: code.a(pc))
        case .f32Sub:
            f.write(code.f32Sub(pc, f), to: code.a(pc))
        case .f32Mul:
            f.write(code.f32Mul(pc, f), to: code.a(pc))
        case .f32Div:
            f.write(code.f32Div(pc, f), to: code.a(pc))
        case .f32Copysign:
            f.write(code.f32Copysign(pc, f), to: code.a(pc))
        case .f32Abs:
            f.write(code.f32Abs(pc, f), to: code.a(pc))
        case .f32Neg:
            f.write(code.f32Neg(pc, f), to: code.a(pc))
        case .f32Sqrt:
            f.write(code.f32Sqrt(pc, f), to: code.a(pc))
        case .f32Eq:
            f.write(code.f32Eq(pc, f), to: code.a(pc))
        case .f32Ne:
            f.write(code.f32Ne(pc, f), to: code.a(pc))
        case .f32Lt:
            f.write(code.f32Lt(pc, f), to: code.a(pc))
        case .f32Le:
            f.write(code.f32Le(pc, f), to: code.a(pc))
        case .f64Add:
            f.write(code.f64Add(pc, f), to: code.a(pc))
        case .f64Sub:
            f.write(code.f64Sub(pc, f), to: code.a(pc))
        case .f64Mul:
            f.write(code.f64Mul(pc, f), to: code.a(pc))
        case .f64Div:
            f.write(code.f64Div(pc, f), to: code.a(pc))
        case .f32MultiplyAdd:
            f.write(code.f32MultiplyAdd(pc, d, f), to: code.a(pc))
        case .f32MultiplySubtract:
            f.write(code.f32MultiplySubtract(pc, d, f), to: code.a(pc))
        case .f32SubtractProduct:
            f.write(code.f32SubtractProduct(pc, d, f), to: code.a(pc))
        case .f64MultiplyAdd:
            f.write(code.f64MultiplyAdd(pc, d, f), to: code.a(pc))
        case .f64MultiplySubtract:
            f.write(code.f64MultiplySubtract(pc, d, f), to: code.a(pc))
        case .f64SubtractProduct:
            f.write(code.f64SubtractProduct(pc, d, f), to: code.a(pc))
        case .f64Copysign:
            f.write(code.f64Copysign(pc, f), to: code.a(pc))
        case .f64Abs:
            f.write(code.f64Abs(pc, f), to: code.a(pc))
        case .f64Neg:
            f.write(code.f64Neg(pc, f), to: code.a(pc))
        case .f64Sqrt:
            f.write(code.f64Sqrt(pc, f), to: code.a(pc))
        case .f64Eq:
            f.write(code.f64Eq(pc, f), to: code.a(pc))
        case .f64Ne:
            f.write(code.f64Ne(pc, f), to: code.a(pc))
        case .f64Lt:
            f.write(code.f64Lt(pc, f), to: code.a(pc))
        case .f64Le:
            f.write(code.f64Le(pc, f), to: code.a(pc))
        case .i32WrapI64:
            f.write(code.i32WrapI64(pc, f), to: code.a(pc))
        case .f64ConvertI32S:
            f.write(code.f64ConvertI32S(pc, f), to: code.a(pc))
        case .f64ConvertI32U:
            f.write(code.f64ConvertI32U(pc, f), to: code.a(pc))
        case .f64ConvertI64S:
            f.write(code.f64ConvertI64S(pc, f), to: code.a(pc))
        case .f32ConvertI32S:
            f.write(code.f32ConvertI32S(pc, f), to: code.a(pc))
        case .f64PromoteF32:
            f.write(code.f64PromoteF32(pc, f), to: code.a(pc))
        case .f32DemoteF64:
            f.write(code.f32DemoteF64(pc, f), to: code.a(pc))
        case .i32TruncF64S:
            guard let value = code.i32TruncF64S(pc, f, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .load8U:
            guard let value = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .load16U:
            guard let value = code.load16U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .load32U:
            guard let value = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .load64:
            guard let value = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i32Load8S:
            guard let value = code.i32Load8S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i32Load16S:
            guard let value = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i64Load8S:
            guard let value = code.i64Load8S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i64Load16S:
            guard let value = code.i64Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .i64Load32S:
            guard let value = code.i64Load32S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .store8:
            if !code.store8(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store16:
            if !code.store16(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store32:
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store64:
            if !code.store64(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .load8UIndexed:
            guard let value = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .load16UIndexed:
            guard let value = code.load16UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .load32UIndexed:
            guard let value = code.load32UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .load64Indexed:
            guard let value = code.load64Indexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(value, to: code.a(pc))
        case .store8Indexed:
            if !code.store8Indexed(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store16Indexed:
            if !code.store16Indexed(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store32Indexed:
            if !code.store32Indexed(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store64Indexed:
            if !code.store64Indexed(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store8Immediate:
            if !code.store8Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store16Immediate:
            if !code.store16Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store32Immediate:
            if !code.store32Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store64Immediate:
            if !code.store64Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .checkAddress64:
            if !code.checkAddress64(pc, f, &trap) { return .trap(trap) }
        case .checkAligned:
            if !code.checkAligned(pc, d, f, &trap) { return .trap(trap) }
        case .memorySize:
            f.write(UInt64(registers.memoryPages), to: code.a(pc))
        case .outlined, .convert:
            let result = executeOutlined(at: pc, code, d, b: f.u64(code.b(pc)), c: f.u64(code.c(pc)))
            if let failure = result.trap { return .trap(failure) }
            f.write(result.value, to: code.a(pc))
        case .vector:
            if isPlain { return .trap(.unreachable) }
            code.vector(pc, d, f, &v)
        case .vectorToScalar:
            if isPlain { return .trap(.unreachable) }
            f.write(code.vector(pc, d, f, &v), to: code.a(pc))
        case .vectorShuffle:
            if isPlain { return .trap(.unreachable) }
            code.vectorShuffle(pc, d, &v)
            pc &+= 1
        case .vectorSelect:
            if isPlain { return .trap(.unreachable) }
            v.write(code.vectorSelect(pc, d, f, v), to: code.a(pc))
        case .vectorCopyMany:
            if isPlain { return .trap(.unreachable) }
            code.vectorCopyMany(pc, &v)
        case .vectorZeroMany:
            if isPlain { return .trap(.unreachable) }
            code.vectorZeroMany(pc, &v)
        case .vectorConstant:
            if isPlain { return .trap(.unreachable) }
            v.write(code.vectorConstant(pc, d), to: code.a(pc))
            pc &+= 1
        case .vectorCopy:
            if isPlain { return .trap(.unreachable) }
            v.write(code.vectorCopy(pc, v), to: code.a(pc))
        case .vectorF32x4Add:
            if isPlain { return .trap(.unreachable) }
            v.write(code.f32x4Add(pc, v), to: code.a(pc))
        case .vectorF32x4Sub:
            if isPlain { return .trap(.unreachable) }
            v.write(code.f32x4Sub(pc, v), to: code.a(pc))
        case .vectorF32x4Mul:
            if isPlain { return .trap(.unreachable) }
            v.write(code.f32x4Mul(pc, v), to: code.a(pc))
        case .vectorF64x2Add:
            if isPlain { return .trap(.unreachable) }
            v.write(code.f64x2Add(pc, v), to: code.a(pc))
        case .vectorF64x2Sub:
            if isPlain { return .trap(.unreachable) }
            v.write(code.f64x2Sub(pc, v), to: code.a(pc))
        case .vectorF64x2Mul:
            if isPlain { return .trap(.unreachable) }
            v.write(code.f64x2Mul(pc, v), to: code.a(pc))
        case .vectorI32x4Add:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i32x4Add(pc, v), to: code.a(pc))
        case .vectorI32x4Sub:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i32x4Sub(pc, v), to: code.a(pc))
        case .vectorI32x4Mul:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i32x4Mul(pc, v), to: code.a(pc))
        case .vectorI16x8Add:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i16x8Add(pc, v), to: code.a(pc))
        case .vectorI16x8Sub:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i16x8Sub(pc, v), to: code.a(pc))
        case .vectorI16x8Mul:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i16x8Mul(pc, v), to: code.a(pc))
        case .vectorI8x16Add:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i8x16Add(pc, v), to: code.a(pc))
        case .vectorI8x16Sub:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i8x16Sub(pc, v), to: code.a(pc))
        case .vectorI64x2Add:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i64x2Add(pc, v), to: code.a(pc))
        case .vectorV128And:
            if isPlain { return .trap(.unreachable) }
            v.write(code.v128And(pc, v), to: code.a(pc))
        case .vectorV128Or:
            if isPlain { return .trap(.unreachable) }
            v.write(code.v128Or(pc, v), to: code.a(pc))
        case .vectorV128Xor:
            if isPlain { return .trap(.unreachable) }
            v.write(code.v128Xor(pc, v), to: code.a(pc))
        case .vectorI32x4DotI16x8S:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i32x4DotI16x8S(pc, v), to: code.a(pc))
        case .vectorI8x16NarrowI16x8U:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i8x16NarrowI16x8U(pc, v), to: code.a(pc))
        case .vectorI16x8ExtendLowI8x16U:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i16x8ExtendLowI8x16U(pc, v), to: code.a(pc))
        case .vectorI16x8ExtendHighI8x16U:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i16x8ExtendHighI8x16U(pc, v), to: code.a(pc))
        case .vectorI16x8Shl:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i16x8Shl(pc, d, f, v), to: code.a(pc))
        case .vectorI16x8ShrU:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i16x8ShrU(pc, d, f, v), to: code.a(pc))
        case .vectorLoad128:
            if isPlain { return .trap(.unreachable) }
            guard let value = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(value, to: code.a(pc))
        case .vectorStore128:
            if isPlain { return .trap(.unreachable) }
            if !code.vectorStore128(pc, d, f, v, &memory, memorySize, &trap) { return .trap(trap) }
        case .vectorLoad:
            if isPlain { return .trap(.unreachable) }
            if !code.vectorLoad(pc, d, f, &v, &memory, memorySize, &trap) { return .trap(trap) }
        case .vectorStoreLane:
            if isPlain { return .trap(.unreachable) }
            if !code.vectorStoreLane(pc, d, f, &v, &memory, memorySize, &trap) { return .trap(trap) }
        case .branchI32Eq:
            if !code.branchI32Eq(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32Ne:
            if !code.branchI32Ne(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32LtS:
            if !code.branchI32LtS(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32LtU:
            if !code.branchI32LtU(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32LeS:
            if !code.branchI32LeS(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32LeU:
            if !code.branchI32LeU(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32EqImmediate:
            if !code.branchI32EqImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32NeImmediate:
            if !code.branchI32NeImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32LtSImmediate:
            if !code.branchI32LtSImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32LtUImmediate:
            if !code.branchI32LtUImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32GtSImmediate:
            if !code.branchI32GtSImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI32GtUImmediate:
            if !code.branchI32GtUImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64Eq:
            if !code.branchI64Eq(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64Ne:
            if !code.branchI64Ne(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64LtS:
            if !code.branchI64LtS(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64LtU:
            if !code.branchI64LtU(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64LeS:
            if !code.branchI64LeS(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64LeU:
            if !code.branchI64LeU(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64EqImmediate:
            if !code.branchI64EqImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64NeImmediate:
            if !code.branchI64NeImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64LtSImmediate:
            if !code.branchI64LtSImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64LtUImmediate:
            if !code.branchI64LtUImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64GtSImmediate:
            if !code.branchI64GtSImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64GtUImmediate:
            if !code.branchI64GtUImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchF64Lt:
            if !code.branchF64Lt(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchF64Le:
            if !code.branchF64Le(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchF64NotLt:
            if !code.branchF64NotLt(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchF64NotLe:
            if !code.branchF64NotLe(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64NonZero:
            if !code.branchI64NonZero(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .branchI64Zero:
            if !code.branchI64Zero(pc, d, f, &pc, &left) { return .limitAtBranch }
        // Superinstructions: the parts in their order. A part whose operand the part before has computed gets that value.
        case .i32AddImmediateThenCall:
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            if !code.call(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtCall }
            return .frame
        case .i32AddImmediateThenI32AddImmediate:
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .i32AddImmediateIntoBranchI32Ne:
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .i32AddImmediateIntoBranchIfNonZero:
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .i32AddImmediateIntoLoad64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .i32AddImmediateIntoBranchI32NeImmediate:
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchI32NeImmediate(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .i32AddImmediateIntoStore8Immediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store8Immediate(pc, d, f, &memory, memorySize, &trap, b: first) { return .trap(trap) }
        case .i32AddImmediateThenCopy:
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
        case .i32AddImmediateThenJump:
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
        case .i32AddImmediateThenConstant32:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.constant32(pc, d), to: code.a(pc))
        case .i32AddImmediateThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .i32AddImmediateIntoI32NeImmediateIntoBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32NeImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32AddImmediateThenI64AddImmediateIntoBranchI64NeImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let second = code.i64AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI64NeImmediate(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32AddImmediateThenI32AddImmediateIntoBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32AddImmediateThenI32AddImmediateIntoBranchI32LtU:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32LtU(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32AddImmediateThenLoad32UThenBranchI32LtU:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32LtU(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .i32AddImmediateIntoStore32:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .i32AddImmediateThenI32AddImmediateIntoBranchI32Ne:
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32AddImmediateIntoStore8ThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .i32AddImmediateThenI64ShrUImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i64ShrUImmediate(pc, d, f), to: code.a(pc))
        case .i32AddImmediateThenI32GtUImmediateIntoBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32GtUImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32AddImmediateIntoStore32ThenStore8Indexed:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
            pc &+= 1
            if !code.store8Indexed(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .i32AddImmediateIntoGlobalSetThenReturnNone:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: first)
            pc &+= 1
            if !code.returnNone(pc, d, f, &pc, &frame, &left, &depthLeft) { return .limitAtReturn }
            return .frame
        case .i32AddImmediateThenI32AddImmediateIntoBranchI32GtSImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32GtSImmediate(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32AddImmediateIntoBranchTable:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchTable(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .i32AddImmediateIntoGlobalSetThenReturnOne:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: first)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtReturn }
            return .frame
        case .i32AddImmediateIntoLoad64IntoThirdF64SubtractProductIntoStore64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.f64SubtractProduct(pc, d, f, x: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: third) { return .trap(trap) }
        case .i32AddImmediateThenI32AddImmediateThenI32AddImmediateIntoBranchI32Ne:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let third = code.i32AddImmediate(pc, d, f)
            f.write(third, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &left, a: third) { return .limitAtBranch }
        case .i32AddImmediateIntoGlobalSetThenI32AndImmediateIntoReturnOne:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AddImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: first)
            pc &+= 1
            let third = code.i32AndImmediate(pc, d, f)
            f.write(third, to: code.a(pc))
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &left, &depthLeft, a: third) { return .limitAtReturn }
            return .frame
        case .copyThenCopy:
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
        case .copyThenI32AddImmediate:
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .copyThenJump:
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
        case .copyThenI32AddImmediateIntoBranchI32Ne:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .copyThenCopyThenCopy:
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
        case .copyIntoI32AddThenCopy:
            if !isPlain { return .trap(.unreachable) }
            let first = code.copy(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
        case .copyThenI32AddImmediateThenCall:
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            if !code.call(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtCall }
            return .frame
        case .copyThenI32AddImmediateIntoBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .copyThenCall:
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            if !code.call(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtCall }
            return .frame
        case .copyThenCopyThenCall:
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            if !code.call(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtCall }
            return .frame
        case .copyThenI32AddImmediateIntoGlobalSetThenReturnNone:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: second)
            pc &+= 1
            if !code.returnNone(pc, d, f, &pc, &frame, &left, &depthLeft) { return .limitAtReturn }
            return .frame
        case .copyThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .copyThenCopyThenCopyThenCall:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            if !code.call(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtCall }
            return .frame
        case .copyThenStore32:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .copyIntoLoad8UThenConstant32IntoSecondI32ShrU:
            if !isPlain { return .trap(.unreachable) }
            let first = code.copy(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.constant32(pc, d)
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.i32ShrU(pc, f, c: third), to: code.a(pc))
        case .copyThenConstant32ThenCall:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            if !code.call(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtCall }
            return .frame
        case .load32UIntoSecondF32MultiplyAdd:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.f32MultiplyAdd(pc, d, f, c: first), to: code.a(pc))
        case .load32UIntoI64Mul:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i64Mul(pc, f, b: first), to: code.a(pc))
        case .load32UIntoI64Add:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i64Add(pc, f, b: first), to: code.a(pc))
        case .load32UThenI32Add:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f), to: code.a(pc))
        case .load32UThenLoad32UIntoSecondF32MultiplyAdd:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.f32MultiplyAdd(pc, d, f, c: second), to: code.a(pc))
        case .load32UThenLoad32UIntoBranchI32Eq:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Eq(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .load32UIntoI32AddImmediateIntoStore32:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, a: second) { return .trap(trap) }
        case .load32UIntoBranchI32NeImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchI32NeImmediate(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .load32UIntoBranchIfZero:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .load32UThenLoad32U:
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .load32UIntoI64AddThenLoad32UIntoI64Mul:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i64Add(pc, f, b: first), to: code.a(pc))
            pc &+= 1
            guard let third = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.i64Mul(pc, f, b: third), to: code.a(pc))
        case .load32UThenI32ShlImmediateIntoI32AddThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32ShlImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: second), to: code.a(pc))
            pc &+= 1
            guard let fourth = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(fourth, to: code.a(pc))
        case .load32UIntoReturnOne:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &left, &depthLeft, a: first) { return .limitAtReturn }
            return .frame
        case .load32UIntoI32AddImmediateIntoBranchTable:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchTable(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .load32UThenStore32:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .load32UThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .load32UThenLoad32UThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            guard let third = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
        case .load32UThenI32AddThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            guard let third = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
        case .load64ThenStore64:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .load64IntoF64Sub:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.f64Sub(pc, f, b: first), to: code.a(pc))
        case .load64ThenLoad64:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .load64ThenI32ShrUImmediateIntoI32Add:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32ShrUImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: second), to: code.a(pc))
        case .load64IntoF64SubThenF64MultiplyAdd:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.f64Sub(pc, f, b: first), to: code.a(pc))
            pc &+= 1
            f.write(code.f64MultiplyAdd(pc, d, f), to: code.a(pc))
        case .load64ThenI32AddImmediateIntoLoad64:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            guard let third = code.load64(pc, d, f, memory, memorySize, &trap, b: second) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
        case .load64ThenI32AddIntoI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32Add(pc, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f, b: second), to: code.a(pc))
        case .load64ThenStore64ThenLoad64ThenStore64:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            guard let third = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .load64IntoF64SubIntoBothOfF64MultiplyAdd:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64Sub(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.f64MultiplyAdd(pc, d, f, b: second, c: second), to: code.a(pc))
        case .load64IntoF64SubIntoBothOfF64MultiplyAddIntoF64Add:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64Sub(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.f64MultiplyAdd(pc, d, f, b: second, c: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.f64Add(pc, f, b: third), to: code.a(pc))
        case .load64ThenLoad64IntoSecondF64MultiplyAddIntoStore64:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.f64MultiplyAdd(pc, d, f, c: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: third) { return .trap(trap) }
        case .f64MultiplyAddIntoThirdF64MultiplyAdd:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64MultiplyAdd(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.f64MultiplyAdd(pc, d, f, x: first), to: code.a(pc))
        case .f64MultiplyAddIntoStore64ThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64MultiplyAdd(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .f64MultiplyAddIntoStore64ThenLoad64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64MultiplyAdd(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
            pc &+= 1
            guard let third = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
        case .f64MultiplyAddThenConstant32IntoAddressOfStore64:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.f64MultiplyAdd(pc, d, f), to: code.a(pc))
            pc &+= 1
            let second = code.constant32(pc, d)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, b: second) { return .trap(trap) }
        case .i32AddThenI32AddImmediate:
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .i32AddIntoLoad8U:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .i32AddThenI32Add:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f), to: code.a(pc))
        case .i32AddThenReturnNone:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            if !code.returnNone(pc, d, f, &pc, &frame, &left, &depthLeft) { return .limitAtReturn }
            return .frame
        case .i32AddThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .i32AddIntoReturnOne:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &left, &depthLeft, a: first) { return .limitAtReturn }
            return .frame
        case .i32AddIntoI32LtUImmediateIntoBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32LtUImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32AddThenI64ShrUImmediateThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i64ShrUImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .i32AddThenI32AddImmediateIntoBranchI32Ne:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i64ShlImmediateIntoI64Xor:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i64ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i64Xor(pc, f, b: first), to: code.a(pc))
        case .i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI64Xor:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i64ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i64Xor(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i64ShrUImmediate(pc, d, f, b: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.i64Xor(pc, f, b: third), to: code.a(pc))
        case .i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI32WrapI64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i64ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i64Xor(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i64ShrUImmediate(pc, d, f, b: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.i32WrapI64(pc, f, b: third), to: code.a(pc))
        case .constant32ThenBranchI32LtUImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            if !code.branchI32LtUImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .constant32IntoLoad64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.constant32(pc, d)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .constant32ThenConstant32:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            f.write(code.constant32(pc, d), to: code.a(pc))
        case .constant32ThenBranchIfZero:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .constant32ThenI32AddImmediateIntoBranchI32NeImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32NeImmediate(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .constant32IntoI32AddIntoLoad8U:
            if !isPlain { return .trap(.unreachable) }
            let first = code.constant32(pc, d)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32Add(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            guard let third = code.load8U(pc, d, f, memory, memorySize, &trap, b: second) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
        case .constant32IntoLoad64ThenConstant64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.constant32(pc, d)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.constant64(pc, d), to: code.a(pc))
        case .constant32ThenConstant32IntoSelect:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            let second = code.constant32(pc, d)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.select(pc, d, f, b: second), to: code.a(pc))
        case .constant32ThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .constant32IntoI32AddIntoGlobalSetThenReturnOne:
            if !isPlain { return .trap(.unreachable) }
            let first = code.constant32(pc, d)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32Add(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: second)
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtReturn }
            return .frame
        case .constant32ThenGlobalGetIntoI32AddImmediateIntoAddressOfStore32:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            let second = code.globalGet(pc, d, globals, registers.firstGlobal)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i32AddImmediate(pc, d, f, b: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, b: third) { return .trap(trap) }
        case .constant32IntoI32And:
            if !isPlain { return .trap(.unreachable) }
            let first = code.constant32(pc, d)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32And(pc, f, b: first), to: code.a(pc))
        case .constant32IntoI32AddIntoGlobalSetThenReturnNone:
            if !isPlain { return .trap(.unreachable) }
            let first = code.constant32(pc, d)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32Add(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: second)
            pc &+= 1
            if !code.returnNone(pc, d, f, &pc, &frame, &left, &depthLeft) { return .limitAtReturn }
            return .frame
        case .constant32ThenGlobalGetIntoI32AddImmediateIntoGlobalSet:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            let second = code.globalGet(pc, d, globals, registers.firstGlobal)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i32AddImmediate(pc, d, f, b: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: third)
        case .constant32IntoI32AndIntoBranchIfZero:
            if !isPlain { return .trap(.unreachable) }
            let first = code.constant32(pc, d)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32And(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .constant32ThenI32Sub:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant32(pc, d), to: code.a(pc))
            pc &+= 1
            f.write(code.i32Sub(pc, f), to: code.a(pc))
        case .constant32IntoI32AddThenCopy:
            if !isPlain { return .trap(.unreachable) }
            let first = code.constant32(pc, d)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
        case .constant32IntoI32ShlIntoI32AndIntoBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            let first = code.constant32(pc, d)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32Shl(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i32And(pc, f, b: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left, a: third) { return .limitAtBranch }
        case .load8UIntoI32ShlImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32ShlImmediate(pc, d, f, b: first), to: code.a(pc))
        case .load8UIntoI32Add:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
        case .load8UIntoBranchTable:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchTable(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .load8UIntoBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .load8UThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .load8UThenLoad8U:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .load8UIntoStore8:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .load8UThenLoad8UIndexed:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .load8UIntoI32ShlImmediateIntoSecondLoad32UIndexed:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32ShlImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            guard let third = code.load32UIndexed(pc, d, f, memory, memorySize, &trap, c: second) else {
                return .trap(trap)
            }
            f.write(third, to: code.a(pc))
        case .load8UIntoI32AddIntoStore16:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32Add(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.store16(pc, d, f, &memory, memorySize, &trap, a: second) { return .trap(trap) }
        case .load8UIntoBranchI32EqImmediateIntoBranchI32EqImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if code.isI32EqImmediate(pc, f, a: first) {
                if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
                break
            }
            pc &+= 1
            if !code.branchI32EqImmediate(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .load8UIntoBranchI32EqImmediateIntoBranchI32NeImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if code.isI32EqImmediate(pc, f, a: first) {
                if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
                break
            }
            pc &+= 1
            if !code.branchI32NeImmediate(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .load8UIntoI32AddImmediateIntoI32AndImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32AndImmediate(pc, d, f, b: second), to: code.a(pc))
        case .load8UThenI32AddImmediateThenBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .load8UThenLoad8UIntoBranchI32Eq:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Eq(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .load8UThenLoad8UIntoBranchI32NeThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            if code.isI32Ne(pc, f, a: second) {
                if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
                break
            }
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .load8UThenLoad32UIntoAddressOfStore8ThenReturnNone:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, b: second) { return .trap(trap) }
            pc &+= 1
            if !code.returnNone(pc, d, f, &pc, &frame, &left, &depthLeft) { return .limitAtReturn }
            return .frame
        case .load8UIndexedIntoBranchI32Ne:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .load8UIndexedThenLoad8UIndexedIntoBranchI32Ne:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .load8UIndexedThenI32AndImmediateIntoI32XorIntoI32AndImmediate:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load8UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32AndImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i32Xor(pc, f, b: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.i32AndImmediate(pc, d, f, b: third), to: code.a(pc))
        case .i32MulIntoI32Add:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Mul(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
        case .f64SubIntoSecondF64Add:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64Sub(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.f64Add(pc, f, c: first), to: code.a(pc))
        case .f64SubThenLoad64ThenF64Mul:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.f64Sub(pc, f), to: code.a(pc))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.f64Mul(pc, f), to: code.a(pc))
        case .f64SubIntoSecondF64AddIntoBranchF64Lt:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64Sub(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64Add(pc, f, c: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchF64Lt(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32Load16SThenI32Load16S:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .f64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64ConvertI32U(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64Div(pc, f, c: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.f64MultiplyAdd(pc, d, f, c: second), to: code.a(pc))
        case .i32ShrUImmediateIntoI32AndImmediateIntoLoad32U:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShrUImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32AndImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            guard let third = code.load32U(pc, d, f, memory, memorySize, &trap, b: second) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
        case .i32ShrUImmediateIntoI32Xor:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShrUImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Xor(pc, f, b: first), to: code.a(pc))
        case .i32ShrUImmediateIntoStore8:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShrUImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .store8ThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            if !code.store8(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .store8ThenI32AddImmediateThenBranchI64GtUImmediate:
            if !isPlain { return .trap(.unreachable) }
            if !code.store8(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            if !code.branchI64GtUImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .store8ThenBranchI32LtUImmediateThenStore8ThenStore8:
            if !isPlain { return .trap(.unreachable) }
            if !code.store8(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if code.isI32LtUImmediate(pc, f) {
                if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
                break
            }
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .i64AddIntoStore32:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i64Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .i64AddIntoStore32ThenI64ShrUImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i64Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
            pc &+= 1
            f.write(code.i64ShrUImmediate(pc, d, f), to: code.a(pc))
        case .i64AddThenI32Add:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i64Add(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f), to: code.a(pc))
        case .f64MulThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.f64Mul(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .f64MulThenF64Mul:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.f64Mul(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.f64Mul(pc, f), to: code.a(pc))
        case .f64MulThenF64AddIntoF64MultiplyAdd:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.f64Mul(pc, f), to: code.a(pc))
            pc &+= 1
            let second = code.f64Add(pc, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.f64MultiplyAdd(pc, d, f, b: second), to: code.a(pc))
        case .f64MulIntoSecondF64AddIntoSecondBranchF64Lt:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64Mul(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64Add(pc, f, c: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchF64Lt(pc, d, f, &pc, &left, b: second) { return .limitAtBranch }
        case .f64MulIntoSecondF64DivIntoSecondF64Mul:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64Mul(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64Div(pc, f, c: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.f64Mul(pc, f, c: second), to: code.a(pc))
        case .f64MulIntoSecondF64SubtractProductIntoStore64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64Mul(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64SubtractProduct(pc, d, f, c: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: second) { return .trap(trap) }
        case .f64AddIntoF64MultiplyAdd:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.f64MultiplyAdd(pc, d, f, b: first), to: code.a(pc))
        case .f64AddIntoSecondF64LtIntoBranchIfZero:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64Lt(pc, f, c: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32XorThenCopy:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Xor(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
        case .i32XorIntoI32MulImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Xor(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32MulImmediate(pc, d, f, b: first), to: code.a(pc))
        case .i32RotlImmediateIntoI32Xor:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32RotlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Xor(pc, f, b: first), to: code.a(pc))
        case .i32RotlImmediateThenI32RotlImmediateIntoI32Xor:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32RotlImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32RotlImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Xor(pc, f, b: second), to: code.a(pc))
        case .i64ShrUImmediateIntoI64Xor:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i64ShrUImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i64Xor(pc, f, b: first), to: code.a(pc))
        case .i64ShrUImmediateIntoStore8:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i64ShrUImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .i64ShrUImmediateIntoI32WrapI64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i64ShrUImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32WrapI64(pc, f, b: first), to: code.a(pc))
        case .i64MulThenI64ShrUImmediateIntoI64Add:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i64Mul(pc, f), to: code.a(pc))
            pc &+= 1
            let second = code.i64ShrUImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i64Add(pc, f, b: second), to: code.a(pc))
        case .i64MulIntoI64ShrUImmediateIntoI32WrapI64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i64Mul(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i64ShrUImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32WrapI64(pc, f, b: second), to: code.a(pc))
        case .i32EqIntoI32Add:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Eq(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
        case .i32EqThenI32XorImmediateIntoI32AndImmediateIntoI32ShrUImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Eq(pc, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32XorImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i32AndImmediate(pc, d, f, b: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.i32ShrUImmediate(pc, d, f, b: third), to: code.a(pc))
        case .i32ShlImmediateIntoI32Add:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
        case .i32ShlImmediateIntoI32AddThenLoad16U:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
            pc &+= 1
            guard let third = code.load16U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
        case .i32ShlImmediateIntoSecondLoad64IndexedIntoBranchI64Zero:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load64Indexed(pc, d, f, memory, memorySize, &trap, c: first) else {
                return .trap(trap)
            }
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI64Zero(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .i32ShlImmediateIntoSecondLoad32UIndexed:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load32UIndexed(pc, d, f, memory, memorySize, &trap, c: first) else {
                return .trap(trap)
            }
            f.write(second, to: code.a(pc))
        case .i32ShlImmediateIntoI32AddImmediateThenJump:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f, b: first), to: code.a(pc))
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
        case .i32ShlImmediateIntoI32AddThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
            pc &+= 1
            guard let third = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
        case .i32ShlImmediateIntoI32OrImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32OrImmediate(pc, d, f, b: first), to: code.a(pc))
        case .i32ShlImmediateIntoSecondAddressOfStore32Indexed:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store32Indexed(pc, d, f, &memory, memorySize, &trap, c: first) { return .trap(trap) }
        case .i32ShlImmediateIntoI32ShrSImmediateIntoI32LtSImmediateIntoThirdSelect:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32ShlImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32ShrSImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i32LtSImmediate(pc, d, f, b: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.select(pc, d, f, x: third), to: code.a(pc))
        case .f64LtIntoThirdSelect:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64Lt(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.select(pc, d, f, x: first), to: code.a(pc))
        case .f64SubtractProductIntoStore64:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64SubtractProduct(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store64(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .selectThenSelect:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.select(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.select(pc, d, f), to: code.a(pc))
        case .load32UIndexedIntoI32Add:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load32UIndexed(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
        case .store32ThenJump:
            if !isPlain { return .trap(.unreachable) }
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
        case .store32ThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .store32ThenStore32:
            if !isPlain { return .trap(.unreachable) }
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store32ThenCopyThenBranchI32LtU:
            if !isPlain { return .trap(.unreachable) }
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            if !code.branchI32LtU(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .store32ThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .store32ThenStore32ThenStore32ThenStore32:
            if !isPlain { return .trap(.unreachable) }
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .store32ThenLoad32UIntoCopyThenCall:
            if !isPlain { return .trap(.unreachable) }
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f, b: second), to: code.a(pc))
            pc &+= 1
            if !code.call(pc, d, &f, &pc, &frame, &left, &depthLeft) { return .limitAtCall }
            return .frame
        case .store32ThenStore32ThenLoad32UThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            guard let third = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
            pc &+= 1
            guard let fourth = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(fourth, to: code.a(pc))
        case .i32AndIntoI32Xor:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32And(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Xor(pc, f, b: first), to: code.a(pc))
        case .i32AndThenI32AndIntoI32Xor:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32And(pc, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32And(pc, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Xor(pc, f, b: second), to: code.a(pc))
        case .constant64ThenLoad64:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant64(pc, d), to: code.a(pc))
            pc &+= 1
            guard let second = code.load64(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
        case .constant64ThenLoad32UIntoI32MulImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.constant64(pc, d), to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32MulImmediate(pc, d, f, b: second), to: code.a(pc))
        case .i64DivUIntoI64MulImmediateIntoSecondI64Sub:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.i64DivU(pc, f, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i64MulImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i64Sub(pc, f, c: second), to: code.a(pc))
        case .i32AndImmediateIntoF64ConvertI32UIntoSecondF64Add:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AndImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64ConvertI32U(pc, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.f64Add(pc, f, c: second), to: code.a(pc))
        case .i32AndImmediateIntoI32ShlImmediateThenLoad32U:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AndImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32ShlImmediate(pc, d, f, b: first), to: code.a(pc))
            pc &+= 1
            guard let third = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
        case .i32AndImmediateIntoBranchI32EqImmediateIntoBranchI32NeImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AndImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if code.isI32EqImmediate(pc, f, a: first) {
                if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
                break
            }
            pc &+= 1
            if !code.branchI32NeImmediate(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .i32AndImmediateIntoBranchIfZero:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AndImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchIfZero(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .i32AndImmediateIntoBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AndImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .i32AndImmediateIntoI32ShlImmediateIntoI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AndImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32ShlImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f, b: second), to: code.a(pc))
        case .i32AndImmediateIntoI32Or:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AndImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Or(pc, f, b: first), to: code.a(pc))
        case .i32AndImmediateThenI32LtUImmediateThenConstant32IntoSelect:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32AndImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32LtUImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let third = code.constant32(pc, d)
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.select(pc, d, f, b: third), to: code.a(pc))
        case .i32AndImmediateIntoBranchI32EqImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AndImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchI32EqImmediate(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .i32AndImmediateIntoI32Add:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32AndImmediate(pc, d, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: first), to: code.a(pc))
        case .i32DivUIntoI32MulImmediateIntoSecondI32Sub:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.i32DivU(pc, f, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32MulImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Sub(pc, f, c: second), to: code.a(pc))
        case .i32GtUImmediateThenCopyThenBranchIfNonZero:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32GtUImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            if !code.branchIfNonZero(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .i32MulImmediateThenI32AndImmediateIntoI32Xor:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32MulImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            let second = code.i32AndImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Xor(pc, f, b: second), to: code.a(pc))
        case .branchIfZeroThenBranchIfZeroThenI32Add:
            if !isPlain { return .trap(.unreachable) }
            if code.isZero(pc, f) {
                if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
                break
            }
            pc &+= 1
            if code.isZero(pc, f) {
                if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
                break
            }
            pc &+= 1
            f.write(code.i32Add(pc, f), to: code.a(pc))
        case .i32WrapI64IntoI32OrImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32WrapI64(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32OrImmediate(pc, d, f, b: first), to: code.a(pc))
        case .vectorLoad128ThenVectorLoad128:
            if isPlain { return .trap(.unreachable) }
            guard let first = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(second, to: code.a(pc))
        case .vectorLoad128ThenI32Add:
            if isPlain { return .trap(.unreachable) }
            guard let first = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f), to: code.a(pc))
        case .i32AddIntoVectorLoad128:
            if isPlain { return .trap(.unreachable) }
            let first = code.i32Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.vectorLoad128(pc, d, f, memory, memorySize, &trap, b: first) else {
                return .trap(trap)
            }
            v.write(second, to: code.a(pc))
        case .i32AddIntoLoad8UIntoStore8:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            guard let second = code.load8U(pc, d, f, memory, memorySize, &trap, b: first) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.store8(pc, d, f, &memory, memorySize, &trap, a: second) { return .trap(trap) }
        case .i32AddIntoStore32:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Add(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .i32AddThenCopyThenCopy:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.copy(pc, f), to: code.a(pc))
        case .i32AddThenLoad32UIntoI32Add:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            guard let second = code.load32U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f, b: second), to: code.a(pc))
        case .i32AddThenI32AddImmediateThenI32AddThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .i32AddThenI32Load16SThenI32Load16SIntoI32Mul:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.i32Add(pc, f), to: code.a(pc))
            pc &+= 1
            guard let second = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(second, to: code.a(pc))
            pc &+= 1
            guard let third = code.i32Load16S(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.i32Mul(pc, f, b: third), to: code.a(pc))
        case .store64ImmediateThenI32AddImmediateIntoBranchI32Ne:
            if !isPlain { return .trap(.unreachable) }
            if !code.store64Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f)
            f.write(second, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &left, a: second) { return .limitAtBranch }
        case .store64ImmediateThenStore64Immediate:
            if !isPlain { return .trap(.unreachable) }
            if !code.store64Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
            pc &+= 1
            if !code.store64Immediate(pc, d, f, &memory, memorySize, &trap) { return .trap(trap) }
        case .globalGetIntoI32AddImmediateIntoGlobalSet:
            if !isPlain { return .trap(.unreachable) }
            let first = code.globalGet(pc, d, globals, registers.firstGlobal)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i32AddImmediate(pc, d, f, b: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: second)
        case .globalGetThenConstant32IntoSecondI32SubIntoGlobalSet:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.globalGet(pc, d, globals, registers.firstGlobal), to: code.a(pc))
            pc &+= 1
            let second = code.constant32(pc, d)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i32Sub(pc, f, c: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            code.globalSet(pc, d, f, &globals, registers.firstGlobal, a: third)
        case .globalGetThenConstant32IntoSecondI32SubIntoAddressOfStore32:
            if !isPlain { return .trap(.unreachable) }
            f.write(code.globalGet(pc, d, globals, registers.firstGlobal), to: code.a(pc))
            pc &+= 1
            let second = code.constant32(pc, d)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.i32Sub(pc, f, c: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            if !code.store32(pc, d, f, &memory, memorySize, &trap, b: third) { return .trap(trap) }
        case .i32SubIntoBranchIfNonZeroThenI32AddImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Sub(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if code.isNonZero(pc, f, a: first) {
                if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }
                break
            }
            pc &+= 1
            f.write(code.i32AddImmediate(pc, d, f), to: code.a(pc))
        case .i32SubIntoI32ShrSImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Sub(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.i32ShrSImmediate(pc, d, f, b: first), to: code.a(pc))
        case .i32SubIntoReturnOne:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32Sub(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.returnOne(pc, d, &f, &pc, &frame, &left, &depthLeft, a: first) { return .limitAtReturn }
            return .frame
        case .load16UIntoBranchI32Ne:
            if !isPlain { return .trap(.unreachable) }
            guard let first = code.load16U(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            f.write(first, to: code.a(pc))
            pc &+= 1
            if !code.branchI32Ne(pc, d, f, &pc, &left, a: first) { return .limitAtBranch }
        case .i32LtUIntoThirdSelectThenSelectThenBranchI32GtUImmediate:
            if !isPlain { return .trap(.unreachable) }
            let first = code.i32LtU(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            f.write(code.select(pc, d, f, x: first), to: code.a(pc))
            pc &+= 1
            f.write(code.select(pc, d, f), to: code.a(pc))
            pc &+= 1
            if !code.branchI32GtUImmediate(pc, d, f, &pc, &left) { return .limitAtBranch }
        case .f64SqrtIntoSecondF64MulIntoSecondF64DivIntoSecondF64Mul:
            if !isPlain { return .trap(.unreachable) }
            let first = code.f64Sqrt(pc, f)
            f.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f64Mul(pc, f, c: first)
            f.write(second, to: code.a(pc))
            pc &+= 1
            let third = code.f64Div(pc, f, c: second)
            f.write(third, to: code.a(pc))
            pc &+= 1
            f.write(code.f64Mul(pc, f, c: third), to: code.a(pc))
        case .vectorLoad128IntoSecondVectorF32x4MulIntoSecondVectorF32x4Add:
            if isPlain { return .trap(.unreachable) }
            guard let first = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.f32x4Mul(pc, v, c: first)
            v.write(second, to: code.a(pc))
            pc &+= 1
            v.write(code.f32x4Add(pc, v, c: second), to: code.a(pc))
        case .vectorF32x4MulIntoSecondVectorF32x4Add:
            if isPlain { return .trap(.unreachable) }
            let first = code.f32x4Mul(pc, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.f32x4Add(pc, v, c: first), to: code.a(pc))
        case .vectorF64x2MulIntoSecondVectorF64x2Add:
            if isPlain { return .trap(.unreachable) }
            let first = code.f64x2Mul(pc, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.f64x2Add(pc, v, c: first), to: code.a(pc))
        case .vectorLoad128IntoSecondVectorI32x4DotI16x8S:
            if isPlain { return .trap(.unreachable) }
            guard let first = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i32x4DotI16x8S(pc, v), to: code.a(pc))
        case .vectorI32x4DotI16x8SIntoVectorI32x4Add:
            if isPlain { return .trap(.unreachable) }
            let first = code.i32x4DotI16x8S(pc, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i32x4Add(pc, v, b: first), to: code.a(pc))
        case .vectorI32x4AddIntoVectorI32x4Add:
            if isPlain { return .trap(.unreachable) }
            let first = code.i32x4Add(pc, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i32x4Add(pc, v, b: first), to: code.a(pc))
        case .vectorLoad128IntoVectorI16x8Add:
            if isPlain { return .trap(.unreachable) }
            guard let first = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i16x8Add(pc, v), to: code.a(pc))
        case .vectorLoad128IntoVectorI16x8ShlIntoVectorI16x8Add:
            if isPlain { return .trap(.unreachable) }
            guard let first = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i16x8Shl(pc, d, f, v)
            v.write(second, to: code.a(pc))
            pc &+= 1
            v.write(code.i16x8Add(pc, v, b: second), to: code.a(pc))
        case .vectorI16x8ShlIntoVectorI16x8AddIntoVectorStore128:
            if isPlain { return .trap(.unreachable) }
            let first = code.i16x8Shl(pc, d, f, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            let second = code.i16x8Add(pc, v, b: first)
            v.write(second, to: code.a(pc))
            pc &+= 1
            if !code.vectorStore128(pc, d, f, v, &memory, memorySize, &trap, a: second) { return .trap(trap) }
        case .vectorI16x8ShlIntoVectorI16x8Add:
            if isPlain { return .trap(.unreachable) }
            let first = code.i16x8Shl(pc, d, f, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i16x8Add(pc, v, b: first), to: code.a(pc))
        case .vectorI16x8AddIntoVectorI16x8ShrU:
            if isPlain { return .trap(.unreachable) }
            let first = code.i16x8Add(pc, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i16x8ShrU(pc, d, f, v, b: first), to: code.a(pc))
        case .vectorI16x8AddIntoVectorStore128:
            if isPlain { return .trap(.unreachable) }
            let first = code.i16x8Add(pc, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            if !code.vectorStore128(pc, d, f, v, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .vectorI8x16NarrowI16x8UIntoVectorStore128:
            if isPlain { return .trap(.unreachable) }
            let first = code.i8x16NarrowI16x8U(pc, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            if !code.vectorStore128(pc, d, f, v, &memory, memorySize, &trap, a: first) { return .trap(trap) }
        case .vectorLoad128IntoVectorI16x8ExtendHighI8x16U:
            if isPlain { return .trap(.unreachable) }
            guard let first = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i16x8ExtendHighI8x16U(pc, v), to: code.a(pc))
        case .vectorLoad128IntoVectorI16x8ExtendLowI8x16U:
            if isPlain { return .trap(.unreachable) }
            guard let first = code.vectorLoad128(pc, d, f, memory, memorySize, &trap) else { return .trap(trap) }
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i16x8ExtendLowI8x16U(pc, v), to: code.a(pc))
        case .vectorI16x8ExtendHighI8x16UIntoVectorI16x8Add:
            if isPlain { return .trap(.unreachable) }
            let first = code.i16x8ExtendHighI8x16U(pc, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i16x8Add(pc, v, b: first), to: code.a(pc))
        case .vectorI16x8ExtendLowI8x16UIntoVectorI16x8Add:
            if isPlain { return .trap(.unreachable) }
            let first = code.i16x8ExtendLowI8x16U(pc, v)
            v.write(first, to: code.a(pc))
            pc &+= 1
            v.write(code.i16x8Add(pc, v, b: first), to: code.a(pc))
        case .vectorI16x8ExtendLowI8x16UThenVectorI16x8ExtendLowI8x16U:
            if isPlain { return .trap(.unreachable) }
            v.write(code.i16x8ExtendLowI8x16U(pc, v), to: code.a(pc))
            pc &+= 1
            v.write(code.i16x8ExtendLowI8x16U(pc, v), to: code.a(pc))
        }
        pc &+= 1
    }
}
