import WasmSyntax

/// The SHA-256 digest of a module's bytes, with which a policy lists the modules that may run.
public struct ModuleDigest: Hashable, Sendable {
    /// The 32 bytes of the digest.
    public let bytes: [UInt8]

    /// Computes the digest of a module's bytes.
    public init(of module: [UInt8]) {
        var digest = SHA256()
        digest.take(module.span.extracting(0..<SHA256.wholeBlocks(module.count)))
        bytes = digest.finish(with: module)
    }

    /// Computes the digest of a module's bytes, and polls the interruption every 32 KiB.
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

    /// Creates a digest from 64 hexadecimal digits, with or without `sha256:` before them; `nil` for any other text.
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

    static var schema: JSONNode {
        PolicySchema.type("string").adding("pattern", .word("^sha256:[0-9a-fA-F]{64}$"))
    }
}
