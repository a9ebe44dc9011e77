import Foundation
import Nestbox
import Testing

struct AttackTests {
    @Test func thereAreAttacks() { #expect(Attack.all.count >= 15) }

    /// Runs each attack in a separate process, so that a crash is reported as a failure.
    @Test(arguments: Attack.all.filter { !$0.kinds.isEmpty })
    func theGuestGetsNothing(_ attack: Attack) async {
        await #expect(processExitsWith: .success) { [attack = attack as Attack] in
            do {
                let module = try Nestbox.Module(text: attack.text)
                for kind in attack.kinds {
                    try AttackRun(attack: attack, kind: kind, module: module).perform()
                }
            } catch {
                Issue.record("\(error)")
            }
        }
    }
}

extension AttackTests {
    /// Every test that the table of `Tests/Attacks/README.md` names exists: a file, or a suite and a name in it.
    @Test func theTableNamesTests() throws {
        // The words of each file.
        var files: [String: Set<String>] = [:]
        for folder in ["Tests", "spectests/nestbox"] {
            for path in try FileManager.default.subpathsOfDirectory(atPath: Repository.path(folder)) {
                let name = path.split(separator: "/").last.map(String.init) ?? ""
                guard [".swift", ".wat", ".wast"].contains(where: name.hasSuffix) else { continue }
                files[name] = []
                guard name.hasSuffix("Tests.swift") else { continue }
                let words = try Repository.bytes(folder + "/" + path).split { byte in
                    !(UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || 48...57 ~= byte)
                }
                files[name] = Set(words.map { String(decoding: $0, as: UTF8.self) })
            }
        }
        let table = String(decoding: try Repository.bytes("Tests/Attacks/README.md"), as: UTF8.self)
        var count = 0
        for line in table.split(separator: "\n") where line.hasPrefix("| ") {
            let column = line.components(separatedBy: " | ").last ?? ""
            for (index, name) in column.components(separatedBy: "`").enumerated() where index % 2 == 1 {
                let parts = name.split(separator: ".")
                guard parts.count == 2, files[name] == nil else { continue }
                count += 1
                let found = files.values.contains { $0.isSuperset(of: parts.map(String.init)) }
                #expect(found, "\(name)")
            }
        }
        #expect(count > 25)
        for attack in Attack.all { #expect(table.contains("`\(attack.name).wat`"), "\(attack.name)") }
    }
}

struct RandomCallTests {
    /// `NESTBOX_RANDOM_CALLS` sets the number of calls: 1000000 makes a million.
    @Test(.timeLimit(.minutes(60)))
    func randomCallsDoNoHarm() async {
        await #expect(processExitsWith: .success) {
            do { try RandomCalls.current.perform() } catch { Issue.record("\(error)") }
        }
    }
}
