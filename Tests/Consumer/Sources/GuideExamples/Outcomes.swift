import Nestbox

/// Runs a program, and tells how it ended.
func outcome(of program: [UInt8], under policy: Policy) -> String {
    do {
        let session = try GuestSession(policy)
        return "ended with \(try session.run(session.load(program)))"
    } catch let error as LinkError {
        return "does not link: \(error)"
    } catch let trap as Trap where trap.kind == .budgetExhausted {
        return "has spent its budget"
    } catch let trap as Trap {
        return "trapped: \(trap)"  // The cause, and a line for each frame.
    } catch let exception as WasmException {
        return "threw an exception that nobody caught: \(exception)"
    } catch {
        return "cannot run: \(error)"  // DecodeError, ParseError, ValidationError, …
    }
}
