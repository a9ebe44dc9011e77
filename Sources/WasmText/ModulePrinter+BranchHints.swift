// Specification: Appendix / Custom Sections and Annotations / Branch Hints, the other way round.

import WasmSyntax

extension ModulePrinter {
    /// The branch hints of a module by the offset of their instructions, and which custom section has them.
    ///
    /// `nil` if the text could not make the same section of annotations: it is not right, or stands elsewhere than
    /// right before the code. It is printed as any other custom section then.
    static func branchHints(of module: ModuleSyntax) -> (hints: [UInt32: Bool], section: Int)? {
        guard let index = module.customSections.firstIndex(where: { $0.name == BranchHints.sectionName }),
            let hints = try? BranchHints(module), !hints.functions.isEmpty
        else { return nil }
        let section = module.customSections[index]
        let following = module.customSections.dropFirst(index &+ 1).first
        guard module.contents(of: section.contents).elementsEqual(hints.bytes),
            module.isBeforeCode(section), !(following.map(module.isBeforeCode) ?? false)
        else { return nil }
        let imported = module.importCount(of: .function)
        var result: [UInt32: Bool] = [:]
        for function in hints.functions {
            // The reader has checked that there is such a function.
            let origin = BranchHints.origin(of: module.bodies[Int(function.index) &- imported])
            for hint in function.hints {
                result[UInt32(truncatingIfNeeded: origin &+ Int(hint.offset))] = hint.isLikely
            }
        }
        return (result, index)
    }
}

extension ModuleSyntax {
    /// Whether a custom section stands behind the last section before the code, or further to the front.
    fileprivate func isBeforeCode(_ section: CustomSection) -> Bool {
        place(of: section).place < SectionID.code.place
    }
}
