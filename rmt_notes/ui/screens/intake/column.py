"""The intake in one scroll: what is on file, about this visit, the questions, the findings, and what is still open."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from rmt_notes.clinical.intake_sheet import IntakeSheet
from rmt_notes.i18n import _
from rmt_notes.ui.screens.intake.about_card import AboutCard
from rmt_notes.ui.screens.intake.clearances_card import ClearancesCard
from rmt_notes.ui.screens.intake.findings_section import FindingsSection
from rmt_notes.ui.screens.intake.open_card import OpenCard
from rmt_notes.ui.screens.intake.questions_card import QuestionsCard
from rmt_notes.ui.screens.intake.version_card import VersionCard
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.scroll import ScrollColumn

SECTIONS = ("about", "questions", "findings")


class IntakeColumn(ScrollColumn):
    """Holds the cards and knows the way to each; `section_reached` tells which section is in sight."""

    section_reached = Signal(str)

    def __init__(self, sheet: IntakeSheet, today: date, parent: QWidget | None = None) -> None:
        super().__init__(max_width=860, at_left=True, name=_("Health history and checklist"), parent=parent)
        inside = self.column.parentWidget()
        self.returned = Banner("info", "", rounded=True, parent=inside)
        self.returned.hide()
        self.trouble = Banner("danger", "", closable=True, rounded=True, parent=inside)
        self.trouble.closed.connect(self.trouble.hide)
        self.trouble.hide()
        self.version = VersionCard(inside)
        self.about = AboutCard(today, inside)
        self.questions = QuestionsCard(sheet, inside)
        self.findings = FindingsSection(today, inside)
        self.clearances = ClearancesCard(today, inside)
        self.open = OpenCard(inside)
        for part in (
            self.returned,
            self.trouble,
            self.version,
            self.about,
            self.questions,
            self.findings,
            self.clearances,
            self.open,
        ):
            self.add(part)
        self.open.wanted.connect(self.focus_field)
        self.verticalScrollBar().valueChanged.connect(self._tell_section)

    def section(self, key: str) -> QWidget:
        """The part of a section."""
        return {"about": self.about, "questions": self.questions, "findings": self.findings}[key]

    def focus_section(self, key: str) -> None:
        """Bring a section to the top and put the focus where work goes on in it."""
        self.show_widget(self.section(key), at_top=True)
        if key == "about":
            self.about.focus_field("reason_for_care")
        elif key == "questions":
            self.questions.focus_first_open()
        else:
            self.findings.focus_first()
        self.section_reached.emit(key)

    def focus_field(self, field: str) -> None:
        """Go where a field of the sheet is answered (see `OpenPoint.field`)."""
        kind, _colon, key = field.partition(":")
        goal: QWidget | None = None
        if kind == "group":
            goal = self.questions.focus_group(key)
        elif kind == "item":
            goal = self.questions.focus_item(key)
        elif kind == "finding":
            goal = self.show_finding(key)
        else:
            self.about.focus_field(field)
            goal = self.about
        if goal is not None and kind != "finding":
            shown = goal
            QTimer.singleShot(0, self, lambda: self._show_focus(shown))

    def _show_focus(self, goal: QWidget) -> None:
        focused = QApplication.focusWidget()
        self.show_widget(focused if focused is not None and goal.isAncestorOf(focused) else goal)

    def show_finding(self, finding_id: str) -> QWidget | None:
        """Bring a finding's card into sight, and go to what is open in it."""
        card = self.findings.card(finding_id)
        if card is None:
            self.show_widget(self.findings, at_top=True)
            return None
        self.show_widget(card, at_top=True)
        card.focus_open()
        return card

    def show_answer(self, key: str) -> None:
        """Bring the answer of an item into sight."""
        goal = self.questions.focus_answer_of(key)
        if goal is not None:
            self.show_widget(goal)

    def say_trouble(self, sentence: str) -> None:
        """Tell the world's trouble at the top."""
        self.trouble.set_message("danger", sentence)
        self.trouble.show()
        QTimer.singleShot(0, self, lambda: self.show_widget(self.trouble, at_top=True))

    def _tell_section(self, at: int) -> None:
        ground = self.widget()
        reached = SECTIONS[0]
        for key in SECTIONS:
            part = self.section(key)
            if ground is not None and part.mapTo(ground, part.rect().topLeft()).y() <= at + 120:
                reached = key
        self.section_reached.emit(reached)
