import WasmRuntime
import WasmSyntax

extension Store {
    /// Writes the state of all instances of the store as a core dump: their memories and globals as they are now and, if
    /// ``capturesCoreDumps`` was set before the call, the frames of the guest that has failed last, with their values.
    ///
    /// The format is that of WebAssembly's tool conventions; ``CoreDump`` reads it. Bytes of memory that are zero are left
    /// out, block by block. The work is proportional to the bytes of the memories that guests have used, and to those of the
    /// functions that have frames. Guests must not run meanwhile.
    ///
    /// - Parameters:
    ///   - error: What the call has thrown: a ``Trap``, a ``WasmException``, or another error, for which there are no
    ///     frames.
    ///   - executable: The name of the program.
    ///   - interruption: Polled while the dump is written. The store's own is not, as it may be what has stopped the guest.
    ///   - output: Gets the bytes in pieces of 1 MiB at most, and may throw.
    /// - Throws: ``CoreDumpError``, ``Interrupted``, and what `output` throws. What was written until then is no dump.
    public func writeCoreDump(
        after error: any Error, executable: String = "guest", interruption: (any Interruption)? = nil,
        to output: (_ piece: [UInt8]) throws -> Void
    ) throws {
        let hasFrames: Bool
        let reason: String
        switch error {
        case let trap as Trap: (hasFrames, reason) = (!trap.backtrace.isEmpty, trap.kind.description)
        case let exception as WasmException:
            hasFrames = !exception.backtrace.isEmpty
            reason = exception.description.prefix { $0 != "\n" }.description
        default: (hasFrames, reason) = (false, "\(error)")
        }
        try writeCoreDump(of: hasFrames ? failedStack : nil, executable, reason, interruption, output)
    }

    fileprivate func writeCoreDump(
        of stack: CapturedStack?, _ executable: String, _ reason: String, _ interruption: (any Interruption)?,
        _ output: ([UInt8]) throws -> Void
    ) throws {
        guard !isBeingPolled else { throw CallError.calledByInterruption }
        try withoutActuallyEscaping(output) { output in
            var writer = try CoreDumpWriter(
                self, stack, executable: executable, reason: reason, interruption, CoreDumpOutput(output))
            try writer.write(stack)
        }
    }
}

extension GuestCall {
    /// Writes a core dump of the suspended call, which can be resumed afterwards: its frames with their values, and the
    /// memories and globals of all instances of its store, as they are now.
    ///
    /// - Parameters: As for ``Store/writeCoreDump(after:executable:interruption:to:)``.
    /// - Throws: ``CoreDumpError/notSuspended``; otherwise as that.
    public func writeCoreDump(
        executable: String = "guest", interruption: (any Interruption)? = nil,
        to output: (_ piece: [UInt8]) throws -> Void
    ) throws {
        guard let suspension, let stack = capturedStack(atMost: CapturedStack.mostFrames) else {
            throw CoreDumpError.notSuspended
        }
        try store.writeCoreDump(of: stack, executable, "suspended: \(suspension)", interruption, output)
    }
}
