import Foundation

/// Some measurements of the same thing.
package struct Sample: Sendable {
    /// In ascending order.
    package let sorted: [Double]

    package init(_ values: [Double]) { sorted = values.filter(\.isFinite).sorted() }

    package var lowest: Double { sorted.first ?? 0 }
    package var highest: Double { sorted.last ?? 0 }

    /// The middle one, or the mean of the two in the middle; 0 of none.
    package var median: Double { quantile(0.5) }

    /// What so large a part of the measurements is below, interpolated.
    package func quantile(_ part: Double) -> Double {
        guard let last = sorted.last else { return 0 }
        let position = min(max(part, 0), 1) * Double(sorted.count - 1)
        let index = Int(position)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
    }

    /// How far the measurements lie apart, as a part of the median: half of the distance between the quartiles.
    package var noise: Double {
        let middle = median
        return middle > 0 ? (quantile(0.75) - quantile(0.25)) / 2 / middle : 0
    }
}

/// The mean of ratios: the root of their product; `nil` of none.
package func geometricMean(_ values: [Double]) -> Double? {
    let usable = values.filter { $0 > 0 && $0.isFinite }
    guard !usable.isEmpty else { return nil }
    return exp(usable.reduce(0) { $0 + log($1) } / Double(usable.count))
}

extension Double {
    /// With so many digits behind the point.
    package func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }

    /// A change as people read it: 0.05 is `+5.0 %`.
    package var percentText: String { String(format: "%+.1f %%", self * 100) }
}
