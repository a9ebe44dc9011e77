// Defined where loading can use them too, and part of this module's interface: host functions need them. Type aliases
// would be ambiguous to whoever imports both modules.
@_exported import enum WasmSyntax.InterruptReason
@_exported import struct WasmSyntax.Interrupted
@_exported import protocol WasmSyntax.Interruption

/// Thrown by a host function to end the guest with an exit code; `invoke` throws it on, unchanged.
public struct GuestExit: Error, Hashable, Sendable {
    public var code: UInt32

    public init(code: UInt32) { self.code = code }
}
