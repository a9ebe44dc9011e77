import Nestbox
import WASIHost
import WASIPreview1

/// What `nestbox run` was told.
struct RunOptions {
    /// Where a standard stream leads.
    enum Stream {
        case inherit, null
        case file(String)

        init(_ text: String) {
            switch text {
            case "inherit": self = .inherit
            case "null": self = .null
            default: self = .file(text)
            }
        }
    }

    var environment: [(name: String, value: String)] = []
    var stdin: Stream = .null
    var stdout: Stream = .inherit
    var stderr: Stream = .inherit
    var allowed = Capability.commandLineDefaults
    var denied: Set<Capability> = []
    var missing: WASIConfiguration.MissingImports = .error
    var fuel: UInt64?
    var timeoutMilliseconds: UInt64?
    var limits = StoreLimits()
    /// Proposals that the module may use.
    var features: Set<Feature> = []
    var invoke: String?
    var showsStatistics = false
    #if NESTBOX_PROFILE
        /// Where to write what was executed.
        var profile: String?
    #endif
    var module = ""
    var arguments: [String] = []

    init(_ commandLine: [String]) throws {
        var reader = OptionReader(commandLine)
        while let option = try reader.nextOption() { try read(option, &reader) }
        let operands = try reader.operands()
        guard let module = operands.first else { throw UsageError("a module is missing") }
        self.module = module
        arguments = Array(operands.dropFirst())
        #if NESTBOX_UNMETERED
            guard fuel == nil, timeoutMilliseconds == nil else {
                throw UsageError("--fuel and --timeout-ms do nothing in a build without metering")
            }
        #endif
    }

    private mutating func read(_ option: String, _ reader: inout OptionReader) throws {
        switch option {
        case "--env":
            environment.append(try RunOptions.variable(try reader.value(of: option)))
            allowed.insert(.environment)
        case "--stdin":
            stdin = Stream(try reader.value(of: option))
            allowed.insert(.stdin)
        case "--stdout": stdout = Stream(try reader.value(of: option))
        case "--stderr": stderr = Stream(try reader.value(of: option))
        case "--dir":
            _ = try reader.value(of: option)
            throw UsageError("--dir cannot be granted: files are not supported yet")
        case "--allow": allowed.insert(try RunOptions.capability(try reader.value(of: option)))
        case "--deny": denied.insert(try RunOptions.capability(try reader.value(of: option), toGrant: false))
        case "--missing":
            let text = try reader.value(of: option)
            guard let choice = WASIConfiguration.MissingImports(rawValue: text) else {
                throw UsageError("--missing is error or enosys, not '\(text)'")
            }
            missing = choice
        case "--fuel": fuel = try reader.number(of: option)
        case "--timeout-ms": timeoutMilliseconds = try reader.number(of: option, atMost: 1 << 40)
        case "--max-memory-pages":
            limits.memoryPages = try reader.number(of: option, atMost: 65_536)
            limits.totalMemoryBytes = max(limits.totalMemoryBytes, limits.memoryPages << 16)
        case "--features": features.formUnion(try reader.features(of: option))
        case "--invoke": invoke = try reader.value(of: option)
        case "--stats": showsStatistics = true
        #if NESTBOX_PROFILE
            case "--profile": profile = try reader.value(of: option)
        #endif
        default: throw UsageError("there is no option '\(Name(option))'")
        }
    }

    private static func variable(_ text: String) throws -> (name: String, value: String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw UsageError("--env needs NAME=VALUE, not '\(Name(text))'")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    private static func capability(_ text: String, toGrant: Bool = true) throws -> Capability {
        guard let capability = Capability(rawValue: text) else {
            let known = Capability.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError("there is no capability '\(Name(text))'; there are \(known)")
        }
        if toGrant, let reason = capability.unsupportedReason {
            throw UsageError("\(capability) cannot be granted: \(reason)")
        }
        return capability
    }

    /// What the guest is granted.
    func configuration() throws -> WASIConfiguration {
        var result = WASIConfiguration()
        result.missing = missing
        let granted = allowed.subtracting(denied)
        let clocks = HostClocks()
        for capability in Capability.allCases where granted.contains(capability) {
            switch capability {
            case .arguments: try result.grantArguments([RunOptions.programName(module)] + arguments)
            case .environment: try result.grantEnvironment(environment)
            case .stdin: if let stream = try input() { result.grantStandardInput(stream) }
            case .stdout: result.grantStandardOutput(try output(stdout, HostOutput.standardOutput))
            case .stderr: result.grantStandardError(try output(stderr, HostOutput.standardError))
            case .clocks: result.grantClocks(clocks)
            case .random: result.grantRandom(HostRandomSource())
            case .exit: result.grantExit()
            case .poll: result.grantPoll(clocks)
            case .yield: result.grantYield()
            case .files, .sockets: break
            }
        }
        return result
    }

    /// The module's file name: the guest does not learn where it lies.
    private static func programName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private func input() throws -> (any WASIInputStream)? {
        switch stdin {
        case .inherit: HostInput.standardInput()
        case .null: NullStream()
        case .file(let path): try HostInput(path: path)
        }
    }

    private func output(
        _ stream: Stream, _ inherited: () -> HostOutput
    ) throws -> any WASIOutputStream {
        switch stream {
        case .inherit: inherited()
        case .null: NullStream()
        case .file(let path): try HostOutput(path: path)
        }
    }
}
