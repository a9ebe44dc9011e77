import Testing
import WasmSyntax
import WasmValidation

/// The facts that the validator derives from the instruction table hold for every row.
@Suite struct InstructionTableTests {
    /// Zeros are valid immediates of any instruction, and the remaining ones decode as `unreachable`.
    @Test func `the validator knows every instruction`() {
        let parts: [Opcode] = [.end, .else, .catch, .catchAll, .delegate]
        for opcode in Opcode.allCases where !parts.contains(opcode) {
            let isBlock = [.block, .loop, .if, .tryTable, .try].contains(opcode)
            let module = Fixture.module([
                .unreachable, .bytes(opcode, [UInt8](repeating: 0, count: 20)), isBlock ? .end : .unreachable,
            ])
            let fault = module.fault()
            if case .malformed(let kind) = fault { Issue.record("\(opcode.name): \(kind)") }
        }
    }
}
