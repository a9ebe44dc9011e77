import Nestbox
import WASIPreview1
import WasmSyntax

extension CommandOptions {
    /// Says on standard error which option would have allowed a guest to change something in a folder. Nothing is said
    /// if standard error was expressly given to the guest.
    func explainMissingPermissions(_ denials: Denials) {
        guard stderr?.text != "inherit" else { return }
        let refused = denials.missingPermissions.sorted { $0.key < $1.key }
        guard let (guest, missing) = refused.first else { return }
        let others = refused.count > 1 ? " (and in \(refused.count - 1) other folders)" : ""
        let message = "the guest was refused changes in the folder \"\(Name(guest))\"\(others)"
        let granted = folders.map(\.folder).first { folder in
            (try? WASIConfiguration.normalized(folder.guest)).map { Word($0).text } == guest
        }
        guard let folder = granted, !folder.allow.isSuperset(of: missing) else {
            return complain("\(message): the policy does not allow them")
        }
        let permissions = missing.contains(.links) ? "all" : "rw"
        complain(
            "\(message): --dir \(Name(Word(folder.host.bytes).text))::\(Name(guest)):\(permissions) would allow them")
    }
}
