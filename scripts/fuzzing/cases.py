"""Makes the input of case `index` of a kind, which is always the same under one seed."""
import atexit
import os
import random
import re
import shutil
import subprocess
import tempfile

from . import generate, mutate, paths, policies, shapes, smith, wasm

KINDS = {"smith": 34, "mutate": 20, "own": 24, "text": 8, "policy": 3, "dump": 3, "wasi": 8, "lines": 4}
OFFLINE = ("own", "mutate", "policy", "dump", "wasi", "lines")
POOL = 150


class Input:
    """The input of one case for Nestbox."""

    def __init__(self, kind, index, label, header, parts, compare=False, valid=False):
        self.kind, self.index, self.label = kind, index, label
        self.header, self.parts = header, parts
        # Whether wasmtime runs it, too, and whether the generator guarantees its validity.
        self.compare, self.valid = compare, valid

    def request(self, number, **changes):
        return dict(self.header, id=number, **changes), self.parts


class Maker:
    """Makes inputs. `worker` parses texts; `tool` is the path of wasm-tools, or None."""

    def __init__(self, seed, worker, tool):
        self.seed, self.worker, self.tool = seed, worker, tool
        self.table = generate.Table(worker.ask({"id": 0, "action": "table"})["rows"], without=("legacy exceptions",))
        with open(os.path.join(paths.ROOT, "docs", "policy.md")) as file:
            self.policies = policies.Policies(file.read())
        self.support = self.binary(smith.SUPPORT)
        self.smith = None
        if tool:
            self.scratch = tempfile.mkdtemp(prefix="nestbox-fuzz.")
            atexit.register(shutil.rmtree, self.scratch, True)
            imports = []
            for text in (smith.IMPORTS, smith.COUNTED_IMPORTS):
                imports.append(os.path.join(self.scratch, "imports%d.wasm" % len(imports)))
                with open(imports[-1], "wb") as file:
                    file.write(self.binary(text))
            self.smith = smith.Smith(tool, imports)
        self._pool = None

    def random(self, kind, index):
        return random.Random("%s/%s/%d" % (self.seed, kind, index))

    def binary(self, text):
        answer = self.worker.ask({"id": 0, "action": "parse"}, [text if isinstance(text, bytes) else text.encode()])
        if not isinstance(answer, dict) or answer["status"] != "ok":
            raise ValueError("not parsed: %s…" % text[:200])
        return bytes(answer["binary"])

    # ------------------------------------------------------------ modules to begin with

    def pool(self):
        """Returns the modules that mutations and texts start from: (binary, names, whether it imports from `host`)."""
        if self._pool is None:
            self._pool = [(module, [], False) for module in self.scripts()]
            randoms = [self.random("pool", index) for index in range(POOL)]
            for index in range(POOL // 2):
                _, case, _ = shapes.make(randoms[index], self.table)
                if len(case.modules) == 1 and len(case.modules[0]) < 40_000:
                    self._pool.append((self.binary(case.modules[0]), [], case.host))
            if self.smith:
                self._pool += [(module, ["host"], False) for _, module in self.smith.modules(randoms[POOL // 2:]) if module]
        return self._pool

    def scripts(self):
        """Returns the modules of the project's own test scripts."""
        folder = os.path.join(paths.ROOT, "spectests", "nestbox")
        modules = []
        for path, _, files in sorted(os.walk(folder)):
            for name in sorted(files):
                if name.endswith(".wast"):
                    with open(os.path.join(path, name), errors="replace") as file:
                        modules += self.modules_of(file.read())
        return modules

    def modules_of(self, script):
        found = []
        for match in re.finditer(r"^\(module", script, re.M):
            end = re.compile(r"^\((module|assert|invoke|register)|\Z", re.M).search(script, match.end())
            try:
                found.append(self.binary(script[match.start():end.start()].rstrip()))
            except ValueError:
                continue
        return found

    # ------------------------------------------------------------ inputs

    def inputs(self, kind, indexes):
        if kind == "smith":
            return self.by_smith(indexes)
        return [made for index in indexes for made in [getattr(self, "make_" + kind)(index)] if made]

    def by_smith(self, indexes):
        modules = self.smith.modules([self.random("smith", index) for index in indexes])
        return [self.run("smith", index, label, [self.support, module], ["host", "main"], compare=True, valid=True)
                for index, (label, module) in zip(indexes, modules) if module]

    @staticmethod
    def run(kind, index, label, parts, names, compare, valid, host=False, fuel=20_000):
        header = {"action": "run", "names": names, "fuel": fuel, "hostFunctions": host}
        return Input(kind, index, label, header, parts, compare, valid)

    def make_own(self, index):
        label, case, sections = shapes.make(self.random("own", index), self.table)
        modules = case.modules
        if sections:
            modules = modules[:-1] + [wasm.join(wasm.sections(self.binary(modules[-1])) + sections)]
        elif case.compare and self.tool:
            modules = [self.binary(module) for module in modules]
        return self.run("own", index, label, modules, case.names, case.compare, valid=not sections,
                        host=case.host, fuel=case.fuel)

    def make_mutate(self, index):
        random = self.random("mutate", index)
        pool = self.pool()
        binary, names, host = random.choice(pool)
        label = "own"
        if self.tool and random.random() < 0.15:
            mutant = mutate.by_tool(self.tool, binary, random.getrandbits(32), preserve=random.random() < 0.3)
            label = "wasm-tools"
            if mutant is None:
                return None
        else:
            mutant = mutate.own(random, binary, random.choice(pool)[0])
        parts = [self.support, mutant] if names else [mutant]
        return self.run("mutate", index, label, parts, names + ["main"], compare=not host, valid=False, host=host)

    def make_text(self, index):
        random = self.random("text", index)
        if random.random() < 0.7:
            found = self.smith.modules([random])[0][1]
        else:
            found = random.choice(self.pool())[0]
        if not found:
            return None
        printed = self.tool_output(["print", "-"], found)
        parts = [found] + ([printed] if printed else [])
        return Input("text", index, "printed" if printed else "alone", {"action": "text", "count": 1}, parts)

    def tool_output(self, arguments, data):
        done = subprocess.run([self.tool] + arguments, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return done.stdout if done.returncode == 0 else None

    def make_policy(self, index):
        return Input("policy", index, "", {"action": "policy"}, [self.policies.text(self.random("policy", index))])

    def make_lines(self, index):
        """Returns a module with damaged debug sections, or a damaged source map."""
        random = self.random("lines", index)
        if random.random() < 0.2:
            part = mutate.source_map(random)
        else:
            part = mutate.in_debug_sections(random, random.choice(self.debug_modules()))
        return Input("lines", index, "", {"action": "sources"}, [part])

    def debug_modules(self):
        folder = os.path.join(paths.ROOT, "Tests", "DebugInfo")
        modules = []
        for name in sorted(os.listdir(folder)):
            if name.endswith(".wasm"):
                with open(os.path.join(folder, name), "rb") as file:
                    modules.append(file.read())
        return modules

    def make_dump(self, index):
        random = self.random("dump", index)
        header = {"action": "dump", "fuel": 20_000, "seed": random.getrandbits(63)}
        if random.random() < 0.5:
            binary, names, host = random.choice(self.pool())
            parts = [self.support, binary] if names else [binary]
            return Input("dump", index, "pool", dict(header, names=names + ["main"], hostFunctions=host), parts)
        label, case, _ = shapes.make(random, self.table)
        return Input("dump", index, label, dict(header, names=case.names, hostFunctions=case.host), case.modules)

    def make_wasi(self, index):
        seed = self.random("wasi", index).getrandbits(63)
        return Input("wasi", index, "", {"action": "wasi", "seed": seed, "count": 100}, [])
