import WasmRuntime
import WasmSyntax
import WasmValidation
import WastRunner

/// The arguments of the command line.
struct Arguments {
    static let usage = """
        usage: nestbox-spectest [OPTION…] PATH…

        Runs test scripts (.wast): files, or all in a folder and the folders inside.

          --filter TEXT     only scripts whose path contains TEXT
          --list            print the paths of the scripts and do nothing
          --json FILE       write all results to FILE as well
          --jobs N          run N scripts at the same time (1)
          --validate-only   decode or parse and validate modules, and run nothing
          --features SET    what modules may use to be run: supported (the default), wasm2, wasm3, all, or names of
                            features with commas in between; modules that need more are skipped
          --expected FILE   list of expected failures (spectests/expected-failures.txt, if there)
          --no-expected     report expected failures as well
          --no-fusing       lower each instruction by itself
        """

    var paths: [String] = []
    var filter: String?
    var isListing = false
    var json: String?
    var jobs = 1
    var expected: String? = "spectests/expected-failures.txt"
    var expectedIsDefault = true
    var options = WastOptions()

    enum Fault: Error, CustomStringConvertible {
        case unknownOption(String)
        case missingValue(String)
        case badValue(option: String, value: String)
        case noPath

        var description: String {
            switch self {
            case .unknownOption(let option): "unknown option \(option)"
            case .missingValue(let option): "\(option) needs a value"
            case .badValue(let option, let value): "\(option) does not take \"\(value)\""
            case .noPath: "no path given"
            }
        }
    }

    init(_ words: some Sequence<String>) throws(Fault) {
        var rest = words.makeIterator()
        func value(of option: String) throws(Fault) -> String {
            guard let value = rest.next() else { throw .missingValue(option) }
            return value
        }
        while let word = rest.next() {
            switch word {
            case "--filter": filter = try value(of: word)
            case "--list": isListing = true
            case "--json": json = try value(of: word)
            case "--jobs":
                let text = try value(of: word)
                guard let number = Int(text), (1...256).contains(number) else {
                    throw .badValue(option: word, value: text)
                }
                jobs = number
            case "--validate-only": options.validatesOnly = true
            case "--features": options.features = try Arguments.features(try value(of: word))
            case "--expected":
                expected = try value(of: word)
                expectedIsDefault = false
            case "--no-expected": expected = nil
            case "--no-fusing": options.lowering.fusing = false
            default:
                guard !word.hasPrefix("-") else { throw .unknownOption(word) }
                paths.append(word)
            }
        }
        guard !paths.isEmpty else { throw .noPath }
    }

    private static func features(_ text: String) throws(Fault) -> FeatureSet {
        switch text {
        case "supported": return WastOptions().features
        case "wasm2": return FeatureSet.wasm2WithoutSIMD.union(FeatureSet([.simd]))
        case "wasm3": return .webAssembly3
        case "all": return .all
        default:
            var features: [Feature] = []
            for name in text.split(separator: ",") {
                guard let feature = Feature.allCases.first(where: { "\($0)" == name }) else {
                    throw .badValue(option: "--features", value: String(name))
                }
                features.append(feature)
            }
            return FeatureSet(features)
        }
    }
}
