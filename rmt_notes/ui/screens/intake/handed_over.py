"""The device in the client's hands: pages one after the other, everything else out of reach, and the therapist's
passphrase to come back. What is asked and where it is kept is each screen's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.db import RecordTrouble, Refused
from rmt_notes.i18n import _
from rmt_notes.ui import places, theme
from rmt_notes.ui.autosave import Autosave
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Panel, Rule
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.status_line import StatusLine
from rmt_notes.ui.worker import Worker

WELCOME, BACK = "welcome", "back"


class HandedPage(QWidget):
    """One page, under a heading in large letters."""

    def __init__(self, title: str = "", lead: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.metrics().space(4))
        if title:
            self.title(title)
        if lead:
            self.column.addWidget(Label(lead, "lead", wrap=True, parent=self))

    def is_answered(self) -> bool:
        """Whether there is something on this page; "Next" is "Leave out" where there is not."""
        return True

    def focus_first(self) -> None:
        """Where answering begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def title(self, words: str) -> None:
        """The page's heading."""
        self.column.addWidget(Label(words, "display", "bold", wrap=True, parent=self))


class HandBackPage(HandedPage):
    """Thanks, and the therapist's passphrase. `opened` carries it, `resumed` goes on answering, `given_up`
    leaves without what the record refused."""

    opened = Signal(str)
    resumed = Signal()
    given_up = Signal()

    def __init__(self, known: str = "") -> None:
        words = _("Please hand the device back to your therapist. Your answers are kept.")
        super().__init__(_("Thank you"), words)
        self.column.addWidget(Rule(self))
        self.passphrase = PassphraseField(_("Therapist: your passphrase"), parent=self)
        self.passphrase.entered.connect(self._open)
        self.column.addWidget(self.passphrase)
        if known:
            words = _("Sample practice: the passphrase is “{passphrase}”.").format(passphrase=known)
            self.column.addWidget(Label(words, "hint", token="muted", wrap=True, parent=self))
        line = QHBoxLayout()
        self.unlock = Button(_("Back to the record"), "primary", icon="lock", parent=self)
        self.unlock.clicked.connect(self._open)
        self.resume = Button(_("Go on answering"), "quiet", icon="arrow-left", parent=self)
        self.resume.clicked.connect(self.resumed)
        line.addWidget(self.unlock)
        line.addWidget(self.resume)
        line.addStretch(1)
        self.column.addLayout(line)
        self.lost = Label("", wrap=True, parent=self)
        self.lost.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.lost.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lost.hide()
        self.column.addWidget(self.lost)
        self.give_up = Button(_("They are written down: back to the record"), "secondary", parent=self)
        self.give_up.clicked.connect(self.given_up)
        self.give_up.hide()
        self.column.addWidget(self.give_up, 0, Qt.AlignmentFlag.AlignLeft)

    def tell_refused(self, reason: str, answers: str) -> None:
        """The record does not take the answers any more: show them, so that somebody can write them down."""
        self.set_busy(False)
        self.passphrase.clear()
        words = _("{reason} These answers are not in the record; write them down before you go on:").format(
            reason=reason
        )
        self.lost.setText(f"{words}\n{answers}")
        self.lost.show()
        self.give_up.show()
        self.lost.setFocus(Qt.FocusReason.OtherFocusReason)  # a second Enter may not give up what nobody has read

    def _open(self) -> None:
        if self.passphrase.text() and self.unlock.isEnabled():
            self.set_busy(True)
            self.opened.emit(self.passphrase.text())

    def set_busy(self, busy: bool) -> None:
        """While the passphrase is being checked nothing else can be pressed."""
        self.passphrase.set_busy(busy)
        self.unlock.setEnabled(not busy)
        self.resume.setEnabled(not busy)

    def refuse(self, sentence: str) -> None:
        """It was not the passphrase, or something went wrong."""
        self.set_busy(False)
        self.passphrase.clear()
        self.passphrase.set_error(sentence)

    def focus_first(self) -> None:
        """The passphrase."""
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)


class HandedOverScreen(QWidget):
    """`gone` comes after the passphrase and carries the place that it leads to.

    A screen derives from it, gives its keeper, and says which pages there are (`order`, `make_page`), how one is
    prepared (`prepare`), and where the passphrase leads (`way_back`)."""

    gone = Signal(object)

    def __init__(
        self, worker: Worker, keeper: Autosave[Any], name: str, max_width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._name = name
        self._known = ""
        self._at = self._before_back = WELCOME
        self._pages: dict[str, HandedPage] = {}
        self.keeper = keeper
        keeper.setParent(self)
        keeper.saving.connect(self._show_state)
        keeper.saved.connect(lambda _at: self._show_state())
        keeper.failed.connect(lambda reason: self.status.show_failed(reason))
        self._lay_out(max_width)

    def _lay_out(self, max_width: int) -> None:
        m = theme.metrics()
        edges = (m.space(5), m.space(3), m.space(5), m.space(3))
        self._head = Panel("card", "bottom")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(*edges)
        self.step = Label("", "lead", "semibold", wrap=True)
        self.hand_back = Button(_("Hand back"), "secondary", icon="hand")
        self.hand_back.clicked.connect(lambda: self.show_page(BACK))
        head.addWidget(self.step, 1)
        head.addWidget(self.hand_back)
        self.area = ScrollColumn(max_width=max_width, margin=28, name=self._name)
        self._foot = Panel("card", "top")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(*edges)
        foot.setSpacing(m.space(3))
        self.status = StatusLine()
        self.previous = Button(_("Back"), "secondary", icon="arrow-left")
        self.previous.clicked.connect(lambda: self.turn(-1))
        self.next = Button(_("Next"), "primary", icon="arrow-right")
        self.next.clicked.connect(self.go_on)
        foot.addWidget(self.previous)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.next)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self.area, 1)
        whole.addWidget(self._foot)

    # -- what the window asks ---------------------------------------------------------------------------------------

    def tell_passphrase(self, passphrase: str) -> None:
        """Say it where it is asked for: the sample practice's is no secret."""
        self._known = passphrase

    def title(self) -> str:
        """The name of the screen."""
        return self._name

    def leave(self) -> None:
        """Write down what was answered."""
        self.keep_now()

    def keep_now(self) -> None:
        """Write down what was answered; nothing that shows changes."""
        self.keeper.keep_now()

    def has_unsaved(self) -> bool:
        """Whether an answer could not be written down yet."""
        return self.keeper.has_unsaved()

    def focus_first(self) -> None:
        """Where answering goes on."""
        page = self._pages.get(self._at)
        if page is not None:
            page.focus_first()

    # -- what a screen says -----------------------------------------------------------------------------------------

    def order(self) -> tuple[str, ...]:
        """The pages one after the other."""
        raise NotImplementedError

    def asked(self) -> tuple[str, ...]:
        """Those among them that count as questions."""
        raise NotImplementedError

    def make_page(self, key: str) -> HandedPage:
        """A page, connected, when it is first shown."""
        raise NotImplementedError

    def prepare(self, page: HandedPage) -> None:
        """Show on a page what is answered now."""
        raise NotImplementedError

    def way_back(self) -> places.Place | None:
        """Where the passphrase leads; asked once, and no client is in front after that."""
        raise NotImplementedError

    def what_is_refused(self) -> str:
        """What was answered, in words, where the record refuses it for good."""
        return ""

    def steps(self) -> Mapping[str, str]:
        """The words over a page that is no question."""
        return {}

    def forward(self) -> Mapping[str, str]:
        """The words on the way forward where they are not "Next"."""
        return {WELCOME: _("Start")}

    def stands_alone(self, key: str) -> bool:
        """Whether a page has no way forward or back of its own."""
        return key == BACK

    # -- pages ------------------------------------------------------------------------------------------------------

    def hide_parts(self, hidden: bool) -> None:
        """Nothing shows until the client is loaded."""
        for part in (self._head, self.area, self._foot):
            part.setVisible(not hidden)

    def at(self) -> str:
        """The page in sight."""
        return self._at

    def page(self, key: str) -> HandedPage:
        """A page, made when it is first shown."""
        found = self._pages.get(key)
        if found is None:
            found = self._pages[key] = self._hand_back_page() if key == BACK else self.make_page(key)
            self.area.add(found)
        return found

    def _hand_back_page(self) -> HandBackPage:
        back = HandBackPage(self._known)
        back.opened.connect(self._check)
        back.resumed.connect(lambda: self.show_page(self._before_back))
        back.given_up.connect(self._give_up)
        return back

    def begin(self) -> None:
        """What is asked is loaded: show the first page."""
        self.hide_parts(False)
        self.status.show_words("")
        self.show_page(WELCOME)

    def show_page(self, key: str) -> None:
        """Turn to a page."""
        if key == BACK and self._at != BACK:
            self._before_back = self._at
        self._at = key
        page = self.page(key)
        self.prepare(page)
        for other in self._pages.values():
            other.setVisible(other is page)
        self.area.verticalScrollBar().setValue(0)
        alone, questions = self.stands_alone(key), self.asked()
        self.hand_back.setVisible(not alone)
        self._foot.setVisible(not alone)
        self.previous.setVisible(key != WELCOME)
        words = self.steps().get(key, "")
        if key in questions:
            number, whole = questions.index(key) + 1, len(questions)
            words = _("Question {number} of {whole}").format(number=number, whole=whole)
        self.step.setText(words)
        self.show_next()
        page.focus_first()

    def show_next(self) -> None:
        """What the way forward is called: a page that says nothing is left out."""
        answered = self.page(self._at).is_answered()
        self.next.set_text(self.forward().get(self._at, _("Next") if answered else _("Leave out")))
        self.next.set_kind("primary" if answered else "secondary")

    def turn(self, by: int) -> None:
        """So many pages on, or back."""
        order = self.order()
        at = order.index(self._at) + by
        if 0 <= at < len(order):
            self.show_page(order[at])

    def go_on(self) -> None:
        """The way forward was pressed."""
        self.turn(1)

    def _show_state(self) -> None:
        if self.keeper.has_unsaved():
            self.status.show_saving()
        else:
            self.status.show_words(_("Your answers are kept."), "circle-check")

    # -- handing back -----------------------------------------------------------------------------------------------

    def _check(self, passphrase: str) -> None:
        self.keeper.keep_now()
        self._worker.ask(self, lambda store: store.check_passphrase(passphrase), self._let_go, self._refuse)

    def _refuse(self, trouble: RecordTrouble) -> None:
        page = self.page(BACK)
        assert isinstance(page, HandBackPage)
        page.refuse(str(trouble))

    def _let_go(self, _nothing: None) -> None:
        refused = self.keeper.trouble
        if self.keeper.has_unsaved() and isinstance(refused, Refused):
            page = self.page(BACK)
            assert isinstance(page, HandBackPage)
            page.tell_refused(str(refused), self.what_is_refused())
            return
        self._leave_for_good()

    def _give_up(self) -> None:
        """Whoever opened the record has seen what was refused: trying again would never end."""
        self.keeper.forget()
        self._leave_for_good()

    def _leave_for_good(self) -> None:
        place = self.way_back()
        self.forget_pages()
        self.hide_parts(True)
        if place is not None:
            self.gone.emit(place)

    def forget_pages(self) -> None:
        """Nothing of one client stays for the next; a typed passphrase goes with its page."""
        for page in self._pages.values():
            self.area.column.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = {}
        self._at = self._before_back = WELCOME
