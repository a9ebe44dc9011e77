// Generates the parts of WasmRuntime that follow from the table of operations and the list of superinstructions.
//
//     loop-writer FILE
//
// prints a file of Sources/WasmRuntime/Generated, which `scripts/write-loop` formats and puts in its place.

import Foundation

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(1)
}

do throws(Superinstruction.MalformedLine) {
    let superinstructions = try Superinstruction.all()
    switch CommandLine.arguments.dropFirst().first {
    case "Operation.swift": print(GeneratedFile.operation(superinstructions), terminator: "")
    case "Operation+Forms.swift": print(GeneratedFile.note + OperationForms.text, terminator: "")
    case "Superinstruction+All.swift": print(GeneratedFile.superinstruction(superinstructions), terminator: "")
    case "Loop.swift": print(GeneratedFile.loop(superinstructions), terminator: "")
    default: fail("usage: loop-writer FILE, one of Sources/WasmRuntime/Generated")
    }
} catch {
    fail("Superinstructions.swift: no two to four operations that there are: \(error.line)")
}
