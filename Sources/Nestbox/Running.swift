import WASIPreview1
import WasmRuntime
import WasmSyntax

extension Imports {
    /// Adds the functions that a WASI was granted.
    public mutating func add(_ wasi: WASI) {
        addProvider { module, name, type in
            switch wasi.resolve(module: module, name: name, type: type) {
            case .function(let function), .stub(let function): .function(function)
            case .refused(let refusal): .refused(refusal.description, remedy: refusal.remedy)
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
    ///   - wasi: The program's WASI. Its output is flushed when the guest has ended, normally or not.
    ///   - imports: Further imports of the program.
    /// - Returns: The exit code; 0 if `_start` returns.
    /// - Throws: ``LinkError``, ``Trap``, ``WasmException``, or ``CallError`` if the module exports no `_start`; an
    ///   error of ``WASI/flush(interruption:)``.
    @discardableResult
    public func runCommand(_ module: Module, wasi: WASI, imports: Imports = Imports()) throws -> UInt32 {
        var imports = imports
        imports.add(wasi)
        let exitCode: UInt32
        do {
            exitCode = try runStart(module, imports)
        } catch {
            // The guest's failure is thrown, even if flushing fails as well.
            try? wasi.flush()
            throw error
        }
        try wasi.flush()
        return exitCode
    }

    /// Runs a WASI command as ``runCommand(_:wasi:imports:)`` does, without blocking a thread while the guest waits: see
    /// ``Function/callAsync(_:yieldingEvery:)``.
    ///
    /// - Throws: As ``runCommand(_:wasi:imports:)``.
    @discardableResult
    public nonisolated(nonsending) func runCommandAsync(
        _ module: Module, wasi: WASI, imports: Imports = Imports(), yieldingEvery units: UInt64 = 1_000_000
    ) async throws -> UInt32 {
        var imports = imports
        imports.add(wasi)
        let exitCode: UInt32
        do {
            exitCode = try await runStartAsync(module, imports, yieldingEvery: units)
        } catch {
            try? await wasi.flushAsync()
            throw error
        }
        try await wasi.flushAsync()
        return exitCode
    }

    /// Instantiates a module and calls its `_start` asynchronously; returns the exit code.
    nonisolated(nonsending) func runStartAsync(
        _ module: Module, _ imports: Imports, yieldingEvery units: UInt64
    ) async throws -> UInt32 {
        do {
            let instance = try await instantiateAsync(module, imports: imports, yieldingEvery: units)
            _ = try await instance.callAsync("_start", yieldingEvery: units)
            return 0
        } catch let exit as GuestExit {
            return exit.code
        }
    }

    /// Instantiates a module and calls its `_start`; returns the exit code.
    func runStart(_ module: Module, _ imports: Imports) throws -> UInt32 {
        try Store.exitCode(of: Result { try instantiate(module, imports: imports).call("_start") })
    }

    /// Returns the exit code of a command that has ended like this.
    static func exitCode(of result: Result<[Value], any Error>) throws -> UInt32 {
        do {
            _ = try result.get()
            return 0
        } catch let exit as GuestExit {
            return exit.code
        }
    }
}
