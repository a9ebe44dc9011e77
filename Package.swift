// swift-tools-version: 6.2
import PackageDescription

// Nothing is found through an import of some other file, so that the package also builds where this is demanded.
let strict: [SwiftSetting] =
    [.treatAllWarnings(as: .error), .enableUpcomingFeature("MemberImportVisibility")] + measuring

// Every target but WASIHost is compiled with strict memory safety and with every warning as an error, so that an unsafe
// construct outside WASIHost does not build. ARCHITECTURE.md describes the targets.
let safe: [SwiftSetting] = [.strictMemorySafety()] + strict

// Builds for measuring, selected by an environment variable (Benchmarks/README.md): one counts what the loop executes,
// one has no metering. They are no traits, so that packages that depend on this one cannot select them.
var measuring: [SwiftSetting] {
    ["NESTBOX_PROFILE", "NESTBOX_UNMETERED"].filter { Context.environment[$0] == "1" }.map { .define($0) }
}

// The parts that every guest runs through are optimised in debug builds too, where guests would otherwise take a hundred
// times as long and meet deadlines that are right. `NESTBOX_DEBUG=1` switches this off, to debug these parts themselves.
// All flags are about optimisation, none takes a check away: see RATIONALE.md, "Debug builds".
let optimised: [SwiftSetting] =
    Context.environment["NESTBOX_DEBUG"] == "1"
    ? []
    : [.unsafeFlags(["-O", "-whole-module-optimization", "-num-threads", "2"], .when(configuration: .debug))]

// Functions begin at multiples of 64 bytes. The place of the loop's dispatch within a cache line makes up to a third of
// its speed, and without alignment every change of the code before the loop would move it. See RATIONALE.md,
// "Alignment of the loops".
let aligned: [SwiftSetting] = [.unsafeFlags(["-Xllvm", "-align-all-functions=6"])]

func safeTarget(
    _ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: safe + settings)
}

let package = Package(
    name: "nestbox",
    // The lowest major versions to which Span and MutableSpan are back-deployed; see RATIONALE.md, "Deployment
    // targets".
    platforms: [.macOS(.v10_15), .iOS(.v13), .tvOS(.v13), .watchOS(.v6)],
    // The other executables are no products, so that packages that depend on this one do not see them.
    products: [
        .library(name: "Nestbox", targets: ["Nestbox"]),
        .library(name: "NestboxFoundation", targets: ["NestboxFoundation"]),
        .executable(name: "nestbox", targets: ["NestboxCLI"]),
    ],
    targets: [
        safeTarget("WasmSyntax", [], optimised),
        safeTarget("WasmBinary", ["WasmSyntax"], optimised),
        safeTarget("WasmText", ["WasmSyntax"], optimised),
        safeTarget("WasmValidation", ["WasmSyntax"], optimised),
        safeTarget("WasmDebugInfo", ["WasmSyntax"], optimised),
        safeTarget("WasmRuntime", ["WasmSyntax", "WasmValidation", "WasmDebugInfo"], optimised + aligned),
        safeTarget("WASIPreview1", ["WasmSyntax", "WasmRuntime"], optimised),
        .target(
            name: "WASIHost", dependencies: ["WASIPreview1", "WasmRuntime"],
            swiftSettings: strict),
        safeTarget(
            "Nestbox",
            [
                "WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmDebugInfo", "WasmRuntime",
                "WASIPreview1", "WASIHost",
            ]),
        // Conveniences for users of Foundation, in a target of their own, so that the library needs only the standard
        // library.
        safeTarget("NestboxFoundation", ["Nestbox"]),
        .executableTarget(
            name: "NestboxCLI",
            dependencies: [
                "Nestbox", "WASIHost", "WASIPreview1", "WasmSyntax", "WasmBinary", "WasmText", "WasmValidation",
                "WasmDebugInfo", "WasmRuntime", "WastRunner",
            ],
            swiftSettings: safe),
        .target(
            name: "WastRunner",
            dependencies: ["Nestbox", "WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmRuntime"],
            path: "spectests/WastRunner", swiftSettings: safe),
        .executableTarget(
            name: "nestbox-spectest", dependencies: ["WastRunner", "WasmSyntax", "WasmValidation", "WASIHost"],
            path: "spectests/Runner", swiftSettings: safe),
        .target(
            name: "NestboxBenchmark", dependencies: ["Nestbox", "WasmSyntax"], path: "Benchmarks/Kit",
            swiftSettings: safe),
        .executableTarget(
            name: "nestbox-benchmark", dependencies: ["NestboxBenchmark"], path: "Benchmarks/Command",
            swiftSettings: safe),
        // Measures one process for `nestbox-benchmark`. It calls the system, so it is unsafe; no other target contains it.
        .executableTarget(
            name: "nestbox-meter", path: "Benchmarks/Meter", swiftSettings: strict),
        // The program that scripts/fuzz starts.
        .target(
            name: "NestboxFuzz",
            dependencies: [
                "Nestbox", "WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmDebugInfo", "WasmRuntime",
                "WASIPreview1", "WASIHost",
            ],
            path: "Tests/Fuzz/Kit", swiftSettings: safe),
        .executableTarget(
            name: "nestbox-fuzz", dependencies: ["NestboxFuzz"], path: "Tests/Fuzz/Command", swiftSettings: safe),
        .testTarget(name: "WasmSyntaxTests", dependencies: ["WasmSyntax"]),
        .testTarget(name: "WasmBinaryTests", dependencies: ["WasmSyntax", "WasmBinary"]),
        .testTarget(name: "WasmTextTests", dependencies: ["WasmSyntax", "WasmText", "WasmBinary"]),
        .testTarget(
            name: "WasmValidationTests", dependencies: ["WasmSyntax", "WasmValidation", "WasmText", "WasmBinary"]),
        .testTarget(
            name: "WasmDebugInfoTests",
            dependencies: ["WasmDebugInfo", "Nestbox", "WasmRuntime", "WasmSyntax", "WasmBinary"]),
        .testTarget(
            name: "WasmRuntimeTests",
            dependencies: ["WastRunner", "WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmRuntime"]),
        .testTarget(
            name: "WASIPreview1Tests",
            dependencies: ["NestboxFuzz", "WASIPreview1", "WASIHost", "WasmSyntax", "WasmRuntime", "Nestbox"]),
        // The examples of the documents, which a package of a user compiles too: Tests/Consumer.
        .target(
            name: "GuideExamples", dependencies: ["Nestbox"], path: "Tests/Consumer/Sources/GuideExamples",
            swiftSettings: safe),
        // Output of `nestbox bindings`, compiled without package access, as in a package of a user.
        .target(
            name: "BindingExamples", dependencies: ["Nestbox"], path: "Tests/Consumer/Sources/BindingExamples",
            exclude: ["shop.wat", "everything.wat"], packageAccess: false, swiftSettings: safe),
        .testTarget(
            name: "NestboxTests",
            dependencies: [
                "BindingExamples", "GuideExamples", "NestboxBenchmark", "NestboxFuzz", "Nestbox", "WasmSyntax",
                "WasmBinary", "WasmText", "WasmValidation", "WasmRuntime", "WASIPreview1", "WASIHost",
                "NestboxFoundation",
            ]),
        .testTarget(name: "BenchmarkTests", dependencies: ["NestboxBenchmark", "Nestbox"]),
    ],
    swiftLanguageModes: [.v6]
)
