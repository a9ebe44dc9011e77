import WasmSyntax

/// The definitions that a module's imports are linked to. A module gets nothing that is not defined here or answered by
/// a provider.
public struct Imports {
    enum Entry {
        case host(HostFunction)
        case external(External)
    }
    /// The answer of a provider for an import that is not defined.
    public enum Answer {
        /// The provider does not know the import's module.
        case unknown
        /// The import is this function.
        case function(HostFunction)
        /// The import exists but may not be used; the text says what would grant it. The remedy says so for several
        /// imports, which a message groups by it; without one, the text stands for itself.
        case refused(String, remedy: ImportRemedy? = nil)
    }

    /// An instance whose exports are defined, and the single definitions after it.
    private struct Source {
        /// Definitions that were added after the instance, and so come before its exports.
        var entries: [Name: Entry] = [:]
        var instance: Instance?
    }

    /// The definitions by module name, the latest last.
    private var sources: [Name: [Source]] = [:]
    var providers: [(Name, Name, FunctionType) -> Answer] = []

    /// No imports.
    public init() {}

    /// Defines a host function: `imports.define("log", in: "env", HostFunction { … })` for `(import "env" "log" …)`.
    public mutating func define(_ name: Name, in module: Name, _ function: HostFunction) {
        define(name, in: module, .host(function))
    }

    /// Defines a function, table, memory, global or tag that already exists in the store, such as another instance's export.
    public mutating func define(_ name: Name, in module: Name, _ external: External) {
        define(name, in: module, .external(external))
    }

    /// Defines all exports of an instance, in constant time. Backtraces call the instance by this name.
    public mutating func define(exportsOf instance: Instance, in module: Name) {
        if !instance.isDiscarded { instance.store.instanceNames[instance.address.index] = module }
        sources[module, default: []].append(Source(instance: instance))
    }

    /// Defines the exports of an instance wherever those of another one are defined.
    package mutating func replace(_ old: Instance, with new: Instance) {
        new.store.instanceNames[new.address.index] = old.store.instanceNames[old.address.index]
        for (name, list) in sources {
            for index in list.indices where list[index].instance?.identity == old.identity {
                sources[name, default: []][index].instance = new
            }
        }
    }

    private mutating func define(_ name: Name, in module: Name, _ entry: Entry) {
        let last = (sources[module]?.count ?? 1) &- 1
        sources[module, default: [Source()]][last].entries[name] = entry
    }

    /// Returns the latest definition of an import; `nil` if it is not defined.
    func entry(_ module: Name, _ name: Name) -> Entry? {
        guard let sources = sources[module] else { return nil }
        for source in sources.reversed() {
            if let entry = source.entries[name] { return entry }
            if let external = source.instance?[name] { return .external(external) }
        }
        return nil
    }

    /// Adds a provider of host functions. Linking calls it with the module name, the name and the type of each imported
    /// function that is not defined.
    public mutating func addProvider(_ provider: @escaping (Name, Name, FunctionType) -> Answer) {
        providers.append(provider)
    }
}

/// A module that could not be linked with its imports.
public struct LinkError: Error, Hashable, Sendable {
    /// The reason why linking failed.
    public enum Kind: Hashable, Sendable {
        /// Nothing was defined for the import.
        case unknownImport
        /// The import exists but was not granted; the text names it and says what would grant it.
        case notGranted(String)
        /// The definition has another type.
        case incompatibleType(expected: String, found: String)
        /// The definition belongs to another store.
        case foreignStore
        /// The definition belongs to an instance that was discarded.
        case discardedInstance
        /// The module needs more than the store's limits allow; the text says of what.
        case limitExceeded(String)
    }

    /// The reason.
    public var kind: Kind
    /// The import's module, escaped for printing and cut if it is long; empty for a limit.
    public var module: String
    /// The import's name, escaped for printing and cut if it is long; empty for a limit.
    public var name: String
    /// All imports that nothing provides, in the module's order and each once, if `kind` is ``Kind/unknownImport`` or
    /// ``Kind/notGranted(_:)``; at most ``maximumMissing``. The first of them is the one that `kind` describes.
    public internal(set) var missing: [MissingImport] = []
    /// The number of imports that are missing at the end of ``missing``.
    public internal(set) var omittedMissing = 0

    /// An error for a limit that the text describes.
    package init(limit what: String) { self.init(.limitExceeded(what)) }

    init(_ kind: Kind, module: Name = "", name: Name = "") {
        self.kind = kind
        self.module = module.description
        self.name = name.description
    }
}

extension LinkError: CustomStringConvertible {
    public var description: String { description(.swift) }

    /// The description without the types and the remedies of ``missing``.
    var factDescription: String {
        switch kind {
        case .unknownImport: "unknown import \"\(module)\" \"\(name)\""
        case .notGranted(let reason): reason.cut(to: 1_000)
        case .incompatibleType(let expected, let found):
            "incompatible import type of \"\(module)\" \"\(name)\": the module wants \(expected), there is \(found)"
        case .foreignStore: "import \"\(module)\" \"\(name)\" belongs to another store"
        case .discardedInstance: "import \"\(module)\" \"\(name)\" belongs to an instance that was discarded"
        case .limitExceeded(let what): "limit exceeded: \(what)"
        }
    }
}
