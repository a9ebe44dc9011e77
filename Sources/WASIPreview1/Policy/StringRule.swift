import WasmSyntax

/// A rule for an argument or the value of an environment variable: a text must meet all conditions that are set.
///
/// The rule without any condition set is the safe default: at most 4096 bytes, and no control characters.
public struct StringRule: Hashable, Sendable {
    /// The texts that are allowed, compared byte by byte; empty for any.
    public var oneOf: [String] = []
    /// The pattern that the text must match: `*` stands for any characters, `?` for one, others for themselves. Empty
    /// for any text.
    public var pattern = ""
    /// The characters that the text may consist of: `a-z` stands for all from `a` to `z`, and `-` at either end for
    /// itself. Empty for any.
    public var characters = ""
    /// The minimum length in bytes.
    public var minimumLength: UInt64 = 0
    /// The maximum length in bytes.
    public var maximumLength: UInt64 = 4096
    /// Whether the text may have control characters, for example line breaks or terminal escapes.
    public var allowsControlCharacters = false

    /// Creates the safe default.
    public init() {}

    /// Creates a rule that allows these texts.
    public init(oneOf values: [String]) { oneOf = values }

    /// Creates a rule that allows texts that match a pattern.
    public init(pattern: String, maximumLength: UInt64 = 4096) {
        self.pattern = pattern
        self.maximumLength = maximumLength
    }

    /// Creates a rule that allows texts of these characters.
    public init(characters: String, maximumLength: UInt64 = 4096) {
        self.characters = characters
        self.maximumLength = maximumLength
    }

    /// Returns why a text breaks the rule; `nil` if it does not.
    public func violation(by text: String) -> String? {
        let length = UInt64(text.utf8.count)
        if length < minimumLength { return "it has \(length) bytes, at least \(minimumLength) are needed" }
        if length > maximumLength { return "it has \(length) bytes, at most \(maximumLength) are allowed" }
        if !allowsControlCharacters, text.unicodeScalars.contains(where: \.isControl) {
            return "it holds a control character"
        }
        if !oneOf.isEmpty, !oneOf.contains(where: { $0.utf8.elementsEqual(text.utf8) }) {
            return "it is not one of \(oneOf.map(\.debugDescription).joined(separator: ", "))"
        }
        if !characters.isEmpty {
            // A rule that was made in Swift, not read from JSON, may be malformed: then nothing meets it.
            guard let ranges = StringRule.ranges(characters) else {
                return "the rule's characters have a range that is backwards: \(characters)"
            }
            let other = text.unicodeScalars.first { scalar in !ranges.contains { $0.contains(scalar) } }
            if let other { return "\(String(other).debugDescription) is not one of the characters \(characters)" }
        }
        if !pattern.isEmpty, !StringRule.matches(Array(text.unicodeScalars), Array(pattern.unicodeScalars)) {
            return "it does not match \(pattern.debugDescription)"
        }
        return nil
    }

    /// Returns why bytes break the rule; `nil` if they do not. A rule about characters refuses bytes that are not UTF-8:
    /// it does not say what they may be.
    package func violation(byBytes bytes: [UInt8]) -> String? {
        if Name.isUTF8(bytes) { return violation(by: String(decoding: bytes, as: UTF8.self)) }
        let isAboutCharacters =
            !allowsControlCharacters || !oneOf.isEmpty || !characters.isEmpty || !pattern.isEmpty
        if isAboutCharacters { return "it is not UTF-8" }
        let length = UInt64(bytes.count)
        if length < minimumLength { return "it has \(length) bytes, at least \(minimumLength) are needed" }
        return length > maximumLength ? "it has \(length) bytes, at most \(maximumLength) are allowed" : nil
    }

    /// Why the rule contradicts itself; `nil` if it does not.
    var problem: String? {
        if minimumLength > maximumLength { return "minimumLength is more than maximumLength" }
        if !characters.isEmpty, StringRule.ranges(characters) == nil {
            return "characters has a range that is backwards"
        }
        return nil
    }

    /// Returns the characters that a text such as `a-z0-9_-` stands for; `nil` if a range is backwards.
    private static func ranges(_ text: String) -> [ClosedRange<Unicode.Scalar>]? {
        let scalars = Array(text.unicodeScalars)
        var result: [ClosedRange<Unicode.Scalar>] = []
        var index = 0
        while index < scalars.count {
            if index &+ 2 < scalars.count, scalars[index &+ 1] == "-" {
                guard scalars[index] <= scalars[index &+ 2] else { return nil }
                result.append(scalars[index]...scalars[index &+ 2])
                index &+= 3
            } else {
                result.append(scalars[index]...scalars[index])
                index &+= 1
            }
        }
        return result
    }

    /// Whether a text matches a pattern with `*` and `?`. The number of steps is at most the product of the lengths:
    /// after a mismatch, only the last `*` takes one character more.
    private static func matches(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
        var (position, place) = (0, 0)
        var retry: (position: Int, place: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == "*" {
                retry = (position, place)
                place &+= 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[position] {
                position &+= 1
                place &+= 1
            } else if let last = retry {
                retry = (last.position &+ 1, last.place)
                (position, place) = (last.position &+ 1, last.place &+ 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}

extension Unicode.Scalar {
    /// Whether it is a control character (Unicode's general category Cc).
    fileprivate var isControl: Bool { value < 0x20 || (0x7F..<0xA0).contains(value) }
}
