"""The outer structure of the binary format, for the mutators."""

MAGIC = b"\0asm\1\0\0\0"


def leb(number):
    number &= 0xFFFFFFFFFFFFFFFF
    result = bytearray()
    while True:
        byte = number & 0x7F
        number >>= 7
        if number:
            result.append(byte | 0x80)
        else:
            result.append(byte)
            return bytes(result)


def read_leb(data, position):
    result = shift = 0
    while True:
        byte = data[position]
        position += 1
        result |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80 or shift > 63:
            return result, position


def sections(binary):
    """Returns (number, contents) of each section; raises IndexError or ValueError if the binary is truncated."""
    if binary[:8] != MAGIC:
        raise ValueError("no module")
    position, result = 8, []
    while position < len(binary):
        number = binary[position]
        size, position = read_leb(binary, position + 1)
        if position + size > len(binary):
            raise ValueError("cut")
        result.append((number, binary[position:position + size]))
        position += size
    return result


def join(parts):
    return MAGIC + b"".join(bytes([number]) + leb(len(contents)) + contents for number, contents in parts)


def bodies(code):
    """Returns the bodies in the contents of a code section."""
    count, position = read_leb(code, 0)
    result = []
    for _ in range(count):
        size, position = read_leb(code, position)
        result.append(code[position:position + size])
        position += size
    return result


def code(all_bodies):
    return leb(len(all_bodies)) + b"".join(leb(len(body)) + body for body in all_bodies)


def with_bodies(binary, change):
    """Returns the module with its bodies changed by a function on the list; None if it has none."""
    parts = sections(binary)
    for index, (number, contents) in enumerate(parts):
        if number == 10:
            parts[index] = (number, code(change(bodies(contents))))
            return join(parts)
    return None
