"""Practice and letterhead, who signs, the look of this computer, the record's place, passphrase and checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes import i18n, settings
from rmt_notes.clinical.jurisdiction import jurisdictions
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.db import RecordStore, RecordTrouble, Verification
from rmt_notes.i18n import _, _n
from rmt_notes.settings import Preferences
from rmt_notes.ui import theme
from rmt_notes.ui.places import Place
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.fields import ChoiceField, TextField
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.passphrase_card import PassphraseCard
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.tidy import email_remark, phone_remark, tidy_phone, tidy_text
from rmt_notes.ui.widgets.when import clock
from rmt_notes.ui.worker import Changes, Worker

QUIET_MS = 500
SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
IDLE = (1, 2, 5, 10, 15, 30, 0)


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


def _load(store: RecordStore) -> _Kept:
    from rmt_notes.clinical.catalogue import catalogue

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

    # -- building ------------------------------------------------------------------------------------------------

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
        scroll = ScrollColumn(max_width=860, name=_("Settings"))
        scroll.add(self._practice_card())
        scroll.add(self._person_card())
        scroll.add(self._look_card())
        self._passphrase = PassphraseCard()
        self._passphrase.passphrase_changed.connect(self._change_passphrase)
        self._passphrase.code_wanted.connect(self._new_code)
        scroll.add(self._passphrase)
        scroll.add(self._record_card())
        outer.addWidget(scroll, 1)
        for field in self._text_fields():
            field.edited.connect(lambda _text: self._quiet.start())
            field.finished.connect(self._keep)
        for phone in (self._phone, self._fax, self._own_phone):
            phone.finished.connect(lambda phone=phone: _tidy_phone_field(phone))
        self._email.finished.connect(
            lambda: self._email.set_problem(email_remark(self._email.text()) or None, "warning")
        )

    def _practice_card(self) -> Card:
        card = Card(_("Practice and letterhead"), _("on every printed page"))
        self._clinic = TextField(_("Clinic or practice"))
        self._address = TextField(_("Address"))
        self._phone = TextField(_("Phone"))
        self._fax = TextField(_("Fax"))
        self._email = TextField(_("E-mail"))
        self._custodian = TextField(
            _("Health information custodian"), hint=_("Only where it is somebody else than the practice")
        )
        self._place = ChoiceField(
            _("Where you practise"),
            [(each.key, str(each.label)) for each in jurisdictions().values()],
            optional=False,
            hint=_("Decides the rules for intake, consent and how long records are kept."),
        )
        self._place.edited.connect(lambda _key: self._keep())
        self._paper = Segmented(
            [("en", "English"), ("fr", "Français")], label=_("Language of printed pages"), optional=False
        )
        self._paper.edited.connect(lambda _key: self._keep())
        card.add(self._clinic)
        card.add(self._address)
        card.add(Columns((self._phone, 1), (self._fax, 1), (self._email, 2), narrow=520))
        card.add(Columns((self._place, 1), (self._custodian, 1)))
        card.add(self._paper)
        return card

    def _person_card(self) -> Card:
        card = Card(_("Who signs"), _("under every note"))
        self._name = TextField(_("Your name"))
        self._designation = TextField(_("Designation"))
        self._number = TextField(_("Registration number"))
        self._own_phone = TextField(_("Direct phone"))
        self._credentials = ChipGroup((), label=_("Credentials that open techniques"))
        self._credentials.edited.connect(lambda _keys: self._keep())
        card.add(Columns((self._name, 3), (self._designation, 1)))
        card.add(Columns((self._number, 1), (self._own_phone, 1)))
        card.add(self._credentials)
        return card

    def _look_card(self) -> Card:
        card = Card(_("This computer"), _("not part of the record"))
        self._theme = Segmented(
            [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
            label=_("Colours"),
            optional=False,
        )
        self._density = Segmented(
            [("touch", _("Touch: large targets")), ("desk", _("Desk: compact"))],
            label=_("Size of targets"),
            optional=False,
        )
        self._scale = Segmented(
            [(str(each), f"{round(each * 100)} %") for each in SCALES], label=_("Size of letters"), optional=False
        )
        self._language = Segmented(
            [("", _("As the system")), ("en", "English"), ("fr", "Français")],
            label=_("Language of the screens"),
            optional=False,
        )
        self._idle = Segmented(
            [
                (str(each), _n("{number} min", "{number} min", each).format(number=each) if each else _("never"))
                for each in IDLE
            ],
            label=_("Lock after no touch for"),
            optional=False,
        )
        self._restart_words = Label(_("The new language is spoken from the next start."), "hint", token="muted")
        self._restart_words.hide()
        translated = i18n.is_translated("fr")
        self._language.setVisible(translated)
        self._paper.setVisible(translated)
        for part in (self._theme, self._density, self._scale, self._language, self._restart_words, self._idle):
            card.add(part)
        for choice in (self._theme, self._density, self._scale, self._language, self._idle):
            choice.edited.connect(lambda _key: self._prefer())
        return card

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

    def _text_fields(self) -> tuple[TextField, ...]:
        return (
            self._clinic,
            self._address,
            self._phone,
            self._fax,
            self._email,
            self._custodian,
            self._name,
            self._designation,
            self._number,
            self._own_phone,
        )

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The screen's name."""
        return _("Settings")

    def show_place(self, place: Place) -> None:
        """Read everything afresh."""
        self._show_preferences(self._preferences())
        self._worker.ask(self, _load, self._show)

    def leave(self) -> None:
        """Keep what was typed a moment ago."""
        if self._quiet.isActive():
            self._keep()
        self._passphrase.forget()

    def has_unsaved(self) -> bool:
        """Whether something typed has not been asked to be kept yet."""
        return self._quiet.isActive()

    def focus_first(self) -> None:
        """Put the caret into the clinic's name."""
        self._clinic.setFocus()

    # -- practice and person ---------------------------------------------------------------------------------------

    def _show(self, kept: _Kept) -> None:
        self._kept = kept
        practice, person = kept.practice, kept.practitioner
        for field, words in zip(
            self._text_fields(),
            (
                practice.name,
                practice.address,
                practice.phone,
                practice.fax,
                practice.email,
                practice.custodian,
                person.name,
                person.designation,
                person.registration_number,
                person.phone,
            ),
            strict=True,
        ):
            field.set_text(words)
        self._place.set_value(practice.jurisdiction if practice.jurisdiction in jurisdictions() else None)
        self._paper.set_value(practice.language)
        self._credentials.set_choices(_with_kept(kept.credentials, person.credentials))
        self._credentials.set_values(person.credentials)
        self._credentials.setVisible(bool(kept.credentials))
        self._place_rows.set_rows(
            ((_("Folder"), kept.folder), (_("Encryption"), _("SQLCipher, key from your passphrase")))
        )
        self._name.set_problem(
            None if person.registration_number else _("A note can be signed once your registration number is here."),
            "warning",
        )

    def _keep(self) -> None:
        self._quiet.stop()
        kept = self._kept
        if kept is None:
            return
        practice = replace(
            kept.practice,
            name=tidy_text(self._clinic.text()),
            address=tidy_text(self._address.text()),
            phone=tidy_phone(self._phone.text()),
            fax=tidy_phone(self._fax.text()),
            email=self._email.text().strip(),
            custodian=tidy_text(self._custodian.text()),
            jurisdiction=self._place.value() or kept.practice.jurisdiction,
            language=self._paper.value() or kept.practice.language,
        )
        person = replace(
            kept.practitioner,
            name=tidy_text(self._name.text()) or kept.practitioner.name,
            designation=tidy_text(self._designation.text()),
            registration_number=tidy_text(self._number.text()),
            phone=tidy_phone(self._own_phone.text()),
            credentials=self._credentials.values(),
        )
        self._name.set_problem(
            None if tidy_text(self._name.text()) else _("A practitioner needs a name; the last one stays until then.")
        )
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

    def _show_preferences(self, now: Preferences) -> None:
        self._theme.set_value(now.theme)
        self._density.set_value(now.density)
        nearest = min(SCALES, key=lambda each: abs(each - now.scale))
        self._scale.set_value(str(nearest))
        self._language.set_value(now.language)
        shortest = min(IDLE, key=lambda each: abs((each or 999) - (now.idle_minutes or 999)))
        self._idle.set_value(str(shortest))

    def _prefer(self) -> None:
        before = self._preferences()
        scale = float(self._scale.value() or before.scale)
        nearest = min(SCALES, key=lambda each: abs(each - before.scale))
        now = replace(
            before,
            theme=self._theme.value() or before.theme,
            density=self._density.value() or before.density,
            scale=before.scale if scale == nearest else scale,
            language=before.language if self._language.value() is None else str(self._language.value()),
            idle_minutes=int(self._idle.value() or before.idle_minutes),
        )
        self._restart_words.setVisible(now.language != before.language or self._restart_words.isVisible())
        if now == before:
            return
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
            lambda _nothing: self._passphrase.say_changed(),
            lambda trouble: self._passphrase.say_refused(str(trouble)),
        )

    def _new_code(self, passphrase: str) -> None:
        self._passphrase.set_busy(True)
        self._worker.ask(
            self,
            lambda store: store.new_recovery_code(passphrase),
            self._passphrase.show_code,
            lambda trouble: self._passphrase.say_refused(str(trouble)),
        )

    def _verify(self) -> None:
        self._check.setEnabled(False)
        self._check.set_text(_("Checking…"))
        self._worker.ask(self, lambda store: store.verify(), self._show_verdict, self._not_verified)

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
        if self.isVisible() and changes.asker is not self and "practice" in changes.kinds:
            self._worker.ask(self, _load, self._show)


def _with_kept(choices: Sequence[tuple[str, str]], kept: Sequence[str]) -> list[tuple[str, str]]:
    """The choices, and what is kept but no longer offered: never dropped."""
    known = {key for key, _words in choices}
    return [*choices, *((key, key.replace("_", " ")) for key in kept if key not in known)]


def _tidy_phone_field(field: TextField) -> None:
    neat = tidy_phone(field.text())
    if neat != field.text():
        field.set_text_kept_undo(neat)
    field.set_problem(phone_remark(neat) or None, "warning")
