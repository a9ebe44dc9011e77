/// A parameter of a host function in the terms of whoever reads a log of calls: its name, and what it means.
public struct CallParameter: Hashable, Sendable {
    /// How the bits of one argument or two are to be read.
    public enum Kind: Hashable, Sendable {
        /// An integer without sign.
        case number
        /// An integer with sign.
        case signedNumber
        /// A value of its WebAssembly type.
        case value
        /// The address of something that is not looked at.
        case address
        /// One of these words, counted from 0.
        case word([String])
        /// A set of these words, one for each bit, the lowest first.
        case words([String])
        /// Two arguments: the address and the length of a text.
        case text
        /// Two arguments: the address and the length of bytes. The bytes are not looked at.
        case bytes
        /// Two arguments: the address and the length of a list of buffers (witx: `iovec_array`, `ciovec_array`).
        case buffers
        /// The address of a result of so many bytes, 4 or 8, which is there when the call has succeeded.
        case result(byteCount: Int)
    }

    public var name: String
    public var kind: Kind

    public init(_ name: String, _ kind: Kind = .value) {
        self.name = name
        self.kind = kind
    }

    /// How many arguments it stands for.
    public var argumentCount: Int {
        switch kind {
        case .text, .bytes, .buffers: 2
        default: 1
        }
    }
}
