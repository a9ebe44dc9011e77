import Foundation
import Testing
import WasmBinary
import WasmDebugInfo
import WasmSyntax

/// Real debug sections, damaged in thousands of ways: each time there is an answer.
struct DamagedDebugTests {
    /// How many variants of each module there are: more on request, and less where nothing is optimised.
    static let variants: Int = {
        let environment = ProcessInfo.processInfo.environment
        if environment["NESTBOX_FULL"] == "1" { return 20_000 }
        return environment["NESTBOX_DEBUG"] == "1" ? 300 : 1_000
    }()

    /// Numbers that follow from a seed (SplitMix64).
    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var number = state
            number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
            number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
            return number ^ number >> 31
        }
    }

    private static let extremes: [[UInt8]] = [
        [0xFF, 0xFF, 0xFF, 0xFF], [0xFE, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], [1, 0, 0, 0], [0x80, 0x80, 0x80, 0x80, 0],
    ]

    /// Damages the contents of debug sections.
    static func damage(_ module: inout ModuleSyntax, _ numbers: inout Numbers) {
        let sections = module.customSections.indices.filter { module.customSections[$0].name.text.hasPrefix(".debug") }
        for _ in 0..<Int.random(in: 1...4, using: &numbers) {
            guard let index = sections.randomElement(using: &numbers) else { return }
            let contents = module.customSections[index].contents
            guard let place = contents.randomElement(using: &numbers) else { continue }
            switch Int.random(in: 0..<10, using: &numbers) {
            case 0: module.customSections[index].contents = contents.lowerBound..<place
            case 1: module.customSections[index].contents = place..<contents.upperBound
            case 2:
                let other = sections.randomElement(using: &numbers) ?? index
                let name = module.customSections[index].name
                module.customSections[index].name = module.customSections[other].name
                module.customSections[other].name = name
            case 3...5:
                for (offset, byte) in (extremes.randomElement(using: &numbers) ?? []).enumerated()
                where place + offset < contents.upperBound {
                    module.bytes[place + offset] = byte
                }
            case 6, 7: module.bytes[place] = UInt8.random(in: 0...255, using: &numbers)
            default: module.bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            }
        }
    }

    /// Asks all questions of a module, and returns how many answers there were.
    static func ask(_ module: ModuleSyntax) throws -> Int {
        let information = DebugInformation(module)
        var answers = 0
        for body in module.bodies {
            for offset in stride(from: body.code.lowerBound, to: body.code.upperBound, by: 7) {
                let sources = try information.sources(at: offset)
                answers += sources.count
                for source in sources { _ = (source.description, source.function?.description) }
            }
        }
        answers += try information.lines(in: 0..<module.bytes.count).count + information.files().count
        _ = (try information.summary(), information.problems.description)
        return answers
    }

    @Test(arguments: Fixture.names) func everyQuestionIsAnswered(_ name: String) throws {
        let module = try BinaryDecoder.decode(Fixture.bytes(name + ".wasm"))
        let whole = try DamagedDebugTests.ask(module)
        var (less, same) = (0, 0)
        for seed in 0..<DamagedDebugTests.variants {
            var (damaged, numbers) = (module, Numbers(state: UInt64(seed)))
            DamagedDebugTests.damage(&damaged, &numbers)
            let answers = try DamagedDebugTests.ask(damaged)
            if answers < whole { less += 1 } else { same += 1 }
        }
        // The damage is often felt, and often not.
        #expect(whole > 300)
        #expect(less > DamagedDebugTests.variants / 10 && same > DamagedDebugTests.variants / 10)
    }
}
