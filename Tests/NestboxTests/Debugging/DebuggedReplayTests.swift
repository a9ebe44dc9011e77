import Nestbox
import Testing
import WASIPreview1
import WasmRuntime

/// A replay under a debugger goes back to every moment that it was at.
struct DebuggedReplayTests {
    /// What a debugger sees at a moment.
    struct Moment: Equatable {
        var offsets: [Int]
        var locals: [String]
        var memory: String

        init(_ client: DebuggerClient) {
            offsets = client.offsets
            locals = (0..<2).map { client.local($0) }
            memory = client.send("m0,60")
        }
    }

    static func client(_ end: String, checkpointsEvery interval: UInt64?) throws -> DebuggerClient {
        let recording = try Recording(bytes: ReplaySessionTests.record(end).bytes)
        return DebuggerClient(
            RemoteDebugger(
                try ReplaySession(recording, checkpointsEvery: interval, output: nil, instruments: .debugging)))
    }

    @Test(arguments: ReplaySessionTests.ends, [nil, 100] as [UInt64?])
    func everyMomentIsFoundAgain(_ end: String, _ interval: UInt64?) throws {
        let client = try Self.client(end, checkpointsEvery: interval)
        var moments = [Moment(client)]
        var last = ""
        while moments.count < 6_000 {
            last = client.send("vCont;s:1")
            guard last.hasPrefix("T05"), !last.contains("replaylog") else { break }
            moments.append(Moment(client))
        }
        // The end is reached at the last instruction: as a trap or as the end of the recording.
        #expect(moments.count > 500 && moments.count < 6_000)
        switch end {
        case "", "(call $exit (i32.const 7))", "(throw $odd (i32.const 1))": #expect(last.contains("replaylog:end"))
        default: #expect(last.hasPrefix("T0b"))
        }
        #expect(Moment(client) == moments.last)
        // Back, one by one at first.
        for number in moments.indices.dropLast().suffix(60).reversed() {
            #expect(client.send("bs").hasPrefix("T05"))
            let found = Moment(client)
            guard found == moments[number] else {
                Issue.record("moment \(number): \(found) instead of \(moments[number])")
                return
            }
        }
        try Self.checkBreakpoints(client, moments, from: moments.count - 61)
        // To the beginning, and from there to the end.
        #expect(client.send("bc").contains("replaylog:begin") && Moment(client) == moments[0])
        #expect(client.send("bs").contains("replaylog:begin") && Moment(client) == moments[0])
        let again = client.send("c")
        #expect(again.hasPrefix("T0b") || again.contains("replaylog:end"))
        #expect(Moment(client) == moments.last)
        #expect(client.send("c").hasPrefix("W"))
    }

    /// A call that runs and is recorded goes back in a replay, and forwards to where it runs on.
    @Test(arguments: [ReplaySessionTests.ends[0], ReplaySessionTests.ends[2]]) func backAndToThePresent(_ end: String)
        throws
    {
        var policy = Policy()
        policy.allow = [.stdio, .exit, .random]
        policy.random = .seeded(7)
        policy.stdout.to = .embedder
        let program = Array(ReplaySessionTests.guest(end).utf8)
        let output = BufferOutput()
        let session = try GuestSession(policy, streams: .init(stdout: output), instruments: .debugging)
        let module = try session.load(program)
        var bytes: [UInt8] = []
        let recording = SessionRecording(of: session, modules: [("", program)]) { bytes += $0 }
        let (instance, _) = try session.instantiateWithoutStart(module)
        let start = try #require(instance.function(named: "_start"))
        let client = DebuggerClient(
            try RemoteDebugger(
                session.store, [{ try start.begin() }], moduleNames: [],
                recorded: {
                    try recording.flush()
                    return bytes
                }))
        var moments = [Moment(client)]
        func advance(_ count: Int) {
            for _ in 0..<count {
                #expect(client.send("vCont;s:1").hasPrefix("T05"))
                moments.append(Moment(client))
            }
        }
        advance(150)
        for distance in [1, 20, 0, 140] {
            for number in moments.indices.dropLast().suffix(distance).reversed() {
                #expect(client.send("bs").hasPrefix("T05"))
                guard Moment(client) == moments[number] else { throw DebuggerError.notDebuggable }
            }
            let printed = output.bytes
            for number in moments.indices.suffix(distance) {
                #expect(client.send("vCont;s:1").hasPrefix("T05"))
                guard Moment(client) == moments[number] else { throw DebuggerError.notDebuggable }
            }
            #expect(output.bytes == printed)
            advance(60)
        }
        // To the beginning, and in one go to the end.
        #expect(client.send("bc").contains("replaylog:begin") && Moment(client) == moments[0])
        var last = client.send("c")
        if end == "unreachable" {
            #expect(last.hasPrefix("T0b"))
            let trapped = Moment(client)
            #expect(client.send("bs").hasPrefix("T05") && client.send("vCont;s:1").hasPrefix("T0"))
            #expect(Moment(client) == trapped)
            last = client.send("c")
            // The step has led to the instruction that traps.
            if last.hasPrefix("T0b") { last = client.send("c") }
        }
        #expect(last.hasPrefix("W"))
        let result = try #require(client.debugger.ending)
        try recording.finish(result)
        #expect(output.bytes.count == 24)
        _ = try? ReplaySession(Recording(bytes: bytes)).run()
    }

    /// Runs back to breakpoints at some instructions.
    static func checkBreakpoints(_ client: DebuggerClient, _ moments: [Moment], from start: Int) throws {
        var place = start
        for number in [start - 7, start / 2, start / 2 - 3, start / 3, 5] {
            let offset = try #require(moments[number].offsets.first)
            #expect(client.send(DebuggerClient.breakpoint(offset)) == "OK")
            for _ in 0..<3 {
                let expected = moments[..<place].lastIndex { $0.offsets.first == offset }
                let answer = client.send("bc")
                guard let expected else {
                    #expect(answer.contains("replaylog:begin"))
                    place = 0
                    break
                }
                #expect(answer.contains("swbreak"))
                guard Moment(client) == moments[expected] else {
                    Issue.record("back to \(offset): not moment \(expected)")
                    return
                }
                place = expected
            }
            // Forwards to the next one.
            if let next = moments[(place + 1)...].firstIndex(where: { $0.offsets.first == offset }) {
                #expect(client.send("c").contains("swbreak") && Moment(client) == moments[next])
                place = next
            }
            #expect(client.send(DebuggerClient.breakpoint(offset, set: false)) == "OK")
        }
    }
}
