import WASIPreview1
import WasmRuntime
import WasmSyntax

extension GuestProfile {
    /// A page with a flame graph of the profile: one HTML file, which needs no network and whose policy for contents
    /// (`Content-Security-Policy`) lets nothing but its own script run.
    ///
    /// A click on a function shows only its stacks; the search marks functions by their names. Without scripts, the page has
    /// tables of the functions and lines that have spent most.
    ///
    /// - Parameter title: The title of the page.
    public func flameGraph(title: String = "Profile") -> String {
        FlameGraphPage(title: title, profile: self, before: nil).text
    }

    /// A page as ``flameGraph(title:)`` makes it that compares the profile with an earlier one. The widths are those of this
    /// profile; what has become more is red, what has become less is blue.
    public func flameGraph(comparedWith before: GuestProfile, title: String = "Comparison") -> String {
        FlameGraphPage(title: title, profile: self, before: before).text
    }
}

/// Writes the page of a flame graph. Every text of a guest that goes into it is escaped.
struct FlameGraphPage {
    let title: String
    let profile: GuestProfile
    let before: GuestProfile?

    /// The rows of a table.
    private static let mostRows = 50

    var text: String {
        let tree = FlameTree(profile, comparedWith: before)
        let name = FlameGraphPage.escaped(Name(title).description)
        var page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        page += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        page += "script-src '\(FlameGraphPage.digest(FlameGraphPage.script))'; "
        page += "style-src '\(FlameGraphPage.digest(FlameGraphPage.style))'; base-uri 'none'; form-action 'none'\">\n"
        page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        page += "<meta name=\"color-scheme\" content=\"light dark\">\n<title>\(name)</title>\n"
        page += "<style>\(FlameGraphPage.style)</style>\n</head>\n<body>\n<h1>\(name)</h1>\n<p>\(summary)</p>\n"
        page += FlameGraphPage.controls
        page += functionTable
        page += lineTable
        page += "<script type=\"application/json\" id=\"data\">\(data(tree))</script>\n"
        return page + "<script>\(FlameGraphPage.script)</script>\n</body>\n</html>\n"
    }

    private static let controls = """
        <noscript><p>Without scripts, this page has only the tables.</p></noscript>
        <section id="graph" hidden>
        <p><label>Search <input id="search" type="search" autocomplete="off"></label> <span id="matches"></span>
        <button id="reset" type="button">Reset zoom</button></p>
        <p class="hint">Click or Enter: zoom. Arrow keys: move. Escape: zoom out. /: search.</p>
        <p id="detail" role="status">&nbsp;</p>
        <div id="flame" role="tree" aria-label="Flame graph"></div>
        </section>

        """

    // MARK: Tables

    private var unit: String { profile.unit == .units ? "units" : "ns" }

    private var summary: String {
        var text = "\(FlameGraphPage.grouped(profile.totalUnits)) units of budget spent"
        if profile.isExact { text += ", counted exactly" }
        text += "; stacks sampled by \(profile.unit == .units ? "units" : "time"), "
        return text + "\(FlameGraphPage.grouped(profile.totalWeight)) \(unit) in all."
    }

    private var functionTable: String {
        let rows = profile.hottestFunctions
        let whole = max(1, rows.reduce(0) { $0 &+ $1.amount })
        var table = "<h2>Functions</h2>\n<table>\n<thead><tr><th>own \(amountUnit)</th><th>%</th><th>calls</th>"
        table += "<th>function</th></tr></thead>\n<tbody>\n"
        for row in rows.prefix(FlameGraphPage.mostRows) {
            let name = FlameGraphPage.escaped(profile.functions[row.function].label)
            let calls = row.calls.map(FlameGraphPage.grouped) ?? ""
            table += "<tr><td>\(FlameGraphPage.grouped(row.amount))</td>"
            table += "<td>\(GuestProfile.percent(row.amount, of: whole))</td><td>\(calls)</td><td>\(name)</td></tr>\n"
        }
        return table + "</tbody>\n</table>\n"
    }

    private var lineTable: String {
        let rows = profile.hottestLines
        let whole = max(1, rows.reduce(0) { $0 &+ $1.amount })
        var table = "<h2>Lines</h2>\n<table>\n<thead><tr><th>own \(amountUnit)</th><th>%</th><th>line</th>"
        table += "<th>function</th></tr></thead>\n<tbody>\n"
        for row in rows.prefix(FlameGraphPage.mostRows) {
            let name = FlameGraphPage.escaped(profile.functions[row.function].label)
            table += "<tr><td>\(FlameGraphPage.grouped(row.amount))</td>"
            table += "<td>\(GuestProfile.percent(row.amount, of: whole))</td>"
            table += "<td>\(FlameGraphPage.escaped(row.place))</td><td>\(name)</td></tr>\n"
        }
        return table + "</tbody>\n</table>\n"
    }

    private var amountUnit: String { profile.isExact ? "units" : unit }

    // MARK: Data

    /// The tree as JSON, in which no character can end the element.
    private func data(_ tree: FlameTree) -> String {
        var calls: [String: UInt64] = [:]
        for function in profile.functions { if let count = function.calls { calls[function.label] = count } }
        let names = tree.names.map { FlameGraphPage.quoted($0) }.joined(separator: ",")
        let counts = tree.names.map { calls[$0].map { "\"\($0)\"" } ?? "null" }.joined(separator: ",")
        let hosts = tree.hosts.sorted().map { "\($0)" }.joined(separator: ",")
        // Amounts are strings where a number of JavaScript would round them.
        let nodes = tree.nodes.map { node in
            var row = "[\(node.parent),\(node.name),\(FlameGraphPage.number(node.weight))"
            row += ",\(FlameGraphPage.number(node.total))"
            if tree.isComparison { row += ",\(FlameGraphPage.number(node.totalBefore))" }
            return row + "]"
        }
        return "{\"unit\":\"\(unit)\",\"names\":[\(names)],\"calls\":[\(counts)],\"hosts\":[\(hosts)],"
            + "\"nodes\":[\(nodes.joined(separator: ","))]}"
    }

    private static func quoted(_ value: String) -> String {
        var text = ""
        JSONNode.quote(value, to: &text)
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if scalar == "<" { result += "\\u003c" } else { result.unicodeScalars.append(scalar) }
        }
    }

    private static func number(_ amount: UInt64) -> String { amount < 1 << 53 ? "\(amount)" : "\"\(amount)\"" }

    // MARK: Texts

    /// A text for HTML.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// A number with a comma between each three digits.
    static func grouped(_ number: UInt64) -> String {
        let digits = Array(String(number))
        return String(
            digits.enumerated().flatMap { index, digit in
                index > 0 && (digits.count &- index) % 3 == 0 ? [",", digit] : [digit]
            })
    }

    /// The digest of a script or style as a policy for contents names it.
    private static func digest(_ text: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bytes = ModuleDigest(of: Array(text.utf8)).bytes
        var result = "sha256-"
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = Array(bytes[start..<min(start &+ 3, bytes.count)])
            let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 &* (3 &- part.count))
            for index in 0...part.count { result.append(digits[word >> (18 &- 6 &* index) & 63]) }
            result += String(repeating: "=", count: 3 &- part.count)
        }
        return result
    }
}
