extension OperationGroup {
    /// The table of operations, in the order in which the loop has them.
    static let all: [OperationGroup] = control + moves + integers + floats + memory + others + vectors + branches

    private static let frameOperands = "d, f"
    private static let memoryRead = "d, f, memory, memorySize"
    private static let memoryWrite = "d, f, &memory, memorySize"
    private static let branchOperands = "d, f, &pc, &left"

    private static let control = [
        OperationGroup(
            "guardEntry unreachable",
            "// Control. Branches: `x` = place before the target, `y` = change of the budget's base, `c` = prefix of a backward target.",
            lines: ["return .trap(.unreachable)"]),
        OperationGroup("exitReturn", lines: ["return .returned"]),
        OperationGroup("jump", .branch, "d, &pc, &left", step: "takeBranch"),
        OperationGroup("loopCheck", lines: ["if !spend(0, &left, keeping: Int(d.x(pc))) { return .limitAtBranch }"]),
        OperationGroup("branchIfNonZero branchIfZero", .branch, branchOperands, "/// `a` = slot of the condition."),
        OperationGroup(
            "branchTable", .branch, branchOperands,
            "/// `a` = slot of the index, `x` = number of entries before the default; a `jump` for each entry follows, and one",
            "/// of them is taken."),
        OperationGroup(
            "call", .call, "d, &f, &pc, &frame, &left, &depthLeft",
            "/// `a` = first slot of the callee's frame, `b` = slot of its header, `x` = entry (or function index), `y` = prefix."
        ),
        OperationGroup("callUnresolved returnCallUnresolved", lines: ["return .unresolvedCall"]),
        OperationGroup(
            "returnCall",
            "/// `a` = first slot of the arguments, `b` = the caller's own header slot, `c` = number of arguments, `x` = entry (or",
            "/// function index), `y` = prefix; the next instruction has `c` = the header's place in the callee's frame.",
            lines: ["if !code.returnCall(pc, d, &f, &pc, &left) { return .limitAtCall }", "continue"]),
        OperationGroup(
            "callImport",
            lines: [
                "registers.callee = Int(d.x(pc))", "registers.calleeFrame = Int(code.a(pc))", "return .call",
            ]),
        OperationGroup(
            "callIndirect",
            "/// `a` as for calls, `b` = slot of the index, `c` = header's place in the callee's frame, `x` = type, `y` = prefix.",
            lines: [
                "return code.callIndirect(",
                "    pc, d, &f, table, tableSize, functions, functionCount, &pc, &frame, &left, &depthLeft, &registers",
                ")",
            ]),
        OperationGroup(
            "callReference", "/// As `callIndirect`, with `b` = slot of the function.",
            lines: [
                "return code.callReference(",
                "    pc, d, &f, functions, functionCount, &pc, &frame, &left, &depthLeft, &registers)",
            ]),
        OperationGroup(
            "returnMany", .callReturn, "d, &f, &pc, &frame, &left, &depthLeft, &registers",
            "/// `a` = first slot of the results, `b` = header slot, `c` = number of results, `x` = prefix."),
        OperationGroup("returnNone", .callReturn, "d, f, &pc, &frame, &left, &depthLeft"),
        OperationGroup("returnOne", .callReturn, "d, &f, &pc, &frame, &left, &depthLeft"),
        OperationGroup(
            "storeOperation memoryFill memoryCopy",
            "/// Leaves the loop: `c` = ``StoreOperation``. `memoryFill` and `memoryCopy` (first memory) need not leave `runLoop` if",
            "/// they are small: `a` = first of three operand slots, `y` = cost up to and with it.",
            lines: ["return .storeOperation"]),
        OperationGroup(
            "heap", .checkedEffect, "d, &f, &heap", fullLoopOnly: true,
            "// Aggregates. `a` = destination.", "/// See ``HeapOperation``."),
        OperationGroup(
            "structureNew structureNewDefault arrayNewFixed arrayNew arrayNewDefault", fullLoopOnly: true,
            "/// `b` = slot of the first operand, `c` = number of fields or elements, or else the base-two logarithm of an",
            "/// element's bytes; `x` = type, `y` = prefix.",
            lines: ["if !code.newObject(pc, d, &f, &heap, &left) { return .newObject }"]),
    ]

    private static let moves = [
        OperationGroup("copy", .value, "f", "// Moves. `a` = destination."),
        OperationGroup("copyMany", .effect, "&f, &left, &registers"),
        OperationGroup("zeroMany", .effect, "&f, &left, &registers"),
        OperationGroup("constant32 constant64", .value, "d"),
        OperationGroup("select", .value, frameOperands),
        OperationGroup("globalGet", .value, "d, globals, registers.firstGlobal"),
        OperationGroup("globalSet", .effect, "d, f, &globals, registers.firstGlobal"),
        OperationGroup(
            "meterStart meterEnd", .effect, "d, &globals, registers.firstGlobal, left, registers.limit",
            "/// The units of a loop: `x` = global that counts them, `y` = prefix."),
    ]

    private static let integers = [
        OperationGroup(
            """
            i32Add i32Sub i32Mul i32And i32Or i32Xor i32Shl i32ShrS i32ShrU i32Rotl i32Rotr i32Clz i32Ctz i32Popcnt \
            i32Extend8S i32Extend16S
            """, .value, "f",
            "// Binary and unary operations: `a` = destination, `b`, `c` = operands, `x` = immediate."),
        OperationGroup("i32DivS i32DivU i32RemS i32RemU", .checkedValue, "f"),
        OperationGroup("i32Eqz i32Eq i32Ne i32LtS i32LtU i32LeS i32LeU", .value, "f"),
        OperationGroup(
            """
            i32AddImmediate i32MulImmediate i32AndImmediate i32OrImmediate i32XorImmediate i32ShlImmediate \
            i32ShrUImmediate i32ShrSImmediate i32RotlImmediate i32EqImmediate i32NeImmediate i32LtSImmediate \
            i32LtUImmediate i32GtSImmediate i32GtUImmediate
            """, .value, frameOperands),
        OperationGroup(
            """
            i64Add i64Sub i64Mul i64And i64Or i64Xor i64Shl i64ShrS i64ShrU i64Rotl i64Rotr i64Clz i64Ctz i64Popcnt \
            i64Extend8S i64Extend16S i64Extend32S
            """, .value, "f"),
        OperationGroup("i64DivS i64DivU i64RemS i64RemU", .checkedValue, "f"),
        OperationGroup("i64Eqz i64Eq i64Ne i64LtS i64LtU i64LeS i64LeU", .value, "f"),
        OperationGroup(
            """
            i64AddImmediate i64MulImmediate i64AndImmediate i64OrImmediate i64XorImmediate i64ShlImmediate \
            i64ShrUImmediate i64ShrSImmediate i64RotlImmediate i64EqImmediate i64NeImmediate i64LtSImmediate \
            i64LtUImmediate i64GtSImmediate i64GtUImmediate
            """, .value, frameOperands),
    ]

    private static let floats = [
        OperationGroup(
            """
            f32Add f32Sub f32Mul f32Div f32Copysign f32Abs f32Neg f32Sqrt f32Eq f32Ne f32Lt f32Le f64Add f64Sub f64Mul \
            f64Div
            """, .value, "f"),
        OperationGroup(
            """
            f32MultiplyAdd f32MultiplySubtract f32SubtractProduct f64MultiplyAdd f64MultiplySubtract f64SubtractProduct
            """, .value, frameOperands,
            "/// `b` * `c` + `x`, `b` * `c` - `x`, or `x` - `b` * `c` (`x` is a slot); rounded twice."),
        OperationGroup("f64Copysign f64Abs f64Neg f64Sqrt f64Eq f64Ne f64Lt f64Le", .value, "f"),
        OperationGroup(
            "i32WrapI64 f64ConvertI32S f64ConvertI32U f64ConvertI64S f32ConvertI32S f64PromoteF32 f32DemoteF64",
            .value, "f", "// Frequent conversions; the others are `convert`, `c` = ``Conversion``."),
        OperationGroup("i32TruncF64S", .checkedValue, "f"),
    ]

    private static let memory = [
        OperationGroup(
            "load8U load16U load32U load64 i32Load8S i32Load16S i64Load8S i64Load16S i64Load32S", .checkedValue,
            memoryRead,
            "// Memory: `a` = destination or value, `b` = address, `y` = addend of the address, `x` = offset."),
        OperationGroup("store8 store16 store32 store64", .checkedEffect, memoryWrite),
        OperationGroup(
            "load8UIndexed load16UIndexed load32UIndexed load64Indexed", .checkedValue, memoryRead,
            "/// The address is the sum of the slots `b` and `c`."),
        OperationGroup(
            "store8Indexed store16Indexed store32Indexed store64Indexed", .checkedEffect, memoryWrite),
        OperationGroup(
            "store8Immediate store16Immediate store32Immediate store64Immediate", .checkedEffect, memoryWrite,
            "/// `y` = the value; only 0 for 64 bits."),
        OperationGroup(
            "checkAddress64", .checkedEffect, "f",
            "/// Traps unless the 64-bit address in `b` is below 2^32: no memory is larger."),
        OperationGroup(
            "checkAligned", .checkedEffect, frameOperands,
            "/// Traps if the sum of the slot `b` and `x`, the address of an atomic access, has one of the bits of `c`."
        ),
        OperationGroup("memorySize", lines: ["f.write(UInt64(registers.memoryPages), to: code.a(pc))"]),
    ]

    private static let others = [
        // These are too large for the loop and share one call: with several calls, the loop would not keep everything
        // in registers.
        OperationGroup(
            "outlined convert", "/// An ``OutlinedOperation``, in `x`; a ``Conversion``, in `c`.",
            lines: [
                "let result = executeOutlined(at: pc, code, d, b: f.u64(code.b(pc)), c: f.u64(code.c(pc)))",
                "if let failure = result.trap { return .trap(failure) }", "f.write(result.value, to: code.a(pc))",
            ])
    ]

    private static let vectors = [
        OperationGroup(
            "vector", .effect, "d, f, &v", fullLoopOnly: true,
            "// Vectors, in slots of their own. `a` = destination, `b`, `c` = vector operands.",
            "/// `x` = ``VectorOperation``, and the lane shifted by 16; `y` = slot of a third vector, and slot of a scalar operand",
            "/// shifted by 16. The other one has a scalar result."),
        OperationGroup("vectorToScalar", .value, "d, f, &v", step: "vector", fullLoopOnly: true),
        OperationGroup(
            "vectorShuffle", fullLoopOnly: true,
            "/// `x` and `y` = 8 bytes of immediates, and those of the next instruction = the other 8.",
            lines: ["code.vectorShuffle(pc, d, &v)", "pc &+= 1"]),
        OperationGroup("vectorSelect", .vector, "d, f, v", fullLoopOnly: true, "/// `x` = slot of the condition."),
        OperationGroup("vectorCopyMany vectorZeroMany", .effect, "&v", fullLoopOnly: true),
        OperationGroup(
            "vectorConstant", fullLoopOnly: true,
            "/// `x` and `y` = 8 bytes of immediates, and those of the next instruction = the other 8.",
            lines: ["v.write(code.vectorConstant(pc, d), to: code.a(pc))", "pc &+= 1"]),
        OperationGroup("vectorCopy", .vector, "v", fullLoopOnly: true),
        OperationGroup(
            """
            vectorF32x4Add vectorF32x4Sub vectorF32x4Mul vectorF64x2Add vectorF64x2Sub vectorF64x2Mul vectorI32x4Add \
            vectorI32x4Sub vectorI32x4Mul vectorI16x8Add vectorI16x8Sub vectorI16x8Mul vectorI8x16Add vectorI8x16Sub \
            vectorI64x2Add vectorV128And vectorV128Or vectorV128Xor vectorI32x4DotI16x8S vectorI8x16NarrowI16x8U \
            vectorI16x8ExtendLowI8x16U vectorI16x8ExtendHighI8x16U
            """, .vector, "v", fullLoopOnly: true,
            "/// The most frequent operations of ``vector``, executed in the loop itself: `x`, `y` as for ``vector``."),
        OperationGroup("vectorI16x8Shl vectorI16x8ShrU", .vector, "d, f, v", fullLoopOnly: true),
        OperationGroup(
            "vectorLoad128", .checkedVector, memoryRead, fullLoopOnly: true, "/// As other loads and stores."),
        OperationGroup("vectorStore128", .checkedEffect, "d, f, v, &memory, memorySize", fullLoopOnly: true),
        OperationGroup(
            "vectorLoad", .checkedEffect, "d, f, &v, &memory, memorySize", fullLoopOnly: true,
            "/// `c` = vector operand, `y` = ``VectorOperation``, the lane shifted by 16, and the width in bytes shifted by 24."
        ),
        OperationGroup("vectorStoreLane", .checkedEffect, "d, f, &v, &memory, memorySize", fullLoopOnly: true),
    ]

    private static let branches = [
        OperationGroup(
            """
            branchI32Eq branchI32Ne branchI32LtS branchI32LtU branchI32LeS branchI32LeU branchI32EqImmediate \
            branchI32NeImmediate branchI32LtSImmediate branchI32LtUImmediate branchI32GtSImmediate branchI32GtUImmediate \
            branchI64Eq branchI64Ne branchI64LtS branchI64LtU branchI64LeS branchI64LeU branchI64EqImmediate \
            branchI64NeImmediate branchI64LtSImmediate branchI64LtUImmediate branchI64GtSImmediate branchI64GtUImmediate \
            branchF64Lt branchF64Le branchF64NotLt branchF64NotLe branchI64NonZero branchI64Zero
            """, .branch, branchOperands,
            "// Compare and branch: `a`, `b` = operands, or `b` = a signed 16-bit immediate.")
    ]
}
