/// The functions that execute vector instructions. Each calls the method with the instruction's name
/// (`WasmRuntime/Vectors/Vector128+….swift`) on the operands that the signature says.
enum VectorKernels {
    /// Instructions that the loop executes itself, or that have immediates of 16 bytes.
    private static let others: Set = ["v128Load", "v128Store", "v128Const", "i8x16Shuffle"]

    /// Returns the instruction that computes the same as this one, once its scalar operand is known or until its scalar
    /// result is stored: a relaxed instruction, a memory access and a move of floats have one.
    private static func canonical(_ name: String) -> String {
        if let relaxed = relaxed[name] { return relaxed }
        if name.hasSuffix("RelaxedLaneselect") { return "v128Bitselect" }
        for (prefix, shape) in [
            ("v128Load8", "i8x16"), ("v128Load16", "i16x8"), ("v128Load32", "i32x4"), ("v128Load64", "i64x2"),
        ] {
            if name == prefix + "Splat" { return shape + "Splat" }
            if name == prefix + "Lane" { return shape + "ReplaceLane" }
        }
        switch name {
        case "v128Store8Lane": return "i8x16ExtractLaneU"
        case "v128Store16Lane": return "i16x8ExtractLaneU"
        case "v128Store32Lane": return "i32x4ExtractLane"
        case "v128Store64Lane": return "i64x2ExtractLane"
        case "v128Load32Zero": return "v128Load64Zero"
        case "f32x4Splat", "f32x4ExtractLane", "f32x4ReplaceLane": return "i32x4" + name.dropFirst(5)
        case "f64x2Splat", "f64x2ExtractLane", "f64x2ReplaceLane": return "i64x2" + name.dropFirst(5)
        default: return name
        }
    }

    /// Patterns of `i8x16.shuffle`, whose functions are in `Vectors/VectorShuffle.swift`.
    private static let shuffles = [
        "shuffleLanes32", "shuffleLanes16", "shuffleBlend", "shuffleInterleaveLow8", "shuffleInterleaveHigh8",
    ]

    private static let relaxed = [
        "i8x16RelaxedSwizzle": "i8x16Swizzle", "i32x4RelaxedTruncF32x4S": "i32x4TruncSatF32x4S",
        "i32x4RelaxedTruncF32x4U": "i32x4TruncSatF32x4U", "i32x4RelaxedTruncF64x2SZero": "i32x4TruncSatF64x2SZero",
        "i32x4RelaxedTruncF64x2UZero": "i32x4TruncSatF64x2UZero", "f32x4RelaxedMin": "f32x4Min",
        "f32x4RelaxedMax": "f32x4Max", "f64x2RelaxedMin": "f64x2Min", "f64x2RelaxedMax": "f64x2Max",
        "i16x8RelaxedQ15mulrS": "i16x8Q15mulrSatS",
    ]

    static func text(_ rows: [InstructionRow]) -> String {
        let all = rows.filter { $0.isVector && !others.contains($0.name) }
        let own = all.filter { canonical($0.name) == $0.name }
        var text = GeneratedFile.note + head + GeneratedFile.cases(own.map(\.name) + shuffles) + "}\n\n" + conversion
        for row in own {
            let names = all.filter { canonical($0.name) == row.name }.map { ".\($0.name)" }
            text += "        case \(names.joined(separator: ", ")): self = .\(row.name)\n"
        }
        text += "        default: return nil\n        }\n    }\n}\n\n" + execution
        for (number, name) in (own.map(\.name) + shuffles).enumerated() {
            text += "    case \(number): return \(function(name))(i, scalar, vectors)\n"
        }
        text += "    default: return 0\n    }\n}\n"
        for row in own { text += kernel(row) }
        return text
    }

    private static func function(_ name: String) -> String {
        "execute" + name.prefix(1).uppercased() + name.dropFirst()
    }

    private static func kernel(_ row: InstructionRow) -> String {
        let sides = row.signature.split(separator: ":", omittingEmptySubsequences: false)
        let vectors = zip(sides[0].filter { $0 == "v" }, ["b", "c", "d"]).map { "v[i.\($0.1)]" }
        var arguments = Array(vectors.dropFirst())
        if sides[0].contains(where: { $0 != "v" }) { arguments.append("scalar") }
        if row.hasLane { arguments.append("i.lane") }
        let call = "\(vectors.first ?? "U32x4").\(row.name)(\(arguments.joined(separator: ", ")))"
        let body = sides[1] == "v" ? "v[i.a] = \(call)\nreturn 0" : "return \(call)"
        return """

            @inline(never)
            private func \(function(row.name))(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
            guard v.count == frameWindow else { return 0 }
            \(body)
            }

            """
    }

    private static let head = """

        import WasmSyntax

        // Each function is small and out of line: in a function that does nothing else, the compiler turns an operator on
        // vectors into a machine instruction, and the switch jumps to it.

        /// The vector instructions, without those that compute the same as another, and patterns of `i8x16.shuffle`.
        enum VectorOperation: UInt8, CaseIterable {

        """

    private static let conversion = """
        extension VectorOperation {
            /// Returns what computes an instruction's result; `nil` for instructions that the loop executes itself.
            init?(_ opcode: Opcode) {
                switch opcode {

        """

    private static let execution = """
        /// Executes a vector instruction on a frame's vectors. The result is computed before it is written, so that its slot may
        /// be an operand's.
        ///
        /// - Parameter scalar: The scalar operand, or the bits loaded from memory.
        /// - Returns: The scalar result, or the bits to be stored; otherwise 0.
        @inline(never)
        func executeVector(_ i: VectorOperands, _ scalar: UInt64, _ vectors: consuming VectorFrame) -> UInt64 {
            // The numbers of the operations, because the compiler calls a function to make a case of a number.
            switch i.number {

        """
}
