import Nestbox
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The output of `nestbox inspect` for a core dump.
struct CoreDumpText {
    let dump: CoreDump
    /// The modules that were given, by their numbers in the dump.
    let modules: [Int: DumpedModuleNames]
    let interruption: (any Interruption)?

    /// - Throws: ``Interrupted``.
    func print() throws {
        let reason = dump.reason.map { ": \(Name.withoutControls($0))" } ?? ""
        Swift.print("core dump of \"\(dump.executable)\"\(reason)")
        Swift.print("\nmodules:")
        InspectCommand.list(Array(dump.modules.enumerated())) { number, module in
            "\(number): \"\(module.name)\"\(module.digest.map { ", \($0)" } ?? "")"
        }
        Swift.print("\ninstances:")
        InspectCommand.list(Array(dump.instances.enumerated())) { number, instance in
            "\(number): of module \(instance.module); memories \(numbers(instance.memories)); "
                + "globals \(numbers(instance.globals))"
        }
        if dump.omittedInstances > 0 { Swift.print("  … and \(dump.omittedInstances) that the dump leaves out") }
        for stack in dump.stacks.prefix(InspectCommand.maximumLines) { try print(stack) }
        Swift.print("\nmemories:")
        InspectCommand.list(Array(dump.memories.enumerated())) { number, memory in
            "\(number): \(memory.type.summary), \(memory.size) bytes, \(memory.dataBytes) of them in the dump"
        }
        Swift.print("\nglobals:")
        InspectCommand.list(Array(dump.globals.enumerated())) { number, global in
            "\(number): \(global.type.value) \(text(global.value))"
        }
    }

    /// Prints the frames of a thread, each with its values.
    private func print(_ stack: CoreDump.CallStack) throws {
        Swift.print("\nthread \"\(stack.name)\":")
        for (number, frame) in stack.frames.prefix(InspectCommand.maximumLines).enumerated() {
            if let reason = interruption?.reasonToStop() { throw Interrupted(reason) }
            let module = modules[dump.instances[frame.instance].module]
            let name = module?.function(of: frame).map { " <\($0)>" } ?? ""
            let offset = module?.offset(of: frame).map { ", byte \($0) of the module" } ?? ""
            Swift.print(
                "  #\(number) function \(frame.functionIndex)\(name) of instance \(frame.instance), "
                    + "code offset \(frame.codeOffset)\(offset)")
            print("locals", frame.locals) { module?.local($0, of: frame) }
            print("operands", frame.operands) { _ in nil }
        }
        let left = max(0, stack.frames.count - InspectCommand.maximumLines)
        if left > 0 { Swift.print("  … and \(left) more") }
        if stack.omittedFrames > 0 { Swift.print("  … and \(stack.omittedFrames) that the dump leaves out") }
    }

    private func print(_ title: String, _ values: [FrameValue?], _ name: (Int) -> String?) {
        guard !values.isEmpty else { return }
        let texts = values.prefix(InspectCommand.maximumLines).enumerated().map { index, value in
            "\(index)\(name(index).map { " <\($0)>" } ?? "") \(text(value))"
        }
        let left = values.count - texts.count
        Swift.print("     \(title): \(texts.joined(separator: ", "))\(left > 0 ? " … and \(left) more" : "")")
    }

    private func numbers(_ numbers: [Int]) -> String {
        guard !numbers.isEmpty else { return "none" }
        let left = numbers.count - 100
        let texts = numbers.prefix(100).map { String($0) }.joined(separator: ", ")
        return left > 0 ? "\(texts) … and \(left) more" : texts
    }

    private func text(_ value: FrameValue?) -> String { value?.description ?? "missing" }
}
