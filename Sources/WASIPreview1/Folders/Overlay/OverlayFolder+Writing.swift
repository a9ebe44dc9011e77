extension OverlayFolder {
    /// Writes all changes to a folder: to that below itself, or to any other, for which it need not exist there what was
    /// changed. It then has what the guest saw; times are those of the writing. The overlay keeps its changes: forget
    /// them if they were written to the folder below.
    ///
    /// Everything that was made is first copied to a new directory at the top of the folder, and only when that has
    /// succeeded changed files are overwritten, removed names removed, and copies moved to their places. So a folder that
    /// is full stays as it was.
    ///
    /// Symbolic links are written as they are. One that the guest made can lead anywhere, and mislead programs of the
    /// host which follow it: ``changes()`` shows them.
    ///
    /// - Parameter target: What may be done in it is for the host's system to say: it is not a guest's grant.
    /// - Throws: What reading and writing throw. An error after the copying leaves the folder half changed.
    public func writeChanges(to target: any WASIDirectory) throws(Errno) {
        let changes = try changes()
        let made = topmost(changes)
        let stagingName = try makeStaging(in: target)
        do {
            let staging = try target.openDirectory(stagingName)
            for (index, change) in made.enumerated() { try stage(change, as: index, in: staging) }
            for change in changes where !made.contains(change) && change.kind == .modified {
                let (parent, name) = try split(change.path, making: false)
                let (copy, _) = try target.split(change.path, making: true)
                try FolderCopy.copy(name, change.type, from: parent, to: name, in: copy)
            }
            for change in changes where change.kind == .removed {
                do { try target.remove(at: change.path) } catch .noent {}
            }
            for (index, change) in made.enumerated() { try place(change, index, from: staging, in: target) }
        } catch {
            try? FolderCopy.removeTree(stagingName, in: target)
            throw error
        }
        try FolderCopy.removeTree(stagingName, in: target)
    }

    /// The changes that stand for something that was made here, without what is inside of them.
    private func topmost(_ changes: [OverlayChange]) -> [OverlayChange] {
        var result: [OverlayChange] = []
        for change in changes where change.kind != .removed {
            if let last = result.last, change.path.utf8.starts(with: (last.path + "/").utf8) { continue }
            if change.kind == .added || !isInPlace(change.path) { result.append(change) }
        }
        return result
    }

    /// Whether what is at a path is the folder's below, perhaps changed.
    private func isInPlace(_ path: String) -> Bool {
        guard let (parent, name) = try? split(path, making: false), let parent = parent as? VolumeDirectory else {
            return false
        }
        return parent.node.entries[name] == nil
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

    private func stage(_ change: OverlayChange, as index: Int, in staging: any WASIDirectory) throws(Errno) {
        let (parent, name) = try split(change.path, making: false)
        guard let staged = FileName(String(index)) else { throw .inval }
        try FolderCopy.copy(name, change.type, from: parent, to: staged, in: staging)
        guard change.type == .directory else { return }
        try parent.openDirectory(name).copyItems(to: staging.openDirectory(staged))
    }

    private func place(
        _ change: OverlayChange, _ index: Int, from staging: any WASIDirectory, in target: any WASIDirectory
    ) throws(Errno) {
        let (parent, name) = try target.split(change.path, making: true)
        guard let staged = FileName(String(index)) else { throw .inval }
        do {
            try staging.rename(staged, to: name, in: parent)
        } catch {
            guard error == .isdir || error == .notdir || error == .notempty else { throw error }
            try FolderCopy.removeTree(name, in: parent)
            try staging.rename(staged, to: name, in: parent)
        }
    }
}
