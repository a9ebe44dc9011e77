import WasmRuntime
import WasmSyntax

/// The tree that a flame graph shows: the stacks of a profile by functions, whatever the places of their calls.
struct FlameTree {
    struct Node {
        var parent: Int
        /// The name's index in ``names``.
        var name: Int
        /// What was spent here, callees not included.
        var weight: UInt64 = 0
        /// The same in the profile that this one is compared with.
        var before: UInt64 = 0
        /// Both with all callees.
        var total: UInt64 = 0
        var totalBefore: UInt64 = 0
    }

    /// The nodes, callers first. The first stands for everything.
    private(set) var nodes = [Node(parent: -1, name: 0)]
    private(set) var names = ["all"]
    /// The names that belong to functions of the host.
    private(set) var hosts: Set<Int> = []
    private var numbers = ["all": 0]
    private var children: [[Int]: Int] = [:]
    /// Whether two profiles are compared.
    let isComparison: Bool

    /// The most nodes that a page has. Smaller ones count for their callers.
    private static let most = 20_000

    /// The tree of a profile, perhaps compared with another one.
    init(_ profile: GuestProfile, comparedWith before: GuestProfile? = nil) {
        isComparison = before != nil
        add(profile, \.weight)
        if let before { add(before, \.before) }
        sum()
        prune()
    }

    private mutating func add(_ profile: GuestProfile, _ amount: WritableKeyPath<Node, UInt64>) {
        let functions = profile.functions.map { name(of: $0) }
        var places: [Int] = []
        places.reserveCapacity(profile.nodes.count)
        for node in profile.nodes {
            let name = functions[profile.places[node.place].function]
            let place = child(of: node.parent.map { places[$0] } ?? 0, name)
            nodes[place][keyPath: amount] &+= node.weight
            places.append(place)
        }
    }

    private mutating func name(of function: GuestProfile.Function) -> Int {
        let label = function.label
        let number = numbers[label] ?? names.count
        if number == names.count {
            numbers[label] = number
            names.append(label)
        }
        if function.isHost { hosts.insert(number) }
        return number
    }

    private mutating func child(of parent: Int, _ name: Int) -> Int {
        if let known = children[[parent, name]] { return known }
        children[[parent, name]] = nodes.count
        nodes.append(Node(parent: parent, name: name))
        return nodes.count &- 1
    }

    private mutating func sum() {
        for index in nodes.indices.reversed() {
            nodes[index].total &+= nodes[index].weight
            nodes[index].totalBefore &+= nodes[index].before
            let parent = nodes[index].parent
            guard parent >= 0 else { continue }
            nodes[parent].total &+= nodes[index].total
            nodes[parent].totalBefore &+= nodes[index].totalBefore
        }
    }

    /// Removes the smallest nodes if there are too many.
    private mutating func prune() {
        children = [:]
        guard nodes.count > FlameTree.most else { return }
        let sizes = nodes.map { max($0.total, $0.totalBefore) }
        let smallest = sizes.sorted(by: >)[FlameTree.most]
        var places = [Int](repeating: -1, count: nodes.count)
        var kept: [Node] = []
        for (index, node) in nodes.enumerated() {
            // A caller is at least as large as what it calls, so it was kept.
            if index == 0 || sizes[index] > smallest, kept.count < FlameTree.most {
                places[index] = kept.count
                kept.append(node)
                if node.parent >= 0 { kept[kept.count &- 1].parent = places[node.parent] }
            } else {
                places[index] = places[node.parent]
                kept[places[index]].weight &+= node.weight
                kept[places[index]].before &+= node.before
            }
        }
        nodes = kept
    }
}
