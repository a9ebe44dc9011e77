import Synchronization

/// What the threads and tasks that use a pool share: the instances that are ready, the number of uses, and the tasks that
/// wait. Nobody holds a lock while a guest runs, an instance is made, or the embedder's code is called.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
final class PoolPlaces: Sendable {
    /// The beginning of a use, with the place of a ready instance, which is the use's now.
    struct Admission {
        var place: Int?
    }

    /// A place for a ready instance. An instance is not `Sendable`: it goes from one thread to another through its
    /// place. The lock is for the compiler, as a place belongs to one thread at a time.
    private final class Place: Sendable {
        private let content = Mutex<PooledInstance?>(nil)

        func fill(_ make: @Sendable () throws -> sending PooledInstance) rethrows {
            try content.withLock { $0 = try make() }
        }

        func take() -> sending PooledInstance? {
            content.withLock { content in
                let taken = content
                content = nil
                return taken
            }
        }
    }

    private struct State {
        var inUse = 0
        /// The number of instances that are being made ready.
        var making = 0
        /// The places with an instance. The last one is used next, as its memory was touched last.
        var full: [Int] = []
        var empty: [Int]
        /// Empty unless ``inUse`` is the maximum.
        var line = WaitingLine()
        var lastTicket: UInt64 = 0
    }

    /// The most uses at the same time.
    let maximumUses: Int
    private let places: [Place]
    private let state: Mutex<State>

    init(capacity: Int, maximumUses: Int) {
        self.maximumUses = maximumUses
        places = (0..<capacity).map { _ in Place() }
        state = Mutex(State(empty: Array(0..<capacity)))
    }

    var counts: InstancePool.Counts {
        state.withLock { .init(ready: $0.full.count, inUse: $0.inUse, waiting: $0.line.count) }
    }

    // MARK: Uses

    /// Begins a use; returns `nil` if as many as possible are going on.
    ///
    /// - Parameter wantsReady: Whether a ready instance can be used.
    func enter(wantsReady: Bool) -> Admission? {
        state.withLock { state in
            guard state.inUse < maximumUses else { return nil }
            state.inUse &+= 1
            // A use that makes an instance of its own takes the place of a ready one, too, rather than exceed the total.
            let isFull = state.full.count &+ state.inUse > max(places.count, maximumUses)
            return Admission(place: wantsReady || isFull ? state.full.popLast() : nil)
        }
    }

    /// Begins a use as soon as possible.
    ///
    /// - Throws: `CancellationError` if the task is cancelled while it waits.
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
        return Admission(place: wantsReady ? state.withLock { $0.full.popLast() } : nil)
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

    /// Takes the instance of a use's place.
    func take(_ admission: Admission) -> sending PooledInstance? {
        guard let place = admission.place else { return nil }
        let instance = places[place].take()
        state.withLock { $0.empty.append(place) }
        return instance
    }

    /// Makes an instance ready, if there are too few, those in use included.
    ///
    /// - Returns: Whether an instance was made.
    /// - Throws: An error of `make`.
    @discardableResult
    func refill(_ make: @Sendable () throws -> sending PooledInstance) throws -> Bool {
        let reserved = state.withLock { state -> Int? in
            guard state.full.count &+ state.making &+ state.inUse < places.count, let place = state.empty.popLast()
            else { return nil }
            state.making &+= 1
            return place
        }
        guard let place = reserved else { return false }
        var isReady = false
        defer { if !isReady { _ = take(Admission(place: place)) } }
        do {
            try places[place].fill(make)
        } catch {
            state.withLock { $0.making &-= 1 }
            throw error
        }
        isReady = state.withLock { state in
            state.making &-= 1
            // Uses that have begun meanwhile may have made instances of their own.
            guard state.full.count &+ state.inUse < places.count else { return false }
            state.full.append(place)
            return true
        }
        return true
    }
}
