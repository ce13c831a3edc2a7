"""Consent in the chart: one tap when all six elements were discussed, and the sensitive areas that today's regions
touch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.consent import ELEMENTS, Consent
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.when import clock, short_day


def element_words(element: str) -> str:
    """One of the six elements of consent."""
    return {
        "nature": _("what will be done"),
        "benefits": _("expected benefits"),
        "risks": _("risks and side effects"),
        "alternatives": _("alternatives"),
        "without_treatment": _("without treatment"),
        "questions_and_stop": _("may ask, may stop"),
    }.get(element, element)


def how_words(how: str) -> str:
    """How consent was given."""
    return {"spoken": _("spoken"), "written": _("on paper"), "signed_on_screen": _("signed on screen")}.get(how, how)


class ConsentCard(Card):
    """`treatment_agreed` carries the elements discussed and how; `areas_agreed` the sensitive-area keys signed for on
    paper."""

    treatment_agreed = Signal(tuple, str)
    areas_agreed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Consent"), parent=parent)
        self._given = QWidget()
        row = QHBoxLayout(self._given)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.metrics().space(2))
        row.addWidget(IconMark("circle-check", "ok"))
        self._given_words = Label("", wrap=True)
        row.addWidget(self._given_words, 1)
        self.add(self._given)

        self._ask = QWidget()
        self._elements = ChipGroup(
            [(key, element_words(key)) for key in ELEMENTS], label=_("Discussed with the client")
        )
        self._elements.hide()
        buttons = QHBoxLayout(self._ask)
        buttons.setContentsMargins(0, 0, 0, 0)
        self._all = Button(_("All six discussed, client agrees"), "secondary", icon="check")
        self._all.clicked.connect(lambda: self.treatment_agreed.emit(ELEMENTS, "spoken"))
        self._some = Button(_("Client agrees"), "quiet")
        self._some.clicked.connect(self._agree_to_chosen)
        buttons.addWidget(self._all)
        self._choose = Button(_("Choose what was discussed"), "quiet")
        self._choose.clicked.connect(self._show_elements)
        buttons.addWidget(self._choose)
        buttons.addWidget(self._some)
        buttons.addStretch(1)
        self.add(self._ask)
        self.add(self._elements)
        self._elements.edited.connect(lambda _keys: self._show_some())

        self._areas = QWidget()
        self._area_row = QHBoxLayout(self._areas)
        self._area_row.setContentsMargins(0, 0, 0, 0)
        self._area_row.setSpacing(theme.metrics().space(2))
        self._area_words = Label("", wrap=True)
        self._area_row.addWidget(IconMark("shield-alert", "warning"))
        self._area_row.addWidget(self._area_words, 1)
        self._sign_areas = Button(_("Signed on paper"), "secondary")
        self._sign_areas.clicked.connect(lambda: self.areas_agreed.emit(self._needed))
        self._area_row.addWidget(self._sign_areas)
        self.add(self._areas)
        self._needed: tuple[str, ...] = ()
        self.show_state((), (), ())

    def show_state(self, given: Sequence[Consent], needed: Sequence[str], sentences: Sequence[str]) -> None:
        """`given` are the consents that count for this visit; `needed` the sensitive areas whose written consent is
        still missing; `sentences` what is missing in
        words."""
        treatment = [one for one in given if one.kind == "assessment_and_treatment" and one.is_valid()]
        self._given.setVisible(bool(given))
        if given:
            self._given_words.setText("\n".join(self._words(one) for one in given))
        self._ask.setVisible(not treatment)
        self._elements.setVisible(not treatment and bool(self._elements.values()))
        self._choose.setVisible(self._elements.isHidden())
        self._show_some()
        self._needed = tuple(needed)
        self._areas.setVisible(bool(sentences))
        self._area_words.setText("\n".join(sentences))
        self._sign_areas.setVisible(bool(needed))
        words = ", ".join(catalogue().words("sensitive_areas", area) for area in needed)
        self._sign_areas.setAccessibleName(_("Written consent signed on paper: {areas}").format(areas=words))

    def _words(self, consent: Consent) -> str:
        when = f"{short_day(consent.given_at.date())}, {clock(consent.given_at)}"
        if consent.kind == "sensitive_areas":
            what = _("sensitive areas: {areas}").format(
                areas=", ".join(catalogue().words("sensitive_areas", area) for area in consent.areas)
            )
        else:
            what = (
                _("assessment and treatment, six elements")
                if consent.is_valid()
                else _("assessment and treatment, not all six elements")
            )
        scope = _("for this plan") if consent.scope == "plan" else _("for this visit")
        return f"{when} · {what} · {how_words(consent.how)} · {scope}"

    def _show_some(self) -> None:
        chosen = self._elements.values()
        self._some.setVisible(0 < len(chosen) < len(ELEMENTS))

    def _show_elements(self) -> None:
        self._choose.hide()
        self._elements.show()
        self._elements.setFocus()

    def _agree_to_chosen(self) -> None:
        self.treatment_agreed.emit(self._elements.values(), "spoken")

    def focus_first(self) -> None:
        """The button that records consent."""
        self._all.setFocus()
