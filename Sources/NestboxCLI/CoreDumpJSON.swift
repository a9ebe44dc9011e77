import Nestbox
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The output of `nestbox inspect --json` for a core dump.
struct CoreDumpJSON: JSONPrinting {
    let dump: CoreDump
    /// The modules that were given, by their numbers in the dump.
    let modules: [Int: DumpedModuleNames]
    let interruption: (any Interruption)?

    /// A frame with the number of its thread.
    private struct ThreadFrame {
        let thread: Int
        let frame: CoreDump.Frame
    }

    /// - Throws: ``Interrupted``.
    func print() throws {
        let reason = dump.reason.map { JSONNode(.string($0)) } ?? JSONNode(.null)
        Swift.print("{\n  \"executable\": \(name(dump.executable).compactText),\n  \"reason\": \(reason.compactText),")
        try list("modules", dump.modules) { module in
            let digest = module.digest.map { JSONNode(.string($0.description)) }
            return object([("name", name(module.name)), ("digest", digest ?? JSONNode(.null))])
        }
        try list("instances", dump.instances) { instance in
            object(
                [("module", number(instance.module))] + cut("memories", instance.memories, number)
                    + cut("globals", instance.globals, number))
        }
        try list("threads", dump.stacks) { stack in
            object([
                ("name", name(stack.name)), ("frames", number(stack.frames.count)),
                ("omittedFrames", number(Int(stack.omittedFrames))),
            ])
        }
        let frames = dump.stacks.enumerated().lazy.flatMap { thread, stack in
            stack.frames.lazy.map { ThreadFrame(thread: thread, frame: $0) }
        }
        try list("frames", Array(frames.prefix(InspectCommand.maximumLines)), describe)
        try list("memories", dump.memories) { memory in
            object([
                ("address", JSONNode(.string(memory.type.addressType == .i64 ? "i64" : "i32"))),
                ("bytes", JSONNode(.number(memory.size))), ("dataBytes", JSONNode(.number(memory.dataBytes))),
            ])
        }
        try list("globals", dump.globals) { global in
            object([
                ("type", JSONNode(.string(global.type.value.description))), ("value", value(global.value)),
            ])
        }
        Swift.print("  \"omittedInstances\": \(dump.omittedInstances)\n}")
    }

    private func describe(_ entry: ThreadFrame) -> JSONNode {
        let frame = entry.frame
        let module = modules[dump.instances[frame.instance].module]
        var members = [
            ("thread", number(entry.thread)), ("instance", number(frame.instance)),
            ("function", number(Int(frame.functionIndex))), ("codeOffset", number(Int(frame.codeOffset))),
        ]
        if let function = module?.function(of: frame) { members.append(("name", JSONNode(.string(function)))) }
        if let offset = module?.offset(of: frame) { members.append(("offset", number(offset))) }
        return object(members + cut("locals", frame.locals, value) + cut("operands", frame.operands, value))
    }

    /// The member for a list inside of an entry and, if it is too long, another with the number of elements left out.
    private func cut<Element>(
        _ key: String, _ elements: [Element], _ node: (Element) -> JSONNode
    ) -> [(String, JSONNode)] {
        let left = elements.count - InspectCommand.maximumLines
        let member = (key, JSONNode(.array(elements.prefix(InspectCommand.maximumLines).map(node))))
        return left > 0 ? [member, ("\(key)Omitted", number(left))] : [member]
    }

    /// A value as in the text output; `null` for one that is missing.
    private func value(_ value: FrameValue?) -> JSONNode {
        value.map { JSONNode(.string($0.description)) } ?? JSONNode(.null)
    }
}
