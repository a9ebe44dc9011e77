import Synchronization

/// The state that the threads and tasks share which use a pool: the ready instances, the number of uses, and the tasks that
/// wait. Nobody holds a lock while a guest runs, an instance is made, or the embedder's code is called.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
final class PoolPlaces: Sendable {
    /// An instance that waits for its use. An instance is not `Sendable`: this box brings it from one thread to another.
    /// The lock is for the compiler, as a box belongs to one thread at a time.
    final class ReadyInstance: Sendable {
        private let content: Mutex<PooledInstance?>

        init(_ instance: sending PooledInstance) { content = Mutex(instance) }

        func take() -> sending PooledInstance? {
            content.withLock { content in
                let taken = content
                content = nil
                return taken
            }
        }
    }

    /// The beginning of a use, with the ready instance that the use has taken.
    struct Admission {
        var ready: ReadyInstance?
    }

    private struct State {
        var inUse = 0
        /// The number of instances that are being made ready.
        var making = 0
        /// The last one is used next, as its memory was touched last.
        var ready: [ReadyInstance] = []
        /// Empty unless ``inUse`` is the maximum.
        var line = WaitingLine()
        var lastTicket: UInt64 = 0

        /// Returns the beginning of a use that is counted already.
        ///
        /// - Parameter total: The number of instances beyond which a ready one is given up.
        mutating func admission(wantsReady: Bool, total: Int) -> Admission {
            // A use that makes an instance of its own takes a ready one away, too, rather than exceed the total.
            let isFull = ready.count &+ making &+ inUse > total
            return Admission(ready: wantsReady || isFull ? ready.popLast() : nil)
        }
    }

    /// The most uses at the same time.
    let maximumUses: Int
    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int, maximumUses: Int) { (self.capacity, self.maximumUses) = (capacity, maximumUses) }

    private var total: Int { max(capacity, maximumUses) }

    var counts: InstancePool.Counts {
        state.withLock { .init(ready: $0.ready.count, inUse: $0.inUse, waiting: $0.line.count) }
    }

    // MARK: Uses

    /// Begins a use; returns `nil` if as many as possible are going on.
    ///
    /// - Parameter wantsReady: Whether a ready instance can be used.
    func enter(wantsReady: Bool) -> Admission? {
        state.withLock { state in
            guard state.inUse < maximumUses else { return nil }
            state.inUse &+= 1
            return state.admission(wantsReady: wantsReady, total: total)
        }
    }

    /// Begins a use as soon as possible.
    ///
    /// - Throws: `CancellationError` if the task is cancelled while it waits. The caller refills the pool then: the use
    ///   that ended before may have handed its right over to this task, and have made nothing ready.
    nonisolated(nonsending) func wait(wantsReady: Bool) async throws -> Admission {
        if let admission = enter(wantsReady: wantsReady) { return admission }
        let ticket = state.withLock { state in
            state.lastTicket &+= 1
            return state.lastTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if join(ticket, continuation) { continuation.resume() }
                // A task that was cancelled before it joined the line found nobody there to wake up.
                if Task.isCancelled { cancel(ticket) }
            }
        } onCancel: {
            cancel(ticket)
        }
        guard !Task.isCancelled else {
            leave()
            throw CancellationError()
        }
        return state.withLock { $0.admission(wantsReady: wantsReady, total: total) }
    }

    /// Ends a use. The task that has waited for the longest time takes it over.
    func leave() {
        let next = state.withLock { state in
            let next = state.line.popFirst()
            if next == nil { state.inUse &-= 1 }
            return next
        }
        next?.resume()
    }

    /// Begins a use and returns true, or lets a task join the line.
    private func join(_ ticket: UInt64, _ continuation: WaitingLine.Continuation) -> Bool {
        state.withLock { state in
            if state.inUse < maximumUses {
                state.inUse &+= 1
                return true
            }
            state.line.append(continuation, ticket)
            return false
        }
    }

    private func cancel(_ ticket: UInt64) {
        state.withLock { $0.line.remove(ticket) }?.resume(throwing: CancellationError())
    }

    // MARK: Ready instances

    /// Makes an instance ready, if there are too few, those in use included.
    ///
    /// - Returns: Whether an instance was made.
    /// - Throws: An error of `make`.
    @discardableResult
    func refill(_ make: @Sendable () throws -> sending PooledInstance) throws -> Bool {
        let isNeeded = state.withLock { state in
            guard state.ready.count &+ state.making &+ state.inUse < capacity else { return false }
            state.making &+= 1
            return true
        }
        guard isNeeded else { return false }
        let instance: ReadyInstance
        do {
            instance = ReadyInstance(try make())
        } catch {
            state.withLock { $0.making &-= 1 }
            throw error
        }
        state.withLock { state in
            state.making &-= 1
            // Uses that have begun meanwhile may have made instances of their own; the last of them refills the pool.
            guard state.ready.count &+ state.inUse < capacity else { return }
            state.ready.append(instance)
        }
        return true
    }
}
