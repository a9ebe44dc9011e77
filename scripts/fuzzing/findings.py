"""Keeps the findings: the input, a smaller one, a test script, and the command to reproduce it."""
import json
import os
import re
import subprocess

from .minimise import Minimiser


class Findings:
    """Writes findings below `folder`; of findings that are probably the same fault, the first two."""

    def __init__(self, engine, folder, seed, seconds=60):
        self.engine, self.folder, self.seed, self.seconds = engine, folder, seed, seconds
        self.seen = {}
        self.kept = []

    def add(self, finding):
        """Adds a finding; returns whether it counts (slow ones must be slow again)."""
        if finding.sort in ("slow", "dear") and not self.again(finding, finding.made.parts):
            return False
        count = self.seen[finding.key] = self.seen.get(finding.key, 0) + 1
        if count <= 2:
            self.keep(finding)
        return True

    def again(self, finding, parts):
        """Returns whether these parts fail in the same way."""
        made = finding.made
        copy = type(made)(made.kind, made.index, made.label, made.header, list(parts), made.compare, made.valid)
        found = self.engine.examine_again([copy])
        return any(self.is_alike(other, finding) for other in found)

    @staticmethod
    def is_alike(one, other):
        if one.sort != other.sort:
            return False
        # Requires the same variant or the same pair of endings: otherwise the minimiser would drift to another, smaller
        # fault.
        words = [re.sub(r"[0-9a-f]*\d[0-9a-f]*", "#", finding.detail).split(";")[0].split(":")[0] for finding in (one, other)]
        return other.sort in ("crash", "hang", "memory", "slow", "dear") or words[0] == words[1]

    def keep(self, finding):
        made = finding.made
        name = "%s-%s-%s-%d" % (finding.sort, made.kind, self.seed, made.index)
        folder = os.path.join(self.folder, name)
        os.makedirs(folder, exist_ok=True)
        parts = made.parts
        for number, part in enumerate(parts):
            self.write(folder, "input%d" % number, part)
        small = parts
        if parts and finding.sort != "refused":
            minimiser = Minimiser(lambda candidate: self.again(finding, candidate), self.engine.maker.tool, self.seconds)
            try:
                small = minimiser.module(parts) if made.header["action"] == "run" else minimiser.by_bytes(parts)
            except Exception as error:
                print("%s could not be made smaller: %r" % (name, error), flush=True)
        for number, part in enumerate(small):
            self.write(folder, "small%d" % number, part)
        note = ["%s: %s" % (finding.sort, finding.detail), "",
                "    scripts/fuzz --seed %s --case %s:%d" % (self.seed, made.kind, made.index), "",
                "Kind %s, %s; modules %s." % (made.kind, made.label or "-", ", ".join(made.header.get("names", [])) or "-")]
        if made.header["action"] == "run":
            script = self.script(finding, small)
            if script:
                with open(os.path.join(folder, "found.wast"), "w") as file:
                    file.write(script)
                note += ["", "Once it is mended, found.wast becomes a test: in spectests/nestbox/found, with the results",
                         "that are right (what it says now is what wasmtime does, where it was asked)."]
        with open(os.path.join(folder, "note.md"), "w") as file:
            file.write("\n".join(note) + "\n")
        with open(os.path.join(folder, "request.json"), "w") as file:
            json.dump(made.header, file)
        self.kept.append((name, finding.detail))

    @staticmethod
    def write(folder, name, part):
        suffix = ".wasm" if part[:4] == b"\0asm" else ".wat" if b"(module" in part[:200] else ".txt"
        with open(os.path.join(folder, name + suffix), "wb") as file:
            file.write(part)

    # ------------------------------------------------------------ a test script

    def script(self, finding, parts):
        """Returns a script with the modules, registered by name, and every call with its result in wasmtime or unfused."""
        engine, made = self.engine, finding.made
        lines = [";; Found by scripts/fuzz --seed %s --case %s:%d: %s" % (
            self.seed, made.kind, made.index, re.sub(r"[^ -~]", "?", finding.detail)[:200])]
        texts = [self.text(part) for part in parts]
        if None in texts:
            return None
        for name, text in zip(made.header["names"], texts):
            lines.append(text.rstrip())
            if name != "main":
                lines.append('(register "%s")' % name)
        # If the process ends, the planned calls: the test is that they can be made at all.
        calls = self.calls(made, parts) or self.calls(made, parts, fuel=0) or []
        names = re.findall(r'\(export ("(?:[^"\\]|\\.)*")', texts[-1])
        for call in calls:
            if call["export"] < len(names):
                line = self.assertion(names[call["export"]], call)
                if line:
                    lines.append(line)
        return "\n".join(lines) + "\n"

    def text(self, part):
        if part[:4] != b"\0asm":
            return part.decode(errors="replace")
        tool = self.engine.maker.tool
        done = tool and subprocess.run([tool, "print", "-"], input=part, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if done and done.returncode == 0:
            return done.stdout.decode()
        return '(module binary "%s")' % "".join("\\%02x" % byte for byte in part)

    def calls(self, made, parts, **changes):
        engine = self.engine
        answer = engine.worker.ask(dict(made.header, id=0, **changes), parts)
        if not isinstance(answer, dict) or not answer.get("behaviour"):
            return None
        calls = answer["behaviour"]["calls"]
        if engine.oracle and made.compare and not changes:
            binaries = [part if part[:4] == b"\0asm" else engine.maker.binary(part) for part in parts]
            theirs = engine.oracle.ask({"id": 0, "action": "run", "names": made.header["names"], "fuel": 80_000,
                                        "calls": calls}, binaries)
            if isinstance(theirs, dict):
                return [dict(one, ending=other["ending"], values=other["values"])
                        for one, other in zip(calls, theirs["calls"])]
        return calls

    @staticmethod
    def assertion(name, call):
        from .oracle import NUMBERS
        arguments = []
        for index, letter in enumerate(call["parameters"]):
            number = NUMBERS[(call["export"] * 31 + call["round"] * 17 + index * 7) % 16]
            arguments.append(constant(letter, number, number ^ 0x0123456789ABCDEF))
        invocation = "(invoke %s %s)" % (name, " ".join(arguments))
        if call["ending"] == "planned":
            return invocation
        if call["ending"] == "returned":
            return "(assert_return %s %s)" % (invocation, " ".join(result(value) for value in call["values"]))
        if call["ending"] == "exception":
            return "(assert_exception %s)" % invocation
        if call["ending"] in ("budget exhausted", "limit", "heap exhausted"):
            return None
        kind = "assert_exhaustion" if call["ending"] == "call stack exhausted" else "assert_trap"
        return '(%s %s "%s")' % (kind, invocation, call["ending"])


def constant(letter, low, high):
    if letter == "i":
        return "(i32.const %d)" % (low & 0xFFFFFFFF)
    if letter == "I":
        return "(i64.const %d)" % low
    if letter in "fF":
        return floating("f32" if letter == "f" else "f64", low)
    if letter == "v":
        return "(v128.const i64x2 %d %d)" % (low, high)
    return "(ref.null %s)" % {"u": "func", "x": "extern", "a": "any", "e": "exn"}[letter.lower()]


def floating(kind, bits):
    """Returns a float as text, from its bits."""
    width, mantissa = (32, 23) if kind == "f32" else (64, 52)
    bits &= (1 << width) - 1
    sign = "-" if bits >> (width - 1) else ""
    exponent = bits >> mantissa & ((1 << (width - 1 - mantissa)) - 1)
    fraction = bits & ((1 << mantissa) - 1)
    bias = (1 << (width - 2 - mantissa)) - 1
    if exponent == 2 * bias + 1:
        return "(%s.const %s%s)" % (kind, sign, "nan:0x%x" % fraction if fraction else "inf")
    if exponent == 0:
        return "(%s.const %s0x%xp%d)" % (kind, sign, fraction, 1 - bias - mantissa)
    return "(%s.const %s0x%xp%d)" % (kind, sign, fraction | 1 << mantissa, exponent - bias - mantissa)


def result(text):
    """Returns a result as a script writes it."""
    kind, _, bits = text.partition(":")
    if kind in ("i32", "i64"):
        return "(%s.const %d)" % (kind, int(bits, 16))
    if kind in ("f32", "f64"):
        return floating(kind, int(bits, 16))
    if kind == "v128":
        low, high = (int(word, 16) for word in bits.split(":"))
        return "(v128.const i64x2 %d %d)" % (low, high)
    if kind == "i31":
        return "(ref.i31)"
    return "(ref.null)" if kind == "null" else "(ref.func)" if kind == "func" else "(ref)"
