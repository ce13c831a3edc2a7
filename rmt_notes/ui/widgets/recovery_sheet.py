"""The recovery code, large, in its groups, with what to do with it; then two groups asked back to see that it was
written down."""

from __future__ import annotations

import random

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.fields import TextField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CodePlate(QWidget):
    """The groups in rows of four, each with its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_code(self, code: str) -> None:
        """Show a code of groups parted by hyphens."""
        self._groups = tuple(code.split("-")) if code else ()
        self.setAccessibleName(_("Recovery code"))
        self.setAccessibleDescription(" - ".join(" ".join(group) for group in self._groups))
        self.updateGeometry()
        self.update()

    def _columns(self, width: int) -> int:
        letters = QFontMetricsF(theme.font("page", "semibold", figures=True))
        cell = letters.horizontalAdvance("MMMMM") + theme.metrics().px(46)
        return max(1, min(4, int(max(1, width - theme.metrics().px(24)) / cell)))

    def _row_height(self) -> int:
        return theme.metrics().px(52)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = max(1, -(-len(self._groups) // self._columns(width)))
        return rows * self._row_height() + theme.metrics().px(24)

    def sizeHint(self) -> QSize:
        width = theme.metrics().px(560)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(200), theme.metrics().px(76))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        paint_box(painter, rect, m.card_radius, theme.color("surface"), theme.color("accent_line"))
        columns = self._columns(self.width())
        width = (rect.width() - m.px(24)) / columns
        for number, group in enumerate(self._groups):
            box = QRectF(
                m.px(12) + number % columns * width,
                m.px(12) + number // columns * self._row_height(),
                width,
                self._row_height(),
            )
            painter.setFont(theme.font("tiny", figures=True))
            painter.setPen(theme.color("muted"))
            left = QRectF(box.left(), box.top(), m.px(26), box.height())
            painter.drawText(left, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(number + 1))
            font = theme.font("page", "semibold", figures=True)
            font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, m.px(2))
            painter.setFont(font)
            painter.setPen(theme.color("text"))
            painter.drawText(
                box.adjusted(m.px(36), 0, 0, 0), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), group
            )
        painter.end()


class RecoverySheet(QWidget):
    """`printed` and `copied` ask for the printer or the clipboard, `checked(bool)` tells whether the groups asked back
    are right."""

    printed = Signal()
    copied = Signal()
    checked = Signal(bool)
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        m = theme.metrics()
        self._groups: tuple[str, ...] = ()
        self._asked = (0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.space(4))
        self._plate = CodePlate()
        column.addWidget(self._plate)
        row = QHBoxLayout()
        row.setSpacing(m.px(10))
        print_it = Button(_("Print…"), "secondary", icon="printer")
        print_it.clicked.connect(self.printed)
        copy_it = Button(_("Copy"), "secondary", icon="copy")
        copy_it.clicked.connect(self.copied)
        row.addWidget(print_it)
        row.addWidget(copy_it)
        row.addStretch(1)
        column.addLayout(row)
        self._note = Banner(
            "warning",
            _("Keep it on paper away from this computer. It is shown once and kept nowhere in the program."),
            rounded=True,
        )
        column.addWidget(self._note)
        column.addWidget(
            Label(_("To be sure that it is written down, type these two groups"), "body", "semibold", wrap=True)
        )
        self._first, self._second = TextField(""), TextField("")
        for field in (self._first, self._second):
            field.edited.connect(lambda _text: self._look())
        self._first.entered.connect(self._second.setFocus)
        self._second.entered.connect(self._enter)
        column.addWidget(Columns((self._first, 1), (self._second, 1)))

    def set_code(self, code: str, asked: tuple[int, int] | None = None) -> None:
        """Show a code and ask two of its groups back (numbers from 0; any two where None)."""
        self._groups = tuple(code.split("-"))
        chosen = asked or tuple(sorted(random.SystemRandom().sample(range(len(self._groups)), 2)))
        self._asked = (chosen[0], chosen[1])
        self._plate.set_code(code)
        for field, number in zip((self._first, self._second), self._asked, strict=True):
            field.set_text("")
            field.set_label(_("Group {number}").format(number=number + 1))
            field.set_problem(None)

    def code(self) -> str:
        """The code that is shown; empty after `forget`."""
        return "-".join(self._groups)

    def forget(self) -> None:
        """Show the code no longer."""
        self._groups = ()
        self._plate.set_code("")
        self._first.set_text("")
        self._second.set_text("")

    def asked(self) -> tuple[int, int]:
        """Which groups are asked back, from 0."""
        return self._asked

    def is_right(self) -> bool:
        """Whether both groups are as shown; small letters and look-alikes (O for 0) do not matter."""
        return bool(self._groups) and all(
            _plain(field.text()) == _plain(self._groups[number])
            for field, number in zip((self._first, self._second), self._asked, strict=True)
        )

    def say_what_is_wrong(self) -> None:
        """Mark the group that differs."""
        for field, number in zip((self._first, self._second), self._asked, strict=True):
            if _plain(field.text()) != _plain(self._groups[number]):
                field.set_problem(_("This is not group {number}. Look at the code above.").format(number=number + 1))
                field.setFocus()
                return

    def focus_first(self) -> None:
        """Put the caret into the first group asked for."""
        self._first.setFocus()

    def say_copied(self) -> None:
        """Tell that the clipboard holds the code for a while only."""
        self._note.set_message(
            "info", _("Copied. The clipboard is emptied in one minute; paste it only where nobody else reads.")
        )

    def _look(self) -> None:
        for field in (self._first, self._second):
            field.set_problem(None)
        self.checked.emit(self.is_right())

    def _enter(self) -> None:
        if self.is_right():
            self.submitted.emit()
        else:
            self.say_what_is_wrong()


def _plain(text: str) -> str:
    return "".join(text.upper().split()).replace("-", "").translate(_READ_AS)


def paint_recovery_page(painter: QPainter, page: QRectF, code: str, practice: str, day: str) -> None:
    """The printed sheet: what it is, the code in its groups, what to do with it. `page` is in points."""
    painter.setPen(Qt.GlobalColor.black)

    def line(y: float, words: str, size: float, *, bold: bool = False, height: float = 0.0) -> None:
        font = theme.font("body", "semibold" if bold else "regular", figures=True)
        font.setPixelSize(max(1, round(size)))
        painter.setFont(font)
        box = QRectF(page.left(), page.top() + y, page.width(), height or size * 1.6)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), words)

    line(0, _("RMT Notes: recovery code"), 22, bold=True)
    line(38, " · ".join(part for part in (practice, day) if part), 12)
    line(
        70,
        _(
            "This code opens the encrypted record when the passphrase is lost. Whoever holds it and the computer can "
            "read the record: "
            "keep it locked away, apart from the computer."
        ),
        12,
        height=60,
    )
    for number, group in enumerate(code.split("-")):
        line(150 + number * 34, f"{number + 1}    {group}", 20, bold=True)
    line(
        410,
        _(
            "To use it: start RMT Notes, choose “Use the recovery code” on the unlock screen, type the groups, "
            "choose a new passphrase."
        ),
        12,
        height=60,
    )
