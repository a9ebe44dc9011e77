"""Gives generated inputs to Nestbox and compares: see CONTRIBUTING.md, "Fuzz"."""
import argparse
import json
import os
import sys
import time
import traceback

from . import cases, paths
from .engine import Engine
from .findings import Findings

BATCH = 40


def options():
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__, allow_abbrev=False)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, help="how long it runs; 10 without this")
    length.add_argument("--hours", type=float)
    length.add_argument("--seconds", type=float)
    parser.add_argument("--seed", default="1", help="what all inputs follow from; 1 without this")
    parser.add_argument("--only", choices=sorted(cases.KINDS), action="append", metavar="KIND",
                        help="one of %s; may be given several times" % ", ".join(sorted(cases.KINDS)))
    parser.add_argument("--case", metavar="KIND:INDEX", help="one input only, and what comes of it")
    parser.add_argument("--first", type=int, default=0, metavar="INDEX", help="begin with this input of each kind")
    parser.add_argument("--count", type=int, metavar="N", help="so many inputs of each kind, whatever the time")
    parser.add_argument("--offline", action="store_true", help="nothing from PyPI: our own generators, without wasmtime")
    parser.add_argument("--debug", action="store_true", help="use the debug build")
    parser.add_argument("--output", default=paths.OUTPUT, metavar="FOLDER", help="where findings and the summary go")
    parser.add_argument("--self-test", action="store_true", help="show that every sort of fault would be reported")
    parser.add_argument("--coverage", action="store_true", help="measure what the tests and a short run reach")
    return parser.parse_args()


def main():
    arguments = options()
    if arguments.coverage:
        from . import coverage
        sys.exit(coverage.measure(arguments))
    if not arguments.offline and not paths.has_tools():
        if os.environ.get("NESTBOX_FUZZ_STARTED"):
            sys.exit("The tools cannot be used.")
        python = paths.python_with_tools()
        os.environ["NESTBOX_FUZZ_STARTED"] = "1"
        os.execv(python, [python, os.path.join(paths.ROOT, "scripts", "fuzz")] + sys.argv[1:])
    tool = None if arguments.offline else paths.wasm_tools()
    worker = paths.worker("debug" if arguments.debug else "release")
    if arguments.self_test:
        from . import selftest
        sys.exit(selftest.run(worker, tool, arguments.debug))
    engine = Engine(arguments.seed, worker, tool, arguments.debug)
    try:
        if arguments.case:
            sys.exit(one_case(engine, arguments))
        sys.exit(Run(engine, arguments).go())
    finally:
        engine.close()


def one_case(engine, arguments):
    kind, index = arguments.case.split(":")
    made = engine.maker.inputs(kind, [int(index)])
    if not made:
        print("There is no such input: the generator gave up.")
        return 1
    made = made[0]
    os.makedirs(arguments.output, exist_ok=True)
    for number, part in enumerate(made.parts):
        path = os.path.join(arguments.output, "case-%s-%s-%d" % (kind, index, number))
        path += ".wasm" if part[:4] == b"\0asm" else ".txt"
        with open(path, "wb") as file:
            file.write(part)
        print("%s (%d bytes)" % (path, len(part)))
    print(made.label, made.header)
    for _, answer in engine.answers([made]):
        print(json.dumps({key: value for key, value in answer.items() if key != "binary"}, indent=1)
              if isinstance(answer, dict) else answer)
    found = engine.examine([made])
    for finding in found:
        print("%s: %s" % (finding.sort, finding.detail))
    return 1 if found else 0


class Run:
    """Alternates between the kinds, each for its share of the time."""

    def __init__(self, engine, arguments):
        self.engine, self.arguments = engine, arguments
        kinds = arguments.only or (cases.OFFLINE if arguments.offline else list(cases.KINDS))
        self.kinds = [kind for kind in kinds if not arguments.offline or kind in cases.OFFLINE]
        self.findings = Findings(engine, arguments.output, arguments.seed)
        self.next = dict.fromkeys(self.kinds, arguments.first)
        self.used = dict.fromkeys(self.kinds, 0.0)
        self.found = dict.fromkeys(self.kinds, 0)
        seconds = (arguments.hours or 0) * 3600 + (arguments.minutes or 0) * 60 + (arguments.seconds or 0)
        self.seconds = seconds or 600
        self.begin = time.monotonic()
        self.errors = 0

    def go(self):
        told = self.begin
        try:
            while self.turn():
                if time.monotonic() - told > 60:
                    told = time.monotonic()
                    self.tell()
        except KeyboardInterrupt:
            print("Stopped.")
        self.tell()
        print(self.summary())
        print("fuzz: %d inputs, %d accepted" % tuple(sum(self.engine.counters[kind][name] for kind in self.kinds)
                                                    for name in ("inputs", "ok")))
        return 1 if sum(self.found.values()) + self.errors else 0

    def turn(self):
        """Runs one batch; returns False if the time is up or everything is done."""
        arguments = self.arguments
        kinds = self.kinds
        if arguments.count is not None:
            kinds = [kind for kind in kinds if self.next[kind] < arguments.first + arguments.count]
            if not kinds:
                return False
        elif time.monotonic() - self.begin >= self.seconds:
            return False
        kind = min(kinds, key=lambda kind: self.used[kind] / cases.KINDS[kind])
        start = time.monotonic()
        size = BATCH if arguments.count is None else min(
            BATCH, arguments.first + arguments.count - self.next[kind])
        indexes = range(self.next[kind], self.next[kind] + size)
        self.next[kind] += size
        for finding in self.batch(kind, indexes):
            if self.findings.add(finding):
                self.found[kind] += 1
                if self.findings.seen[finding.key] <= 2:
                    print("FOUND %s:%d %s: %s" % (kind, finding.made.index, finding.sort, finding.detail[:300]), flush=True)
        self.used[kind] += time.monotonic() - start
        return True

    def batch(self, kind, indexes):
        """Returns the findings of a batch. An error of the fuzzer itself is reported and counted, and the run goes on."""
        try:
            return self.engine.examine(self.engine.maker.inputs(kind, indexes))
        except Exception:
            traceback.print_exc()
            print("ERROR in %s:%d…%d" % (kind, indexes[0], indexes[-1]), flush=True)
            self.errors += 1
            self.engine.close()
            return []

    def tell(self):
        """Writes the summary, so that a run that is stopped has one, too."""
        os.makedirs(self.arguments.output, exist_ok=True)
        with open(os.path.join(self.arguments.output, "summary.md"), "w") as file:
            file.write(self.summary() + "\n")
        print("%5d s  %s" % (time.monotonic() - self.begin, "  ".join(
            "%s %d" % (kind, self.engine.counters[kind]["inputs"]) for kind in self.kinds)), flush=True)

    def summary(self):
        engine = self.engine
        lines = ["# scripts/fuzz, seed %s, %d s" % (self.arguments.seed, time.monotonic() - self.begin), "",
                 "| kind | inputs | accepted | runs | comparisons | against wasmtime | calls | units | validity | findings | s |",
                 "|---|---|---|---|---|---|---|---|---|---|---|"]
        for kind in self.kinds:
            c = engine.counters[kind]
            lines.append("| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |" % (
                kind, c["inputs"], c["ok"], c["runs"], c["comparisons"], c["against wasmtime"], c["compared calls"],
                c["compared units"], c["validity compared"], self.found[kind], self.used[kind]))
        lines += ["", "Highest resident memory seen: %d MiB; started %d times." % (
            engine.worker.peak >> 20, engine.worker.starts)]
        ended = sum(engine.counters[kind]["wasmtime ended"] for kind in self.kinds)
        if ended:
            lines.append("wasmtime ended by itself %d times." % ended)
        if self.errors:
            lines.append("%d batches failed by faults of the fuzzer itself." % self.errors)
        if self.findings.kept:
            lines += ["", "## Findings", ""]
            lines += ["- `%s`: %s" % (name, detail[:300]) for name, detail in self.findings.kept]
            lines.append("")
            lines += ["%d × %s" % (count, key) for key, count in sorted(self.findings.seen.items())]
        return "\n".join(lines)
