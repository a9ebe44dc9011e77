import WasmRuntime
import WasmSyntax

/// Everything that a guest may do, as one value. The default policy allows nothing.
///
///     var policy = Policy()
///     policy.allow = [.stdio, .arguments, .exit, .call("random_get")]
///     policy.stdout.to = .inherit
///     policy.stdout.maximumBytes = 64 << 10
///     policy.resources.budget = 100_000_000
///
/// A policy can be read from JSON and written as JSON, where fields have the names of the properties; those of
/// ``Resources/limits`` are fields of `resources`. The page `docs/policy.md` has every field with its default, an
/// example, and the threat that it averts.
///
/// A system call needs two things: ``allow`` decides whether its import links, and the streams, folders, variables and
/// clocks of the policy decide what the call reaches.
public struct Policy: Hashable, Sendable {
    /// The system calls that link, by name or by group.
    public var allow: Set<CallSelector> = []
    /// The system calls that do not link even if ``allow`` has them.
    public var deny: Set<CallSelector> = []
    /// The treatment of imports that are not allowed.
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
    /// The folders that the guest sees, with its permissions in each.
    public var folders: [Folder] = []
    /// The clocks that ``CallGroup/clock`` and ``CallGroup/poll`` use.
    public var clocks = Clocks.coarse(nanoseconds: 1_000_000)
    /// The source of random bytes for ``CallGroup/random``.
    public var random = Random.system
    /// The resources that the guest may use.
    public var resources = Resources()
    /// The proposals beyond WebAssembly 3.0 that a module may use.
    public var features = Feature.onByDefault
    /// Whether NaNs have the bits that the processor gives, or the same bits on every processor.
    public var profile = Profile.full
    /// Whether the interpreter may join several instructions into one. Turning it off shows that a guest cannot tell
    /// the difference.
    package var fusesInstructions = true

    /// Creates a policy that allows nothing.
    public init() {}

    /// The names of the system calls that are allowed.
    public var allowedCalls: Set<Name> {
        Set(allow.flatMap(\.calls)).subtracting(deny.flatMap(\.calls))
    }

    /// Returns a guest's permissions in a folder: those that the folder gives and for which ``allow`` has a group or
    /// call. An `fd_write` that comes with ``CallGroup/stdio`` therefore does not make files writable.
    public func permissions(in folder: Folder) -> FolderPermissions {
        var possible: FolderPermissions = []
        for selector in allow { possible.formUnion(selector.permissions) }
        for case .group(let group) in deny { possible.subtract(group.permissions) }
        return folder.allow.intersection(possible)
    }
}

extension Policy {
    /// Which of the embedder's functions, registered in a ``HostModule``, a guest may import.
    public struct HostFunctions: Hashable, Sendable {
        /// The grants that are given: `module.name`, or the name that the function was registered with.
        public var allow: Set<String> = []
        /// The grants that are withheld even if ``allow`` has them.
        public var deny: Set<String> = []
        /// The effects that functions may have; `nil` for any.
        public var effects: HostEffects?

        /// Allows no functions.
        public init() {}
    }

    /// The program's arguments. Nothing of the host's own command line is passed on implicitly.
    public struct Arguments: Hashable, Sendable {
        /// The arguments after the program's name.
        public var values: [String] = []
        /// The rules for the first arguments, in their order.
        public var rules: [StringRule] = []
        /// The rule for arguments beyond ``rules``; `nil` refuses them.
        public var others: StringRule? = StringRule()
        /// The maximum number of arguments.
        public var maximumCount: UInt64 = 64

        /// No arguments.
        public init() {}
    }

    /// The environment variables. Nothing of the host's own environment is passed on implicitly.
    public struct Environment: Hashable, Sendable {
        /// The variables, in the order in which the guest sees them.
        public var variables: PolicyEntries<String> = [:]
        /// The rules for the values of certain variables, by the variable's name.
        public var rules: PolicyEntries<StringRule> = [:]
        /// The rule for the values of all other variables; `nil` refuses them.
        public var others: StringRule? = StringRule()
        /// The maximum number of variables.
        public var maximumCount: UInt64 = 64

        /// No variables.
        public init() {}
    }

    /// Where the standard input comes from.
    public enum Input: Hashable, Sendable {
        /// Nowhere: its end is reached at once.
        case null
        /// The standard input of the host's process.
        case inherit
        /// A stream that the embedder provides, for example a buffer or a function.
        case embedder
        /// These bytes in UTF-8.
        case text(String)
        /// A file of the host, by its path.
        case file(String)
    }

    /// A stream that the guest writes to.
    public struct Output: Hashable, Sendable {
        /// Where the output of the stream can go.
        public enum Destination: Hashable, Sendable {
            /// Nowhere: output is dropped.
            case null
            /// The same stream of the host's process.
            case inherit
            /// A stream that the embedder provides, for example a buffer with a maximum size or a function.
            case embedder
            /// A file of the host, which is created or emptied.
            case file(String)
        }

        /// The treatment of bytes beyond ``maximumBytes``.
        public enum Excess: String, CaseIterable, Hashable, Sendable {
            /// The guest gets `ENOSPC`.
            case error
            /// The excess is dropped, and the guest does not notice.
            case drop
            /// The guest ends with a trap.
            case stop
        }

        /// Where the output goes.
        public var to = Destination.null
        /// The maximum number of bytes; `nil` for any number.
        public var maximumBytes: UInt64? = 16 << 20
        /// The maximum number of bytes per second, on average; `nil` for any number. A guest that writes faster has to
        /// wait.
        public var bytesPerSecond: UInt64?
        /// The treatment of bytes beyond ``maximumBytes``.
        public var beyond = Excess.error

        /// Output that is dropped.
        public init() {}
    }

    /// A folder that the guest sees.
    public struct Folder: Hashable, Sendable {
        /// Where the files are, and where changes go.
        public enum Storage: String, CaseIterable, Hashable, Sendable {
            /// In the folder of the host.
            case host
            /// In memory: the folder of the host is only read.
            case overlay
            /// In memory: the folder is empty at first, and independent of the host.
            case memory
        }

        /// The folder's path on the host; empty for a folder in memory.
        public var host = ""
        /// Where the files are, and where changes go.
        public var storage = Storage.host
        /// The path under which the guest sees the folder.
        public var guest = "/"
        /// The guest's permissions in the folder and below. A permission has an effect only if ``Policy/allow`` has a
        /// group or call that needs it.
        public var allow: FolderPermissions = []
        /// How much of the folder the guest may use.
        public var quota = FolderQuota()
        /// Whether to grant the folder even if it is the root, a home folder or a folder of the system. It is refused
        /// otherwise.
        public var isSystemFolder = false

        /// Creates a folder whose paths and permissions have yet to be set.
        public init() {}

        /// Creates a folder with these properties.
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

    /// The clocks that a guest sees.
    public enum Clocks: Hashable, Sendable {
        /// The host's clocks.
        case real
        /// The host's clocks, rounded down to a multiple of this step: too coarse to measure shorter times.
        case coarse(nanoseconds: UInt64)
        /// Clocks that stand still at this moment, in nanoseconds since 1970. Only waiting advances them, and it takes
        /// no real time.
        case fixed(nanosecondsSince1970: UInt64)
        /// Clocks that begin at this moment and advance by this time for each unit of budget: every run is the same.
        case stepping(nanosecondsSince1970: UInt64, nanosecondsPerUnit: UInt64)
        /// No clocks: reading one fails with `EINVAL`.
        case refused
    }

    /// The source of the random bytes that a guest gets.
    public enum Random: Hashable, Sendable {
        /// The system's, fit for secrets.
        case system
        /// Bytes derived from a seed: every run is the same, and the bytes are not secret.
        case seeded(UInt64)
        /// None: `random_get` fails with `ENOTCAPABLE`.
        case refused
    }

    /// The resources that a guest may use.
    public struct Resources: Hashable, Sendable {
        /// The budget in units of execution; `nil` for no limit.
        public var budget: UInt64? = 1_000_000_000
        /// The meaning of a unit of the budget.
        public var budgetUnit = BudgetUnit.instruction
        /// Whether system calls cost budget.
        public var hostPrices = HostPrices.standard
        /// The guest's time in milliseconds, which begins before its module is read and loaded; `nil` for no limit.
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

/// Values by name, in the order in which they were added. Names are compared byte by byte.
public struct PolicyEntries<Value: Hashable & Sendable>: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A name with its value.
    public struct Entry: Hashable, Sendable {
        /// The name of the entry.
        public var name: String
        /// The value of the entry.
        public var value: Value
    }

    /// The entries, in the order in which their names were added.
    public private(set) var entries: [Entry] = []

    /// Creates no entries.
    public init() {}

    /// Creates entries in the order of a literal. The last value of a repeated name counts.
    public init(dictionaryLiteral elements: (String, Value)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// The value of a name; `nil` if it has none. Setting a value replaces it in its place or appends an entry; setting
    /// `nil` removes the entry.
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

    /// Appends an entry for a name that has none yet.
    mutating func append(_ name: String, _ value: Value) { entries.append(Entry(name: name, value: value)) }

    private func index(of name: String) -> Int? {
        entries.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }
}
