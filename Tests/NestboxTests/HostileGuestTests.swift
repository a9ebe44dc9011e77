import Foundation
import Testing

/// Guests that try to crash the host's process: each ends with its exit code or with an error. (Hostile WASI calls and
/// hostile modules are tested next to their code.)
struct HostileGuestTests {
    static let values = (0..<10).map { _ in "(i64.const 0x7fffffff00000005)" }.joined(separator: " ")

    /// Returns a module in which a function with eight parameters is lowered just before `$b`, whose arguments look
    /// like a frame's header.
    static func backtrace(_ body: String, locals: Int = 0) -> String {
        """
        (module
          (func $a (param i64 i64 i64 i64 i64 i64 i64 i64))
          (func $s (call $a \((0..<8).map { _ in "(i64.const 0)" }.joined())))
          (func $b (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (local \(String(repeating: "i64 ", count: locals)))
            \(body))
          (func (export "_start") (call $s) (call $b \(values))))
        """
    }

    static let cases: [CommandCase] = [
        CommandCase(
            ["run", "--fuel", "1000", "MODULE"], module: backtrace("(loop (br 0))"), exits: 134,
            says: "nestbox: stopped: budget exhausted\n  #0 function 2 b at byte"),
        CommandCase(
            ["run", "--timeout-ms", "3000", "MODULE"], module: backtrace("(loop (br 0))"), exits: 134,
            says: "nestbox: stopped: deadline exceeded\n  #0 function 2 b at byte"),
        CommandCase(
            ["run", "MODULE"], module: backtrace("unreachable"), exits: 134,
            says: "nestbox: trap: unreachable\n  #0 function 2 b at byte"),
        CommandCase(
            ["run", "--fuel", "20", "MODULE"], module: backtrace("(call $s)"), exits: 134,
            says: "nestbox: stopped: budget exhausted\n  #0 function"),
        CommandCase(
            ["run", "MODULE"], module: backtrace("(call $b \(values))"), exits: 134,
            says: "nestbox: trap: call stack exhausted\n  #0 function 2 b at byte"),
        // Frames that fill the stack before the call depth is reached.
        CommandCase(
            ["run", "MODULE"], module: backtrace("(call $b \(values))", locals: 1_000), exits: 134,
            says: "nestbox: trap: call stack exhausted\n  #0 function 2 b at byte"),
        // A name section that names a missing function: only printing a trap reads it.
        CommandCase(
            ["run", "MODULE"],
            module:
                "\0asm\u{1}\0\0\0\u{1}\u{4}\u{1}\u{60}\0\0\u{3}\u{2}\u{1}\0\u{7}\u{a}\u{1}\u{6}_start\0\0\u{a}\u{5}\u{1}"
                + "\u{3}\0\0\u{b}\0\u{e}\u{4}name\u{1}\u{7}\u{1}\u{40}\u{40}\u{40}\u{1}\u{1}x", exits: 134,
            says: "nestbox: trap: unreachable\n  #0 function 0 (exported as \"_start\") at byte 35"),
        // Branch hints for 64 functions, of which only one exists, and no bytes behind.
        CommandCase(
            ["run", "MODULE"],
            module:
                "\0asm\u{1}\0\0\0\0\u{1F}\u{19}metadata.code.branch_hint\u{40}\u{40}\u{40}\u{40}\u{F}"
                + "\u{1}\u{4}\u{1}\u{60}\0\0\u{3}\u{2}\u{1}\0\u{7}\u{a}\u{1}\u{6}_start\0\0\u{a}\u{4}\u{1}\u{2}\0\u{b}",
            exits: 0),
        CommandCase(
            ["run", "--timeout-ms", "3000", "--max-memory-pages", "100", "MODULE"],
            module:
                #"(module (memory 1) (func (export "_start") (loop (br_if 0 (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))))"#,
            exits: 0),
        CommandCase(["run", "MODULE"], module: "(module (memory 65536) (memory 65536))", exits: 3, says: "nestbox: "),
        CommandCase(
            ["validate", "MODULE"], exitsWithNested: 200_000),
    ]

    @Test(arguments: NestboxCommand.all, cases)
    func theHostSurvives(_ nestbox: NestboxCommand, _ command: CommandCase) throws { try command.check(nestbox) }
}

extension CommandCase {
    /// Makes a case with nested blocks, in the text format.
    fileprivate init(_ words: [String], exitsWithNested depth: Int) {
        let text = String(repeating: "(block ", count: depth) + String(repeating: ")", count: depth)
        self.init(words, module: "(module (func \(text)))", exits: 0, stdout: "")
    }
}
