extension Policy {
    /// Reads a policy from JSON. What it does not say is not allowed, or has its default.
    ///
    /// It is strict: an unknown field, a field that stands there twice, and a value that does not fit are errors with
    /// their place, never ignored.
    ///
    /// - Parameter json: The text in UTF-8, at most 1 MiB.
    public init(json bytes: [UInt8]) throws(PolicyFileError) {
        let node: JSONNode
        do {
            node = try JSONReader.read(bytes)
        } catch {
            throw PolicyFileError(error.problem, at: error.offset, in: bytes)
        }
        do {
            try self.init(node)
        } catch {
            throw PolicyFileError(error.problem, at: error.offset, in: bytes)
        }
    }

    /// The policy as JSON, with the fields that have not their default. Equal policies give equal texts.
    public var jsonText: String { json.prettyText + "\n" }

    /// All fields in JSON, such as `resources.budget`, with their defaults.
    package static var allFields: [PolicyFieldDescription] { fields.flatMap(\.descriptions) }
}
