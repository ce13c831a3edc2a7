"""One choice out of a list that drops down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.field_frame import Field
from rmt_notes.ui.widgets.paint import painter_of


class RoomyRows(QStyledItemDelegate):
    """Rows of a dropped-down list as tall as the density asks."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        size.setHeight(max(size.height(), theme.metrics().target))
        return size


class OfferedRows(QListView):
    """What is offered below a line while one types in it."""

    def __init__(self, completer: QCompleter) -> None:
        super().__init__()
        self.setItemDelegate(RoomyRows(completer))
        self.restyle()

    def restyle(self) -> None:
        """Take up the look in force."""
        self.setStyleSheet(theme.list_sheet(framed=True))


class Combo(QComboBox):
    """A bare combo box inside a `FieldFrame`: only the words and the chevron; the wheel is ignored without focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(RoomyRows(self))
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(80), theme.metrics().target - 4)

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        font = QFontMetricsF(theme.font("body"))
        widest = max((font.horizontalAdvance(self.itemText(row)) for row in range(self.count())), default=0.0)
        return QSize(int(min(max(widest + m.px(44), m.px(120)), m.px(420))), m.target - 4)

    def showPopup(self) -> None:
        font = QFontMetricsF(theme.font("body"))
        widest = max((font.horizontalAdvance(self.itemText(row)) for row in range(self.count())), default=0.0)
        self.view().setStyleSheet(theme.list_sheet())
        self.view().setMinimumWidth(max(self.width(), int(widest) + theme.metrics().px(48)))
        around = self.view().parentWidget()
        if isinstance(around, QFrame):
            palette = around.palette()
            palette.setColor(palette.ColorRole.WindowText, theme.color("border"))
            around.setPalette(palette)
            around.setFrameStyle(QFrame.Shape.Box.value | QFrame.Shadow.Plain.value)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        side = m.px(16)
        ink = "muted" if self.isEnabled() else "disabled"
        theme.paint_icon(
            painter,
            "chevron-down",
            QRectF(self.width() - side - m.px(6), (self.height() - side) / 2, side, side),
            theme.color(ink).name(),
        )
        if not self.isEditable():
            words = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
            font = theme.font("body")
            painter.setFont(font)
            painter.setPen(
                theme.color(
                    "disabled" if not self.isEnabled() else "text" if self.currentIndex() >= 0 else "placeholder"
                )
            )
            room = self.width() - side - m.px(14)
            shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(
                QRectF(0, 0, room + 2, self.height()),
                int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
                shown,
            )
        painter.end()


class ChoiceField(Field):
    """`edited` carries the chosen key or None. With `searchable`, any part of the words can be typed. With
    `optional`, a first empty row takes the choice back."""

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]] = (),
        *,
        hint: str = "",
        placeholder: str = "",
        optional: bool = True,
        searchable: bool = False,
        show_label: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._combo = Combo()
        super().__init__(label, self._combo, hint=hint, show_label=show_label, parent=parent)
        self.frame.setCursor(Qt.CursorShape.ArrowCursor)
        self._placeholder = placeholder or _("Choose")
        self._optional = optional
        self._choices: tuple[tuple[str, str], ...] = ()
        self._value: str | None = None
        if searchable:
            self._make_searchable()
        self._combo.setPlaceholderText(self._placeholder)
        self._combo.activated.connect(self._hear)
        self.set_choices(choices)

    def editor(self) -> QComboBox:
        """Qt's own combo box."""
        return self._combo

    def _make_searchable(self) -> None:
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self._combo.lineEdit()
        if line is None:
            raise RuntimeError("an editable combo box has a line edit")
        line.setFrame(False)
        line.setPlaceholderText(self._placeholder)
        line.setAccessibleName(self.label())
        line.installEventFilter(self.frame)
        completer = QCompleter(self._combo.model(), self._combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setPopup(OfferedRows(completer))
        self._combo.setCompleter(completer)
        line.editingFinished.connect(self._settle)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; the chosen key stays if it is still offered."""
        kept = self._value
        self._choices = tuple(choices)
        self._combo.blockSignals(True)
        self._combo.clear()
        if self._optional:
            self._combo.addItem(_("Not chosen"), None)
        for key, words in self._choices:
            self._combo.addItem(words, key)
        self._combo.blockSignals(False)
        self.set_value(kept if any(key == kept for key, _words in self._choices) else None)

    def value(self) -> str | None:
        """The chosen key."""
        return self._value

    def set_value(self, key: str | None) -> None:
        """Choose a key, or nothing; says nothing back.

        Raises:
            ValueError: for a key that is not offered.
        """
        if key is not None and not any(key == one for one, _words in self._choices):
            raise ValueError(f"{key} is not offered")
        self._value = key
        self._combo.setCurrentIndex(-1 if key is None else self._combo.findData(key))
        self._combo.update()

    def _hear(self, row: int) -> None:
        key = self._combo.itemData(row)
        changed = key != self._value
        self.set_value(key)
        self.set_problem(None)
        if changed:
            self._tell(key)

    def _settle(self) -> None:
        typed = self._combo.currentText().strip().casefold()
        hits = [key for key, words in self._choices if words.casefold() == typed] or [
            key for key, words in self._choices if typed and typed in words.casefold()
        ]
        if not typed and self._optional:
            goal: str | None = None
        elif len(hits) == 1:
            goal = hits[0]
        else:
            self.set_value(self._value)
            if typed:
                self.set_problem(_("This is not in the list; choose one of its entries."), "warning")
            return
        self.set_problem(None)
        changed = goal != self._value
        self.set_value(goal)
        if changed:
            self._tell(goal)
        self.finished.emit()
