// Specification: Text Format / Modules: the first pass, which binds identifiers.

import WasmSyntax

extension ModuleParser {
    /// Binds the identifiers of all fields up to a token of this kind, finds the type definitions, and collects the
    /// annotations that count.
    mutating func scan(until last: Token.Kind) throws(ParseError) {
        try tokens.collectAnnotations()
        while tokens.token.kind != last {
            let annotationsBefore = tokens.lexer.annotations.count
            let isFunction = try tokens.isOpening(.func)
            try scanField()
            for annotation in tokens.lexer.annotations[annotationsBefore...] {
                switch annotation.id {
                case .name: break
                case .custom: throw tokens.lexer.error(.misplacedAnnotation("custom"), at: annotation.start)
                case .branchHint: if isFunction { try bindBranchHint(annotation) }
                }
            }
            try tokens.expect(.rightParenthesis)
        }
        for annotation in tokens.lexer.annotations {
            switch annotation.id {
            case .custom:
                try customSection(annotation)
            case .branchHint:
                guard branchHintAnnotations[annotation.followingToken] != nil else {
                    throw tokens.lexer.error(.malformedBranchHint("not in a function"), at: annotation.start)
                }
            case .name:
                guard nameAnnotations.updateValue(annotation, forKey: annotation.followingToken) == nil else {
                    throw tokens.lexer.error(.multipleNameAnnotations, at: annotation.start)
                }
            }
        }
    }

    /// Binds the identifiers of one field; its closing parenthesis becomes the current token.
    private mutating func scanField() throws(ParseError) {
        let start = tokens.token.start
        try tokens.expect(.leftParenthesis)
        guard let keyword = tokens.keyword else { throw tokens.unexpected() }
        try tokens.advance()
        switch keyword {
        case .type:
            typeFields.append(start)
            try bind(.type)
        case .rec:
            typeFields.append(start)
            while try tokens.acceptOpening(.type) {
                try bind(.type)
                try tokens.skipToClosing()
                try tokens.advance()
            }
        case .import: try scanImport()
        case .func, .table, .memory, .global, .tag:
            guard let kind = ModuleParser.externalKind(keyword) else { throw tokens.unexpected() }
            try bind(kind.indexKind)
            // A segment may be given inside the field.
            let segments = try tokens.skipToClosing(counting: kind == .table ? .elem : kind == .memory ? .data : nil)
            spaces[Int((kind == .table ? IndexKind.element : .data).rawValue)].skip(segments)
        case .elem: try bind(.element)
        case .data: try bind(.data)
        case .export, .start: break
        default: throw tokens.unexpected()
        }
        try tokens.skipToClosing()
    }

    private mutating func scanImport() throws(ParseError) {
        try tokens.expect(.string)
        guard tokens.token.kind == .string else { return try scanCompactImports() }
        try tokens.expect(.string)
        try scanExternalType(count: nil)
    }

    /// Binds the identifiers of a group of imports.
    private mutating func scanCompactImports() throws(ParseError) {
        var untyped = 0
        while try tokens.acceptOpening(.item) {
            try tokens.expect(.string)
            if try tokens.accept(.rightParenthesis) {
                untyped &+= 1
            } else {
                try scanExternalType(count: nil)
                try tokens.expect(.rightParenthesis)
            }
        }
        if untyped > 0 || tokens.token.kind == .leftParenthesis { try scanExternalType(count: untyped) }
    }

    /// Binds the identifier of an external type, if any.
    ///
    /// - Parameter count: The number of imports that share the type, which then has no identifier.
    private mutating func scanExternalType(count: Int?) throws(ParseError) {
        try tokens.expect(.leftParenthesis)
        guard let kind = tokens.keyword.flatMap(ModuleParser.externalKind) else { throw tokens.unexpected() }
        try tokens.advance()
        guard count == nil || !tokens.token.isIdentifier else { throw tokens.error(.identifierNotAllowed) }
        for _ in 0..<(count ?? 1) { try bind(kind.indexKind) }
        try tokens.skipToClosing()
        try tokens.advance()
    }

    /// Binds the identifier that stands here, if any, to the next index of a space.
    private mutating func bind(_ kind: IndexKind) throws(ParseError) {
        let place = tokens.token
        guard spaces[Int(kind.rawValue)].count < kind.limit else {
            throw tokens.error(.limitExceeded("number of \(kind) definitions"))
        }
        guard spaces[Int(kind.rawValue)].bind(try optionalIdentifier()) != nil else {
            throw tokens.lexer.error(.duplicate(kind, identifier: tokens.identifierText(place)), at: place.start)
        }
    }

    static func externalKind(_ keyword: Keyword) -> ExternalKind? {
        switch keyword {
        case .func: .function
        case .table: .table
        case .memory: .memory
        case .global: .global
        case .tag: .tag
        default: nil
        }
    }
}

extension IndexKind {
    /// The largest number of things of a kind in one module, function or struct.
    var limit: Int {
        switch self {
        case .type: ImplementationLimits.types
        case .tag: ImplementationLimits.tags
        case .global: ImplementationLimits.globals
        case .memory: ImplementationLimits.memories
        case .table: ImplementationLimits.tables
        case .function: ImplementationLimits.functions
        case .data: ImplementationLimits.dataSegments
        case .element: ImplementationLimits.elementSegments
        case .local: ImplementationLimits.locals
        case .label: ImplementationLimits.blockNesting
        case .field: ImplementationLimits.structFields
        }
    }
}

extension ExternalKind {
    var indexKind: IndexKind {
        switch self {
        case .function: .function
        case .table: .table
        case .memory: .memory
        case .global: .global
        case .tag: .tag
        }
    }
}
