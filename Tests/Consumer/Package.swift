// swift-tools-version: 6.2
import PackageDescription

// A package like a user's: it depends on Nestbox by path, its code imports nothing else, it is built with strict settings,
// and one of its targets has a name that other packages use too. The examples of the documents are in it; the tests of
// Nestbox run them, and compare them with the documents. `scripts/consumer` builds and runs it.
let strict: [SwiftSetting] = [.enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error)]

let package = Package(
    name: "consumer",
    platforms: [.macOS(.v10_15), .iOS(.v13), .tvOS(.v13), .watchOS(.v6)],
    dependencies: [.package(name: "nestbox", path: "../..")],
    targets: [
        .target(
            name: "GuideExamples", dependencies: [.product(name: "Nestbox", package: "nestbox")], swiftSettings: strict),
        .target(
            name: "BindingExamples", dependencies: [.product(name: "Nestbox", package: "nestbox")],
            exclude: ["shop.wat", "everything.wat"], swiftSettings: strict),
        .executableTarget(
            name: "benchmark",
            dependencies: [
                .product(name: "Nestbox", package: "nestbox"), .product(name: "NestboxFoundation", package: "nestbox"),
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
