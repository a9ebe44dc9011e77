import WASIPreview1
import WasmRuntime
import WasmSyntax

/// Writes a profile in the processed format of profiler.firefox.com, version 55, with the keys that wasmtime writes.
private struct FirefoxWriter {
    let profile: GuestProfile
    let title: String
    private var text = ""
    private var strings: [String] = []
    private var numbers: [String: Int] = [:]

    init(_ profile: GuestProfile, title: String) { (self.profile, self.title) = (profile, title) }

    mutating func write() -> String {
        let frames = frameTable
        let functions = funcTable()
        let thread = thread(frames, functions)
        text = "{\"meta\":{\"categories\":[{\"name\":\"Guest\",\"color\":\"blue\",\"subcategories\":[\"Other\"]}"
        text += ",{\"name\":\"Host\",\"color\":\"orange\",\"subcategories\":[\"Other\"]}]"
        text += ",\"debug\":false,\"extensions\":{\"baseURL\":[],\"id\":[],\"length\":0,\"name\":[]},\"interval\":1"
        text += ",\"preprocessedProfileVersion\":55,\"processType\":0,\"product\":\(quoted(title))"
        text += ",\"sampleUnits\":{\"eventDelay\":\"ms\",\"threadCPUDelta\":\"µs\",\"time\":\"ms\"},\"startTime\":0"
        text += ",\"symbolicated\":true,\"pausedRanges\":[],\"version\":24,\"usesOnlyOneStackType\":true"
        text += ",\"sourceCodeIsNotOnSearchfox\":true,\"markerSchema\":[]}"
        text += ",\"libs\":[{\"name\":\(quoted(title)),\"path\":\"\",\"debugName\":\(quoted(title)),\"debugPath\":\"\""
        text += ",\"breakpadId\":\"000000000000000000000000000000000\",\"codeId\":null,\"arch\":null}]"
        text += ",\"threads\":[\(thread)],\"pages\":[],\"profilerOverhead\":[],\"counters\":[],\"nestbox\":\(counts)}\n"
        return text
    }

    // MARK: Tables

    /// A frame for each place.
    private var frameTable: String {
        let places = profile.places
        let count = places.count
        let zeros = list(places) { _ in "0" }
        let category = list(places) { profile.functions[$0.function].isHost ? "1" : "0" }
        return "{\"length\":\(count),\"address\":\(list(places) { $0.offset > 0 ? "\($0.offset)" : "-1" })"
            + ",\"inlineDepth\":\(zeros),\"category\":\(category),\"subcategory\":\(zeros)"
            + ",\"func\":\(list(places) { "\($0.function)" }),\"nativeSymbol\":\(list(places) { _ in "null" })"
            + ",\"innerWindowID\":\(zeros),\"line\":\(list(places) { $0.line.map { "\($0.line)" } ?? "null" })"
            + ",\"column\":\(list(places) { place in place.line.flatMap { $0.column > 0 ? "\($0.column)" : nil } ?? "null" })}"
    }

    private mutating func funcTable() -> String {
        let functions = profile.functions
        var files = [String?](repeating: nil, count: functions.count)
        for place in profile.places where files[place.function] == nil { files[place.function] = place.line?.file }
        let falses = list(functions) { _ in "false" }
        let nulls = list(functions) { _ in "null" }
        let names = functions.map { string($0.label) }
        let fileNames = files.map { $0.map { "\(string($0))" } ?? "null" }
        return "{\"length\":\(functions.count),\"name\":\(list(names) { "\($0)" }),\"isJS\":\(falses)"
            + ",\"relevantForJS\":\(falses),\"resource\":\(list(functions) { $0.isHost ? "-1" : "0" })"
            + ",\"fileName\":\(list(fileNames) { $0 }),\"lineNumber\":\(nulls),\"columnNumber\":\(nulls)}"
    }

    private mutating func thread(_ frames: String, _ functions: String) -> String {
        let nodes = profile.nodes
        let sampled = nodes.indices.filter { nodes[$0].weight > 0 }
        let library = string(title)
        var thread = "{\"frameTable\":\(frames),\"funcTable\":\(functions)"
        thread += ",\"markers\":{\"length\":0,\"category\":[],\"data\":[],\"endTime\":[],\"name\":[],\"phase\":[]"
        thread += ",\"startTime\":[]},\"name\":\(quoted(title)),\"isMainThread\":true"
        thread += ",\"nativeSymbols\":{\"length\":0,\"address\":[],\"functionSize\":[],\"libIndex\":[],\"name\":[]}"
        thread += ",\"pausedRanges\":[],\"pid\":\"0\",\"processName\":\(quoted(title))"
        thread += ",\"processShutdownTime\":\(sampled.count),\"processStartupTime\":0,\"processType\":\"default\""
        thread +=
            ",\"registerTime\":0,\"resourceTable\":{\"length\":1,\"lib\":[0],\"name\":[\(library)],\"host\":[null]"
        thread += ",\"type\":[1]},\"samples\":{\"length\":\(sampled.count),\"weightType\":\"\(weightType)\""
        thread += ",\"stack\":\(list(sampled) { "\($0)" }),\"timeDeltas\":\(list(sampled) { _ in "1" })"
        thread += ",\"weight\":\(list(sampled) { weight(nodes[$0].weight) })"
        thread += ",\"threadCPUDelta\":\(list(sampled) { _ in "0" })},\"stackTable\":{\"length\":\(nodes.count)"
        thread += ",\"prefix\":\(list(nodes) { $0.parent.map { "\($0)" } ?? "null" })"
        thread += ",\"frame\":\(list(nodes) { "\($0.place)" })},\"stringArray\":\(list(strings) { quoted($0) })"
        return thread + ",\"tid\":\"0\",\"unregisterTime\":\(sampled.count),\"showMarkersInTimeline\":false}"
    }

    private var weightType: String { profile.unit == .units ? "samples" : "tracing-ms" }

    /// A weight: units, or milliseconds with six digits behind the point.
    private func weight(_ weight: UInt64) -> String {
        guard profile.unit == .nanoseconds else { return "\(weight)" }
        let fraction = String(weight % 1_000_000)
        return "\(weight / 1_000_000)." + String(repeating: "0", count: 6 &- fraction.utf8.count) + fraction
    }

    // MARK: Exact counts

    /// The facts of a profile that the format has no place for, which `nestbox profile` reads.
    private var counts: String {
        var counts = "{\"unit\":\"\(profile.unit.rawValue)\",\"isExact\":\(profile.isExact)"
        counts += ",\"totalUnits\":\(profile.totalUnits),\"otherUnits\":\(max(0, profile.otherUnits))"
        counts += ",\"calls\":\(list(profile.functions) { $0.calls.map { "\($0)" } ?? "null" })"
        counts += ",\"units\":\(list(profile.functions) { $0.units.map { "\($0)" } ?? "null" })"
        return counts + ",\"placeUnits\":\(list(profile.places) { $0.units.map { "\($0)" } ?? "null" })}"
    }

    // MARK: Texts

    private mutating func string(_ text: String) -> Int {
        if let known = numbers[text] { return known }
        numbers[text] = strings.count
        strings.append(text)
        return strings.count &- 1
    }

    private func quoted(_ value: String) -> String {
        var text = ""
        JSONNode.quote(value, to: &text)
        return text
    }

    private func list<Elements: Sequence>(_ elements: Elements, _ item: (Elements.Element) -> String) -> String {
        "[" + elements.map(item).joined(separator: ",") + "]"
    }
}

extension GuestProfile {
    /// The profile as JSON for https://profiler.firefox.com, which shows it without sending it anywhere: the samples, with
    /// the functions, lines and byte offsets of their stacks. The exact counts are in the member `nestbox`, which
    /// `nestbox profile` reads.
    ///
    /// - Parameter title: The name of the program.
    public func firefoxProfile(title: String = "guest") -> String {
        var writer = FirefoxWriter(self, title: Name(title).description)
        return writer.write()
    }
}
