import WasmRuntime
import WasmSyntax
import WasmValidation

/// A function type in letters: `i` i32, `I` i64, `f` f32, `F` f64, `v` v128. A reference has the letter of its
/// hierarchy, `u` function, `x` external, `a` any, `e` exception, as a capital if it is not nullable.
package struct Signature: Hashable, Sendable {
    package var parameters: String
    package var results: String
}

extension Signature {
    /// Returns the signatures of the functions that a module exports, by place among its exports.
    package static func exported(by module: ModuleSyntax) -> [Int: Signature] {
        var types: [UInt32] = module.imports.compactMap { item in
            if case .function(let index) = item.type { index } else { nil }
        }
        types += module.functions
        var signatures: [Int: Signature] = [:]
        for (place, export) in module.exports.enumerated() where export.kind == .function {
            guard Int(export.index) < types.count, Int(types[Int(export.index)]) < module.types.count,
                let type = module.types[Int(types[Int(export.index)])].composite.function
            else { continue }
            signatures[place] = Signature(
                parameters: String(type.parameters.map { letter($0, module) }),
                results: String(type.results.map { letter($0, module) }))
        }
        return signatures
    }

    private static func letter(_ type: ValueType, _ module: ModuleSyntax) -> Character {
        switch type {
        case .i32: return "i"
        case .i64: return "I"
        case .f32: return "f"
        case .f64: return "F"
        case .v128: return "v"
        default: break
        }
        let hierarchy: String
        switch type.heapType {
        case .function, .noFunction: hierarchy = "u"
        case .external, .noExternal: hierarchy = "x"
        case .exception, .noException: hierarchy = "e"
        default:
            let isFunction =
                type.heapType.typeIndex.map { module.types[Int($0)].composite.function != nil } ?? false
            hierarchy = isFunction ? "u" : "a"
        }
        return Character(type.isNullable ? hierarchy : hierarchy.uppercased())
    }

    /// Returns arguments for a call; `scripts/fuzzing/oracle.py` makes the same ones. `nil` if a parameter cannot be
    /// null.
    ///
    /// - Parameters:
    ///   - place: The place of the function among the exports.
    ///   - round: The number of the call.
    package func arguments(_ place: Int, _ round: Int) -> [Value]? {
        var values: [Value] = []
        for (index, parameter) in parameters.enumerated() {
            let number = Signature.numbers[(place * 31 + round * 17 + index * 7) % Signature.numbers.count]
            switch parameter {
            case "i": values.append(.i32(Int32(truncatingIfNeeded: number)))
            case "I": values.append(.i64(Int64(bitPattern: number)))
            case "f": values.append(.f32(Float(bitPattern: UInt32(truncatingIfNeeded: number))))
            case "F": values.append(.f64(Double(bitPattern: number)))
            case "v": values.append(.v128(low: number, high: number ^ 0x0123_4567_89AB_CDEF))
            case "u": values.append(.funcref(nil))
            case "x": values.append(.externref(nil))
            case "a": values.append(.anyref(nil))
            case "e": values.append(.exnref(nil))
            default: return nil
            }
        }
        return values
    }

    private static let numbers: [UInt64] = [
        0, 1, 0xFFFF_FFFF_FFFF_FFFF, 7, 0x7FFF_FFFF, 0x8000_0000, 0x1_0000, 100, 0x3F80_0000, 0x7FC0_0000,
        0x4059_0000_0000_0000, 0x7FF8_0000_0000_0000, 0x8000_0000_0000_0000, 33, 0xFFFF, 0x7FF0_0000_0000_0001,
    ]
}
