/// A parameter of a host function as a log of calls shows it, with its name and its meaning.
public struct CallParameter: Hashable, Sendable {
    /// The meaning of one argument, or of two.
    public enum Kind: Hashable, Sendable {
        /// An unsigned integer.
        case number
        /// A signed integer.
        case signedNumber
        /// A value of the parameter's WebAssembly type.
        case value
        /// An address whose contents are not read.
        case address
        /// An index, from 0, of one of these words.
        case word([String])
        /// A set of these words, one for each bit, the lowest bit first.
        case words([String])
        /// Two arguments: the address and the length of a text.
        case text
        /// Two arguments: the address and the length of bytes, which are not read.
        case bytes
        /// Two arguments: the address and the length of a list of buffers (witx: `iovec_array`, `ciovec_array`).
        case buffers
        /// The address of a result of 4 or 8 bytes, which a successful call has written.
        case result(byteCount: Int)
    }

    /// The parameter's name.
    public var name: String
    /// The meaning of the parameter's arguments.
    public var kind: Kind

    /// A parameter with this name and meaning.
    public init(_ name: String, _ kind: Kind = .value) {
        self.name = name
        self.kind = kind
    }

    /// The number of arguments that the parameter stands for.
    public var argumentCount: Int {
        switch kind {
        case .text, .bytes, .buffers: 2
        default: 1
        }
    }
}
