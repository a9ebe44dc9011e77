import WASIPreview1
import WasmRuntime
import WasmSyntax

/// Copies of a prepared guest, kept ready: each use gets one of its own, of which nothing remains.
///
///     let pool = try InstancePool(policy, loading: bytes, capacity: 8) { try $0.instance.call("prepare") }
///     // On any thread, or in any task:
///     let results = try pool.withInstance { try $0.instance.call("answer", [.i32(7)]) }
///
/// A use begins with the state of the pool's ``snapshot``, with new descriptors, streams, folders in memory, random numbers
/// and clocks, and with the whole budget and time of its policy. Nothing of an earlier use is left. What was got from an
/// instance is of no use after the use, as after ``Store/reset()``.
///
/// A pool has at most as many instances as the larger one of ``capacity`` and ``maximumUses``, ready or in use. Each
/// takes at most ``StoreLimits/hostBytes`` of its policy, and the snapshot as much again. A ready instance shares the
/// bytes of its memories with the snapshot: they are copied when the use first writes to a memory.
///
/// What the guest has opened while it was prepared does not exist in the uses: the descriptors of the warm-up are not
/// part of a snapshot. All uses begin with the same state of a random number generator inside the guest.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
public final class InstancePool: Sendable {
    /// The policy of the uses that bring none of their own.
    public let policy: Policy
    /// The state that each use begins with.
    public let snapshot: Snapshot
    /// The number of instances that are kept ready, those in use included.
    public let capacity: Int
    /// The most uses at the same time.
    public var maximumUses: Int { places.maximumUses }

    private let program: String
    private let hostModules: @Sendable () -> [HostModule]
    private let places: PoolPlaces

    /// Creates a pool of copies of a snapshot: perhaps one with a suspended call, one of several instances, or one from
    /// a file.
    ///
    /// - Parameters:
    ///   - policy: What a guest may do in a use.
    ///   - snapshot: The state that each use begins with.
    ///   - capacity: The number of instances that are kept ready, those in use included.
    ///   - maximumUses: The most uses at the same time; `nil` for as many as `capacity`, and at least one.
    ///   - program: The first argument of the guest.
    ///   - hostModules: Makes the embedder's functions for an instance.
    /// - Throws: As a use does when an instance cannot be made: ``SnapshotError``, ``LinkError``, ``PolicyError``,
    ///   ``WASIConfigurationError`` or ``HostFileError``.
    public init(
        _ policy: Policy, from snapshot: Snapshot, capacity: Int = 4, maximumUses: Int? = nil,
        program: String = "guest", hostModules: @escaping @Sendable () -> [HostModule] = { [] }
    ) throws {
        self.policy = policy
        self.snapshot = snapshot
        self.capacity = max(0, capacity)
        self.program = program
        self.hostModules = hostModules
        places = PoolPlaces(capacity: self.capacity, maximumUses: max(1, maximumUses ?? capacity))
        let make: @Sendable () throws -> sending PooledInstance = makeReady
        while try places.refill(make) {}
        // Otherwise, only a use would show that instances cannot be made.
        if self.capacity == 0 { _ = try make() }
    }

    /// Prepares a guest under a policy, with a budget and a time like those of a use, and creates a pool of its copies.
    ///
    /// The module is loaded, all its functions are lowered, and it is instantiated and initialized, as
    /// ``GuestSession/instantiate(_:)`` does.
    ///
    /// - Parameters:
    ///   - policy: What the guest may do, while it is prepared and in a use.
    ///   - bytes: The module in the binary or in the text format.
    ///   - capacity: The number of instances that are kept ready, those in use included.
    ///   - maximumUses: The most uses at the same time; `nil` for as many as `capacity`, and at least one.
    ///   - program: The first argument of the guest.
    ///   - streams: The streams that the policy leaves to the embedder, for the preparation alone.
    ///   - hostModules: Makes the embedder's functions for an instance.
    ///   - warmUp: Prepares the guest further.
    /// - Throws: As ``GuestSession/load(_:)`` and ``GuestSession/instantiate(_:)``; an error of `warmUp`;
    ///   ``SnapshotError`` if the guest has something that a snapshot cannot contain, such as a memory that the
    ///   embedder has made; and as ``init(_:from:capacity:maximumUses:program:hostModules:)``.
    public convenience init(
        _ policy: Policy, loading bytes: [UInt8], capacity: Int = 4, maximumUses: Int? = nil,
        program: String = "guest", streams: Policy.Streams = .init(),
        hostModules: @escaping @Sendable () -> [HostModule] = { [] }, warmUp: (PooledInstance) throws -> Void
    ) throws {
        let session = try GuestSession(policy, program: program, streams: streams, hostModules: hostModules())
        let snapshot = try session.flushing {
            let module = try session.load(bytes)
            try module.prepare(
                profile: policy.profile, budgetUnit: policy.resources.budgetUnit,
                interruption: session.store.interruption)
            let instance = try session.instantiate(module)
            try warmUp(PooledInstance(session: session, instance: instance, call: nil))
            return try instance.snapshot()
        }
        try self.init(
            policy, from: snapshot, capacity: capacity, maximumUses: maximumUses, program: program,
            hostModules: hostModules)
    }

    /// The numbers of a pool's instances, and of the tasks that wait for one.
    public struct Counts: Hashable, Sendable {
        /// The instances that are ready.
        public var ready: Int
        /// The uses that are going on.
        public var inUse: Int
        /// The tasks that wait for a use to end.
        public var waiting: Int

        /// Creates these counts.
        public init(ready: Int, inUse: Int, waiting: Int) {
            (self.ready, self.inUse, self.waiting) = (ready, inUse, waiting)
        }
    }

    /// The numbers at this moment, for monitoring: other threads may change them at any time.
    public var counts: Counts { places.counts }

    // MARK: Uses

    /// Calls `body` with an instance that nobody else has. It does not wait: if ``maximumUses`` are going on, it
    /// throws. When `body` has ended, the guest's output is flushed as by ``GuestSession/run(_:)``, and the instance is
    /// thrown away.
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
            ?? PooledInstance(policy ?? self.policy, program, hostModules ?? self.hostModules(), auditor, snapshot)
        defer { guest.end() }
        try guest.begin(streams)
        return try guest.session.flushing { try body(guest) }
    }

    /// Calls `body` with an instance that nobody else has, and waits for one without blocking a thread: if
    /// ``maximumUses`` are going on, tasks wait in the order in which they came. Otherwise as
    /// ``withInstance(policy:streams:hostModules:auditor:_:)``.
    ///
    /// The guest runs where the caller runs. Call it with ``Function/callAsync(_:yieldingEvery:)``, so that it does not
    /// block a thread either. A use inside of another one may wait for ever, when all uses wait for a further one.
    ///
    /// - Throws: `CancellationError` if the task is cancelled while it waits; otherwise as the synchronous method, without
    ///   ``PoolError/exhausted(maximumUses:)``.
    public nonisolated(nonsending) func withInstanceAsync<Result>(
        policy: Policy? = nil, streams: Policy.Streams = .init(), hostModules: [HostModule]? = nil,
        auditor: (any Auditor)? = nil, _ body: nonisolated(nonsending) (PooledInstance) async throws -> Result
    ) async throws -> Result {
        let isOwn = policy == nil && hostModules == nil && auditor == nil
        let admission = try await places.wait(wantsReady: isOwn)
        defer { end() }
        let guest =
            try ready(admission, isOwn)
            ?? PooledInstance(policy ?? self.policy, program, hostModules ?? self.hostModules(), auditor, snapshot)
        defer { guest.end() }
        try guest.begin(streams)
        return try await guest.session.flushingAsync { try await body(guest) }
    }

    /// Takes the ready instance of a use, if it has one; returns it if the use can have it.
    private func ready(_ admission: PoolPlaces.Admission, _ isOwn: Bool) -> sending PooledInstance? {
        let instance = places.take(admission)
        return isOwn ? instance : nil
    }

    /// Ends a use, and makes another instance ready if there are too few.
    private func end() {
        places.leave()
        // A failure, such as a folder that is gone, is thrown by the next use, which makes an instance of its own.
        _ = try? places.refill(makeReady)
    }

    private func makeReady() throws -> sending PooledInstance {
        try PooledInstance(policy, program, hostModules(), nil, snapshot)
    }
}
