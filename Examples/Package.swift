// swift-tools-version: 6.2
import PackageDescription

// Small programs to start from. Each is complete, and imports nothing but Nestbox and, for files, processes and JSON, Foundation.
// `scripts/examples` builds them, runs them, and compares what they print with the texts in the folder Expected.
let strict: [SwiftSetting] = [.enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error)]

let programs = [
    "plug-in-host", "plugins-that-await", "suspend-and-continue", "clone-and-store", "strings-and-json",
    "globals-and-references", "typed-wrapper", "logging-and-metrics", "errors", "warm-server", "sleeping-guest",
]

let package = Package(
    name: "examples",
    platforms: [.macOS(.v10_15), .iOS(.v13), .tvOS(.v13), .watchOS(.v6)],
    dependencies: [.package(name: "nestbox", path: "..")],
    targets: programs.map { name in
        .executableTarget(
            name: name, dependencies: ["Nestbox", "NestboxFoundation"].map { .product(name: $0, package: "nestbox") },
            path: name, swiftSettings: strict)
    },
    swiftLanguageModes: [.v6]
)
