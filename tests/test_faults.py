"""The short fault campaign: nothing acknowledged is lost, no damage goes unseen, and every control bites."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.faults import CAMPAIGNS

ROOT = Path(__file__).parent.parent
SLOW = ("kill-program", "end-session", "power-cut")
QUICK = tuple(each.name for each in CAMPAIGNS if each.short and each.name not in SLOW)


@pytest.mark.skipif(os.name != "posix", reason="the campaigns fork, kill and trace")
@pytest.mark.parametrize(
    "names", [SLOW, tuple(each.name for each in CAMPAIGNS if each.short and each.name not in SLOW)]
)
def test_no_fault_loses_what_was_acknowledged_and_every_control_bites(names: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tools.faults", "--short", "--json", *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert ran.stdout, f"the campaigns ended with {ran.returncode}: {ran.stderr[-4000:]}"
    results = json.loads(ran.stdout)
    assert ran.returncode == 0, ran.stderr
    for result in results:
        assert result["tried"] > 0
        assert (result["lost"], result["unseen"], result["control_bites"]) == (0, 0, True), result
    missing = len(names) - len(results)
    assert missing == ran.stderr.count("not run."), "a campaign that cannot run here says why"
