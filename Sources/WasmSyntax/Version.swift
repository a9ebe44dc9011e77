/// The version of Nestbox: of the library and of the command line.
public enum NestboxVersion: Sendable {
    /// The version in the form of semantic versioning: `MAJOR.MINOR.PATCH`.
    public static let current = "0.1.0"
}
