/// An operation that replaces several consecutive ones.
struct Superinstruction {
    struct Part {
        let operation: Operation
        /// The fields of the operands whose slots the previous part has just set; mostly none or one.
        let operands: [Character]
        /// Whether this vector operation takes the vector that the one before has computed.
        let isJoined: Bool
    }

    let parts: [Part]
    /// Whether the full loop has it, too.
    let isInFullLoop: Bool

    /// The error for a line that has unknown operations, or not two to four of them.
    struct MalformedLine: Error { var line: Substring }

    /// - Parameter line: The names of the operations, separated by spaces; see ``all()``.
    init(_ line: Substring) throws(MalformedLine) {
        let isInBothLoops = line.first == "*"
        let words = line.drop { $0 == "*" }.split(separator: " ")
        parts = words.compactMap(Part.init)
        isInFullLoop = isInBothLoops || parts.contains(where: \.operation.isInFullLoopOnly)
        guard parts.count == words.count, (2...4).contains(parts.count) else { throw MalformedLine(line: line) }
    }

    /// The name, such as `i32AddImmediateIntoLoad64` or `copyThenCall`.
    var name: String {
        guard let first = parts.first else { return "" }
        return parts.dropFirst().reduce(first.operation.name) { name, part in
            name + part.conjunction + part.operation.name.prefix(1).uppercased() + part.operation.name.dropFirst()
        }
    }

    /// The number of operands that must come from the previous parts.
    var operandCount: Int { parts.reduce(0) { $0 + $1.operands.count } }

    var isInFullLoopOnly: Bool { parts.contains(where: \.operation.isInFullLoopOnly) }
}

extension Superinstruction.Part {
    fileprivate init?(_ text: Substring) {
        isJoined = text.first == "+"
        let pieces = text.drop { $0 == "+" }.split(separator: "(")
        guard let name = pieces.first, let operation = Operation.all[String(name)] else { return nil }
        self.operation = operation
        operands = pieces.count < 2 ? [] : Array(pieces[1].dropLast())
    }

    /// The words of the name between the previous part and this one.
    fileprivate var conjunction: String {
        switch operands {
        case []: return "Then"
        case ["b", "c"]: return "IntoBothOf"
        default: break
        }
        let isStore = operation.name.contains("tore") && !operation.name.hasSuffix("Immediate")
        let isBranch = operation.name.hasPrefix("branch")
        switch operands.first {
        case "b": return isStore ? "IntoAddressOf" : isBranch ? "IntoSecond" : "Into"
        case "c": return isStore ? "IntoSecondAddressOf" : "IntoSecond"
        case "x": return "IntoThird"
        default: return "Into"
        }
    }
}
