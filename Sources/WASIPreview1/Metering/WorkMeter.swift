import WasmRuntime

/// Counts the work that WASI does for one guest: charges the guest's budget before each step, and looks at the guest's
/// interruption after every 0.1 ms of work, within calls and across them.
///
/// Folders, paths and streams report errors as ``Errno`` only. So a step that must not be done throws
/// ``Errno/canceled``, and the reason, which ends the guest, is thrown when the call returns, whatever became of that
/// code meanwhile.
package final class WorkMeter {
    private let isPriced: Bool
    /// The volumes of the guest's folders in memory: while a call runs, their work is counted here.
    private let volumes: [MemoryVolume]
    /// The call that runs.
    private var current: Current?
    /// The buffers of the standard streams, from the first call on.
    private var standardStreams: HostMemoryShare?
    /// Nanoseconds of work since the last look.
    private var sinceLook: UInt64 = 0

    private struct Current {
        let call: HostCall
        let kibibyte: UInt64
        /// Why the guest must end.
        var failure: (any Error)?
    }

    init(_ configuration: WASIConfiguration) {
        isPriced = configuration.hostPrices == .standard
        volumes = configuration.folders.compactMap { ($0.directory as? VolumeDirectory)?.volume }
    }

    /// Performs a call, for which its price is paid first.
    ///
    /// - Throws: ``Trap`` of kind ``Trap/Kind/budgetExhausted`` if the price of the call or of a step cannot be paid, or
    ///   ``Trap/Kind/hostMemoryExhausted`` if there is no room for the standard streams; ``Interrupted``; what `body`
    ///   throws.
    func perform(_ call: HostCall, _ price: HostPrice, _ body: () throws -> Void) throws {
        // A stream of the embedder can call the guest, which calls again.
        let outer = current
        current = Current(call: call, kibibyte: price.kibibyte)
        for volume in volumes { volume.meter = self }
        defer {
            current = outer
            if outer == nil { for volume in volumes { volume.meter = nil } }
        }
        try pay(price.call, call)
        if standardStreams == nil {
            standardStreams = HostMemoryShare(HostSizes.standardStreams, of: call.store.hostMemory)
            if standardStreams == nil { throw Trap(.hostMemoryExhausted) }
        }
        do {
            try body()
        } catch {
            throw current?.failure ?? error
        }
        if let failure = current?.failure { throw failure }
    }

    /// Pays for work of a call that is about to be done, and counts it.
    ///
    /// - Throws: As ``perform(_:_:_:)``.
    func pay(_ units: UInt64, _ call: HostCall) throws {
        if isPriced { try call.charge(units) }
        try count(units, call)
    }

    /// Counts work that costs the guest nothing.
    ///
    /// - Throws: ``Interrupted``.
    func count(_ units: UInt64, _ call: HostCall) throws {
        sinceLook = sinceLook.addingSaturating(units)
        guard sinceLook >= WASILimits.workBetweenLooks else { return }
        sinceLook = 0
        try call.interruption.check()
    }

    /// Pays for steps of work that are about to be done.
    ///
    /// - Throws: `ECANCELED` if the guest must end: nothing more is to be done for it.
    func pay(_ work: HostWork, _ count: Int = 1) throws(Errno) { try pay(work.price &* UInt64(count)) }

    /// Pays for bytes that are about to be moved, made or reserved, at the price of the function that is called.
    ///
    /// - Throws: As ``pay(_:_:)-(HostWork,Int)``.
    func pay(bytes count: UInt64) throws(Errno) {
        guard let kibibyte = current?.kibibyte else { return }
        let (product, overflow) = count.multipliedReportingOverflow(by: kibibyte)
        try pay(overflow ? .max : product / 1_024 &+ (product % 1_024 == 0 ? 0 : 1))
    }

    /// The account of the store whose call runs; `nil` while none does.
    var account: HostMemoryAccount? { current?.call.store.hostMemory }

    /// Notes that the host is going to hold bytes for the guest, until the result is gone.
    ///
    /// - Throws: This error if the guest's store may not make it hold so many.
    func hold(_ bytes: UInt64, or error: Errno) throws(Errno) -> HostMemoryShare? {
        guard let account else { return nil }
        guard let share = HostMemoryShare(bytes, of: account) else { throw error }
        return share
    }

    private func pay(_ units: UInt64) throws(Errno) {
        guard let current else { return }
        guard current.failure == nil else { throw .canceled }
        do {
            try pay(units, current.call)
        } catch {
            self.current?.failure = error
            throw .canceled
        }
    }
}

extension Optional where Wrapped == WorkMeter {
    /// Pays, where a guest is there to pay; see ``WorkMeter/pay(_:_:)-(HostWork,Int)``.
    func pay(_ work: HostWork, _ count: Int = 1) throws(Errno) { try self?.pay(work, count) }
}
