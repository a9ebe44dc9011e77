/// The properties of operations that follow from their names: the suffix `Immediate` stands for the form with a
/// constant, `Indexed` for a load or store at the sum of two slots, and the prefix `branch` for the branch on a
/// comparison.
enum OperationForms {
    private static let names = OperationGroup.all.flatMap(\.operations).map(\.name)

    static var text: String {
        let properties = [
            property(
                "withImmediate", "Operation?",
                "The form whose second operand, or stored value, is a constant.",
                pairs { $0 + "Immediate" }.filter { !$0.key.hasPrefix("branch") }),
            property(
                "indexed", "Operation?", "The load or store whose address is the sum of two slots.",
                pairs { $0 + "Indexed" }),
            property(
                "branch", "Operation?", "The branch that is taken when this comparison of integers holds.", branches),
            property(
                "comparison", "Operation?", "The comparison on which this branch is taken.",
                branches.map { ($0.value, $0.key) }),
            property(
                "accessWidth", "Int?",
                "The number of bytes of the first memory that it reads or writes, if it determines them.", widths),
            property(
                "isIndexed", "Bool", "Whether the address is the sum of the slots `b` and `c`.",
                accesses.filter { $0.hasSuffix("Indexed") }.map { ($0, "true") }, otherwise: "false"),
            property(
                "hasAddend", "Bool", "Whether `y` is added to the address.",
                accesses.filter { !$0.hasSuffix("Indexed") && !$0.hasSuffix("Immediate") }.map { ($0, "true") },
                otherwise: "false"),
            property(
                "hasImmediate", "Bool", "Whether one operand is a constant in the instruction.",
                names.filter { $0.hasSuffix("Immediate") }.map { ($0, "true") }, otherwise: "false"),
            property(
                "isOfI64", "Bool", "Whether the operands have 64 bits.",
                names.filter { $0.hasPrefix("i64") && !$0.contains("Load") }.map { ($0, "true") }, otherwise: "false"),
        ]
        let vectors = names.filter { OperationGroup.vectorInstruction(of: $0) != nil }.map {
            "        .\(OperationGroup.vectorInstruction(of: $0) ?? ""): .\($0),\n"
        }
        return """

            import WasmSyntax

            extension Operation {
            \(properties.joined(separator: "\n"))
                /// The operations of vector instructions that have their own arm of the loop.
                static let ofVectorInstructions: [Opcode: Operation] = [
            \(vectors.joined())    ]
            }

            """
    }

    private typealias Pairs = [(key: String, value: String)]

    /// Returns the pairs of an operation and the one with the other name, if both exist.
    private static func pairs(_ other: (String) -> String) -> Pairs {
        let known = Set(names)
        return names.compactMap { known.contains(other($0)) ? ($0, other($0)) : nil }
    }

    /// The comparisons of integers and their branches. Floats are excluded: if a comparison of floats does not hold,
    /// the opposite one need not hold.
    private static let branches = pairs { "branch" + $0.prefix(1).uppercased() + $0.dropFirst() }
        .filter { $0.key.hasPrefix("i") }

    /// The operations that access the first memory at an address.
    private static let accesses = names.filter {
        ($0.contains("oad") || $0.contains("tore")) && $0 != "vectorLoad" && $0 != "vectorStoreLane"
    }

    /// The widths, which the names contain in bits behind `load` or `store`.
    private static let widths: Pairs = accesses.compactMap { name in
        guard let stem = name.firstRange(of: "oad") ?? name.firstRange(of: "tore"),
            let bits = Int(name[stem.upperBound...].prefix { $0.isNumber })
        else { return nil }
        return (name, String(bits / 8))
    }

    private static func property(
        _ name: String, _ type: String, _ comment: String, _ pairs: Pairs, otherwise: String = "nil"
    ) -> String {
        // Operations with the same value share one case.
        var values: [String] = []
        var byValue: [String: [String]] = [:]
        for (key, value) in pairs {
            if byValue[value] == nil { values.append(value) }
            byValue[value, default: []].append(key)
        }
        let isOperation = type == "Operation?"
        let cases = values.map { value in
            let keys = (byValue[value] ?? []).map { ".\($0)" }.joined(separator: ", ")
            return "        case \(keys): \(isOperation ? "." : "")\(value)\n"
        }
        return """
                /// \(comment)
                var \(name): \(type) {
                    switch self {
            \(cases.joined())        default: \(otherwise)
                    }
                }

            """
    }
}
