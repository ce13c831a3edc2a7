"""Two body charts of one client, one over the other or side by side, and what became of the pain over all visits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body_chart import layer_of, renumbered, site_words
from rmt_notes.clinical.body_compare import BurdenPoint, Change, changes
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.legend import GHOST, Legend
from rmt_notes.ui.widgets.body.scene import Scene
from rmt_notes.ui.widgets.body.sheet import FigureSheet
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.segmented import PillTabs
from rmt_notes.ui.widgets.trend import TrendPlot, TrendPoint

OVER, BESIDE = "over", "beside"
VIEWS = ("front", "back")
_MOST_HEIGHT = 470
_Marked = tuple[str, tuple[BodyMark, ...]]


class _Day(QWidget):
    """One day's figures under their heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(1))
        self._heading = Label("", "body", "semibold")
        self._heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sheet = FigureSheet(self)
        self.sheet.set_views(VIEWS)
        self.sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column.addWidget(self._heading)
        column.addWidget(self.sheet)

    def show_day(self, words: str, scene: Scene, views: Sequence[str]) -> None:
        """Show the marks of a day."""
        self._heading.setText(words)
        self.sheet.set_views(views)
        self.sheet.set_scene(scene)
        self.sheet.setAccessibleName(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        m = theme.metrics()
        self.sheet.setFixedHeight(round(min(m.px(_MOST_HEIGHT), max(m.px(260), self.sheet.height_for(self.width())))))


class BodyCompareCard(Card):
    """The pain of an earlier and a later visit; the figures are made when there is something to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Body chart of the two visits"), parent=parent)
        self.way = PillTabs([(OVER, _("Overlaid")), (BESIDE, _("Side by side"))], name=_("How to compare"))
        self.way.chosen.connect(lambda _way: self._fill())
        self.head.addWidget(self.way)
        self._row = QWidget()
        self._figures = QHBoxLayout(self._row)
        self._figures.setContentsMargins(0, 0, 0, 0)
        self._figures.setSpacing(theme.metrics().space(3))
        self.add(self._row)
        self.legend = Legend(ghost=_("Earlier visit"))
        self.add(self.legend)
        self._told = KeyValue()
        self.add(self._told)
        self._plots = QWidget()
        plots = QHBoxLayout(self._plots)
        plots.setContentsMargins(0, 0, 0, 0)
        plots.setSpacing(theme.metrics().space(4))
        self.strength = TrendPlot(names=(_("strongest"), _("mean")))
        self.area = TrendPlot(high=4, unit=" %", names=(_("area"), ""), legend=False)
        for plot, words in (
            (self.strength, _("Strength of the pain marked, 0 to 10")),
            (self.area, _("Share of the drawn body marked, %")),
        ):
            column = QVBoxLayout()
            column.addWidget(Label(words, "hint", token="muted", wrap=True))
            column.addWidget(plot)
            column.addStretch(1)
            plots.addLayout(column, 1)
        self.add(self._plots)
        self._plots.hide()
        self._days: list[_Day] = []
        self._pair: tuple[tuple[str, tuple[BodyMark, ...]], tuple[str, tuple[BodyMark, ...]]] | None = None

    def days(self) -> tuple[FigureSheet, ...]:
        """The figures in sight, the earlier visit first."""
        return tuple(day.sheet for day in self._days if not day.isHidden())

    def rows(self) -> tuple[tuple[str, str], ...]:
        """What changed, in words."""
        return self._told.rows()

    def set_pair(
        self, earlier: tuple[str, Sequence[BodyMark]], later: tuple[str, Sequence[BodyMark]], layer: str = "pain"
    ) -> bool:
        """Compare the marks of two days (their words and all their marks); whether there is anything to show."""
        first, second = (
            (words, renumbered(mark for mark in marks if layer_of(mark) == layer)) for words, marks in (earlier, later)
        )
        self._pair = (first, second)
        shown = bool(first[1] or second[1])
        if shown:
            self._told.set_rows(_told_pair(first, second, layer))
            self._fill()
        return shown

    def set_course(self, points: Sequence[BurdenPoint]) -> None:
        """Show what the marks came to over the visits, from two visits on."""
        self._plots.setVisible(len(points) > 1)
        if len(points) > 1:
            self.strength.set_points(
                [TrendPoint(point.day, point.burden.worst, _rounded(point.burden.mean)) for point in points]
            )
            self.area.set_points([TrendPoint(point.day, round(point.burden.share * 100, 1)) for point in points])

    def _fill(self) -> None:
        if self._pair is None:
            return
        while len(self._days) < 2:
            day = _Day()
            self._figures.addWidget(day, 1)
            self._days.append(day)
        (first, before), (second, after) = self._pair
        views = _views(before, after)
        beside = self.way.current() == BESIDE
        self._days[1].setVisible(beside)
        if beside:
            self._days[0].show_day(first, Scene(marks=before, unpinned=True), views)
            self._days[1].show_day(second, Scene(marks=after, unpinned=True), views)
            kinds = (*Scene(marks=before).kinds(), *Scene(marks=after).kinds())
        else:
            words = _("{later}; dashed: {earlier}").format(later=second, earlier=first)
            self._days[0].show_day(words, Scene(marks=after, ghost=before, unpinned=True), views)
            kinds = (*Scene(marks=after).kinds(), *((GHOST,) if before else ()))
        self.legend.set_kinds(tuple(dict.fromkeys(kinds)))


def _views(*marks: Sequence[BodyMark]) -> tuple[str, ...]:
    """Front and back, and a side that was marked on."""
    seen = {mark.view for each in marks for mark in each}
    return (*VIEWS, *(view for view in ("left", "right") if view in seen))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _told_pair(first: _Marked, second: _Marked, layer: str) -> list[tuple[str, str]]:
    """What became of each place; where one of the two visits has no marks, that it has none: nobody looked, so nothing
    is gone or new."""
    if first[1] and second[1]:
        return _told(changes(first[1], second[1], layer))
    bare, (day, marks) = (first[0], second) if second[1] else (second[0], first)
    places = [_change_words(each) for each in changes((), marks, layer)]
    return [(bare, _("not marked")), (day, "; ".join(places))]


def _told(found: Sequence[Change]) -> list[tuple[str, str]]:
    names = {
        "gone": _("Gone"),
        "weaker": _("Less"),
        "same": _("The same"),
        "stronger": _("More"),
        "new": _("New"),
    }
    rows = []
    for word, name in names.items():
        places = [_change_words(each) for each in found if each.word == word]
        rows.append((name, "; ".join(places)))
    return rows


def _change_words(each: Change) -> str:
    place = site_words(each.site)
    if each.was is not None and each.now is not None and each.was != each.now:
        return _("{place} {was} → {now}").format(place=place, was=each.was, now=each.now)
    score = each.now if each.after else each.was
    return place if score is None else _("{place} {score}/10").format(place=place, score=score)
