// Specification: Text Format / Modules: the second pass.

import WasmSyntax

extension ModuleParser {
    /// Reads one field of the module. Type definitions have been read already.
    mutating func field() throws(ParseError) {
        try tokens.expect(.leftParenthesis)
        guard let keyword = tokens.keyword else { throw tokens.unexpected() }
        let place = tokens.token
        try tokens.advance()
        switch keyword {
        case .type, .rec: try tokens.skipToClosing()
        case .import: try importField()
        case .func: try functionField(place)
        case .table: try tableField(place)
        case .memory: try memoryField(place)
        case .global: try globalField(place)
        case .tag: try tagField(place)
        case .export: try exportField()
        case .start: try startField(place)
        case .elem: try elementField()
        case .data: try dataField()
        default: throw tokens.unexpected()
        }
        try tokens.expect(.rightParenthesis)
    }

    private mutating func importField() throws(ParseError) {
        let place = tokens.token
        let module = try tokens.name()
        guard tokens.token.kind == .string else { return try compactImports(of: module, at: place) }
        let name = try tokens.name()
        let kind = try externalKind()
        _ = try define(kind.indexKind)
        try addImport(module, name, try externalType(kind), at: place)
        try tokens.expect(.rightParenthesis)
    }

    /// Takes `(` and the keyword of an external type.
    private mutating func externalKind() throws(ParseError) -> ExternalKind {
        try tokens.expect(.leftParenthesis)
        guard let kind = tokens.keyword.flatMap(ModuleParser.externalKind) else { throw tokens.unexpected() }
        try tokens.advance()
        return kind
    }

    /// Reads a group of imports of one module: items that have their own types, or items with one type behind them. There
    /// may be no items.
    private mutating func compactImports(of module: Name, at place: Token) throws(ParseError) {
        let first = self.module.imports.count
        var untyped: [Name] = []
        while try tokens.acceptOpening(.item) {
            let name = try tokens.name()
            if try tokens.accept(.rightParenthesis) {
                guard self.module.imports.count == first else { throw tokens.unexpected() }
                guard first &+ untyped.count < ImplementationLimits.imports else {
                    throw tokens.error(.limitExceeded("imports"))
                }
                untyped.append(name)
            } else {
                guard untyped.isEmpty else { throw tokens.unexpected() }
                let kind = try externalKind()
                _ = try define(kind.indexKind)
                try addImport(module, name, try externalType(kind), at: place)
                try tokens.expect(.rightParenthesis)
                try tokens.expect(.rightParenthesis)
            }
        }
        let sharesType = self.module.imports.count == first && tokens.token.kind == .leftParenthesis
        guard sharesType || untyped.isEmpty else { throw tokens.unexpected() }
        if sharesType {
            let kind = try externalKind()
            let type = try externalType(kind)
            try tokens.expect(.rightParenthesis)
            for name in untyped {
                defineUnnamed(kind.indexKind)
                try addImport(module, name, type, at: place)
            }
        }
        self.module.addCompactImports(count: self.module.imports.count &- first, sharesType: sharesType)
    }

    private mutating func externalType(_ kind: ExternalKind) throws(ParseError) -> ExternalType {
        switch kind {
        case .function: .function(typeIndex: try resolve(try typeUse(names: .ignored)))
        case .tag: .tag(typeIndex: try resolve(try typeUse(names: .ignored)))
        case .table: .table(try tableType(try addressType()))
        case .memory: .memory(try memoryType(try addressType()))
        case .global: .global(try globalType())
        }
    }

    private mutating func addImport(
        _ module: Name, _ name: Name, _ type: ExternalType, at place: Token
    ) throws(ParseError) {
        if let firstDefinition { throw tokens.lexer.error(.importAfter(firstDefinition), at: place.start) }
        guard self.module.imports.count < ImplementationLimits.imports else {
            throw tokens.lexer.error(.limitExceeded("imports"), at: place.start)
        }
        self.module.imports.append(Import(module: module, name: name, type: type))
    }

    private mutating func addExport(_ name: Name, _ kind: ExternalKind, _ index: UInt32) throws(ParseError) {
        guard module.exports.count < ImplementationLimits.exports else { throw tokens.error(.limitExceeded("exports")) }
        module.exports.append(Export(name: name, kind: kind, index: index))
    }

    /// Takes the inline exports of a definition, and then its inline import, if any.
    ///
    /// - Returns: Whether the definition is an import, which then has been read to its end.
    private mutating func inlineExportsAndImport(
        _ kind: ExternalKind, _ index: UInt32, _ place: Token
    ) throws(ParseError) -> Bool {
        while try tokens.acceptOpening(.export) {
            try addExport(try tokens.name(), kind, index)
            try tokens.expect(.rightParenthesis)
        }
        guard try tokens.acceptOpening(.import) else {
            firstDefinition = firstDefinition ?? kind
            return false
        }
        let module = try tokens.name()
        let name = try tokens.name()
        try tokens.expect(.rightParenthesis)
        try addImport(module, name, try externalType(kind), at: place)
        return true
    }

    private mutating func exportField() throws(ParseError) {
        let name = try tokens.name()
        try tokens.expect(.leftParenthesis)
        guard let kind = tokens.keyword.flatMap(ModuleParser.externalKind) else { throw tokens.unexpected() }
        try tokens.advance()
        try addExport(name, kind, try index(kind.indexKind))
        try tokens.expect(.rightParenthesis)
    }

    private mutating func startField(_ place: Token) throws(ParseError) {
        guard module.start == nil else { throw tokens.lexer.error(.multipleStarts, at: place.start) }
        module.start = try index(.function)
    }

    private mutating func tagField(_ place: Token) throws(ParseError) {
        let index = try define(.tag)
        if try inlineExportsAndImport(.tag, index, place) { return }
        module.tags.append(try resolve(try typeUse(names: .ignored)))
    }

    private mutating func globalField(_ place: Token) throws(ParseError) {
        let index = try define(.global)
        if try inlineExportsAndImport(.global, index, place) { return }
        let type = try globalType()
        module.globals.append(Global(type: type, initializer: try constantExpression()))
    }

    private mutating func memoryField(_ place: Token) throws(ParseError) {
        let index = try define(.memory)
        if try inlineExportsAndImport(.memory, index, place) { return }
        let addressType = try addressType()
        if tokens.token.kind == .natural { return module.memories.append(try memoryType(addressType)) }
        // The contents are given instead of the size.
        let exponent = try pageSizeExponent()
        try tokens.expectOpening(.data)
        defineUnnamed(.data)
        let contents = try dataContents()
        try tokens.expect(.rightParenthesis)
        let pageMask = (1 as UInt64) << UInt64(exponent & 63) &- 1
        let pages = (UInt64(contents.count) &+ pageMask) >> UInt64(exponent & 63)
        module.memories.append(
            MemoryType(
                addressType: addressType, limits: SizeLimits(minimum: pages, maximum: pages),
                pageSizeExponent: exponent))
        module.data.append(
            DataSegment(contents: contents, mode: .active(memory: index, offset: zeroOffset(addressType))))
    }

    private mutating func tableField(_ place: Token) throws(ParseError) {
        let index = try define(.table)
        if try inlineExportsAndImport(.table, index, place) { return }
        let addressType = try addressType()
        if tokens.token.kind == .natural {
            let type = try tableType(addressType)
            let hasInitializer = tokens.token.kind != .rightParenthesis
            let initializer = hasInitializer ? try constantExpression() : nil
            return module.tables.append(Table(type: type, initializer: initializer))
        }
        // The elements are given instead of the size.
        let type = try referenceType()
        try tokens.expectOpening(.elem)
        defineUnnamed(.element)
        let items = isIndex ? try functionExpressions() : try elementExpressions()
        try tokens.expect(.rightParenthesis)
        let count = UInt64(items.count)
        module.tables.append(
            Table(
                type: TableType(
                    addressType: addressType, limits: SizeLimits(minimum: count, maximum: count), element: type)))
        module.elements.append(
            ElementSegment(
                type: type, items: .expressions(items), mode: .active(table: index, offset: zeroOffset(addressType))))
    }

    private mutating func zeroOffset(_ type: AddressType) -> ConstantExpression {
        let start = output.bytes.count
        output.opcode(type == .i32 ? .i32Const : .i64Const)
        output.signed(0)
        output.opcode(.end)
        return ConstantExpression(code: start..<output.bytes.count)
    }
}

// MARK: Functions

extension ModuleParser {
    private mutating func functionField(_ place: Token) throws(ParseError) {
        let index = try define(.function)
        if try inlineExportsAndImport(.function, index, place) { return }
        spaces[Int(IndexKind.local.rawValue)].removeAll()
        hasUnknownParameters = false
        let use = try typeUse(names: .bound(function: index))
        if let explicit = use.index, use.isInlineEmpty {
            if let type = module.functionType(at: explicit) {
                spaces[Int(IndexKind.local.rawValue)].skip(type.parameters.count)
            } else {
                hasUnknownParameters = true
            }
        }
        module.functions.append(try resolve(use))
        let locals = try localGroups(index)
        let start = output.bytes.count
        (function, labelCount) = (index, 0)
        labels.push(nil)
        try instructions()
        labels.pop()
        function = nil
        output.opcode(.end)
        guard output.bytes.count &- start <= ImplementationLimits.bodySize else {
            throw tokens.lexer.error(.limitExceeded("size of a function body"), at: place.start)
        }
        let body = FunctionBody(locals: locals, code: start..<output.bytes.count)
        takeBranchHints(of: index, body)
        module.bodies.append(body)
        hasUnknownParameters = false
    }

    private mutating func localGroups(_ function: UInt32) throws(ParseError) -> [LocalGroup] {
        var groups: [LocalGroup] = []
        var count = 0
        while try tokens.acceptOpening(.local) {
            try localDeclaration(function) { (parser, type) throws(ParseError) in
                count &+= 1
                guard count <= ImplementationLimits.locals else {
                    throw parser.tokens.error(.limitExceeded("locals of a function"))
                }
                if let last = groups.last, last.type == type {
                    groups[groups.count &- 1].count &+= 1
                } else {
                    groups.append(LocalGroup(count: 1, type: type))
                }
            }
        }
        return groups
    }
}
