/// Whether a guest pays for the work that WASI does for it.
public enum HostPrices: String, CaseIterable, Hashable, Sendable {
    /// Each call costs what ``WASIFunction/price`` and ``HostWork/price`` say: a unit for about a nanosecond.
    case standard
    /// Calls cost nothing: to compare what programs spend with other engines.
    case none
}

/// What a call of a WASI function costs, in units of budget: a unit for about a nanosecond of a release build on a
/// folder of the host. The work that a call does in steps comes on top, see ``HostWork``.
public struct HostPrice: Hashable, Sendable {
    /// For the call, however it ends.
    public let call: UInt64
    /// For each 1,024 bytes that the call moves, makes or reserves, in proportion and rounded up.
    public let kibibyte: UInt64

    init(_ call: UInt64, kibibyte: UInt64 = 0) {
        self.call = call
        self.kibibyte = kibibyte
    }
}

/// Work that WASI does in steps, as many as a guest's arguments ask for.
public enum HostWork: String, CaseIterable, Hashable, Sendable {
    /// Opening a component of a path on the way to the last one.
    case component
    /// Reading a symbolic link.
    case link
    /// A byte of a path or of a symbolic link's target.
    case pathByte
    /// An entry of a directory.
    case entry
    /// A buffer of a scattered read or write.
    case buffer
    /// An argument or environment variable.
    case string
    /// A subscription of `poll_oneoff`.
    case subscription
    /// Asking a stream whether it is ready.
    case readiness
    /// A slice of waiting, however long.
    case wait
    /// Telling an auditor of a call: counted, but not paid by the guest.
    case audit
    /// A byte of a text that an auditor is told: likewise.
    case auditByte
    /// A directory between two others, when one is moved.
    case ancestor

    /// Units of budget for each step: about the nanoseconds that it takes.
    public var price: UInt64 {
        switch self {
        case .component: 4_000
        case .link: 4_000
        case .pathByte: 30
        case .entry: 2_000
        case .buffer: 1_000
        case .string: 100
        case .subscription: 2_000
        case .readiness: 2_000
        case .wait: 1_000
        case .audit: 10_000
        case .auditByte: 30
        case .ancestor: 50
        }
    }
}
