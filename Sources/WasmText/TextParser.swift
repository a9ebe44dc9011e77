// Specification: Text Format.

import WasmSyntax

/// The options of the text parser.
package struct ParserOptions: Sendable {
    /// Whether identifiers and `@name` annotations become a name section, by which backtraces name functions.
    package var emitNames: Bool
    /// Polled while the text is parsed.
    package var interruption: (any Interruption)?

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
        var tokens = try reader(source, 0..<source.count, options)
        guard try tokens.acceptOpening(.module) else {
            var parser = ModuleParser(tokens, options)
            return try parser.parse(until: .endOfInput, name: nil)
        }
        let name = tokens.token
        if name.isIdentifier { try tokens.advance() }
        var parser = ModuleParser(tokens, options)
        let module = try parser.parse(until: .rightParenthesis, name: name.isIdentifier ? name : nil)
        try parser.tokens.advance()
        try parser.tokens.expect(.endOfInput)
        return module
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
