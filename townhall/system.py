"""Checks what the house needs of the machine below it: ``python -m townhall.system pdf browser``.

What is missing is installed with apt when this runs as root on a Debian; otherwise the one line
that does it is printed, and the exit status is 1.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """Something from the system: whether it is there, and which Debian packages bring it."""

    name: str
    is_there: Callable[[], bool]
    packages: tuple[str, ...]


def has_library(name: str) -> Callable[[], bool]:
    """Whether the linker finds this library."""
    return lambda: ctypes.util.find_library(name) is not None


def has_program(*names: str) -> Callable[[], bool]:
    """Whether one of these programs is on the path."""
    return lambda: any(shutil.which(name) for name in names)


def has_font() -> bool:
    """Whether there is a font with Dutch letters for PDFs."""
    listing = subprocess.run(["fc-list", ":lang=nl", "family"], capture_output=True, text=True, check=False)
    return any(name in listing.stdout for name in ("DejaVu", "Noto"))


NEEDS = {
    "pdf": (
        Need("Pango", has_library("pango-1.0"), ("libpango-1.0-0",)),
        Need("Pango met FreeType", has_library("pangoft2-1.0"), ("libpangoft2-1.0-0",)),
        Need("HarfBuzz voor lettertypen", has_library("harfbuzz-subset"), ("libharfbuzz-subset0",)),
        Need("fontconfig", has_program("fc-list"), ("fontconfig",)),
        Need("een lettertype", lambda: has_program("fc-list")() and has_font(), ("fonts-dejavu-core",)),
    ),
    "browser": (Need("Chromium", has_program("chromium", "chromium-browser", "google-chrome"), ("chromium",)),),
}


def main(wanted: list[str]) -> int:
    """Check these kinds of need; 0 when all is there."""
    missing = [need for kind in wanted for need in NEEDS[kind] if not need.is_there()]
    if not missing:
        return 0
    packages = sorted({package for need in missing for package in need.packages})
    names = ", ".join(need.name for need in missing)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Ontbreekt op deze machine: {names}. Wordt nu geïnstalleerd …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        quiet = {"env": environment, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        done = subprocess.run(install, check=False, **quiet)  # type: ignore[call-overload]
        if done.returncode == 0:
            return 0
    print(f"Ontbreekt op deze machine: {names}. Installeer het zo:\n  sudo apt-get install {' '.join(packages)}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
