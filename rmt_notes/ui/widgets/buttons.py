"""Buttons: words first, at most one primary in sight, and never smaller than a finger needs."""

from __future__ import annotations

from typing import Literal, Protocol

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of

Kind = Literal["primary", "secondary", "quiet", "danger"]

_POINTER_REASONS = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
)


class ArrowGroup(Protocol):
    """What a button asks of the group whose arrow keys it obeys (see `roving.Roving`)."""

    def handles(self, button: QAbstractButton, event: QKeyEvent) -> bool: ...

    def entered(self, button: QAbstractButton) -> None: ...


class PressButton(QAbstractButton):
    """The ground of everything that is pressed: acts on release inside, by Space and by Enter; shows its ring to
    keyboards only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arrows: ArrowGroup | None = None
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def ringed(self) -> bool:
        """Whether the focus ring shows: after a key or a call, not after a finger."""
        return self._ringed and self.hasFocus()

    def hovered(self) -> bool:
        """Whether a mouse rests on it."""
        return self.isEnabled() and self.underMouse()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._ringed = event.reason() not in _POINTER_REASONS
        if self.arrows is not None:
            self.arrows.entered(self)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._ringed:
            self._ringed = True
            self.update()
        if self.arrows is not None and self.arrows.handles(self, event):
            event.accept()
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            event.accept()
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


def focus_reason(button: PressButton) -> Qt.FocusReason:
    """Why the focus goes on from a button that is about to leave: with a ring only where it had one."""
    return Qt.FocusReason.TabFocusReason if button.ringed else Qt.FocusReason.MouseFocusReason


def key_words(key: str | None) -> str:
    """A shortcut in portable form (`Ctrl+Return`) as this computer writes it."""
    if not key:
        return ""
    native = QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText
    )
    return native.replace("Return", "Enter")


class Button(PressButton):
    """A verb. `kind` tells its weight: one `primary` a screen, `secondary` beside it, `quiet` inside cards, `danger`
    for what hurts."""

    def __init__(
        self,
        text: str,
        kind: Kind = "primary",
        icon: str | None = None,
        key_hint: str | None = None,
        parent: QWidget | None = None,
        *,
        compact: bool = False,
    ) -> None:
        super().__init__(parent)
        self._kind: Kind = kind
        self._icon = icon
        self._hint = ""
        self._compact = compact or kind == "quiet"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)
        if key_hint:
            self.set_key_hint(key_hint)

    @property
    def kind(self) -> Kind:
        return self._kind

    def allow(self, refusal: str) -> None:
        """May be pressed, unless there is a reason why not; the reason is told where the button is pointed at."""
        self.setEnabled(not refusal)
        self.setToolTip(refusal)
        self.setAccessibleDescription(refusal)

    def set_text(self, text: str) -> None:
        """Change the words."""
        self.setText(text.replace("&", "&&"))
        self._words = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """The words on it."""
        return self._words

    def set_kind(self, kind: Kind) -> None:
        """Change its weight."""
        self._kind = kind
        self.update()

    def set_icon(self, icon: str | None) -> None:
        """Change its picture."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_key_hint(self, key: str) -> None:
        """Show the shortcut (portable form, `Ctrl+N`) beside the words; the screen's action table binds it."""
        self._hint = key_words(key)
        self.setAccessibleDescription(self._hint)
        self.updateGeometry()
        self.update()

    def _widths(self) -> tuple[float, float, float]:
        m = theme.metrics()
        words = QFontMetricsF(theme.font("body", "semibold")).horizontalAdvance(self._words)
        hint = QFontMetricsF(theme.font("tiny")).horizontalAdvance(self._hint) + m.px(8) if self._hint else 0.0
        icon = m.icon + (m.px(8) if self._words else 0) if self._icon else 0.0
        return icon, words, hint

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        height = m.target if self._compact else m.primary
        pad = m.px(12) if self._kind == "quiet" else m.px(18)
        return QSize(int(sum(self._widths())) + 2 * pad + 1, height)

    def minimumSizeHint(self) -> QSize:
        size = self.sizeHint()
        return QSize(size.width() - int(self._widths()[2]) - theme.metrics().px(8), size.height())

    def _colours(self) -> tuple[QColor | None, QColor | None, str, str]:
        """Fill, outline and the tokens of words and hint."""
        down, over = self.isDown(), self.hovered()
        if not self.isEnabled():
            return (
                (None, None, "disabled", "disabled")
                if self._kind == "quiet"
                else (theme.color("track"), None, "disabled", "disabled")
            )
        if self._kind == "primary":
            fill = "accent_pressed" if down else "accent_hover" if over else "accent"
            return theme.color(fill), None, "on_accent", "on_accent"
        if self._kind == "danger":
            return theme.color("danger_hover" if down or over else "danger"), None, "on_danger", "on_danger"
        fill = "pressed" if down else "hover" if over else ""
        if self._kind == "quiet":
            return theme.color(fill) if fill else None, None, "accent", "muted"
        return theme.color(fill or "card"), theme.color("border"), "text", "muted"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect, radius = QRectF(self.rect()), float(m.radius)
        if self.ringed:
            rect = paint_ring(painter, rect, radius)
            radius -= m.ring
        fill, line, ink, hint_ink = self._colours()
        paint_box(painter, rect, radius, fill, line)
        self._paint_words(painter, ink, hint_ink)
        painter.end()

    def _paint_words(self, painter: QPainter, ink: str, hint_ink: str) -> None:
        m = theme.metrics()
        icon, words, hint = self._widths()
        shows_hint = bool(self._hint) and icon + words + hint + 2 * m.px(8) <= self.width()
        x = (self.width() - icon - words - (hint if shows_hint else 0)) / 2
        if self._icon:
            theme.paint_icon(
                painter, self._icon, QRectF(x, (self.height() - m.icon) / 2, m.icon, m.icon), theme.color(ink).name()
            )
        painter.setFont(theme.font("body", "semibold"))
        painter.setPen(theme.color(ink))
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(x + icon, 0, words + 2, self.height()), middle, self._words)
        if shows_hint:
            painter.setFont(theme.font("tiny"))
            painter.setPen(theme.color(hint_ink))
            painter.drawText(QRectF(x + icon + words + m.px(8), 0, hint + 2, self.height()), middle, self._hint)


class IconButton(PressButton):
    """A picture that is pressed; its name and key are in the tooltip and for the screen reader."""

    def __init__(
        self,
        icon: str,
        name: str,
        key: str | None = None,
        parent: QWidget | None = None,
        *,
        token: str = "muted",
        outlined: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._token = token
        self._outlined = outlined
        self._size: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name, key)

    def set_name(self, name: str, key: str | None = None) -> None:
        """Say what it does, and by which key (portable form)."""
        self.setAccessibleName(name)
        native = key_words(key)
        self.setAccessibleDescription(native)
        self.setToolTip(f"{name}  {native}" if native else name)

    def set_icon(self, icon: str) -> None:
        """Change the picture."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.metrics().target
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect, radius = QRectF(self.rect()), float(m.radius)
        if self.ringed:
            rect = paint_ring(painter, rect, radius)
            radius -= m.ring
        chosen = self.isCheckable() and self.isChecked()
        fill = "pressed" if self.isDown() else "accent_soft" if chosen else "hover" if self.hovered() else ""
        if self._outlined:
            paint_box(painter, rect, radius, theme.color(fill) if fill else None, theme.color("border"))
        elif fill:
            paint_box(painter, rect.adjusted(3, 3, -3, -3), radius - 2, theme.color(fill))
        ink = "disabled" if not self.isEnabled() else "accent" if chosen else self._token
        side = m.px(20)
        theme.paint_icon(
            painter,
            self._icon,
            QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side),
            theme.color(ink).name(),
        )
        painter.end()
