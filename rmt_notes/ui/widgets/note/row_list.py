"""A list of entries, each told in one line and edited in place below its line; removing can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button, focus_reason
from rmt_notes.ui.widgets.card import Rule
from rmt_notes.ui.widgets.note.carried_mark import ReviewTick
from rmt_notes.ui.widgets.note.value_row import RowLook, ValueRow
from rmt_notes.ui.widgets.paint import paint_box, painter_of
from rmt_notes.ui.widgets.scroll import bring_opened
from rmt_notes.ui.widgets.undo_bar import UndoBar


class RowEditor(QWidget):
    """The editor of one entry: shows `value`, tells each change by `edited`. It has no buttons of its own to close
    or remove it."""

    edited = Signal(object)

    def value(self) -> Any:
        """The entry as it stands."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show another state of the same entry."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the focus where charting goes on."""
        self.setFocus()


class _Slot(QWidget):
    """One line with its editor, made when first opened."""

    def __init__(self, owner: RowList, value: Any) -> None:
        super().__init__(owner)
        self.owner = owner
        self.value = value
        self.editor: RowEditor | None = None
        self._foot: QWidget | None = None
        self._done: Button | None = None
        self._remove: Button | None = None
        self.row = ValueRow(owner.look(value), self)
        self.row.clicked.connect(self._toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.metrics().gap)
        self._line.addWidget(self.row, 1)
        self._tick: ReviewTick | None = None
        self._column.addLayout(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _set_open(self, shown: bool) -> None:
        """Stand on a ground of its own while open."""
        self.row.set_open(shown)
        edge = theme.metrics().px(12) if shown else 0
        self._column.setContentsMargins(edge, 0, edge, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.row.is_open():
            return
        painter = painter_of(self)
        paint_box(painter, QRectF(self.rect()), theme.metrics().radius, theme.color("surface"), theme.color("line"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.row.is_open():
            self.close_editor()
        else:
            super().keyPressEvent(event)

    def set_carried(self, source: str | None) -> None:
        """Show or take away the mark of an entry that was taken over."""
        if source and self._tick is None:
            self._tick = ReviewTick(self)
            self._tick.clicked.connect(lambda: self.owner.look_at(self))
            self._line.addWidget(self._tick)
        self.row.set_carried(source)
        if self._tick is not None:
            self._tick.tell(self.row.look.name)
            if not source and self._tick.hasFocus():
                self.row.setFocus(focus_reason(self._tick))
            self._tick.setVisible(bool(source) and not self.owner.is_read_only())

    def _toggle(self) -> None:
        if self.row.carried():
            self.owner.look_at(self)
        if self.row.is_open():
            self.close_editor()
        else:
            self.owner.open_slot(self)

    def open_editor(self) -> RowEditor:
        """Show the editor; make it where it is the first time."""
        if self.editor is None:
            self.editor = self.owner.make_editor(self.value)
            self.editor.setParent(self)
            self.editor.edited.connect(self._take)
            self._column.addWidget(self.editor)
            self._foot = self._make_foot()
            self._column.addWidget(self._foot)
            self.editor.setEnabled(not self.owner.is_read_only())
        self.editor.show()
        if self._foot is not None:
            self._foot.setVisible(not self.owner.is_read_only())
        self._set_open(True)
        return self.editor

    def close_editor(self) -> None:
        """Fold the entry to its line."""
        if self.editor is not None:
            had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
            self.editor.hide()
            if self._foot is not None:
                self._foot.hide()
            if had_focus:
                self.row.setFocus()
        self._set_open(False)
        self.owner.folded.emit()

    def _make_foot(self) -> QWidget:
        foot = QWidget(self)
        line = QHBoxLayout(foot)
        m = theme.metrics()
        line.setContentsMargins(0, m.space(2), 0, m.space(3))
        line.setSpacing(m.gap)
        done = Button(_("Done"), "secondary", icon="check", compact=True)
        done.clicked.connect(self.close_editor)
        remove = Button(_("Remove"), "quiet", icon="trash-2")
        remove.clicked.connect(lambda: self.owner.remove_slot(self))
        line.addWidget(done)
        line.addStretch(1)
        line.addWidget(remove)
        self._done, self._remove = done, remove
        self._name_foot()
        return foot

    def _name_foot(self) -> None:
        """The buttons say which entry they are of, also after it got its name."""
        if self._done is not None and self._remove is not None:
            self._done.setAccessibleName(_("Done with {name}").format(name=self.row.look.name))
            self._remove.setAccessibleName(_("Remove {name}").format(name=self.row.look.name))

    def _take(self, value: Any) -> None:
        self.value = value
        self.row.set_look(self.owner.look(value))
        self._name_foot()
        self.owner.emit_edited()

    def show_value(self, value: Any) -> None:
        """Another state of the same entry, from outside."""
        self.value = value
        self.row.set_look(self.owner.look(value))
        self._name_foot()
        if self.editor is not None and self.editor.value() != value:
            self.editor.set_value(value)


class RowList(QWidget):
    """The list. `look` tells an entry in one line, `make_editor` builds its editor, `same` says whether two states
    are of one entry."""

    edited = Signal(object)
    folded = Signal()
    looked_at = Signal(int)
    """The number of an entry that was taken over and now ticked or opened."""

    def __init__(
        self,
        look: Callable[[Any], RowLook],
        make_editor: Callable[[Any], RowEditor],
        parent: QWidget | None = None,
        *,
        same: Callable[[Any, Any], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.make_editor = make_editor
        self._same = same or (lambda one, other: type(one) is type(other))
        self._slots: list[_Slot] = []
        self._read_only = False
        self._undo: UndoBar | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._lines: list[Rule] = []
        self._carried: frozenset[int] = frozenset()
        self._source = ""

    def values(self) -> tuple[Any, ...]:
        """The entries, in order."""
        return tuple(slot.value for slot in self._slots)

    def set_values(self, values: Sequence[Any]) -> None:
        """Show these entries; an entry that is open stays open where it is still there."""
        if tuple(values) == self.values():
            return
        if len(values) == len(self._slots) and all(
            self._same(slot.value, value) for slot, value in zip(self._slots, values, strict=True)
        ):
            for slot, value in zip(self._slots, values, strict=True):
                slot.show_value(value)
            return
        for slot in list(self._slots):
            self._drop(slot)
        for value in values:
            self._append(value)
        self.set_carried(tuple(self._carried), self._source)

    def set_carried(self, numbers: Sequence[int], source: str) -> None:
        """Mark the entries of these numbers as taken over from there, the others not."""
        self._carried = frozenset(numbers)
        self._source = source
        for number, slot in enumerate(self._slots):
            slot.set_carried(source if number in self._carried else None)

    def look_at(self, slot: _Slot) -> None:
        """An entry that was taken over was ticked, or opened."""
        self.looked_at.emit(self._slots.index(slot))

    def refresh(self) -> None:
        """Tell every entry anew (a limit or a language changed)."""
        for slot in self._slots:
            slot.row.set_look(self.look(slot.value))

    def editors(self) -> tuple[RowEditor, ...]:
        """The editors made so far."""
        return tuple(slot.editor for slot in self._slots if slot.editor is not None)

    def rows(self) -> tuple[ValueRow, ...]:
        """The lines, in order."""
        return tuple(slot.row for slot in self._slots)

    def is_read_only(self) -> bool:
        """Whether entries may only be looked at."""
        return self._read_only

    def set_read_only(self, on: bool) -> None:
        """Allow or forbid changes."""
        self._read_only = on
        for slot in self._slots:
            if slot.editor is not None:
                slot.editor.setEnabled(not on)
                if slot.row.is_open():
                    slot.open_editor()

    def add(self, value: Any, *, opened: bool = True) -> RowEditor | None:
        """Add an entry at the end and open it."""
        slot = self._append(value)
        self.emit_edited()
        if not opened:
            return None
        return self.open_slot(slot)

    def open_at(self, index: int) -> RowEditor | None:
        """Open the entry at `index`, where there is one."""
        if not 0 <= index < len(self._slots):
            return None
        return self.open_slot(self._slots[index])

    def close_all(self) -> None:
        """Fold every entry."""
        for slot in self._slots:
            if slot.row.is_open():
                slot.close_editor()

    def open_slot(self, slot: _Slot) -> RowEditor:
        """Open one entry and fold the others, so that the list stays short."""
        for other in self._slots:
            if other is not slot and other.row.is_open():
                other.close_editor()
        editor = slot.open_editor()
        editor.focus_first()
        bring_opened(slot)
        return editor

    def remove_slot(self, slot: _Slot) -> None:
        """Take an entry out and offer to bring it back."""
        before = self.values()
        name = slot.row.look.name
        self._drop(slot)
        self.emit_edited()
        self._offer_undo(_("{name} removed").format(name=name), before)

    def emit_edited(self) -> None:
        """Tell the entries as they stand."""
        self.edited.emit(self.values())

    def _offer_undo(self, words: str, before: tuple[Any, ...]) -> None:
        if self._undo is None:
            self._undo = UndoBar(self)
            self._column.addWidget(self._undo)

        def bring_back() -> None:
            self.set_values(before)
            self.emit_edited()

        self._undo.offer(words, bring_back)

    def _append(self, value: Any) -> _Slot:
        if self._slots:
            line = Rule(self)
            self._lines.append(line)
            self._column.insertWidget(self._place(), line)
        slot = _Slot(self, value)
        self._slots.append(slot)
        self._column.insertWidget(self._place(), slot)
        slot.show()
        return slot

    def _place(self) -> int:
        return self._column.count() - (1 if self._undo is not None else 0)

    def _drop(self, slot: _Slot) -> None:
        self._slots.remove(slot)
        self._column.removeWidget(slot)
        slot.hide()
        slot.deleteLater()
        if self._lines:
            line = self._lines.pop(0)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
            self._deal_lines()

    def _deal_lines(self) -> None:
        """Put the hairlines between the entries that are left."""
        for line in self._lines:
            self._column.removeWidget(line)
        for number, line in enumerate(self._lines):
            self._column.insertWidget(2 * number + 1, line)
