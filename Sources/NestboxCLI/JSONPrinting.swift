import WASIPreview1
import WasmSyntax

/// Something that is printed as a JSON object, whose lists are printed entry by entry.
protocol JSONPrinting {
    /// Polled for each entry.
    var interruption: (any Interruption)? { get }
}

extension JSONPrinting {
    /// Prints a list as a member of the object, an entry on each line.
    func list<Elements: Collection>(
        _ key: String, _ elements: Elements, _ entry: (Elements.Element) -> JSONNode
    ) throws {
        Swift.print("  \"\(key)\": [", terminator: "")
        for (index, element) in elements.prefix(InspectCommand.maximumLines).enumerated() {
            if let reason = interruption?.reasonToStop() { throw Interrupted(reason) }
            Swift.print("\(index == 0 ? "" : ",")\n    \(entry(element).compactText)", terminator: "")
        }
        Swift.print(elements.isEmpty ? "]," : "\n  ],")
    }

    func name(_ name: Name) -> JSONNode { JSONNode(.string(name.text)) }

    func number(_ number: Int) -> JSONNode { JSONNode(.number(UInt64(clamping: number))) }

    func object(_ members: [(String, JSONNode)]) -> JSONNode {
        JSONNode(.object(members.map { JSONMember($0.0, $0.1) }))
    }
}
