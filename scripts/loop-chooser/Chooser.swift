import Foundation

/// Compares choices of superinstructions, and prints the best.
struct Chooser {
    private var programs: [CountedProgram] = []
    private var own: Set<Int> = []
    /// How much all own programs count together, by all others.
    private let ownWeight: Double
    private let today: [Candidate]
    private let corpus: Corpus

    /// - Parameters:
    ///   - own: The folder with the counts of the benchmark's own programs.
    ///   - others: The folder with the counts of others' programs.
    ///   - ownWeight: How much all own programs count together, by all others.
    init(own: String, others: String, ownWeight: Double) throws {
        self.ownWeight = ownWeight
        for folder in [own, others] {
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            for file in files where file.hasSuffix(".txt") {
                programs.append(try CountedProgram(contentsOf: folder + "/" + file))
            }
            if folder == own { self.own = Set(programs.indices) }
        }
        let joinable = try Joinable(steps: "Sources/WasmRuntime/Machine/Steps")
        today = try Superinstruction.all().filter { !$0.isInFullLoopOnly }.map(Candidate.init)
        corpus = Corpus(programs, joinable, and: today)
    }

    func report(_ count: Int) {
        let all = Set(programs.indices)
        print("\(programs.count) programs, \(corpus.pieces.count) pieces, \(corpus.candidates.count) candidates")
        print("share of the dispatches that superinstructions save, mean over programs, in per cent")
        let now = choice(on: all, with: today)
        line("today's \(today.count)", now, judgedBy: all)
        // Neighbours in a folder often are of the same kind: every second one.
        let halves = [0, 1].map { half in Set(programs.indices.filter { $0 % 2 == half }) }
        for number in Set([80, 120, 160, 200, count]).sorted() {
            for (index, half) in halves.enumerated() {
                var choice = choice(on: half)
                choice.fill(to: number)
                line("\(number) by half \(index + 1), judged by the other", choice, judgedBy: all.subtracting(half))
            }
        }
        for (index, half) in halves.enumerated() {
            line("today's, judged by half \(2 - index)", now, judgedBy: all.subtracting(half))
        }
        var choice = choice(on: all)
        choice.fill(to: count + count / 6)
        choice.thin(to: count)
        line("\(count) by all, judged by all", choice, judgedBy: all)
        let shares = choice.shares()
        let before = now.shares()
        for index in programs.indices {
            print("    \(programs[index].name): \(text(before[index])) now, \(text(shares[index])) then")
        }
        for number in choice.chosen { print(corpus.candidates[number].text) }
    }

    private func choice(on programs: Set<Int>, with initial: [Candidate] = []) -> Choice {
        let counts = (own: programs.intersection(own).count, others: programs.subtracting(own).count)
        let weights = corpus.names.indices.map { program in
            !programs.contains(program)
                ? 0 : own.contains(program) ? ownWeight / Double(counts.own) : 1 / Double(counts.others)
        }
        return Choice(corpus, weights, robust: programs.subtracting(own), with: initial)
    }

    private func line(_ title: String, _ choice: Choice, judgedBy judges: Set<Int>) {
        let shares = choice.shares()
        func mean(_ numbers: Set<Int>) -> String {
            text(numbers.reduce(0) { $0 + shares[$1] } / Double(max(numbers.count, 1)))
        }
        let padded = title.padding(toLength: 44, withPad: " ", startingAt: 0)
        print("\(padded) own \(mean(judges.intersection(own)))  others \(mean(judges.subtracting(own)))")
    }

    private func text(_ share: Double) -> String { String(format: "%5.1f", share * 100) }
}
