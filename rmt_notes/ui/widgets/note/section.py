"""The common ground of the five sections: a card that holds one frozen value, tells every change, and can take over
last time's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.carried import field_names, still_unread, taken_over
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.buttons import Button, PressButton
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of, rounded
from rmt_notes.ui.widgets.when import long_day, short_day


class CarriedMark(QWidget):
    """Says where a section's content comes from while nobody has touched it; `reviewed` comes when it was ticked as
    checked."""

    reviewed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        m = theme.metrics()
        line = QHBoxLayout(self)
        line.setContentsMargins(m.px(16), m.px(4), m.px(4), m.px(4))
        self._words = Label("", "body", "medium", wrap=True)
        line.addWidget(self._words, 1)
        self._button = Button(_("Mark as reviewed"), "quiet", icon="check")
        self._button.clicked.connect(self.reviewed)
        line.addWidget(self._button)
        self.hide()

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def tell(self, words: str, section: str) -> None:
        """Say where the content comes from."""
        self._words.setText(words)
        self._button.setAccessibleName(_("{section}: mark as reviewed").format(section=section))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        paint_box(painter, rect, m.radius, theme.color("warning_soft"))
        painter.setClipPath(rounded(rect, m.radius))
        painter.fillRect(QRectF(0, 0, m.px(5), rect.height()), theme.color("carried"))
        painter.end()


class NoteSection(QWidget):
    """One section of the note.

    A subclass shows the value in `_show` and changes it through `_change`, which touches only the fields it names: what
    this program does not know stays in the value. `edited` carries the new frozen value; `set_value` says nothing back.
    """

    edited = Signal(object)
    reviewed = Signal()

    def __init__(self, title: str, key: str, empty: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = empty
        self._empty = empty
        self._previous: Any = None
        self._previous_day: date | None = None
        self._read_only = False
        self._taken: tuple[str, ...] = ()
        self._unread: tuple[str, ...] = ()
        self._carried_day: date | None = None
        self._showing = False
        self._fields: dict[str, Callable[[], QWidget | None]] = {}
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.card = Card(title, key)
        outer.addWidget(self.card)
        self._same = Button(_("Same as last time"), "quiet", icon="history")
        self._same.clicked.connect(self.same_as_last_time)
        self._same.hide()
        self.card.head.insertWidget(2, self._same)
        self._mark = CarriedMark()
        self._mark.reviewed.connect(self.review)
        self.card.add(self._mark)
        self._unknown = Label("", "hint", token="warning", wrap=True)
        self._unknown.hide()
        self.card.add(self._unknown)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # the value

    def value(self) -> Any:
        """The section as it stands."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show another value; says nothing back. The mark of taken-over content goes, unless the value is the one
        shown already."""
        if value == self._value:
            return
        self._value = value
        self._taken = ()
        self._set_unread(())
        self._refresh()

    def _change(self, **fields: Any) -> None:
        """Make a new value with these fields and tell it."""
        changed = replace(self._value, **fields)
        if changed == self._value or self._showing:
            return
        unread = still_unread(self._unread, self._value, changed)
        self._value = changed
        self._set_unread(unread)
        self._show_derived()
        self.edited.emit(changed)

    def _refresh(self) -> None:
        self._showing = True
        try:
            self._show()
        finally:
            self._showing = False
        strange = self._strange()
        self._unknown.setText(_("Kept as recorded, not known here: {values}").format(values="; ".join(strange)))
        self._unknown.setVisible(bool(strange))
        self._show_derived()

    def _strange(self) -> tuple[str, ...]:
        """Values the controls cannot show, in words: of a newer program or of a careless import. They are kept as
        they are."""
        return ()

    def _show(self) -> None:
        """Put the value into the controls."""
        raise NotImplementedError

    def _show_derived(self) -> None:
        """Show what follows from the value (sums, hints, fields that appear)."""

    # last time

    def set_previous(self, value: Any, day: date | None) -> None:
        """Know the last signed visit's section and its day; None where there is none."""
        self._previous = value
        self._previous_day = day if value is not None else None
        self._show_same()
        self._show_previous()

    def _show_previous(self) -> None:
        """Mark last time's values in the controls."""

    def _carry(self, previous: Any, now: Any) -> Any:
        """What `same_as_last_time` makes of the section."""
        raise NotImplementedError

    def _show_same(self) -> None:
        useful = self._previous is not None and self._previous != self._empty and not self._read_only
        self._same.setVisible(useful)
        if useful and self._previous_day is not None:
            self._same.set_text(_("Same as {day}").format(day=short_day(self._previous_day)))
            self._same.setAccessibleName(
                _("{section}: same as last time, {day}").format(
                    section=self.accessibleName(), day=long_day(self._previous_day)
                )
            )

    def same_as_last_time(self) -> None:
        """Take over what lasts from the last visit; what belongs to the day is left to be asked."""
        if self._previous is None or self._read_only:
            return
        before = self._value
        after = self._carry(self._previous, before)
        if after == before:
            return
        entries = taken_over(before, after, self._previous)
        kept = still_unread(self._unread, before, after)
        self._value = after
        self._refresh()
        self._taken = tuple(dict.fromkeys((*self._taken, *field_names(entries))))
        self._carried_day = self._previous_day
        self._set_unread(tuple(dict.fromkeys((*kept, *entries))))
        self.edited.emit(after)

    def show_carried(self, taken: Sequence[str], unread: Sequence[str], day: date | None) -> None:
        """Mark what of the value was taken over from an earlier visit and not looked at since, as the note keeps it;
        says nothing back."""
        self._taken = tuple(taken)
        self._carried_day = day
        self._set_unread(tuple(unread))

    def taken(self) -> tuple[str, ...]:
        """The fields that were taken over from the earlier visit."""
        return self._taken

    def unread(self) -> tuple[str, ...]:
        """The entries taken over that nobody has changed or reviewed since."""
        return self._unread

    def is_carried(self) -> bool:
        """Whether anything of the section was taken over and neither touched nor reviewed since."""
        return bool(self._unread)

    def review(self) -> None:
        """The content was looked at and stays as it is."""
        if not self._unread:
            return
        self._set_unread(())
        self.reviewed.emit()
        self.edited.emit(self._value)

    def _set_unread(self, unread: tuple[str, ...]) -> None:
        on, was = bool(unread), bool(self._unread)
        self._unread = unread
        if on and self._carried_day is not None:
            words = _("From {day}, not yet reviewed").format(day=long_day(self._carried_day))
            self._mark.tell(words, self.accessibleName())
            if not was:
                announce(self, words)
        self._mark.setVisible(on)

    # reading and finding one's way

    def set_read_only(self, on: bool) -> None:
        """Allow or forbid changes."""
        self._read_only = on
        self._show_same()
        self._apply_read_only(on)

    def _apply_read_only(self, on: bool) -> None:
        for at in range(self.card.body.count()):
            item = self.card.body.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self._mark:
                widget.setEnabled(not on)

    def _can_focus(self, field: str, widget: QWidget | Callable[[], QWidget | None]) -> None:
        self._fields[field] = widget if not isinstance(widget, QWidget) else lambda: widget

    def fields(self) -> tuple[str, ...]:
        """The names `focus_field` knows."""
        return tuple(self._fields)

    def focus_field(self, field: str) -> bool:
        """Bring the control of a field of the value into focus; whether there is one. An unknown field focuses the
        section's first control."""
        found = self._fields.get(field) or next(iter(self._fields.values()), None)
        widget = found() if found is not None else None
        if widget is None:
            return False
        target = first_focusable(widget)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def set_key_hint(self, key: str) -> None:
        """Show the section's shortcut at the right of its title."""
        self.card.set_hint(key)

    def set_next_hint(self, words: str) -> None:
        """Show other words at the right of the title."""
        self.card.set_hint(words)


def first_focusable(widget: QWidget) -> QWidget:
    """`widget` itself where it takes focus by Tab, else the first child that does."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return widget
    for child in widget.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled() and not child.isHidden():
            return child
    return widget


class FoldButton(PressButton):
    """A chevron and words, flush with the text around it."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._open = False
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setAccessibleDescription(_("closed"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_open(self, on: bool) -> None:
        """Turn the chevron."""
        self._open = on
        self.setAccessibleDescription(_("open") if on else _("closed"))
        self.update()

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        width = QFontMetricsF(theme.font("body", "medium")).horizontalAdvance(self._words)
        return QSize(int(width) + m.px(34), m.target)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        if self.ringed:
            paint_ring(painter, QRectF(self.rect()), m.radius)
        elif self.isDown() or self.hovered():
            paint_box(painter, QRectF(self.rect()), m.radius, theme.color("pressed" if self.isDown() else "hover"))
        ink = theme.color("accent" if self.isEnabled() else "disabled")
        side = m.px(16)
        theme.paint_icon(
            painter,
            "chevron-up" if self._open else "chevron-down",
            QRectF(m.px(4), (self.height() - side) / 2, side, side),
            ink.name(),
            2.4,
        )
        painter.setFont(theme.font("body", "medium"))
        painter.setPen(ink)
        painter.drawText(
            QRectF(m.px(26), 0, self.width() - m.px(26), self.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            self._words,
        )
        painter.end()


class Fold(QWidget):
    """Further matters behind one press: "More" until opened. What it holds is made when it is first opened."""

    opened = Signal(bool)

    def __init__(self, words: str, build: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._build: Callable[[], QWidget] | None = build
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.metrics().space(2))
        self._button = FoldButton(words)
        self._button.clicked.connect(lambda: self.set_open(not self.is_open()))
        self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def is_open(self) -> bool:
        """Whether the content shows."""
        return self._content is not None and not self._content.isHidden()

    def content(self) -> QWidget | None:
        """What it holds, once made."""
        return self._content

    def set_open(self, on: bool) -> None:
        """Show or hide the content."""
        if on and self._content is None and self._build is not None:
            self._content = self._build()
            self._build = None
            self._column.addWidget(self._content)
            self._content.show()
        elif self._content is not None:
            self._content.setVisible(on)
        self._button.set_open(self.is_open())
        self.opened.emit(self.is_open())
