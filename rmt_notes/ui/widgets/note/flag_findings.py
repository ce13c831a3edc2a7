"""From a red flag to the record: the findings that the flags of today suggest, each one press away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.proposals import suggested_by
from rmt_notes.clinical.wording import bare
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.flow_layout import FlowLayout


class FlagFindings(QWidget):
    """A button for each finding that is not on file yet; hidden without one. `wanted` carries its key."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: tuple[str, ...] = ()
        self._flags: tuple[str, ...] = ()
        self._known: tuple[Finding, ...] = ()
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def set_flags(self, flags: Sequence[str]) -> None:
        """The red flags found today."""
        self._flags = tuple(flags)
        self._show()

    def set_known(self, findings: Sequence[Finding]) -> None:
        """What is on file."""
        self._known = tuple(findings)
        self._show()

    def _show(self) -> None:
        keys = suggested_by(self._flags, self._known)
        if keys == self._keys:
            return
        self._keys = keys
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for key in keys:
            entry = catalogue().contraindications[key]
            words = _("Record: {finding}").format(finding=bare(str(entry.short or entry.label)))
            button = Button(words, "secondary", icon="plus", parent=self)
            button.clicked.connect(lambda _on=False, key=key: self.wanted.emit(key))
            button.show()
            self._flow.addWidget(button)
        self.setVisible(bool(keys))
