import Nestbox
import WASIHost
import WasmRuntime
import WasmSyntax

/// The commands of `nestbox replay --explore`, a line each.
struct ReplayExplorer {
    let session: ReplaySession
    /// Prints the answer to a command.
    let answer: (String) -> Void

    /// The most bytes that `memory` prints.
    private static let mostBytes: UInt64 = 4_096

    private static let help = """
        to UNITS              go to the first branch backwards, call or return with so many units spent
        step [COUNT]          go to the next one
        back [COUNT]          go to the previous one
        start                 go to the moment before the run
        end                   go to the end of the run
        where                 print the functions that are running
        memory ADDRESS [COUNT]  print bytes of the first memory, 64 if COUNT is not given
        help                  print this list
        quit                  end
        """

    /// Performs a command.
    ///
    /// - Returns: Whether to go on.
    /// - Throws: The error that ended the replay itself.
    func perform(_ line: String) throws -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let command = words.first else { return true }
        do {
            switch (command, words.count) {
            case ("to", 2): try session.move(to: Quantity.number(Word(words[1]), of: "to"))
            case ("step", ...2): try times(words) { try session.step() }
            case ("back", ...2): try times(words) { try session.stepBack() }
            case ("start", 1): session.moveToStart()
            case ("end", 1): try session.move(to: .max)
            case ("where", 1): break
            case ("memory", 2...3):
                answer(try memory(words))
                return true
            case ("help", 1):
                answer(ReplayExplorer.help)
                return true
            case ("quit", 1): return false
            default: throw UsageError("unknown command: \(line); help lists them")
            }
            answer(place)
        } catch let error as UsageError {
            answer(error.message)
        } catch let difference as ReplayDifference {
            // The moments before it can be looked at.
            answer("\(difference)")
        }
        return true
    }

    /// Does something as often as the second word says.
    private func times(_ words: [String], _ body: () throws -> Void) throws {
        let count = try words.count == 2 ? Quantity.number(Word(words[1]), of: words[0]) : 1
        var done: UInt64 = 0
        while done < count {
            let before = (session.spent, session.isEnded)
            try body()
            done &+= 1
            // At the start and at the end, further steps change nothing.
            if before == (session.spent, session.isEnded) { return }
        }
    }

    /// The units, the host calls, and a line for each frame.
    private var place: String {
        let place = session.place
        let state = session.isEnded ? ", at the end" : place == nil ? ", before the run" : ""
        return "\(session.spent) units, \(session.callCount) host calls\(state)" + (place?.framesDescription ?? "")
    }

    private func memory(_ words: [String]) throws -> String {
        let address = try Quantity.number(Word(words[1]), of: "memory")
        let count = try words.count == 3 ? Quantity.number(Word(words[2]), of: "memory") : 64
        guard count <= ReplayExplorer.mostBytes else {
            throw UsageError("memory prints at most \(ReplayExplorer.mostBytes) bytes")
        }
        guard let memory = session.memory() else { return "no function with a memory is running" }
        guard address <= memory.byteCount else { return "the memory has \(memory.byteCount) bytes" }
        let bytes: [UInt8]
        do {
            bytes = try memory.read(at: address, count: min(count, memory.byteCount &- address))
        } catch {
            return "\(error)"
        }
        return stride(from: 0, to: bytes.count, by: 16).map { start in
            let line = bytes[start..<min(start &+ 16, bytes.count)]
            let hex = line.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            let text = String(decoding: line.map { 0x20...0x7E ~= $0 ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
            let padding = String(repeating: " ", count: 48 &- hex.count)
            return "\(address &+ UInt64(start)): \(hex)\(padding)\(text)"
        }.joined(separator: "\n")
    }
}
