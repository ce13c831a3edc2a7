"""One view as a picture that is kept: when marks change, only the pixels they touch are drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion


class Piece(NamedTuple):
    """Something drawn on a view. `key` holds everything its look depends on, `place` the pixels it may touch."""

    key: Hashable
    place: QRect
    paint: Callable[[QPainter], None]


class PagePicture:
    """The figure of one view with its pieces, for one size and one look. `frame` is its part of the sheet in pixels,
    `sight` the part of it where pieces may be, `ground` paints the figure beneath them."""

    def __init__(self, frame: QRect, sight: QRect, ratio: float, ground: Callable[[QPainter], None]) -> None:
        self.frame = frame
        self.ratio = ratio
        self._sight = sight
        self._bare = self._blank()
        painter = self._painter(self._bare)
        ground(painter)
        painter.end()
        self._picture = QPixmap(self._bare)
        self.pieces: dict[Hashable, Piece] = {}

    def show(self, pieces: Sequence[Piece]) -> QRegion:
        """Have exactly these pieces on the picture, later ones above; the part of the sheet that changed."""
        known, wanted = self.pieces, {piece.key: piece for piece in pieces}
        self.pieces = wanted
        places = [
            piece.place
            for one, other in ((known, wanted), (wanted, known))
            for key, piece in one.items()
            if key not in other
        ]
        if [key for key in known if key in wanted] != [key for key in wanted if key in known]:
            places = [self._sight]  # what lay below lies above now
        changed = _joined(places).intersected(self._sight)
        if not changed.isEmpty():
            self._redraw(changed)
        return changed

    def paint(self, painter: QPainter) -> None:
        """Draw it on the sheet."""
        painter.drawPixmap(self.frame.topLeft(), self._picture)

    def _redraw(self, changed: QRegion) -> None:
        painter = self._painter(self._picture)
        if changed.rectCount() == 1:
            painter.setClipRect(changed.boundingRect())
        else:
            painter.setClipRegion(changed)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawPixmap(self.frame.topLeft(), self._bare)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        whole = changed.boundingRect()
        for piece in self.pieces.values():
            if piece.place.intersects(whole) and changed.intersects(piece.place):
                piece.paint(painter)
        painter.end()

    def _painter(self, picture: QPixmap) -> QPainter:
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.frame.left(), -self.frame.top())
        return painter

    def _blank(self) -> QPixmap:
        made = QPixmap(max(1, round(self.frame.width() * self.ratio)), max(1, round(self.frame.height() * self.ratio)))
        made.setDevicePixelRatio(self.ratio)
        made.fill(Qt.GlobalColor.transparent)
        return made


def _joined(places: Sequence[QRect]) -> QRegion:
    """All of them; as one rectangle where that is not much larger: it is painted in fewer steps."""
    joined = QRegion()
    for place in places:
        joined += place
    whole = joined.boundingRect()
    area = sum(place.width() * place.height() for place in places)
    return QRegion(whole) if whole.width() * whole.height() < 2 * area else joined
