"""A card: a titled ground for one matter of a screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.labels import ElidedLabel, Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of

LONG_TITLE = 200
"""A title longer than this, at 100 %, may wrap."""

TITLE_WHOLE = 520
"""From this width on, at 100 %, every title stands in one line."""


class Card(QWidget):
    """Title, a hint at the right, then whatever is added. A `collapsible` one can be folded; `folded` carries its new
    state."""

    folded = Signal(bool)

    def __init__(
        self, title: str = "", hint: str = "", *, collapsible: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._collapsible = collapsible
        self._hint_shown = True
        self._hint_words = hint
        self._hint_room: int | None = None
        self._buttoned = False
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._outer = QVBoxLayout(self)
        self._head = QWidget(self)
        self.head = QHBoxLayout(self._head)
        """The title's row; further widgets may be added at its right."""
        self.head.setContentsMargins(0, 0, 0, 0)
        self._title = Label(title, "title", "semibold", wrap=False, parent=self._head)
        self._hint = ElidedLabel(hint, "hint", token="muted", parent=self._head)
        self._hint.setVisible(bool(hint))
        self._fold = IconButton("chevron-up", _("Fold {title}").format(title=title), parent=self._head)
        self._fold.setVisible(collapsible)
        self._fold.clicked.connect(lambda: self._toggle())
        self.head.addWidget(self._title)
        self.head.addStretch(1)
        self.head.addWidget(self._hint)
        self.head.addWidget(self._fold)
        self._head.setVisible(bool(title or hint or collapsible))
        self._outer.addWidget(self._head)
        self._inside = QWidget(self)
        self.body = QVBoxLayout(self._inside)
        """Where the content goes."""
        self.body.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._inside)
        self._space()

    def _space(self) -> None:
        m = theme.metrics()
        edge = m.px(18)
        # A button in the title's row has its own room above and below its words.
        self._outer.setContentsMargins(edge, m.px(5 if self._buttoned else 14), edge, edge)
        self._outer.setSpacing(m.px(4 if self._buttoned else 10))
        self.body.setSpacing(m.px(14))
        self.head.setSpacing(m.space(2))

    def set_buttoned(self, buttoned: bool) -> None:
        """Say whether buttons stand in the title's row."""
        if buttoned != self._buttoned:
            self._buttoned = buttoned
            self._space()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._space()
        self._fit_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        """A long title takes two lines in a narrow card; else it would keep the card from getting narrower."""
        m = theme.metrics()
        long = theme.text_width(self._title.text(), "title", "semibold") > m.px(LONG_TITLE)
        wrapped = long and 0 < self.width() < m.px(TITLE_WHOLE)
        if wrapped != self._title.wordWrap():
            self._title.setWordWrap(wrapped)
            self._title.setText(self._title.text())

    def title_width(self) -> int:
        """How wide the title is in one line."""
        return self._title.sizeHint().width()

    def add(self, content: QWidget | QLayout) -> None:
        """Put a widget or a layout under what is there."""
        if isinstance(content, QWidget):
            self.body.addWidget(content)
        else:
            self.body.addLayout(content)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._head.setVisible(bool(title) or self._collapsible)

    def set_hint(self, hint: str) -> None:
        """Change the words at the right of the title."""
        self._hint_words = hint
        self._say_hint()
        if hint:
            self._head.setVisible(True)

    def show_hint(self, shown: bool, room: int | None = None) -> None:
        """Show the words at the right of the title, or give their room to the title's row. In less `room` than they
        need, what stands before their first dot gives way."""
        if (shown, room) != (self._hint_shown, self._hint_room):
            self._hint_shown, self._hint_room = shown, room
            self._say_hint()

    def _say_hint(self) -> None:
        words = self._hint_words
        if self._hint_room is not None and theme.text_width(words, "hint") + 2 > self._hint_room:
            words = words.partition(" · ")[2] or words
        self._hint.set_text(words)
        self._hint.setVisible(bool(words) and self._hint_shown)

    def is_folded(self) -> bool:
        """Whether only the title shows."""
        return self._inside.isHidden()

    def set_folded(self, folded: bool) -> None:
        """Fold or unfold; says nothing back."""
        self._inside.setVisible(not folded)
        self._fold.set_icon("chevron-down" if folded else "chevron-up")
        words = _("Unfold {title}") if folded else _("Fold {title}")
        self._fold.set_name(words.format(title=self._title.text()))

    def _toggle(self) -> None:
        self.set_folded(not self.is_folded())
        self.folded.emit(self.is_folded())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        paint_box(painter, QRectF(self.rect()), m.card_radius, theme.color("card"), theme.color("line"))
        painter.end()


class Panel(QWidget):
    """A plain ground in one token, for side panes, headers and footers; `edge` draws a line on one side."""

    def __init__(self, token: str = "surface", edge: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._edge = edge

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect, theme.color(self._token))
        line = {
            "left": QRectF(0, 0, 1, rect.height()),
            "right": QRectF(rect.width() - 1, 0, 1, rect.height()),
            "top": QRectF(0, 0, rect.width(), 1),
            "bottom": QRectF(0, rect.height() - 1, rect.width(), 1),
        }.get(self._edge)
        if line is not None:
            painter.fillRect(line, theme.color("line"))
        painter.end()


class Rule(QWidget):
    """A thin line between two matters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        painter.fillRect(self.rect(), theme.color("line"))
        painter.end()
