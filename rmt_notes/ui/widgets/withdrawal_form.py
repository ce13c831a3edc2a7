"""Takes down that a consent was taken back: what of it, what the client said, what was done then."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.consent_words import kind_words
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.field_frame import ProblemRow
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.text_fields import TextField

ALL, PART = "all", "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalDraft:
    """What is taken back: these areas, this scope in words, or (both empty) all of it."""

    consent_id: str
    areas: tuple[str, ...] = ()
    scope: str = ""
    said: str = ""
    done: str = ""


class WithdrawalForm(QWidget):
    """`filled` carries a `WithdrawalDraft`; `left` comes when the form is given up."""

    filled = Signal(WithdrawalDraft)
    left = Signal()

    def __init__(self, consent: Consent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._consent = consent
        title = _("Withdrawn: {what}").format(what=kind_words(consent.kind))
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(12))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column.addWidget(Label(title, "title", "semibold", wrap=True))
        words = _("The consent itself stays in the record; this is added to it with the time.")
        column.addWidget(Label(words, "hint", token="muted", wrap=True))
        self.extent = Segmented(
            [(ALL, _("All of it")), (PART, _("A part"))], label=_("What is withdrawn"), optional=False, parent=self
        )
        self.extent.set_value(ALL)
        self.extent.edited.connect(lambda _key: self._show())
        column.addWidget(self.extent)
        standing = consent.standing_areas()
        self.areas = ChipGroup(
            [(key, catalogue().words("sensitive_areas", key)) for key in standing], label=_("Which areas"), parent=self
        )
        column.addWidget(self.areas)
        self.scope = TextField(_("Which part"), placeholder=_("no work on the neck"))
        column.addWidget(self.scope)
        self.said = TextField(_("What the client said"))
        self.done = TextField(_("What was done then"), placeholder=_("stopped at once, covered, talked it over"))
        column.addWidget(Columns((self.said, 1), (self.done, 1), narrow=460, parent=self))
        self._problem = ProblemRow()
        column.addWidget(self._problem)
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().px(10))
        line.addStretch(1)
        leave = Button(_("Leave it"), "secondary")
        leave.setAccessibleName(_("Leave the withdrawal"))
        leave.clicked.connect(self.left)
        record = Button(_("Record the withdrawal"), "secondary", icon="check")
        record.clicked.connect(self._record)
        line.addWidget(leave)
        line.addWidget(record)
        column.addLayout(line)
        self._show()

    def _show(self) -> None:
        part = self.extent.value() == PART
        self.areas.setVisible(part and len(self._consent.standing_areas()) > 1)
        self.scope.setVisible(part and not self._consent.areas)
        self.extent.setVisible(len(self._consent.standing_areas()) > 1 or not self._consent.areas)

    def focus_first(self) -> None:
        """Where the form begins."""
        self.said.setFocus()

    def say(self, sentence: str) -> None:
        """Tell something about the whole form, below its last field."""
        self._problem.show_sentence(sentence, "danger")

    def _record(self) -> None:
        part = self.extent.value() == PART
        areas = self.areas.values() if part else ()
        scope = self.scope.text().strip() if part and not self._consent.areas else ""
        if part and not areas and not scope:
            self.say(_("Say which part is withdrawn."))
            return
        if not self.done.text().strip():
            self.say(_("Say what was done then."))
            self.done.setFocus()
            return
        self.filled.emit(
            WithdrawalDraft(
                consent_id=self._consent.id,
                areas=areas,
                scope=scope,
                said=self.said.text().strip(),
                done=self.done.text().strip(),
            )
        )
