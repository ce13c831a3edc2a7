"""The common ground of the five sections: a card that holds one frozen value, tells every change, and can take over
last time's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.carried import (
    beside_today,
    entries_of,
    field_names,
    still_unread,
    taken_over,
    with_entry,
    yet_to_carry,
)
from rmt_notes.clinical.habits import Habits
from rmt_notes.clinical.narrative import narrate
from rmt_notes.clinical.visit import Note
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.buttons import Button, PressButton, focus_reason
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.body_group import BodyGroup
from rmt_notes.ui.widgets.note.carried_mark import CarriedMark, Markable, TakeList
from rmt_notes.ui.widgets.note.row_list import RowList
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of
from rmt_notes.ui.widgets.reading_order import laid_out
from rmt_notes.ui.widgets.scale_row import caption_middle
from rmt_notes.ui.widgets.scroll import bring_opened
from rmt_notes.ui.widgets.when import long_day, month_day, short_day

EVERYTHING = "*"
"""Stands for all entries of the last visit."""

HINT_FROM = 460
"""From this width on, at 100 %, the title's row has room for the section's key."""


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
        self._template = ""
        self._prompt: Label | None = None
        self._showing = False
        self._body: BodyGroup | None = None
        self._fields: dict[str, Callable[[], QWidget | None]] = {}
        self._marked: dict[str, Markable] = {}
        self._lists: dict[str, RowList] = {}
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.card = Card(title, key)
        outer.addWidget(self.card)
        self._mark = CarriedMark()
        self._mark.reviewed.connect(self.review)
        self._mark_in_head = True
        self._fitted: tuple[int, date | None] | None = None
        self.card.head.insertWidget(1, self._mark, 100)
        head = self.card.head.parentWidget()
        assert head is not None
        head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # `_fit_head` sees to the room
        self._useful = False
        self._same = Button(_("Same as last time"), "quiet", icon="history")
        self._same.clicked.connect(self.same_as_last_time)
        self._same.hide()
        self.card.head.insertWidget(3, self._same)
        self._chooser = Button(_("More"), "quiet")
        self._chooser.clicked.connect(self._toggle_choice)
        self._chooser.hide()
        self.card.head.insertWidget(4, self._chooser)
        self._takes = TakeList()
        self._takes.taken.connect(self.take_entry)
        self.card.add(self._takes)
        self._unknown = Label("", "hint", token="warning", wrap=True)
        self._unknown.hide()
        self.card.add(self._unknown)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """The title's row never asks for more than there is: the mark goes under the title, and the way to take over
        says less."""
        m = theme.metrics()
        room = (self.card.width() or m.px(HINT_FROM)) - 2 * m.px(18) - self.card.title_width() - m.space(2)
        if not self._chooser.isHidden():
            room -= self._chooser.sizeHint().width() + m.space(2)
        wanted = (room, self._previous_day)
        if self._previous_day is not None and not self._same.isHidden() and wanted != self._fitted:
            self._fitted = wanted
            name = self._same.accessibleName()
            for icon, day in (("history", short_day), (None, short_day), (None, month_day)):
                self._same.set_icon(icon)
                self._same.set_text(_("Same as {day}").format(day=day(self._previous_day)))
                if self._same.sizeHint().width() <= room:
                    break
            self._same.setAccessibleName(name)
        in_head = self._mark.minimumSizeHint().width() <= room
        if self._unread:
            room -= self._mark.minimumSizeHint().width() if in_head else 0
        elif not self._same.isHidden():
            room -= self._same.sizeHint().width()
        self.card.show_hint(self.width() >= m.px(HINT_FROM), room - 2 * m.space(2))
        if in_head == self._mark_in_head:
            return
        self._mark_in_head = in_head
        if in_head:
            self.card.body.removeWidget(self._mark)
            self.card.head.insertWidget(1, self._mark, 100)
        else:
            self.card.head.removeWidget(self._mark)
            self.card.body.insertWidget(0, self._mark)

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
        if self._unread:
            self._show_marks()

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
        self._useful = self._previous is not None and self._previous != self._empty and not self._read_only
        self._chooser.setVisible(self._useful and bool(self._entries()))
        if not self._useful:
            self._takes.hide()
        if self._useful and self._previous_day is not None:
            name = _("{section}: choose what to carry over from {day}").format(
                section=self.accessibleName(), day=long_day(self._previous_day)
            )
            self._chooser.setAccessibleName(name)
            self._chooser.setToolTip(name)
            self._same.setAccessibleName(
                _("{section}: same as last time, {day}").format(
                    section=self.accessibleName(), day=long_day(self._previous_day)
                )
            )
        self._show_head()

    def _show_head(self) -> None:
        """Beside the title: what was taken over and is still to be reviewed, else the way to take it over. Once
        something was taken over, the rest of it is behind "More"."""
        writer = QApplication.focusWidget()
        goes = (self._taken and writer is self._same) or (
            not self._unread and writer is not None and self._mark.isAncestorOf(writer)
        )
        if goes and isinstance(writer, PressButton) and not self._chooser.isHidden():
            self._chooser.setFocus(focus_reason(writer))
        self._mark.setVisible(bool(self._unread))
        self._same.setVisible(self._useful and not self._taken)
        self.card.set_buttoned(self._useful or bool(self._unread))
        self._fit_head()

    def same_as_last_time(self) -> None:
        """Take over what lasts from the last visit; what belongs to the day is left to be asked."""
        if self._previous is None or self._read_only:
            return
        self._takes.hide()
        self._take_over(
            beside_today(self._value, self._carry(self._previous, self._value), self._unread), self._previous
        )

    def _entries(self) -> tuple[str, ...]:
        """What of the last visit can be taken over one by one."""
        return entries_of(self._carry(self._previous, self._empty)) if self._previous is not None else ()

    def _toggle_choice(self) -> None:
        if self._takes.isHidden():
            self._show_choice()
            self._takes.show()
            bring_opened(self._takes)
        else:
            self._takes.hide()

    def _show_choice(self) -> None:
        """Offer what of the last visit is not here yet; all of it at once, where the title no longer does."""
        last = self._carry(self._previous, self._empty)
        left = {entry: yet_to_carry(self._value, last, entry, self._unread) for entry in entries_of(last)}
        told = {entry: self._tell_entry(one) for entry, one in left.items() if one is not None}
        day = long_day(self._previous_day) if self._previous_day is not None else ""
        if self._taken and len(told) > 1:
            told = {EVERYTHING: (_("Everything"), _("as on {day}").format(day=day)), **told}
        self._takes.show_entries(told, _("Nothing of {day} is left to carry over.").format(day=day))

    def _tell_entry(self, alone: Any) -> tuple[str, str]:
        """A section that holds one entry alone, as label and words."""
        note = Note(**{field: alone for field in ("subjective", "objective", "treatment", "assessment", "plan")
                       if type(getattr(Note(), field)) is type(alone)})  # fmt: skip
        blank = {one for part in narrate(Note()) for one in part.lines}
        lines = [one for part in narrate(note) for one in part.lines if one not in blank]
        if not lines:
            return self.accessibleName(), _("as last time")
        return lines[0].label, "; ".join(one.text for one in lines)

    def take_entry(self, entry: str) -> None:
        """Take over one entry of the last visit alone, or `EVERYTHING`."""
        if self._previous is None or self._read_only:
            return
        if entry == EVERYTHING:
            self._chooser.setFocus(Qt.FocusReason.MouseFocusReason)
            self.same_as_last_time()
            return
        last = self._carry(self._previous, self._empty)
        self._take_over(with_entry(self._value, last, entry, self._unread), last)
        self._show_choice()
        rows = self._takes.rows()
        self._takes.setVisible(bool(rows))
        (rows[0] if rows else self._chooser).setFocus(Qt.FocusReason.MouseFocusReason)

    def _take_over(self, after: Any, last: Any) -> None:
        before = self._value
        if after == before:
            return
        entries = taken_over(before, after, last)
        kept = still_unread(self._unread, before, after)
        self._value = after
        self._refresh()
        self._taken = tuple(dict.fromkeys((*self._taken, *field_names(entries))))
        self._carried_day = self._previous_day
        self._template = ""
        self._set_unread(tuple(dict.fromkeys((*kept, *entries))))
        self.edited.emit(after)

    def show_carried(self, taken: Sequence[str], unread: Sequence[str], day: date | None, template: str = "") -> None:
        """Mark what of the value was taken over from an earlier visit and not looked at since, as the note keeps it;
        says nothing back."""
        self._taken = tuple(taken)
        self._carried_day = day
        self._template = template
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

    def review_entry(self, *entries: str) -> None:
        """These entries were looked at and stay as they are; a field's name means all of its entries."""
        left = tuple(one for one in self._unread if one not in entries and one.partition(".")[0] not in entries)
        if left == self._unread:
            return
        self._set_unread(left)
        if not left:
            self.reviewed.emit()
        self.edited.emit(self._value)

    def _mark_row(self, row: Any, *fields: str) -> None:
        """Let this row tell when one of these fields is taken over, and say when it was looked at."""
        for field in fields:
            self._marked[field] = row
        row.reviewed.connect(lambda: self.review_entry(*fields))
        if set(fields) & set(field_names(self._unread)):
            row.set_carried(self._source())

    def _source(self) -> str:
        """Where the content comes from, in as few words as stand on a row."""
        if self._template:
            return _("template")
        return _("from {day}").format(day=month_day(self._carried_day)) if self._carried_day is not None else ""

    def template(self) -> str:
        """The name of the template that the section's content comes from; empty where it comes from a visit."""
        return self._template

    def set_prompt(self, words: str) -> None:
        """Show at the head what a template asks to look at; nothing for no words. It is no part of the note."""
        if self._prompt is None:
            if not words:
                return
            self._prompt = Label("", "hint", token="muted", wrap=True)
            self.card.body.insertWidget(0, self._prompt)
        lines = [line.strip() for line in words.splitlines() if line.strip()]
        self._prompt.setText("\n".join(f"·  {line}" for line in lines))
        self._prompt.setVisible(bool(lines))

    def _mark_list(self, rows: RowList, field: str) -> None:
        """Let each row of this list tell that its entry is taken over."""
        self._lists[field] = rows
        rows.looked_at.connect(lambda at: self.review_entry(f"{field}.{at}"))

    def _mark_body(self, body: BodyGroup) -> None:
        """Let the body chart and each of its marks tell what was taken over."""
        self._mark_row(body, "marks")
        self._body = body
        body.looked_at.connect(lambda at: self.review_entry(f"marks.{at}"))

    def _show_marks(self) -> None:
        source = self._source()
        open_ones = set(field_names(self._unread))
        by_row: dict[int, bool] = {}
        for field, row in self._marked.items():
            by_row[id(row)] = by_row.get(id(row), False) or field in open_ones
        for row in dict.fromkeys(self._marked.values()):
            row.set_carried(source if by_row[id(row)] else None)
        for field, rows in self._lists.items():
            rows.set_carried(self._unread_places(field), source)
        if self._body is not None:
            self._body.set_unread(self._unread_places("marks"), source)

    def _unread_places(self, field: str) -> list[int]:
        return [int(one.partition(".")[2]) for one in self._unread if one.startswith(f"{field}.")]

    def _set_unread(self, unread: tuple[str, ...]) -> None:
        on, was = bool(unread), bool(self._unread)
        changed = unread != self._unread
        self._unread = unread
        if changed:
            self._show_marks()
        if on and self._carried_day is not None:
            day, brief = long_day(self._carried_day), month_day(self._carried_day)
            whole, told = _("From {day}, not yet reviewed"), _("From {day}")
            if set(entries_of(self._value)) - set(unread):
                whole, told = _("In part from {day}, not yet reviewed"), _("In part from {day}")
            wordings = [whole.format(day=day), whole.format(day=brief), told.format(day=brief)]
            if self._template:
                wordings = [
                    _("From the template “{name}”, not yet reviewed").format(name=self._template),
                    _("From a template, not yet reviewed"),
                    _("From a template"),
                ]
            self._mark.tell(wordings, self.accessibleName())
            if not was:
                announce(self, wordings[0])
        self._show_head()

    # habits

    def set_habits(self, habits: Habits) -> None:
        """Know what this therapist usually records; most sections do not care."""

    # reading and finding one's way

    def set_read_only(self, on: bool) -> None:
        """Allow or forbid changes."""
        self._read_only = on
        self._show_same()
        self._apply_read_only(on)

    def _apply_read_only(self, on: bool) -> None:
        for widget in laid_out(self.card.body):
            if widget is not self._mark:
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

    def focus_mark(self) -> None:
        """Bring what marks all that was taken over as looked at into focus."""
        first_focusable(self._mark).setFocus(Qt.FocusReason.ShortcutFocusReason)

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
    """A chevron and words, flush with the text around it; `low` of them stand by the lower edge, in line with words
    that belong to what is below."""

    def __init__(self, words: str, parent: QWidget | None = None, *, low: bool = False) -> None:
        super().__init__(parent)
        self._words = words
        self._low = low
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

    def _role(self) -> theme.TextRole:
        return "hint" if self._low else "body"

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        width = QFontMetricsF(theme.font(self._role(), "medium")).horizontalAdvance(self._words)
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
        top = self.height() - 2 * caption_middle() if self._low else 0
        theme.paint_icon(
            painter,
            "chevron-up" if self._open else "chevron-down",
            QRectF(m.px(4), top + (self.height() - top - side) / 2, side, side),
            ink.name(),
            2.4,
        )
        painter.setFont(theme.font(self._role(), "medium"))
        painter.setPen(ink)
        painter.drawText(
            QRectF(m.px(26), top, self.width() - m.px(26), self.height() - top),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            self._words,
        )
        painter.end()


class Fold(QWidget):
    """Further matters behind one press: "More" until opened. What it holds is made when it is first opened. With
    `apart` its button (`button`) stands elsewhere, and it takes room only while it is open."""

    opened = Signal(bool)

    def __init__(
        self, words: str, build: Callable[[], QWidget], parent: QWidget | None = None, *, apart: bool = False
    ) -> None:
        super().__init__(parent)
        self._apart = apart
        self._build: Callable[[], QWidget] | None = build
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.metrics().space(2))
        self.button = FoldButton(words, low=apart)
        """What opens it."""
        self.button.clicked.connect(self._toggle)
        if apart:
            self.hide()
        else:
            self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _toggle(self) -> None:
        self.set_open(not self.is_open())
        if self.is_open():
            bring_opened(self)

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
        if self._apart:
            self.setVisible(self.is_open())
        self.button.set_open(self.is_open())
        self.opened.emit(self.is_open())
