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
                try ReplaySession(recording, checkpointsEvery: interval, output: nil, debuggable: true)))
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
