/// Work that is divided among threads of the system.
package enum HostThreads {
    /// The number of threads that can run at the same time.
    package static var processorCount: Int { Syscalls.processorCount }

    /// Calls `work` with each number below `count`, and returns the results in this order.
    ///
    /// The calling thread takes part, together with others that the system provides, up to `threads` in all. Each
    /// thread takes the next number when it has finished one. A thread of Swift's concurrency may call this and wait:
    /// the other threads are not of its pool, so that they run even if the whole pool waits.
    package static func map<Result: Sendable>(
        _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Result
    ) -> [Result] {
        let job = Job(count, work)
        var started: [Syscalls.Thread] = []
        for _ in 1..<max(1, min(threads, count)) {
            guard let thread = Syscalls.startThread(ThreadBody { job.run() }) else { break }
            started.append(thread)
        }
        job.run()
        for thread in started { thread.join() }
        return job.results
    }
}

/// The numbers that are left, and the results so far.
private final class Job<Result: Sendable>: @unchecked Sendable {
    private let work: @Sendable (Int) -> Result
    // The properties below are used only under the lock.
    private let lock = Lock()
    private var next = 0
    private var done: [Result?]

    init(_ count: Int, _ work: @escaping @Sendable (Int) -> Result) {
        self.work = work
        done = Array(repeating: nil, count: max(0, count))
    }

    func run() {
        while let number = takeNext() {
            let result = work(number)
            lock.withLock { done[number] = result }
        }
    }

    private func takeNext() -> Int? {
        lock.withLock {
            guard next < done.count else { return nil }
            defer { next += 1 }
            return next
        }
    }

    var results: [Result] { lock.withLock { done.compactMap { $0 } } }
}
