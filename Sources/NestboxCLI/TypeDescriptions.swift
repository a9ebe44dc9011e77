import Nestbox
import WasmSyntax
import WasmValidation

/// Descriptions of imports and exports for people.
extension ValidatedModule {
    /// A type in words: `func (i32, i64) -> f32`, `memory, 1 to 2 pages`.
    func description(of type: ExternalType) -> String {
        switch type {
        case .function: "func \(functionType(of: type)?.signature ?? "?")"
        case .tag: "tag \(functionType(of: type)?.signature ?? "?")"
        case .table(let table): "table, \(table.summary)"
        case .memory(let memory): "memory, \(memory.summary)"
        case .global(let global): "global \(global.isMutable ? "mut " : "")\(global.value)"
        }
    }
}

extension FunctionType {
    /// The type as `(i32, i64) -> f32`; long lists are cut.
    var signature: String {
        func list(_ types: [ValueType]) -> String {
            let most = 16
            let names = types.prefix(most).map(\.description).joined(separator: ", ")
            return types.count > most ? names + ", … \(types.count - most) more" : names
        }
        let parameters = "(\(list(self.parameters)))"
        switch results.count {
        case 0: return parameters
        case 1: return "\(parameters) -> \(list(results))"
        default: return "\(parameters) -> (\(list(results)))"
        }
    }
}

extension MemoryType {
    /// The size in words: `1 to 2 pages`.
    var summary: String {
        let size = pageSizeExponent == MemoryType.defaultPageSizeExponent ? "" : " of 1 byte"
        return limits.summary("pages\(size)") + (isShared ? ", shared" : "")
    }
}

extension TableType {
    /// The type in words: `funcref, 4 elements or more`.
    var summary: String { "\(element), \(limits.summary("elements"))" }
}

extension SizeLimits {
    fileprivate func summary(_ unit: String) -> String {
        guard let maximum else { return "\(minimum) \(unit) or more" }
        return "\(minimum) to \(maximum) \(unit)"
    }
}
