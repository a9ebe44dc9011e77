"""Gives inputs to Nestbox and to wasmtime, and judges what comes back."""
import collections
import os
import re
import sys

from . import cases, compare, paths
from .child import Child, Ended

# The same limits as in RunOptions (Tests/Fuzz/Kit/Chain.swift).
MEMORY_BYTES, TABLE_ELEMENTS = 64 << 16, 100_000
DEADLINE = 200_000


class Finding:
    def __init__(self, made, sort, detail):
        self.made, self.sort, self.detail = made, sort, detail

    @property
    def key(self):
        """A key that is equal for findings that are probably the same fault."""
        return "%s %s" % (self.sort, re.sub(r"[0-9a-f]*\d[0-9a-f]*", "#", self.detail)[:90])


class Engine:
    def __init__(self, seed, worker_path, tool, is_debug, patience=20.0):
        self.is_debug = is_debug
        self.worker = Child([worker_path], patience=patience * (4 if is_debug else 1))
        self.oracle = None
        if tool:
            code = "import sys; sys.path.insert(0, %r); from fuzzing import oracle; oracle.main()"
            self.oracle = Child([sys.executable, "-c", code % os.path.join(paths.ROOT, "scripts"), str(MEMORY_BYTES),
                                 str(TABLE_ELEMENTS)], patience=60, address_space=64 << 30, resident=2 << 30)
        self.maker = cases.Maker(seed, self.worker, tool)
        self.counters = collections.defaultdict(collections.Counter)

    def close(self):
        for child in (self.worker, self.oracle):
            if child:
                child.close()

    def examine_again(self, inputs):
        """Like `examine`, without counting."""
        counters, self.counters = self.counters, collections.defaultdict(collections.Counter)
        try:
            return self.examine(inputs)
        finally:
            self.counters = counters

    def examine(self, inputs):
        """Returns all findings for some inputs."""
        findings = []
        pending = []
        for made, answer in self.answers(inputs):
            counters = self.counters[made.kind]
            counters["inputs"] += 1
            if isinstance(answer, Ended):
                findings.append(Finding(made, answer.kind, answer.detail))
                continue
            counters["runs"] += answer["runs"]
            counters["comparisons"] += answer["comparisons"]
            counters[answer["status"]] += 1
            detail = self.fault(made, answer)
            if detail:
                findings.append(Finding(made, *detail))
            elif made.kind == "text" and answer.get("binary"):
                findings += self.read_back(made, bytes(answer["binary"]))
            elif self.oracle and made.header["action"] == "run" and made.compare:
                pending.append((made, answer))
        return findings + self.against_wasmtime(pending)

    def answers(self, inputs):
        """Returns (input, answer) for each. Collects all first, because the child cannot answer others in between."""
        requests = [made.request(number) for number, made in enumerate(inputs)]
        return list(zip(inputs, [answer for _, answer in self.worker.ask_all(requests)]))

    def fault(self, made, answer):
        """Returns the fault that Nestbox's answer alone shows, as sort and detail, or None."""
        if answer.get("mismatch"):
            return "mismatch", answer["mismatch"]
        if made.valid and answer["status"] != "ok" and not compare.excused(answer.get("message") or ""):
            return "refused", answer["message"]
        if self.is_debug:
            return None
        size = sum(map(len, made.parts))
        for phase, microseconds in answer["times"].items():
            bound = 100_000 + size + (0 if phase == "load" else DEADLINE)
            if microseconds > bound:
                return "slow", "%s takes %d ms of processor time" % (phase, microseconds // 1000)
        if answer.get("dearest"):
            microseconds, spent = answer["dearest"]
            if microseconds * 1000 > 10 * spent + 20_000_000 + 2000 * size:
                return "dear", "a call of %d units of time takes %d us" % (spent, microseconds)
        return None

    def read_back(self, made, printed):
        """Checks that wasm-tools reads the text that Nestbox printed as the same module."""
        binary = self.maker.tool_output(["parse", "-"], printed)
        self.counters["text"]["comparisons"] += 1
        if binary is None:
            # wasm-tools may refuse to print the modules that it does not know, too.
            return [] if made.label == "alone" else [Finding(made, "text", "wasm-tools refuses what Nestbox prints")]
        answer = self.worker.ask({"id": 0, "action": "text"}, [made.parts[0], binary])
        if isinstance(answer, Ended):
            return [Finding(made, answer.kind, answer.detail)]
        detail = answer.get("mismatch")
        return [Finding(made, "text", "read by wasm-tools: " + detail)] if detail else []

    def make_binary(self, made):
        """Makes the binaries for wasmtime; returns False if Nestbox's parser refuses a text."""
        try:
            made.binaries = [part if part[:4] == b"\0asm" or b"(module" not in part[:200] else self.maker.binary(part)
                             for part in made.parts]
        except ValueError:
            return False
        return True

    def wasmtime_ended(self, made, ended):
        """Records that wasmtime ended, which is no fault of Nestbox; the input is not compared."""
        self.counters[made.kind]["wasmtime ended"] += 1
        print("wasmtime ended on %s:%d: %s" % (made.kind, made.index, str(ended)[:200]), flush=True)

    def against_wasmtime(self, pending):
        findings, valid = [], []
        pending = [(made, answer) for made, answer in pending if self.make_binary(made)]
        checks = [({"id": number, "action": "validate"}, [made.binaries[-1]]) for number, (made, _) in enumerate(pending)]
        if not checks:
            return findings
        for (made, answer), (_, validity) in zip(pending, list(self.oracle.ask_all(checks))):
            if isinstance(validity, Ended):
                self.wasmtime_ended(made, validity)
                continue
            self.counters[made.kind]["validity compared"] += 1
            detail = compare.validity(answer, validity["errors"][0])
            if detail:
                findings.append(Finding(made, "validity", detail))
            elif answer["status"] == "ok" and validity["errors"][0] is None:
                valid.append((made, answer))
        runs = [({"id": number, "action": "run", "names": made.header["names"], "fuel": made.header["fuel"] * 4,
                  "calls": answer["behaviour"]["calls"]}, made.binaries) for number, (made, answer) in enumerate(valid)]
        for (made, answer), (_, theirs) in zip(valid, list(self.oracle.ask_all(runs))):
            counters = self.counters[made.kind]
            if isinstance(theirs, Ended):
                self.wasmtime_ended(made, theirs)
                continue
            counters["against wasmtime"] += 1
            # wasmtime charges nothing for objects; for the other cases see ModuleScan (Tests/Fuzz/Kit/Variants.swift).
            alike = not (answer["allocates"] or answer["exceptions"] or answer["countsApart"])
            detail = compare.behaviours(answer["behaviour"], theirs, alike, counters)
            if detail:
                findings.append(Finding(made, "differs", detail))
        return findings
