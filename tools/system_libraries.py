"""The libraries of the operating system that Qt rests on under Linux, and their packages in Debian and Ubuntu."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

# Group → library → the names of its package, today's first: Debian 13 and Ubuntu 24.04 renamed some for 64-bit time.
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "qt": {
        "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
        "libGL.so.1": ("libgl1",),
        "libEGL.so.1": ("libegl1",),
        "libxkbcommon.so.0": ("libxkbcommon0",),
        "libdbus-1.so.3": ("libdbus-1-3",),
        "libfontconfig.so.1": ("libfontconfig1",),
    },
    "x11": {
        "libxcb-cursor.so.0": ("libxcb-cursor0",),
        "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
        "libxcb-icccm.so.4": ("libxcb-icccm4",),
        "libxcb-image.so.0": ("libxcb-image0",),
        "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
        "libxcb-render-util.so.0": ("libxcb-render-util0",),
        "libxcb-shape.so.0": ("libxcb-shape0",),
        "libxcb-xkb.so.1": ("libxcb-xkb1",),
    },
    "wayland": {
        "libwayland-client.so.0": ("libwayland-client0",),
        "libwayland-cursor.so.0": ("libwayland-cursor0",),
    },
    "printing": {"libcups.so.2": ("libcups2t64", "libcups2")},
}


def missing(groups: Iterable[str]) -> list[str]:
    """The libraries of `groups` that the loader of this system cannot open."""
    return [library for group in sorted(groups) for library in GROUPS[group] if not _opens(library)]


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def packages(libraries: Iterable[str]) -> list[str]:
    """The packages that bring `libraries`, by the names this release knows them by."""
    names = [names for group in GROUPS.values() for library, names in group.items() if library in set(libraries)]
    return [choose_name(choices, _is_offered) for choices in names]


def choose_name(choices: tuple[str, ...], is_offered: Callable[[str], bool]) -> str:
    """The first of `choices` that is offered; without an answer from apt, the name the release's number tells."""
    for name in choices:
        if is_offered(name):
            return name
    return choices[0] if _has_64_bit_time_names(_release()) else choices[-1]


def _is_offered(package: str) -> bool:
    if not shutil.which("apt-cache"):
        return False
    answer = subprocess.run(
        ["apt-cache", "policy", package],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    return any(line.strip().startswith("Candidate:") and "(none)" not in line for line in answer.stdout.splitlines())


def _release() -> dict[str, str]:
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {key: value.strip('"') for key, _sign, value in (line.partition("=") for line in lines)}


def _has_64_bit_time_names(release: dict[str, str]) -> bool:
    number = release.get("VERSION_ID", "0").split(".")[0]
    floor = {"debian": 13, "ubuntu": 24}.get(release.get("ID", ""), 10**9)
    return number.isdecimal() and int(number) >= floor


def install_line(names: Iterable[str]) -> str:
    """The exact line to type on Debian or Ubuntu."""
    return "sudo apt install " + " ".join(names)


def may_install() -> bool:
    """Whether this process may install packages: root on a system with apt."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(names: list[str], say: Callable[[str], None]) -> None:
    """Install packages as root, refreshing apt's lists where they do not know them; apt is heard only if it fails."""
    if not all(_is_offered(name) for name in names):
        say("Refreshing the lists of system packages.")
        _apt_get(say, "update", "-qq")
    say(f"Installing system packages: {' '.join(names)}")
    _apt_get(say, "install", "-y", "-qq", "--no-install-recommends", *names)


def _apt_get(say: Callable[[str], None], *words: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", *words]
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    if answer.returncode:
        say(answer.stdout)
