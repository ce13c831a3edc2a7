"""The therapist's decision on a finding: one of six, with how and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import CHOICES
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.text_fields import TextField

SUGGESTED = {"absolute": "decline", "clearance": "ask_clearance", "local": "avoid_region", "precaution": "modify"}
"""What each severity of the catalogue means as a decision (its own words: no massage today, needs clearance first,
avoid the site, modify)."""


def decision_word(choice: str) -> str:
    """A decision in words."""
    return catalogue().words("decisions", choice)


def how_label(choice: str) -> str:
    """What is asked beside each decision."""
    return {
        "treat": _("How you treat"),
        "modify": _("How the treatment is modified"),
        "avoid_region": _("What is avoided"),
        "ask_clearance": _("Whom you ask, and what for"),
        "refer": _("To whom, and how soon"),
        "decline": _("What the client was told"),
    }.get(choice, _("How"))


class DecisionForm(QWidget):
    """`edited` carries choice, how and reason."""

    edited = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = ""
        self._action = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(10))
        self._caption = Label(_("Your decision"), "hint", token="muted", wrap=True, parent=self)
        column.addWidget(self._caption)
        self.chips = ChipGroup(
            [(key, decision_word(key)) for key in CHOICES],
            multiple=False,
            label=_("Your decision"),
            show_label=False,
            parent=self,
        )
        self.chips.edited.connect(lambda _keys: self._choose())
        column.addWidget(self.chips)
        self.how = TextField(how_label(""))
        self.reason = TextField(_("Reason"))
        self._fields = Columns((self.how, 3), (self.reason, 2), narrow=560, parent=self)
        column.addWidget(self._fields)
        for field in (self.how, self.reason):
            field.edited.connect(lambda _text: self._tell())
        self._line = QWidget(self)
        self._use = Button(_("Use the catalogue's words"), "quiet", icon="copy", parent=self._line)
        self._use.clicked.connect(self._take_action)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.metrics().gap)
        row.addStretch(1)
        row.addWidget(self._use)
        column.addWidget(self._line)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show()

    def set_finding(self, name: str, suggested: str, action: str) -> None:
        """Say which finding is decided on; `suggested` is what the catalogue means, `action` its words."""
        self._action = action
        caption = _("Your decision")
        if suggested:
            caption = _("Your decision. The catalogue suggests: {decision}").format(
                decision=decision_word(suggested).lower()
            )
        self._caption.setText(caption)
        self.chips.setAccessibleName(_("Decision on: {finding}").format(finding=name))
        for key in CHOICES:
            self.chips.chip(key).setAccessibleName(
                _("{decision}: {finding}").format(decision=decision_word(key), finding=name)
            )

    def set_value(self, choice: str, how: str, reason: str) -> None:
        """Show a decision, or none; says nothing back."""
        if choice != self._choice:
            self._choice = choice
            self.chips.set_value(choice or None)
        self.how.set_text(how)
        self.reason.set_text(reason)
        self._show()

    def value(self) -> tuple[str, str, str]:
        """Choice, how, reason."""
        return self._choice, self.how.text(), self.reason.text()

    def _choose(self) -> None:
        self._choice = self.chips.value() or ""
        self._tell()

    def _take_action(self) -> None:
        self.how.set_text_kept_undo(self._action)
        self._tell()
        self.how.editor().setFocus()
        self.how.editor().home(False)

    def _tell(self) -> None:
        self._show()
        self.edited.emit(*self.value())

    def _show(self) -> None:
        self._fields.setVisible(bool(self._choice))
        self.how.set_label(how_label(self._choice))
        useful = self._choice in ("modify", "avoid_region", "decline", "refer") and not self.how.text().strip()
        self._line.setVisible(bool(self._action) and useful)
