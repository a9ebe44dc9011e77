import Testing
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// Returns a guest that is granted all three standard streams.
private func guest(
    input: any WASIInputStream = NullStream(), output: any WASIOutputStream = NullStream(),
    interruption: (any Interruption)? = nil
) -> Guest {
    Guest(interruption: interruption) {
        $0.grantStandardInput(input)
        $0.grantStandardOutput(output)
        $0.grantStandardError(BufferOutput())
        $0.grantClocks(VirtualClocks())
    }
}

@Suite struct DescriptorTests {
    /// The functions that take a descriptor, with valid arguments, and their answers for standard input and output.
    static let answers: [(Name, [UInt64], input: Errno, output: Errno)] = [
        ("fd_advise", [0, 0, 0], .spipe, .spipe),
        ("fd_advise", [0, 0, 6], .inval, .inval),
        ("fd_allocate", [0, 1], .spipe, .spipe),
        ("fd_allocate", [0, 0], .inval, .inval),
        ("fd_datasync", [], .inval, .success),
        ("fd_sync", [], .inval, .success),
        ("fd_fdstat_get", [0], .success, .success),
        ("fd_fdstat_get", [65_513], .fault, .fault),
        ("fd_fdstat_set_flags", [0], .success, .success),
        ("fd_fdstat_set_flags", [1], .success, .success),
        ("fd_fdstat_set_flags", [2], .notsup, .notsup),
        ("fd_fdstat_set_flags", [8], .notsup, .notsup),
        ("fd_fdstat_set_flags", [16], .notsup, .notsup),
        ("fd_fdstat_set_flags", [32], .inval, .inval),
        ("fd_fdstat_set_flags", [0x1_0000], .inval, .inval),
        ("fd_filestat_get", [0], .success, .success),
        ("fd_filestat_get", [65_473], .fault, .fault),
        ("fd_filestat_set_size", [0], .inval, .inval),
        ("fd_filestat_set_times", [0, 0, 0], .notcapable, .notcapable),
        ("fd_filestat_set_times", [0, 0, 3], .inval, .inval),
        ("fd_filestat_set_times", [0, 0, 12], .inval, .inval),
        ("fd_filestat_set_times", [0, 0, 16], .inval, .inval),
        ("fd_pread", [0, 0, 0, 0], .spipe, .spipe),
        ("fd_pwrite", [0, 0, 0, 0], .spipe, .spipe),
        ("fd_prestat_get", [0], .badf, .badf),
        ("fd_prestat_dir_name", [0, 0], .badf, .badf),
        ("fd_read", [0, 0, 0], .success, .badf),
        ("fd_write", [0, 0, 0], .badf, .success),
        ("fd_readdir", [0, 0, 0, 0], .notdir, .notdir),
        ("fd_renumber", [99], .badf, .badf),
        ("fd_renumber", [0xFFFF_FFFF], .badf, .badf),
        ("fd_seek", [0, 0, 0], .spipe, .spipe),
        ("fd_seek", [0, 2, 0], .spipe, .spipe),
        ("fd_seek", [0, 3, 0], .inval, .inval),
        ("fd_seek", [0, 300, 0], .inval, .inval),
        ("fd_seek", [0, 0xFFFF_FFFF, 0], .inval, .inval),
        ("fd_tell", [0], .spipe, .spipe),
        ("fd_close", [], .success, .success),
    ]

    @Test(arguments: answers)
    func streamsAnswer(_ name: Name, _ rest: [UInt64], _ input: Errno, _ output: Errno) throws {
        #expect(try guest().call(name, [0] + rest) == input)
        #expect(try guest().call(name, [1] + rest) == output)
        for bad: UInt64 in [3, 1024, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_8597, 0xFFFF_FFFF] {
            #expect(try guest().call(name, [bad] + rest) == .badf)
        }
        let closed = guest()
        #expect(try closed.call("fd_close", 0) == .success)
        #expect(try closed.call(name, [0] + rest) == .badf)
    }

    @Test func statusTellsTypeFlagsAndRights() throws {
        let terminal = FakeStream()
        terminal.isTerminal = true
        let guest = guest(input: NullStream(), output: terminal)
        #expect(try guest.call("fd_fdstat_set_flags", 0, 4) == .success)
        #expect(try guest.call("fd_fdstat_get", 0, 100) == .success)
        #expect(guest.touched == Array(100..<124))
        #expect(Array(guest.memory[100..<108]) == [0, 0, 4, 0, 0, 0, 0, 0])
        #expect(guest.u64(108) == Rights.input.rawValue)
        #expect(guest.u64(116) == 0)
        #expect(try guest.call("fd_fdstat_get", 1, 200) == .success)
        #expect(guest.memory[200] == 2)
        #expect(guest.u64(208) == Rights.output.rawValue)
        // To wasi-libc, a character device without rights to seek or tell is a terminal.
        #expect(guest.u64(208) & (1 << 2 | 1 << 5) == 0)
        #expect(try guest.call("fd_filestat_get", 1, 300) == .success)
        #expect(guest.u64(316) == 2)
        #expect(guest.touched.filter { $0 >= 300 } == Array(300..<364))
    }

    @Test func rightsCanOnlyBeGivenUp() throws {
        let output = BufferOutput()
        let guest = guest(output: output)
        guest.put(16, 1, at: 0)
        #expect(try guest.call("fd_fdstat_set_rights", 1, .max, 0) == .notcapable)
        #expect(try guest.call("fd_fdstat_set_rights", 1, Rights.output.rawValue, 1) == .notcapable)
        let without = Rights.output.subtracting([.fdWrite, .fdFilestatGet, .fdSync, .fdFdstatSetFlags])
        #expect(try guest.call("fd_fdstat_set_rights", 1, without.rawValue, 0) == .success)
        #expect(try guest.call("fd_fdstat_set_rights", 1, Rights.output.rawValue, 0) == .notcapable)
        #expect(try guest.call("fd_write", 1, 0, 1, 8) == .notcapable)
        #expect(try guest.call("fd_filestat_get", 1, 8) == .notcapable)
        #expect(try guest.call("fd_sync", 1) == .notcapable)
        #expect(try guest.call("fd_datasync", 1) == .success)
        #expect(try guest.call("fd_fdstat_set_flags", 1, 1) == .notcapable)
        #expect(output.bytes.isEmpty)
        #expect(try guest.call("fd_fdstat_get", 1, 100) == .success)
        #expect(guest.u64(108) == without.rawValue)
    }

    @Test func renumberMovesADescriptorAndItsRights() throws {
        let output = FakeStream(buffering: .full)
        let guest = guest(output: output)
        guest.put(16, 1, at: 0)
        #expect(try guest.call("fd_renumber", 1, 1) == .success)
        #expect(try guest.call("fd_write", 1, 0, 1, 8) == .success)
        #expect(try guest.call("fd_renumber", 1, 0) == .success)
        #expect(try guest.call("fd_write", 1, 0, 1, 8) == .badf)
        #expect(try guest.call("fd_read", 0, 0, 1, 8) == .badf)
        #expect(try guest.call("fd_write", 0, 0, 1, 8) == .success)
        #expect(try guest.call("fd_renumber", 0, 1) == .badf)
        #expect(output.written.isEmpty)
        // The overwritten descriptor is closed, which flushes its buffer.
        #expect(try guest.call("fd_renumber", 2, 0) == .success)
        #expect(output.written == [0xAA, 0xAA])
    }

    @Test func lowestFreeNumberIsOpenedUpToTheCap() throws {
        let stream = Descriptor(.input(NullStream()))
        var table = DescriptorTable([stream, stream, stream])
        for number: UInt32 in 3..<1024 { #expect(try table.open(stream) == number) }
        #expect(throws: Errno.mfile) { try table.open(stream) }
        for number: UInt32 in [700, 0, 500] { try table.close(number) }
        #expect(throws: Errno.badf) { try table.find(500) }
        #expect(throws: Errno.badf) { try table.update(500, stream) }
        for number: UInt32 in [0, 500, 700] { #expect(try table.open(stream) == number) }
        #expect(throws: Errno.mfile) { try table.open(stream) }
    }

    @Test func flushingWorksAfterTheGuestClosed() throws {
        let output = FakeStream(buffering: .full)
        let guest = guest(output: output)
        guest.put(16, 3, at: 0)
        #expect(try guest.call("fd_write", 1, 0, 1, 8) == .success)
        #expect(output.written.isEmpty)
        #expect(try guest.call("fd_close", 1) == .success)
        #expect(output.written.count == 3)
        #expect(try guest.call("fd_close", 1) == .badf)
    }
}

@Suite struct ReadingAndWritingTests {
    @Test func writesGatherInOrder() throws {
        let output = BufferOutput()
        let guest = guest(output: output)
        guest.put(Array("Hello, world".utf8), at: 100)
        guest.put(107, 5, 0, 0, 100, 7, at: 0)
        #expect(try guest.call("fd_write", 1, 0, 3, 40) == .success)
        #expect(output.text == "worldHello, ")
        #expect(guest.u32(40) == 12)
        #expect(guest.touched == Array(0..<24) + Array(40..<44) + Array(100..<112))
    }

    /// Lists of buffers with their counts and the address of the result: each has an invalid part.
    static let bad: [(list: [UInt32], at: UInt64, count: UInt64, result: UInt64, Errno)] = [
        ([], 65_536, 1, 0, .fault),
        ([], 0xFFFF_FFFF, 1, 0, .fault),
        ([], 65_529, 1, 0, .fault),
        ([], 0, 0xFFFF_FFFF, 0, .inval),
        ([], 0, 0x2000_0001, 0, .inval),
        ([], 0, 1025, 0, .inval),
        ([100, 4, 65_536, 1], 0, 2, 40, .fault),
        ([100, 4, 0xFFFF_FFFF, 0xFFFF_FFFF], 0, 2, 40, .fault),
        ([100, 4, 65_535, 2], 0, 2, 40, .fault),
        ([100, 4], 0, 1, 65_533, .fault),
        ([100, 4], 0, 1, 65_536, .fault),
        ([100, 4], 0, 1, 0xFFFF_FFFF, .fault),
    ]

    @Test(arguments: bad)
    func badBuffersTransferNothing(
        _ list: [UInt32], _ address: UInt64, _ count: UInt64, _ result: UInt64, _ error: Errno
    ) throws {
        let output = BufferOutput()
        let guest = guest(input: BufferInput("secret"), output: output)
        for (index, number) in list.enumerated() { guest.put(number, at: index * 4) }
        let before = guest.memory
        #expect(try guest.call("fd_write", 1, address, count, result) == error)
        #expect(output.bytes.isEmpty)
        #expect(try guest.call("fd_read", 0, address, count, result) == error)
        #expect(guest.memory == before)
    }

    @Test func sizesThatOverflowAreRefused() throws {
        // 1024 buffers of 4 MiB and one byte: together more than 2³², each inside the memory.
        let output = FakeStream()
        let guest = Guest(memorySize: 8 << 20) { $0.grantStandardOutput(output) }
        for index in 0..<1024 { guest.put(16_384, (4 << 20) + 1, at: index * 8) }
        #expect(try guest.call("fd_write", 1, 0, 1024, 8192) == .inval)
        #expect(output.written.isEmpty)
    }

    @Test func readsScatterAndStopWhenBytesDoNotComeYet() throws {
        let guest = guest(input: BufferInput("abcdefgh"))
        guest.put(100, 3, 0, 0, 200, 2, 300, 10, at: 0)
        #expect(try guest.call("fd_read", 0, 0, 4, 40) == .success)
        #expect(guest.u32(40) == 8)
        #expect(guest.memory[100..<103] == ArraySlice("abc".utf8))
        #expect(guest.memory[200..<202] == ArraySlice("de".utf8))
        #expect(guest.memory[300..<303] == ArraySlice("fgh".utf8))
        #expect(guest.memory[99] == 0xAA && guest.memory[103] == 0xAA && guest.memory[303] == 0xAA)
        #expect(try guest.call("fd_read", 0, 0, 4, 40) == .success)
        #expect(guest.u32(40) == 0)

        let stream = FakeStream(most: 3)
        stream.readyAnswers = [false, false, true, false]
        let slow = Guest { $0.grantStandardInput(stream) }
        slow.put(100, 3, 200, 3, at: 0)
        #expect(try slow.call("fd_read", 0, 0, 2, 40) == .success)
        #expect(slow.u32(40) == 3)
        #expect(stream.longestWait <= 20_000_000)
    }

    @Test func readingIntoTheListOfBuffersDoesNotChangeIt() throws {
        let guest = guest(input: BufferInput([UInt8](repeating: 0xFF, count: 12)))
        guest.put(8, 8, 200, 4, at: 0)
        #expect(try guest.call("fd_read", 0, 0, 2, 40) == .success)
        #expect(guest.u32(40) == 12)
        #expect(guest.memory[200..<204].allSatisfy { $0 == 0xFF })
        #expect(guest.memory[204] == 0xAA)
    }

    @Test func nonblockingDescriptorsAnswerAGAIN() throws {
        let stream = FakeStream()
        stream.readyAnswers = [Bool](repeating: false, count: 4)
        let guest = guest(input: stream, output: stream)
        guest.put(100, 3, at: 0)
        for descriptor: UInt64 in [0, 1] {
            #expect(try guest.call("fd_fdstat_set_flags", descriptor, 4) == .success)
        }
        #expect(try guest.call("fd_read", 0, 0, 1, 40) == .again)
        #expect(try guest.call("fd_write", 1, 0, 1, 40) == .again)
        #expect(stream.longestWait == 0)
        #expect(stream.written.isEmpty)
    }

    @Test func fullBufferGivesNOSPC() throws {
        let output = BufferOutput(capacity: 5)
        let guest = guest(output: output)
        guest.put(100, 3, at: 0)
        #expect(try guest.call("fd_write", 1, 0, 1, 40) == .success)
        #expect(guest.u32(40) == 3)
        #expect(try guest.call("fd_write", 1, 0, 1, 40) == .success)
        #expect(guest.u32(40) == 2)
        #expect(try guest.call("fd_write", 1, 0, 1, 40) == .nospc)
        #expect(output.bytes.count == 5)
    }

    @Test func callbacksGetBytesAndTheirErrorsGoOn() throws {
        struct Failure: Error {}
        var seen: [Int] = []
        let guest = guest(
            input: CallbackInput { _ in throw Failure() },
            output: CallbackOutput { bytes in
                seen.append(bytes.count)
                if seen.count == 2 { throw Errno.pipe }
            })
        guest.put(100, 3, at: 0)
        #expect(try guest.call("fd_write", 1, 0, 1, 40) == .success)
        #expect(try guest.call("fd_write", 1, 0, 1, 40) == .pipe)
        #expect(seen == [3, 3])
        #expect(throws: Failure.self) { try guest.call("fd_read", 0, 0, 1, 40) }
        // The memory is complete after an error in the middle of reading.
        #expect(guest.memory.count == 65_536)
        let claimsTooMuch = self.claimsTooMuch()
        #expect(try claimsTooMuch.call("fd_read", 0, 0, 1, 40) == .success)
        #expect(claimsTooMuch.u32(40) == 3)
    }

    private func claimsTooMuch() -> Guest {
        let result = guest(input: CallbackInput { _ in .max })
        result.put(100, 3, at: 0)
        return result
    }

    @Test func streamThatTakesNothingIsAnError() throws {
        let guest = guest(output: FakeStream(most: 0))
        guest.put(100, 3, at: 0)
        #expect(try guest.call("fd_write", 1, 0, 1, 40) == .io)
    }

    @Test func streamThatIsNotGrantedIsNull() throws {
        let guest = Guest { $0.grantStandardError(BufferOutput()) }
        guest.put(100, 3, at: 0)
        #expect(try guest.call("fd_write", 1, 0, 1, 40) == .success)
        #expect(guest.u32(40) == 3)
        #expect(try guest.call("fd_read", 0, 0, 1, 40) == .success)
        #expect(guest.u32(40) == 0)
    }
}

@Suite struct BufferingTests {
    private func write(_ text: String, to guest: Guest, descriptor: UInt64 = 1) throws {
        guest.put(Array(text.utf8), at: 1000)
        guest.put(1000, UInt32(text.utf8.count), at: 0)
        #expect(try guest.call("fd_write", descriptor, 0, 1, 8) == .success)
        #expect(guest.u32(8) == text.utf8.count)
    }

    @Test func floodOfSmallWritesIsNotAFloodOfCalls() throws {
        let output = FakeStream(buffering: .full)
        let guest = guest(output: output)
        for _ in 0..<10_000 { try write("0123456789", to: guest) }
        #expect(output.writes.count <= 100_000 / 16_380)
        try guest.wasi.flush()
        #expect(output.written.count == 100_000)
        #expect(output.written == Array(String(repeating: "0123456789", count: 10_000).utf8))
    }

    /// Several buffers of one call reach a stream without buffering together, except for large ones.
    @Test(
        arguments: [
            ([5, 0, 7, 1], Int.max, [13]), ([5, 20_000, 7], .max, [5, 20_000, 7]),
            ([16_000, 300, 200], .max, [16_300, 200]),
            ([5, 7], 4, [4, 4, 4]), ([16_383, 1], .max, [16_384]), ([16_384, 1], .max, [16_384, 1]),
        ] as [([Int], Int, [Int])])
    func buffersOfACallGoTogether(_ sizes: [Int], _ most: Int, _ writes: [Int]) throws {
        let output = FakeStream(most: most)
        let guest = guest(output: output)
        let total = sizes.reduce(0, +)
        let bytes = (0..<total).map { UInt8(truncatingIfNeeded: $0) }
        guest.put(bytes, at: 1000)
        var start = 1000
        for (index, size) in sizes.enumerated() {
            guest.put(UInt32(start), UInt32(size), at: 100 + index * 8)
            start += size
        }
        #expect(try guest.call("fd_write", 1, 100, UInt64(sizes.count), 8) == .success)
        #expect(guest.u32(8) == total)
        #expect(output.writes == writes)
        #expect(output.written == bytes)
    }

    /// An error after some bytes is told by the next call, and the count says how many bytes arrived.
    @Test func errorAfterSomeOfTheBuffersIsToldNext() throws {
        let output = FakeStream()
        let guest = guest(output: output)
        guest.put(1000, 20_000, 1000, 5, at: 100)
        output.failsAfter = (20_000, .io)
        #expect(try guest.call("fd_write", 1, 100, 2, 8) == .success)
        #expect(guest.u32(8) == 20_000)
        #expect(try guest.call("fd_write", 1, 100, 2, 8) == .io)
        output.failsAfter = nil
        #expect(try guest.call("fd_write", 1, 100, 2, 8) == .success)
        #expect(guest.u32(8) == 20_005)
        #expect(output.written.count == 40_005)
    }

    /// A stream that refuses when it is not ready is asked only after it has refused.
    @Test func aStreamThatRefusesIsNotAskedFirst() throws {
        let output = FakeStream()
        output.refusesWhenNotReady = true
        output.refusals = 1
        output.readyAnswers = [false, false, true]
        let guest = guest(output: output)
        try write("one", to: guest)
        #expect(output.readyAnswers.isEmpty)
        output.readyAnswers = [false]
        try write("two", to: guest)
        #expect(output.readyAnswers == [false])
        #expect(output.written == Array("onetwo".utf8))
    }

    @Test func largeWritesPassInOrder() throws {
        let output = FakeStream(buffering: .full, most: 7000)
        let guest = guest(output: output)
        try write("start ", to: guest)
        try write(String(repeating: "x", count: 40_000), to: guest)
        try write(" end", to: guest)
        try guest.wasi.flush()
        #expect(output.written == Array(("start " + String(repeating: "x", count: 40_000) + " end").utf8))
    }

    @Test func linesAreHandedOnWhenTheyEnd() throws {
        let output = FakeStream(buffering: .line)
        let guest = guest(output: output)
        try write("one", to: guest)
        #expect(output.written.isEmpty)
        try write(" two\nthree", to: guest)
        #expect(output.written == Array("one two\nthree".utf8))
    }

    @Test func outputIsSeenBeforeTheGuestWaits() throws {
        let output = FakeStream(buffering: .full)
        let input = FakeStream(most: 1)
        let guest = guest(input: input, output: output)
        try write("Name? ", to: guest)
        #expect(try guest.call("fd_read", 0, 0, 1, 8) == .success)
        #expect(output.written.isEmpty)
        input.readyAnswers = [false]
        #expect(try guest.call("fd_read", 0, 0, 1, 8) == .success)
        #expect(output.written == Array("Name? ".utf8))
        try write("Waiting", to: guest)
        guest.put([UInt8](repeating: 0, count: 48), at: 2000)
        guest.put(1, 0, 1000, 0, at: 2016)
        #expect(try guest.call("poll_oneoff", 2000, 3000, 1, 8) == .success)
        #expect(output.written == Array("Name? Waiting".utf8))
    }

    @Test func errorsOfKeptOutputAreToldOnceAndTheOutputIsDropped() throws {
        let output = FakeStream(buffering: .full)
        let guest = guest(output: output)
        try write("lost", to: guest)
        output.error = .pipe
        #expect(try guest.call("fd_sync", 1) == .pipe)
        output.error = nil
        #expect(try guest.call("fd_sync", 1) == .success)
        try write("kept", to: guest)
        try guest.wasi.flush()
        #expect(output.written == Array("kept".utf8))
    }

    @Test func flushGoesOnWithTheOtherStream() throws {
        let output = FakeStream(buffering: .full)
        let error = FakeStream(buffering: .full)
        let guest = Guest {
            $0.grantStandardOutput(output)
            $0.grantStandardError(error)
        }
        try write("a", to: guest)
        try write("b", to: guest, descriptor: 2)
        output.error = .io
        #expect(throws: Errno.io) { try guest.wasi.flush() }
        #expect(error.written == Array("b".utf8))
    }

    @Test func oneStreamForBothStaysInOrder() throws {
        let both = FakeStream(buffering: .full)
        let guest = Guest {
            $0.grantStandardOutput(both)
            $0.grantStandardError(both)
        }
        try write("a", to: guest)
        try write("b", to: guest, descriptor: 2)
        try write("c", to: guest)
        try guest.wasi.flush()
        #expect(both.written == Array("abc".utf8))
    }

    @Test func forgottenOutputIsHandedOnAtTheEnd() throws {
        let output = FakeStream(buffering: .full)
        try write("x", to: guest(output: output))
        #expect(output.written == Array("x".utf8))
    }

    @Test func streamThatCallsBackIsRefused() throws {
        var inner: Guest?
        var seen: [Errno?] = []
        let output = CallbackOutput(buffering: .full) { _ in
            guard let wasi = inner?.wasi else { return }
            let again = Guest(wasi)
            again.put(100, 3, at: 0)
            seen.append(try again.call("fd_write", 1, 0, 1, 8))
        }
        let guest = guest(output: output)
        inner = guest
        try write("x", to: guest)
        try guest.wasi.flush()
        #expect(seen == [.busy])
        inner = nil
    }
}
