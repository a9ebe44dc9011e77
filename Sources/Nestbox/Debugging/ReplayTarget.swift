import WasmRuntime

/// A replay under a debugger, which can go back: to an earlier moment, from a checkpoint before it.
///
/// A moment is a stop before an instruction: the units that are spent there, and its number among the stops with as many, as
/// some instructions cost nothing.
final class ReplayTarget: DebugTarget {
    struct Moment: Equatable {
        var spent: UInt64
        var number: Int

        /// Later than any other.
        static let end = Moment(spent: .max, number: 0)
    }

    let canGoBack = true
    private let replay: ReplaySession
    /// This moment's number; `nil` while it is not known.
    private var number: Int?
    /// Whether the guest stands at the last instruction of the run, which was reached.
    private var hasSeenEnd = false

    init(_ replay: ReplaySession) { self.replay = replay }

    var store: Store { replay.store }
    var threads: [Int] { replay.isEnded ? [] : [1] }

    func stack(of thread: Int) -> CapturedStack? { replay.call?.capturedStack(atMost: CapturedStack.mostFrames) }

    func kill() {}

    // MARK: Forwards

    func step(_ thread: Int) -> DebugStop {
        moving {
            try stepOnce()
            return replay.isEnded ? try end() : .stepped(thread: 1)
        }
    }

    func run(units: UInt64) -> DebugStop { run(units: units, upTo: Moment.end) }

    /// Runs as ``run(units:)``, but not beyond a moment that lies ahead.
    func run(units: UInt64, upTo present: Moment) -> DebugStop {
        moving {
            let (end, overflow) = replay.spent.addingReportingOverflow(units)
            if replay.spent < present.spent {
                number = nil
                try replay.moveToBreakpoint(before: min(overflow ? .max : end, present.spent))
                // The first moment with so many units, or a breakpoint before.
                if replay.spent == present.spent { number = 0 }
            } else {
                try stepOnce()
            }
            if replay.isEnded { return try self.end() }
            return replay.store.isAtBreakpoint ? .breakpoint(thread: 1) : .units
        }
    }

    /// Performs a movement. A trap ends the run as it did when it was recorded; so does a difference from the recording.
    private func moving(_ body: () throws -> DebugStop) -> DebugStop {
        do {
            return try body()
        } catch {
            if let stop = try? end(error) { return stop }
            return .ended(code: Result<[Value], any Error>.failure(error).exitCode)
        }
    }

    /// Executes an instruction, and keeps count.
    private func stepOnce() throws {
        let (before, known) = (replay.spent, number)
        let wasEnded = replay.isEnded
        try replay.stepInstruction()
        number = replay.spent > before || wasEnded ? 0 : known.map { $0 + 1 }
    }

    /// Stands at the last instruction when the end of the run is reached for the first time, and ends after that.
    private func end(_ error: (any Error)? = nil) throws -> DebugStop {
        let outcome = error.map { Result<[Value], any Error>.failure($0) } ?? replay.result
        guard !hasSeenEnd else { return .ended(code: outcome?.exitCode ?? 0) }
        hasSeenEnd = true
        guard let last = try moment(before: Moment.end) else { return .ended(code: 0) }
        try go(to: last)
        if case .failure(let error)? = outcome, let trap = error as? Trap {
            return .trapped(thread: 1, "\(trap.kind)")
        }
        if let difference = error { return .trapped(thread: 1, "\(difference)") }
        return .historyEnd(thread: 1, isBeginning: false)
    }

    // MARK: Backwards

    func goBack(byStep: Bool) -> DebugStop {
        hasSeenEnd = false
        return moving {
            let now = try self.now()
            if byStep {
                guard let before = try moment(before: now) else { return try beginning() }
                try go(to: before)
                return .stepped(thread: 1)
            }
            guard try goToBreakpoint(before: now) else { return try beginning() }
            return .breakpoint(thread: 1)
        }
    }

    private func beginning() throws -> DebugStop {
        try go(to: Moment(spent: 0, number: 0))
        return .historyEnd(thread: 1, isBeginning: true)
    }

    /// Whether the guest is at a moment whose number is known.
    func isAt(_ moment: Moment) -> Bool {
        if moment == .end { return hasSeenEnd }
        return replay.spent == moment.spent && number == moment.number
    }

    /// Goes to the moment at which a call is that this is a replay of; to the last one of the run if the call has trapped.
    func goToPresent(of live: LiveTarget) throws -> Moment {
        guard live.trap == nil else {
            hasSeenEnd = false
            while case .units = run(units: .max) {}
            return .end
        }
        let (spent, place) = (live.store.budget.spent, ReplayTarget.place(in: live.stack(of: 1)))
        try go(to: Moment(spent: spent, number: 0))
        while self.place != place, replay.spent == spent, !replay.isEnded { try stepOnce() }
        return Moment(spent: spent, number: number ?? 0)
    }

    /// This moment.
    private func now() throws -> Moment {
        let spent = replay.spent
        if let number { return Moment(spent: spent, number: number) }
        // No instruction is executed twice without spending anything.
        let place = self.place
        try go(to: Moment(spent: spent, number: 0))
        while self.place != place, replay.spent == spent, !replay.isEnded { try stepOnce() }
        return Moment(spent: spent, number: number ?? 0)
    }

    /// The place of the guest, which differs between moments with as many units spent.
    private var place: [Int] { ReplayTarget.place(in: stack(of: 1)) }

    private static func place(in stack: CapturedStack?) -> [Int] {
        guard let frames = stack?.frames, let first = frames.first else { return [] }
        return [frames.count, first.instance.index, Int(first.functionIndex), first.offset]
    }

    /// Goes to a moment; to the first one if there is none with so few units.
    private func go(to moment: Moment) throws {
        if replay.spent != moment.spent || (number ?? .max) > moment.number || replay.isEnded {
            try goToFirst(with: moment.spent)
        }
        while let number, number < moment.number, !replay.isEnded { try stepOnce() }
    }

    /// Goes to the first moment with at least so many units spent; to the first one of all for 0.
    private func goToFirst(with spent: UInt64) throws {
        // Moving to where the guest is would leave it in the middle of the moments with as many units.
        if replay.spent >= spent || replay.isEnded { replay.moveBack(before: spent) }
        if replay.call?.suspension == nil { try replay.stepInstruction() }
        if replay.spent < spent { try replay.move(to: spent) }
        number = 0
    }

    /// The last moment before another one; `nil` if that is the first.
    private func moment(before later: Moment) throws -> Moment? {
        if later.number > 0 { return Moment(spent: later.spent, number: later.number - 1) }
        // The last instruction may have spent all.
        let end = later.spent == .max ? replay.spent &+ 1 : later.spent
        var distance: UInt64 = 1
        while true {
            try search(end - min(distance, end))
            if !replay.isEnded, isBefore(later) { break }
            guard distance < end else { return nil }
            distance = distance.multipliedReportingOverflow(by: 2).overflow ? end : distance * 2
        }
        var last = Moment(spent: replay.spent, number: number ?? 0)
        while true {
            do { try stepOnce() } catch { break }
            guard !replay.isEnded, isBefore(later) else { break }
            last = Moment(spent: replay.spent, number: number ?? 0)
        }
        return last
    }

    private func isBefore(_ later: Moment) -> Bool {
        replay.spent < later.spent || replay.spent == later.spent && (number ?? 0) < later.number
    }

    /// Goes to the first moment with at least so many units, where the end is one as any other.
    private func search(_ spent: UInt64) throws {
        do { try goToFirst(with: spent) } catch  where replay.isEnded {}
    }

    /// Goes to the last breakpoint before a moment; returns false if there is none.
    private func goToBreakpoint(before now: Moment) throws -> Bool {
        var (end, distance) = (now, ReplayTarget.firstDistance)
        while true {
            let start = end.spent - min(distance, end.spent)
            if try goToLastBreakpoint(from: start, before: end) { return true }
            guard start > 0 else { return false }
            (end, distance) = (
                Moment(spent: start, number: 0), distance.multipliedReportingOverflow(by: 4).partialValue
            )
        }
    }

    /// The units in which a breakpoint is looked for first.
    private static let firstDistance: UInt64 = 1 << 16

    /// Goes to the last breakpoint in a part of the run; returns false if there is none.
    private func goToLastBreakpoint(from start: UInt64, before end: Moment) throws -> Bool {
        // Breakpoints are counted among those with as many units, as their numbers are not known without going back.
        var (last, count): (UInt64?, Int) = (nil, 0)
        func note() {
            count = last == replay.spent ? count + 1 : 1
            last = replay.spent
        }
        try goToFirst(with: start)
        while !replay.isEnded, replay.spent < end.spent {
            if replay.store.isAtBreakpoint { note() }
            number = nil
            try replay.moveToBreakpoint(before: end.spent)
        }
        if end.number > 0 {
            try goToFirst(with: end.spent)
            while let number, number < end.number, !replay.isEnded {
                if replay.store.isAtBreakpoint { note() }
                try stepOnce()
            }
        }
        guard let last else { return false }
        try goToFirst(with: last)
        while true {
            if replay.store.isAtBreakpoint { count -= 1 }
            guard count > 0, !replay.isEnded else { return true }
            try stepOnce()
        }
    }
}
