import WasmSyntax
import WasmValidation

/// Collects the stacks of a store's guests.
///
/// All that is spent since ``mark``, in units or nanoseconds, belongs to the next sample. The loop is not involved: samples
/// are taken where the limits are looked at, and a sample that is due is one of these limits (`Machine.nextSample`).
final class Sampler {
    /// Where a host function was called.
    struct HostContext {
        let function: HostFunctionRecord
        let execution: Execution
    }

    /// What a call from outside, or of a host function, changes while it runs.
    struct Outer {
        let base: Int
        let host: HostContext?
        let carried: Int
        let root: Int
    }

    let clock: ProfileClock
    /// Units or nanoseconds between two samples.
    private(set) var interval: Int
    /// The number of samples until the interval grows, by units.
    private var untilGrowth = Sampler.samplesBeforeGrowth
    var tree = CallTree()
    /// The units or nanoseconds up to which everything was given to a node.
    var mark: Int
    /// What the guest has spent before ``mark``, for its next sample.
    var carried = 0
    /// The units at which the next sample is due; `Int.max` by time.
    var next: Int
    /// The node under which the frames of the current execution are.
    private var base = CallTree.root
    /// The host function that runs, if any.
    private var host: HostContext?
    /// The function that was called from outside.
    private var root = CallTree.root
    /// What host functions have spent since their last samples.
    private var ofHosts: [Int] = []
    /// What was spent outside of guests and their host functions.
    private(set) var other = 0

    private(set) var codes: [CodeObject] = []
    private var codeNumbers: [ObjectIdentifier: Int32] = [:]
    private(set) var hosts: [HostFunctionRecord] = []
    private var hostNumbers: [ObjectIdentifier: Int] = [:]

    /// The frames of the stack that is being sampled, and the nodes of the last one, outermost first.
    private var frames: [CallTree.Place] = []
    private var last: [(place: CallTree.Place, node: Int)] = []
    private var lastBase = -1

    /// The most frames of a sample. Of a deeper stack, the outer frames are missing.
    static let mostFrames = 512
    /// The samples by units after which the interval is ten times as long: enough to see where a short program spends its
    /// units, and a long one pays little.
    private static let samplesBeforeGrowth = 1_000
    /// The longest interval, with which no sum overflows.
    private static let mostInterval = Int.max / 16
    /// The units by which a frame delays the next sample, so that deep stacks cost as little as others.
    private static let unitsPerFrame = 200

    init(_ clock: ProfileClock, spent: Int) {
        self.clock = clock
        interval = max(1, min(Int(clamping: clock.interval), Sampler.mostInterval))
        mark = clock.isUnits ? spent : Int(clamping: ObserverClock.nanoseconds ?? 0)
        next = clock.isUnits ? spent &+ interval : .max
    }

    /// Units spent, or nanoseconds passed.
    private func now(_ spent: Int) -> Int { clock.isUnits ? spent : Int(clamping: ObserverClock.nanoseconds ?? 0) }

    // MARK: Samples

    /// Takes a sample if one is due, with the stack of an execution whose program counter is behind the current instruction.
    ///
    /// - Parameter always: Whether the sample is due in any case, as the execution ends here.
    func sample(spent: Int, always: Bool = false, _ execution: Execution, in store: Store) {
        let now = now(spent)
        guard always || now >= next || (!clock.isUnits && now &- mark &+ carried >= interval) else { return }
        let weight = now &- mark &+ carried
        (mark, carried) = (now, 0)
        guard weight > 0 else { return }
        tree.add(weight, to: node(of: execution, in: store))
        growInterval()
        if clock.isUnits { next = now &+ max(interval, last.count &* Sampler.unitsPerFrame) }
    }

    private func growInterval() {
        guard clock.isUnits, untilGrowth > 0 else { return }
        untilGrowth &-= 1
        if untilGrowth == 0 { interval = min(interval &* 10, Sampler.mostInterval) }
    }

    /// Returns the node of the stack of an execution.
    private func node(of execution: Execution, in store: Store) -> Int {
        frames.removeAll(keepingCapacity: true)
        let isWhole = store.forEachFrame(of: execution, atMost: Sampler.mostFrames) { code, function, place in
            frames.append(
                CallTree.Place(
                    code: number(of: code),
                    function: UInt32(truncatingIfNeeded: code.importedFunctions &+ function.function),
                    offset: code.origins[place].offset))
        }
        var node = base
        if lastBase != base || !isWhole { last.removeAll(keepingCapacity: true) }
        lastBase = isWhole ? base : -1
        if !isWhole {
            node = tree.child(of: node, CallTree.Place(code: CallTree.Place.omitted, function: 0, offset: 0))
        }
        // Mostly, the outer frames are those of the last sample.
        var depth = 0
        for place in frames.reversed() {
            if depth < last.count, last[depth].place == place {
                node = last[depth].node
            } else {
                if depth < last.count { last.removeLast(last.count &- depth) }
                node = tree.child(of: node, place)
                last.append((place, node))
            }
            depth &+= 1
        }
        if depth < last.count { last.removeLast(last.count &- depth) }
        return node
    }

    private func number(of code: CodeObject) -> Int32 {
        if let known = codeNumbers[ObjectIdentifier(code)] { return known }
        let number = Int32(truncatingIfNeeded: codes.count)
        codeNumbers[ObjectIdentifier(code)] = number
        codes.append(code)
        return number
    }

    private func number(of host: HostFunctionRecord) -> Int {
        if let known = hostNumbers[ObjectIdentifier(host)] { return known }
        hostNumbers[ObjectIdentifier(host)] = hosts.count
        hosts.append(host)
        ofHosts.append(0)
        return hosts.count &- 1
    }

    private func place(ofHost number: Int) -> CallTree.Place {
        CallTree.Place(code: CallTree.Place.host, function: UInt32(truncatingIfNeeded: number), offset: 0)
    }

    // MARK: Calls from outside

    /// Begins a call from outside, perhaps by a host function.
    func beginCall(of function: CallTree.Place?, spent: Int, in store: Store) -> Outer {
        let (now, outer) = (now(spent), Outer(base: base, host: host, carried: carried, root: root))
        if let host {
            ofHosts[number(of: host.function)] &+= now &- mark
            base = tree.child(of: node(of: host.execution, in: store), place(ofHost: number(of: host.function)))
            carried = 0
        } else if clock.isUnits {
            other &+= now &- mark
        }
        root = function.map { tree.child(of: base, $0) } ?? base
        (mark, host) = (now, nil)
        return outer
    }

    /// Ends a call from outside. What was spent since the last sample belongs to the function that was called, unless the
    /// call is only suspended.
    func endCall(_ outer: Outer, isSuspended: Bool, spent: Int) {
        let now = now(spent)
        carried &+= now &- mark
        mark = now
        if !isSuspended || outer.host != nil {
            tree.add(carried, to: root)
            carried = outer.carried
        }
        (base, host, root) = (outer.base, outer.host, outer.root)
    }

    /// The place of a function of a guest, as a whole.
    func place(of function: Int, _ code: CodeObject) -> CallTree.Place {
        let index = UInt32(truncatingIfNeeded: code.importedFunctions &+ function)
        let body = code.module.validated.module.bodies[function].code
        return CallTree.Place(code: number(of: code), function: index, offset: UInt32(clamping: body.lowerBound))
    }

    // MARK: Host functions

    /// Begins the call of a host function by a guest.
    func beginHost(_ function: HostFunctionRecord, spent: Int, _ execution: Execution) -> HostContext? {
        let (now, outer) = (now(spent), host)
        carried &+= now &- mark
        mark = now
        host = HostContext(function: function, execution: execution)
        return outer
    }

    /// Ends the call of a host function by a guest.
    func endHost(_ outer: HostContext?, spent: Int, in store: Store) {
        let now = now(spent)
        guard let ended = host else { return }
        let number = number(of: ended.function)
        let amount = ofHosts[number] &+ now &- mark
        (mark, host) = (now, outer)
        guard amount >= interval else {
            ofHosts[number] = amount
            return
        }
        ofHosts[number] = 0
        tree.add(amount, to: tree.child(of: node(of: ended.execution, in: store), place(ofHost: number)))
    }

    // MARK: The end

    /// Goes on when the budget spent is set to another value.
    func move(by distance: Int) {
        guard clock.isUnits else { return }
        mark &+= distance
        next &+= distance
    }

    /// Gives everything that is left to nodes.
    func finish(spent: Int) {
        let now = now(spent)
        if clock.isUnits { other &+= now &- mark }
        mark = now
        other &+= carried
        carried = 0
        for (number, amount) in ofHosts.enumerated() where amount > 0 {
            tree.add(amount, to: tree.child(of: CallTree.root, place(ofHost: number)))
            ofHosts[number] = 0
        }
    }
}
