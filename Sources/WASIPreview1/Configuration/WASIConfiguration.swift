import WasmSyntax

/// What a guest is granted, by handing it over: nothing at first.
///
///     var wasi = WASIConfiguration()
///     try wasi.grantArguments(["greet", "World"])
///     wasi.grantStandardOutput(CallbackOutput { bytes in … })
///     wasi.grantExit()
public struct WASIConfiguration {
    /// What is done with imports that were not granted.
    public enum MissingImports: String, CaseIterable, Sendable {
        /// The module does not link.
        case error
        /// They link, and return `ENOSYS`.
        case enosys
        /// They link, and end the guest when they are called.
        case trap
    }

    /// What was granted so far.
    public private(set) var granted: Set<Capability> = []
    /// What is done with imports that were not granted.
    public var missing: MissingImports = .error
    /// The calls that link, whatever else was granted or not; `nil` for those that the grants bring. One that works on
    /// what was not granted finds nothing there.
    public var calls: Set<Name>?
    /// Is told of every call, and may refuse it.
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
    /// In the order of their descriptors.
    private(set) var folders: [FolderGrant] = []
    private(set) var listeners: [any WASIListener] = []
    private(set) var connections: [any WASIConnection] = []

    /// Nothing granted.
    public init() {}

    /// Grants these arguments; the first is the program's name.
    ///
    /// - Throws: ``WASIConfigurationError`` for a zero byte in one, or too many.
    public mutating func grantArguments(_ arguments: [String]) throws(WASIConfigurationError) {
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

    /// Grants these environment variables, in the order given, and no others; throws as
    /// ``grantEnvironment(_:)-(KeyValuePairs<String,String>)``.
    public mutating func grantEnvironment(
        _ variables: [(name: String, value: String)]
    ) throws(WASIConfigurationError) {
        var names: Set<[UInt8]> = []
        for (name, _) in variables {
            guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "=")) else {
                throw .invalidVariableName(name)
            }
            guard names.insert(Array(name.utf8)).inserted else { throw .duplicateVariable(name) }
        }
        environment = try StringList(variables.map { "\($0.name)=\($0.value)" })
        granted.insert(.environment)
    }

    /// Grants a standard input. Without it, reading gives the end of the file.
    public mutating func grantStandardInput(_ stream: any WASIInputStream) {
        standardInput = stream
        granted.insert(.stdin)
    }

    /// Grants a standard output. Without it, what is written is dropped.
    public mutating func grantStandardOutput(_ stream: any WASIOutputStream) {
        standardOutput = stream
        granted.insert(.stdout)
    }

    /// Grants a standard error stream. Without it, what is written is dropped.
    public mutating func grantStandardError(_ stream: any WASIOutputStream) {
        standardError = stream
        granted.insert(.stderr)
    }

    /// Grants reading these clocks, and waiting by them.
    public mutating func grantClocks(_ clocks: any WASIClocks) {
        self.clocks = clocks
        granted.insert(.clocks)
    }

    /// Grants waiting for time spans by these clocks and for streams, without reading a clock. Use the same clocks if
    /// you grant both: the last that were given are used.
    public mutating func grantPoll(_ clocks: any WASIClocks) {
        self.clocks = clocks
        granted.insert(.poll)
    }

    /// Grants random bytes from a source.
    public mutating func grantRandom(_ source: any WASIRandomSource) {
        random = source
        granted.insert(.random)
    }

    /// Grants ending itself with an exit code.
    public mutating func grantExit() { granted.insert(.exit) }

    /// Grants yielding to other threads.
    public mutating func grantYield() { granted.insert(.yield) }

    /// See ``grantFolder(_:as:permissions:quota:)``, which checks it.
    mutating func addFolder(_ grant: FolderGrant) {
        folders.append(grant)
        granted.insert(.files)
    }

    /// Grants the functions for paths. Without a folder, see ``grantFolder(_:as:permissions:quota:)``, they find
    /// nothing.
    public mutating func grantFiles() { granted.insert(.files) }

    /// Grants the functions for sockets. Without a connection or listener there is none.
    public mutating func grantSockets() { granted.insert(.sockets) }

    /// Grants a connection. Connections get the descriptors after listeners, those after folders.
    ///
    /// - Throws: ``WASIConfigurationError`` for too many sockets.
    public mutating func grantConnection(_ connection: any WASIConnection) throws(WASIConfigurationError) {
        try checkSockets()
        connections.append(connection)
        granted.insert(.sockets)
    }

    /// Grants accepting connections. Listeners get the descriptors after folders.
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

    /// Takes a capability away again, with what was handed over for it.
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

/// Why something cannot be granted as it was given.
public enum WASIConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An argument or variable holds a zero byte, which ends strings in the guest.
    case zeroByte(in: String)
    /// More arguments or variables than the maximum.
    case tooMany(count: Int, maximum: Int)
    /// More bytes together than the maximum.
    case tooLong(maximum: Int)
    /// A variable's name is empty or holds `=`.
    case invalidVariableName(String)
    /// A variable is given twice.
    case duplicateVariable(String)
    /// A folder's path in the guest is empty, too long, or holds a zero byte or `..`.
    case invalidFolderPath(String)
    /// Two folders have the same path in the guest.
    case duplicateFolder(String)
    /// More folders than the maximum.
    case tooManyFolders(maximum: Int)
    /// More connections and listeners than the maximum.
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
