"""The shape of the program: who imports whom, and what is written nowhere.

The layers are contracts in `pyproject.toml`; what a contract cannot say is asked of the import graph and of the source
text. Every rule is a function of a folder, so that it can be tried on a tree with a planted fault
(`test_architecture_rules.py`).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import architecture_rules as rules

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("reportlab", "alembic", "pikepdf", "pypdfium2", "rapidfuzz")


def test_every_import_contract_is_kept():
    faults = rules.broken_contracts(ROOT)
    assert not faults, faults


@pytest.fixture(scope="module", autouse=True)
def sources():
    """Forget the source trees afterwards: they would weigh on every later cleaning of the heap."""
    yield
    rules.forget_sources()


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_source_keeps_to(rule):
    faults = rule(ROOT)
    assert not faults, "\n" + "\n".join(faults)


def test_no_heavy_module_is_loaded_at_the_start():
    question = f"import rmt_notes.app, sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=False, cwd=ROOT)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []
