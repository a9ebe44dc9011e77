import Testing
import WasmSyntax
import WasmText

@Suite struct PrinterTests {
    @Test func aModuleIsPrintedAsExpected() throws {
        let module = try parse(
            #"""
            (import "m" "\"\n" (func $i)) (memory 1) (data (i32.const 8) "a\00")
            (func (export "f") (param i32) (result i32) (local i64 i64)
              (block (result i32) (if (local.get 0) (then) (else (nop))) (i32.load align=1 (i32.const 1)))
              (f32.const nan:0x1) drop (f64.const -0.1) drop)
            """#)
        let text = String(decoding: try TextPrinter.print(module), as: UTF8.self)
        #expect(
            text == #"""
                (module
                  (type (;0;) (func))
                  (type (;1;) (func (param i32) (result i32)))
                  (import "m" "\"\0a" (func $i (;0;) (type 0)))
                  (func (;1;) (type 1)
                    (local i64 i64)
                    block (result i32)
                      local.get 0
                      if
                      else
                        nop
                      end
                      i32.const 1
                      i32.load align=1
                    end
                    f32.const nan:0x1
                    drop
                    f64.const -0.1
                    drop)
                  (memory (;0;) 1)
                  (export "f" (func 1))
                  (data (memory 0) (offset i32.const 8) "a\00"))

                """#)
    }

    /// Every bit of a float is kept.
    @Test(
        arguments: [
            0, 0x8000_0000_0000_0000, 1, 0x7FEF_FFFF_FFFF_FFFF, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000,
            0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0001, 0x7FF0_0000_0000_0001, 0x3FB9_9999_9999_999A,
            0x000F_FFFF_FFFF_FFFF,
        ] as [UInt64])
    func floatsSurvive(_ bits: UInt64) throws {
        let single = UInt32(truncatingIfNeeded: bits >> 32)
        var writer = ByteWriter()
        writer.opcode(.f64Const)
        writer.fixed(bits)
        writer.opcode(.f32Const)
        writer.fixed(single)
        writer.opcode(.end)
        var module = ModuleSyntax()
        module.bytes = writer.bytes
        module.globals = [
            Global(type: GlobalType(value: .f64, isMutable: false), initializer: .init(code: 0..<writer.bytes.count))
        ]
        #expect(try RoundTrip.survivesText(module))
    }

    /// Every instruction of the table survives, with immediates that fit its kind.
    @Test(arguments: InstructionTable.rows.map(\.opcode))
    func everyInstructionSurvives(_ opcode: Opcode) throws {
        let text = "(func \(PrinterTests.example(opcode)))"
        let module = try parse(text)
        #expect(try instructions(text).contains { $0.opcode == opcode })
        #expect(try RoundTrip.survivesText(module))
    }

    private static func example(_ opcode: Opcode) -> String {
        let name = opcode.name
        switch InstructionTable.row(opcode).immediates {
        case .zeroByte: return name
        case .none:
            switch opcode {
            case .else: return "if else end"
            case .end: return "block end"
            case .catchAll: return "try catch_all end"
            default: return name
            }
        case .blockType: return "\(name) (param i32) (result i64) end \(name) (result i32) end"
        case .label where opcode == .delegate: return "try delegate 5"
        case .tag where opcode == .catch: return "try catch 1 catch 5 end"
        case .label, .function, .type, .local, .global, .table, .memory, .data, .element, .tag, .lane:
            return "\(name) 5"
        case .labels: return "\(name) 1 2 3"
        case .callIndirect: return "\(name) 3 (type 0)"
        case .typeField, .typeCount, .typeData, .typeElement, .typeType, .dataMemory, .elementTable, .memoryMemory,
            .tableTable:
            return "\(name) 1 2"
        case .memoryArgument: return "\(name) 3 offset=0xffff_ffff_ffff_ffff align=1"
        case .memoryLane: return "\(name) 3 offset=7 1"
        case .lanes16: return "\(name) 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 255"
        case .v128: return "\(name) f32x4 1 2 nan:0x7 -inf"
        case .i32, .i64: return "\(name) -1"
        case .f32, .f64: return "\(name) -1.5e-7"
        case .valueTypes: return "\(name) (result i32 (ref 3))"
        case .heapType:
            switch opcode {
            case .refNull: return "\(name) exn \(name) 7"
            case .refTestNull, .refCastNull: return "\(name) i31ref"
            default: return "\(name) (ref array)"
            }
        case .brOnCast: return "\(name) 1 (ref null 2) (ref i31)"
        case .tryTable: return "\(name) (result i32) (catch 1 2) (catch_ref 3 4) (catch_all 5) (catch_all_ref 6) end"
        }
    }
}
