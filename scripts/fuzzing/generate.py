"""Generates modules in the text format that `wasm-tools smith` makes rarely or never.

Every module is well-typed by construction, because each expression is generated for a wanted type. The instructions
come from Nestbox's table, so that a new one takes part without a change here.
"""

LETTERS = {"i": "i32", "I": "i64", "f": "f32", "F": "f64", "v": "v128"}
NUMBERS = ["i32", "i64", "f32", "f64", "v128"]
I32 = [0, 1, 2, -1, 7, 31, 32, 33, 255, 256, 65535, 65536, 65528, 131072, 2147483647, -2147483648, -32768, -32769]
I64 = I32 + [1 << 32, (1 << 32) - 1, (1 << 63) - 1, -(1 << 63), 0x100000000000, -0x80000001]
FLOATS = ["0", "-0", "1", "-1.5", "0x1p-149", "0x1p-1074", "inf", "-inf", "nan", "nan:0x1", "-nan:0x200001",
          "1e10", "-2147483648", "4294967295", "9.2233720368547758e18", "0.5", "3.4028234e38"]


# Objects for the locals: with null, most functions would trap at once.
MADE = {
    "(ref null $s0)": ["(struct.new_default $s0)", "(struct.new_default $s1)"],
    "(ref null $a0)": ["(array.new_default $a0 (i32.const 5))", "(array.new_default $a0 (i32.const 100))"],
    "(ref null $a1)": ["(array.new_default $a1 (i32.const 3))"],
    "anyref": ["(struct.new_default $s1)", "(ref.i31 (i32.const 5))"], "i31ref": ["(ref.i31 (i32.const -1))"],
}


class Table:
    """The rows of the instruction table, grouped by result."""

    def __init__(self, rows, without=()):
        self.plain, self.loads, self.stores = {}, {}, {}
        for name, immediates, signature, feature in rows:
            if feature in without or ":" not in signature:
                continue
            parameters, result = signature.split(":")
            if immediates in ("none", "lane", "lanes16") and "a" not in parameters:
                self.plain.setdefault(result, []).append((name, immediates, parameters))
            elif immediates in ("memoryArgument", "memoryLane") and parameters[:1] == "a" and "wait" not in name:
                (self.loads if result else self.stores).setdefault(result, []).append((name, immediates, parameters))


class Memory:
    def __init__(self, name, is64, pages, shared=False):
        self.name, self.is64, self.pages, self.shared = name, is64, pages, shared
        self.address = "i64" if is64 else "i32"


class Function:
    def __init__(self, name, parameters, results, imported=False):
        self.name, self.parameters, self.results, self.imported = name, parameters, results, imported
        self.type = "$t_" + name.strip("$")


def sized(name):
    """Returns whether the instruction is atomic, and so has a fixed alignment."""
    return ".atomic." in name or name.startswith("memory.atomic")


class Module:
    """A module under construction."""

    def __init__(self, random, table, options=None):
        self.random, self.table = random, table
        self.options = options or {}
        self.types, self.fields, self.functions = [], [], []
        self.memories, self.tables, self.globals, self.tags = [], [], [], []
        self.structs = []
        self.locals, self.labels, self.results = {}, [], []
        self.budget = 0
        self.segments = 0

    # ------------------------------------------------------------ what a module has

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, things):
        return things[self.random.randrange(len(things))]

    def value_type(self, references=True):
        kinds = NUMBERS + (["(ref null $s0)", "(ref null $a0)", "(ref null $a1)", "anyref", "funcref", "externref",
                            "i31ref", "exnref"] if references and self.structs else [])
        if not self.options.get("vectors", True):
            kinds = [kind for kind in kinds if kind != "v128"]
        return self.pick(kinds)

    def signature(self, most=5, references=True):
        return ([self.value_type(references) for _ in range(self.random.randrange(most))],
                [self.value_type(references) for _ in range(self.pick([0, 1, 1, 1, 2, most]))])

    def declare(self):
        """Declares memories, tables, types, globals, tags and functions, before there is any code."""
        options = self.options
        if options.get("objects", True):
            self.structs = ["$s0", "$s1", "$a0", "$a1"]
            self.types.append(
                "(rec (type $s0 (sub (struct (field $x (mut i32)) (field (mut (ref null $s0))) (field (mut i8)))))\n"
                "  (type $s1 (sub $s0 (struct (field $x (mut i32)) (field (mut (ref null $s0))) (field (mut i8))"
                " (field (mut v128)) (field (mut (ref null $a0))))))\n"
                "  (type $a0 (sub final (array (mut i16)))) (type $a1 (array (mut (ref null $s0)))))")
        for index in range(options.get("memories", self.random.randrange(1, 4))):
            memory = Memory("$m%d" % index, self.chance(0.3), self.random.randrange(1, 3), self.chance(0.2))
            self.memories.append(memory)
            self.fields.append("(memory %s (export \"m%d\") %s %d %d%s)" % (
                memory.name, index, memory.address, memory.pages, memory.pages + self.random.randrange(3),
                " shared" if memory.shared else ""))
        for index in range(self.random.randrange(1, 4)):
            wide = self.chance(0.3)
            self.tables.append(("$table%d" % index, "i64" if wide else "i32"))
            self.fields.append("(table $table%d (export \"t%d\") %s %d %d funcref)" % (
                index, index, "i64" if wide else "i32", self.random.randrange(1, 20), 20))
        for index, kind in enumerate(NUMBERS + (["anyref", "(ref null $s0)", "funcref"] if self.structs else [])):
            name = "$g%d" % index
            self.globals.append((name, kind))
            self.fields.append("(global %s (export \"g%d\") (mut %s) %s)" % (name, index, kind, self.constant(kind)))
        for index in range(3):
            parameters = [self.value_type() for _ in range(self.random.randrange(4))]
            self.tags.append(("$e%d" % index, parameters))
            self.fields.append("(tag $e%d (export \"e%d\")%s)" % (index, index, self.list("param", parameters)))
        self.fields.append("(data $d \"\\01\\02data\\ff\\80\\00\\7f\")")
        for _ in range(options.get("functions", self.random.randrange(2, 7))):
            self.declare_function(*self.signature())

    def declare_function(self, parameters, results, imported=None):
        function = Function("$f%d" % len(self.functions), parameters, results, imported is not None)
        self.functions.append(function)
        self.types.append("(type %s (func%s%s))" % (
            function.type, self.list("param", parameters), self.list("result", results)))
        if imported:
            self.fields.insert(0, "(import %s (func %s (type %s)))" % (imported, function.name, function.type))
        return function

    @staticmethod
    def list(keyword, kinds):
        return " (%s %s)" % (keyword, " ".join(kinds)) if kinds else ""

    def text(self):
        """Returns the text of the module. Elements come last, because they name functions."""
        elements = ""
        for name, address in self.tables:
            members = [self.pick(self.functions).name for _ in range(self.random.randrange(1, 4))]
            elements += "(elem (table %s) (%s.const 0) func %s)\n" % (
                name, address, " ".join(members[:1]))
        elements += "(elem declare func %s)\n(elem $el func %s)\n" % (
            " ".join(function.name for function in self.functions), self.functions[0].name)
        return "(module\n%s\n%s\n%s)" % ("\n".join(self.types), "\n".join(self.fields), elements)

    # ------------------------------------------------------------ functions

    def define_all(self, size):
        for index, function in enumerate(self.functions):
            if not function.imported:
                self.define(function, "f%d" % index, size)

    def define(self, function, export, size, prologue=""):
        self.locals = {"%d" % index: kind for index, kind in enumerate(function.parameters)}
        declared = [self.value_type() for _ in range(self.random.randrange(6))]
        for index, kind in enumerate(declared):
            self.locals["%d" % (len(function.parameters) + index)] = kind
        self.results, self.labels, self.budget = function.results, [], size
        # Every function can end soon, because it has a counter for its loops.
        counter = len(function.parameters) + len(declared)
        self.counter = str(counter)
        for name, kind in self.locals.items():
            if kind in MADE and self.structs and self.chance(0.8):
                prologue += "(local.set %s %s)" % (name, self.pick(MADE[kind]))
        body = prologue + "".join(self.statement(4) for _ in range(self.random.randrange(1, 6)))
        body += "".join(self.expression(kind, 4) for kind in function.results)
        self.fields.append("(func %s (export \"%s\") (type %s)%s (local i32)\n  %s)" % (
            function.name, export, function.type, self.list("local", declared), body))

    # ------------------------------------------------------------ expressions

    def constant(self, kind):
        if kind == "i32":
            return "(i32.const %d)" % (self.pick(I32) if self.chance(0.6) else self.random.getrandbits(32) - (1 << 31))
        if kind == "i64":
            return "(i64.const %d)" % (self.pick(I64) if self.chance(0.6) else self.random.getrandbits(64) - (1 << 63))
        if kind in ("f32", "f64"):
            return "(%s.const %s)" % (kind, self.pick(FLOATS))
        if kind == "v128":
            return "(v128.const i64x2 %d %d)" % (self.pick(I64), self.pick(I64))
        if self.structs and self.types and self.chance(0.8) and kind in MADE and self.fields:
            return self.pick(MADE[kind])
        return "(ref.null %s)" % {
            "anyref": "any", "funcref": "func", "externref": "extern", "exnref": "exn", "i31ref": "i31"}.get(
                kind, kind[len("(ref null "):-1])

    def local(self, kind):
        names = [name for name, other in self.locals.items() if other == kind]
        return self.pick(names) if names else None

    def expression(self, kind, depth):
        self.budget -= 1
        if depth <= 0 or self.budget <= 0:
            name = self.local(kind)
            return "(local.get %s)" % name if name and self.chance(0.7) else self.constant(kind)
        choice = self.random.random()
        if choice < 0.12:
            return self.expression(kind, 0)
        if choice < 0.2:
            names = [name for name, other in self.globals if other == kind]
            return "(global.get %s)" % self.pick(names) if names else self.expression(kind, 0)
        if choice < 0.24:
            name = self.local(kind)
            return "(local.tee %s %s)" % (name, self.expression(kind, depth - 1)) if name else self.constant(kind)
        if choice < 0.40:
            return self.control(kind, depth)
        if choice < 0.45:
            functions = [function for function in self.functions if function.results == [kind]]
            if functions:
                return self.call(self.pick(functions), depth)
        if choice < 0.48:
            return "(select (result %s) %s %s %s)" % (kind, self.expression(kind, depth - 1),
                                                      self.expression(kind, depth - 1), self.expression("i32", depth - 2))
        if kind in NUMBERS:
            return self.number(kind, depth)
        return self.reference(kind, depth)

    def number(self, kind, depth):
        letter = {name: letter for letter, name in LETTERS.items()}[kind]
        if self.structs and self.chance(0.15):
            found = self.from_object(kind, depth)
            if found:
                return found
        if self.memories and self.chance(0.25) and letter in self.table.loads:
            return self.access(self.pick(self.table.loads[letter]), depth)
        if kind == "i32" and self.chance(0.1):
            return self.pick(["(memory.size %s)" % memory.name for memory in self.memories if not memory.is64]
                             + ["(table.size %s)" % name for name, address in self.tables if address == "i32"]
                             + ["(ref.is_null %s)" % self.expression(self.value_type_of_reference(), depth - 1)])
        name, immediates, parameters = self.pick(self.table.plain[letter])
        return "(%s%s %s)" % (name, self.lanes(name, immediates), " ".join(
            self.expression(LETTERS[parameter], depth - 1) for parameter in parameters))

    def lanes(self, name, immediates):
        if immediates == "lanes16":
            return " " + " ".join(str(self.random.randrange(32)) for _ in range(16))
        if immediates == "lane":
            return " %d" % self.random.randrange(int(name.split(".")[0].split("x")[1]))
        return ""

    def access(self, row, depth):
        """Returns a load or store, mostly inside the memory."""
        name, immediates, parameters = row
        memory = self.pick(self.memories)
        if self.chance(0.8):
            edge = self.pick([0, 4, 100, 1000, 65472, memory.pages * 65536 - 32] * 5 + [
                65528, 65532, 65535, memory.pages * 65536 - 8, memory.pages * 65536 - 16])
            if ".atomic." in name:
                edge &= ~7
            address, offset = "(%s.const %d)" % (memory.address, edge), self.pick([0, 0, 0, 1, 8, 16])
            offset = offset & ~7 if ".atomic." in name else offset
        else:
            address, offset = self.expression(memory.address, depth - 1), self.pick([0, 0, 8, 65535, 0xFFFFFFFF])
        lane = ""
        if immediates == "memoryLane":
            bits = [int(part) for part in "".join(c if c.isdigit() else " " for c in name.split(".")[1]).split()]
            lane = " %d" % self.random.randrange(128 // bits[0])
        others = [self.expression(LETTERS[parameter], depth - 1) for parameter in parameters[1:]]
        return "(%s %s%s%s %s)" % (name, memory.name, " offset=%d" % offset if offset else "", lane,
                                   " ".join([address] + others))

    def value_type_of_reference(self):
        return self.pick(["(ref null $s0)", "(ref null $a0)", "anyref"] if self.structs else ["funcref"])

    def reference(self, kind, depth):
        deeper = depth - 1
        if kind == "anyref":
            return self.pick([
                lambda: "(ref.i31 %s)" % self.expression("i32", deeper),
                lambda: self.reference("(ref null $s0)", deeper), lambda: self.reference("(ref null $a0)", deeper),
                lambda: "(any.convert_extern %s)" % self.expression("externref", deeper)])()
        if kind == "i31ref":
            return self.pick([
                lambda: "(ref.i31 %s)" % self.expression("i32", deeper),
                lambda: "(ref.cast (ref null i31) %s)" % self.expression("anyref", deeper)])()
        if kind == "externref":
            return "(extern.convert_any %s)" % self.expression("anyref", deeper)
        if kind == "funcref":
            name, address = self.pick(self.tables)
            return self.pick([lambda: "(ref.func %s)" % self.pick(self.functions).name,
                              lambda: "(table.get %s %s)" % (name, self.index(address, depth))])()
        if kind == "(ref null $s0)":
            return self.pick([
                lambda: "(struct.new $s0 %s %s %s)" % (self.expression("i32", deeper), self.expression(kind, deeper),
                                                       self.expression("i32", deeper)),
                lambda: "(struct.new_default $s1)",
                lambda: "(struct.get $s0 1 %s)" % self.expression(kind, deeper),
                lambda: "(array.get $a1 %s %s)" % (self.expression("(ref null $a1)", deeper), self.small(depth)),
                lambda: "(ref.cast (ref null $s0) %s)" % self.expression("anyref", deeper)])()
        if kind == "(ref null $a0)":
            return self.pick([
                lambda: "(array.new $a0 %s %s)" % (self.expression("i32", deeper), self.small(depth)),
                lambda: "(array.new_default $a0 %s)" % self.small(depth),
                lambda: "(array.new_fixed $a0 3 %s)" % " ".join(self.expression("i32", deeper) for _ in range(3)),
                lambda: "(array.new_data $a0 $d %s %s)" % (self.small(depth), self.small(depth)),
                lambda: "(struct.get $s1 4 (ref.cast (ref null $s1) %s))" % self.expression("(ref null $s0)", deeper)])()
        if kind == "(ref null $a1)":
            return "(array.new $a1 %s %s)" % (self.expression("(ref null $s0)", deeper), self.small(depth))
        return self.constant(kind)

    def from_object(self, kind, depth):
        deeper = depth - 1
        if kind == "i32":
            return self.pick([
                lambda: "(struct.get $s0 0 %s)" % self.expression("(ref null $s0)", deeper),
                lambda: "(struct.get_%s $s0 2 %s)" % (self.pick("su"), self.expression("(ref null $s0)", deeper)),
                lambda: "(array.get_%s $a0 %s %s)" % (self.pick("su"), self.expression("(ref null $a0)", deeper),
                                                      self.small(depth)),
                lambda: "(array.len %s)" % self.expression("(ref null $a0)", deeper),
                lambda: "(i31.get_%s %s)" % (self.pick("su"), self.expression("i31ref", deeper)),
                lambda: "(ref.test (ref $s1) %s)" % self.expression("anyref", deeper),
                lambda: "(ref.eq %s %s)" % (self.expression("(ref null $s0)", deeper),
                                            self.expression("i31ref", deeper))])()
        if kind == "v128":
            return "(struct.get $s1 3 (ref.cast (ref null $s1) %s))" % self.expression("(ref null $s0)", deeper)
        return None

    def small(self, depth):
        return "(i32.const %d)" % self.pick([0, 1, 2, 3, 4, 5, 9, 10, 11, 100]) if self.chance(0.8) \
            else "(i32.and %s (i32.const 255))" % self.expression("i32", depth - 1)

    def index(self, address, depth):
        return "(%s.const %d)" % (address, self.pick([0, 0, 0, 1, 2, 5, 19, 20, 21])) if self.chance(0.85) \
            else self.expression(address, depth - 1)

    # ------------------------------------------------------------ control

    def call(self, function, depth):
        arguments = " ".join(self.expression(kind, depth - 1) for kind in function.parameters)
        form = self.random.random()
        if form < 0.6:
            return "(call %s %s)" % (function.name, arguments)
        if form < 0.8:
            return "(call_ref %s %s (ref.func %s))" % (function.type, arguments, function.name)
        name, address = self.pick(self.tables)
        return "(call_indirect %s (type %s) %s %s)" % (name, function.type, arguments, self.index(address, depth))

    def control(self, kind, depth):
        form = self.random.randrange(6)
        name = "$l%d" % len(self.labels)
        if form == 0:
            return "(if (result %s) %s (then %s) (else %s))" % (
                kind, self.expression("i32", depth - 1), self.inside(None, [], [kind], depth),
                self.inside(None, [], [kind], depth))
        if form == 1 and self.structs:
            return self.catching(kind, depth)
        if form == 2:
            # A block with parameters and other results.
            entering = [self.value_type(False) for _ in range(self.random.randrange(1, 4))]
            values = " ".join(self.expression(other, depth - 2) for other in entering)
            body = "".join("(drop)" for _ in entering)
            return "(block %s %s (result %s) %s)" % (
                name, "", kind, self.inside(name, [kind], [kind], depth)) if self.chance(0.5) else \
                "%s (block %s (param %s) (result %s) %s %s)" % (
                    values, name, " ".join(entering), kind, body, self.inside(name, [kind], [kind], depth))
        if form == 3:
            return "(loop %s (result %s) %s)" % (name, kind, self.turns(name, kind, depth))
        return "(block %s (result %s) %s)" % (name, kind, self.inside(name, [kind], [kind], depth))

    def turns(self, name, kind, depth):
        """Returns a loop that makes a few rounds."""
        self.labels.append((name, []))
        body = "".join(self.statement(depth - 2) for _ in range(self.random.randrange(3)))
        body += "(br_if %s (i32.lt_u (local.tee %s (i32.add (local.get %s) (i32.const 1))) (i32.const %d)))" % (
            name, self.counter, self.counter, self.pick([1, 3, 10, 30]))
        self.labels.pop()
        return body + self.expression(kind, depth - 2)

    def inside(self, name, label, results, depth):
        if name:
            self.labels.append((name, label))
        body = "".join(self.statement(depth - 2) for _ in range(self.random.randrange(2)))
        body += "".join(self.expression(kind, depth - 1) for kind in results)
        if name:
            self.labels.pop()
        return body

    def catching(self, kind, depth):
        """Returns a try_table whose handlers branch to the blocks around it."""
        number = len(self.labels)
        tag, parameters = self.pick(self.tags)
        all_label, tag_label, out = "$c%d" % number, "$d%d" % number, "$o%d" % number
        self.labels += [(out, [kind])]
        body = self.inside(None, [], [kind], depth)
        self.labels.pop()
        drops = "".join("(drop)" for _ in parameters)
        with_reference = self.chance(0.5)
        result = parameters + (["exnref"] if with_reference else [])
        catch = "(catch%s %s %s)" % ("_ref" if with_reference else "", tag, tag_label)
        rest = drops
        if with_reference:
            rest = "(throw_ref)" if self.chance(0.3) else "(drop)" + drops
        inner = "(br %s (try_table (result %s) %s (catch_all %s) %s))" % (out, kind, catch, all_label, body)
        return "(block %s (result %s) (block %s%s (block %s %s) (br %s %s)) %s %s)" % (
            out, kind, tag_label, self.list("result", result), all_label, inner, out, self.constant(kind), rest,
            self.expression(kind, 0))

    def statement(self, depth):
        self.budget -= 1
        if self.budget <= 0 or depth <= 0:
            return "(nop)"
        choice = self.random.randrange(14)
        if choice < 2 and self.locals:
            name = self.pick(list(self.locals))
            return "(local.set %s %s)" % (name, self.expression(self.locals[name], depth))
        if choice < 4:
            name, kind = self.pick(self.globals)
            return "(global.set %s %s)" % (name, self.expression(kind, depth))
        if choice < 6:
            return self.access(self.pick(self.table.stores[""]), depth)
        if choice == 6:
            return self.bulk(depth)
        if choice == 7:
            function = self.pick(self.functions)
            return self.call(function, depth) + "(drop)" * len(function.results)
        if choice == 8 and self.labels:
            name, kinds = self.pick(self.labels)
            values = " ".join(self.expression(kind, depth - 1) for kind in kinds)
            return "(br_if %s %s %s)" % (name, values, self.expression("i32", depth - 1)) + "(drop)" * len(kinds)
        if choice == 9 and self.chance(0.4):
            tag, parameters = self.pick(self.tags)
            return "(if %s (then (throw %s %s)))" % (self.expression("i32", depth - 1), tag, " ".join(
                self.expression(kind, depth - 2) for kind in parameters))
        if choice == 10 and self.structs:
            return self.pick([
                lambda: "(struct.set $s0 0 %s %s)" % (self.expression("(ref null $s0)", depth - 1), self.expression("i32", depth - 1)),
                lambda: "(struct.set $s0 1 %s %s)" % (self.expression("(ref null $s0)", depth - 1),
                                                      self.expression("(ref null $s0)", depth - 1)),
                lambda: "(array.set $a0 %s %s %s)" % (self.expression("(ref null $a0)", depth - 1), self.small(depth),
                                                      self.expression("i32", depth - 1))])()
        if choice == 11 and self.chance(0.3):
            functions = [function for function in self.functions if function.results == self.results]
            if functions:
                function = self.pick(functions)
                return "(if %s (then (return_%s))" % (self.expression("i32", depth - 1),
                                                      self.call(function, depth - 1)[1:])
        return "(if %s (then %s) (else %s))" % (
            self.expression("i32", depth - 1), self.statement(depth - 2), self.statement(depth - 2))

    def bulk(self, depth):
        memory, other = self.pick(self.memories), self.pick(self.memories)
        (table, address), (second, second_address) = self.pick(self.tables), self.pick(self.tables)
        length = memory.address if not memory.is64 or other.is64 else "i32"
        table_length = "i64" if address == second_address == "i64" else "i32"
        edge = lambda kind: "(%s.const %d)" % (kind, self.pick(  # noqa: E731
            [0, 1, 7, 8, 9, 100, 4096, 65535, 65536, 65537, 131072, 0xFFFFFFFF])) if self.chance(0.8) \
            else self.expression(kind, depth - 1)
        value = self.expression("funcref", depth - 1) if self.structs else "(ref.null func)"
        forms = [
            lambda: "(memory.fill %s %s %s %s)" % (memory.name, edge(memory.address), edge("i32"), edge(memory.address)),
            lambda: "(memory.copy %s %s %s %s %s)" % (memory.name, other.name, edge(memory.address),
                                                      edge(other.address), edge(self.shorter(memory, other))),
            lambda: "(memory.init %s $d %s %s %s)" % (memory.name, edge(memory.address), self.small(depth), self.small(depth)),
            lambda: "(drop (memory.grow %s %s))" % (memory.name, "(%s.const %d)" % (memory.address, self.pick([0, 1, 2, -1]))),
            lambda: "(table.fill %s %s %s %s)" % (table, self.index(address, depth), value, self.index(address, depth)),
            lambda: "(table.copy %s %s %s %s %s)" % (table, second, self.index(address, depth),
                                                     self.index(second_address, depth), self.index(table_length, depth)),
            lambda: "(table.init %s $el %s %s %s)" % (table, self.index(address, depth), self.small(depth), self.small(depth)),
            lambda: "(table.set %s %s %s)" % (table, self.index(address, depth), value),
            lambda: "(drop (table.grow %s %s (%s.const %d)))" % (table, value, address, self.pick([0, 1, 3, -1])),
            lambda: self.pick(["(data.drop $d)", "(elem.drop $el)"]),
        ]
        if self.structs:
            array = lambda: self.expression("(ref null $a0)", depth - 1)  # noqa: E731
            forms += [
                lambda: "(array.fill $a0 %s %s %s %s)" % (array(), self.small(depth), self.expression("i32", depth - 1), self.small(depth)),
                lambda: "(array.copy $a0 $a0 %s %s %s %s %s)" % (array(), self.small(depth), array(), self.small(depth), self.small(depth)),
                lambda: "(array.init_data $a0 $d %s %s %s %s)" % (array(), self.small(depth), self.small(depth), self.small(depth)),
            ]
        return self.pick(forms)()

    @staticmethod
    def shorter(one, other):
        return "i64" if one.is64 and other.is64 else "i32"
