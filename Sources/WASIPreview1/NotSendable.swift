// WASI, its folders and its streams belong to one guest, and so to one thread at a time.

@available(*, unavailable) extension AuditLog: Sendable {}
@available(*, unavailable) extension BudgetClocks: Sendable {}
@available(*, unavailable) extension BufferInput: Sendable {}
@available(*, unavailable) extension BufferOutput: Sendable {}
@available(*, unavailable) extension CallbackInput: Sendable {}
@available(*, unavailable) extension CallbackOutput: Sendable {}
@available(*, unavailable) extension CoarseClocks: Sendable {}
@available(*, unavailable) extension Denials: Sendable {}
@available(*, unavailable) extension LimitedOutput: Sendable {}
@available(*, unavailable) extension NullStream: Sendable {}
@available(*, unavailable) extension SeededRandomSource: Sendable {}
@available(*, unavailable) extension VirtualClocks: Sendable {}
@available(*, unavailable) extension VolumeDirectory: Sendable {}
@available(*, unavailable) extension WASI: Sendable {}
@available(*, unavailable) extension WASIConfiguration: Sendable {}
@available(*, unavailable) extension WASIResolution: Sendable {}
