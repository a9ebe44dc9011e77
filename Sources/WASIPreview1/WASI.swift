import WasmRuntime
import WasmSyntax

/// WASI preview 1 for one guest: its grants and its open descriptors.
///
/// Create one for each guest, and use it on the guest's thread. Modules that are linked to the same `WASI` share
/// descriptors.
public final class WASI {
    let configuration: WASIConfiguration
    var descriptors: DescriptorTable
    /// The numbers that the guest sees for file systems of the host, given out in the order in which these first
    /// appear.
    private var deviceNumbers: [UInt64: UInt64] = [:]
    /// The buffers of the standard output and error streams. ``flush(interruption:)`` flushes both, even if the guest
    /// has closed their descriptors.
    private(set) var outputs: [OutputBuffer] = []
    /// The imports and calls that the guest was denied.
    public let denials = Denials()
    /// Performs audited calls; `nil` without an auditor.
    let trail: AuditTrail?
    /// Counts the work that is done for the guest.
    let meter: WorkMeter

    /// Creates WASI with the grants of a configuration.
    public init(_ configuration: WASIConfiguration) {
        self.configuration = configuration
        let meter = WorkMeter(configuration)
        self.meter = meter
        trail = configuration.auditor.map { [denials] in AuditTrail($0, denials, meter) }
        let standard = WASI.standardStreams(configuration)
        (outputs, descriptors) = (standard.outputs, DescriptorTable(standard.descriptors))
        meter.limitMet = trail.map { trail in { [weak trail] in trail?.note($0, $1, spent: $2) } }
        observeOutputs()
        // wasi-libc looks for folders from descriptor 3 on, up to the first descriptor that is not one.
        for folder in configuration.folders { openAtStart(.directory(OpenDirectory(folder, meter))) }
        for listener in configuration.listeners { openAtStart(.listener(listener)) }
        for connection in configuration.connections { openAtStart(.connection(OpenConnection(connection))) }
    }

    /// Returns the standard streams of a configuration: their buffers, and descriptors 0, 1 and 2.
    private static func standardStreams(
        _ configuration: WASIConfiguration
    ) -> (outputs: [OutputBuffer], descriptors: [Descriptor]) {
        let output = OutputBuffer(configuration.standardOutput ?? NullStream())
        let errorStream: any WASIOutputStream = configuration.standardError ?? NullStream()
        // A stream that is used for both has one buffer, so that its output stays in order.
        let error = errorStream === output.stream ? output : OutputBuffer(errorStream)
        let input = Descriptor(.input(configuration.standardInput ?? NullStream()))
        return ([output, error], [input, Descriptor(.output(output)), Descriptor(.output(error))])
    }

    /// Replaces the standard streams by those of another configuration, before the guest runs.
    package func setStandardStreams(of configuration: WASIConfiguration) {
        let standard = WASI.standardStreams(configuration)
        outputs = standard.outputs
        observeOutputs()
        for (number, descriptor) in standard.descriptors.enumerated() {
            // This cannot fail: no guest has closed a descriptor yet.
            try? descriptors.update(UInt32(number), descriptor)
        }
    }

    /// Lets the auditor, if there is one, know of limits that the guest meets in its output.
    private func observeOutputs() {
        guard trail != nil else { return }
        for output in outputs {
            (output.stream as? LimitedOutput)?.limitMet = { [weak meter] maximum in
                _ = meter?.refuse(.outputBytes, maximum, .nospc)
            }
        }
    }

    /// Lets the auditor, if there is one, know of the limits that the guest meets in its store.
    ///
    /// - Parameter deadline: The milliseconds that the guest has.
    package func observeLimits(of store: Store, deadline: UInt64?) { trail?.observe(store, deadline: deadline) }

    /// Returns the folder that was granted under a guest's path, for example to read what the guest left there; `nil`
    /// if no folder has this path.
    public func folder(at guestPath: String) -> (any WASIDirectory)? {
        guard let path = try? WASIConfiguration.normalized(Array(guestPath.utf8)) else { return nil }
        return configuration.folders.first { $0.path == path }?.directory
    }

    private func openAtStart(_ object: Descriptor.Object) {
        // This cannot fail: `WASILimits` allows fewer folders and sockets than descriptors.
        _ = try? descriptors.open(Descriptor(object))
    }

    /// Returns the number that the guest sees for a file system of the host: 1, 2, … in the order in which they first
    /// appear, and 0 for those beyond ``WASILimits/devices``.
    func deviceNumber(_ device: UInt64) -> UInt64 {
        if let number = deviceNumbers[device] { return number }
        guard deviceNumbers.count < WASILimits.devices else { return 0 }
        let number = UInt64(deviceNumbers.count &+ 1)
        deviceNumbers[device] = number
        return number
    }

    deinit {
        // For an embedder that forgot to flush: writes what can be written without waiting.
        for output in outputs { try? output.flush(Waiting(interruption: nil, isAllowed: false)) }
    }

    /// Flushes all buffered output. Call it when the guest has ended, normally or not.
    ///
    /// - Parameter interruption: Ends the wait for a reader that does not read. Do not pass the guest's own
    ///   interruption if it has stopped the guest: nothing would be written.
    /// - Throws: ``Errno`` if a stream fails, ``Interrupted``, or another error of an embedder's stream. The other
    ///   stream is flushed nevertheless.
    public func flush(interruption: (any Interruption)? = nil) throws {
        var failure: (any Error)?
        _ = flushNow(Waiting(interruption: interruption), &failure)
        if let failure { throw failure }
    }

    /// Flushes all buffered output.
    ///
    /// - Parameter failure: The first error of a stream, if there is none yet.
    /// - Returns: Whether nothing is left: if waiting is not allowed, a stream may not take all.
    func flushNow(_ waiting: Waiting, _ failure: inout (any Error)?) -> Bool {
        var isWhole = true
        for output in outputs {
            do {
                try output.flush(waiting)
            } catch Errno.again where !waiting.isAllowed {
                isWhole = false
            } catch {
                failure = failure ?? error
            }
        }
        return isWhole
    }

    /// Flushes output before the guest waits for something else. If waiting is not allowed, the output stays buffered.
    func flushBeforeWaiting(_ waiting: Waiting) throws {
        guard waiting.isAllowed else { return }
        for output in outputs { try output.flushBeforeWaiting(waiting) }
    }
}
