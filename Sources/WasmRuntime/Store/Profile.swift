/// A choice between the results that the specification allows (specification: *Appendix / Profiles*).
public enum Profile: String, Sendable, CaseIterable {
    /// A floating-point operation that makes a NaN takes the NaN's bits from the processor, and they may differ between
    /// processors. All other results are the same everywhere.
    case full
    /// Every such NaN is the positive canonical one, so that a module's results depend only on its inputs: arguments,
    /// imports, limits and budget. Floating-point arithmetic takes longer.
    ///
    /// Relaxed SIMD instructions have this profile's results in both profiles.
    case deterministic
}
