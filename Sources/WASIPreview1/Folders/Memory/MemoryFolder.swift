/// A folder in memory. It is empty at first, and gone when nobody holds it any more.
///
/// It can be granted to several guests, one after the other or at the same time, as long as only one thread uses it.
/// Their quotas come on top of what the folder itself may hold.
public final class MemoryFolder: VolumeDirectory {
    /// Makes an empty folder.
    ///
    /// - Parameters:
    ///   - byteLimit: How many bytes its files can have together. They are counted in blocks of 512; parts of a file
    ///     that were never written are not. Beyond it is `ENOSPC`. The host spends up to twice as much.
    ///   - fileLimit: How many files, directories and links it can hold. Beyond it is `ENOSPC`. The host spends about
    ///     500 bytes for each.
    ///   - clocks: Where times of files come from: `realtime` of them, `HostClocks` for example. Without, times are
    ///     only numbers that tell what is newer.
    public init(byteLimit: UInt64 = 64 << 20, fileLimit: Int = 65_536, clocks: (any WASIClocks)? = nil) {
        let volume = MemoryVolume(MemoryUsage(byteLimit: byteLimit, fileLimit: fileLimit), clocks: clocks)
        super.init(volume.root, of: volume)
    }
}
