// Specification: Text Format / Values / Strings.

import WasmSyntax

extension Lexer {
    /// Skips the string that begins at the position, and checks its characters and escapes.
    mutating func skipString() throws(ParseError) {
        let start = position
        var index = start &+ 1
        var nextPoll = index &+ Lexer.pollDistance
        while index < end {
            let byte = source[index]
            if index >= nextPoll {
                nextPoll = index &+ Lexer.pollDistance
                try work(Lexer.pollDistance / 4)
            }
            switch byte {
            case UInt8(ascii: "\""):
                position = index &+ 1
                return
            case UInt8(ascii: "\\"):
                guard let escape = escape(at: index) else { throw error(.illegalEscape, at: index) }
                index = escape.next
            case 0x0A, 0x0D:
                throw error(.unclosedString, at: start)
            case 0..<0x20, 0x7F:
                throw error(.illegalCharacter, at: index)
            case 0x80...:
                guard let length = Lexer.scalarLength(at: index, in: source, end: end) else {
                    throw error(.malformedUTF8, at: index)
                }
                index &+= length
            default:
                index &+= 1
            }
        }
        throw error(.unclosedString, at: start)
    }

    /// The bytes that a string token stands for. The range is that of a token from the lexer, quotes included.
    func stringContents(_ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        _ = append(from: range.lowerBound &+ 1, upTo: range.upperBound &- 1, atMost: .max, to: &result)
        return result
    }

    /// Appends the bytes that a string token stands for. The range includes the quotes.
    mutating func appendString(_ range: Range<Int>, to result: inout [UInt8]) throws(ParseError) {
        var index = range.lowerBound &+ 1
        let last = range.upperBound &- 1
        while index < last {
            index = append(from: index, upTo: last, atMost: Lexer.pollDistance, to: &result)
            try work(Lexer.pollDistance / 4)
        }
    }

    /// Appends the bytes that a part of a string stands for. Ends at `last`, or after `count` escapes and other bytes,
    /// and returns where.
    private func append(from start: Int, upTo last: Int, atMost count: Int, to result: inout [UInt8]) -> Int {
        var index = start
        var left = count
        while index < last, left > 0 {
            left &-= 1
            guard source[index] == UInt8(ascii: "\\"), let escape = escape(at: index) else {
                result.append(source[index])
                index &+= 1
                continue
            }
            if escape.isScalar, let scalar = Unicode.Scalar(escape.value) {
                result.append(contentsOf: Array(String(scalar).utf8))
            } else {
                result.append(UInt8(truncatingIfNeeded: escape.value))
            }
            index = escape.next
        }
        return index
    }

    /// The byte or Unicode scalar that an escape stands for, and where the escape ends; `nil` if it is malformed.
    private func escape(at position: Int) -> (value: UInt32, isScalar: Bool, next: Int)? {
        guard let letter = byte(after: position) else { return nil }
        let next = position &+ 2
        switch letter {
        case UInt8(ascii: "t"): return (0x09, false, next)
        case UInt8(ascii: "n"): return (0x0A, false, next)
        case UInt8(ascii: "r"): return (0x0D, false, next)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): return (UInt32(letter), false, next)
        case UInt8(ascii: "u"): return scalarEscape(digitsFrom: next)
        default:
            guard let high = NumberSyntax.digit(letter, radix: 16), let second = byte(after: next &- 1),
                let low = NumberSyntax.digit(second, radix: 16)
            else { return nil }
            return (UInt32(high &* 16 &+ low), false, next &+ 1)
        }
    }

    /// Reads the rest of `\u{…}`.
    private func scalarEscape(digitsFrom start: Int) -> (value: UInt32, isScalar: Bool, next: Int)? {
        guard start < end, source[start] == UInt8(ascii: "{") else { return nil }
        guard
            let digitsEnd = NumberSyntax.digits(
                from: start &+ 1, to: min(end, start &+ ImplementationLimits.tokenLength), in: source, radix: 16),
            digitsEnd < end, source[digitsEnd] == UInt8(ascii: "}"),
            let value = NumberSyntax.magnitude((start &+ 1)..<digitsEnd, of: source, radix: 16),
            let code = UInt32(exactly: value), Unicode.Scalar(code) != nil
        else { return nil }
        return (code, true, digitsEnd &+ 1)
    }
}
