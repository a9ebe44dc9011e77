import Nestbox
import WasmBinary
import WasmDebugInfo
import WasmSyntax

/// The rules that hold for the source lines of every module, and for every source map.
package enum SourceCheck {
    package enum Outcome: Hashable, Sendable {
        /// So many locations, rows and files were told.
        case answers(Int)
        /// The bytes are no module or no source map, for this reason.
        case refused(String)
        /// This rule is broken.
        case broken(String)
    }

    /// The distance between the offsets that are asked for.
    private static let step = 11

    package static func outcome(of bytes: [UInt8]) -> Outcome {
        do {
            guard bytes.starts(with: [0, 0x61, 0x73, 0x6D]) else {
                var module = ModuleSyntax()
                module.bytes = Array(repeating: 0, count: 1_000)
                return try check(DebugInformation(module, sourceMap: SourceMap(bytes)), module.bytes.indices)
            }
            let module = try BinaryDecoder.decode(bytes)
            return try check(DebugInformation(module), module.bytes.indices)
        } catch let error as any NestboxError {
            return .refused(error.message)
        } catch {
            return .broken("\(error)")
        }
    }

    private static func check(_ information: DebugInformation, _ offsets: Range<Int>) throws -> Outcome {
        let rows = try information.lines(in: offsets)
        var answers = rows.count + (try information.files().count)
        for row in rows where row.offsets.isEmpty || row.offsets.clamped(to: offsets) != row.offsets {
            return .broken("a row of the bytes \(row.offsets)")
        }
        for (row, next) in zip(rows, rows.dropFirst()) where row.offsets.lowerBound > next.offsets.lowerBound {
            return .broken("rows that are not in order, at byte \(next.offsets.lowerBound)")
        }
        for offset in stride(from: offsets.lowerBound, to: offsets.upperBound, by: step) {
            let sources = try information.sources(at: offset)
            answers += sources.count
            guard sources.count <= DebugInformation.maximumLocations else { return .broken("too many locations") }
            guard sources.dropLast().allSatisfy(\.isInlined) else { return .broken("a caller of what is not inlined") }
            for text in sources.map(\.description) where text.unicodeScalars.contains(where: { $0.value < 0x20 }) {
                return .broken("a control character in \(text.debugDescription)")
            }
        }
        guard information.problems.count <= 16 else { return .broken("too many problems") }
        return .answers(answers)
    }
}
