import WasmSyntax

/// What a module gets for its imports. Nothing is there but what was defined.
public struct Imports {
    enum Entry {
        case host(HostFunction)
        case external(External)
    }
    /// What a provider says about an import that was not defined.
    public enum Answer {
        /// The provider does not know the import's module.
        case unknown
        case function(HostFunction)
        /// The import exists but may not be used; the text says what would grant it.
        case refused(String)
    }

    /// Where an import may be found.
    private struct Source {
        /// Defined after the instance was.
        var entries: [Name: Entry] = [:]
        var instance: Instance?
    }

    /// By the module that is named in imports: what was defined, the later ones last.
    private var sources: [Name: [Source]] = [:]
    var providers: [(Name, Name, FunctionType) -> Answer] = []

    /// No imports.
    public init() {}

    /// Defines a host function: `imports.define("log", in: "env", HostFunction { … })` for `(import "env" "log" …)`.
    public mutating func define(_ name: Name, in module: Name, _ function: HostFunction) {
        define(name, in: module, .host(function))
    }

    /// Defines something that already exists in the store, such as another instance's export.
    public mutating func define(_ name: Name, in module: Name, _ external: External) {
        define(name, in: module, .external(external))
    }

    /// Defines all that an instance exports, in a time that does not depend on how much that is.
    public mutating func define(exportsOf instance: Instance, in module: Name) {
        sources[module, default: []].append(Source(instance: instance))
    }

    private mutating func define(_ name: Name, in module: Name, _ entry: Entry) {
        let last = (sources[module]?.count ?? 1) &- 1
        sources[module, default: [Source()]][last].entries[name] = entry
    }

    /// The last definition for an import; `nil` if there is none.
    func entry(_ module: Name, _ name: Name) -> Entry? {
        guard let sources = sources[module] else { return nil }
        for source in sources.reversed() {
            if let entry = source.entries[name] { return entry }
            if let external = source.instance?[name] { return .external(external) }
        }
        return nil
    }

    /// Adds a source of host functions that is asked for functions not defined here, with module, name and type.
    public mutating func addProvider(_ provider: @escaping (Name, Name, FunctionType) -> Answer) {
        providers.append(provider)
    }
}

/// A module that could not be linked with its imports.
public struct LinkError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Nothing was defined for the import.
        case unknownImport
        /// The import exists but was not granted; the text names it and says what would grant it.
        case notGranted(String)
        /// What was defined has another type.
        case incompatibleType(expected: String, found: String)
        /// What was defined belongs to another store.
        case foreignStore
        /// More than the store's limits allow.
        case limitExceeded(String)
    }

    public var kind: Kind
    /// The import's module and name, as text safe to print, cut if they are long; empty for a limit.
    public var module: String
    public var name: String

    /// More than a limit allows.
    package init(limit what: String) { self.init(.limitExceeded(what)) }

    init(_ kind: Kind, module: Name = "", name: Name = "") {
        self.kind = kind
        self.module = module.description
        self.name = name.description
    }
}

extension LinkError: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .unknownImport: "unknown import \"\(module)\" \"\(name)\""
        case .notGranted(let reason): reason.cut(to: 1_000)
        case .incompatibleType(let expected, let found):
            "incompatible import type of \"\(module)\" \"\(name)\": the module wants \(expected), there is \(found)"
        case .foreignStore: "import \"\(module)\" \"\(name)\" belongs to another store"
        case .limitExceeded(let what): "limit exceeded: \(what)"
        }
    }
}
