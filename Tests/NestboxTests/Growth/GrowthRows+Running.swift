import Foundation

private typealias M = ModuleBytes

/// Returns a module in the text format with these fields and this `_start`; `N` stands for n.
private func text(_ n: Int, _ fields: String = "", _ body: String) -> [UInt8] {
    Array(
        "(module \(fields) (func (export \"_start\") (local $i i32) (local $j i32) \(body)))"
            .replacingOccurrences(of: "N)", with: "\(n))").utf8)
}

/// Repeats `body` this many times, with a counter `$i` that falls to 0.
private func loop(_ count: String, _ body: String) -> String {
    """
    (local.set $i (i32.const \(count)))
    (loop $again \(body)
      (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    """
}

extension GrowthRow {
    /// The rows for the work of a running guest.
    static let running = growing + objects + throwing

    private static let growing: [GrowthRow] = [
        GrowthRow(.run, "memory.grow by a page, each used", 210, most: 16_000) { n in
            text(
                n, "(memory 1)",
                loop("N", "(i32.store (i32.shl (memory.grow (i32.const 1)) (i32.const 16)) (i32.const 1))"))
        },
        GrowthRow(.run, "two memories that grow by turns", 100, most: 8_000) { n in
            let grow = { (memory: String) in
                "(i32.store \(memory) (i32.shl (memory.grow \(memory) (i32.const 1)) (i32.const 16)) (i32.const 1))"
            }
            return text(n, "(memory $a 1) (memory $b 1)", loop("N", grow("$a") + grow("$b")))
        },
        GrowthRow(.run, "table.grow by one", 66_000, most: 10_000_000) { n in
            text(n, "(table 1 funcref)", loop("N", "(drop (table.grow (ref.null func) (i32.const 1)))"))
        },
        GrowthRow(.run, "table.grow of a second table by one", 61_000, most: 10_000_000) { n in
            text(
                n, "(table 1 funcref) (table $b 1 funcref)",
                loop("N", "(drop (table.grow $b (ref.null func) (i32.const 1)))"))
        },
        GrowthRow(.run, "memory.fill and memory.copy of n bytes", 13_000_000, most: 250_000_000) { n in
            text(
                n, "(memory 8192)",
                "(memory.fill (i32.const 0) (i32.const 7) (i32.const N)) (memory.copy (i32.const N) (i32.const 1) (i32.const N))"
            )
        },
        GrowthRow(.run, "table.fill and table.copy of n elements", 120_000, most: 4_000_000) { n in
            text(
                n, "(table 9000000 funcref)",
                "(table.fill (i32.const 0) (ref.null func) (i32.const N)) (table.copy (i32.const N) (i32.const 1) (i32.const N))"
            )
        },
        GrowthRow(.run, "array.fill and array.copy of n bytes", 12_000_000, most: 100_000_000) { n in
            text(
                n, "(type $a (array (mut i8)))",
                """
                (local $a (ref null $a))
                (local.set $a (array.new_default $a (i32.const N)))
                (array.fill $a (local.get $a) (i32.const 0) (i32.const 7) (i32.const N))
                (array.copy $a $a (local.get $a) (i32.const 0) (local.get $a) (i32.const 0) (i32.const N))
                """)
        },
        GrowthRow(.run, "calls n deep, 100 times", 2_400, most: 9_900) { n in
            text(
                n,
                "(func $f (param i32) (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1))))))",
                loop("100", "(call $f (i32.const N))"))
        },
        GrowthRow(.run, "data.drop of n segments", 25_000, most: 100_000) { n in
            var module = M()
            module.hasDataCount = true
            module.data.add([1, 1, 7], n)
            module.addStart((0..<n).flatMap { [0xFC, 9] ++ M.leb($0) })
            return module.bytes
        },
        GrowthRow(.run, "elem.drop of n segments", 25_000, most: 900_000) { n in
            var module = M()
            module.elements.add([1, 0, 0], n)
            module.addStart((0..<n).flatMap { [0xFC, 13] ++ M.leb($0) })
            return module.bytes
        },
    ]

    private static let garbage = "(drop (struct.new $g (i64.const 1)))"
    private static let structType = "(type $g (struct (field i64)))"

    private static let objects: [GrowthRow] = [
        GrowthRow(.run, "a list of n objects", 160_000, most: 4_000_000) { n in
            text(
                n, "(rec (type $l (struct (field i32) (field (ref null $l)))))",
                "(local $l (ref null $l))"
                    + loop("N", "(local.set $l (struct.new $l (i32.const 1) (local.get $l)))"))
        },
        GrowthRow(.run, "n objects of garbage", 1_100_000) { n in text(n, structType, loop("N", garbage)) },
        GrowthRow(.run, "20n objects of garbage while a list of n is alive", 23_000, most: 2_000_000) { n in
            text(
                20 * n, "\(structType) (rec (type $l (struct (field i32) (field (ref null $l)))))",
                "(local $l (ref null $l))"
                    + loop("\(n)", "(local.set $l (struct.new $l (i32.const 1) (local.get $l)))")
                    + loop("N", garbage) + "(drop (ref.is_null (local.get $l)))")
        },
        GrowthRow(.run, "20n objects of garbage beside a table of n", 64_000, most: 2_000_000) { n in
            text(n, "\(structType) (table \(n) funcref)", loop("\(20 * n)", garbage))
        },
        GrowthRow(.run, "20n objects of garbage beside n globals", 11_000, most: 900_000) { n in
            text(
                n, structType + String(repeating: "(global anyref (ref.null any))", count: n),
                loop("\(20 * n)", garbage))
        },
        GrowthRow(.run, "20n objects of garbage beside n tables", 8_900, most: 90_000) { n in
            text(n, structType + String(repeating: "(table 1 anyref)", count: n), loop("\(20 * n)", garbage))
        },
        GrowthRow(.run, "20n objects of garbage beside n element segments", 15_000, most: 900_000) { n in
            text(n, structType + String(repeating: "(elem anyref)", count: n), loop("\(20 * n)", garbage))
        },
        GrowthRow(.run, "2,000n objects of garbage at a depth of n calls", 470, most: 9_900) { n in
            text(
                n,
                """
                \(structType)
                (func $f (param i32) (local $i i32)
                  (if (local.get 0)
                    (then (call $f (i32.sub (local.get 0) (i32.const 1))))
                    (else \(loop("\(2_000 * n)", garbage)))))
                """, "(call $f (i32.const N))")
        },
    ]

    private static let throwing: [GrowthRow] = [
        GrowthRow(.run, "exceptions thrown and caught", 44_000) { n in
            text(n, "(tag $t)", loop("N", "(block $h (try_table (catch $t $h) (throw $t)))"))
        },
        GrowthRow(.run, "exceptions through n frames", 1_700, most: 9_900) { n in
            text(
                n,
                """
                (tag $t)
                (func $f (param i32)
                  (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))) (else (throw $t))))
                """, loop("200", "(block $h (try_table (catch $t $h) (call $f (i32.const N))))"))
        },
        GrowthRow(.run, "exceptions out of n regions", 11_000, most: 100_000) { n in
            text(
                n,
                """
                (tag $t) (tag $u)
                (func $f (block $h \(String(repeating: "(try_table (catch $u $h) ", count: n)) (throw $t)
                  \(String(repeating: ")", count: n))))
                """, loop("20", "(block $h (try_table (catch $t $h) (call $f)))"))
        },
        GrowthRow(.run, "exceptions past n regions before", 9_900, most: 100_000) { n in
            text(
                n,
                """
                (tag $t) (tag $u)
                (func $f (block $h \(String(repeating: "(try_table (catch $u $h)) ", count: n)) (throw $t)))
                """, loop("200", "(block $h (try_table (catch $t $h) (call $f)))"))
        },
        GrowthRow(.run, "an exception through n frames, each in n regions", 1_800, most: 9_900) { n in
            text(
                n,
                """
                (tag $t) (tag $u)
                (func $f (param i32)
                  (block $h
                    \(String(repeating: "(try_table (catch $u $h) ", count: n))
                    (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))) (else (throw $t)))
                    \(String(repeating: ")", count: n))))
                """, "(block $h (try_table (catch $t $h) (call $f (i32.const N))))")
        },
        GrowthRow(.run, "an exception with n clauses before", 2_500, most: 10_000) { n in
            text(
                n,
                """
                (tag $t) (tag $u)
                (func $f (block $h (try_table \(String(repeating: "(catch $u $h) ", count: n)) (throw $t))))
                """, loop("200", "(block $h (try_table (catch $t $h) (call $f)))"))
        },
        GrowthRow(.run, "an exception caught and thrown again in n frames", 2_100, most: 9_900) { n in
            text(
                n,
                """
                (tag $t)
                (func $f (param i32)
                  (if (i32.eqz (local.get 0)) (then (throw $t)))
                  (throw_ref (block $h (result exnref)
                    (try_table (catch_all_ref $h) (call $f (i32.sub (local.get 0) (i32.const 1)))) (return))))
                """, loop("20", "(block $h (try_table (catch $t $h) (call $f (i32.const N))))"))
        },
    ]
}
