// Descriptors of the host belong to one guest, and so to one thread at a time.

@available(*, unavailable) extension HostClocks: Sendable {}
@available(*, unavailable) extension HostConnection: Sendable {}
@available(*, unavailable) extension HostFolder: Sendable {}
@available(*, unavailable) extension HostInput: Sendable {}
@available(*, unavailable) extension HostListener: Sendable {}
@available(*, unavailable) extension HostOutput: Sendable {}
@available(*, unavailable) extension HostRandomSource: Sendable {}
