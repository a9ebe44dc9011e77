import Testing
import WasmSyntax

@testable import WasmRuntime

/// Superinstructions, compared with the operations that each replaces, on machines with random contents.
@Suite struct SuperinstructionTests {
    @Test func namesSayWhatTheyAreMadeOf() {
        for group in Superinstruction.all {
            var names = ["\(group.first)"]
            for next in group.rest {
                let operation = "\(next.operation)".prefix(1).uppercased() + "\(next.operation)".dropFirst()
                let links =
                    next.operand == nil
                    ? ["Then"]
                    : ["Into", "IntoSecond", "IntoThird", "IntoBothOf", "IntoAddressOf", "IntoSecondAddressOf"]
                names = names.flatMap { name in links.map { name + $0 + operation } }
            }
            #expect(names.contains("\(group.operation)"))
            #expect(group.operation.first == group.first)
            #expect((1..<Superinstruction.longest).contains(group.rest.count))
        }
        #expect(Set(Superinstruction.all.map(\.operation)).count == Superinstruction.all.count)
        let named = Operation.allCases.filter { "\($0)".contains("Then") || "\($0)".contains("Into") }
        #expect(Set(named) == Set(Superinstruction.all.map(\.operation)))
    }

    @Test(arguments: Superinstruction.all.indices)
    func doesWhatItsPartsDo(_ index: Int) throws {
        let group = Superinstruction.all[index]
        var numbers = Numbers(state: UInt64(index))
        var endings: Set<String> = []
        for round in 0..<60 {
            let machine = Machine(group, &numbers)
            var (joined, apart) = (machine, machine)
            try joined.join(group)
            // Some rounds use the full loop, which needs a megabyte of vectors each time, for the operations or the
            // superinstruction.
            let exits = (
                joined.run(isPlain: !group.hasVectors && !(group.isInFullLoop && round % 6 == 3)),
                apart.run(isPlain: !group.hasVectors && round % 6 != 0)
            )
            #expect(exits.0 == exits.1)
            // Does not pass the machines to `#expect`: their description would take minutes.
            let isSame = joined == apart
            #expect(isSame, "\(group.operation): \(machine.instructions)")
            endings.insert("\(exits.0) \(joined.registers.pc)")
        }
        // If there is more than one ending, the random machines reach more than one.
        if group.rest.contains(where: { "\($0.operation)".hasPrefix("branch") }) { #expect(endings.count > 1) }
    }

    /// The same with random operands, which may be slots that an earlier part sets.
    @Test(arguments: Superinstruction.all.indices)
    func doesWhatItsPartsDoWhateverSlotsCoincide(_ index: Int) throws {
        let group = Superinstruction.all[index]
        var numbers = Numbers(state: UInt64(index) &+ 1_000)
        for _ in 0..<60 {
            let machine = Machine(group, &numbers, destinations: { Int.random(in: 0..<8, using: &$0) })
            var (joined, apart) = (machine, machine)
            try joined.join()
            let exits = (joined.run(isPlain: !group.hasVectors), apart.run(isPlain: !group.hasVectors))
            #expect(exits.0 == exits.1)
            // Does not pass the machines to `#expect`: their description would take minutes.
            let isSame = joined == apart
            #expect(isSame, "\(group.operation): \(machine.instructions)")
        }
    }

    /// A module's code is for the plain loop until a function is lowered that needs the full one. Then the existing
    /// code is joined anew, with the same behaviour and costs.
    @Test func codeForThePlainLoopBecomesCodeForTheFullOne() throws {
        let module = """
            (memory 1)
            (func $sum (export "sum") (param i32) (result i32) (local i32 i32)
              (loop
                (i32.store8 (local.get 2) (i32.and (local.get 1) (i32.const 255)))
                (local.set 2 (i32.rem_u (i32.add (local.get 2) (i32.const 7)) (i32.const 65536)))
                (local.set 1 (i32.add (local.get 1) (i32.load8_u (i32.shr_u (local.get 2) (i32.const 1)))))
                (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
              (i32.add (local.get 1) (i32.const 1)))
            (func (export "vector") (param i32) (result i32)
              (i32x4.extract_lane 0 (i32x4.splat (call $sum (local.get 0)))))
            """
        func endings(_ names: [String]) throws -> ([Ending], [UInt64], Store) {
            let store = Store()
            let instance = try Guest.instance(module, in: store)
            var spent: [UInt64] = []
            let endings = try names.map { name in
                let before = store.budget.spent
                let ending = try Ending.of { try instance.call(Name(name), [.i32(5_000)]) }
                spent.append(store.budget.spent - before)
                return ending
            }
            return (endings, spent, store)
        }
        let (alone, costs, plain) = try endings(["sum"])
        let (later, laterCosts, full) = try endings(["sum", "vector", "sum", "vector"])
        let (first, firstCosts, _) = try endings(["vector", "sum"])
        func operations(_ store: Store) -> Set<Operation> {
            Set(store.codeObjects.values.flatMap { $0.code.map(\.operation) })
        }
        let plainOnly = Set(Superinstruction.all.filter { !$0.isInFullLoop }.map(\.operation))
        #expect(!operations(plain).isDisjoint(with: plainOnly))
        #expect(operations(full).isDisjoint(with: plainOnly))
        #expect(later[0] == alone[0] && later[2] == alone[0] && first[1] == alone[0])
        #expect(laterCosts[0] == costs[0] && laterCosts[2] == costs[0] && firstCosts[1] == costs[0])
        #expect(laterCosts[1] == laterCosts[3] && laterCosts[1] == firstCosts[0])
    }

    @Test func fromAnyPlaceAsFewAreExecutedAsCanBe() throws {
        var code = (0..<3).map { InternalInstruction(.copy, a: $0, b: $0 + 10) } + [InternalInstruction(.jump)]
        try Superinstruction.fuse(&code, for: Store())
        func executed(from place: Int) -> Int {
            guard place < code.count else { return 0 }
            let group = Superinstruction.all.first { $0.operation == code[place].operation }
            return 1 + executed(from: place + 1 + (group?.rest.count ?? 0))
        }
        // A copy and a jump are joined to one operation, and so are two or three copies.
        #expect((0..<4).map(executed) == [2, 2, 1, 1])
        #expect(code.map(\.operation.first) == [.copy, .copy, .copy, .jump])
    }

    @Test func operandsAreExchangedOnlyWhereThatCannotBeSeen() throws {
        let sum = try #require(
            Superinstruction.all.first { group in
                group.rest.count == 1 && group.rest[0].operation == .i32Add && group.rest[0].operand == .b
            })
        var code = [InternalInstruction(sum.first, a: 1, b: 2), InternalInstruction(.i32Add, a: 3, b: 4, c: 1)]
        try Superinstruction.fuse(&code, for: Store())
        #expect(code[0].operation == sum.operation)
        #expect(code[1].b == 1 && code[1].c == 4)
        var difference = [InternalInstruction(sum.first, a: 1, b: 2), InternalInstruction(.i32Sub, a: 3, b: 4, c: 1)]
        try Superinstruction.fuse(&difference, for: Store())
        #expect(difference[1].b == 4 && difference[1].c == 1)
    }
}

extension Superinstruction {
    fileprivate var hasVectors: Bool {
        first.isInFullLoopOnly || rest.contains { $0.operation.isInFullLoopOnly }
    }
}

extension Operation {
    /// Whether the field `a` is the slot of the result, not an operand.
    fileprivate var hasResult: Bool {
        let name = "\(self)"
        return !name.hasPrefix("store") && !name.hasPrefix("branch") && self != .globalSet
    }
}

/// A machine about to execute the instructions of a superinstruction.
private struct Machine: Equatable {
    static let place = 3
    var code = InternalCode()
    var stack: [UInt64]
    var vectors: [SIMD4<UInt32>] = []
    var memory: [UInt8]
    var globals: [UInt64]
    var registers = Registers()

    /// - Parameter destinations: Returns the slot for the result of a part; by default each part gets a separate slot.
    init(
        _ group: Superinstruction, _ numbers: inout Numbers, destinations: ((inout Numbers) -> Int)? = nil
    ) {
        let interesting: [UInt64] = [
            0, 1, 2, 31, 63, 64, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FF8_0000_0000_0001, 0x8000_0000_0000_0000,
            .max,
            Double(1.5).bitPattern, Double(-2.25).bitPattern, UInt64(Float(0.5).bitPattern), 0x7F80_0001,
        ]
        stack = [UInt64](repeating: 0, count: frameWindow + 64)
        for slot in 0..<16 {
            stack[slot] = Bool.random(using: &numbers) ? interesting[Int(numbers.next() & 15)] : numbers.next()
        }
        if group.hasVectors {
            vectors = [SIMD4<UInt32>](repeating: SIMD4(), count: stack.count)
            for slot in 0..<16 { vectors[slot] = SIMD4.random(in: 0...UInt32.max, using: &numbers) }
        }
        memory = (0..<64).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        globals = (0..<4).map { _ in numbers.next() }
        // The targets of returns and branches; each exits with another program counter.
        for _ in 0..<Machine.place { code.append(InternalInstruction(.guardEntry, y: 2)) }
        var instructions = [Machine.instruction(group.first, &numbers)]
        for (index, next) in group.rest.enumerated() {
            // The result of a part is an operand of the next one only if the superinstruction says so.
            if instructions[index].operation.hasResult {
                instructions[index].a = UInt16(destinations?(&numbers) ?? 12 + index)
            }
            let destination = instructions[index].a
            var instruction = Machine.instruction(next.operation, &numbers)
            // A return finds its target in a slot that no other instruction sets.
            if [.returnNone, .returnOne].contains(next.operation) { (instruction.b, stack[9]) = (9, 2) }
            switch next.operand {
            case nil: break
            case .a: instruction.a = destination
            case .b: instruction.b = destination
            case .c: instruction.c = destination
            case .x: instruction.x = UInt32(destination)
            case .bAndC: (instruction.b, instruction.c) = (destination, destination)
            }
            instructions.append(instruction)
        }
        for instruction in instructions { code.append(instruction) }
        for _ in 0..<4 { code.append(InternalInstruction(.guardEntry)) }
        registers.pc = Machine.place
        registers.base = 100
        registers.limit = Int.random(in: 90...130, using: &numbers)
        registers.depthLeft = Int.random(in: 0...2, using: &numbers)
        registers.firstGlobal = 1
    }

    /// Returns an instruction with random fields in their valid ranges.
    private static func instruction(_ operation: Operation, _ numbers: inout Numbers) -> InternalInstruction {
        func slot() -> Int { Int.random(in: 0..<8, using: &numbers) }
        var i = InternalInstruction(operation, a: slot(), b: slot(), c: slot(), x: UInt32(slot()), y: UInt32(slot()))
        let name = "\(operation)"
        // A branch contains the place before its target.
        if name.hasPrefix("branch") || operation == .jump { i.x = UInt32.random(in: 0...1, using: &numbers) }
        if operation == .call { i.x = UInt32.random(in: 0...2, using: &numbers) }
        if operation == .branchTable { i.x = 2 }
        if name.contains("I16x8Sh") { i.y <<= 16 }
        if operation == .globalGet || operation == .globalSet { i.x = UInt32.random(in: 0...2, using: &numbers) }
        if name.contains("oad") || name.contains("tore") {
            i.x = UInt32.random(in: 0...70, using: &numbers)
            if Bool.random(using: &numbers) { i.y = 0 &- UInt32.random(in: 0...70, using: &numbers) }
        }
        return i
    }

    var instructions: [InternalInstruction] { code.filter { $0.operation != .guardEntry } }

    /// Joins the instructions, and checks that the first becomes the given superinstruction.
    mutating func join(_ group: Superinstruction? = nil) throws {
        var instructions = instructions
        try Superinstruction.fuse(&instructions, isPlain: group.map { !$0.hasVectors } ?? true, for: Store())
        // With three, the second may begin a pair, too, which is not executed from here.
        if let group { #expect(instructions[0].operation == group.operation) }
        for (index, instruction) in instructions.enumerated() { code[Machine.place + index] = instruction }
    }

    mutating func run(isPlain: Bool) -> LoopExit {
        var heap = Heap(limit: 0)
        var (table, functions): ([UInt64], [FunctionRecord]) = ([], [])
        // The full loop needs vectors even if no instruction uses them.
        var present = isPlain || !vectors.isEmpty ? vectors : [SIMD4<UInt32>](repeating: SIMD4(), count: stack.count)
        defer { if !vectors.isEmpty { vectors = present } }
        code.isPlain = isPlain
        return enterLoop(
            &code, stack: &stack, vectors: &present, memory: &memory, globals: &globals,
            table: &table, functions: &functions, heap: &heap, registers: &registers)
    }

    /// Compares everything but the code, and the bits of NaNs: a processor that adds two NaNs gives the first, and the
    /// compiler may exchange operands.
    static func == (left: Machine, right: Machine) -> Bool {
        left.stack.prefix(32).elementsEqual(right.stack.prefix(32), by: Machine.isSame)
            && left.vectors.prefix(32).elementsEqual(right.vectors.prefix(32))
            && left.memory == right.memory && left.globals == right.globals
            && left.registers.pc == right.registers.pc && left.registers.frame == right.registers.frame
            && left.registers.base == right.registers.base && left.registers.depthLeft == right.registers.depthLeft
    }

    private static func isSame(_ left: UInt64, _ right: UInt64) -> Bool {
        func single(_ bits: UInt64) -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: bits)) }
        return left == right || (Double(bitPattern: left).isNaN && Double(bitPattern: right).isNaN)
            || (left >> 32 == right >> 32 && single(left).isNaN && single(right).isNaN)
    }
}
