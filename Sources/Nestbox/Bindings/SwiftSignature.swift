import WasmSyntax

/// A value type as typed calls know it.
enum SwiftType {
    case i32, i64, f32, f64, v128, funcref, externref, anyref

    /// The types that typed calls take, exactly; `nil` for all others.
    init?(_ type: ValueType) {
        switch type {
        case .i32: self = .i32
        case .i64: self = .i64
        case .f32: self = .f32
        case .f64: self = .f64
        case .v128: self = .v128
        case .funcref: self = .funcref
        case .externref: self = .externref
        case .anyref: self = .anyref
        default: return nil
        }
    }

    /// A type of a function for which a public initialiser of `FunctionType` has no value; `nil` if there is none.
    static func unwritable(in type: FunctionType) -> ValueType? {
        (type.parameters + type.results).first { SwiftType($0) == nil && $0 != .exnref }
    }

    /// The type of Swift.
    var name: String {
        switch self {
        case .i32: "Int32"
        case .i64: "Int64"
        case .f32: "Float"
        case .f64: "Double"
        case .v128: "SIMD16<UInt8>"
        case .funcref: "Function?"
        case .externref: "ExternalReference?"
        case .anyref: "InternalReference?"
        }
    }

    var isNumber: Bool {
        switch self {
        case .i32, .i64, .f32, .f64: true
        case .v128, .funcref, .externref, .anyref: false
        }
    }

    /// The expression that makes a `Value` of an expression.
    func value(of expression: String) -> String {
        if case .v128 = self {
            return ".v128(low: \(expression).vectorHalves.low, high: \(expression).vectorHalves.high)"
        }
        return ".\(self)(\(expression))"
    }

    /// The pattern of a `Value` that binds a constant, and the expression of Swift's type for that constant.
    func pattern(binding constant: String) -> (pattern: String, expression: String) {
        if case .v128 = self {
            return (".v128(let low, let high)", "SIMD16(vectorHalves: (low, high))")
        }
        return (".\(self)(let \(constant))", constant)
    }

    /// The expression of an argument of a host function, for numbers and vectors.
    func argument(at index: Int) -> String? {
        switch self {
        case .i32: "Int32(bitPattern: call.i32(at: \(index)))"
        case .i64: "Int64(bitPattern: call.i64(at: \(index)))"
        case .f32: "Float(bitPattern: call.i32(at: \(index)))"
        case .f64: "Double(bitPattern: call.i64(at: \(index)))"
        case .v128: "SIMD16(vectorHalves: call.v128(at: \(index)))"
        case .funcref, .externref, .anyref: nil
        }
    }
}

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
    static func obstacle(_ type: FunctionType) -> String? {
        if type.parameters.count > maximumParameters { return "it has \(type.parameters.count) parameters" }
        if type.results.count > maximumResults { return "it has \(type.results.count) results" }
        let other = (type.parameters + type.results).first { SwiftType($0) == nil }
        return other.map { "typed calls do not take \($0)" }
    }

    /// The signature of a type without an ``obstacle(_:)``.
    ///
    /// - Parameters:
    ///   - names: The names of the parameters that have some.
    ///   - reserved: Names that the body uses.
    init(_ type: FunctionType, names: [UInt32: Name], reserved: Set<String>) {
        var locals = SwiftNames(reserved: SwiftNames.used.union(reserved))
        var labels: [Int: String] = [:]
        for index in type.parameters.indices {
            guard let name = names[UInt32(index)] else { continue }
            let spelling = SwiftSpelling(name)
            if !spelling.joined.isEmpty { labels[index] = locals.take(spelling.joined) }
        }
        parameters = type.parameters.enumerated().compactMap { index, type in
            SwiftType(type).map {
                Parameter(label: labels[index], local: labels[index] ?? locals.take("a\(index)"), type: $0)
            }
        }
        results = type.results.compactMap(SwiftType.init)
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
