"""The nerve screen by root: sensation, strength and reflex on each side; a whole level normal in one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.assessment import NeuroFinding
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding_summary import is_normal_root
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.note.cell_grid import CellGrid, CellLine
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, column
from rmt_notes.ui.widgets.note.sided import entry_for, with_entry
from rmt_notes.ui.widgets.scale_row import ScaleRow

ARM = ("C5", "C6", "C7", "C8", "T1")
LEG = ("L2", "L3", "L4", "L5", "S1")


def normal_root(root: str, side: str = "bilateral") -> NeuroFinding:
    """Everything normal at a root; the reflex only where it has one."""
    entry = catalogue().neuro_roots.get(root)
    reflex = 2 if entry is not None and entry.reflex is not None else None
    return NeuroFinding(root=root, side=side, sensation="normal", myotome=5, reflex=reflex)


def root_words(found: NeuroFinding | None) -> str:
    """What stands in a cell: `normal`, or `reduced · 4/5 · 1+`."""
    if found is None:
        return ""
    if is_normal_root(found) and (found.sensation or found.myotome is not None):
        return _("normal")
    parts = [catalogue().words("sensation", found.sensation).lower() if found.sensation else ""]
    if found.myotome is not None:
        parts.append(f"{found.myotome}/5")
    if found.reflex is not None:
        parts.append(f"{found.reflex}+")
    return " · ".join(part for part in parts if part) or found.note


class NeuroEditor(QWidget):
    """One root on one side; `edited` carries the `NeuroFinding`."""

    edited = Signal(object)

    def __init__(self, value: NeuroFinding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        root = catalogue().neuro_roots.get(value.root)
        rows = column(self, step=2)
        rows.setContentsMargins(0, 4, 0, 8)
        sensation = KeyChips(
            choices_of(catalogue().vocabularies.get("sensation")), multiple=False, label=_("Sensation")
        )
        sensation.show_key(value.sensation)
        sensation.edited.connect(lambda keys: self._change(sensation=keys[0] if keys else ""))
        rows.addWidget(LabelledRow(_("Sensation"), sensation))
        strength = ScaleRow(_("Strength"), low=0, high=5, show_label=False)
        strength.set_value(value.myotome if value.myotome is not None and 0 <= value.myotome <= 5 else None)
        strength.edited.connect(lambda number: self._change(myotome=number))
        rows.addWidget(LabelledRow(_("Strength, 0 to 5"), strength))
        if root is None or root.reflex is not None or value.reflex is not None:
            reflex = ScaleRow(_("Reflex"), low=0, high=4, show_label=False)
            reflex.set_value(value.reflex if value.reflex is not None and 0 <= value.reflex <= 4 else None)
            reflex.edited.connect(lambda number: self._change(reflex=number))
            rows.addWidget(LabelledRow(_("Reflex, 2 is normal"), reflex))
        note = TextArea(_("Note"), show_label=False, min_lines=1)
        note.set_text(value.note)
        note.edited.connect(lambda text: self._change(note=text))
        rows.addWidget(LabelledRow(_("Note"), note))

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)


class NeuroGrid(QWidget):
    """`edited` carries the tuple of findings; those of unknown roots or sides stay in it."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: tuple[NeuroFinding, ...] = ()
        self._opened: tuple[str, str] | None = None
        rows = column(self, step=2)
        quick = QWidget()
        flow = FlowLayout(quick)
        for words, roots in ((_("L2 to S1 normal, both sides"), LEG), (_("C5 to T1 normal, both sides"), ARM)):
            button = Button(words, "secondary", icon="check", compact=True)
            button.clicked.connect(lambda _on=False, roots=roots: self._set_normal(roots))
            flow.addWidget(button)
        rows.addWidget(quick)
        self._grid = CellGrid(name_width=246, key_width=36)
        self._grid.chosen.connect(self._open)
        rows.addWidget(self._grid)
        lines = []
        for key, root in catalogue().neuro_roots.items():
            remark = " · ".join(str(each) for each in (root.dermatome, root.myotome, root.reflex) if each is not None)
            name = str(root.label)
            sides = (
                ("left", _("{name}, left").format(name=name)),
                ("right", _("{name}, right").format(name=name)),
            )
            lines.append(CellLine(key, name, remark, sides))
        self._grid.set_lines(lines, sides=True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> tuple[NeuroFinding, ...]:
        """The findings."""
        return self._value

    def set_value(self, value: Sequence[NeuroFinding]) -> None:
        """Show these; says nothing back."""
        self._value = tuple(value)
        self._opened = None
        self._grid.close()
        self._tell()

    def grid(self) -> CellGrid:
        """The table of cells."""
        return self._grid

    def _entry(self, root: str, side: str) -> NeuroFinding | None:
        return entry_for(self._value, lambda each: each.root == root, side)

    def _tell(self) -> None:
        for (root, side), cell in self._grid.cells().items():
            cell.tell(root_words(self._entry(str(root), side)))

    def _open(self, root: Any, side: str) -> None:
        key = str(root)
        if self._opened == (key, side):
            self._opened = None
            self._grid.close()
            return
        found = self._entry(key, side)
        value = replace(found, side=side) if found is not None else NeuroFinding(root=key, side=side)
        editor = NeuroEditor(value)
        editor.edited.connect(self._take)
        self._grid.open(key, side, editor)
        self._opened = (key, side)

    def _take(self, finding: Any) -> None:
        empty = finding == NeuroFinding(root=finding.root, side=finding.side)
        self._value = with_entry(
            self._value, lambda each: each.root == finding.root, finding.side, None if empty else finding
        )
        self._tell()
        self.edited.emit(self._value)

    def _set_normal(self, roots: Sequence[str]) -> None:
        """Normal on both sides at each of these roots of which nothing is recorded."""
        done = {each.root for each in self._value}
        new = tuple(normal_root(root) for root in roots if root not in done and root in catalogue().neuro_roots)
        if new:
            self._value = (*self._value, *new)
            self._opened = None
            self._grid.close()
            self._tell()
            self.edited.emit(self._value)
