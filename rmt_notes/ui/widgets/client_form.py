"""The identity of a client as a form: names, birth, contact, emergency, guardian, physician, access (rows C1 to C7 and
C13 of the record
standards). It knows neither worker nor store: a client in, a client out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.client_gaps import OWN_CAPACITY, Gap, gaps_of
from rmt_notes.clinical.practice import Provider
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.fields import ChoiceField, DateField, Field, NumberField, TextArea, TextField
from rmt_notes.ui.widgets.languages import languages
from rmt_notes.ui.widgets.other_providers import OtherProviders
from rmt_notes.ui.widgets.provider_form import ProviderForm
from rmt_notes.ui.widgets.stated import Stated
from rmt_notes.ui.widgets.tidy import (
    email_remark,
    phone_remark,
    postal_code_remark,
    tidy_phone,
    tidy_postal_code,
    tidy_text,
)

STATED = ("phone", "email", "address", "emergency", "physician", "referred", "language", "mobility")
OLDEST_YEARS = 125


@dataclass(frozen=True, slots=True)
class FormState:
    """Everything in the form, typed words that are no value yet included."""

    client: Client
    born_text: str
    provider: Provider | None
    stated: tuple[tuple[str, str], ...]
    others: tuple[Provider, ...] = ()


def pronoun_choices() -> tuple[str, ...]:
    """The pronouns offered; any others may be typed."""
    return (_("she/her"), _("he/him"), _("they/them"))


class ClientForm(QWidget):
    """`edited` on every change by the person, `identified` when a name, the birth date, phone or e-mail changed (for
    the look for doubles)."""

    edited = Signal()
    identified = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.today()
        self._majority = 18
        self._client = Client(id="", file_number=0, first_name="", last_name="")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.metrics().space(4))
        self._build_who()
        self._build_contact()
        self._build_people()
        self._build_physician()
        self._build_access()
        self._listen()
        self._show_guardian()

    # -- building ------------------------------------------------------------------------------------------------

    def _build_who(self) -> None:
        card = Card(_("Who"))
        self.first = TextField(_("First name"))
        self.last = TextField(_("Last name"))
        self.preferred = TextField(_("Preferred name"), hint=_("As the client likes to be called"))
        self.pronouns = TextField(_("Pronouns"))
        self._pronoun_chips: list[Chip] = []
        self.born = DateField(_("Date of birth"), leaning="past", maximum=self._today)
        self.number = NumberField(_("File number"), minimum=1, maximum=9_999_999, whole=True)
        card.add(Columns((self.first, 1), (self.last, 1)))
        card.add(Columns((self.preferred, 1), (self._pronoun_box(), 1)))
        card.add(Columns((self.born, 1), (self.number, 1)))
        self._column.addWidget(card)

    def _pronoun_box(self) -> QWidget:
        from rmt_notes.ui.widgets.flow_layout import FlowLayout

        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(8))
        column.addWidget(self.pronouns)
        row = QWidget()
        flow = FlowLayout(row)
        for words in pronoun_choices():
            chip = Chip(words, checkable=False)
            chip.clicked.connect(lambda _checked=False, words=words: self._take_pronouns(words))
            flow.addWidget(chip)
            self._pronoun_chips.append(chip)
        column.addWidget(row)
        return box

    def _build_contact(self) -> None:
        card = Card(_("How to reach"), _("an address, a phone or an e-mail"))
        self.phone = TextField(_("Phone"))
        self.email = TextField(_("E-mail"))
        self.address = TextField(_("Address"))
        self.postal = TextField(_("Postal code"))
        place = Columns((self.address, 3), (self.postal, 1), narrow=420)
        place.setFocusProxy(self.address)
        self._stated = {
            "phone": Stated(self.phone, _("Phone")),
            "email": Stated(self.email, _("E-mail")),
            "address": Stated(place, _("Address")),
        }
        for key in ("phone", "email", "address"):
            card.add(self._stated[key])
        self._column.addWidget(card)

    def _build_people(self) -> None:
        card = Card(_("Emergency contact"))
        self.emergency_name = TextField(_("Name"))
        self.emergency_relation = TextField(_("Relation"))
        self.emergency_phone = TextField(_("Phone"))
        content = Columns((self.emergency_name, 4), (self.emergency_relation, 3), (self.emergency_phone, 4), narrow=420)
        content.setFocusProxy(self.emergency_name)
        for field in (self.emergency_name, self.emergency_relation, self.emergency_phone):
            field.editor().setAccessibleName(_("Emergency contact: {what}").format(what=field.label()))
        self._stated["emergency"] = Stated(content, _("Emergency contact"))
        card.add(self._stated["emergency"])
        self._column.addWidget(card)
        self._guardian = Card(_("Guardian or substitute decision-maker"))
        self.guardian_name = TextField(_("Name"))
        self.guardian_relation = TextField(_("Relation"))
        self.guardian_phone = TextField(_("Phone"))
        self.guardian_authority = TextField(
            _("Decides by what right"), hint=_("parent, power of attorney, court order")
        )
        for field in (self.guardian_name, self.guardian_relation, self.guardian_phone):
            field.editor().setAccessibleName(_("Guardian: {what}").format(what=field.label()))
        self._guardian.add(Columns((self.guardian_name, 1), (self.guardian_relation, 1)))
        self._guardian.add(Columns((self.guardian_phone, 1), (self.guardian_authority, 1)))
        self._capable = Chip(_("Understands and decides alone: capacity was assessed"))
        self._capable.clicked.connect(self.edited)
        whether = QHBoxLayout()
        whether.addWidget(self._capable)
        whether.addStretch(1)
        self._guardian.add(whether)
        self._needs_guardian = Chip(_("Somebody else consents for this client"))
        self._needs_guardian.clicked.connect(self._guardian_pressed)
        self._column.addWidget(self._guardian)
        line = QHBoxLayout()
        line.addWidget(self._needs_guardian)
        line.addStretch(1)
        card.add(line)

    def _build_physician(self) -> None:
        card = Card(_("Physician and referral"))
        self.physician = ProviderForm(_("Primary physician"))
        self._stated["physician"] = Stated(self.physician, _("Physician"))
        card.add(self._stated["physician"])
        self.others = OtherProviders()
        card.add(self.others)
        self.referred = TextField(_("Referred by"), hint=_("A practitioner (name and address) or a person"))
        self._stated["referred"] = Stated(self.referred, _("Referred by"), none_words=_("Nobody"))
        card.add(self._stated["referred"])
        self._column.addWidget(card)

    def _build_access(self) -> None:
        card = Card(_("Language and access"))
        self.language = ChoiceField(_("Preferred language"), languages(), searchable=True)
        self.occupation = TextField(_("Occupation"))
        self.mobility = TextArea(_("Mobility and access needs"), min_lines=1)
        self._stated["mobility"] = Stated(self.mobility, _("Mobility and access needs"))
        self._stated["language"] = Stated(self.language, _("Preferred language"), can_be_none=False)
        card.add(Columns((self._stated["language"], 1), (self.occupation, 1), narrow=700))
        card.add(self._stated["mobility"])
        self._column.addWidget(card)

    def _listen(self) -> None:
        for field in self._text_fields():
            field.edited.connect(lambda _value: self.edited.emit())
            field.finished.connect(lambda field=field: self._tidy(field))
        others: tuple[Field, ...] = (self.mobility, self.language, self.number, self.born)
        for other in others:
            other.edited.connect(lambda _value: self.edited.emit())
        telling: tuple[Field, ...] = (self.first, self.last, self.phone, self.email, self.born)
        for each in telling:
            each.edited.connect(lambda _value: self.identified.emit())
        for stated in self._stated.values():
            stated.edited.connect(lambda _answer: self.edited.emit())
        self.physician.edited.connect(self.edited)
        self.others.edited.connect(self.edited)
        self.born.edited.connect(lambda _day: self._show_age())
        self.born.finished.connect(self._show_age)
        self.first.edited.connect(lambda _text: self.first.set_problem(None))
        self.last.edited.connect(lambda _text: self.last.set_problem(None))

    def _text_fields(self) -> tuple[TextField, ...]:
        return (
            self.first,
            self.last,
            self.preferred,
            self.pronouns,
            self.phone,
            self.email,
            self.address,
            self.postal,
            self.emergency_name,
            self.emergency_relation,
            self.emergency_phone,
            self.guardian_name,
            self.guardian_relation,
            self.guardian_phone,
            self.guardian_authority,
            self.referred,
            self.occupation,
        )

    # -- values --------------------------------------------------------------------------------------------------

    def set_majority(self, years: int) -> None:
        """From which age a client consents alone in the practice's jurisdiction."""
        self._majority = years
        self._show_age()

    def set_known_providers(self, providers: Sequence[Provider]) -> None:
        """Offer these physicians."""
        chosen = self.physician.value()
        self.physician.set_known(providers)
        if self.physician.new_provider() is None and chosen:
            self.physician.set_value(chosen)
        self.others.set_known(providers)

    def show_providers(self, client: Client, written: Sequence[Provider] = ()) -> None:
        """Show who treats the client, `written` being written down here and not kept yet."""
        self.physician.set_new_provider(None)
        self.physician.set_value(client.provider_ids[0] if client.provider_ids else "")
        self.others.set_value((*client.provider_ids[1:], *client.other_provider_ids), written)

    def set_file_number(self, number: int) -> None:
        """Fill in the next free number, where none is typed."""
        if self.number.value() is None:
            self.number.set_value(number)

    def set_value(self, client: Client) -> None:
        """Show a client; says nothing back."""
        self._client = client
        guardian, emergency = client.guardian or Contact(), client.emergency
        for field, words in zip(
            self._text_fields(),
            (
                client.first_name,
                client.last_name,
                client.preferred_name,
                client.pronouns,
                client.phone,
                client.email,
                client.address,
                client.postal_code,
                emergency.name,
                emergency.relation,
                emergency.phone,
                guardian.name,
                guardian.relation,
                guardian.phone,
                guardian.authority,
                client.referred_by,
                client.occupation,
            ),
            strict=True,
        ):
            field.set_text(words)
            field.set_problem(None)
        self.born.set_value(client.born)
        self.number.set_value(client.file_number or None)
        self.mobility.set_text(client.mobility)
        self._set_language(client.language)
        self.show_providers(client)
        answers = dict(each.split("=", 1) for each in client.stated if "=" in each)
        for key, stated in self._stated.items():
            stated.set_answer(answers.get(key, ""))
        self._needs_guardian.setChecked(client.guardian is not None)
        self._capable.setChecked(OWN_CAPACITY in client.stated)
        self._show_age()

    def value(self) -> Client:
        """The client as the form says, loose input tidied. Fields that the form does not show stay as they were."""
        stated = {key: each.answer() for key, each in self._stated.items()}
        provider = "" if stated["physician"] else self.physician.value()
        number = self.number.value()
        emergency = Contact(
            name=tidy_text(self.emergency_name.text()),
            relation=tidy_text(self.emergency_relation.text()),
            phone=tidy_phone(self.emergency_phone.text()),
            authority=self._client.emergency.authority,
        )
        kept = tuple(
            each for each in self._client.stated if each.split("=", 1)[0] not in self._stated and each != OWN_CAPACITY
        )
        return replace(
            self._client,
            file_number=int(number) if number else self._client.file_number,
            first_name=tidy_text(self.first.text()),
            last_name=tidy_text(self.last.text()),
            preferred_name=tidy_text(self.preferred.text()),
            pronouns=tidy_text(self.pronouns.text()),
            born=self.born.value(),
            phone="" if stated["phone"] else tidy_phone(self.phone.text()),
            email="" if stated["email"] else self.email.text().strip(),
            address="" if stated["address"] else tidy_text(self.address.text()),
            postal_code="" if stated["address"] else tidy_postal_code(self.postal.text()),
            occupation=tidy_text(self.occupation.text()),
            language="" if stated["language"] else self.language.value() or "",
            mobility="" if stated["mobility"] else self.mobility.text().strip(),
            emergency=Contact() if stated["emergency"] else emergency,
            guardian=self._guardian_value(),
            provider_ids=(provider,) if provider else (),
            other_provider_ids=tuple(each for each in self.others.value() if each != provider),
            referred_by="" if stated["referred"] else tidy_text(self.referred.text()),
            stated=(
                *kept,
                *(f"{key}={answer}" for key, answer in stated.items() if answer),
                *((OWN_CAPACITY,) if self.is_minor() and self._capable.isChecked() else ()),
            ),
        )

    def new_provider(self) -> Provider | None:
        """A physician written down here: one who is not on file yet, or one on file as changed here."""
        return None if self._stated["physician"].answer() else self.physician.new_provider()

    def state(self) -> FormState:
        """Everything typed, to come back to."""
        answers = tuple((key, each.answer()) for key, each in self._stated.items())
        for each in self._stated.values():
            each.set_answer("")  # what stands behind a "none" is kept too
        client = self.value()
        for key, answer in answers:
            self._stated[key].set_answer(answer)
        written = self.physician.new_provider()
        return FormState(client, self.born.raw_text(), written, answers, self.others.written())

    def set_state(self, state: FormState) -> None:
        """Come back to what was typed."""
        self.set_value(state.client)
        if state.client.born is None and state.born_text:
            self.born.editor().setText(state.born_text)
            self.born.set_problem(_("This is not a date yet."))
        self.show_providers(state.client, state.others)
        if state.provider is not None:
            self.physician.set_new_provider(state.provider)
        for key, answer in state.stated:
            self._stated[key].set_answer(answer)

    # -- what is missing -----------------------------------------------------------------------------------------

    def check(self) -> bool:
        """Whether it can be kept at all: a name, a readable birth date. The first trouble gets the focus."""
        client = self.value()
        troubles: list[QWidget] = []
        if not client.first_name and not client.last_name:
            self.first.set_problem(_("A client needs a name."))
            troubles.append(self.first)
        if self.born.raw_text().strip() and self.born.value() is None:
            if not self.born.problem():
                self.born.set_problem(_("This is not a date yet. Write it like 14 March 1980, or empty the field."))
            troubles.append(self.born)
        if troubles:
            troubles[0].setFocus()
        return not troubles

    def gaps(self) -> tuple[Gap, ...]:
        """What the record standards ask for at intake and nobody has answered yet."""
        client, written = self.value(), self.new_provider()
        if self._needs_guardian.isChecked() and client.guardian is None and not self.is_minor():
            client = replace(client, guardian=Contact())
        providers = [each for each in self.physician.known() if written is None or each.id != written.id]
        return gaps_of(client, minor=self.is_minor(), providers=(*providers, *((written,) if written else ())))

    def focus_field(self, name: str) -> None:
        """Put the caret into the field of a gap."""
        field = getattr(self, name, None)
        if isinstance(field, QWidget):
            field.setFocus()

    def is_minor(self) -> bool:
        """Whether the birth date says that the client is under age here."""
        born = self.born.value()
        age = replace(self._client, born=born).age(self._today) if born else None
        return age is not None and age < self._majority

    # -- behaviour -----------------------------------------------------------------------------------------------

    def _take_pronouns(self, words: str) -> None:
        self.pronouns.set_text_kept_undo(words)
        self.edited.emit()

    def _set_language(self, language: str) -> None:
        choices = languages()
        if language and language not in dict(choices):
            choices = (*choices, (language, language))
        self.language.set_choices(choices)
        self.language.set_value(language or None)

    def _guardian_value(self) -> Contact | None:
        contact = Contact(
            name=tidy_text(self.guardian_name.text()),
            relation=tidy_text(self.guardian_relation.text()),
            phone=tidy_phone(self.guardian_phone.text()),
            authority=tidy_text(self.guardian_authority.text()),
        )
        return contact if contact != Contact() else None

    def _guardian_pressed(self) -> None:
        self._show_guardian()
        if self._needs_guardian.isChecked():
            self.guardian_name.setFocus()
        self.edited.emit()

    def _show_guardian(self) -> None:
        self._guardian.setVisible(
            self.is_minor() or self._needs_guardian.isChecked() or self._guardian_value() is not None
        )
        self._needs_guardian.setVisible(not self.is_minor())
        self._capable.setVisible(self.is_minor())

    def _show_age(self) -> None:
        born = self.born.value()
        if born is None:
            self.born.set_hint("")
        else:
            years = replace(self._client, born=born).age(self._today) or 0
            words = _n("{number} year old", "{number} years old", years).format(number=years)
            if years < self._majority:
                words = _("{age}: a guardian or the client's own capacity to consent is recorded").format(age=words)
            self.born.set_hint(words)
            if years > OLDEST_YEARS:
                self.born.set_problem(_("{age}. Check the year; it is kept as typed.").format(age=words), "warning")
        self._show_guardian()

    def _tidy(self, field: TextField) -> None:
        if field in (self.phone, self.emergency_phone, self.guardian_phone):
            neat, remark = tidy_phone(field.text()), phone_remark(field.text())
        elif field is self.postal:
            neat, remark = tidy_postal_code(field.text()), postal_code_remark(field.text())
        elif field is self.email:
            neat, remark = field.text().strip(), email_remark(field.text())
        else:
            neat, remark = tidy_text(field.text()), ""
        if neat != field.text():
            field.set_text_kept_undo(neat)
        if remark or field in (self.phone, self.emergency_phone, self.guardian_phone, self.postal, self.email):
            field.set_problem(remark or None, "warning")
