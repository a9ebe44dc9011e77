// Specification: Text Format.

import WasmSyntax

/// The options of the text parser.
package struct ParserOptions: Sendable {
    /// Whether identifiers and `@name` annotations become a name section, by which backtraces name functions.
    package var emitNames: Bool
    /// Polled while the text is parsed.
    package var interruption: (any Interruption)?
    /// The offset in the module's bytes of an instruction whose place in the text is searched for.
    var wantedOffset: Int?

    package init(emitNames: Bool = true, interruption: (any Interruption)? = nil) {
        self.emitNames = emitNames
        self.interruption = interruption
    }
}

/// Parses modules in the text format.
package enum TextParser {
    /// Parses a module: one `(module …)`, or the fields of one.
    ///
    /// - Parameter source: UTF-8, as the content of a `.wat` file.
    /// - Throws: ``ParseError`` if the text is not a well-formed module, or of the kind `interrupted`.
    package static func parseModule(
        _ source: [UInt8], options: ParserOptions = ParserOptions()
    ) throws(ParseError) -> ModuleSyntax {
        try parse(source, options).module
    }

    /// Returns the line and column of an instruction of a module that ``parseModule(_:options:)`` has parsed, by parsing
    /// the module again.
    ///
    /// - Parameter offset: The offset of the instruction in ``ModuleSyntax/bytes``.
    /// - Returns: `nil` if no instruction is there.
    package static func place(
        of offset: Int, in source: [UInt8], options: ParserOptions = ParserOptions()
    ) throws(ParseError) -> (line: Int, column: Int)? {
        var options = options
        options.wantedOffset = offset
        let parser = try parse(source, options)
        guard let place = parser.places?.found else { return nil }
        // The place of an error is searched for with the same polls.
        let fault = parser.tokens.lexer.error(.unexpectedToken, at: place)
        if fault.reasonToStop != nil { throw fault }
        return (fault.line, fault.column)
    }

    /// Parses a module; returns the parser, which has it.
    private static func parse(_ source: [UInt8], _ options: ParserOptions) throws(ParseError) -> ModuleParser {
        var tokens = try reader(source, 0..<source.count, options)
        guard try tokens.acceptOpening(.module) else {
            if try isComponent(&tokens) { throw tokens.error(.component) }
            var parser = ModuleParser(tokens, options)
            _ = try parser.parse(until: .endOfInput, name: nil)
            return parser
        }
        let name = tokens.token
        if name.isIdentifier { try tokens.advance() }
        var parser = ModuleParser(tokens, options)
        _ = try parser.parse(until: .rightParenthesis, name: name.isIdentifier ? name : nil)
        try parser.tokens.advance()
        try parser.tokens.expect(.endOfInput)
        return parser
    }

    /// Whether `(component` stands here.
    private static func isComponent(_ tokens: inout TokenReader) throws(ParseError) -> Bool {
        guard tokens.token.kind == .leftParenthesis else { return false }
        let word = try tokens.tokenAhead().range
        return tokens.source[word].elementsEqual("component".utf8)
    }

    /// Parses the fields of a module that fill a part of the source.
    static func parseFields(
        _ source: [UInt8], _ part: Range<Int>, name: Token?, options: ParserOptions, from origin: ParseError.Place
    ) throws(ParseError) -> ModuleSyntax {
        var parser = ModuleParser(try reader(source, part, options, from: origin), options)
        return try parser.parse(until: .endOfInput, name: name)
    }

    private static func reader(
        _ source: [UInt8], _ part: Range<Int>, _ options: ParserOptions, from origin: ParseError.Place = .init()
    ) throws(ParseError) -> TokenReader {
        guard source.count <= ImplementationLimits.moduleSize else {
            throw ParseError(.limitExceeded("size of the text"), at: 0, in: [])
        }
        return try TokenReader(Lexer(source, in: part, watch: LoadingWatch(options.interruption), origin: origin))
    }
}
