import Foundation

/// A measurement of `Benchmarks/figures.json`: Nestbox's part of the user time of other runtimes, over some programs.
package struct Measurement: Codable, Sendable {
    /// A runtime's figure.
    package struct Figure: Codable, Sendable {
        package var runtime: String
        package var version: String?
        /// Whether the runtime counts a budget while it executes; `nil` if that is not known.
        package var countsBudget: Bool?
        /// Nestbox's user time by that of the runtime: below 1, Nestbox is faster. A geometric mean over the programs.
        package var share: Double
    }

    package var date: String
    /// The programs in a few words, and in a sentence.
    package var programs: String
    package var about: String
    package var figures: [Figure]
}

/// The chart of the README, `docs/benchmark.svg`: the newest measurements of `Benchmarks/figures.json`.
package struct FigureChart: Sendable {
    private static let barHeight = 15.0, top = 56.0, labelWidth = 190.0, plotWidth = 520.0
    /// The length of the axis, as a share.
    private static let most = 1.25
    private static let styles = ["others", "own"]

    package let measurements: [Measurement]

    /// Selects the measurements of the last day. The runtimes of the first of them are the rows.
    package init(_ all: [Measurement]) {
        let date = all.map(\.date).max()
        measurements = all.filter { $0.date == date }
    }

    /// Reads the measurements of a repository.
    package init(_ places: Places) throws {
        let data = try Data(contentsOf: places.root.appendingPathComponent("Benchmarks/figures.json"))
        self.init(try JSONDecoder().decode([Measurement].self, from: data))
    }

    package var svg: String {
        var (body, y) = ("", FigureChart.top)
        for figure in measurements.first?.figures ?? [] {
            body += label(figure, y)
            for (index, measurement) in measurements.enumerated() {
                guard let other = measurement.figures.first(where: { $0.runtime == figure.runtime }) else { continue }
                body += bar(other.share, FigureChart.style(index), y)
                y += FigureChart.barHeight
            }
            y += 14
        }
        let (width, height) = (FigureChart.labelWidth + FigureChart.plotWidth + 40, y + 6)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width.text(0)) \(height.text(0))" \
            width="\(width.text(0))" height="\(height.text(0))" role="img" \
            aria-label="Nestbox's user time by that of other runtimes">
            <style>
            text { font: 12px system-ui, sans-serif; fill: #1f2328; }
            .small { font-size: 11px; fill: #59636e; }
            .others { fill: #2563eb; }
            .own { fill: #93b8f8; }
            line { stroke: #8b949e; }
            @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc; }
            .small { fill: #9198a1; }
            .others { fill: #5b93f7; }
            .own { fill: #2f4f8f; }
            }
            </style>
            \(key)\(axis(to: y - 8))\(body)</svg>

            """
    }

    private static func style(_ index: Int) -> String { styles[index % styles.count] }

    /// The first line, with a square of each colour, and the second, with what the lengths mean.
    private var key: String {
        var (text, x) = ("", FigureChart.labelWidth)
        for (index, measurement) in measurements.enumerated() {
            text +=
                "<rect class=\"\(FigureChart.style(index))\" x=\"\(x.text(0))\" y=\"6\" width=\"11\" height=\"11\"/>\n"
                + "<text x=\"\((x + 17).text(0))\" y=\"16\">\(Chart.escape(measurement.programs))</text>\n"
            x += 170
        }
        let date = measurements.first?.date ?? ""
        return text + "<text class=\"small\" x=\"\(FigureChart.labelWidth.text(0))\" y=\"34\">"
            + "user time of Nestbox divided by that of the other runtime: shorter is better for Nestbox; \(date)</text>\n"
    }

    private func axis(to bottom: Double) -> String {
        stride(from: 0.25, through: FigureChart.most, by: 0.25).map { tick in
            let x = FigureChart.x(tick).text(1)
            let width = tick == 1 ? "1.5" : "0.4"
            return "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"52\" y2=\"\(bottom.text(1))\" stroke-width=\"\(width)\"/>\n"
                + "<text class=\"small\" x=\"\(x)\" y=\"49\" text-anchor=\"middle\">"
                + "\(tick == 1 ? "as fast" : tick.text(2))</text>\n"
        }.joined()
    }

    private func label(_ figure: Measurement.Figure, _ y: Double) -> String {
        let x = (FigureChart.labelWidth - 10).text(0)
        let name = Chart.escape([figure.runtime, figure.version ?? ""].filter { !$0.isEmpty }.joined(separator: " "))
        let middle = y + FigureChart.barHeight * Double(measurements.count) / 2
        guard let counts = figure.countsBudget else {
            return "<text x=\"\(x)\" y=\"\((middle + 4).text(1))\" text-anchor=\"end\">\(name)</text>\n"
        }
        return "<text x=\"\(x)\" y=\"\((middle - 2).text(1))\" text-anchor=\"end\">\(name)</text>\n"
            + "<text class=\"small\" x=\"\(x)\" y=\"\((middle + 12).text(1))\" text-anchor=\"end\">"
            + "\(counts ? "counts a budget too" : "counts no budget")</text>\n"
    }

    private func bar(_ share: Double, _ style: String, _ y: Double) -> String {
        let end = FigureChart.x(min(share, FigureChart.most))
        // Not on the line at 1.
        let label = (0.93..<1).contains(share) ? FigureChart.x(1) : end
        return "<rect class=\"\(style)\" x=\"\(FigureChart.labelWidth.text(0))\" y=\"\(y.text(1))\" "
            + "width=\"\((end - FigureChart.labelWidth).text(1))\" height=\"\((FigureChart.barHeight - 2).text(1))\"/>\n"
            + "<text x=\"\((label + 5).text(1))\" y=\"\((y + 11).text(1))\">\(share.text(2))</text>\n"
    }

    private static func x(_ share: Double) -> Double { labelWidth + share / most * plotWidth }
}
