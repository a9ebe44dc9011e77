/// A folder in memory. It is empty at first, and freed with the last reference to it.
///
/// It can be granted to several guests, one after the other or at the same time, as long as only one thread uses it.
/// The quotas of the grants apply in addition to the limits of the folder.
public final class MemoryFolder: VolumeDirectory {
    /// Makes an empty folder.
    ///
    /// - Parameters:
    ///   - byteLimit: The maximum number of bytes of all files together, counted in blocks of 512; parts of a file that
    ///     were never written do not count. Beyond it, calls fail with `ENOSPC`. The host needs up to twice as much
    ///     memory.
    ///   - fileLimit: The maximum number of files, directories and links. Beyond it, calls fail with `ENOSPC`. The host
    ///     needs about 500 bytes for each.
    ///   - clocks: The source of file times: the clock `realtime` of `HostClocks`, for example. Without clocks, times
    ///     are only increasing numbers that tell what is newer.
    public init(byteLimit: UInt64 = 64 << 20, fileLimit: Int = 65_536, clocks: (any WASIClocks)? = nil) {
        let volume = MemoryVolume(MemoryUsage(byteLimit: byteLimit, fileLimit: fileLimit), clocks: clocks)
        super.init(volume.root, of: volume)
    }
}
