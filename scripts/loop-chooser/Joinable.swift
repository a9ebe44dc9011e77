import Foundation

/// Which operations can be parts of a superinstruction, and which operands they can take from the part before.
struct Joinable {
    /// The operations that have a step, by name.
    private let operations: [String: Operation]
    /// The labels of the operands that a step can get as known values, by the step's name.
    private let operands: [String: Set<Character>]

    /// - Parameter folder: The folder with the steps, `Sources/WasmRuntime/Machine/Steps`.
    init(steps folder: String) throws {
        operations = Operation.all
        var operands: [String: Set<Character>] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".swift") {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            for function in text.components(separatedBy: "func ").dropFirst() {
                let head = function.prefix { $0 != "{" }
                let labels = head.components(separatedBy: ": Known").dropLast().compactMap(\.last)
                operands[String(head.prefix { $0 != "(" }), default: []].formUnion(labels)
            }
        }
        self.operands = operands
    }

    /// Whether an operation can be the last part.
    func canEnd(_ name: String) -> Bool {
        guard let operation = operations[name], !operation.isInFullLoopOnly else { return false }
        if case .lines = operation.form {
            return ["callIndirect", "copyMany", "returnMany", "memorySize"].contains(name)
        }
        return !name.hasPrefix("check")
    }

    /// Whether an operation can be followed by another part.
    func canContinue(_ name: String) -> Bool {
        guard canEnd(name), let operation = operations[name] else { return false }
        switch operation.form {
        case .call, .callReturn, .lines: return name == "memorySize"
        case .branch: return name != "jump" && name != "branchTable"
        default: return true
        }
    }

    /// Whether an operation gives a value to the next part.
    func gives(_ name: String) -> Bool { operations[name]?.givesNumber == true }

    /// The operands that an operation can take from the part before, of those whose slots are the same.
    ///
    /// A store does not take what has just been loaded: the compiler would take the value apart into bytes.
    func taken(_ name: String, _ same: String, from before: String) -> String {
        guard let operation = operations[name] else { return "" }
        let isCopy = name.hasPrefix("store") && before.contains("oad") && !name.hasPrefix("store8")
        let condition = "is" + name.dropFirst(name.hasPrefix("branchIf") ? 8 : 6)
        let step = name.hasPrefix("branch") && operands[condition] != nil ? condition : operation.step
        let known = operands[step] ?? []
        return String(same.filter { known.contains($0) && !(isCopy && $0 == "a") })
    }
}
