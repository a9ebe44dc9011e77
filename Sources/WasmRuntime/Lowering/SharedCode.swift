import Synchronization
import WasmSyntax
import WasmValidation

// The stores of a module share its internal code: one that has run the module leaves its code to those that come after. The
// arrays are shared until a store lowers a further function.

/// Internal code as it stands, for other stores of the module.
struct LoweredCode: Sendable {
    var code: InternalCode
    var origins: [InstructionOrigin]
    var entries: [UInt32]
    var functions: [LoweredFunction]
    var firstDebuggable = 0
}

/// The facts that internal code depends on besides the module.
struct CodeKey: Hashable, Sendable {
    /// The store's numbers of the module's types.
    let types: [UInt32]
    let fusing: Bool
    let profile: Profile
    let budgetUnit: BudgetUnit
    let instruments: Instruments

    init(types: [UInt32], options: LoweringOptions) {
        self.types = types
        (fusing, profile, budgetUnit) = (options.fusing, options.profile, options.budgetUnit)
        instruments = options.instruments
    }
}

/// The internal code of a module that stores share.
final class SharedCode: Sendable {
    private let storage: (any CodeStorage)?

    init() {
        if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, *) {
            storage = LockedCode()
        } else {
            storage = nil
        }
    }

    /// The most bytes of code that a module keeps for other stores. Instructions of a larger module are lowered in each
    /// store.
    static let mostBytes = 64 << 20
    /// The most versions that are kept: the numbers of types differ where several modules share a store.
    fileprivate static let mostVersions = 4

    /// The code that other stores have left, if any.
    func code(for key: CodeKey) -> LoweredCode? { storage?.code(for: key) }

    /// Leaves code to other stores, unless they have as much already.
    func keep(_ code: LoweredCode, for key: CodeKey) { storage?.keep(code, for: key) }

    /// Where the module's counters are, if that was found out already.
    var counters: CounterPlan? { storage?.counters }

    func keep(counters: CounterPlan) { storage?.keep(counters: counters) }

    /// The names of the module's functions. They are the same in all stores, and may take as much as the module.
    func names(of module: ModuleSyntax) -> NameSection { storage?.names(of: module) ?? NameSection(module) }
}

private protocol CodeStorage: Sendable {
    func code(for key: CodeKey) -> LoweredCode?
    func keep(_ code: LoweredCode, for key: CodeKey)
    func names(of module: ModuleSyntax) -> NameSection
    var counters: CounterPlan? { get }
    func keep(counters: CounterPlan)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class LockedCode: CodeStorage {
    private let versions = Mutex<[(key: CodeKey, code: LoweredCode)]>([])
    private let names = Mutex<NameSection?>(nil)
    private let keptCounters = Mutex<CounterPlan?>(nil)

    var counters: CounterPlan? { keptCounters.withLock { $0 } }

    func keep(counters: CounterPlan) { keptCounters.withLock { $0 = counters } }

    func names(of module: ModuleSyntax) -> NameSection {
        names.withLock { known in
            let names = known ?? NameSection(module)
            known = names
            return names
        }
    }

    func code(for key: CodeKey) -> LoweredCode? {
        versions.withLock { versions in versions.first { $0.key == key }?.code }
    }

    func keep(_ code: LoweredCode, for key: CodeKey) {
        versions.withLock { versions in
            if let index = versions.firstIndex(where: { $0.key == key }) {
                if versions[index].code.code.count < code.code.count { versions[index].code = code }
            } else if versions.count < SharedCode.mostVersions {
                versions.append((key, code))
            }
        }
    }
}

extension CodeObject {
    /// Leaves the code to other stores of the module, if it has grown by a quarter since it was left last: the next function
    /// that this store lowers then copies all of it. A store that has begun with a snapshot leaves its first functions at
    /// once, as it may have no others.
    func share() {
        isChanged = false
        guard options.sharesCode else { return }
        let isFirst = extended != nil && !hasExtended
        guard code.count > sharedCount &+ (isFirst ? 0 : sharedCount / 4),
            code.count &* CodeObject.instructionBytes <= SharedCode.mostBytes
        else { return }
        sharedCount = code.count
        hasExtended = true
        resolveCalls()
        let key = CodeKey(types: types, options: options)
        module.sharedCode.keep(loweredCode, for: key)
        extended?.keep(loweredCode, for: key)
    }

    /// The code as it stands.
    var loweredCode: LoweredCode {
        LoweredCode(
            code: code, origins: origins, entries: entries, functions: lowered, firstDebuggable: firstDebuggable)
    }

    /// Lets calls of lowered functions go straight there: a store that patched them one by one would copy the code.
    private func resolveCalls() {
        for place in code.indices {
            let operation = code.heads[place].operation
            guard operation == .callUnresolved || operation == .returnCallUnresolved else { continue }
            let entry = entries[Int(code.details[place].x)]
            if entry != 0 { resolveCall(at: place, entry: Int(entry)) }
        }
    }

    /// Lets the call at a place go straight to its function.
    func resolveCall(at place: Int, entry: Int) {
        code[place].operation = code[place].operation == .callUnresolved ? .call : .returnCall
        code[place].x = UInt32(truncatingIfNeeded: entry)
        #if !NESTBOX_PROFILE
            if options.fusing { Superinstruction.fuse(&code, isPlain: code.isPlain, upTo: place) }
        #endif
    }
}

extension Store {
    /// Leaves the code that was lowered to other stores. Called when nothing runs.
    func shareCode() {
        for code in changedCode { code.share() }
        changedCode = []
    }
}

extension Module {
    /// Lowers all functions of the module to internal code, which its stores then share. Without this, functions are lowered
    /// when they are first called, and stores share what others have lowered before.
    ///
    /// - Parameters:
    ///   - profile: The profile of the stores.
    ///   - budgetUnit: The unit of the stores' budgets.
    ///   - interruption: The object that is polled to find out whether to stop.
    /// - Throws: ``Interrupted``; the functions that were lowered until then are kept.
    public func prepare(
        profile: Profile = .full, budgetUnit: BudgetUnit = .instruction, interruption: (any Interruption)? = nil
    ) throws {
        let store = Store(profile: profile, budgetUnit: budgetUnit)
        store.interruption = interruption
        let code: CodeObject
        do {
            code = try store.codeObject(for: self)
        } catch let trap as Trap {
            guard case .interrupted(let reason) = trap.kind else { throw trap }
            throw Interrupted(reason)
        }
        defer { store.shareCode() }
        for function in validated.module.bodies.indices {
            do {
                _ = try code.entry(of: function, in: store)
            } catch {
                switch error {
                case .frameTooLarge: continue
                case .noRoom: return
                case .interrupted(let reason): throw Interrupted(reason)
                }
            }
        }
    }
}
