// swift-tools-version: 6.2
import PackageDescription

// A package like a user's: it depends on Nestbox by path, and its code imports nothing else. The examples of the documents
// are in it; the tests of Nestbox run them, and compare them with the documents.
let package = Package(
    name: "Consumer",
    platforms: [.macOS(.v10_15), .iOS(.v13), .tvOS(.v13), .watchOS(.v6)],
    dependencies: [.package(name: "nestbox", path: "../..")],
    targets: [
        .target(
            name: "GuideExamples", dependencies: [.product(name: "Nestbox", package: "nestbox")],
            swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")])
    ],
    swiftLanguageModes: [.v6]
)
