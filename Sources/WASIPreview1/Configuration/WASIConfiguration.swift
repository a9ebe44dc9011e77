import WasmSyntax

/// The grants of a guest, together with the objects that they need. At first, nothing is granted.
///
///     var wasi = WASIConfiguration()
///     try wasi.grantArguments(["greet", "World"])
///     wasi.grantStandardOutput(CallbackOutput { bytes in … })
///     wasi.grantExit()
public struct WASIConfiguration {
    /// The treatment of imports that were not granted.
    public enum MissingImports: String, CaseIterable, Sendable {
        /// The module does not link.
        case error
        /// They link, and return `ENOSYS`.
        case enosys
        /// They link, and end the guest when they are called.
        case trap
    }

    /// The capabilities that were granted so far.
    public private(set) var granted: Set<Capability> = []
    /// The treatment of imports that were not granted.
    public var missing: MissingImports = .error
    /// The calls that link, whatever was granted; `nil` for the calls that the grants link. A call that works on
    /// something that was not granted finds nothing there.
    public var calls: Set<Name>?
    /// The auditor, which is told of every call and may refuse it.
    public var auditor: (any Auditor)?
    /// Whether calls cost budget.
    public var hostPrices = HostPrices.standard

    private(set) var arguments = StringList()
    private(set) var environment = StringList()
    private(set) var standardInput: (any WASIInputStream)?
    private(set) var standardOutput: (any WASIOutputStream)?
    private(set) var standardError: (any WASIOutputStream)?
    private(set) var clocks: (any WASIClocks)?
    private(set) var random: (any WASIRandomSource)?
    /// The folders, in the order of their descriptors.
    private(set) var folders: [FolderGrant] = []
    private(set) var listeners: [any WASIListener] = []
    private(set) var connections: [any WASIConnection] = []

    /// Creates a configuration without grants.
    public init() {}

    /// Grants these arguments; the first is the program's name.
    ///
    /// - Throws: ``WASIConfigurationError`` for a zero byte in an argument, or too many.
    public mutating func grantArguments(_ arguments: [String]) throws(WASIConfigurationError) {
        try grantArguments(bytes: arguments.map { Array($0.utf8) })
    }

    /// Grants arguments that need not be UTF-8; otherwise as ``grantArguments(_:)``.
    public mutating func grantArguments(bytes arguments: [[UInt8]]) throws(WASIConfigurationError) {
        self.arguments = try StringList(arguments)
        granted.insert(.arguments)
    }

    /// Grants these environment variables, in the order given, and no others.
    ///
    /// - Throws: ``WASIConfigurationError`` for an empty name, a name with `=`, a name given twice, a zero byte, or too
    ///   many.
    public mutating func grantEnvironment(
        _ variables: KeyValuePairs<String, String>
    ) throws(WASIConfigurationError) {
        try grantEnvironment(variables.map { (name: $0.key, value: $0.value) })
    }

    /// Grants these environment variables, in the order given, and no others. Throws as
    /// ``grantEnvironment(_:)-(KeyValuePairs<String,String>)`` does.
    public mutating func grantEnvironment(
        _ variables: [(name: String, value: String)]
    ) throws(WASIConfigurationError) {
        try grantEnvironment(bytes: variables.map { (name: Array($0.name.utf8), value: Array($0.value.utf8)) })
    }

    /// Grants environment variables that need not be UTF-8; otherwise as
    /// ``grantEnvironment(_:)-(KeyValuePairs<String,String>)``.
    public mutating func grantEnvironment(
        bytes variables: [(name: [UInt8], value: [UInt8])]
    ) throws(WASIConfigurationError) {
        let equals = UInt8(ascii: "=")
        var names: Set<[UInt8]> = []
        for (name, _) in variables {
            guard !name.isEmpty, !name.contains(equals) else {
                throw .invalidVariableName(String(decoding: name, as: UTF8.self))
            }
            guard names.insert(name).inserted else {
                throw .duplicateVariable(String(decoding: name, as: UTF8.self))
            }
        }
        environment = try StringList(variables.map { $0.name + [equals] + $0.value })
        granted.insert(.environment)
    }

    /// Grants a standard input. Without it, a guest that reads finds the end of the file.
    public mutating func grantStandardInput(_ stream: any WASIInputStream) {
        standardInput = stream
        granted.insert(.stdin)
    }

    /// Grants a standard output. Without it, output is dropped.
    public mutating func grantStandardOutput(_ stream: any WASIOutputStream) {
        standardOutput = stream
        granted.insert(.stdout)
    }

    /// Grants a standard error stream. Without it, output is dropped.
    public mutating func grantStandardError(_ stream: any WASIOutputStream) {
        standardError = stream
        granted.insert(.stderr)
    }

    /// Grants reading these clocks, and waiting for their time spans and moments.
    public mutating func grantClocks(_ clocks: any WASIClocks) {
        self.clocks = clocks
        granted.insert(.clocks)
    }

    /// Grants waiting for streams and for time spans of these clocks, without reading a clock. Pass the same clocks as
    /// to ``grantClocks(_:)`` if you call both: the last ones passed are used for both.
    public mutating func grantPoll(_ clocks: any WASIClocks) {
        self.clocks = clocks
        granted.insert(.poll)
    }

    /// Grants random bytes from a source.
    public mutating func grantRandom(_ source: any WASIRandomSource) {
        random = source
        granted.insert(.random)
    }

    /// Grants ending the program with an exit code.
    public mutating func grantExit() { granted.insert(.exit) }

    /// Grants yielding to other threads.
    public mutating func grantYield() { granted.insert(.yield) }

    /// Adds a folder that ``grantFolder(_:as:permissions:quota:)`` has checked.
    mutating func addFolder(_ grant: FolderGrant) {
        folders.append(grant)
        granted.insert(.files)
    }

    /// Grants the functions for paths. They find nothing without a folder; see
    /// ``grantFolder(_:as:permissions:quota:)``.
    public mutating func grantFiles() { granted.insert(.files) }

    /// Grants the functions for sockets. They find none without a connection or listener.
    public mutating func grantSockets() { granted.insert(.sockets) }

    /// Grants a connection. Folders have the first descriptors, then listeners, then connections.
    ///
    /// - Throws: ``WASIConfigurationError`` for too many sockets.
    public mutating func grantConnection(_ connection: any WASIConnection) throws(WASIConfigurationError) {
        try checkSockets()
        connections.append(connection)
        granted.insert(.sockets)
    }

    /// Grants accepting connections from a listener. Folders have the first descriptors, then listeners, then
    /// connections.
    ///
    /// - Throws: ``WASIConfigurationError`` for too many sockets.
    public mutating func grantListener(_ listener: any WASIListener) throws(WASIConfigurationError) {
        try checkSockets()
        listeners.append(listener)
        granted.insert(.sockets)
    }

    private func checkSockets() throws(WASIConfigurationError) {
        guard connections.count &+ listeners.count < WASILimits.sockets else {
            throw .tooManySockets(maximum: WASILimits.sockets)
        }
    }

    /// Revokes a capability, and drops the objects that were passed for it.
    public mutating func revoke(_ capability: Capability) {
        granted.remove(capability)
        switch capability {
        case .arguments: arguments = StringList()
        case .environment: environment = StringList()
        case .stdin: standardInput = nil
        case .stdout: standardOutput = nil
        case .stderr: standardError = nil
        case .clocks, .poll: if granted.isDisjoint(with: [.clocks, .poll]) { clocks = nil }
        case .random: random = nil
        case .files: folders = []
        case .sockets:
            listeners = []
            connections = []
        case .exit, .yield: break
        }
    }
}

/// Why something cannot be granted.
public enum WASIConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An argument or variable has a zero byte, which ends strings in the guest.
    case zeroByte(in: String)
    /// The number of arguments or variables exceeds the maximum.
    case tooMany(count: Int, maximum: Int)
    /// The arguments or variables have more bytes together than the maximum.
    case tooLong(maximum: Int)
    /// A variable's name is empty or has a `=`.
    case invalidVariableName(String)
    /// A variable is given twice.
    case duplicateVariable(String)
    /// A folder's path in the guest is empty, too long, or has a zero byte or `..`.
    case invalidFolderPath(String)
    /// Two folders have the same path in the guest.
    case duplicateFolder(String)
    /// The number of folders exceeds the maximum.
    case tooManyFolders(maximum: Int)
    /// The number of connections and listeners exceeds the maximum.
    case tooManySockets(maximum: Int)

    public var description: String {
        switch self {
        case .zeroByte(let text): "a zero byte in \(text.debugDescription)"
        case .tooMany(let count, let maximum): "\(count) arguments or variables, at most \(maximum) are possible"
        case .tooLong(let maximum): "arguments or variables of more than \(maximum) bytes together"
        case .invalidVariableName(let name): "\(name.debugDescription) cannot name an environment variable"
        case .duplicateVariable(let name): "the environment variable \(name.debugDescription) is given twice"
        case .invalidFolderPath(let path): "\(path.debugDescription) cannot be a guest's path of a folder"
        case .duplicateFolder(let path): "two folders are granted as \(path.debugDescription)"
        case .tooManyFolders(let maximum): "more than \(maximum) folders"
        case .tooManySockets(let maximum): "more than \(maximum) connections and listeners"
        }
    }
}
