/// Which of the results that the specification allows an execution has (specification: *Appendix / Profiles*).
public enum Profile: String, Sendable, CaseIterable {
    /// The bits of a NaN that an operation on floating-point numbers makes are those that the processor gives; they may
    /// differ between processors. All else is the same everywhere.
    case full
    /// Every such NaN is the positive canonical one, so that what a module computes depends on nothing but what goes into
    /// it: arguments, imports, limits and budget. Floating-point arithmetic takes longer.
    ///
    /// Relaxed SIMD instructions have the results that this profile prescribes in both.
    case deterministic
}
