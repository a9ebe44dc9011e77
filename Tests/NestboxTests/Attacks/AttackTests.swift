import Testing

struct AttackTests {
    /// Each in a process of its own, so that a crash is a failure like another.
    @Test(arguments: AttackRun.all)
    func theGuestGetsNothing(_ run: AttackRun) async {
        await #expect(processExitsWith: .success) { [run = run as AttackRun] in
            do { try run.perform() } catch { Issue.record("\(error)") }
        }
    }
}

struct RandomCallTests {
    /// `NESTBOX_RANDOM_CALLS=1000000` makes a million.
    @Test(.timeLimit(.minutes(60)))
    func randomCallsDoNoHarm() async {
        await #expect(processExitsWith: .success) {
            do { try RandomCalls.current.perform() } catch { Issue.record("\(error)") }
        }
    }
}
