import WasmSyntax

/// The SHA-256 of a module's bytes, by which a policy says which modules may run.
public struct ModuleDigest: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The digest of these bytes.
    public init(of module: [UInt8]) {
        var digest = SHA256()
        digest.take(module.span.extracting(0..<SHA256.wholeBlocks(module.count)))
        bytes = digest.finish(with: module)
    }

    /// The digest of these bytes, unless computing it is interrupted.
    ///
    /// - Throws: ``Interrupted``.
    package init(of module: [UInt8], interruption: (any Interruption)?) throws(Interrupted) {
        var digest = SHA256()
        let end = SHA256.wholeBlocks(module.count)
        for start in stride(from: 0, to: end, by: 32 << 10) {
            if let reason = interruption?.reasonToStop() { throw Interrupted(reason) }
            digest.take(module.span.extracting(start..<min(start &+ (32 << 10), end)))
        }
        bytes = digest.finish(with: module)
    }

    /// The digest that 64 hexadecimal digits give, with or without `sha256:` before them; `nil` if they do not.
    public init?(_ text: String) {
        let digits = Array((text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]).utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = ModuleDigest.value(digits[index]), let low = ModuleDigest.value(digits[index &+ 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }
}

extension ModuleDigest: CustomStringConvertible {
    /// `sha256:` and 64 hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "sha256:" + String(decoding: text, as: UTF8.self)
    }
}

extension ModuleDigest: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard let digest = ModuleDigest(try String(node)) else {
            throw PolicyProblem("expected \"sha256:\" and 64 hexadecimal digits", at: node)
        }
        self = digest
    }

    var json: JSONNode { .word(description) }
}
