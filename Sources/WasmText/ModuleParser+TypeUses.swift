// Specification: Text Format / Types / Function Types, and Modules / Type Uses.

import WasmSyntax

extension ModuleParser {
    /// The treatment of the identifiers of parameters.
    enum ParameterNames {
        /// They are allowed but mean nothing.
        case ignored
        /// They are not allowed.
        case forbidden
        /// They are bound as locals of this function.
        case bound(function: UInt32)
    }

    /// Reads parameters and results.
    mutating func functionType(names: ParameterNames) throws(ParseError) -> FunctionType {
        var parameters: [ValueType] = []
        while try tokens.acceptOpening(.param) {
            try parameterNames(names, at: parameters.count, into: &parameters)
            guard parameters.count <= ImplementationLimits.parameters else {
                throw tokens.error(.limitExceeded("parameters of a function"))
            }
        }
        let results = try results() ?? []
        let next = tokens.token.kind == .leftParenthesis ? try tokens.keywordAhead() : nil
        if next == .param || next == .type { throw tokens.error(.unexpectedToken) }
        return FunctionType(parameters: parameters, results: results)
    }

    /// Reads the rest of one `(param`.
    private mutating func parameterNames(
        _ names: ParameterNames, at index: Int, into parameters: inout [ValueType]
    ) throws(ParseError) {
        switch names {
        case .bound(let function):
            try localDeclaration(function) { (parser, type) throws(ParseError) in
                guard parameters.count <= ImplementationLimits.parameters else {
                    throw parser.tokens.error(.limitExceeded("parameters of a function"))
                }
                parameters.append(type)
            }
            return
        case .ignored:
            if try optionalIdentifier() != nil {
                parameters.append(try valueType())
                return try tokens.expect(.rightParenthesis)
            }
        case .forbidden: break
        }
        try valueTypes(into: &parameters, limit: ImplementationLimits.parameters)
    }

    /// Reads `(result …)` any number of times; returns `nil` if none stands here.
    mutating func results() throws(ParseError) -> [ValueType]? {
        var results: [ValueType]?
        while try tokens.acceptOpening(.result) {
            var types = results ?? []
            results = nil
            try valueTypes(into: &types, limit: ImplementationLimits.results)
            results = types
        }
        return results
    }

    /// Reads value types up to and including the closing parenthesis.
    private mutating func valueTypes(into types: inout [ValueType], limit: Int) throws(ParseError) {
        while try !tokens.accept(.rightParenthesis) {
            types.append(try valueType())
            guard types.count <= limit else { throw tokens.error(.limitExceeded("number of types in a function type")) }
        }
    }

    /// Reads an identifier and one value type, or any number of value types, up to and including the closing
    /// parenthesis, and binds them as locals.
    mutating func localDeclaration(
        _ function: UInt32, _ take: (inout ModuleParser, ValueType) throws(ParseError) -> Void
    ) throws(ParseError) {
        let place = tokens.token
        let identifier = try optionalIdentifier()
        if let name = try nameAnnotation() ?? identifier {
            if hasUnknownParameters { throw tokens.lexer.error(.unknown(.type), at: place.start) }
            guard let index = spaces[Int(IndexKind.local.rawValue)].bind(identifier) else {
                throw tokens.lexer.error(.duplicate(.local, identifier: tokens.identifierText(place)), at: place.start)
            }
            names.add(name, .local, index, of: function)
            try take(&self, try valueType())
            return try tokens.expect(.rightParenthesis)
        }
        while try !tokens.accept(.rightParenthesis) {
            try take(&self, try valueType())
            spaces[Int(IndexKind.local.rawValue)].skip(1)
        }
    }

    // MARK: Type uses

    /// A function type given by index, by its parameters and results, or both.
    struct TypeUse {
        var index: UInt32?
        var function: FunctionType
        /// The position at which it begins.
        var place: Int

        var isInlineEmpty: Bool { function.parameters.isEmpty && function.results.isEmpty }
    }

    mutating func typeUse(names: ParameterNames) throws(ParseError) -> TypeUse {
        let place = tokens.token.start
        var index: UInt32?
        if try tokens.acceptOpening(.type) {
            index = try self.index(.type)
            try tokens.expect(.rightParenthesis)
        }
        return TypeUse(index: index, function: try functionType(names: names), place: place)
    }

    /// Returns the type index that a type use stands for, and adds the type if the module has no equal one.
    mutating func resolve(_ use: TypeUse) throws(ParseError) -> UInt32 {
        guard let index = use.index else { return try implicitType(use.function, at: use.place) }
        guard !use.isInlineEmpty else { return index }
        guard Int(index) < module.types.count else { throw tokens.lexer.error(.unknown(.type), at: use.place) }
        guard let explicit = module.functionType(at: index) else {
            throw tokens.lexer.error(.notAFunctionType, at: use.place)
        }
        guard explicit == use.function else { throw tokens.lexer.error(.inlineFunctionType, at: use.place) }
        return index
    }

    private mutating func implicitType(_ type: FunctionType, at place: Int) throws(ParseError) -> UInt32 {
        if let index = functionTypes[type] { return index }
        let index = module.types.count
        guard index < ImplementationLimits.types else { throw tokens.lexer.error(.limitExceeded("types"), at: place) }
        module.types.append(SubType(composite: .function(type)))
        module.recursiveGroups.append(index..<(index &+ 1))
        functionTypes[type] = UInt32(truncatingIfNeeded: index)
        return UInt32(truncatingIfNeeded: index)
    }
}
