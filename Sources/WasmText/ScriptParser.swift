// Test scripts (`.wast`), as the specification's `interpreter/README.md` describes them.

import WasmSyntax

/// Reads the commands of a test script one after the other.
///
/// Modules in text are only delimited, and parsed when ``ScriptModule/parse(options:)`` is called, so that an error in
/// one does not end the script.
package struct ScriptParser {
    var tokens: TokenReader
    /// The place up to which lines have been counted.
    private var counted = ParseError.Place()
    private var hasBegun = false
    /// The number of open threads. Each thread inside another takes native stack, here and where the script is run.
    private var threadDepth = 0
    private static let maximumThreadDepth = 16

    /// - Parameters:
    ///   - source: UTF-8, as the content of a `.wast` file.
    ///   - interruption: Can end the reading; the error is then the interruption's.
    package init(_ source: [UInt8], interruption: (any Interruption)? = nil) throws(ParseError) {
        tokens = try TokenReader(Lexer(source, in: 0..<source.count, watch: LoadingWatch(interruption)))
    }

    /// Reads the next command; returns `nil` at the end of the script.
    package mutating func next() throws(ParseError) -> ScriptCommand? {
        if tokens.token.kind == .endOfInput { return nil }
        if !hasBegun, tokens.token.kind == .leftParenthesis, ScriptParser.isField(try tokens.keywordAhead()) {
            return try fieldsOnly(line(of: tokens.token.start))
        }
        hasBegun = true
        return try command()
    }

    private mutating func command() throws(ParseError) -> ScriptCommand {
        let line = line(of: tokens.token.start)
        try tokens.expect(.leftParenthesis)
        guard let keyword = tokens.keyword else { throw tokens.unexpected() }
        let kind = try command(keyword, line)
        try tokens.expect(.rightParenthesis)
        return ScriptCommand(kind: kind, line: line)
    }

    /// The line at an offset, which must not be before the offset of an earlier call.
    private mutating func line(of offset: Int) -> Int {
        counted.pass(tokens.source[counted.offset..<max(offset, counted.offset)])
        return counted.line
    }

    // MARK: Commands

    private static func isField(_ keyword: Keyword?) -> Bool {
        switch keyword {
        case .type, .rec, .import, .export, .func, .table, .memory, .global, .tag, .elem, .data, .start: true
        default: false
        }
    }

    /// Reads a script that is only the fields of one module.
    private mutating func fieldsOnly(_ line: Int) throws(ParseError) -> ScriptCommand {
        let part = 0..<tokens.source.count
        while tokens.token.kind != .endOfInput {
            try tokens.expect(.leftParenthesis)
            try tokens.skipToClosing()
            try tokens.expect(.rightParenthesis)
        }
        let module = ScriptModule(
            name: nil, content: .text(part), line: line, source: tokens.source, nameToken: nil, origin: counted)
        return ScriptCommand(kind: .module(module), line: line)
    }

    /// Reads a command behind its opening parenthesis; its closing one becomes the current token.
    private mutating func command(_ keyword: Keyword, _ line: Int) throws(ParseError) -> ScriptCommand.Kind {
        switch keyword {
        case .module: return try module(line)
        case .invoke, .get: return .action(try actionContents())
        case .thread: return try thread()
        case .wait:
            try tokens.advance()
            return .wait(thread: try identifier())
        case .script, .input, .output:
            try tokens.advance()
            try tokens.skipToClosing()
            return .other(keyword.rawValue)
        case .register:
            try tokens.advance()
            return .register(as: try tokens.name(), instance: try identifier())
        case .assertReturn:
            try tokens.advance()
            let action = try action()
            var results: [ResultPattern] = []
            while tokens.token.kind == .leftParenthesis { results.append(try resultPattern()) }
            return .assertReturn(action, results)
        default:
            try tokens.advance()
            return try assertion(keyword, line)
        }
    }

    /// Reads `(thread name? (shared (module name))* command*)` behind its opening parenthesis.
    private mutating func thread() throws(ParseError) -> ScriptCommand.Kind {
        guard threadDepth < ScriptParser.maximumThreadDepth else {
            throw tokens.error(.limitExceeded("threads inside one another"))
        }
        threadDepth &+= 1
        try tokens.expect(.thread)
        let name = try identifier()
        var shared: [Name] = []
        while try tokens.acceptOpening(.shared) {
            try tokens.expect(.leftParenthesis)
            try tokens.expect(.module)
            guard let name = try identifier() else { throw tokens.unexpected() }
            shared.append(name)
            try tokens.expect(.rightParenthesis)
            try tokens.expect(.rightParenthesis)
        }
        var commands: [ScriptCommand] = []
        while tokens.token.kind == .leftParenthesis { commands.append(try command()) }
        threadDepth &-= 1
        return .thread(name: name, shared: shared, commands: commands)
    }

    /// Reads a command that asserts a failure, behind its keyword.
    private mutating func assertion(_ keyword: Keyword, _ line: Int) throws(ParseError) -> ScriptCommand.Kind {
        switch keyword {
        case .assertTrap:
            if try tokens.isOpening(.module) {
                return .assertUninstantiable(try moduleForm(line), message: try message())
            }
            return .assertTrap(try action(), message: try message())
        case .assertExhaustion: return .assertExhaustion(try action(), message: try message())
        case .assertSuspension: return .assertSuspension(try action(), message: try message())
        case .assertException: return .assertException(try action())
        case .assertMalformed: return .assertMalformed(try moduleForm(line), message: try message())
        case .assertMalformedCustom: return .assertMalformedCustom(try moduleForm(line), message: try message())
        case .assertInvalid: return .assertInvalid(try moduleForm(line), message: try message())
        case .assertInvalidCustom: return .assertInvalidCustom(try moduleForm(line), message: try message())
        case .assertUnlinkable: return .assertUnlinkable(try moduleForm(line), message: try message())
        case .assertUninstantiable: return .assertUninstantiable(try moduleForm(line), message: try message())
        default: throw tokens.unexpected()
        }
    }

    private mutating func message() throws(ParseError) -> String {
        guard tokens.token.kind == .string else { throw tokens.unexpected() }
        let message = String(decoding: tokens.lexer.stringContents(tokens.token.range), as: UTF8.self)
        try tokens.advance()
        return message
    }

    /// Takes the identifier that stands here, if any.
    private mutating func identifier() throws(ParseError) -> Name? {
        let token = tokens.token
        guard token.isIdentifier else { return nil }
        let name = (token.start &+ 1)..<token.end
        let bytes = token.kind == .identifier ? Array(tokens.source[name]) : tokens.lexer.stringContents(name)
        guard let identifier = Name(utf8: bytes) else { throw tokens.error(.malformedUTF8) }
        try tokens.advance()
        return identifier
    }

    // MARK: Modules

    /// Reads a module command behind its opening parenthesis; its closing one becomes the current token.
    private mutating func module(_ line: Int) throws(ParseError) -> ScriptCommand.Kind {
        let isDefinition = try tokens.keywordAhead() == .definition
        guard try tokens.keywordAhead() == .instance else {
            let module = try moduleContents(line)
            return isDefinition ? .definition(module) : .module(module)
        }
        let (name, module) = try instanceContents()
        return .instance(name: name, module: module)
    }

    /// Reads a module that is the argument of an assertion.
    private mutating func moduleForm(_ line: Int) throws(ParseError) -> ScriptModule {
        try tokens.expect(.leftParenthesis)
        let module = try moduleContents(line)
        try tokens.expect(.rightParenthesis)
        return module
    }

    /// Reads `module instance` and the names of the instance and the module; a single name is the module's.
    private mutating func instanceContents() throws(ParseError) -> (name: Name?, module: Name?) {
        try tokens.expect(.module)
        try tokens.expect(.instance)
        let first = try identifier()
        let second = try identifier()
        return second == nil ? (nil, first) : (first, second)
    }

    private mutating func moduleContents(_ line: Int) throws(ParseError) -> ScriptModule {
        if tokens.keyword == .module, try tokens.keywordAhead() == .instance {
            let (name, module) = try instanceContents()
            return ScriptModule(
                name: name, content: .defined(module), line: line, source: tokens.source, nameToken: nil,
                origin: counted)
        }
        try tokens.expect(.module)
        _ = try tokens.accept(.definition)
        let nameToken = tokens.token.isIdentifier ? tokens.token : nil
        let name = try identifier()
        let content: ScriptModule.Content
        if try tokens.accept(.binary) {
            content = .binary(try strings())
        } else if try tokens.accept(.quote) {
            content = .quote(try strings())
        } else {
            let start = tokens.previousEnd
            try tokens.skipToClosing()
            content = .text(start..<tokens.token.start)
        }
        return ScriptModule(
            name: name, content: content, line: line, source: tokens.source, nameToken: nameToken,
            origin: counted)
    }

    private mutating func strings() throws(ParseError) -> [UInt8] {
        var bytes: [UInt8] = []
        try tokens.strings(into: &bytes)
        return bytes
    }

    // MARK: Actions

    private mutating func action() throws(ParseError) -> ScriptAction {
        try tokens.expect(.leftParenthesis)
        let action = try actionContents()
        try tokens.expect(.rightParenthesis)
        return action
    }

    private mutating func actionContents() throws(ParseError) -> ScriptAction {
        let isInvocation = try tokens.accept(.invoke)
        if !isInvocation { try tokens.expect(.get) }
        let instance = try identifier()
        let name = try tokens.name()
        guard isInvocation else { return .get(instance: instance, name: name) }
        var arguments: [ScriptValue] = []
        while tokens.token.kind == .leftParenthesis { arguments.append(try value()) }
        return .invoke(instance: instance, name: name, arguments: arguments)
    }
}
