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
/// and clocks, and with the whole budget and time of its policy. Nothing of an earlier use is left. Handles of an instance
/// throw after the use, as after ``Store/reset()``.
///
/// At any moment, a pool has at most ``capacity`` instances that are ready or being made, and ``maximumUses`` others that
/// are in use. Each takes at most ``StoreLimits/hostBytes`` of the pool's policy, or of the policy that its use has brought,
/// and the snapshot takes as much again. A ready instance shares the bytes of its memories with the snapshot: they are
/// copied when the use first writes to a memory.
///
/// Files and sockets that the guest has opened while it was prepared do not exist in the uses: descriptors are not part of
/// a snapshot. All uses begin with the same state of a random number generator inside the guest.
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

    /// The settings of all sessions of the pool.
    struct Settings: Sendable {
        var program: String
        var values: Policy.HostValues
        var instruments: Instruments
    }

    let settings: Settings
    let hostModules: @Sendable () -> [HostModule]
    let places: PoolPlaces

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
    ///   - values: Arguments, variables and folders that need not be UTF-8, for all uses.
    ///   - instruments: What guests' code is prepared for besides running; not ``Instruments/blockCounts``.
    /// - Throws: As a use does when an instance cannot be made: ``SnapshotError``, ``LinkError``, ``PolicyError``,
    ///   ``WASIConfigurationError`` or ``HostFileError``.
    public init(
        _ policy: Policy, from snapshot: Snapshot, capacity: Int = 4, maximumUses: Int? = nil,
        program: String = "guest", hostModules: @escaping @Sendable () -> [HostModule] = { [] },
        values: Policy.HostValues = .init(), instruments: Instruments = []
    ) throws {
        self.policy = policy
        self.snapshot = snapshot
        self.capacity = max(0, capacity)
        settings = Settings(program: program, values: values, instruments: instruments)
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
    ///   - values: Arguments, variables and folders that need not be UTF-8, for all uses and the preparation.
    ///   - instruments: What guests' code is prepared for besides running; not ``Instruments/blockCounts``. With any,
    ///     functions are lowered when they are first called, not ahead of time.
    ///   - warmUp: Prepares the guest further.
    /// - Throws: As ``GuestSession/load(_:)`` and ``GuestSession/instantiate(_:)``; an error of `warmUp`;
    ///   ``SnapshotError`` if the guest has something that a snapshot cannot contain, such as a memory that the
    ///   embedder has made; and as ``init(_:from:capacity:maximumUses:program:hostModules:values:instruments:)``.
    public convenience init(
        _ policy: Policy, loading bytes: [UInt8], capacity: Int = 4, maximumUses: Int? = nil,
        program: String = "guest", streams: Policy.Streams = .init(),
        hostModules: @escaping @Sendable () -> [HostModule] = { [] }, values: Policy.HostValues = .init(),
        instruments: Instruments = [], warmUp: (PooledInstance) throws -> Void
    ) throws {
        let session = try GuestSession(
            policy, program: program, streams: streams, hostModules: hostModules(), values: values,
            instruments: instruments)
        let snapshot = try session.flushing {
            let module = try session.load(bytes)
            // Stores with instruments do not share the code that this would lower.
            if instruments.isEmpty {
                try module.prepare(
                    profile: policy.profile, budgetUnit: policy.resources.budgetUnit,
                    interruption: session.store.interruption)
            }
            let instance = try session.instantiate(module)
            try warmUp(PooledInstance(session: session, instance: instance, call: nil))
            return try instance.snapshot()
        }
        try self.init(
            policy, from: snapshot, capacity: capacity, maximumUses: maximumUses, program: program,
            hostModules: hostModules, values: values, instruments: instruments)
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
}
