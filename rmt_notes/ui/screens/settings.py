"""Practice and letterhead, who signs, the look of this computer, the record's place, passphrase and checks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes import i18n, settings
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.jurisdiction import Jurisdiction, jurisdictions
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.situation import FALLBACK_JURISDICTION
from rmt_notes.db import CheckJob, NewKey, RecordStore, RecordTrouble, Verification
from rmt_notes.i18n import _
from rmt_notes.settings import Preferences
from rmt_notes.ui import theme
from rmt_notes.ui.audit_desk import AuditDesk
from rmt_notes.ui.backup_desk import BackupDesk
from rmt_notes.ui.keeping.keeping_desk import KeepingDesk
from rmt_notes.ui.keeping.packet_desk import PacketDesk
from rmt_notes.ui.keyring_desk import KeyringDesk
from rmt_notes.ui.people_desk import PeopleDesk
from rmt_notes.ui.places import Place
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.card_rail import CardRail
from rmt_notes.ui.widgets.computer_card import ComputerCard
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.own_questions_card import OwnQuestionsCard
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.passphrase_card import PassphraseCard
from rmt_notes.ui.widgets.practice_card import PersonCard, PracticeCard
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.when import clock
from rmt_notes.ui.words_desk import WordsDesk
from rmt_notes.ui.worker import Changes, Worker

QUIET_MS = 500

RAIL_FROM = 980
"""Under this width (at 100 %) the rail gives its room to the cards."""


class _Frame(Protocol):
    """The window, as far as preferences go."""

    def preferences(self) -> Preferences: ...

    def prefer(self, preferences: Preferences) -> None: ...


@dataclass(frozen=True, slots=True)
class _Kept:
    practice: Practice
    practitioner: Practitioner
    folder: str
    credentials: tuple[tuple[str, str], ...]


def rules_of(code: str) -> Jurisdiction:
    """The profile of a code; the strictest one while it is unknown."""
    return jurisdictions().get(code) or jurisdictions()[FALLBACK_JURISDICTION]


def _load(store: RecordStore) -> _Kept:
    known = catalogue().vocabularies.get("credentials", {})
    choices = tuple((key, str(words)) for key, words in known.items())
    return _Kept(store.practice(), store.practitioner, str(store.folder), choices)


class SettingsScreen(QWidget):
    """Everything is kept as it is typed; there is nothing to save."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._kept: _Kept | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._keep)
        self._build()
        worker.changed.connect(self._hear)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = PageHeader(_("Settings"), _("Kept as you type."))
        outer.addWidget(self._head)
        self._banner = Banner("danger", "", closable=True)
        self._banner.closed.connect(self._banner.hide)
        self._banner.hide()
        outer.addWidget(self._banner)
        scroll = ScrollColumn(max_width=860, at_left=True, name=_("Settings"))
        self._rights = Banner("info", "", rounded=True)
        self._rights.hide()
        scroll.add(self._rights)
        translated = i18n.is_translated("fr")
        places = [(each.key, str(each.label)) for each in jurisdictions().values()]
        self._practice = PracticeCard(places, languages=translated)
        self._person = PersonCard()
        for card in (self._practice, self._person):
            card.edited.connect(self._quiet.start)
            card.finished.connect(self._keep)
        self._questions = OwnQuestionsCard()
        self._questions.edited.connect(self._quiet.start)
        self._computer = ComputerCard(languages=translated)
        self._computer.edited.connect(self._prefer)
        self._passphrase = PassphraseCard()
        self._passphrase.passphrase_changed.connect(self._change_passphrase)
        self._passphrase.code_wanted.connect(self._new_code)
        self._passphrase.key_wanted.connect(self._new_key)
        self._keyring = KeyringDesk(self._worker)
        self._people = PeopleDesk(self._worker)
        self._words = WordsDesk(self._worker)
        self._backups = BackupDesk(self._worker)
        self._keeping = KeepingDesk(self._worker)
        self._packet = PacketDesk(self._worker)
        self._audit = AuditDesk(self._worker)
        cards = (
            (_("Practice"), self._practice),
            (_("Who signs"), self._person),
            (_("People"), self._people),
            (_("Phrases, templates"), self._words),
            (_("Own questions"), self._questions),
            (_("This computer"), self._computer),
            (_("Passphrase"), self._passphrase),
            (_("Keyring"), self._keyring),
            (_("Backups"), self._backups),
            (_("The record"), self._record_card()),
            (_("Keeping records"), self._keeping),
            (_("Handing over"), self._packet),
            (_("Audit trail"), self._audit),
        )
        for _word, part in cards:
            scroll.add(part)
        self._rail = CardRail(scroll, cards, name=_("Parts of the settings"))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail)
        middle.addWidget(scroll, 1)
        outer.addLayout(middle, 1)
        self._scroll = scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.metrics().px(RAIL_FROM)
        self._rail.setVisible(wide and self._rail.fits(self.height() - self._head.height()))

    def _record_card(self) -> Card:
        card = Card(_("The record"))
        self._place_rows = KeyValue()
        card.add(self._place_rows)
        row = QHBoxLayout()
        self._check = Button(_("Check the whole record"), "secondary", icon="shield-check", compact=True)
        self._check.clicked.connect(self._verify)
        row.addWidget(self._check)
        row.addStretch(1)
        card.add(row)
        self._verdict = Label("", wrap=True)
        self._verdict.hide()
        card.add(self._verdict)
        return card

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The screen's name."""
        return _("Settings")

    def show_place(self, place: Place) -> None:
        """Read everything afresh."""
        self._computer.set_value(self._preferences())
        self._worker.ask(self, _load, self._show)
        self._people.load()
        self._keyring.load()
        self._words.load()
        self._backups.load()
        self._audit.load()
        self._keeping.load()

    def leave(self) -> None:
        """Keep what was typed a moment ago; forget passphrases and codes."""
        if self._quiet.isActive():
            self._keep()
        self._words.keep_now()
        self._passphrase.forget()
        self._people.forget()
        self._keyring.forget()
        self._backups.forget()

    def has_unsaved(self) -> bool:
        """Whether something typed has not been asked to be kept yet."""
        return self._quiet.isActive() or self._words.is_waiting()

    def focus_first(self) -> None:
        """Put the caret into the clinic's name."""
        self._practice.clinic.setFocus()

    # -- practice and person ---------------------------------------------------------------------------------------

    def _show(self, kept: _Kept) -> None:
        self._kept = kept
        self._practice.set_value(kept.practice)
        self._passphrase.practice = kept.practice.name
        self._person.set_value(kept.practitioner, kept.credentials)
        self._show_rights(kept.practitioner)
        self._questions.set_rules(rules_of(kept.practice.jurisdiction))
        self._questions.set_value(kept.practice.own_questions)
        self._place_rows.set_rows(
            ((_("Folder"), kept.folder), (_("Encryption"), _("SQLCipher, key from your passphrase")))
        )

    def _show_rights(self, mine: Practitioner) -> None:
        """What is the owner's is switched off for others, and said."""
        self._practice.setEnabled(mine.administers())
        self._questions.setEnabled(mine.administers())
        self._person.setEnabled(mine.may_write())
        self._passphrase.allow_code("" if mine.administers() else _("Only the owner of the record may do this."))
        words = _(
            "You signed in as {name}. Letterhead, people and the recovery code are changed by the owner of the record."
        ).format(name=mine.name)
        self._rights.set_message("info", words)
        # Who may only read is told so by the bar of the window.
        self._rights.setVisible(mine.may_write() and not mine.administers())

    def _keep(self) -> None:
        self._quiet.stop()
        kept = self._kept
        if kept is None:
            return
        self._person.remark()
        practice = replace(self._practice.value(), own_questions=self._questions.value())
        person = self._person.value()
        if practice.jurisdiction != kept.practice.jurisdiction:
            self._questions.set_rules(rules_of(practice.jurisdiction))
        if (practice, person) == (kept.practice, kept.practitioner):
            return

        def change(store: RecordStore) -> str:
            if practice != kept.practice:
                store.change_practice(practice)
            if person != kept.practitioner:
                store.change_practitioner(person)
            return clock(store.now())

        self._kept = replace(kept, practice=practice, practitioner=person)
        changes = Changes(frozenset({"practice"}), asker=self)
        self._worker.ask(self, change, self._say_kept, lambda trouble: self._not_kept(trouble, kept), changes=changes)
        if practice.jurisdiction != kept.practice.jurisdiction:
            self._keeping.load()  # how long records are kept is another place's rule now

    def _say_kept(self, time: str) -> None:
        self._banner.hide()
        self._head.set_second(_("Saved {time}").format(time=time))

    def _not_kept(self, trouble: RecordTrouble, before: _Kept) -> None:
        self._kept = before  # so that the next keystroke tries again
        self._tell(str(trouble))

    def _tell(self, sentence: str) -> None:
        self._banner.set_message("danger", sentence)
        self._banner.show()

    # -- this computer -------------------------------------------------------------------------------------------

    def _frame(self) -> _Frame | None:
        window = self.window()
        return cast(_Frame, window) if hasattr(window, "prefer") and hasattr(window, "preferences") else None

    def _preferences(self) -> Preferences:
        frame = self._frame()
        return frame.preferences() if frame is not None else settings.load().preferences

    def _prefer(self, now: object) -> None:
        if not isinstance(now, Preferences):
            raise TypeError("preferences are expected")
        frame = self._frame()
        if frame is not None:
            frame.prefer(now)
            return
        try:
            settings.save(now)
        except OSError:
            self._tell(_("This computer's preferences could not be written; they hold until the program is closed."))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, cast(theme.Mode, now.theme), cast(theme.Density, now.density), now.scale)

    # -- passphrase, recovery code, checks ---------------------------------------------------------------------------

    def _change_passphrase(self, old: str, new: str) -> None:
        self._passphrase.set_busy(True)
        self._worker.ask(
            self,
            lambda store: store.change_passphrase(old, new),
            lambda _nothing: self._passphrase_changed(),
            lambda trouble: self._passphrase.say_refused(str(trouble)),
        )

    def _passphrase_changed(self) -> None:
        self._passphrase.say_changed()
        self._keyring.load()  # a new passphrase shuts the keyring out

    def _new_code(self, passphrase: str) -> None:
        self._passphrase.set_busy(True)
        self._worker.ask(
            self,
            lambda store: store.new_recovery_code(passphrase),
            self._passphrase.show_code,
            lambda trouble: self._passphrase.say_refused(str(trouble)),
        )

    def _new_key(self, passphrase: str) -> None:
        second = settings.second_place(self._preferences())

        def show(done: NewKey) -> None:
            self._passphrase.show_new_key(done.code, done.without_sign_in, done.trouble)
            self._people.load()
            self._backups.load()

        self._passphrase.set_busy(True)
        self._worker.ask(
            self,
            lambda store: store.new_key(passphrase, second),
            show,
            lambda trouble: self._passphrase.say_refused(str(trouble)),
        )

    def _verify(self) -> None:
        self._check.setEnabled(False)
        self._check.set_text(_("Checking…"))
        self._worker.ask(self, lambda store: store.check_job(), self._run_check, self._not_verified)

    def _run_check(self, job: CheckJob) -> None:
        self._worker.ending.connect(job.stop)
        self._worker.run_beside(self, job.run, self._show_verdict, self._not_verified)

    def _show_verdict(self, verdict: Verification) -> None:
        self._check.setEnabled(True)
        self._check.set_text(_("Check the whole record"))
        if verdict.ok:
            words = _("Everything is whole: {versions} signed versions and {entries} audit entries agree.").format(
                versions=verdict.versions, entries=verdict.audit_entries
            )
        else:
            words = "\n".join((_("Something does not agree:"), *verdict.problems))
        self._verdict.setText(words)
        self._verdict.set_token("ok" if verdict.ok else "danger")
        self._verdict.show()

    def _not_verified(self, trouble: RecordTrouble) -> None:
        self._check.setEnabled(True)
        self._check.set_text(_("Check the whole record"))
        self._tell(str(trouble))

    def _hear(self, changes: Changes) -> None:
        if self.isVisible() and changes.asker is not self and {"practice", "people"} & changes.kinds:
            self._worker.ask(self, _load, self._show)
