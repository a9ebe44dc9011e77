// A session and what belongs to its store can be used by one thread at a time.

@available(*, unavailable) extension GuestSession: Sendable {}
@available(*, unavailable) extension PooledInstance: Sendable {}
@available(*, unavailable) extension ReplaySession: Sendable {}
@available(*, unavailable) extension SessionRecording: Sendable {}
