"""The common ground of joined buttons in one frame: scale rows, segmented choices and tabs."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of, rounded

Fit = Literal["roomy", "tight", "close", "rows"]
"""How segments stand: with room around the words, with no more than the tick needs, without a tick, or in rows."""

LEAST = 28
"""The least width of a segment that stands close, at 100 %; its height stays that of any target."""


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
        return QSize(self.width_in("tight" if self._strip.tight else "roomy"), theme.metrics().target)

    def width_in(self, fit: Fit) -> int:
        """The width that the words need in one way of standing."""
        m = theme.metrics()
        width = int(theme.text_width(self.words, "body", "semibold"))
        if fit == "close":  # no tick: what is chosen shows by its ground
            return max(m.px(LEAST), width + 2 * m.px(5))
        if fit == "tight":  # room for a tick, whether it is there or not
            return max(m.target, width + (2 * m.px(10) + m.px(16) if self.tick else 2 * m.px(12)))
        pad = m.px(14) if self.tick else m.px(8)
        return max(m.target, width + 2 * pad + (m.px(20) if self.tick else 0))

    def nextCheckState(self) -> None:
        """The strip decides what is on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        self._strip.paint_segment(painter, self)
        painter.end()


class Strip(QWidget):
    """Lays its segments out in one line of equal or fitting widths. Where the width does not reach they stand closer,
    then without their tick; words that do not fit even so stand one under the other, the numbers of a scale (`equal`)
    in two lines."""

    def __init__(
        self, parent: QWidget | None = None, *, equal: bool = False, raised: bool = False, tight: bool = False
    ) -> None:
        super().__init__(parent)
        self.tight = tight
        self.segments: list[Segment] = []
        self._equal = equal
        self._raised = raised
        self._stands: Fit = "tight" if tight else "roomy"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def hug(self) -> None:
        """Be no wider than the words need."""
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Maximum)
        self.setSizePolicy(policy)

    def _inset(self) -> int:
        return theme.metrics().px(4) if self._raised else 1

    def _widths(self, fit: Fit) -> list[int]:
        hints = [one.width_in(fit) for one in self.segments]
        return [max(hints, default=0)] * len(hints) if self._equal else hints

    def line_width(self, fit: Fit) -> int:
        """How wide all segments in one line are."""
        return sum(self._widths(fit)) + 2 * self._inset()

    def fit(self) -> Fit:
        """How the segments stand at the width there is."""
        ways: tuple[Fit, ...] = ("tight", "close") if self.tight else ("roomy", "tight", "close")
        if len(self.segments) < 2:
            return ways[0]
        return next((way for way in ways if self.line_width(way) <= self.width()), "rows")

    def _lines(self) -> list[list[Segment]]:
        if self.fit() != "rows":
            return [self.segments]
        if not self._equal:
            return [[one] for one in self.segments]
        half = (len(self.segments) + 1) // 2
        return [self.segments[:half], self.segments[half:]]

    def sizeHint(self) -> QSize:
        return QSize(self.line_width("tight" if self.tight else "roomy"), theme.metrics().target + 2 * self._inset())

    def minimumSizeHint(self) -> QSize:
        widths = self._widths("close")
        least = sum(widths[: (len(widths) + 1) // 2]) if self._equal else max(widths, default=0)
        return QSize(least + 2 * self._inset(), theme.metrics().target + 2 * self._inset())

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
        tall = len(self._lines()) * theme.metrics().target + 2 * self._inset()
        if self.minimumHeight() != tall or self.maximumHeight() != tall:
            self.setFixedHeight(tall)

    def arrange(self) -> None:
        """Give every segment its place."""
        if not self.segments:
            return
        self._stands = self.fit()
        inset = self._inset()
        inner = self.rect().adjusted(inset, inset, -inset, -inset)
        lines = self._lines()
        each = inner.height() / len(lines)
        for number, line in enumerate(lines):
            top = round(inner.top() + number * each)
            bottom = round(inner.top() + (number + 1) * each)
            self._arrange_line(line, QRect(inner.left(), top, inner.width(), bottom - top), len(lines[0]))

    def _arrange_line(self, line: list[Segment], room: QRect, places: int) -> None:
        """Spread the segments of one line; where the line has fewer than `places`, the last places stay free."""
        if self._stands == "rows":
            hints = [room.width() // places] * len(line)
        else:
            hints = self._widths(self._stands)
        spare = 0 if len(line) < places else max(0, room.width() - sum(hints))
        edge = float(room.left())
        ordered = list(zip(line, hints, strict=True))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            ordered.reverse()
            edge += 0 if len(line) == places else room.width() - sum(hints)
        for one, hint in ordered:
            end = edge + hint + spare / len(line)
            one.setGeometry(QRect(round(edge), room.top(), round(end) - round(edge), room.height()))
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
        if not on:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            first_of_line = one.x() + (one.width() if mirrored else 0) in (self._inset(), self.width() - self._inset())
            if not first_of_line:
                side = QRectF(rect.width() - 1 if mirrored else 0, 0, 1, rect.height())
                painter.fillRect(side, theme.color("line"))
            if one.y() > self._inset():
                painter.fillRect(QRectF(0, 0, rect.width(), 1), theme.color("line"))
            if one is self.segments[-1] and one.y() > self._inset() and self._equal:  # beside the places left free
                side = QRectF(0 if mirrored else rect.width() - 1, 0, 1, rect.height())
                painter.fillRect(side, theme.color("line"))
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
        fit = self._stands
        needed = width + 2 * m.px(6) + m.px(16)  # a tick of its smaller size
        tick = tick and (fit in ("roomy", "tight") or one.width() >= needed)
        small = fit != "roomy"
        side, gap = (0, 0) if not tick else (m.px(12), m.px(4)) if small else (m.px(14), m.px(6))
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
