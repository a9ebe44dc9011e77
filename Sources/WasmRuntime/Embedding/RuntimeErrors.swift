import WasmSyntax

extension Trap: NestboxError {}
extension WasmException: NestboxError {}
extension LinkError: NestboxError {}
extension CallError: NestboxError {}
extension ArgumentError: NestboxError {}
extension MemoryAccessError: NestboxError {}
extension TransferError: NestboxError {}

extension GuestExit: NestboxError, CustomStringConvertible {
    /// A text with the exit code.
    public var description: String { "the guest ended with exit code \(code)" }
}
