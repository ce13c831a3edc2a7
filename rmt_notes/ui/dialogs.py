"""Questions that wait in a window of their own: rare, specific, never blocking the program.

A dialog is shown with `open()` and answers through its signal. Its buttons are verbs; the safe one takes Escape and
the focus.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetricsF, QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.alive import is_alive
from rmt_notes.ui.widgets.buttons import Button, Kind, key_words
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.text_fields import TextArea, TextField
from rmt_notes.ui.widgets.veil import Veil


@dataclass(frozen=True, slots=True)
class Verb:
    """One button of a dialog: what it answers and what it says."""

    key: str
    words: str
    kind: Kind = "secondary"


class Dialog(QDialog):
    """Title, text, content, verbs. The first verb is the safe one: Escape and closing the window answer it, and it
    has the focus unless the content takes it. `answered` carries the key of the verb. Name the record the dialog acts
    on in its title or text.
    """

    answered = Signal(str)

    def __init__(
        self, parent: QWidget, title: str, text: str = "", verbs: Sequence[Verb] = (), *, width: int = 480
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        m = theme.metrics()
        self._said = False
        self._width = width
        self._first: QWidget | None = None
        self._veil: Veil | None = None
        column = QVBoxLayout(self)
        edge = m.space(5)
        column.setContentsMargins(edge, edge, edge, m.px(20))
        column.setSpacing(m.space(3))
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        head = Label(title, "lead", "bold", wrap=True)
        column.addWidget(head)
        self._text = Label(text, token="muted", wrap=True)
        self._text.setVisible(bool(text))
        column.addWidget(self._text)
        self.body = QVBoxLayout()
        """Where the content goes."""
        self.body.setSpacing(m.space(3))
        column.addLayout(self.body, 1)
        column.addSpacing(m.space(2))
        foot = QWidget()
        self._foot = FlowLayout(foot, m.px(10), align_right=True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        foot.setSizePolicy(policy)
        column.addWidget(foot)
        self._buttons: dict[str, Button] = {}
        for verb in verbs:
            self.add_verb(verb)
        self.setMinimumWidth(m.px(320))

    def add_verb(self, verb: Verb) -> Button:
        """One more button, at the right of those there are."""
        button = Button(verb.words, verb.kind)
        button.clicked.connect(lambda: self.answer(verb.key))
        self._buttons[verb.key] = button
        self._foot.addWidget(button)
        return button

    def button(self, key: str) -> Button:
        """The button of a verb."""
        return self._buttons[key]

    def focus_on_open(self, widget: QWidget) -> None:
        """Give the focus to something of the content instead of the safe verb."""
        self._first = widget

    def may_answer(self, key: str) -> bool:
        """Whether the answer can be taken now; a dialog with fields looks at them here."""
        return True

    def answer(self, key: str) -> None:
        """Answer and close."""
        if self._said or not self.may_answer(key):
            return
        self._said = True
        self.answered.emit(key)
        self.close()

    def reject(self) -> None:
        safe = next(iter(self._buttons), "")
        if not self._said:
            self._said = True
            if safe:
                self.answered.emit(safe)
        super().reject()

    def sizeHint(self) -> QSize:
        wide = theme.metrics().px(self._width)
        layout = self.layout()
        tall = (
            layout.heightForWidth(wide)
            if layout is not None and layout.hasHeightForWidth()
            else super().sizeHint().height()
        )
        return QSize(wide, max(tall, theme.metrics().px(120)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        below = self.parentWidget()
        if self._veil is None and below is not None:
            self._veil = Veil(below.window())
            self._veil.resized.connect(self._centre)
        goal = self._first or next(iter(self._buttons.values()), None)
        if goal is not None:
            goal.setFocus(Qt.FocusReason.OtherFocusReason)

    def _centre(self) -> None:
        """Stay in the middle of a window that got another size, and inside it."""
        below = self.parentWidget()
        if below is None:
            return
        window = below.window()
        self.resize(self.width(), min(self.height(), window.height()))
        middle = window.mapToGlobal(window.rect().center())
        self.move(middle.x() - self.width() // 2, middle.y() - self.height() // 2)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._veil is not None and is_alive(self._veil):
            self._veil.lift()
        self._veil = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        painter.fillRect(self.rect(), theme.color("card"))
        paint_box(painter, QRectF(self.rect()), 0, None, theme.color("line"))
        painter.end()


def ask(
    parent: QWidget, title: str, text: str, actions: Sequence[Verb | tuple[str, str]]
) -> SignalInstance[tuple[str]]:
    """Ask a question and give back the signal that will carry the answer's key. The first action is the safe one.

    Pairs of key and words are taken as well: the safe one is then the primary button.
    """
    verbs = [
        one if isinstance(one, Verb) else Verb(one[0], one[1], "secondary" if number else "primary")
        for number, one in enumerate(actions)
    ]
    dialog = Dialog(parent, title, text, verbs)
    dialog.open()
    return dialog.answered


class TextQuestion(Dialog):
    """Asks for words. `said` carries them when the verb is pressed; nothing comes when the dialog is left."""

    said = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        label: str,
        verb: str,
        *,
        lines: int = 3,
        value: str = "",
        required: str = "",
        kind: Kind = "primary",
    ) -> None:
        super().__init__(parent, title, text, [Verb("keep", _("Cancel")), Verb("say", verb, kind)])
        self._required = required or _("Write a few words first.")
        self._field: TextArea | TextField = (
            TextArea(label, min_lines=lines, max_lines=12) if lines > 1 else TextField(label)
        )
        self._field.set_text(value)
        self._field.edited.connect(lambda _text: self._field.set_problem(None))
        if isinstance(self._field, TextField):
            self._field.entered.connect(lambda: self.answer("say"))
        self.body.addWidget(self._field)
        self.focus_on_open(self._field.editor())

    def field(self) -> TextArea | TextField:
        """The field that is asked for."""
        return self._field

    def may_answer(self, key: str) -> bool:
        if key != "say":
            return True
        words = self._field.text().strip()
        if not words:
            self._field.set_problem(self._required)
            self._field.editor().setFocus()
            return False
        self.said.emit(words)
        return True


def ask_text(
    parent: QWidget,
    title: str,
    text: str,
    label: str,
    verb: str,
    then: Callable[[str], None],
    *,
    lines: int = 3,
    value: str = "",
    required: str = "",
    kind: Kind = "primary",
) -> TextQuestion:
    """Ask for words, a reason for instance; `then` gets them, trimmed and never empty."""
    dialog = TextQuestion(parent, title, text, label, verb, lines=lines, value=value, required=required, kind=kind)
    dialog.said.connect(then)
    dialog.open()
    return dialog


class Shortcut(Protocol):
    """What the sheet needs of an action."""

    @property
    def words(self) -> str: ...

    @property
    def keys(self) -> tuple[str, ...]: ...

    @property
    def group(self) -> str: ...


class KeyCap(QWidget):
    """A key as it looks on the keyboard."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key_words(key)
        self.setAccessibleName(self._key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        return QSize(int(QFontMetricsF(theme.font("tiny", "medium")).horizontalAdvance(self._key)) + m.px(16), m.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        rect = QRectF(self.rect())
        paint_box(painter, rect, 5, theme.color("surface"), theme.color("border"))
        painter.fillRect(QRectF(4, rect.height() - 2, rect.width() - 8, 1), theme.color("border"))
        painter.setFont(theme.font("tiny", "medium"))
        painter.setPen(theme.color("text"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._key)
        painter.end()


class ShortcutSheet(Dialog):
    """All keys, by group. `more` adds groups of (key, words) that are no actions of the window."""

    def __init__(
        self, actions: Sequence[Shortcut], parent: QWidget, more: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    ) -> None:
        super().__init__(parent, _("Keyboard shortcuts"), "", [Verb("close", _("Close"), "primary")], width=560)
        groups: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for action in actions:
            if action.keys:
                groups.setdefault(action.group, []).append((action.keys, action.words))
        for heading, pairs in more:
            groups.setdefault(heading, []).extend(((key,), words) for key, words in pairs)
        scroll = ScrollColumn(max_width=None, margin=4, name=_("Keyboard shortcuts"), ground="card")
        for heading, rows in groups.items():
            box = QVBoxLayout()
            box.setSpacing(theme.metrics().px(4))
            box.addWidget(Label(heading, "hint", "semibold", "accent"))
            for keys, words in rows:
                box.addLayout(self._row(keys, words))
            scroll.add(box)
        self.body.addWidget(scroll, 1)
        tall = scroll.column.sizeHint().height()
        scroll.setMinimumHeight(min(tall, int(parent.window().height() * 0.62)))  # all of it where the window can

    def _row(self, keys: tuple[str, ...], words: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, theme.metrics().px(8), 2)
        row.setSpacing(theme.metrics().px(6))
        label = Label(words)
        label.setAccessibleName(f"{words}: {' / '.join(key_words(key) for key in keys)}")
        row.addWidget(label, 1)
        for key in keys:
            row.addWidget(KeyCap(key))
        return row
