/// An HTML page with a chart, in one file that needs no other.
package struct Chart: Sendable {
    private static let barHeight = 11.0, labelWidth = 130.0, plotWidth = 700.0
    /// The length of the longest bar, in times of the reference: longer bars are cut.
    private static let most = 2.5
    private static let colours = [
        "#2563eb", "#9ca3af", "#d97706", "#059669", "#be185d", "#7c3aed", "#0891b2", "#4d7c0f",
    ]

    private let results: Results

    package init(_ results: Results) { self.results = results }

    package var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Nestbox benchmark</title>
        <style>
        body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
        :root { color-scheme: light dark; }
        svg { width: 100%; height: auto; }
        svg text { font: 10px system-ui, sans-serif; fill: currentColor; }
        pre { overflow-x: auto; font-size: 12px; }
        .key span { display: inline-block; width: 1em; height: 1em; vertical-align: -0.15em; margin: 0 0.4em 0 1em; }
        </style>
        </head>
        <body>
        <h1>Nestbox benchmark</h1>
        <p>User time by that of \(Chart.escape(results.reference)): shorter is faster. Rest the pointer on a bar for the \
        figures.</p>
        <p class="key">\(key)</p>
        \(svg)
        <h2>Figures</h2>
        <pre>\(Chart.escape(Report(results).text))</pre>
        </body>
        </html>

        """
    }

    private var key: String {
        results.runtimes.indices.map { index in
            let name = Chart.escape(results.runtimes[index].name)
            return "<span style=\"background:\(Chart.colour(index))\"></span>\(name)"
        }.joined(separator: "\n")
    }

    private static func colour(_ index: Int) -> String { colours[index % colours.count] }

    package static func escape(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }

    package var svg: String {
        var (body, y) = ("", 20.0)
        for row in results.rows {
            let top = y
            for (index, runtime) in results.runtimes.enumerated() {
                guard let entry = row.entry(runtime.name) else { continue }
                body += bar(row, entry, ratio: row.ratio(runtime.name, to: results.reference), index, y)
                y += Chart.barHeight
            }
            guard y > top else { continue }
            let middle = (top + y) / 2 + 3
            body +=
                "<text x=\"\((Chart.labelWidth - 8).text(0))\" y=\"\(middle.text(1))\" text-anchor=\"end\">"
                + "\(Chart.escape(row.workload))</text>\n"
            y += 8
        }
        var lines = ""
        for tick in stride(from: 0.5, through: Chart.most, by: 0.5) {
            let x = Chart.labelWidth + tick / Chart.most * Chart.plotWidth
            let width = tick == 1 ? 1.5 : 0.5
            lines +=
                "<line x1=\"\(x.text(1))\" x2=\"\(x.text(1))\" y1=\"14\" y2=\"\(y.text(1))\" stroke=\"currentColor\" "
                + "stroke-opacity=\"0.4\" stroke-width=\"\(width)\"/>\n"
                + "<text x=\"\(x.text(1))\" y=\"10\" text-anchor=\"middle\">×\(tick.text(1))</text>\n"
        }
        let width = Chart.labelWidth + Chart.plotWidth + 60
        return "<svg viewBox=\"0 0 \(width.text(0)) \(y.text(0))\" role=\"img\" aria-label=\"User time by workload\">\n"
            + lines + body + "</svg>"
    }

    /// Draws a bar. On a workload that the reference did not run, the bar is pale and as long as the reference's would
    /// be.
    private func bar(
        _ row: Results.Row, _ entry: Results.Entry, ratio: Double?, _ index: Int, _ y: Double
    ) -> String {
        let shown = min(ratio ?? 1, Chart.most)
        let width = max(1, shown / Chart.most * Chart.plotWidth)
        let time = entry.time
        let figures = "\(time.median.text(3)) s (\(time.lowest.text(3)) to \(time.highest.text(3)))"
        let memory = "\((Double(entry.peakBytes) / 1_048_576).text(1)) MiB"
        let title = Chart.escape("\(entry.runtime) on \(row.workload): \(figures), \(memory)")
        let label = ratio.map { "×\($0.text(2))" } ?? "\(time.median.text(2)) s"
        return "<rect x=\"\(Chart.labelWidth.text(0))\" y=\"\(y.text(1))\" width=\"\(width.text(1))\" "
            + "height=\"\((Chart.barHeight - 1).text(1))\" fill=\"\(Chart.colour(index))\""
            + "\(ratio == nil ? " fill-opacity=\"0.3\"" : "")><title>\(title)</title></rect>\n"
            + "<text x=\"\((Chart.labelWidth + width + 4).text(1))\" y=\"\((y + Chart.barHeight - 2).text(1))\">"
            + "\(label)</text>\n"
    }
}
