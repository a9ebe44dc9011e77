// Specification: Text Format / Modules.

import WasmSyntax

/// Parses one module in two passes, because identifiers may be used before they are bound.
///
/// The first pass (`ModuleParser+Scan.swift`) binds all identifiers of the module and skips everything else; then the
/// type definitions are read, and then all other fields in order. Bodies, constant expressions and contents of
/// segments are written to the module's bytes as they are met. Blocks and folded instructions are kept on explicit
/// stacks: nothing is recursive in the depth of the text.
struct ModuleParser {
    var tokens: TokenReader
    let options: ParserOptions
    /// The position before the first field and the annotations and comments in front of it.
    let start: Int
    var module = ModuleSyntax()
    /// Becomes ``ModuleSyntax/bytes``.
    var output = ByteWriter()

    /// Every identifier and name of the source, numbered.
    var identifiers = ByteStringTable()
    /// The index spaces by the raw value of ``IndexKind``, without those of labels and fields.
    var spaces = [IndexSpace](repeating: IndexSpace(), count: Int(IndexKind.local.rawValue) + 1)
    /// The number of definitions of each kind that the second pass has read, by the raw value of ``IndexKind``.
    var defined = [UInt32](repeating: 0, count: Int(IndexKind.local.rawValue) + 1)
    /// The indices of struct fields, by the type's index (high 32 bits) and the identifier's number (low 32 bits).
    var fields: [UInt64: UInt32] = [:]
    var names = NameSectionBuilder()
    /// `@name` annotations by the position of the token that follows them, until they are used.
    var nameAnnotations: [Int: Annotation] = [:]
    var customSections: [PlacedCustomSection] = []
    /// Annotations of branch hints by the position of the token that follows them, until they are used.
    var branchHintAnnotations: [Int: Annotation] = [:]
    /// The hints of the function being parsed, by their places in the output.
    var hintedPlaces: [(place: Int, isLikely: Bool)] = []
    var branchHints = BranchHints(functions: [])

    /// The positions at which the type definitions and recursive groups begin.
    var typeFields: [Int] = []
    /// The index of the first type definition that an inline function type stands for.
    var functionTypes: [FunctionType: UInt32] = [:]
    /// The kind of the first definition that is no import. No import may follow it.
    var firstDefinition: ExternalKind?
    var usesDataSegments = false
    /// Whether the current function's type, and so its number of parameters, is unknown.
    var hasUnknownParameters = false

    // The constructs around the instructions being parsed.
    var frames: [Frame] = []
    var labels = LabelStack()
    /// The function being parsed, and the number of its labels so far.
    var function: UInt32?
    var labelCount: UInt32 = 0
    /// Instructions whose operands come first in the text but last in the code.
    var deferred: [UInt8] = []
    /// The places of instructions, if one is searched for.
    var places: InstructionPlaces?

    init(_ tokens: TokenReader, _ options: ParserOptions) {
        self.tokens = tokens
        start = tokens.previousEnd
        self.options = options
        places = options.wantedOffset.map { InstructionPlaces($0) }
    }

    /// Parses the fields of a module up to a token of this kind, which becomes the current one.
    ///
    /// - Parameter name: The module's identifier.
    mutating func parse(until last: Token.Kind, name: Token?) throws(ParseError) -> ModuleSyntax {
        if let name { names.module = try identifier(name) }
        try scan(until: last)
        try typeDefinitions()
        try tokens.goBack(to: start)
        names.module = try nameAnnotation() ?? names.module
        while tokens.token.kind != last { try field() }
        if usesDataSegments { module.dataCount = UInt32(truncatingIfNeeded: module.data.count) }
        if let left = nameAnnotations.values.min(by: { $0.start < $1.start }) {
            throw tokens.lexer.error(.misplacedAnnotation("name"), at: left.start)
        }
        if let left = branchHintAnnotations.values.min(by: { $0.start < $1.start }) {
            throw tokens.lexer.error(.malformedBranchHint("invalid placement"), at: left.start)
        }
        branchHintSection()
        placeCustomSections()
        if options.emitNames { try appendNameSection() }
        guard output.bytes.count <= ImplementationLimits.moduleSize else {
            throw tokens.error(.limitExceeded("size of the module"))
        }
        module.bytes = output.bytes
        return module
    }
}

// MARK: Identifiers and indices

extension ModuleParser {
    /// The number of an identifier token.
    mutating func identifier(_ token: Token) throws(ParseError) -> UInt32 {
        if token.kind == .identifier {
            return identifiers.insert((token.start &+ 1)..<token.end, of: tokens.source)
        }
        let name = tokens.lexer.stringContents((token.start &+ 1)..<token.end)
        guard Name.isUTF8(name) else { throw tokens.lexer.error(.malformedUTF8, at: token.start) }
        return identifiers.insert(name.indices, of: name)
    }

    /// Takes the identifier that stands here, if any.
    mutating func optionalIdentifier() throws(ParseError) -> UInt32? {
        guard tokens.token.isIdentifier else { return nil }
        let number = try identifier(tokens.token)
        try tokens.advance()
        return number
    }

    /// Takes the `@name` annotation before the current token, if any.
    mutating func nameAnnotation() throws(ParseError) -> UInt32? {
        guard !nameAnnotations.isEmpty,
            let annotation = nameAnnotations.removeValue(forKey: tokens.token.start)
        else { return nil }
        var contents = try TokenReader(tokens.lexer.part(annotation.contents))
        let name = try contents.name()
        guard contents.token.kind == .endOfInput else { throw contents.error(.malformedNameAnnotation) }
        return identifiers.insert(name.utf8.indices, of: name.utf8)
    }

    /// Counts a definition in the second pass, takes its identifier and name, and returns its index.
    mutating func define(_ kind: IndexKind) throws(ParseError) -> UInt32 {
        let index = defineUnnamed(kind)
        let identifier = try optionalIdentifier()
        if let name = try nameAnnotation() ?? identifier { names.add(name, kind.nameSpace, index) }
        return index
    }

    /// Counts a definition in the second pass that can have no identifier, and returns its index.
    @discardableResult
    mutating func defineUnnamed(_ kind: IndexKind) -> UInt32 {
        defined[Int(kind.rawValue)] &+= 1
        return defined[Int(kind.rawValue)] &- 1
    }

    /// Reads an index, which is a number or an identifier.
    mutating func index(_ kind: IndexKind) throws(ParseError) -> UInt32 {
        let token = tokens.token
        guard token.isIdentifier else { return try tokens.u32() }
        let identifier = try identifier(token)
        let found: UInt32?
        switch kind {
        case .label: found = labels.depth(of: identifier)
        case .local where hasUnknownParameters: throw tokens.error(.unknown(.type))
        default: found = spaces[Int(kind.rawValue)].index(of: identifier)
        }
        guard let found else { throw tokens.error(.unknown(kind, identifier: tokens.identifierText(token))) }
        try tokens.advance()
        return found
    }

    /// Reads the index that stands here; returns 0 if none does.
    mutating func optionalIndex(_ kind: IndexKind) throws(ParseError) -> UInt32 {
        isIndex ? try index(kind) : 0
    }

    var isIndex: Bool { tokens.token.isIndex }

    /// Reads the index of a field of a struct type.
    mutating func fieldIndex(of type: UInt32) throws(ParseError) -> UInt32 {
        guard tokens.token.isIdentifier else { return try tokens.u32() }
        let identifier = try identifier(tokens.token)
        guard let index = fields[UInt64(type) << 32 | UInt64(identifier)] else {
            throw tokens.error(.unknown(.field, identifier: tokens.identifierText(tokens.token)))
        }
        try tokens.advance()
        return index
    }
}

/// The labels in scope, innermost last. Finding a label takes constant time.
struct LabelStack {
    private var entries: [(identifier: UInt32?, shadowed: Int?)] = []
    private var innermost: [UInt32: Int] = [:]

    var count: Int { entries.count }

    mutating func push(_ identifier: UInt32?) {
        let shadowed = identifier.flatMap { innermost.updateValue(entries.count, forKey: $0) }
        entries.append((identifier, shadowed))
    }

    mutating func pop() {
        guard let (identifier, shadowed) = entries.popLast(), let identifier else { return }
        innermost[identifier] = shadowed
    }

    /// The identifier of the innermost label.
    var last: UInt32? { entries.last?.identifier }

    /// The number of labels between the code and the innermost label with this identifier: its index.
    func depth(of identifier: UInt32) -> UInt32? {
        innermost[identifier].map { UInt32(truncatingIfNeeded: entries.count &- 1 &- $0) }
    }
}
