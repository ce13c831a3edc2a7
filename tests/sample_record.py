"""The sample practice, built once for all tests of a run, whatever the number of processes they run in."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest

from rmt_notes import sample

TODAY = date.today()


def built_sample(factory: pytest.TempPathFactory) -> Path:
    """The folder of the practice. Nobody may change it; who wants to write takes a copy."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / "sample-practice"
    if not folder.exists():
        made = Path(tempfile.mkdtemp(prefix="sample-", dir=base))
        sample.build(made, today=TODAY)
        try:
            made.rename(folder)
        except OSError:
            # Another process was faster; its practice is as good.
            shutil.rmtree(made)
    return folder


def copy_of_sample(factory: pytest.TempPathFactory, place: Path) -> Path:
    """A practice to write in."""
    shutil.copytree(built_sample(factory), place)
    return place
