/// The effects of a host function besides its results, as the embedder who registers it declares them. The empty set is
/// a pure function.
public struct HostEffects: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Reads the guest's memory.
    public static let readsMemory = HostEffects(rawValue: 1 << 0)
    /// Writes to the guest's memory.
    public static let writesMemory = HostEffects(rawValue: 1 << 1)
    /// Depends on the time.
    public static let readsClock = HostEffects(rawValue: 1 << 2)
    /// Depends on random numbers.
    public static let usesRandomness = HostEffects(rawValue: 1 << 3)
    /// Reads state of the host that others can change.
    public static let readsState = HostEffects(rawValue: 1 << 4)
    /// Changes state of the host.
    public static let changesState = HostEffects(rawValue: 1 << 5)
    /// Reads or writes files, the network, or devices.
    public static let io = HostEffects(rawValue: 1 << 6)
    /// Can block.
    public static let waits = HostEffects(rawValue: 1 << 7)
    /// Calls back into the guest.
    public static let callsGuest = HostEffects(rawValue: 1 << 8)

    /// All effects with their names.
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
