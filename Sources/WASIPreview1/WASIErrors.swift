import WasmSyntax

extension PolicyError: NestboxError {}
extension PolicyFileError: NestboxError {}
extension WASIRefusal: NestboxError {}
extension WASIConfigurationError: NestboxError {}
extension AuditLogError: NestboxError {}

extension Errno: NestboxError {
    /// The ``name``.
    public var message: String { name }
}
