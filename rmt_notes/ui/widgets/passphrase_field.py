"""A field for a passphrase: hidden or shown, with a hint while Caps Lock seems on. Kept small, since the unlock screen
is the first thing seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box


class _Frame(QWidget):
    """The outline around the line edit and its eye."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setFrame(False)
        self.wrong = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.addWidget(self.edit, 1)
        self.edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        m = theme.metrics()
        focused = self.edit.hasFocus()
        token = "danger" if self.wrong else "focus" if focused else "border"
        width = float(m.ring) if focused or self.wrong else 1.0
        paint_box(painter, QRectF(self.rect()), m.radius, theme.color("card"), theme.color(token), width)
        painter.end()


class _Remark(QWidget):
    """An icon and words under the field."""

    def __init__(self, icon: str, token: str) -> None:
        super().__init__()
        self._icon, self._token = icon, token
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.metrics().px(24), 0, 0, 0)
        self.label = Label("", "hint", "medium", token, wrap=True)
        row.addWidget(self.label, 1)
        self.hide()

    def say(self, words: str) -> None:
        self.label.setText(words)
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.metrics().px(16)
        theme.paint_icon(painter, self._icon, QRectF(0, 1, side, side), theme.color(self._token).name())
        painter.end()


class PassphraseField(QWidget):
    """`edited` with every key, `entered` on Enter. `show_label` off leaves the label to the screen reader alone."""

    edited = Signal(str)
    entered = Signal()

    def __init__(self, label: str, *, show_label: bool = True, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._caption = Label(label, "hint", token="muted", wrap=True)
        self._caption.setVisible(show_label)
        self._frame = _Frame()
        self.line = self._frame.edit
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(label)
        self.line.setPlaceholderText(hint)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)
        self._eye = IconButton("eye", _("Show passphrase"))
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show_letters)
        self._frame.row.addWidget(self._eye)
        self._caps = _Remark("info", "warning")
        self._error = _Remark("circle-alert", "danger")
        column.addWidget(self._caption)
        column.addWidget(self._frame)
        column.addWidget(self._caps)
        column.addWidget(self._error)
        self.setFocusProxy(self.line)
        self.restyle()

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed, its undo steps too, and hide the letters again."""
        self.line.clear()
        self.line.setModified(False)
        self._eye.setChecked(False)

    def set_error(self, sentence: str) -> None:
        """Show a sentence under the field; an empty one takes it away."""
        self._frame.wrong = bool(sentence)
        self._frame.update()
        self._error.say(sentence)
        self.line.setAccessibleDescription(sentence)
        announce(self, sentence)

    def error(self) -> str:
        """The sentence that shows."""
        return self._error.label.text() if not self._error.isHidden() else ""

    def set_busy(self, busy: bool) -> None:
        """Take no keys while something is under way, without losing the focus."""
        self.line.setReadOnly(busy)

    def restyle(self) -> None:
        """Take up the look in force."""
        m = theme.metrics()
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(m.px(6))
        self._frame.setFixedHeight(max(m.field, m.target))
        self._frame.row.setContentsMargins(m.px(12), 0, 0, 0)
        self.line.setFont(theme.font("lead"))

    def _typed(self, words: str) -> None:
        if self._frame.wrong:
            self.set_error("")
        self.edited.emit(words)

    def _show_letters(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.set_icon("eye-off" if shown else "eye")
        self._eye.set_name(_("Hide passphrase") if shown else _("Show passphrase"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._look_for_caps(event)
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._caps.say("")
        return super().eventFilter(watched, event)

    def _look_for_caps(self, event: QKeyEvent) -> None:
        """A capital without Shift, or a small letter with it, betrays Caps Lock; Qt does not tell it directly."""
        letter = event.text()
        if len(letter) != 1 or not letter.isalpha() or letter.upper() == letter.lower():
            if event.key() == Qt.Key.Key_CapsLock:
                self._caps.say("")
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        locked = letter.isupper() != shift
        self._caps.say(_("Caps Lock seems to be on.") if locked else "")
