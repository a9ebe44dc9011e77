"""Fetches packages of others from PyPI, with the pip of an environment of their own."""
import hashlib
import os
import subprocess
import sys


def environment(folder, *packages):
    """Makes a virtual environment with these packages, if it is missing, and returns its Python."""
    python = os.path.join(folder, "bin", "python")
    stamp = os.path.join(folder, "packages.txt")
    wanted = "\n".join(packages) + "\n"
    if not os.path.exists(stamp) or open(stamp).read() != wanted:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        if packages:
            pip(python, "install", *packages)
        with open(stamp, "w") as file:
            file.write(wanted)
    return python


def pip(python, command, *arguments):
    subprocess.run([python, "-m", "pip", command, "--quiet", "--disable-pip-version-check", *arguments], check=True)


def download(python, folder, package, *options):
    """Returns the archive of a package (NAME==VERSION) in a folder, and fetches it first if it is missing."""
    if not find(folder, package):
        pip(python, "download", "--no-deps", "--dest", folder, *options, package)
    return find(folder, package)


def find(folder, package):
    """Returns the wheel or the sources of a package in a folder; None if there is neither."""
    name, version = package.split("==")
    for file in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        words = file.replace("-", "_")
        if words.startswith("%s_%s_" % (name.replace("-", "_"), version)) and file.endswith(".whl"):
            return os.path.join(folder, file)
        if words.startswith("%s_%s." % (name.replace("-", "_"), version)) and file.endswith((".tar.gz", ".zip")):
            return os.path.join(folder, file)
    return None


def digest(path):
    """Returns the SHA-256 digest of a file."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()
