import Testing
import WASIPreview1
import WasmRuntime
import WasmSyntax

@Suite struct PollTests {
    static let input: UInt64 = 1000
    static let output: UInt64 = 4000

    private func subscription(
        _ userData: UInt64, tag: UInt8, _ first: UInt32, timeout: UInt64 = 0, flags: UInt16 = 0
    ) -> [UInt8] {
        var writer = ByteWriter()
        writer.fixed(userData)
        writer.byte(tag)
        writer.append([9, 9, 9, 9, 9, 9, 9])
        writer.fixed(first)
        writer.fixed(UInt32(0x0909_0909))
        writer.fixed(timeout)
        writer.fixed(UInt64(0))
        writer.fixed(flags)
        writer.append([9, 9, 9, 9, 9, 9])
        return writer.bytes
    }

    private func poll(_ guest: Guest, _ subscriptions: [[UInt8]]) throws -> (Errno?, [[UInt64]]) {
        for (index, bytes) in subscriptions.enumerated() { guest.put(bytes, at: 1000 + 48 * index) }
        let error = try guest.call(
            "poll_oneoff", PollTests.input, PollTests.output, UInt64(subscriptions.count), 500)
        guard error == .success else { return (error, []) }
        let events = (0..<Int(guest.u32(500))).map { index in
            let start = 4000 + 32 * index
            return [guest.u64(start), guest.number(start + 8, 2), guest.number(start + 10, 1)]
        }
        return (error, events)
    }

    private func guest(
        _ clocks: VirtualClocks = VirtualClocks(), input: any WASIInputStream = NullStream(),
        interruption: (any Interruption)? = nil
    ) -> Guest {
        Guest(interruption: interruption) {
            $0.grantClocks(clocks)
            $0.grantStandardInput(input)
            $0.grantStandardOutput(BufferOutput())
        }
    }

    @Test func waitsForTheFirstOfSeveralTimes() throws {
        let clocks = VirtualClocks(realtime: 5_000_000_000)
        let guest = guest(clocks)
        let (error, events) = try poll(
            guest,
            [
                subscription(7, tag: 0, 1, timeout: 90_000_000),
                subscription(8, tag: 0, 0, timeout: 50_000_000),
                subscription(9, tag: 0, 0, timeout: 5_050_000_000, flags: 1),
                subscription(10, tag: 0, 1, timeout: .max),
            ])
        #expect(error == .success)
        #expect(events == [[8, 0, 0], [9, 0, 0]])
        #expect(clocks.now(.monotonic) == 50_000_000)
        #expect(guest.touched.filter { $0 >= 1192 } == Array(4000..<4064))
    }

    @Test func passedTimesAndReadyStreamsComeAtOnce() throws {
        let clocks = VirtualClocks(realtime: 5_000_000_000)
        let (_, events) = try poll(
            guest(clocks, input: BufferInput("ab")),
            [
                subscription(1, tag: 1, 0), subscription(2, tag: 2, 1),
                subscription(3, tag: 0, 0, timeout: 1, flags: 1),
                subscription(4, tag: 0, 1, timeout: 0), subscription(5, tag: 0, 1, timeout: 1),
            ])
        #expect(events == [[1, 0, 1], [2, 0, 2], [3, 0, 0], [4, 0, 0]])
        #expect(clocks.now(.monotonic) == 0)
    }

    @Test func descriptorErrorsAreEvents() throws {
        let guest = guest()
        #expect(try guest.call("fd_fdstat_set_rights", 1, 0, 0) == .success)
        let (error, events) = try poll(
            guest,
            [
                subscription(1, tag: 1, 99), subscription(2, tag: 2, 0), subscription(3, tag: 1, 1),
                subscription(4, tag: 2, 1), subscription(5, tag: 0, 3, timeout: 1), subscription(6, tag: 1, .max),
                subscription(7, tag: 0, 1, timeout: .max),
            ])
        #expect(error == .success)
        #expect(events == [[1, 8, 1], [2, 8, 2], [3, 8, 1], [4, 76, 2], [5, 28, 0], [6, 8, 1]])
    }

    @Test func unknownTagsClocksAndFlagsAreInvalid() throws {
        let clocks = VirtualClocks()
        let bad = [
            subscription(1, tag: 3, 0), subscription(1, tag: 255, 0), subscription(1, tag: 0, 4),
            subscription(1, tag: 0, .max), subscription(1, tag: 0, 1, flags: 2),
            subscription(1, tag: 0, 1, flags: .max),
        ]
        for subscription in bad {
            let guest = guest(clocks)
            #expect(try poll(guest, [self.subscription(0, tag: 0, 1, timeout: 9), subscription]).0 == .inval)
            #expect(guest.touched.allSatisfy { $0 >= 1000 && $0 < 1096 })
        }
        #expect(clocks.now(.monotonic) == 0)
    }

    /// Invalid addresses and counts: `in`, `out`, count, result.
    static let outside: [([UInt64], Errno)] = [
        ([1000, 4000, 0, 500], .inval),
        ([1000, 4000, 4097, 500], .inval),
        ([1000, 4000, 0xFFFF_FFFF, 500], .inval),
        // 48 times these counts is a small number in 32 bits.
        ([1000, 4000, 0x0555_5556, 500], .inval),
        ([1000, 4000, 0x0800_0000, 500], .inval),
        ([65_489, 4000, 1, 500], .fault),
        ([1000, 65_505, 1, 500], .fault),
        ([1000, 4000, 1, 65_533], .fault),
        ([1000, 4000, 4096, 500], .fault),
        ([0xFFFF_FFFF, 4000, 1, 500], .fault),
        ([1000, 0xFFFF_FFFF, 1, 500], .fault),
        ([1000, 4000, 1, 0xFFFF_FFFF], .fault),
    ]

    @Test(arguments: outside)
    func whatIsOutsideIsRefusedBeforeWaiting(_ arguments: [UInt64], _ error: Errno) throws {
        let clocks = VirtualClocks()
        let guest = guest(clocks)
        guest.put(subscription(0, tag: 0, 1, timeout: 9), at: 1000)
        let before = guest.memory
        #expect(try guest.call("poll_oneoff", arguments) == error)
        #expect(guest.memory == before)
        #expect(clocks.now(.monotonic) == 0)
    }

    @Test func eventsMayOverwriteSubscriptions() throws {
        let guest = guest()
        guest.put(subscription(1, tag: 2, 1), at: 1000)
        guest.put(subscription(2, tag: 2, 1), at: 1048)
        #expect(try guest.call("poll_oneoff", 1000, 1016, 2, 500) == .success)
        #expect(guest.u32(500) == 2)
        #expect([guest.u64(1016), guest.u64(1048)] == [1, 2])
    }

    @Test func clockIsNotReadThroughMomentsWithoutTheGrant() throws {
        let clocks = VirtualClocks(realtime: 1000)
        let guest = Guest { $0.grantPoll(clocks) }
        let (_, events) = try poll(guest, [subscription(1, tag: 0, 0, timeout: 1, flags: 1)])
        #expect(events == [[1, 76, 0]])
        let (_, later) = try poll(guest, [subscription(1, tag: 0, 0, timeout: 1)])
        #expect(later == [[1, 0, 0]])
    }

    @Test func endlessWaitingCanBeStopped() throws {
        let never = FakeStream()
        never.readyAnswers = [Bool](repeating: false, count: 1000)
        let guest = guest(VirtualClocks(), input: never, interruption: Countdown(50))
        #expect(throws: Interrupted(.cancelled)) {
            try poll(guest, [subscription(1, tag: 0, 1, timeout: .max), subscription(2, tag: 1, 0)])
        }
        #expect(never.longestWait <= 20_000_000)
    }

    @Test func timeEndsWaitingForAStream() throws {
        let never = FakeStream()
        never.readyAnswers = [Bool](repeating: false, count: 1000)
        let (_, events) = try poll(
            guest(VirtualClocks(), input: never),
            [subscription(1, tag: 0, 1, timeout: 300_000_000), subscription(2, tag: 1, 0)])
        #expect(events == [[1, 0, 0]])
    }
}
