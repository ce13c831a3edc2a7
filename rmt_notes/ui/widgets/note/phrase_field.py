"""Free words with everyday phrases to tap. The text is the value; a chip is on while its phrase stands in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.flow_layout import FlowLayout, laid_once
from rmt_notes.ui.widgets.note.pieces import GUESSED_ROOM, MORE_WIDTH, chip_width, how_many_fit
from rmt_notes.ui.widgets.roving import Roving


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(^|[,;.]\s*|\n)({re.escape(phrase)})(?=\s*(?:[,;.\n]|$))", re.IGNORECASE)


def has_phrase(text: str, phrase: str) -> bool:
    """Whether `phrase` stands in `text` as an item of its own."""
    # most chips are off: looking for the letters alone spares making their patterns
    return phrase.casefold() in text.casefold() and _pattern(phrase).search(text) is not None


def with_phrase(text: str, phrase: str) -> str:
    """`text` with `phrase` added at its end."""
    kept = text.rstrip()
    if not kept:
        return phrase
    if kept[-1] in ".!?:":
        return f"{kept} {phrase}"
    return f"{kept.rstrip(',; ')}, {phrase}"


def without_phrase(text: str, phrase: str) -> str:
    """`text` without that item; every other word stays."""
    found = _pattern(phrase).search(text) if has_phrase(text, phrase) else None
    if found is None:
        return text
    rest = (
        text[: found.start()]
        + ("" if found.start() == 0 or found.group(1).startswith((",", ";")) else found.group(1))
        + text[found.end() :]
    )
    return re.sub(r"^\s*[,;]\s*", "", rest).strip()


def only_phrases(text: str, phrases: Sequence[str]) -> bool:
    """Whether the chips tell the whole text."""
    rest = text
    for phrase in phrases:
        rest = without_phrase(rest, phrase)
    return not rest.strip(" ,;")


class PhraseField(QWidget):
    """Chips on one line, the rest and a text field behind "More". `edited` carries the text."""

    edited = Signal(str)

    def __init__(
        self,
        label: str,
        phrases: Sequence[str],
        parent: QWidget | None = None,
        *,
        placeholder: str = "",
        lines: int = 1,
    ) -> None:
        super().__init__(parent)
        self._label = label
        self._phrases = tuple(dict.fromkeys(phrases))
        self._placeholder = placeholder
        self._lines = lines
        self._text = ""
        self._area: TextArea | None = None
        self._expanded = False
        self._fitting = len(self._phrases)
        self._room = theme.metrics().px(GUESSED_ROOM)
        self.setAccessibleName(label)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.metrics().gap)
        self._chips: dict[str, Chip] = {}
        self._flow = FlowLayout()
        self._more = Chip(_("More"), checkable=False, parent=self)
        self._more.setAccessibleName(_("More choices and own words: {label}").format(label=label))
        self._more.clicked.connect(self.write)
        self._flow.addWidget(self._more)
        self._column.addLayout(self._flow)
        self._roving = Roving(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._fit()
        self._show()

    def text(self) -> str:
        """The words."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show other words; says nothing back."""
        if text != self._text:
            self._text = text
            # who is writing here goes on writing here
            self._expanded = self._area is not None and self._area.editor().hasFocus()
            self._fit()
            self._show()

    def offer(self, phrases: Sequence[str]) -> None:
        """Offer other phrases; the words stay as they are."""
        wanted = tuple(dict.fromkeys(phrases))
        if wanted == self._phrases:
            return
        self._phrases = wanted
        for phrase in [one for one in self._chips if one not in wanted]:
            chip = self._chips.pop(phrase)
            chip.hide()
            chip.deleteLater()
        self._make_chips(())
        self._fit()
        self._show()

    def write(self) -> None:
        """Show all phrases and the text field, and put the caret into it."""
        self._expanded = True
        self._show()
        self._put_caret()

    def area(self) -> TextArea | None:
        """The text field, once it was needed."""
        return self._area

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self._area is not None and not self._area.isHidden():
            self._put_caret()
        else:
            next(iter(self._chips.values()), self._more).setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != self._room:
            self._room = event.size().width()
            self._fit()
            self._show_chips()

    def _put_caret(self) -> None:
        if self._area is not None:
            self._area.editor().setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.editor().moveCursor(QTextCursor.MoveOperation.End)

    def _toggle(self, phrase: str) -> None:
        on = has_phrase(self._text, phrase)
        self._text = without_phrase(self._text, phrase) if on else with_phrase(self._text, phrase)
        self._show()
        self.edited.emit(self._text)

    def _typed(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._expanded = True
            self._show_chips()
            self.edited.emit(text)

    def _fit(self) -> None:
        widths = [chip_width(phrase) for phrase in self._phrases]
        m = theme.metrics()
        more = m.px(MORE_WIDTH)
        on = [number for number, phrase in enumerate(self._phrases) if has_phrase(self._text, phrase)]
        self._fitting = how_many_fit([*widths, more], more, self._room, m.gap, self._lines, on)

    def _show(self) -> None:
        own_words = not only_phrases(self._text, self._phrases)
        wanted = self._expanded or own_words
        if wanted and self._area is None:
            self._area = TextArea(
                self._label, show_label=False, placeholder=self._placeholder, min_lines=1, parent=self
            )
            self._area.edited.connect(self._typed)
            self._column.addWidget(self._area)
        if self._area is not None:
            if self._area.text() != self._text:
                self._area.set_text_kept_undo(self._text)
            self._area.setVisible(wanted)
        self._show_chips()

    def _show_chips(self) -> None:
        wanted = [
            phrase
            for number, phrase in enumerate(self._phrases)
            if self._expanded or number < self._fitting or has_phrase(self._text, phrase)
        ]
        if any(phrase not in self._chips for phrase in wanted):
            self._make_chips(wanted)
        with laid_once(self._column):
            for phrase, chip in self._chips.items():
                chip.setChecked(has_phrase(self._text, phrase))
                shown = phrase in wanted
                if chip.isHidden() == shown:
                    chip.setVisible(shown)
            if self._more.isHidden() != self._expanded:
                self._more.setVisible(not self._expanded)
        self._roving.settle()

    def _make_chips(self, wanted: Sequence[str]) -> None:
        """Make the chips that are wanted now and were not before, and put all in the order of the phrases."""
        for phrase in wanted:
            if phrase not in self._chips:
                chip = Chip(phrase, parent=self)
                chip.setAccessibleName(f"{self._label}: {phrase}")
                chip.clicked.connect(lambda _on=False, phrase=phrase: self._toggle(phrase))
                self._chips[phrase] = chip
        self._chips = {phrase: self._chips[phrase] for phrase in self._phrases if phrase in self._chips}
        while self._flow.takeAt(0) is not None:
            pass
        for chip in (*self._chips.values(), self._more):
            self._flow.addWidget(chip)
        self._roving.set_buttons([*self._chips.values(), self._more])
