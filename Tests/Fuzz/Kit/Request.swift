/// What `scripts/fuzz` asks for.
package struct Request: Codable, Sendable {
    package enum Action: String, Codable, Sendable {
        /// Decodes, validates and runs the parts as modules, each of which may import from those before it.
        case run
        /// Parses the parts as text and gives the first one's binary form.
        case parse
        /// Checks that texts say what modules are: the parts are a binary, and texts of it.
        case text
        /// Checks the parts as policies.
        case policy
        /// Makes random calls of WASI: `seed`, `count`.
        case wasi
        /// Lists the instructions.
        case table
        /// Misbehaves, to test the tester: `names` says how.
        case fault
    }

    package var id: Int
    package var action: Action
    /// Bytes of each part that follows.
    package var sizes: [Int] = []
    /// Names of the modules, for imports.
    package var names: [String] = []
    /// Units of budget of instantiation and of each call; with 0 nothing is run, and the calls are told that would be made.
    package var fuel: UInt64 = 20_000
    package var hostFunctions = false
    package var sabotage = false
    package var seed: UInt64 = 0
    package var count = 0

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int.self, forKey: .id)
        action = try values.decode(Action.self, forKey: .action)
        sizes = try values.decodeIfPresent([Int].self, forKey: .sizes) ?? []
        names = try values.decodeIfPresent([String].self, forKey: .names) ?? []
        fuel = try values.decodeIfPresent(UInt64.self, forKey: .fuel) ?? 20_000
        hostFunctions = try values.decodeIfPresent(Bool.self, forKey: .hostFunctions) ?? false
        sabotage = try values.decodeIfPresent(Bool.self, forKey: .sabotage) ?? false
        seed = try values.decodeIfPresent(UInt64.self, forKey: .seed) ?? 0
        count = try values.decodeIfPresent(Int.self, forKey: .count) ?? 0
    }
}

/// The answer to a ``Request``.
package struct Answer: Codable, Sendable {
    package var id: Int
    /// `ok`, or which step refused the input: `malformed`, `invalid`, `limit`.
    package var status = "ok"
    package var message: String?
    /// A rule that was broken: a finding.
    package var mismatch: String?
    package var behaviour: Behaviour?
    package var allocates: Bool?
    package var floats: Bool?
    package var exceptions: Bool?
    package var countsApart: Bool?
    package var runs = 0
    package var comparisons = 0
    /// Microseconds of processor time.
    package var times: [String: Int] = [:]
    /// Of the call that took longest: microseconds of processor time, and units.
    package var dearest: [UInt64]?
    package var binary: [UInt8]?
    package var rows: [[String]]?

    package init(id: Int) { self.id = id }
}
