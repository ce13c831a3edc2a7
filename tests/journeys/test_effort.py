"""The reference visits are played through the real screens in a process of their own; their figures hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_follow_up_in_which_nothing_changed_takes_at_most_twelve_taps_and_no_typing() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tools.effort", "--json", "follow_up_unchanged"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)
    assert found["visit"] == "follow_up_unchanged"
    assert found["taps"] <= 12
    assert found["keys"] == 0
    assert found["typed_characters"] == 0
    assert found["klm_seconds"] <= 45
