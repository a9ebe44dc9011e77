import Nestbox
import Testing
import WASIPreview1
import WasmRuntime

/// A replay goes to any moment of the run, forwards and backwards, and finds the same there.
struct ReplaySessionTests {
    /// The state at a moment of a replay.
    struct Moment: Equatable {
        var spent: UInt64
        var calls: UInt64
        var frames: [Trap.Frame]
        var memory: [UInt8]?
        var isEnded: Bool

        init(_ replay: ReplaySession) throws {
            (spent, calls, frames, isEnded) = (replay.spent, replay.callCount, replay.backtrace, replay.isEnded)
            memory = try replay.memory().map { try $0.read(at: 0, count: min($0.byteCount, 4_096)) }
        }
    }

    /// Loops, calls itself, makes objects, throws, grows its memory, and asks for random bytes all the time.
    static func guest(_ end: String) -> String {
        """
        (module
          (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (type $list (struct (field i32) (field (ref null $list))))
          (memory (export "memory") 1 4) (tag $odd (param i32))
          (global $list (mut (ref null $list)) (ref.null $list))
          (data (i32.const 8) "\\10\\00\\00\\00\\02\\00\\00\\00")
          (func $visit (param $n i32) (result i32)
            (global.set $list (struct.new $list (local.get $n) (global.get $list)))
            (if (i32.and (local.get $n) (i32.const 1)) (then (throw $odd (local.get $n))))
            (if (i32.eqz (local.get $n)) (then (return (i32.const 1))))
            (i32.add (i32.const 1) (call $visit (i32.sub (local.get $n) (i32.const 2)))))
          (func $try (param $n i32) (result i32)
            (block $caught (result i32)
              (try_table (result i32) (catch $odd $caught) (call $visit (local.get $n)))))
          (func (export "_start") (local $n i32)
            (loop $next
              (drop (call $random (i32.add (i32.const 64) (local.get $n)) (i32.const 4)))
              (i32.store8 (i32.const 16) (i32.add (i32.const 65) (local.get $n)))
              (i32.store8 (i32.const 17) (i32.const 10))
              (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 4)))
              (i32.store (i32.const 32)
                (call $try (i32.and (i32.load8_u (i32.add (i32.const 64) (local.get $n))) (i32.const 15))))
              (drop (memory.grow (i32.const 1)))
              (br_if $next (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 12))))
            \(end)))
        """
    }

    static let ends = [
        "", "(call $exit (i32.const 7))", "unreachable", "(loop $l (br $l))", "(throw $odd (i32.const 1))",
    ]

    /// Records a run with little budget; returns the recording and what the guest has printed.
    static func record(_ end: String) throws -> (bytes: [UInt8], output: [UInt8]) {
        var policy = Policy()
        policy.allow = [.stdio, .exit, .random]
        policy.random = .seeded(7)
        policy.stdout.to = .embedder
        policy.resources.hostPrices = .none
        policy.resources.budget = 4_000
        let output = BufferOutput()
        let streams = Policy.Streams(stdout: output)
        let session = try GuestSession(policy, streams: streams)
        var bytes: [UInt8] = []
        _ = try? session.run(Array(guest(end).utf8), recordingTo: { bytes += $0 })
        return (bytes, output.bytes)
    }

    @Test(arguments: ends, [nil, 1, 300, 100_000] as [UInt64?])
    func everyMomentIsFoundAgain(_ end: String, _ interval: UInt64?) throws {
        let (bytes, output) = try Self.record(end)
        let recording = try Recording(bytes: bytes)
        let printed = BufferOutput()
        let replay = try ReplaySession(
            recording, checkpointsEvery: interval,
            output: ReplayedOutput(standardOutput: printed, standardError: BufferOutput()))
        var moments = [try Moment(replay)]
        while !replay.isEnded {
            try replay.step()
            moments.append(try Moment(replay))
        }
        #expect(moments.count > 60 && replay.callCount >= 12)
        #expect(printed.bytes == output && output.count == 24)
        // Back one by one.
        for moment in moments.dropLast().reversed() {
            try replay.stepBack()
            let found = try Moment(replay)
            guard found == moment else {
                Issue.record("\(found) instead of \(moment)")
                return
            }
        }
        try replay.stepBack()
        #expect(try Moment(replay) == moments[0])
        // Here and there.
        var random: UInt64 = 5
        for _ in 0..<60 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let units = (random >> 33) % (recording.spent + 20)
            try replay.move(to: units)
            let (found, expected) = (try Moment(replay), moments.first { $0.spent >= units || $0.isEnded })
            guard found == expected else {
                Issue.record("\(units): \(found) instead of \(String(describing: expected))")
                return
            }
        }
        // The end is that of the recording, and nothing was printed twice.
        let again = Result { try replay.run() }
        switch (end, again) {
        case (Self.ends[0], .success(.returned)), (Self.ends[1], .success(.exited(7))): break
        case (Self.ends[2], .failure(let trap as Trap)): #expect(trap.kind == .unreachable)
        case (Self.ends[3], .failure(let trap as Trap)): #expect(trap.kind == .budgetExhausted)
        case (Self.ends[4], .failure(is WasmException)): break
        default: Issue.record("\(again)")
        }
        #expect(printed.bytes == output)
    }

    /// From a difference one can go back, and limits are met as before.
    @Test func goingBackFromADifference() throws {
        let (bytes, _) = try Self.record("")
        let other = Array(Self.guest("(loop $l (br_if $l (i32.eqz (call $random (i32.const 0) (i32.const 4)))))").utf8)
        let replay = try ReplaySession(Recording(bytes: bytes), program: other, checkpointsEvery: 500)
        #expect(replay.hasOtherProgram)
        #expect(throws: ReplayDifference.self) { try replay.move(to: .max) }
        #expect(replay.isEnded)
        let end = replay.spent
        try replay.stepBack()
        #expect(!replay.isEnded && replay.spent <= end && !replay.backtrace.isEmpty)
        for _ in 0..<20 { try replay.stepBack() }
        #expect(throws: ReplayDifference.self) { try replay.move(to: .max) }
    }

    /// A guest that grows until the limit of all memory is met; the limit also counts code that is lowered.
    @Test func limitsAreMetWhereTheyWereMet() throws {
        var policy = Policy()
        policy.resources.limits.memoryPages = 1_000
        policy.resources.limits.totalMemoryBytes = 64 << 20
        policy.resources.limits.hostBytes = 8 << 20
        let text = """
            (module (memory (export "memory") 1)
              (func $next (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
              (func (export "_start") (local $n i32)
                (loop $l
                  (local.set $n (call $next (local.get $n)))
                  (br_if $l (i32.ge_s (memory.grow (i32.const 1)) (i32.const 0))))))
            """
        let session = try GuestSession(policy)
        var bytes: [UInt8] = []
        try session.run(Array(text.utf8), recordingTo: { bytes += $0 })
        #expect(session.store.refusals.counts[.hostBytes] == 1)
        for interval in [nil, 20] as [UInt64?] {
            let replay = try ReplaySession(Recording(bytes: bytes), checkpointsEvery: interval)
            for _ in 0..<3 {
                // The units tell how often the memory has grown.
                #expect(throws: Never.self) { try replay.run() }
                for _ in 0..<5 { try replay.stepBack() }
                replay.moveToStart()
            }
        }
    }

    /// A failure of the output ends the guest, and is what the embedder gets.
    @Test func aRecordingThatCannotBeWritten() throws {
        struct Full: Error {}
        let session = try GuestSession(Policy())
        let program = Array("(module (memory 1) (func (export \"_start\")))".utf8)
        let failure = #expect(throws: RecordingFailure.self) {
            try session.run(program, recordingTo: { _ in throw Full() })
        }
        #expect(failure?.description.contains("could not be written") == true)
    }

    /// An interruption ends the replay, which can be moved back afterwards.
    @Test func aReplayCanBeInterrupted() throws {
        final class Switch: Interruption {
            nonisolated(unsafe) var isOn = true
            func reasonToStop() -> InterruptReason? { isOn ? .cancelled : nil }
        }
        let (bytes, _) = try Self.record("(loop $l (br $l))")
        let stop = Switch()
        stop.isOn = false
        let replay = try ReplaySession(Recording(bytes: bytes), interruption: stop)
        try replay.move(to: 500)
        stop.isOn = true
        let trap = #expect(throws: Trap.self) { try replay.move(to: .max) }
        #expect(trap?.kind == .interrupted(.cancelled))
        stop.isOn = false
        try replay.move(to: 500)
        #expect(!replay.isEnded && replay.spent >= 500)
    }
}
