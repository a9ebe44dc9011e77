// A session and what belongs to its store can be used by one thread at a time.

@available(*, unavailable) extension GuestSession: @unchecked Sendable {}
@available(*, unavailable) extension PooledInstance: @unchecked Sendable {}
@available(*, unavailable) extension ReplaySession: @unchecked Sendable {}
@available(*, unavailable) extension SessionRecording: @unchecked Sendable {}
