import Nestbox
import Testing

/// The other end of the GDB remote protocol, as simple as it can be.
final class DebuggerClient {
    let debugger: RemoteDebugger
    private var received: [UInt8] = []

    init(_ debugger: RemoteDebugger) {
        self.debugger = debugger
        #expect(send("QStartNoAckMode") == "OK")
    }

    static func packet(_ text: String) -> [UInt8] {
        let sum = String(text.utf8.reduce(0 as UInt8, &+), radix: 16)
        return Array("$\(text)#\(sum.count < 2 ? "0" : "")\(sum)".utf8)
    }

    /// Sends a command, and runs the guest until the answer comes.
    func send(_ text: String) -> String {
        received += debugger.receive(Self.packet(text))
        while debugger.isRunning { received += debugger.run(atMost: 10_000).answer }
        defer { received = [] }
        guard let start = received.firstIndex(of: UInt8(ascii: "$")),
            let end = received.lastIndex(of: UInt8(ascii: "#")), start < end
        else { return "" }
        return String(decoding: received[(start + 1)..<end], as: UTF8.self)
    }

    /// The offsets of the frames, innermost first.
    var offsets: [Int] {
        let digits = Array(send("qWasmCallStack:1").utf8)
        return stride(from: 0, to: digits.count - 15, by: 16).map { start in
            let bytes = stride(from: 0, to: 8, by: 2).map { place in
                UInt32(String(decoding: digits[(start + place)...(start + place + 1)], as: UTF8.self), radix: 16) ?? 0
            }
            return Int(bytes.reversed().reduce(0) { $0 << 8 | $1 })
        }
    }

    /// The results of the last call, which are numbers of 32 bits.
    var results: [Int32] {
        get throws {
            try (debugger.ending?.get() ?? []).compactMap { if case .i32(let number) = $0 { number } else { nil } }
        }
    }

    /// A value, as the bytes of its digits.
    func local(_ index: Int, frame: Int = 0) -> String { send("qWasmLocal:\(frame);\(index)") }

    static func breakpoint(_ offset: Int, instance: UInt64 = 0, set: Bool = true) -> String {
        "\(set ? "Z" : "z")0,\(String(1 << 62 | instance << 32 | UInt64(offset), radix: 16)),1"
    }
}
