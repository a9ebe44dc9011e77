import WasmRuntime
import WasmSyntax

/// Everything that a guest may do, as one value. Nothing is allowed by the default one.
///
///     var policy = Policy()
///     policy.allow = [.stdio, .arguments, .exit, .call("random_get")]
///     policy.stdout.to = .inherit
///     policy.stdout.maximumBytes = 64 << 10
///     policy.resources.budget = 100_000_000
///
/// It can be read from JSON and written as such: the page `docs/policy.md` has every field, its default, an example,
/// and the threat that it answers. In JSON the fields have the names of the properties.
///
/// A system call needs two things: that it is allowed, and that what it works on is given. `allow` decides which
/// imports link; the streams, folders, variables and clocks decide what those reach.
public struct Policy: Hashable, Sendable {
    /// The system calls that link, by name or by group.
    public var allow: Set<CallSelector> = []
    /// The system calls that do not, though ``allow`` has them.
    public var deny: Set<CallSelector> = []
    /// What becomes of imports that are not allowed.
    public var missing: WASIConfiguration.MissingImports = .error
    /// The embedder's own functions.
    public var hostFunctions = HostFunctions()
    /// The program's arguments, which ``CallGroup/arguments`` reads.
    public var arguments = Arguments()
    /// The environment variables, which ``CallGroup/environment`` reads.
    public var environment = Environment()
    /// Where the standard input comes from.
    public var stdin = Input.null
    /// Where the standard output goes to.
    public var stdout = Output()
    /// Where the standard error stream goes to.
    public var stderr = Output()
    /// The folders that the guest sees, and what is allowed in each.
    public var folders: [Folder] = []
    /// What ``CallGroup/clock`` and ``CallGroup/poll`` see of time.
    public var clocks = Clocks.coarse(nanoseconds: 1_000_000)
    /// What ``CallGroup/random`` gets.
    public var random = Random.system
    /// What the guest may use up.
    public var resources = Resources()
    /// The proposals beyond WebAssembly 3.0 that a module may use.
    public var features: Set<Feature> = []
    /// Whether the bits of NaNs are the processor's, or the same everywhere.
    public var profile = Profile.full
    /// Whether the interpreter may make one instruction of several: only to show that nothing can be told from it.
    package var fusesInstructions = true

    /// Nothing allowed.
    public init() {}

    /// The names of the system calls that are allowed.
    public var allowedCalls: Set<Name> {
        Set(allow.flatMap(\.calls)).subtracting(deny.flatMap(\.calls))
    }

    /// What a guest may do in a folder: what the folder allows and ``allow`` has the group or the call for. So a file
    /// cannot be written with an `fd_write` that came with the standard streams.
    public func permissions(in folder: Folder) -> FolderPermissions {
        var possible: FolderPermissions = []
        for selector in allow { possible.formUnion(selector.permissions) }
        for case .group(let group) in deny { possible.subtract(group.permissions) }
        return folder.allow.intersection(possible)
    }
}

extension Policy {
    /// The embedder's own functions, as they are registered in a ``HostModule``.
    public struct HostFunctions: Hashable, Sendable {
        /// Their grants that are given: `module.name`, or what the function was registered with.
        public var allow: Set<String> = []
        /// Grants that are not, though ``allow`` has them.
        public var deny: Set<String> = []
        /// The effects that functions may have; `nil` for any.
        public var effects: HostEffects?

        /// None allowed.
        public init() {}
    }

    /// The program's arguments. Nothing of the host's command line is there by itself.
    public struct Arguments: Hashable, Sendable {
        /// The arguments after the program's name.
        public var values: [String] = []
        /// What they must be like, in their order.
        public var rules: [StringRule] = []
        /// What those must be like that have no rule of their own; `nil`: there may be none.
        public var others: StringRule? = StringRule()
        /// The most arguments.
        public var maximumCount: UInt64 = 64

        /// No arguments.
        public init() {}
    }

    /// The environment variables. Nothing of the host's environment is there by itself.
    public struct Environment: Hashable, Sendable {
        /// The variables, in the order in which the guest sees them.
        public var variables: PolicyEntries<String> = [:]
        /// What the values of some must be like.
        public var rules: PolicyEntries<StringRule> = [:]
        /// What the values of those must be like that have no rule of their own; `nil`: there may be none.
        public var others: StringRule? = StringRule()
        /// The most variables.
        public var maximumCount: UInt64 = 64

        /// No variables.
        public init() {}
    }

    /// Where the standard input comes from.
    public enum Input: Hashable, Sendable {
        /// Nowhere: its end is reached at once.
        case null
        /// From that of the host's process.
        case inherit
        /// From a stream that the embedder hands over: a buffer, a function.
        case embedder
        /// These bytes in UTF-8.
        case text(String)
        /// From a file of the host, by its path.
        case file(String)
    }

    /// A stream that the guest writes to.
    public struct Output: Hashable, Sendable {
        /// Where it can go to.
        public enum Destination: Hashable, Sendable {
            /// Nowhere: it is dropped.
            case null
            /// To that of the host's process.
            case inherit
            /// To a stream that the embedder hands over: a buffer with a cap, a function.
            case embedder
            /// To a file of the host, which is made or emptied.
            case file(String)
        }

        /// What happens when more is written than may be.
        public enum Excess: String, CaseIterable, Hashable, Sendable {
            /// The guest gets `ENOSPC`.
            case error
            /// It is dropped, and the guest does not notice.
            case drop
            /// The guest ends with a trap.
            case stop
        }

        /// Where it goes to.
        public var to = Destination.null
        /// The most bytes; `nil` for any number.
        public var maximumBytes: UInt64? = 16 << 20
        /// The most bytes in a second, on average: the guest waits meanwhile. `nil` for any number.
        public var bytesPerSecond: UInt64?
        /// What happens beyond ``maximumBytes``.
        public var beyond = Excess.error

        /// Going nowhere.
        public init() {}
    }

    /// A folder that the guest sees.
    public struct Folder: Hashable, Sendable {
        /// Where the files are, and where changes go.
        public enum Storage: String, CaseIterable, Hashable, Sendable {
            /// In the folder of the host.
            case host
            /// The folder of the host is only read, and what the guest changes stays in memory.
            case overlay
            /// In memory: the folder is empty at first, and has nothing to do with the host.
            case memory
        }

        /// Its path on the host; empty for a folder in memory.
        public var host = ""
        /// Where the files are, and where changes go.
        public var storage = Storage.host
        /// What the guest calls it.
        public var guest = "/"
        /// What the guest may do in it and below. A permission counts only if ``Policy/allow`` has the calls for it as
        /// well.
        public var allow: FolderPermissions = []
        /// How much the guest may spend of it.
        public var quota = FolderQuota()
        /// Whether it is meant that it is the root, a home folder, or one of the system's.
        public var isSystemFolder = false

        /// A folder that has to be named yet.
        public init() {}

        public init(
            host: String = "", storage: Storage = .host, guest: String, allow: FolderPermissions,
            quota: FolderQuota = FolderQuota(), isSystemFolder: Bool = false
        ) {
            self.host = host
            self.storage = storage
            self.guest = guest
            self.allow = allow
            self.quota = quota
            self.isSystemFolder = isSystemFolder
        }
    }

    /// What a guest sees of time.
    public enum Clocks: Hashable, Sendable {
        /// The host's clocks.
        case real
        /// The host's clocks, in steps of so many nanoseconds: too coarse to measure what happens in between.
        case coarse(nanoseconds: UInt64)
        /// Time stands still at this moment, in nanoseconds since 1970, and goes on only while the guest waits, which
        /// takes no time.
        case fixed(nanosecondsSince1970: UInt64)
        /// From a moment on, each unit of budget takes so many nanoseconds: a run is the same every time.
        case stepping(nanosecondsSince1970: UInt64, nanosecondsPerUnit: UInt64)
        /// There are no clocks: `EINVAL`.
        case refused
    }

    /// What random bytes a guest gets.
    public enum Random: Hashable, Sendable {
        /// The system's, fit for secrets.
        case system
        /// Such that follow from a seed, and so are not secret: a run is the same every time.
        case seeded(UInt64)
        /// None: `ENOTCAPABLE`.
        case refused
    }

    /// What a guest may use up.
    public struct Resources: Hashable, Sendable {
        /// Units of execution; `nil` for any number.
        public var budget: UInt64? = 1_000_000_000
        /// What a unit of the budget stands for.
        public var budgetUnit = BudgetUnit.instruction
        /// Whether system calls cost budget.
        public var hostPrices = HostPrices.standard
        /// Milliseconds from before the module is read and loaded; `nil` for any number.
        public var deadlineMilliseconds: UInt64? = 10_000
        /// The limits of the guest's store. The defaults are lower than those of `StoreLimits()`.
        public var limits = Resources.defaultLimits
        /// The modules that may be loaded, by the digest of their bytes; `nil` for any.
        public var modules: [ModuleDigest]?

        /// The defaults, which are those of the property declarations.
        public init() {}

        private static let defaultLimits: StoreLimits = {
            var limits = StoreLimits()
            limits.memoryPages = 1024
            limits.totalMemoryBytes = 64 << 20
            limits.heapBytes = 64 << 20
            limits.tableElements = 100_000
            limits.totalTableElements = 100_000
            limits.codeBytes = 64 << 20
            limits.hostBytes = 256 << 20
            limits.instances = 16
            limits.moduleBytes = 64 << 20
            return limits
        }()
    }
}

/// Values by name in the order given; names are compared byte by byte.
public struct PolicyEntries<Value: Hashable & Sendable>: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A name with its value.
    public struct Entry: Hashable, Sendable {
        public var name: String
        public var value: Value
    }

    public private(set) var entries: [Entry] = []

    /// None.
    public init() {}

    public init(dictionaryLiteral elements: (String, Value)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// The value of a name; `nil` if there is none. Setting changes it in its place, adds or removes it.
    public subscript(_ name: String) -> Value? {
        get { index(of: name).map { entries[$0].value } }
        set {
            switch (index(of: name), newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append(Entry(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Adds an entry for a name that is not there yet.
    mutating func append(_ name: String, _ value: Value) { entries.append(Entry(name: name, value: value)) }

    private func index(of name: String) -> Int? {
        entries.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }
}
