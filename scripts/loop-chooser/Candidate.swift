/// A sequence of operations that could become one.
struct Candidate: Hashable {
    /// The operations, each but the first with the operands that it takes from the one before: `load32U(b)`.
    var parts: [String]

    var text: String { parts.joined(separator: " ") }

    /// The number of operands that need not be read again.
    var forwards: Int { parts.count { $0.hasSuffix(")") } }

    init(_ parts: [String]) { self.parts = parts }

    init(_ superinstruction: Superinstruction) {
        parts = superinstruction.parts.map { part in
            part.operation.name + (part.operands.isEmpty ? "" : "(\(String(part.operands)))")
        }
    }
}
