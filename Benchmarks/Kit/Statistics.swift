import Foundation

/// Several measurements of the same quantity.
package struct Sample: Sendable {
    /// The measurements in ascending order.
    package let sorted: [Double]

    package init(_ values: [Double]) { sorted = values.filter(\.isFinite).sorted() }

    package var lowest: Double { sorted.first ?? 0 }
    package var highest: Double { sorted.last ?? 0 }

    /// The middle measurement, or the mean of the two in the middle; 0 if the sample is empty.
    package var median: Double { quantile(0.5) }

    /// Returns the interpolated value below which the given part of the measurements lies.
    package func quantile(_ part: Double) -> Double {
        guard let last = sorted.last else { return 0 }
        let position = min(max(part, 0), 1) * Double(sorted.count - 1)
        let index = Int(position)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
    }

    /// The spread of the measurements as a fraction of the median: half of the distance between the quartiles.
    package var noise: Double {
        let middle = median
        return middle > 0 ? (quantile(0.75) - quantile(0.25)) / 2 / middle : 0
    }
}

/// Returns the geometric mean of ratios; `nil` if there are none.
package func geometricMean(_ values: [Double]) -> Double? {
    let usable = values.filter { $0 > 0 && $0.isFinite }
    guard !usable.isEmpty else { return nil }
    return exp(usable.reduce(0) { $0 + log($1) } / Double(usable.count))
}

extension Double {
    /// Formats the number with this many digits behind the point.
    package func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }

    /// The number as a change in per cent: 0.05 is `+5.0 %`.
    package var percentText: String { String(format: "%+.1f %%", self * 100) }
}
