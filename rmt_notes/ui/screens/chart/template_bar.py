"""An empty note asks for the shape to begin with: one press on a template. A written one takes it for what is still
empty."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.templates import Template, for_kind
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.note.pieces import LabelledRow
from rmt_notes.ui.widgets.reading_order import laid_out

SHOWN = 3


class TemplateBar(Card):
    """`chosen` carries a `Template`. Those of the visit's kind stand first, the others behind "More"."""

    chosen = Signal(Template)

    def __init__(self, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._templates: tuple[Template, ...] = ()
        self._kind = ""
        self._wide = False
        box = QWidget()
        self._flow = FlowLayout(box)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        row = LabelledRow(label or _("Begin with"), box)
        self.add(row)
        self._box = box
        self.hide()

    def set_templates(self, templates: Sequence[Template], kind: str) -> None:
        """Offer these for a visit of that kind."""
        if (tuple(templates), kind) != (self._templates, self._kind):
            self._templates, self._kind = tuple(templates), kind
            self._wide = False
            self._show()

    def has_any(self) -> bool:
        """Whether there is anything to begin with."""
        return bool(self._templates)

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        ordered = for_kind(self._templates, self._kind)
        for template in ordered if self._wide else ordered[:SHOWN]:
            chip = Chip(template.name, checkable=False, icon="clipboard-list", parent=self._box)
            chip.setAccessibleName(_("Begin with the template {name}").format(name=template.name))
            chip.clicked.connect(lambda _on=False, template=template: self.chosen.emit(template))
            self._flow.addWidget(chip)
        if len(ordered) > SHOWN and not self._wide:
            more = Chip(_("More"), checkable=False, parent=self._box)
            more.setAccessibleName(_("More templates"))
            more.clicked.connect(self._widen)
            self._flow.addWidget(more)
        for widget in laid_out(self._flow):
            widget.show()

    def _widen(self) -> None:
        self._wide = True
        self._show()
        first = self._box.findChild(Chip)
        if first is not None:
            first.setFocus()
