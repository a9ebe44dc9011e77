// swift-tools-version: 6.2
import PackageDescription

// Every target but WASIHost is held to the compiler's strict memory safety, with every warning an error:
// an unsafe construct outside WASIHost does not build. See ARCHITECTURE.md for the cut.
let safe: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]

func safeTarget(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: safe)
}

let package = Package(
    name: "nestbox",
    // The lowest whole versions to which Span and MutableSpan are back-deployed; see RATIONALE.md, "Deployment targets".
    platforms: [.macOS(.v10_15), .iOS(.v13), .tvOS(.v13), .watchOS(.v6)],
    products: [
        .library(name: "Nestbox", targets: ["Nestbox"]),
        .executable(name: "nestbox", targets: ["NestboxCLI"]),
        .executable(name: "spectest", targets: ["spectest"]),
    ],
    targets: [
        safeTarget("WasmSyntax"),
        safeTarget("WasmBinary", ["WasmSyntax"]),
        safeTarget("WasmText", ["WasmSyntax"]),
        safeTarget("WasmValidation", ["WasmSyntax"]),
        safeTarget("WasmRuntime", ["WasmSyntax", "WasmValidation"]),
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
            dependencies: ["WASIPreview1", "WASIHost", "WasmSyntax", "WasmRuntime", "Nestbox"]),
        .testTarget(
            name: "NestboxTests",
            dependencies: [
                "Nestbox", "WasmSyntax", "WasmBinary", "WasmValidation", "WasmRuntime", "WASIPreview1", "WASIHost",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
