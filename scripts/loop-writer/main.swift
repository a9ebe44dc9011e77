// Generates the files that follow from the table of instructions, the table of operations and the list of
// superinstructions.
//
//     loop-writer FILE <Sources/WasmSyntax/InstructionTable+Rows.swift
//
// prints a file of `Sources/*/Generated`, which `scripts/write-loop` formats and puts in its place.

import Foundation

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(1)
}

do {
    let superinstructions = try Superinstruction.all()
    let table = String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
    let rows = try InstructionRow.all(in: table)
    switch CommandLine.arguments.dropFirst().first {
    case "Opcode.swift": print(GeneratedFile.opcode(rows), terminator: "")
    case "PlainLowering+SameNames.swift": print(GeneratedFile.plainLowering(rows), terminator: "")
    case "Operation.swift": print(GeneratedFile.operation(superinstructions), terminator: "")
    case "Operation+Forms.swift": print(GeneratedFile.note + OperationForms.text, terminator: "")
    case "Superinstruction+All.swift": print(GeneratedFile.superinstruction(superinstructions), terminator: "")
    case "VectorKernels.swift": print(VectorKernels.text(rows), terminator: "")
    case "Loop.swift": print(GeneratedFile.loop(superinstructions), terminator: "")
    default: fail("usage: loop-writer FILE <TABLE, with one of the files in Sources/*/Generated")
    }
} catch let error as InstructionRow.MalformedTable {
    fail("InstructionTable+Rows.swift: not a row: \(error.line)")
} catch let error as Superinstruction.MalformedLine {
    fail("Superinstructions.swift: not two to four operations that exist: \(error.line)")
}
