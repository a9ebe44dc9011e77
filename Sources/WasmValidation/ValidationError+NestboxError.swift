import WasmSyntax

extension ValidationError: NestboxError {}
