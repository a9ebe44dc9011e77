/// A path of the host: the bytes that the system gets, which need not be UTF-8.
public struct HostPath: Hashable, Sendable {
    /// The bytes of the path.
    public let bytes: [UInt8]

    /// Creates the path of these bytes.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// Creates the path of a text, in UTF-8.
    public init(_ text: String) { bytes = Array(text.utf8) }
}

extension HostPath: CustomStringConvertible {
    /// The path for messages: bytes that are not UTF-8 become U+FFFD.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
