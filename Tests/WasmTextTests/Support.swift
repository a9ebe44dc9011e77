import WasmSyntax
import WasmText

func parse(_ text: String, emitNames: Bool = true) throws(ParseError) -> ModuleSyntax {
    try TextParser.parseModule(Array(text.utf8), options: ParserOptions(emitNames: emitNames))
}

/// Returns the error that refuses a text, as `line:column: message`, or `accepted`.
func refusal(_ text: String) -> String {
    do throws(ParseError) {
        _ = try parse(text)
        return "accepted"
    } catch {
        return error.description
    }
}

/// Returns the instructions of all bodies of a module.
func instructions(_ text: String) throws -> [Instruction] {
    let module = try parse(text)
    var code = DecodedCode()
    for body in module.bodies { try InstructionDecoder.decode(body.code, of: module.bytes, into: &code) }
    return code.instructions
}

func bytes(_ range: Range<Int>, of module: ModuleSyntax) -> [UInt8] { Array(module.contents(of: range)) }
