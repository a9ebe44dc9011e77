import Testing
import WasmSyntax

struct NearestNameTests {
    static let commands: [Name] = ["run", "validate", "inspect", "print", "wat2wasm", "wast"]

    @Test(
        arguments: [
            ("rnu", "run"), ("Run", "run"), ("runn", "run"), ("rn", "run"), ("valid", "validate"),
            ("vaildate", "validate"),
            ("wat2wsam", "wat2wasm"), ("xyz", nil), ("r", nil), ("", nil), ("printing-press", nil),
        ] as [(String, String?)])
    func findsTheNearest(_ text: String, _ nearest: String?) {
        #expect(NearestName.find(Name(text), among: NearestNameTests.commands)?.text == nearest)
    }

    @Test func theNearestOfSeveralIsTheFirstBest() {
        #expect(NearestName.find("--fuel-unt", among: ["--fuel", "--fuel-unit", "--fuel-units"]) == "--fuel-unit")
        #expect(NearestName.find("ab", among: ["aa", "bb"]) == "aa")
    }

    /// Names and lists of any length take little time: only so many short candidates are compared.
    @Test func hostileNamesAreNotCompared() {
        let long = Name(String(repeating: "a", count: 1_000_000))
        #expect(NearestName.find(long, among: [long]) == nil)
        #expect(NearestName.find("aaaaaaaaaaaa", among: [long]) == nil)
        let many = (0..<1_000_000).lazy.map { $0 == 999_999 ? Name("target") : Name("other") }
        #expect(NearestName.find("targte", among: many) == nil)
    }
}
