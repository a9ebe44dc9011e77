"""Shows that every sort of fault would be reported: injects faults, each of which must be found."""
import copy
import os
import tempfile

from . import cases, compare
from .child import Child, Ended
from .engine import Engine
from .findings import Findings

SAMPLE = """(module (global $g (export "g") (mut i32) (i32.const 0)) (memory (export "m") 1)
  (func (export "f") (param i32) (result i32)
    (i32.store (i32.const 8) (local.get 0))
    (if (i32.eqz (local.get 0)) (then (global.set $g (i32.const 7))))
    (i32.popcnt (i32.add (i32.load (i32.const 8)) (i32.const 255))))
  (func (export "trap") (drop (i32.div_s (i32.const 1) (global.get $g))) (unreachable)))"""


class SelfTest:
    def __init__(self, worker, tool, is_debug):
        self.engine = Engine("self-test", worker, tool, is_debug)
        self.worker, self.failed = worker, 0

    def expect(self, what, isFine):
        print("%s  %s" % ("found " if isFine else "MISSED", what), flush=True)
        self.failed += not isFine

    def run(self):
        self.endings()
        self.within_nestbox()
        self.comparisons()
        self.minimising()
        if self.engine.oracle:
            self.wasmtime()
        self.engine.close()
        print("FAILED" if self.failed else "passed")
        return 1 if self.failed else 0

    def endings(self):
        """The process crashes, hangs, or takes too much memory; the requests before and after are answered."""
        child = Child([self.worker], patience=3, address_space=3 << 30, resident=256 << 20)
        for fault in ("crash", "hang", "memory"):
            requests = [({"id": 0, "action": "fault", "names": [name]}, []) for name in ("", fault, "")]
            answers = [answer for _, answer in child.ask_all(requests)]
            ended = answers[1] if len(answers) > 1 else None
            isFine = isinstance(ended, Ended) and (ended.kind == fault or fault == "memory" and ended.kind == "crash")
            isFine = isFine and isinstance(answers[0], dict) and isinstance(answers[2], dict)
            self.expect("a process that ends by: %s (%s)" % (fault, ended), isFine)
        child.stop()

    def sample(self, **header):
        made = cases.Maker.run("own", 0, "sample", [self.engine.maker.binary(SAMPLE)], ["main"], compare=True, valid=True)
        made.header.update(header)
        return made

    def within_nestbox(self):
        self.expect("nothing, where nothing is wrong", not self.engine.examine([self.sample()]))
        sorts = [finding.sort for finding in self.engine.examine([self.sample(sabotage=True)])]
        self.expect("a way to lower that does something else", sorts == ["mismatch"])
        made = self.sample(action="dump", sabotage=True)
        sorts = [finding.sort for finding in self.engine.examine([made])]
        self.expect("a core dump without the frames of its guest", sorts == ["mismatch"])
        self.expect("nothing, where a core dump is right", not self.engine.examine([self.sample(action="dump")]))
        made = self.sample()
        made.parts = [made.parts[0] + b"\xff\0"]
        sorts = [finding.sort for finding in self.engine.examine([made])]
        self.expect("a module that is refused though its generator vouches for it", sorts == ["refused"])
        binary = self.engine.maker.binary(SAMPLE)
        other = self.engine.maker.binary(SAMPLE.replace("255", "254"))
        answer = self.engine.worker.ask({"id": 0, "action": "text"}, [binary, other])
        self.expect("a text that says another module", bool(answer.get("mismatch")))

    def comparisons(self):
        """A change of any part of a behaviour is found."""
        call = {"export": 1, "round": 0, "ending": "returned", "values": ["i32:1"], "spent": 10}
        right = {"link": "ok", "calls": [call, dict(call, round=1)], "state": ["0 global:i32:7", "2 memory:65536:0"]}
        changes = {
            "a result": lambda b: b["calls"][1].update(values=["i32:2"]),
            "an ending": lambda b: b["calls"][1].update(ending="unreachable"),
            "a cost": lambda b: b["calls"][1].update(spent=11),
            "a global": lambda b: b["state"].__setitem__(0, "0 global:i32:8"),
            "a memory": lambda b: b["state"].__setitem__(1, "2 memory:65536:1"),
            "linking": lambda b: b.update(link="0: unreachable"),
            "an end by the budget that is too early": lambda b: b["calls"][1].update(ending="budget exhausted"),
        }
        import collections
        self.expect("nothing in equal behaviours", not compare.behaviours(right, right, True, collections.Counter()))
        for what, change in changes.items():
            wrong = copy.deepcopy(right)
            change(wrong)
            self.expect("%s that differs from wasmtime's" % what,
                        bool(compare.behaviours(right, wrong, True, collections.Counter())))
        self.expect("a module that only wasmtime refuses", bool(compare.validity({"status": "ok"}, "type mismatch")))
        self.expect("a module that only Nestbox refuses",
                    bool(compare.validity({"status": "invalid", "message": "type mismatch"}, None)))
        self.expect("a call that takes too long", self.engine.is_debug or bool(self.engine.fault(
            self.sample(), {"times": {"call": 10_000_000}, "status": "ok"})))
        self.expect("a call that is too cheap", self.engine.is_debug or bool(self.engine.fault(
            self.sample(), {"times": {}, "dearest": [100_000, 10], "status": "ok"})))

    def minimising(self):
        """A fault is kept with a small input, a script and a way to reproduce it."""
        with tempfile.TemporaryDirectory() as folder:
            findings = Findings(self.engine, folder, "self-test", seconds=20)
            made = self.sample(sabotage=True)
            found = self.engine.examine([made])
            for finding in found:
                findings.add(finding)
            kept = os.path.join(folder, findings.kept[0][0]) if findings.kept else folder
            names = sorted(os.listdir(kept))
            small = [name for name in names if name.startswith("small0")]
            size = os.path.getsize(os.path.join(kept, small[0])) if small else 1 << 20
            self.expect("a small input (%d bytes of %d), a note and a script: %s" % (size, len(made.parts[0]), " ".join(names)),
                        size < len(made.parts[0]) and "note.md" in names and "found.wast" in names)

    def wasmtime(self):
        """The oracle notices a change in a module that Nestbox has not run."""
        made = self.sample()
        answer = self.engine.answers([made])[0][1]
        other = self.engine.maker.binary(SAMPLE.replace("255", "254"))
        theirs = self.engine.oracle.ask({"id": 0, "action": "run", "names": ["main"], "fuel": 80_000,
                                         "calls": answer["behaviour"]["calls"]}, [other])
        import collections
        detail = compare.behaviours(answer["behaviour"], theirs, True, collections.Counter())
        self.expect("another module in wasmtime (%s)" % detail, bool(detail))


def run(worker, tool, is_debug):
    return SelfTest(worker, tool, is_debug).run()
