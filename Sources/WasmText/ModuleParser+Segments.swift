// Specification: Text Format / Modules / Data Segments and Element Segments.

import WasmSyntax

extension ModuleParser {
    /// Reads a data segment behind its `(data`.
    mutating func dataField() throws(ParseError) {
        _ = try define(.data)
        let memory = try use(of: .memory, keyword: .memory)
        guard memory != nil || tokens.token.kind == .leftParenthesis else {
            return module.data.append(DataSegment(contents: try dataContents(), mode: .passive))
        }
        let offset = try offset()
        module.data.append(
            DataSegment(contents: try dataContents(), mode: .active(memory: memory ?? 0, offset: offset)))
    }

    /// Reads strings, and writes their bytes to the output.
    mutating func dataContents() throws(ParseError) -> Range<Int> {
        let start = output.bytes.count
        try tokens.strings(into: &output.bytes)
        return start..<output.bytes.count
    }

    /// Reads an element segment behind its `(elem`.
    mutating func elementField() throws(ParseError) {
        _ = try define(.element)
        if try tokens.accept(.declare) { return try elementList(.declarative) }
        let hasTableUse = try tokens.isOpening(.table)
        let table = try use(of: .table, keyword: .table)
        let hasReferenceType = try tokens.isOpening(.ref)
        if table != nil || (tokens.token.kind == .leftParenthesis && !hasReferenceType) {
            let mode = ElementSegment.Mode.active(table: table ?? 0, offset: try offset())
            // The form of version 1.0: function indices without the keyword `func`.
            if !hasTableUse, isIndex || tokens.token.kind == .rightParenthesis {
                let items = try functionIndices()
                return module.elements.append(functionSegment(items, mode))
            }
            return try elementList(mode)
        }
        try elementList(.passive)
    }

    private mutating func elementList(_ mode: ElementSegment.Mode) throws(ParseError) {
        if try tokens.accept(.func) {
            let items = try functionIndices()
            return module.elements.append(functionSegment(items, mode))
        }
        let type = try referenceType()
        let items = ElementSegment.Items.expressions(try elementExpressions())
        module.elements.append(ElementSegment(type: type, items: items, mode: mode))
    }

    private func functionSegment(_ items: ElementSegment.Items, _ mode: ElementSegment.Mode) -> ElementSegment {
        ElementSegment(type: ElementSegment.typeOfFunctionIndices, items: items, mode: mode)
    }

    /// Reads `(memory x)` or `(table x)`, if it stands here, or the index alone, as in version 1.0.
    private mutating func use(of kind: IndexKind, keyword: Keyword) throws(ParseError) -> UInt32? {
        guard try tokens.acceptOpening(keyword) else { return isIndex ? try index(kind) : nil }
        let index = try index(kind)
        try tokens.expect(.rightParenthesis)
        return index
    }

    private mutating func functionIndices() throws(ParseError) -> ElementSegment.Items {
        var indices: [UInt32] = []
        while isIndex {
            indices.append(try index(.function))
            guard indices.count <= ImplementationLimits.elementSegmentSize else {
                throw tokens.error(.limitExceeded("elements of a segment"))
            }
        }
        return .functions(indices)
    }

    /// Reads function indices, each as the expression that it stands for.
    mutating func functionExpressions() throws(ParseError) -> [ConstantExpression] {
        var items: [ConstantExpression] = []
        while isIndex {
            let start = output.bytes.count
            output.opcode(.refFunc)
            output.unsigned(try index(.function))
            output.opcode(.end)
            items.append(ConstantExpression(code: start..<output.bytes.count))
            guard items.count <= ImplementationLimits.elementSegmentSize else {
                throw tokens.error(.limitExceeded("elements of a segment"))
            }
        }
        return items
    }

    /// Reads any number of `(item …)` or folded instructions.
    mutating func elementExpressions() throws(ParseError) -> [ConstantExpression] {
        var items: [ConstantExpression] = []
        while tokens.token.kind == .leftParenthesis {
            items.append(try enclosedExpression(.item))
            guard items.count <= ImplementationLimits.elementSegmentSize else {
                throw tokens.error(.limitExceeded("elements of a segment"))
            }
        }
        return items
    }

    private mutating func offset() throws(ParseError) -> ConstantExpression { try enclosedExpression(.offset) }

    /// Reads an expression in parentheses after a keyword, or one folded instruction.
    private mutating func enclosedExpression(_ keyword: Keyword) throws(ParseError) -> ConstantExpression {
        if try tokens.acceptOpening(keyword) {
            let expression = try constantExpression()
            try tokens.expect(.rightParenthesis)
            return expression
        }
        guard tokens.token.kind == .leftParenthesis else { throw tokens.unexpected() }
        let start = output.bytes.count
        try instructions(onlyOneFolded: true)
        output.opcode(.end)
        return ConstantExpression(code: start..<output.bytes.count)
    }

    /// Reads instructions up to a closing parenthesis, which becomes the current token.
    mutating func constantExpression() throws(ParseError) -> ConstantExpression {
        let start = output.bytes.count
        try instructions()
        output.opcode(.end)
        return ConstantExpression(code: start..<output.bytes.count)
    }
}
