import WasmRuntime
import WasmSyntax

/// Why a JSON text is not a policy, and where.
public struct PolicyFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, counted from 1.
    public var line: Int
    /// The column, counted from 1 in Unicode scalars.
    public var column: Int
    /// A description of the problem in one line.
    public var problem: String

    public var description: String { "\(line):\(column): \(problem)" }

    /// - Parameter offset: The byte of the text where the problem is.
    package init(_ problem: String, at offset: Int, in bytes: [UInt8]) {
        self.problem = problem
        let before = bytes.prefix(max(0, offset))
        let newLine = UInt8(ascii: "\n")
        line = 1 &+ before.count(where: { $0 == newLine })
        let lineStart = before.lastIndex(of: newLine).map { $0 &+ 1 } ?? 0
        column = 1 &+ before[lineStart...].count(where: { $0 & 0xC0 != 0x80 })
    }
}

/// A JSON value that its field does not accept.
struct PolicyProblem: Error {
    var problem: String
    /// The byte offset of the value in the text.
    var offset: Int

    init(_ problem: String, at node: JSONNode) {
        self.problem = problem
        offset = node.offset
    }
}

/// A part of a policy that has a JSON form.
protocol PolicyValue: Hashable {
    init(_ node: JSONNode) throws(PolicyProblem)
    var json: JSONNode { get }
    /// The fields inside the value, with a `.` before each name.
    static var inside: [PolicyFieldDescription] { get }
    /// The JSON Schema of the value's forms.
    static var schema: JSONNode { get }
}

extension PolicyValue {
    static var inside: [PolicyFieldDescription] { [] }
}

/// A field of a policy, as the documentation lists it.
package struct PolicyFieldDescription {
    /// The name with those of the enclosing fields, such as `resources.budget`.
    package var name: String
    /// The default as JSON; empty for one of several choices.
    package var standard: String

    func inside(_ outer: String) -> PolicyFieldDescription {
        PolicyFieldDescription(name: outer + name, standard: standard)
    }
}

/// A structure of a policy: in JSON an object, with a member for each field that differs from its default.
protocol PolicyRecord: PolicyValue {
    init()
    /// The table of fields, from which reading, writing and the test of `docs/policy.md` work.
    static var fields: [PolicyField<Self>] { get }
    /// Why the fields that were read contradict each other; `nil` if they do not.
    var problem: String? { get }
}

/// A field of a structure of a policy.
struct PolicyField<Record: PolicyRecord> {
    let name: String
    let read: (inout Record, JSONNode) throws(PolicyProblem) -> Void
    /// Returns the JSON form of a record's field; `nil` if the field has its default.
    let write: (Record) -> JSONNode?
    let descriptions: [PolicyFieldDescription]
    /// The JSON Schema of the field's value, with the default.
    let schema: () -> JSONNode

    init<Value: PolicyValue>(_ name: String, _ path: WritableKeyPath<Record, Value>) {
        self.name = name
        read = { (record: inout Record, node: JSONNode) throws(PolicyProblem) in
            record[keyPath: path] = try Value(node)
        }
        write = { record in
            let value = record[keyPath: path]
            return value == Record()[keyPath: path] ? nil : value.json
        }
        let standard = Record()[keyPath: path].json.compactText
        descriptions =
            [PolicyFieldDescription(name: name, standard: standard)] + Value.inside.map { $0.inside(name) }
        schema = { Value.schema.adding("default", Record()[keyPath: path].json) }
    }
}

extension PolicyRecord {
    init(_ node: JSONNode) throws(PolicyProblem) {
        self.init()
        guard case .object(let members) = node.content else {
            throw PolicyProblem("expected an object, found \(node.kind)", at: node)
        }
        try read(members)
        if let problem { throw PolicyProblem(problem, at: node) }
    }

    mutating func read(_ members: [JSONMember]) throws(PolicyProblem) {
        let fields = Self.fields
        for member in members {
            guard let field = fields.first(where: { $0.name == member.name }) else {
                let known = fields.map(\.name).joined(separator: ", ")
                throw PolicyProblem(
                    "there is no field \"\(Name(member.name))\" here; there are \(known)",
                    at: JSONNode(.null, at: member.offset))
            }
            try field.read(&self, member.value)
        }
    }

    var json: JSONNode {
        JSONNode(.object(Self.fields.compactMap { field in field.write(self).map { JSONMember(field.name, $0) } }))
    }

    var problem: String? { nil }

    static var inside: [PolicyFieldDescription] { fields.flatMap(\.descriptions).map { $0.inside(".") } }

    static var schema: JSONNode { PolicySchema.object(fields) }
}

// MARK: Numbers, texts and lists

extension UInt64: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard case .number(let value) = node.content else {
            throw PolicyProblem("expected a number, found \(node.kind)", at: node)
        }
        self = value
    }

    var json: JSONNode { JSONNode(.number(self)) }

    static var schema: JSONNode { PolicySchema.number(upTo: .max) }
}

extension Int: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard let value = Int(exactly: try UInt64(node)) else { throw PolicyProblem("too large a number", at: node) }
        self = value
    }

    var json: JSONNode { JSONNode(.number(UInt64(clamping: self))) }

    static var schema: JSONNode { PolicySchema.number(upTo: UInt64(Int.max)) }
}

extension Bool: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard case .bool(let value) = node.content else {
            throw PolicyProblem("expected true or false, found \(node.kind)", at: node)
        }
        self = value
    }

    var json: JSONNode { JSONNode(.bool(self)) }

    static var schema: JSONNode { PolicySchema.type("boolean") }
}

extension String: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard case .string(let value) = node.content else {
            throw PolicyProblem("expected a text in quotes, found \(node.kind)", at: node)
        }
        self = value
    }

    var json: JSONNode { JSONNode(.string(self)) }

    static var schema: JSONNode { PolicySchema.type("string") }
}

extension Array: PolicyValue where Element: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard case .array(let nodes) = node.content else {
            throw PolicyProblem("expected a list, found \(node.kind)", at: node)
        }
        self = []
        for node in nodes { append(try Element(node)) }
    }

    var json: JSONNode { JSONNode(.array(map(\.json))) }

    static var inside: [PolicyFieldDescription] { Element.inside }

    static var schema: JSONNode { PolicySchema.list(Element.schema) }
}

/// A set, written in the order of its elements' texts, so that equal policies give equal texts.
extension Set: PolicyValue where Element: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) { self = Set(try [Element](node)) }

    var json: JSONNode {
        let nodes = map { (text: $0.json.compactText, node: $0.json) }
        return JSONNode(.array(nodes.sorted { $0.text < $1.text }.map(\.node)))
    }

    static var schema: JSONNode { PolicySchema.list(Element.schema) }
}

extension PolicyEntries: PolicyValue where Value: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard case .object(let members) = node.content else {
            throw PolicyProblem("expected an object, found \(node.kind)", at: node)
        }
        self.init()
        // The reader has already rejected repeated names.
        for member in members { append(member.name, try Value(member.value)) }
    }

    var json: JSONNode { JSONNode(.object(entries.map { JSONMember($0.name, $0.value.json) })) }

    static var schema: JSONNode { PolicySchema.type("object").adding("additionalProperties", Value.schema) }
}

/// A type of optional fields. The word `absence`, for example "unlimited", stands for `nil` in JSON.
protocol PolicyOption: PolicyValue {
    static var absence: String { get }
}

extension UInt64: PolicyOption { static var absence: String { "unlimited" } }
extension Int: PolicyOption { static var absence: String { "unlimited" } }
extension StringRule: PolicyOption { static var absence: String { "refused" } }
extension HostEffects: PolicyOption { static var absence: String { "any" } }
extension Array: PolicyOption where Element == ModuleDigest { static var absence: String { "any" } }

extension Optional: PolicyValue where Wrapped: PolicyOption {
    init(_ node: JSONNode) throws(PolicyProblem) {
        self = node.content == .string(Wrapped.absence) ? nil : try Wrapped(node)
    }

    var json: JSONNode { self?.json ?? JSONNode(.string(Wrapped.absence)) }

    static var inside: [PolicyFieldDescription] { Wrapped.inside }

    static var schema: JSONNode { PolicySchema.any([PolicySchema.words([Wrapped.absence]), Wrapped.schema]) }
}

// MARK: Choices

extension JSONNode {
    /// Reads one of several choices: a word, or an object whose only member has the details.
    func choice() throws(PolicyProblem) -> (word: String, detail: JSONNode?) {
        switch content {
        case .string(let word): return (word, nil)
        case .object(let members):
            guard let member = members.first, members.count == 1 else { break }
            return (member.name, member.value)
        default: break
        }
        throw PolicyProblem("expected a word, or an object with one member; found \(kind)", at: self)
    }

    func unknownChoice(_ choices: String) -> PolicyProblem {
        PolicyProblem("expected \(choices); found \(kind)", at: self)
    }

    static func choice(_ word: String, _ detail: JSONNode) -> JSONNode { JSONNode(.object([JSONMember(word, detail)])) }
    static func word(_ word: String) -> JSONNode { JSONNode(.string(word)) }
}

/// A form of a choice: a word, or an object whose only member has the details.
struct PolicyForm {
    var word: String
    /// The JSON Schema of the details; `nil` for a mere word.
    var detail: JSONNode?

    static func word(_ word: String) -> PolicyForm { PolicyForm(word: word) }

    static func object<Detail: PolicyValue>(_ word: String, _ detail: Detail.Type) -> PolicyForm {
        PolicyForm(word: word, detail: Detail.schema)
    }
}

/// One of several words and objects with details.
protocol PolicyChoice: PolicyValue {
    static var forms: [PolicyForm] { get }
}

extension PolicyChoice {
    /// The forms in words, for messages.
    static var choices: String {
        let texts = forms.map { $0.detail == nil ? "\"\($0.word)\"" : "{\"\($0.word)\": …}" }
        return texts.dropLast().joined(separator: ", ") + (texts.last.map { " or \($0)" } ?? "")
    }

    static var schema: JSONNode {
        let words = PolicySchema.words(forms.filter { $0.detail == nil }.map(\.word))
        return PolicySchema.any(
            [words]
                + forms.compactMap { form in
                    form.detail.map { PolicySchema.object([(form.word, $0)], needing: [form.word]) }
                })
    }
}

/// An enumeration whose cases are words in JSON.
protocol PolicyWord: PolicyValue, RawRepresentable, CaseIterable where RawValue == String {}

extension PolicyWord {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard case .string(let word) = node.content, let value = Self(rawValue: word) else {
            throw node.unknownChoice(Self.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
        }
        self = value
    }

    var json: JSONNode { .word(rawValue) }

    static var schema: JSONNode { PolicySchema.words(allCases.map(\.rawValue)) }
}
