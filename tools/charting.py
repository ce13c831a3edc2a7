"""Charts a whole note by finger: given what is to be recorded, finds each control by the words on it and presses or
types it. Only what is in sight is pressed; only looking is done without a finger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTextEdit, QWidget

from rmt_notes.clinical.assessment import Impression, Palpation, PostureFinding, RangeOfMotion, SpecialTest, Strength
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import Parameter, catalogue
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.ui.widgets.note.carried_mark import ReviewCaption
from rmt_notes.ui.widgets.note.place_picker import place_words, region_words
from rmt_notes.ui.widgets.note.technique_words import technique_name
from rmt_notes.ui.widgets.number_field import write_number
from tools.user import Lost

if TYPE_CHECKING:
    from tools.effort import Finger


def words_of(widget: QWidget) -> str:
    """What stands on a button."""
    words = getattr(widget, "words", None)
    said = words() if callable(words) else words
    return str(said if said is not None else getattr(widget, "text", lambda: "")())


class Charting:
    """One open chart and a finger."""

    def __init__(self, finger: Finger) -> None:
        self.finger = finger
        self.book = catalogue()

    # -- finding ---------------------------------------------------------------------------------------------------

    def section(self, name: str) -> QWidget:
        """A section of the note."""
        return self.finger.find(name)

    def inside(self, ground: QWidget, kind: type[QWidget]) -> list[QWidget]:
        """What can be seen of a kind on a ground."""
        return [one for one in ground.findChildren(kind) if one.isVisible()]

    def row(self, label: str, ground: QWidget) -> QWidget:
        """The row whose question says this.

        Raises:
            Lost: there is none in sight.
        """
        for one in self.inside(ground, QLabel):
            said = one.text() if isinstance(one, QLabel) else ""
            holder = one.parentWidget()
            if (said == label or said.startswith(f"{label} · ")) and holder is not None:
                return holder
        for one in self.inside(ground, ReviewCaption):
            holder = one.parentWidget()
            if one.accessibleName() == f"Mark as reviewed: {label}" and holder is not None:
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

    # -- subjective ------------------------------------------------------------------------------------------------

    def subjective(self, said: Subjective) -> None:
        """What the client says."""
        ground = self.section("Subjective")
        finger = self.finger
        if said.health_changes:
            answer = said.health_changes.capitalize()
            asked = ("Anything changed in your health since last time?", "Anything changed since the health history?")
            finger.press(next(f"{one}: {answer}" for one in asked if self.button(ground, f"{one}: {answer}")))
        finger.press(f"Red flags asked today: {'None found' if said.red_flags == 'none' else 'Positive'}")
        finger.press(f"Pain now, 0 to 10: {said.pain_now} of 10")
        for key in said.qualities:
            self.tap(self.row("Quality", ground), self.book.words("pain_qualities", key))
        if said.pain_best is not None or said.pain_worst is not None:
            self.unfold("Best and worst in the last 24 hours", ground)
            finger.press(f"At best, 0 to 10: {said.pain_best} of 10")
            finger.press(f"At worst, 0 to 10: {said.pain_worst} of 10")
        if said.reaction:
            self.say(self.row("After the last treatment", ground), said.reaction)
        if said.home_care_done:
            self.say(self.row("Home care", ground), said.home_care_done)
        finger.type_into("Complaint, in the client's words", said.complaint)
        self.places(self.where(ground), said.places)
        for label, words in (
            ("Worse with", said.aggravating),
            ("Eased by", said.easing),
            ("Limits in daily life", said.function),
        ):
            if words:
                self.say(self.row(label, ground), words)
        for key in said.contributing:
            self.tap(self.row("Contributing", ground), self.book.words("contributing_factors", key))
        if said.onset or said.mechanism or said.notes:
            self.unfold("Onset, mechanism and notes", ground)
        if said.onset:
            self.say(self.row("Onset", ground), said.onset)
        if said.mechanism:
            self.say(self.row("Mechanism", ground), said.mechanism)
        if said.notes:
            self.write(self.row("Notes", ground), said.notes)

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

    # -- objective -------------------------------------------------------------------------------------------------

    def group(self, name: str) -> QWidget:
        """Open a group of findings; gives back its ground."""
        ground = next(
            one
            for one in self.inside(self.section("Objective"), QWidget)
            if type(one).__name__ == "FindingGroup" and one.accessibleName() == name
        )
        row = next(one for one in self.inside(ground, QAbstractButton) if type(one).__name__ == "ValueRow")
        if not row.is_open():  # type: ignore[attr-defined]  # a ValueRow
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
                self.finger.press_widget(self._named(editor, f"Pain: {one.pain} of 10"))
        self.done("Range of motion")

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

    def _named(self, ground: QWidget, name: str) -> QWidget:
        found = next((one for one in self.inside(ground, QAbstractButton) if one.accessibleName() == name), None)
        if found is None:
            seen = sorted({one.accessibleName() for one in self.inside(ground, QAbstractButton)})
            raise Lost(f"“{name}” is not there; there is: {', '.join(seen)}")
        return found

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
                self.finger.press_widget(self._named(ground, name))
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
        self.finger.press_widget(self._named(editor, f"Strength: {found.grade} of 5"))

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
            if isinstance(shown, QLineEdit) and shown.text() != activity.text:
                self.finger.type_at(shown, activity.text)
            name = f"Score of activity {number}: {write_number(activity.score)} of 10"
            self.finger.press_widget(self._named(editor, name))

    # -- treatment -------------------------------------------------------------------------------------------------

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
            self.finger.press_widget(self._named(ground, f"Pain after: {done.pain_after} of 10"))
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
                if isinstance(one, QAbstractButton) and not one.isChecked():
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
            self.finger.press_widget(self._named(editor, f"Tolerance: {applied.tolerance} of 10"))
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

    def number_unless(self, ground: QWidget, label: str, value: float, now: float | None) -> None:
        """A number, unless it stands there."""
        if now != value:
            self.number(ground, label, value)

    def clear_number(self, ground: QWidget, label: str) -> None:
        """Take a number out by pressing its chip again, or by deleting it."""
        row = self.row(label, ground)
        chip = next((one for one in self.inside(row, QAbstractButton)
                     if isinstance(one, QAbstractButton) and one.isChecked()), None)  # fmt: skip
        if chip is not None:
            self.finger.press_widget(chip)
        else:
            self.finger.type_at(self.inside(row, QLineEdit)[0], "")

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
                self.finger.press_widget(self._named(row, f"{label}: {wanted} of {scale.maximum}"))
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

    # -- assessment and plan ---------------------------------------------------------------------------------------

    def assessment(self, judged: Assessment, *, carried: bool) -> None:
        """The change and the impressions; those taken over stand already."""
        ground = self.section("Assessment")
        if judged.change:
            self.finger.press(f"Since the last visit: {self.book.qualifiers['trend'][judged.change]}")
        if not carried:
            for one in judged.impressions:
                self.impression(ground, one)
        if judged.notes:
            self.write(self.row("Reasoning and notes", ground), judged.notes)

    def impression(self, ground: QWidget, wanted: Impression) -> None:
        """One impression with its qualifiers and what speaks for it."""
        words = str(self.book.impressions[wanted.key].label)
        self.tap(self.row("Clinical impression", ground), words)
        row = next(one for one in self.inside(ground, QAbstractButton)
                   if type(one).__name__ == "ValueRow" and one.accessibleName().startswith(words))  # fmt: skip
        self.finger.press_widget(row)
        editor = self.open_editor(ground, "ImpressionEditor")
        for label, name in (("Stage", "stage"), ("Side", "side"), ("Irritability", "irritability")):
            key = getattr(wanted, name)
            if key:
                self.tap(self.row(label, editor), str(self.book.qualifiers[name][key]))
        if wanted.sub:
            self.tap(self.row("Pattern", editor), self.book.words("posture_patterns", wanted.sub))
        if wanted.supported_by:
            self.write(self.row("Findings that support it", editor), wanted.supported_by)
        self.finish(editor)

    def plan(self, wanted: Plan, weeks: int | None, *, carried: Plan | None) -> None:
        """How it goes on. With `carried`, what the last visit's plan said stands already."""
        ground = self.section("Plan")
        last = carried or Plan()
        if wanted.stage and wanted.stage != last.stage:
            self.tap(self.row("Stage", ground), str(self.book.qualifiers["stage"][wanted.stage]))
        if wanted.frequency and wanted.frequency != last.frequency:
            self.say(self.row("How often", ground), wanted.frequency)
        if weeks is not None:
            self.tap(self.row("Next visit", ground), f"in {weeks} week{'' if weeks == 1 else 's'}")
        if wanted.reassess_on is not None and carried is None:
            self.tap(self.row("Re-assess on", ground), "in 6 weeks")
        if wanted.visits_planned is not None and carried is None:
            self.number(ground, "Visits planned", wanted.visits_planned)
        if wanted.session_minutes is not None and carried is None:
            self.number(ground, "Session length", wanted.session_minutes)
        for goal in wanted.goals:
            self.goal(ground, goal, last)
        there = {one.key for one in last.home_care}
        for one in last.home_care:
            if one.key not in {care.key for care in wanted.home_care}:
                self.tap(self.row("Home care", ground), str(self.book.home_care[one.key].label))
        for care in wanted.home_care:
            if care.key not in there:
                self.home_care(ground, care)
        if wanted.advice and wanted.advice != last.advice:
            self.say(self.row("Advice", ground), wanted.advice)
        if wanted.changes or wanted.expected_outcome or wanted.notes:
            self.unfold("Changes of plan, expected outcome, notes", ground)
        if wanted.changes:
            self.finger.type_into("Change to the plan", wanted.changes)
        if wanted.expected_outcome and wanted.expected_outcome != last.expected_outcome:
            self.say(self.row("Expected outcome", ground), wanted.expected_outcome)
        if wanted.notes:
            self.write(self.row("Notes", ground), wanted.notes)

    def goal(self, ground: QWidget, goal: Goal, last: Plan) -> None:
        """A new goal, or another state of one that is there."""
        before = next((one for one in last.goals if one.text == goal.text), None)
        if before == goal:
            return
        if before is None:
            self.finger.press("Add a goal")
        else:
            row = next(one for one in self.inside(ground, QAbstractButton)
                       if type(one).__name__ == "ValueRow" and one.accessibleName().startswith(goal.text))  # fmt: skip
            self.finger.press_widget(row)
        editor = self.open_editor(ground, "GoalEditor")
        if before is None:
            for label, words in (
                ("Goal, in the client's words", goal.text),
                ("Measured by", goal.measure),
                ("Baseline", goal.baseline),
                ("Target", goal.target),
                ("By", goal.by.isoformat() if goal.by else ""),
            ):
                self.finger.type_at(self._editor_called(editor, label), words)
        if goal.status != (before.status if before else "open"):
            self.tap(editor, f"Status: {self.book.words('goal_statuses', goal.status)}")
        self.finish(editor)

    def _editor_called(self, ground: QWidget, name: str) -> QWidget:
        for one in (*self.inside(ground, QTextEdit), *self.inside(ground, QLineEdit)):
            if one.accessibleName() == name:
                return one
        raise Lost(f"no field is called “{name}”")

    def home_care(self, ground: QWidget, care: HomeCare) -> None:
        """An exercise with its dose."""
        words = str(self.book.home_care[care.key].label)
        self.tap(self.row("Home care", ground), words)
        if care.dose != str(self.book.home_care[care.key].dose):
            row = next(one for one in self.inside(ground, QAbstractButton)
                       if type(one).__name__ == "ValueRow" and one.accessibleName().startswith(words))  # fmt: skip
            self.finger.press_widget(row)
            dose = self._editor_called(ground, "Dose")
            self.finger.type_at(dose, care.dose)
            self.finish(self.open_editor(ground, "HomeCareEditor"))


def differences(wanted: Note, found: Note, last: Note | None) -> list[str]:
    """Where a charted note does not hold exactly what was to be recorded. What was not to be recorded is empty, or
    stands as the last visit left it."""
    wrong = []
    for part in ("subjective", "objective", "treatment", "assessment", "plan"):
        asked, there = getattr(wanted, part), getattr(found, part)
        before = getattr(last, part) if last is not None else type(asked)()
        for field in fields(asked):
            want, have = _plain(getattr(asked, field.name)), _plain(getattr(there, field.name))
            kept = (_plain(field.default), _plain(getattr(before, field.name)))
            if want == kept[0] and have in kept:
                continue
            if want != have:
                wrong.append(f"{part}.{field.name}: {have!r} instead of {want!r}")
    return wrong


def is_muscle(parameter: Parameter) -> bool:
    """Whether a parameter names muscles: a technique has them there or among its structures, never in both."""
    return parameter.kind == "muscle" or parameter.item == "muscle"


def _listed(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _plain(value: Any) -> Any:
    """A value in a form in which the order of entries and of settings, and large letters, do not count, and both sides
    recorded one by one are both sides."""
    if isinstance(value, tuple) and value and isinstance(value[0], SpecialTest):
        found: dict[str, dict[str, Any]] = {}
        for test in value:
            for side in ("left", "right") if test.side == "bilateral" else (test.side,):
                kept = found.setdefault(test.test, {"note": ""})
                kept[side] = test.result
                kept["note"] = test.note or kept["note"]
        return found
    if isinstance(value, TechniqueApplied):
        entry = catalogue().techniques[value.technique]
        muscles = {one.key for one in entry.parameters if is_muscle(one)}
        named = [one.value for one in value.settings if one.key in muscles]
        return {
            **{field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.name != "settings"},
            "structures": sorted({*value.structures, *(each for one in named for each in _listed(one))}),
            "settings": {one.key: one.value for one in value.settings if one.key not in muscles},
        }
    if isinstance(value, str):
        return value.casefold()  # a chip says “walking” where the story says “Walking”
    if isinstance(value, tuple):
        parts = [_plain(one) for one in value]
        return parts if value and isinstance(value[0], TechniqueApplied) else sorted(parts, key=repr)
    return value
