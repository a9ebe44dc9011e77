import WasmSyntax

// Bodies do not depend on one another: parts of them can be validated at the same time, on several threads.

extension ModuleContext {
    /// Bytes of code that make a part.
    private static let partSize = 256 << 10

    /// The bodies, cut into ranges of indices that take about the same time to validate. The ranges depend on the
    /// module alone, so that a limit per part refuses the same modules whatever the number of threads.
    package var parts: [Range<Int>] {
        var parts: [Range<Int>] = []
        var first = 0
        var size = 0
        for (index, body) in module.bodies.enumerated() {
            size &+= body.code.count
            guard size >= ModuleContext.partSize else { continue }
            parts.append(first..<(index &+ 1))
            first = index &+ 1
            size = 0
        }
        if first < module.bodies.count { parts.append(first..<module.bodies.count) }
        return parts
    }

    /// Validates the bodies of one part.
    ///
    /// - Returns: The largest number of values on the operand stack of each body, or the first fault.
    package func validate(_ part: Range<Int>) -> Result<[UInt32], ValidationError> {
        // A part that begins after the deadline does nothing, so that many waiting parts end at once.
        if let reason = interruption?.reasonToStop() { return .failure(ValidationError(.interrupted(reason))) }
        let bodies = module.bodies[part.clamped(to: module.bodies.indices)]
        var validator = FunctionValidator(self)
        var heights: [UInt32] = []
        heights.reserveCapacity(bodies.count)
        do throws(ValidationError) {
            for index in bodies.indices { heights.append(try validator.validateBody(index)) }
        } catch {
            return .failure(error)
        }
        return .success(heights)
    }
}
