"""Each contract and each rule bites.

A small tree of the program's shape is sound, and one planted fault breaks the contract or rule it is meant for.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests import architecture_rules as rules

ROOT = Path(__file__).resolve().parent.parent

SOUND = {
    "__init__.py": "",
    "__main__.py": "from rmt_notes import app, cli\n",
    "app.py": "from PySide6.QtWidgets import QApplication\nfrom rmt_notes.ui import window\nQApplication([]).exec()\n",
    "cli.py": "from rmt_notes import db\n",
    "settings.py": "import platformdirs\ntry:\n    pass\nexcept BaseException:\n    print('tidied')\n    raise\n",
    "resources.py": "import pathlib\n",
    "fault.py": "import logging\n",
    "i18n.py": "from rmt_notes import resources\n",
    "clinical/__init__.py": "",
    "clinical/visit.py": "from rmt_notes.i18n import _, _n\nTITLE = _('Visit')\nCOUNT = _n('a visit', 'visits', 2)\n",
    "db/__init__.py": "",
    "db/store.py": "import sqlalchemy\nfrom rmt_notes.clinical import visit\n",
    "sample/__init__.py": "from rmt_notes import db\n",
    "export/__init__.py": "",
    "export/pdf.py": "def draw():\n    import reportlab\n",
    "ui/__init__.py": "",
    "ui/window.py": "from rmt_notes.ui.screens import today\n",
    "ui/dialogs.py": "from rmt_notes.ui.widgets import chips\n",
    "ui/actions.py": "",
    "ui/worker.py": "from rmt_notes.db import store\n",
    "ui/places.py": "",
    "ui/theme.py": "from PySide6 import QtGui\n",
    "ui/autosave.py": "",
    "ui/backups.py": "",
    "ui/backup_desk.py": "",
    "ui/audit_desk.py": "",
    "ui/session_end.py": "",
    "ui/alive.py": "",
    "ui/asleep.py": "",
    "ui/people_desk.py": "",
    "ui/keyring_desk.py": "",
    "ui/words_desk.py": "",
    "ui/keeping/__init__.py": "from rmt_notes.ui import dialogs\n",
    "ui/crash.py": "try:\n    pass\nexcept OSError as trouble:\n    print(trouble)\n",
    "ui/screens/__init__.py": "",
    "ui/screens/today.py": "from rmt_notes.ui import dialogs, worker\n",
    "ui/screens/clients.py": "",
    "ui/widgets/__init__.py": "",
    "ui/widgets/chips.py": "from rmt_notes.ui import theme\n",
}

CONTRACTS = [
    ("Each layer knows only", "db/store.py", "from rmt_notes import export"),
    ("Each layer knows only", "clinical/visit.py", "def later():\n    from rmt_notes.db import store"),
    ("Each layer knows only", "cli.py", "from rmt_notes import app"),
    ("Each layer knows only", "ui/window.py", "from rmt_notes import sample"),
    ("Each layer knows only", "stray.py", "pass"),
    ("In the screens' package", "ui/screens/today.py", "from rmt_notes.ui import window"),
    ("In the screens' package", "ui/actions.py", "from rmt_notes.ui import dialogs"),
    ("In the screens' package", "ui/places.py", "from rmt_notes.ui.widgets import chips"),
    ("Screens do not know", "ui/screens/today.py", "from rmt_notes.ui.screens import clients"),
    ("Widgets know neither", "ui/widgets/chips.py", "from rmt_notes.ui import worker"),
    ("Widgets know neither", "ui/widgets/chips.py", "from rmt_notes.db import store"),
    ("The clinical values rest", "clinical/visit.py", "import PySide6"),
    ("The clinical values rest", "clinical/visit.py", "import sqlalchemy"),
    ("The clinical values rest", "clinical/visit.py", "import reportlab"),
    ("SQL stays", "ui/window.py", "import sqlalchemy"),
    ("SQL stays", "export/pdf.py", "import sqlite3"),
    ("Pages are drawn", "ui/window.py", "def draw():\n    import reportlab"),
    ("Qt stays", "export/pdf.py", "from PySide6 import QtGui"),
]  # fmt: skip

FAULTS = [
    (rules.no_import_rings, "db/tables.py", "def later():\n    from rmt_notes.db import tables2", "ring"),
    (rules.clinical_values_need_only_the_standard_library, "clinical/visit.py", "import platformdirs", "platformdirs"),
    (rules.outside_libraries_stay_at_home, "export/pdf.py", "import pandas", "nobody"),
    (rules.outside_libraries_stay_at_home, "ui/window.py", "import cryptography", "db and export"),
    (rules.sqlite_is_reached_only_through_its_encrypted_twin, "db/store.py", "import sqlite3", "in clear"),
    (rules.no_network, "cli.py", "def later():\n    from urllib import request", "urllib"),
    (rules.no_network, "cli.py", "import importlib\nimportlib.import_module('socket')", "socket"),
    (rules.no_forbidden_qt_modules, "ui/window.py", "from PySide6 import QtCharts", "QtCharts"),
    (rules.no_forbidden_qt_modules, "ui/window.py", "from PySide6.QtNetwork import QTcpSocket", "QtNetwork"),
    (rules.no_swallowed_exceptions, "cli.py", "try:\n    pass\nexcept Exception as it:\n    print(it)", "everything"),
    (rules.no_swallowed_exceptions, "cli.py", "try:\n    pass\nexcept (OSError, Exception):\n    f()", "everything"),
    (rules.no_swallowed_exceptions, "cli.py", "try:\n    pass\nexcept:\n    raise", "everything"),
    (rules.no_swallowed_exceptions, "cli.py", "try:\n    pass\nexcept OSError:\n    pass", "swallowed"),
    (rules.no_swallowed_exceptions, "cli.py", "with suppress(Exception):\n    f()", "suppressed"),
    (rules.no_swallowed_exceptions, "cli.py", "try:\n    pass\nexcept BaseException:\n    f()", "everything"),
    (rules.no_swallowed_exceptions, "cli.py", "def g():\n try:\n  f()\n except BaseException:\n  return", "everything"),
    (rules.no_nested_event_loops, "ui/dialogs.py", "def ask(dialog):\n    return dialog.exec()", "exec"),
    (rules.no_nested_event_loops, "ui/dialogs.py", "def wait(app):\n    app.processEvents()", "processEvents"),
    (rules.no_nested_event_loops, "ui/dialogs.py", "QFileDialog.getSaveFileName(None)", "getSaveFileName"),
    (rules.translated_words_are_plain_literals, "ui/window.py", "_(f'Saved {time}')", "literals"),
    (rules.translated_words_are_plain_literals, "ui/window.py", "_(word)", "literals"),
    (rules.translated_words_are_plain_literals, "ui/window.py", "i18n._(word)", "literals"),
    (rules.translated_words_are_plain_literals, "ui/window.py", "_n('a visit', 'x %d' % 2, 2)", "literals"),
]  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, source in SOUND.items():
        path = tmp_path / "rmt_notes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(tree: Path, name: str, source: str) -> None:
    path = tree / "rmt_notes" / name
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}\n{source}\n", encoding="utf-8")


def test_a_sound_tree_keeps_every_contract(tree):
    assert rules.broken_contracts(tree) == ""


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_sound_tree_keeps_to(rule, tree):
    assert rule(tree) == []


@pytest.mark.parametrize(("contract", "name", "source"), CONTRACTS)
def test_a_planted_import_breaks_its_contract(contract, name, source, tree):
    plant(tree, name, source)
    said = rules.broken_contracts(tree)
    broken = re.findall(r"^(.*) BROKEN$", said, re.MULTILINE)
    stray = "stray" in name and "not listed as layers" in " ".join(said.split())
    assert stray or any(line.startswith(contract) for line in broken), said


@pytest.mark.parametrize(("rule", "name", "source", "sentence"), FAULTS)
def test_a_planted_fault_breaks_its_rule(rule, name, source, sentence, tree):
    plant(tree, "db/tables2.py", "from rmt_notes.db import tables" if rule is rules.no_import_rings else "")
    plant(tree, name, source)
    faults = rule(tree)
    assert len(faults) == 1
    assert sentence in faults[0]
    assert "rmt_notes" in faults[0]
