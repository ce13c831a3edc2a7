"""The course of one measure over the visits: a plain plot, drawn by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.paint import painter_of
from rmt_notes.ui.widgets.when import long_day, short_day

CROWDED = 9
"""Visits closer to each other than this, at 100 %, have no dot of their own."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One visit: its day, the value of the solid line and of the dashed one, and whether the change is a meaningful
    one."""

    day: date
    first: float | None
    second: float | None = None
    meaningful: bool = False


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"


class TrendPlot(QWidget):
    """Solid with dots, dashed without; a diamond marks where a meaningful change is reached first, and from where on
    it lasts until now. Values outside the limits stretch them.

    `small` is the plot beside other things, less tall and without its days. The same course is told in words to a
    screen reader and in `summary`; pointing at a dot says its day and values.
    """

    def __init__(
        self,
        *,
        low: float = 0,
        high: float = 10,
        names: tuple[str, str] | None = None,
        unit: str = "",
        legend: bool = True,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._high, self._unit = low, high, unit
        self._names = names or (_("before"), _("after"))
        self._legend = legend
        self._small = small
        self._points: tuple[TrendPoint, ...] = ()
        self._reached: tuple[TrendPoint, ...] = ()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_points(self, points: Sequence[TrendPoint]) -> None:
        """Draw other visits; they are put in the order of their days."""
        self._points = tuple(sorted(points, key=lambda point: point.day))
        measured = [point for point in self._points if point.first is not None]
        begins = [
            point
            for number, point in enumerate(measured)
            if point.meaningful and (number == 0 or not measured[number - 1].meaningful)
        ]
        lasting = begins[-1:] if measured and measured[-1].meaningful else []
        self._reached = tuple(dict.fromkeys((*begins[:1], *lasting)))
        self.setAccessibleName(self.summary())
        self.updateGeometry()
        self.update()

    def points(self) -> tuple[TrendPoint, ...]:
        """What is drawn."""
        return self._points

    def summary(self) -> str:
        """The course in words: first, last, and the meaningful changes."""
        firsts = [point for point in self._points if point.first is not None]
        if not firsts:
            return _("No values yet")
        start, end = firsts[0], firsts[-1]
        words = _("{name}: {first} on {first_day}, {last} on {last_day}").format(
            name=self._names[0],
            first=self._said(start.first),
            first_day=long_day(start.day),
            last=self._said(end.first),
            last_day=long_day(end.day),
        )
        seconds = [point for point in self._points if point.second is not None]
        if seconds:
            words += "; " + _("{name}: {first} on {first_day}, {last} on {last_day}").format(
                name=self._names[1],
                first=self._said(seconds[0].second),
                first_day=long_day(seconds[0].day),
                last=self._said(seconds[-1].second),
                last_day=long_day(seconds[-1].day),
            )
        marked = [short_day(point.day) for point in self._reached]
        if marked:
            words += "; " + _("{what} on {days}").format(what=self._since(), days=", ".join(marked))
        return words

    def _said(self, value: float | None) -> str:
        return "" if value is None else f"{_number(value)}{self._unit}"

    def sizeHint(self) -> QSize:
        high = (60 if self._small else 142) + (24 if self._has_legend() else 0) + (20 if self._has_diamonds() else 0)
        return QSize(theme.metrics().px(320), theme.metrics().px(high))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(160), self.sizeHint().height())

    def _has_legend(self) -> bool:
        return self._legend and (bool(self._reached) or any(point.second is not None for point in self._points))

    def _has_diamonds(self) -> bool:
        return self._legend and bool(self._reached)

    def _since(self) -> str:
        """What a diamond says, with the day that it is measured from."""
        start = next((point.day for point in self._points if point.first is not None), self._points[0].day)
        return _("meaningful change since {day}").format(day=short_day(start))

    def _limits(self) -> tuple[float, float]:
        values = [value for point in self._points for value in (point.first, point.second) if value is not None]
        return min([self._low, *values]), max([self._high, *values])

    def _area(self) -> QRectF:
        m = theme.metrics()
        low, high = self._limits()
        letters = QFontMetricsF(theme.font("tiny", figures=True))
        left = max(letters.horizontalAdvance(_number(value)) for value in (low, (low + high) / 2, high)) + m.px(12)
        days = 8 if self._small else 26
        foot = m.px(days) + (m.px(24) if self._has_legend() else 0) + (m.px(20) if self._has_diamonds() else 0)
        top = m.px(8 if self._small else 12)
        return QRectF(left, top, self.width() - left - m.px(10), self.height() - top - foot)

    def _place(self, day: date, value: float, area: QRectF) -> QPointF:
        low, high = self._limits()
        first, last = self._points[0].day.toordinal(), self._points[-1].day.toordinal()
        share = 0.5 if first == last else (day.toordinal() - first) / (last - first)
        inset = theme.metrics().px(6)
        x = area.left() + inset + share * (area.width() - 2 * inset)
        return QPointF(x, area.bottom() - (value - low) / (high - low or 1) * area.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        area = self._area()
        self._paint_grid(painter, area)
        if self._points:
            dashed = [
                (point, self._place(point.day, point.second, area))
                for point in self._points
                if point.second is not None
            ]
            solid = [
                (point, self._place(point.day, point.first, area)) for point in self._points if point.first is not None
            ]
            self._paint_line(painter, [at for _point, at in dashed], "series_second", dashed=True)
            self._paint_line(painter, [at for _point, at in solid], "series", dashed=False)
            apart = area.width() / max(1, len(solid) - 1)
            for number, (point, at) in enumerate(solid):
                last, diamond = number == len(solid) - 1, point in self._reached
                if last or diamond or apart >= theme.metrics().px(CROWDED):  # dots that touch hide the line
                    self._paint_mark(painter, at, diamond=diamond, last=last)
            if not self._small:
                self._paint_days(painter, area)
        if self._has_legend():
            self._paint_legend(painter, area)
        painter.end()

    def _paint_grid(self, painter: QPainter, area: QRectF) -> None:
        low, high = self._limits()
        painter.setFont(theme.font("tiny", figures=True))
        for share in (0.0, 0.5, 1.0):
            y = round(area.bottom() - share * area.height()) + 0.5
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("muted"))
            box = QRectF(0, y - 10, area.left() - theme.metrics().px(8), 20)
            painter.drawText(
                box,
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                _number(low + share * (high - low)),
            )

    def _paint_line(self, painter: QPainter, places: list[QPointF], token: str, *, dashed: bool) -> None:
        if len(places) < 2:
            return
        pen = QPen(theme.color(token), theme.metrics().px(2) + 0.4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.RoundCap)
        if dashed:
            pen.setDashPattern([2.0, 1.6])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))

    def _paint_mark(self, painter: QPainter, at: QPointF, *, diamond: bool, last: bool) -> None:
        half = theme.metrics().px(6 if diamond else 5 if last else 4)
        painter.setPen(QPen(theme.color("card"), 1.5))
        painter.setBrush(theme.color("series"))
        if diamond:
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(at.x(), at.y() - half),
                        QPointF(at.x() + half, at.y()),
                        QPointF(at.x(), at.y() + half),
                        QPointF(at.x() - half, at.y()),
                    ]
                )
            )
        else:
            painter.drawEllipse(at, half, half)

    def _paint_days(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(theme.font("tiny", figures=True))
        painter.setPen(theme.color("muted"))
        box = QRectF(area.left(), area.bottom() + theme.metrics().px(6), area.width(), theme.metrics().px(18))
        if len(self._points) == 1:
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), short_day(self._points[0].day))
            return
        painter.drawText(
            box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), short_day(self._points[0].day)
        )
        painter.drawText(
            box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), short_day(self._points[-1].day)
        )

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        m = theme.metrics()
        font = theme.font("tiny", "medium")
        letters = QFontMetricsF(font)
        x, y = area.left(), self.height() - m.px(30 if self._has_diamonds() else 10)
        parts = [("solid", self._names[0])]
        if any(point.second is not None for point in self._points):
            parts.append(("dashed", self._names[1]))
        if self._has_diamonds():
            parts.append(("diamond", self._since()))
        for kind, words in parts:
            if kind == "diamond":
                x, y = area.left(), y + m.px(20)  # a line of its own: it names the day it is measured from
                self._paint_mark(painter, QPointF(x + m.px(6), y), diamond=True, last=False)
                x += m.px(18)
            else:
                places = [QPointF(x, y), QPointF(x + m.px(22), y)]
                self._paint_line(
                    painter, places, "series" if kind == "solid" else "series_second", dashed=kind == "dashed"
                )
                x += m.px(28)
            painter.setFont(font)
            painter.setPen(theme.color("muted"))
            painter.drawText(
                QRectF(x, y - 10, letters.horizontalAdvance(words) + 4, 20),
                int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
                words,
            )
            x += letters.horizontalAdvance(words) + m.px(16)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        near = [
            (abs(self._place(point.day, 0, area).x() - event.position().x()), number)
            for number, point in enumerate(self._points)
        ]
        distance, number = min(near, default=(1e9, 0))
        if distance > theme.metrics().px(24):
            QToolTip.hideText()
            return
        point = self._points[number]
        parts = [
            f"{name} {self._said(value)}"
            for name, value in zip(self._names, (point.first, point.second), strict=True)
            if value is not None
        ]
        QToolTip.showText(event.globalPosition().toPoint(), f"{long_day(point.day)}: {', '.join(parts)}", self)
