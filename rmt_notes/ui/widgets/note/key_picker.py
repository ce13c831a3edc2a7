"""Chooses keys out of many: the likely ones as chips, all others behind "More" with a search line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body_search import starts
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import SearchField
from rmt_notes.ui.widgets.flow_layout import FlowLayout, laid_once
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.pieces import GUESSED_ROOM, chip_width, folded, how_many_fit, in_order, readable
from rmt_notes.ui.widgets.roving import Roving

Choices = Sequence[tuple[str, str]]
MOST_FOUND = 16
"""Search results shown at once."""


class KeyPicker(QWidget):
    """Chips of likely and chosen keys.

    `suggested` are offered as chips from the start, `everything` (made when first needed) is searched. With `free`,
    what was typed can be taken as it is. With `single`, choosing one lets go of the other. `also` names what else a key
    is found by. `edited` carries the chosen keys in the order they were chosen.
    """

    edited = Signal(object)

    def __init__(
        self,
        label: str,
        everything: Callable[[], Choices],
        suggested: Sequence[str] = (),
        parent: QWidget | None = None,
        *,
        single: bool = False,
        free: bool = False,
        add_only: bool = False,
        lines: int = 2,
        also: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = label
        self._everything = everything
        self._words: dict[str, str] | None = None
        self._suggested = tuple(suggested)
        self._single = single
        self._free = free
        self._add_only = add_only
        self._lines = lines
        self._also = also or (lambda _key: ())
        self._room = theme.metrics().px(GUESSED_ROOM)
        self._values: tuple[str, ...] = ()
        self._chips: dict[str, Chip] = {}
        self._panel: QWidget | None = None
        self._search: SearchField | None = None
        self._results: FlowLayout | None = None
        self._found: list[str] = []
        self._barred: dict[str, str] = {}
        self.setAccessibleName(label)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.metrics().gap)
        self._flow = FlowLayout()
        self._column.addLayout(self._flow)
        self._more = Chip(_("More"), checkable=False, icon="search", parent=self)
        self._more.setAccessibleName(_("More: {label}").format(label=label))
        self._more.clicked.connect(self._toggle_panel)
        self._flow.addWidget(self._more)
        self._roving = Roving(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._arrange()

    # values

    def values(self) -> tuple[str, ...]:
        """The chosen keys."""
        return self._values

    def set_values(self, keys: Sequence[str]) -> None:
        """Choose exactly these; says nothing back."""
        if tuple(keys) != self._values:
            self._values = tuple(keys)
            self._arrange()

    def set_suggested(self, keys: Sequence[str]) -> None:
        """Offer other likely keys."""
        if tuple(keys) != self._suggested:
            self._suggested = tuple(keys)
            self._arrange()

    def set_lines(self, lines: int) -> None:
        """Offer as many as stand on so many lines."""
        if lines != self._lines:
            self._lines = lines
            self._show_enough()

    def words_of(self, key: str) -> str:
        """The words of a key; a key nobody knows comes back readable, own words as they are."""
        if self._words is None:
            self._words = dict(self._everything())
        return self._words.get(key) or (key if self._free and " " in key else readable(key))

    def chip(self, key: str) -> Chip:
        """The chip of a key.

        Raises:
            KeyError: for a key that is not shown.
        """
        return self._chips[key]

    def in_sight(self) -> tuple[str, ...]:
        """The keys whose chips show now."""
        return tuple(key for key, chip in self._chips.items() if not chip.isHidden())

    # chips

    def _arrange(self) -> None:
        shown = tuple(dict.fromkeys((*self._suggested, *(() if self._add_only else self._values))))
        held = next((number for number, chip in enumerate(self._chips.values()) if chip.hasFocus()), None)
        key_held = list(self._chips)[held] if held is not None else ""
        if shown != tuple(self._chips):
            for chip in self._chips.values():
                self._flow.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._flow.removeWidget(self._more)
            self._chips = {key: self._make_chip(key) for key in shown}
            for chip in self._chips.values():
                self._flow.addWidget(chip)
            self._flow.addWidget(self._more)
            self._roving.set_buttons([*self._chips.values(), self._more])
        for key, chip in self._chips.items():
            if not self._add_only:
                chip.setChecked(key in self._values)
        self._show_enough()
        if held is not None and not any(chip.hasFocus() for chip in self._chips.values()):
            self._hold_focus(key_held, held)

    def _hold_focus(self, key: str, number: int) -> None:
        """The chip that had the focus was made anew, or went: the focus stays on it, or where it stood."""
        near = [chip for chip in list(self._chips.values())[: number + 1] if not chip.isHidden()]
        goal = self._chips.get(key) or (near[-1] if near else self._more)
        goal.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != self._room:
            self._room = event.size().width()
            self._show_enough()

    def _show_enough(self) -> None:
        """Show the chips that fit and those that are on; all of them while the search is open."""
        chips = list(self._chips.items())
        icon = theme.metrics().px(12) if self._add_only else 0
        more = chip_width(self._more.words()) + theme.metrics().px(20)
        on = [] if self._add_only else [number for number, (key, _chip) in enumerate(chips) if key in self._values]
        fits = how_many_fit(
            [*(chip_width(chip.words()) + icon for _key, chip in chips), more],
            more,
            self._room,
            theme.metrics().gap,
            self._lines,
            on,
        )
        opened = self._panel is not None and not self._panel.isHidden()
        with laid_once(self._column):
            for number, (key, chip) in enumerate(chips):
                shown = opened or number < fits or (not self._add_only and key in self._values)
                if chip.isHidden() == shown:
                    chip.setVisible(shown)
        self._roving.settle()
        self._flow.invalidate()
        self.updateGeometry()

    def _make_chip(self, key: str) -> Chip:
        words = self.words_of(key)
        chip = Chip(words, checkable=not self._add_only, icon="plus" if self._add_only else None, parent=self)
        chip.setAccessibleName(_("{label}: {words}").format(label=self._label, words=words))
        chip.clicked.connect(lambda _on=False, key=key: self._press(key))
        chip.hide()  # said, else Qt shows it a moment later whatever is decided here
        return chip

    def _press(self, key: str) -> None:
        if self._add_only:
            self.edited.emit((key,))
            return
        chosen = set(self._values)
        if key in chosen:
            after: tuple[str, ...] = tuple(one for one in self._values if one != key)
        elif self._single:
            after = (key,)
        else:
            after = (*self._values, key)
        self._values = in_order(self._values, after)
        self._arrange()
        self.edited.emit(self._values)

    # the search

    def _toggle_panel(self) -> None:
        # A part that joins a page in sight counts as hidden until it is shown, so the first opening is said, not asked.
        opened = self._panel is None or self._panel.isHidden()
        panel = self._panel or self._build_panel()
        panel.setVisible(opened)
        self._more.set_words(_("Close") if opened else _("More"))
        self._more.setAccessibleName(
            _("Close the search: {label}").format(label=self._label)
            if opened
            else _("More: {label}").format(label=self._label)
        )
        self._show_enough()
        if opened and self._search is not None:
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)
            self._look_up("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._panel is not None and not self._panel.isHidden():
            self._more.setFocus(Qt.FocusReason.OtherFocusReason)
            self._toggle_panel()
        else:
            super().keyPressEvent(event)

    def _build_panel(self) -> QWidget:
        self._panel = panel = QWidget(self)
        self._inner = inner = QVBoxLayout(panel)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.metrics().gap)
        self._search = SearchField(_("Search: {label}").format(label=self._label), placeholder=_("Type to search"))
        self._search.edited.connect(self._look_up)
        self._search.entered.connect(self._take_first)
        inner.addWidget(self._search)
        self._results = FlowLayout()
        inner.addLayout(self._results)
        self._nothing = Label(_("Nothing found"), "hint", token="muted")
        inner.addWidget(self._nothing)
        self._column.addWidget(panel)
        return panel

    def _look_up(self, text: str) -> None:
        if self._results is None:
            return
        while (item := self._results.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        wanted = folded(text).split()
        shown = set(self._chips)
        if self._words is None:
            self._words = dict(self._everything())
        named = [key for key, words in self._words.items() if all(part in folded(words) for part in wanted)]
        others = {} if not wanted else {key: self._why(key, wanted) for key in self._words if key not in named}
        self._found = [*named, *(key for key, why in others.items() if why)]
        if not wanted:  # before a letter is typed, what stands above is not said twice
            self._found = [key for key in self._found if key not in shown]
        typed = text.strip()
        with laid_once(self._inner):
            for key in self._found[:MOST_FOUND]:
                self._add_result(key, self._words[key], others.get(key, ""))
            if self._free and typed and not any(folded(words) == folded(typed) for words in self._words.values()):
                self._add_result(typed, _("Add “{words}”").format(words=typed))
                self._found.append(typed)
        self._nothing.setVisible(not self._found)
        rest = len(self._found) - MOST_FOUND
        if rest > 0:
            self._nothing.setText(_("{number} more: type to narrow the list").format(number=rest))
            self._nothing.show()
        elif not self._found:
            self._nothing.setText(_("Nothing found"))
        self._results.invalidate()
        self.updateGeometry()

    def _why(self, key: str, wanted: Sequence[str]) -> str:
        """What else a key is called, where that is how it was found; empty where it was not."""
        words, also = folded(self._words[key] if self._words else ""), self._also(key)
        reasons = [next((one for one in also if starts(one, part)), "") for part in wanted if part not in words]
        return reasons[0] if reasons and all(reasons) else ""

    def _add_result(self, key: str, words: str, why: str = "") -> None:
        chosen = self._holds(key)
        shown = _("{words} · {why}").format(words=words, why=why) if why else words
        chip = Chip(shown, checkable=False, icon="check" if chosen else "plus", parent=self._panel)
        said = _("Chosen: {words}") if chosen else _("Add {words}")
        chip.setAccessibleName(said.format(words=words))
        chip.setAccessibleDescription(why)
        chip.clicked.connect(lambda _on=False, key=key: self._take(key))
        chip.show()
        if self._results is not None:
            self._results.addWidget(chip)

    def _take_first(self) -> None:
        if self._found:
            self._take(self._found[0])

    def _holds(self, key: str) -> bool:
        """Whether taking it would say nothing new."""
        return not self._add_only and key in self._values

    def _take(self, key: str) -> None:
        if not self._holds(key):  # a search adds; the chip above takes out
            self._press(key)
        if self._search is not None:
            self._search.set_text("")
            self._look_up("")
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)  # the result that was pressed is gone
