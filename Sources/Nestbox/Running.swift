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
    /// - Throws: ``LinkError``, ``Trap``, ``WasmException``, or ``CallError`` if it exports no `_start`.
    @discardableResult
    public func runCommand(_ module: Module, wasi: WASI, imports: Imports = Imports()) throws -> UInt32 {
        var imports = imports
        imports.add(wasi)
        let exitCode: UInt32
        do {
            exitCode = try runStart(module, imports)
        } catch {
            // The guest's failure is what counts; a stream that fails as well does not hide it.
            try? wasi.flush()
            throw error
        }
        try wasi.flush()
        return exitCode
    }

    /// Instantiates a module and calls its `_start`; gives the exit code.
    func runStart(_ module: Module, _ imports: Imports) throws -> UInt32 {
        do {
            _ = try instantiate(module, imports: imports).call("_start")
            return 0
        } catch let exit as GuestExit {
            return exit.code
        }
    }
}
