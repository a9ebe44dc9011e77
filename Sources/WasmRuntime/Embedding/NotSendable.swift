// A store and all that belongs to it can be used by one thread at a time. Hand a store over as a whole, or send the bytes of a
// snapshot.

@available(*, unavailable) extension AsyncHostCall: @unchecked Sendable {}
@available(*, unavailable) extension CallValues: @unchecked Sendable {}
@available(*, unavailable) extension External: @unchecked Sendable {}
@available(*, unavailable) extension ExternalReference: @unchecked Sendable {}
@available(*, unavailable) extension Function: @unchecked Sendable {}
@available(*, unavailable) extension Global: @unchecked Sendable {}
@available(*, unavailable) extension GuestCall: @unchecked Sendable {}
@available(*, unavailable) extension GuestMemory: @unchecked Sendable {}
@available(*, unavailable) extension HostCall: @unchecked Sendable {}
@available(*, unavailable) extension HostFunction: @unchecked Sendable {}
@available(*, unavailable) extension HostModule: @unchecked Sendable {}
@available(*, unavailable) extension Imports: @unchecked Sendable {}
@available(*, unavailable) extension Instance: @unchecked Sendable {}
@available(*, unavailable) extension InternalReference: @unchecked Sendable {}
@available(*, unavailable) extension Store: @unchecked Sendable {}
@available(*, unavailable) extension StoreObserver: @unchecked Sendable {}
@available(*, unavailable) extension Table: @unchecked Sendable {}
@available(*, unavailable) extension Tag: @unchecked Sendable {}
@available(*, unavailable) extension Value: @unchecked Sendable {}
