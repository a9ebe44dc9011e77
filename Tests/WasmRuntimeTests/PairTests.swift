import Testing

@testable import WasmRuntime

/// Pairs of operations against the two that each stands for, one after the other, on machines of random contents.
@Suite struct PairTests {
    @Test func namesSayWhatPairsAreMadeOf() {
        for pair in Pairs.all {
            let second = "\(pair.second)".prefix(1).uppercased() + "\(pair.second)".dropFirst()
            let names =
                pair.operand == nil
                ? ["\(pair.first)Then\(second)"]
                : ["", "Second", "Third", "AddressOf", "SecondAddressOf"].map { "\(pair.first)Into\($0)\(second)" }
            #expect(names.contains("\(pair.operation)"))
            #expect(pair.operation.first == pair.first)
        }
        #expect(Set(Pairs.all.map(\.operation)).count == Pairs.all.count)
        let named = Operation.allCases.filter { "\($0)".contains("Then") || "\($0)".contains("Into") }
        #expect(Set(named) == Set(Pairs.all.map(\.operation)))
    }

    @Test(arguments: Pairs.all.indices)
    func pairDoesWhatItsTwoDo(_ index: Int) {
        let pair = Pairs.all[index]
        var numbers = Numbers(state: UInt64(index))
        for _ in 0..<50 {
            let machine = Machine(pair, &numbers)
            var (joined, apart) = (machine, machine)
            #expect(Pairs.join(&joined.code, at: Machine.place))
            #expect(joined.code[Machine.place].operation == pair.operation)
            let exits = (joined.run(), apart.run())
            #expect(exits.0 == exits.1)
            #expect(
                joined == apart,
                "\(pair.operation) of \(machine.code[Machine.place]), \(machine.code[Machine.place + 1])")
        }
    }

    /// From any place as few are executed as can be: here two instead of the three that joining from the front would leave.
    @Test func neighboursAreJoinedFromTheEnd() throws {
        let pair = try #require(Pairs.all.first { $0.first == .i32AddImmediate && $0.second == .i32AddImmediate })
        var code = (0..<4).map { InternalInstruction(.i32AddImmediate, a: $0, b: $0 + 10, x: 1) }
        Pairs.join(&code)
        #expect(code.map(\.operation) == [pair.operation, .i32AddImmediate, pair.operation, .i32AddImmediate])
    }
}

/// A machine that stands before two instructions.
private struct Machine: Equatable {
    static let place = 3
    var code = InternalCode()
    var stack: [UInt64]
    var vectors: [UInt8] = []
    var memory: [UInt8]
    var globals: [UInt64]
    var registers = Registers()

    init(_ pair: Pairs.Pair, _ numbers: inout Numbers) {
        let interesting: [UInt64] = [
            0, 1, 2, 31, 63, 64, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FF8_0000_0000_0001, 0x8000_0000_0000_0000,
            .max,
            Double(1.5).bitPattern, Double(-2.25).bitPattern, UInt64(Float(0.5).bitPattern), 0x7F80_0001,
        ]
        stack = [UInt64](repeating: 0, count: frameWindow + 64)
        for slot in 0..<16 {
            stack[slot] = Bool.random(using: &numbers) ? interesting[Int(numbers.next() & 15)] : numbers.next()
        }
        memory = (0..<64).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        globals = (0..<4).map { _ in numbers.next() }
        // Where returns and branches lead, each with another exit's program counter.
        for _ in 0..<Machine.place { code.append(InternalInstruction(.guardEntry, y: 2)) }
        var first = Machine.instruction(pair.first, &numbers)
        var second = Machine.instruction(pair.second, &numbers)
        // What the first sets is no operand of the second, unless it is to be.
        if !"\(pair.first)".hasPrefix("store") { first.a = 12 }
        // A return finds its way in a slot that the first does not set.
        if pair.second == .returnNone || pair.second == .returnOne { (second.b, stack[9]) = (9, 2) }
        switch pair.operand {
        case nil: break
        case .a: second.a = first.a
        case .b: second.b = first.a
        case .c: second.c = first.a
        case .x: second.x = UInt32(first.a)
        }
        code.append(first)
        code.append(second)
        for _ in 0..<4 { code.append(InternalInstruction(.guardEntry)) }
        registers.pc = Machine.place
        registers.base = 100
        registers.limit = Int.random(in: 90...130, using: &numbers)
        registers.depthLeft = Int.random(in: 0...2, using: &numbers)
        registers.firstGlobal = 1
    }

    /// An instruction whose fields are all within what they may be.
    private static func instruction(_ operation: Operation, _ numbers: inout Numbers) -> InternalInstruction {
        func slot() -> Int { Int.random(in: 0..<8, using: &numbers) }
        var i = InternalInstruction(operation, a: slot(), b: slot(), c: slot(), x: UInt32(slot()), y: UInt32(slot()))
        let name = "\(operation)"
        if name.hasPrefix("branch") || operation == .jump || operation == .call {
            i.x = UInt32.random(in: 0...2, using: &numbers)
        }
        if operation == .branchTable { i.x = 2 }
        if operation == .globalGet || operation == .globalSet { i.x = UInt32.random(in: 0...2, using: &numbers) }
        if name.contains("oad") || name.contains("tore") {
            i.x = UInt32.random(in: 0...70, using: &numbers)
            if Bool.random(using: &numbers) { i.y = 0 &- UInt32.random(in: 0...70, using: &numbers) }
        }
        return i
    }

    mutating func run() -> LoopExit {
        var heap = Heap(limit: 0)
        return runLoop(
            code: code, stack: &stack, vectors: &vectors, memory: &memory, globals: &globals, table: [], functions: [],
            heap: &heap, registers: &registers)
    }

    /// All but the code.
    static func == (left: Machine, right: Machine) -> Bool {
        left.stack.prefix(32) == right.stack.prefix(32) && left.memory == right.memory && left.globals == right.globals
            && left.registers.pc == right.registers.pc && left.registers.frame == right.registers.frame
            && left.registers.base == right.registers.base && left.registers.depthLeft == right.registers.depthLeft
    }
}
