import WasmRuntime
import WasmSyntax

/// WASI preview 1 for one guest: what it was granted, and its open descriptors.
///
/// Give each guest its own, and use it on the guest's thread. Modules that are linked to the same one share
/// descriptors.
public final class WASI {
    let configuration: WASIConfiguration
    var descriptors: DescriptorTable
    /// The numbers that guests get for the file systems of their folders, in the order in which they are first seen.
    private var deviceNumbers: [UInt64: UInt64] = [:]
    /// The standard streams that output goes to, open or closed by the guest: what ``flush(interruption:)`` flushes.
    let outputs: [OutputBuffer]
    /// What the guest was refused.
    public let denials = Denials()
    /// Where calls are told of; `nil` where nobody wants to know.
    let trail: AuditTrail?
    /// Counts the work that is done for the guest.
    let meter: WorkMeter

    /// WASI as it was granted.
    public init(_ configuration: WASIConfiguration) {
        self.configuration = configuration
        let meter = WorkMeter(configuration)
        self.meter = meter
        trail = configuration.auditor.map { [denials] in AuditTrail($0, denials, meter) }
        let output = OutputBuffer(configuration.standardOutput ?? NullStream())
        let errorStream: any WASIOutputStream = configuration.standardError ?? NullStream()
        // One stream for both has one buffer, so that what is written stays in order.
        let error = errorStream === output.stream ? output : OutputBuffer(errorStream)
        outputs = [output, error]
        descriptors = DescriptorTable([
            Descriptor(.input(configuration.standardInput ?? NullStream())),
            Descriptor(.output(output)),
            Descriptor(.output(error)),
        ])
        // wasi-libc looks for folders from 3 on, up to the first descriptor that is none.
        for folder in configuration.folders { openAtStart(.directory(OpenDirectory(folder, meter))) }
        for listener in configuration.listeners { openAtStart(.listener(listener)) }
        for connection in configuration.connections { openAtStart(.connection(OpenConnection(connection))) }
    }

    /// A folder that was granted, by the guest's path of it: for what the guest left there.
    public func folder(at guestPath: String) -> (any WASIDirectory)? {
        guard let path = try? WASIConfiguration.normalized(guestPath) else { return nil }
        return configuration.folders.first { $0.path == path }?.directory
    }

    private func openAtStart(_ object: Descriptor.Object) {
        // There are fewer of them than descriptors, see `WASILimits`.
        _ = try? descriptors.open(Descriptor(object))
    }

    /// What a guest sees in place of a file system's number: 1, 2, …, the same again for the same one.
    func deviceNumber(_ device: UInt64) -> UInt64 {
        if let number = deviceNumbers[device] { return number }
        guard deviceNumbers.count < WASILimits.devices else { return 0 }
        let number = UInt64(deviceNumbers.count &+ 1)
        deviceNumbers[device] = number
        return number
    }

    deinit {
        // For an embedder that forgot to flush: what goes without waiting.
        for output in outputs { try? output.flush(Waiting(interruption: nil, isAllowed: false)) }
    }

    /// Hands on all output that is still buffered. Call it when the guest has ended, in whatever way.
    ///
    /// - Parameter interruption: Ends the wait for a reader that does not read. Not that of the guest if that has
    ///   already stopped it: nothing would be written.
    /// - Throws: ``Errno`` if a stream fails, ``Interrupted``; or what an embedder's stream throws. The other stream is
    ///   flushed all the same.
    public func flush(interruption: (any Interruption)? = nil) throws {
        var failure: (any Error)?
        for output in outputs {
            do {
                try output.flush(Waiting(interruption: interruption))
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    /// Hands on output before the guest waits for something else; what it may not wait for stays.
    func flushBeforeWaiting(_ waiting: Waiting) throws {
        guard waiting.isAllowed else { return }
        for output in outputs { try output.flushBeforeWaiting(waiting.interruption) }
    }
}
