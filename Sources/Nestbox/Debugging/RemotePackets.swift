/// The packets of the GDB remote protocol: `$` contents `#` checksum, with `+` and `-` as answers to each until both sides
/// agree to leave these out. A byte 3 by itself asks the guest to stop.
struct RemotePackets {
    enum Packet: Equatable {
        case command(String)
        case interrupt
        /// The last answer did not arrive.
        case sendAgain
        /// Contents whose checksum is wrong.
        case damaged
    }

    /// The most bytes of a packet, in both directions.
    static let mostBytes = 1 << 17
    /// The most bytes that an answer has, as two digits each or as text.
    static let mostContents = mostBytes / 2 - 8

    private var received: [UInt8] = []
    /// Whether more was received than a packet may have: the connection is of no use any more.
    private(set) var isOverfull = false

    mutating func append(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            guard received.count < 2 * RemotePackets.mostBytes else {
                isOverfull = true
                return
            }
            received.append(byte)
        }
    }

    /// Returns the packets that have arrived as a whole.
    mutating func take() -> [Packet] {
        var packets: [Packet] = []
        var start = 0
        loop: while start < received.count {
            switch received[start] {
            case 3:
                packets.append(.interrupt)
                start += 1
            case UInt8(ascii: "-"):
                packets.append(.sendAgain)
                start += 1
            case UInt8(ascii: "$"):
                guard let end = received[start...].firstIndex(of: UInt8(ascii: "#")), end + 2 < received.count else {
                    break loop
                }
                packets.append(RemotePackets.packet(received[(start + 1)..<end], received[(end + 1)...(end + 2)]))
                start = end + 3
            default: start += 1
            }
        }
        received.removeSubrange(..<start)
        return packets
    }

    private static func packet(_ contents: ArraySlice<UInt8>, _ checksum: ArraySlice<UInt8>) -> Packet {
        guard UInt8(String(decoding: checksum, as: UTF8.self), radix: 16) == RemotePackets.checksum(contents) else {
            return .damaged
        }
        var unescaped: [UInt8] = []
        var isEscaped = false
        for byte in contents {
            if byte == UInt8(ascii: "}"), !isEscaped {
                isEscaped = true
            } else {
                unescaped.append(isEscaped ? byte ^ 0x20 : byte)
                isEscaped = false
            }
        }
        return .command(String(decoding: unescaped, as: UTF8.self))
    }

    /// Returns an answer as a packet.
    static func packet(_ answer: String) -> [UInt8] {
        var contents: [UInt8] = []
        for byte in answer.utf8 {
            switch byte {
            case UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "}"), UInt8(ascii: "*"):
                contents += [UInt8(ascii: "}"), byte ^ 0x20]
            default: contents.append(byte)
            }
        }
        return [UInt8(ascii: "$")] + contents + Array("#\(hexadecimal([checksum(contents)]))".utf8)
    }

    private static func checksum(_ contents: some Sequence<UInt8>) -> UInt8 { contents.reduce(0, &+) }

    /// Returns two digits for each byte.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Returns the bytes of pairs of digits; `nil` if they are none.
    static func bytes(_ digits: some StringProtocol) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
