import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmValidation

extension Module {
    /// The number of bytes from the beginning of a function's body to an instruction, as core dumps and wasmtime count them:
    /// the body begins with its declarations of locals, behind its size. In a module that was loaded from text, the bytes
    /// are those that the function has in the binary format.
    ///
    /// - Parameters:
    ///   - offset: The instruction's offset in the module.
    ///   - functionIndex: The function's index in the module.
    func codeOffset(of offset: Int, inFunction functionIndex: UInt32) -> UInt32 {
        let module = validated.module
        let index = Int(functionIndex) &- validated.importCounts.functions
        guard module.bodies.indices.contains(index) else { return 0 }
        let body = module.bodies[index]
        if let start = bodyStart(index) { return UInt32(clamping: offset &- start) }
        var locals = ByteWriter()
        locals.localGroups(body.locals)
        return UInt32(clamping: locals.bytes.count &+ (offset &- body.code.lowerBound))
    }

    /// The offset in the module of an instruction that is so far behind the beginning of a function's body; `nil` if the
    /// function has no such instruction.
    package func offset(ofCode codeOffset: UInt32, inFunction functionIndex: UInt32) -> Int? {
        let index = Int(functionIndex) &- validated.importCounts.functions
        guard validated.module.bodies.indices.contains(index), let start = bodyStart(index) else { return nil }
        let offset = start &+ Int(codeOffset)
        return offset < validated.module.bodies[index].code.upperBound ? offset : nil
    }

    /// The offset of a body in a module that was loaded from the binary format; `nil` if it was loaded from text.
    private func bodyStart(_ index: Int) -> Int? {
        let module = validated.module
        let code = module.bodies[index].code
        // Bodies follow one another, each behind its size.
        guard let entry = index > 0 ? module.bodies[index &- 1].code.upperBound : Module.firstBody(in: module.bytes)
        else { return nil }
        var cursor = ByteCursor(module.bytes, in: entry..<max(entry, code.upperBound))
        guard let size = try? cursor.u32(), cursor.position < code.lowerBound,
            cursor.position &+ Int(size) == code.upperBound
        else { return nil }
        return cursor.position
    }

    /// The offset of the first entry of a module's code section.
    private static func firstBody(in bytes: [UInt8]) -> Int? {
        guard bytes.starts(with: BinaryFormat.magic) else { return nil }
        var cursor = BinaryFormat.sections(of: bytes)
        do throws(DecodeError) {
            while !cursor.isAtEnd {
                let id = try cursor.byte()
                let size = Int(try cursor.u32())
                guard id != SectionID.code.rawValue else {
                    _ = try cursor.u32()
                    return cursor.position
                }
                _ = try cursor.skip(size)
            }
        } catch {
            return nil
        }
        return nil
    }
}

/// The beginning of the binary format.
enum BinaryFormat {
    static let magic: [UInt8] = [0x00, 0x61, 0x73, 0x6D]

    /// A cursor over what follows the magic number and the version.
    static func sections(of bytes: [UInt8]) -> ByteCursor { ByteCursor(bytes, in: min(8, bytes.count)..<bytes.count) }
}
