import Nestbox

/// Calls a function of a guest. If it fails, returns its core dump, as the bytes of a file.
func coreDump(ofCalling name: Name, in module: Module) throws -> [UInt8]? {
    let store = Store(instruments: .debugging)  // Slower, but every operand is in the dump.
    store.capturesCoreDumps = true
    let instance = try store.instantiate(module)
    do {
        _ = try instance.call(name)
        return nil
    } catch let error where error is Trap || error is WasmException {
        var file: [UInt8] = []
        try store.writeCoreDump(after: error, executable: "shop.wasm") { file += $0 }
        return file
    }
}

/// Tells where the guest of a core dump has failed, and with which values.
func description(ofCoreDump file: [UInt8]) throws -> String {
    let dump = try CoreDump(bytes: file)
    var lines = ["\(dump.executable): \(dump.reason ?? "no reason")"]
    for frame in dump.stacks.first?.frames ?? [] {
        let values = [frame.locals, frame.operands].map { list in
            list.map { $0?.description ?? "missing" }.joined(separator: ", ")
        }
        let function = "function \(frame.functionIndex)"
        lines.append("\(function): locals \(values[0]); operands \(values[1])")
    }
    return lines.joined(separator: "\n")
}
