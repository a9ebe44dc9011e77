// Specification: Appendix / Custom Sections and Annotations / Branch Hints: printing.

import WasmSyntax

extension ModulePrinter {
    /// The branch hints of a module by the offset of their instructions, and the index of the custom section with them.
    ///
    /// `nil` if a parser could not rebuild the same section from annotations: because the section is faulty, not in the
    /// shortest form, or not right before the code. It is then printed like any other custom section.
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
            // `BranchHints` has checked that the function exists.
            let origin = BranchHints.origin(of: module.bodies[Int(function.index) &- imported])
            for hint in function.hints {
                result[UInt32(truncatingIfNeeded: origin &+ Int(hint.offset))] = hint.isLikely
            }
        }
        return (result, index)
    }
}

extension ModuleSyntax {
    /// Whether a custom section stands before the code section.
    fileprivate func isBeforeCode(_ section: CustomSection) -> Bool {
        place(of: section).place < SectionID.code.place
    }
}
