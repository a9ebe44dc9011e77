"""Modules by `wasm-tools smith`: sets of options, and the module that they import from."""
import subprocess

# The module to import from. It is instantiated in both engines, so that calls of it are calls between instances.
SUPPORT = """(module
  (func (export "none"))
  (func (export "i") (param i32) (result i32) (i32.add (local.get 0) (global.get $count))
    (global.set $count (i32.add (global.get $count) (i32.const 1))))
  (func (export "I") (param i64 i32) (result i64) (i64.mul (local.get 0) (i64.const 3)))
  (func (export "F") (param f64 f32) (result f64) (f64.add (local.get 0) (f64.promote_f32 (local.get 1))))
  (func (export "many") (param i32 i64) (result i32 i64 f32 f64 i32)
    (local.get 0) (local.get 1) (f32.const 1.5) (f64.const -2) (i32.const 7))
  (func (export "v") (param v128) (result v128) (i8x16.add (local.get 0) (v128.const i32x4 1 2 3 4)))
  (func (export "funcref") (param funcref) (result funcref) (local.get 0))
  (func (export "externref") (param externref) (result externref) (local.get 0))
  (func (export "any") (result anyref) (ref.i31 (i32.const 5)))
  (func (export "trap") unreachable)
  (func (export "throw") (param i32) (if (i32.and (local.get 0) (i32.const 1)) (then (throw $tag (local.get 0)))))
  (func (export "grow") (result i32) (memory.grow $memory (i32.const 1)))
  (func (export "store") (param i32) (i32.store8 $memory (i32.and (local.get 0) (i32.const 0xffff)) (local.get 0)))
  (global $count (export "count") (mut i32) (i32.const 0))
  (global (export "constant") i32 (i32.const 24))
  (global (export "wide") i64 (i64.const 0x123456789ab))
  (global (export "real") (mut f64) (f64.const 0.5))
  (global (export "vector") v128 (v128.const i64x2 5 6))
  (global (export "object") (mut anyref) (ref.null any))
  (memory $memory (export "memory") 1 4)
  (memory (export "memory64") i64 1 3)
  (table (export "table") 10 20 funcref)
  (table (export "objects") 5 10 externref)
  (tag $tag (export "tag") (param i32))
  (tag (export "empty")))
"""

# The exports as imports, for `--available-imports`.
IMPORTS = """(module
  (import "host" "none" (func))
  (import "host" "i" (func (param i32) (result i32)))
  (import "host" "I" (func (param i64 i32) (result i64)))
  (import "host" "F" (func (param f64 f32) (result f64)))
  (import "host" "many" (func (param i32 i64) (result i32 i64 f32 f64 i32)))
  (import "host" "v" (func (param v128) (result v128)))
  (import "host" "funcref" (func (param funcref) (result funcref)))
  (import "host" "externref" (func (param externref) (result externref)))
  (import "host" "any" (func (result anyref)))
  (import "host" "trap" (func))
  (import "host" "throw" (func (param i32)))
  (import "host" "grow" (func (result i32)))
  (import "host" "store" (func (param i32)))
  (import "host" "count" (global (mut i32)))
  (import "host" "constant" (global i32))
  (import "host" "wide" (global i64))
  (import "host" "real" (global (mut f64)))
  (import "host" "vector" (global v128))
  (import "host" "object" (global (mut anyref)))
  (import "host" "memory" (memory 1 4))
  (import "host" "memory64" (memory i64 1 3))
  (import "host" "table" (table 10 20 funcref))
  (import "host" "objects" (table 5 10 externref))
  (import "host" "tag" (tag (param i32)))
  (import "host" "empty" (tag)))
"""

# Without the imports that wasmtime counts differently, so that units can be compared.
COUNTED_IMPORTS = "\n".join(line for line in IMPORTS.splitlines() if '"throw"' not in line and '"grow"' not in line)

# The options of all sets: sizes that both engines have, and no proposals that Nestbox lacks.
COMMON = {
    "export-everything": "true", "max-memory32-bytes": 1 << 20, "max-memory64-bytes": 1 << 20,
    "memory-max-size-required": "true", "table-max-size-required": "true", "max-table-elements": 200,
    "custom-descriptors-enabled": "false", "compact-imports-enabled": "false", "max-funcs": 12, "min-funcs": 1,
    "max-imports": 8, "max-globals": 10, "max-memories": 3, "max-tables": 3, "max-tags": 4, "max-types": 20,
    "max-data-segments": 5, "max-element-segments": 5, "max-elements": 10, "max-exports": 40, "allow-start-export": "true",
    "wide-arithmetic-enabled": "true", "limit-arrays-in-const-exprs": "true", "max-type-size": 100,
}
SETS = {
    "all": {},
    "plain": {"gc-enabled": "false", "exceptions-enabled": "false", "threads-enabled": "false",
              "simd-enabled": "false", "relaxed-simd-enabled": "false", "max-instructions": 300},
    "no floats": {"allow-floats": "false", "max-instructions": 200},
    "no traps": {"disallow-traps": "true", "max-instructions": 300},
    "control": {"gc-enabled": "false", "allowed-instructions": "control,parametric,variable,numeric-int",
                "max-instructions": 500},
    "vectors": {"gc-enabled": "false", "threads-enabled": "false",
                "allowed-instructions": "vector,parametric,variable,memory,numeric,control"},
    "objects": {"simd-enabled": "false", "relaxed-simd-enabled": "false", "threads-enabled": "false",
                "max-instructions": 200},
    "pages": {"custom-page-sizes-enabled": "true", "gc-enabled": "false"},
    "large": {"max-funcs": 40, "max-instructions": 1000, "max-types": 60, "max-globals": 40},
    "long numbers": {"min-uleb-size": 5},
    "sections": {"generate-custom-sections": "true", "gc-enabled": "false"},
    "loops": {"gc-enabled": "false", "allow-floats": "false", "max-instructions": 400, "disallow-traps": "true"},
}


class Smith:
    def __init__(self, tool, imports):
        """`imports`: paths of modules, one of which lists the possible imports."""
        self.tool, self.imports = tool, imports

    def command(self, random):
        """Returns the arguments and the input for one module."""
        options = dict(COMMON)
        name = random.choice(list(SETS))
        options.update(SETS[name])
        command = [self.tool, "smith"]
        for option, value in options.items():
            command += ["--" + option, str(value)]
        if random.random() < 0.25:
            command += ["--ensure-termination", "--fuel", str(random.choice([10, 100, 400]))]
        if random.random() < 0.8:
            command += ["--available-imports", random.choice(self.imports)]
        else:
            command += ["--max-imports", "0"]
        size = random.choice([100, 400, 1000, 3000, 8000])
        return name, command, random.randbytes(size)

    def modules(self, randoms):
        """Returns a module or None for each; runs a few processes at a time."""
        commands = [self.command(random) for random in randoms]
        results = []
        for start in range(0, len(commands), 4):
            running = []
            for name, command, data in commands[start:start + 4]:
                process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                           stderr=subprocess.DEVNULL)
                running.append((name, process, data))
            for name, process, data in running:
                output, _ = process.communicate(data)
                results.append((name, output if process.returncode == 0 and output else None))
        return results
