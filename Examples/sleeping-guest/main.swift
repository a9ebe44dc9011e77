// A guest sleeps on disk in the middle of a call, and goes on in another process:
//
//     sleeping-guest         runs itself again for each slice, until the guest has finished
//     sleeping-guest FILE    does one slice: the guest sleeps in the file before and afterwards

import Foundation
import Nestbox

/// Runs the guest in one go; returns its lines.
func inOneGo() throws -> [String] {
    var lines: [String] = []
    let call = try Guest { lines.append($0) }.begin(in: Store())
    if case .finished(let results) = try call.resume() { lines.append(Slice.line(for: results)) }
    return lines
}

/// Runs the guest in slices, each in a process of its own, and prints and returns their lines.
func inSlices(_ file: URL) throws -> [String] {
    var all: [String] = []
    for number in 1... {
        let (lines, isFinished) = try Slice.runInOtherProcess(file)
        print("slice \(number):")
        for line in lines { print("  \(line)") }
        all += lines
        if isFinished { break }
    }
    return all
}

do {
    if CommandLine.arguments.count > 1 { exit(try Slice.run(URL(fileURLWithPath: CommandLine.arguments[1]))) }

    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sleeping-guest-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lines = try inSlices(folder.appendingPathComponent("guest.nb"))
    let isSame = try inOneGo() == lines
    print("In one go, the guest prints \(isSame ? "the same" : "something else").")
} catch {
    FileHandle.standardError.write(Data("sleeping-guest: \(error)\n".utf8))
    exit(1)
}
