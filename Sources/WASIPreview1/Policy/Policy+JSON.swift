extension Policy {
    /// Reads a policy from JSON. Fields that the text leaves out have their defaults, which allow no calls.
    ///
    /// Reading is strict, except that the field `$schema` may have any text: an unknown field, a repeated field, or a value
    /// that does not fit is an error, never ignored.
    ///
    /// - Parameter json: The text in UTF-8, at most 1 MiB.
    /// - Throws: ``PolicyFileError`` with the place of the first fault.
    public init(json bytes: [UInt8]) throws(PolicyFileError) {
        let node: JSONNode
        do {
            node = try JSONReader.read(bytes)
        } catch {
            throw PolicyFileError(error.problem, at: error.offset, in: bytes)
        }
        do {
            try self.init(try Policy.withoutSchema(node))
        } catch {
            throw PolicyFileError(error.problem, at: error.offset, in: bytes)
        }
    }

    /// Returns the policy without the field that names its schema.
    private static func withoutSchema(_ node: JSONNode) throws(PolicyProblem) -> JSONNode {
        guard case .object(let members) = node.content,
            let schema = members.first(where: { $0.name == schemaField })
        else { return node }
        _ = try String(schema.value)
        return JSONNode(.object(members.filter { $0.name != schemaField }), at: node.offset)
    }

    /// The policy as JSON. Fields with their default values are left out, and equal policies give equal texts.
    public var jsonText: String { json.prettyText + "\n" }

    /// All fields of the JSON form, such as `resources.budget`, with their defaults.
    package static var allFields: [PolicyFieldDescription] { fields.flatMap(\.descriptions) }
}
