"""The cards of a long page at its left: where one is, and one press to any of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.reading_order import in_reading_order
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.section_rail import SectionRail

REACHED = 120
"""A card counts as reached when its top is less than this many pixels below the upper edge."""


class CardRail(SectionRail):
    """Cards as (word, card) in their order down the page. It never asks the page for height: a page lower than the
    rail does without it (`fits`)."""

    def __init__(self, scroll: ScrollColumn, cards: Sequence[tuple[str, QWidget]], *, name: str) -> None:
        super().__init__([(str(number), word, "") for number, (word, _card) in enumerate(cards)], stated=False)
        self.setAccessibleName(name)
        self.setMinimumHeight(1)
        self._scroll = scroll
        self._cards = {str(number): card for number, (_word, card) in enumerate(cards)}
        self.chosen.connect(self._go_to)
        bar = scroll.verticalScrollBar()
        bar.valueChanged.connect(self._follow)
        bar.rangeChanged.connect(lambda _least, _most: self._follow(bar.value()))
        self._follow(bar.value())

    def fits(self, height: int) -> bool:
        """Whether all of it shows in `height` pixels."""
        return self.sizeHint().height() <= height

    def _go_to(self, key: str) -> None:
        card = self._cards[key]
        self._scroll.show_widget(card, at_top=True)
        first = next((each for each in in_reading_order(card) if each.isEnabled() and each.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_current(key)

    def _follow(self, at: int) -> None:
        ground = self._scroll.widget()
        if ground is None:
            return
        bar = self._scroll.verticalScrollBar()
        if bar.maximum() and at >= bar.maximum():  # the last cards never come to the top
            current = self.current()
            if current is not None and self._top(current, ground) >= at:
                return
        reached = next(iter(self._cards))
        for key in self._cards:
            if self._top(key, ground) <= at + theme.metrics().px(REACHED):
                reached = key
        self.set_current(reached)

    def _top(self, key: str, ground: QWidget) -> int:
        return self._cards[key].mapTo(ground, QPoint(0, 0)).y()
