extension Superinstruction {
    /// The most instructions that a superinstruction stands for.
    static let longest = 4

    /// Fuses neighbouring instructions, such that the fewest instructions are executed from any place to the end.
    ///
    /// - Parameters:
    ///   - isPlain: Whether the plain loop executes the code.
    ///   - store: The store whose interruption is polled meanwhile.
    static func fuse(
        _ code: inout [InternalInstruction], isPlain: Bool = true, for store: Store
    ) throws(LoweringFailure) {
        let (patterns, patternsByFirst) = (patterns, patternsByFirst)
        // How many instructions are executed to the end, from each of the next four places.
        var counts = SIMD4<Int>.zero
        var operations: UInt64 = 0
        for place in code.indices.reversed() {
            if place & (Store.instructionsPerPoll &- 1) == Store.instructionsPerPoll &- 1 { try store.checkLowering() }
            let operation = code[place].operation
            operations = operations << 16 | UInt64(operation.rawValue)
            var best = counts[0] &+ 1
            var chosen: Int?
            for index in patternsByFirst[Int(operation.rawValue)] {
                let pattern = patterns[index]
                guard pattern.matches(operations), counts[pattern.rest] &+ 1 < best, isPlain || pattern.isInFullLoop,
                    all[pattern.group].operandsFit(code, at: place)
                else { continue }
                (best, chosen) = (counts[pattern.rest] &+ 1, pattern.group)
            }
            if let chosen { all[chosen].put(into: &code, at: place) }
            counts = SIMD4(best, counts[0], counts[1], counts[2])
        }
    }

    /// Fuses the instruction at a place, whose operation has changed, with those before it, if a superinstruction ends
    /// with it.
    static func fuse(_ code: inout InternalCode, isPlain: Bool, upTo last: Int) {
        let start = max(code.startIndex, last &- longest &+ 1)
        var window = (start...last).map { code[$0] }
        var operations: UInt64 = 0
        for place in window.indices.reversed() {
            let first = window[place].operation.first
            operations = operations << 16 | UInt64(first.rawValue)
            for index in patternsByFirst[Int(first.rawValue)] {
                let pattern = patterns[index]
                guard place &+ pattern.rest == window.count &- 1, pattern.matches(operations),
                    isPlain || pattern.isInFullLoop,
                    all[pattern.group].operandsFit(window, at: place)
                else { continue }
                all[pattern.group].put(into: &window, at: place)
                break
            }
        }
        for place in window.indices { code[start &+ place] = window[place] }
    }

    /// Whether the instructions, which have the right operations, take their operands from one another as required.
    private func operandsFit(_ code: [InternalInstruction], at place: Int) -> Bool {
        for (index, next) in rest.enumerated() {
            guard let operand = next.operand else { continue }
            let (before, instruction) = (code[place &+ index], code[place &+ index &+ 1])
            if instruction.takes(operand, from: before.a) { continue }
            guard let other = next.operation.exchangeable(with: operand), instruction.takes(other, from: before.a)
            else { return false }
        }
        return true
    }

    private func put(into code: inout [InternalInstruction], at place: Int) {
        for (index, next) in rest.enumerated() {
            let before = code[place &+ index]
            if let operand = next.operand, !code[place &+ index &+ 1].takes(operand, from: before.a) {
                code[place &+ index &+ 1].exchangeOperands(from: operand)
            }
        }
        code[place].operation = operation
    }

    // MARK: Tables

    /// The operations that a superinstruction stands for, 16 bits for each, the first in the lowest.
    private struct Pattern {
        private let operations: UInt64
        private let mask: UInt64
        /// Raw value of the first operation.
        let first: Int
        /// Number of operations that follow the first.
        let rest: Int
        /// Index in ``Superinstruction/all``.
        let group: Int
        let isInFullLoop: Bool

        init(_ superinstruction: Superinstruction, group: Int) {
            let all = [superinstruction.first] + superinstruction.rest.map(\.operation)
            operations = all.reversed().reduce(0) { $0 << 16 | UInt64($1.rawValue) }
            mask = .max >> (64 - 16 * UInt64(all.count))
            first = Int(superinstruction.first.rawValue)
            rest = superinstruction.rest.count
            self.group = group
            isInFullLoop = superinstruction.isInFullLoop
        }

        func matches(_ others: UInt64) -> Bool { others & mask == operations }
    }

    /// The patterns, sorted by their first operation.
    private static let patterns = all.indices.map { Pattern(all[$0], group: $0) }.sorted {
        ($0.first, $0.group) < ($1.first, $1.group)
    }

    /// The range of ``patterns`` that begin with an operation, by its raw value.
    private static let patternsByFirst: [Range<Int>] = {
        var result = [Range<Int>](repeating: 0..<0, count: Operation.allCases.count)
        for (index, pattern) in patterns.enumerated() {
            let range = result[pattern.first]
            result[pattern.first] = (range.isEmpty ? index : range.lowerBound)..<(index &+ 1)
        }
        return result
    }()

    fileprivate static let firsts: [Operation] = {
        var result = Operation.allCases
        for group in all { result[Int(group.operation.rawValue)] = group.first }
        return result
    }()
}

extension Operation {
    /// The first operation that a superinstruction stands for; any other operation is returned itself.
    var first: Operation { Superinstruction.firsts[Int(rawValue)] }

    /// The operand that may be exchanged with this one; `nil` if none may. Floating-point operations are excluded, because
    /// their result shows from which operand a NaN comes.
    fileprivate func exchangeable(with operand: Superinstruction.Operand) -> Superinstruction.Operand? {
        switch (self, operand) {
        case (.i32Add, .b), (.i32Mul, .b), (.i32And, .b), (.i32Or, .b), (.i32Xor, .b), (.i32Eq, .b), (.i32Ne, .b),
            (.i64Add, .b), (.i64Mul, .b), (.i64And, .b), (.i64Or, .b), (.i64Xor, .b), (.i64Eq, .b), (.i64Ne, .b),
            (.vectorI32x4Add, .b), (.vectorI16x8Add, .b):
            .c
        case (.branchI32Eq, .a), (.branchI32Ne, .a), (.branchI64Eq, .a), (.branchI64Ne, .a): .b
        default: nil
        }
    }
}

extension InternalInstruction {
    fileprivate func takes(_ operand: Superinstruction.Operand, from slot: UInt16) -> Bool {
        switch operand {
        case .a: a == slot
        case .b: b == slot
        case .c: c == slot
        case .x: UInt16(truncatingIfNeeded: x) == slot
        case .bAndC: b == slot && c == slot
        }
    }

    /// Returns the fields that name this slot, or would after an exchange of operands, which leaves out the other one:
    /// "b", for example.
    func operands(from slot: UInt16) -> String {
        if b == slot, c == slot { return "bc" }
        let fields: [(operand: Superinstruction.Operand, name: String)] = [(.a, "a"), (.b, "b"), (.c, "c"), (.x, "x")]
        for (operand, name) in fields where operation.exchangeable(with: operand).map({ takes($0, from: slot) }) == true
        {
            return name
        }
        return fields.filter { takes($0.operand, from: slot) }.map(\.name).joined()
    }

    /// Exchanges an operand with the one that ``Operation/exchangeable(with:)`` returns.
    fileprivate mutating func exchangeOperands(from operand: Superinstruction.Operand) {
        if operand == .a { (a, b) = (b, a) } else { (b, c) = (c, b) }
    }
}
