"""What holds on every screen outside the chart: names for a screen reader, targets for a finger, words that are not
cut."""

from __future__ import annotations

import gettext
import shutil
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from rmt_notes import i18n
from rmt_notes.clinical.finding import Finding
from rmt_notes.db import Kdf, RecordStore
from rmt_notes.ui import theme
from rmt_notes.ui.places import ClientPlace, Clients, EditClient, NewClient, Place, Settings, Today, Unsigned
from rmt_notes.ui.screens.client import ClientScreen
from rmt_notes.ui.screens.clients import ClientsScreen
from rmt_notes.ui.screens.first_run import FirstRunScreen
from rmt_notes.ui.screens.new_client import NewClientScreen
from rmt_notes.ui.screens.settings import SettingsScreen
from rmt_notes.ui.screens.today import TodayScreen
from rmt_notes.ui.screens.unlock import UnlockScreen
from rmt_notes.ui.screens.unsigned import UnsignedScreen
from rmt_notes.ui.widgets.buttons import PressButton
from tests.ui.conftest import AMELIE, EMILE, PRACTITIONER, chart_visit, noon, note_of, open_with_keys, practise

PLACES: dict[str, tuple[Any, Place]] = {
    "today": (TodayScreen, Today()),
    "an empty day": (TodayScreen, Today(date(2020, 1, 1))),
    "clients": (ClientsScreen, Clients()),
    "unsigned": (UnsignedScreen, Unsigned()),
    "visits": (ClientScreen, ClientPlace(AMELIE)),
    "health": (ClientScreen, ClientPlace(AMELIE, "health")),
    "identity": (ClientScreen, ClientPlace(AMELIE, "identity")),
    "no visits": (ClientScreen, ClientPlace("3" * 32)),
    "new client": (NewClientScreen, NewClient("emile tremblay")),
    "edit": (NewClientScreen, EditClient(AMELIE)),
    "settings": (SettingsScreen, Settings()),
}
SIZES = {"usual": (1204, 720, 1.0), "small": (724, 560, 1.0), "large letters": (1204, 720, 1.5)}


@pytest.fixture(scope="session")
def filled_template(template, tmp_path_factory):
    """The record of all these tests, made once: visits, drafts and findings of two clients."""
    folder = tmp_path_factory.mktemp("filled") / "record"
    shutil.copytree(template.folder, folder)
    with open_with_keys(folder, template.keys) as store:
        fill(store)
    return replace(template, folder=folder)


def fill(store: RecordStore) -> None:
    plain = note_of(4, 2, 10, "mild", 9, "effleurage", "deep_tissue")
    chart_visit(store, AMELIE, plain, noon(20), kind="initial")
    chart_visit(store, AMELIE, note_of(3, 1, 14, "mild", 4, "effleurage"), noon(10))
    chart_visit(store, EMILE, plain, noon(4), draft=True)
    chart_visit(store, AMELIE, plain, noon(0), draft=True)
    for key in ("pacemaker_device", "osteoporosis_mild"):
        store.record_finding(
            Finding(
                id=store.new_id(),
                client_id=AMELIE,
                key=key,
                state="confirmed",
                recorded_at=noon(2),
                practitioner_id=PRACTITIONER.id,
            )
        )


@pytest.fixture
def filled(empty_worker, qtbot, tmp_path, filled_template):
    return practise(empty_worker, qtbot, filled_template, tmp_path / "record")


def seen(screen: QWidget) -> list[QWidget]:
    return [each for each in screen.findChildren(QWidget) if each.isVisibleTo(screen)]


def put_up(qtbot, practised, name, size):
    kind, place = PLACES[name]
    width, height, scale = SIZES[size]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light", "touch", scale)
    screen = kind(practised.worker)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    screen.show_place(place)
    practised.settle()
    for _turn in range(4):
        QApplication.processEvents()
    practised.settle()
    return screen


def cut_labels(screen: QWidget) -> list[str]:
    """Labels whose words do not fit into the room they have."""
    found = []
    for label in seen(screen):
        if not isinstance(label, QLabel) or not label.text():
            continue
        inside = label.contentsRect()
        margins = label.height() - inside.height()
        if label.wordWrap():
            fits = label.height() + 1 >= label.heightForWidth(label.width()) and inside.width() > 20
        else:
            fits = inside.width() + 1 >= label.fontMetrics().horizontalAdvance(label.text())
        if not fits or inside.height() + 1 < label.fontMetrics().height() - margins:
            found.append(label.text())
    return found


def beyond(screen: QWidget) -> list[str]:
    """Buttons and fields that reach over the sides of the screen."""
    whole = QRect(QPoint(0, 0), screen.size())
    found = []
    for each in seen(screen):
        if isinstance(each, PressButton | QLineEdit | QTextEdit):
            place = QRect(each.mapTo(screen, QPoint(0, 0)), each.size())
            if place.left() < whole.left() - 1 or place.right() > whole.right() + 1:
                found.append(each.accessibleName())
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PLACES)
def test_nothing_is_cut_and_nothing_reaches_over_the_side(qtbot, filled, name, size):
    screen = put_up(qtbot, filled, name, size)
    assert cut_labels(screen) == []
    assert beyond(screen) == []


@pytest.mark.parametrize("name", PLACES)
def test_every_control_has_a_name_and_a_finger_s_room(qtbot, filled, name):
    screen = put_up(qtbot, filled, name, "usual")
    target = theme.metrics().target
    nameless, small = [], []
    for each in seen(screen):
        if each.focusPolicy() == Qt.FocusPolicy.NoFocus or each.focusProxy() is not None:
            continue
        if isinstance(each, QAbstractScrollArea) and not isinstance(each, QAbstractItemView | QTextEdit):
            continue
        if not each.accessibleName().strip():
            nameless.append(f"{type(each).__name__} {each.objectName()}")
        if isinstance(each, QLabel):
            continue  # words that may be copied are no target
        holder = each.parentWidget()
        tall = max(each.height(), holder.height() if holder is not None and isinstance(each, QLineEdit) else 0)
        if tall < target - 4 or each.width() < target - 4:
            small.append(f"{each.accessibleName()} {each.width()}x{each.height()}")
    assert nameless == []
    assert small == []


class Longer(gettext.NullTranslations):
    """A language that needs two fifths more room, as French does at worst."""

    def gettext(self, message: str) -> str:
        return f"{message}{'é' * (len(message) * 2 // 5)}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


@pytest.mark.parametrize("name", PLACES)
def test_words_may_grow_by_two_fifths(qtbot, filled, name, monkeypatch):
    monkeypatch.setattr(i18n, "_translations", lambda _language: Longer())
    screen = put_up(qtbot, filled, name, "usual")
    assert cut_labels(screen) == []
    assert beyond(screen) == []


@pytest.mark.parametrize(("width", "height", "scale"), [*SIZES.values(), (1204, 720, 2.0)])
def test_the_first_run_is_whole_at_any_size(qtbot, empty_worker, tmp_path, qapp, width, height, scale):
    theme.apply(qapp, "light", "touch", scale)
    screen = FirstRunScreen(
        empty_worker, tmp_path / "none", make=lambda *all_of_it: RecordStore.create(*all_of_it, kdf=Kdf.cheap)
    )
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    screen._recovery.set_code("7H2KQ-9M4TX-0RBCD-WJ6NP-3ZV8S-YF1GA-E5K2", (1, 4))
    for page in range(4):
        screen._show(page)
        for _turn in range(4):
            QApplication.processEvents()
        assert cut_labels(screen) == [], page
        assert beyond(screen) == [], page


def never(*_words: str) -> RecordStore:
    raise AssertionError("nothing is opened here")


def test_the_unlock_screen_is_whole_at_any_size(qtbot, empty_worker, qapp):
    for width, height, scale in (*SIZES.values(), (1204, 720, 2.0)):
        theme.apply(qapp, "light", "touch", scale)
        screen = UnlockScreen(empty_worker, never, never)
        qtbot.addWidget(screen)
        screen.resize(width, height)
        screen.show()
        for _turn in range(3):
            QApplication.processEvents()
        assert cut_labels(screen) == []
        assert beyond(screen) == []
