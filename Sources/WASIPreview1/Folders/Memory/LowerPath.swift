/// The path of an item in the folder below an overlay. Paths share their common parts: in a deep tree, each name is
/// stored once.
final class LowerPath {
    private(set) var parent: LowerPath?
    /// The last name; `nil` for the folder itself.
    let name: FileName?

    /// The path of the folder itself.
    init() {
        parent = nil
        name = nil
    }

    /// The path of a child.
    init(_ parent: LowerPath, _ name: FileName) {
        self.parent = parent
        self.name = name
    }

    /// Frees the parents in a loop: for a long path, nested calls of `deinit` would overflow the stack.
    deinit {
        var current = parent
        parent = nil
        while isKnownUniquelyReferenced(&current) {
            let above = current?.parent
            current?.parent = nil
            current = above
        }
    }

    /// All names, the topmost first.
    var names: [FileName] {
        var names: [FileName] = []
        var current: LowerPath? = self
        while let path = current {
            if let name = path.name { names.append(name) }
            current = path.parent
        }
        return names.reversed()
    }
}
