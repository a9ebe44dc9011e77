"""The rules for which differences between Nestbox and wasmtime count."""

# Traps that only one of the engines distinguishes.
SAME = {
    "undefined element": "out of bounds table access", "null function reference": "null reference",
    "null structure reference": "null reference", "null array reference": "null reference",
    "null i31 reference": "null reference", "null exception reference": "null reference",
}
# Pairs of faults that one instruction can have at once: the specification does not say which is found first.
EITHER = ({"null reference", "out of bounds array access"}, {"out of bounds memory access", "out of bounds array access"},
          {"out of bounds table access", "out of bounds array access"}, {"out of bounds memory access", "unaligned atomic"},
          {"out of bounds memory access", "expected shared memory"}, {"unaligned atomic", "expected shared memory"},
          {"null reference", "out of bounds memory access"}, {"null reference", "out of bounds table access"})
# Endings that depend on the host: later calls cannot be compared.
LIMITS = {"heap exhausted", "call stack exhausted", "budget exhausted", "deadline exceeded", "cancelled", "limit"}
# The endings after which units are compared: at a trap, wasmtime loses a part of the count.
EXACT = {"returned"}


def ending(text):
    head, separator, tail = text.partition(": ")
    if separator and head.isdigit():
        return head + ": " + SAME.get(tail, tail)
    return SAME.get(text, text)


def behaviours(nestbox, wasmtime, counts_alike, counters):
    """Returns the first difference, or None. `counts_alike`: whether both engines count units in the same way."""
    if "compact imports proposal disabled" in wasmtime["link"]:
        return None  # There is no option to enable them.
    if wasmtime["link"].startswith("refused"):
        return "wasmtime cannot compile it: " + wasmtime["link"]
    ours, theirs = ending(nestbox["link"]), ending(wasmtime["link"])
    ours, theirs = (text.split(": ")[-1] if text.split(": ")[-1] in LIMITS else text for text in (ours, theirs))
    if ours in LIMITS or theirs in LIMITS:
        return None
    if ours != theirs:
        return "link: %s; wasmtime: %s" % (ours, theirs)
    limited = False
    for one, other in zip(nestbox["calls"], wasmtime["calls"]):
        counters["compared calls"] += 1
        ours, theirs = ending(one["ending"]), ending(other["ending"])
        where = "export %d, call %d" % (one["export"], one["round"])
        if ours in LIMITS or theirs in LIMITS:
            # wasmtime has four times the budget.
            if counts_alike and theirs == "budget exhausted" and ours in EXACT:
                return "%s: %s after %d; wasmtime: %s" % (where, ours, one["spent"], theirs)
            limited = True
            break
        if ours != theirs and {ours, theirs} not in EITHER:
            return "%s: %s; wasmtime: %s" % (where, ours, theirs)
        values = [value if not value.startswith("i31") or value == mine else "ref"
                  for mine, value in zip(one["values"], other["values"])]
        if one["values"] != values:
            return "%s: %s; wasmtime: %s" % (where, one["values"], other["values"])
        if counts_alike and ours in EXACT:
            counters["compared units"] += 1
            if one["spent"] != other["spent"]:
                return "%s: spent %d; wasmtime: %d" % (where, one["spent"], other["spent"])
    if limited or len(nestbox["calls"]) != len(wasmtime["calls"]):
        return None
    for one, other in zip(nestbox["state"], wasmtime["state"]):
        counters["compared states"] += 1
        one = one.split(":")[0] + ":ref" if "global:i31:" in one else one
        if one != other:
            return "export %s; wasmtime: %s" % (one, other.split(" ", 1)[-1])
    return None


def validity(answer, error):
    """Returns a difference in what is accepted, or None. `error`: why wasmtime refuses it, or None."""
    ours = answer["status"] == "ok"
    if ours == (error is None):
        return None
    if ours:
        return None if excused(error) else "accepted; wasmtime: " + error.strip().splitlines()[-1][:200]
    message = answer.get("message") or ""
    return None if excused(message) else "%s (%s); wasmtime accepts it" % (answer["status"], message[:200])


# Words in messages about limits of an implementation, or about features that one of them lacks.
EXCUSES = ("limit", "too large", "too many", "exceeds", "size is out of bounds", "legacy", "must be at most",
           "maximum", "implementation", "compact import", "shared-everything", "stack switching", "too big",
           "nesting", "descriptor", "legacy_exceptions", "memory size must be",
           # Imports of exact functions, of the proposal for custom descriptors.
           "malformed import kind", "branch hint")


def excused(text):
    return any(word in text for word in EXCUSES)
