import WasmRuntime
import WasmSyntax

/// Why an import of a WASI function does not link.
public struct WASIRefusal: Error, Hashable, Sendable {
    /// The reason of a refusal.
    public enum Reason: Hashable, Sendable {
        /// None of the capabilities that link the function was granted.
        case notGranted(anyOf: [Capability])
        /// Preview 1 has no function with this name.
        case unknownFunction
        /// The function has another type than the import.
        case typeMismatch(expected: FunctionType, imported: FunctionType)
    }

    /// The module of the import.
    public var module: Name
    /// The name of the import.
    public var name: Name
    /// The reason of the refusal.
    public var reason: Reason
}

extension WASIRefusal {
    /// The way to provide this import, and others that are refused for the same reason.
    package var remedy: ImportRemedy {
        switch reason {
        case .notGranted(let capabilities):
            let names = capabilities.map(\.rawValue).joined(separator: " or ")
            guard let simplest = capabilities.first else { return ImportRemedy("not granted", canBeStubbed: true) }
            return ImportRemedy(
                "not granted, needing \(names): WASIConfiguration.\(simplest.swiftGrant), or in a policy's \"allow\" "
                    + "the names",
                canBeStubbed: true)
        case .unknownFunction:
            return ImportRemedy("unknown to this version of WASI, perhaps an extension of another runtime")
        case .typeMismatch: return ImportRemedy("imported with another type than the function has")
        }
    }
}

extension WASIRefusal: CustomStringConvertible {
    /// One line with the import, its needs, and how to grant them.
    public var description: String {
        let function = "\(module).\(name)"
        switch reason {
        case .notGranted(let capabilities):
            let names = capabilities.map(\.rawValue).joined(separator: " or ")
            guard let simplest = capabilities.first else { return "\(function) is not granted" }
            return "\(function) is not granted: it needs \(names); grant it with "
                + "WASIConfiguration.\(simplest.swiftGrant), or in a policy's \"allow\" with \"\(name)\"; "
                + "or let it fail with ENOSYS: missing = .enosys"
        case .unknownFunction:
            return "\(function) is unknown: this version of WASI has no such function"
        case .typeMismatch(let expected, let imported):
            return "\(function) has type \(expected), but is imported with type \(imported)"
        }
    }
}

/// The outcome of resolving an import.
public enum WASIResolution {
    /// The import was granted.
    case function(HostFunction)
    /// The import was not granted. The stub returns `ENOSYS` or traps, as ``WASIConfiguration/missing`` says.
    case stub(HostFunction)
    /// The import does not link.
    case refused(WASIRefusal)
    /// The import is not from WASI.
    case notWASI
}
