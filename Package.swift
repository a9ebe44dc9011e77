// swift-tools-version: 6.2
import PackageDescription

// Every target but WASIHost is compiled with strict memory safety and with every warning as an error, so that an unsafe
// construct outside WASIHost does not build. ARCHITECTURE.md describes the targets.
let safe: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)] + measuring

// Builds for measuring, selected by an environment variable (Benchmarks/README.md): one counts what the loop executes,
// one has no metering. They are no traits, so that packages that depend on this one cannot select them.
var measuring: [SwiftSetting] {
    ["NESTBOX_PROFILE", "NESTBOX_UNMETERED"].filter { Context.environment[$0] == "1" }.map { .define($0) }
}

// Functions begin at multiples of 64 bytes. The place of the loop's dispatch within a cache line makes up to a third of
// its speed, and without alignment every change of the code before the loop would move it. See RATIONALE.md,
// "Alignment of the loops".
let aligned: [SwiftSetting] = [.unsafeFlags(["-Xllvm", "-align-all-functions=6"], .when(configuration: .release))]

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
    products: [
        .library(name: "Nestbox", targets: ["Nestbox"]),
        .executable(name: "nestbox", targets: ["NestboxCLI"]),
        .executable(name: "spectest", targets: ["spectest"]),
        .executable(name: "benchmark", targets: ["benchmark"]),
        .executable(name: "benchmark-meter", targets: ["BenchmarkMeter"]),
    ],
    targets: [
        safeTarget("WasmSyntax"),
        safeTarget("WasmBinary", ["WasmSyntax"]),
        safeTarget("WasmText", ["WasmSyntax"]),
        safeTarget("WasmValidation", ["WasmSyntax"]),
        safeTarget("WasmRuntime", ["WasmSyntax", "WasmValidation"], aligned),
        safeTarget("WASIPreview1", ["WasmSyntax", "WasmRuntime"]),
        .target(
            name: "WASIHost", dependencies: ["WASIPreview1", "WasmRuntime"],
            swiftSettings: [.treatAllWarnings(as: .error)]),
        safeTarget(
            "Nestbox",
            ["WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmRuntime", "WASIPreview1", "WASIHost"]),
        .executableTarget(
            name: "NestboxCLI",
            dependencies: [
                "Nestbox", "WASIHost", "WASIPreview1", "WasmSyntax", "WasmBinary", "WasmText", "WasmRuntime",
                "WastRunner",
            ],
            swiftSettings: safe),
        .target(
            name: "WastRunner",
            dependencies: ["Nestbox", "WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmRuntime"],
            path: "spectests/WastRunner", swiftSettings: safe),
        .executableTarget(
            name: "spectest", dependencies: ["WastRunner", "WasmSyntax", "WasmValidation", "WASIHost"],
            path: "spectests/Runner", swiftSettings: safe),
        .target(
            name: "BenchmarkKit", dependencies: ["Nestbox", "WasmSyntax"], path: "Benchmarks/Kit",
            swiftSettings: safe),
        .executableTarget(
            name: "benchmark", dependencies: ["BenchmarkKit"], path: "Benchmarks/Command", swiftSettings: safe),
        // Measures one process for `benchmark`. It calls the system, so it is unsafe; no other target contains it.
        .executableTarget(
            name: "BenchmarkMeter", path: "Benchmarks/Meter", swiftSettings: [.treatAllWarnings(as: .error)]),
        // The program that scripts/fuzz starts. It is no product, so that packages that depend on this one do not see
        // it.
        .target(
            name: "FuzzKit",
            dependencies: [
                "Nestbox", "WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmRuntime", "WASIPreview1",
                "WASIHost",
            ],
            path: "Tests/Fuzz/Kit", swiftSettings: safe),
        .executableTarget(
            name: "nestbox-fuzz", dependencies: ["FuzzKit"], path: "Tests/Fuzz/Command", swiftSettings: safe),
        .testTarget(name: "WasmSyntaxTests", dependencies: ["WasmSyntax"]),
        .testTarget(name: "WasmBinaryTests", dependencies: ["WasmSyntax", "WasmBinary"]),
        .testTarget(name: "WasmTextTests", dependencies: ["WasmSyntax", "WasmText", "WasmBinary"]),
        .testTarget(
            name: "WasmValidationTests", dependencies: ["WasmSyntax", "WasmValidation", "WasmText", "WasmBinary"]),
        .testTarget(
            name: "WasmRuntimeTests",
            dependencies: ["WastRunner", "WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmRuntime"]),
        .testTarget(
            name: "WASIPreview1Tests",
            dependencies: ["FuzzKit", "WASIPreview1", "WASIHost", "WasmSyntax", "WasmRuntime", "Nestbox"]),
        .testTarget(
            name: "NestboxTests",
            dependencies: [
                "FuzzKit", "Nestbox", "WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmRuntime",
                "WASIPreview1",
                "WASIHost",
            ]),
        .testTarget(name: "BenchmarkTests", dependencies: ["BenchmarkKit", "Nestbox"]),
    ],
    swiftLanguageModes: [.v6]
)
