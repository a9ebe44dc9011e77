"""Measures with llvm-cov what the tests and the fuzzer reach: percentages by folder, and the code not reached."""
import collections
import glob
import json
import os
import re
import shutil
import subprocess

from . import paths

FOLDERS = ["WasmSyntax", "WasmBinary", "WasmText", "WasmValidation", "WasmRuntime/Lowering", "WasmRuntime/Machine",
           "WasmRuntime/Heap", "WasmRuntime/Numerics", "WasmRuntime/Store", "WasmRuntime/Vectors",
           "WasmRuntime/Embedding", "WASIPreview1", "WASIHost", "Nestbox"]
SCRATCH = os.path.join(paths.ROOT, ".build", "coverage")


def tool(name):
    """Returns the path of llvm-cov or llvm-profdata, which are beside the compiler."""
    beside = os.path.join(os.path.dirname(os.path.realpath(shutil.which("swift"))), name)
    return beside if os.path.exists(beside) else shutil.which(name) or name


def measure(arguments):
    profiles = os.path.join(SCRATCH, "profiles")
    shutil.rmtree(profiles, ignore_errors=True)
    os.makedirs(profiles)
    build = ["--scratch-path", SCRATCH, "--enable-code-coverage"]
    print("Building …", flush=True)
    subprocess.run(["swift", "build", "--build-tests"] + build, cwd=paths.ROOT, check=True, stdout=subprocess.DEVNULL)
    environment = dict(os.environ, LLVM_PROFILE_FILE=os.path.join(profiles, "tests-%p.profraw"))
    print("Testing …", flush=True)
    done = subprocess.run(["swift", "test", "--skip-build", "--quiet"] + build, cwd=paths.ROOT, env=environment,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode:
        print("Some tests fail; what they reach counts.")
    for found in glob.glob(os.path.join(SCRATCH, "**", "codecov", "*.profraw"), recursive=True):
        shutil.copy(found, os.path.join(profiles, "swiftpm-" + os.path.basename(found)))
    by_tests = report(profiles)
    environment["LLVM_PROFILE_FILE"] = os.path.join(profiles, "fuzz-%p.profraw")
    environment["NESTBOX_FUZZ_WORKER"] = os.path.join(SCRATCH, "debug", "nestbox-fuzz")
    seconds = (arguments.hours or 0) * 3600 + (arguments.minutes or 0) * 60 + (arguments.seconds or 0) or 120
    print("Fuzzing for %d s …" % seconds, flush=True)
    command = [os.path.join(paths.ROOT, "scripts", "fuzz"), "--debug", "--seconds", str(seconds), "--seed", arguments.seed,
               "--output", os.path.join(arguments.output, "coverage")] + ["--offline"] * arguments.offline
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL)
    tell(by_tests, report(profiles), arguments.output)
    return 0


def report(profiles):
    """Returns the JSON of llvm-cov for everything that has run so far."""
    merged = os.path.join(profiles, "merged.profdata")
    raw = glob.glob(os.path.join(profiles, "*.profraw"))
    subprocess.run([tool("llvm-profdata"), "merge", "-sparse", "--failure-mode=all", "-o", merged] + raw, check=True,
                   stderr=subprocess.DEVNULL)
    bundles = glob.glob(os.path.join(SCRATCH, "debug", "*.xctest"))
    objects = [path for path in bundles + [os.path.join(SCRATCH, "debug", "nestbox-fuzz")] if os.path.isfile(path)]
    command = [tool("llvm-cov"), "export", "-instr-profile", merged, objects[0]]
    for other in objects[1:]:
        command += ["-object", other]
    output = subprocess.run(command + [os.path.join(paths.ROOT, "Sources")], check=True, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL).stdout
    return json.loads(output)["data"][0]


def sums(data):
    """Returns for each folder: lines and regions, the total and those reached."""
    result = collections.defaultdict(lambda: [0, 0, 0, 0])
    for file in data["files"]:
        name = os.path.relpath(file["filename"], os.path.join(paths.ROOT, "Sources"))
        folder = next((folder for folder in FOLDERS if name.startswith(folder + "/")), None)
        if folder:
            lines, regions = file["summary"]["lines"], file["summary"]["regions"]
            for index, number in enumerate((lines["count"], lines["covered"], regions["count"], regions["covered"])):
                result[folder][index] += number
    return result


def unreached(data):
    """Returns the lines that were never executed, by file, and the names of functions that were never called."""
    lines, functions = {}, collections.defaultdict(set)
    for file in data["files"]:
        name = os.path.relpath(file["filename"], paths.ROOT)
        if not any(name.startswith("Sources/" + folder) for folder in FOLDERS):
            continue
        missing, segments = set(), file["segments"]
        for one, other in zip(segments, segments[1:]):
            if one[3] and one[2] == 0 and not (len(one) > 5 and one[5]):
                missing.update(range(one[0], other[0] + (other[1] > 1)))
        if missing:
            lines[name] = missing
    called = collections.Counter()
    for function in data["functions"]:
        name = os.path.relpath(function["filenames"][0], paths.ROOT)
        key = (name, function["regions"][0][0], function["name"])
        called[key] += function["count"]
    for (name, line, mangled), count in called.items():
        if count == 0 and name in lines:
            functions[name].add((line, mangled))
    return lines, functions


def tell(by_tests, by_all, output):
    first, second = sums(by_tests), sums(by_all)
    rows = ["| folder | lines | by tests | with the fuzzer | regions | by tests | with the fuzzer |", "|---|---|---|---|---|---|---|"]
    for folder in FOLDERS:
        if second[folder][0]:
            one, two = first[folder], second[folder]
            rows.append("| %s | %d | %.1f %% | %.1f %% | %d | %.1f %% | %.1f %% |" % (
                folder, two[0], 100 * one[1] / max(1, one[0]), 100 * two[1] / two[0], two[2],
                100 * one[3] / max(1, one[2]), 100 * two[3] / two[2]))
    lines, functions = unreached(by_all)
    names = demangled({mangled for found in functions.values() for _, mangled in found})
    text = ["# Coverage", ""] + rows + ["", "## Not reached", ""]
    for name in sorted(lines):
        text.append("%s: %s" % (name, ", ".join(ranges(lines[name]))))
        for line, mangled in sorted(functions[name]):
            text.append("    %d %s" % (line, names.get(mangled.split(":")[-1], mangled)))
    os.makedirs(output, exist_ok=True)
    path = os.path.join(output, "coverage.md")
    with open(path, "w") as file:
        file.write("\n".join(text) + "\n")
    print("\n".join(rows))
    print("\nWhat nothing reaches: %s" % path)


def demangled(names):
    names = [name.split(":")[-1] for name in names]
    if not names:
        return {}
    done = subprocess.run(["swift", "demangle", "--compact"], input="\n".join(names), stdout=subprocess.PIPE, text=True)
    return dict(zip(names, (re.sub(r" in _[0-9A-F]{32}", "", line) for line in done.stdout.splitlines())))


def ranges(numbers):
    """Formats numbers as ranges, such as `3, 5-9`."""
    result, numbers = [], sorted(numbers)
    start = previous = None
    for number in numbers + [None]:
        if previous is not None and number == previous + 1:
            previous = number
            continue
        if start is not None:
            result.append("%d" % start if start == previous else "%d-%d" % (start, previous))
        start = previous = number
    return result
