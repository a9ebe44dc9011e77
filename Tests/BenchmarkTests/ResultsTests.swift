import Foundation
import NestboxBenchmark
import Testing

/// Returns results of two runtimes with these user times for each workload.
private func results(_ times: KeyValuePairs<String, (own: [Double], other: [Double])>, size: Int = 1) -> Results {
    Results(
        date: "today", machine: "this one", rounds: 3,
        runtimes: [Runtime(name: "nestbox", command: ["a"]), Runtime(name: "other", command: ["b"])],
        rows: times.map { name, times in
            Results.Row(
                workload: name, size: size,
                entries: [("nestbox", times.own), ("other", times.other)].map { runtime, user in
                    var entry = Results.Entry(runtime: runtime)
                    entry.user = user
                    entry.output = "1"
                    if user.isEmpty { entry.failure = "exit status 3" }
                    return entry
                })
        })
}

@Suite struct ResultsTests {
    @Test func ratiosAreOfMediansAndLeaveOutWhatFailed() throws {
        var these = results(["a": ([1, 2, 9], [4, 4, 4]), "b": ([2], [1]), "c": ([], [1]), "d": ([1], [64])])
        #expect(these.rows.map { $0.ratio("other", to: "nestbox") } == [2, 0.5, nil, 64])
        these.rows[3].isComparable = false
        #expect(try #require(these.meanRatio("other")) == 1)
        #expect(these.meanRatio("nobody") == nil)
    }

    @Test func eachSetHasAMeanOfItsOwn() throws {
        var these = results(["a": ([1], [4]), "b": ([1], [9])])
        #expect(these.groups.map(\.title) == ["geometric mean"])
        these.rows[1].isOther = true
        #expect(these.groups.map(\.title) == ["geometric mean, own", "geometric mean, others"])
        #expect(these.groups.map { these.meanRatio("other", over: $0.rows)?.rounded() } == [4, 9])
        #expect(try Results(json: these.json()).rows.map(\.isOther) == [nil, true])
        let table = Report(these).times.text
        #expect(table.contains("geometric mean, own") && table.contains("×9.00"))
    }

    @Test func jsonRoundTrip() throws {
        let old = results(["a \"b\" <c>": ([1.25, 2.5], []), "d": ([0], [1e-9])])
        let new = try Results(json: old.json())
        #expect(try new.json() == old.json())
        #expect(new.rows[0].entries[1].failure == "exit status 3")
        #expect(new.rows[1].entries[1].user == [1e-9])
    }

    @Test(arguments: ["", "[]", "{\"format\": 99}", "{\"format\": 1}"])
    func otherFilesAreRefused(text: String) {
        #expect(throws: BenchmarkError.self) { try Results(json: Data(text.utf8)) }
    }

    @Test func aFileOfAnotherFormatIsRefused() throws {
        var other = results([:])
        other.format = 2
        let json = try other.json()
        #expect { try Results(json: json) } throws: { "\($0)" == "the file has format 2, not 1" }
    }

    @Test func outputsThatDifferAreNamed() {
        var these = results(["a": ([1], [1]), "b": ([1], [1]), "c": ([1], [])])
        #expect(these.disagreements.isEmpty)
        these.rows[1].entries[1].output = "2"
        these.rows[2].entries[1].output = "2"  // It failed: the report lists failures elsewhere.
        #expect(these.disagreements == ["b: nestbox 1, other 2"])
    }

    @Test func changesAreToldOnlyBeyondTheNoise() {
        let old = results([
            "steady": ([1, 1, 1], [1, 1, 1]), "noisy": ([0.8, 1, 1.2], [1]), "small": ([1], [1]), "gone": ([1], [1]),
        ])
        let new = results([
            "steady": ([0.9, 0.9, 0.9], [1.5]), "noisy": ([0.7, 0.9, 1.1], [1]), "small": ([1.01], [1]),
            "new": ([1], [1]),
        ])
        let comparison = Comparison(old: old, new: new)
        let own = comparison.changes.filter { $0.runtime == "nestbox" }
        #expect(own.map(\.workload) == ["steady", "noisy", "small"])
        #expect(own.map(\.verdict) == [.faster, .same, .same])
        #expect(comparison.changes.first { $0.runtime == "other" }?.verdict == .slower)
        #expect(comparison.missing == ["new"])
    }

    @Test func anotherSizeIsNotCompared() {
        let comparison = Comparison(old: results(["a": ([1], [1])]), new: results(["a": ([1], [1])], size: 2))
        #expect(comparison.changes.isEmpty)
        #expect(comparison.missing == ["a"])
    }

    @Test func reportSaysHowFarBehind() throws {
        var these = results(["a": ([3], [2])])
        #expect(Report(these).behind(these.rows[0]) == 1.5)
        these.runtimes[1].kind = .compiler
        #expect(Report(these).behind(these.rows[0]) == nil)
        #expect(Report(these).text.contains("| a              |    3.00 | 0 % | 2.00 (×0.67) |      - |"))
    }

    @Test func chartEscapesWhatItShows() {
        let page = Chart(results(["<script>\"&": ([1], [2])])).html
        #expect(page.contains("&lt;script&gt;&quot;&amp;"))
        #expect(!page.contains("<script>"))
    }
}
