extension OverlayFolder {
    /// Writes all changes to a folder: to the folder below, or to any other, which need not contain what was changed.
    /// The folder then has what the guest saw, except for the times, which are those of the writing. The overlay keeps
    /// its changes: call ``discardChanges()`` after they were written to the folder below.
    ///
    /// Everything that was made is first copied to a new directory at the top of the folder. Only when that has
    /// succeeded are changed files overwritten, removed names removed, and the copies moved to their places. A folder
    /// without room for the copies therefore stays as it was.
    ///
    /// Symbolic links are written as they are. A link that the guest made can lead anywhere, and mislead programs of
    /// the host that follow it: ``changes()`` shows them.
    ///
    /// - Parameter target: The folder to write to. Only the host's system restricts what is done in it: no grant
    ///   applies.
    /// - Throws: The errors of reading and writing. An error after the copying leaves the folder half changed.
    public func writeChanges(to target: any WASIDirectory) throws(Errno) {
        let (tree, changes) = try findChanges()
        let made = topmost(changes, tree)
        let stagingName = try makeStaging(in: target)
        do {
            let staging = try target.openDirectory(stagingName)
            var source = TreeCursor(tree, in: self, isMaking: false)
            for (number, change) in made.enumerated() {
                try stage(change, tree, as: number, from: try source.directory(of: change.index), in: staging)
            }
            source = TreeCursor(tree, in: self, isMaking: false)
            var copies = TreeCursor(tree, in: target, isMaking: true)
            for change in changes where change.kind == .modified && !change.isMade {
                let name = tree.name(change.index)
                let parent = try source.directory(of: change.index)
                let copy = try copies.directory(of: change.index)
                try FolderCopy.copy(name, change.type, from: parent, to: name, in: copy)
            }
            var removing = TreeCursor(tree, in: target, isMaking: false)
            for change in changes where change.kind == .removed {
                do {
                    try FolderCopy.removeTree(tree.name(change.index), in: try removing.directory(of: change.index))
                } catch .noent {}
            }
            var places = TreeCursor(tree, in: target, isMaking: true)
            for (number, change) in made.enumerated() {
                let parent = try places.directory(of: change.index)
                try place(tree.name(change.index), number, from: staging, in: parent)
            }
        } catch {
            try? FolderCopy.removeTree(stagingName, in: target)
            throw error
        }
        try FolderCopy.removeTree(stagingName, in: target)
    }

    /// The topmost of the items that were made in the overlay, without their contents.
    private func topmost(_ changes: [OverlayChange], _ tree: NameTree) -> [OverlayChange] {
        var result: [OverlayChange] = []
        var made: Set<Int> = []
        for change in changes where change.isMade {
            if !made.contains(tree.parent(change.index)) { result.append(change) }
            made.insert(change.index)
        }
        return result
    }

    private func makeStaging(in target: any WASIDirectory) throws(Errno) -> FileName {
        var number = 0
        while true {
            guard let name = FileName(".nestbox-changes-\(number)") else { throw .inval }
            do {
                try target.createDirectory(name)
                return name
            } catch .exist {
                number &+= 1
            }
        }
    }

    private func stage(
        _ change: OverlayChange, _ tree: NameTree, as number: Int, from parent: any WASIDirectory,
        in staging: any WASIDirectory
    ) throws(Errno) {
        let name = tree.name(change.index)
        guard let staged = FileName(String(number)) else { throw .inval }
        try FolderCopy.copy(name, change.type, from: parent, to: staged, in: staging)
        guard change.type == .directory else { return }
        try parent.openDirectory(name).copyItems(to: staging.openDirectory(staged))
    }

    private func place(
        _ name: FileName, _ number: Int, from staging: any WASIDirectory, in parent: any WASIDirectory
    ) throws(Errno) {
        guard let staged = FileName(String(number)) else { throw .inval }
        do {
            try staging.rename(staged, to: name, in: parent)
        } catch {
            guard error == .isdir || error == .notdir || error == .notempty else { throw error }
            try FolderCopy.removeTree(name, in: parent)
            try staging.rename(staged, to: name, in: parent)
        }
    }
}
