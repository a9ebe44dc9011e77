import WasmSyntax

extension ParseError: NestboxError {}
