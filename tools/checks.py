"""Every check of the program: `python3 run.py test [words for pytest]`.

The tests leave a core idle now and then while they wait for a disk or a clock; what reads the source runs beside them
and is told after them. All checks run whatever the others found, so that one run tells everything. The exit code is 0
only when all passed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLOSING_LINE = re.compile(
    r"\d+ (passed|failed|error|errors|skipped|deselected|xfailed)\b.* in [\d.]+s|no tests ran in "
)
COLOUR = re.compile(r"\x1b\[[\d;]*m")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check ended: its exit code, how long it took, and the line it closed with."""

    name: str
    code: int
    seconds: float
    closing: str


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    beside = [Beside(name, command) for name, command in readers()]
    outcomes = [run_check("tests", tests(arguments))]
    outcomes += [check.outcome() for check in beside]
    print("\n" + "\n".join(summary(outcomes, time.monotonic() - started)), flush=True)
    return int(any(outcome.code for outcome in outcomes))


def readers() -> Iterator[tuple[str, list[str]]]:
    """The name and command of each check that only reads the source; the import contracts are among the tests
    (`tests/test_architecture.py`)."""
    python = [sys.executable, "-m"]
    yield "ruff", [*python, "ruff", "check", "."]
    yield "mypy", [*python, "mypy"]


def tests(arguments: list[str]) -> list[str]:
    """The command that runs the tests."""
    return [sys.executable, "-m", "pytest", "-n", str(workers()), "--dist", "worksteal", *arguments]


def workers() -> int:
    """As many as this process may use, but at least two: a test that fails beside another one should fail here."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(2, usable)


class Beside:
    """A check that runs beside the tests and is told afterwards."""

    def __init__(self, name: str, command: list[str]) -> None:
        self._name = name
        self._started = time.monotonic()
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 (closed when told)
        self._check = subprocess.Popen(command, cwd=ROOT, stdout=self._said, stderr=subprocess.STDOUT)
        self._ended = 0.0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        self._check.wait()
        self._ended = time.monotonic()

    def outcome(self) -> Outcome:
        """Wait for the end, show what it said, and tell how it went."""
        self._check.wait()
        print(f"\n== {self._name}", flush=True)
        with self._said:
            self._said.seek(0)
            said = self._said.read()
        print(said, end="", flush=True)
        plain = [line for line in COLOUR.sub("", said).splitlines() if line.strip()]
        seconds = (self._ended or time.monotonic()) - self._started
        return Outcome(self._name, self._check.returncode, seconds, plain[-1].strip() if plain else "")


def run_check(name: str, command: list[str]) -> Outcome:
    """Run one check in the project's folder, showing what it says while it says it."""
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    closing = last = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as check:
        assert check.stdout is not None
        for line in check.stdout:
            print(line, end="", flush=True)
            plain = COLOUR.sub("", line).strip()
            last = plain or last
            if CLOSING_LINE.search(plain):
                closing = plain
    return Outcome(name, check.returncode, time.monotonic() - started, closing or last)


def summary(outcomes: list[Outcome], total: float) -> list[str]:
    """One line a check, then one for all of them."""
    lines = [
        f"{'ok    ' if outcome.code == 0 else 'FAILED'} {outcome.name:<6} {outcome.seconds:6.1f} s  {outcome.closing}"
        for outcome in outcomes
    ]
    failed = [outcome.name for outcome in outcomes if outcome.code]
    lines.append(
        f"All checks passed in {total:.0f} s." if not failed else f"Failed in {total:.0f} s: {', '.join(failed)}."
    )
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
