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
        /// `(try …` before `(do`, behind it, behind a `(catch`, and behind the last clause. Behind `(delegate` the
        /// label is out of scope, and nothing is left to write.
        case foldedTry, foldedTryAfterDo, foldedTryAfterCatch, foldedTryAfterAll, foldedTryAfterDelegate
        /// `(then …`, `(else …`, `(do …`, `(catch …`, `(catch_all …`
        case clause
        /// `block …`, `loop …`, `try_table …`, and `try …` behind its `catch_all`.
        case block
        /// `if …`, before and behind its `else`.
        case `if`, `else`
        /// `try …`, before and behind its first `catch`.
        case `try`, `catch`

        /// Whether instructions without parentheses may stand directly inside.
        var takesPlainInstructions: Bool {
            switch self {
            case .foldedBlock, .clause, .block, .if, .else, .try, .catch: true
            case .foldedPlain, .foldedIf, .foldedIfAfterThen, .foldedIfAfterElse, .foldedTry, .foldedTryAfterDo,
                .foldedTryAfterCatch, .foldedTryAfterAll, .foldedTryAfterDelegate:
                false
            }
        }

        /// Whether nothing but clauses may stand directly inside, if anything.
        var takesClauses: Bool {
            switch self {
            case .foldedIfAfterThen, .foldedIfAfterElse, .foldedTry, .foldedTryAfterDo, .foldedTryAfterCatch,
                .foldedTryAfterAll, .foldedTryAfterDelegate:
                true
            default: false
            }
        }

        /// Whether `end` closes it.
        var takesEnd: Bool {
            switch self {
            case .block, .if, .else, .try, .catch: true
            default: false
            }
        }
    }

    var kind: Kind
    /// The label, where it comes into scope only later.
    var label: ModuleParser.Label?
    /// Where its deferred instruction begins in ``ModuleParser/deferred``.
    var deferred: Int
    /// The branch hint of its deferred instruction.
    var hint: Bool?
}

extension ModuleParser {
    /// Reads instructions, folded or not, up to a closing parenthesis that is not theirs, or only one folded
    /// instruction. Writes them to the output, operands before the instruction that takes them.
    mutating func instructions(onlyOneFolded: Bool = false) throws(ParseError) {
        frames.removeAll(keepingCapacity: true)
        deferred.removeAll(keepingCapacity: true)
        places?.begin()
        let start = output.bytes.count
        defer { places?.finish(start..<output.bytes.count, at: tokens.token.start) }
        while true {
            switch tokens.token.kind {
            case .leftParenthesis:
                let hint = try branchHint()
                try tokens.advance()
                try openFolded(hint)
            case .rightParenthesis:
                guard let frame = frames.last else { return }
                try close(frame)
            case .word:
                guard let opcode = tokens.meaning?.opcode, frames.last?.kind.takesPlainInstructions != false,
                    !(onlyOneFolded && frames.isEmpty)
                else { throw tokens.unexpected() }
                hint(try branchHint())
                try plain(opcode)
            default:
                throw tokens.unexpected()
            }
            if onlyOneFolded && frames.isEmpty { return }
        }
    }

    private mutating func push(
        _ kind: Frame.Kind, label: Label? = nil, hint: Bool? = nil
    ) throws(ParseError) {
        guard frames.count < ImplementationLimits.blockNesting else {
            throw tokens.error(.limitExceeded("nested instructions"))
        }
        frames.append(Frame(kind: kind, label: label, deferred: deferred.count, hint: hint))
    }

    /// Reads an instruction outside parentheses.
    private mutating func plain(_ opcode: Opcode) throws(ParseError) {
        notePlace()
        switch opcode {
        case .block, .loop, .tryTable, .if, .try:
            try tokens.advance()
            let label = try label()
            try blockOpening(opcode)
            try push(opcode == .if ? .if : opcode == .try ? .try : .block)
            open(label)
        case .else:
            guard frames.last?.kind == .if else { throw tokens.unexpected() }
            try tokens.advance()
            try checkLabel()
            output.opcode(.else)
            frames[frames.count &- 1].kind = .else
        case .end:
            guard frames.last?.kind.takesEnd == true else { throw tokens.unexpected() }
            try tokens.advance()
            try checkLabel()
            output.opcode(.end)
            labels.pop()
            frames.removeLast()
        case .catch, .catchAll:
            guard frames.last?.kind == .try || frames.last?.kind == .catch else { throw tokens.unexpected() }
            try tokens.advance()
            try instruction(opcode)
            frames[frames.count &- 1].kind = opcode == .catch ? .catch : .block
        case .delegate:
            guard frames.last?.kind == .try else { throw tokens.unexpected() }
            try delegate()
            frames.removeLast()
        default:
            try tokens.advance()
            try instruction(opcode)
        }
    }

    /// The identifier of a label, and the name that the name section gets for it.
    typealias Label = (identifier: UInt32?, name: UInt32?)

    /// Takes the identifier and the name of a label, if any.
    private mutating func label() throws(ParseError) -> Label {
        let identifier = try optionalIdentifier()
        return (identifier, try nameAnnotation() ?? identifier)
    }

    /// Brings a label into scope; its block has just been written.
    private mutating func open(_ label: Label) {
        labels.push(label.identifier)
        if let name = label.name, let function { names.add(name, .label, labelCount, of: function) }
        labelCount &+= 1
    }

    /// Checks that the identifier behind `end` or `else`, if any, is the block's.
    private mutating func checkLabel() throws(ParseError) {
        let place = tokens.token
        guard let label = try optionalIdentifier() else { return }
        guard label == labels.last else { throw tokens.lexer.error(.mismatchingLabel, at: place.start) }
    }

    /// Reads what follows an opening parenthesis among instructions; the hint is the one before the parenthesis.
    private mutating func openFolded(_ hint: Bool?) throws(ParseError) {
        let parent = frames.last
        if let parent, parent.kind.takesClauses || (parent.kind == .foldedIf && tokens.keyword == .then) {
            guard hint == nil else { throw tokens.error(.malformedBranchHint("invalid placement")) }
            return try openClause(of: parent)
        }
        guard let opcode = tokens.meaning?.opcode else { throw tokens.unexpected() }
        let start = output.bytes.count
        notePlace()
        switch opcode {
        case .else, .end, .catch, .catchAll, .delegate:
            throw tokens.unexpected()
        case .block, .loop, .tryTable, .try:
            self.hint(hint)
            try tokens.advance()
            let label = try label()
            try blockOpening(opcode)
            try push(opcode == .try ? .foldedTry : .foldedBlock)
            open(label)
        case .if:
            try tokens.advance()
            let label = try label()
            try blockOpening(opcode)
            try push(.foldedIf, label: label, hint: hint)
            postpone(from: start)
        default:
            try tokens.advance()
            try instruction(opcode)
            if try tokens.accept(.rightParenthesis) {
                if let hint { hintedPlaces.append((start, hint)) }
                return
            }
            try push(.foldedPlain, hint: hint)
            postpone(from: start)
        }
    }

    /// Reads what follows an opening parenthesis where nothing but a clause may stand.
    private mutating func openClause(of parent: Frame) throws(ParseError) {
        switch parent.kind {
        case .foldedIf:
            try tokens.advance()
            self.hint(parent.hint)
            emitPostponed(from: parent.deferred)
            open(parent.label ?? (nil, nil))
            frames[frames.count &- 1].kind = .foldedIfAfterThen
            try push(.clause)
        case .foldedIfAfterThen:
            guard tokens.meaning?.opcode == .else else { throw tokens.unexpected() }
            notePlace()
            try tokens.advance()
            output.opcode(.else)
            frames[frames.count &- 1].kind = .foldedIfAfterElse
            try push(.clause)
        case .foldedTry, .foldedTryAfterDo, .foldedTryAfterCatch: try openTryClause()
        default: throw tokens.unexpected()
        }
    }

    /// Reads what follows an opening parenthesis in `(try`.
    private mutating func openTryClause() throws(ParseError) {
        let kind = frames[frames.count &- 1].kind
        notePlace()
        switch (kind, tokens.meaning?.opcode) {
        case (.foldedTry, _):
            guard tokens.keyword == .do else { throw tokens.unexpected() }
            try tokens.advance()
            frames[frames.count &- 1].kind = .foldedTryAfterDo
        case (_, .catch?):
            try tokens.advance()
            try instruction(.catch)
            frames[frames.count &- 1].kind = .foldedTryAfterCatch
        case (_, .catchAll?):
            try tokens.advance()
            try instruction(.catchAll)
            frames[frames.count &- 1].kind = .foldedTryAfterAll
        case (.foldedTryAfterDo, .delegate?):
            try delegate()
            frames[frames.count &- 1].kind = .foldedTryAfterDelegate
            return try tokens.expect(.rightParenthesis)
        default: throw tokens.unexpected()
        }
        try push(.clause)
    }

    /// Reads `delegate` and its label, which counts from outside of the `try`.
    private mutating func delegate() throws(ParseError) {
        try tokens.advance()
        labels.pop()
        try instruction(.delegate)
    }

    /// Closes the innermost frame at a closing parenthesis.
    private mutating func close(_ frame: Frame) throws(ParseError) {
        switch frame.kind {
        case .foldedPlain:
            hint(frame.hint)
            emitPostponed(from: frame.deferred)
        case .foldedBlock, .foldedIfAfterThen, .foldedIfAfterElse, .foldedTryAfterDo, .foldedTryAfterCatch,
            .foldedTryAfterAll:
            notePlace()
            output.opcode(.end)
            labels.pop()
        case .clause, .foldedTryAfterDelegate: break
        case .foldedIf, .foldedTry, .block, .if, .else, .try, .catch: throw tokens.unexpected()
        }
        frames.removeLast()
        try tokens.advance()
    }

    /// Notes that the instruction whose keyword stands here begins at the end of the output.
    private mutating func notePlace() { places?.note(output.bytes.count, at: tokens.token.start) }

    /// Removes the output from a position on, and keeps it until ``emitPostponed(from:)``.
    private mutating func postpone(from start: Int) {
        places?.postpone(from: start, to: deferred.count)
        deferred.append(contentsOf: output.bytes[start...])
        output.bytes.removeLast(output.bytes.count &- start)
    }

    private mutating func emitPostponed(from start: Int) {
        places?.emit(from: start, to: output.bytes.count)
        output.append(deferred[start...])
        deferred.removeLast(deferred.count &- start)
    }
}
