/// The texts of the generated files.
enum GeneratedFile {
    static let note = """
        // Written by `scripts/write-loop`, which names the tables that this file follows from. Change those.

        """

    /// The enumeration of operations.
    static func operation(_ superinstructions: [Superinstruction]) -> String {
        var text = note + operationHead
        for group in OperationGroup.all {
            for line in group.comment { text += "    \(line)\n" }
            text += cases(group.operations.map(\.name))
        }
        text += "\n    // Superinstructions.\n" + cases(superinstructions.map(\.name)) + "}\n\n"
        return text + fullLoopOnly
    }

    /// The enumeration of instructions.
    static func opcode(_ rows: [InstructionRow]) -> String {
        let names = rows.map { keywords.contains($0.name) ? "`\($0.name)`" : $0.name }
        return note + opcodeHead + cases(names) + "}\n"
    }

    /// The names of instructions that are keywords of Swift.
    private static let keywords: Set = ["if", "else", "try", "catch", "throw", "return"]

    private static let opcodeHead = """

        /// Every instruction of WebAssembly 3.0 and of the supported proposals, in the order of ``InstructionTable/rows``, which
        /// describes them.
        @usableFromInline package enum Opcode: UInt16, CaseIterable, Sendable {

        """

    /// The lowering of the instructions that have an operation of the same name.
    static func plainLowering(_ rows: [InstructionRow]) -> String {
        let lines = rows.compactMap { row in row.plainLowering.map { "        (.\(row.name), \($0)),\n" } }
        return note + """

            import WasmSyntax

            extension PlainLowering {
                /// The instructions on numbers that have an operation of the same name.
                static let sameNames: [(Opcode, PlainLowering)] = [
            \(lines.joined())    ]
            }

            """
    }

    static func cases(_ names: [String]) -> String {
        var text = ""
        var line = ""
        for name in names {
            if line.isEmpty {
                line = "    case \(name)"
            } else if line.count + name.count + 2 > 115 {
                text += line + "\n"
                line = "    case \(name)"
            } else {
                line += ", \(name)"
            }
        }
        return text + line + "\n"
    }

    private static var fullLoopOnly: String {
        let names = OperationGroup.all.flatMap(\.operations).filter(\.isInFullLoopOnly).map { ".\($0.name)" }
        return """
            extension Operation {
                /// Whether only the full loop executes the operation: it concerns vectors or the heap (see `runLoop`).
                var isInFullLoopOnly: Bool {
                    switch first {
                    case \(names.joined(separator: ", ")): true
                    default: false
                    }
                }
            }

            """
    }

    /// The list of superinstructions for lowering. Among those with the same first operation, the longest comes first,
    /// and then the one with the most operands.
    static func superinstruction(_ superinstructions: [Superinstruction]) -> String {
        var beginnings: [String] = []
        var byBeginning: [String: [Superinstruction]] = [:]
        for superinstruction in superinstructions {
            let beginning = superinstruction.parts[0].operation.name
            if byBeginning[beginning] == nil { beginnings.append(beginning) }
            byBeginning[beginning, default: []].append(superinstruction)
        }
        var text = note + "\nextension Superinstruction {\n"
        text += "    /// All superinstructions.\n    static let all: [Superinstruction] = [\n"
        for beginning in beginnings {
            let rows = (byBeginning[beginning] ?? []).enumerated().sorted { left, right in
                (left.element.parts.count, left.element.operandCount, -left.offset)
                    > (right.element.parts.count, right.element.operandCount, -right.offset)
            }
            for row in rows { text += "        \(self.row(row.element)),\n" }
        }
        return text + "    ]\n}\n"
    }

    private static func row(_ superinstruction: Superinstruction) -> String {
        let parts = superinstruction.parts.enumerated().map { number, part in
            if number == 0 { return ".\(part.operation.name)" }
            let operand = part.operands.isEmpty ? "nil" : part.operands.count > 1 ? ".bAndC" : ".\(part.operands[0])"
            return "(.\(part.operation.name), \(operand))"
        }
        let loops = superinstruction.isInFullLoop ? "" : "inFullLoop: false, "
        return "Superinstruction(.\(superinstruction.name), \(loops)\(parts.joined(separator: ", ")))"
    }

    /// The loop.
    static func loop(_ superinstructions: [Superinstruction]) -> String {
        var text = note + "\n" + loopHead
        for group in OperationGroup.all {
            if group.isOneArm {
                text += Arm(group.operations).text
            } else {
                for operation in group.operations { text += Arm([operation]).text }
            }
        }
        text += superinstructionNote
        for superinstruction in superinstructions { text += Arm(superinstruction).text }
        return text + "        }\n        pc &+= 1\n    }\n}\n"
    }

    private static let superinstructionNote = """
                // Superinstructions: the parts in their order. A part whose operand the part before has computed gets that value.

        """

    private static let operationHead = """

        /// An operation of the internal code: a register machine over the slots of a frame.
        ///
        /// The steps (`Machine/Steps/`) define what each operation does; the comments here name the fields of
        /// ``InternalInstruction`` that a group uses. Rare operations go through ``outlined``, ``convert``, ``storeOperation`` or
        /// an exit from the loop.
        enum Operation: UInt16, CaseIterable {

        """

    private static let loopHead = """
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

        """
}
