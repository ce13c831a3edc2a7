"""`run.py`: what it says, what it sets up, and what it survives, run as a process in small checkouts.

They ask for no packages, so that nothing is downloaded; a stand-in for Qt lets the set-up see Qt "start".
"""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tools import system_libraries

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "import sys\nprint('program', *sys.argv[1:])\nsys.exit(7 if 'fail' in sys.argv else 0)\n"
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux starts without a display")
posix_only = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "a checkout"
    for name in ("rmt_notes/__init__.py", "PySide6/__init__.py", "PySide6/QtSvg.py", "PySide6/QtPrintSupport.py"):
        write(root / name, "")
    write(root / "PySide6/QtWidgets.py", "QApplication = list\n")
    write(root / "rmt_notes/__main__.py", PROGRAM)
    write(root / "requirements/run.txt", "")
    write(root / "requirements/dev.txt", "# the tools\n")
    (root / "tools").mkdir()
    for name in ("run.py", "tools/__init__.py", "tools/environment.py", "tools/system_libraries.py"):
        shutil.copy(ROOT / name, root / name)
    return root


def write(path: Path, words: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
    return path


def script(path: Path, *lines: str) -> Path:
    write(path, "#!/bin/sh\n" + "\n".join(lines) + "\n").chmod(0o755)
    return path


def start(root: Path, *words: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(root, *words), capture_output=True, text=True, check=False, env=surroundings(environment)
    )


def command(root: Path, *words: str) -> list[str]:
    return [sys.executable, str(root / "run.py"), *words]


def surroundings(changes: dict[str, str | None]) -> dict[str, str]:
    """The environment of a user at a screen: `DISPLAY` is not used by anything the small checkouts start."""
    merged = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **changes}
    return {name: value for name, value in merged.items() if value is not None}


def set_ups(answer: subprocess.CompletedProcess[str]) -> int:
    return answer.stderr.count("Set up in ")


# What it is made of.


def test_run_is_readable_by_python_3_8():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("name", ["run.py", "tools/environment.py", "tools/system_libraries.py"])
def test_setting_up_needs_only_the_standard_library(name):
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    tops = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    tops |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {top.partition(".")[0] for top in tops} <= sys.stdlib_module_names | {"run", "tools"}


def test_a_start_with_nothing_to_set_up_loads_nothing_slow():
    question = "import run, sys; run.is_ready('run', set()); print('subprocess' in sys.modules, 'tools' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-S", "-c", question], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert answer.stdout.split() == ["False", "False"]


# What it says before anything is set up.


@linux_only
@pytest.mark.parametrize("words", [[], ["--sample"]])
def test_without_a_display_one_sentence_names_the_tour_and_nothing_is_set_up(words, checkout):
    answer = start(checkout, *words, QT_QPA_PLATFORM=None, DISPLAY=None, WAYLAND_DISPLAY=None)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.endswith(".\n")
    assert "python3 run.py tour OUT" in answer.stderr
    assert not (checkout / ".venv").exists()


def test_help_offers_only_the_commands_that_are_here(checkout):
    assert "run.py tour" not in start(checkout, "--help").stdout
    write(checkout / "tools/tour.py", "")
    answer = start(checkout, "--help")
    assert "run.py tour" in answer.stdout
    assert "run.py bench" not in answer.stdout
    assert not (checkout / ".venv").exists()


def test_a_command_that_is_not_here_is_refused_by_name(checkout):
    answer = start(checkout, "tour", "out")
    assert answer.returncode == 2
    assert "tools/tour.py" in answer.stderr
    assert not (checkout / ".venv").exists()


def only_for_a_python_of_the_future(root: Path) -> None:
    words = (root / "run.py").read_text(encoding="utf-8")
    write(root / "run.py", words.replace("OLDEST, NEWEST = (3, 11), (3, 14)", "OLDEST, NEWEST = (9, 4), (9, 5)"))


@posix_only
def test_a_python_that_is_too_old_is_told_what_is_needed(checkout, tmp_path):
    only_for_a_python_of_the_future(checkout)
    answer = start(checkout, "verify", PATH=str(tmp_path))
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "needs Python 9.4 to 9.5" in answer.stderr


@posix_only
def test_a_usable_python_is_found_behind_one_that_does_not_start(checkout, tmp_path):
    only_for_a_python_of_the_future(checkout)
    script(tmp_path / "broken" / "python3.5", "exit 127")
    newer = tmp_path / "newer" / "python3.5"
    script(newer, f'if [ "$1" = -c ]; then echo "{newer}"; else echo "started $*"; fi')
    answer = start(checkout, "verify", "--all", PATH=f"{newer.parent.parent / 'broken'}:{newer.parent}")
    assert answer.stdout == f"started {checkout / 'run.py'} verify --all\n"
    assert answer.returncode == 0


# Setting up.


def test_the_first_start_sets_up_and_the_second_only_starts(checkout):
    first = start(checkout, "verify", "a file", "fail")
    assert first.stdout == "program verify a file fail\n", first.stderr
    assert first.returncode == 7
    assert set_ups(first) == 1
    second = start(checkout, "--sample")
    assert (second.stdout, second.stderr, second.returncode) == ("program --sample\n", "", 0)
    question = "import run, sys; print(run.is_ready('run', set()), {'hashlib', 'subprocess', 'tools'} & {*sys.modules})"
    at_once = [sys.executable, "-S", "-c", question]
    answer = subprocess.run(at_once, capture_output=True, text=True, check=True, cwd=checkout)
    assert answer.stdout.split() == ["True", "set()"]
    os.utime(checkout / "requirements/run.txt", (1, 1))  # another time, the same words
    assert set_ups(start(checkout, "verify")) == 0

    write(checkout / "requirements/run.txt", "# changed\n")
    assert set_ups(start(checkout, "verify")) == 1
    assert set_ups(start(checkout, "verify")) == 0

    write(checkout / "tools/tour.py", "print('tour')\n")
    with_tools = start(checkout, "tour", "out")
    assert with_tools.stdout == "tour\n"
    assert set_ups(with_tools) == 1
    assert set_ups(start(checkout, "verify")) == 0

    moved = checkout.rename(checkout.parent / "moved")
    after = start(moved, "verify")
    assert after.stdout == "program verify\n", after.stderr
    assert set_ups(after) == 1


@posix_only
def test_a_killed_set_up_is_made_again_from_nothing(checkout):
    lock = checkout / ".venv" / "rmt-notes.setting-up"
    half = subprocess.Popen(
        command(checkout, "verify"), stderr=subprocess.DEVNULL, env=surroundings({}), start_new_session=True
    )
    deadline = time.monotonic() + 60
    while not (lock.exists() and lock.read_text() and (checkout / ".venv" / "pyvenv.cfg").exists()):
        assert time.monotonic() < deadline
        assert half.poll() is None
        os.sched_yield()
    os.killpg(half.pid, signal.SIGKILL)
    half.wait()
    left_over = write(checkout / ".venv" / "lib" / "half-a-package", "")

    answer = start(checkout, "verify")
    assert answer.stdout == "program verify\n", answer.stderr
    assert not left_over.exists()
    assert not lock.exists()


def test_two_first_starts_at_once_set_up_only_once(checkout):
    both = [
        subprocess.Popen(
            command(checkout, "verify"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings({})
        )
        for _ in range(2)
    ]
    answers = [process.communicate() for process in both]
    assert [out for out, _err in answers] == ["program verify\n"] * 2, answers
    assert sum(err.count("Set up in ") for _out, err in answers) == 1
    assert not (checkout / ".venv" / "rmt-notes.setting-up").exists()


@posix_only
def test_an_environment_made_by_someone_else_is_kept_and_a_qt_that_does_not_start_told_at_every_start(checkout):
    subprocess.run([sys.executable, "-m", "venv", str(checkout / ".venv")], check=True)
    theirs = write(checkout / ".venv" / "theirs.txt", "keep")
    write(checkout / "PySide6/QtWidgets.py", "raise ImportError('libodd.so.1: cannot open shared object file')\n")
    for _ in range(2):
        answer = start(checkout, "verify")
        assert answer.returncode == 1
        assert answer.stdout == ""
        assert "Qt does not start on this system: ImportError: libodd.so.1" in answer.stderr
    write(checkout / "PySide6/QtWidgets.py", "QApplication = list\n")
    assert start(checkout, "verify").stdout == "program verify\n"
    assert theirs.exists()


@posix_only
def test_an_environment_of_someone_else_without_a_usable_python_is_not_touched(checkout):
    theirs = write(checkout / ".venv" / "theirs.txt", "keep")
    answer = start(checkout, "verify")
    assert answer.returncode == 1
    assert "was not made by this program" in answer.stderr
    assert theirs.exists()


# Libraries of the system.


@pytest.mark.parametrize(
    ("offered", "name"),
    [
        ({"libglib2.0-0t64"}, "libglib2.0-0t64"),
        ({"libglib2.0-0"}, "libglib2.0-0"),
        ({"libglib2.0-0", "libglib2.0-0t64"}, "libglib2.0-0t64"),
    ],
)
def test_the_name_a_release_knows_a_package_by_is_chosen(offered, name):
    assert system_libraries.choose_name(("libglib2.0-0t64", "libglib2.0-0"), offered.__contains__) == name


@linux_only
def test_what_is_missing_is_told_in_one_sentence_before_anything_is_downloaded(checkout, tmp_path):
    system = tmp_path / "system"
    script(system / "apt-get", "exit 0")
    script(system / "apt-cache", 'case "$2" in *t64) ;; *) echo "  Candidate: 1.0" ;; esac')
    words = (checkout / "tools/system_libraries.py").read_text(encoding="utf-8")
    write(checkout / "tools/system_libraries.py", words.replace('"libglib-2.0.so.0"', '"libodd.so.1"'))
    answer = start(checkout, "verify", PATH=f"{system}:/bin:/usr/bin")
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1] == (
        "This system lacks the libraries libodd.so.1; install what is missing with: sudo apt install libglib2.0-0"
    )
    assert not (checkout / ".venv" / "pyvenv.cfg").exists()


@linux_only
def test_an_unknown_package_is_looked_for_in_fresh_lists_before_it_is_installed(monkeypatch, tmp_path):
    log = tmp_path / "log"
    script(tmp_path / "apt-get", f'echo "$*" >> "{log}"')
    script(tmp_path / "apt-cache", 'echo "  Candidate: (none)"')
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    said: list[str] = []
    system_libraries.install(["libegl1"], said.append)
    assert log.read_text().splitlines() == ["update -qq", "install -y -qq --no-install-recommends libegl1"]
    assert said[-1] == "Installing system packages: libegl1"


@linux_only
def test_a_library_that_cannot_be_opened_is_missing(monkeypatch):
    monkeypatch.setitem(system_libraries.GROUPS, "odd", {"libc.so.6": ("libc6",), "libodd.so.1": ("libodd1",)})
    assert system_libraries.missing({"odd"}) == ["libodd.so.1"]


# The same program as a package.


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    answer = subprocess.run(build, capture_output=True, text=True, check=False, cwd=ROOT)
    assert answer.returncode == 0, answer.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_package_carries_every_resource_and_nothing_of_the_checks(wheel):
    names = set(wheel.namelist())
    files = [path for path in (ROOT / "resources").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    resources = {path.relative_to(ROOT).as_posix() for path in files}
    assert {f"rmt_notes/{name}" for name in resources} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"rmt_notes"}


def test_the_package_starts_without_the_checkout(wheel, tmp_path):
    wheel.extractall(tmp_path)
    question = "from rmt_notes import resources; print(resources.root())"
    outside = {**os.environ, "PYTHONPATH": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=False, cwd=tmp_path, env=outside
    )
    assert answer.stdout.strip() == str(tmp_path / "rmt_notes" / "resources"), answer.stderr


def test_the_commands_of_the_package_exist(wheel, tmp_path):
    wheel.extractall(tmp_path)
    (points,) = tmp_path.glob("*.dist-info/entry_points.txt")
    commands = [line.split(" = ") for line in points.read_text().splitlines() if " = " in line]
    assert [name for name, _target in commands] == ["rmt-notes"]
    for _name, target in commands:
        module, _colon, function = target.partition(":")
        question = f"import {module}; assert callable({module}.{function})"
        outside = {**os.environ, "PYTHONPATH": str(tmp_path)}
        answer = subprocess.run(
            [sys.executable, "-c", question], capture_output=True, text=True, check=False, env=outside
        )
        assert answer.returncode == 0, answer.stderr
