"""Choosing a physician who is already on file, putting right what is on file about one, or writing a new one down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.practice import Provider
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.fields import ChoiceField, TextField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.tidy import phone_remark, tidy_phone, tidy_text


def contact_words(provider: Provider) -> str:
    """What is on file beside the name: kind, address, telephone, fax."""
    return " · ".join(part for part in (provider.kind, provider.address, provider.phone, provider.fax) if part)


def provider_words(provider: Provider) -> str:
    """`Dr Okafor, Riverside Family Health`."""
    return ", ".join(part for part in (provider.name, provider.clinic) if part)


class ProviderForm(QWidget):
    """`value` is the provider's id on file; `new_provider` the one written down or changed here, to be kept together
    with the client. A change holds for every client who names that provider."""

    edited = Signal()

    def __init__(self, label: str, *, new_words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(14))
        self._known: tuple[Provider, ...] = ()
        self._id = uuid4().hex
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().px(10))
        self._choice = ChoiceField(label, placeholder=_("Type a name, or choose"), searchable=True)
        self._choice.edited.connect(self._choose)
        column.addWidget(self._choice)
        self._about = Label("", "hint", token="muted", wrap=True)
        self._about.hide()
        column.addWidget(self._about)
        self._more = Button(new_words or _("New physician"), "quiet", icon="user-plus")
        self._more.clicked.connect(lambda: self._write_new(True))
        column.addLayout(line)
        self._change = Button(_("Change"), "quiet", icon="square-pen")
        self._change.clicked.connect(self._change_chosen)
        self._change.hide()
        line.addWidget(self._more)
        line.addWidget(self._change)
        self._line = line
        line.addStretch(1)
        self._fields = QWidget()
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(theme.metrics().px(14))
        self._shared = Label(
            _("This is on file: a change holds for every client who names this person."),
            "hint",
            token="muted",
            wrap=True,
        )
        self._shared.hide()
        fields.addWidget(self._shared)
        self._name = TextField(_("Name and title"))
        self._clinic = TextField(_("Clinic"))
        self._address = TextField(_("Clinic's address"))
        self._phone = TextField(_("Clinic's phone"))
        self._fax = TextField(_("Fax"))
        self._kind = TextField(_("Kind"), placeholder=_("Family physician, surgeon, physiotherapist…"))
        fields.addWidget(Columns((self._name, 1), (self._clinic, 1)))
        fields.addWidget(self._kind)
        fields.addWidget(self._address)
        fields.addWidget(Columns((self._phone, 1), (self._fax, 1)))
        for field in (self._name, self._clinic, self._kind, self._address, self._phone, self._fax):
            field.edited.connect(lambda _text: self.edited.emit())
        for field in (self._phone, self._fax):
            field.finished.connect(lambda field=field: self._tidy(field))
        self._back = Button(_("Choose one on file instead"), "quiet", icon="users")
        self._back.clicked.connect(lambda: self._write_new(False))
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch(1)
        fields.addLayout(row)
        self._fields.hide()
        column.addWidget(self._fields)
        self.setFocusProxy(self._choice)

    def add_action(self, button: QWidget) -> None:
        """One more button beside those of the form."""
        self._line.addWidget(button)

    def set_known(self, providers: Sequence[Provider]) -> None:
        """Offer these providers."""
        self._known = tuple(sorted(providers, key=lambda each: each.name.casefold()))
        self._choice.set_choices([(each.id, provider_words(each)) for each in self._known])
        self._show_chosen()

    def known(self) -> tuple[Provider, ...]:
        """Those on file."""
        return self._known

    def _choose(self, _key: str | None) -> None:
        self._show_chosen()
        self.edited.emit()

    def _is_on_file(self) -> bool:
        """Whether the fields are about one who is on file."""
        return any(each.id == self._id for each in self._known)

    def _chosen(self) -> Provider | None:
        key = self._choice.value()
        return next((each for each in self._known if each.id == key), None)

    def _show_chosen(self) -> None:
        """What is on file about the one who is chosen, and the way to put it right."""
        self._shared.setVisible(self._is_on_file())
        self._back.set_text(_("Leave it as it was") if self._is_on_file() else _("Choose one on file instead"))
        chosen = self._chosen() if self._fields.isHidden() else None
        self._change.setVisible(chosen is not None)
        about = contact_words(chosen) if chosen is not None else ""
        self._about.setText(about)
        self._about.setVisible(bool(about))

    def _change_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.set_new_provider(chosen)
            self._name.setFocus()

    def value(self) -> str:
        """The id of the provider: one on file, or the new one's."""
        if self.new_provider() is not None:
            return self._id
        return "" if not self._fields.isHidden() else self._choice.value() or ""

    def set_value(self, provider_id: str) -> None:
        """Show the provider on file with this id; an unknown id shows none."""
        known = any(each.id == provider_id for each in self._known)
        self._choice.set_value(provider_id if known else None)
        self._write_new(False, quiet=True)

    def new_provider(self) -> Provider | None:
        """The provider written down here, or None."""
        if self._fields.isHidden() or not tidy_text(self._name.text()):
            return None
        on_file = next((each for each in self._known if each.id == self._id), Provider(id=self._id, name=""))
        return replace(
            on_file,
            name=tidy_text(self._name.text()),
            kind=tidy_text(self._kind.text()),
            clinic=tidy_text(self._clinic.text()),
            address=tidy_text(self._address.text()),
            phone=tidy_phone(self._phone.text()),
            fax=tidy_phone(self._fax.text()),
        )

    def set_new_provider(self, provider: Provider | None) -> None:
        """Show a provider that is not yet kept, or one on file to be changed; None empties the fields."""
        self._id = provider.id if provider else uuid4().hex
        shown = provider or replace(Provider(id="", name=""))
        for field, words in (
            (self._name, shown.name),
            (self._clinic, shown.clinic),
            (self._kind, shown.kind),
            (self._address, shown.address),
            (self._phone, shown.phone),
            (self._fax, shown.fax),
        ):
            field.set_text(words)
        self._write_new(provider is not None, quiet=True)

    def _write_new(self, new: bool, *, quiet: bool = False) -> None:
        self._fields.setVisible(new)
        self._choice.setVisible(not new)
        self._more.setVisible(not new)
        if not new and self._is_on_file():
            for field in (self._name, self._clinic, self._kind, self._address, self._phone, self._fax):
                field.set_text("")
        if not new:
            self._id = uuid4().hex
        self._show_chosen()
        self.setFocusProxy(self._name if new else self._choice)
        if not quiet:
            (self._name if new else self._choice).setFocus()
            self.edited.emit()

    @staticmethod
    def _tidy(field: TextField) -> None:
        field.set_text_kept_undo(tidy_phone(field.text()))
        field.set_problem(phone_remark(field.text()) or None, "warning")
