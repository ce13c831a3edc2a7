"""Charts what was done, by finger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QWidget

from rmt_notes.clinical.catalogue import Parameter
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Treatment
from rmt_notes.ui.widgets.note.technique_words import technique_name
from tools.charted import is_muscle
from tools.charting_ground import Ground, words_of
from tools.user import Lost


class Treating(Ground):
    """A hand that records techniques."""

    def treatment(self, done: Treatment) -> None:
        """What was done, and what came of it."""
        ground = self.section("Treatment")
        for applied in done.techniques:
            self.technique(ground, applied)
        if done.position:
            words = str(self.book.vocabularies["positions"][done.position])
            self.tap(self.row("Position", ground), words)
        if done.draping_explained:
            self.tap(self.row("Position", ground), "Draping explained")
        for area in done.sensitive_spoken:
            words = str(self.book.vocabularies["sensitive_areas"][area])
            self.tap(self.row("Spoken consent today", ground), words)
        if done.lubricant:
            self.say(self.row("Lubricant", ground), done.lubricant)
        if done.pain_after is not None:
            self.finger.press_widget(self.named(ground, f"Pain after: {done.pain_after} of 10"))
        if done.response:
            self.say(self.row("Response", ground), done.response)
        if done.skin_response:
            self.grade(self.row("Skin response", ground), "skin_response", int(done.skin_response))
        if done.notes:
            self.unfold("Fee and notes", ground)
            self.write(self.row("Notes on the treatment", ground), done.notes)

    def grade(self, ground: QWidget, scale: str, grade: int) -> None:
        """A step of a scale, shown by its words or by its number."""
        words = str(self.book.scales[scale].points.get(grade, ""))
        names = (words, f"{grade} {words}", str(grade))
        for one in self.inside(ground, QAbstractButton):
            if words_of(one) in names:
                if not one.isChecked():
                    self.finger.press_widget(one)
                return
        self.tap(ground, words)

    def technique(self, ground: QWidget, applied: TechniqueApplied) -> None:
        """One technique with everything about it. What its last use lent already is left as it is."""
        entry = self.book.techniques[applied.technique]
        name = technique_name(applied.technique, None)
        chip = self.button(ground, f"Add {name}")
        if chip is None:
            self.finger.press("More techniques")
            chip = self.button(ground, f"Add {name}")
        if chip is None:
            raise Lost(f"no chip adds {name}")
        self.finger.press_widget(chip)
        editor = self.open_editor(ground, "TechniqueEditor")
        self.places(self.row("Where", editor), applied.places)
        if applied.modification:
            self.say(self.row("Modified how", editor), applied.modification)
        if applied.minutes is not None:
            self.number_unless(editor, "Minutes", applied.minutes, self._now(editor).minutes)
        elif self._now(editor).minutes is not None:
            self.clear_number(editor, "Minutes")
        if applied.tolerance is not None:
            self.finger.press_widget(self.named(editor, f"Tolerance: {applied.tolerance} of 10"))
        wanted = {one.key: one.value for one in applied.settings}
        lent = {one.key for one in self._now(editor).settings}
        for key in [*wanted, *(key for key in lent if key not in wanted)]:
            parameter = entry.parameter(key)
            if parameter is not None:
                self.setting(editor, parameter, wanted.get(key))
        for structure in applied.structures:
            if structure not in self._now(editor).structures:
                self.structure(editor, entry.parameters, structure)
        if applied.position or applied.response:
            self.unfold("More", editor)
        if applied.position != self._now(editor).position:
            words = str(self.book.vocabularies["positions"][applied.position or self._now(editor).position])
            self.tap(self.row("Position", editor), words)
        if applied.response:
            self.say(self.row("Response", editor), applied.response)
        self.finish(editor)

    def _now(self, editor: Any) -> TechniqueApplied:
        """What the open technique shows; looking only."""
        value = editor.value()
        assert isinstance(value, TechniqueApplied)
        return value

    def structure(self, editor: QWidget, parameters: Iterable[Parameter], key: str) -> None:
        """One muscle, in the row that asks for it: its own parameter, or the structures of every technique."""
        own = next((str(one.label) for one in parameters if is_muscle(one)), "Structures")
        row = self.row(own, editor)
        chip = self.button(row, self.book.structure(key))
        if not (isinstance(chip, QAbstractButton) and chip.isChecked()):
            self.tap(row, self.book.structure(key))

    def setting(self, editor: QWidget, parameter: Parameter, value: Any) -> None:
        """One parameter of a technique; None takes it out."""
        now = self._now(editor).setting(parameter.key)
        if now == value:
            return
        label = str(parameter.label)
        try:
            row = self.row(label, editor)
        except Lost:
            self.unfold("More", editor)
            row = self.row(label, editor)
        wanted: Any = now if value is None else value
        if parameter.kind == "choice":
            self.tap(row, self._choice(parameter, str(wanted)))
        elif parameter.kind == "flag":
            self.tap(row, "Yes")
        elif parameter.kind == "scale" and parameter.scale:
            scale = self.book.scales[parameter.scale]
            if scale.maximum - scale.minimum >= 8:
                self.finger.press_widget(self.named(row, f"{label}: {wanted} of {scale.maximum}"))
            else:
                self.grade(row, parameter.scale, int(wanted))
        elif parameter.kind in ("integer", "number"):
            if value is None:
                self.clear_number(editor, label)
            else:
                self.number(editor, label, float(value))
        elif is_muscle(parameter):
            for key in wanted if isinstance(wanted, tuple) else (wanted,):
                self.tap(row, self.book.structure(key))
        elif parameter.kind == "home_care":
            self.tap(row, str(self.book.home_care[wanted].label))
        else:
            self.write(row, "" if value is None else "; ".join(value) if isinstance(value, tuple) else str(value))

    def _choice(self, parameter: Parameter, key: str) -> str:
        for each in parameter.choices:
            if each.key == key:
                return str(each.label)
        name = parameter.vocabulary or ""
        return str((self.book.vocabularies.get(name) or self.book.palpation[name])[key])
