import WasmRuntime
import WasmSyntax

/// Why an import of a WASI function does not link.
public struct WASIRefusal: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// None of the capabilities that would bring it was granted.
        case notGranted(anyOf: [Capability])
        /// Preview 1 has no function with this name.
        case unknownFunction
        /// It is imported with another type than it has.
        case typeMismatch(expected: FunctionType, imported: FunctionType)
    }

    public var module: Name
    public var name: Name
    public var reason: Reason
}

extension WASIRefusal: CustomStringConvertible {
    /// One line: the import, what it needs, and how to grant that.
    public var description: String {
        let function = "\(module).\(name)"
        switch reason {
        case .notGranted(let capabilities):
            let names = capabilities.map(\.rawValue).joined(separator: " or ")
            guard let simplest = capabilities.first else { return "\(function) is not granted" }
            return "\(function) is not granted: it needs \(names); grant it with \(simplest.commandLineGrant), "
                + "in Swift with WASIConfiguration.\(simplest.swiftGrant), or in a policy's \"allow\" with \"\(name)\"; "
                + "or let it fail with ENOSYS: --missing enosys, in Swift missing = .enosys"
        case .unknownFunction:
            return "\(function) is unknown: this version of WASI has no such function"
        case .typeMismatch(let expected, let imported):
            return "\(function) has type \(expected), but is imported with type \(imported)"
        }
    }
}

/// What an import becomes.
public enum WASIResolution {
    /// It was granted.
    case function(HostFunction)
    /// It was not granted, and it is wished that such a function returns `ENOSYS`.
    case stub(HostFunction)
    /// It does not link.
    case refused(WASIRefusal)
    /// It is not an import from WASI.
    case notWASI
}
