extension WASI {
    /// `args_get(argv, argv_buf)`: writes the arguments, each followed by a zero byte, and the pointers to them.
    ///
    /// - Throws: `EFAULT` if either does not fit into the memory; nothing is written then.
    func argsGet(_ call: WASICall) throws {
        try configuration.arguments.write(call, pointers: call.address(0), buffer: call.address(1))
    }

    /// `args_sizes_get(&count, &size)`: returns the number of arguments, and of bytes that `args_get` writes for them.
    ///
    /// - Throws: `EFAULT` where a result is outside of the memory.
    func argsSizesGet(_ call: WASICall) throws {
        try configuration.arguments.writeSizes(call.memory(), count: call.address(0), byteCount: call.address(1))
    }
}
