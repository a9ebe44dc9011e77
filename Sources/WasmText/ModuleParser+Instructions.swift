// Specification: Text Format / Instructions.

import WasmSyntax

/// A construct whose end is still to come.
struct Frame {
    enum Kind: UInt8 {
        /// `(op …`: the instruction itself is deferred until its operands are read.
        case foldedPlain
        /// `(block …`, `(loop …`, `(try_table …`
        case foldedBlock
        /// `(if …` before `(then`: the instruction itself is deferred until its condition is read.
        case foldedIf
        /// `(if …` behind its first clause, and behind its second.
        case foldedIfAfterThen, foldedIfAfterElse
        /// `(then …`, `(else …`
        case clause
        /// `block …`, `loop …`, `try_table …`
        case block
        /// `if …`, before and behind its `else`.
        case `if`, `else`

        /// Whether instructions without parentheses may stand directly inside.
        var takesPlainInstructions: Bool {
            switch self {
            case .foldedBlock, .clause, .block, .if, .else: true
            case .foldedPlain, .foldedIf, .foldedIfAfterThen, .foldedIfAfterElse: false
            }
        }
    }

    var kind: Kind
    /// The label's identifier, where the label comes into scope only later.
    var label: UInt32?
    /// Where its deferred instruction begins in ``ModuleParser/deferred``.
    var deferred: Int
}

extension ModuleParser {
    /// Reads instructions, folded or not, up to a closing parenthesis that is not theirs, or only one folded one.
    /// They are written to the output, operands before what takes them.
    mutating func instructions(onlyOneFolded: Bool = false) throws(ParseError) {
        frames.removeAll(keepingCapacity: true)
        deferred.removeAll(keepingCapacity: true)
        while true {
            switch tokens.token.kind {
            case .leftParenthesis:
                try tokens.advance()
                try openFolded()
            case .rightParenthesis:
                guard let frame = frames.last else { return }
                try close(frame)
            case .word:
                guard let opcode = tokens.meaning?.opcode, frames.last?.kind.takesPlainInstructions != false,
                    !(onlyOneFolded && frames.isEmpty)
                else { throw tokens.unexpected() }
                try plain(opcode)
            default:
                throw tokens.unexpected()
            }
            if onlyOneFolded && frames.isEmpty { return }
        }
    }

    private mutating func push(_ kind: Frame.Kind, label: UInt32? = nil) throws(ParseError) {
        guard frames.count < ImplementationLimits.blockNesting else {
            throw tokens.error(.limitExceeded("nested instructions"))
        }
        frames.append(Frame(kind: kind, label: label, deferred: deferred.count))
    }

    /// An instruction outside parentheses.
    private mutating func plain(_ opcode: Opcode) throws(ParseError) {
        switch opcode {
        case .block, .loop, .tryTable, .if:
            try tokens.advance()
            let label = try optionalIdentifier()
            try blockOpening(opcode)
            try push(opcode == .if ? .if : .block)
            labels.push(label)
        case .else:
            guard frames.last?.kind == .if else { throw tokens.unexpected() }
            try tokens.advance()
            try checkLabel()
            output.opcode(.else)
            frames[frames.count &- 1].kind = .else
        case .end:
            guard let kind = frames.last?.kind, kind == .block || kind == .if || kind == .else else {
                throw tokens.unexpected()
            }
            try tokens.advance()
            try checkLabel()
            output.opcode(.end)
            labels.pop()
            frames.removeLast()
        default:
            try tokens.advance()
            try instruction(opcode)
        }
    }

    /// The identifier behind `end` or `else` must be the block's.
    private mutating func checkLabel() throws(ParseError) {
        let place = tokens.token
        guard let label = try optionalIdentifier() else { return }
        guard label == labels.last else { throw tokens.lexer.error(.mismatchingLabel, at: place.start) }
    }

    /// What follows an opening parenthesis among instructions.
    private mutating func openFolded() throws(ParseError) {
        let parent = frames.last
        switch parent?.kind {
        case .foldedIf? where tokens.keyword == .then:
            try tokens.advance()
            emitPostponed(from: parent?.deferred ?? 0)
            labels.push(parent?.label)
            frames[frames.count &- 1].kind = .foldedIfAfterThen
            return try push(.clause)
        case .foldedIfAfterThen?:
            guard tokens.meaning?.opcode == .else else { throw tokens.unexpected() }
            try tokens.advance()
            output.opcode(.else)
            frames[frames.count &- 1].kind = .foldedIfAfterElse
            return try push(.clause)
        case .foldedIfAfterElse?: throw tokens.unexpected()
        default: break
        }
        guard let opcode = tokens.meaning?.opcode else { throw tokens.unexpected() }
        let start = output.bytes.count
        switch opcode {
        case .else, .end:
            throw tokens.unexpected()
        case .block, .loop, .tryTable:
            try tokens.advance()
            let label = try optionalIdentifier()
            try blockOpening(opcode)
            try push(.foldedBlock)
            labels.push(label)
        case .if:
            try tokens.advance()
            let label = try optionalIdentifier()
            try blockOpening(opcode)
            try push(.foldedIf, label: label)
            postpone(from: start)
        default:
            try tokens.advance()
            try instruction(opcode)
            if try tokens.accept(.rightParenthesis) { return }
            try push(.foldedPlain)
            postpone(from: start)
        }
    }

    /// What a closing parenthesis does to the innermost frame.
    private mutating func close(_ frame: Frame) throws(ParseError) {
        switch frame.kind {
        case .foldedPlain:
            emitPostponed(from: frame.deferred)
        case .foldedBlock, .foldedIfAfterThen, .foldedIfAfterElse:
            output.opcode(.end)
            labels.pop()
        case .clause: break
        case .foldedIf, .block, .if, .else: throw tokens.unexpected()
        }
        frames.removeLast()
        try tokens.advance()
    }

    /// Takes back what the output has from a position on, until ``emitPostponed(from:)``.
    private mutating func postpone(from start: Int) {
        deferred.append(contentsOf: output.bytes[start...])
        output.bytes.removeLast(output.bytes.count &- start)
    }

    private mutating func emitPostponed(from start: Int) {
        output.append(deferred[start...])
        deferred.removeLast(deferred.count &- start)
    }
}
