"""Small parts that every section shares: a labelled row, chips that keep unknown keys, and the order of chosen keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.wording import upper_first
from rmt_notes.clinical.words import Words
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import focus_reason
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.carried_mark import ReviewCaption
from rmt_notes.ui.widgets.note.value_row import NAME_WIDTH
from rmt_notes.ui.widgets.paint import painter_of
from rmt_notes.ui.widgets.reading_order import next_in_reading
from rmt_notes.ui.widgets.scale_row import CAPTION_GAP

GUESSED_ROOM = 580
"""Width that chips reckon with until they are laid out, at 100 %."""

QWIDGETSIZE_MAX = 16777215
"""No limit, to Qt."""

MORE_WIDTH = 78
"""Width of the "More" chip, at 100 %."""


def readable(key: str) -> str:
    """A key the catalogue does not have, as words: `cross_fibre` as `cross fibre`."""
    return key.replace("_", " ")


def folded(words: str) -> str:
    """Words for comparing: small letters, no accents, no punctuation at the joints."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(one))
    return " ".join(plain.replace("-", " ").replace("’", "'").split())


def choices_of(vocabulary: Mapping[str, Words] | None) -> tuple[tuple[str, str], ...]:
    """Keys with their words in the language in force."""
    return tuple((key, str(words)) for key, words in (vocabulary or {}).items())


def in_order(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    """The keys of `after`: those that stay keep their place, new ones follow."""
    wanted = list(dict.fromkeys(after))
    kept = [key for key in before if key in wanted]
    return (*dict.fromkeys(kept), *(key for key in wanted if key not in kept))


def with_unit(number: str, unit: str | None) -> str:
    """A number with its unit: `50 mm`, `45°`."""
    if not unit:
        return number
    return f"{number}°" if unit == "deg" else f"{number} {unit}"


def sentence_case(words: str) -> str:
    """The first letter large, the rest as it is."""
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """The first letter small, unless the word is an abbreviation (ROM, L5)."""
    if len(words) > 1 and (words[1].isupper() or words[1].isdigit()):
        return words
    return words[:1].lower() + words[1:]


def chip_width(words: str) -> int:
    """How wide a chip with these words is, without making one."""
    m = theme.metrics()
    return _chip_width(upper_first(words), m.text("body"), m.target, m.px(18 if m.touch else 15))


@lru_cache(maxsize=1024)
def _chip_width(words: str, letters: int, least: int, pad: int) -> int:
    wide = QFontMetricsF(theme.font("body", "medium")).horizontalAdvance(words)
    return max(least, int(wide) + 2 * pad + 1)


def lines_of(widths: Sequence[int], room: int, gap: int) -> int:
    """How many lines of `room` these widths take side by side."""
    used, count = 0, 0
    for width in widths:
        if count == 0 or used + gap + width > room:
            count, used = count + 1, width
        else:
            used += gap + width
    return count


def how_many_fit(
    widths: Sequence[int], tail: int, room: int, gap: int, lines: int = 1, always: Iterable[int] = ()
) -> int:
    """How many of `widths` stand on `lines` lines of `room`, with those numbered in `always` and a last thing of width
    `tail` behind them; all of them where even without it nothing is left over."""

    if lines_of(widths, room, gap) <= lines:
        return len(widths)
    kept = sorted(always)
    for number in range(len(widths) - 1, 0, -1):
        if lines_of([*widths[:number], *(widths[at] for at in kept if at >= number), tail], room, gap) <= lines:
            return number
    return min(1, len(widths))


class KeyChips(ChipGroup):
    """Chips of catalogue keys on as many lines as `lines` says, the rest behind "More". A key the catalogue does not
    have is offered too once a note holds it, so nothing is dropped from sight."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        *,
        multiple: bool = True,
        lines: int = 1,
        label: str = "",
        show_label: bool = False,
        optional: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._offered = tuple(choices)
        self._now_shown = self._offered
        self._lines = lines
        self._room = theme.metrics().px(GUESSED_ROOM)
        super().__init__(
            choices,
            multiple=multiple,
            more_after=1000,
            label=label,
            show_label=show_label,
            optional=optional,
            parent=parent,
        )
        if not multiple:
            self.edited.connect(self._fold_again)
        self._fit()

    def _fold_again(self, keys: Sequence[str]) -> None:
        """One is chosen: the others go behind "More" again."""
        if keys and self._expanded:
            self._expanded = False
            self._fit()

    def show_keys(self, keys: Iterable[str]) -> None:
        """Turn these on, offering the unknown ones; says nothing back."""
        wanted_keys = tuple(key for key in dict.fromkeys(keys) if key)
        known = {key for key, _words in self._offered}
        unknown = tuple((key, readable(key)) for key in wanted_keys if key not in known)
        wanted = (*self._offered, *unknown)
        if wanted != self._now_shown:
            self._now_shown = wanted
            self.set_choices(wanted)
        self.set_values(wanted_keys)
        self._fit()

    def show_key(self, key: str) -> None:
        """Turn this one on; empty turns all off."""
        self.show_keys((key,) if key else ())

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; what is on stays on."""
        on = self.values()
        self._offered = tuple(choices)
        self.show_keys(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != self._room:
            self._room = event.size().width()
            self._fit()

    def _fit(self) -> None:
        widths = [chip_width(chip.words()) for chip in self._chips.values()]
        self._more_after = how_many_fit(
            widths,
            theme.metrics().px(MORE_WIDTH),
            self._room,
            theme.metrics().gap,
            self._lines,
            [number for number, key in enumerate(self._chips) if self._chips[key].isChecked()],
        )
        if self._more_after == len(widths) - 1:
            self._more_after -= 1  # a "More" for a single chip hides as much as it shows
        self._show_enough()


@runtime_checkable
class StandsInLine(Protocol):
    """An answer that is read in one line: the numbers of a scale, the sides of a region."""

    def line_width(self) -> int:
        """The width that the line needs."""
        ...


TIE = 16
"""How far a detail is set in under its answer, at 100 %."""

ROW_NARROW = 400
"""Below this width (at 100 %) a question stands above its answer."""


class LabelledRow(QWidget):
    """A question in the first column, its answer beside it, or under it where there is not the room. While the
    answer is taken over from an earlier visit, the question says so, and pressing it says that the answer was looked
    at (`reviewed`)."""

    reviewed = Signal()

    def __init__(
        self, label: str, control: QWidget | QLayout, parent: QWidget | None = None, *, needed: bool = False
    ) -> None:
        super().__init__(parent)
        self._needed = needed
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        line.setContentsMargins(0, 0, 0, 0)
        self.caption = Label(label, "body", token="muted", wrap=True)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.caption, 0, Qt.AlignmentFlag.AlignTop)
        self._line = line
        self._answer = control
        self._tick: ReviewCaption | None = None
        if isinstance(control, QWidget):
            line.addWidget(control, 1)
        else:
            line.addLayout(control, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._above: bool | None = None
        self._turn()

    def is_above(self) -> bool:
        """Whether the question stands above its answer."""
        return bool(self._above)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(self._answer_width(), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _answer_width(self) -> int:
        """The least width of the answer."""
        answer = self._answer
        if isinstance(answer, QLayout):
            return answer.minimumSize().width()
        return max(answer.minimumWidth(), answer.minimumSizeHint().width())

    def _turn(self) -> None:
        m = theme.metrics()
        answer = self._answer
        wanted = answer.line_width() if isinstance(answer, StandsInLine) else self._answer_width()
        beside = max(m.px(ROW_NARROW), m.px(NAME_WIDTH + 8) + wanted)
        above = 0 < self.width() < beside
        if above == self._above:
            return
        self._above = above
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.TopToBottom if above else ways.LeftToRight)
        self._line.setSpacing(m.px(2) if above else m.px(8))
        self._fit_caption(self.caption)
        self.caption.setMinimumHeight(m.px(24) if above else m.target)
        if self._tick is not None:
            self._fit_caption(self._tick)
        self.updateGeometry()

    def _fit_caption(self, caption: QWidget) -> None:
        if self._above:
            caption.setMinimumWidth(0)
            caption.setMaximumWidth(QWIDGETSIZE_MAX)
        else:
            caption.setFixedWidth(theme.metrics().px(NAME_WIDTH))

    def set_label(self, words: str) -> None:
        """Ask with other words."""
        self.caption.setText(words)

    def set_carried(self, source: str | None) -> None:
        """Say where the answer comes from while nobody has looked at it; None takes the mark away."""
        if source and self._tick is None:
            self._tick = ReviewCaption(self.caption.text(), self)
            self._tick.clicked.connect(self.reviewed)
            self._line.insertWidget(0, self._tick, 0, Qt.AlignmentFlag.AlignTop)
            self.restyle()
        if self._tick is None:
            return
        if source:
            self._tick.tell(self.caption.text(), source)
        elif self._tick.hasFocus() and (goal := next_in_reading(self, self._tick, forward=True)) is not None:
            goal.setFocus(focus_reason(self._tick))  # else it would go wherever Qt's own chain leads
        self.caption.setVisible(not source)
        self._tick.setVisible(bool(source))


class CaptionedRow(QWidget):
    """A question that tells something with it, above its answer: `After the last treatment · 8 November 2026: …`."""

    def __init__(self, label: str, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().px(CAPTION_GAP))
        self.caption = Label(label, "hint", token="muted", wrap=True)
        line.addWidget(self.caption)
        line.addWidget(control)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def tell(self, words: str) -> None:
        """What the question is about; nothing for no words."""
        self.caption.setText(" · ".join(part for part in (self._label, words) if part))


def column(parent: QWidget | None = None, *, step: int = 2) -> QVBoxLayout:
    """A column without margins whose items stand a step of the spacing scale apart."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.metrics().space(step))
    return layout


def stack(*widgets: QWidget, step: int = 2) -> QWidget:
    """Widgets one under the other as one widget."""
    box = QWidget()
    layout = column(box, step=step)
    for widget in widgets:
        layout.addWidget(widget)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    return box


class Tied(QWidget):
    """What belongs to the answer right above it: set in, and tied to it by a line."""

    def __init__(self, detail: QWidget, parent: QWidget | None = None, *, inset: int = TIE) -> None:
        super().__init__(parent)
        self._inset = inset
        self.detail = detail
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.metrics().px(inset), 0, 0, 0)
        line.addWidget(detail, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def paintEvent(self, event: QPaintEvent) -> None:
        m = theme.metrics()
        painter = painter_of(self)
        left = m.px(self._inset) // 2 - 1
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = self.width() - left - m.px(2)
        painter.fillRect(QRectF(left, 0, m.px(2), self.height()), theme.color("line"))
        painter.end()


@runtime_checkable
class Footed(Protocol):
    """Controls that end in a line of buttons, where another may stand."""

    def foot(self) -> FlowLayout:
        """The line of buttons."""
        ...


class Beside(QWidget):
    """An answer that is read in one line, and a button beside it, or under it where there is not the room."""

    def __init__(self, answer: QWidget, button: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer, self._button = answer, button
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(answer, 1)
        self._line.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._line.setSpacing(theme.metrics().gap)
        self._turn()

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        widest = max(self._answer.minimumSizeHint().width(), self._button.minimumSizeHint().width())
        return QSize(widest, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        answer = self._answer
        wide = answer.line_width() if isinstance(answer, StandsInLine) else answer.sizeHint().width()
        needed = wide + theme.metrics().gap + self._button.sizeHint().width()
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if 0 < self.width() < needed else ways.LeftToRight
        if way != self._line.direction():
            self._line.setDirection(way)
            self.updateGeometry()


def side_by_side(first: QWidget, second: QWidget) -> QWidget:
    """A control as wide as it needs, and one that takes the rest of the line."""
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.metrics().gap)
    line.addWidget(first, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(second, 1, Qt.AlignmentFlag.AlignTop)
    return box
