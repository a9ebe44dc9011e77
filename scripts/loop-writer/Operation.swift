/// An operation of the internal code, as far as the loop has to know it.
struct Operation {
    /// The use that the loop makes of a step's result.
    enum Form {
        /// A value for the slot `a`.
        case value
        /// The same, or a trap.
        case checkedValue
        /// A vector for the slot `a`.
        case vector
        /// The same, or a trap.
        case checkedVector
        /// Nothing.
        case effect
        /// Whether there is no trap.
        case checkedEffect
        /// Whether the limit of the budget allows the branch, if it is taken.
        case branch
        /// Whether the limit allows the call. Another frame is the current one then.
        case call
        /// Whether the limit allows the return. Another frame is the current one then.
        case callReturn
        /// These lines stand for the operation.
        case lines([String])
    }

    let name: String
    let form: Form
    /// The arguments of the step that follow the program counter.
    let arguments: String
    /// The function of `Machine/Steps/` that does it.
    let step: String
    /// Whether only the full loop has it.
    let isInFullLoopOnly: Bool

    /// Whether it gives a value that the next part of a superinstruction can take.
    var givesNumber: Bool {
        switch form {
        case .value, .checkedValue: true
        default: false
        }
    }

    /// All there are but the superinstructions, by name.
    static let all = Dictionary(uniqueKeysWithValues: OperationGroup.all.flatMap(\.operations).map { ($0.name, $0) })
}

/// Operations that differ by nothing but their steps.
struct OperationGroup {
    /// Lines of comment for the enumeration: what the fields of an instruction mean.
    let comment: [String]
    let operations: [Operation]
    /// Whether they have one arm of the loop together.
    let isOneArm: Bool

    /// - Parameters:
    ///   - names: Of the operations, with spaces between them.
    ///   - arguments: What is passed to the steps after the program counter.
    ///   - step: The step, if it has not the operation's name.
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

    /// Operations with one arm, which consists of these lines.
    init(_ names: String, fullLoopOnly: Bool = false, _ comment: String..., lines: [String]) {
        self.comment = comment
        isOneArm = true
        operations = names.split(separator: " ").map {
            Operation(
                name: String($0), form: .lines(lines), arguments: "", step: "", isInFullLoopOnly: fullLoopOnly)
        }
    }

    /// The step of a vector operation is named as the instruction.
    private static func step(of name: String) -> String { vectorInstruction(of: name) ?? name }

    /// The instruction that an operation of vectors is: `vectorF32x4Add` is `f32x4Add`. `nil` if it is no single one.
    static func vectorInstruction(of name: String) -> String? {
        let prefix = "vector"
        let rest = name.dropFirst(prefix.count)
        guard name.hasPrefix(prefix), let first = rest.first, rest.contains(where: \.isNumber), !rest.hasPrefix("Load"),
            !rest.hasPrefix("Store")
        else { return nil }
        return first.lowercased() + rest.dropFirst()
    }
}
