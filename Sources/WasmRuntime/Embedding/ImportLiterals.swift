import WasmSyntax

// Imports as a dictionary literal:
// `let imports: Imports = ["env": ["log": HostFunction { … }, "memory": memory]]`.

/// A definition that a guest can import: a ``HostFunction``, or what exists in the guest's store.
public protocol Importable {
    /// Adds the definition to imports, under the names of a module and of the import.
    func add(to imports: inout Imports, as name: Name, in module: Name)
}

extension HostFunction: Importable {
    public func add(to imports: inout Imports, as name: Name, in module: Name) {
        imports.define(name, in: module, self)
    }
}

extension External: Importable {
    public func add(to imports: inout Imports, as name: Name, in module: Name) {
        imports.define(name, in: module, self)
    }
}

extension Function: Importable {
    public func add(to imports: inout Imports, as name: Name, in module: Name) {
        imports.define(name, in: module, .function(self))
    }
}

extension GuestMemory: Importable {
    public func add(to imports: inout Imports, as name: Name, in module: Name) {
        imports.define(name, in: module, .memory(self))
    }
}

extension Table: Importable {
    public func add(to imports: inout Imports, as name: Name, in module: Name) {
        imports.define(name, in: module, .table(self))
    }
}

extension Global: Importable {
    public func add(to imports: inout Imports, as name: Name, in module: Name) {
        imports.define(name, in: module, .global(self))
    }
}

extension Tag: Importable {
    public func add(to imports: inout Imports, as name: Name, in module: Name) {
        imports.define(name, in: module, .tag(self))
    }
}

extension Imports: ExpressibleByDictionaryLiteral {
    /// Defines imports by module and name. The later one of two definitions of an import counts.
    public init(dictionaryLiteral elements: (Name, KeyValuePairs<Name, any Importable>)...) {
        self.init()
        for (module, definitions) in elements {
            for (name, definition) in definitions { definition.add(to: &self, as: name, in: module) }
        }
    }
}
