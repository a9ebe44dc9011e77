import WasmRuntime
import WasmSyntax

/// The error that an instance does not export what bindings of `nestbox bindings` were written for.
public struct BindingError: NestboxError, Hashable, Sendable, CustomStringConvertible {
    /// The name of the export.
    public let name: Name
    /// The kind or the type that was expected, in words.
    public let expected: String
    /// The kind or the type of the export, in words; `nil` if there is no export of the name.
    public let found: String?

    /// A text for a person.
    public var description: String {
        guard let found else { return "the instance does not export \"\(name)\", which should be \(expected)" }
        return "the export \"\(name)\" is \(found), not \(expected)"
    }
}

// The exports for which there is no other function that throws. Bindings call these when they are made.
extension Instance {
    /// Returns an exported function with these numbers of parameters and results.
    ///
    /// - Throws: ``BindingError`` if there is none.
    public func exportedFunction(named name: Name, parameters: Int, results: Int) throws(BindingError) -> Function {
        let expected = "a function with \(parameters) parameters and \(results) results"
        guard case .function(let function) = try export(name, expected) else { throw mismatch(name, expected) }
        let type = function.type
        guard type.parameters.count == parameters, type.results.count == results else {
            throw BindingError(name: name, expected: expected, found: "\(type)")
        }
        return function
    }

    /// Returns an exported memory.
    ///
    /// - Throws: ``BindingError`` if there is none.
    public func exportedMemory(named name: Name) throws(BindingError) -> GuestMemory {
        guard case .memory(let memory) = try export(name, "a memory") else { throw mismatch(name, "a memory") }
        return memory
    }

    /// Returns an exported table.
    ///
    /// - Throws: ``BindingError`` if there is none.
    public func exportedTable(named name: Name) throws(BindingError) -> WasmRuntime.Table {
        guard case .table(let table) = try export(name, "a table") else { throw mismatch(name, "a table") }
        return table
    }

    /// Returns an exported tag.
    ///
    /// - Throws: ``BindingError`` if there is none.
    public func exportedTag(named name: Name) throws(BindingError) -> Tag {
        guard case .tag(let tag) = try export(name, "a tag") else { throw mismatch(name, "a tag") }
        return tag
    }

    /// Returns an exported global.
    ///
    /// - Parameters:
    ///   - name: The name of the export.
    ///   - type: The type of its values; `nil` for any type.
    ///   - isMutable: Whether it must be mutable; otherwise it must not be.
    /// - Throws: ``BindingError`` if there is none.
    public func exportedGlobal(
        named name: Name, of type: ValueType? = nil, isMutable: Bool
    ) throws(BindingError) -> WasmRuntime.Global {
        let expected = Instance.words(type.map { "\($0)" }, isMutable)
        guard case .global(let global) = try export(name, expected) else { throw mismatch(name, expected) }
        let found = global.type
        guard type ?? found.value == found.value, found.isMutable == isMutable else {
            throw BindingError(name: name, expected: expected, found: Instance.words("\(found.value)", found.isMutable))
        }
        return global
    }

    private static func words(_ type: String?, _ isMutable: Bool) -> String {
        "\(isMutable ? "a mutable" : "an immutable") global\(type.map { " of type \($0)" } ?? "")"
    }

    private func export(_ name: Name, _ expected: String) throws(BindingError) -> External {
        guard let external = self[name] else { throw BindingError(name: name, expected: expected, found: nil) }
        return external
    }

    private func mismatch(_ name: Name, _ expected: String) -> BindingError {
        let found =
            switch self[name] {
            case .function: "a function"
            case .memory: "a memory"
            case .table: "a table"
            case .global: "a global"
            case .tag: "a tag"
            case nil: String?.none
            }
        return BindingError(name: name, expected: expected, found: found)
    }
}
