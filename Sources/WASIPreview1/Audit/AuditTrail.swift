import WasmRuntime
import WasmSyntax

/// The place that audited calls of one guest pass.
final class AuditTrail {
    private let auditor: any Auditor
    private let denials: Denials
    private let meter: WorkMeter
    private var count: UInt64 = 0

    init(_ auditor: any Auditor, _ denials: Denials, _ meter: WorkMeter) {
        self.auditor = auditor
        self.denials = denials
        self.meter = meter
    }

    /// What is to be known of a function to tell the auditor of its calls.
    struct Subject {
        var module: Name
        var name: Name
        var type: FunctionType
        var parameters: [CallParameter]
        /// Whether what it returns is a code of ``Errno``.
        var returnsErrno: Bool
    }

    /// Performs a call, if the auditor allows it, and tells the auditor what became of it.
    ///
    /// - Throws: What the auditor and the call throw; ``Interrupted``.
    func perform(_ subject: Subject, _ call: inout HostCall, _ body: (inout HostCall) throws -> Void) throws {
        try countWork(subject, call)
        count &+= 1
        let audited = AuditedCall(
            number: count, module: subject.module, name: subject.name,
            arguments: AuditedValue.arguments(of: call, subject.parameters, subject.type.parameters),
            function: call.callingFunction, spent: call.spent)
        // Results take the place of arguments.
        let addresses = subject.type.parameters.indices.map { call.bits(at: $0) }
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
        do {
            try body(&call)
        } catch {
            try auditor.record(audited, AuditOutcome(result: AuditTrail.end(error), values: []))
            throw error
        }
        try auditor.record(audited, outcome(subject, call, addresses))
    }

    /// Counts the work of telling the auditor: of the call, and of what takes time to decode. The guest does not pay for
    /// it, so that its budget is the same whether somebody watches or not.
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
