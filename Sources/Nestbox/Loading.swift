import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmValidation

extension LoadedModule {
    /// Loads a module in the binary format: decodes and validates all of it.
    ///
    /// - Throws: ``DecodeError`` if it is malformed, ``ValidationError`` if it is invalid or uses what is not supported.
    public convenience init(bytes: [UInt8]) throws {
        self.init(try Validator.validate(try BinaryDecoder.decode(bytes), features: .supported))
    }
}

extension FeatureSet {
    /// What Nestbox can run today.
    package static let supported = FeatureSet.wasm2WithoutSIMD
}
