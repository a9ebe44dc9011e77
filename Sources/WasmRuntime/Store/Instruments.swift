/// What the code of a store's guests is prepared for, besides running. Each makes guests slower; none changes results or the
/// budget.
public struct Instruments: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The ``Store/observer`` can get the beginnings and ends of guests' functions.
    public static let functionEvents = Instruments(rawValue: 1 << 0)
    /// A debugger can stop guests before every instruction, and see all operands: ``Store`` for a `RemoteDebugger`. Guests
    /// take about six times as long.
    public static let debugging = Instruments(rawValue: 1 << 1)
    /// Functions count how often each of their blocks is executed, for exact profiles (``Store/startProfile(_:)``) and
    /// coverage (``Store/coverage(of:)``). The store has no snapshots, and each instance takes 32 bytes for each counter.
    public static let blockCounts = Instruments(rawValue: 1 << 2)

    /// All of them.
    static let all: Instruments = [.functionEvents, .debugging, .blockCounts]
}
