"""Makes failing inputs smaller, by trying smaller ones that still fail in the same way."""
import re
import time

from . import mutate, wasm


class Minimiser:
    """Makes inputs smaller; `fails` decides whether a list of parts still fails."""

    def __init__(self, fails, tool=None, seconds=60):
        self.fails, self.tool = fails, tool
        self.end = time.monotonic() + seconds
        self.tries = 0

    def time_is_up(self):
        return time.monotonic() > self.end

    def holds(self, parts):
        self.tries += 1
        return self.fails(parts)

    def module(self, parts):
        """Returns the parts with a smaller last module, in the binary format if possible."""
        if self.tool and parts[-1][:4] == b"\0asm":
            parts = self.by_bodies(parts)
            parts = self.by_tool(parts)
            parts = self.by_expressions(parts)
        elif parts[-1][:4] == b"\0asm":
            parts = self.by_bodies(parts)
        else:
            parts = self.by_text(parts)
        return parts

    def by_bodies(self, parts):
        """Leaves out sections, and replaces bodies by `unreachable`."""
        try:
            sections = wasm.sections(parts[-1])
        except (ValueError, IndexError):
            return self.by_bytes(parts)
        for number in (0, 11, 9, 8):
            smaller = [section for section in sections if section[0] != number]
            if len(smaller) < len(sections) and self.holds(parts[:-1] + [wasm.join(smaller)]):
                sections = smaller
        parts = parts[:-1] + [wasm.join(sections)]
        try:
            count = len(wasm.bodies(dict(sections).get(10, b"\0")))
        except IndexError:
            return parts
        for index in range(count):
            if self.time_is_up():
                break

            def stub(bodies):
                bodies[index] = b"\0\0\x0b"
                return bodies
            candidate = parts[:-1] + [wasm.with_bodies(parts[-1], stub)]
            if len(candidate[-1]) < len(parts[-1]) and self.holds(candidate):
                parts = candidate
        return parts

    def by_tool(self, parts):
        """Reduces the module with wasm-tools, as long as that succeeds."""
        misses = seed = 0
        while misses < 60 and not self.time_is_up():
            seed += 1
            candidate = mutate.by_tool(self.tool, parts[-1], seed, reduce=True)
            if candidate and len(candidate) < len(parts[-1]) and self.holds(parts[:-1] + [candidate]):
                parts, misses = parts[:-1] + [candidate], 0
            else:
                misses += 1
        return parts

    def by_expressions(self, parts):
        """Leaves out parts of the text with folded expressions; keeps the text if it is smaller."""
        import subprocess
        done = subprocess.run([self.tool, "print", "--fold-instructions", "-"], input=parts[-1],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if done.returncode or not self.holds(parts[:-1] + [done.stdout]):
            return parts
        return self.by_text(parts[:-1] + [done.stdout])

    def by_text(self, parts):
        text = parts[-1].decode(errors="surrogateescape")
        text = re.sub(r"\(;.*?;\)", "", text, flags=re.S)
        try:
            tree = read(text)
        except IndexError:
            return parts

        def fails(candidate):
            return self.holds(parts[:-1] + [write(candidate).encode(errors="surrogateescape")])
        if not fails(tree):
            return parts
        tree = self.tree(tree, fails)
        return parts[:-1] + [write(tree).encode(errors="surrogateescape")]

    def tree(self, tree, fails):
        """Removes nodes, or replaces them by one of their children or `unreachable`, the largest first."""
        changed = True
        while changed and not self.time_is_up():
            changed = False
            for path in sorted(paths_in(tree), key=lambda path: (len(path), path)):
                if self.time_is_up():
                    break
                node = at(tree, path)
                if not isinstance(node, list) or not path:
                    continue
                smaller = self.shorter(tree, path, node, fails) if len(node) > 16 else tree
                if smaller is not tree:
                    tree, changed = smaller, True
                    continue
                for other in [None] + [child for child in node[1:] if isinstance(child, list)] + [["unreachable"]]:
                    if node == ["unreachable"] and other:
                        continue
                    candidate = replaced(tree, path, other)
                    if fails(candidate):
                        tree, changed = candidate, True
                        break
        return tree

    def shorter(self, tree, path, node, fails):
        """Leaves out runs of this node's children: first half of them, then fewer."""
        size = len(node) // 2
        while size >= 4 and not self.time_is_up():
            position = 1
            while position < len(node) and not self.time_is_up():
                shorter = node[:position] + node[position + size:]
                candidate = replaced(tree, path, shorter)
                if fails(candidate):
                    tree, node = candidate, shorter
                else:
                    position += size
            size //= 2
        return tree

    def by_bytes(self, parts):
        """Leaves out pieces of the last part."""
        size = max(1, len(parts[-1]) // 2)
        while size >= 1 and not self.time_is_up():
            position = 0
            while position < len(parts[-1]) and not self.time_is_up():
                candidate = parts[:-1] + [parts[-1][:position] + parts[-1][position + size:]]
                if candidate[-1] and self.holds(candidate):
                    parts = candidate
                else:
                    position += size
            size //= 2
        return parts


# ---------------------------------------------------------------- expressions in parentheses

TOKEN = re.compile(r'\(|\)|"(?:[^"\\]|\\.)*"|;;[^\n]*|[^\s()";]+')


def read(text):
    """Parses a text to nested lists of words, without comments."""
    stack = [[]]
    for match in TOKEN.finditer(text):
        token = match.group()
        if token == "(":
            stack.append([])
        elif token == ")":
            node = stack.pop()
            stack[-1].append(node)
        elif not token.startswith(";;"):
            stack[-1].append(token)
    return stack[0][0]


def write(node):
    """Returns the text of a tree, without recursion, because modules may be deep."""
    pieces, work = [], [node]
    while work:
        item = work.pop()
        if isinstance(item, str):
            pieces.append(item)
        else:
            pieces.append("(")
            work.append(")")
            work += reversed(item)
    return " ".join(pieces).replace("( ", "(").replace(" )", ")")


def paths_in(tree):
    work = [((), tree)]
    while work:
        path, node = work.pop()
        yield path
        if len(path) < 60:
            work += [(path + (index,), child) for index, child in enumerate(node) if isinstance(child, list)]


def at(tree, path):
    for index in path:
        if not isinstance(tree, list) or index >= len(tree):
            return None
        tree = tree[index]
    return tree


def replaced(tree, path, other):
    """Returns a copy with another node at this place, or with none."""
    if not path:
        return other
    copy = list(tree)
    if len(path) == 1:
        copy[path[0]:path[0] + 1] = [] if other is None else [other]
    else:
        copy[path[0]] = replaced(copy[path[0]], path[1:], other)
    return copy
