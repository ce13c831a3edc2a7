"""The practice as it stands on a letterhead, and who signs: two cards of the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.fields import ChoiceField, TextField
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.tidy import email_remark, phone_remark, tidy_phone, tidy_text


def _tidied(field: TextField, kept: str, tidy: Callable[[str], str] = tidy_text) -> str:
    """What is typed, tidied. What was only looked at stays as it is kept: an address in lines is one line here."""
    words = tidy(field.text())
    return kept if words == tidy(kept) else words


class _TypedCard(Card):
    """`edited` on every keystroke, `finished` when a field is left or something was chosen."""

    edited = Signal()
    finished = Signal()

    def _hear(self, *fields: TextField) -> None:
        for field in fields:
            field.edited.connect(lambda _text: self.edited.emit())
            field.finished.connect(self.finished)

    @staticmethod
    def _tidies_phone(*fields: TextField) -> None:
        for field in fields:
            field.finished.connect(lambda field=field: _tidy_phone_field(field))


class PracticeCard(_TypedCard):
    """The letterhead and the jurisdiction. `languages` says whether pages can be printed in more than one language."""

    def __init__(
        self, places: Sequence[tuple[str, str]], *, languages: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Practice and letterhead"), _("on every printed page"), parent=parent)
        self._kept = Practice()
        self._places = {key for key, _words in places}
        self.clinic = TextField(_("Clinic or practice"))
        self.address = TextField(_("Address"))
        self.phone = TextField(_("Phone"))
        self.fax = TextField(_("Fax"))
        self.email = TextField(_("E-mail"))
        self.custodian = TextField(
            _("Health information custodian"), hint=_("Only where it is someone other than the practice")
        )
        self.place = ChoiceField(
            _("Where you practise"),
            places,
            optional=False,
            hint=_("Decides the rules for intake, consent and how long records are kept."),
        )
        self.paper = Segmented(
            [("en", "English"), ("fr", "Français")], label=_("Language of printed pages"), optional=False
        )
        self.paper.setVisible(languages)
        self.add(self.clinic)
        self.add(self.address)
        self.add(Columns((self.phone, 1), (self.fax, 1), (self.email, 2), narrow=520))
        self.add(Columns((self.place, 1), (self.custodian, 1)))
        self.add(self.paper)
        self._tidies_phone(self.phone, self.fax)
        self._hear(self.clinic, self.address, self.phone, self.fax, self.email, self.custodian)
        self.email.finished.connect(lambda: self.email.set_problem(email_remark(self.email.text()) or None, "warning"))
        self.place.edited.connect(lambda _key: self.finished.emit())
        self.paper.edited.connect(lambda _key: self.finished.emit())

    def set_value(self, practice: Practice) -> None:
        """Show a practice; says nothing back."""
        self._kept = practice
        for field, words in (
            (self.clinic, practice.name),
            (self.address, practice.address),
            (self.phone, practice.phone),
            (self.fax, practice.fax),
            (self.email, practice.email),
            (self.custodian, practice.custodian),
        ):
            field.set_text(words)
        self.place.set_value(practice.jurisdiction if practice.jurisdiction in self._places else None)
        self.paper.set_value(practice.language)

    def value(self) -> Practice:
        """The practice as typed, tidied."""
        return replace(
            self._kept,
            name=_tidied(self.clinic, self._kept.name),
            address=_tidied(self.address, self._kept.address),
            phone=_tidied(self.phone, self._kept.phone, tidy_phone),
            fax=_tidied(self.fax, self._kept.fax, tidy_phone),
            email=_tidied(self.email, self._kept.email, str.strip),
            custodian=_tidied(self.custodian, self._kept.custodian),
            jurisdiction=self.place.value() or self._kept.jurisdiction,
            language=self.paper.value() or self._kept.language,
        )


class PersonCard(_TypedCard):
    """Who signs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Who signs"), _("under every note"), parent=parent)
        self._kept = Practitioner(id="", name="")
        self.name = TextField(_("Your name"))
        self.designation = TextField(_("Designation"))
        self.number = TextField(_("Registration number"))
        self.phone = TextField(_("Direct phone"))
        self.credentials = ChipGroup((), label=_("Credentials that open techniques"))
        self.add(Columns((self.name, 3), (self.designation, 1)))
        self.add(Columns((self.number, 1), (self.phone, 1)))
        self.add(self.credentials)
        self._tidies_phone(self.phone)
        self._hear(self.name, self.designation, self.number, self.phone)
        self.credentials.edited.connect(lambda _keys: self.finished.emit())

    def set_value(self, person: Practitioner, credentials: Sequence[tuple[str, str]]) -> None:
        """Show a practitioner and the credentials there are; says nothing back. One that is kept but no longer offered
        is still shown."""
        self._kept = person
        for field, words in (
            (self.name, person.name),
            (self.designation, person.designation),
            (self.number, person.registration_number),
            (self.phone, person.phone),
        ):
            field.set_text(words)
        known = {key for key, _words in credentials}
        more = [(key, key.replace("_", " ")) for key in person.credentials if key not in known]
        self.credentials.set_choices([*credentials, *more])
        self.credentials.set_values(person.credentials)
        self.credentials.setVisible(bool(credentials or more))
        self.remark()

    def value(self) -> Practitioner:
        """The practitioner as typed, tidied. A name is never empty: the last one stays until there is another."""
        return replace(
            self._kept,
            name=tidy_text(self.name.text()) or self._kept.name,
            designation=_tidied(self.designation, self._kept.designation),
            registration_number=_tidied(self.number, self._kept.registration_number),
            phone=_tidied(self.phone, self._kept.phone, tidy_phone),
            credentials=self.credentials.values(),
        )

    def remark(self) -> None:
        """Say under the fields what is missing."""
        named = tidy_text(self.name.text())
        self.name.set_problem(None if named else _("A practitioner needs a name; the last one stays until then."))
        numbered = tidy_text(self.number.text())
        self.number.set_problem(
            None
            if numbered or not self._kept.may_write()
            else _("A note can be signed once the registration number is here."),
            "warning",
        )


def _tidy_phone_field(field: TextField) -> None:
    neat = tidy_phone(field.text())
    if neat != field.text():
        field.set_text_kept_undo(neat)
    field.set_problem(phone_remark(neat) or None, "warning")
