import WasmSyntax

/// The reason why a profile was not begun.
public enum ProfileError: Error, Hashable, Sendable {
    /// A guest of the store is running.
    case running
    /// The store makes a profile already.
    case begun
    /// The platform has no clock for a profile by time (macOS before 13).
    case noClock
}

extension ProfileError: CustomStringConvertible, NestboxError {
    /// A text for messages.
    public var description: String {
        switch self {
        case .running: "a guest of the store is running"
        case .begun: "the store makes a profile already"
        case .noClock: "there is no clock for a profile by time"
        }
    }
}

extension Store {
    /// Begins to find out what guests spend their budget or their time on.
    ///
    /// Guests run at full speed between two samples. Calls of host functions take longer while a profile is made.
    ///
    /// - Throws: ``ProfileError``.
    public func startProfile(_ clock: ProfileClock = .units()) throws(ProfileError) {
        guard machine.nesting == 0, !isPolling else { throw .running }
        guard sampler == nil else { throw .begun }
        guard clock.isUnits || ObserverClock.nanoseconds != nil else { throw .noClock }
        let sampler = Sampler(clock, spent: budget.spentAsInt)
        self.sampler = sampler
        profileStart = budget.spent
        harvestCounters()
        countsBefore = counts?.values
        (machine.isSampled, machine.isSampledByTime) = (true, !clock.isUnits)
        setNextCheck()
    }

    /// Ends what ``startProfile(_:)`` has begun.
    ///
    /// - Parameter lines: Returns a closure that knows the line of the instruction at a byte offset of a module; `nil` for the
    ///   lines of the module's own debug information.
    /// - Returns: The profile; `nil` if none was begun.
    /// - Throws: ``ProfileError/running``; the profile goes on then.
    public func stopProfile(
        lines: (Module) -> ((Int) -> GuestProfile.Line?)? = { _ in nil }
    ) throws(ProfileError) -> GuestProfile? {
        guard let sampler else { return nil }
        guard machine.nesting == 0, !isPolling else { throw .running }
        (machine.isSampled, machine.isSampledByTime) = (false, false)
        self.sampler = nil
        setNextCheck()
        sampler.finish(spent: budget.spentAsInt)
        var builder = ProfileBuilder(self)
        builder.add(sampler)
        builder.profile.totalUnits = budget.spent &- min(budget.spent, profileStart)
        builder.profile.otherUnits = Int64(clamping: sampler.other)
        harvestCounters()
        if let counts, let countsBefore { builder.add(counts.values.since(countsBefore)) }
        countsBefore = nil
        builder.addLines(lines)
        builder.omitSoleModule()
        return builder.profile
    }

    /// Makes a profile of what a closure calls.
    ///
    ///     let (result, profile) = try store.profile { try render.call() }
    ///
    /// - Returns: The closure's result or error, and the profile.
    /// - Throws: ``ProfileError``, before the closure is called.
    public func profile<Success>(
        _ clock: ProfileClock = .units(), _ body: () throws -> Success
    ) throws(ProfileError) -> (result: Result<Success, any Error>, profile: GuestProfile) {
        try startProfile(clock)
        let result = Result { try body() }
        guard let profile = try stopProfile() else { throw .begun }
        return (result, profile)
    }
}
