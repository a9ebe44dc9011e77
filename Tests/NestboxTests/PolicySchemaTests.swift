import Foundation
import Nestbox
import Testing

/// The JSON Schema of policies.
struct PolicySchemaTests {
    @Test func theCommittedSchemaIsCurrent() throws {
        let committed = String(decoding: try Repository.bytes("docs/policy.schema.json"), as: UTF8.self)
        #expect(committed == Policy.jsonSchema, "nestbox policy schema > docs/policy.schema.json")
        #expect(try NestboxCommand.built.run(["policy", "schema"]).text == committed)
    }

    @Test func aPolicyMayNameItsSchema() throws {
        let policy = try Policy(json: Array(#"{"$schema": "policy.schema.json", "allow": ["exit"]}"#.utf8))
        #expect(policy == (try Policy(json: Array(#"{"allow": ["exit"]}"#.utf8))))
        #expect(throws: PolicyFileError.self) { try Policy(json: Array(#"{"$schema": 1}"#.utf8)) }
        #expect(throws: PolicyFileError.self) { try Policy(json: Array(#"{"stdout": {"$schema": ""}}"#.utf8)) }
    }

    /// A small validator: the keywords that the schema uses.
    private func accepts(_ schema: [String: Any], _ value: Any) -> Bool {
        if let choices = schema["anyOf"] as? [[String: Any]] { return choices.contains { accepts($0, value) } }
        if let words = schema["enum"] as? [String] { return (value as? String).map(words.contains) ?? false }
        switch schema["type"] as? String {
        case "string": return value is String
        case "boolean": return (value as? NSNumber).map { isBoolean($0) } ?? false
        case "integer": return value is NSNumber
        case "array":
            guard let items = schema["items"] as? [String: Any] else { return false }
            return (value as? [Any]).map { $0.allSatisfy { accepts(items, $0) } } ?? false
        case "object":
            guard let members = value as? [String: Any] else { return false }
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            let required = schema["required"] as? [String] ?? []
            return required.allSatisfy { members[$0] != nil }
                && members.allSatisfy { name, value in
                    guard let one = properties[name] ?? schema["additionalProperties"] as? [String: Any] else {
                        return false
                    }
                    return accepts(one, value)
                }
        default: return false
        }
    }

    private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

    private func schema() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(Policy.jsonSchema.utf8)) as? [String: Any])
    }

    @Test func theSchemaAcceptsTheExamplesOfThePage() throws {
        let page = String(decoding: try Repository.bytes("docs/policy.md"), as: UTF8.self)
        let examples = page.components(separatedBy: "```json\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(examples.count >= 8)
        for example in examples {
            let value = try JSONSerialization.jsonObject(with: Data(example.utf8))
            #expect(accepts(try schema(), value), "\(example)")
        }
    }

    static let faults = [
        #"{"alow": []}"#, #"{"allow": ["fly"]}"#, #"{"stdin": "out"}"#, #"{"stdin": {"text": "a", "file": "b"}}"#,
        #"{"stdout": {"beyond": "wait"}}"#, #"{"clocks": {"coarse": "1"}}"#, #"{"folders": [{"allow": ["all"]}]}"#,
        #"{"resources": {"budget": "much"}}"#, #"{"resources": {"memory": 1}}"#, #"{"arguments": {"others": "any"}}"#,
    ]

    @Test(arguments: faults)
    func theSchemaRefusesAsReadingDoes(_ text: String) throws {
        #expect(throws: PolicyFileError.self) { try Policy(json: Array(text.utf8)) }
        #expect(!accepts(try schema(), try JSONSerialization.jsonObject(with: Data(text.utf8))))
    }
}
