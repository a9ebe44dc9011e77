import WasmSyntax

/// Slots of a frame's window: as many as a 16-bit slot number can name.
let frameWindow = 65_536

/// The interpreter's loop.
///
/// Everything it touches is a local variable or a parameter, so that it stays in machine registers; whatever needs the
/// whole store leaves it with a ``LoopExit``, and `Store.resume` enters it again. Read `Slots.swift` first. Its machine
/// code is to be looked at after every change (`scripts/inspect-loop`; CONTRIBUTING.md, "Change the loop").
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
    code internalCode: InternalCode, stack stackArray: inout [UInt64], vectors vectorArray: inout [UInt8],
    memory memoryBytes: inout [UInt8], globals globalArray: inout [UInt64], table tableElements: [UInt64],
    functions functionArray: [FunctionRecord], heap: inout Heap, registers: inout Registers
) -> LoopExit {
    runLoop(
        heads: internalCode.heads, details: internalCode.details, codeCount: internalCode.count, stack: &stackArray,
        stackCount: stackArray.count, vectors: &vectorArray, vectorSize: vectorArray.count, memory: &memoryBytes,
        memorySize: memoryBytes.count, globals: &globalArray, table: tableElements, tableSize: tableElements.count,
        functions: functionArray, functionCount: functionArray.count, heap: &heap, registers: &registers)
}

/// With the counts as numbers: `count` is a call that the compiler does not inline into a function with so many branches.
/// What is cut to such a number has it as its count, so that one comparison with it is the bounds check.
@inline(never)
private func runLoop(
    heads headArray: [InstructionHead], details detailArray: [InstructionDetail], codeCount: Int,
    stack stackArray: inout [UInt64], stackCount: Int, vectors vectorArray: inout [UInt8], vectorSize: Int,
    memory memoryBytes: inout [UInt8], memorySize: Int, globals globalArray: inout [UInt64],
    table tableElements: [UInt64], tableSize: Int, functions functionArray: [FunctionRecord], functionCount: Int,
    heap: inout Heap, registers: inout Registers
) -> LoopExit {
    let code = headArray.span.extracting(0..<codeCount)
    let details = detailArray.span.extracting(0..<codeCount)
    let functions = functionArray.span.extracting(0..<functionCount)
    let table = tableElements.span.extracting(0..<tableSize)
    var stack = stackArray.mutableSpan
    var vectorStack = vectorArray.mutableSpan
    var wholeMemory = memoryBytes.mutableSpan
    var memory = wholeMemory._mutatingExtracting(0..<memorySize)
    var globals = globalArray.mutableSpan
    var pc = registers.pc
    var frame = registers.frame
    var base = registers.base
    var depthLeft = registers.depthLeft

    var exit = LoopExit.frame

    repeat {
        guard frame >= 0, frame &+ frameWindow <= stackCount else { exit = .stackExhausted; break }
        var f = stack._mutatingExtracting(frame..<(frame &+ frameWindow))
        exit = runFrame(
            code: code, details: details, f: &f, vectors: &vectorStack, vectorSize: vectorSize, memory: &memory,
            memorySize: memorySize, globals: &globals, table: table, tableSize: tableSize, functions: functions,
            functionCount: functionCount, heap: &heap, pc: &pc, frame: &frame, base: &base, depthLeft: &depthLeft,
            registers: &registers)
    } while exit.isFrame
    registers.pc = exit.isAfterInstruction ? pc &+ 1 : pc
    registers.frame = frame
    registers.base = base
    registers.depthLeft = depthLeft
    return exit
}
