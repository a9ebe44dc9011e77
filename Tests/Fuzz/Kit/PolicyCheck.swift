import WASIPreview1

/// The rules that hold for every text of a policy.
package enum PolicyCheck {
    package enum Outcome: Hashable, Sendable {
        /// The text is no policy, for this reason.
        case refused(String)
        case accepted
        /// This rule is broken.
        case broken(String)
    }

    package static func outcome(of json: [UInt8]) -> Outcome {
        let policy: Policy
        do {
            policy = try Policy(json: json)
        } catch {
            return .refused(error.description)
        }
        let text = policy.jsonText
        guard let again = try? Policy(json: Array(text.utf8)) else {
            return .broken("its own text is refused: \(text)")
        }
        guard again == policy else { return .broken("its own text says something else: \(text)") }
        guard again.jsonText == text else { return .broken("its text is not always the same") }
        if policy.explanation.isEmpty { return .broken("nothing is explained") }
        _ = policy.warnings
        _ = try? policy.checkedArguments()
        _ = try? policy.checkedEnvironment()
        _ = policy.allowedCalls
        return .accepted
    }
}
