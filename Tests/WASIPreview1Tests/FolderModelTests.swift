import Foundation
import NestboxFuzz
import Testing

struct FolderModelTests {
    /// `NESTBOX_FULL` adds seeds, and `scripts/fuzz` has more.
    @Test(arguments: 0..<(ProcessInfo.processInfo.environment["NESTBOX_FULL"] == nil ? 6 : 60))
    func allKindsBehaveAsTheHost(_ seed: Int) throws {
        #expect(try FolderModel.difference(seed: UInt64(seed), steps: 400) == nil)
    }

    /// Guests with folders of every kind make the same WASI calls.
    @Test(arguments: 0..<3)
    func guestsSeeNoDifference(_ seed: Int) throws {
        #expect(try GuestsInStep.difference(seed: UInt64(seed), calls: 200).difference == nil)
    }
}
