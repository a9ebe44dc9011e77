import WasmRuntime
import WasmSyntax

// A module is replaced while its session goes on.

extension GuestSession {
    /// Replaces an instance by one of another module, in this session: with its policy, descriptors and imports. A hook can
    /// take over the state of the old instance, which is discarded afterwards.
    ///
    /// Either all is done or nothing: if the new module does not link or start, its `_initialize` or the hook fails, or
    /// the old instance cannot be discarded, the old one goes on, with the time that it had, and the new one is
    /// discarded. Effects outside of the new instance stay: spent budget, changed files and descriptors, calls of host
    /// functions, and changes of memories and tables of others. Instances, calls and definitions that the hook has made
    /// stay, too.
    ///
    /// Modules that are instantiated later, and import from a name under which the exports of the old instance were
    /// defined (``provide(_:_:)``, ``Imports/define(exportsOf:in:)``), get those of the new one. An instance that
    /// others import from already cannot be replaced, as their imports are fixed; nor can one that the new module
    /// itself imports from.
    ///
    /// The new instance exists beside the old one until the hook has ended: the limits of the store,
    /// ``StoreLimits/hostBytes`` included, must allow both. It spends the session's budget. Handles of the old instance
    /// throw afterwards, so look functions up again in the new one. No ``Instance/snapshot(naming:)`` can be made of a
    /// store in which an instance was replaced.
    ///
    ///     instance = try session.replace(instance, with: session.load(bytes)) { try $0.copyState(to: $1) }
    ///
    /// - Parameters:
    ///   - old: The instance, of this session.
    ///   - module: The new module, loaded by ``load(_:)``.
    ///   - migrate: Copies what is to be kept from the old instance (the first argument) to the new one, which is
    ///     initialized. ``Instance/copyState(to:)`` does so if both modules have the same layout in memory.
    /// - Returns: The new instance. The guest's time begins anew with this call, unless it was running, as with
    ///   ``instantiate(_:)``.
    /// - Throws: ``MigrationError/otherStore`` if the instance is not of this session; ``CallError/instanceDiscarded`` if
    ///   it was discarded, perhaps by the hook; ``DiscardError`` if a suspended call is in it, others import from it, a
    ///   guest of the store is running, or the store's calls are being recorded; as ``instantiate(_:)``; an error of
    ///   `migrate`.
    public func replace(
        _ old: Instance, with module: Module, migrating migrate: (_ old: Instance, _ new: Instance) throws -> Void
    ) throws -> Instance {
        try checkReplaceable(old)
        return try keepingTimeOnFailure {
            beginTime()
            hasTimeBegun = false
            // The code of a module that could not be instantiated.
            defer { store.freeCode(of: module) }
            let (new, start) = try store.instantiateWithoutStart(module, imports, discardsAlways: true)
            do {
                _ = try start?.call([])
                try initialize(new)
                // Before the hook: the new module may import from the old instance.
                try old.checkDiscardable()
                try migrate(old, new)
                guard !old.isDiscarded, !new.isDiscarded else { throw CallError.instanceDiscarded }
                var replaced = imports
                replaced.replace(old, with: new)
                try old.discardWithCode()
                imports = replaced
            } catch {
                // It fails only if the hook has made instances or calls that need the new one.
                try? new.discardWithCode()
                throw error
            }
            return new
        }
    }

    /// Loads a module and replaces an instance by one of it, as ``replace(_:with:migrating:)`` does. A module that
    /// cannot be loaded changes nothing either.
    ///
    /// - Throws: As ``load(_:)`` and ``replace(_:with:migrating:)``.
    public func replace(
        _ old: Instance, loading bytes: [UInt8],
        migrating migrate: (_ old: Instance, _ new: Instance) throws -> Void
    ) throws -> Instance {
        try checkReplaceable(old)
        return try keepingTimeOnFailure { try replace(old, with: load(bytes), migrating: migrate) }
    }

    private func checkReplaceable(_ old: Instance) throws {
        guard old.store === store else { throw MigrationError.otherStore }
        guard !old.isDiscarded else { throw CallError.instanceDiscarded }
        try old.checkDiscardable()
    }

    /// Gives the guest the time back that it had, if `body` fails.
    private func keepingTimeOnFailure<Result>(_ body: () throws -> Result) throws -> Result {
        let before = (hasTimeBegun, store.interruption)
        do {
            return try body()
        } catch {
            (hasTimeBegun, store.interruption) = before
            throw error
        }
    }
}
