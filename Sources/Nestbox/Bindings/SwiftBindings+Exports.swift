import WasmRuntime
import WasmSyntax
import WasmValidation

// The structure with the members for exports, and the class that holds them, which makes copies of the structure cheap.
extension SwiftBindings {
    func writeStructure(_ writer: inout SwiftWriter) throws(Interrupted) {
        let name = module.name.map { "the module \(SwiftLiteral.comment($0))" } ?? "the module"
        writer.line(
            0,
            """
            /// An instance of \(name), with a member for each export. It belongs to its store.
            struct \(typeName) {
                /// The instance.
                let instance: Instance
                private let exports: Exports

                /// Binds the exports of an instance.
                ///
                /// - Throws: `BindingError` or `CallError` if one is missing or has another type.
                init(_ instance: Instance) throws {
                    self.instance = instance
                    exports = try Exports(instance)
                }
            """)
        writeInitialisers(&writer)
        for export in exports {
            try writer.poll()
            writer.line(1, "\n/// The exported \(description(of: export.type, SwiftLiteral.comment(export.name))).")
            writeMember(export, &writer)
        }
        writer.line(0, "}")
    }

    /// The kind and the name, with the type of functions, globals and tags.
    func description(of type: ExternType, _ name: String) -> String {
        switch type {
        case .function(let type): "function \(name): `\(type)`"
        case .global(let type): "\(type.isMutable ? "mutable " : "")global \(name): `\(type.value)`"
        case .memory: "memory \(name)"
        case .table: "table \(name)"
        case .tag(let type): "tag \(name): `\(type)`"
        }
    }

    /// The type of Swift for parameters and results of an exported function.
    private func swiftType(_ type: ValueType) -> SwiftType? {
        SwiftType(exported: type, in: module.validated.module)
    }

    private func writeMember(_ export: BoundExport, _ writer: inout SwiftWriter) {
        let member = SwiftNames.source(export.member)
        switch export.type {
        case .function(let type):
            if let obstacle = SwiftSignature.obstacle(type, swiftType) {
                writer.line(
                    1,
                    """
                    ///
                    /// It takes and returns values because \(obstacle).
                    func \(member)(_ arguments: [Value]) throws -> [Value] { try exports.\(member).call(arguments) }
                    """)
            } else {
                let signature = SwiftSignature(type, names: parameterNames[export.index], reserved: [], swiftType)
                writer.line(
                    1,
                    """
                    func \(member)(\(signature.declaration)) throws\(signature.arrow) {
                        try exports.\(member)(\(signature.arguments))
                    }
                    """)
            }
        case .global(let type):
            if type.isMutable {
                writeMutableGlobal(export, type.value, &writer)
            } else {
                writer.line(1, "var \(member): \(SwiftType(type.value)?.name ?? "Value") { exports.\(member) }")
            }
        case .memory: writer.line(1, "var \(member): GuestMemory { exports.\(member) }")
        case .table: writer.line(1, "var \(member): Table { exports.\(member) }")
        case .tag: writer.line(1, "var \(member): Tag { exports.\(member) }")
        }
    }

    private func writeMutableGlobal(_ export: BoundExport, _ type: ValueType, _ writer: inout SwiftWriter) {
        let member = SwiftNames.source(export.member)
        guard let swift = SwiftType(type) else {
            writer.line(
                1,
                """
                var \(member): Value {
                    get throws {
                        guard !instance.isDiscarded else { throw CallError.instanceDiscarded }
                        return exports.\(member).value
                    }
                }

                /// Sets the exported global \(SwiftLiteral.comment(export.name)).
                func \(export.setter)(_ value: Value) throws { try exports.\(member).setValue(value) }
                """)
            return
        }
        let (pattern, expression) = swift.pattern(binding: "value")
        writer.line(
            1,
            """
            var \(member): \(swift.name) {
                get throws {
                    guard !instance.isDiscarded, case \(pattern) = exports.\(member).value else {
                        throw CallError.instanceDiscarded
                    }
                    return \(expression)
                }
            }

            /// Sets the exported global \(SwiftLiteral.comment(export.name)).
            func \(export.setter)(_ value: \(swift.name)) throws {
                try exports.\(member).setValue(\(swift.value(of: "value")))
            }
            """)
    }

    // MARK: The class

    func writeClass(_ writer: inout SwiftWriter) throws(Interrupted) {
        writer.line(
            0,
            "\nextension \(typeName) {\n    /// The exports, which are looked up once.\n    private final class Exports {"
        )
        for export in exports {
            try writer.poll()
            writer.line(2, "let \(SwiftNames.source(export.member)): \(storedType(export))")
        }
        writer.line(2, "\(exports.isEmpty ? "" : "\n")init(_ instance: Instance) throws {")
        for export in exports {
            try writer.poll()
            writeBinding(export, &writer)
        }
        writer.line(0, "        }\n    }\n}")
    }

    private func storedType(_ export: BoundExport) -> String {
        switch export.type {
        case .function(let type):
            SwiftSignature.obstacle(type, swiftType) == nil
                ? SwiftSignature(type, names: [:], reserved: [], swiftType).functionType : "Function"
        case .global(let type): type.isMutable ? "Global" : SwiftType(type.value)?.name ?? "Value"
        case .memory: "GuestMemory"
        case .table: "Table"
        case .tag: "Tag"
        }
    }

    private func writeBinding(_ export: BoundExport, _ writer: inout SwiftWriter) {
        let member = SwiftNames.source(export.member)
        let name = SwiftLiteral.name(export.name)
        switch export.type {
        case .function(let type):
            if SwiftSignature.obstacle(type, swiftType) == nil {
                writer.line(
                    3, "self.\(member) = try instance.function(named: \(name), as: (\(storedType(export))).self)")
            } else {
                writer.line(
                    3,
                    """
                    self.\(member) = try instance.exportedFunction(
                        named: \(name), parameters: \(type.parameters.count), results: \(type.results.count))
                    """)
            }
        case .global(let type):
            let swift = SwiftType(type.value)
            let wanted = swift.map { "of: .\($0), " } ?? ""
            let global = "try instance.exportedGlobal(named: \(name), \(wanted)isMutable: \(type.isMutable))"
            if type.isMutable {
                writer.line(3, "self.\(member) = \(global)")
            } else if let (pattern, expression) = swift?.pattern(binding: "value") {
                writer.line(
                    3,
                    """
                    guard case \(pattern) = \(global).value else {
                        throw CallError.instanceDiscarded
                    }
                    self.\(member) = \(expression)
                    """.inBlock)
            } else {
                writer.line(3, "self.\(member) = \(global).value")
            }
        case .memory: writer.line(3, "self.\(member) = try instance.exportedMemory(named: \(name))")
        case .table: writer.line(3, "self.\(member) = try instance.exportedTable(named: \(name))")
        case .tag: writer.line(3, "self.\(member) = try instance.exportedTag(named: \(name))")
        }
    }
}

extension String {
    /// The lines in a block of their own, whose constants no other block sees.
    fileprivate var inBlock: String {
        "do {\n" + split(separator: "\n").map { "    \($0)" }.joined(separator: "\n") + "\n}"
    }
}
