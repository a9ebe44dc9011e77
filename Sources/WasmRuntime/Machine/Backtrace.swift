import WasmSyntax
import WasmValidation

extension Store {
    /// Stores the budget spent and returns a trap with its backtrace. The program counter must be behind the instruction
    /// that traps.
    func trap(_ kind: Trap.Kind, spent: Int, _ execution: Execution) -> Trap {
        setSpent(spent)
        noteRefusal(causing: kind)
        if keepsTrapFrames || capturesCoreDumps { keepFrames(of: kind, execution) }
        sample(spent: spent, always: true, execution)
        var trap = Trap(kind)
        /// The instance of each frame of the backtrace.
        var instances: [Int] = []
        for frame in FrameWalk(execution, in: self) {
            append(frame.function.function, frame.code, frame.place, to: &trap)
            if instances.count < trap.backtrace.count { instances.append(frame.instance) }
        }
        nameExports(instances, &trap)
        nameModules(instances, &trap)
        return trap
    }

    /// Names the frames of functions without a name by the module's exports.
    private func nameExports(_ instances: [Int], _ trap: inout Trap) {
        var nameless: [Int: [UInt32: [Int]]] = [:]
        for (number, frame) in trap.backtrace.enumerated() where frame.functionName == nil {
            nameless[instances[number], default: [:]][frame.functionIndex, default: []].append(number)
        }
        // One limit for all instances: nothing polls the interruption here.
        var left = Trap.maximumExports
        for (instance, var frames) in nameless.sorted(by: { $0.key < $1.key }) {
            guard let exports = state.instances[instance].code?.module.validated.module.exports else { continue }
            for export in exports.prefix(left) where !frames.isEmpty {
                left &-= 1
                guard export.kind == .function, let numbers = frames.removeValue(forKey: export.index) else { continue }
                let name = export.name.description
                for number in numbers { trap.backtrace[number].exportName = name }
            }
        }
    }

    /// Names the modules of the frames, if they belong to several instances.
    private func nameModules(_ instances: [Int], _ trap: inout Trap) {
        guard let first = instances.first, instances.contains(where: { $0 != first }) else { return }
        for (number, instance) in instances.enumerated() {
            let name = instanceNames[instance] ?? state.instances[instance].code?.names.moduleName
            trap.backtrace[number].moduleName = name?.description
        }
    }

    private func append(_ function: Int, _ code: CodeObject, _ place: Int, to trap: inout Trap) {
        guard trap.backtrace.count < Trap.maximumFrames else { return trap.omittedFrames &+= 1 }
        let index = UInt32(truncatingIfNeeded: code.importedFunctions &+ function)
        var frame = Trap.Frame(
            functionIndex: index, functionName: code.names.functionName(index)?.description,
            offset: Int(code.origins[place].offset))
        frame.debugInformation.module = code.module.debugInformation
        trap.backtrace.append(frame)
    }
}
