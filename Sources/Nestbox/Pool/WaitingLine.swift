/// Tasks that wait, in the order in which they came. Joining and leaving take constant time, averaged over many.
struct WaitingLine {
    typealias Continuation = CheckedContinuation<Void, any Error>

    private var waiting: [UInt64: Continuation] = [:]
    /// The tickets in their order, from ``first`` on. Those of tasks that have left are skipped.
    private var tickets: [UInt64] = []
    private var first = 0

    var count: Int { waiting.count }

    mutating func append(_ continuation: Continuation, _ ticket: UInt64) {
        if tickets.count > 2 &* waiting.count &+ 16 {
            tickets = tickets[first...].filter { waiting[$0] != nil }
            first = 0
        }
        waiting[ticket] = continuation
        tickets.append(ticket)
    }

    mutating func popFirst() -> Continuation? {
        while first < tickets.count {
            first &+= 1
            if let continuation = waiting.removeValue(forKey: tickets[first &- 1]) { return continuation }
        }
        return nil
    }

    mutating func remove(_ ticket: UInt64) -> Continuation? { waiting.removeValue(forKey: ticket) }
}
