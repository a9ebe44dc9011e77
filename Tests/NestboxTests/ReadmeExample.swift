import Foundation
// README begin
import Nestbox
import Testing

/// Runs a program that nobody needs to trust, and gives its exit code and what it printed.
func runProgram(_ bytes: [UInt8]) throws -> (exitCode: UInt32, output: String) {
    let output = BufferOutput(capacity: 64 << 10)
    var grants = WASIConfiguration()  // Nothing is granted yet.
    try grants.grantArguments(["greeter", "wren", "robin"])
    try grants.grantEnvironment(["COLOUR": "green"])
    grants.grantStandardOutput(output)
    grants.grantExit()

    var limits = StoreLimits()
    limits.totalMemoryBytes = 16 << 20
    let store = Store(limits: limits)
    store.budget.allow(1_000_000)  // About as many instructions; more is a Trap.
    store.interruption = HostInterruption(timeoutNanoseconds: 2_000_000_000)

    let exitCode = try store.runCommand(Module(bytes: bytes), wasi: WASI(grants))
    print("exit code \(exitCode) after \(store.budget.spent) units:\n\(output.text)")
    return (exitCode, output.text)
}

/// Calls a plug-in, which calls back: the host function is an ordinary Swift closure.
func priceWithTax(_ price: Int64) throws -> Int64 {
    let plugin = try Module(
        text: """
            (module
              (import "shop" "tax" (func $tax (param i32 i64) (result i64)))
              (func (export "total") (param $price i64) (result i64)
                (i64.add (local.get $price) (call $tax (i32.const 19) (local.get $price)))))
            """)
    var imports = Imports()
    imports.define(
        "shop", "tax", HostFunction { (percent: Int32, price: Int64) -> Int64 in price * Int64(percent) / 100 })

    let instance = try Store().instantiate(plugin, imports: imports)
    guard let total = instance.function("total") else { throw CallError.unknownFunction("total") }
    return try total.call(price)
}
// README end

/// The example of the README does what it says, and is what stands in the README.
struct ReadmeExample {
    @Test func runsAProgram() throws {
        let (exitCode, output) = try runProgram(Repository.bytes("Examples/hello.wasm"))
        #expect(exitCode == 0)
        #expect(
            output == """
                Hello from inside the nest box!
                argument 1: wren
                argument 2: robin
                environment: COLOUR=green

                """)
    }

    @Test func callsAPlugIn() throws { #expect(try priceWithTax(2_000) == 2_380) }

    @Test func standsInTheReadme() throws {
        // Until there is a README.
        guard let readme = try? String(decoding: Repository.bytes("README.md"), as: UTF8.self) else { return }
        let mark = "<!-- example: Tests/NestboxTests/ReadmeExample.swift -->"
        let source = String(decoding: try Repository.bytes("Tests/NestboxTests/ReadmeExample.swift"), as: UTF8.self)
        let example = try #require(between("// README begin\n", "// README end\n", in: source))
        let afterMark = try #require(readme.range(of: mark).map { String(readme[$0.upperBound...]) })
        #expect(between("```swift\n", "```\n", in: afterMark) == example)
    }

    private func between(_ start: String, _ end: String, in text: String) -> String? {
        guard let begins = text.range(of: start) else { return nil }
        guard let ends = text.range(of: end, range: begins.upperBound..<text.endIndex) else { return nil }
        return String(text[begins.upperBound..<ends.lowerBound])
    }
}
