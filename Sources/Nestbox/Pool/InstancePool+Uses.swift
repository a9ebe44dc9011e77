import WASIPreview1
import WasmRuntime

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
extension InstancePool {
    /// Calls `body` with an instance that nobody else has. It does not wait: if ``maximumUses`` are going on, it
    /// throws. When `body` has ended, the guest's output is flushed as by ``GuestSession/run(_:)``, and the instance is
    /// thrown away. Before the method returns, it makes the instance ready that a later use gets, or two: that takes the
    /// caller's time, about as long as a use that finds no ready instance waits for its own.
    ///
    /// - Parameters:
    ///   - policy: What the guest may do in this use, instead of the pool's policy. Its lists of modules and features
    ///     have no effect, as the module is loaded.
    ///   - streams: The streams that the policy leaves to the embedder.
    ///   - hostModules: The embedder's functions for this use, instead of the pool's.
    ///   - auditor: Receives every system call of this use, and every call of the embedder's functions.
    ///   - body: Uses the instance. Its time begins with the call of `body`.
    /// - Returns: The result of `body`.
    /// - Throws: ``PoolError/exhausted(maximumUses:)``; an error of `body`, or of making an instance; ``Interrupted``
    ///   or ``Errno`` if the output could not be written.
    public func withInstance<Result>(
        policy: Policy? = nil, streams: Policy.Streams = .init(), hostModules: [HostModule]? = nil,
        auditor: (any Auditor)? = nil, _ body: (PooledInstance) throws -> Result
    ) throws -> Result {
        let isOwn = policy == nil && hostModules == nil && auditor == nil
        guard let admission = places.enter(wantsReady: isOwn) else {
            throw PoolError.exhausted(maximumUses: maximumUses)
        }
        defer { end() }
        let guest =
            try ready(admission, isOwn)
            ?? PooledInstance(policy ?? self.policy, settings, hostModules ?? self.hostModules(), auditor, snapshot)
        defer { guest.end() }
        try guest.begin(streams)
        return try guest.session.flushing { try body(guest) }
    }

    /// Calls `body` with an instance that nobody else has, and waits for one without blocking a thread: if
    /// ``maximumUses`` are going on, tasks wait in the order in which they came. Otherwise as
    /// ``withInstance(policy:streams:hostModules:auditor:_:)``.
    ///
    /// The guest runs where the caller runs, and the instance for a later use is made there before the method returns: on
    /// the main actor, that occupies the main thread. Call the guest with ``Function/callAsync(_:yieldingEvery:)``, so
    /// that it does not block a thread either. A use inside of another one may wait for ever, when all uses wait for a
    /// further one.
    ///
    /// - Throws: `CancellationError` if the task is cancelled while it waits; otherwise as the synchronous method, without
    ///   ``PoolError/exhausted(maximumUses:)``.
    public nonisolated(nonsending) func withInstanceAsync<Result>(
        policy: Policy? = nil, streams: Policy.Streams = .init(), hostModules: [HostModule]? = nil,
        auditor: (any Auditor)? = nil, _ body: nonisolated(nonsending) (PooledInstance) async throws -> Result
    ) async throws -> Result {
        let isOwn = policy == nil && hostModules == nil && auditor == nil
        let admission: PoolPlaces.Admission
        do {
            admission = try await places.wait(wantsReady: isOwn)
        } catch {
            refill()
            throw error
        }
        defer { end() }
        let guest =
            try ready(admission, isOwn)
            ?? PooledInstance(policy ?? self.policy, settings, hostModules ?? self.hostModules(), auditor, snapshot)
        defer { guest.end() }
        try guest.begin(streams)
        return try await guest.session.flushingAsync { try await body(guest) }
    }

    /// Takes the ready instance of a use, if it has one; returns it if the use can have it.
    private func ready(_ admission: PoolPlaces.Admission, _ isOwn: Bool) -> sending PooledInstance? {
        let instance = admission.ready?.take()
        return isOwn ? instance : nil
    }

    /// Ends a use, and makes further instances ready if there are too few.
    private func end() {
        places.leave()
        refill()
    }

    /// Makes an instance ready in place of the one that a use had, and another one if an earlier failure has left too few:
    /// with one alone, a pool that is used by one caller after the other would never be full again.
    private func refill() {
        for _ in 0..<2 {
            // A failure, such as a folder that is gone, is thrown by the next use, which makes an instance of its own.
            guard (try? places.refill(makeReady)) == true else { return }
        }
    }

    func makeReady() throws -> sending PooledInstance {
        try PooledInstance(policy, settings, hostModules(), nil, snapshot)
    }
}
