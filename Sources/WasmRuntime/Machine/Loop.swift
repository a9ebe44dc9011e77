/// Slots of a frame's window: as many as a 16-bit slot number can name.
let frameWindow = 65_536

/// The interpreter's loop.
///
/// Everything it touches is a local variable or a parameter, so that it stays in machine registers; whatever needs the
/// whole store leaves it with a ``LoopExit``, and ``Machine`` enters it again. Read `Slots.swift` first. Its assembly
/// is to be looked at after every change: no arm may have a bounds check on `f`, and a taken branch must stay a branch
/// (`_fastPath` and `continue` see to that: a conditional move would make the next instruction wait for it).
///
/// - Parameters:
///   - code: The internal code of the current instance's module.
///   - stack: The value stack; the current frame is a window of 65,536 slots of it.
///   - memoryBytes: The current instance's first memory.
///   - globals: All globals of the store.
///   - tableElements: The current instance's first table.
///   - functions: All functions of the store.
@inline(never)
func runLoop(
    code codeArray: [InternalInstruction], stack stackArray: inout [UInt64], memory memoryBytes: inout [UInt8],
    globals globalArray: inout [UInt64], table tableElements: [UInt64], functions functionArray: [FunctionRecord],
    registers: inout Registers
) -> LoopExit {
    let code = codeArray.span
    let functions = functionArray.span
    let table = tableElements.span
    var stack = stackArray.mutableSpan
    var memory = memoryBytes.mutableSpan
    var globals = globalArray.mutableSpan
    var pc = registers.pc
    var frame = registers.frame
    var base = registers.base
    var depthLeft = registers.depthLeft
    let limit = registers.limit
    var trap = LoopTrap.unreachable
    var exit = LoopExit.trap

    frames: while true {
        guard frame >= 0, frame &+ frameWindow <= stack.count else { exit = .stackExhausted; break frames }
        var f = stack._mutatingExtracting(frame..<(frame &+ frameWindow))
        // Always so; but now the optimiser knows the count as a constant.
        guard f.count == frameWindow else { exit = .stackExhausted; break frames }

        while true {
            let i = code[pc]
            pc &+= 1
            switch i.operation {
            case .guardEntry, .unreachable: break frames
            case .exitReturn: exit = .returned; break frames
            case .jump:
                base &+= i.budgetChange
                pc = i.target
                if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
            case .loopCheck:
                if base &+ Int(i.x) > limit { exit = .limitAtBranch; break frames }
            case .branchIfNonZero:
                if _fastPath(f.u32(i.a) != 0) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchIfZero:
                if _fastPath(f.u32(i.a) == 0) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchTable:
                pc &+= Int(min(f.u32(i.a), i.x))
            case .call:
                let spent = base &+ Int(i.y) &+ BudgetCosts.functionEntry
                depthLeft &-= 1
                if spent > limit || depthLeft < 0 { depthLeft &+= 1; pc &-= 1; exit = .limitAtCall; break frames }
                base = spent
                f.set(i.b, UInt64(truncatingIfNeeded: pc) | UInt64(i.a) &<< 32)
                frame &+= Int(i.a)
                pc = i.target
                continue frames
            case .callUnresolved: pc &-= 1; exit = .unresolvedCall; break frames
            case .callImport:
                registers.callee = Int(i.x)
                registers.calleeFrame = Int(i.a)
                exit = .call
                break frames
            case .callIndirect:
                let index = Int(f.u32(i.b))
                guard index < table.count else { trap = .undefinedElement; break frames }
                let reference = Int(truncatingIfNeeded: table[index]) &- 1
                guard reference >= 0, reference < functions.count else { trap = .uninitializedElement; break frames }
                let function = functions[reference]
                guard function.type == i.x else { trap = .indirectCallTypeMismatch; break frames }
                guard function.instance == registers.instance, function.entry != 0 else {
                    registers.callee = reference
                    registers.calleeFrame = Int(i.a)
                    exit = .call
                    break frames
                }
                let spent = base &+ Int(i.y) &+ BudgetCosts.functionEntry
                depthLeft &-= 1
                if spent > limit || depthLeft < 0 { depthLeft &+= 1; pc &-= 1; exit = .limitAtCall; break frames }
                base = spent
                f[Int(i.a &+ i.c)] = UInt64(truncatingIfNeeded: pc) | UInt64(i.a) &<< 32
                frame &+= Int(i.a)
                pc = Int(function.entry)
                continue frames
            case .returnMany:
                for index in 0..<i.c { f.set(index, f.u64(i.a &+ index)) }
                fallthrough
            case .returnNone:
                let header = f.u64(i.b)
                pc = Int(UInt32(truncatingIfNeeded: header))
                base &+= Int(i.x) &- Int(code[pc &- 1].y)
                frame &-= Int(header &>> 32)
                depthLeft &+= 1
                continue frames
            case .returnOne:
                f.set(0, f.u64(i.a))
                let header = f.u64(i.b)
                pc = Int(UInt32(truncatingIfNeeded: header))
                base &+= Int(i.x) &- Int(code[pc &- 1].y)
                frame &-= Int(header &>> 32)
                depthLeft &+= 1
                continue frames
            case .extended: exit = .extended; break frames

            case .copy: f.set(i.a, f.u64(i.b))
            case .copyMany:
                for index in 0..<i.c { f.set(i.a &+ index, f.u64(i.b &+ index)) }
            case .zeroMany:
                for index in 0..<i.b { f.set(i.a &+ index, 0 as UInt64) }
            case .constant32: f.set(i.a, i.x)
            case .constant64: f.set(i.a, i.wide)
            case .select: f.set(i.a, f.u32(UInt16(truncatingIfNeeded: i.x)) != 0 ? f.u64(i.b) : f.u64(i.c))
            case .globalGet: f.set(i.a, globals[registers.firstGlobal &+ Int(i.x)])
            case .globalSet: globals[registers.firstGlobal &+ Int(i.x)] = f.u64(i.a)

            case .i32Add: f.set(i.a, f.u32(i.b) &+ f.u32(i.c))
            case .i32Sub: f.set(i.a, f.u32(i.b) &- f.u32(i.c))
            case .i32Mul: f.set(i.a, f.u32(i.b) &* f.u32(i.c))
            case .i32And: f.set(i.a, f.u32(i.b) & f.u32(i.c))
            case .i32Or: f.set(i.a, f.u32(i.b) | f.u32(i.c))
            case .i32Xor: f.set(i.a, f.u32(i.b) ^ f.u32(i.c))
            case .i32Shl: f.set(i.a, f.u32(i.b) &<< f.u32(i.c))
            case .i32ShrS: f.set(i.a, f.s32(i.b) &>> f.s32(i.c))
            case .i32ShrU: f.set(i.a, f.u32(i.b) &>> f.u32(i.c))
            case .i32Rotl: f.set(i.a, f.u32(i.b).rotatedLeft(f.u32(i.c)))
            case .i32Rotr: f.set(i.a, f.u32(i.b).rotatedRight(f.u32(i.c)))
            case .i32Clz: f.set(i.a, UInt32(truncatingIfNeeded: f.u32(i.b).leadingZeroBitCount))
            case .i32Ctz: f.set(i.a, UInt32(truncatingIfNeeded: f.u32(i.b).trailingZeroBitCount))
            case .i32Popcnt: f.set(i.a, UInt32(truncatingIfNeeded: f.u32(i.b).nonzeroBitCount))
            case .i32Extend8S: f.set(i.a, Int32(Int8(truncatingIfNeeded: f.u32(i.b))))
            case .i32Extend16S: f.set(i.a, Int32(Int16(truncatingIfNeeded: f.u32(i.b))))
            case .i32DivS:
                let (quotient, overflow) = f.s32(i.b).dividedReportingOverflow(by: f.s32(i.c))
                if overflow { trap = f.u32(i.c) == 0 ? .integerDivideByZero : .integerOverflow; break frames }
                f.set(i.a, quotient)
            case .i32DivU:
                let divisor = f.u32(i.c)
                if divisor == 0 { trap = .integerDivideByZero; break frames }
                f.set(i.a, f.u32(i.b) / divisor)
            case .i32RemS:
                let divisor = f.s32(i.c)
                if divisor == 0 { trap = .integerDivideByZero; break frames }
                // The overflowing case has the remainder 0, which is what the partial value is.
                f.set(i.a, f.s32(i.b).remainderReportingOverflow(dividingBy: divisor).partialValue)
            case .i32RemU:
                let divisor = f.u32(i.c)
                if divisor == 0 { trap = .integerDivideByZero; break frames }
                f.set(i.a, f.u32(i.b) % divisor)
            case .i32Eqz: f.set(i.a, f.u32(i.b) == 0)
            case .i32Eq: f.set(i.a, f.u32(i.b) == f.u32(i.c))
            case .i32Ne: f.set(i.a, f.u32(i.b) != f.u32(i.c))
            case .i32LtS: f.set(i.a, f.s32(i.b) < f.s32(i.c))
            case .i32LtU: f.set(i.a, f.u32(i.b) < f.u32(i.c))
            case .i32LeS: f.set(i.a, f.s32(i.b) <= f.s32(i.c))
            case .i32LeU: f.set(i.a, f.u32(i.b) <= f.u32(i.c))
            case .i32AddImmediate: f.set(i.a, f.u32(i.b) &+ i.x)
            case .i32MulImmediate: f.set(i.a, f.u32(i.b) &* i.x)
            case .i32AndImmediate: f.set(i.a, f.u32(i.b) & i.x)
            case .i32OrImmediate: f.set(i.a, f.u32(i.b) | i.x)
            case .i32XorImmediate: f.set(i.a, f.u32(i.b) ^ i.x)
            case .i32ShlImmediate: f.set(i.a, f.u32(i.b) &<< i.x)
            case .i32ShrUImmediate: f.set(i.a, f.u32(i.b) &>> i.x)
            case .i32ShrSImmediate: f.set(i.a, f.s32(i.b) &>> Int32(bitPattern: i.x))
            case .i32RotlImmediate: f.set(i.a, f.u32(i.b).rotatedLeft(i.x))
            case .i32EqImmediate: f.set(i.a, f.u32(i.b) == i.x)
            case .i32NeImmediate: f.set(i.a, f.u32(i.b) != i.x)
            case .i32LtSImmediate: f.set(i.a, f.s32(i.b) < Int32(bitPattern: i.x))
            case .i32LtUImmediate: f.set(i.a, f.u32(i.b) < i.x)
            case .i32GtSImmediate: f.set(i.a, f.s32(i.b) > Int32(bitPattern: i.x))
            case .i32GtUImmediate: f.set(i.a, f.u32(i.b) > i.x)

            case .i64Add: f.set(i.a, f.u64(i.b) &+ f.u64(i.c))
            case .i64Sub: f.set(i.a, f.u64(i.b) &- f.u64(i.c))
            case .i64Mul: f.set(i.a, f.u64(i.b) &* f.u64(i.c))
            case .i64And: f.set(i.a, f.u64(i.b) & f.u64(i.c))
            case .i64Or: f.set(i.a, f.u64(i.b) | f.u64(i.c))
            case .i64Xor: f.set(i.a, f.u64(i.b) ^ f.u64(i.c))
            case .i64Shl: f.set(i.a, f.u64(i.b) &<< f.u64(i.c))
            case .i64ShrS: f.set(i.a, f.s64(i.b) &>> f.s64(i.c))
            case .i64ShrU: f.set(i.a, f.u64(i.b) &>> f.u64(i.c))
            case .i64Rotl: f.set(i.a, f.u64(i.b).rotatedLeft(f.u64(i.c)))
            case .i64Rotr: f.set(i.a, f.u64(i.b).rotatedRight(f.u64(i.c)))
            case .i64Clz: f.set(i.a, UInt64(truncatingIfNeeded: f.u64(i.b).leadingZeroBitCount))
            case .i64Ctz: f.set(i.a, UInt64(truncatingIfNeeded: f.u64(i.b).trailingZeroBitCount))
            case .i64Popcnt: f.set(i.a, UInt64(truncatingIfNeeded: f.u64(i.b).nonzeroBitCount))
            case .i64Extend8S: f.set(i.a, Int64(Int8(truncatingIfNeeded: f.u64(i.b))))
            case .i64Extend16S: f.set(i.a, Int64(Int16(truncatingIfNeeded: f.u64(i.b))))
            case .i64Extend32S: f.set(i.a, Int64(f.s32(i.b)))
            case .i64DivS:
                let (quotient, overflow) = f.s64(i.b).dividedReportingOverflow(by: f.s64(i.c))
                if overflow { trap = f.u64(i.c) == 0 ? .integerDivideByZero : .integerOverflow; break frames }
                f.set(i.a, quotient)
            case .i64DivU:
                let divisor = f.u64(i.c)
                if divisor == 0 { trap = .integerDivideByZero; break frames }
                f.set(i.a, f.u64(i.b) / divisor)
            case .i64RemS:
                let divisor = f.s64(i.c)
                if divisor == 0 { trap = .integerDivideByZero; break frames }
                // The overflowing case has the remainder 0, which is what the partial value is.
                f.set(i.a, f.s64(i.b).remainderReportingOverflow(dividingBy: divisor).partialValue)
            case .i64RemU:
                let divisor = f.u64(i.c)
                if divisor == 0 { trap = .integerDivideByZero; break frames }
                f.set(i.a, f.u64(i.b) % divisor)
            case .i64Eqz: f.set(i.a, f.u64(i.b) == 0)
            case .i64Eq: f.set(i.a, f.u64(i.b) == f.u64(i.c))
            case .i64Ne: f.set(i.a, f.u64(i.b) != f.u64(i.c))
            case .i64LtS: f.set(i.a, f.s64(i.b) < f.s64(i.c))
            case .i64LtU: f.set(i.a, f.u64(i.b) < f.u64(i.c))
            case .i64LeS: f.set(i.a, f.s64(i.b) <= f.s64(i.c))
            case .i64LeU: f.set(i.a, f.u64(i.b) <= f.u64(i.c))
            case .i64AddImmediate: f.set(i.a, f.u64(i.b) &+ i.signedX)
            case .i64MulImmediate: f.set(i.a, f.u64(i.b) &* i.signedX)
            case .i64AndImmediate: f.set(i.a, f.u64(i.b) & i.signedX)
            case .i64OrImmediate: f.set(i.a, f.u64(i.b) | i.signedX)
            case .i64XorImmediate: f.set(i.a, f.u64(i.b) ^ i.signedX)
            case .i64ShlImmediate: f.set(i.a, f.u64(i.b) &<< i.signedX)
            case .i64ShrUImmediate: f.set(i.a, f.u64(i.b) &>> i.signedX)
            case .i64ShrSImmediate: f.set(i.a, f.s64(i.b) &>> Int64(bitPattern: i.signedX))
            case .i64RotlImmediate: f.set(i.a, f.u64(i.b).rotatedLeft(i.signedX))
            case .i64EqImmediate: f.set(i.a, f.u64(i.b) == i.signedX)
            case .i64NeImmediate: f.set(i.a, f.u64(i.b) != i.signedX)
            case .i64LtSImmediate: f.set(i.a, f.s64(i.b) < Int64(bitPattern: i.signedX))
            case .i64LtUImmediate: f.set(i.a, f.u64(i.b) < i.signedX)
            case .i64GtSImmediate: f.set(i.a, f.s64(i.b) > Int64(bitPattern: i.signedX))
            case .i64GtUImmediate: f.set(i.a, f.u64(i.b) > i.signedX)

            case .f32Add: f.set(i.a, f.f32(i.b) + f.f32(i.c))
            case .f32Sub: f.set(i.a, f.f32(i.b) - f.f32(i.c))
            case .f32Mul: f.set(i.a, f.f32(i.b) * f.f32(i.c))
            case .f32Div: f.set(i.a, f.f32(i.b) / f.f32(i.c))
            case .f32Min: f.set(i.a, f.f32(i.b).wasmMinimum(f.f32(i.c)))
            case .f32Max: f.set(i.a, f.f32(i.b).wasmMaximum(f.f32(i.c)))
            case .f32Copysign: f.set(i.a, (f.u32(i.b) & ~(0x8000_0000 as UInt32)) | (f.u32(i.c) & 0x8000_0000))
            case .f32Abs: f.set(i.a, f.u32(i.b) & ~(0x8000_0000 as UInt32))
            case .f32Neg: f.set(i.a, f.u32(i.b) ^ 0x8000_0000)
            case .f32Ceil: f.set(i.a, f.f32(i.b).rounded(.up).quieted)
            case .f32Floor: f.set(i.a, f.f32(i.b).rounded(.down).quieted)
            case .f32Trunc: f.set(i.a, f.f32(i.b).rounded(.towardZero).quieted)
            case .f32Nearest: f.set(i.a, f.f32(i.b).rounded(.toNearestOrEven).quieted)
            case .f32Sqrt: f.set(i.a, f.f32(i.b).squareRoot())
            case .f32Eq: f.set(i.a, f.f32(i.b) == f.f32(i.c))
            case .f32Ne: f.set(i.a, f.f32(i.b) != f.f32(i.c))
            case .f32Lt: f.set(i.a, f.f32(i.b) < f.f32(i.c))
            case .f32Le: f.set(i.a, f.f32(i.b) <= f.f32(i.c))

            case .f64Add: f.set(i.a, f.f64(i.b) + f.f64(i.c))
            case .f64Sub: f.set(i.a, f.f64(i.b) - f.f64(i.c))
            case .f64Mul: f.set(i.a, f.f64(i.b) * f.f64(i.c))
            case .f64Div: f.set(i.a, f.f64(i.b) / f.f64(i.c))
            case .f64Min: f.set(i.a, f.f64(i.b).wasmMinimum(f.f64(i.c)))
            case .f64Max: f.set(i.a, f.f64(i.b).wasmMaximum(f.f64(i.c)))
            case .f64Copysign: f.set(i.a, (f.u64(i.b) & ~(0x8000_0000_0000_0000 as UInt64)) | (f.u64(i.c) & 0x8000_0000_0000_0000))
            case .f64Abs: f.set(i.a, f.u64(i.b) & ~(0x8000_0000_0000_0000 as UInt64))
            case .f64Neg: f.set(i.a, f.u64(i.b) ^ 0x8000_0000_0000_0000)
            case .f64Ceil: f.set(i.a, f.f64(i.b).rounded(.up).quieted)
            case .f64Floor: f.set(i.a, f.f64(i.b).rounded(.down).quieted)
            case .f64Trunc: f.set(i.a, f.f64(i.b).rounded(.towardZero).quieted)
            case .f64Nearest: f.set(i.a, f.f64(i.b).rounded(.toNearestOrEven).quieted)
            case .f64Sqrt: f.set(i.a, f.f64(i.b).squareRoot())
            case .f64Eq: f.set(i.a, f.f64(i.b) == f.f64(i.c))
            case .f64Ne: f.set(i.a, f.f64(i.b) != f.f64(i.c))
            case .f64Lt: f.set(i.a, f.f64(i.b) < f.f64(i.c))
            case .f64Le: f.set(i.a, f.f64(i.b) <= f.f64(i.c))

            case .i32WrapI64: f.set(i.a, f.u32(i.b))
            case .f64ConvertI32S: f.set(i.a, Double(f.s32(i.b)))
            case .f64ConvertI32U: f.set(i.a, Double(f.u32(i.b)))
            case .f64ConvertI64S: f.set(i.a, Double(f.s64(i.b)))
            case .f32ConvertI32S: f.set(i.a, Float(f.s32(i.b)))
            case .f64PromoteF32: f.set(i.a, Double(f.f32(i.b)))
            case .f32DemoteF64: f.set(i.a, Float(f.f64(i.b)))
            case .i32TruncF64S:
                let value = f.f64(i.b)
                // Both bounds are exact; what is between them converts without fail, NaN is not between.
                guard value > -2_147_483_649.0 && value < 2_147_483_648.0 else {
                    trap = value.isNaN ? .invalidConversionToInteger : .integerOverflow
                    break frames
                }
                f.set(i.a, Int32(value))
            case .convert:
                guard let conversion = Conversion(rawValue: i.c) else { break frames }
                do {
                    f.set(i.a, try conversion.apply(f.u64(i.b)))
                } catch {
                    trap = error == .invalid ? .invalidConversionToInteger : .integerOverflow
                    break frames
                }

            case .load8U:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                f.set(i.a, UInt64(memory[e]))
            case .load16U:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                f.set(i.a, UInt64(memory.load16(e)))
            case .load32U:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 4 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                f.set(i.a, UInt64(memory.load32(e)))
            case .load64:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 8 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                f.set(i.a, memory.load64(e))
            case .i32Load8S:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                f.set(i.a, Int32(Int8(bitPattern: memory[e])))
            case .i32Load16S:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                f.set(i.a, Int32(Int16(bitPattern: memory.load16(e))))
            case .i64Load8S:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                f.set(i.a, Int64(Int8(bitPattern: memory[e])))
            case .i64Load16S:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                f.set(i.a, Int64(Int16(bitPattern: memory.load16(e))))
            case .i64Load32S:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 4 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                f.set(i.a, Int64(Int32(bitPattern: memory.load32(e))))
            case .store8:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 1 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                memory[e] = UInt8(truncatingIfNeeded: f.u64(i.a))
            case .store16:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 2 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                memory.store16(e, f.u64(i.a))
            case .store32:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 4 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                memory.store32(e, f.u64(i.a))
            case .store64:
                let e = Int(f.u32(i.b)) &+ Int(i.x)
                if e &+ 8 > memory.count { trap = .outOfBoundsMemoryAccess; break frames }
                memory.store64(e, f.u64(i.a))
            case .memorySize: f.set(i.a, UInt32(truncatingIfNeeded: memory.count &>> 16))

            case .branchI32Eq:
                if _fastPath(f.u32(i.a) == f.u32(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32Ne:
                if _fastPath(f.u32(i.a) != f.u32(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32LtS:
                if _fastPath(f.s32(i.a) < f.s32(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32LtU:
                if _fastPath(f.u32(i.a) < f.u32(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32LeS:
                if _fastPath(f.s32(i.a) <= f.s32(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32LeU:
                if _fastPath(f.u32(i.a) <= f.u32(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32EqImmediate:
                if _fastPath(f.u32(i.a) == UInt32(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32NeImmediate:
                if _fastPath(f.u32(i.a) != UInt32(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32LtSImmediate:
                if _fastPath(f.s32(i.a) < Int32(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32LtUImmediate:
                if _fastPath(f.u32(i.a) < UInt32(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32GtSImmediate:
                if _fastPath(f.s32(i.a) > Int32(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI32GtUImmediate:
                if _fastPath(f.u32(i.a) > UInt32(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64Eq:
                if _fastPath(f.u64(i.a) == f.u64(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64Ne:
                if _fastPath(f.u64(i.a) != f.u64(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64LtS:
                if _fastPath(f.s64(i.a) < f.s64(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64LtU:
                if _fastPath(f.u64(i.a) < f.u64(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64LeS:
                if _fastPath(f.s64(i.a) <= f.s64(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64LeU:
                if _fastPath(f.u64(i.a) <= f.u64(i.b)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64EqImmediate:
                if _fastPath(f.u64(i.a) == UInt64(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64NeImmediate:
                if _fastPath(f.u64(i.a) != UInt64(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64LtSImmediate:
                if _fastPath(f.s64(i.a) < Int64(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64LtUImmediate:
                if _fastPath(f.u64(i.a) < UInt64(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64GtSImmediate:
                if _fastPath(f.s64(i.a) > Int64(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64GtUImmediate:
                if _fastPath(f.u64(i.a) > UInt64(truncatingIfNeeded: i.signedB)) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64NonZero:
                if _fastPath(f.u64(i.a) != 0) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            case .branchI64Zero:
                if _fastPath(f.u64(i.a) == 0) {
                    base &+= i.budgetChange
                    pc = i.target
                    if base &+ Int(i.c) > limit { exit = .limitAtBranch; break frames }
                    continue
                }
            }
        }
    }
    registers.pc = pc
    registers.frame = frame
    registers.base = base
    registers.depthLeft = depthLeft
    registers.trap = trap
    return exit
}
