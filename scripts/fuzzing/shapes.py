"""Modules of particular shapes: deep, long, at the end of the frame's window, or with hostile names."""
from . import generate, wasm


class Case:
    """A chain of modules (texts or binaries), with the options of its run."""

    def __init__(self, modules, names=None, host=False, compare=True, fuel=20_000):
        self.modules = [module.encode() if isinstance(module, str) else module for module in modules]
        self.names = names or ["main"]
        self.host, self.fuel = host, fuel
        self.compare = compare and not host


def general(random, table):
    module = generate.Module(random, table, {"vectors": random.random() < 0.8, "objects": random.random() < 0.8})
    module.declare()
    module.define_all(random.choice([20, 60, 150, 400]))
    return Case([module.text()])


def chain(random, table):
    """Makes two instances that call each other, also by tables and tail calls, and share memories and tags."""
    first = generate.Module(random, table)
    first.declare()
    first.define_all(80)
    second = generate.Module(random, table)
    second.declare()
    for index, function in enumerate(first.functions):
        second.declare_function(function.parameters, function.results, '"a" "f%d"' % index)
    # Imports come before definitions: the memories, tables and tags of the first module get new numbers.
    memory = random.choice(first.memories)
    second.memories.append(generate.Memory("$other", memory.is64, memory.pages))
    kind = "%s %d 100%s" % (memory.address, memory.pages, " shared" if memory.shared else "")
    second.fields.insert(0, '(import "a" "m%s" (memory $other %s))' % (
        memory.name[2:], kind.replace(" 100", " 5")))
    number = random.randrange(len(first.tags))
    second.tags.append(("$othertag", first.tags[number][1]))
    second.fields.insert(0, '(import "a" "e%d" (tag $othertag%s))' % (
        number, second.list("param", first.tags[number][1])))
    name, address = random.choice(first.tables)
    second.tables.append(("$othertable", address))
    second.fields.insert(0, '(import "a" "t%s" (table $othertable %s 1 20 funcref))' % (name[6:], address))
    second.define_all(120)
    return Case([first.text(), second.text()], ["a", "main"])


def deep(random, table):
    """Makes many nested blocks, and branches across them."""
    depth = random.choice([10, 100, 1000, 3000])
    opening, closing, kinds = [], [], []
    for level in range(depth):
        form = random.randrange(5)
        label = "$b%d" % level
        if form == 0:
            opening.append("(block %s " % label)
        elif form == 1:
            opening.append("(loop %s " % label)
        elif form == 2:
            opening.append("(if %s (local.get 0) (then " % label)
        elif form == 3 and level > 0:
            opening.append("(try_table %s (catch_all %d) " % (label, random.randrange(min(level, 3))))
        else:
            opening.append("(block %s (drop (i32.const 1)) " % label)
        closing.append("))" if form == 2 else ")")
        kinds.append(form)
        # A branch out of some of the blocks; backward only while a counter limits it.
        if random.random() < 0.3:
            target = random.randrange(level + 1)
            if kinds[target] != 1:
                opening.append("(br_if $b%d (i32.eq (local.get 0) (i32.const %d)))" % (target, random.randrange(9)))
            else:
                opening.append("(local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br_if $b%d (i32.gt_s"
                               " (local.get 0) (i32.const 0)))" % target)
    inner = random.choice(["(throw $t (i32.const 3))", "(br_table %s (local.get 0))" % " ".join(
        "$b%d" % random.randrange(depth) for _ in range(random.choice([1, 10, 300]))), "unreachable", "nop"])
    if "br_table" in inner:
        inner = "(local.set 1 (i32.add (local.get 1) (i32.const 1))) (br_if $b0 (i32.gt_u (local.get 1)" \
                " (i32.const 5)))" + inner
    return Case(["(module (tag $t (param i32)) (func (export \"f\") (param i32) (result i32) (local i32)\n"
                 + "".join(opening) + inner + "".join(reversed(closing)) + "(local.get 0)))"])


def branches(random, table):
    """Makes a br_table with very many entries, with values and without."""
    labels = random.randrange(1, 40)
    values = random.choice([0, 0, 1, 2, 10])
    entries = random.choice([0, 1, 100, 5000, 65519])
    kinds = " ".join(random.choice(["i32", "i64", "f64"]) for _ in range(values))
    result = " (result %s)" % kinds if values else ""
    constants = " ".join("(%s.const %d)" % (kind, random.randrange(99)) for kind in kinds.split())
    body = "(br_table %s %s (local.get 0))" % (
        " ".join(str(random.randrange(labels)) for _ in range(entries + 1)), constants)
    for level in range(labels):
        body = "(block%s %s)%s" % (result, body, "(drop)" * values + constants if random.random() < 0.5 else "")
        if level % 3 == 0:
            body += "(global.set $g (i32.add (global.get $g) (i32.const %d)))" % level
    return Case(["(module (global $g (export \"g\") (mut i32) (i32.const 0)) (func (export \"f\") (param i32)%s %s))"
                 % (result, body)])


# Operations with the types of their operands, in the letters of `Signature` (Tests/Fuzz/Kit/Arguments.swift).
TOP = [
    ("memory.grow $m", "i"), ("memory.size $m", ""), ("memory.fill $m", "iii"), ("memory.copy $m $m", "iii"),
    ("memory.init $m $d", "iii"), ("memory.grow $n", "I"), ("memory.size $n", ""), ("memory.fill $n", "IiI"),
    ("table.get $t", "i"), ("table.size $t", ""), ("table.grow $t", "ui"), ("table.set $t", "iu"),
    ("table.fill $t", "iui"), ("table.copy $t $u", "iii"), ("table.init $t $e", "iii"), ("table.get $u", "i"),
    ("table.size $u", ""), ("table.grow $u", "ui"), ("i32.load $m", "i"), ("i32.store $m", "ii"), ("i64.load $n", "I"),
    ("i64.store $n", "II"), ("v128.load $m", "i"), ("v128.store $m", "iv"), ("v128.load $n", "I"),
    ("i32.atomic.rmw.cmpxchg $m", "iii"), ("memory.atomic.notify $m", "ii"), ("struct.new $s", "iI"),
    ("struct.new_default $s", ""), ("array.new $a", "ii"), ("array.new_default $a", "i"), ("array.new_fixed $a 3", "iii"),
    ("array.new_data $a $d", "ii"), ("ref.i31", "i"), ("ref.func $none", ""), ("global.get $g", ""),
    ("global.set $g", "i"), ("global.get $v", ""), ("global.set $v", "v"), ("call $none", ""), ("call $h0", ""),
    ("call $h2", ""), ("call $h17", ""), ("call $h3", "iIv"), ("call_indirect $t (type $none)", "i"),
    ("call_indirect $u (type $none)", "i"), ("throw $tag", "i"), ("i64.add128", "IIII"), ("i64.mul_wide_s", "II"),
    ("i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", "vv"), ("v128.bitselect", "vvv"), ("select", "iii"),
]
TAILS = ["return_call $h%s", "(ref.func $h%s) return_call_ref $h%s", "(i32.const %s) return_call_indirect $w (type $h%s)"]
CONSTANTS = {"i": "(i32.const 1)", "I": "(i64.const 2)", "v": "(v128.const i64x2 3 4)", "u": "(ref.null func)"}


def window(random, table):
    """Makes functions whose frame nearly fills its window of 65,536 slots at the end of the stack, and then operates.

    The outer function has so many locals that the frame begins at, or near, the place to which the stack has just grown.
    """
    count = random.choice([0, 10, 49_990])
    top = 65_536 - (random.randrange(0, 5) if random.random() < 0.7 else random.randrange(0, 20))
    # The stack begins with 4,096 slots beyond a window, and a frame has a header of one slot.
    outer = random.choice([0, 100, 4_095, 4_095, 4_095, 4_080 + random.randrange(24)])
    local = random.choice(["i32", "v128", "externref"])
    if random.random() < 0.25:
        # A tail call of a host function, whose results need room.
        results = random.choice(["0", "2", "17"])
        operation, operands = random.choice(TAILS).replace("%s", results if results != "0" else "0"), ""
        if "indirect" in operation:
            operation = operation.replace("i32.const " + results, "i32.const %d" % ["0", "2", "17"].index(results))
        kind = "$h" + results
    else:
        (operation, operands), kind = random.choice(TOP), "$none"
    drops = "drop " * {"$none": 0, "$h0": 0, "$h2": 2, "$h17": 17}[kind]
    height = max(len(operands), top - count - 1 - {"$h2": 1, "$h17": 16}.get(kind, 0))
    body = "i32.const 7\n" * (height - len(operands)) + " ".join(CONSTANTS[letter] for letter in operands)
    body += " " + operation + (" return" if kind == "$none" else "")
    seventeen = " ".join(["i32"] * 17)
    return Case(["""(module (type $none (func)) (type $h0 (func)) (type $h2 (func (result i32 i64)))
  (type $h17 (func (result %s))) (type $s (struct (field i32) (field i64))) (type $a (array (mut i16)))
  (import "nowhere" "0" (func $h0 (type $h0))) (import "nowhere" "2" (func $h2 (type $h2)))
  (import "nowhere" "17" (func $h17 (type $h17)))
  (import "nowhere" "3" (func $h3 (param i32 i64 v128) (result i64 v128)))
  (memory $m 1 2) (memory $n i64 1 2) (table $t 4 8 funcref) (table $u 4 8 funcref) (tag $tag (param i32))
  (table $w 4 funcref) (elem (table $w) (i32.const 0) func $h0 $h2 $h17)
  (global $g (mut i32) (i32.const 0)) (global $v (mut v128) (v128.const i64x2 0 0)) (data $d "abcdef")
  (elem $e func $none) (elem declare func $none $h0 $h2 $h17) (func $none)
  (func (export "w") (local %s) (call $inner) %s)
  (func $inner (type %s) (local %s) %s))""" % (
      seventeen, " ".join(["i64"] * outer), drops, kind, " ".join([local] * count), body)], host=True, fuel=1_000_000)


def host(random, table):
    """Makes host functions with many parameters and results, called in every way, including tail calls."""
    sizes = [0, 1, 2, 3, 5, 16, 17, 100, 1000]
    parameters = ["i32", "i64", "f32", "f64", "v128"]
    types, imports, functions = [], [], []
    for index in range(random.randrange(1, 4)):
        takes = [random.choice(parameters) for _ in range(random.choice(sizes))]
        gives = [random.choice(parameters) for _ in range(random.choice(sizes))]
        constants = " ".join("(v128.const i64x2 1 2)" if kind == "v128" else "(%s.const %d)" % (kind, random.randrange(99))
                             for kind in takes)
        types.append("(type $t%d (func %s %s))" % (index, generate.Module.list("param", takes),
                                                   generate.Module.list("result", gives)))
        imports.append("(import \"nowhere\" \"h%d\" (func $h%d (type $t%d)))" % (index, index, index))
        local = " ".join(["i64"] * random.choice([0, 0, 3, 100, 49_000]))
        for form in ("call $h%d", "call_ref $t%d", "call_indirect $t (type $t%d)"):
            for prefix in ("", "return_"):
                last = {"call $h%d": "", "call_ref $t%d": "(ref.func $h%d)" % index}.get(form, "(i32.const %d)" % index)
                functions.append("(func (export \"%d\") %s (local %s) (%s%s %s %s))" % (
                    len(functions), generate.Module.list("result", gives), local, prefix, form % index, constants, last))
    names = " ".join("$h%d" % index for index in range(len(imports)))
    return Case(["(module %s %s (table $t 4 funcref) (elem (i32.const 0) func %s)\n%s)" % (
        " ".join(types), " ".join(imports), names, "\n".join(functions))], host=True)


def values(random, table):
    """Makes blocks, functions and branches with very many values."""
    count = random.choice([2, 3, 17, 100, 999])
    kinds = [random.choice(["i32", "i64", "f32", "f64", "v128", "externref"]) for _ in range(count)]
    module = generate.Module(random, table, {"objects": False})
    constants = " ".join(module.constant(kind) for kind in kinds)
    listed = " ".join(kinds)
    return Case(["""(module (type $t (func (result %s))) (type $p (func (param %s) (result %s)))
        (func $a (export "a") (type $t) %s)
        (func $b (export "b") (type $p) %s (br 0))
        (func (export "c") (type $t) (block (type $t) (call $a) (br_if 0 (i32.const %d)) (call $b)))
        (func (export "d") (param i32) (result %s) (call $a) (if (type $p) (local.get 0) (then (call $b)) (else)))
        (func (export "e") (type $t) (call $a) (loop (type $p) (br_if 1 (i32.const %d)) (call $b)))
        (func (export "f") (type $t) (return_call $b (call $a))))""" % (
            listed, listed, listed, constants, " ".join("(local.get %d)" % index for index in
                                                        sorted(range(count), key=lambda _: random.random())
                                                        ) if len(set(kinds)) == 1 else
            " ".join("(local.get %d)" % index for index in range(count)),
            random.randrange(2), listed, random.randrange(2))])


def names(random, table):
    """Makes name and custom sections with random contents, and functions that trap, so that names are printed."""
    module = generate.Module(random, table, {"objects": False, "vectors": False})
    module.declare()
    module.define_all(40)
    return Case([module.text()], compare=False), hostile_sections(random)


def hostile_sections(random):
    """Returns custom sections in the binary format."""
    sections = []
    for _ in range(random.randrange(1, 4)):
        name = random.choice([b"name", b"name", b"metadata.code.branch_hint", b"producers", b"\xff\xfe", b"", b"n" * 200])
        body = b""
        for _ in range(random.randrange(5)):
            identifier = random.choice([0, 1, 2, 3, 4, 7, 9, 10, 11, 255])
            entries = b"".join(wasm.leb(random.choice([0, 1, 2, 5, 1_000_000, 0xFFFFFFFF])) + hostile_name(random)
                               for _ in range(random.randrange(4)))
            content = wasm.leb(random.choice([0, 1, 2, 4, 0xFFFFFFFF])) + entries if identifier else hostile_name(random)
            size = len(content) if random.random() < 0.8 else random.choice([0, 1, 0xFFFFFFFF, len(content) + 1])
            body += bytes([identifier]) + wasm.leb(size) + content
        sections.append((0, wasm.leb(len(name)) + name + body))
    return sections


def hostile_name(random):
    text = random.choice([b"f", b"", b"\x1b[2J\n\r\0", "\u202e\u212b\u00c5\ufeff".encode(), b"\xc0\x80", b"\xed\xa0\x80",
                          b"x" * random.choice([1, 300, 99_000])])
    return wasm.leb(len(text) if random.random() < 0.9 else len(text) + random.choice([-1, 1, 1000])) + text


SHAPES = {"general": (general, 12), "chain": (chain, 4), "deep": (deep, 1), "branches": (branches, 1),
          "window": (window, 0.5), "host": (host, 1), "values": (values, 1), "names": (names, 1)}


def make(random, table):
    """Returns a case, the name of its shape, and sections to add to its last module."""
    weights = [weight for _, weight in SHAPES.values()]
    name = random.choices(list(SHAPES), weights)[0]
    made = SHAPES[name][0](random, table)
    case, sections = made if isinstance(made, tuple) else (made, [])
    return name, case, sections
