/// Work that is divided among threads of the system.
package enum HostThreads {
    /// How many can run at the same time.
    package static var processorCount: Int { Syscalls.processorCount }

    /// Calls `work` with each number below `count` and gives the results in this order.
    ///
    /// The calling thread takes part, with as many others as the system gives, up to `threads` in all. Each takes the
    /// next number when it has done one. That it waits for the others in the end does no harm to a thread of Swift's
    /// concurrency: they are not of its pool, so that they run whatever waits there.
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

/// What is left to do, and what has been done.
private final class Job<Result: Sendable>: @unchecked Sendable {
    private let work: @Sendable (Int) -> Result
    // What is below is only touched under the lock.
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
