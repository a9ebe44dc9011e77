import WASIPreview1
import WasmBinary
import WasmRuntime
import WasmSyntax

// The custom sections of a core dump.

extension CoreDumpWriter {
    mutating func writeModules() throws {
        var section = ByteWriter()
        section.unsigned(UInt(contents.modules.count))
        for (module, name) in contents.modules {
            let name = module.name ?? name ?? Name(executable)
            section.byte(CoreDumpFormat.part)
            section.name(Name(name.text.cut(to: CoreDumpFormat.nameBytes)))
        }
        try output.custom(CoreDumpFormat.modules, section)
    }

    mutating func writeInstances() throws {
        var section = ByteWriter()
        section.unsigned(UInt(contents.instances.count))
        for instance in contents.instances {
            section.byte(CoreDumpFormat.part)
            section.unsigned(UInt(instance.module))
            for numbers in [instance.memories, instance.globals] {
                try work(numbers.count)
                section.unsigned(UInt(numbers.count))
                for number in numbers { section.unsigned(UInt(number)) }
            }
        }
        try output.custom(CoreDumpFormat.instances, section)
    }

    mutating func writeStack(_ stack: CapturedStack?) throws {
        var section = ByteWriter()
        section.byte(CoreDumpFormat.part)
        section.name("main")
        section.unsigned(UInt(stack?.frames.count ?? 0))
        var number: UInt32 = 0
        try stack?.forEachFrame(in: store, interruption: interruption) { frame, locals, operands in
            section.byte(CoreDumpFormat.part)
            section.unsigned(UInt(contents.instance(of: frame, in: store)))
            section.unsigned(frame.functionIndex)
            section.unsigned(frame.module.codeOffset(of: frame.offset, inFunction: frame.functionIndex))
            for (place, values) in [locals, operands].enumerated() {
                section.unsigned(UInt(values.count))
                for (index, value) in values.enumerated() {
                    section.dumpedValue(value)
                    guard let value, value.isAddition else { continue }
                    frameAdditionCount &+= 1
                    frameAdditions.unsigned(UInt32(0))
                    frameAdditions.unsigned(number)
                    frameAdditions.byte(UInt8(truncatingIfNeeded: place))
                    frameAdditions.unsigned(UInt(index))
                    frameAdditions.addedValue(value)
                }
            }
            number &+= 1
        }
        try output.custom(CoreDumpFormat.stack, section)
    }

    /// Writes Nestbox's own section.
    mutating func writeAdditions(_ stack: CapturedStack?) throws {
        var section = ByteWriter()
        section.byte(CoreDumpFormat.additionsVersion)
        section.name(Name(reason.cut(to: CoreDumpFormat.reasonBytes)))
        section.unsigned(UInt(contents.modules.count))
        for (module, _) in contents.modules {
            let isBinary = module.bytes.starts(with: BinaryFormat.magic)
            section.byte(isBinary ? 1 : 0)
            if isBinary { section.append(try ModuleDigest(of: module.bytes, interruption: interruption).bytes) }
        }
        section.unsigned(UInt(contents.omittedInstances))
        section.unsigned(UInt(1))
        section.unsigned(UInt32(clamping: stack?.omittedFrames ?? 0))
        var globals = ByteWriter()
        var count: UInt32 = 0
        for (number, place) in contents.globals.enumerated() {
            try work(1)
            guard let value = store.dumpedGlobal(place)?.value, value == .reference(isNull: false) else { continue }
            count &+= 1
            globals.unsigned(UInt(number))
            globals.addedValue(value)
        }
        section.unsigned(count)
        section.append(globals.bytes)
        section.unsigned(frameAdditionCount)
        section.append(frameAdditions.bytes)
        try output.custom(CoreDumpFormat.additions, section)
    }
}
