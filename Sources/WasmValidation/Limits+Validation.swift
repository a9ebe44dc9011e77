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

extension AddressType {
    /// The largest address or index.
    var largest: UInt64 { self == .i32 ? UInt64(UInt32.max) : .max }
}

extension MemoryType {
    func validate(_ features: FeatureSet) throws(ValidationError.Kind) {
        if addressType == .i64 { try features.require(.memory64) }
        if isShared {
            try features.require(.threads)
            guard limits.maximum != nil else { throw .sharedMemoryWithoutMaximum }
        }
        if pageSizeExponent != 16 { try features.require(.customPageSizes) }
        let bound: UInt64
        switch pageSizeExponent {
        // As many pages as make up the address space; of one-byte pages that number would not be an address.
        case 16: bound = addressType.largest >> 16 &+ 1
        case 0: bound = addressType.largest
        default: throw .invalidPageSize(exponent: pageSizeExponent)
        }
        try limits.validate(bound, tooLarge: .memorySizeTooLarge(maximum: bound))
    }
}

extension TableType {
    /// Checks all but the element type.
    func validate(_ features: FeatureSet) throws(ValidationError.Kind) {
        if addressType == .i64 { try features.require(.memory64) }
        let bound = addressType.largest
        try limits.validate(bound, tooLarge: .tableSizeTooLarge(maximum: bound))
    }
}
