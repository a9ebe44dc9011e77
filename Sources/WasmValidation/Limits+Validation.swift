import WasmSyntax

// Specification: Validation / Types / Limits, Memory Types, Table Types.

extension SizeLimits {
    func validate(
        _ bound: UInt64, tooLarge: ValidationError.Kind
    ) throws(ValidationError.Kind) {
        guard minimum <= bound else { throw tooLarge }
        guard let maximum else { return }
        guard maximum <= bound else { throw tooLarge }
        guard minimum <= maximum else { throw .sizeMinimumGreaterThanMaximum }
    }
}

extension MemoryType {
    func validate(_ features: FeatureSet) throws(ValidationError.Kind) {
        if addressType == .i64 { try features.require(.memory64) }
        if isShared {
            try features.require(.threads)
            guard limits.maximum != nil else { throw .sharedMemoryWithoutMaximum }
        }
        if pageSizeExponent != 16 { try features.require(.customPageSizes) }
        guard pageSizeExponent == 16 || pageSizeExponent == 0 else {
            throw .invalidPageSize(exponent: pageSizeExponent)
        }
        try limits.validate(maximumPages, tooLarge: .memorySizeTooLarge(maximum: maximumPages))
    }
}

extension TableType {
    /// Checks all of the table type but its element type.
    func validate(_ features: FeatureSet) throws(ValidationError.Kind) {
        if addressType == .i64 { try features.require(.memory64) }
        let bound = addressType.largest
        try limits.validate(bound, tooLarge: .tableSizeTooLarge(maximum: bound))
    }
}
