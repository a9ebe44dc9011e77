import Testing
import WasmSyntax
import WasmText

@Suite struct NameAndCustomSectionTests {
    @Test func identifiersAndAnnotationsBecomeNames() throws {
        let module = try parse(
            """
            (module $m (import "" "" (func $i)) (func (@name "shown") (param $p i32) (local $l (@name "L") i32))
              (func $f) (func) (type $s (struct (field $x i32))) (table $t 0 funcref) (memory $mem 0)
              (global $g i32 (i32.const 0)) (tag $e) (elem $el func) (data $d))
            """)
        let names = NameSection(module)
        #expect(names.moduleName == "m")
        #expect((0..<4).map { names.functionName($0) } == ["i", "shown", "f", nil])
        #expect((0..<2).map { names.nestedNames(.local)[1][$0] } == ["p", "L"])
        #expect(names.nestedNames(.field)[0][0] == "x")
        let spaces: [(NameSection.Space, Name)] = [
            (.type, "s"), (.table, "t"), (.memory, "mem"), (.global, "g"), (.tag, "e"), (.element, "el"), (.data, "d"),
        ]
        for (space, name) in spaces { #expect(names.names(space)[0] == name) }
    }

    @Test func namesAreLeftOutOnDemand() throws {
        #expect(try parse("(module $m (func $f))", emitNames: false).customSections.isEmpty)
        #expect(try parse("(module (func))").customSections.isEmpty)
    }

    @Test func customSectionsStandWhereTheyAreAskedFor() throws {
        let module = try parse(
            """
            (func) (@custom "last" "1" "2") (@custom "after type" (after type)) (@custom "first" (before first))
            (@custom "before func" (before func)) (@custom "after func" (after func)) (@custom "before tag" (before tag))
            """)
        let order = module.customSections.map { $0.name.text }
        #expect(order == ["first", "after type", "before func", "after func", "before tag", "last"])
        // There are a type, a function and a code section.
        #expect(module.customSections.map(\.afterSection) == [0, 1, 1, 3, 3, 10])
        #expect(module.customSections.last.map { bytes($0.contents, of: module) } == Array("12".utf8))
    }
}
