"""The audit trail in sight: who did what, when and about whom; narrowed, and exported for somebody to check."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from rmt_notes.clinical.record import ClientRow
from rmt_notes.db import AuditPage, AuditQuery, AuditRow, RecordStore, RecordTrouble
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.date_field import DateField
from rmt_notes.ui.widgets.day_list import DayList, DayRow
from rmt_notes.ui.widgets.fields import ChoiceField
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.qt_dialogs import save_dialog
from rmt_notes.ui.widgets.when import clock, short_day
from rmt_notes.ui.worker import Worker

PAGE = 50


class AuditDesk(Card):
    """A card that reads the trail when it is unfolded or narrowed."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(_("Audit trail"), _("who did what, and when"), collapsible=True, parent=parent)
        self._worker = worker
        self._rows: list[DayRow] = []
        self._oldest = 0
        self._asked = 0
        m = theme.metrics()
        self.client = ChoiceField(_("Client"), [])
        self.person = ChoiceField(_("Person"), [])
        self.kind = ChoiceField(_("Kind"), [])
        self.since = DateField(_("From"), placeholder=_("1 January 2026"))
        self._reversed = False
        self.until = DateField(_("Until"), placeholder=_("31 January 2026"))
        for field in (self.client, self.person, self.kind):
            field.edited.connect(lambda _key: self._ask())
        for day in (self.since, self.until):
            day.edited.connect(lambda _day: self._ask())
        self.add(Columns((self.client, 2), (self.person, 1), (self.kind, 1)))
        self.add(Columns((self.since, 1), (self.until, 1)))
        self.list = DayList(_("Entries of the audit trail"))
        self.add(self.list)
        self.words = Label("", token="muted", wrap=True)
        self.add(self.words)
        row = FlowLayout(gap=m.px(10))
        self.older = Button(_("Show older entries"), "secondary", compact=True)
        self.older.clicked.connect(lambda: self._ask(older=True))
        self.export = Button(_("Export for checking"), "secondary", icon="download", compact=True)
        self.export.clicked.connect(self._ask_where)
        row.addWidget(self.older)
        row.addWidget(self.export)
        self.add(row)

    def load(self) -> None:
        """Read whom one can ask about, and the newest entries."""
        self._worker.ask(self, lambda store: store.find_clients("", limit=5000, inactive=True), self._take_clients)
        self._ask()

    def _take_clients(self, found: tuple[ClientRow, ...]) -> None:
        chosen = self.client.value()
        self.client.set_choices([(row.id, row.name) for row in found])
        self.client.set_value(chosen)

    def _query(self) -> AuditQuery:
        return AuditQuery(
            client_id=self.client.value() or "",
            practitioner_id=self.person.value() or "",
            action=self.kind.value() or "",
            since=self.since.value(),
            until=self.until.value(),
        )

    def _ask(self, *, older: bool = False) -> None:
        since, until = self.since.value(), self.until.value()
        if since is not None and until is not None and (until < since) != self._reversed:
            self._reversed = until < since
            self.until.set_problem(_("This day comes before the other one.") if self._reversed else None)
        self._asked += 1
        asked, query, before = self._asked, self._query(), self._oldest if older else 0

        def take(page: AuditPage) -> None:
            if asked == self._asked:
                self._show(page, older=older)

        self._worker.ask(self, lambda store: store.audit_page(query, PAGE, before), take, self._fail)

    def _show(self, page: AuditPage, *, older: bool) -> None:
        if not older:
            self._rows = []
        names = dict(page.clients)
        self._rows += [_row(row, names.get(row.client_id, "")) for row in page.rows]
        if page.rows:
            self._oldest = page.rows[-1].number
        self.list.set_rows(self._rows)
        self.older.setVisible(page.more)
        _choices(self.person, list(page.people))
        _choices(self.kind, sorted(((key, action_words(key)) for key in page.actions), key=lambda pair: pair[1]))
        self.words.setText("" if self._rows else _("No entry fits."))
        self.words.setVisible(not self._rows)

    def _ask_where(self) -> None:
        dialog = save_dialog(
            self, _("Export the audit trail"), str(Path.home()), "audit.jsonl", _("Audit trails (*.jsonl)"), "jsonl"
        )
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        QDialog.open(dialog)

    def export_to(self, path: Path) -> None:
        """Write the trail, or the chosen client's part, to this file."""
        client_id = self.client.value() or ""

        def write(store: RecordStore) -> tuple[int, str]:
            return store.export_audit(path, client_id), store.signing_fingerprint()

        self._worker.ask(self, write, lambda answer: self._exported(path, *answer), self._fail)

    def _exported(self, path: Path, count: int, fingerprint: str) -> None:
        self.words.set_token("ok")
        self.words.setText(
            _n("{number} entry is in {file}.", "{number} entries are in {file}.", count).format(
                number=count, file=path.name
            )
            + " "
            + _(
                "It is signed by {fingerprint} and not encrypted. Whoever gets it can check it with verify_audit.py, "
                "which needs nothing but Python."
            ).format(fingerprint=fingerprint)
        )
        self.words.show()

    def _fail(self, trouble: RecordTrouble) -> None:
        self.words.set_token("danger")
        self.words.setText(str(trouble))
        self.words.show()


def action_words(action: str) -> str:
    """What was done, in words."""
    known = {
        "add": _("Added"),
        "amend": _("Amendment signed"),
        "attach_statement": _("Statement of disagreement attached"),
        "cancel": _("List given up"),
        "decide": _("Decided about a finding"),
        "destroy": _("Destroyed after its term"),
        "grant_correction": _("Correction granted"),
        "lift_hold": _("Legal hold lifted"),
        "move_in": _("Moved here from another record"),
        "move_out": _("Moved to the record it belongs to"),
        "plan": _("Listed for destruction"),
        "refuse_correction": _("Correction refused"),
        "set_hold": _("Put under legal hold"),
        "take_back_correction": _("Request taken back"),
        "withdraw_signature": _("Signature taken back"),
        "backup": _("Backed up"),
        "begin_amendment": _("Amendment begun"),
        "change": _("Changed"),
        "change_passphrase": _("Passphrase changed"),
        "clock_jump": _("The clock went back"),
        "create": _("Record made"),
        "discard": _("Draft discarded"),
        "export": _("Exported"),
        "give_sign_in": _("New sign-in given"),
        "guards_raised": _("Guards put back"),
        "history_differs": _("History differs from the last known"),
        "import": _("Imported"),
        "keep": _("Draft kept"),
        "keyring_off": _("The keyring opens nothing any more"),
        "keyring_on": _("The keyring may open the record"),
        "lock": _("Locked"),
        "looks_altered": _("Note of looks altered"),
        "loss_found": _("Entries were missing"),
        "mark_missing": _("Outside mark missing"),
        "new_key": _("New key"),
        "new_recovery_code": _("New recovery code"),
        "preview": _("Page viewed"),
        "print": _("Printed"),
        "read_only": _("Opened for reading only"),
        "rebuild": _("Index made again"),
        "rehearse_restore": _("Restore tried"),
        "restore": _("Backup restored"),
        "remove": _("Taken out of the own words"),
        "retire": _("Sign-in ended"),
        "review": _("Health history looked through again"),
        "revoke": _("Clearance revoked"),
        "salvage": _("Saved from a damaged file"),
        "sign": _("Signed"),
        "start": _("Visit begun"),
        "unlock": _("Unlocked"),
        "unlock_refused": _("Unlock refused: time has ended"),
        "unlock_with_code": _("Unlocked with the recovery code"),
        "unlock_with_keyring": _("Unlocked by this computer's keyring"),
        "view": _("Viewed"),
        "void": _("Made void"),
        "withdraw": _("Consent withdrawn"),
    }
    return known.get(action) or action.replace("_", " ").capitalize()


def lock_words(why: str) -> str:
    """Why the program locked, in words."""
    return {
        "key": _("by hand"),
        "idle": _("nobody touched it for the time that is set"),
        "sleep": _("the computer slept"),
    }.get(why, "")


def _row(row: AuditRow, client: str) -> DayRow:
    what = lock_words(row.entity_id) if row.action == "lock" else row.entity.replace("_", " ")
    more = [", ".join(row.fields), *(f"{name.replace('_', ' ')} {value}" for name, value in row.detail)]
    summary = " · ".join(part for part in (client, what, *more) if part)
    spoken = ", ".join((short_day(row.at), clock(row.at), action_words(row.action), row.practitioner_name, summary))
    return DayRow(
        key=str(row.number),
        when=clock(row.at),
        below=short_day(row.at),
        name=action_words(row.action),
        facts=row.practitioner_name,
        summary=summary,
        icon="history",
        word=str(row.number),
        spoken=spoken,
    )


def _choices(field: ChoiceField, choices: list[tuple[str, str]]) -> None:
    """New choices, the chosen one kept."""
    chosen = field.value()
    field.set_choices(choices)
    field.set_value(chosen)
