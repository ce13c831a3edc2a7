"""Asked before a visit is moved to another client's record: whose it is, why, and both names typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.misfiling import MoveCheck, is_named, names_somebody
from rmt_notes.clinical.record import ClientRow
from rmt_notes.clinical.wording import day, listed
from rmt_notes.db import RecordTrouble
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.dialogs import Dialog, Verb
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.client_list import ClientList, client_line
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.fields import SearchField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.search_pace import SearchPace
from rmt_notes.ui.widgets.text_fields import TextField
from rmt_notes.ui.worker import Worker

QUIET_MS = 80
SHOWN = 6


class MoveQuestion(Dialog):
    """`moved` carries the right client's id, the reason and both names as typed. Nothing is moved by the dialog."""

    moved = Signal(str, str, str, str)

    def __init__(self, parent: QWidget, worker: Worker, visit_id: str, started: date, client: Client) -> None:
        super().__init__(
            parent,
            _("Move the visit of {day}").format(day=day(started)),
            _(
                "It is in the record of {name}, file {number}. Both records keep a trace with who, when and why; "
                "neither tells the other client's name. A signed note is moved as it is, to the letter."
            ).format(name=client.full_name(), number=f"{client.file_number:04d}"),
            [Verb("keep", _("Leave it where it is")), Verb("move", _("Move the visit"), "danger")],
            width=680,
        )
        self._worker = worker
        self._visit_id = visit_id
        self._from = client
        self._check: MoveCheck | None = None
        m = theme.metrics()
        self._pace = SearchPace(self, QUIET_MS, self._search, lambda: self.others.open_current())
        scroll = ScrollColumn(max_width=None, margin=2, name=_("Move a visit"), ground="card")
        scroll.setMinimumHeight(m.px(260))
        self.search = SearchField(_("Whose visit it is"), placeholder=_("Name, phone, file number or date of birth"))
        self.search.edited.connect(lambda _text: self._pace.type())
        scroll.add(self.search)
        self.others = ClientList()
        self.others.opened.connect(self.choose)
        self.search.stepped.connect(self.others.step)
        self.search.entered.connect(self._pace.enter)
        self.others.hide()
        scroll.add(self.others)
        self.chosen = Label("", "body", "semibold", wrap=True)
        self.chosen.hide()
        scroll.add(self.chosen)
        self.finds = Banner("info", "", rounded=True)
        self.finds.hide()
        scroll.add(self.finds)
        self.reason = TextField(_("Why it was filed wrongly"), hint=_("Both records show it: leave the names out."))
        self.from_name = TextField(_("Type the name of the record it is in"), placeholder=_("First and last name"))
        self.to_name = TextField(_("Type the name of whose visit it is"), placeholder=_("First and last name"))
        for field in (self.search, self.reason, self.from_name, self.to_name):
            field.edited.connect(lambda _text, field=field: field.set_problem(None))
        scroll.add(self.reason)
        scroll.add(Columns((self.from_name, 1), (self.to_name, 1)))
        self.body.addWidget(scroll, 1)
        self.focus_on_open(self.search.editor())
        # Qt would cut a dialog of this height to two thirds of a small screen.
        self.resize(m.px(680), m.px(640))

    # -- whose it is -----------------------------------------------------------------------------------------------

    def _search(self) -> None:
        asked, text = self._pace.ask(), self.search.text().strip()
        if not text:
            self.others.hide()
            self._pace.stop()
            return
        self._worker.ask(
            self, lambda store: store.find_clients(text, SHOWN + 1, inactive=True), lambda rows: self._show(asked, rows)
        )

    def _show(self, asked: int, rows: Sequence[ClientRow]) -> None:
        if not self._pace.is_latest(asked):
            return
        lines = [client_line(row, date.today()) for row in rows if row.id != self._from.id][:SHOWN]
        self.others.set_rows(lines, lines[0].key if lines else "")
        self.others.setVisible(bool(lines))
        self.search.set_problem(None if lines else _("Nobody else is found by that."))
        self._pace.show()

    def choose(self, client_id: str) -> None:
        """This client's visit it is: look at what the move would mean."""
        visit = self._visit_id
        self._worker.ask(self, lambda store: store.check_move(visit, client_id), self._take, self._fail)

    def _take(self, check: MoveCheck) -> None:
        self._check = check
        self.search.set_problem(None)
        self.others.hide()
        who = check.to_client
        born = _(", born {day}").format(day=day(who.born)) if who.born else ""
        self.chosen.setText(
            _("It goes to {name}, file {number}{born}").format(
                name=who.full_name(), number=f"{who.file_number:04d}", born=born
            )
        )
        self.chosen.show()
        self.finds.set_message("warning" if check.lacks or check.carried else "info", check_words(check))
        self.finds.show()
        self.reason.editor().setFocus()

    def _fail(self, trouble: RecordTrouble) -> None:
        self.search.set_problem(str(trouble))

    # -- answering -------------------------------------------------------------------------------------------------

    def may_answer(self, key: str) -> bool:
        if key != "move":
            return True
        check = self._check
        if check is None:
            self.search.set_problem(_("Choose whose visit it is."))
            self.search.editor().setFocus()
            return False
        for field, trouble in (
            (self.reason, self._reason_trouble(check)),
            (self.from_name, self._name_trouble(self.from_name.text(), check.from_client)),
            (self.to_name, self._name_trouble(self.to_name.text(), check.to_client)),
        ):
            field.set_problem(trouble or None)
            if trouble:
                field.editor().setFocus()
                return False
        self.moved.emit(check.to_client.id, self.reason.text().strip(), self.from_name.text(), self.to_name.text())
        return True

    def _reason_trouble(self, check: MoveCheck) -> str:
        if not self.reason.text().strip():
            return _("Say why the visit is moved.")
        if names_somebody(self.reason.text(), (check.from_client, check.to_client)):
            return _("The reason stands in both records: leave the clients' names out of it.")
        return ""

    @staticmethod
    def _name_trouble(typed: str, client: Client) -> str:
        return "" if is_named(typed, client) else _("This is not the whole name of that client.")


def check_words(check: MoveCheck) -> str:
    """What the move would mean, a line each."""
    lines = []
    if check.consents:
        words = _n(
            "{number} consent of this visit goes along.", "{number} consents of this visit go along.", check.consents
        )
        lines.append(words.format(number=check.consents))
    if check.findings:
        words = _n(
            "{number} finding is marked as entered in error there and recorded here, to be decided on again.",
            "{number} findings are marked as entered in error there and recorded here, to be decided on again.",
            check.findings,
        )
        lines.append(words.format(number=check.findings))
    if check.papers:
        words = _n(
            "{number} letter stays where it was sent from: it names the other client.",
            "{number} letters stay where they were sent from: they name the other client.",
            check.papers,
        )
        lines.append(words.format(number=check.papers))
    if check.carried:
        words = _("Words were carried over from the other client's visit of {days}: read the note and amend it.")
        lines.append(words.format(days=listed([day(each) for each in check.carried])))
    if check.lacks:
        lines.append(_("Looked at with the other record's findings and consents, the note lacks:"))
        lines += [f"• {sentence}" for sentence in check.lacks]
    else:
        lines.append(_("Looked at with the other record's findings and consents, nothing is missing."))
    return "\n".join(lines)
