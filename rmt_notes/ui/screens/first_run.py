"""The first start, in three steps: who you are, the passphrase with its recovery code, and how to begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.places import Place
from rmt_notes.ui.widgets import clipboard
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Panel
from rmt_notes.ui.widgets.choice_tiles import ChoiceTile
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.fields import ChoiceField, TextField
from rmt_notes.ui.widgets.keys import bind
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.link_button import LinkButton
from rmt_notes.ui.widgets.new_passphrase import NewPassphrase
from rmt_notes.ui.widgets.recovery_sheet import RecoverySheet
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.step_rail import StepRail
from rmt_notes.ui.widgets.tidy import tidy_phone, tidy_text
from rmt_notes.ui.worker import Worker

if TYPE_CHECKING:
    from rmt_notes.db import RecordStore, RecordTrouble

Maker = Callable[[Path, str, Practice, Practitioner], "tuple[RecordStore, str]"]
WHO, PASSPHRASE, CODE, BEGIN = range(4)
WIDE = 760
"""From this width on the steps show at the left."""


def make_record(
    folder: Path, passphrase: str, practice: Practice, practitioner: Practitioner
) -> tuple[RecordStore, str]:
    """Make the encrypted record; runs on the record's thread."""
    from rmt_notes.db import RecordStore

    return RecordStore.create(folder, passphrase, practice, practitioner)


class FirstRunScreen(QWidget):
    """`finished` carries `empty` (the record is made and open) or `sample` (look around first).

    The record is made in `folder` by `make`, on the record's thread, after the passphrase; only the passphrase cannot
    be skipped.
    """

    gone = Signal(object)
    finished = Signal(str)
    restore_wanted = Signal()

    def __init__(
        self, worker: Worker, folder: Path, parent: QWidget | None = None, *, make: Maker = make_record
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._folder = folder
        self._make = make
        self._page = WHO
        self._code = ""
        self._busy = False
        self._build()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            bind(self, keys, self._next)
        bind(self, "Alt+Left", self._back)
        self._show(WHO)

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._rail = StepRail(
            _("Welcome to RMT Notes"),
            _("Treatment charting that stays on this computer, encrypted from the first word."),
            [_("Who you are"), _("Passphrase and recovery code"), _("Begin")],
        )
        whole.addWidget(self._rail)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        whole.addLayout(right, 1)
        self._trouble = Banner("danger", "")
        self._trouble.hide()
        right.addWidget(self._trouble)
        self._pages = QStackedWidget()
        for build in (self._who_page, self._passphrase_page, self._code_page, self._begin_page):
            self._pages.addWidget(build())
        right.addWidget(self._pages, 1)
        foot = Panel("card", "top")
        line = QHBoxLayout(foot)
        m = theme.metrics()
        line.setContentsMargins(m.px(32), m.px(12), m.px(32), m.px(12))
        line.setSpacing(m.px(10))
        self._back_button = Button(_("Back"), "secondary", icon="arrow-left")
        self._back_button.clicked.connect(self._back)
        self._skip = Button(_("Skip for now"), "quiet")
        self._skip.clicked.connect(self._skip_page)
        self._next_button = Button(_("Continue"), key_hint="Ctrl+Return")
        self._next_button.clicked.connect(self._next)
        line.addWidget(self._back_button)
        line.addStretch(1)
        line.addWidget(self._skip)
        line.addWidget(self._next_button)
        right.addWidget(foot)

    def _sheet(self, title: str, text: str) -> tuple[ScrollColumn, QVBoxLayout]:
        m = theme.metrics()
        scroll = ScrollColumn(max_width=680, margin=32, name=title)
        scroll.add(_heading(title, text))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, m.space(2), 0, 0)
        column.setSpacing(m.px(16))
        scroll.add(holder)
        return scroll, column

    def _who_page(self) -> QWidget:
        from rmt_notes.clinical.jurisdiction import jurisdictions

        page, column = self._sheet(
            _("Who are you?"),
            _(
                "Your name and registration number stand under every note, the clinic on every page. All of it can "
                "be changed later."
            ),
        )
        self._name = TextField(_("Your name"), placeholder=_("First and last name"))
        self._designation = TextField(_("Designation"))
        self._designation.set_text("RMT")
        self._number = TextField(_("Registration number"))
        self._clinic = TextField(_("Clinic or practice"))
        self._address = TextField(_("Address"))
        self._phone = TextField(_("Phone"))
        self._phone.finished.connect(lambda: self._phone.set_text_kept_undo(tidy_phone(self._phone.text())))
        profiles = jurisdictions().values()
        self._place = ChoiceField(
            _("Where you practise"),
            [(each.key, str(each.label)) for each in profiles],
            optional=False,
            hint=_("Decides the rules for intake, consent and how long records are kept."),
        )
        self._place.set_value("ON" if any(each.key == "ON" for each in profiles) else None)
        self._name.edited.connect(lambda _text: self._name.set_problem(None))
        column.addWidget(self._name)
        column.addWidget(Columns((self._designation, 1), (self._number, 2)))
        column.addWidget(self._place)
        column.addWidget(self._clinic)
        column.addWidget(Columns((self._address, 3), (self._phone, 2)))
        self._look = LinkButton(_("Look around in the sample practice first"), "book-open")
        self._look.clicked.connect(lambda: self._finish("sample"))
        column.addWidget(self._look)
        self._restore = LinkButton(_("I have a backup: restore my record"), "rotate-ccw")
        self._restore.clicked.connect(lambda: self.restore_wanted.emit())
        column.addWidget(self._restore)
        return page

    def _passphrase_page(self) -> QWidget:
        page, column = self._sheet(
            _("Choose a passphrase"),
            _("It opens the record every day and encrypts every word in it. Nobody can look it up for you."),
        )
        self._passphrase = NewPassphrase()
        self._passphrase.submitted.connect(self._next)
        column.addWidget(self._passphrase)
        return page

    def _code_page(self) -> QWidget:
        page, column = self._sheet(
            _("Your recovery code"),
            _("It opens the record when the passphrase is forgotten. Print it, or write it down."),
        )
        self._recovery = RecoverySheet()
        self._recovery.copied.connect(self._copy)
        self._recovery.printed.connect(self._print)
        self._recovery.submitted.connect(self._next)
        column.addWidget(self._recovery)
        return page

    def _begin_page(self) -> QWidget:
        page, column = self._sheet(
            _("How would you like to begin?"),
            _("Your record is ready. The sample practice is kept apart from it."),
        )
        self._empty = ChoiceTile(
            "user-plus", _("Start with my own clients"), _("An empty record. Add the next client who walks in.")
        )
        self._sample = ChoiceTile(
            "book-open",
            _("Look around in the sample practice"),
            _("Invented clients with months of notes. Nothing you do there touches your record."),
        )
        self._empty.clicked.connect(lambda: self._finish("empty"))
        self._sample.clicked.connect(lambda: self._finish("sample"))
        column.addWidget(self._empty)
        column.addWidget(self._sample)
        return page

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The window's title while it shows."""
        return _("Welcome")

    def show_place(self, place: Place | None = None) -> None:
        """Begin at the first step."""
        self._show(WHO)

    def leave(self) -> None:
        """What was typed stays in the fields."""

    def has_unsaved(self) -> bool:
        """Never: there is no record before it is made, and afterwards it is kept."""
        return False

    def focus_first(self) -> None:
        """Put the caret where the step begins."""
        goal = {WHO: self._name, PASSPHRASE: self._passphrase.first.line, CODE: self._recovery, BEGIN: self._empty}
        if self._page == CODE:
            self._recovery.focus_first()
        else:
            goal[self._page].setFocus()

    # -- moving --------------------------------------------------------------------------------------------------

    def page(self) -> int:
        """Which page shows: `WHO`, `PASSPHRASE`, `CODE` or `BEGIN`."""
        return self._page

    def practice(self) -> Practice:
        """The practice as typed."""
        return Practice(
            name=tidy_text(self._clinic.text()),
            address=tidy_text(self._address.text()),
            phone=tidy_phone(self._phone.text()),
            jurisdiction=self._place.value() or "ON",
        )

    def practitioner(self) -> Practitioner:
        """The practitioner as typed; one without a name is called so until the settings say more."""
        return Practitioner(
            id=uuid4().hex,
            name=tidy_text(self._name.text()) or _("Therapist"),
            designation=tidy_text(self._designation.text()),
            registration_number=tidy_text(self._number.text()),
        )

    def _show(self, page: int) -> None:
        self._page = page
        self._pages.setCurrentIndex(page)
        self._rail.set_step({WHO: 0, PASSPHRASE: 1, CODE: 1, BEGIN: 2}[page])
        self._back_button.setVisible(page in (PASSPHRASE, BEGIN))
        self._skip.setVisible(page in (WHO, CODE))
        self._skip.set_text(_("Skip for now") if page == WHO else _("I will check it later"))
        self._next_button.setVisible(page != BEGIN)
        self._say_next()
        self.focus_first()
        announce(self, self._pages.currentWidget().accessibleName())

    def _say_next(self) -> None:
        words = {WHO: _("Continue"), PASSPHRASE: _("Make the record"), CODE: _("Continue")}.get(self._page, "")
        self._next_button.set_text(_("Making the record…") if self._busy else words)
        self._next_button.setEnabled(not self._busy)
        self._back_button.setEnabled(not self._busy)

    def _next(self) -> None:
        if self._busy:
            return
        if self._page == WHO:
            if tidy_text(self._name.text()):
                self._show(PASSPHRASE)
            else:
                self._name.set_problem(_("Write your name, it stands under every note; or skip this page for now."))
                self._name.editor().setFocus()
        elif self._page == PASSPHRASE:
            if self._passphrase.check():
                self._create()
        elif self._page == CODE:
            if self._recovery.is_right():
                self._show(BEGIN)
            else:
                self._recovery.say_what_is_wrong()

    def _skip_page(self) -> None:
        self._show(PASSPHRASE if self._page == WHO else BEGIN)

    def _back(self) -> None:
        if not self._busy and self._page in (PASSPHRASE, BEGIN):
            self._show(WHO if self._page == PASSPHRASE else CODE)

    # -- making the record ---------------------------------------------------------------------------------------

    def _create(self) -> None:
        passphrase, practice, practitioner = self._passphrase.passphrase(), self.practice(), self.practitioner()
        folder, make, codes = self._folder, self._make, list[str]()

        def open_new() -> RecordStore:
            store, code = make(folder, passphrase, practice, practitioner)
            codes.append(code)
            return store

        self._busy = True
        self._trouble.hide()
        self._passphrase.set_busy(True)
        self._say_next()
        self._worker.open(self, open_new, lambda _store: self._made(codes[0]), self._not_made)

    def _made(self, code: str) -> None:
        self._busy = False
        self._passphrase.set_busy(False)
        self._passphrase.clear()
        self._code = code
        self._recovery.set_code(code)
        self._show(CODE)

    def _not_made(self, trouble: RecordTrouble) -> None:
        self._busy = False
        self._passphrase.set_busy(False)
        self._say_next()
        self._trouble.set_message("danger", str(trouble))
        self._trouble.show()

    def _finish(self, choice: str) -> None:
        self._code = ""
        self._recovery.forget()
        self.finished.emit(choice)

    # -- the code on paper and in the clipboard ------------------------------------------------------------------

    def _copy(self) -> None:
        clipboard.lend(self._code)
        self._recovery.say_copied()

    def _print(self) -> None:
        from rmt_notes.ui.widgets.recovery_paper import ask_and_print  # loads the printing library

        ask_and_print(self, self._code, self.practice().name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rail.setVisible(self.width() >= theme.metrics().px(WIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.end()


def _heading(title: str, text: str) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, theme.metrics().space(3), 0, 0)
    column.setSpacing(theme.metrics().px(6))
    column.addWidget(Label(title, "display", "bold", wrap=True))
    column.addWidget(Label(text, "lead", token="muted", wrap=True))
    return holder
