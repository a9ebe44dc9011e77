import WasmRuntime
import WasmSyntax

// The protocol for imports.
extension SwiftBindings {
    /// The way in which a function is imported.
    enum ImportedFunction {
        case typed(SwiftSignature)
        /// By values, because of an obstacle.
        case untyped(obstacle: String)
        /// As a function that exists, because Swift has no value for a type.
        case given(type: ValueType)
    }

    var protocolName: String { SwiftBindings.protocolName(typeName) }

    /// The name of the protocol beside a structure.
    static func protocolName(_ typeName: String) -> String { typeName + "Imports" }

    func imported(_ item: BoundImport, _ type: FunctionType) -> ImportedFunction {
        if let type = item.unwritable { return .given(type: type) }
        if let obstacle = SwiftSignature.obstacle(type) { return .untyped(obstacle: obstacle) }
        return .typed(SwiftSignature(type, names: parameterNames[item.index], reserved: ["call"]))
    }

    /// Whether a function of the host is made for the import; the others are given as they are.
    func isMade(_ item: BoundImport) -> Bool { item.typeIndex != nil && item.unwritable == nil }

    // MARK: The protocol

    func writeProtocol(_ writer: inout SwiftWriter) throws(Interrupted) {
        guard !imports.isEmpty else { return }
        writer.line(
            0,
            """

            /// The imports of the module, without those of WASI, which a policy grants.
            ///
            /// Guests choose the arguments: compute with `&+`, `&-` and `&*`, or check them first. An error that
            /// a function throws ends the guest with a trap.
            protocol \(protocolName) {
            """)
        for (position, item) in imports.enumerated() {
            try writer.poll()
            let space = position == 0 ? "" : "\n"
            writer.line(
                1,
                """
                \(space)/// The imported \(description(of: item.type, SwiftLiteral.comment(item.name))), from \
                \(SwiftLiteral.comment(importModules[item.module])).
                """)
            writeRequirement(item, &writer)
        }
        writer.line(0, "}\n\nextension \(typeName) {")
        try writeHostModules(&writer)
        try writeAdding(&writer)
        try writeTypes(&writer)
        writer.line(0, "}")
    }

    private func writeRequirement(_ item: BoundImport, _ writer: inout SwiftWriter) {
        let member = SwiftNames.source(item.member)
        switch item.type {
        case .function(let type):
            switch imported(item, type) {
            case .typed(let signature):
                let parameters = ["_ call: HostCall"] + (signature.parameters.isEmpty ? [] : [signature.declaration])
                writer.line(1, "func \(member)(\(parameters.joined(separator: ", "))) throws\(signature.arrow)")
            case .untyped(let obstacle):
                writer.line(
                    1,
                    """
                    ///
                    /// It takes and returns values because \(obstacle).
                    func \(member)(_ call: HostCall, _ arguments: [Value]) throws -> [Value]
                    """)
            case .given(let type):
                writer.line(
                    1,
                    """
                    ///
                    /// It must exist in the store, for example as another instance's export: functions of the host
                    /// have no references but funcref, externref, anyref and exnref, and this one has \(type).
                    var \(member): Function { get }
                    """)
            }
        case .memory: writer.line(1, "var \(member): GuestMemory { get }")
        case .global: writer.line(1, "var \(member): Global { get }")
        case .table: writer.line(1, "var \(member): Table { get }")
        case .tag: writer.line(1, "var \(member): Tag { get }")
        }
    }
}
