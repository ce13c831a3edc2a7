"""Chips: short words that are on or off. On is told by a tick and by the fill, barred by a cross, a dashed edge and
the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.wording import upper_first
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of
from rmt_notes.ui.widgets.roving import Roving


class Chip(PressButton):
    """One word. Its width does not change when it is chosen, so nothing jumps under the finger.

    `checkable=False` makes it a small action, for instance "+ Cupping" or "More".
    """

    def __init__(
        self, text: str, *, checkable: bool = True, icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = text
        self._icon = icon
        self._barred: str | None = None
        self._carried: str | None = None
        self._last = False
        self.setCheckable(checkable)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def words(self) -> str:
        """The word on it."""
        return self._words

    def set_words(self, text: str) -> None:
        """Change the word."""
        self._words = text
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @property
    def barred(self) -> str | None:
        """Why it cannot be chosen, or None."""
        return self._barred

    def set_barred(self, reason: str | None) -> None:
        """Bar it with a reason, or free it with None. A value that was chosen before stays visible as chosen."""
        if reason != self._barred:
            self._barred = reason
            self._describe()

    @property
    def carried(self) -> str | None:
        """Where the value came from while nobody has reviewed it, or None."""
        return self._carried

    def set_carried(self, source: str | None) -> None:
        """Mark the value as carried over, for instance "from 8 November 2026, not yet reviewed"."""
        if source != self._carried:
            self._carried = source
            self._describe()

    @property
    def last(self) -> bool:
        """Whether it was on at the last visit."""
        return self._last

    def set_last(self, last: bool) -> None:
        """Mark it as what stood here at the last visit."""
        if last != self._last:
            self._last = last
            self._describe()

    def _describe(self) -> None:
        said = [one for one in (self._barred, self._carried, _("last visit") if self._last else "") if one]
        self.setAccessibleDescription(". ".join(said))
        self.setToolTip("\n".join(said))
        self.updateGeometry()
        self.update()

    def _shown(self) -> str:
        """What stands on it: every chip begins with a capital letter, whatever its words are in a sentence."""
        words = upper_first(self._words)
        return f"{words} · {self._barred}" if self._barred else words

    def _pad(self) -> int:
        return theme.metrics().px(18 if theme.metrics().touch else 15)

    def _mark(self) -> str | None:
        if self._barred:
            return "x"
        if self.isCheckable() and self.isChecked():
            return "check"
        return self._icon

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        words = theme.text_width(self._shown(), "body", "medium")
        extra = m.px(12) if (self._icon and not self.isCheckable()) or self._barred else 0
        return QSize(max(m.target, int(words) + 2 * self._pad() + extra + 1), m.target)

    def minimumSizeHint(self) -> QSize:
        m = theme.metrics()
        return QSize(min(self.sizeHint().width(), m.px(96)), m.target)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        radius = rect.height() / 2
        if self.ringed:
            rect = paint_ring(painter, rect, radius)
            radius = rect.height() / 2
        on = self.isCheckable() and self.isChecked()
        ink = "text"
        if self._barred:
            paint_box(
                painter,
                rect,
                radius,
                theme.color("track" if not on else "danger_soft"),
                theme.color("border" if not on else "danger"),
                1.2,
                dashed=True,
            )
            ink = "danger" if on else "muted"
        elif not self.isEnabled():
            paint_box(painter, rect, radius, theme.color("track"), None)
            ink = "disabled"
        elif on and self._carried:
            paint_box(painter, rect, radius, theme.color("accent_soft"), theme.color("carried"), 1.5, dashed=True)
            ink = "accent"
        elif on:
            fill = "accent_pressed" if self.isDown() else "accent_hover" if self.hovered() else "accent"
            paint_box(painter, rect, radius, theme.color(fill))
            ink = "on_accent"
        else:
            fill = "pressed" if self.isDown() else "hover" if self.hovered() else "card"
            paint_box(painter, rect, radius, theme.color(fill), theme.color("border"))
        if self._last:
            bar = QRectF(radius, rect.bottom() - m.px(4), rect.width() - 2 * radius, m.px(4))
            painter.fillRect(bar, theme.color("on_accent" if ink == "on_accent" else "border"))
        mark = self._mark()
        side = m.px(13)
        gap = m.px(5)
        font = theme.font("body", "medium")
        metrics = QFontMetricsF(font)
        room = self.width() - m.px(10) - (side + gap if mark else 0)
        words = metrics.elidedText(self._shown(), Qt.TextElideMode.ElideRight, room + 1)
        width = metrics.horizontalAdvance(words)
        x = (self.width() - width - (side + gap if mark else 0)) / 2
        if mark:
            theme.paint_icon(
                painter, mark, QRectF(x, (self.height() - side) / 2, side, side), theme.color(ink).name(), 2.6
            )
            x += side + gap
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        painter.drawText(
            QRectF(x, 0, width + 2, self.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            words,
        )
        painter.end()

    def nextCheckState(self) -> None:
        if not self._barred or self.isChecked():
            super().nextCheckState()


class ChipGroup(QWidget):
    """Choices as chips, flowing over as many lines as they need.

    `multiple` lets several be on; otherwise one at a time, and a second press takes it back unless `optional` is off.
    Beyond `more_after` choices the rest waits behind a "More" chip; what is chosen always shows. `edited` carries the
    keys that are on, in the order of the choices; `barred_pressed` the key of a barred chip that was pressed.
    """

    edited: ClassVar[Signal[tuple[Any]]] = Signal(object)
    barred_pressed = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]] = (),
        *,
        multiple: bool = True,
        more_after: int = 12,
        label: str = "",
        show_label: bool = True,
        optional: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._multiple = multiple
        self._optional = optional
        self._more_after = more_after
        self._expanded = False
        self._chips: dict[str, Chip] = {}
        self._barred: dict[str, str] = {}
        self._carried: dict[str, str] = {}
        self.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(6))
        self._label = Label(label, "hint", token="muted", wrap=True, parent=self)
        self._label.setVisible(bool(label) and show_label)
        column.addWidget(self._label)
        self._flow = FlowLayout()
        column.addLayout(self._flow)
        self._more = Chip("", checkable=False, parent=self)
        self._more.clicked.connect(self._toggle_more)
        self._roving = Roving(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices, keys with their words; values that are still offered stay on."""
        kept = self.values()
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self._more)
        self._chips = {}
        for key, words in choices:
            chip = Chip(words, parent=self)
            chip.setAutoExclusive(False)
            chip.clicked.connect(lambda _checked=False, key=key: self._press(key))
            chip.hide()  # said, else Qt shows it a moment later whatever is decided here
            self._chips[key] = chip
            self._flow.addWidget(chip)
        self._flow.addWidget(self._more)
        self._roving.set_buttons([*self._chips.values(), self._more])
        self._mark(self._barred, self._carried)
        self.set_values(kept)

    def values(self) -> tuple[str, ...]:
        """The keys that are on, in the order of the choices."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    def value(self) -> str | None:
        """The one key that is on, or None."""
        on = self.values()
        return on[0] if on else None

    def set_values(self, keys: Iterable[str]) -> None:
        """Turn exactly these on; says nothing back. Keys that are not offered are passed over."""
        wanted = set(keys)
        for key, chip in self._chips.items():
            chip.setChecked(key in wanted)
        self._show_enough()

    def set_value(self, key: str | None) -> None:
        """Turn exactly this one on, or none."""
        self.set_values(() if key is None else (key,))

    def chip(self, key: str) -> Chip:
        """The chip of a key.

        Raises:
            KeyError: for a key that is not offered.
        """
        return self._chips[key]

    def set_barred(self, reasons: Mapping[str, str]) -> None:
        """Bar these keys, each with its reason; every other key is free."""
        self._mark(dict(reasons), self._carried)

    def set_carried(self, sources: Mapping[str, str]) -> None:
        """Mark these values as carried over and not yet reviewed."""
        self._mark(self._barred, dict(sources))

    def _mark(self, barred: dict[str, str], carried: dict[str, str]) -> None:
        self._barred, self._carried = barred, carried
        for key, chip in self._chips.items():
            chip.set_barred(barred.get(key))
            chip.set_carried(carried.get(key))

    def _press(self, key: str) -> None:
        chip = self._chips[key]
        if chip.barred and not chip.isChecked() and key not in self._was_on():
            self.barred_pressed.emit(key)
            return
        if not self._multiple:
            if chip.isChecked():
                for other, one in self._chips.items():
                    one.setChecked(other == key)
            elif not self._optional:
                chip.setChecked(True)
                return
        if key in self._carried:
            chip.set_carried(None)
            self._carried = {one: said for one, said in self._carried.items() if one != key}
        self._remember()
        self.edited.emit(self.values())

    def _was_on(self) -> set[str]:
        return self._on_before

    def _remember(self) -> None:
        self._on_before = set(self.values())

    def _toggle_more(self) -> None:
        self._expanded = not self._expanded
        self._show_enough()

    def _show_enough(self) -> None:
        self._remember()
        too_many = len(self._chips) > self._more_after + 1
        hidden = 0
        for number, chip in enumerate(self._chips.values()):
            shown = not too_many or self._expanded or number < self._more_after or chip.isChecked()
            hidden += not shown
            if chip.isHidden() == shown:
                chip.setVisible(shown)
        self._more.set_words(_("Fewer") if self._expanded else _("More"))
        self._more.setAccessibleName(
            _("Show fewer choices")
            if self._expanded
            else _n("Show {number} more choice", "Show {number} more choices", hidden).format(number=hidden)
        )
        self._more.setVisible(too_many and (self._expanded or hidden > 0))
        self._roving.settle()
        self._flow.invalidate()
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def buttons(self) -> tuple[QAbstractButton, ...]:
        """The chips in reading order, hidden ones too."""
        return tuple(self._chips.values())
