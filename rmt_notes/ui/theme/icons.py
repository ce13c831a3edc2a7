"""The bundled icons, recoloured from the tokens and drawn at the exact size of the screen's pixels."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from rmt_notes import resources

ALIASES = {"more-horizontal": "ellipsis", "today": "sun", "unsigned": "pencil-line", "find": "search"}


@cache
def _source(name: str) -> str:
    return resources.text("icons", f"{ALIASES.get(name, name)}.svg")


def icon_exists(name: str) -> bool:
    """Whether an icon of that name is bundled."""
    return resources.path("icons", f"{ALIASES.get(name, name)}.svg").is_file()


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, size: int, ratio: float = 1.0, stroke: float = 2.0) -> QPixmap:
    """The icon in `colour` (`#rrggbb`), `size` logical pixels square, for a screen with `ratio` device pixels in each.

    Raises:
        FileNotFoundError: for an icon that is not bundled.
    """
    source = _source(name).replace("currentColor", colour)
    if stroke != 2.0:
        source = source.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    device = max(1, round(size * ratio))
    pixmap = QPixmap(device, device)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, device, device))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: str, stroke: float = 2.0) -> None:
    """Draw the icon in the middle of `rect`, as large as fits."""
    size = round(min(rect.width(), rect.height()))
    ratio = painter.device().devicePixelRatioF()
    pixmap = icon_pixmap(name, colour, size, ratio, stroke)
    at = rect.center()
    x, y = at.x() - size / 2, at.y() - size / 2
    painter.drawPixmap(
        QRectF(round(x * ratio) / ratio, round(y * ratio) / ratio, size, size),
        pixmap,
        QRectF(0, 0, pixmap.width(), pixmap.height()),
    )


def make_icon(name: str, colour: str, disabled: str, size: int) -> QIcon:
    """An icon for menus and actions, at one, one and a half and two device pixels, with its switched-off look."""
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(icon_pixmap(name, QColor(colour).name(), size, ratio), QIcon.Mode.Normal)
        made.addPixmap(icon_pixmap(name, QColor(disabled).name(), size, ratio), QIcon.Mode.Disabled)
    made.actualSize(QSize(size, size))
    return made
