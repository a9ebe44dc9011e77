// WasmSyntax defines these, as loading uses them too; this module exports them, as host functions need them. Type aliases
// would be ambiguous in a file that imports both modules.
@_exported import enum WasmSyntax.InterruptReason
@_exported import struct WasmSyntax.Interrupted
@_exported import protocol WasmSyntax.Interruption

/// An error that a host function throws to end the guest with an exit code. The embedder's call throws it on, unchanged.
public struct GuestExit: Error, Hashable, Sendable {
    /// The exit code.
    public var code: UInt32

    /// An end with this exit code.
    public init(code: UInt32) { self.code = code }
}
