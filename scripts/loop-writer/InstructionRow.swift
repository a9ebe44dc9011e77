/// A row of the instruction table: the columns from which other files follow.
struct InstructionRow {
    /// The name of the opcode's case.
    let name: String
    /// Letters for the parameters, a colon, a letter for the result; `"*"` for an instruction that is treated by name.
    let signature: String
    /// Whether it is a vector instruction.
    let isVector: Bool
    /// Whether it has a lane as its only immediate.
    let hasLane: Bool

    /// A source without rows, or with a line that begins like one and is none.
    struct MalformedTable: Error { var line: Substring }

    /// Reads the rows of `InstructionTable+Rows.swift`.
    static func all(in source: String) throws(MalformedTable) -> [InstructionRow] {
        var rows: [InstructionRow] = []
        for line in source.split(separator: "\n") where line.contains(".init(") {
            let columns = line.split(separator: ", ", maxSplits: 5)
            let texts = line.split(separator: "\"", omittingEmptySubsequences: false)
            guard columns.count == 6, texts.count == 5, let name = columns[0].split(separator: ".").last else {
                throw MalformedTable(line: line)
            }
            rows.append(
                InstructionRow(
                    name: String(name), signature: String(texts[3]), isVector: columns[1] == "0xFD",
                    hasLane: columns[4] == ".lane"))
        }
        guard !rows.isEmpty else { throw MalformedTable(line: "") }
        return rows
    }

    /// The lowering to an operation of the same name, if the operation exists and the instruction takes numbers only.
    var plainLowering: String? {
        guard Operation.all[name] != nil, let colon = signature.firstIndex(of: ":"),
            signature.allSatisfy({ "iIfF:".contains($0) })
        else { return nil }
        switch signature[..<colon].count {
        case 1: return ".unary(.\(name))"
        case 2: return ".binary(.\(name))"
        default: return nil
        }
    }
}
