import Testing
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// A connection that delivers given pieces, and records what it receives.
private final class FakeConnection: WASIConnection {
    var isDatagram = false
    /// The pieces that arrive; each is a message.
    var pieces: [String]
    var sent = ""
    var most = Int.max
    var shutDowns: [String] = []
    /// The answers to the next polls; when none are left, the connection is ready.
    var readyAnswers: [Bool] = []

    init(_ pieces: String...) { self.pieces = pieces }

    func readiness(toSend: Bool, waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        readyAnswers.isEmpty || readyAnswers.removeFirst() ? WASIReadiness(byteCount: toSend ? 7 : 9) : nil
    }

    func receive(into buffer: inout MutableSpan<UInt8>, isPeeking: Bool) throws -> (count: Int, isTruncated: Bool) {
        guard let piece = pieces.first else { return (0, false) }
        let bytes = Array(piece.utf8)
        let count = min(bytes.count, buffer.count)
        for index in 0..<count { buffer[index] = bytes[index] }
        if !isPeeking {
            pieces.removeFirst()
            if !isDatagram, count < bytes.count {
                pieces.insert(String(decoding: bytes[count...], as: UTF8.self), at: 0)
            }
        }
        return (count, isDatagram && count < bytes.count)
    }

    func send(_ bytes: Span<UInt8>) throws -> Int {
        let count = min(bytes.count, most)
        for index in 0..<count { sent.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
        return count
    }

    func shutDown(receiving: Bool, sending: Bool) { shutDowns.append("\(receiving) \(sending)") }
}

private final class FakeListener: WASIListener {
    var waiting: [FakeConnection]
    init(_ waiting: FakeConnection...) { self.waiting = waiting }

    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { waiting.isEmpty ? nil : WASIReadiness() }

    func accept() throws -> any WASIConnection {
        guard !waiting.isEmpty else { throw Errno.again }
        return waiting.removeFirst()
    }
}

@Suite struct SocketTests {
    /// Returns a guest with a listener as descriptor 3, a connection as 4, and two buffers of 3 and 4 bytes.
    private func guest(_ connection: FakeConnection, _ listener: FakeListener = FakeListener()) throws -> Guest {
        let guest = try Guest(interruption: Countdown(50)) {
            try $0.grantConnection(connection)
            try $0.grantListener(listener)
            $0.grantClocks(VirtualClocks())
            $0.grantStandardOutput(BufferOutput())
        }
        guest.put(500, 3, 600, 4, at: 100)
        return guest
    }

    private func received(_ guest: Guest) -> String {
        let bytes = Array(guest.memory[500..<503]) + Array(guest.memory[600..<604])
        return String(decoding: bytes.prefix(Int(guest.u32(40))), as: UTF8.self)
    }

    @Test func bytesAreReceivedAndSent() throws {
        let connection = FakeConnection("hello", "world")
        let guest = try guest(connection)
        #expect(try guest.call("sock_recv", 4, 100, 2, 0, 40, 44) == .success)
        #expect(received(guest) == "hello")
        #expect(guest.u32(44) == 0xAAAA_0000)
        #expect(try guest.call("fd_read", 4, 100, 2, 40) == .success)
        #expect(received(guest) == "world")
        #expect(try guest.call("sock_recv", 4, 100, 2, 0, 40, 44) == .success)
        #expect(guest.u32(40) == 0)
        guest.put(Array("abc".utf8), at: 500)
        guest.put(Array("defg".utf8), at: 600)
        #expect(try guest.call("sock_send", 4, 100, 2, 0, 40) == .success)
        #expect(try guest.call("fd_write", 4, 100, 2, 40) == .success)
        #expect(connection.sent == "abcdefgabcdefg")
        connection.most = 2
        #expect(try guest.call("sock_send", 4, 100, 2, 0, 40) == .success)
        #expect(guest.u32(40) == 7, "a connection that takes little at a time is asked again")
    }

    @Test func peekingAndWaitingForAll() throws {
        let connection = FakeConnection("ab", "cd", "efghij")
        let guest = try guest(connection)
        #expect(try guest.call("sock_recv", 4, 100, 2, 1, 40, 44) == .success)
        #expect(received(guest) == "ab")
        #expect(try guest.call("sock_recv", 4, 100, 2, 2, 40, 44) == .success)
        #expect(received(guest) == "abcdefg")
        connection.readyAnswers = [true, true, false, false, false]
        #expect(try guest.call("sock_recv", 4, 100, 2, 2, 40, 44) == .success)
        #expect(received(guest) == "hij", "the end is waited for")
    }

    @Test func messagesStayApart() throws {
        let connection = FakeConnection("abcdef", "x")
        connection.isDatagram = true
        let guest = try guest(connection)
        #expect(try guest.call("sock_recv", 4, 100, 2, 0, 40, 44) == .success)
        #expect(received(guest) == "abc")
        #expect(guest.memory[44] == 1, "the rest is lost")
        #expect(try guest.call("sock_recv", 4, 100, 2, 2, 40, 44) == .success)
        #expect(received(guest) == "x")
        #expect(guest.memory[44] == 0)
        #expect(try guest.call("fd_fdstat_get", 4, 200) == .success)
        #expect(guest.memory[200] == 5)
    }

    @Test func connectionsAreAccepted() throws {
        let guest = try guest(FakeConnection(), FakeListener(FakeConnection("one"), FakeConnection("two")))
        #expect(try guest.call("sock_accept", 3, 0, 40) == .success)
        #expect(guest.u32(40) == 5)
        #expect(try guest.call("sock_accept", 3, 4, 40) == .success)
        #expect(guest.u32(40) == 6)
        #expect(try guest.call("fd_fdstat_get", 6, 200) == .success)
        #expect([guest.memory[200], guest.memory[202]] == [6, 4])
        #expect(guest.u64(208) == Rights.connection.rawValue)
        #expect(try guest.call("sock_recv", 6, 100, 2, 0, 40, 44) == .success)
        #expect(received(guest) == "two")
        #expect(throws: Interrupted(.cancelled)) { try guest.call("sock_accept", 3, 0, 40) }
        #expect(try guest.call("fd_fdstat_set_flags", 3, 4) == .success)
        guest.store.interruption = nil
        #expect(try guest.call("sock_accept", 3, 0, 40) == .again)
    }

    @Test func everyWrongUseHasItsError() throws {
        let connection = FakeConnection("abc")
        let guest = try guest(connection)
        let rows: [(Name, [UInt64], Errno)] = [
            ("sock_accept", [4, 0, 40], .inval), ("sock_accept", [1, 0, 40], .notsock),
            ("sock_accept", [9, 0, 40], .badf),
            ("sock_accept", [3, 1, 40], .inval), ("sock_accept", [3, 0x1_0000, 40], .inval),
            ("sock_accept", [3, 0, 65_533], .fault), ("sock_recv", [3, 100, 2, 0, 40, 44], .notconn),
            ("sock_recv", [0, 100, 2, 0, 40, 44], .notsock), ("sock_recv", [4, 100, 2, 4, 40, 44], .inval),
            ("sock_recv", [4, 100, 2, 0, 65_533, 44], .fault), ("sock_recv", [4, 100, 2, 0, 40, 65_535], .fault),
            ("sock_recv", [4, 65_530, 2, 0, 40, 44], .fault), ("sock_recv", [4, 100, 1025, 0, 40, 44], .inval),
            ("sock_send", [3, 100, 2, 0, 40], .notconn), ("sock_send", [1, 100, 2, 0, 40], .notsock),
            ("sock_send", [4, 100, 2, 1, 40], .inval), ("sock_send", [4, 65_530, 2, 0, 40], .fault),
            ("sock_shutdown", [4, 0], .inval), ("sock_shutdown", [4, 4], .inval), ("sock_shutdown", [3, 1], .notconn),
            ("sock_shutdown", [2, 1], .notsock), ("sock_shutdown", [9, 1], .badf),
            ("fd_read", [3, 100, 2, 40], .notconn),
            ("fd_write", [3, 100, 2, 40], .notconn), ("fd_seek", [4, 0, 0, 40], .spipe), ("fd_sync", [4], .inval),
            ("fd_readdir", [4, 0, 0, 0, 40], .notdir),
        ]
        for (name, arguments, error) in rows {
            #expect(try guest.call(name, arguments) == error, "\(name) \(arguments)")
        }
        #expect(connection.pieces == ["abc"] && connection.sent.isEmpty && connection.shutDowns.isEmpty)
        for how: UInt64 in 1...3 { #expect(try guest.call("sock_shutdown", 4, how) == .success) }
        #expect(connection.shutDowns == ["true false", "false true", "true true"])
        #expect(try guest.call("fd_fdstat_set_rights", 4, 0, 0) == .success)
        for (name, rest) in [
            ("sock_recv", [100, 2, 0, 40, 44]), ("sock_send", [100, 2, 0, 40]), ("sock_shutdown", [1]),
        ]
            as [(Name, [UInt64])]
        {
            #expect(try guest.call(name, [4] + rest) == .notcapable)
        }
        #expect(try guest.call("fd_fdstat_set_rights", 3, 0, 0) == .success)
        #expect(try guest.call("sock_accept", 3, 0, 40) == .notcapable)
    }

    @Test func socketsArePolled() throws {
        let guest = try guest(FakeConnection("abc"), FakeListener(FakeConnection()))
        guest.put([UInt8](repeating: 0, count: 144), at: 1000)
        for (index, (tag, fd)) in [(1, 3), (1, 4), (2, 4)].enumerated() {
            guest.memory[1008 + 48 * index] = UInt8(tag)
            guest.put(UInt32(fd), at: 1016 + 48 * index)
        }
        #expect(try guest.call("poll_oneoff", 1000, 2000, 3, 40) == .success)
        #expect(guest.u32(40) == 3)
        #expect([guest.u64(2016), guest.u64(2048), guest.u64(2080)] == [1, 9, 7])
    }
}

@Suite struct UnstableTests {
    private func guest(_ temporary: TemporaryFolder) throws -> Guest {
        let guest = try Guest(temporary)
        guest.module = "wasi_unstable"
        return guest
    }

    @Test func attributesHaveTheirOldLayout() throws {
        let temporary = try TemporaryFolder()
        try temporary.write("contents", to: "file")
        let guest = try guest(temporary)
        #expect(try guest.call("path_filestat_get", [3, 0], "file", 200) == .success)
        // Some bytes, perhaps of the times, may happen to equal the filling.
        #expect(guest.touched.filter { (200..<256).contains($0) }.count > 40)
        #expect(guest.touched.filter { $0 < 900 && !(200..<256).contains($0) }.isEmpty)
        #expect([guest.u32(216), guest.u32(220)] == [4, 1])
        #expect(guest.u64(224) == 8)
        #expect(guest.u64(240) > 1_600_000_000_000_000_000)
        let fd = try guest.open("file").get()
        #expect(try guest.call("fd_filestat_get", fd, 300) == .success)
        #expect(guest.memory[200..<256] == guest.memory[300..<356])
        #expect(guest.memory[356] == 0xAA)
    }

    @Test func seekingCountsFromElsewhere() throws {
        let temporary = try TemporaryFolder()
        try temporary.write("0123456789", to: "file")
        let guest = try guest(temporary)
        let fd = try guest.open("file").get()
        for (offset, whence, position): (UInt64, UInt64, UInt64) in [(3, 2, 3), (2, 0, 5), (0, 1, 10), (1, 1, 11)] {
            #expect(try guest.call("fd_seek", fd, offset, whence, 40) == .success)
            #expect(guest.u64(40) == position)
        }
        #expect(try guest.call("fd_seek", fd, 0, 3, 40) == .inval)
    }

    @Test func subscriptionsAreLarger() throws {
        let guest = try guest(TemporaryFolder())
        guest.put([UInt8](repeating: 0, count: 112), at: 1000)
        // Clock subscriptions: the guest's own number, then the identifier, the clock and the time.
        guest.put(11, 0, at: 1000)
        guest.put(99, 99, 1, 0, 5000, 0, at: 1016)
        guest.put(22, 0, 1, 0, 0, 0, at: 1056)
        #expect(try guest.call("poll_oneoff", 1000, 2000, 2, 40) == .success)
        #expect(guest.u32(40) == 1)
        #expect(guest.u64(2000) == 22)
        guest.memory[1064] = 0
        guest.put(0, 0, 1, 0, 3000, 0, at: 1072)
        #expect(try guest.call("poll_oneoff", 1000, 2000, 2, 40) == .success)
        #expect(guest.u64(2000) == 22)
        #expect(guest.u32(40) == 1)
        #expect(try guest.call("poll_oneoff", 65_536 - 111, 2000, 2, 40) == .fault)
    }
}
