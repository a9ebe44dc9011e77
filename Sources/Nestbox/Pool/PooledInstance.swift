import WASIPreview1
import WasmRuntime
import WasmSyntax

/// An instance of an ``InstancePool`` during one use. It belongs to the use: when that has ended, its store is empty, and
/// the handles of its instances, functions, memories and calls throw.
///
/// The session itself can outlive the use, if the embedder keeps it: with its own empty store, its policy and its
/// descriptors, which no other use gets.
public struct PooledInstance {
    /// The session, with the store, the descriptors and the denials of the use.
    public let session: GuestSession
    /// The instance from which the snapshot was made.
    public let instance: Instance
    /// The suspended call, if the snapshot has one, to be resumed; what is not resumed to its end is thrown away.
    public let call: GuestCall?

    init(session: GuestSession, instance: Instance, call: GuestCall?) {
        (self.session, self.instance, self.call) = (session, instance, call)
    }

    /// A copy of a snapshot, in a session without standard streams.
    @available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
    init(
        _ policy: Policy, _ settings: InstancePool.Settings, _ hostModules: [HostModule], _ auditor: (any Auditor)?,
        _ snapshot: Snapshot
    ) throws {
        session = try GuestSession(
            policy, settings.program, nil, hostModules, auditor, settings.values,
            instruments: settings.instruments)
        if snapshot.isSuspended {
            let restored = try session.store.restore(snapshot, imports: session.imports)
            (instance, call) = (restored.instance, restored.call)
        } else {
            (instance, call) = (try session.store.instantiate(snapshot, imports: session.imports), nil)
        }
    }

    /// Opens the streams of a use, and begins its time.
    func begin(_ streams: Policy.Streams) throws {
        try session.setStreams(streams)
        session.beginTime()
    }

    /// Frees all that the guest has.
    func end() {
        // A recording that the use has not finished would keep the store as it is, and an observer that refers to the
        // session would keep both for ever.
        session.store.recorder = nil
        session.store.observer = nil
        // It cannot fail now: nothing of the store is running any more. Even so, no other use gets the store.
        try? session.store.reset()
    }
}

/// The reason why a pool does not begin a use.
public enum PoolError: Error, Hashable, Sendable {
    /// The most uses that the pool allows at the same time are going on.
    case exhausted(maximumUses: Int)
}

extension PoolError: CustomStringConvertible, NestboxError {
    /// A text for messages.
    public var description: String {
        switch self {
        case .exhausted(let maximum): "the pool is exhausted: \(maximum) uses are going on"
        }
    }
}
