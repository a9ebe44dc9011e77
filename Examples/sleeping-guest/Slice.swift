import Foundation
import Nestbox

/// A part of the guest's work: it begins the guest or wakes it up, lets it spend a budget, and puts it to sleep again.
struct Slice {
    /// The budget of a slice, in units: about as many instructions.
    static let budget: UInt64 = 1_000_000
    /// The exit status of a process that has left the guest asleep, as `nestbox run --snapshot-to` has it.
    static let asleep: Int32 = 75

    /// Runs the slice in this process, and prints the guest's lines and, at the end, its result.
    ///
    /// - Parameter file: Where the guest sleeps; there is no file before the first slice.
    /// - Returns: The exit status.
    static func run(_ file: URL) throws -> Int32 {
        let store = Store()
        store.budget.allow(budget)
        let guest = try Guest { print($0) }
        let sleeps = FileManager.default.fileExists(atPath: file.path)
        let call =
            sleeps ? try guest.wakeUp([UInt8](Data(contentsOf: file)), in: store) : try guest.begin(in: store)
        switch try call.resume() {
        case .finished(let results):
            print(Slice.line(for: results))
            return 0
        case .suspended:
            try Data(call.snapshot().bytes()).write(to: file)
            return asleep
        }
    }

    /// Returns the line that is printed when the guest has finished.
    static func line(for results: [Value]) -> String { "result: \(results)" }

    /// Runs the slice in a process of its own, which is this program with the file as its argument.
    ///
    /// - Returns: The lines that the process has printed, and whether the guest has finished.
    static func runInOtherProcess(_ file: URL) throws -> (lines: [String], isFinished: Bool) {
        let (process, output) = (Process(), Pipe())
        process.executableURL = Bundle.main.executableURL
        process.arguments = [file.path]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard [0, asleep].contains(process.terminationStatus) else { throw Failed(status: process.terminationStatus) }
        return (text.split(separator: "\n").map(String.init), process.terminationStatus == 0)
    }

    /// The error that a process has ended with another exit status.
    struct Failed: Error {
        var status: Int32
    }
}
