import WasmRuntime
import WasmSyntax
import WasmText

extension WastSession {
    /// Invokes a function or reads a global.
    func perform(_ action: ScriptAction) throws -> [Value] {
        switch action {
        case .invoke(let instance, let name, let arguments):
            let instance = try self.instance(instance)
            let values = try arguments.map { try $0.value(in: store) }
            store.budget.allow(options.budget)
            guard let seed = options.suspensionSeed, let function = instance.function(named: name) else {
                return try instance.call(name, values)
            }
            return try callInParts(function, values, seed)
        case .get(let instance, let name):
            guard case .global(let global)? = try self.instance(instance)[name] else {
                throw ActionError.unknownGlobal(name)
            }
            return [global.value]
        }
    }

    /// Calls a function in parts of a few units first, then of more, so that even long calls have thousands of parts.
    private func callInParts(_ function: Function, _ arguments: [Value], _ seed: UInt64) throws -> [Value] {
        var call = try function.begin(arguments)
        var (state, parts) = (seed, UInt64(0))
        while true {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let most = parts < 500 ? 4 : parts &* parts / 1_000
            if case .finished(let results) = try call.resume(yieldingAfter: (state >> 33) % most) { return results }
            parts &+= 1
            // Fewer of them, as each costs as much as many parts.
            if options.movesCalls, parts < 6 || parts.isMultiple(of: 400) { call = try moved(call) }
        }
    }

    func assertion(about command: ScriptCommand) -> WastOutcome? {
        switch command.kind {
        case .assertReturn(let action, let patterns): returns(action, patterns)
        case .assertTrap(let action, let message), .assertExhaustion(let action, let message):
            refused(expecting: "trap: \(message)") {
                let results = try perform(action)
                throw ActionError.returned(results.map { ObservedValue($0).description })
            } by: {
                ($0 as? Trap)?.kind.isMeant(by: message) ?? false
            }
        case .assertException(let action):
            refused(expecting: "an exception", { _ = try perform(action) }, by: { $0 is WasmException })
        default: nil
        }
    }

    private func returns(_ action: ScriptAction, _ patterns: [ResultPattern]) -> WastOutcome {
        let expected = patterns.map(\.description).joined(separator: " ")
        do {
            let results = try perform(action).map(ObservedValue.init)
            let matches =
                results.count == patterns.count
                && zip(patterns, results).allSatisfy { $0.matches($1) }
            if matches { return .passed }
            return .failed(expected: "(\(expected))", found: "(\(results.map(\.description).joined(separator: " ")))")
        } catch let unavailable as Unavailable {
            return unavailable.outcome
        } catch {
            return .failed(expected: "(\(expected))", found: WastSession.describe(error))
        }
    }
}

enum ActionError: Error, CustomStringConvertible {
    case unknownGlobal(Name)
    case returned([String])

    var description: String {
        switch self {
        case .unknownGlobal(let name): "there is no exported global \"\(name)\""
        case .returned(let values): "returned (\(values.joined(separator: " ")))"
        }
    }
}

extension Trap.Kind {
    /// Whether the message of a script means this kind: it may be more or less detailed.
    func isMeant(by message: String) -> Bool {
        !message.isEmpty && (description.hasPrefix(message) || message.hasPrefix(description))
    }
}

extension ScriptValue {
    /// Returns the value in the form that the store takes.
    func value(in store: Store) throws(Unavailable) -> Value {
        switch self {
        case .i32(let bits): return .i32(Int32(bitPattern: bits))
        case .i64(let bits): return .i64(Int64(bitPattern: bits))
        case .f32(let bits): return .f32(Float(bitPattern: bits))
        case .f64(let bits): return .f64(Double(bitPattern: bits))
        case .null(.function): return .funcref(nil)
        case .null(.external): return .externref(nil)
        case .external(let number): return .externref(ExternalReference(number, in: store))
        case .v128(let low, let high): return .v128(low: low, high: high)
        case .null(.exception), .null(.noException): return .exnref(nil)
        case .null(.noFunction): return .funcref(nil)
        case .null(.noExternal): return .externref(nil)
        case .null: return .anyref(nil)
        case .host(let number): return .anyref(InternalReference(ExternalReference(number, in: store)))
        }
    }
}
