"""A therapist in front of the intake, over a real encrypted record, for the tests of its parts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import Decision, Finding
from rmt_notes.clinical.health_history import Allergies, Answer, HealthHistory
from rmt_notes.db import RecordStore
from rmt_notes.ui import places
from rmt_notes.ui.screens.intake import IntakeScreen
from rmt_notes.ui.screens.intake.pane import IntakePane
from rmt_notes.ui.widgets.field_frame import FieldFrame
from tests.ui.conftest import EMILE, PRACTITIONER, Practised, noon

GROUPS = len(catalogue().intake_groups)


def framed(widget: QWidget) -> QWidget:
    """The frame of an editor, which is the target; anything else is its own."""
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, FieldFrame):
            return above
        above = above.parentWidget()
    return widget


def focused() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


class Intake:
    """A therapist in front of the screen."""

    def __init__(self, practised: Practised, qtbot: Any) -> None:
        self.practised = practised
        self.screen = IntakeScreen(practised.worker)
        self.went: list[Any] = []
        self.screen.gone.connect(self.went.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1200, 800)
        self.screen.show()

    def open(self, client: str, visit: str = "") -> IntakePane:
        self.screen.show_place(places.Intake(client, visit))
        self.settle()
        return self.pane

    def settle(self) -> None:
        self.practised.settle()
        QTest.qWait(0)

    @property
    def pane(self) -> IntakePane:
        pane = self.screen.pane()
        assert pane is not None
        return pane

    @property
    def questions(self) -> Any:
        return self.pane.column.questions

    def answer(self, group: str, answer: str, item: str = "") -> None:
        row = self.questions.question(group).row if not item else self.questions.question(group).item(item).row
        click(row.choice.segment(answer))
        QTest.qWait(0)

    def say_yes(self, group: str, item: str) -> None:
        self.answer(group, "yes")
        self.answer(group, "yes", item)

    def card(self, key: str) -> Any:
        card = self.pane.column.findings.card_of(key)
        assert card is not None
        return card

    def decide(self, key: str, choice: str, how: str = "") -> None:
        click(self.card(key).decision.chips.chip(choice))
        if how:
            QTest.keyClicks(self.card(key).decision.how.editor(), how)

    def keep(self, *, incomplete: bool = True) -> None:
        """Ctrl+Return; once more where something that must be asked is open and it is kept all the same."""
        QTest.keyClick(self.screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()
        pane = self.screen.pane()
        if incomplete and pane is not None and pane.footer.keep.text().startswith("Keep it incomplete"):
            QTest.keyClick(self.screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            self.settle()

    def alerts(self) -> str:
        return " | ".join(alert.text for alert in self.pane._alerts)

    def open_points(self) -> str:
        return " | ".join(self.pane.column.open.sentences())


def history_of(client: str, **more: Any) -> HealthHistory:
    values: dict[str, Any] = {
        "id": "9" * 32,
        "client_id": client,
        "taken_at": noon(200),
        "practitioner_id": PRACTITIONER.id,
        "reason_for_care": "Neck pain after long drives",
        "completed_by": "client",
        "method": "spoken",
        "notice_given": True,
        "allergies": Allergies(answer="yes", detail="nut oil"),
        "groups": (Answer(key="heart_circulation", answer="yes"), Answer(key="skin", answer="no")),
        "items": (Answer(key="pacemaker_device", answer="yes", detail="2019"),),
    }
    return HealthHistory(**{**values, **more})


def finding_of(client: str, key: str = "pacemaker_device", **more: Any) -> Finding:
    values: dict[str, Any] = {
        "id": "f" * 32,
        "client_id": client,
        "key": key,
        "state": "confirmed",
        "recorded_at": noon(200),
        "practitioner_id": PRACTITIONER.id,
        "places": (Place("chest_wall", "left"),),
    }
    return Finding(**{**values, **more})


def returning(store: RecordStore) -> bool:
    store.keep_health_history(history_of(EMILE))
    store.record_finding(finding_of(EMILE))
    store.decide(
        Decision(
            id="e" * 32,
            client_id=EMILE,
            finding_id="f" * 32,
            choice="avoid_region",
            decided_at=noon(200),
            practitioner_id=PRACTITIONER.id,
            how="nothing within 10 cm",
        )
    )
    return True
