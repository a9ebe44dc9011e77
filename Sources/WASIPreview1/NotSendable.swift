// WASI, its folders and its streams belong to one guest, and so to one thread at a time.

@available(*, unavailable) extension AuditLog: @unchecked Sendable {}
@available(*, unavailable) extension BudgetClocks: @unchecked Sendable {}
@available(*, unavailable) extension BufferInput: @unchecked Sendable {}
@available(*, unavailable) extension BufferOutput: @unchecked Sendable {}
@available(*, unavailable) extension CallbackInput: @unchecked Sendable {}
@available(*, unavailable) extension CallbackOutput: @unchecked Sendable {}
@available(*, unavailable) extension CoarseClocks: @unchecked Sendable {}
@available(*, unavailable) extension Denials: @unchecked Sendable {}
@available(*, unavailable) extension LimitedOutput: @unchecked Sendable {}
@available(*, unavailable) extension NullStream: @unchecked Sendable {}
@available(*, unavailable) extension SeededRandomSource: @unchecked Sendable {}
@available(*, unavailable) extension VirtualClocks: @unchecked Sendable {}
@available(*, unavailable) extension VolumeDirectory: @unchecked Sendable {}
@available(*, unavailable) extension WASI: @unchecked Sendable {}
@available(*, unavailable) extension WASIConfiguration: @unchecked Sendable {}
@available(*, unavailable) extension WASIResolution: @unchecked Sendable {}
