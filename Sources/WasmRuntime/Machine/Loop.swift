import WasmSyntax

/// Slots of a frame's window: as many as a 16-bit slot number can name.
let frameWindow = 65_536

/// The interpreter's loop.
///
/// Everything it touches is a local variable or a parameter, so that it stays in machine registers; whatever needs the
/// whole store leaves it with a ``LoopExit``, and `Store.resume` enters it again. Read `Slots.swift` first. Its assembly
/// is to be looked at after every change: no arm may have a bounds check on `f`, and a taken branch must stay a branch
/// (`_fastPath` and `continue` see to that: a conditional move would make the next instruction wait for it).
///
/// - Parameters:
///   - code: The internal code of the current instance's module.
///   - stack: The value stack; the current frame is a window of 65,536 slots of it.
///   - vectors: 16 bytes for each slot of the stack; none if no code has to do with vectors.
///   - memoryBytes: The current instance's first memory, as far as it is committed: see `Store+Commit.swift`.
///   - globals: All globals of the store.
///   - tableElements: The current instance's first table.
///   - functions: All functions of the store.
///   - heap: The store's structs and arrays, which only functions that are called from here look at.
@inline(never)
func runLoop(
    code codeArray: [InternalInstruction], stack stackArray: inout [UInt64], vectors vectorArray: inout [UInt8],
    memory memoryBytes: inout [UInt8], globals globalArray: inout [UInt64], table tableElements: [UInt64],
    functions functionArray: [FunctionRecord], heap: inout Heap, registers: inout Registers
) -> LoopExit {
    let code = codeArray.span
    let functions = functionArray.span
    let table = tableElements.span
    let stackCount = stackArray.count
    var stack = stackArray.mutableSpan
    var vectorStack = vectorArray.mutableSpan
    var memory = memoryBytes.mutableSpan
    var globals = globalArray.mutableSpan
    var pc = registers.pc
    var frame = registers.frame
    var base = registers.base
    var depthLeft = registers.depthLeft
    var trap = LoopTrap.unreachable

    var exit: LoopExit?

    repeat {
        guard frame >= 0, frame &+ frameWindow <= stackCount else { exit = .stackExhausted; break }
        var f = stack._mutatingExtracting(frame..<(frame &+ frameWindow))
        // Always so; but now the optimiser knows the count as a constant.
        guard f.isWindow else { exit = .stackExhausted; break }
        exit = runFrame(
            code: code, f: &f, vectors: &vectorStack, memory: &memory, globals: &globals, table: table,
            functions: functions, heap: &heap, pc: &pc, frame: &frame, base: &base, depthLeft: &depthLeft, trap: &trap,
            registers: &registers)
    } while exit == nil
    registers.pc = pc
    registers.frame = frame
    registers.base = base
    registers.depthLeft = depthLeft
    registers.trap = trap
    return exit ?? .trap
}

/// Executes instructions on one frame, until another becomes the current one (`nil`) or the loop must be left.
///
/// A part of ``runLoop`` that the compiler puts back there: in a function of its own because a function with so many
/// branches no longer gets inlined what it calls, and ``runLoop`` needs that for cutting the frame.
@inline(__always)
private func runFrame(
    code: borrowing Span<InternalInstruction>, f: inout MutableSpan<UInt64>,
    vectors vectorStack: inout MutableSpan<UInt8>,
    memory: inout MutableSpan<UInt8>, globals: inout MutableSpan<UInt64>, table: borrowing Span<UInt64>,
    functions: borrowing Span<FunctionRecord>, heap: inout Heap, pc: inout Int, frame: inout Int, base: inout Int,
    depthLeft: inout Int, trap: inout LoopTrap, registers: inout Registers
) -> LoopExit? {
    #if NESTBOX_UNMETERED
        // To measure what metering costs: nothing is more than this, so that the compiler drops what counts and compares.
        let limit = registers.noLimit
        var base = 0
    #else
        let limit = registers.limit
    #endif
    while true {
        let at = pc
        pc = at &+ 1
        #if NESTBOX_PROFILE
            registers.profile?.count(at)
        #endif
        switch code.operation(at) {
        case .guardEntry, .unreachable: return .trap
        case .exitReturn: return .returned
        case .jump:
            let next = base &+ code.budgetChange(at)
            if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
            base = next
            pc = code.target(at)
        case .loopCheck:
            if base &+ Int(code.x(at)) > limit { pc = at; return .limitAtBranch }
        case .branchIfNonZero:
            if _fastPath(f.u32(code.a(at)) != 0) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchIfZero:
            if _fastPath(f.u32(code.a(at)) == 0) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchTable:
            pc &+= Int(min(f.u32(code.a(at)), code.x(at)))
        case .call:
            let spent = base &+ Int(code.y(at)) &+ BudgetCosts.functionEntry
            depthLeft &-= 1
            if spent > limit || depthLeft < 0 { depthLeft &+= 1; pc &-= 1; return .limitAtCall }
            base = spent
            f.set(code.b(at), UInt64(truncatingIfNeeded: pc) | UInt64(code.a(at)) &<< 32)
            frame &+= Int(code.a(at))
            pc = code.target(at)
            return nil
        case .callUnresolved, .returnCallUnresolved: pc &-= 1; return .unresolvedCall
        case .returnCall:
            let spent = base &+ Int(code.y(at)) &+ BudgetCosts.functionEntry
            if spent > limit { pc = at; return .limitAtCall }
            base = spent
            let header = f.u64(code.b(at))
            let (count, from) = (code.c(at), code.a(at))
            for index in 0..<count { f.set(index, f.u64(from &+ index)) }
            f.set(code.c(pc), header)
            pc = code.target(at)
        case .callImport:
            registers.callee = Int(code.x(at))
            registers.calleeFrame = Int(code.a(at))
            return .call
        case .callIndirect:
            let index = Int(f.u32(code.b(at)))
            guard index < table.count else { trap = .undefinedElement; return .trap }
            let reference = Int(truncatingIfNeeded: table[index]) &- 1
            guard reference >= 0, reference < functions.count else { trap = .uninitializedElement; return .trap }
            let function = functions[reference]
            guard function.type == code.x(at) else {
                registers.callee = reference
                registers.calleeFrame = Int(code.a(at))
                return .callOfOtherType
            }
            guard function.instance == registers.instance, function.entry != 0 else {
                registers.callee = reference
                registers.calleeFrame = Int(code.a(at))
                return .call
            }
            let spent = base &+ Int(code.y(at)) &+ BudgetCosts.functionEntry
            depthLeft &-= 1
            if spent > limit || depthLeft < 0 { depthLeft &+= 1; pc &-= 1; return .limitAtCall }
            base = spent
            f[Int(code.a(at) &+ code.c(at))] = UInt64(truncatingIfNeeded: pc) | UInt64(code.a(at)) &<< 32
            frame &+= Int(code.a(at))
            pc = Int(function.entry)
            return nil
        case .callReference:
            let reference = Int(truncatingIfNeeded: f.u64(code.b(at))) &- 1
            guard reference >= 0, reference < functions.count else { trap = .nullFunctionReference; return .trap }
            let function = functions[reference]
            guard function.instance == registers.instance, function.entry != 0 else {
                registers.callee = reference
                registers.calleeFrame = Int(code.a(at))
                return .call
            }
            let spent = base &+ Int(code.y(at)) &+ BudgetCosts.functionEntry
            depthLeft &-= 1
            if spent > limit || depthLeft < 0 { depthLeft &+= 1; pc &-= 1; return .limitAtCall }
            base = spent
            f[Int(code.a(at) &+ code.c(at))] = UInt64(truncatingIfNeeded: pc) | UInt64(code.a(at)) &<< 32
            frame &+= Int(code.a(at))
            pc = Int(function.entry)
            return nil
        case .returnMany:
            for index in 0..<code.c(at) { f.set(index, f.u64(code.a(at) &+ index)) }
            registers.hasten(by: code.c(at))
            fallthrough
        case .returnNone:
            let spent = base &+ Int(code.x(at))
            if spent > limit { pc = at; return .limitAtReturn }
            let header = f.u64(code.b(at))
            pc = Int(UInt32(truncatingIfNeeded: header))
            base = spent &- Int(code.y(pc &- 1))
            frame &-= Int(header &>> 32)
            depthLeft &+= 1
            return nil
        case .returnOne:
            f.set(0, f.u64(code.a(at)))
            let spent = base &+ Int(code.x(at))
            if spent > limit { pc = at; return .limitAtReturn }
            let header = f.u64(code.b(at))
            pc = Int(UInt32(truncatingIfNeeded: header))
            base = spent &- Int(code.y(pc &- 1))
            frame &-= Int(header &>> 32)
            depthLeft &+= 1
            return nil
        case .extended: return .extended

        case .heap:
            let i = code.instruction(at)
            let result = heap.step(i, f.u64(i.b), f.u64(i.c), f.u64(i.a))
            if let failure = result.trap { trap = failure; return .trap }
            f.set(i.a, result.value)
        case .structureNew:
            let i = code.instruction(at)
            let words = Int(i.c) &+ 1
            let cost = words &* BudgetCosts.heapWord
            guard base &+ Int(i.y) &+ cost <= limit else { return .newStructure }
            let object = heap.newStructure(i.x, words: words)
            guard object != 0 else { return .newStructure }
            for field in 0..<i.c { heap.setField(object, Int(field), f.u64(i.b &+ field)) }
            f.set(i.a, object)
            base &+= cost

        case .copy: f.set(code.a(at), f.u64(code.b(at)))
        case .copyMany:
            for index in 0..<code.c(at) { f.set(code.a(at) &+ index, f.u64(code.b(at) &+ index)) }
            registers.hasten(by: code.c(at))
        case .zeroMany:
            for index in 0..<code.b(at) { f.set(code.a(at) &+ index, 0 as UInt64) }
            registers.hasten(by: code.b(at))
        case .constant32: f.set(code.a(at), code.x(at))
        case .constant64: f.set(code.a(at), code.wide(at))
        case .select:
            f.set(
                code.a(at),
                f.u32(UInt16(truncatingIfNeeded: code.x(at))) != 0 ? f.u64(code.b(at)) : f.u64(code.c(at)))
        case .globalGet: f.set(code.a(at), globals[registers.firstGlobal &+ Int(code.x(at))])
        case .globalSet: globals[registers.firstGlobal &+ Int(code.x(at))] = f.u64(code.a(at))

        case .i32Add: f.set(code.a(at), f.u32(code.b(at)) &+ f.u32(code.c(at)))
        case .i32Sub: f.set(code.a(at), f.u32(code.b(at)) &- f.u32(code.c(at)))
        case .i32Mul: f.set(code.a(at), f.u32(code.b(at)) &* f.u32(code.c(at)))
        case .i32And: f.set(code.a(at), f.u32(code.b(at)) & f.u32(code.c(at)))
        case .i32Or: f.set(code.a(at), f.u32(code.b(at)) | f.u32(code.c(at)))
        case .i32Xor: f.set(code.a(at), f.u32(code.b(at)) ^ f.u32(code.c(at)))
        case .i32Shl: f.set(code.a(at), f.u32(code.b(at)) &<< f.u32(code.c(at)))
        case .i32ShrS: f.set(code.a(at), f.s32(code.b(at)) &>> f.s32(code.c(at)))
        case .i32ShrU: f.set(code.a(at), f.u32(code.b(at)) &>> f.u32(code.c(at)))
        case .i32Rotl: f.set(code.a(at), f.u32(code.b(at)).rotatedLeft(f.u32(code.c(at))))
        case .i32Rotr: f.set(code.a(at), f.u32(code.b(at)).rotatedRight(f.u32(code.c(at))))
        case .i32Clz: f.set(code.a(at), UInt32(truncatingIfNeeded: f.u32(code.b(at)).leadingZeroBitCount))
        case .i32Ctz: f.set(code.a(at), UInt32(truncatingIfNeeded: f.u32(code.b(at)).trailingZeroBitCount))
        case .i32Popcnt: f.set(code.a(at), UInt32(truncatingIfNeeded: f.u32(code.b(at)).nonzeroBitCount))
        case .i32Extend8S: f.set(code.a(at), Int32(Int8(truncatingIfNeeded: f.u32(code.b(at)))))
        case .i32Extend16S: f.set(code.a(at), Int32(Int16(truncatingIfNeeded: f.u32(code.b(at)))))
        case .i32DivS:
            let (quotient, overflow) = f.s32(code.b(at)).dividedReportingOverflow(by: f.s32(code.c(at)))
            if overflow { trap = f.u32(code.c(at)) == 0 ? .integerDivideByZero : .integerOverflow; return .trap }
            f.set(code.a(at), quotient)
        case .i32DivU:
            let divisor = f.u32(code.c(at))
            if divisor == 0 { trap = .integerDivideByZero; return .trap }
            f.set(code.a(at), f.u32(code.b(at)) / divisor)
        case .i32RemS:
            let divisor = f.s32(code.c(at))
            if divisor == 0 { trap = .integerDivideByZero; return .trap }
            // The overflowing case has the remainder 0, which is what the partial value is.
            f.set(code.a(at), f.s32(code.b(at)).remainderReportingOverflow(dividingBy: divisor).partialValue)
        case .i32RemU:
            let divisor = f.u32(code.c(at))
            if divisor == 0 { trap = .integerDivideByZero; return .trap }
            f.set(code.a(at), f.u32(code.b(at)) % divisor)
        case .i32Eqz: f.set(code.a(at), f.u32(code.b(at)) == 0)
        case .i32Eq: f.set(code.a(at), f.u32(code.b(at)) == f.u32(code.c(at)))
        case .i32Ne: f.set(code.a(at), f.u32(code.b(at)) != f.u32(code.c(at)))
        case .i32LtS: f.set(code.a(at), f.s32(code.b(at)) < f.s32(code.c(at)))
        case .i32LtU: f.set(code.a(at), f.u32(code.b(at)) < f.u32(code.c(at)))
        case .i32LeS: f.set(code.a(at), f.s32(code.b(at)) <= f.s32(code.c(at)))
        case .i32LeU: f.set(code.a(at), f.u32(code.b(at)) <= f.u32(code.c(at)))
        case .i32AddImmediate: f.set(code.a(at), f.u32(code.b(at)) &+ code.x(at))
        case .i32MulImmediate: f.set(code.a(at), f.u32(code.b(at)) &* code.x(at))
        case .i32AndImmediate: f.set(code.a(at), f.u32(code.b(at)) & code.x(at))
        case .i32OrImmediate: f.set(code.a(at), f.u32(code.b(at)) | code.x(at))
        case .i32XorImmediate: f.set(code.a(at), f.u32(code.b(at)) ^ code.x(at))
        case .i32ShlImmediate: f.set(code.a(at), f.u32(code.b(at)) &<< code.x(at))
        case .i32ShrUImmediate: f.set(code.a(at), f.u32(code.b(at)) &>> code.x(at))
        case .i32ShrSImmediate: f.set(code.a(at), f.s32(code.b(at)) &>> Int32(bitPattern: code.x(at)))
        case .i32RotlImmediate: f.set(code.a(at), f.u32(code.b(at)).rotatedLeft(code.x(at)))
        case .i32EqImmediate: f.set(code.a(at), f.u32(code.b(at)) == code.x(at))
        case .i32NeImmediate: f.set(code.a(at), f.u32(code.b(at)) != code.x(at))
        case .i32LtSImmediate: f.set(code.a(at), f.s32(code.b(at)) < Int32(bitPattern: code.x(at)))
        case .i32LtUImmediate: f.set(code.a(at), f.u32(code.b(at)) < code.x(at))
        case .i32GtSImmediate: f.set(code.a(at), f.s32(code.b(at)) > Int32(bitPattern: code.x(at)))
        case .i32GtUImmediate: f.set(code.a(at), f.u32(code.b(at)) > code.x(at))

        case .i64Add: f.set(code.a(at), f.u64(code.b(at)) &+ f.u64(code.c(at)))
        case .i64Sub: f.set(code.a(at), f.u64(code.b(at)) &- f.u64(code.c(at)))
        case .i64Mul: f.set(code.a(at), f.u64(code.b(at)) &* f.u64(code.c(at)))
        case .i64And: f.set(code.a(at), f.u64(code.b(at)) & f.u64(code.c(at)))
        case .i64Or: f.set(code.a(at), f.u64(code.b(at)) | f.u64(code.c(at)))
        case .i64Xor: f.set(code.a(at), f.u64(code.b(at)) ^ f.u64(code.c(at)))
        case .i64Shl: f.set(code.a(at), f.u64(code.b(at)) &<< f.u64(code.c(at)))
        case .i64ShrS: f.set(code.a(at), f.s64(code.b(at)) &>> f.s64(code.c(at)))
        case .i64ShrU: f.set(code.a(at), f.u64(code.b(at)) &>> f.u64(code.c(at)))
        case .i64Rotl: f.set(code.a(at), f.u64(code.b(at)).rotatedLeft(f.u64(code.c(at))))
        case .i64Rotr: f.set(code.a(at), f.u64(code.b(at)).rotatedRight(f.u64(code.c(at))))
        case .i64Clz: f.set(code.a(at), UInt64(truncatingIfNeeded: f.u64(code.b(at)).leadingZeroBitCount))
        case .i64Ctz: f.set(code.a(at), UInt64(truncatingIfNeeded: f.u64(code.b(at)).trailingZeroBitCount))
        case .i64Popcnt: f.set(code.a(at), UInt64(truncatingIfNeeded: f.u64(code.b(at)).nonzeroBitCount))
        case .i64Extend8S: f.set(code.a(at), Int64(Int8(truncatingIfNeeded: f.u64(code.b(at)))))
        case .i64Extend16S: f.set(code.a(at), Int64(Int16(truncatingIfNeeded: f.u64(code.b(at)))))
        case .i64Extend32S: f.set(code.a(at), Int64(f.s32(code.b(at))))
        case .i64DivS:
            let (quotient, overflow) = f.s64(code.b(at)).dividedReportingOverflow(by: f.s64(code.c(at)))
            if overflow { trap = f.u64(code.c(at)) == 0 ? .integerDivideByZero : .integerOverflow; return .trap }
            f.set(code.a(at), quotient)
        case .i64DivU:
            let divisor = f.u64(code.c(at))
            if divisor == 0 { trap = .integerDivideByZero; return .trap }
            f.set(code.a(at), f.u64(code.b(at)) / divisor)
        case .i64RemS:
            let divisor = f.s64(code.c(at))
            if divisor == 0 { trap = .integerDivideByZero; return .trap }
            // The overflowing case has the remainder 0, which is what the partial value is.
            f.set(code.a(at), f.s64(code.b(at)).remainderReportingOverflow(dividingBy: divisor).partialValue)
        case .i64RemU:
            let divisor = f.u64(code.c(at))
            if divisor == 0 { trap = .integerDivideByZero; return .trap }
            f.set(code.a(at), f.u64(code.b(at)) % divisor)
        case .i64Eqz: f.set(code.a(at), f.u64(code.b(at)) == 0)
        case .i64Eq: f.set(code.a(at), f.u64(code.b(at)) == f.u64(code.c(at)))
        case .i64Ne: f.set(code.a(at), f.u64(code.b(at)) != f.u64(code.c(at)))
        case .i64LtS: f.set(code.a(at), f.s64(code.b(at)) < f.s64(code.c(at)))
        case .i64LtU: f.set(code.a(at), f.u64(code.b(at)) < f.u64(code.c(at)))
        case .i64LeS: f.set(code.a(at), f.s64(code.b(at)) <= f.s64(code.c(at)))
        case .i64LeU: f.set(code.a(at), f.u64(code.b(at)) <= f.u64(code.c(at)))
        case .i64AddImmediate: f.set(code.a(at), f.u64(code.b(at)) &+ code.signedX(at))
        case .i64MulImmediate: f.set(code.a(at), f.u64(code.b(at)) &* code.signedX(at))
        case .i64AndImmediate: f.set(code.a(at), f.u64(code.b(at)) & code.signedX(at))
        case .i64OrImmediate: f.set(code.a(at), f.u64(code.b(at)) | code.signedX(at))
        case .i64XorImmediate: f.set(code.a(at), f.u64(code.b(at)) ^ code.signedX(at))
        case .i64ShlImmediate: f.set(code.a(at), f.u64(code.b(at)) &<< code.signedX(at))
        case .i64ShrUImmediate: f.set(code.a(at), f.u64(code.b(at)) &>> code.signedX(at))
        case .i64ShrSImmediate: f.set(code.a(at), f.s64(code.b(at)) &>> Int64(bitPattern: code.signedX(at)))
        case .i64RotlImmediate: f.set(code.a(at), f.u64(code.b(at)).rotatedLeft(code.signedX(at)))
        case .i64EqImmediate: f.set(code.a(at), f.u64(code.b(at)) == code.signedX(at))
        case .i64NeImmediate: f.set(code.a(at), f.u64(code.b(at)) != code.signedX(at))
        case .i64LtSImmediate: f.set(code.a(at), f.s64(code.b(at)) < Int64(bitPattern: code.signedX(at)))
        case .i64LtUImmediate: f.set(code.a(at), f.u64(code.b(at)) < code.signedX(at))
        case .i64GtSImmediate: f.set(code.a(at), f.s64(code.b(at)) > Int64(bitPattern: code.signedX(at)))
        case .i64GtUImmediate: f.set(code.a(at), f.u64(code.b(at)) > code.signedX(at))

        case .f32Add: f.set(code.a(at), f.f32(code.b(at)) + f.f32(code.c(at)))
        case .f32Sub: f.set(code.a(at), f.f32(code.b(at)) - f.f32(code.c(at)))
        case .f32Mul: f.set(code.a(at), f.f32(code.b(at)) * f.f32(code.c(at)))
        case .f32Div: f.set(code.a(at), f.f32(code.b(at)) / f.f32(code.c(at)))
        case .f32Copysign:
            f.set(code.a(at), (f.u32(code.b(at)) & ~(0x8000_0000 as UInt32)) | (f.u32(code.c(at)) & 0x8000_0000))
        case .f32Abs: f.set(code.a(at), f.u32(code.b(at)) & ~(0x8000_0000 as UInt32))
        case .f32Neg: f.set(code.a(at), f.u32(code.b(at)) ^ 0x8000_0000)
        case .f32Sqrt: f.set(code.a(at), f.f32(code.b(at)).squareRoot())
        case .f32Eq: f.set(code.a(at), f.f32(code.b(at)) == f.f32(code.c(at)))
        case .f32Ne: f.set(code.a(at), f.f32(code.b(at)) != f.f32(code.c(at)))
        case .f32Lt: f.set(code.a(at), f.f32(code.b(at)) < f.f32(code.c(at)))
        case .f32Le: f.set(code.a(at), f.f32(code.b(at)) <= f.f32(code.c(at)))

        case .f64Add: f.set(code.a(at), f.f64(code.b(at)) + f.f64(code.c(at)))
        case .f64Sub: f.set(code.a(at), f.f64(code.b(at)) - f.f64(code.c(at)))
        case .f64Mul: f.set(code.a(at), f.f64(code.b(at)) * f.f64(code.c(at)))
        case .f64Div: f.set(code.a(at), f.f64(code.b(at)) / f.f64(code.c(at)))
        case .f32MultiplyAdd: f.set(code.a(at), f.f32(code.b(at)) * f.f32(code.c(at)) + f.f32(code.slotX(at)))
        case .f32MultiplySubtract: f.set(code.a(at), f.f32(code.b(at)) * f.f32(code.c(at)) - f.f32(code.slotX(at)))
        case .f32SubtractProduct: f.set(code.a(at), f.f32(code.slotX(at)) - f.f32(code.b(at)) * f.f32(code.c(at)))
        case .f64MultiplyAdd: f.set(code.a(at), f.f64(code.b(at)) * f.f64(code.c(at)) + f.f64(code.slotX(at)))
        case .f64MultiplySubtract: f.set(code.a(at), f.f64(code.b(at)) * f.f64(code.c(at)) - f.f64(code.slotX(at)))
        case .f64SubtractProduct: f.set(code.a(at), f.f64(code.slotX(at)) - f.f64(code.b(at)) * f.f64(code.c(at)))
        case .f64Copysign:
            f.set(
                code.a(at),
                (f.u64(code.b(at)) & ~(0x8000_0000_0000_0000 as UInt64))
                    | (f.u64(code.c(at)) & 0x8000_0000_0000_0000))
        case .f64Abs: f.set(code.a(at), f.u64(code.b(at)) & ~(0x8000_0000_0000_0000 as UInt64))
        case .f64Neg: f.set(code.a(at), f.u64(code.b(at)) ^ 0x8000_0000_0000_0000)
        case .f64Sqrt: f.set(code.a(at), f.f64(code.b(at)).squareRoot())
        case .f64Eq: f.set(code.a(at), f.f64(code.b(at)) == f.f64(code.c(at)))
        case .f64Ne: f.set(code.a(at), f.f64(code.b(at)) != f.f64(code.c(at)))
        case .f64Lt: f.set(code.a(at), f.f64(code.b(at)) < f.f64(code.c(at)))
        case .f64Le: f.set(code.a(at), f.f64(code.b(at)) <= f.f64(code.c(at)))

        case .f32Min, .f32Max, .f32Ceil, .f32Floor, .f32Trunc, .f32Nearest, .f64Min, .f64Max, .f64Ceil, .f64Floor,
            .f64Trunc, .f64Nearest, .i64MulHighS, .i64MulHighU:
            f.set(
                code.a(at), calledOperation(code.operation(at), f.u64(code.b(at)), f.u64(code.c(at))))
        case .i32WrapI64: f.set(code.a(at), f.u32(code.b(at)))
        case .f64ConvertI32S: f.set(code.a(at), Double(f.s32(code.b(at))))
        case .f64ConvertI32U: f.set(code.a(at), Double(f.u32(code.b(at))))
        case .f64ConvertI64S: f.set(code.a(at), Double(f.s64(code.b(at))))
        case .f32ConvertI32S: f.set(code.a(at), Float(f.s32(code.b(at))))
        case .f64PromoteF32: f.set(code.a(at), Double(f.f32(code.b(at))))
        case .f32DemoteF64: f.set(code.a(at), Float(f.f64(code.b(at))))
        case .i32TruncF64S:
            let value = f.f64(code.b(at))
            // Both bounds are exact; what is between them converts without fail, NaN is not between.
            guard value > -2_147_483_649.0 && value < 2_147_483_648.0 else {
                trap = value.isNaN ? .invalidConversionToInteger : .integerOverflow
                return .trap
            }
            f.set(code.a(at), Int32(value))
        case .convert:
            guard let conversion = Conversion(rawValue: code.c(at)) else { return .trap }
            do {
                f.set(code.a(at), try conversion.apply(f.u64(code.b(at))))
            } catch {
                trap = error == .invalid ? .invalidConversionToInteger : .integerOverflow
                return .trap
            }

        case .load8U:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), UInt64(memory[e]))
        case .load16U:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), UInt64(memory.load16(e)))
        case .load32U:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 4 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), UInt64(memory.load32(e)))
        case .load64:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 8 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), memory.load64(e))
        case .i32Load8S:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), Int32(Int8(bitPattern: memory[e])))
        case .i32Load16S:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), Int32(Int16(bitPattern: memory.load16(e))))
        case .i64Load8S:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), Int64(Int8(bitPattern: memory[e])))
        case .i64Load16S:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), Int64(Int16(bitPattern: memory.load16(e))))
        case .i64Load32S:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 4 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), Int64(Int32(bitPattern: memory.load32(e))))
        case .store8:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory[e] = UInt8(truncatingIfNeeded: f.u64(code.a(at)))
        case .store16:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory.store16(e, f.u64(code.a(at)))
        case .store32:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 4 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory.store32(e, f.u64(code.a(at)))
        case .store64:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 8 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory.store64(e, f.u64(code.a(at)))
        case .load8UIndexed:
            let e = Int(f.u32(code.b(at)) &+ f.u32(code.c(at))) &+ Int(code.x(at))
            if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), UInt64(memory[e]))
        case .load16UIndexed:
            let e = Int(f.u32(code.b(at)) &+ f.u32(code.c(at))) &+ Int(code.x(at))
            if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), UInt64(memory.load16(e)))
        case .load32UIndexed:
            let e = Int(f.u32(code.b(at)) &+ f.u32(code.c(at))) &+ Int(code.x(at))
            if e &+ 4 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), UInt64(memory.load32(e)))
        case .load64Indexed:
            let e = Int(f.u32(code.b(at)) &+ f.u32(code.c(at))) &+ Int(code.x(at))
            if e &+ 8 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            f.set(code.a(at), memory.load64(e))
        case .store8Indexed:
            let e = Int(f.u32(code.b(at)) &+ f.u32(code.c(at))) &+ Int(code.x(at))
            if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory[e] = UInt8(truncatingIfNeeded: f.u64(code.a(at)))
        case .store16Indexed:
            let e = Int(f.u32(code.b(at)) &+ f.u32(code.c(at))) &+ Int(code.x(at))
            if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory.store16(e, f.u64(code.a(at)))
        case .store32Indexed:
            let e = Int(f.u32(code.b(at)) &+ f.u32(code.c(at))) &+ Int(code.x(at))
            if e &+ 4 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory.store32(e, f.u64(code.a(at)))
        case .store64Indexed:
            let e = Int(f.u32(code.b(at)) &+ f.u32(code.c(at))) &+ Int(code.x(at))
            if e &+ 8 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory.store64(e, f.u64(code.a(at)))
        case .store8Immediate:
            let e = Int(f.u32(code.b(at))) &+ Int(code.x(at))
            if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory[e] = UInt8(truncatingIfNeeded: code.signedY(at))
        case .store16Immediate:
            let e = Int(f.u32(code.b(at))) &+ Int(code.x(at))
            if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory.store16(e, code.signedY(at))
        case .store32Immediate:
            let e = Int(f.u32(code.b(at))) &+ Int(code.x(at))
            if e &+ 4 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory.store32(e, code.signedY(at))
        case .store64Immediate:
            let e = Int(f.u32(code.b(at))) &+ Int(code.x(at))
            if e &+ 8 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            memory.store64(e, code.signedY(at))
        case .checkAddress64:
            if f.u64(code.b(at)) &>> 32 != 0 { trap = .outOfBoundsMemoryAccess; return .trap }
        case .checkAligned:
            if (f.u32(code.b(at)) &+ code.x(at)) & UInt32(code.c(at)) != 0 { trap = .unalignedAtomic; return .trap }
        case .memorySize: f.set(code.a(at), registers.memoryPages)

        case .vector, .vectorToScalar, .vectorConstant, .vectorShuffle, .vectorSelect, .vectorCopy, .vectorCopyMany,
            .vectorZeroMany:
            let i = code.instruction(at)
            let result = executeVectorStep(
                i, code.instruction(pc), &vectorStack, frame: frame, scalar: f.u64(i.scalarOperand))
            if i.operation == .vectorToScalar { f.set(i.a, result) }
            pc &+= i.vectorWords
        case .vectorLoad128:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 16 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            setVector(
                &vectorStack, frame: frame, code.a(at), low: memory.load64(e), high: memory.load64(e &+ 8))
        case .vectorStore128:
            let e = Int(f.u32(code.b(at)) &+ code.y(at)) &+ Int(code.x(at))
            if e &+ 16 > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            let (low, high) = vectorHalves(&vectorStack, frame: frame, code.a(at))
            memory.store64(e, low)
            memory.store64(e &+ 8, high)
        case .vectorLoad:
            let i = code.instruction(at)
            let e = Int(f.u32(i.b)) &+ Int(i.x)
            let width = Int(i.y &>> 24)
            if e &+ width > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            var bits: UInt64 = 0
            for position in 0..<width { bits |= UInt64(memory[e &+ position]) &<< UInt64(8 &* position) }
            _ = executeVectorStep(i, i, &vectorStack, frame: frame, scalar: bits)
        case .vectorStoreLane:
            let i = code.instruction(at)
            let e = Int(f.u32(i.b)) &+ Int(i.x)
            let width = Int(i.y &>> 24)
            if e &+ width > memory.count { trap = .outOfBoundsMemoryAccess; return .trap }
            let bits = executeVectorStep(i, i, &vectorStack, frame: frame, scalar: 0)
            for position in 0..<width {
                memory[e &+ position] = UInt8(truncatingIfNeeded: bits &>> UInt64(8 &* position))
            }

        case .branchI32Eq:
            if _fastPath(f.u32(code.a(at)) == f.u32(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32Ne:
            if _fastPath(f.u32(code.a(at)) != f.u32(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32LtS:
            if _fastPath(f.s32(code.a(at)) < f.s32(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32LtU:
            if _fastPath(f.u32(code.a(at)) < f.u32(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32LeS:
            if _fastPath(f.s32(code.a(at)) <= f.s32(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32LeU:
            if _fastPath(f.u32(code.a(at)) <= f.u32(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32EqImmediate:
            if _fastPath(f.u32(code.a(at)) == UInt32(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32NeImmediate:
            if _fastPath(f.u32(code.a(at)) != UInt32(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32LtSImmediate:
            if _fastPath(f.s32(code.a(at)) < Int32(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32LtUImmediate:
            if _fastPath(f.u32(code.a(at)) < UInt32(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32GtSImmediate:
            if _fastPath(f.s32(code.a(at)) > Int32(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI32GtUImmediate:
            if _fastPath(f.u32(code.a(at)) > UInt32(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64Eq:
            if _fastPath(f.u64(code.a(at)) == f.u64(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64Ne:
            if _fastPath(f.u64(code.a(at)) != f.u64(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64LtS:
            if _fastPath(f.s64(code.a(at)) < f.s64(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64LtU:
            if _fastPath(f.u64(code.a(at)) < f.u64(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64LeS:
            if _fastPath(f.s64(code.a(at)) <= f.s64(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64LeU:
            if _fastPath(f.u64(code.a(at)) <= f.u64(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64EqImmediate:
            if _fastPath(f.u64(code.a(at)) == UInt64(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64NeImmediate:
            if _fastPath(f.u64(code.a(at)) != UInt64(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64LtSImmediate:
            if _fastPath(f.s64(code.a(at)) < Int64(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64LtUImmediate:
            if _fastPath(f.u64(code.a(at)) < UInt64(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64GtSImmediate:
            if _fastPath(f.s64(code.a(at)) > Int64(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64GtUImmediate:
            if _fastPath(f.u64(code.a(at)) > UInt64(truncatingIfNeeded: code.signedB(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchF64Lt:
            if _fastPath(f.f64(code.a(at)) < f.f64(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchF64Le:
            if _fastPath(f.f64(code.a(at)) <= f.f64(code.b(at))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchF64NotLt:
            if _fastPath(!(f.f64(code.a(at)) < f.f64(code.b(at)))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchF64NotLe:
            if _fastPath(!(f.f64(code.a(at)) <= f.f64(code.b(at)))) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64NonZero:
            if _fastPath(f.u64(code.a(at)) != 0) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        case .branchI64Zero:
            if _fastPath(f.u64(code.a(at)) == 0) {
                let next = base &+ code.budgetChange(at)
                if next &+ Int(code.c(at)) > limit { pc = at; return .limitAtBranch }
                base = next
                pc = code.target(at)
                continue
            }
        }
    }
}
