"""Makes, repairs and explains the program's own `.venv`. Standard library only: nothing is installed when this runs.

A set-up that was killed half-way leaves no stamp and a lock file that says what was under way, and is made again from
nothing. A `.venv` that somebody else made (no lock, no stamp) is filled as it stands when its Python will do, and never
deleted.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import run
from tools import system_libraries

VENV = Path(run.VENV)
PYTHON = Path(run.PYTHON)
STAMP = Path(run.STAMP)
LOCK = VENV / "rmt-notes.setting-up"
OURS, OTHER = "made here", "made by someone else"
ROOM_NEEDED = 900 * 2**20

PROVE_QT = "from PySide6 import QtPrintSupport, QtSvg, QtWidgets; QtWidgets.QApplication([])"


class SetupError(Exception):
    """Why the program cannot be set up here, in a sentence for the person at the keyboard."""


def prepare(kind: str, libraries: set[str]) -> None:
    """Make `.venv` hold what `requirements/<kind>.txt` asks for, and see that Qt loads.

    Args:
        kind: `run` for the program, `dev` for the program and the tools of its checks.
        libraries: the groups of system libraries this start rests on (see `system_libraries.GROUPS`).

    Raises:
        SetupError: when something is missing that this program may not or could not put there.
    """
    started = time.monotonic()
    try:
        with _alone() as lock:
            if run.is_ready(kind, libraries):
                _leave(lock)
                return
            stamp = run.read_stamp()
            is_filled = run.is_ready(kind, set())
            _provide_from_the_system(libraries, with_venv=not is_filled)
            if not is_filled:
                stamp = _set_up_packages("dev" if stamp.get("dev") else kind, stamp, lock)
            _prove_qt()
            _write_stamp({**stamp, "libraries": " ".join(sorted(libraries | set(stamp["libraries"].split())))})
            _leave(lock)
    except OSError as trouble:
        raise SetupError(
            f"The folder .venv cannot be set up: {trouble.strerror or trouble} ({trouble.filename or VENV})."
        ) from trouble
    say(f"Set up in {time.monotonic() - started:.0f} s.")


def report(libraries: set[str]) -> int:
    """Tell what is set up and what the system lacks; installs nothing. The exit code is 1 when something is missing."""
    print(f"Python {platform.python_version()} at {sys.executable}")
    kinds = [kind for kind in ("run", "dev") if run.is_ready(kind, set())]
    print(
        ".venv: "
        + (" and ".join({"run": "the program", "dev": "its checks"}[kind] for kind in kinds) or "not set up yet")
    )
    trouble = _what_is_missing(system_libraries.missing(libraries), with_venv=not kinds)
    if kinds and trouble is None:
        trouble = _fault_of_qt()
    if system_libraries.missing({"printing"}) and sys.platform.startswith("linux"):
        cups = system_libraries.packages(system_libraries.missing({"printing"}))
        print(f"Printing on paper also needs: {system_libraries.install_line(cups)}")
    print(trouble or "Nothing is missing.")
    return 1 if trouble else 0


def say(sentence: str) -> None:
    """Progress goes to the error stream: what a headless command prints must stay clean."""
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def _alone() -> Iterator[IO[str]]:
    """Hold the lock file; a second start waits here for the first. Words found in it are those of a killed set-up."""
    VENV.mkdir(exist_ok=True)
    while True:
        lock = LOCK.open("a+", encoding="utf-8")
        _wait_for(lock)
        # The one who held it before may have removed the file on leaving; then this handle guards nothing.
        if LOCK.exists() and os.path.samestat(os.fstat(lock.fileno()), LOCK.stat()):
            break
        lock.close()
    lock.seek(0)
    try:
        yield lock
    finally:
        lock.close()


def _wait_for(lock: IO[str]) -> None:
    said = False
    while not _try_lock(lock):
        if not said:
            say("Another start is setting the program up; waiting for it.")
            said = True
        time.sleep(0.2)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(lock: IO[str]) -> bool:
        lock.seek(0)
        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(lock: IO[str]) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _leave(lock: IO[str]) -> None:
    lock.seek(0)
    lock.truncate()
    lock.close()
    # Windows keeps a file that another start has open while it waits; an empty lock file means nothing.
    with suppress(PermissionError):
        LOCK.unlink(missing_ok=True)


def _set_up_packages(kind: str, stamp: dict[str, str], lock: IO[str]) -> dict[str, str]:
    """Fill `.venv` with the packages of `kind`, making it first where it must be; returns the new stamp."""
    broken_off = lock.read().strip()
    maker = broken_off or stamp.get("maker") or (OTHER if any(entry != LOCK for entry in VENV.iterdir()) else OURS)
    lock.write("" if broken_off else maker)
    lock.flush()
    STAMP.unlink(missing_ok=True)
    if shutil.disk_usage(VENV).free < ROOM_NEEDED:
        raise SetupError(f"Setting up needs {ROOM_NEEDED // 2**20} MB of free space in {run.ROOT}.")
    say("Setting RMT Notes up in .venv (this once; it downloads about 130 MB).")
    if maker == OTHER:
        _check_a_venv_of_someone_else()
    elif broken_off or not stamp or _is_stale(stamp):
        _make_venv()
    _install(kind, again=bool(broken_off))
    _remember_root()
    stamp = {
        "maker": maker,
        "root": run.ROOT,
        "python": os.path.realpath(PYTHON),
        "run": run.fingerprint("run"),
        "run seen": run.seen("run"),
        "dev": run.fingerprint("dev") if kind == "dev" else "",
        "dev seen": run.seen("dev") if kind == "dev" else "",
        "libraries": "",
    }
    _write_stamp(stamp)
    return stamp


def _is_stale(stamp: dict[str, str]) -> bool:
    """Whether a finished `.venv` was moved here, or its Python was replaced or removed beneath it."""
    return stamp.get("root") != run.ROOT or not PYTHON.exists() or stamp.get("python") != os.path.realpath(PYTHON)


def _make_venv() -> None:
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != LOCK:
            entry.unlink()
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if made.returncode:
        raise SetupError(f"The virtual environment could not be made:\n{made.stdout.strip()}")


def _check_a_venv_of_someone_else() -> None:
    question = f"import pip, sys; sys.exit(not {run.OLDEST} <= sys.version_info[:2] <= {run.NEWEST})"
    if not PYTHON.exists() or subprocess.run([str(PYTHON), "-c", question], stderr=subprocess.DEVNULL).returncode:
        raise SetupError(
            "The folder .venv was not made by this program and has no usable Python; rename it and start again."
        )


def _install(kind: str, again: bool) -> None:
    """Let pip install what `requirements/<kind>.txt` names; `again` when a killed run may have left half a package."""
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input"]
    command += ["--disable-pip-version-check", "--no-warn-script-location", "--root-user-action=ignore", "--compile"]
    command += ["--force-reinstall"] if again else []
    command += [] if sys.stderr.isatty() else ["--quiet"]
    settings = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    # pip reports on its output, which belongs to the command that is about to run.
    if subprocess.run([*command, "-r", run.requirements(kind)], stdout=sys.stderr, env=settings).returncode:
        raise SetupError(
            "The program's packages could not be installed (see above); see to the connection and start again."
        )


def _remember_root() -> None:
    """Let the Python of `.venv` find `rmt_notes` and `tools` wherever it is started from."""
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([str(PYTHON), "-c", question], stdout=subprocess.PIPE, text=True, check=True)
    (Path(answer.stdout.strip()) / "rmt-notes-checkout.pth").write_text(run.ROOT + "\n", encoding="utf-8")


def _write_stamp(stamp: dict[str, str]) -> None:
    beside = STAMP.with_suffix(".new")
    beside.write_text("".join(f"{key}={value}\n" for key, value in stamp.items()), encoding="utf-8")
    beside.replace(STAMP)


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _provide_from_the_system(libraries: set[str], with_venv: bool) -> None:
    """See that the system has what the set-up and Qt rest on; as root on Debian or Ubuntu, install what it lacks."""
    missing = system_libraries.missing(libraries)
    if _what_is_missing(missing, with_venv) and system_libraries.may_install():
        system_libraries.install(_missing_packages(missing, with_venv), say)
        importlib.invalidate_caches()
        missing = system_libraries.missing(libraries)
    trouble = _what_is_missing(missing, with_venv)
    if trouble:
        raise SetupError(trouble)


def _missing_packages(libraries: list[str], with_venv: bool) -> list[str]:
    """The packages of Debian and Ubuntu; Debian packs Python's ensurepip apart from Python."""
    venv = [f"python3.{sys.version_info.minor}-venv"] if with_venv and not _has_ensurepip() else []
    return venv + system_libraries.packages(libraries)


def _what_is_missing(libraries: list[str], with_venv: bool) -> str | None:
    """One sentence with the line to type, or None when nothing is missing."""
    parts = ["Python's module ensurepip"] if with_venv and not _has_ensurepip() else []
    parts += [f"the libraries {', '.join(libraries)}"] if libraries else []
    if not parts:
        return None
    if shutil.which("apt-get"):
        line = system_libraries.install_line(_missing_packages(libraries, with_venv))
        return f"This system lacks {' and '.join(parts)}; install what is missing with: {line}"
    return f"This system lacks {' and '.join(parts)}; install the packages that bring them."


def _prove_qt() -> None:
    fault = _fault_of_qt()
    if fault:
        raise SetupError(fault)


def _fault_of_qt() -> str | None:
    """Start Qt once, in a process of its own, so that a fault shows here as a sentence and not later as a crash."""
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(
        [str(PYTHON), "-c", PROVE_QT], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=offscreen
    )
    if answer.returncode == 0:
        return None
    last = (answer.stderr.strip().splitlines() or [f"it ended with {answer.returncode}"])[-1]
    return f"Qt does not start on this system: {last}"
