import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

/// Runs a test script, directive by directive, against a store. It does no input or output.
package struct WastSession {
    let options: WastOptions
    private let place: Place
    /// The store; another one after a suspended call was moved.
    var store: Store { place.store }

    private final class Place {
        var store: Store
        /// How often a call was moved to another one.
        var moves = 0
        init(_ store: Store) { self.store = store }
    }

    package private(set) var report = WastReport()

    /// An instance or definition, or the reason why there is none.
    typealias Found<Thing> = Result<Thing, Unavailable>

    var lastInstance: Found<Instance>?
    var instances: [Name: Found<Instance>] = [:]
    var lastDefinition: Found<Module>?
    var definitions: [Name: Found<Module>] = [:]
    /// The instances that can be imported from, by the name of the module.
    var registered: [Name: Found<Instance>] = [:]
    let hostFunctions: [Name: HostFunction]
    /// The names of the threads that have run.
    private var threads: Set<Name> = []

    /// Prepares to run a script, with the `spectest` module to import from.
    package init(options: WastOptions = WastOptions()) {
        self.options = options
        place = Place(Store(limits: options.limits, options: options.lowering))
        place.store.interruption = options.interruption
        hostFunctions = Spectest.functions()
        registerSpectest()
    }

    /// Runs a whole script. An error in the script itself is a failure, too, and ends the run.
    package static func run(_ source: [UInt8], options: WastOptions = WastOptions()) -> WastReport {
        var session = WastSession(options: options)
        let charged = session.store.machine.charged
        if options.lowering.instruments.contains(.blockCounts) { try? session.store.startProfile(.units(every: 1_000)) }
        do {
            var parser = try ScriptParser(source, interruption: options.interruption)
            while !session.isStopped(), let command = try parser.next() { session.run(command) }
        } catch {
            guard !session.isStopped() else { return session.report }
            session.report.record(.failed(expected: "a script", found: error.description), line: error.line)
        }
        session.report.spent = session.store.budget.spent
        session.report.moves = session.place.moves
        if options.lowering.instruments.contains(.blockCounts), let profile = try? session.store.stopProfile() {
            session.report.unexplainedUnits = profile.otherUnits &- Int64(session.store.machine.charged &- charged)
            session.report.countedFunctions = profile.functions.count { ($0.calls ?? 0) > 0 }
        }
        return session.report
    }

    /// Runs one directive.
    package mutating func run(_ command: ScriptCommand) {
        if case .thread(let name, let shared, let commands) = command.kind {
            if let name { threads.insert(name) }
            return run(commands, sharing: shared)
        }
        let outcome = options.validatesOnly ? validated(command) : outcome(of: command)
        if !isStopped(), let outcome { report.record(outcome, line: command.line) }
    }

    /// Stores a suspended call with the state of all instances, and returns the call in a new store, from what was stored. If it
    /// cannot be stored where it is, the call is returned as it is.
    func moved(_ call: GuestCall) throws -> GuestCall {
        let snapshot = try call.snapshot { ($0 as? UInt32).map { "\($0)" } }
        guard let bytes = try? snapshot.bytes() else { return call }
        let other = Store(limits: options.limits, options: options.lowering)
        let stored = try Snapshot(bytes: bytes, modules: snapshot.modules, limits: options.limits)
        other.budget = store.budget
        other.continueBudget(of: stored)
        var imports = Imports()
        for (name, function) in hostFunctions { imports.define(name, in: Spectest.name, function) }
        let result = try other.call(restoredFrom: stored, imports: imports, object: { UInt32($0) })
        other.interruption = options.interruption
        place.store = other
        place.moves &+= 1
        return result
    }

    /// Whether the interruption has ended the run, which the report then says.
    private mutating func isStopped() -> Bool {
        if report.stopped == nil { report.stopped = options.interruption?.reasonToStop() }
        return report.stopped != nil
    }

    /// Runs the commands of a thread, which sees only the modules that it shares. The store has one thread, so the
    /// commands run to their end at once: scripts must allow this order.
    private mutating func run(_ commands: [ScriptCommand], sharing shared: [Name]) {
        let outside = (lastInstance, instances, lastDefinition, definitions, registered)
        lastInstance = nil
        lastDefinition = nil
        instances = instances.filter { shared.contains($0.key) }
        definitions = definitions.filter { shared.contains($0.key) }
        registered = registered.filter { $0.key == Spectest.name }
        for command in commands where report.stopped == nil { run(command) }
        (lastInstance, instances, lastDefinition, definitions, registered) = outside
    }

    private mutating func outcome(of command: ScriptCommand) -> WastOutcome? {
        switch command.kind {
        case .thread: return nil
        case .wait(let thread):
            let isKnown = thread.map(threads.contains) ?? false
            return isKnown ? .passed : .failed(expected: "a thread", found: "none was defined under this name")
        case .module(let module): return define(module, instantiated: true, line: command.line)
        case .definition(let module): return define(module, instantiated: false, line: command.line)
        case .instance(let name, let module):
            let found: Found<Module> = Result { () throws(Unavailable) in try definition(module) }
            return addInstance(of: found, name: name, line: command.line)
        case .register(let name, let instance):
            let found: Found<Instance> = Result { () throws(Unavailable) in try self.instance(instance) }
            registered[name] = found
            return WastSession.judged(expecting: "an instance to register") { _ = try found.get() }
        case .action(let action):
            return WastSession.judged(expecting: "no trap") { _ = try perform(action) }
        case .assertReturn, .assertTrap, .assertExhaustion, .assertException:
            return assertion(about: command)
        case .assertMalformed, .assertMalformedCustom, .assertInvalid, .assertInvalidCustom:
            return refusal(of: command)
        case .assertUnlinkable(let module, let message): return unlinkable(module, message)
        case .assertUninstantiable(let module, let message): return uninstantiable(module, message)
        case .assertSuspension: return .skipped(reason: "stack switching")
        case .other(let keyword): return .skipped(reason: keyword)
        }
    }

    /// Returns the outcome: passed unless `body` throws, skipped if it throws ``Unavailable/unsupported(_:)``.
    static func judged(expecting expected: String, _ body: () throws -> Void) -> WastOutcome {
        do {
            try body()
            return .passed
        } catch let unavailable as Unavailable {
            return unavailable.outcome
        } catch {
            return .failed(expected: expected, found: describe(error))
        }
    }

    /// Describes an error on one line, with its type where the text does not show it.
    static func describe(_ error: any Error) -> String {
        switch error {
        case let trap as Trap: "trap: \(trap.kind)"
        case let error as LinkError: "link error: \(error)"
        case let error as ValidationError: "validation error: \(error)"
        case let error as DecodeError: "decode error: \(error)"
        case let error as ParseError: "parse error: \(error)"
        default: "\(error)"
        }
    }
}

/// The reason why a script's instance or definition cannot be used.
enum Unavailable: Error {
    /// The module needs a feature that Nestbox does not support.
    case unsupported(String)
    /// The directive of the module, on this line, has failed.
    case broken(line: Int)
    /// The script never defined this name.
    case undefined

    var outcome: WastOutcome {
        switch self {
        case .unsupported(let reason): .skipped(reason: reason)
        case .broken(let line): .failed(expected: "the module of line \(line)", found: "it was refused")
        case .undefined: .failed(expected: "a module", found: "none was defined under this name")
        }
    }
}
