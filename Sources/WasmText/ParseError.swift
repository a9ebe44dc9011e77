// Specification: Text Format.

import WasmSyntax

/// A fault that makes text no well-formed module or script, and its place (specification: *Text Format*).
public struct ParseError: Error, Hashable, Sendable {
    /// The kinds of faults.
    public enum Kind: Hashable, Sendable {
        // Lexical format.
        /// The source is not valid UTF-8.
        case malformedUTF8
        /// A character that may not stand here.
        case illegalCharacter
        /// A string without its closing quotation mark.
        case unclosedString
        /// A block comment without its end.
        case unclosedComment
        /// An annotation without its closing parenthesis.
        case unclosedAnnotation
        /// An escape sequence that does not exist, or that stands for no Unicode scalar.
        case illegalEscape
        /// A `$` without a name.
        case emptyIdentifier
        /// An `(@` without a name.
        case emptyAnnotationID
        // Grammar.
        /// A token that the grammar does not allow here.
        case unexpectedToken
        /// A word that means nothing in the text format.
        case unknownOperator(String)
        /// The text is a component, which has another grammar.
        case component
        /// A number that does not fit into a type. The string is the type's name; empty if the context has none.
        case constantOutOfRange(String)
        /// A vector constant with too few or too many lanes.
        case wrongNumberOfLanes
        /// A shuffle without exactly 16 lane indices.
        case invalidLaneLength
        /// An alignment that is no power of two.
        case alignmentNotPowerOfTwo
        /// A page size that is no power of two.
        case invalidPageSize
        // Identifiers, types and the order of fields.
        /// An identifier that is not bound, escaped and cut for printing; `nil` for a number.
        case unknown(IndexKind, identifier: String? = nil)
        /// An identifier that is bound twice, escaped and cut for printing.
        case duplicate(IndexKind, identifier: String? = nil)
        /// An `end` or `else` with another label than its block.
        case mismatchingLabel
        /// An identifier where several definitions share one place, as the imports of a group.
        case identifierNotAllowed
        /// Parameters and results that differ from those of the type that stands before them.
        case inlineFunctionType
        /// A type use that names a type of another kind.
        case notAFunctionType
        /// An import after a definition of this kind.
        case importAfter(ExternalKind)
        /// A second start function.
        case multipleStarts
        // Annotations.
        /// A malformed annotation `@custom`; the text says how.
        case malformedCustomAnnotation(String)
        /// An annotation where it has no meaning; the text says which and where.
        case misplacedAnnotation(String)
        /// A malformed annotation `@metadata.code.branch_hint`; the text says how.
        case malformedBranchHint(String)
        /// An annotation `@name` without exactly one string.
        case malformedNameAnnotation
        /// A second annotation `@name` of the same thing.
        case multipleNameAnnotations
        /// A limit of the implementation is exceeded; the text says of what.
        case limitExceeded(String)
        /// Parsing was stopped from outside; no fault was found. A caller that loads a module gets ``Interrupted``
        /// instead.
        case interrupted(InterruptReason)
    }

    /// The kind of the fault.
    public var kind: Kind
    /// The line, counted from 1.
    public var line: Int
    /// The column in Unicode scalars, counted from 1.
    public var column: Int
    /// Bytes from the start of the source.
    public var offset: Int

    /// Creates an error at a byte of the source, and finds its line and column. If the watch says to stop meanwhile,
    /// the error becomes that of the interruption.
    ///
    /// - Parameter origin: A place before the error, from which lines are counted.
    init(
        _ kind: Kind, at offset: Int, in source: [UInt8], _ watch: LoadingWatch = LoadingWatch(nil),
        from origin: Place = Place()
    ) {
        self.kind = kind
        self.offset = offset
        (line, column) = (1, 1)
        var place = origin.offset <= offset ? origin : Place()
        var watch = watch
        for start in stride(from: place.offset, to: min(offset, source.count), by: 4_096) {
            if let reason = watch.reasonToStop(after: 1_024) {
                self = ParseError(reason, at: offset)
                return
            }
            place.pass(source[start..<min(start &+ 4_096, offset, source.count)])
        }
        (line, column) = (place.line, place.column)
    }

    /// Creates the error of an interruption; its line and column are not searched for.
    init(_ reason: InterruptReason, at offset: Int) {
        kind = .interrupted(reason)
        (line, column) = (1, 1)
        self.offset = offset
    }

    /// An offset in the source with its line and column, both counted from 1. Lines end with LF, CR or both.
    struct Place: Sendable {
        private(set) var offset = 0
        private(set) var line = 1
        private(set) var column = 1
        private var previous: UInt8 = 0

        /// Moves over the bytes that follow.
        mutating func pass(_ bytes: ArraySlice<UInt8>) {
            for byte in bytes {
                if byte == 0x0A || byte == 0x0D {
                    if byte == 0x0D || previous != 0x0D { line &+= 1 }
                    column = 1
                } else if byte & 0xC0 != 0x80 {
                    column &+= 1
                }
                previous = byte
            }
            offset &+= bytes.count
        }
    }
}

extension ParseError: LoadingError {
    package var reasonToStop: InterruptReason? { if case .interrupted(let reason) = kind { reason } else { nil } }
}

extension ParseError: CustomStringConvertible {
    public var description: String { "\(line):\(column): \(kind)" }
}

extension ParseError.Kind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformedUTF8: "malformed UTF-8 encoding"
        case .illegalCharacter: "illegal character"
        case .unclosedString: "unclosed string"
        case .unclosedComment: "unclosed comment"
        case .unclosedAnnotation: "unclosed annotation"
        case .illegalEscape: "illegal escape"
        case .emptyIdentifier: "empty identifier"
        case .emptyAnnotationID: "empty annotation id"
        case .unexpectedToken: "unexpected token"
        case .unknownOperator(let word): "unknown operator \(word)"
        case .constantOutOfRange(let type): type.isEmpty ? "constant out of range" : "\(type) constant out of range"
        case .wrongNumberOfLanes: "wrong number of lane literals"
        case .invalidLaneLength: "invalid lane length"
        case .alignmentNotPowerOfTwo: "alignment must be a power of two"
        case .invalidPageSize: "invalid custom page size"
        case .component: ComponentAdvice.text
        case .unknown(let space, let identifier): "unknown \(space)" + (identifier.map { " \($0)" } ?? "")
        case .duplicate(let space, let identifier): "duplicate \(space)" + (identifier.map { " \($0)" } ?? "")
        case .mismatchingLabel: "mismatching label"
        case .identifierNotAllowed: "identifier not allowed"
        case .inlineFunctionType: "inline function type does not match explicit type"
        case .notAFunctionType: "non-function type"
        case .importAfter(let kind): "import after \(kind == .function ? "function" : kind.description)"
        case .multipleStarts: "multiple start sections"
        case .malformedCustomAnnotation(let how): "@custom annotation: \(how)"
        case .misplacedAnnotation(let name): "misplaced @\(name) annotation"
        case .malformedBranchHint(let how): "@metadata.code.branch_hint annotation: \(how)"
        case .malformedNameAnnotation: "@name annotation: malformed annotation"
        case .multipleNameAnnotations: "@name annotation: multiple module, definition or local names"
        case .limitExceeded(let what): "implementation limit exceeded: \(what)"
        case .interrupted(.deadlineExceeded): "deadline exceeded"
        case .interrupted(.cancelled): "cancelled"
        }
    }
}
