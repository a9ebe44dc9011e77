"""Policies in JSON: the fields of docs/policy.md with random values, right and wrong ones, and damaged texts."""
import json
import re

from . import mutate

STRINGS = ["", "a", "stdio", "files", "clocks", "random", "arguments", "environment", "exit", "sockets", "*",
           "fd_write", "path_open", "null", "inherit", "/tmp", "..", "data", "\u212b\u00c5", "\u202e\x1b[2J", "x" * 300,
           "error", "enosys", "full", "deterministic", "instruction", "time", "^[a-z]+$", "read", "write", "host",
           "memory", "overlay", "truncate", "stop", "virtual", "system", "seeded", "coarse"]
NUMBERS = [0, 1, -1, 10, 1000, 65536, 2**31, 2**32, 2**53, 2**63, 2**64 - 1, 2**64, 10**30, 0.5, -0.0, 1e308, 1e400]


class Policies:
    def __init__(self, page, example=None):
        """`page`: the text of docs/policy.md, whose words in backquotes become names of fields and values."""
        self.words = sorted(set(re.findall(r"`\"?([a-zA-Z_.]+)\"?`", page)))
        names = set()
        for word in self.words:
            names.update(word.split("."))
        self.names = sorted(name for name in names if name)
        self.examples = [self.parsed(text) for text in re.findall(r"```json\n(.*?)```", page, re.S)]
        self.examples = [value for value in self.examples if isinstance(value, dict)] or [{}]

    @staticmethod
    def parsed(text):
        try:
            return json.loads(text)
        except ValueError:
            return None

    def value(self, random, depth):
        form = random.randrange(9 if depth > 0 else 5)
        if form == 0:
            return random.choice([True, False, None])
        if form == 1:
            return random.choice(NUMBERS)
        if form <= 4:
            return random.choice(STRINGS + self.names)
        if form <= 6:
            return [self.value(random, depth - 1) for _ in range(random.randrange(4))]
        return {random.choice(self.names + STRINGS): self.value(random, depth - 1)
                for _ in range(random.randrange(4))}

    def change(self, random, value, depth=0):
        """Returns the value with one change, somewhere inside."""
        if isinstance(value, dict) and value and random.random() < 0.85:
            value = dict(value)
            key = random.choice(list(value))
            form = random.random()
            if form < 0.1:
                del value[key]
            elif form < 0.25:
                value[random.choice(self.names)] = self.value(random, 2)
            else:
                value[key] = self.change(random, value[key], depth + 1)
            return value
        if isinstance(value, list) and value and random.random() < 0.7:
            value = list(value)
            place = random.randrange(len(value))
            form = random.random()
            if form < 0.2:
                value.append(self.change(random, value[place], depth + 1))
            elif form < 0.3:
                del value[place]
            else:
                value[place] = self.change(random, value[place], depth + 1)
            return value
        if isinstance(value, bool):
            return not value
        if isinstance(value, (int, float)) and random.random() < 0.8:
            return random.choice([n for n in NUMBERS if isinstance(n, int)] + [value, value + 1])
        if isinstance(value, str) and random.random() < 0.7:
            return random.choice(STRINGS + self.names)
        return self.value(random, 2)

    def text(self, random):
        value = random.choice(self.examples)
        if random.random() < 0.3:
            merged = dict(value)
            merged.update(random.choice(self.examples))
            value = merged
        for _ in range(random.choice([0, 1, 1, 2, 5])):
            value = self.change(random, value)
        text = json.dumps(value, ensure_ascii=random.random() < 0.5, indent=random.choice([None, 2])).encode(
            "utf-8", "surrogatepass")
        form = random.random()
        if form < 0.15:
            return mutate.damage(random, text)
        if form < 0.18:
            return b"[" * random.choice([10, 10_000, 400_000]) + text
        return text
