"""Runs chains of modules in wasmtime, and answers in the form of Nestbox (`Behaviour` in Tests/Fuzz/Kit).

This is a separate process, so that a crash of wasmtime does not end the run. Requests are lines of JSON with the sizes
of the parts, as for nestbox-fuzz: `validate` checks whether each part is valid, and `run` makes the calls that Nestbox
has made (`calls`).
"""
import ctypes
import json
import struct
import sys
import zlib
from ctypes import byref

import wasmtime
from wasmtime import _ffi as ffi

NUMBERS = [0, 1, 0xFFFFFFFFFFFFFFFF, 7, 0x7FFFFFFF, 0x80000000, 0x10000, 100, 0x3F800000, 0x7FC00000,
           0x4059000000000000, 0x7FF8000000000000, 0x8000000000000000, 33, 0xFFFF, 0x7FF0000000000001]
OBSERVED_BYTES = 131072
TRAPS = {
    "STACK_OVERFLOW": "call stack exhausted", "MEMORY_OUT_OF_BOUNDS": "out of bounds memory access",
    "HEAP_MISALIGNED": "unaligned atomic", "TABLE_OUT_OF_BOUNDS": "out of bounds table access",
    "INDIRECT_CALL_TO_NULL": "uninitialized element", "BAD_SIGNATURE": "indirect call type mismatch",
    "INTEGER_OVERFLOW": "integer overflow", "INTEGER_DIVISION_BY_ZERO": "integer divide by zero",
    "BAD_CONVERSION_TO_INTEGER": "invalid conversion to integer", "UNREACHABLE": "unreachable",
    "OUT_OF_FUEL": "budget exhausted", "ATOMIC_WAIT_NON_SHARED_MEMORY": "expected shared memory",
    "NULL_REFERENCE": "null reference", "ARRAY_OUT_OF_BOUNDS": "out of bounds array access",
    "ALLOCATION_TOO_LARGE": "heap exhausted", "CAST_FAILURE": "cast failure", "INTERRUPT": "deadline exceeded",
}
LIMITS = ("exceeds memory", "exceeds table", "exceeding", "heap", "limit", "resource", "memory minimum size",
          "table minimum size", "too large", "mmap", "failed to allocate", "out of memory")


class Oracle:
    def __init__(self, memory_bytes, table_elements):
        self.memory_bytes, self.table_elements = memory_bytes, table_elements
        self.engine = wasmtime.Engine(self.config())
        self.modules = {}

    @staticmethod
    def config():
        config = wasmtime.Config()
        config.consume_fuel = True
        config.cranelift_opt_level = "none"
        config.parallel_compilation = False
        config.cranelift_nan_canonicalization = True
        config.wasm_relaxed_simd_deterministic = True
        config.max_wasm_stack = 1 << 20
        config.memory_reservation = 8 << 20
        config.memory_guard_size = 64 << 10
        for name in ("threads", "tail_call", "reference_types", "simd", "bulk_memory", "multi_value", "multi_memory",
                     "memory64", "relaxed_simd", "exceptions", "function_references", "gc", "wide_arithmetic",
                     "custom_page_sizes"):
            setattr(config, "wasm_" + name, True)
        config.gc_support = True
        config.shared_memory = True
        return config

    def validate(self, binary):
        """Returns None if the binary is valid, else the reason."""
        buffer = (ctypes.c_uint8 * len(binary)).from_buffer_copy(binary)
        error = ffi.wasmtime_module_validate(self.engine.ptr(), buffer, len(binary))
        return str(wasmtime.WasmtimeError._from_ptr(error)) if error else None

    def module(self, binary):
        if binary in self.modules:
            return self.modules[binary]
        module = wasmtime.Module(self.engine, binary)
        if len(binary) < 4096 and len(self.modules) < 64:
            self.modules[binary] = module
        return module

    def run(self, names, binaries, fuel, calls):
        store = wasmtime.Store(self.engine)
        store.set_limits(memory_size=self.memory_bytes, table_elements=self.table_elements, instances=100,
                         tables=1000, memories=1000)
        linker = wasmtime.Linker(self.engine)
        linker.allow_shadowing = True
        result = {"link": "ok", "linkSpent": 0, "calls": [], "state": []}
        instance = None
        for number, (name, binary) in enumerate(zip(names, binaries)):
            store.set_fuel(fuel)
            try:
                module = self.module(binary)
            except wasmtime.WasmtimeError as error:
                result["link"] = "refused: %s" % str(error)[:300]
                return result
            try:
                instance = linker.instantiate(store, module)
                linker.define_instance(store, name, instance)
            except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
                result["link"] = self.link_error(number, error)
                return result
            result["linkSpent"] += fuel - store.get_fuel()
        externs = self.externs(store, instance)
        for call in calls:
            record = self.call(store, externs[call["export"]], call, fuel)
            result["calls"].append(record)
            if record["ending"] in ("budget exhausted", "call stack exhausted", "heap exhausted", "limit"):
                return result
        for place, extern in enumerate(externs):
            text = self.observe(store, extern)
            if text:
                result["state"].append("%d %s" % (place, text))
        return result

    @staticmethod
    def link_error(number, error):
        if isinstance(error, wasmtime.Trap):
            kind = ending_of_trap(error)
            return kind if kind in ("heap exhausted", "call stack exhausted") else "%d: %s" % (number, kind)
        text = str(error)
        if "thrown Wasm exception" in text or "exception" in text:
            return "%d: exception" % number
        if any(word in text for word in LIMITS):
            return "limit"
        return "%d: link error" % number if "import" in text else "%d: %s" % (number, text[:300])

    @staticmethod
    def externs(store, instance):
        result = []
        name, length = ctypes.POINTER(ctypes.c_char)(), ctypes.c_size_t()
        while True:
            extern = ffi.wasmtime_extern_t()
            if not ffi.wasmtime_instance_export_nth(store._context(), byref(instance._instance), len(result),
                                                    byref(name), byref(length), byref(extern)):
                return result
            result.append(extern)

    def call(self, store, extern, call, fuel):
        parameters, results = call["parameters"], call["results"]
        count = max(len(parameters), len(results), 1)
        raw = (ffi.wasmtime_val_raw_t * count)()
        ctypes.memset(raw, 0, ctypes.sizeof(raw))
        for index, letter in enumerate(parameters):
            number = NUMBERS[(call["export"] * 31 + call["round"] * 17 + index * 7) % 16]
            second = 0
            if letter in "if":
                number &= 0xFFFFFFFF
            elif letter == "v":
                second = number ^ 0x0123456789ABCDEF
            elif letter not in "IF":
                number = 0
            ctypes.memmove(byref(raw[index]), struct.pack("<QQ", number, second), 16)
        store.set_fuel(fuel)
        trap = ctypes.POINTER(ffi.wasm_trap_t)()
        error = ffi.wasmtime_func_call_unchecked(store._context(), byref(extern.of.func), raw, count, byref(trap))
        record = {"export": call["export"], "round": call["round"], "ending": "returned", "values": []}
        if trap:
            record["ending"] = ending_of_trap(wasmtime.Trap._from_ptr(trap))
        elif error:
            text = str(wasmtime.WasmtimeError._from_ptr(error))
            record["ending"] = "limit" if any(word in text for word in LIMITS) else "error: " + text[:300]
        if ffi.wasmtime_context_has_exception(store._context()):
            thrown = ffi.wasmtime_exnref_t()
            ffi.wasmtime_context_take_exception(store._context(), byref(thrown))
            record["ending"] = "exception"
        record["spent"] = fuel - store.get_fuel()
        if record["ending"] == "returned":
            record["values"] = [self.value(letter, bytes(raw[index])) for index, letter in enumerate(results)]
        return record

    @staticmethod
    def value(letter, raw):
        low, high = struct.unpack("<QQ", raw)
        if letter in "if":
            return ("i32:%x" if letter == "i" else "f32:%x") % (low & 0xFFFFFFFF)
        if letter in "IF":
            return ("i64:%x" if letter == "I" else "f64:%x") % low
        if letter == "v":
            return "v128:%x:%x" % (low, high)
        if letter.lower() == "u":
            return "ref" if low else "null"
        low &= 0xFFFFFFFF
        if letter.lower() == "a" and low & 1:
            return "i31:%d" % (struct.unpack("<i", struct.pack("<I", low))[0] >> 1)
        return "ref" if low else "null"

    @staticmethod
    def observe(store, extern):
        if extern.kind == ffi.WASMTIME_EXTERN_GLOBAL.value:
            value = ffi.wasmtime_val_t()
            ffi.wasmtime_global_get(store._context(), byref(extern.of.global_), byref(value))
            raw = bytes(value.of)
            if value.kind <= 4:
                return "global:" + Oracle.value("iIfFv"[value.kind], raw[:16].ljust(16, b"\0"))
            is_null = struct.unpack("<Q", raw[:8])[0] == 0
            return "global:null" if is_null else "global:ref"
        if extern.kind == ffi.WASMTIME_EXTERN_MEMORY.value:
            size = ffi.wasmtime_memory_data_size(store._context(), byref(extern.of.memory))
            return memory_text(ffi.wasmtime_memory_data(store._context(), byref(extern.of.memory)), size)
        if extern.kind == ffi.WASMTIME_EXTERN_SHAREDMEMORY.value:
            size = ffi.wasmtime_sharedmemory_data_size(extern.of.sharedmemory)
            return memory_text(ffi.wasmtime_sharedmemory_data(extern.of.sharedmemory), size)
        if extern.kind == ffi.WASMTIME_EXTERN_TABLE.value:
            return "table:%d" % ffi.wasmtime_table_size(store._context(), byref(extern.of.table))
        return None


def memory_text(data, size):
    content = ctypes.string_at(data, min(size, OBSERVED_BYTES)) if size else b""
    return "memory:%d:%x" % (size, zlib.crc32(content.rstrip(b"\0")))


def ending_of_trap(trap):
    try:
        return TRAPS.get(trap.trap_code.name, trap.trap_code.name)
    except Exception:
        text = str(trap)
        if "exception" in text:
            return "exception"
        return "limit" if any(word in text for word in LIMITS) else "trap: " + text[:200]


def main():
    oracle = Oracle(int(sys.argv[1]), int(sys.argv[2]))
    stdin, stdout = sys.stdin.buffer, sys.stdout
    while True:
        line = stdin.readline()
        if not line:
            return
        request = json.loads(line)
        parts = [stdin.read(size) for size in request["sizes"]]
        if request["action"] == "validate":
            answer = {"errors": [oracle.validate(part) for part in parts]}
        else:
            answer = oracle.run(request["names"], parts, request["fuel"], request["calls"])
        stdout.write(json.dumps(dict(answer, id=request["id"])) + "\n")
        stdout.flush()


if __name__ == "__main__":
    main()
