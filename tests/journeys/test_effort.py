"""The reference visits are played through the real screens in a process of their own; their figures hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_reference_visits_take_no_more_taps_and_seconds_than_they_may() -> None:
    """Each run also compares what was signed with what was to be recorded: the third visit of the described client
    holds every fact of it, and a first visit is charted from the name to the signature."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tools.effort", "--json", "follow_up_unchanged", "with_changes_3", "first_visit"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found, changed, first = json.loads(done.stdout)
    assert [one["visit"] for one in (found, changed, first)] == ["follow_up_unchanged", "with_changes_3", "first_visit"]
    assert found["taps"] <= 12
    assert found["keys"] == 0
    assert found["typed_characters"] == 0
    assert found["klm_seconds"] <= 45
    assert changed["taps"] <= 100
    assert first["klm_seconds"] < 300
