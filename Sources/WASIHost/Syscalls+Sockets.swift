// The system calls for existing sockets. None connects to another host.

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Syscalls {
    /// Receives some bytes, without waiting.
    ///
    /// - Returns: The number of bytes, 0 at the end; and whether the rest of a message was lost.
    static func receiveSome(
        _ descriptor: Int32, into buffer: inout MutableSpan<UInt8>, isPeeking: Bool
    ) throws(SystemError) -> (count: Int, isTruncated: Bool) {
        let flags = Int32(MSG_DONTWAIT) | (isPeeking ? Int32(MSG_PEEK) : 0)
        while true {
            var header = msghdr()
            let count = buffer.withUnsafeMutableBytes { bytes in
                var part = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
                return withUnsafeMutablePointer(to: &part) { part in
                    header.msg_iov = part
                    header.msg_iovlen = 1
                    return recvmsg(descriptor, &header, flags)
                }
            }
            if count >= 0 { return (count, header.msg_flags & Int32(MSG_TRUNC) != 0) }
            if errno != EINTR { throw .last }
        }
    }

    /// Takes the next connection of a listening socket.
    static func acceptNext(_ descriptor: Int32) throws(SystemError) -> Int32 {
        while true {
            let accepted = accept(descriptor, nil, nil)
            if accepted >= 0 {
                _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
                return accepted
            }
            if errno != EINTR { throw .last }
        }
    }

    static func shutDown(_ descriptor: Int32, receiving: Bool, sending: Bool) throws(SystemError) {
        let how = receiving ? (sending ? SHUT_RDWR : SHUT_RD) : SHUT_WR
        if shutdown(descriptor, Int32(how)) != 0 { throw .last }
    }

    /// Whether a socket's messages keep their boundaries.
    static func isDatagram(_ descriptor: Int32) -> Bool {
        var type: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 else { return false }
        #if canImport(Glibc)
            return type == Int32(SOCK_DGRAM.rawValue)
        #else
            return type == SOCK_DGRAM
        #endif
    }

    /// Makes calls on a descriptor fail instead of waiting, for every process that shares it.
    static func setNonBlocking(_ descriptor: Int32) {
        let flags = fcntl(descriptor, F_GETFL)
        if flags >= 0 { _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) }
    }
}

// MARK: - Listening for a debugger

extension Syscalls {
    /// Makes a socket that listens at an address of this computer.
    ///
    /// - Parameters:
    ///   - address: The four bytes of the address.
    ///   - port: The port; 0 for any that is free.
    /// - Returns: The socket, and its port.
    static func listen(at address: [UInt8], port: UInt16) throws(SystemError) -> (descriptor: Int32, port: UInt16) {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw .last }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var isReused: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = address.reduce(0) { $0 << 8 | UInt32($1) }.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &name) { name in
            name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                bind(descriptor, name, size) == 0 && Syscalls.listens(descriptor)
                    && getsockname(descriptor, name, &size) == 0
            }
        }
        guard isListening else {
            let error = SystemError.last
            closeFile(descriptor)
            throw error
        }
        return (descriptor, UInt16(bigEndian: name.sin_port))
    }

    private static func listens(_ descriptor: Int32) -> Bool {
        #if canImport(Darwin)
            Darwin.listen(descriptor, 1) == 0
        #elseif canImport(Glibc)
            Glibc.listen(descriptor, 1) == 0
        #else
            Musl.listen(descriptor, 1) == 0
        #endif
    }

    /// Sends what is written at once, however little it is.
    static func sendWithoutDelay(_ descriptor: Int32) {
        var isSet: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isSet, socklen_t(MemoryLayout<Int32>.size))
    }
}
