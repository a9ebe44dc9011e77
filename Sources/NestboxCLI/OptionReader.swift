import Nestbox
import WasmSyntax

/// Walks over a command line. `--name value` and `--name=value` mean the same, as do `-n value` and `-nvalue`; `--` ends
/// the options.
struct OptionReader {
    private var rest: ArraySlice<Word>
    /// The value behind the `=` of the last option, until it is taken.
    private var attachedValue: Word?
    private var lastOption = ""
    private var areOptionsOver = false

    init(_ words: [Word]) { rest = words[...] }

    /// The next option's name with its dashes; `nil` if the next word is an operand, or if there is none.
    mutating func nextOption() throws -> String? {
        if let value = attachedValue { throw UsageError("\(lastOption) takes no value, not even \(value.quoted)") }
        let option = try readOption()
        lastOption = option ?? ""
        return option
    }

    private mutating func readOption() throws -> String? {
        let dash = UInt8(ascii: "-")
        guard !areOptionsOver, let first = rest.first, first.bytes.first == dash, !first.isDash else { return nil }
        rest.removeFirst()
        if first.bytes == [dash, dash] {
            areOptionsOver = true
            return nil
        }
        if first.bytes.starts(with: [dash, dash]) {
            guard let (name, value) = first.split(at: UInt8(ascii: "=")) else { return first.text }
            attachedValue = value
            return name.text
        }
        if first.bytes.count > 2 { attachedValue = Word(first.bytes.dropFirst(2)) }
        return Word(first.bytes.prefix(2)).text
    }

    /// The value of the option just read.
    mutating func value(of option: String) throws -> Word {
        if let value = attachedValue {
            attachedValue = nil
            return value
        }
        guard let value = rest.popFirst() else { throw UsageError("\(option) needs a value") }
        return value
    }

    /// The next operand; `nil` at the end of the command line.
    mutating func nextOperand() -> Word? { rest.popFirst() }

    /// All words that are left.
    mutating func remaining() -> [Word] {
        defer { rest = [] }
        return Array(rest)
    }

    /// Returns the proposals of a list of names with commas in between, after a `-` to turn one off.
    static func features(_ word: Word) throws -> [FeatureChange] {
        try word.text.split(separator: ",", omittingEmptySubsequences: false).map { name in
            if let change = FeatureChange(name) { return change }
            throw UsageError.unknown(
                "proposal", Word(String(name)), among: Feature.proposals.map(\.feature.optionName))
        }
    }

    /// Returns the byte offsets of a list with commas in between, each decimal or hexadecimal with `0x`.
    static func byteOffsets(_ word: Word, of option: String) throws -> [Int] {
        try word.text.split(separator: ",", omittingEmptySubsequences: false).map { number in
            if number.hasPrefix("0x"), let offset = Int(number.dropFirst(2), radix: 16), offset >= 0 { return offset }
            return Int(clamping: try Quantity.number(Word(String(number)), of: option))
        }
    }
}

extension UsageError {
    /// An error for a word that is none of the possible ones: it suggests the nearest of them, or lists them all.
    static func unknown(_ kind: String, _ word: Word, among known: [String]) -> UsageError {
        let nearest = NearestName.find(Name(word.text), among: known.lazy.map { Name($0) })
        let list = "; there are \(known.joined(separator: ", "))"
        return UsageError("there is no \(kind) \(word.quoted)" + (nearest.map(NearestName.question) ?? list))
    }
}
