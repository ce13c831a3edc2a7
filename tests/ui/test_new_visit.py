"""Whom a visit is for."""

from __future__ import annotations

from PySide6.QtCore import Qt

from rmt_notes.db import RecordStore
from rmt_notes.ui.places import NewClient, NewVisit
from rmt_notes.ui.screens.new_visit import NewVisitScreen
from tests.ui.conftest import PASSPHRASE, PRACTICE, PRACTITIONER


def test_in_an_empty_practice_the_first_client_is_one_press_away(qtbot, empty_worker, tmp_path):
    from rmt_notes.db import Kdf

    opened = []
    empty_worker.open(
        empty_worker,
        lambda: RecordStore.create(tmp_path / "r", PASSPHRASE, PRACTICE, PRACTITIONER, kdf=Kdf.cheap)[0],
        opened.append,
        lambda trouble: opened.append(trouble),
    )
    qtbot.waitUntil(lambda: bool(opened), timeout=10_000)
    screen = NewVisitScreen(empty_worker)
    qtbot.addWidget(screen)
    screen.resize(1180, 760)
    screen.show()
    screen.show_place(NewVisit())
    qtbot.waitUntil(lambda: screen._nobody.isVisible(), timeout=10_000)
    assert not screen._card.isVisible()
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.mouseClick(screen._nobody.button(), Qt.MouseButton.LeftButton)
    assert gone.args == [NewClient("")]
