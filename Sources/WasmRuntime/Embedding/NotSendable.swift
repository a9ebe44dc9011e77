// A store and all that belongs to it can be used by one thread at a time. Hand a store over as a whole, or send the bytes of a
// snapshot.

@available(*, unavailable) extension AsyncHostCall: Sendable {}
@available(*, unavailable) extension CallValues: Sendable {}
@available(*, unavailable) extension External: Sendable {}
@available(*, unavailable) extension ExternalReference: Sendable {}
@available(*, unavailable) extension Function: Sendable {}
@available(*, unavailable) extension Global: Sendable {}
@available(*, unavailable) extension GuestCall: Sendable {}
@available(*, unavailable) extension GuestMemory: Sendable {}
@available(*, unavailable) extension HostCall: Sendable {}
@available(*, unavailable) extension HostFunction: Sendable {}
@available(*, unavailable) extension HostModule: Sendable {}
@available(*, unavailable) extension Imports: Sendable {}
@available(*, unavailable) extension Instance: Sendable {}
@available(*, unavailable) extension InternalReference: Sendable {}
@available(*, unavailable) extension Store: Sendable {}
@available(*, unavailable) extension StoreObserver: Sendable {}
@available(*, unavailable) extension Table: Sendable {}
@available(*, unavailable) extension Tag: Sendable {}
@available(*, unavailable) extension Value: Sendable {}
