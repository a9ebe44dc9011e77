import WasmSyntax

/// A value type as typed calls know it.
enum SwiftType {
    case i32, i64, f32, f64, v128, funcref, externref, anyref
    /// References that are not null, which only exported functions have.
    case function, external, `internal`

    /// The types that functions of the host and globals have, exactly; `nil` for all others.
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

    /// The type in a typed call of a guest's function: of references, the call itself checks more than the hierarchy. `nil`
    /// for references to exceptions.
    init?(exported type: ValueType, in module: ModuleSyntax) {
        guard type.isReference else {
            self.init(type)
            return
        }
        let top: HeapType
        if let index = type.heapType.typeIndex {
            top = module.functionType(at: index) == nil ? .any : .function
        } else {
            top = type.heapType.abstractTop
        }
        switch top {
        case .function: self = type.isNullable ? .funcref : .function
        case .external: self = type.isNullable ? .externref : .external
        case .any: self = type.isNullable ? .anyref : .internal
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
        case .function: "Function"
        case .external: "ExternalReference"
        case .internal: "InternalReference"
        }
    }

    /// The name of the type in `ValueType`, and of its case in `Value`; for references, that of their hierarchy.
    var wasmName: String {
        switch self {
        case .function: "funcref"
        case .external: "externref"
        case .internal: "anyref"
        case .i32, .i64, .f32, .f64, .v128, .funcref, .externref, .anyref: "\(self)"
        }
    }

    private var isNonNull: Bool { wasmName != "\(self)" }

    var isNumber: Bool {
        switch self {
        case .i32, .i64, .f32, .f64: true
        case .v128, .funcref, .externref, .anyref, .function, .external, .internal: false
        }
    }

    /// The expression that makes a `Value` of an expression.
    func value(of expression: String) -> String {
        if case .v128 = self {
            return ".v128(low: \(expression).vectorHalves.low, high: \(expression).vectorHalves.high)"
        }
        return ".\(wasmName)(\(expression))"
    }

    /// The pattern of a `Value` that binds a constant, and the expression of Swift's type for that constant.
    func pattern(binding constant: String) -> (pattern: String, expression: String) {
        if case .v128 = self {
            return (".v128(let low, let high)", "SIMD16(vectorHalves: (low, high))")
        }
        return (".\(wasmName)(let \(constant)\(isNonNull ? "?" : ""))", constant)
    }

    /// The expression of an argument of a host function, for numbers and vectors.
    func argument(at index: Int) -> String? {
        switch self {
        case .i32: "Int32(bitPattern: call.i32(at: \(index)))"
        case .i64: "Int64(bitPattern: call.i64(at: \(index)))"
        case .f32: "Float(bitPattern: call.i32(at: \(index)))"
        case .f64: "Double(bitPattern: call.i64(at: \(index)))"
        case .v128: "SIMD16(vectorHalves: call.v128(at: \(index)))"
        case .funcref, .externref, .anyref, .function, .external, .internal: nil
        }
    }
}
