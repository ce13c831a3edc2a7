"""Charts a whole note by finger: given what is to be recorded, finds each control by the words on it and presses or
types it."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QWidget

from rmt_notes.clinical.assessment import Impression
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.visit import Assessment, Subjective
from tools.charting_objective import Examining
from tools.charting_treatment import Treating


class Charting(Examining, Treating):
    """One open chart and a finger that records a whole note."""

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
                self.finger.type_at(self.editor_called(editor, label), words)
        if goal.status != (before.status if before else "open"):
            self.tap(editor, f"Status: {self.book.words('goal_statuses', goal.status)}")
        self.finish(editor)

    def home_care(self, ground: QWidget, care: HomeCare) -> None:
        """An exercise with its dose."""
        words = str(self.book.home_care[care.key].label)
        self.tap(self.row("Home care", ground), words)
        if care.dose != str(self.book.home_care[care.key].dose):
            row = next(one for one in self.inside(ground, QAbstractButton)
                       if type(one).__name__ == "ValueRow" and one.accessibleName().startswith(words))  # fmt: skip
            self.finger.press_widget(row)
            dose = self.editor_called(ground, "Dose")
            self.finger.type_at(dose, care.dose)
            self.finish(self.open_editor(ground, "HomeCareEditor"))
