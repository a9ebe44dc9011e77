import WasmSyntax

/// The forms of a WebAssembly name as an identifier of Swift. They consist of ASCII letters, digits and underscores, so that
/// no name can reorder or imitate the source around it, and are at most ``maximumLength`` long.
struct SwiftSpelling {
    /// The name with an underscore in the place of each other character; empty if no letter and no digit is in it.
    let plain: String
    /// `lowerCamelCase` of a name without capitals whose words are separated, such as `read_line` and `read-line`; else
    /// ``plain``.
    let joined: String
    /// Whether ``plain`` is the name itself.
    let isExact: Bool

    /// The maximum number of characters. Several exports can share a long name of a function, and repeat it.
    static let maximumLength = 48

    init(_ name: Name) {
        var (plain, isExact, hasOnlySmall) = ("", true, true)
        // Each byte of the name makes at least one character, so the loop ends before the place of the cut.
        for scalar in String(decoding: name.utf8.prefix(SwiftSpelling.maximumLength &+ 4), as: UTF8.self).unicodeScalars
        {
            guard plain.utf8.count < SwiftSpelling.maximumLength else {
                isExact = false
                break
            }
            if scalar.isASCII, SwiftSpelling.isWordCharacter(scalar) {
                plain.unicodeScalars.append(scalar)
                if ("A"..."Z").contains(scalar) { hasOnlySmall = false }
            } else {
                isExact = false
                if scalar.isASCII {
                    plain += "_"
                } else {
                    plain += "u" + String(scalar.value, radix: 16, uppercase: true)
                    hasOnlySmall = false
                }
            }
        }
        if plain.utf8.allSatisfy({ $0 == UInt8(ascii: "_") }) {
            (self.plain, joined, self.isExact) = ("", "", false)
            return
        }
        let beginsWithDigit = plain.utf8.first.map { (0x30...0x39).contains($0) } ?? false
        self.plain = beginsWithDigit ? "_" + plain : plain
        self.isExact = isExact && !beginsWithDigit
        joined = hasOnlySmall ? SwiftSpelling.joined(self.plain) : self.plain
    }

    private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    /// Joins the words between underscores. Those at the beginning and the end stay, and one between two digits.
    private static func joined(_ plain: String) -> String {
        let underscore = UInt8(ascii: "_")
        let bytes = Array(plain.utf8)
        let core = bytes.drop { $0 == underscore }
        let end = (core.lastIndex { $0 != underscore } ?? core.startIndex) &+ 1
        var result = Array(bytes[..<core.startIndex])
        var begins = false
        for byte in bytes[core.startIndex..<end] {
            if byte == underscore {
                begins = true
                continue
            }
            if begins, let last = result.last, isDigit(last), isDigit(byte) { result.append(underscore) }
            result.append(begins && (0x61...0x7A).contains(byte) ? byte &- 0x20 : byte)
            begins = false
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Returns a name for a type: the words of a text in `UpperCamelCase`; `nil` if it has none.
    static func typeName(_ text: String) -> String? {
        var (result, begins) = ("", true)
        for scalar in text.unicodeScalars {
            guard result.utf8.count < maximumLength else { break }
            guard scalar.isASCII, scalar != "_", isWordCharacter(scalar) else {
                begins = true
                continue
            }
            result += begins ? scalar.properties.uppercaseMapping : String(scalar)
            begins = false
        }
        guard let first = result.utf8.first else { return nil }
        return isDigit(first) ? "Guest" + result : result
    }

    /// Whether a text can be an identifier of Swift.
    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, !isDigit(first), text != "_" else { return false }
        return text.unicodeScalars.allSatisfy(isWordCharacter)
    }
}
