/// Whether a guest pays for the work that WASI does for it.
public enum HostPrices: String, CaseIterable, Hashable, Sendable {
    /// Each call costs what ``WASIFunction/price`` and ``HostWork/price`` say: a unit for about a nanosecond.
    case standard
    /// Calls cost nothing, so that the budget that programs spend can be compared with other engines.
    case none
}

/// The price of a call of a WASI function, in units of budget. A unit is about a nanosecond of a release build that
/// works on a folder of the host. The work that a call does in steps is charged in addition, see ``HostWork``.
public struct HostPrice: Hashable, Sendable {
    /// The units for the call itself, however it ends.
    public let call: UInt64
    /// The units for 1,024 bytes that the call moves, makes or reserves. Fewer bytes cost their part of it, rounded up.
    public let kibibyte: UInt64

    init(_ call: UInt64, kibibyte: UInt64 = 0) {
        self.call = call
        self.kibibyte = kibibyte
    }
}

/// A step of WASI's work for a call. The guest's arguments decide how many steps a call takes.
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
    /// Reporting a call to an auditor: counted, but not paid by the guest.
    case audit
    /// Reporting a byte of a text, or a buffer, to an auditor: counted, but not paid by the guest.
    case auditByte
    /// A directory on the way from a directory's new place up to the root, checked when the directory is moved.
    case ancestor

    /// The units of budget for a step: about the nanoseconds that it takes.
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
