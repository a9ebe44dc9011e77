// Descriptors of the host belong to one guest, and so to one thread at a time.

@available(*, unavailable) extension HostClocks: @unchecked Sendable {}
@available(*, unavailable) extension HostConnection: @unchecked Sendable {}
@available(*, unavailable) extension HostFolder: @unchecked Sendable {}
@available(*, unavailable) extension HostInput: @unchecked Sendable {}
@available(*, unavailable) extension HostListener: @unchecked Sendable {}
@available(*, unavailable) extension HostOutput: @unchecked Sendable {}
@available(*, unavailable) extension HostRandomSource: @unchecked Sendable {}
