import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The reason why a file has no profile.
package struct ProfileReadError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
}

extension GuestProfile {
    /// The largest profile that is read, in bytes.
    package static let maximumSize = 16 << 20

    /// Reads what ``firefoxProfile(title:)`` has written. The text may come from anybody.
    ///
    /// - Throws: ``ProfileReadError``.
    package init(firefoxProfile text: [UInt8]) throws(ProfileReadError) {
        let json: JSONNode
        do {
            json = try JSONReader.read(text, atMost: GuestProfile.maximumSize, cutsFractions: true)
        } catch {
            throw ProfileReadError(description: "no JSON: \(error.problem) at byte \(error.offset)")
        }
        var reader = ProfileReader(json: json)
        self = try reader.read()
    }
}

/// Reads the tables of a profile, and checks every index in them.
private struct ProfileReader {
    let json: JSONNode
    private var strings: [String] = []
    private var profile = GuestProfile()

    init(json: JSONNode) { self.json = json }

    mutating func read() throws(ProfileReadError) -> GuestProfile {
        guard let counts = json["nestbox"], let thread = json["threads"]?.elements?.first else {
            throw ProfileReadError(description: "no profile that nestbox run --profile has written")
        }
        if counts["unit"]?.text == GuestProfile.Unit.nanoseconds.rawValue { profile.unit = .nanoseconds }
        profile.isExact = counts["isExact"]?.content == .bool(true)
        profile.totalUnits = counts["totalUnits"]?.number ?? 0
        profile.otherUnits = Int64(clamping: counts["otherUnits"]?.number ?? 0)
        strings = (thread["stringArray"]?.elements ?? []).map { Name.withoutControls($0.text ?? "") }
        try readFunctions(thread["funcTable"], counts)
        try readPlaces(thread["frameTable"], thread["funcTable"], counts)
        try readNodes(thread["stackTable"], thread["samples"])
        return profile
    }

    private mutating func readFunctions(_ table: JSONNode?, _ counts: JSONNode) throws(ProfileReadError) {
        let names = try column("name", of: table)
        let resources = try column("resource", of: table, count: names.count)
        let calls = try column("calls", of: counts, count: names.count)
        let units = try column("units", of: counts, count: names.count)
        for index in names.indices {
            let name = try item(names[index], in: strings, "a name")
            // A function of the host belongs to no module.
            let isHost = resources[index].number != 0 || resources[index].content == .null
            profile.functions.append(
                GuestProfile.Function(
                    index: isHost ? nil : 0, name: name, calls: calls[index].number, units: units[index].number))
        }
    }

    private mutating func readPlaces(
        _ table: JSONNode?, _ functions: JSONNode?, _ counts: JSONNode
    ) throws(ProfileReadError) {
        let files = try column("fileName", of: functions, count: profile.functions.count)
        let owners = try column("func", of: table)
        let addresses = try column("address", of: table, count: owners.count)
        let lines = try column("line", of: table, count: owners.count)
        let units = try column("placeUnits", of: counts, count: owners.count)
        for index in owners.indices {
            let function = try self.index(owners[index], below: profile.functions.count, "a function")
            var place = GuestProfile.Place(function: function, offset: Int(clamping: addresses[index].number ?? 0))
            if let line = lines[index].number {
                let file = files[function].content == .null ? "?" : try item(files[function], in: strings, "a file")
                place.line = GuestProfile.Line(file: file, line: Int(clamping: line))
            }
            place.units = units[index].number
            profile.places.append(place)
        }
    }

    private mutating func readNodes(_ stacks: JSONNode?, _ samples: JSONNode?) throws(ProfileReadError) {
        let prefixes = try column("prefix", of: stacks)
        let frames = try column("frame", of: stacks, count: prefixes.count)
        for index in prefixes.indices {
            let parent =
                prefixes[index].content == .null ? nil : try self.index(prefixes[index], below: index, "a caller")
            let place = try self.index(frames[index], below: profile.places.count, "a frame")
            profile.nodes.append(GuestProfile.Node(parent: parent, place: place, weight: 0))
        }
        let sampled = try column("stack", of: samples)
        let weights = try column("weight", of: samples, count: sampled.count)
        for index in sampled.indices {
            let node = try self.index(sampled[index], below: profile.nodes.count, "a stack")
            let weight = weights[index].number ?? 0
            // Times are in milliseconds.
            let scaled =
                profile.unit == .units ? weight : weight.multipliedReportingOverflow(by: 1_000_000).partialValue
            profile.nodes[node].weight &+= scaled
        }
    }

    // MARK: Columns

    private func column(_ name: String, of table: JSONNode?, count: Int? = nil) throws(ProfileReadError) -> [JSONNode] {
        guard let column = table?[name]?.elements, column.count == count ?? column.count else {
            throw ProfileReadError(description: "the column \(name) is missing or has another length than others")
        }
        return column
    }

    private func index(_ node: JSONNode, below count: Int, _ what: String) throws(ProfileReadError) -> Int {
        guard let number = node.number, number < UInt64(count) else {
            throw ProfileReadError(description: "\(what) that does not exist, at byte \(node.offset)")
        }
        return Int(number)
    }

    private func item(_ node: JSONNode, in list: [String], _ what: String) throws(ProfileReadError) -> String {
        list[try index(node, below: list.count, what)]
    }
}

extension JSONNode {
    fileprivate subscript(name: String) -> JSONNode? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.name == name }?.value
    }

    fileprivate var elements: [JSONNode]? { if case .array(let elements) = content { elements } else { nil } }

    fileprivate var number: UInt64? { if case .number(let number) = content { number } else { nil } }

    fileprivate var text: String? { if case .string(let text) = content { text } else { nil } }
}
