"""Who the client is, as it stands in the record, to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.clinical.client import DECLINED, Client, Contact
from rmt_notes.clinical.practice import Provider
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.provider_form import provider_words
from rmt_notes.ui.widgets.when import born_words


class IdentityPane(QWidget):
    """`edited` asks for the form."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(4))
        self._cards: dict[str, KeyValue] = {}
        for key, title in (
            ("who", _("Who")),
            ("reach", _("How to reach")),
            ("people", _("People")),
            ("access", _("Language and access")),
        ):
            card = Card(title)
            rows = KeyValue(least=136)
            card.add(rows)
            self._cards[key] = rows
            column.addWidget(card)
            if key == "who":
                edit = Button(_("Edit identity"), "secondary", icon="pencil-line", compact=True)
                edit.clicked.connect(lambda: self.edited.emit())
                card.head.addWidget(edit)

    def set_client(self, client: Client, providers: Sequence[Provider], on: date) -> None:
        """Show a client. What was answered with "none" or declined is said; what nobody asked is said too."""
        answers = dict(each.split("=", 1) for each in client.stated if "=" in each)

        def said(words: str, key: str = "") -> str:
            if words:
                return words
            answer = answers.get(key, "")
            if answer:
                return _("declined to answer") if answer == DECLINED else _("none")
            return _("not asked yet")

        known = {each.id: each for each in providers}
        physicians = [_provider_lines(known[each]) for each in client.provider_ids if each in known]
        others = [_provider_lines(known[each]) for each in client.other_provider_ids if each in known]
        self._cards["who"].set_rows(
            (
                (_("Legal name"), client.full_name()),
                (_("Preferred name"), client.preferred_name),
                (_("Pronouns"), client.pronouns),
                (_("Date of birth"), born_words(client.born, client.age(on))),
                (_("File number"), f"{client.file_number:04d}"),
                (_("Occupation"), client.occupation),
            )
        )
        self._cards["reach"].set_rows(
            (
                (_("Phone"), said(client.phone, "phone")),
                (_("E-mail"), said(client.email, "email")),
                (_("Address"), said("\n".join(x for x in (client.address, client.postal_code) if x), "address")),
            )
        )
        self._cards["people"].set_rows(
            (
                (_("Emergency contact"), said(_contact_words(client.emergency), "emergency")),
                (_("Guardian"), _contact_words(client.guardian) if client.guardian else ""),
                (_("Primary physician"), said("\n\n".join(physicians), "physician")),
                (_("Other providers"), "\n\n".join(others)),
                (_("Referred by"), client.referred_by),
            )
        )
        self._cards["access"].set_rows(
            (
                (_("Preferred language"), said(client.language)),
                (_("Mobility and access"), said(client.mobility, "mobility")),
            )
        )


def _contact_words(contact: Contact) -> str:
    first = ", ".join(part for part in (contact.name, contact.relation, contact.phone) if part)
    return "\n".join(part for part in (first, contact.authority) if part)


def _provider_lines(provider: Provider) -> str:
    reach = ", ".join(
        part
        for part in (
            provider.phone,
            _("fax {number}").format(number=provider.fax) if provider.fax else "",
            provider.email,
        )
        if part
    )
    return "\n".join(part for part in (provider_words(provider), provider.address, reach) if part)
