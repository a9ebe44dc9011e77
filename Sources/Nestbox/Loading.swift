import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

extension LoadedModule {
    /// Loads a module: decodes or parses all of it and validates all of it, before anything can run.
    ///
    /// - Parameters:
    ///   - bytes: The module in the binary format, or in the text format (recognised by the missing magic number).
    ///   - limits: Only `moduleSize` counts here.
    /// - Throws: ``DecodeError`` or ``ParseError`` if it is malformed, ``ValidationError`` if it is invalid or uses
    ///   what is not supported, ``LinkError`` if it is larger than the limits allow.
    public convenience init(bytes: [UInt8], limits: StoreLimits = StoreLimits()) throws {
        guard bytes.count <= limits.moduleSize else {
            throw LinkError(limit: "a module of \(bytes.count) bytes; at most \(limits.moduleSize) are allowed")
        }
        let module = LoadedModule.isText(bytes) ? try TextParser.parseModule(bytes) : try BinaryDecoder.decode(bytes)
        self.init(try Validator.validate(module, features: .supported))
    }

    /// Whether this is taken for the text format: all that has no trace of the binary format's `\0asm`.
    package static func isText(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, first != 0 else { return false }
        return !bytes.dropFirst().starts(with: Array("asm".utf8))
    }

    /// Loads a module in the text format; see ``init(bytes:limits:)``.
    public convenience init(text: String) throws { try self.init(bytes: Array(text.utf8)) }
}

extension FeatureSet {
    /// What Nestbox can run today.
    package static let supported = FeatureSet.webAssembly3
}
