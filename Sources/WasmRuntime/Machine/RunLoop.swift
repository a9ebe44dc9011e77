import WasmSyntax

/// Number of slots in a frame's window: all that a 16-bit slot number can name.
let frameWindow = 65_536

/// The interpreter's loop, and the operations outside of it that need no more than the state.
///
/// The loop uses only local variables and parameters, so that they stay in machine registers. An operation that needs more
/// leaves the loop with a ``LoopExit``. `StoreState.perform` performs most of these operations, and the loop is entered
/// again; for the others this function returns to `Store.resume`. Read `Slots.swift` first. Inspect the loop's machine code
/// after every change (`scripts/inspect-loop`; CONTRIBUTING.md, "Change the loop").
///
/// The same source makes two loops. The plain loop executes code without vectors, structs and arrays and has no arms for
/// them, which leaves the compiler more registers for the others.
///
/// - Returns: `.returned`, `.hostCall`, or the exit that is left to the store.
func runLoop(_ state: inout StoreState, _ machine: inout Machine, _ execution: inout Execution) -> LoopExit {
    while true {
        guard let current = state.current(execution.registers.instance) else { return .returned }
        if let exit = runLoop(current, &state, &machine, &execution) { return exit }
    }
}

/// Runs until another instance becomes the current one; returns `nil` then, and otherwise the exit for the store.
private func runLoop(
    _ current: CurrentInstance, _ state: inout StoreState, _ machine: inout Machine, _ execution: inout Execution
) -> LoopExit? {
    var context = OperationContext(object: current.code)
    let instance = execution.registers.instance
    execution.registers.memoryPages = current.memoryPages
    if current.code.needsVectorStack { machine.ensureVectorStack() }
    while true {
        #if NESTBOX_PROFILE
            execution.profile?.lend(current.code, to: &execution.registers.counts)
        #endif
        let exit = enterLoop(
            &context.code, stack: &machine.stack, vectors: &machine.vectorStack,
            memory: &state.memories[current.memory].bytes, globals: &state.globals,
            table: &state.tables[current.table].elements, functions: &state.functions, heap: &state.heap,
            registers: &execution.registers)
        #if NESTBOX_PROFILE
            execution.profile?.take(&execution.registers.counts)
        #endif
        if let exit = state.perform(exit, context, &machine, &execution) { return exit }
        if execution.registers.instance != instance { return nil }
    }
}

/// Runs the loop until it is left.
///
/// The parts of the state are parameters: a span depends on the access to what it shows, and spans of two parts of a
/// structure would be two accesses to it.
///
/// - Parameters:
///   - code: The internal code of the current instance's module. It does not change; a parameter that is not `inout` would
///     retain its arrays.
///   - stack: The value stack; the current frame is a window of 65,536 slots of it.
///   - vectors: A vector for each slot of the stack; may be empty for the plain loop.
///   - memory: The committed part of the current instance's first memory.
///   - globals: All globals of the store.
///   - table: The elements of the current instance's first table. They do not change; a parameter that is not `inout` would
///     retain the array.
///   - functions: All functions of the store, which do not change either.
///   - heap: The store's structs and arrays, which only functions that the loop calls access.
///   - registers: The machine's registers.
@inline(never)
func enterLoop(
    _ code: inout InternalCode, stack: inout [UInt64], vectors: inout [SIMD4<UInt32>], memory: inout [UInt8],
    globals: inout [UInt64], table: inout [UInt64], functions: inout [FunctionRecord], heap: inout Heap,
    registers: inout Registers
) -> LoopExit {
    let counts = LoopCounts(
        code: code.count, stack: stack.count &- Store.stackSlack, vectors: vectors.count, memory: memory.count,
        table: table.count, functions: functions.count)
    if code.isPlain {
        return runPlainLoop(
            counts, heads: code.heads.span, details: code.details.span, stack: stack.mutableSpan,
            memory: memory.mutableSpan, globals: globals.mutableSpan, table: table.span, functions: functions.span,
            registers: &registers, heap: &heap)
    }
    // The stack of vectors must have room for every slot: see `Store.ensureVectorStack`.
    guard vectors.count >= stack.count else { return .trap(.unreachable) }
    return runFullLoop(
        counts, heads: code.heads.span, details: code.details.span, stack: stack.mutableSpan,
        vectors: vectors.mutableSpan, memory: memory.mutableSpan, globals: globals.mutableSpan,
        table: table.span, functions: functions.span, heap: &heap, registers: &registers)
}

/// The lengths of the spans, as numbers: the compiler does not inline the call of `count` into a function with so many
/// branches.
struct LoopCounts {
    let code: Int
    let stack: Int
    let vectors: Int
    let memory: Int
    let table: Int
    let functions: Int
}

// These functions take spans, because the compiler would keep the address of an array besides that of its elements.

@inline(never)
func runPlainLoop(
    _ counts: LoopCounts, heads: Heads, details: Details, stack: consuming MutableSpan<UInt64>,
    memory: consuming MutableSpan<UInt8>, globals: consuming MutableSpan<UInt64>, table: Span<UInt64>,
    functions: Span<FunctionRecord>, registers: inout Registers, heap: inout Heap
) -> LoopExit {
    var vectors = VectorFrame()
    return runFrames(
        isPlain: true, counts, heads: heads, details: details, stack: &stack, vectors: &vectors, memory: &memory,
        globals: &globals, table: table, functions: functions, heap: &heap, registers: &registers)
}

@inline(never)
func runFullLoop(
    _ counts: LoopCounts, heads: Heads, details: Details, stack: consuming MutableSpan<UInt64>,
    vectors: consuming VectorFrame, memory: consuming MutableSpan<UInt8>,
    globals: consuming MutableSpan<UInt64>, table: Span<UInt64>, functions: Span<FunctionRecord>, heap: inout Heap,
    registers: inout Registers
) -> LoopExit {
    runFrames(
        isPlain: false, counts, heads: heads, details: details, stack: &stack, vectors: &vectors, memory: &memory,
        globals: &globals, table: table, functions: functions, heap: &heap, registers: &registers)
}

/// Runs one frame after the other. Each span is cut to a number, which is then its count, so that one comparison with the
/// number is the bounds check.
@inline(__always)
func runFrames(
    isPlain: Bool, _ counts: LoopCounts, heads: Heads, details: Details, stack: inout MutableSpan<UInt64>,
    vectors allVectors: inout VectorFrame, memory allMemory: inout MutableSpan<UInt8>,
    globals: inout MutableSpan<UInt64>, table: Span<UInt64>, functions: Span<FunctionRecord>, heap: inout Heap,
    registers: inout Registers
) -> LoopExit {
    // The masks show the compiler that no count is negative; otherwise a bounds check would be two comparisons.
    let codeCount = counts.code & .max
    let stackCount = counts.stack & .max
    let vectorCount = isPlain ? 0 : counts.vectors & .max
    let memorySize = counts.memory & .max
    let tableSize = counts.table & .max
    let functionCount = counts.functions & .max
    let code = heads.extracting(0..<codeCount)
    let details = details.extracting(0..<codeCount)
    let functions = functions.extracting(0..<functionCount)
    let table = table.extracting(0..<tableSize)
    var vectors = allVectors._mutatingExtracting(0..<vectorCount)
    var memory = allMemory._mutatingExtracting(0..<memorySize)
    var pc = registers.pc
    var frame = registers.frame
    var left = registers.limit &- registers.base
    var depthLeft = registers.depthLeft

    var exit = LoopExit.frame
    // These values are never used. Their stores move the dispatch to where it does not cross a cache line
    // (`scripts/inspect-loop --check`).
    if isPlain { registers.callee = 0 } else { (registers.callee, registers.calleeFrame) = (0, 0) }

    repeat {
        guard frame >= 0, frame &+ frameWindow <= stackCount else { exit = .stackExhausted; break }
        var f = stack._mutatingExtracting(frame..<(frame &+ frameWindow))
        guard isPlain || frame &+ frameWindow <= vectorCount else { exit = .trap(.unreachable); break }
        let vectorStart = isPlain ? 0 : frame
        var v = vectors._mutatingExtracting(vectorStart..<(isPlain ? 0 : vectorStart &+ frameWindow))
        exit = runFrame(
            isPlain: isPlain, code: code, details: details, f: &f, v: &v, memory: &memory, memorySize: memorySize,
            globals: &globals, table: table, tableSize: tableSize, functions: functions, functionCount: functionCount,
            heap: &heap, pc: &pc, frame: &frame, left: &left, depthLeft: &depthLeft, registers: &registers)
    } while exit.isFrame
    registers.pc = exit.isAfterInstruction ? pc &+ 1 : pc
    registers.frame = frame
    registers.base = registers.limit &- left
    registers.depthLeft = depthLeft
    return exit
}
