import Nestbox

/// A plug-in in a store of its own. Its host function awaits the database, and meanwhile no thread waits.
actor PlugIn {
    nonisolated let name: String
    private let session: GuestSession
    private let main: Function

    /// Creates a plug-in that exports the function `run` and may ask for the stock.
    ///
    /// - Parameter budget: The units that the plug-in may spend: about as many instructions, and 100 for each question.
    init(_ name: String, _ module: String, asking database: Database, budget: UInt64) throws {
        var shop = HostModule("shop")
        let count = HostFunction { (item: Int32) async throws -> Int32 in try await database.count(of: item) }
        shop.define("stock", effects: .readsState, price: 100, count)

        var policy = Policy()
        policy.hostFunctions.allow = ["shop.stock"]
        policy.resources.budget = budget
        policy.resources.deadlineMilliseconds = nil

        self.name = name
        session = try GuestSession(policy, hostModules: [shop])
        let instance = try session.instantiate(session.load(Array(module.utf8)))
        guard let run = instance.function(named: "run") else { throw CallError.unknownFunction("run") }
        main = run
    }

    /// Runs the plug-in on this actor, and returns a sentence about what came of it.
    func outcome() async -> String {
        do {
            let result: Int32 = try await main.callAsync()
            return "\(name): \(result), for \(session.store.budget.spent) units"
        } catch let trap as Trap where trap.kind == .interrupted(.cancelled) {
            return "\(name): ended because its task was cancelled"
        } catch let trap as Trap where trap.kind == .budgetExhausted {
            return "\(name): ended because its budget was spent"
        } catch {
            return "\(name): \(error)"
        }
    }
}
