"""The common ground of joined buttons in one frame: scale rows, segmented choices and tabs."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of, rounded

LONG = 8
"""From so many segments on, a strip that is too narrow for one line takes as few lines as it can."""


class Segment(PressButton):
    """One part of a strip."""

    def __init__(self, words: str, strip: Strip) -> None:
        super().__init__(strip)
        self._strip = strip
        self.words = words
        self.tick = True
        self.last = False
        self.barred = False
        self.setText(words.replace("&", "&&"))
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        width = theme.text_width(self.words, "body", "semibold")
        if self._strip.tight:  # the tick stands in the room at both ends
            return QSize(max(m.target, int(width) + 2 * m.px(12)), m.target)
        pad = m.px(14) if self.tick else m.px(8)
        return QSize(max(m.target, int(width) + 2 * pad + (m.px(20) if self.tick else 0)), m.target)

    def nextCheckState(self) -> None:
        """The strip decides what is on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        self._strip.paint_segment(painter, self)
        painter.end()


class Strip(QWidget):
    """Lays its segments out in one line of equal or fitting widths, or one under the other where the width does not
    reach."""

    def __init__(
        self, parent: QWidget | None = None, *, equal: bool = False, raised: bool = False, tight: bool = False
    ) -> None:
        super().__init__(parent)
        self.tight = tight
        self.segments: list[Segment] = []
        self._equal = equal
        self._raised = raised
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def hug(self) -> None:
        """Be no wider than the words need."""
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Maximum)
        self.setSizePolicy(policy)

    def set_tight(self, tight: bool) -> None:
        """Leave room around the words, or no more than the tick needs."""
        if tight != self.tight:
            self.tight = tight
            self.updateGeometry()
            self._fit()
            self.arrange()

    def _inset(self) -> int:
        return theme.metrics().px(4) if self._raised else 1

    def _widths(self) -> list[int]:
        hints = [one.sizeHint().width() for one in self.segments]
        return [max(hints, default=0)] * len(hints) if self._equal else hints

    def _stacked(self, width: int) -> bool:
        return sum(self._widths()) + 2 * self._inset() > width and len(self.segments) > 1

    def _columns(self, width: int) -> int:
        """How many segments stand on a line. Short ones of equal width, as the steps of a scale, share out evenly over
        as few lines as they need; words stand one under the other."""
        if not self._stacked(width):
            return len(self.segments)
        if not self._equal or len(self.segments) < LONG:
            return 1
        fit = max(1, (width - 2 * self._inset()) // max(1, max(self._widths())))
        lines = -(-len(self.segments) // fit)
        return -(-len(self.segments) // lines)

    def _lines(self, width: int) -> int:
        return -(-len(self.segments) // max(1, self._columns(width)))

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + 2 * self._inset(), theme.metrics().target + 2 * self._inset())

    def minimumSizeHint(self) -> QSize:
        widest = max((one.sizeHint().width() for one in self.segments), default=0)
        return QSize(widest + 2 * self._inset(), theme.metrics().target + 2 * self._inset())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.arrange()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._fit()
        self.arrange()

    def _fit(self) -> None:
        """Be as tall as the lines that this width asks for."""
        lines = self._lines(self.width())
        tall = lines * theme.metrics().target + 2 * self._inset()
        if self.minimumHeight() != tall or self.maximumHeight() != tall:
            self.setFixedHeight(tall)

    def arrange(self) -> None:
        """Give every segment its place."""
        if not self.segments:
            return
        inset = self._inset()
        inner = self.rect().adjusted(inset, inset, -inset, -inset)
        if self._stacked(self.width()):
            columns, lines = self._columns(self.width()), self._lines(self.width())
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            for number, one in enumerate(self.segments):
                line, at = divmod(number, columns)
                at = columns - 1 - at if mirrored else at
                top, bottom = (round(inner.top() + inner.height() * each / lines) for each in (line, line + 1))
                left, right = (round(inner.left() + inner.width() * each / columns) for each in (at, at + 1))
                one.setGeometry(QRect(left, top, right - left, bottom - top))
            return
        hints = self._widths()
        spare = max(0, inner.width() - sum(hints))
        edge = float(inner.left())
        ordered = list(zip(self.segments, hints, strict=True))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            ordered.reverse()
        for one, hint in ordered:
            end = edge + hint + spare / len(self.segments)
            one.setGeometry(QRect(round(edge), inner.top(), round(end) - round(edge), inner.height()))
            edge = end

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        if self._raised:
            paint_box(painter, rect, m.radius + 2, theme.color("track"))
        else:
            paint_box(painter, rect, m.radius, theme.color("card"), theme.color("border"))
        painter.end()

    def paint_segment(self, painter: QPainter, one: Segment) -> None:
        """Draw one segment; called by it."""
        if self._raised:
            self._paint_raised(painter, one)
        else:
            self._paint_joined(painter, one)

    def _paint_raised(self, painter: QPainter, one: Segment) -> None:
        m = theme.metrics()
        rect = QRectF(one.rect())
        radius = float(m.radius)
        if one.ringed:
            rect = paint_ring(painter, rect, radius)
        if one.isChecked():
            paint_box(painter, rect, radius - 1, theme.color("card"), theme.color("line"))
        elif one.hovered():
            paint_box(painter, rect, radius - 1, theme.color("pressed"))
        self._paint_words(
            painter,
            one,
            "text" if one.isChecked() else "muted",
            "semibold" if one.isChecked() else "medium",
            tick=False,
        )

    def _paint_joined(self, painter: QPainter, one: Segment) -> None:
        m = theme.metrics()
        rect = QRectF(one.rect())
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1).translated(-one.x(), -one.y())
        painter.save()
        painter.setClipPath(rounded(whole, m.radius - 1))
        on = one.isChecked()
        if on:
            fill = "accent_pressed" if one.isDown() else "accent" if one.isEnabled() else "disabled"
        else:
            fill = "pressed" if one.isDown() else "track" if one.barred else "hover" if one.hovered() else ""
        if fill:
            painter.fillRect(rect, theme.color(fill))
        if one is not self.segments[0] and not on:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            number = self.segments.index(one)
            line, at = divmod(number, self._columns(self.width()))
            if line:
                painter.fillRect(QRectF(0, 0, rect.width(), 1), theme.color("line"))
            columns, last = self._columns(self.width()), len(self.segments) - 1
            if number == last and at < columns - 1:
                painter.fillRect(QRectF(0 if mirrored else rect.width() - 1, 0, 1, rect.height()), theme.color("line"))
            if number < last < number + columns and line < last // columns:
                painter.fillRect(QRectF(0, rect.height() - 1, rect.width(), 1), theme.color("line"))
            if at:
                painter.fillRect(QRectF(rect.width() - 1 if mirrored else 0, 0, 1, rect.height()), theme.color("line"))
        if one.last:
            bar = m.px(4)
            painter.fillRect(
                QRectF(0, rect.height() - bar, rect.width(), bar), theme.color("on_accent" if on else "border")
            )
        painter.restore()
        if one.ringed:
            paint_ring(painter, rect.adjusted(1, 1, -1, -1), m.radius - 2, "on_accent" if on else "focus")
        ink = "on_accent" if on else "disabled" if not one.isEnabled() else "muted" if one.barred else "text"
        self._paint_words(painter, one, ink, "semibold" if on else "medium", tick=one.tick and (on or one.barred))

    def _paint_words(self, painter: QPainter, one: Segment, ink: str, weight: theme.Weight, *, tick: bool) -> None:
        m = theme.metrics()
        font = theme.font("body", weight)
        width = QFontMetricsF(font).horizontalAdvance(one.words)
        side, gap = (0, 0) if not tick else (m.px(12), m.px(4)) if self.tight else (m.px(14), m.px(6))
        x = (one.width() - width - side - gap) / 2
        if tick:
            theme.paint_icon(
                painter,
                "check" if one.isChecked() else "x",
                QRectF(x, (one.height() - side) / 2, side, side),
                theme.color(ink).name(),
                2.6,
            )
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        painter.drawText(
            QRectF(x + side + gap, 0, width + 2, one.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            one.words,
        )
