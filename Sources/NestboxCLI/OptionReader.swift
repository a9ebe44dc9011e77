import Nestbox
import WasmSyntax

/// Walks over a command line: options first, then operands. `--name value` and `--name=value` mean the same; `--` ends
/// the options.
struct OptionReader {
    private var rest: ArraySlice<String>
    private var attachedValue: String?

    init(_ arguments: [String]) { rest = arguments[...] }

    /// The next option's name with its dashes; `nil` where the operands begin.
    mutating func nextOption() throws -> String? {
        if let value = attachedValue { throw UsageError("the option before '=\(Name(value))' takes no value") }
        guard let first = rest.first, first.hasPrefix("-"), first != "-" else { return nil }
        rest.removeFirst()
        if first == "--" { return nil }
        guard first.hasPrefix("--"), let equals = first.firstIndex(of: "=") else { return first }
        attachedValue = String(first[first.index(after: equals)...])
        return String(first[..<equals])
    }

    /// The value of the option just read.
    mutating func value(of option: String) throws -> String {
        if let value = attachedValue {
            attachedValue = nil
            return value
        }
        guard let value = rest.popFirst() else { throw UsageError("\(option) needs a value") }
        return value
    }

    /// The value of `--features`: names of proposals with commas in between, after a `-` to turn one off.
    static func features(_ text: String) throws -> [FeatureChange] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard let change = FeatureChange(word) else {
                let known = Feature.proposals.map(\.feature.optionName).joined(separator: ", ")
                throw UsageError("there is no proposal '\(Name(String(word)))'; there are \(known)")
            }
            return change
        }
    }

    /// The arguments that follow the options.
    mutating func operands() throws -> [String] {
        if let value = attachedValue { throw UsageError("the option before '=\(Name(value))' takes no value") }
        return Array(rest)
    }
}
