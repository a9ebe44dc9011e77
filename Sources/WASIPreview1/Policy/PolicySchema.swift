/// Parts of the JSON Schema of policies (draft 2020-12).
enum PolicySchema {
    static func type(_ name: String) -> JSONNode { JSONNode(.object([JSONMember("type", .word(name))])) }

    /// One of these words.
    static func words(_ words: [String]) -> JSONNode {
        JSONNode(.object([JSONMember("enum", JSONNode(.array(words.map { JSONNode.word($0) })))]))
    }

    static func number(upTo maximum: UInt64) -> JSONNode {
        type("integer").adding("minimum", JSONNode(.number(0))).adding("maximum", JSONNode(.number(maximum)))
    }

    static func list(_ element: JSONNode) -> JSONNode { type("array").adding("items", element) }

    static func any(_ schemas: [JSONNode]) -> JSONNode {
        JSONNode(.object([JSONMember("anyOf", JSONNode(.array(schemas)))]))
    }

    static func object<Record: PolicyRecord>(_ fields: [PolicyField<Record>]) -> JSONNode {
        object(fields.map { ($0.name, $0.schema()) })
    }

    /// An object with these members and no others.
    static func object(_ members: [(name: String, schema: JSONNode)], needing required: [String] = []) -> JSONNode {
        var result = type("object")
        if !required.isEmpty {
            result = result.adding("required", JSONNode(.array(required.map { JSONNode.word($0) })))
        }
        return result.adding("additionalProperties", JSONNode(.bool(false)))
            .adding("properties", JSONNode(.object(members.map { JSONMember($0.name, $0.schema) })))
    }
}

extension JSONNode {
    /// Returns an object with a further member.
    func adding(_ name: String, _ value: JSONNode) -> JSONNode {
        guard case .object(let members) = content else { return self }
        return JSONNode(.object(members + [JSONMember(name, value)]), at: offset)
    }
}

extension Policy {
    /// The name of the field of a policy file that says where its schema is. Editors read it; Nestbox ignores it.
    static let schemaField = "$schema"

    /// The JSON Schema of policy files. What a policy must obey beyond it, such as rules for combinations of fields, is
    /// checked by reading alone.
    public static var jsonSchema: String {
        let members = [(schemaField, PolicySchema.type("string"))] + fields.map { ($0.name, $0.schema()) }
        guard case .object(let parts) = PolicySchema.object(members).content else { return "" }
        let head = [
            JSONMember("$schema", .word("https://json-schema.org/draft/2020-12/schema")),
            JSONMember("title", .word("A policy of Nestbox")),
            JSONMember(
                "description", .word("Everything that a guest may do. docs/policy.md has the meaning of each field.")),
        ]
        return JSONNode(.object(head + parts)).prettyText + "\n"
    }
}
