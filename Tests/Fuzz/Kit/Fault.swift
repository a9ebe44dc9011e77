import Foundation

/// Misbehaviours on request, with which `scripts/fuzz --self-test` shows that it would detect them.
enum Fault {
    static func answer(_ request: Request) -> Answer {
        switch request.names.first {
        case "crash":
            // The index is out of range: the process dies by a signal.
            let numbers = [Int](repeating: 0, count: request.count)
            return Answer(id: numbers[request.count + request.id])
        case "hang":
            while true { Thread.sleep(forTimeInterval: 0.1) }
        case "memory":
            var hoard: [[UInt8]] = []
            for _ in 0..<1_000 { hoard.append([UInt8](repeating: 1, count: 16 << 20)) }
            return Answer(id: hoard.count)
        default:
            var answer = Answer(id: request.id)
            answer.mismatch = "a fault on request"
            return answer
        }
    }
}
