import WASIHost
import WASIPreview1

extension Policy {
    /// Values for one run of a guest that need not be UTF-8, as the words of a command line. They join those of the
    /// policy, whose rules and maximums hold for them too.
    public struct HostValues: Sendable {
        /// A folder of the host whose path, or whose path in the guest, need not be UTF-8.
        public struct Folder: Hashable, Sendable {
            /// The folder's path on the host.
            public var host: HostPath
            /// The path under which the guest sees the folder.
            public var guest: [UInt8]
            /// The guest's permissions, as ``Policy/Folder/allow``.
            public var allow: FolderPermissions

            /// Creates a folder with these properties.
            public init(host: HostPath, guest: [UInt8], allow: FolderPermissions) {
                self.host = host
                self.guest = guest
                self.allow = allow
            }
        }

        /// The first argument of the guest, instead of the name that is passed with the policy.
        public var program: [UInt8]?
        /// The arguments after the first, instead of the policy's.
        public var arguments: [[UInt8]]?
        /// Environment variables. One that the policy has too replaces it in its place.
        public var variables: [(name: [UInt8], value: [UInt8])] = []
        /// Folders, after those of the policy. System folders are refused.
        public var folders: [Folder] = []

        /// No values.
        public init() {}
    }

    /// The guest's arguments, the program's name included.
    func arguments(program: String, _ values: HostValues) throws(PolicyError) -> [[UInt8]] {
        let given = values.arguments ?? arguments.values.map { Array($0.utf8) }
        try check(arguments: given)
        return [values.program ?? Array(program.utf8)] + given
    }

    /// The guest's environment variables.
    func variables(_ values: HostValues) throws -> [(name: [UInt8], value: [UInt8])] {
        var result: [(name: [UInt8], value: [UInt8])] = environment.variables.entries.map {
            (Array($0.name.utf8), Array($0.value.utf8))
        }
        let own = result.count
        var places: [[UInt8]: Int] = [:]
        for (index, variable) in result.enumerated() { places[variable.name] = index }
        for variable in values.variables {
            // A name that is given twice here is left for the grant to refuse.
            if let place = places[variable.name], place < own {
                result[place].value = variable.value
                places[variable.name] = nil
            } else {
                result.append(variable)
            }
        }
        try check(variables: result)
        return result
    }
}
