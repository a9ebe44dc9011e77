// example begin host
import Nestbox

/// A guest may read one folder of the host, and add files to another one.
func thumbnailPolicy(photos: String, thumbnails: String) -> Policy {
    var policy = Policy()
    policy.allow = [.stdio, .exit, .filesRead, .filesWrite, .filesCreate]
    policy.folders = [
        .init(host: photos, guest: "/in", allow: [.read, .list]),
        .init(
            host: thumbnails, guest: "/out", allow: [.write, .create],
            quota: FolderQuota(bytes: 1 << 20, files: 100)),
    ]
    return policy
}
// example end

// example begin memory
/// Gives a guest a folder in memory with one file, runs it, and takes what it has written.
func convertInMemory(_ program: [UInt8], _ input: [UInt8]) throws -> [UInt8] {
    let scratch = MemoryFolder(byteLimit: 16 << 20)
    try scratch.writeFile(at: "input/data.csv", input)
    try scratch.makeDirectories(at: "output")

    var grants = WASIConfiguration()
    try grants.grantFolder(scratch, as: "/scratch", permissions: .readWrite)
    grants.grantExit()
    try Store().runCommand(Module(bytes: program), wasi: WASI(grants))
    return try scratch.readFile(at: "output/data.csv")
}
// example end

// example begin overlay
/// Lets a guest change a project in memory only, and writes the changes if approved of.
func refactor(
    _ program: [UInt8], project path: String, approves: ([OverlayChange]) -> Bool
) throws {
    let project = try OverlayFolder(above: HostFolder(path: path))
    var grants = WASIConfiguration()
    try grants.grantFolder(project, as: "/project", permissions: .readWrite)
    grants.grantExit()
    try Store().runCommand(Module(bytes: program), wasi: WASI(grants))

    if approves(try project.changes()) {
        try project.writeChanges(to: HostFolder(path: path))
    } else {
        project.discardChanges()
    }
}
// example end
