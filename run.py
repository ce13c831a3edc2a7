#!/usr/bin/env python3
"""Sets RMT Notes up in its own `.venv` where that is still to do, and starts it.

Standard library only, and written so that an old Python can read it far enough to say what is needed. Everything slow
lives in `tools/environment.py` and is imported only when there is something to set up: the second start reads one small
file and hands over.
"""

from __future__ import annotations

import os
import sys

OLDEST, NEWEST = (3, 11), (3, 14)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "rmt-notes.stamp")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")

HEADLESS = {"export", "import", "verify", "--version", "--help", "-h"}
TOOLS = {
    "test": ("tools.checks", "run every check: tests, ruff, mypy, import contracts (further words go to pytest)"),
    "tour": (
        "tools.tour",
        "OUT: drive the real screens and leave the record, the PDFs and a picture of each screen in OUT",
    ),
    "bench": ("tools.bench", "measure start, saving and printing against a floor measured in the same run"),
    "load": ("tools.load", "make a record of 20,000 clients and measure the program on it; --soak MINUTES works in it"),
    "effort": ("tools.effort", "count the clicks and keys of common tasks"),
    "faults": ("tools.faults", "plant faults one by one and see each of them caught"),
}


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    if command in ("help", "--help", "-h"):
        sys.stdout.write(usage())
        return 0
    if command in TOOLS and not is_here(command):
        return refuse("`%s` is not part of this checkout (%s is missing)." % (command, path_of(command)))
    window = command not in TOOLS and command != "check" and opens_a_window(arguments)
    if window and not has_display():
        return refuse(
            "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open; "
            "`python3 run.py tour OUT` draws every screen into a folder without one."
        )
    kind = "dev" if command in TOOLS else "run"
    libraries = libraries_needed(window or command == "tour")
    if command == "check" or not is_ready(kind, libraries):
        usable = usable_python()
        if usable is None:
            return refuse(
                "RMT Notes needs Python %d.%d to %d.%d (64 bit); this is Python %d.%d and no other was found."
                % (OLDEST + NEWEST + sys.version_info[:2])
            )
        if usable != sys.executable:
            return hand_over([usable, os.path.join(ROOT, "run.py")] + arguments)
        sys.path.insert(0, ROOT)
        from tools import environment

        try:
            if command == "check":
                return environment.report(libraries)
            environment.prepare(kind, libraries)
        except environment.SetupError as trouble:
            return refuse(str(trouble), 1)
    if command in TOOLS:
        if sys.platform.startswith("linux") and not has_display():
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return hand_over([PYTHON, "-P", "-m", TOOLS[command][0]] + arguments[1:])
    return hand_over([PYTHON, "-P", "-m", "rmt_notes"] + arguments)


def usage() -> str:
    """What can be asked for in this checkout; a command whose module is not here is not offered."""
    lines = [
        "python3 run.py            open the program; the first start sets it up in .venv",
        "python3 run.py --sample   open it on the sample practice, kept in a file of its own",
    ]
    for command, (_module, meaning) in TOOLS.items():
        if is_here(command):
            lines.append("python3 run.py %-10s %s" % (command, meaning))
    lines.append("python3 run.py check      tell what is set up and which system libraries are missing")
    lines.append("Any other words go to the program: `python3 run.py export --help`.")
    return "\n".join(lines) + "\n"


def path_of(command: str) -> str:
    return TOOLS[command][0].replace(".", "/") + ".py"


def is_here(command: str) -> bool:
    return os.path.isfile(os.path.join(ROOT, path_of(command)))


def opens_a_window(arguments: list[str]) -> bool:
    """Whether the program would show its window: a command in front and the words of `HEADLESS` only print or write."""
    return not (arguments and not arguments[0].startswith("-")) and not HEADLESS & set(arguments)


def has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def libraries_needed(window: bool) -> set[str]:
    """Which groups of system libraries this start rests on; Windows and macOS bring their own."""
    if not sys.platform.startswith("linux"):
        return set()
    needed = {"qt"}
    if window and os.environ.get("QT_QPA_PLATFORM", "") in ("", "xcb", "wayland"):
        if os.environ.get("DISPLAY"):
            needed.add("x11")
        if os.environ.get("WAYLAND_DISPLAY"):
            needed.add("wayland")
    return needed


def requirements(kind: str) -> str:
    return os.path.join(ROOT, "requirements", kind + ".txt")


def fingerprint(kind: str) -> str:
    import hashlib  # a third of what this file takes, and seldom needed

    with open(requirements(kind), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def seen(kind: str) -> str:
    """Size and time of what is asked for: as long as they are the same, it need not be read."""
    found = os.stat(requirements(kind))
    return "%d %d" % (found.st_size, found.st_mtime_ns)


def is_filled_as(kind: str, stamp: dict[str, str]) -> bool:
    return stamp.get(kind + " seen") == seen(kind) or stamp.get(kind) == fingerprint(kind)


def read_stamp() -> dict[str, str]:
    """What the last finished set-up left behind; empty when there was none or it did not finish."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            return dict(line.rstrip("\n").partition("=")[::2] for line in file)
    except FileNotFoundError:
        return {}


def is_ready(kind: str, libraries: set[str]) -> bool:
    """Whether `.venv` holds what `requirements/` asks for, made for this folder and by a Python still there."""
    stamp = read_stamp()
    if stamp.get("root") != ROOT or not os.path.exists(PYTHON) or stamp.get("python") != os.path.realpath(PYTHON):
        return False
    if not libraries <= set(stamp.get("libraries", "").split()):
        return False
    if stamp.get("dev"):
        return is_filled_as("dev", stamp)
    return kind == "run" and is_filled_as("run", stamp)


def usable_python() -> str | None:
    """The running Python when it will do, else the newest other one that will, else None."""
    if OLDEST <= sys.version_info[:2] <= NEWEST and sys.maxsize > 2**32:
        return sys.executable
    import subprocess

    question = (
        "import sys; print(sys.executable) if %r <= sys.version_info[:2] <= %r and sys.maxsize > 2**32 else sys.exit(1)"
    )
    for candidate in candidates():
        try:
            answer = subprocess.run(
                candidate + ["-c", question % (OLDEST, NEWEST)],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=20,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if answer.returncode == 0:
            return answer.stdout.decode().strip()
    return None


def candidates() -> list[list[str]]:
    """Commands that may start a usable Python, newest first: `py -3.x` on Windows, else `python3.x` on the PATH."""
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    if os.name == "nt":
        return [["py", "-3.%d" % minor] for minor in minors]
    folders = os.environ.get("PATH", "").split(os.pathsep) + ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"]
    names = ["python3.%d" % minor for minor in minors] + ["python3"]
    paths = [os.path.join(folder, name) for name in names for folder in folders]
    return [[path] for path in dict.fromkeys(paths) if os.access(path, os.X_OK)]


def hand_over(command: list[str]) -> int:
    """Become `command`; on Windows, where a process cannot become another, run it and pass its exit code on."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    import subprocess

    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130


def refuse(sentence: str, code: int = 2) -> int:
    sys.stderr.write(sentence + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
