"""Tokens and sizes turned into what Qt understands: a palette, a style, and two short sheets.

The style dresses only what Qt paints itself (tooltips, scroll bars, bare editors); our own widgets paint from the
tokens. There is no style sheet for the whole application: Qt would match its rules against every widget that is made,
and dress every widget anew, for about a millisecond each, whenever the look changes. The sheets here are for the two
things that are made anew each time they are shown, menus and dropped-down lists.
"""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMenu,
    QProxyStyle,
    QScrollBar,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QWidget,
)

from rmt_notes.ui.theme.metrics import Metrics
from rmt_notes.ui.theme.tokens import Tokens

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "card",
    QPalette.ColorRole.AlternateBase: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "placeholder",
    QPalette.ColorRole.Button: "card",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "on_selection",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Shadow: "shadow",
}

_SWITCHED_OFF = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


EDITORS = ("QLineEdit", "QTextEdit")
"""Kinds of widget with a palette of their own: words in a field that is switched off are still there to be read."""


def make_palette(tokens: Tokens, *, editors: bool = False) -> QPalette:
    """The palette of one look, every group filled; with `editors`, of the widgets named in `EDITORS`."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(tokens.colour(name)))
    for role in _SWITCHED_OFF:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    if editors:
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, QColor(tokens.text))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(tokens.track))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.HighlightedText, QColor(tokens.text))
    return palette


class OwnStyle(QProxyStyle):
    """Fusion, with tooltips, scroll bars and bare editors in the look in force. Our own widgets ask it for little."""

    def __init__(self, tokens: Tokens, metrics: Metrics) -> None:
        super().__init__("Fusion")
        self.tokens, self.metrics = tokens, metrics

    def polish(self, dressed: Any) -> Any:  # a widget, a palette or the application
        if isinstance(dressed, QScrollBar):
            super().polish(dressed)
            dressed.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        elif isinstance(dressed, QMenu):
            super().polish(dressed)
            if not dressed.styleSheet():  # giving it one polishes it once more
                dressed.setStyleSheet(menu_sheet(self.tokens, self.metrics))
        elif isinstance(dressed, QLabel) and dressed.inherits("QTipLabel"):
            super().polish(dressed)
            across, down = self.metrics.px(8), self.metrics.px(6)
            dressed.setMargin(1)
            dressed.setContentsMargins(across, down, across, down)
        else:
            return super().polish(dressed)
        return None

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric == _EXTENT:
            return self.metrics.px(12)
        if metric == _LEAST_HANDLE:
            return self.metrics.px(40) + 2 * self.metrics.px(3)
        return super().pixelMetric(metric, option, widget)

    def drawPrimitive(
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element == QStyle.PrimitiveElement.PE_PanelTipLabel:
            painter.fillRect(option.rect, QColor(self.tokens.raised))
            painter.setPen(QPen(QColor(self.tokens.border), 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        elif not _is_bare(element, widget):
            super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control != QStyle.ComplexControl.CC_ScrollBar or not isinstance(option, QStyleOptionSlider):
            super().drawComplexControl(control, option, painter, widget)
            return
        handle = QRectF(_handle_of(option, self.pixelMetric(_LEAST_HANDLE)))
        inset, radius = self.metrics.px(3), self.metrics.px(12) // 2 - self.metrics.px(3)
        under = bool(option.state & QStyle.StateFlag.State_MouseOver) and bool(
            option.activeSubControls & QStyle.SubControl.SC_ScrollBarSlider
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.tokens.muted if under else self.tokens.border))
        painter.drawRoundedRect(handle.adjusted(inset, inset, -inset, -inset), radius, radius)
        painter.restore()

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        if control != QStyle.ComplexControl.CC_ScrollBar or not isinstance(option, QStyleOptionSlider):
            place: QRect = super().subControlRect(control, option, part, cast(QWidget, widget))
            return place
        whole: QRect = option.rect
        handle = _handle_of(option, self.pixelMetric(_LEAST_HANDLE))
        if part == QStyle.SubControl.SC_ScrollBarSlider:
            return handle
        if part == QStyle.SubControl.SC_ScrollBarGroove:
            return whole
        before, behind = QRect(whole), QRect(whole)
        if option.orientation == Qt.Orientation.Vertical:
            before.setBottom(handle.top() - 1)
            behind.setTop(handle.bottom() + 1)
        else:
            before.setRight(handle.left() - 1)
            behind.setLeft(handle.right() + 1)
            if option.direction == Qt.LayoutDirection.RightToLeft:
                before, behind = behind, before
        if part == QStyle.SubControl.SC_ScrollBarSubPage:
            return before
        return behind if part == QStyle.SubControl.SC_ScrollBarAddPage else QRect()


def _is_bare(element: QStyle.PrimitiveElement, widget: QWidget | None) -> bool:
    """Whether nothing is painted here: what stands below shows through."""
    if element == QStyle.PrimitiveElement.PE_PanelLineEdit:
        return isinstance(widget, QLineEdit) and not widget.hasFrame()
    return element == QStyle.PrimitiveElement.PE_PanelScrollAreaCorner


_EXTENT = QStyle.PixelMetric.PM_ScrollBarExtent
_LEAST_HANDLE = QStyle.PixelMetric.PM_ScrollBarSliderMin


def _handle_of(option: QStyleOptionSlider, least: int) -> QRect:
    """Where the handle of a scroll bar without buttons stands."""
    upright = option.orientation == Qt.Orientation.Vertical
    room = option.rect.height() if upright else option.rect.width()
    beyond = option.maximum - option.minimum
    length = room
    if beyond > 0:
        length = max(min(least, room), option.pageStep * room // (beyond + option.pageStep))
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, room - length, option.upsideDown
    )
    handle = QRect(option.rect)
    if upright:
        handle.setTop(option.rect.top() + start)
        handle.setHeight(length)
        return handle
    handle.setLeft(option.rect.left() + start)
    handle.setWidth(length)
    seen: QRect = QStyle.visualRect(option.direction, option.rect, handle)
    return seen


def menu_sheet(tokens: Tokens, metrics: Metrics) -> str:
    """The sheet of a menu."""
    t, m = tokens, metrics
    return f"""
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border}; padding: {m.px(6)}px; }}
QMenu::item {{ min-height: {m.target - m.px(12)}px; padding: {m.px(6)}px {m.px(28)}px {m.px(6)}px {m.px(12)}px;
  border-radius: {m.px(6)}px; }}
QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::icon {{ padding-left: {m.px(8)}px; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {m.px(6)}px {m.px(8)}px; }}
"""


def list_sheet(tokens: Tokens, metrics: Metrics, *, framed: bool) -> str:
    """The sheet of a list that drops down; `framed` where nothing around it has a frame."""
    t, m = tokens, metrics
    frame = f"1px solid {t.border}" if framed else "none"
    return f"""
QListView {{ background: {t.raised}; color: {t.text}; border: {frame}; padding: {m.px(4)}px; outline: none; }}
QListView::item {{ padding: 0 {m.px(8)}px; border-radius: {m.px(6)}px; }}
QListView::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
"""
