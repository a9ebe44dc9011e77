import WastRunner

/// The results of one file.
struct FileResult: Sendable {
    var path: String
    var report: WastReport
    var seconds: Double
}

extension FileResult {
    /// The failures, each as a line.
    var failureLines: [String] {
        report.failures.map { "\(path):\($0.line): expected \($0.expected); found \($0.found)" }
    }

    /// Returns a row of the table.
    func row(nameWidth: Int) -> String {
        let name = path + String(repeating: " ", count: max(0, nameWidth - path.count))
        let numbers = [report.passed, report.failed, report.skipped].map { FileResult.column("\($0)") }
        return name + numbers.joined() + FileResult.column("\(Int(seconds * 1000)) ms")
    }

    static func heading(nameWidth: Int) -> String {
        "file" + String(repeating: " ", count: max(0, nameWidth - 4))
            + ["passed", "failed", "skipped", "time"].map(column).joined()
    }

    private static func column(_ text: String) -> String {
        String(repeating: " ", count: max(1, 9 - text.count)) + text
    }
}

/// Results as JSON.
enum JSON {
    static func text(_ results: [FileResult]) -> String {
        "[\n" + results.map(object).joined(separator: ",\n") + "\n]\n"
    }

    private static func object(_ result: FileResult) -> String {
        let report = result.report
        let failures = report.failures.map { failure in
            #"{"line": \#(failure.line), "expected": \#(string(failure.expected)), "#
                + #""found": \#(string(failure.found))}"#
        }
        let skipped = report.skippedByReason.sorted { $0.key < $1.key }.map { "\(string($0.key)): \($0.value)" }
        return #"  {"file": \#(string(result.path)), "passed": \#(report.passed), "failed": \#(report.failed), "#
            + #""skipped": \#(report.skipped), "seconds": \#(result.seconds), "#
            + #""failures": [\#(failures.joined(separator: ", "))], "#
            + #""skippedByReason": {\#(skipped.joined(separator: ", "))}}"#
    }

    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
