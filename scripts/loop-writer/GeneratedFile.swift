/// The texts of the generated files.
enum GeneratedFile {
    static let note = """
        // Written by `scripts/write-loop` from the tables of scripts/loop-writer. Changes are made there.

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

    private static func cases(_ names: [String]) -> String {
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
                /// Whether the plain loop leaves it out: what has to do with vectors and with the heap (see `runLoop`).
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
        text += "    /// All there are.\n    static let all: [Superinstruction] = [\n"
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
                // Superinstructions: one after the other, each with what the one before has computed if that is its operand.

        """

    private static let operationHead = """

        /// An operation of the internal code: a register machine over the slots of a frame.
        ///
        /// The steps (`Machine/Steps/`) say what each does; the fields of ``InternalInstruction`` they use are named here by group.
        /// What is rare goes through ``outlined``, ``convert``, ``storeOperation`` or an exit from the loop.
        enum Operation: UInt16, CaseIterable {

        """

    private static let loopHead = """
        import WasmSyntax

        /// Executes instructions on one frame, until another becomes the current one (`.frame`) or the loop must be left.
        ///
        /// Nothing but which step (`Steps/`) an operation is: a switch cannot be cut in two without being executed twice, so this
        /// file is as long as there are operations. An arm calls only what is `@inline(__always)`, or goes to where an operation is
        /// executed that is too large for the loop. The program counter stands at the instruction and is increased after it; what
        /// sets it (branches) sets one less.
        ///
        /// A part of the inner ``runLoop`` that the compiler puts back there; see RATIONALE.md, "Speed in safe Swift".
        @inline(__always)
        func runFrame(
            isPlain: Bool, code: borrowing Heads, details d: borrowing Details, f: inout Frame,
            v: inout VectorFrame, memory: inout LinearMemory, memorySize: Int, globals: inout MutableSpan<UInt64>,
            table: borrowing Span<UInt64>, tableSize: Int, functions: borrowing Span<FunctionRecord>, functionCount: Int,
            heap: inout Heap, pc: inout Int, frame: inout Int, base: inout Int, depthLeft: inout Int,
            registers: inout Registers
        ) -> LoopExit {
            #if NESTBOX_UNMETERED
                // To measure what metering costs: nothing is more than this, so that the compiler drops what counts and compares.
                let limit = registers.noLimit
                var base = 0
            #else
                let limit = registers.limit
            #endif
            while true {
                #if NESTBOX_PROFILE
                    registers.profile?.count(pc)
                #endif
                // Set by what cannot go on. Not outside of the loop, where it would take a register.
                var trap = LoopTrap.unreachable
                switch code.operation(pc) {

        """
}
