/// The name of something in a directory: one component of a path, in UTF-8. It is never empty, `.` or `..`, and holds
/// neither `/` nor a zero byte, so that it can only mean a child of the directory that it is looked up in.
public struct FileName: Hashable, Sendable {
    /// The name in UTF-8, without a terminating zero byte.
    public let bytes: [UInt8]

    /// The maximum length of a name in bytes: `NAME_MAX` of Linux and macOS.
    public static let maximumByteCount = 255

    /// Makes a name of these bytes; `nil` if they are not a valid name.
    public init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        let dot = UInt8(ascii: ".")
        guard !bytes.isEmpty, bytes.count <= FileName.maximumByteCount, bytes != [dot], bytes != [dot, dot],
            !bytes.contains(0), !bytes.contains(UInt8(ascii: "/")), bytes.isUTF8
        else { return nil }
        self.bytes = bytes
    }

    /// Makes a name of this text; `nil` if it is not a valid name.
    public init?(_ text: String) { self.init(text.utf8) }
}

extension FileName: CustomStringConvertible {
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension Collection where Element == UInt8 {
    /// Whether these bytes are well-formed UTF-8.
    var isUTF8: Bool {
        var decoder = UTF8()
        var iterator = makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }
}
