extension WASI {
    /// `environ_get(environ, environ_buf)`: writes the variables as `NAME=VALUE`, each followed by a zero byte, and the
    /// pointers to them. Without ``Capability/environment`` the list is empty.
    ///
    /// - Throws: `EFAULT` if either does not fit into the memory; nothing is written then.
    func environGet(_ call: WASICall) throws {
        try configuration.environment.write(call, pointers: call.address(0), buffer: call.address(1))
    }

    /// `environ_sizes_get(&count, &size)`: returns the number of variables, and of bytes that `environ_get` writes for
    /// them.
    ///
    /// - Throws: `EFAULT` where a result is outside of the memory.
    func environSizesGet(_ call: WASICall) throws {
        try configuration.environment.writeSizes(call.memory(), count: call.address(0), byteCount: call.address(1))
    }
}
