import WasmRuntime
import WasmSyntax

// The queries of a debugger about the guest.

extension RemoteDebugger {
    /// The kind of machine: LLDB chooses its plug-ins by it.
    private static let machine = RemotePackets.hexadecimal("wasm32-unknown-unknown-wasm".utf8)

    /// Answers a query; an empty answer means that the query is not known.
    func answer(_ query: String) -> String {
        let parts = query.split(separator: ":", maxSplits: 1)
        let rest = parts.count > 1 ? parts[1] : ""
        switch parts.first ?? "" {
        case "qSupported":
            let most = String(RemotePackets.mostBytes, radix: 16)
            return "PacketSize=\(most);vContSupported+;QStartNoAckMode+;swbreak+;qXfer:libraries:read+"
                + (target.canGoBack ? ";ReverseStep+;ReverseContinue+" : "")
        case "qHostInfo": return "triple:\(RemoteDebugger.machine);endian:little;ptrsize:4;"
        case "qProcessInfo": return "pid:1;triple:\(RemoteDebugger.machine);endian:little;ptrsize:4;"
        case "qC": return "QC\(String(thread, radix: 16))"
        case "qfThreadInfo":
            return "m" + target.threads.map { String($0, radix: 16) }.joined(separator: ",")
        case "qsThreadInfo": return "l"
        case "qThreadStopInfo1": return ""
        case "qRegisterInfo0":
            return "name:pc;alt-name:pc;bitsize:64;offset:0;encoding:uint;format:hex;set:PC;gcc:16;dwarf:16;generic:pc;"
        case "qXfer":
            guard rest.hasPrefix("libraries:read::") else { return "" }
            return part(rest.dropFirst("libraries:read::".count), of: libraries)
        case "qMemoryRegionInfo": return region(rest)
        case "qWasmCallStack": return callStack(of: number(rest))
        case "qWasmLocal": return value(rest) { $0.locals(of: $1) }
        case "qWasmStackValue": return value(rest) { $0.operands(of: $1, in: target.store) ?? [] }
        case "qWasmGlobal": return value(rest) { target.store.globals(of: $1.instance) }
        default:
            return query.hasPrefix("qRegisterInfo") ? "E45" : ""
        }
    }

    // MARK: Modules

    /// The modules of the instances, where LLDB finds their bytes.
    private var libraries: String {
        let entries = target.store.debuggedInstances.map { instance, module in
            let name = moduleNames[instance.index] ?? module.name?.text ?? "wasm-\(instance.index)"
            let address = DebugAddress(.module, instance.index, 0).bits
            return "<library name=\"\(RemoteDebugger.escaped(name))\"><section address=\"\(address)\"/></library>"
        }
        return "<library-list>\(entries.joined())</library-list>"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar.value < 32 ? "?" : scalar)
            }
        }
        return escaped
    }

    /// Returns the part of a text that `offset,length` names.
    private func part(_ range: Substring, of text: String) -> String {
        let numbers = range.split(separator: ",").compactMap { UInt32($0, radix: 16).map { Int($0) } }
        guard numbers.count == 2 else { return "E01" }
        let bytes = Array(text.utf8.dropFirst(numbers[0]).prefix(min(numbers[1], RemotePackets.mostContents)))
        return bytes.isEmpty ? "l" : "m" + String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Frames

    private func callStack(of thread: Int) -> String {
        guard let frames = stack(of: thread)?.frames else { return "E01" }
        return frames.enumerated().map { number, frame in
            address(of: frame, isInnermost: number == 0).littleEndian
        }.joined()
    }

    /// Returns the bytes of a value, which `frame;index` names.
    private func value(
        _ text: Substring, _ values: (CapturedStack, CapturedStack.Frame) -> [FrameValue]
    ) -> String {
        let numbers = text.split(separator: ";").compactMap { Int($0) }
        guard numbers.count == 2, let stack = stack(of: thread), stack.frames.indices.contains(numbers[0]) else {
            return "E03"
        }
        let all = values(stack, stack.frames[numbers[0]])
        guard all.indices.contains(numbers[1]) else { return "E03" }
        let bytes = all[numbers[1]].bytes
        return bytes.isEmpty ? "E03" : RemotePackets.hexadecimal(bytes)
    }

    // MARK: Memory

    /// Returns the bytes that `address,length` names, as far as they exist.
    func read(_ text: Substring) -> String {
        let parts = text.split(separator: ",")
        guard parts.count == 2, let bits = UInt64(parts[0], radix: 16), let address = DebugAddress(bits: bits) else {
            return "E01"
        }
        let count = min(max(0, number(parts[1])), RemotePackets.mostContents)
        guard let bytes = bytes(at: address, count), !bytes.isEmpty else { return "E08" }
        return RemotePackets.hexadecimal(bytes)
    }

    private func bytes(at address: DebugAddress, _ count: Int) -> [UInt8]? {
        let instance = InstanceAddress(index: address.instance)
        switch address.space {
        case .memory:
            guard let memory = target.store.debuggedMemory(of: instance), UInt64(address.offset) < memory.byteCount
            else {
                return nil
            }
            let left = memory.byteCount - UInt64(address.offset)
            return try? memory.read(at: UInt64(address.offset), count: min(left, UInt64(count)))
        case .module:
            return (target.store.debuggedModule(of: instance)?.bytes.dropFirst(address.offset).prefix(count)).map(
                Array.init)
        }
    }

    /// Writes the bytes of `address,length:digits`.
    func write(_ text: Substring) -> String {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let comma = parts[0].firstIndex(of: ","), !target.canGoBack,
            let bits = UInt64(parts[0][..<comma], radix: 16), let address = DebugAddress(bits: bits),
            address.space == .memory, let bytes = RemotePackets.bytes(parts[1]),
            let memory = target.store.debuggedMemory(of: InstanceAddress(index: address.instance))
        else { return "E01" }
        do {
            try memory.write(bytes, at: UInt64(address.offset))
            return "OK"
        } catch {
            return "E08"
        }
    }

    private func region(_ text: Substring) -> String {
        guard let bits = UInt64(text, radix: 16), let address = DebugAddress(bits: bits) else { return "E01" }
        let instance = InstanceAddress(index: address.instance)
        let size: UInt64?
        switch address.space {
        case .memory: size = target.store.debuggedMemory(of: instance)?.byteCount
        case .module: size = target.store.debuggedModule(of: instance).map { UInt64($0.bytes.count) }
        }
        let start = DebugAddress(address.space, address.instance, 0).bits
        let end = DebugAddress(address.space, address.instance, 0).bits &+ min(size ?? 0, 1 << 32)
        guard bits < end else {
            let next = start &+ (1 << 32)
            return "start:\(String(bits, radix: 16));size:\(String(next &- bits, radix: 16));"
        }
        let rights = address.space == .memory ? "rw" : "rx"
        return "start:\(String(start, radix: 16));size:\(String(end &- start, radix: 16));permissions:\(rights);"
    }
}
