import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

extension WastSession {
    // MARK: Loading

    /// Decodes or parses a module.
    static func decode(_ module: ScriptModule, _ interruption: (any Interruption)? = nil) throws -> ModuleSyntax? {
        switch try module.parse(options: ParserOptions(interruption: interruption)) {
        case .module(let module): module
        case .binary(let bytes): try BinaryDecoder.decode(bytes, interruption: interruption)
        case .defined: nil
        }
    }

    /// Validates a module, and makes it ready to instantiate.
    ///
    /// - Throws: The error that refuses it; ``Unavailable/unsupported(_:)`` if it is valid, but needs a feature that is
    ///   off.
    func load(_ source: ScriptModule) throws -> Module {
        guard let module = try WastSession.decode(source, options.interruption) else {
            if case .defined(let name) = source.content { return try definition(name) }
            throw Unavailable.undefined
        }
        do throws(ValidationError) {
            return Module(
                try Validator.validate(module, features: options.features, interruption: options.interruption))
        } catch {
            guard case .unsupported(let feature) = error.kind else { throw error }
            _ = try Validator.validate(
                module, features: options.validationFeatures, interruption: options.interruption)
            throw Unavailable.unsupported(feature.rawValue)
        }
    }

    func definition(_ name: Name?) throws(Unavailable) -> Module {
        guard let found = name.map({ definitions[$0] }) ?? lastDefinition else { throw .undefined }
        return try found.get()
    }

    func instance(_ name: Name?) throws(Unavailable) -> Instance {
        guard let found = name.map({ instances[$0] }) ?? lastInstance else { throw .undefined }
        return current(try found.get())
    }

    /// Returns an instance in the store to which it was moved, if it was.
    private func current(_ instance: Instance) -> Instance {
        Instance(store: store, module: instance.module, address: instance.address)
    }

    // MARK: Instantiating

    func instantiate(_ module: Module) throws -> Instance {
        var imports = Imports()
        for `import` in module.validated.module.imports {
            if `import`.module == Spectest.name, let function = hostFunctions[`import`.name] {
                imports.define(`import`.name, in: `import`.module, function)
            } else if let exporter = try registered[`import`.module]?.get(),
                let export = current(exporter)[`import`.name]
            {
                imports.define(`import`.name, in: `import`.module, export)
            }
        }
        store.budget.allow(options.budget)
        return try store.instantiate(module, imports: imports)
    }

    /// Returns the result of `body`, or the reason why there is none, with the outcome of the directive.
    private static func attempt<Thing>(line: Int, _ body: () throws -> Thing) -> (Found<Thing>, WastOutcome) {
        do {
            return (.success(try body()), .passed)
        } catch let unavailable as Unavailable {
            return (.failure(unavailable), unavailable.outcome)
        } catch {
            return (.failure(.broken(line: line)), .failed(expected: "a module", found: describe(error)))
        }
    }

    /// Executes the directive `module`, or `module definition` if the module is not to be instantiated.
    mutating func define(_ source: ScriptModule, instantiated: Bool, line: Int) -> WastOutcome {
        let (found, outcome) = WastSession.attempt(line: line) { try load(source) }
        lastDefinition = found
        if let name = source.name { definitions[name] = found }
        guard instantiated, case .success = found else {
            if instantiated {
                setInstance(found.flatMap { _ in .failure(.undefined) }, name: source.name)
                if case .failure(let unavailable) = found { skipWhatIsChanged(by: source, unavailable) }
            }
            return outcome
        }
        return addInstance(of: found, name: source.name, line: line)
    }

    mutating func addInstance(of module: Found<Module>, name: Name?, line: Int) -> WastOutcome {
        let (found, outcome) = WastSession.attempt(line: line) { try instantiate(try module.get()) }
        setInstance(found, name: name)
        return outcome
    }

    private mutating func setInstance(_ instance: Found<Instance>, name: Name?) {
        lastInstance = instance
        if let name { instances[name] = instance }
    }

    /// Makes the instances unavailable that an unsupported module imports from, because it might have changed them.
    mutating func skipWhatIsChanged(by source: ScriptModule, _ unavailable: Unavailable) {
        guard case .unsupported = unavailable, let module = (try? WastSession.decode(source)) ?? nil else { return }
        for `import` in module.imports where `import`.module != Spectest.name {
            guard case .success(let exporter)? = registered[`import`.module],
                module.start != nil || `import`.type.kind != .function
            else { continue }
            func isExporter(_ found: Found<Instance>) -> Bool {
                if case .success(let instance) = found { instance.address == exporter.address } else { false }
            }
            for (name, found) in instances where isExporter(found) { instances[name] = .failure(unavailable) }
            for (name, found) in registered where isExporter(found) { registered[name] = .failure(unavailable) }
            if let found = lastInstance, isExporter(found) { lastInstance = .failure(unavailable) }
        }
    }

    // MARK: Assertions about modules

    /// Returns the outcome of an assertion that a module is malformed or invalid.
    func refusal(of command: ScriptCommand) -> WastOutcome? {
        switch command.kind {
        case .assertMalformed(let source, let message), .assertMalformedCustom(let source, let message):
            refused(expecting: "malformed: \(message)") {
                let module = try WastSession.decode(source)
                if options.isFromVersion1, let module {
                    _ = try Validator.validate(module, interruption: options.interruption)
                }
            } by: {
                $0 is DecodeError || $0 is ParseError || (options.isFromVersion1 && $0 is ValidationError)
            }
        case .assertInvalidCustom(let source, let message):
            refused(expecting: "invalid: \(message)") {
                guard let module = try WastSession.decode(source, options.interruption) else {
                    throw Unavailable.undefined
                }
                _ = try Validator.validate(
                    module, features: options.validationFeatures, interruption: options.interruption)
                try Validator.validateCustomSections(module)
            } by: {
                ($0 as? ValidationError)?.description == message
            }
        case .assertInvalid(let source, let message):
            refused(expecting: "invalid: \(message)") {
                guard let module = try WastSession.decode(source, options.interruption) else {
                    throw Unavailable.undefined
                }
                let later = FeatureSet(options.isFromVersion1 ? [.multiMemory, .referenceTypes] : [])
                _ = try Validator.validate(
                    module, features: options.validationFeatures.subtracting(later), interruption: options.interruption)
            } by: {
                $0 is ValidationError && (options.isFromVersion1 || !WastSession.isUnsupported($0))
            }
        default: nil
        }
    }

    private static func isUnsupported(_ error: any Error) -> Bool {
        if let error = error as? ValidationError, case .unsupported = error.kind { true } else { false }
    }

    func unlinkable(_ source: ScriptModule, _ message: String) -> WastOutcome {
        refused(expecting: "unlinkable: \(message)") {
            _ = try instantiate(try load(source))
        } by: { error in
            guard let error = error as? LinkError else { return false }
            return switch error.kind {
            case .unknownImport: message == "unknown import"
            case .incompatibleType: message == "incompatible import type"
            default: false
            }
        }
    }

    mutating func uninstantiable(_ source: ScriptModule, _ message: String) -> WastOutcome {
        let outcome = refused(expecting: "trap: \(message)") {
            _ = try instantiate(try load(source))
        } by: {
            ($0 as? Trap)?.kind.isMeant(by: message) ?? false
        }
        if case .skipped(let reason) = outcome { skipWhatIsChanged(by: source, .unsupported(reason)) }
        return outcome
    }

    /// Returns the outcome: passed if `body` throws an expected error.
    func refused(
        expecting expected: String, _ body: () throws -> Void, by isExpected: (any Error) -> Bool
    ) -> WastOutcome {
        do {
            try body()
            return .failed(expected: expected, found: "success")
        } catch let unavailable as Unavailable {
            return unavailable.outcome
        } catch {
            return isExpected(error) ? .passed : .failed(expected: expected, found: WastSession.describe(error))
        }
    }

    // MARK: Validating only

    /// Returns the outcome of a directive if modules are only validated; `nil` for directives that are not about
    /// modules.
    func validated(_ command: ScriptCommand) -> WastOutcome? {
        switch command.kind {
        case .module(let source), .definition(let source), .assertUnlinkable(let source, _),
            .assertUninstantiable(let source, _):
            WastSession.judged(expecting: "a valid module") {
                guard let module = try WastSession.decode(source, options.interruption) else { return }
                _ = try Validator.validate(
                    module, features: options.validationFeatures, interruption: options.interruption)
            }
        default: refusal(of: command)
        }
    }
}
