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
    ///   - proposals: What the module may use beyond WebAssembly 3.0; see ``Feature/isProposal``.
    /// - Throws: ``DecodeError`` or ``ParseError`` if it is malformed, ``ValidationError`` if it is invalid or uses
    ///   what is not supported, ``LinkError`` if it is larger than the limits allow.
    public convenience init(
        bytes: [UInt8], limits: StoreLimits = StoreLimits(), enabling proposals: Set<Feature> = []
    ) throws {
        guard bytes.count <= limits.moduleSize else {
            throw LinkError(limit: "a module of \(bytes.count) bytes; at most \(limits.moduleSize) are allowed")
        }
        let module = LoadedModule.isText(bytes) ? try TextParser.parseModule(bytes) : try BinaryDecoder.decode(bytes)
        self.init(try Validator.validate(module, features: .supported(with: proposals)))
    }

    /// Whether this is taken for the text format: all that has no trace of the binary format's `\0asm`.
    package static func isText(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, first != 0 else { return false }
        return !bytes.dropFirst().starts(with: Array("asm".utf8))
    }

    /// Loads a module in the text format; see ``init(bytes:limits:enabling:)``.
    public convenience init(text: String, enabling proposals: Set<Feature> = []) throws {
        try self.init(bytes: Array(text.utf8), enabling: proposals)
    }
}

extension Feature {
    /// The proposals that can be enabled.
    public static var optional: [Feature] { allCases.filter(FeatureSet.optional.contains) }
}

extension FeatureSet {
    /// What Nestbox can run today.
    package static let supported = FeatureSet.wasm2WithoutSIMD.union(
        FeatureSet([.tailCalls, .extendedConstants, .multiMemory, .memory64, .simd, .relaxedSimd]))
    /// The proposals beyond WebAssembly 3.0 that Nestbox can run: off until they are enabled.
    package static let optional = FeatureSet([.threads, .wideArithmetic, .customPageSizes])

    /// What modules may use if these proposals are enabled.
    package static func supported(with proposals: Set<Feature>) -> FeatureSet {
        FeatureSet.supported.union(FeatureSet(proposals).intersection(.optional))
    }
}
