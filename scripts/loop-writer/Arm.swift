/// An arm of the switch in the loop.
struct Arm {
    let names: [String]
    var lines: [String] = []

    /// The first line of an arm that only the full loop has.
    private static let fullLoopOnly = "if isPlain { return .trap(.unreachable) }"
    /// The first line of an arm that only the plain loop has.
    private static let plainLoopOnly = "if !isPlain { return .trap(.unreachable) }"
    private static let ordinals = ["first", "second", "third", "fourth"]

    /// Makes the arm that these operations share.
    init(_ operations: [Operation]) {
        names = operations.map(\.name)
        guard let operation = operations.first else { return }
        if operation.isInFullLoopOnly { lines.append(Arm.fullLoopOnly) }
        lines += Arm.lines(operation, value: "value")
    }

    init(_ superinstruction: Superinstruction) {
        names = [superinstruction.name]
        if superinstruction.isInFullLoopOnly { lines.append(Arm.fullLoopOnly) }
        if !superinstruction.isInFullLoop { lines.append(Arm.plainLoopOnly) }
        let parts = superinstruction.parts
        // The name of the last value. Vectors have none if they are not joined: they are written and read again.
        var last: String?
        for (number, part) in parts.enumerated() {
            let next = number + 1 < parts.count ? parts[number + 1] : nil
            if number > 0 { lines.append("pc &+= 1") }
            let operands = last.map { last in part.operands.map { (String($0), last) } } ?? []
            if case .branch = part.operation.form, next != nil {
                lines += Arm.branchInside(part.operation, operands)
                continue
            } else {
                lines += Arm.lines(
                    part.operation, value: Arm.ordinals[number],
                    isNamed: (part.operation.givesNumber || next?.isJoined == true) && next?.operands.isEmpty == false,
                    operands: operands)
            }
            last = part.operation.givesNumber || next?.isJoined == true ? Arm.ordinals[number] : nil
        }
    }

    /// Returns the lines of a branch with a part behind it, which is executed if the branch is not taken.
    private static func branchInside(_ operation: Operation, _ operands: [(String, String)]) -> [String] {
        let condition = operation.name.dropFirst(operation.name.hasPrefix("branchIf") ? 8 : 6)
        return [
            "if code.is\(condition)(\(arguments("f", operands))) {",
            "    if !code.takeBranch(pc, d, &pc, &left) { return .limitAtBranch }",
            "    break",
            "}",
        ]
    }

    /// - Parameters:
    ///   - value: The name for the result of the step, if it needs one.
    ///   - isNamed: Whether it needs one because the next part takes it.
    ///   - operands: The operands that come from the previous part: the fields and the names of the values.
    private static func lines(
        _ operation: Operation, value: String, isNamed: Bool = false, operands: [(String, String)] = []
    ) -> [String] {
        func call(_ more: String = "") -> String {
            let own = operation.arguments + more
            return "code.\(operation.step)(\(arguments(own, operands)))"
        }
        func written(to file: String) -> [String] {
            isNamed
                ? ["let \(value) = \(call())", "\(file).write(\(value), to: code.a(pc))"]
                : ["\(file).write(\(call()), to: code.a(pc))"]
        }
        func checked(to file: String) -> [String] {
            [
                "guard let \(value) = \(call(", &trap")) else { return .trap(trap) }",
                "\(file).write(\(value), to: code.a(pc))",
            ]
        }
        switch operation.form {
        case .value: return written(to: "f")
        case .checkedValue: return checked(to: "f")
        case .vector: return written(to: "v")
        case .checkedVector: return checked(to: "v")
        case .effect: return [call()]
        case .checkedEffect: return ["if !\(call(", &trap")) { return .trap(trap) }"]
        case .branch: return ["if !\(call()) { return .limitAtBranch }"]
        case .call: return ["if !\(call()) { return .limitAtCall }", "return .frame"]
        case .callReturn: return ["if !\(call()) { return .limitAtReturn }", "return .frame"]
        case .lines(let lines): return lines
        }
    }

    private static func arguments(_ own: String, _ operands: [(String, String)]) -> String {
        (["pc", own] + operands.map { "\($0): \($1)" }).filter { !$0.isEmpty }.joined(separator: ", ")
    }

    var text: String {
        let label = "        case \(names.map { ".\($0)" }.joined(separator: ", ")):\n"
        return label + lines.map { "            \($0)\n" }.joined()
    }
}
