/// What a host function does beside computing its results from its arguments, as whoever registers it declares it. The
/// empty set is a pure function.
public struct HostEffects: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// It reads the guest's memory.
    public static let readsMemory = HostEffects(rawValue: 1 << 0)
    /// It writes to the guest's memory.
    public static let writesMemory = HostEffects(rawValue: 1 << 1)
    /// It depends on time.
    public static let readsClock = HostEffects(rawValue: 1 << 2)
    /// It depends on chance.
    public static let usesRandomness = HostEffects(rawValue: 1 << 3)
    /// It reads state of the host that others can change.
    public static let readsState = HostEffects(rawValue: 1 << 4)
    /// It changes state of the host.
    public static let changesState = HostEffects(rawValue: 1 << 5)
    /// It reads or writes files, the network, or devices.
    public static let io = HostEffects(rawValue: 1 << 6)
    /// It can wait.
    public static let waits = HostEffects(rawValue: 1 << 7)
    /// It calls the guest back.
    public static let callsGuest = HostEffects(rawValue: 1 << 8)

    /// Each effect with its name.
    public static var names: [(name: String, effect: HostEffects)] {
        [
            ("readsMemory", .readsMemory), ("writesMemory", .writesMemory), ("readsClock", .readsClock),
            ("usesRandomness", .usesRandomness), ("readsState", .readsState), ("changesState", .changesState),
            ("io", .io), ("waits", .waits), ("callsGuest", .callsGuest),
        ]
    }
}

extension HostEffects: CustomStringConvertible {
    /// The names of the effects; `pure` for none.
    public var description: String {
        let names = HostEffects.names.filter { contains($0.effect) }.map(\.name)
        return names.isEmpty ? "pure" : names.joined(separator: ", ")
    }
}
