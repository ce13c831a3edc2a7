"""What every test stands on: no display, folders of its own, one typeface, and a Qt that speaks of its troubles.

The environment is set while this file is read, before anything imports Qt. Warnings of Python and Qt and exceptions in
slots fail the test that caused them (see `[tool.pytest.ini_options]`).
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import settings

HOME = Path(tempfile.mkdtemp(prefix="rmt-notes-tests-"))
FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "runtime",
}
FOREIGN = ("RMT_NOTES_", "QT_", "XDG_CURRENT_DESKTOP", "XDG_SESSION_", "LC_", "LANGUAGE")


def _leave_the_users_environment() -> None:
    for name in list(os.environ):
        if name.startswith(FOREIGN):
            del os.environ[name]
    for name, folder in FOLDERS.items():
        path = HOME / folder
        path.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(path)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LANG"] = "C.UTF-8"
    os.environ["TZ"] = "America/Toronto"
    if hasattr(time, "tzset"):
        time.tzset()


_leave_the_users_environment()

# Two loaded cores make a single example slow at times; a failure must be the same on every machine and every run.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end; no later cleaning of the heap need look at it again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown():
    """What a test closed is gone before the next one begins. Without a running event loop Qt would keep it, and every
    change of focus or look would reach the widgets of all tests before."""
    answer = yield
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    return answer


@pytest.fixture(scope="session")
def qapp(qapp):
    """The application with the typefaces the program brings: words are as wide in a test as on a therapist's screen."""
    from rmt_notes.ui.theme import fonts

    fonts.load_fonts()
    fonts.load_fallbacks()
    qapp.setFont(fonts.FAMILY)
    return qapp
