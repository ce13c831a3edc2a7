"""What the hatches on the figure mean: only those that are used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.body_chart import kind_words
from rmt_notes.clinical.body_referral import MAIN, MORE
from rmt_notes.clinical.body_symbols import GLYPHS
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.look import ink, paint_glyph, paint_swatch
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.paint import painter_of

GHOST = "ghost"
"""The last visit in the legend."""


class _Entry(QWidget):
    """A hatch with its word."""

    def __init__(self, kind: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = kind
        self.words = words
        self.setAccessibleName(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        width = QFontMetricsF(theme.font("hint")).horizontalAdvance(self.words)
        glyph = 0 if self.kind in (MAIN, MORE, GHOST) else 18 + 3
        return QSize(round(width) + m.px(18 + glyph + 5 + 8) + 1, m.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        side = m.px(18)
        box = QRectF(1, (self.height() - side) / 2, side, side)
        if self.kind == GHOST:
            pen = QPen(theme.color("text"), 1.6)
            pen.setDashPattern([2.2, 2.0])
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        else:
            paint_swatch(painter, self.kind, box, ink(self.kind))
            if self.kind in GLYPHS:
                box.translate(side + m.px(3), 0)
                paint_glyph(painter, self.kind, box.center(), side * 0.68, ink(self.kind))
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.color("text"))
        words = QRectF(box.right() + m.px(5), 0, self.width() - box.right(), self.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.words)
        painter.end()


class Legend(QWidget):
    """The kinds in use, flowing."""

    def __init__(self, parent: QWidget | None = None, *, ghost: str = "") -> None:
        super().__init__(parent)
        self._ghost = ghost or _("Last visit")
        self._kinds: tuple[str, ...] = ()
        self._entries: list[_Entry] = []
        self._flow = FlowLayout(self)
        self.setAccessibleName(_("Legend"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def kinds(self) -> tuple[str, ...]:
        """What is explained."""
        return self._kinds

    def set_kinds(self, kinds: Sequence[str]) -> None:
        """Explain these."""
        if tuple(kinds) == self._kinds:
            return
        self._kinds = tuple(kinds)
        for entry in self._entries:
            self._flow.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        own = {GHOST: self._ghost, MAIN: _("Common referral"), MORE: _("Referral, sometimes")}
        self._entries = [_Entry(kind, own.get(kind) or kind_words(kind), self) for kind in self._kinds]
        for entry in self._entries:
            self._flow.addWidget(entry)
            entry.show()
        self.setVisible(bool(self._kinds))
        self.updateGeometry()
