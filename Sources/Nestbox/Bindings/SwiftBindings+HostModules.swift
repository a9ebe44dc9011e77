import WasmRuntime
import WasmSyntax

// The functions that make imports of an implementation of the protocol, and instantiate modules with them.
extension SwiftBindings {
    /// Writes the initialisers that instantiate a module.
    func writeInitialisers(_ writer: inout SwiftWriter) {
        let parameter = imports.isEmpty ? "" : ", imports implementation: some \(protocolName)"
        writer.line(
            1,
            """

            /// Instantiates a module in a session, whose policy must allow the functions of the host.
            init(_ module: Module, in session: GuestSession\(parameter)) throws {
            """)
        writer.line(
            2,
            imports.isEmpty
                ? "try self.init(session.instantiate(module))"
                : """
                self = try session.instantiate(
                    module, hostModules: Self.hostModules(implementation),
                    defining: { Self.addItems(implementation, to: &$0) }, binding: { try Self($0) })
                """)
        writer.line(1, "}")
        guard !hasWASI else { return }
        writer.line(
            1,
            """

            /// Instantiates a module in a store\(imports.isEmpty ? "" : ", and grants it the imports").
            init(_ module: Module, in store: Store\(parameter)) throws {
            """)
        if imports.isEmpty {
            writer.line(1, "    try self.init(store.instantiate(module))\n}")
        } else {
            writer.line(
                1,
                """
                    var imports = Imports()
                    Self.add(implementation, to: &imports)
                    try self.init(store.instantiate(module, imports: imports))
                }
                """)
        }
    }

    func writeHostModules(_ writer: inout SwiftWriter) throws(Interrupted) {
        writer.line(
            1,
            """
            /// The imported functions as functions of the host, each with its name as the name of its grant.
            static func hostModules(_ implementation: some \(protocolName)) -> [HostModule] {
            """)
        var modules: [Int] = []
        for module in Set(imports.filter(isMade).map(\.module)).sorted() {
            modules.append(module)
            writer.line(2, "var module\(module) = HostModule(\(SwiftLiteral.name(importModules[module])))")
        }
        for item in imports {
            guard case .function(let type) = item.type, isMade(item) else { continue }
            try writer.poll()
            writer.line(2, "module\(item.module).define(\n    \(SwiftLiteral.name(item.name)),")
            writeHostFunction(item, type, &writer)
        }
        writer.line(1, "    return [\(modules.map { "module\($0)" }.joined(separator: ", "))]\n}")
    }

    private func writeHostFunction(_ item: BoundImport, _ type: FunctionType, _ writer: inout SwiftWriter) {
        let member = SwiftNames.source(item.member)
        guard case .typed(let signature) = imported(item, type) else {
            writer.line(
                2,
                """
                    Self.function(Self.type\(item.typeIndex ?? 0)) { call, arguments in
                        try implementation.\(member)(call, arguments)
                    })
                """)
            return
        }
        let isPlain = signature.parameters.allSatisfy(\.type.isNumber) && signature.results.allSatisfy(\.isNumber)
        guard isPlain, signature.results.count <= 1 else { return writeUnpacking(item, signature, &writer) }
        let parameters = signature.parameters.enumerated().map { ", a\($0): \($1.type.name)" }.joined()
        let arguments = signature.parameters.enumerated().map { ", \($1.argumentLabel)a\($0)" }.joined()
        writer.line(
            2,
            """
                HostFunction(withCall: { (call: HostCall\(parameters)) throws -> \(signature.resultType) in
                    try implementation.\(member)(call\(arguments))
                }))
            """)
    }

    /// Writes a host function that takes its arguments from the call, which does without limits of typed functions.
    private func writeUnpacking(_ item: BoundImport, _ signature: SwiftSignature, _ writer: inout SwiftWriter) {
        func list(_ types: [SwiftType]) -> String { "[\(types.map { ".\($0)" }.joined(separator: ", "))]" }
        let types = "parameters: \(list(signature.parameters.map(\.type))), results: \(list(signature.results))"
        writer.line(2, "    HostFunction(type: FunctionType(\(types))) { call in")
        var arguments = ""
        for (index, parameter) in signature.parameters.enumerated() {
            if let argument = parameter.type.argument(at: index) {
                arguments += ", \(parameter.argumentLabel)\(argument)"
                continue
            }
            let value = "call.value(at: \(index), as: .\(parameter.type))"
            writer.line(
                4,
                """
                var a\(index): \(parameter.type.name)
                if case .\(parameter.type)(let value) = \(value) { a\(index) = value }
                """)
            arguments += ", \(parameter.argumentLabel)a\(index)"
        }
        let call = "try implementation.\(SwiftNames.source(item.member))(call\(arguments))"
        writer.line(4, signature.results.isEmpty ? call : "let results = \(call)")
        for (index, result) in signature.results.enumerated() {
            let expression = signature.results.count == 1 ? "results" : "results.\(index)"
            writer.line(4, "try call.setResult(\(result.value(of: expression)), at: \(index))")
        }
        writer.line(3, "})")
    }

    func writeAdding(_ writer: inout SwiftWriter) throws(Interrupted) {
        writer.line(
            1,
            """

            /// Adds an implementation to imports, which grants it to the modules that are instantiated with them.
            static func add(_ implementation: some \(protocolName), to imports: inout Imports) {
                for module in Self.hostModules(implementation) {
                    for (name, entry) in module.entries { imports.define(name, in: module.name, entry.function) }
                }
                Self.addItems(implementation, to: &imports)
            }

            /// Adds what is not made by ``hostModules(_:)``.
            private static func addItems(_ implementation: some \(protocolName), to imports: inout Imports) {
            """)
        var written: Set<Int> = []
        for item in imports where !isMade(item) {
            try writer.poll()
            if written.insert(item.module).inserted {
                // Once for many imports, as the name of a module can be long.
                let name = SwiftLiteral.name(importModules[item.module])
                writer.line(2, "let module\(item.module): Name = \(name)")
            }
            let value = ".\(item.type.externalCase)(implementation.\(SwiftNames.source(item.member)))"
            writer.line(
                2, "imports.define(\(SwiftLiteral.name(item.name)), in: module\(item.module), \(value))")
        }
        writer.line(1, "}")
    }

    /// Writes the types of functions that are called with values, each once, and what calls these functions.
    func writeTypes(_ writer: inout SwiftWriter) throws(Interrupted) {
        var written: Set<UInt32> = []
        for item in imports {
            guard case .function(let type) = item.type, case .untyped = imported(item, type),
                let index = item.typeIndex, written.insert(index).inserted
            else { continue }
            try writer.poll()
            func list(_ types: [ValueType]) -> String { "[\(types.map { ".\($0)" }.joined(separator: ", "))]" }
            writer.line(
                1,
                """

                private static let type\(index) = FunctionType(
                    parameters: \(list(type.parameters)),
                    results: \(list(type.results)))
                """)
        }
        guard !written.isEmpty else { return }
        writer.line(
            1,
            """

            /// A function of the host that takes and returns values.
            private static func function(
                _ type: FunctionType, _ body: @escaping (HostCall, [Value]) throws -> [Value]
            ) -> HostFunction {
                HostFunction(type: type) { call in
                    var arguments: [Value] = []
                    for (index, type) in type.parameters.enumerated() { arguments.append(call.value(at: index, as: type)) }
                    let results = try body(call, arguments)
                    guard results.count == type.results.count else {
                        throw CallError.resultCount(expected: type.results.count, found: results.count)
                    }
                    for (index, result) in results.enumerated() { try call.setResult(result, at: index) }
                }
            }
            """)
    }
}

extension ExternType {
    /// The case of `External` for it.
    fileprivate var externalCase: String {
        switch self {
        case .function: "function"
        case .memory: "memory"
        case .global: "global"
        case .table: "table"
        case .tag: "tag"
        }
    }
}
