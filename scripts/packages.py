"""Builds the packages in this repository that depend on Nestbox as a user's package does."""
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The builds go where Nestbox's own are, so that Nestbox is not compiled again.
SCRATCH = os.path.join(ROOT, ".build")


def build(configuration, folder):
    """Builds the package in a folder, and then the plan of Nestbox's own build anew, which is the one that was there."""
    swift_build(configuration, "--package-path", folder)
    swift_build(configuration, *["--build-tests"] * (configuration == "debug"))


def program(configuration, name):
    """Returns the path of a program of such a package."""
    return os.path.join(SCRATCH, configuration, name)


def swift_build(configuration, *options):
    """Builds a package. Its plan is made anew, because the one that lies there is that of another package."""
    subprocess.run(
        ["swift", "build", "--quiet", "--disable-build-manifest-caching", "--scratch-path", SCRATCH, "-c", configuration,
         *options], check=True, cwd=ROOT)
