import WasmSyntax

// Imports as a dictionary literal:
// `let imports: Imports = ["env": ["log": HostFunction { … }, "memory": memory]]`.

/// A definition that a guest can import: a ``HostFunction``, or what exists in the guest's store.
public protocol Importable {
    /// Adds the definition to imports.
    func define(_ name: Name, in module: Name, for imports: inout Imports)
}

extension HostFunction: Importable {
    public func define(_ name: Name, in module: Name, for imports: inout Imports) {
        imports.define(name, in: module, self)
    }
}

extension External: Importable {
    public func define(_ name: Name, in module: Name, for imports: inout Imports) {
        imports.define(name, in: module, self)
    }
}

extension Function: Importable {
    public func define(_ name: Name, in module: Name, for imports: inout Imports) {
        imports.define(name, in: module, .function(self))
    }
}

extension GuestMemory: Importable {
    public func define(_ name: Name, in module: Name, for imports: inout Imports) {
        imports.define(name, in: module, .memory(self))
    }
}

extension Table: Importable {
    public func define(_ name: Name, in module: Name, for imports: inout Imports) {
        imports.define(name, in: module, .table(self))
    }
}

extension Global: Importable {
    public func define(_ name: Name, in module: Name, for imports: inout Imports) {
        imports.define(name, in: module, .global(self))
    }
}

extension Tag: Importable {
    public func define(_ name: Name, in module: Name, for imports: inout Imports) {
        imports.define(name, in: module, .tag(self))
    }
}

extension Imports: ExpressibleByDictionaryLiteral {
    /// Defines imports by module and name. Of two definitions of an import, the later one counts.
    public init(dictionaryLiteral elements: (Name, KeyValuePairs<Name, any Importable>)...) {
        self.init()
        for (module, definitions) in elements {
            for (name, definition) in definitions { definition.define(name, in: module, for: &self) }
        }
    }
}
