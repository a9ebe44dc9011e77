/// A set of superinstructions, and the dispatches that it saves.
struct Choice {
    /// The worth of an operand that need not be read again, in dispatches.
    static let forwardWorth = 0.2

    let corpus: Corpus
    /// How much each program counts; 0 for those by which the choice is judged.
    let weights: [Double]
    /// The programs of which the one that gains most from a candidate does not count for it.
    let robust: Set<Int>
    private(set) var isChosen: [Bool]
    private(set) var chosen: [Int] = []
    /// The worth of what is chosen, for each piece.
    private var saved: [Double]

    init(_ corpus: Corpus, _ weights: [Double], robust: Set<Int>, with initial: [Candidate] = []) {
        (self.corpus, self.weights, self.robust) = (corpus, weights, robust)
        isChosen = [Bool](repeating: false, count: corpus.candidates.count)
        saved = [Double](repeating: 0, count: corpus.pieces.count)
        chosen = initial.compactMap { corpus.numbers[$0] }
        for number in chosen { isChosen[number] = true }
        if !initial.isEmpty { for piece in saved.indices { saved[piece] = worth(of: piece) } }
    }

    /// Returns what the programs save, each as a share of the operations that it executes: without what operands are worth.
    func shares() -> [Double] {
        var result = [Double](repeating: 0, count: corpus.names.count)
        for piece in corpus.pieces.indices { result[corpus.pieces[piece].program] += worth(of: piece, forward: 0) }
        return result
    }

    /// Chooses candidates, one after the other, until there are so many: each time the one that saves most.
    mutating func fill(to count: Int) {
        var heap = corpus.candidates.indices.filter { !isChosen[$0] }.map { (score: bound($0), number: $0) }
            .filter { $0.score > 0 }.sorted { $0.score < $1.score }
        while chosen.count < count, let last = heap.popLast() {
            let score = score(last.number)
            if let next = heap.last, score < next.score {
                guard score > 0 else { continue }
                var low = 0, high = heap.count
                while low < high {
                    let middle = (low + high) / 2
                    if heap[middle].score < score { low = middle + 1 } else { high = middle }
                }
                heap.insert((score, last.number), at: low)
                continue
            }
            guard score > 0 else { break }
            add(last.number)
        }
    }

    /// Takes out those that save least, judged as in ``fill(to:)``, until so many are left.
    mutating func thin(to count: Int) {
        while chosen.count > count {
            var worst: (score: Double, index: Int)?
            for (index, number) in chosen.enumerated() {
                let loss = -score(number)
                if loss < worst?.score ?? .infinity { worst = (loss, index) }
            }
            guard let worst else { return }
            let number = chosen.remove(at: worst.index)
            isChosen[number] = false
            for piece in corpus.piecesOf[number] { saved[piece] = self.worth(of: piece) }
        }
    }

    private mutating func add(_ number: Int) {
        isChosen[number] = true
        chosen.append(number)
        for piece in corpus.piecesOf[number] { saved[piece] = worth(of: piece) }
    }

    /// Returns the most that a candidate could save.
    private func bound(_ number: Int) -> Double {
        let candidate = corpus.candidates[number]
        let each = Double(candidate.parts.count - 1) + Double(candidate.forwards) * Choice.forwardWorth
        return robust(number) { piece in
            corpus.pieces[piece].fitting.indices.reduce(0) { sum, place in
                corpus.pieces[piece].fitting[place].contains(number)
                    ? sum + corpus.pieces[piece].executed[place] * each : sum
            }
        }
    }

    /// Returns the gain of choosing a candidate besides the chosen ones; for a chosen one, that of leaving it out, which is
    /// negative.
    private mutating func score(_ number: Int) -> Double {
        isChosen[number].toggle()
        let result = robust(number) { worth(of: $0) - saved[$0] }
        isChosen[number].toggle()
        return result
    }

    private func robust(_ number: Int, _ worth: (Int) -> Double) -> Double {
        var sums: [Int: Double] = [:]
        for piece in corpus.piecesOf[number] {
            let program = corpus.pieces[piece].program
            if weights[program] > 0 { sums[program, default: 0] += worth(piece) * weights[program] }
        }
        let most = sums.filter { robust.contains($0.key) }.values.max { abs($0) < abs($1) } ?? 0
        return sums.values.reduce(0, +) - most
    }

    /// Returns what a piece saves: joins as lowering does, such that the fewest operations are executed to its end.
    private func worth(of index: Int, forward: Double = Choice.forwardWorth) -> Double {
        let piece = corpus.pieces[index]
        let count = piece.operations.count
        var left = [Int](repeating: 0, count: count + 1)
        var joined = [Int](repeating: -1, count: count)
        for place in piece.fitting.indices.reversed() {
            var best = left[place + 1] + 1
            for number in piece.fitting[place] where isChosen[number] {
                let candidate = corpus.candidates[number]
                let other = left[place + candidate.parts.count] + 1
                let isBetter =
                    joined[place] >= 0 && other == best
                    && candidate.forwards > corpus.candidates[joined[place]].forwards
                if other < best || isBetter { (best, joined[place]) = (other, number) }
            }
            left[place] = best
        }
        var dispatched = piece.entries
        var result = 0.0
        for place in 0..<count {
            let here = dispatched[place]
            result += piece.executed[place] - here
            guard here > 0 else { continue }
            let candidate = joined[place] >= 0 ? corpus.candidates[joined[place]] : nil
            if let candidate { result += here * Double(candidate.forwards) * forward }
            let next = place + (candidate?.parts.count ?? 1)
            guard next < count else { continue }
            var chance = 1.0
            for step in place + 1...next { chance *= piece.chances[step] }
            dispatched[next] += here * chance
        }
        return result
    }
}
