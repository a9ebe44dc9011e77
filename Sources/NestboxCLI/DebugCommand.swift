import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// `--debug`: guests that run as a debugger says.
enum DebugCommand {
    /// Instantiates a module and calls it, with a debugger.
    ///
    /// - Parameters:
    ///   - isText: Whether the file has the text format, in which no debugger finds anything.
    ///   - recording: The recording of the run, by which the guest can go back.
    static func run(
        _ module: Module, isText: Bool, at address: DebugAddressOption, _ options: CommandOptions,
        _ session: GuestSession, _ recording: RunRecording?
    ) throws -> [Value] {
        guard options.snapshotFile == nil else { throw UsageError("--debug and --snapshot-to exclude each other") }
        let (instance, start) = try session.instantiateWithoutStart(module)
        let entry = try RunCommand.Entry(of: instance, options, session)
        let debugger = try RemoteDebugger(
            session.store,
            [{ try start?.begin() }] + entry.calls,
            moduleNames: isText ? [] : [(instance, options.module.text)], recorded: recording?.soFar)
        return try serve(debugger, at: address)
    }

    /// Runs a guest as a debugger says, to its end.
    @discardableResult
    static func serve(_ debugger: RemoteDebugger, at address: DebugAddressOption) throws -> [Value] {
        let port = try HostDebugPort(address.port, address: address.address)
        complain(
            """
            waiting for a debugger: lldb -o 'process connect --plugin wasm connect://\(address.address):\(port.port)'
            """)
        if address.address != DebugAddressOption.loopback {
            complain("whoever can reach \(address.address):\(port.port) gets all that the guest has")
        }
        if debugger.serve(port) { debugger.runToEnd(pausing: HostProcess.sleep) }
        return try debugger.ending?.get() ?? []
    }
}

/// Where a debugger can connect, as the command line says it.
struct DebugAddressOption {
    /// The address that other computers cannot reach.
    static let loopback = "127.0.0.1"

    let address: String
    let port: UInt16

    init(_ word: Word) throws {
        let parts = word.text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let port = UInt16(parts[parts.count - 1]) else {
            throw UsageError(
                "--debug needs a port from 0 to 65535, or an address and a port such as 127.0.0.1:1234, not \(word.quoted)"
            )
        }
        self.port = port
        address = parts.count == 1 || parts[0] == "localhost" ? DebugAddressOption.loopback : String(parts[0])
    }
}
