/// A random module whose functions count in memory how often each of their blocks runs, and call one another in every way.
///
/// It must be linked with "host" "work", which may throw, and with "other" "call". Its type of functions takes and returns an
/// `i32`.
struct RandomFlow {
    private var state: UInt64
    private var text = ""
    private(set) var markers = 0
    private let functions: Int
    private let hasCallsOfReferences: Bool
    private var statementsLeft = 0

    init(seed: UInt64) {
        state = seed
        (functions, hasCallsOfReferences) = (2 + Int(seed % 8), seed % 4 == 3)
    }

    /// A random number below a bound.
    private mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    /// The number of the module's exported functions: "f0" and so on.
    static let exports = 2

    mutating func module() -> String {
        text = """
            (module
              (type $f (func (param i32) (result i32)))
              (type $other (func (param i32 i32) (result i32)))
              (import "host" "work" (func $work (param i32) (result i32)))
              (import "other" "call" (func $other (param i32) (result i32)))
              (tag $tag)
              (memory (export "memory") 1 1)
              (global $random (mut i32) (i32.const 1))
              (global $fuel (mut i32) (i32.const 0))

            """
        let listed = (0..<functions).filter { _ in next(3) == 0 } + [0]
        text += "  (table funcref (elem \(listed.map { "$f\($0)" }.joined(separator: " ")) $pair))\n"
        let second = (0..<functions).filter { _ in next(4) == 0 } + [0]
        text += "  (table $second funcref (elem \(second.map { "$f\($0)" }.joined(separator: " "))))\n"
        for export in 0..<RandomFlow.exports { text += "  (export \"f\(export)\" (func $f\(export % functions)))\n" }
        text +=
            "  (func (export \"start\") (param i32) (global.set $random (local.get 0)) (global.set $fuel (i32.const 200)))\n"
        text += "  (func $random (result i32)\n"
        mark()
        text += """
            (global.set $random (i32.add (i32.mul (global.get $random) (i32.const 1103515245)) (i32.const 12345)))
            (i32.shr_u (global.get $random) (i32.const 18)))

            """
        text += "  (func $pair (type $other)\n"
        mark()
        text += "(i32.add (local.get 0) (local.get 1)))\n"
        for function in 0..<functions { add(function) }
        return text + ")"
    }

    private mutating func add(_ function: Int) {
        text += "  (func $f\(function) (type $f)\n"
        // Some begin with an instruction that may end them, without any block before it.
        if next(5) == 0 { text += "(drop (i32.load (i32.sub (local.get 0) (i32.const 1))))\n" }
        if next(6) == 0 { text += "(drop (call $f\(next(functions)) (i32.const 3)))\n" }
        if next(3) > 0 { mark() }
        if next(4) > 0 {
            text += "(global.set $fuel (i32.sub (global.get $fuel) (i32.const 1)))\n"
            text += "(if (i32.le_s (global.get $fuel) (i32.const 0)) (then (return (i32.const 7))))\n"
        }
        statementsLeft = 3 + next(14)
        addStatements(labels: [], depth: 0)
        if next(8) == 0 {
            text += "(return_call $f\(next(functions)) (local.get 0)))\n"
        } else {
            text += "(i32.const 5))\n"
        }
    }

    private mutating func mark() {
        let offset = markers * 4
        text +=
            "(i32.store offset=\(offset) (i32.const 0) (i32.add (i32.load offset=\(offset) (i32.const 0)) (i32.const 1)))\n"
        markers += 1
    }

    private mutating func addStatements(labels: [String], depth: Int) {
        if next(4) > 0 { mark() }
        for _ in 0..<(1 + next(3)) where statementsLeft > 0 {
            statementsLeft -= 1
            addStatement(labels: labels, depth: depth)
        }
        if next(3) == 0 { mark() }
    }

    private func condition(_ bound: Int) -> String { "(i32.rem_u (call $random) (i32.const \(bound)))" }

    private mutating func addStatement(labels: [String], depth: Int) {
        let label = "$l\(text.utf8.count)"
        let callee = next(functions)
        switch next(depth > 4 ? 12 : 21) {
        case 0: text += "(drop (call $f\(callee) (local.get 0)))\n"
        case 1:
            text += "(if \(condition(3)) (then (drop (call $f\(callee) (call $f\(next(functions)) (i32.const 1))))))\n"
        case 2: text += "(drop (call_indirect (type $f) (i32.const 2) \(condition(4))))\n"
        case 3: text += "(drop (call_indirect $second (type $f) (i32.const 2) (i32.const 0)))\n"
        case 4 where hasCallsOfReferences: text += "(drop (call_ref $f (i32.const 4) (ref.func $f0)))\n"
        case 4: text += "(drop (call_indirect $second (type $f) (i32.const 2) \(condition(4))))\n"
        case 5: text += "(drop (call $work \(condition(40))))\n"
        case 6: text += "(drop (call $other \(condition(9))))\n"
        case 7: text += "(if (i32.eqz \(condition(8))) (then \(end())))\n"
        case 8: text += "(if (i32.eqz \(condition(3))) (then (throw $tag)))\n"
        case 9: if !labels.isEmpty { text += "(br_if \(labels[next(labels.count)]) \(condition(2)))\n" }
        case 10:
            guard !labels.isEmpty else { return }
            text += "(if \(condition(2)) (then (br \(labels[next(labels.count)]))) (else (drop (i32.const 1))))\n"
        case 11: text += "(if (i32.eqz \(condition(6))) (then \(tailCall(callee))))\n"
        case 12:
            text += "(block \(label)\n"
            addStatements(labels: labels + [label], depth: depth + 1)
            text += ")\n"
            if next(2) == 0 { mark() }
        case 13:
            text += "(loop \(label)\n"
            addStatements(labels: labels, depth: depth + 1)
            text += "(global.set $fuel (i32.sub (global.get $fuel) (i32.const 1)))\n"
            text += "(br_if \(label) (i32.and (i32.gt_s (global.get $fuel) (i32.const 0)) \(condition(4)))))\n"
        case 14:
            text += "(if \(condition(2)) (then\n"
            addStatements(labels: labels, depth: depth + 1)
            text += ") (else\n"
            addStatements(labels: labels, depth: depth + 1)
            text += "))\n"
        case 15:
            text += "(block \(label)\n(try_table (catch $tag \(label))\n"
            addStatements(labels: labels + [label], depth: depth + 1)
            text += "))\n"
            if next(2) == 0 { mark() }
        case 16:
            text += "(loop \(label) (block \(label)a (block \(label)b (block \(label)c\n"
            addStatements(labels: labels + [label + "a", label + "b", label + "c"], depth: depth + 1)
            let targets = (0..<(1 + next(5))).map { _ in label + ["a", "b", "c"][next(3)] }
            text += "(br_table \(targets.joined(separator: " ")) \(condition(5))))\n"
            addStatements(labels: labels + [label + "a", label + "b"], depth: depth + 1)
            text += ")\n"
            if next(2) == 0 { mark() }
            text += "(br_if \(label)a \(condition(3)))\n"
            if next(2) == 0 { text += "(br_table \(label)a \(label)a \(condition(5)))\n" }
            text += "))\n"
        case 17, 18, 19: addInnermostLoop(label, labels: labels)
        default:
            text += "(if (i32.eqz \(condition(9))) (then\n"
            addStatements(labels: labels, depth: depth + 1)
            text += "(return (i32.const 1))))\n"
        }
    }

    /// The text of a random number below a bound, without a call.
    private func number(_ bound: Int) -> String {
        """
        (block (result i32)
          (global.set $random (i32.add (i32.mul (global.get $random) (i32.const 1103515245)) (i32.const 12345)))
          (i32.rem_u (i32.shr_u (global.get $random) (i32.const 18)) (i32.const \(bound))))

        """
    }

    private let hasFuel = "(i32.gt_s (global.get $fuel) (i32.const 0))"

    /// A loop that calls nothing, and may be left in every way.
    private mutating func addInnermostLoop(_ label: String, labels: [String]) {
        let exit = next(2) == 0
        if exit { text += "(block \(label)x\n" }
        text += "(loop \(label)\n(global.set $fuel (i32.sub (global.get $fuel) (i32.const 1)))\n"
        addPlainStatements(loop: label, labels: labels + (exit ? [label + "x"] : []), depth: 0)
        if exit, next(2) == 0 {
            text += "(br_if \(label)x (i32.or (i32.eqz \(hasFuel)) (i32.eqz \(number(6)))))\n"
            addPlainStatements(loop: label, labels: labels, depth: 2)
            text += "(br \(label))"
        } else {
            text += "(br_if \(label) (i32.and \(hasFuel) \(number(5))))\n"
        }
        text += ")\n"
        if next(2) == 0 { mark() }
        if exit {
            text += ")\n"
            if next(2) == 0 { mark() }
        }
    }

    private mutating func addPlainStatements(loop: String, labels: [String], depth: Int) {
        if next(3) > 0 { mark() }
        for _ in 0..<next(4) {
            let label = "$l\(text.utf8.count)"
            switch next(depth > 2 ? 4 : 8) {
            case 0: if !labels.isEmpty { text += "(br_if \(labels[next(labels.count)]) (i32.eqz \(number(9))))\n" }
            case 1: text += "(br_if \(loop) (i32.and \(hasFuel) \(number(3))))\n"
            case 2: text += "(if (i32.eqz \(number(9))) (then \(end())))\n"
            case 3: text += "(if (i32.eqz \(number(20))) (then (return (i32.const 2))))\n"
            case 4:
                text += "(block \(label)\n"
                addPlainStatements(loop: loop, labels: labels + [label, label], depth: depth + 1)
                text += ")\n"
            default:
                text += "(if \(number(2)) (then\n"
                addPlainStatements(loop: loop, labels: labels, depth: depth + 1)
                if next(2) == 0 {
                    text += ") (else\n"
                    addPlainStatements(loop: loop, labels: labels, depth: depth + 1)
                }
                text += "))\n"
            }
        }
        if next(3) == 0 { mark() }
    }

    /// An instruction that traps.
    private mutating func end() -> String {
        ["(unreachable)", "(drop (i32.load (i32.const -1)))", "(drop (i32.div_u (i32.const 1) (i32.const 0)))"][next(3)]
    }

    private mutating func tailCall(_ callee: Int) -> String {
        switch next(4) {
        case 0: "(return_call_indirect (type $f) (local.get 0) \(condition(3)))"
        case 1: "(return_call $other (local.get 0))"
        case 2 where hasCallsOfReferences: "(return_call_ref $f (local.get 0) (ref.func $f0))"
        default: "(return_call $f\(callee) (local.get 0))"
        }
    }
}
