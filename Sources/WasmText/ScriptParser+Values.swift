// Test scripts (`.wast`): values and patterns of results.

import WasmSyntax

extension ScriptParser {
    /// Reads a constant that is an argument.
    mutating func value() throws(ParseError) -> ScriptValue {
        let place = tokens.token
        try tokens.expect(.leftParenthesis)
        guard case .value(let value) = try alternative() else {
            throw tokens.lexer.error(.unexpectedToken, at: place.start)
        }
        return value
    }

    /// Reads a pattern that a result must match.
    mutating func resultPattern() throws(ParseError) -> ResultPattern {
        try tokens.expect(.leftParenthesis)
        guard try tokens.accept(.either) else { return ResultPattern(alternatives: [try alternative()]) }
        var alternatives: [ResultPattern.Alternative] = []
        while try tokens.accept(.leftParenthesis) { alternatives.append(try alternative()) }
        guard !alternatives.isEmpty else { throw tokens.unexpected() }
        try tokens.expect(.rightParenthesis)
        return ResultPattern(alternatives: alternatives)
    }

    /// Reads one alternative behind its opening parenthesis, up to and including its closing one.
    private mutating func alternative() throws(ParseError) -> ResultPattern.Alternative {
        guard let meaning = tokens.meaning else { throw tokens.unexpected() }
        try tokens.advance()
        let alternative: ResultPattern.Alternative
        switch (meaning.opcode, meaning.keyword) {
        case (.i32Const?, _):
            let bits = try tokens.number { NumberSyntax.integer($0, of: $1, bits: 32) }
            alternative = .value(.i32(UInt32(truncatingIfNeeded: bits)))
        case (.i64Const?, _):
            alternative = .value(.i64(try tokens.number { NumberSyntax.integer($0, of: $1, bits: 64) }))
        case (.f32Const?, _):
            if let nan = try nanPattern() {
                alternative = .f32NaN(nan)
            } else {
                alternative = .value(.f32(try tokens.number { NumberSyntax.float32($0, of: $1) }))
            }
        case (.f64Const?, _):
            if let nan = try nanPattern() {
                alternative = .f64NaN(nan)
            } else {
                alternative = .value(.f64(try tokens.number { NumberSyntax.float64($0, of: $1) }))
            }
        case (.v128Const?, _): alternative = try vector()
        case (.refNull?, _): alternative = try null()
        case (.refFunc?, _): alternative = try reference(.function)
        case (.refEq?, _): alternative = .reference(.equality)
        case (.refI31?, _): alternative = .reference(.i31)
        case (_, .refHost?): alternative = .value(.host(try tokens.u32()))
        case (_, .refExtern?):
            let hasNumber = tokens.token.kind == .natural
            alternative = hasNumber ? .value(.external(try tokens.u32())) : .reference(.external)
        case (_, .refStruct?): alternative = .reference(.structure)
        case (_, .refArray?): alternative = .reference(.array)
        case (_, .refAny?): alternative = .reference(.any)
        case (_, .refExn?): alternative = .reference(.exception)
        case (_, .ref?): alternative = .reference(nil)
        default: throw tokens.unexpected()
        }
        try tokens.expect(.rightParenthesis)
        return alternative
    }

    private mutating func nanPattern() throws(ParseError) -> ResultPattern.NaN? {
        if try tokens.accept(.nanCanonical) { return .canonical }
        return try tokens.accept(.nanArithmetic) ? .arithmetic : nil
    }

    /// Reads the rest of a reference to a function; its number, if any, means nothing.
    private mutating func reference(_ type: HeapType) throws(ParseError) -> ResultPattern.Alternative {
        _ = try tokens.accept(.natural)
        return .reference(type)
    }

    private mutating func null() throws(ParseError) -> ResultPattern.Alternative {
        if tokens.token.kind == .rightParenthesis { return .null }
        guard let type = tokens.meaning?.heapType else { throw tokens.unexpected() }
        try tokens.advance()
        return .value(.null(type))
    }

    private mutating func vector() throws(ParseError) -> ResultPattern.Alternative {
        guard let shape = tokens.keyword.flatMap(VectorShape.init) else { throw tokens.unexpected() }
        try tokens.advance()
        let place = tokens.token
        var lanes: [ResultPattern.Lane] = []
        while tokens.token.kind != .rightParenthesis, lanes.count <= shape.laneCount {
            if let nan = try nanPattern() {
                guard shape.isFloat else { throw tokens.unexpected() }
                lanes.append(.nan(nan))
            } else {
                lanes.append(.bits(try tokens.number { shape.lane($0, of: $1) }))
            }
        }
        guard lanes.count == shape.laneCount else { throw tokens.lexer.error(.wrongNumberOfLanes, at: place.start) }
        return ScriptParser.value(shape, lanes) ?? .vector(shape, lanes)
    }

    /// The value of a vector; `nil` if one of its lanes is a pattern.
    private static func value(_ shape: VectorShape, _ lanes: [ResultPattern.Lane]) -> ResultPattern.Alternative? {
        var halves: [UInt64] = [0, 0]
        for (index, lane) in lanes.enumerated() {
            guard case .bits(let bits) = lane else { return nil }
            let position = index &* shape.bitsPerLane
            halves[position / 64] |= bits << UInt64(position % 64)
        }
        return .value(.v128(low: halves[0], high: halves[1]))
    }
}
