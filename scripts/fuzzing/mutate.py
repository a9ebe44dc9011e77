"""Damaged modules: bytes, sections, bodies; and the mutations of wasm-tools, which keep a module valid."""
import subprocess

from . import wasm

BYTES = [0, 1, 2, 3, 4, 5, 6, 7, 0x0B, 0x0F, 0x10, 0x1A, 0x1F, 0x20, 0x40, 0x41, 0x60, 0x63, 0x64, 0x70, 0x6F, 0x6B,
         0x6D, 0x7F, 0x7E, 0x7D, 0x7C, 0x7B, 0x80, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF]
NUMBERS = [0, 1, 2, 127, 128, 255, 256, 1000, 1001, 10_000, 50_000, 50_001, 65_535, 65_536, 100_000, 1_000_000,
           10_000_000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000, 0xFFFFFFFFFFFFFFFF]


def damage(random, data):
    """Changes, inserts, removes, doubles or moves some bytes."""
    data = bytearray(data)
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        if not data:
            break
        place = random.randrange(len(data))
        form = random.randrange(8)
        if form == 0:
            data[place] ^= 1 << random.randrange(8)
        elif form <= 2:
            data[place] = random.choice(BYTES)
        elif form == 3:
            data[place] = random.randrange(256)
        elif form == 4:
            data[place:place] = wasm.leb(random.choice(NUMBERS))
        elif form == 5:
            del data[place:place + random.choice([1, 1, 2, 8])]
        elif form == 6:
            end = place + random.choice([1, 2, 4, 16, 64])
            data[end:end] = data[place:end]
        else:
            other = random.randrange(len(data))
            data[place:place] = data[other:other + random.choice([1, 2, 4, 16])]
    return bytes(data)


def in_sections(random, binary):
    """Damages, doubles, removes or exchanges sections; their sizes stay right."""
    parts = wasm.sections(binary)
    if not parts:
        return binary
    place = random.randrange(len(parts))
    form = random.randrange(6)
    if form <= 2:
        parts[place] = (parts[place][0], damage(random, parts[place][1]))
    elif form == 3:
        parts.insert(random.randrange(len(parts) + 1), parts[place])
    elif form == 4:
        del parts[place]
    else:
        other = random.randrange(len(parts))
        parts[place], parts[other] = parts[other], parts[place]
    return wasm.join(parts)


def in_bodies(random, binary):
    """Damages a function's body; its size stays right."""
    def change(bodies):
        if bodies:
            place = random.randrange(len(bodies))
            if random.random() < 0.15:
                bodies[place] = random.choice(bodies)
            else:
                bodies[place] = damage(random, bodies[place])
        return bodies
    return wasm.with_bodies(binary, change) or damage(random, binary)


def in_debug_sections(random, binary):
    """Damages the contents of some debug sections, exchanges two, or removes one; sizes of sections stay right."""
    parts = wasm.sections(binary)
    for _ in range(random.choice([1, 1, 2, 4])):
        places = [place for place, (number, contents) in enumerate(parts) if number == 0 and contents[1:7] == b".debug"]
        place = random.choice(places)
        contents = parts[place][1]
        start = 1 + contents[0]
        form = random.randrange(12)
        if form == 0:
            del parts[place]
        elif form == 1:
            other = random.choice(places)
            name = parts[other][1][:1 + parts[other][1][0]]
            parts[place] = (0, name + contents[start:])
        elif form == 2:
            parts[place] = (0, contents[:start] + contents[start:random.randrange(start, len(contents) + 1)])
        elif form <= 5 and len(contents) > start:
            at = random.randrange(start, len(contents))
            number = random.choice(NUMBERS).to_bytes(8, "little")[:random.choice([1, 2, 4, 8])]
            parts[place] = (0, (contents[:at] + number + contents[at + len(number):]))
        else:
            parts[place] = (0, contents[:start] + damage(random, contents[start:]))
    return wasm.join(parts)


def source_map(random):
    """Returns a damaged source map."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    mappings = ",".join("".join(random.choice(digits[:32]) for _ in range(random.choice([1, 4, 4, 5])))
                        for _ in range(random.randrange(40)))
    text = '{"version":3,"sources":["a.c",null,"b\\u0001.c"],"names":["f","g"],"sourceRoot":"/r","mappings":"%s"}' % mappings
    if random.random() < 0.3:
        text = '{"version":3,"sections":[{"offset":{"line":0,"column":%d},"map":%s}]}' % (random.choice(NUMBERS[:12]), text)
    return text.encode() if random.random() < 0.3 else damage(random, text.encode())


def splice(random, binary, other):
    """Replaces a section by one of another module."""
    parts, others = wasm.sections(binary), wasm.sections(other)
    if not parts or not others:
        return binary
    number, contents = random.choice(others)
    return wasm.join([(number, contents) if part[0] == number else part for part in parts])


def own(random, binary, other):
    try:
        form = random.random()
        if form < 0.25:
            return damage(random, binary)
        if form < 0.5:
            return in_sections(random, binary)
        if form < 0.93:
            return in_bodies(random, binary)
        return splice(random, binary, other)
    except (ValueError, IndexError):
        return damage(random, binary)


def by_tool(tool, binary, seed, reduce=False, preserve=False):
    """Returns a mutation by wasm-tools, or None."""
    command = [tool, "mutate", "-", "--seed", str(seed), "--fuel", "20000"]
    command += ["--reduce"] * reduce + ["--preserve-semantics"] * preserve
    try:
        done = subprocess.run(command, input=binary, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=10)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None
