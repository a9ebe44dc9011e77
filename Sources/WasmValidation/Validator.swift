import WasmSyntax

/// Validates modules (specification: *Validation / Modules*).
package enum Validator {
    /// Checks a module as a whole.
    ///
    /// - Parameters:
    ///   - module: From the decoder or the text parser.
    ///   - features: The features that the module may use.
    ///   - interruption: Polled while the module is checked.
    /// - Throws: ``ValidationError``: the first fault found, a feature that is off, or the interruption.
    package static func validate(
        _ module: ModuleSyntax, features: FeatureSet = .all, interruption: (any Interruption)? = nil
    ) throws(ValidationError) -> ValidatedModule {
        let context = try context(of: module, features, interruption: interruption)
        var heights: [UInt32] = []
        heights.reserveCapacity(module.bodies.count)
        for part in context.parts { heights.append(contentsOf: try context.validate(part).get()) }
        return ValidatedModule(context, maximumOperandHeights: heights)
    }

    /// Makes a validated module from the results of ``ModuleContext/validate(_:)`` for all parts of the context.
    ///
    /// - Throws: The interruption, if any part was interrupted; else the first fault in the order of the parts, which
    ///   is the order of the functions.
    package static func validated(
        _ context: ModuleContext, _ parts: [Result<[UInt32], ValidationError>]
    ) throws(ValidationError) -> ValidatedModule {
        var heights: [UInt32] = []
        heights.reserveCapacity(context.module.bodies.count)
        // After an interruption, which parts have found their faults depends on timing: no fault is reported then.
        for case .failure(let error) in parts where error.reasonToStop != nil { throw error }
        for part in parts { heights.append(contentsOf: try part.get()) }
        // A part that is missing has not been validated.
        guard heights.count == context.module.bodies.count else {
            throw ValidationError(.malformed(.functionAndCodeDiffer))
        }
        return ValidatedModule(context, maximumOperandHeights: heights)
    }

    /// Checks the custom sections that have a meaning here: branch hints. Faults in them do not make a module invalid;
    /// this check is for test scripts, which assert that a section is wrong.
    package static func validateCustomSections(_ module: ModuleSyntax) throws(ValidationError) {
        do { _ = try BranchHints(module) } catch {
            throw ValidationError(.invalidBranchHints(error.description))
        }
    }

    /// Checks all of a module but its bodies, which are checked part by part: see ``ModuleContext/parts``.
    ///
    /// - Parameter interruption: Polled here, and while the parts are validated.
    package static func context(
        of module: ModuleSyntax, _ features: FeatureSet, interruption: (any Interruption)? = nil
    ) throws(ValidationError) -> ModuleContext {
        var context: ModuleContext
        do {
            context = try ModuleContext(module, features, interruption)
            try context.validateStart()
            try context.validateExports()
        } catch {
            throw ValidationError(error)
        }
        var constants = FunctionValidator(context)
        try constants.validateConstants()
        context.declaredFunctions = constants.declaredFunctions
        return context
    }
}

extension ModuleContext {
    fileprivate func validateStart() throws(ValidationError.Kind) {
        guard let start = module.start else { return }
        let signature = try signature(start)
        guard signature.parameters.count == 0, signature.results.count == 0 else { throw .startFunctionType }
    }

    fileprivate mutating func validateExports() throws(ValidationError.Kind) {
        exports.reserveCapacity(module.exports.count)
        var watch = LoadingWatch(interruption)
        for (number, export) in module.exports.enumerated() {
            if let reason = watch.reasonToStop(after: 8 &+ export.name.utf8.count / 4) { throw .interrupted(reason) }
            guard exports.updateValue(UInt32(truncatingIfNeeded: number), forKey: export.name) == nil else {
                throw .duplicateExportName(export.name)
            }
            switch export.kind {
            case .function:
                _ = try signature(export.index)
                declare(export.index)
            case .table: _ = try table(export.index)
            case .memory: _ = try addressType(export.index)
            case .global: _ = try global(export.index)
            case .tag: _ = try tag(export.index)
            }
        }
    }

    fileprivate mutating func declare(_ function: UInt32) {
        if declaredFunctions[checked: function] != nil { declaredFunctions[Int(function)] = true }
    }
}
