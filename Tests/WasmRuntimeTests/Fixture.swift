import Testing
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

/// Makes guests from text.
enum Guest {
    static func module(_ fields: String, enabling proposals: Set<Feature> = []) throws -> Module {
        let module = try TextParser.parseModule(Array(fields.utf8))
        return Module(
            try Validator.validate(module, features: .webAssembly3.union(FeatureSet(proposals))))
    }

    static func instance(
        _ fields: String, in store: Store = Store(), imports: Imports = Imports(), enabling proposals: Set<Feature> = []
    ) throws -> Instance {
        try store.instantiate(try module(fields, enabling: proposals), imports: imports)
    }

    /// Whether the tests are built without optimization; the long ones then do less.
    static let isDebugBuild: Bool = {
        #if DEBUG
            true
        #else
            false
        #endif
    }()

    /// The ways to lower, which must not make a difference.
    static let lowerings = [LoweringOptions(fusing: true), LoweringOptions(fusing: false)]
    /// As a debugger needs it: the budget, the results and the traps stay as they are.
    static let debuggable = {
        var options = LoweringOptions()
        options.instruments = .debugging
        return options
    }()
    /// The ways to lower and to use the heap.
    static let heapUses = lowerings + [LoweringOptions(collectsAlways: true)]
}

/// The ending of a call, in a form that can be compared.
enum Ending: Hashable, CustomStringConvertible {
    case returned([UInt64])
    case trapped(Trap.Kind)

    /// Returns the ending of a call.
    static func of(_ body: () throws -> [Value]) throws -> Ending {
        do {
            return .returned(try body().map(bits))
        } catch let trap as Trap {
            return .trapped(trap.kind)
        }
    }

    static let nothing = Ending.returned([])

    var isReturn: Bool {
        if case .returned = self { true } else { false }
    }

    private static func bits(_ value: Value) -> UInt64 {
        switch value {
        case .i32(let number): UInt64(UInt32(bitPattern: number))
        case .i64(let number): UInt64(bitPattern: number)
        case .f32(let number): UInt64(number.bitPattern)
        case .f64(let number): number.bitPattern
        case .v128(let low, let high): low ^ high
        case .funcref(let function): function == nil ? 0 : 1
        case .externref(let reference): reference == nil ? 0 : 1
        case .anyref(let reference), .exnref(let reference): reference == nil ? 0 : 1
        }
    }

    var description: String {
        switch self {
        case .returned(let values): "returned \(values)"
        case .trapped(let kind): "trapped: \(kind)"
        }
    }
}

extension Trap.Kind {
    var isLimit: Bool { self == .budgetExhausted || self == .callStackExhausted }
}
