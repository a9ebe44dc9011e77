/// A request of `scripts/fuzz`.
package struct Request: Codable, Sendable {
    package enum Action: String, Codable, Sendable {
        /// Decodes, validates and runs the parts as modules; each may import from those before it.
        case run
        /// Parses the parts as text, and returns the binary form of the first one.
        case parse
        /// Checks that texts describe a module: the first part is a binary, the others are texts of it.
        case text
        /// Asks for the source lines of the parts, which are modules or source maps.
        case sources
        /// Checks the parts as policies.
        case policy
        /// Runs the parts as modules, and checks the core dumps of what fails, and with the `seed` damaged copies of them.
        case dump
        /// Makes `count` random WASI calls, with the given `seed`.
        case wasi
        /// Lists the instructions.
        case table
        /// Misbehaves in the way that `names` says, to test the fuzzer.
        case fault
    }

    package var id: Int
    package var action: Action
    /// The numbers of bytes of the parts that follow.
    package var sizes: [Int] = []
    /// The names of the modules, for imports.
    package var names: [String] = []
    /// The units of budget for instantiation and for each call. With 0 nothing runs: the answer lists the calls that
    /// would be made.
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
    /// `ok`, or the step that refused the input: `malformed`, `invalid`, `limit`.
    package var status = "ok"
    package var message: String?
    /// The rule that was broken: a finding.
    package var mismatch: String?
    package var behaviour: Behaviour?
    package var allocates: Bool?
    package var floats: Bool?
    package var exceptions: Bool?
    package var countsApart: Bool?
    package var runs = 0
    package var comparisons = 0
    /// The processor time of each phase, in microseconds.
    package var times: [String: Int] = [:]
    /// The slowest call: microseconds of processor time, and the units that it spent.
    package var dearest: [UInt64]?
    package var binary: [UInt8]?
    package var rows: [[String]]?

    package init(id: Int) { self.id = id }
}
