"""Finds each control of an open chart by the words on it and presses or types it. Only what is in sight is pressed;
only looking is done without a finger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTextEdit, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.ui.widgets.note.carried_mark import ReviewCaption
from rmt_notes.ui.widgets.note.place_picker import place_words, region_words
from rmt_notes.ui.widgets.number_field import write_number
from tools.user import Lost

if TYPE_CHECKING:
    from tools.effort import Finger


def words_of(widget: QWidget) -> str:
    """What stands on a button."""
    words = getattr(widget, "words", None)
    said = words() if callable(words) else words
    return str(said if said is not None else getattr(widget, "text", lambda: "")())


W = TypeVar("W", bound=QWidget)


class Ground:
    """One open chart and a finger."""

    def __init__(self, finger: Finger) -> None:
        self.finger = finger
        self.book = catalogue()

    def section(self, name: str) -> QWidget:
        """A section of the note."""
        return self.finger.find(name)

    def inside(self, ground: QWidget, kind: type[W]) -> list[W]:
        """What can be seen of a kind on a ground."""
        return [one for one in ground.findChildren(kind) if one.isVisible()]

    def row(self, label: str, ground: QWidget) -> QWidget:
        """The row whose question says this.

        Raises:
            Lost: there is none in sight.
        """
        for one in self.inside(ground, QLabel):
            said = one.text()
            holder = one.parentWidget()
            if (said == label or said.startswith(f"{label} · ")) and holder is not None:
                return holder
        for caption in self.inside(ground, ReviewCaption):
            holder = caption.parentWidget()
            if caption.accessibleName() == f"Mark as reviewed: {label}" and holder is not None:
                return holder
        raise Lost(f"no row asks “{label}”")

    def button(self, ground: QWidget, words: str) -> QWidget | None:
        """The button on a ground with these words on it, or of that name."""
        wanted = words.casefold()
        buttons = self.inside(ground, QAbstractButton)
        for one in buttons:
            if words_of(one).casefold() == wanted or one.accessibleName().casefold() == wanted:
                return one
        return next((one for one in buttons if one.accessibleName().casefold().endswith(f": {wanted}")), None)

    def tap(self, ground: QWidget, words: str) -> None:
        """Press the button with these words; where it is not in sight, look behind "More" and in the search.

        Raises:
            Lost: it is nowhere.
        """
        found = self.button(ground, words)
        if found is None:
            self._look_further(ground)
            found = self.button(ground, words)
        if found is None and self._search(ground) is not None:
            search = self._search(ground)
            assert search is not None
            self.finger.type_at(search, words)
            found = self.button(ground, f"Add {words}") or self.button(ground, f"Add Add “{words}”")
        if found is None:
            seen = sorted({one.accessibleName() for one in self.inside(ground, QAbstractButton)})
            raise Lost(f"“{words}” is not there; there is: {', '.join(seen)}")
        self.finger.press_widget(found)

    def _look_further(self, ground: QWidget) -> None:
        for one in self.inside(ground, QAbstractButton):
            if words_of(one) == "More" or one.accessibleName().startswith("Show "):
                self.finger.press_widget(one)
                return

    def _search(self, ground: QWidget) -> QWidget | None:
        fields_there = self.inside(ground, QLineEdit)
        return next((one for one in fields_there if one.accessibleName().startswith("Search: ")), None)

    def write(self, ground: QWidget, words: str) -> None:
        """Type into the field on a ground; behind "More" where it does not show yet."""
        editors = [*self.inside(ground, QTextEdit), *self.inside(ground, QLineEdit)]
        if not editors:
            self._look_further(ground)
            editors = [*self.inside(ground, QTextEdit), *self.inside(ground, QLineEdit)]
        if not editors:
            raise Lost(f"nothing to write “{words}” into")
        self.finger.type_at(editors[0], words)

    def say(self, ground: QWidget, words: str) -> None:
        """Say something in a row of phrases: by its chips where they say it, else in own words."""
        found = self.button(ground, words)
        if found is not None:
            self.finger.press_widget(found)
        else:
            self.write(ground, words)

    def unfold(self, words: str, ground: QWidget) -> None:
        """Open what waits behind these words; open already, it stays."""
        for one in self.inside(ground, QAbstractButton):
            if type(one).__name__ == "FoldButton" and one.accessibleName() == words:
                if one.accessibleDescription() != "open":
                    self.finger.press_widget(one)
                return

    def where(self, ground: QWidget) -> QWidget:
        """The question where it is, with the places chosen under it."""
        holder = self.row("Where", ground).parentWidget()
        assert holder is not None
        return holder

    def places(self, ground: QWidget, places: Iterable[Place]) -> None:
        """Where it is, each with its side; those that are there already stay."""
        whole_row = ground.parentWidget()
        if type(whole_row).__name__ == "PlacesRow" and whole_row is not None:
            ground = whole_row
        for place in places:
            if self.button(ground, f"Remove {region_words(place.region)}") is None:
                whole = self.button(ground, f"Add a region: {place_words(place)}")
                if whole is not None:
                    self.finger.press_widget(whole)
                    continue
                self.tap(ground, str(self.book.regions[place.region].label))
            self.side(ground, place)

    def side(self, ground: QWidget, place: Place) -> None:
        """The side of one place."""
        name = f"Side of {region_words(place.region)}: {self.book.words('sides', place.side)}"
        found = self.button(ground, name)
        if found is None:
            raise Lost(f"“{name}” is not there")
        if isinstance(found, QAbstractButton) and not found.isChecked():
            self.finger.press_widget(found)

    def open_editor(self, ground: QWidget, kind: str) -> QWidget:
        """The editor that is open on a ground."""
        return next(one for one in self.inside(ground, QWidget) if type(one).__name__ == kind)

    def finish(self, editor: QWidget) -> None:
        """Fold the entry that is open."""
        slot = editor.parentWidget()
        assert slot is not None
        self.finger.press_widget(
            next(one for one in self.inside(slot, QAbstractButton) if one.accessibleName().startswith("Done with "))
        )

    def number(self, ground: QWidget, label: str, value: float) -> None:
        """A number: by its chip where there is one, else typed."""
        row = self.row(label, ground)
        words = write_number(value)
        chips = [one for one in self.inside(row, QAbstractButton) if type(one).__name__ == "Chip"]
        chip = next((one for one in chips if words_of(one).split(" ")[0] == words), None)
        if chip is not None:
            self.finger.press_widget(chip)
        else:
            self.write(row, words)

    def number_unless(self, ground: QWidget, label: str, value: float, now: float | None) -> None:
        """A number, unless it stands there."""
        if now != value:
            self.number(ground, label, value)

    def clear_number(self, ground: QWidget, label: str) -> None:
        """Take a number out by pressing its chip again, or by deleting it."""
        row = self.row(label, ground)
        chip = next((one for one in self.inside(row, QAbstractButton) if one.isChecked()), None)
        if chip is not None:
            self.finger.press_widget(chip)
        else:
            self.finger.type_at(self.inside(row, QLineEdit)[0], "")

    def named(self, ground: QWidget, name: str) -> QWidget:
        """The button of exactly this name."""
        found = next((one for one in self.inside(ground, QAbstractButton) if one.accessibleName() == name), None)
        if found is None:
            seen = sorted({one.accessibleName() for one in self.inside(ground, QAbstractButton)})
            raise Lost(f"“{name}” is not there; there is: {', '.join(seen)}")
        return found

    def editor_called(self, ground: QWidget, name: str) -> QWidget:
        """The field of exactly this name."""
        for one in (*self.inside(ground, QTextEdit), *self.inside(ground, QLineEdit)):
            if one.accessibleName() == name:
                return one
        raise Lost(f"no field is called “{name}”")
