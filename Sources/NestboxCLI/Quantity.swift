import WasmText

/// A number on the command line and its unit: `1_000_000`, `1e6`, `1.5s`, `64MiB`.
struct Quantity {
    /// The digits, those behind the point included.
    private let digits: UInt64
    /// The power of ten by which the digits are multiplied.
    private let exponent: Int
    /// The text behind the number; empty if there is none.
    let unit: String

    /// Fails if the text does not begin with a number, or if that has too many digits.
    init?(_ text: String) {
        let source = Array(text.utf8)
        let end = source.count
        guard var index = NumberSyntax.digits(from: 0, to: end, in: source, radix: 10) else { return nil }
        var places = 0
        if index &+ 1 < end, source[index] == UInt8(ascii: "."),
            let fraction = NumberSyntax.digits(from: index &+ 1, to: end, in: source, radix: 10)
        {
            places = source[index..<fraction].count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            index = fraction
        }
        // The point is skipped like an underscore.
        guard places < 100, let digits = NumberSyntax.magnitude(0..<index, of: source, radix: 10) else { return nil }
        var power: UInt64 = 0
        if index < end, source[index] | 0x20 == UInt8(ascii: "e"),
            let last = NumberSyntax.digits(from: index &+ 1, to: end, in: source, radix: 10)
        {
            guard let value = NumberSyntax.magnitude(index &+ 1..<last, of: source, radix: 10), value < 100 else {
                return nil
            }
            (power, index) = (value, last)
        }
        self.digits = digits
        exponent = Int(clamping: power) &- places
        unit = String(decoding: source[index...], as: UTF8.self)
    }

    /// Returns the number times a factor; `nil` if it exceeds 64 bits or is not whole.
    ///
    /// - Parameter roundingUp: Whether a fraction is rounded up instead.
    func value(times factor: UInt64 = 1, roundingUp: Bool = false) -> UInt64? {
        var (value, overflow) = digits.multipliedReportingOverflow(by: factor)
        if overflow { return nil }
        for _ in 0..<max(0, exponent) {
            (value, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
        }
        var isWhole = true
        for _ in 0..<max(0, 0 &- exponent) {
            isWhole = isWhole && value % 10 == 0
            value /= 10
        }
        if isWhole { return value }
        return roundingUp ? value &+ 1 : nil
    }

    // MARK: Kinds of values

    private static let milliseconds: [String: UInt64] = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000]

    private static let bytes: [String: UInt64] = [
        "": 1, "B": 1, "kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000,
        "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
    ]

    /// The longest time that an option can have, in milliseconds: some 35 years.
    static let longestTime: UInt64 = 1 << 40

    /// Returns a time in milliseconds, rounded up.
    static func time(_ word: Word, of option: String) throws -> UInt64 {
        guard let quantity = Quantity(word.text), let factor = milliseconds[quantity.unit],
            let value = quantity.value(times: factor, roundingUp: true)
        else { throw UsageError("\(option) needs a time such as 10s, 500ms, 2m or 1h, not \(word.quoted)") }
        guard value <= longestTime else {
            throw UsageError("\(option) needs a time of at most \(longestTime)ms, not \(word.quoted)")
        }
        return value
    }

    /// Returns a number of bytes.
    static func size(_ word: Word, of option: String) throws -> UInt64 {
        guard let quantity = Quantity(word.text), let factor = bytes[quantity.unit] else {
            // Whoever writes `64k` may mean 1,000 or 1,024.
            let prefix = Quantity(word.text)?.unit.first.map { $0.uppercased() } ?? ""
            let units = [
                "K": ": the unit is kB or KiB", "M": ": the unit is MB or MiB", "G": ": the unit is GB or GiB",
            ]
            throw UsageError(
                "\(option) needs a size such as 64MiB, 1GiB or 1000000 (bytes), not \(word.quoted)"
                    + (units[prefix] ?? ""))
        }
        guard let value = quantity.value(times: factor) else {
            throw UsageError("\(option) needs a whole number of bytes below 2^64, not \(word.quoted)")
        }
        return value
    }

    /// Returns a whole number.
    static func number(_ word: Word, of option: String, atMost most: UInt64 = .max) throws -> UInt64 {
        if let quantity = Quantity(word.text), quantity.unit.isEmpty, let value = quantity.value(), value <= most {
            return value
        }
        let range = most == .max ? "" : " of at most \(most)"
        throw UsageError("\(option) needs a whole number\(range), such as 1000, 1_000 or 1e3, not \(word.quoted)")
    }
}
