// `localizedDescription` of an error that is no `LocalizedError` is "The operation could not be completed. (… error 1.)".
// With these conformances it is the error's message.

import Foundation
import Nestbox

extension NestboxError where Self: LocalizedError {
    /// The error's ``message``.
    public var errorDescription: String? { message }
}

extension Trap: LocalizedError {}
extension WasmException: LocalizedError {}
extension GuestExit: LocalizedError {}
extension LinkError: LocalizedError {}
extension CallError: LocalizedError {}
extension ArgumentError: LocalizedError {}
extension BindingError: LocalizedError {}
extension MemoryAccessError: LocalizedError {}
extension Interrupted: LocalizedError {}
extension DecodeError: LocalizedError {}
extension ParseError: LocalizedError {}
extension ValidationError: LocalizedError {}
extension PolicyError: LocalizedError {}
extension PolicyFileError: LocalizedError {}
extension WASIRefusal: LocalizedError {}
extension WASIConfigurationError: LocalizedError {}
extension AuditLogError: LocalizedError {}
extension Errno: LocalizedError {}
extension HostFileError: LocalizedError {}
extension FileFormatError: LocalizedError {}
