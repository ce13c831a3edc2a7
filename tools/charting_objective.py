"""Charts what was found, by finger."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from rmt_notes.clinical.assessment import Palpation, PostureFinding, RangeOfMotion, SpecialTest, Strength
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.visit import Objective
from rmt_notes.ui.widgets.note.finding_group import FindingGroup
from rmt_notes.ui.widgets.note.value_row import ValueRow
from rmt_notes.ui.widgets.number_field import write_number
from tools.charting_ground import Ground


class Examining(Ground):
    """A hand that records findings."""

    def group(self, name: str) -> QWidget:
        """Open a group of findings; gives back its ground."""
        ground = next(
            one for one in self.inside(self.section("Objective"), FindingGroup) if one.accessibleName() == name
        )
        row = next(iter(self.inside(ground, ValueRow)))
        if not row.is_open():
            self.finger.press_widget(row)
        return ground

    def done(self, name: str) -> None:
        """Fold a group again."""
        self.finger.press(f"Done with {name}")

    def objective(self, found: Objective) -> None:
        """What the hands and the tape find."""
        if found.posture or found.posture_patterns:
            self.posture(found.posture, found.posture_patterns)
        if found.range_of_motion:
            self.motions(found.range_of_motion)
        if found.tests:
            self.tests(found.tests)
        if found.palpation:
            ground = self.group("Palpation")
            for one in found.palpation:
                self.palpation(ground, one)
            self.done("Palpation")
        if found.strength:
            ground = self.group("Strength")
            for muscle in found.strength:
                self.strength(ground, muscle)
            self.done("Strength")
        if found.neuro_summary:
            ground = self.group("Nerve screen")
            self.finger.type_into("In words", found.neuro_summary)
            self.done("Nerve screen")
        if found.outcomes:
            ground = self.group("Measures")
            for score in found.outcomes:
                self.outcome(ground, score)
            self.done("Measures")
        if found.notes:
            ground = self.section("Objective")
            self.unfold("Notes", ground)
            self.write(self.row("Notes", ground), found.notes)

    def posture(self, found: Iterable[PostureFinding], patterns: Iterable[str]) -> None:
        """Landmarks view by view, and the pattern that the signs suggest."""
        ground = self.group("Posture")
        for one in found:
            view = self.book.posture[one.view]
            tab = self.button(ground, str(view.label))
            if isinstance(tab, QAbstractButton) and not tab.isChecked():
                self.finger.press_widget(tab)
            mark = view.landmarks[one.landmark]
            row = self.row(str(mark.label), ground)
            self.tap(row, str(mark.values[one.value]))
            severity = self.book.vocabularies["severity"][one.severity]
            self.tap(row, f"Severity, {mark.label}: {severity}")
        for key in patterns:
            words = str(self.book.posture_patterns[key].label)
            self.tap(self.row("Pattern, if it fits", ground), words)
        self.done("Posture")

    def motions(self, found: Iterable[RangeOfMotion]) -> None:
        """Movements joint by joint, before and after."""
        ground = self.group("Range of motion")
        for one in found:
            movement = self.book.movements[one.movement]
            joint = str(self.book.joints[movement.joint].label)
            chip = self.button(ground, joint)
            if chip is None or (isinstance(chip, QAbstractButton) and not chip.isChecked()):
                self.tap(ground, joint)
            when = "After treatment" if one.when == "after" else "Before treatment"
            tab = self.button(ground, when)
            if isinstance(tab, QAbstractButton) and not tab.isChecked():
                self.finger.press_widget(tab)
            name = f"{movement.label}, {one.side}" if movement.per_side else str(movement.label)
            cell = next(
                each for each in self.inside(ground, QAbstractButton) if each.accessibleName().startswith(f"{name}:")
            )
            self.finger.press_widget(cell)
            editor = self.open_editor(ground, "MotionEditor")
            if one.active is not None:
                self.number(editor, "Active, degrees", one.active)
            if one.pain is not None:
                self.finger.press_widget(self.named(editor, f"Pain: {one.pain} of 10"))
        self.done("Range of motion")

    def tests(self, found: Iterable[SpecialTest]) -> None:
        """Tests region by region, one press a side."""
        ground = self.group("Special tests")
        for one in found:
            test = self.book.tests[one.test]
            region = str(self.book.vocabularies["test_regions"][test.region])
            chip = self.button(ground, region)
            if chip is None or (isinstance(chip, QAbstractButton) and not chip.isChecked()):
                self.tap(ground, region)
            result = str(self.book.vocabularies["test_results"][one.result])
            sides = ("left", "right") if one.side == "bilateral" else (one.side,)
            for side in sides if test.per_side else ("",):
                name = f"{test.label}, {side}: {result}" if side else f"{test.label}: {result}"
                self.finger.press_widget(self.named(ground, name))
            if one.note:
                self.finger.type_into(f"Note on {test.label}", one.note)
        self.done("Special tests")

    def palpation(self, ground: QWidget, found: Palpation) -> None:
        """One place and what the hands found in it."""
        self.tap(ground, str(self.book.regions[found.place.region].label))
        editor = self.open_editor(ground, "PalpationEditor")
        self.side(editor, found.place)
        if found.structure:
            self.tap(self.row("Structure", editor), self.book.structure(found.structure))
        for label, kind, key in (
            ("Texture", "texture", found.texture),
            ("Tone", "tone", found.tone),
            ("Tenderness", "tenderness", "" if found.tenderness is None else str(found.tenderness)),
        ):
            if key:
                self.tap(self.row(label, editor), str(self.book.palpation[kind][key]))
        for label, kind, key in (
            ("Trigger point", "trigger_point_types", found.trigger_point),
            ("Length", "muscle_length", found.length),
        ):
            if key:
                self.tap(self.row(label, editor), str(self.book.vocabularies[kind][key]))
        if found.referral:
            self.write(self.row("Refers to", editor), found.referral)
        if found.temperature or found.note:
            self.unfold("Temperature and note", editor)
        if found.temperature:
            self.tap(self.row("Temperature", editor), str(self.book.palpation["temperature"][found.temperature]))
        if found.note:
            self.write(self.row("Note", editor), found.note)
        self.finish(editor)

    def strength(self, ground: QWidget, found: Strength) -> None:
        """One muscle."""
        self.tap(ground, self.book.structure(found.muscle))
        editor = self.open_editor(ground, "StrengthEditor")
        self.tap(self.row("Side", editor), self.book.words("sides", found.side))
        self.finger.press_widget(self.named(editor, f"Strength: {found.grade} of 5"))

    def outcome(self, ground: QWidget, found: OutcomeScore) -> None:
        """One measure: its activities, or its score."""
        entry = self.book.measures[found.measure]
        self.tap(ground, str(entry.short))
        editor = self.open_editor(ground, "OutcomeEditor")
        if found.scale and len(entry.scales) > 1:
            words = next(str(scale.label) for scale in entry.scales if scale.key == found.scale)
            scale = self.button(self.row("Scale", editor), words)
            if isinstance(scale, QAbstractButton) and not scale.isChecked():
                self.finger.press_widget(scale)
        if found.measure != "psfs":
            steps = [one for one in self.inside(editor, QAbstractButton)
                     if one.accessibleName().startswith(f"{entry.short}: {write_number(found.score)} of ")]  # fmt: skip
            if steps:
                self.finger.press_widget(steps[0])
            else:
                self.write(self.row("Score", editor), write_number(found.score))
            return
        for number, activity in enumerate(found.activities, start=1):
            shown = next(
                (one for one in self.inside(editor, QLineEdit) if one.accessibleName() == f"Activity {number}"), None
            )
            if shown is None:
                self.tap(editor, "Add an activity")
                shown = next(
                    one for one in self.inside(editor, QLineEdit) if one.accessibleName() == f"Activity {number}"
                )
            if shown.text() != activity.text:
                self.finger.type_at(shown, activity.text)
            name = f"Score of activity {number}: {write_number(activity.score)} of 10"
            self.finger.press_widget(self.named(editor, name))
