/// The stacks of samples, as a tree: each node is a place that its parent has called.
struct CallTree {
    /// A place in the code of a module, or a host function.
    struct Place: Hashable {
        /// The number of the module in ``Sampler/codes``, or ``host`` or ``omitted``.
        var code: Int32
        /// The function's index in its module, or the host function's number.
        var function: UInt32
        /// The byte offset in the module of the instruction that runs or has called.
        var offset: UInt32

        static let host: Int32 = -1
        static let omitted: Int32 = -2
    }

    struct Node {
        var parent: Int
        var place: Place
        /// The weight of the samples that end here.
        var weight: UInt64 = 0
    }

    private struct Key: Hashable {
        var parent: Int
        var place: Place
    }

    /// The most nodes. Samples with further places count for the nearest caller that has a node.
    static let most = 1 << 18

    /// The nodes, parents first. The first stands for what has called the guest.
    private(set) var nodes = [Node(parent: -1, place: Place(code: Place.omitted, function: 0, offset: 0))]
    private var children: [Key: Int] = [:]

    static let root = 0

    /// Returns the node of a place that a node has called.
    mutating func child(of parent: Int, _ place: Place) -> Int {
        let key = Key(parent: parent, place: place)
        if let known = children[key] { return known }
        guard nodes.count < CallTree.most else { return parent }
        children[key] = nodes.count
        nodes.append(Node(parent: parent, place: place))
        return nodes.count &- 1
    }

    mutating func add(_ weight: Int, to node: Int) {
        nodes[node].weight &+= UInt64(clamping: weight)
    }
}
