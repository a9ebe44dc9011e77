import Nestbox
import WASIHost
import WasmRuntime
import WasmSyntax

/// The profile that `--profile` asks for.
struct RunProfile {
    /// The formats of a profile's file, by its extension.
    enum Format {
        case page, firefox, folded

        init(_ file: Word) throws {
            switch file.text.split(separator: ".").last {
            case "html", "htm": self = .page
            case "json": self = .firefox
            case "folded", "txt": self = .folded
            default:
                throw UsageError(
                    "--profile needs a file that ends in .html, .json, .folded or .txt, not \(file.quoted)")
            }
        }
    }

    /// The measures of `--profile-by`.
    enum Measure: String {
        case units, time
    }

    private let file: Word
    private let format: Format
    private let title: String
    private let store: Store

    /// Begins the profile, if the options ask for one.
    init?(_ options: CommandOptions, _ store: Store) throws {
        guard let file = options.profileFile else {
            guard options.profileMeasure == nil, options.profileInterval == nil else {
                throw UsageError("--profile-by and --profile-every need --profile")
            }
            return nil
        }
        (self.file, format) = (file, try Format(file))
        title = Name(String(decoding: options.module.lastComponent, as: UTF8.self)).description
        self.store = store
        switch options.profileMeasure ?? .units {
        case .units: try store.startProfile(options.profileInterval.map { .units(every: $0) } ?? .units())
        case .time:
            let (nanoseconds, overflow) = (options.profileInterval ?? 1_000).multipliedReportingOverflow(by: 1_000)
            try store.startProfile(.time(everyNanoseconds: overflow ? .max : nanoseconds))
        }
    }

    /// Writes the profile, and complains if that fails.
    ///
    /// - Returns: Whether it was written.
    func finish() -> Bool {
        do {
            guard let profile = try store.stopProfile() else { return true }
            let text =
                switch format {
                case .page: profile.flameGraph(title: title)
                case .firefox: profile.firefoxProfile(title: title)
                case .folded: profile.foldedStacks
                }
            let output = try WholeFile(path: file.path)
            try output.write(Array(text.utf8))
            try output.finish()
            return true
        } catch {
            complain("the profile was not written: \(error)")
            return false
        }
    }
}
