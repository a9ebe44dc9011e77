import Testing
import WASIPreview1
import WasmRuntime

/// The clocks and outputs that a policy makes.
@Suite struct PolicyStreamTests {
    private func write(_ output: LimitedOutput, _ text: String) throws -> Int {
        let bytes = Array(text.utf8)
        return try output.write(bytes.span)
    }

    @Test(arguments: Policy.Output.Excess.allCases)
    func outputEndsAtItsMaximum(_ beyond: Policy.Output.Excess) throws {
        let buffer = BufferOutput()
        let output = LimitedOutput(buffer, maximumBytes: 5, beyond: beyond, clocks: VirtualClocks())
        #expect(try write(output, "abc") == 3)
        #expect(try write(output, "defg") == 2)
        #expect(output.readiness(waitingAtMost: 0) != nil)
        switch beyond {
        case .error: #expect(throws: Errno.nospc) { try write(output, "x") }
        case .drop: #expect(try write(output, "xyz") == 3)
        case .stop: #expect(throws: Trap.self) { try write(output, "x") }
        }
        #expect(buffer.text == "abcde")
        #expect(output.written == 5)
    }

    @Test func outputHasARate() throws {
        let buffer = BufferOutput()
        let clocks = VirtualClocks()
        let output = LimitedOutput(buffer, maximumBytes: nil, beyond: .error, bytesPerSecond: 10, clocks: clocks)
        #expect(try write(output, "0123456789abcdef") == 10)
        #expect(output.readiness(waitingAtMost: 0) == nil)
        #expect(throws: Errno.again) { try write(output, "x") }
        // Waiting takes the time of one byte, but no longer than allowed.
        #expect(output.readiness(waitingAtMost: 20_000_000) == nil)
        #expect(clocks.now(.monotonic) == 20_000_000)
        #expect(output.readiness(waitingAtMost: 1_000_000_000) != nil)
        #expect(try write(output, "xyz") == 1)
        clocks.sleep(nanoseconds: 350_000_000)
        #expect(try write(output, "0123456789") == 3)
        clocks.sleep(nanoseconds: 3_600_000_000_000)
        #expect(try write(output, "0123456789abcdef") == 10, "a second's worth at most")
    }

    @Test(arguments: [0, 1, 3, 999_999_999, 1_000_000_000, UInt64.max])
    func everyRateIsKept(_ rate: UInt64) throws {
        let clocks = VirtualClocks()
        let output = LimitedOutput(
            NullStream(), maximumBytes: nil, beyond: .error, bytesPerSecond: rate, clocks: clocks)
        let text = String(repeating: "a", count: 100)
        for _ in 0..<200 {
            if output.readiness(waitingAtMost: 70_000_000) != nil { _ = try? write(output, text) }
            clocks.sleep(nanoseconds: 1_234_567)
        }
        let seconds = (clocks.now(.monotonic) ?? 0) / 1_000_000_000 + 1
        let (most, overflow) = max(1, rate).multipliedReportingOverflow(by: seconds + 1)
        #expect(output.written <= (overflow ? .max : most))
        #expect(output.written > 0)
    }

    /// A guest that writes too fast waits, and can be stopped while it waits.
    @Test func aGuestWaitsForItsRate() throws {
        let buffer = BufferOutput()
        let clocks = VirtualClocks()
        let output = LimitedOutput(buffer, maximumBytes: nil, beyond: .error, bytesPerSecond: 100, clocks: clocks)
        let guest = Guest(interruption: Countdown(10_000)) { $0.grantStandardOutput(output) }
        guest.put(100, 1000, at: 0)
        #expect(try guest.call("fd_write", 1, 0, 1, 16) == .success)
        #expect(buffer.bytes.count == 1000)
        #expect((clocks.now(.monotonic) ?? 0) >= 9_000_000_000)
        let stopped = Guest(interruption: Countdown(5)) { $0.grantStandardOutput(output) }
        stopped.put(100, 1000, at: 0)
        #expect(throws: Interrupted.self) { try stopped.call("fd_write", 1, 0, 1, 16) }
    }

    @Test func coarseClocksGoInSteps() {
        let inner = VirtualClocks(realtime: 1_234_567)
        let clocks = CoarseClocks(inner, step: 1000)
        #expect(clocks.now(.realtime) == 1_234_000)
        #expect(clocks.resolution(.monotonic) == 1000)
        inner.sleep(nanoseconds: 999)
        #expect(clocks.now(.monotonic) == 0)
        clocks.sleep(nanoseconds: 1)
        #expect(clocks.now(.monotonic) == 1000)
        #expect(clocks.now(.threadCPUTime) == nil && clocks.resolution(.processCPUTime) == nil)
        #expect(CoarseClocks(inner, step: 0).now(.realtime) == inner.now(.realtime))
    }

    @Test func budgetClocksGoWithTheBudget() throws {
        let clocks = BudgetClocks(start: 5, nanosecondsPerUnit: 10)
        #expect(clocks.now(.realtime) == 5 && clocks.now(.monotonic) == 0)
        let store = Store()
        clocks.store = store
        let charge = HostFunction(type: .init(parameters: [], results: [])) { call in try call.charge(7) }
        _ = try store.callForTest(charge, arguments: [], memory: [])
        #expect(clocks.now(.realtime) == 75 && clocks.now(.monotonic) == 70)
        clocks.sleep(nanoseconds: 30)
        #expect(clocks.now(.monotonic) == 100)
        #expect(clocks.now(.processCPUTime) == nil)
        #expect(clocks.resolution(.realtime) == 10)
        let fast = BudgetClocks(start: .max, nanosecondsPerUnit: .max)
        fast.store = store
        #expect(fast.now(.realtime) == .max && fast.now(.monotonic) == .max)
    }
}
