import WasmSyntax

// Defined where loading can use them too; here under the names that host functions know.
public typealias InterruptReason = WasmSyntax.InterruptReason
public typealias Interruption = WasmSyntax.Interruption
public typealias Interrupted = WasmSyntax.Interrupted

/// Thrown by a host function to end the guest with an exit code; `invoke` throws it on, unchanged.
public struct GuestExit: Error, Hashable, Sendable {
    public var code: UInt32

    public init(code: UInt32) { self.code = code }
}
