import WasmRuntime
import WasmSyntax

/// Prints, during a replay, what the guest writes to its descriptors 1 and 2: the results of the calls are in the
/// recording, but the bytes are in the guest's memory.
package final class ReplayedOutput {
    private let standardOutput: any WASIOutputStream
    private let standardError: any WASIOutputStream
    /// The error of a stream; nothing is printed after it.
    package private(set) var failure: (any Error)?

    package init(standardOutput: any WASIOutputStream, standardError: any WASIOutputStream) {
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// The index of the argument for the number of bytes written, by the names of the functions that write.
    private static let results: [Name: Int] = ["fd_write": 3, "fd_pwrite": 4, "sock_send": 4]

    /// Prints what a host call has written in the recording; does nothing for other calls.
    package func print(_ call: HostCall, _ replayed: ReplayedCall) {
        guard failure == nil, WASIVersion(module: replayed.module) != nil,
            let result = ReplayedOutput.results[replayed.name], let memory = call.memory
        else { return }
        let stream: any WASIOutputStream
        switch call.i32(at: 0) {
        case 1: stream = standardOutput
        case 2: stream = standardError
        default: return
        }
        guard let (outcome, count) = replayed.outcome(writtenAt: UInt64(call.i32(at: result))),
            outcome == .returned([.bits(0)]), let count
        else { return }
        do {
            var left = UInt64(count)
            let buffers = try IOVectors(memory, at: call.i32(at: 1), count: call.i32(at: 2))
            for index in 0..<buffers.count where left > 0 {
                let taken = min(left, buffers[index].count)
                left &-= taken
                try memory.withBytes(at: buffers[index].address, count: taken) { try stream.writeAll($0) }
            }
        } catch {
            failure = error
        }
    }
}
