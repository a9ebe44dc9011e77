// Writes the parts of WasmRuntime that follow from the table of operations and the list of superinstructions.
//
//     loop-writer FILE
//
// prints a file of Sources/WasmRuntime/Generated, which `scripts/write-loop` formats and puts in its place.

let superinstructions = Superinstruction.all

switch CommandLine.arguments.dropFirst().first {
case "Operation.swift": print(GeneratedFile.operation(superinstructions), terminator: "")
case "Operation+Forms.swift": print(GeneratedFile.note + OperationForms.text, terminator: "")
case "Superinstruction+All.swift": print(GeneratedFile.superinstruction(superinstructions), terminator: "")
case "Loop.swift": print(GeneratedFile.loop(superinstructions), terminator: "")
default: print("usage: loop-writer Operation.swift | Operation+Forms.swift | Superinstruction+All.swift | Loop.swift")
}
