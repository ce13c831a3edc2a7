"""Clients in a list: initials, name, birth date with age, file number, last visit, and the marks for look-alikes and
drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.record import ClientRow
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.row_list import RowList, RowPainter, paint_tag, width_of, write
from rmt_notes.ui.widgets.when import born_words, near_day, short_day

CREATE = "+create"
"""The key of the row that offers to create a client of the name that was searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """A client's row in words."""

    key: str
    name: str
    preferred: str = ""
    pronouns: str = ""
    facts: str = ""
    last: str = ""
    visits: str = ""
    similar: bool = False
    drafts: int = 0
    active: bool = True

    @property
    def spoken(self) -> str:
        """The whole row for a screen reader."""
        parts = [
            self.name,
            _("called {name}").format(name=self.preferred) if self.preferred else "",
            self.pronouns,
            self.facts,
            self.last,
            _("similar name") if self.similar else "",
            drafts_words(self.drafts),
        ]
        return ", ".join(part for part in parts if part)

    def initials(self) -> str:
        """One or two letters for the disc."""
        words = [word for word in self.name.replace(",", " ").split() if word[:1].isalpha()]
        if words and ord(words[0][0]) >= 0x2E80:  # scripts that write a name in one or two signs
            return words[0][0]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def drafts_words(count: int) -> str:
    """How many notes wait for a signature; empty for none."""
    return _n("{number} draft", "{number} drafts", count).format(number=count) if count else ""


def file_words(number: int) -> str:
    """`file 0412`."""
    return _("file {number}").format(number=f"{number:04d}")


def age_of(born: date | None, today: date) -> int | None:
    """Completed years; None without a birth date."""
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def client_line(row: ClientRow, today: date) -> ClientLine:
    """A client's row of the store in words."""
    last = row.last_visit
    near = near_day(last, today) if last else ""
    return ClientLine(
        key=row.id,
        name=row.name,
        preferred=row.preferred_name,
        pronouns=row.pronouns,
        facts=" · ".join((born_words(row.born, age_of(row.born, today)), file_words(row.file_number))),
        last=(near if near != short_day(last) else short_day(last)) if last else _("no visit yet"),
        visits=_n("{number} visit", "{number} visits", row.visits).format(number=row.visits) if row.visits else "",
        similar=row.similar,
        drafts=row.drafts,
        active=row.active,
    )


@dataclass(frozen=True, slots=True)
class CreateLine:
    """The last row when somebody was searched for: create this client."""

    name: str

    @property
    def key(self) -> str:
        return CREATE

    @property
    def spoken(self) -> str:
        return _("Create “{name}”").format(name=self.name)


class _ClientPainter(RowPainter):
    def paint_row(self, painter: QPainter, box: QRectF, row: Any, *, chosen: bool) -> None:
        m = theme.metrics()
        side = float(m.px(38))
        disc = QRectF(box.left() + m.px(12), box.center().y() - side / 2, side, side)
        creates = isinstance(row, CreateLine)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft" if creates or row.active else "track"))
        painter.drawEllipse(disc)
        left = disc.right() + m.px(14)
        inner = QRectF(left, box.top() + m.px(7), box.right() - m.px(14) - left, box.height() - m.px(14))
        if isinstance(row, CreateLine):
            inset = side * 0.27
            icon = disc.adjusted(inset, inset, -inset, -inset)
            theme.paint_icon(painter, "user-plus", icon, theme.color("accent").name())
            write(painter, inner, row.spoken, "body", "semibold", "accent")
            return
        painter.setFont(theme.font("hint", "semibold"))
        painter.setPen(theme.color("accent" if row.active else "muted"))
        painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), row.initials())
        self._client(painter, inner, row)

    def _client(self, painter: QPainter, inner: QRectF, row: ClientLine) -> None:
        m = theme.metrics()
        half, gap = inner.height() / 2, float(m.px(12))
        column = max(width_of(row.last, "hint"), width_of(row.visits, "hint"), float(m.px(84)))
        last = QRectF(inner.right() - column, inner.top() + (0 if row.visits else half / 2), column, half)
        write(painter, last, row.last, "hint", token="text" if row.visits else "muted", right=True)
        write(painter, last.translated(0, half), row.visits, "hint", token="muted", right=True)
        right = last.left() - gap
        middle = inner.center().y()
        if row.drafts:
            right = paint_tag(
                painter, right, middle, "pencil-line", drafts_words(row.drafts), "warning", soft="warning_soft"
            )
            right -= gap
        if row.similar:
            right = paint_tag(painter, right, middle, "users", _("similar name"), "accent", soft="accent_soft")
            right -= gap
        top = QRectF(inner.left(), inner.top(), right - inner.left(), half)
        taken = write(painter, top, row.name, "body", "semibold")
        extra = [f"“{row.preferred}”" if row.preferred else "", row.pronouns, "" if row.active else _("inactive")]
        words = "".join(f" · {part}" for part in extra if part)
        if words:
            write(painter, top.adjusted(taken, 0, 0, 0), words, token="muted")
        write(painter, top.translated(0, half), row.facts, "hint", token="muted")


class ClientList(RowList):
    """Rows are `ClientLine`, and `CreateLine` with the key `CREATE`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Clients"), parent=parent)
        self.setItemDelegate(_ClientPainter(self))
