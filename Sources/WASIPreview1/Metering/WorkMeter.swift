import WasmRuntime

/// Counts the work that WASI does for one guest. It charges the guest's budget before each step, and polls the guest's
/// interruption after every 0.1 ms of work, within calls and across them.
///
/// Folders, paths and streams report errors as ``Errno`` only. A step that must not be done therefore throws
/// ``Errno/canceled``, and the meter keeps the reason. When the call returns, the meter throws the reason, which ends
/// the guest, even if something has caught the code meanwhile.
package final class WorkMeter {
    private let isPriced: Bool
    /// The volumes of the guest's folders in memory: while a call runs, their work is counted here.
    private let volumes: [MemoryVolume]
    /// The running call.
    private var current: Current?
    /// The share of the standard streams' buffers, from the first call on.
    private var standardStreams: HostMemoryShare?
    /// Receives the limits that the guest meets: their names and numbers.
    var limitMet: ((_ name: String, _ maximum: UInt64?, _ spent: UInt64) -> Void)?
    /// Nanoseconds of work since the last poll of the interruption.
    private var sincePoll: UInt64 = 0

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

    /// Charges the price of a call, and performs the call.
    ///
    /// - Throws: ``Trap`` of kind ``Trap/Kind/budgetExhausted`` if the price of the call or of a step cannot be paid,
    ///   or ``Trap/Kind/hostMemoryExhausted`` if the standard streams' buffers exceed the store's limit;
    ///   ``Interrupted``; an error of `body`.
    func perform(_ call: HostCall, _ price: HostPrice, _ body: () throws -> Void) throws {
        // An embedder's stream can call the guest, which can call WASI again.
        let outer = current
        current = Current(call: call, kibibyte: price.kibibyte)
        for volume in volumes { volume.meter = self }
        defer {
            current = outer
            if outer == nil { for volume in volumes { volume.meter = nil } }
        }
        try payBeginning(price.call, call)
        if standardStreams == nil {
            standardStreams = HostMemoryShare(HostSizes.standardStreams, .buffers, of: call.store.hostMemory)
            if standardStreams == nil { throw Trap(.hostMemoryExhausted) }
        }
        do {
            try body()
        } catch {
            throw current?.failure ?? error
        }
        if let failure = current?.failure { throw failure }
    }

    /// Charges and counts work that a call is about to do.
    ///
    /// - Throws: As ``perform(_:_:_:)``.
    func pay(_ units: UInt64, _ call: HostCall) throws {
        if isPriced { try call.charge(units) }
        try count(units, call)
    }

    /// Charges and counts the price of a call before it begins.
    ///
    /// - Throws: As ``perform(_:_:_:)``.
    func payBeginning(_ units: UInt64, _ call: HostCall) throws {
        if isPriced { try call.chargeBeginning(units) }
        try count(units, call)
    }

    /// Counts work that is free for the guest.
    ///
    /// - Throws: ``Interrupted``.
    func count(_ units: UInt64, _ call: HostCall) throws {
        sincePoll = sincePoll.addingSaturating(units)
        guard sincePoll >= WASILimits.workBetweenPolls else { return }
        sincePoll = 0
        try call.interruption.check()
    }

    /// Charges and counts steps of work that are about to be done.
    ///
    /// - Throws: `ECANCELED` if the guest must end: no more work is to be done for it.
    func pay(_ work: HostWork, _ count: Int = 1) throws(Errno) { try pay(work.price &* UInt64(count)) }

    /// Charges and counts bytes that are about to be moved, made or reserved, at the price of the running call's
    /// function.
    ///
    /// - Throws: As ``pay(_:_:)-(HostWork,Int)``.
    func pay(bytes count: UInt64) throws(Errno) {
        guard let kibibyte = current?.kibibyte else { return }
        let (product, overflow) = count.multipliedReportingOverflow(by: kibibyte)
        try pay(overflow ? .max : product / 1_024 &+ (product % 1_024 == 0 ? 0 : 1))
    }

    /// The account of the store whose call is running; `nil` outside of calls.
    var account: HostMemoryAccount? { current?.call.store.hostMemory }

    /// Counts bytes that the host is going to hold for the guest, until the result is released. Outside of calls,
    /// counts nothing and returns `nil`.
    ///
    /// - Throws: `error` if the limit of the guest's store does not allow them.
    func hold(_ bytes: UInt64, _ kind: HostMemoryKind, or error: Errno) throws(Errno) -> HostMemoryShare? {
        guard let account else { return nil }
        guard let share = HostMemoryShare(bytes, kind, of: account) else {
            noteHostMemory()
            throw error
        }
        return share
    }

    /// A limit of WASI that a guest can meet.
    enum Limit: String {
        case folderBytes, folderFiles, folderDescriptors, folderDepth, fileBytes, descriptors, outputBytes
    }

    /// Notes that the guest has met a limit, and returns the error for it.
    func refuse(_ limit: Limit, _ maximum: UInt64?, _ error: Errno) -> Errno {
        limitMet?(limit.rawValue, maximum, current?.call.spent ?? 0)
        return error
    }

    /// Notes that the store's limit of host memory did not allow what the call needs.
    func noteHostMemory() { current?.call.store.noteRefusal(.hostBytes) }

    private func pay(_ units: UInt64) throws(Errno) {
        guard let call = current?.call else { return }
        guard current?.failure == nil else { throw .canceled }
        do {
            try pay(units, call)
        } catch {
            self.current?.failure = error
            throw .canceled
        }
    }
}

extension Optional where Wrapped == WorkMeter {
    /// Charges steps of work if a guest's call is running; see ``WorkMeter/pay(_:_:)-(HostWork,Int)``.
    func pay(_ work: HostWork, _ count: Int = 1) throws(Errno) { try self?.pay(work, count) }
}
