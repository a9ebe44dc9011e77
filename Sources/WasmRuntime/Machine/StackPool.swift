import Synchronization

/// Value stacks that no store uses at the moment.
///
/// A stack has room for at least one window, which is half a megabyte, however little of it a guest uses. A store that is
/// idle, or whose guests are all suspended, has none. A stack is not cleared: a guest writes every slot before it reads it.
/// Only a collection reads slots that may never have been written, which is why stores with objects keep a stack of their
/// own.
struct ValueStacks {
    var slots: [UInt64] = []
    /// A vector for each slot, or none.
    var vectors: [SIMD4<UInt32>] = []
    /// A number that the pool gave the stack when a store gave it back; 0 if nothing has run on it.
    fileprivate(set) var stamp: UInt64 = 0

    /// The number of slots of a stack in the pool.
    static let standardCount = frameWindow &+ 4_096 &+ Store.stackSlack
    /// The most stacks that are kept. With more guests running at once, others are made and freed.
    fileprivate static let mostKept = 64

    /// Takes a stack of ``standardCount`` slots out of the pool, or makes one.
    static func take() -> ValueStacks {
        if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, *), let kept = StackPool.shared.take() { return kept }
        return ValueStacks(slots: [UInt64](repeating: 0, count: standardCount))
    }

    /// Returns a stack to the pool, and its stamp: a store that takes the stack with this stamp had it last.
    func giveBack() -> UInt64 {
        guard slots.count == ValueStacks.standardCount else { return 0 }
        if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, *) { return StackPool.shared.keep(self) }
        return 0
    }
}

/// The permission for a store to keep its value stack when nothing runs in it, which saves frequent calls the way to the
/// pool. Only a few stores have one, as a stack takes half a megabyte.
final class StackTicket {
    /// The most tickets at a time.
    fileprivate static let mostTickets = 16

    /// Returns a ticket, if one is left.
    static func take() -> StackTicket? {
        guard #available(macOS 15, iOS 18, tvOS 18, watchOS 11, *), StackPool.shared.takeTicket() else { return nil }
        return StackTicket()
    }

    private init() {}

    deinit {
        if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, *) { StackPool.shared.returnTicket() }
    }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class StackPool: Sendable {
    static let shared = StackPool()
    private struct Kept {
        var stacks: [ValueStacks] = []
        var lastStamp: UInt64 = 0
        var tickets = StackTicket.mostTickets
    }

    private let kept = Mutex(Kept())

    func takeTicket() -> Bool {
        kept.withLock { kept in
            guard kept.tickets > 0 else { return false }
            kept.tickets &-= 1
            return true
        }
    }

    func returnTicket() { kept.withLock { $0.tickets &+= 1 } }

    func take() -> ValueStacks? { kept.withLock { $0.stacks.popLast() } }

    func keep(_ stacks: ValueStacks) -> UInt64 {
        kept.withLock { kept in
            guard kept.stacks.count < ValueStacks.mostKept else { return 0 }
            kept.lastStamp &+= 1
            kept.stacks.append(stacks)
            kept.stacks[kept.stacks.count &- 1].stamp = kept.lastStamp
            return kept.lastStamp
        }
    }
}
