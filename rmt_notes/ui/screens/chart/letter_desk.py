"""Letters from the chart: drawn, saved where the therapist chooses, and the copy kept in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QWidget

from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.consent_words import how_words, release_warning
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.letters import Letter, clearance_letter, problems, urgent_letter, with_disputes
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.situation import Situation
from rmt_notes.clinical.wording import day
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.export import files
from rmt_notes.export.pdf import lock
from rmt_notes.export.pdf.letter import LetterTrouble, letter_page
from rmt_notes.i18n import _
from rmt_notes.ui.keeping.lock_question import ask_lock, saved_words
from rmt_notes.ui.widgets.qt_dialogs import save_dialog
from rmt_notes.ui.worker import Changes, Worker


class LetterDesk(QObject):
    """`told` says what became of a letter; `saved` carries the finding it speaks of and the name of whom it is for;
    `consent_wanted` carries the recipient for whom no release is on file."""

    told = Signal(str)
    saved = Signal(str, str)
    consent_wanted = Signal(str)

    def __init__(self, worker: Worker, owner: QWidget) -> None:
        super().__init__(owner)
        self._worker = worker
        self._owner = owner

    def write_urgent(self, chart: Chart, finding: Finding, lines: str) -> None:
        """The urgent letter, with the first lines as they stand on the screen. It does not wait for a release: it
        goes to those who take over the care."""
        letter = urgent_letter(
            finding,
            practice=chart.practice,
            practitioner=chart.practitioner,
            client=chart.client,
            provider=physician(chart),
            at=chart.visit.started_at,
            why_seen=chart.note.subjective.complaint,
            marks=chart.note.subjective.marks,
            treated=chart.note.treatment.outcome == "not_completed",
            event=chart.note.treatment.adverse_event,
        )
        self._offer(chart, replace(letter, bottom_line=lines.strip() or letter.bottom_line), finding)

    def ask_clearance(self, chart: Chart, finding: Finding, techniques: Sequence[str]) -> None:
        """The request for clearance; first the client's consent to send it."""
        provider = physician(chart)
        release = valid_release(chart, provider)
        if release is None:
            self.consent_wanted.emit(provider.name if provider is not None else "")
            return
        letter = clearance_letter(
            (finding,),
            practice=chart.practice,
            practitioner=chart.practitioner,
            client=chart.client,
            provider=provider,
            at=chart.visit.started_at,
            techniques=techniques,
            why_seen=chart.note.subjective.complaint,
            marks=chart.note.subjective.marks,
            consent=release_words(release),
            event=chart.note.treatment.adverse_event,
        )
        self._offer(chart, letter, finding)

    def _offer(self, chart: Chart, letter: Letter, finding: Finding) -> None:
        gaps = problems(letter)
        if gaps:
            self.told.emit(" ".join(gaps))
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = files.letter_name(chart.client.file_number, letter.written_at.date())
        dialog = save_dialog(self._owner, _("Save the letter as PDF"), folder, name, _("PDF pages (*.pdf)"), "pdf")
        dialog.fileSelected.connect(lambda chosen: self._ask_lock(Path(chosen), chart, letter, finding))
        QDialog.open(dialog)

    def _ask_lock(self, path: Path, chart: Chart, letter: Letter, finding: Finding) -> None:
        ask_lock(
            self._owner, path.name, lambda passphrase: self.save_to(path, chart, letter, finding, passphrase=passphrase)
        )

    def save_to(self, path: Path, chart: Chart, letter: Letter, finding: Finding, *, passphrase: str = "") -> None:
        """Draw the letter, keep its copy in the record, then write the file: nothing leaves without its copy."""

        def draw() -> bytes | str:
            try:
                return letter_page(with_disputes(letter, chart.corrections))
            except LetterTrouble as trouble:
                return str(trouble)

        def keep(page: bytes | str) -> None:
            if isinstance(page, str):
                self.told.emit(page)
                return
            client_id, visit_id = chart.client.id, chart.visit.id

            def attach(store: RecordStore) -> None:
                store.attach(client_id, "letter_sent", path.name, page, visit_id=visit_id)

            changes = Changes(frozenset({"safety"}), client_id, visit_id, self._owner)
            self._worker.ask(
                self,
                attach,
                lambda _nothing: self._write(path, page, letter, finding, passphrase),
                self._fail,
                changes=changes,
            )

        self._worker.draw(self, draw, keep)

    def _write(self, path: Path, page: bytes, letter: Letter, finding: Finding, passphrase: str) -> None:
        def write() -> str:
            try:
                files.write(path, lock.lock(page, passphrase) if passphrase else page)
            except files.FileTrouble as trouble:
                return str(trouble)
            return ""

        def tell(sentence: str) -> None:
            if sentence:
                self.told.emit(sentence)
                return
            self.told.emit(f"{saved_words(path.name, passphrase)} {_('A copy is kept in the record.')}")
            self.saved.emit(finding.id, letter.provider.name if letter.provider is not None else "")

        self._worker.draw(self, write, tell)

    def _fail(self, trouble: RecordTrouble) -> None:
        self.told.emit(str(trouble))


def physician(chart: Chart) -> Provider | None:
    """The client's own physician: the first provider on file."""
    return next((each for each in chart.providers if each.id in chart.client.provider_ids[:1]), None)


def has_release(chart: Chart) -> bool:
    """Whether the letter to the client's physician may be written."""
    return valid_release(chart, physician(chart)) is not None


def valid_release(chart: Chart, provider: Provider | None) -> Consent | None:
    """The newest release in force that names this provider; any release in force while no provider is known."""
    rules = Situation.of(chart, chart.visit.started_at).rules
    on = chart.visit.started_at.date()
    found = [
        consent
        for consent in chart.safety.consents
        if consent.kind == "release"
        and consent.withdrawn_at is None
        and not release_warning(consent, on, rules)
        and (provider is None or _same(consent.recipient, provider.name))
    ]
    return max(found, key=lambda each: each.given_at, default=None)


def _same(recipient: str, name: str) -> bool:
    """Whether a recipient is this provider, however the title is written: the last name decides."""
    last = name.split(",")[0].split()[-1:] or [""]
    return last[0].casefold() in recipient.casefold()


def release_words(consent: Consent) -> str:
    """On what ground the letter is sent."""
    return _("the client's consent of {day}, {how}, to release {what} to {recipient}").format(
        day=day(consent.given_at.date()), how=how_words(consent.how), what=consent.details, recipient=consent.recipient
    )
