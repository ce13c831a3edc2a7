"""Asks for a consent: what it covers, what was discussed, who gives it, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.consent import CLIENT, ELEMENTS
from rmt_notes.clinical.consent_draft import NEEDS_ELEMENTS, ON_REQUEST, AreaAsked, ConsentDraft, lacking
from rmt_notes.clinical.consent_words import how_words, kind_words
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.wording import listed, upper_first
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.chips import Chip, ChipGroup
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.date_field import DateField
from rmt_notes.ui.widgets.field_frame import ProblemRow
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.signature_pad import SignaturePad
from rmt_notes.ui.widgets.text_fields import TextField

OTHER, GUARDIAN = "other", "guardian"
DEFAULT_HOW = {"assessment_and_treatment": "spoken", "plan_change": "spoken"}


def element_words(element: str) -> str:
    """One of the six elements of consent, in few words."""
    return {
        "nature": _("what will be done"),
        "benefits": _("expected benefits"),
        "risks": _("risks and side effects"),
        "alternatives": _("alternatives"),
        "without_treatment": _("without treatment"),
        "questions_and_stop": _("may ask, may stop"),
    }.get(element, element)


class _AreaRow(QWidget):
    """The reason for one area, and whether the client asked for it."""

    def __init__(self, area: str, rule: str, reason: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.area = area
        name = catalogue().words("sensitive_areas", area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(6))
        self.reason = TextField(
            _("Clinical reason: {area}").format(area=name), hint=catalogue().words("sensitive_rules", rule)
        )
        self.reason.set_text(reason)
        column.addWidget(self.reason)
        self.requested = Chip(_("The client asked for it"), parent=self)
        self.requested.setAccessibleName(_("The client asked for it: {area}").format(area=name))
        self.requested.setVisible(rule == ON_REQUEST)
        line = QHBoxLayout()
        line.addWidget(self.requested)
        line.addStretch(1)
        column.addLayout(line)

    def asked(self) -> AreaAsked:
        return AreaAsked(area=self.area, reason=self.reason.text().strip(), client_requested=self.requested.isChecked())


class ConsentForm(QWidget):
    """`filled` carries a whole `ConsentDraft`; `left` comes when the form is given up."""

    filled = Signal(ConsentDraft)
    left = Signal()

    def __init__(
        self,
        kind: str,
        client: Client,
        rules: Jurisdiction,
        today: date,
        *,
        areas: Sequence[str] = (),
        reasons: Mapping[str, str] | None = None,
        details: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._client = client
        self._rules = rules
        self._reasons = dict(reasons or {})
        self._rows: dict[str, _AreaRow] = {}
        self.setAccessibleName(kind_words(kind))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.metrics().px(12))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._column.addWidget(Label(kind_words(kind), "title", "semibold", wrap=True))
        self._build_areas(areas)
        self._build_points()
        self._build_details(details, today)
        self._build_giver()
        self._build_way()
        self._problem = ProblemRow()
        self._column.addWidget(self._problem)
        self._build_verbs()
        self._show()

    # -- building ---------------------------------------------------------------------------------------------------

    def _build_areas(self, areas: Sequence[str]) -> None:
        words = catalogue()
        self.areas = ChipGroup(
            [(key, words.words("sensitive_areas", key)) for key in self._rules.sensitive],
            label=_("Which areas, one by one"),
            parent=self,
        )
        self._column.addWidget(self.areas)
        self._area_rows = QVBoxLayout()
        self._area_rows.setSpacing(theme.metrics().px(10))
        self._column.addLayout(self._area_rows)
        self.areas.setVisible(self.kind == "sensitive_areas")
        self.areas.set_values([area for area in areas if area in self._rules.sensitive])
        self.areas.edited.connect(lambda _keys: self._show_areas())
        self._show_areas()

    def _show_areas(self) -> None:
        chosen = self.areas.values() if self.kind == "sensitive_areas" else ()
        for area in [area for area in self._rows if area not in chosen]:
            row = self._rows.pop(area)
            self._reasons[area] = row.reason.text()
            row.hide()
            row.deleteLater()
        for area in chosen:
            if area not in self._rows:
                row = _AreaRow(area, self._rules.sensitive[area], self._reasons.get(area, ""), self)
                self._rows[area] = row
                self._area_rows.addWidget(row)
        self._say("")

    def _build_points(self) -> None:
        self.elements = ChipGroup(
            [(key, element_words(key)) for key in ELEMENTS], label=_("Discussed with the client"), parent=self
        )
        self.elements.setVisible(self.kind in NEEDS_ELEMENTS)
        self._column.addWidget(self.elements)
        line = QHBoxLayout()
        self._all = Button(_("Choose all six"), "quiet", parent=self)
        self._all.clicked.connect(self._tick_all)
        self.elements.edited.connect(lambda _keys: self._show_all())
        self._all.setVisible(self.kind in NEEDS_ELEMENTS)
        line.addWidget(self._all)
        line.addStretch(1)
        self._column.addLayout(line)
        self.explained = ChipGroup(
            [("draping", _("Draping described")), ("positioning", _("Positioning described"))],
            label=_("Explained before"),
            parent=self,
        )
        self.explained.setVisible(self.kind in NEEDS_ELEMENTS)
        self._column.addWidget(self.explained)

    def _tick_all(self) -> None:
        self.elements.set_values(ELEMENTS)
        self._show_all()
        self.explained.buttons()[0].setFocus()

    def _show_all(self) -> None:
        self._all.setVisible(self.kind in NEEDS_ELEMENTS and len(self.elements.values()) < len(ELEMENTS))
        self._say("")

    def _build_details(self, details: str, today: date) -> None:
        labels = {
            "release": _("What is released"),
            "photos": _("What is photographed, and what for"),
            "plan_change": _("What changes"),
        }
        self.recipient = TextField(_("To whom"))
        self.recipient.setVisible(self.kind == "release")
        self.details = TextField(labels.get(self.kind, _("Notes, if any")))
        self.details.set_text(details)
        self.until = DateField(_("Until, if limited"), leaning="future", minimum=today, placeholder="")
        self.until.setVisible(self.kind in ("release", "photos"))
        self._column.addWidget(self.recipient)
        self._column.addWidget(Columns((self.details, 3), (self.until, 2), narrow=460, parent=self))

    def _build_giver(self) -> None:
        guardian = self._client.guardian
        choices = [(CLIENT, _("The client"))]
        if guardian is not None and guardian.name:
            choices.append((GUARDIAN, listed([guardian.name, guardian.relation])))
        choices.append((OTHER, _("Somebody else for the client")))
        self.giver = ChipGroup(choices, multiple=False, optional=False, label=_("Given by"), parent=self)
        self.giver.set_value(GUARDIAN if len(choices) == 3 else CLIENT)
        self.giver.edited.connect(lambda _keys: self._show())
        self._column.addWidget(self.giver)
        self.name = TextField(_("Name"))
        self.authority = TextField(_("By what right"), placeholder=_("mother, parent; attorney for personal care"))
        if guardian is not None:
            self.authority.set_text(listed([guardian.relation, guardian.authority]))
        self._who = Columns((self.name, 1), (self.authority, 1), narrow=460, parent=self)
        self._column.addWidget(self._who)

    def _build_way(self) -> None:
        ways = ("written", "signed_on_screen") if self.kind == "sensitive_areas" else None
        self.how = Segmented(
            [(key, upper_first(how_words(key))) for key in ways or ("spoken", "written", "signed_on_screen")],
            label=_("How it is given"),
            optional=False,
            parent=self,
        )
        self.how.set_value(DEFAULT_HOW.get(self.kind, "signed_on_screen"))
        self.how.edited.connect(lambda _key: self._show())
        self._column.addWidget(self.how)
        self._paper = Label(
            _("The paper stays with the practice; note here what was signed."), "hint", token="muted", wrap=True
        )
        self._column.addWidget(self._paper)
        self.pad = SignaturePad(_("Signature"), self)
        self.pad.edited.connect(lambda _signature: self._say(""))
        self._column.addWidget(self.pad)

    def _build_verbs(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().px(10))
        line.addStretch(1)
        leave = Button(_("Leave it"), "secondary")
        leave.setAccessibleName(_("Leave the consent"))
        leave.clicked.connect(self.left)
        record = Button(_("Record the consent"), "secondary", icon="check")
        record.clicked.connect(self._record)
        line.addWidget(leave)
        line.addWidget(record)
        self._column.addLayout(line)

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        giver = self.giver.value() or CLIENT
        self._who.setVisible(giver != CLIENT)
        self.name.setVisible(giver == OTHER)
        self.pad.setVisible(self.how.value() == "signed_on_screen")
        self._paper.setVisible(self.how.value() == "written")
        guardian = self._client.guardian
        names = {CLIENT: self._client.shown_name(), GUARDIAN: guardian.name if guardian is not None else ""}
        self.pad.set_signer(names.get(giver, ""))
        self._say("")

    def say(self, sentence: str) -> None:
        """Tell something about the whole form, below its last field."""
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        if hasattr(self, "_problem"):
            self._problem.show_sentence(sentence, "danger")

    def draft(self) -> ConsentDraft:
        """What stands in the form."""
        giver = self.giver.value() or CLIENT
        guardian = self._client.guardian
        names = {CLIENT: CLIENT, GUARDIAN: guardian.name if guardian is not None else ""}
        explained = self.explained.values()
        draft = ConsentDraft(
            kind=self.kind,
            given_by=names.get(giver, self.name.text().strip()),
            authority=self.authority.text().strip() if giver != CLIENT else "",
            how=self.how.value() or "spoken",
            elements=self.elements.values() if self.kind in NEEDS_ELEMENTS else (),
            areas=tuple(self._rows[area].asked() for area in self.areas.values() if area in self._rows),
            draping_explained="draping" in explained,
            positioning_explained="positioning" in explained,
            details=self.details.text().strip(),
            recipient=self.recipient.text().strip(),
            until=self.until.value(),
        )
        return replace(draft, signature=self.pad.value()) if draft.how == "signed_on_screen" else draft

    def focus_first(self) -> None:
        """Where the form begins."""
        for group in (self.areas, self.elements):
            if not group.isHidden() and group.buttons():
                group.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)
                return
        (self.recipient if self.kind == "release" else self.details).setFocus()

    def _record(self) -> None:
        if self.until.problem():
            self.until.setFocus()
            return
        draft = self.draft()
        gaps = lacking(draft, self._rules)
        if not gaps:
            self.filled.emit(draft)
            return
        self._say(" ".join(sentence for _field, sentence in gaps))
        self._lead_to(gaps[0][0])

    def _lead_to(self, field: str) -> None:
        name, _colon, area = field.partition(":")
        fields: dict[str, QWidget] = {
            "areas": self.areas.buttons()[0] if self.areas.buttons() else self,
            "elements": self.elements.buttons()[0],
            "explained": self.explained.buttons()[0],
            "recipient": self.recipient,
            "details": self.details,
            "given_by": self.name,
            "authority": self.authority,
            "signature": self.pad.sheet,
        }
        target: QWidget | None = fields.get(name)
        if name in ("reason", "requested") and area in self._rows:
            target = self._rows[area].reason if name == "reason" else self._rows[area].requested
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)


__all__ = ["ConsentDraft", "ConsentForm", "element_words"]
