"""A bar inside the page that says one thing and perhaps offers one action. It stays until it is no longer true."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of

BannerKind = Literal["danger", "warning", "ok", "info"]

_LOOKS: dict[str, tuple[str, str, str, str]] = {
    "danger": ("octagon-x", "danger", "danger_soft", "danger_line"),
    "warning": ("triangle-alert", "warning", "warning_soft", "warning_line"),
    "ok": ("circle-check", "ok", "ok_soft", "ok_line"),
    "info": ("info", "accent", "accent_soft", "accent_line"),
}


class Banner(QWidget):
    """Icon, sentence, an action at the right. `acted` comes when the action is pressed, `closed` when the cross is. A
    `slim` one is no higher than its action."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        kind: BannerKind,
        text: str,
        action: str = "",
        *,
        closable: bool = False,
        rounded: bool = False,
        slim: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rounded = rounded
        self._slim = slim
        self._kind: BannerKind | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._row = QHBoxLayout(self)
        self._mark = IconMark("info")
        self._words = Label(text, weight="medium", wrap=True, parent=self)
        policy = self._words.sizePolicy()  # a fresh one would forget that the height depends on the width
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self._words.setSizePolicy(policy)
        self._action = Button(action, "quiet" if slim else "secondary", compact=True, parent=self)
        self._action.setVisible(bool(action))
        self._action.clicked.connect(lambda: self.acted.emit())
        self._close = IconButton("x", _("Close this message"), parent=self, token="text")
        self._close.setVisible(closable)
        self._close.clicked.connect(lambda: self.closed.emit())
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._action)
        self._row.addWidget(self._close)
        self.restyle()
        self.set_message(kind, text)

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        edge = m.px(2) if self._slim else m.space(2)
        self._row.setContentsMargins(m.space(4), edge, m.px(4) if self._slim else m.space(2), edge)
        self._row.setSpacing(m.px(10))
        self._action.setMinimumHeight(m.target)

    def text(self) -> str:
        """The sentence."""
        return self._words.text()

    def set_message(self, kind: BannerKind, text: str) -> None:
        """Say something else."""
        if (kind, text) == (self._kind, self._words.text()):
            return
        self._kind = kind
        icon, ink, _soft, _line = _LOOKS[kind]
        self._mark.set_icon(icon, ink)
        self._words.setText(text)
        self.setAccessibleName(text)
        self.update()
        if kind in ("danger", "warning"):
            announce(self, text)

    def set_action(self, words: str) -> None:
        """Offer another action, or none."""
        self._action.set_text(words)
        self._action.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        _icon, ink, soft, line = _LOOKS[self._kind or "info"]
        rect = QRectF(self.rect())
        if self._rounded:
            paint_box(painter, rect, theme.metrics().radius, theme.color(soft), theme.color(line))
        else:
            painter.fillRect(rect, theme.color(soft))
            painter.fillRect(QRectF(0, rect.height() - 1, rect.width(), 1), theme.color(line))
            painter.fillRect(QRectF(0, 0, theme.metrics().px(4), rect.height()), theme.color(ink))
        painter.end()
