"""What one finding does to each class of technique: five small states, each a word with its sign."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.catalogue_safety import COLUMNS
from rmt_notes.clinical.reasons import Ruling
from rmt_notes.clinical.wording import bare
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.paint import paint_box, painter_of

WIDTH = 108
"""One state, at 100 %."""

_LOOKS: dict[str, tuple[str, str, str, str]] = {
    "ok": ("check", "ok_soft", "ok_line", "ok"),
    "mod": ("pencil-line", "card", "border", "text"),
    "loc": ("map-pin", "warning_soft", "warning_line", "warning"),
    "clr": ("file-check", "warning_soft", "warning_line", "warning"),
    "bar": ("octagon-x", "danger_soft", "danger_line", "danger"),
}


def effect_word(effect: str) -> str:
    """An effect in one or two words."""
    return {
        "ok": _("OK"),
        "mod": _("Modify"),
        "loc": _("Not here"),
        "clr": _("Clearance"),
        "bar": _("Barred"),
    }[effect]


def class_word(key: str) -> str:
    """A class of techniques in few words."""
    return bare(catalogue().words("technique_classes", key))


class EffectCell(QWidget):
    """The state of one class."""

    def __init__(self, key: str, effect: str, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.effect = effect
        self._class = class_word(key)
        self._word = effect_word(effect)
        self.setAccessibleName(f"{self._class}: {self._word}")
        self.setAccessibleDescription(reason)
        self.setToolTip(reason)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def word(self) -> str:
        """The state in words."""
        return self._word

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        name = QFontMetricsF(theme.font("tiny", "medium")).horizontalAdvance(self._class)
        word = QFontMetricsF(theme.font("hint", "semibold")).horizontalAdvance(self._word) + m.px(40)
        return QSize(int(max(m.px(WIDTH), name + 2, word)), m.px(48))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        painter.setFont(theme.font("tiny", "medium"))
        painter.setPen(theme.color("muted"))
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(1, 0, self.width(), m.px(18)), left, self._class)
        icon, fill, line, ink = _LOOKS[self.effect]
        box = QRectF(0, m.px(20), self.width(), m.px(28))
        paint_box(painter, box, m.px(7), theme.color(fill), theme.color(line), dashed=self.effect == "bar")
        side = m.px(14)
        theme.paint_icon(
            painter, icon, QRectF(m.px(9), box.center().y() - side / 2, side, side), theme.color(ink).name(), 2.2
        )
        painter.setFont(theme.font("hint", "semibold"))
        painter.setPen(theme.color(ink))
        painter.drawText(box.adjusted(m.px(29), 0, 0, 0), left, self._word)
        painter.end()


class EffectStrip(QWidget):
    """The five classes side by side; under one another where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._flow = FlowLayout()
        column.addLayout(self._flow)
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self._cells: list[EffectCell] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_rulings(self, rulings: Mapping[str, Ruling]) -> None:
        """Show what holds for each class."""
        wanted = tuple((key, rulings[key].effect, rulings[key].sentence) for key in COLUMNS)
        if wanted == self._shown:
            return
        self._shown = wanted
        for cell in self._cells:
            self._flow.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = [EffectCell(*each, parent=self) for each in wanted]
        for cell in self._cells:
            self._flow.addWidget(cell)
            cell.show()
        self.setAccessibleName("; ".join(cell.accessibleName() for cell in self._cells))

    def effects(self) -> dict[str, str]:
        """What shows: class to effect."""
        return {key: effect for key, effect, _reason in self._shown}
