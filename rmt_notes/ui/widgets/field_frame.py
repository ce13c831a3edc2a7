"""What every field shares: the label above, the framed editor, and the problem or the hint in words below."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of, rounded

Trouble = Literal["danger", "warning"]


class FieldFrame(QWidget):
    """The outline around an editor: thicker while the editor has the focus, coloured while there is a problem."""

    def __init__(self, editor: QWidget, parent: QWidget | None = None, *, tall: bool = False) -> None:
        super().__init__(parent)
        self.editor = editor
        self.trouble: Trouble | None = None
        self.carried = False
        self.tall = tall
        self.flat = False
        self.row = QHBoxLayout(self)
        self.row.addWidget(editor, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if editor.focusPolicy() & Qt.FocusPolicy.ClickFocus:
            self.setCursor(Qt.CursorShape.IBeamCursor)
        editor.installEventFilter(self)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        left = m.px(15) if self.carried else m.px(12)
        self.row.setContentsMargins(left, 0, m.px(12) if self.row.count() == 1 else m.px(2), 0)
        self.row.setSpacing(m.px(6))
        self.setMinimumHeight(m.field)
        if not self.tall:
            self.setFixedHeight(m.field)
        self.editor.setFont(theme.font("body"))

    def add_left(self, widget: QWidget) -> None:
        """Put something before the editor."""
        self.row.insertWidget(0, widget)

    def add_right(self, widget: QWidget) -> None:
        """Put something behind the editor."""
        self.row.addWidget(widget)
        self.restyle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.EnabledChange):
            self.update()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._leaves_to_screen(event)
        return False

    def _leaves_to_screen(self, event: QKeyEvent) -> bool:
        """Undo belongs to the screen where it has one: an area tells every letter, so that the screen knows more than
        the editor; a line keeps its own while there is something to take back."""
        undo = event.matches(QKeySequence.StandardKey.Undo)
        redo = event.matches(QKeySequence.StandardKey.Redo)
        if isinstance(self.editor, QLineEdit):
            own = self.editor.isUndoAvailable() if undo else self.editor.isRedoAvailable()
        else:
            own = not isinstance(self.editor, QTextEdit)
        if own or not (undo or redo):
            return False
        event.ignore()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.editor.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        radius = float(m.radius)
        on = self.editor.isEnabled()
        paint_box(painter, rect, radius, theme.color("card" if on else "track"))
        if self.carried:
            painter.save()
            painter.setClipPath(rounded(rect, radius))
            painter.fillRect(QRectF(0, 0, m.px(5), rect.height()), theme.color("carried"))
            painter.restore()
        if self.editor.hasFocus():
            paint_box(
                painter,
                rect,
                radius,
                None,
                theme.color(self.trouble or "focus"),
                m.ring + (1.5 if self.trouble else 0.0),
            )
        elif self.trouble:
            paint_box(painter, rect, radius, None, theme.color(self.trouble), 1.5)
        elif on:
            paint_box(painter, rect, radius, None, theme.color("muted" if self.underMouse() else "border"))
        painter.end()


class ProblemRow(QWidget):
    """An icon and a sentence under a field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trouble: Trouble = "danger"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._words = Label("", "hint", "medium", "danger", wrap=True)
        row.addSpacing(theme.metrics().px(21))
        row.addWidget(self._words, 1)
        self.hide()

    def text(self) -> str:
        """The sentence."""
        return self._words.text()

    def show_sentence(self, sentence: str, trouble: Trouble) -> None:
        """Show a sentence, or nothing for an empty one."""
        self._trouble = trouble
        self._words.setText(sentence)
        self._words.set_token(trouble)
        self.setVisible(bool(sentence))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        side = theme.metrics().px(15)
        icon = "circle-alert" if self._trouble == "danger" else "triangle-alert"
        theme.paint_icon(
            painter, icon, QRectF(0, theme.metrics().px(1), side, side), theme.color(self._trouble).name(), 2.2
        )
        painter.end()


class Field(QWidget):
    """The ground of all fields.

    `edited` carries the new value on every change by the person, never on a change by the program; `finished` comes
    when the focus leaves; `reviewed` when a carried value was ticked as checked.
    """

    edited: ClassVar[Signal[tuple[Any]]] = Signal(object)
    finished = Signal()
    reviewed = Signal()

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        hint: str = "",
        show_label: bool = True,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label_words = label
        self._shows_label = show_label
        self._hint_words = hint
        self._carried: str | None = None
        self._editor = editor
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(6))
        self._caption = Label("", "hint", token="muted", wrap=True)
        self._caption.setBuddy(editor)
        column.addWidget(self._caption)
        self._review: Button | None = None
        self.frame = FieldFrame(editor, tall=tall)
        column.addWidget(self.frame)
        self._problem = ProblemRow()
        column.addWidget(self._problem)
        self._hint = Label(hint, "hint", token="muted", wrap=True)
        column.addWidget(self._hint)
        self._hint.setVisible(bool(hint))  # in its column by now: a label without a parent would open a window
        self.setFocusProxy(editor)
        editor.setAccessibleName(label)
        self._describe()

    def sizeHint(self) -> QSize:
        """A field narrower than its sentence is as tall as the sentence's lines: its height is fixed, so a layout would
        cut it to what one wide line needs."""
        wanted = super().sizeHint()
        if self._problem.text():
            wanted.setHeight(max(wanted.height(), self.heightForWidth(self.width())))
        return wanted

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._problem.text() and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def label(self) -> str:
        """The words above the field."""
        return self._label_words

    def set_label(self, label: str) -> None:
        """Change the words above the field."""
        self._label_words = label
        self._editor.setAccessibleName(label)
        self._describe()

    def set_hint(self, hint: str) -> None:
        """Change the words below the field."""
        self._hint_words = hint
        self._hint.setText(hint)
        self._describe()

    def problem(self) -> str:
        """The sentence that is shown, or nothing."""
        return self._problem.text()

    def set_problem(self, sentence: str | None, trouble: Trouble = "danger") -> None:
        """Show what is wrong (or only unusual: `warning`) in words, or take it away with None. The typed text always
        stays."""
        was = self._problem.text()
        self.frame.trouble = trouble if sentence else None
        self._problem.show_sentence(sentence or "", trouble)
        self._describe()
        self.frame.update()
        if sentence and sentence != was:
            announce(self._editor, sentence)

    def carried(self) -> str | None:
        """Where the value came from while nobody has reviewed it, or None."""
        return self._carried

    def set_carried(self, source: str | None) -> None:
        """Mark the value as carried over, for instance "from 8 November 2026, not yet reviewed". An edit takes the
        mark away."""
        self._carried = source or None
        self.frame.carried = self._carried is not None
        if self._carried and self._review is None:
            self._review = Button(_("Mark reviewed"), "quiet")
            self._review.setToolTip(_("Mark as reviewed"))
            self._review.clicked.connect(self._tick_reviewed)
            self.frame.row.addWidget(self._review, 0, Qt.AlignmentFlag.AlignTop)
        if self._review is not None:
            self._review.setVisible(self._carried is not None)
            self._review.setAccessibleName(_("Mark as reviewed: {label}").format(label=self._label_words))
        self.frame.restyle()
        self.frame.update()
        self._describe()

    def _tick_reviewed(self) -> None:
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_carried(None)
        self.reviewed.emit()

    def _describe(self) -> None:
        words = [one for one in (self._label_words if self._shows_label else "", self._carried) if one]
        self._caption.setText(" · ".join(words))
        self._caption.setVisible(bool(words))
        self._hint.setVisible(bool(self._hint_words) and not self._problem.text())
        said = [one for one in (self._problem.text(), self._carried, self._hint_words) if one]
        self._editor.setAccessibleDescription(". ".join(said))

    def _tell(self, value: object) -> None:
        """Say that the person changed the value."""
        if self._carried:
            self.set_carried(None)
        self.edited.emit(value)
