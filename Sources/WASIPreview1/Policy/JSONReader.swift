import WasmSyntax

/// Reads a JSON text (RFC 8259) into nodes: strictly, without recursion, within caps.
///
/// It is stricter than the standard: the names in an object are unique, and numbers are non-negative integers.
package struct JSONReader {
    /// The maximum size of a text in bytes.
    package static let maximumSize = 1 << 20
    /// The maximum depth of nested lists and objects. Policies need six levels.
    package static let maximumDepth = 16

    /// Why a text was rejected, and the byte offset where the reader noticed it.
    package struct Failure: Error, Hashable, Sendable {
        package var problem: String
        package var offset: Int
    }

    /// A list or object whose end has not been read yet.
    private struct Open {
        var offset: Int
        var nodes: [JSONNode] = []
        var members: [JSONMember] = []
        var names: Set<[UInt8]> = []
        /// The name whose value comes next; `nil` in a list.
        var name: (text: String, offset: Int)?
        var isObject: Bool

        var node: JSONNode { JSONNode(isObject ? .object(members) : .array(nodes), at: offset) }

        mutating func add(_ node: JSONNode) {
            if let name {
                members.append(JSONMember(name.text, at: name.offset, node))
            } else {
                nodes.append(node)
            }
        }
    }

    private let bytes: [UInt8]
    private let cutsFractions: Bool
    private var position = 0
    private var open: [Open] = []

    private init(_ bytes: [UInt8], cutsFractions: Bool) { (self.bytes, self.cutsFractions) = (bytes, cutsFractions) }

    /// Reads the value of a whole text.
    ///
    /// - Parameters:
    ///   - size: The most bytes that the text may have.
    ///   - cutsFractions: Whether numbers may be negative, which makes them 0, or have fractions, which are cut off.
    package static func read(
        _ bytes: [UInt8], atMost size: Int = maximumSize, cutsFractions: Bool = false
    ) throws(Failure) -> JSONNode {
        guard bytes.count <= size else { throw Failure(problem: "more than \(size) bytes", offset: 0) }
        guard Name.isUTF8(bytes) else { throw Failure(problem: "not UTF-8", offset: 0) }
        var reader = JSONReader(bytes, cutsFractions: cutsFractions)
        return try reader.document()
    }

    private mutating func document() throws(Failure) -> JSONNode {
        while true {
            guard let first = try beginValue() else { continue }
            var value = first
            while var container = open.popLast() {
                container.add(value)
                skipSpace()
                let close = UInt8(ascii: container.isObject ? "}" : "]")
                if take(close) {
                    value = container.node
                    continue
                }
                guard take(UInt8(ascii: ",")) else {
                    throw failure("expected ',' or '\(container.isObject ? "}" : "]")'")
                }
                skipSpace()
                if container.isObject { try readName(&container) }
                open.append(container)
                break
            }
            if open.isEmpty {
                skipSpace()
                guard position == bytes.count else { throw failure("something after the end") }
                return value
            }
        }
    }

    /// Reads a value without elements. If a list or object with elements begins, pushes it onto `open` and returns
    /// `nil`.
    private mutating func beginValue() throws(Failure) -> JSONNode? {
        skipSpace()
        let start = position
        guard start < bytes.count else { throw failure("unexpected end") }
        switch bytes[start] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let isObject = bytes[start] == UInt8(ascii: "{")
            guard open.count < JSONReader.maximumDepth else {
                throw failure("more than \(JSONReader.maximumDepth) levels")
            }
            position &+= 1
            var container = Open(offset: start, isObject: isObject)
            skipSpace()
            if take(UInt8(ascii: isObject ? "}" : "]")) { return container.node }
            if isObject { try readName(&container) }
            open.append(container)
            return nil
        case UInt8(ascii: "\""): return JSONNode(.string(try string()), at: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return JSONNode(.number(try number()), at: start)
        default:
            for (word, content) in JSONReader.words where take(word) { return JSONNode(content, at: start) }
            throw failure("expected a value")
        }
    }

    private static let words: [([UInt8], JSONNode.Content)] = [
        (Array("null".utf8), .null), (Array("true".utf8), .bool(true)), (Array("false".utf8), .bool(false)),
    ]

    private mutating func readName(_ container: inout Open) throws(Failure) {
        let start = position
        guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else {
            throw failure("expected a name in quotes")
        }
        let text = try string()
        guard container.names.insert(Array(text.utf8)).inserted else {
            throw Failure(problem: "\"\(Name(text))\" stands here twice", offset: start)
        }
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw failure("expected ':'") }
        container.name = (text, start)
    }

    private mutating func number() throws(Failure) -> UInt64 {
        let start = position
        while position < bytes.count, JSONReader.isPartOfNumber(bytes[position]) { position &+= 1 }
        var text = bytes[start..<position]
        if cutsFractions {
            if text.first == UInt8(ascii: "-") { return 0 }
            text = text.prefix { $0 != UInt8(ascii: ".") }
        }
        let hasLeadingZero = text.count > 1 && text.first == UInt8(ascii: "0")
        guard !hasLeadingZero, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = UInt64(String(decoding: text, as: UTF8.self))
        else { throw Failure(problem: "numbers are whole, from 0 to \(UInt64.max)", offset: start) }
        return number
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    // MARK: Strings

    private mutating func string() throws(Failure) -> String {
        position &+= 1  // The quote.
        var result: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position &+= 1
                return String(decoding: result, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(&result)
            case 0..<0x20: throw failure("a control character in a string")
            default:
                result.append(byte)
                position &+= 1
            }
        }
        throw failure("a string without an end")
    }

    private mutating func escape(_ result: inout [UInt8]) throws(Failure) {
        let start = position
        position &+= 1
        guard position < bytes.count else { throw failure("a string without an end") }
        let byte = bytes[position]
        position &+= 1
        if byte == UInt8(ascii: "u") { return result.append(contentsOf: Array(String(try scalar(start)).utf8)) }
        guard let meaning = JSONReader.escapes[byte] else {
            throw Failure(problem: "an unknown escape", offset: start)
        }
        result.append(meaning)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"),
        UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]

    /// Reads the scalar of an escape `\uXXXX`, or of two escapes that form a surrogate pair.
    private mutating func scalar(_ start: Int) throws(Failure) -> Unicode.Scalar {
        let first = try hexadecimal(start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        let marks = (position..<position &+ 2).map { $0 < bytes.count ? bytes[$0] : 0 }
        guard marks == Array("\\u".utf8) else { throw Failure(problem: "half of a surrogate pair", offset: start) }
        position &+= 2
        let second = try hexadecimal(start)
        guard (0xD800..<0xDC00).contains(first), (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 &+ (UInt32(first) &- 0xD800) << 10 &+ (UInt32(second) &- 0xDC00))
        else { throw Failure(problem: "half of a surrogate pair", offset: start) }
        return scalar
    }

    private mutating func hexadecimal(_ start: Int) throws(Failure) -> UInt16 {
        guard bytes.count &- position >= 4 else { throw Failure(problem: "an unknown escape", offset: start) }
        let digits = bytes[position..<position &+ 4]
        let text = Substring(decoding: digits, as: UTF8.self)
        guard text.allSatisfy(\.isHexDigit), let number = UInt16(text, radix: 16) else {
            throw Failure(problem: "an unknown escape", offset: start)
        }
        position &+= 4
        return number
    }

    // MARK: Characters

    private func failure(_ problem: String) -> Failure { Failure(problem: problem, offset: position) }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position &+= 1
        return true
    }

    private mutating func take(_ word: [UInt8]) -> Bool {
        guard bytes[position...].starts(with: word) else { return false }
        position &+= word.count
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position &+= 1
            default: return
            }
        }
    }
}
