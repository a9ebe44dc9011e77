import WasmRuntime
import WasmSyntax

/// Performs the audited calls of one guest: asks the auditor about each call, and records its outcome.
final class AuditTrail {
    private let auditor: any Auditor
    private let denials: Denials
    private let meter: WorkMeter
    private var count: UInt64 = 0
    /// How often each limit was met.
    private var limits: [String: UInt64] = [:]
    /// An error of the auditor that was told of a limit, until it ends the guest.
    private var failure: (any Error)?

    init(_ auditor: any Auditor, _ denials: Denials, _ meter: WorkMeter) {
        self.auditor = auditor
        self.denials = denials
        self.meter = meter
    }

    /// The description of a function whose calls are audited.
    struct Subject {
        var module: Name
        var name: Name
        var type: FunctionType
        var parameters: [CallParameter]
        /// Whether the function's result is a code of ``Errno``.
        var returnsErrno: Bool
    }

    /// Performs a call if the auditor allows it, and tells the auditor the outcome.
    ///
    /// - Throws: Errors of the auditor and the call; ``Interrupted``.
    func perform(_ subject: Subject, _ call: inout HostCall, _ body: (inout HostCall) throws -> Void) throws {
        if call.store.limitObserver == nil { observe(call.store, deadline: nil) }
        try checkLimits()
        try countWork(subject, call)
        count &+= 1
        let audited = AuditedCall(
            number: count, module: subject.module, name: subject.name,
            arguments: AuditedValue.arguments(of: call, subject.parameters, subject.type.parameters),
            function: call.callingFunction, spent: call.spent)
        // The results are going to overwrite the arguments.
        let addresses =
            subject.parameters.contains { $0.isResult } ? subject.type.parameters.indices.map { call.bits(at: $0) } : []
        switch try auditor.decide(audited) {
        case .allow: break
        case .refuse(let error):
            denials.note(subject.module, subject.name, .audit)
            try auditor.record(audited, AuditOutcome(result: .refused(error), values: []))
            guard subject.returnsErrno, !subject.type.results.isEmpty else {
                throw Trap(.host("\(subject.module).\(subject.name) was refused by the audit"))
            }
            return call.setResult(UInt32(error.rawValue))
        case .stop(let reason):
            denials.note(subject.module, subject.name, .audit)
            try auditor.record(audited, AuditOutcome(result: .trap(reason), values: []))
            throw Trap(.host(reason))
        }
        try record(subject, audited, addresses, &call, body)
    }

    /// Performs a call, or the rest of one that has waited, and tells the auditor the outcome when there is one.
    private func record(
        _ subject: Subject, _ audited: AuditedCall, _ addresses: [UInt64], _ call: inout HostCall,
        _ body: (inout HostCall) throws -> Void
    ) throws {
        do {
            try body(&call)
            try checkLimits()
        } catch let wait as HostWait {
            call.wrapContinuation { call, rest in
                try self.record(subject, audited, addresses, &call, rest)
            }
            throw wait
        } catch let suspension as HostSuspension {
            call.whenEnded { call, error in
                let outcome =
                    error.map { AuditOutcome(result: AuditTrail.end($0), values: []) }
                    ?? self.outcome(subject, call, addresses)
                try self.auditor.record(audited, outcome)
            }
            throw suspension
        } catch {
            try auditor.record(audited, AuditOutcome(result: AuditTrail.end(error), values: []))
            throw error
        }
        try auditor.record(audited, outcome(subject, call, addresses))
    }

    // MARK: Limits

    /// Tells the auditor of the limits that the guest meets in a store.
    ///
    /// - Parameter deadline: The milliseconds that the guest has.
    func observe(_ store: Store, deadline: UInt64?) {
        store.limitObserver = { [weak self] store, limit in
            // The deadline may have been that of a host function.
            let own = store.isPastGuestDeadline ? deadline : nil
            let maximum = limit == .deadline ? own : store.maximum(of: limit)
            self?.note(limit.rawValue, maximum, spent: store.budget.spent)
        }
    }

    /// Tells the auditor of a limit that the guest has met.
    func note(_ limit: String, _ maximum: UInt64?, spent: UInt64) {
        let times = limits[limit, default: 0] &+ 1
        limits[limit] = times
        // Otherwise a guest could have a line written for each instruction.
        guard times & (times &- 1) == 0 else { return }
        count &+= 1
        do {
            try auditor.limitMet(
                AuditedLimit(number: count, name: limit, maximum: maximum, count: times, spent: spent))
        } catch {
            failure = failure ?? error
        }
    }

    /// - Throws: The error of an auditor that was told of a limit.
    private func checkLimits() throws {
        if let failure { throw failure }
    }

    // MARK: Calls

    /// Counts the work of telling the auditor: a price for the call, and one for arguments that take time to decode.
    /// The guest does not pay for it, so that it spends the same budget with and without an auditor.
    private func countWork(_ subject: Subject, _ call: HostCall) throws {
        var units = HostWork.audit.price
        var index = 0
        for parameter in subject.parameters {
            if index &+ parameter.argumentCount > subject.type.parameters.count { break }
            switch parameter.kind {
            case .text:
                units &+= min(call.bits(at: index &+ 1), AuditedValue.maximumTextBytes) &* HostWork.auditByte.price
            case .buffers:
                units &+= min(call.bits(at: index &+ 1), UInt64(WASILimits.ioVectors)) &* HostWork.auditByte.price
            default: break
            }
            index &+= parameter.argumentCount
        }
        try meter.count(units, call)
    }

    private func outcome(_ subject: Subject, _ call: HostCall, _ addresses: [UInt64]) -> AuditOutcome {
        guard subject.returnsErrno else {
            return AuditOutcome(result: .returned, values: AuditedValue.results(of: call, subject.type.results))
        }
        let code = Errno(rawValue: UInt16(truncatingIfNeeded: call.bits(at: 0))) ?? .success
        guard code == .success else { return AuditOutcome(result: .code(code), values: []) }
        return AuditOutcome(
            result: .code(code), values: AuditedValue.results(call, subject.parameters, addresses: addresses))
    }

    private static func end(_ error: any Error) -> AuditOutcome.Result {
        switch error {
        case let exit as GuestExit: .exit(exit.code)
        case let trap as Trap: .trap("\(trap.kind)")
        case let interrupted as Interrupted: .trap("\(Trap.Kind.interrupted(interrupted.reason))")
        default: .trap("\(Trap.Kind.host("\(error)"))")
        }
    }
}
