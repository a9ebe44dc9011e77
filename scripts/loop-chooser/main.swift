// Chooses superinstructions by counts of programs.
//
//     loop-chooser COUNT WEIGHT OWN-FOLDER OTHERS-FOLDER
//
// The folders have one file for each program, written by `nestbox run --operation-profile` of a profiling build. Prints
// what today's superinstructions save and what others of various numbers would, chosen on one half of the programs and
// judged by the other; then COUNT that are chosen by all. Own programs count WEIGHT together, others' programs 1.

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.count == 4, let count = Int(arguments[0]), let weight = Double(arguments[1]) {
    try Chooser(own: arguments[2], others: arguments[3], ownWeight: weight).report(count)
} else {
    print("usage: loop-chooser COUNT WEIGHT OWN-FOLDER OTHERS-FOLDER")
}
