import NestboxBenchmark
import Testing

@Suite struct StatisticsTests {
    @Test(
        arguments: [
            ([], 0), ([3], 3), ([5, 1], 3), ([9, 1, 2], 2), ([4, 1, 3, 2], 2.5), ([1, .nan, 3, .infinity, 2], 2),
        ] as [([Double], Double)])
    func median(values: [Double], expected: Double) { #expect(Sample(values).median == expected) }

    @Test func quantilesAreInterpolated() {
        let sample = Sample([10, 20, 30, 40, 50])
        #expect([0, 0.25, 0.6, 1, 7].map(sample.quantile) == [10, 20, 34, 50, 50])
        #expect((sample.lowest, sample.highest) == (10, 50))
    }

    @Test func noiseIsHalfTheDistanceOfTheQuartilesByTheMedian() {
        #expect(Sample([8, 9, 10, 11, 12]).noise == 0.1)
        #expect(Sample([2, 2, 2]).noise == 0)
        // One run that the machine delayed does not count.
        #expect(Sample([10, 10, 10, 10, 90]).noise == 0)
        #expect(Sample([]).noise == 0)
    }

    @Test func geometricMeanOfRatios() throws {
        #expect(try #require(geometricMean([0.5, 2])) == 1)
        #expect(abs(try #require(geometricMean([1, 2, 4])) - 2) < 1e-12)
        // A time of 0 has no ratio.
        #expect(abs(try #require(geometricMean([3, 0, .infinity])) - 3) < 1e-12)
        #expect(geometricMean([]) == nil)
    }

    @Test(arguments: [(0.05, "+5.0 %"), (-0.125, "-12.5 %"), (0, "+0.0 %")])
    func changesAsText(change: Double, text: String) { #expect(change.percentText == text) }
}
