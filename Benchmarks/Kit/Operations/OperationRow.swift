import Foundation
import WasmSyntax

/// An operation in one of its forms, executed many times to measure the real duration of its units of time.
package struct OperationRow: Sendable {
    /// The module in which the row is measured: `plain` if the loop for plain code can execute the row, otherwise
    /// `full`.
    package enum Setting: String, CaseIterable, Sendable { case plain, full }

    package var opcode: Opcode
    /// The difference from the other rows of the opcode; empty for the ordinary form.
    package var form = ""
    package var setting: Setting
    /// The code to execute, in the text format, with the locals of ``OperationModule``.
    package var body: String
    /// The number of copies of the code in the loop.
    package var copies = 8

    package var name: String { form.isEmpty ? opcode.name : "\(opcode.name), \(form)" }
}

extension OperationRow {
    /// The rows for all opcodes.
    package static let all = plain + written

    /// The rows of instructions whose operands and result follow from the signature in the table.
    private static let plain: [OperationRow] = InstructionTable.rows.flatMap { row in
        guard let signature = InstructionSignature(row.signatureText), special[row.opcode] == nil else {
            return [OperationRow]()
        }
        let setting: Setting = [0xFD, 0xFE].contains(row.prefix) ? .full : .plain
        return memories(of: row).map { memory, form in
            let isWide = memory == "$wide"
            let operands = signature.parameters.map { operand(of: $0, isWide: isWide, row) }.joined(separator: " ")
            let plain = "(\(row.name)\(immediates(of: row, memory)) \(operands))"
            return OperationRow(
                opcode: row.opcode, form: form, setting: setting,
                body: signature.result == nil ? plain : "(drop \(plain))")
        }
    }

    private static func memories(of row: InstructionRow) -> [(String, String)] {
        switch row.immediates {
        case .memoryArgument where row.name.hasPrefix("memory.atomic"): [("$shared", "")]
        case .memoryArgument, .memoryLane, .memory:
            [("", ""), ("$second", "of a second memory"), ("$wide", "of a 64-bit memory")]
        default: [("", "")]
        }
    }

    private static func operand(of type: InstructionSignature.Operand, isWide: Bool, _ row: InstructionRow) -> String {
        switch type {
        case .i32: "(local.get $i)"
        case .i64: "(local.get $I)"
        case .f32: "(local.get $f)"
        case .f64: "(local.get $F)"
        case .v128: "(local.get $v)"
        case .address: row.opcode == .memoryGrow ? "(i32.const 0)" : isWide ? "(local.get $A)" : "(local.get $a)"
        }
    }

    private static func immediates(of row: InstructionRow, _ memory: String) -> String {
        let memory = memory.isEmpty ? "" : " " + memory
        return switch row.immediates {
        case .lane: " 0"
        case .memoryLane: memory + " 0"
        case .lanes16: " 0 17 2 19 4 21 6 23 8 25 10 27 12 29 14 31"
        case .v128: " i32x4 1 2 3 4"
        case .i32, .i64, .f32, .f64: " 1"
        default: memory
        }
    }
}
