/// The counted programs as pieces of code that superinstructions do not cross, with the candidates that fit at each place.
struct Corpus {
    struct Piece {
        var program: Int
        var operations: [String]
        var executed: [Double]
        /// How likely execution goes on to this place, when it is at the place before.
        var chances: [Double]
        /// How often execution comes from elsewhere than the place before.
        var entries: [Double]
        /// The candidates that fit at each place: their numbers.
        var fitting: [[Int]]
    }

    private(set) var names: [String] = []
    /// All pieces; their counts are shares of the operations that their program executes.
    private(set) var pieces: [Piece] = []
    private(set) var candidates: [Candidate] = []
    private(set) var numbers: [Candidate: Int] = [:]
    /// The pieces in which each candidate fits somewhere.
    private(set) var piecesOf: [[Int]] = []

    /// - Parameter more: Candidates to consider besides those that occur.
    init(_ programs: [CountedProgram], _ joinable: Joinable, and more: [Candidate]) {
        for candidate in more { _ = number(of: candidate) }
        for (index, program) in programs.enumerated() {
            names.append(program.name)
            for function in program.functions {
                var start = 0
                for end in function.indices
                where !joinable.canContinue(function[end].operation) || end == function.count - 1 {
                    add(function[start...end], of: index, whole: program.executed, joinable)
                    start = end + 1
                }
            }
        }
    }

    private mutating func number(of candidate: Candidate) -> Int {
        if let number = numbers[candidate] { return number }
        numbers[candidate] = candidates.count
        candidates.append(candidate)
        piecesOf.append([])
        return candidates.count - 1
    }

    private mutating func add(
        _ places: ArraySlice<CountedProgram.Place>, of program: Int, whole: Double, _ joinable: Joinable
    ) {
        let places = Array(places)
        guard places.count > 1, places.reduce(0, { $0 + $1.executed }) / whole > 1e-6 else { return }
        var piece = Piece(
            program: program, operations: places.map(\.operation), executed: places.map { $0.executed / whole },
            chances: [0], entries: places.map { ($0.executed - $0.followed) / whole }, fitting: [])
        piece.entries[0] = places[0].executed / whole
        for index in places.indices.dropFirst() {
            let before = places[index - 1].executed
            piece.chances.append(before > 0 ? min(1, places[index].followed / before) : 0)
        }
        for place in places.indices {
            var fitting: [Int] = []
            var sequences = [[places[place].operation]]
            for next in place + 1..<max(place + 1, min(place + 4, places.count)) {
                let (before, operation) = (places[next - 1].operation, places[next].operation)
                guard joinable.canContinue(before), joinable.canEnd(operation) else { break }
                var forms = [operation]
                if joinable.gives(before) {
                    let taken = joinable.taken(operation, places[next].taken, from: before)
                    forms += taken.map { "\(operation)(\($0))" }
                    if taken == "bc" { forms.append("\(operation)(bc)") }
                }
                sequences = sequences.flatMap { sequence in forms.map { sequence + [$0] } }
                fitting += sequences.map { number(of: Candidate($0)) }
            }
            piece.fitting.append(fitting)
        }
        for candidate in Set(piece.fitting.joined()) { piecesOf[candidate].append(pieces.count) }
        pieces.append(piece)
    }
}
