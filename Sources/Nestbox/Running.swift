import WASIPreview1
import WasmRuntime
import WasmSyntax

extension Imports {
    /// Offers what a WASI was granted to the module.
    public mutating func add(_ wasi: WASI) {
        addProvider { module, name, type in
            switch wasi.resolve(module: module, name: name, type: type) {
            case .function(let function), .stub(let function): .function(function)
            case .refused(let refusal): .refused(refusal.description)
            case .notWASI: .unknown
            }
        }
    }
}

extension Store {
    /// Runs a WASI command: a module that exports `_start`.
    ///
    /// - Parameters:
    ///   - module: The program.
    ///   - wasi: What it is granted. Its output is flushed when the guest has ended, in whatever way.
    ///   - imports: What it may use beside WASI.
    /// - Returns: The exit code; 0 if `_start` returns.
    /// - Throws: ``LinkError``, ``Trap``, or ``CallError`` if it exports no `_start`.
    @discardableResult
    public func runCommand(_ module: LoadedModule, wasi: WASI, imports: Imports = Imports()) throws -> UInt32 {
        var imports = imports
        imports.add(wasi)
        return try runCommand(module, flushing: wasi, imports: imports)
    }

    /// The same with imports that have WASI already.
    func runCommand(_ module: LoadedModule, flushing wasi: WASI, imports: Imports) throws -> UInt32 {
        var exitCode: UInt32 = 0
        do {
            let instance = try instantiate(module, imports: imports)
            _ = try instance.call("_start")
        } catch let exit as GuestExit {
            exitCode = exit.code
        } catch {
            // The guest's failure is what counts; a stream that fails as well does not hide it.
            try? wasi.flush()
            throw error
        }
        try wasi.flush()
        return exitCode
    }
}
