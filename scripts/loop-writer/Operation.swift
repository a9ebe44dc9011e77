/// An operation of the internal code, with the properties that the loop needs.
struct Operation {
    /// How the loop uses the result of a step.
    enum Form {
        /// A value for the slot `a`.
        case value
        /// A value for the slot `a`, or a trap.
        case checkedValue
        /// A vector for the slot `a`.
        case vector
        /// A vector for the slot `a`, or a trap.
        case checkedVector
        /// No result.
        case effect
        /// Whether the step succeeded; otherwise there is a trap.
        case checkedEffect
        /// Whether the branch is not taken or the limit of the budget allows it.
        case branch
        /// Whether the limit allows the call, which makes another frame the current one.
        case call
        /// Whether the limit allows the return, which makes another frame the current one.
        case callReturn
        /// These lines, instead of a step.
        case lines([String])
    }

    let name: String
    let form: Form
    /// The arguments of the step that follow the program counter.
    let arguments: String
    /// The function of `Machine/Steps/` that executes the operation.
    let step: String
    /// Whether only the full loop has it.
    let isInFullLoopOnly: Bool

    /// Whether the operation computes a value that the next part of a superinstruction can take.
    var givesNumber: Bool {
        switch form {
        case .value, .checkedValue: true
        default: false
        }
    }

    /// All operations except the superinstructions, by name.
    static let all = Dictionary(uniqueKeysWithValues: OperationGroup.all.flatMap(\.operations).map { ($0.name, $0) })
}

/// Operations that differ only in their steps.
struct OperationGroup {
    /// The comment lines for the enumeration: the meanings of the fields of an instruction.
    let comment: [String]
    let operations: [Operation]
    /// Whether the operations share one arm of the loop.
    let isOneArm: Bool

    /// - Parameters:
    ///   - names: The names of the operations, separated by spaces.
    ///   - arguments: The arguments of the steps after the program counter.
    ///   - step: The name of the step, if it is not that of the operation.
    init(
        _ names: String, _ form: Operation.Form, _ arguments: String, step: String? = nil, fullLoopOnly: Bool = false,
        _ comment: String...
    ) {
        self.comment = comment
        isOneArm = false
        operations = names.split(separator: " ").map {
            let name = String($0)
            return Operation(
                name: name, form: form, arguments: arguments, step: step ?? OperationGroup.step(of: name),
                isInFullLoopOnly: fullLoopOnly)
        }
    }

    /// Makes a group of operations with one arm, which consists of these lines.
    init(_ names: String, fullLoopOnly: Bool = false, _ comment: String..., lines: [String]) {
        self.comment = comment
        isOneArm = true
        operations = names.split(separator: " ").map {
            Operation(
                name: String($0), form: .lines(lines), arguments: "", step: "", isInFullLoopOnly: fullLoopOnly)
        }
    }

    /// Returns the name of a vector operation's step, which is that of the instruction.
    private static func step(of name: String) -> String { vectorInstruction(of: name) ?? name }

    /// Returns the instruction that a vector operation executes: `f32x4Add` for `vectorF32x4Add`. `nil` if it is not a
    /// single one.
    static func vectorInstruction(of name: String) -> String? {
        let prefix = "vector"
        let rest = name.dropFirst(prefix.count)
        guard name.hasPrefix(prefix), let first = rest.first, rest.contains(where: \.isNumber), !rest.hasPrefix("Load"),
            !rest.hasPrefix("Store")
        else { return nil }
        return first.lowercased() + rest.dropFirst()
    }
}
