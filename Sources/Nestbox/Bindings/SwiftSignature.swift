import WasmSyntax

/// The parameters and results of a function in Swift.
struct SwiftSignature {
    struct Parameter {
        /// The name in the module's name section, as the label and the name of the parameter; `nil` without one.
        let label: String?
        /// The parameter's name in the body.
        let local: String
        let type: SwiftType

        /// The label with its colon in a call; empty without one.
        var argumentLabel: String { label.map { "\(SwiftNames.source($0)): " } ?? "" }
    }

    let parameters: [Parameter]
    let results: [SwiftType]

    // Functions with more are called with values: the compiler would take long for their types, and functions that share
    // a long type could make the source much larger than the module.
    static let maximumParameters = 16
    static let maximumResults = 8

    /// The reason for which typed calls do not take functions of a type; `nil` if they do.
    ///
    /// - Parameter swiftType: The types that typed calls take.
    static func obstacle(_ type: FunctionType, _ swiftType: (ValueType) -> SwiftType? = { SwiftType($0) }) -> String? {
        if type.parameters.count > maximumParameters { return "it has \(type.parameters.count) parameters" }
        if type.results.count > maximumResults { return "it has \(type.results.count) results" }
        let other = (type.parameters + type.results).first { swiftType($0) == nil }
        return other.map { "typed calls do not take \($0)" }
    }

    /// The signature of a type without an ``obstacle(_:)``.
    ///
    /// - Parameters:
    ///   - names: The names of the parameters that have some.
    ///   - reserved: Names that the body uses.
    ///   - swiftType: The types that typed calls take.
    init(
        _ type: FunctionType, names: [UInt32: Name], reserved: Set<String>,
        _ swiftType: (ValueType) -> SwiftType? = { SwiftType($0) }
    ) {
        var locals = SwiftNames(reserved: SwiftNames.used.union(reserved))
        var labels: [Int: String] = [:]
        for index in type.parameters.indices {
            guard let name = names[UInt32(index)] else { continue }
            let spelling = SwiftSpelling(name)
            if !spelling.joined.isEmpty { labels[index] = locals.take(spelling.joined) }
        }
        parameters = type.parameters.enumerated().compactMap { index, type in
            swiftType(type).map {
                Parameter(label: labels[index], local: labels[index] ?? locals.take("a\(index)"), type: $0)
            }
        }
        results = type.results.compactMap(swiftType)
    }

    /// The parameters of the method.
    var declaration: String {
        parameters.map { parameter in
            "\(parameter.label == nil ? "_ " : "")\(SwiftNames.source(parameter.local)): \(parameter.type.name)"
        }.joined(separator: ", ")
    }

    /// The arrow and the results of the method; empty if there are none.
    var arrow: String { results.isEmpty ? "" : " -> \(resultType)" }

    var resultType: String {
        switch results.count {
        case 0: "Void"
        case 1: results[0].name
        default: "(\(results.map(\.name).joined(separator: ", ")))"
        }
    }

    /// The function's type.
    var functionType: String { "(\(parameters.map(\.type.name).joined(separator: ", "))) throws -> \(resultType)" }

    /// The names of the parameters, as arguments of a function without labels.
    var arguments: String { parameters.map { SwiftNames.source($0.local) }.joined(separator: ", ") }
}
