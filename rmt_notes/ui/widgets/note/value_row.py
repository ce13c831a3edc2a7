"""One entry told in one line: its name, its values as pills or a sentence, a figure at the right, and a chevron
that opens it. Values beyond a line of pills follow below it in one of small words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.glance import Told
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of

NAME_WIDTH = 120
"""Width of the first column in every section, at 100 %."""

AIR = 10
"""Room above and below the words of a line together, at 100 %: two lines of words are as high as a finger needs."""

PILL, PILL_GAP, PILL_PAD = 26, 5, 10
"""Height of a value's pill, room to the next one, and room beside its words, at 100 %."""

BESIDE_LIMITS = 170
"""With less room than this beside the limits, at 100 %, they have lines of their own."""


LONG_PILL = 0.4
"""A value as long as this part of the line lets those behind it pass where it finds no room."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """What one line says. `text` stands where there are no pills, `parts` are what it is made of: those that find no
    room in two lines are counted. `limits` is what keeps the client safe: always told, in the warning colour. `missing`
    pills are asked for and shown in that colour, too; `quiet` writes the text muted, for a line that holds nothing
    yet."""

    name: str
    pills: tuple[str, ...] = ()
    text: str = ""
    parts: tuple[Told, ...] = ()
    right: str = ""
    limits: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    quiet: bool = False

    def spoken(self) -> str:
        """The whole line for a screen reader."""
        told = "; ".join(part for part in (*self.pills, *self.limits, self.text, *self.missing, self.right) if part)
        return f"{self.name}: {told}" if told else self.name


def _limits_left() -> float:
    """Where the words of the limits begin, behind their sign."""
    return float(theme.metrics().px(20))


class _Pill(NamedTuple):
    text: str
    width: float
    asked: bool


class ValueRow(PressButton):
    """The line. Pressing it opens or closes what belongs to it (`clicked`)."""

    def __init__(self, look: RowLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._open = False
        self._source = ""
        self._chip = False
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_look(look)

    @property
    def look(self) -> RowLook:
        return self._look

    def set_look(self, look: RowLook) -> None:
        """Say something else."""
        self._look = look
        self._heights.clear()
        self.setAccessibleName(look.spoken())
        self.updateGeometry()
        self.update()

    def set_carried(self, source: str | None) -> None:
        """Say where the entry comes from while nobody has looked at it; None takes the mark away."""
        if (source or "") != self._source:
            self._source = source or ""
            self._heights.clear()
            self._say()
            self.updateGeometry()
            self.update()

    def carried(self) -> str:
        """Where the entry comes from, while nobody has looked at it."""
        return self._source

    def _say(self) -> None:
        state = _("open") if self._open else _("closed")
        self.setAccessibleDescription(", ".join(part for part in (self._source, state) if part))

    def is_open(self) -> bool:
        """Whether what belongs to the line is shown."""
        return self._open

    def set_open(self, shown: bool) -> None:
        """Turn the chevron and say so to a screen reader."""
        self._open = shown
        self._say()
        self.updateGeometry()
        self.update()

    def is_chip(self) -> bool:
        """Whether it stands as a chip."""
        return self._chip

    def set_as_chip(self, on: bool) -> None:
        """Be a chip that says the name alone, for a line that holds nothing yet, or a line of its own."""
        if on != self._chip:
            self._chip = on
            self._heights.clear()
            self.updateGeometry()
            self.update()

    # sizes

    def _chip_width(self) -> int:
        m = theme.metrics()
        words = theme.text_width(self._look.name, "body", "medium")
        return max(m.target, int(words) + 2 * m.px(18 if m.touch else 15) + m.px(12) + 1)

    def _columns(self, width: int) -> tuple[float, float, float]:
        """Where the name ends, where the values begin and where they end."""
        m = theme.metrics()
        name = min(float(m.px(NAME_WIDTH)), width * 0.4)
        right = (
            QFontMetricsF(theme.font("body", figures=True)).horizontalAdvance(self._look.right) + m.px(12)
            if self._look.right
            else 0.0
        )
        end = width - right - m.px(26)
        if not (self._look.pills or self._look.missing or self._look.text):
            name = end - m.px(8)  # nothing stands beside it
        return name, name + m.px(8), end

    def _pill_lines(self, room: float) -> tuple[list[list[_Pill]], str]:
        """One line of values as pills, as many as find room in it, and what is asked for; the other values in words."""
        line: list[_Pill] = []
        left: list[str] = []
        used = 0.0
        full = False
        for text in self._look.pills:
            pill = self._pill(text, room, asked=False)
            fits = not line or (not full and used + pill.width <= room)
            full = full or (not fits and pill.width < LONG_PILL * room)
            if fits:
                line.append(pill)
                used += pill.width + theme.metrics().px(PILL_GAP)
            else:
                left.append(text)
        lines = [line] if line else []
        for asked in (self._pill(text, room, asked=True) for text in self._look.missing):
            if not lines or used + asked.width > room:
                lines.append([])
                used = 0.0
            lines[-1].append(asked)
            used += asked.width + theme.metrics().px(PILL_GAP)
        return lines, self._besides(left, room - self._limits_beside(room))

    def _limits_words(self) -> str:
        return " · ".join(self._look.limits)

    def _limits_beside(self, room: float) -> float:
        """What the limits take of the line of words that they begin; 0 where they have lines of their own."""
        words = self._limits_words()
        wide = _limits_left() + QFontMetricsF(theme.font("hint", "medium")).horizontalAdvance(words)
        if not words or self._source or wide > room - theme.metrics().px(BESIDE_LIMITS):
            return 0.0
        return wide + theme.metrics().px(10)

    def _limits_height(self, room: float) -> float:
        """How high lines of their own are, with the room to what follows; 0 where there are none."""
        words = self._limits_words()
        if not words or self._limits_beside(room):
            return 0.0
        return self._text_height(words, theme.font("hint", "medium"), room - _limits_left()) + theme.metrics().px(2)

    def _besides(self, values: Sequence[str], room: float) -> str:
        """The values without a pill, in one line of words, the last ones counted; every one of them while nobody has
        looked at the entry yet."""
        whole = " · ".join(values)
        metrics = QFontMetricsF(theme.font("hint"))
        if self._source or len(values) < 2 or metrics.horizontalAdvance(whole) <= room:
            return whole
        words = whole
        for shown in range(len(values) - 1, -1, -1):
            rest = _("{number} more").format(number=len(values) - shown)
            words = " · ".join((*values[:shown], rest))
            if metrics.horizontalAdvance(words) <= room:
                break
        return words

    @staticmethod
    def _pill(text: str, room: float, *, asked: bool) -> _Pill:
        m = theme.metrics()
        width = QFontMetricsF(theme.font("hint")).horizontalAdvance(text) + 2 * m.px(PILL_PAD)
        return _Pill(text, min(room, width + (m.px(18) if asked else 0)), asked)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # nested layouts ask for the same few widths over and over
        if width not in self._heights:
            self._heights[width] = self._height(width)
        return self._heights[width]

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._heights.clear()

    def _height(self, width: int) -> int:
        m = theme.metrics()
        if self._chip:
            return m.target
        name_end, start, end = self._columns(width)
        name = self._text_height(self._look.name, theme.font("body", "semibold"), name_end - self._inset() + m.px(4))
        if self._source:
            name += QFontMetricsF(theme.font("hint")).height()
        told = 0.0
        if self._look.pills or self._look.missing:
            told = self._told_height(*self._pill_lines(end - start), end - start)
        elif self._look.text:
            told = self._text_height(self._words(end - start), theme.font("body"), end - start)
        return max(m.target, int(max(name, told)) + m.px(AIR))

    def _words(self, room: float) -> str:
        """The findings that fit in two lines, the others counted; the first one is never left out, and none while
        nobody has looked at them yet."""
        parts = self._look.parts
        if len(parts) < 2 or self._source:
            return self._look.text
        font = theme.font("body")
        most = self._text_height("X\nX", font, room)
        words = self._look.text
        for shown in range(len(parts) - 1, 0, -1):
            if self._text_height(words, font, room) <= most:
                break
            words = "; ".join(part.text for part in parts[:shown])
            rest = sum(part.findings for part in parts[shown:])
            words = _("{told}; and {rest} more").format(told=words, rest=rest)
        return words

    def _told_height(self, lines: list[list[_Pill]], besides: str, room: float) -> float:
        m = theme.metrics()
        high = len(lines) * m.px(PILL) + max(0, len(lines) - 1) * m.px(PILL_GAP)
        if not besides and not self._look.limits:
            return high
        beside = self._limits_beside(room)
        words = besides or ("X" if beside else "")
        return (
            high
            + m.px(PILL_GAP)
            + self._limits_height(room)
            + (self._text_height(words, theme.font("hint"), room - beside) if words else 0.0)
        )

    def _text_height(self, text: str, font: QFont, width: float) -> float:
        metrics = QFontMetricsF(font)
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
        return float(metrics.boundingRect(QRectF(0, 0, max(1.0, width), 4000), flags, text).height())

    def sizeHint(self) -> QSize:
        if self._chip:
            return QSize(self._chip_width(), theme.metrics().target)
        width = theme.metrics().px(520)
        return QSize(width, self.heightForWidth(max(self.width(), width)))

    def minimumSizeHint(self) -> QSize:
        if self._chip:
            return self.sizeHint()
        return QSize(theme.metrics().px(240), theme.metrics().target)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        if self._chip:
            self._paint_chip(painter)
            painter.end()
            return
        ground = QRectF(self.rect()).adjusted(0, m.px(2), 0, -m.px(2))
        if self.ringed:
            paint_ring(painter, ground, m.radius)
        name_end, start, end = self._columns(self.width())
        inset = self._inset()
        touched = self.isDown() or self.hovered()
        painter.setFont(theme.font("body", "semibold"))
        ink = "accent" if touched else "disabled" if not self.isEnabled() else "muted" if self._is_quiet() else "text"
        painter.setPen(theme.color(ink))
        wrap = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.AlignmentFlag.AlignLeft)
        below = QFontMetricsF(theme.font("hint")).height() if self._source else 0.0
        painter.drawText(QRectF(inset, 0, name_end - inset + m.px(4), self.height() - below), wrap, self._look.name)
        if self._source:
            self._paint_source(painter, inset, name_end, below)
        if self._look.pills or self._look.missing:
            self._paint_pills(painter, start, end)
        elif self._look.text:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("muted" if self._look.quiet else "text"))
            painter.drawText(QRectF(start, 0, end - start, self.height()), wrap, self._words(end - start))
        self._paint_right(painter, end)
        painter.end()

    def _is_quiet(self) -> bool:
        """Whether nothing is recorded, nor about to be."""
        return self._look.quiet and not self._open

    def _paint_chip(self, painter: QPainter) -> None:
        m = theme.metrics()
        rect = QRectF(self.rect())
        if self.ringed:
            rect = paint_ring(painter, rect, rect.height() / 2)
        fill = "pressed" if self.isDown() else "hover" if self.hovered() else "card"
        paint_box(painter, rect, rect.height() / 2, theme.color(fill), theme.color("border"))
        ink = theme.color("text" if self.isEnabled() else "disabled")
        side, gap = m.px(13), m.px(5)
        words = theme.text_width(self._look.name, "body", "medium")
        x = (self.width() - side - gap - words) / 2
        where = QRectF(x, (self.height() - side) / 2, side, side)
        theme.paint_icon(painter, "plus", where, ink.name(), 2.6)
        painter.setFont(theme.font("body", "medium"))
        painter.setPen(ink)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(x + side + gap, 0, words + 2, self.height()), flags, self._look.name)

    def _inset(self) -> int:
        """Where the name begins; the ring of the focus never stands on its first letter."""
        return theme.metrics().px(12 if self._source else 8 if self.ringed else 0)

    def _paint_source(self, painter: QPainter, inset: int, name_end: float, below: float) -> None:
        """The bar, and the day under the name."""
        m = theme.metrics()
        painter.fillRect(QRectF(0, m.px(6), m.px(4), self.height() - m.px(12)), theme.color("carried"))
        high = self._text_height(self._look.name, theme.font("body", "semibold"), name_end - inset + m.px(4))
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.color("warning"))
        top = (self.height() - high - below) / 2 + high
        where = QRectF(inset, top, name_end - inset + m.px(8), below)
        painter.drawText(where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._source)

    def _paint_pills(self, painter: QPainter, start: float, end: float) -> None:
        m = theme.metrics()
        lines, besides = self._pill_lines(end - start)
        high, gap = m.px(PILL), m.px(PILL_GAP)
        y = (self.height() - self._told_height(lines, besides, end - start)) / 2
        metrics = QFontMetricsF(theme.font("hint"))
        painter.setFont(theme.font("hint"))
        for number, line in enumerate(lines):
            if number == 1 and (besides or self._look.limits):
                y += self._paint_besides(painter, QRectF(start, y, end - start, 0.0), besides)
            x = start
            for text, width, asked in line:
                box = QRectF(x, y, width, high)
                paint_box(
                    painter,
                    box,
                    high / 2,
                    theme.color("warning_soft" if asked else "card"),
                    theme.color("warning_line" if asked else "line"),
                    dashed=asked,
                )
                ink = "warning" if asked else "text"
                inner = box.adjusted(m.px(PILL_PAD), 0, -m.px(6), 0)
                if asked:
                    theme.paint_icon(
                        painter,
                        "circle-alert",
                        QRectF(inner.x() - m.px(2), box.center().y() - m.px(7), m.px(14), m.px(14)),
                        theme.color(ink).name(),
                    )
                    inner.adjust(m.px(17), 0, 0, 0)
                painter.setPen(theme.color(ink))
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
                painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
                x += width + gap
            y += high + gap
        if len(lines) == 1:
            self._paint_besides(painter, QRectF(start, y, end - start, 0.0), besides)

    def _paint_besides(self, painter: QPainter, box: QRectF, words: str) -> float:
        """Write the limits and the values without a pill, and return how far they reach, with the room to what
        follows."""
        if not words and not self._look.limits:
            return 0.0
        m = theme.metrics()
        room, left, down, beside = box.width(), float(m.px(2)), 0.0, 0.0
        wrap = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
        if self._look.limits:
            beside = self._limits_beside(room)
            down = self._limits_height(room)
            side = m.px(14)
            high = self._text_height("X", theme.font("hint"), room)
            where = QRectF(box.x() + left, box.y() + (high - side) / 2, side, side)
            theme.paint_icon(painter, "triangle-alert", where, theme.color("warning").name())
            painter.setFont(theme.font("hint", "medium"))
            painter.setPen(theme.color("warning"))
            painter.drawText(box.adjusted(_limits_left(), 0, 0, max(down, high)), wrap, self._limits_words())
            painter.setFont(theme.font("hint"))
            left = beside or left
        high = self._text_height(words or "X", theme.font("hint"), room - beside)
        painter.setPen(theme.color("muted" if self.isEnabled() else "disabled"))
        painter.drawText(box.adjusted(left, down, 0, down + high), wrap, words)
        return down + (high if words or not down else 0.0) + m.px(PILL_GAP)

    def _paint_right(self, painter: QPainter, end: float) -> None:
        m = theme.metrics()
        side = m.px(18)
        theme.paint_icon(
            painter,
            "chevron-up" if self._open else "chevron-down",
            QRectF(self.width() - side - m.px(2), (self.height() - side) / 2, side, side),
            theme.color("accent" if self.isDown() or self.hovered() else "muted").name(),
        )
        if self._look.right:
            painter.setFont(theme.font("body", figures=True))
            painter.setPen(theme.color("muted"))
            painter.drawText(
                QRect(int(end), 0, int(self.width() - end - m.px(26)), self.height()),
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                self._look.right,
            )
