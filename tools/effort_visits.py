"""The reference visits: what stands in the record before, how the therapist gets to the client, what is charted, and
what must be in the record afterwards. All clients are invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmt_notes.clinical.assessment import Impression, Palpation, PostureFinding
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.db import Kdf, RecordStore
from rmt_notes.sample import PASSPHRASE, case_1, case_2, maintenance
from rmt_notes.sample.diary import Diary, SampleClock
from rmt_notes.sample.people import PRACTICE, THERAPIST
from rmt_notes.sample.telling import motion, technique
from rmt_notes.ui.widgets.note.plan_rows import usual_dose
from tools.charted import differences
from tools.charting import Charting

if TYPE_CHECKING:
    from rmt_notes.ui.worker import Worker
    from tools.effort import Finger


class NotAsCharted(AssertionError):
    """The record does not hold what was charted."""


@dataclass(frozen=True)
class ReferenceVisit:
    """One visit: `prepare` fills a new record, `name` is what the client's row says, `chart` acts, `check` looks at
    what was signed."""

    tell: Callable[[Diary], None]
    name: str
    chart: Callable[[Finger], None]
    look: Callable[[Chart], list[str]]
    new: bool = False
    """Whether the client is taken in during the visit."""
    until: datetime | None = None
    """What the story tells from here on has not happened yet."""

    def prepare(self, folder: Path) -> str:
        """Make the record; returns its passphrase."""
        diary = Diary()
        self.tell(diary)
        clock = SampleClock(diary.first() - timedelta(minutes=30))
        store, _code = RecordStore.create(folder, PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap, clock=clock)
        with store:
            before = datetime.now().astimezone() if self.until is None else self.until - timedelta(minutes=30)
            diary.write(store, clock, before)
        return PASSPHRASE

    def unlock(self, finger: Finger, passphrase: str) -> None:
        """Open the record."""
        finger.wait(lambda: finger.sees("Passphrase"), "the gate")
        finger.type_into("Passphrase", passphrase)
        finger.press("Unlock")
        finger.wait(lambda: finger.sees("Clients"), "the day")

    def arrive(self, finger: Finger) -> None:
        """Open the client, or the list where the client is new; this is before the visit and is not counted."""
        finger.press("Clients")
        if self.new:
            finger.wait(lambda: finger.sees("New client"), "the clients")
            return
        finger.choose_row("Clients", self.name)
        finger.wait(lambda: finger.sees("New note"), "the client")

    def check(self, worker: Worker, finger: Finger) -> None:
        """Read the last visit back from the store.

        Raises:
            NotAsCharted: with everything that differs.
        """
        answers: list[Any] = []

        def newest(store: RecordStore) -> Chart:
            client = next(row for row in store.find_clients() if self.name in row.name)
            rows = sorted(store.visit_rows(client.id), key=lambda row: row.number)
            return store.chart(rows[-1].id)

        worker.ask(worker, newest, answers.append)
        finger.wait(lambda: bool(answers), "the record")
        wrong = self.look(answers[0])
        if wrong:
            raise NotAsCharted("; ".join(wrong))


def _differences(*pairs: tuple[str, object, object]) -> list[str]:
    return [f"{what}: {found!r} instead of {wanted!r}" for what, found, wanted in pairs if found != wanted]


# -- the follow-up in which nothing changed ---------------------------------------------------------------------------


def _maintenance(diary: Diary) -> None:
    maintenance.tell(diary, date.today())


def _chart_unchanged(finger: Finger) -> None:
    finger.press("New note")
    finger.wait(lambda: finger.sees("Sign and lock"), "the chart")
    finger.press("Same as last time")
    finger.press("Anything changed in your health since last time?: No")
    finger.press("Red flags asked today: None found")
    finger.press("Pain now, 0 to 10: 2")
    finger.press("Pain after: 1")
    finger.press("Response: feels looser")
    finger.press("Since the last visit: Unchanged")
    finger.read_to_the_end("Note")
    finger.press("Mark all as read and still true")
    finger.press("Sign and lock")
    finger.wait(lambda: finger.sees("Amend"), "the signature")


def _look_unchanged(chart: Chart) -> list[str]:
    note, last = chart.note, chart.previous
    if last is None or not chart.versions:
        return ["the note is not signed"]
    return _differences(
        ("pain now", note.subjective.pain_now, 2),
        ("pain after", note.treatment.pain_after, 1),
        ("response", note.treatment.response, "feels looser"),
        ("complaint", note.subjective.complaint, last.note.subjective.complaint),
        ("techniques", [one.technique for one in note.treatment.techniques], ["petrissage", "art"]),
        ("impressions", note.assessment.impressions, last.note.assessment.impressions),
        ("home care", note.plan.home_care, last.note.plan.home_care),
        ("not reviewed", [one.section for one in note.carried if one.unread], []),
        ("source", {one.visit_id for one in note.carried}, {last.visit_id}),
    )


# -- the six visits of the first described client ---------------------------------------------------------------------


def _days(number: int) -> int:
    """How many days later the story is told, so that its visit of this number is today."""
    return (date.today() - case_1.VISITS[number - 1].date()).days


def _wanted(number: int) -> tuple[Note, Note | None]:
    """What is to be charted at the visit of this number, and the note before it."""
    notes = case_1.notes(_days(number))
    return notes[number - 1], notes[number - 2] if number > 1 else None


def _until(number: int) -> Callable[[Diary], None]:
    arrived = datetime.now().astimezone() - timedelta(minutes=30)
    return lambda diary: case_1.tell(diary, _days(number), charted=number, arrived=arrived)


def _chart_case(finger: Finger, number: int) -> None:
    wanted, last = _wanted(number)
    hand = Charting(finger)
    finger.press("New note")
    finger.wait(lambda: finger.sees("Sign and lock"), "the chart")
    if case_1.KINDS[number - 1] == "reassessment":
        finger.press("Unfold Visit")
        finger.press("Re-assessment")
        finger.press("Fold Visit")
    if last is None:
        finger.press("60 min")
    hand.subjective(wanted.subjective)
    hand.objective(wanted.objective)
    hand.treatment(wanted.treatment)
    if last is not None:
        for section in ("Assessment", "Plan"):
            finger.press(f"{section}: same as last time")
            finger.press(f"{section}: mark as reviewed")
    hand.assessment(wanted.assessment, carried=last is not None)
    following = wanted.plan.next_visit
    weeks = (following - date.today()).days // 7 if following is not None else None
    hand.plan(wanted.plan, weeks, carried=last.plan if last is not None else None)
    if wanted.plan.changes:
        finger.press("Record: all six discussed, client agrees to the change")
    finger.press("Sign and lock")
    finger.wait(lambda: finger.sees("Amend"), "the signature")


def _look_case(chart: Chart, number: int) -> list[str]:
    wanted, last = _wanted(number)
    found = [] if chart.versions else ["the note is not signed"]
    found += _differences(("kind", chart.visit.kind, case_1.KINDS[number - 1]), ("minutes", chart.visit.minutes, 60))
    return found + differences(wanted, chart.note, last)


# -- the first visit of a new client -----------------------------------------------------------------------------------

_NEXT_YEAR = date(date.today().year + 1, 1, 31)
_BACK = Place("low_back", "bilateral")
_FIRST = Note(
    subjective=Subjective(
        health_changes="",
        red_flags="none",
        complaint="Low back ache for three months, worse at the desk",
        places=(_BACK,),
        pain_now=6,
        pain_best=3,
        pain_worst=7,
        qualities=("ache",),
        onset="gradual",
        aggravating="sitting",
        easing="walking",
        function="work",
    ),
    objective=Objective(
        posture=(PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity="moderate"),),
        range_of_motion=motion("lumbar.extension", 15, pain=5),
    ),
    treatment=Treatment(
        techniques=(
            technique(
                "deep_tissue",
                _BACK,
                structures=("erector_spinae_lumbar",),
                minutes=15,
                tolerance=5,
                pressure=3,
                stroke="stripping",
            ),
        ),
        position="prone",
        lubricant="unscented lotion",
        draping_explained=True,
        pain_after=4,
        response="feels looser",
        skin_response="1",
    ),
    assessment=Assessment(impressions=(Impression(key="nslbp_chronic", stage="chronic", side="central"),)),
    plan=Plan(
        stage="chronic",
        frequency="every 2 weeks",
        reassess_on=date.today() + timedelta(weeks=6),
        visits_planned=6,
        goals=(
            Goal(
                text="Sit through a shift",
                measure="NPRS",
                baseline="6",
                target="3",
                by=_NEXT_YEAR,
            ),
        ),
        home_care=(HomeCare(key="walking", dose=usual_dose("walking")),),
        expected_outcome="less pain",
    ),
)


def _chart_first(finger: Finger) -> None:
    finger.press("New client")
    finger.wait(lambda: finger.sees("Save and start intake"), "the form")
    finger.type_into("First name", "Ines")
    finger.type_into("Last name", "Varga")
    finger.type_into("Date of birth", "14 mar 1980")
    finger.type_into("Phone", "7055550123")
    finger.press("Emergency contact: None")
    finger.press("Physician: None")
    finger.press("Referred by: Nobody")
    finger.type_into("Preferred language", "Eng")
    finger.keys("Return")
    finger.press("Mobility and access needs: None")
    finger.press("Save and start intake")
    finger.wait(lambda: finger.sees("Keep this health history"), "the intake")
    finger.type_into("Reason for care", "Low back ache")
    finger.type_into("Goals", "Sit a shift")
    finger.press("Allergies and sensitivities (oils, nuts, latex, tape, scents): None known")
    finger.press("Answered by: Client")
    finger.press("How: Spoken")
    finger.press("Notice of information practices shown")
    finger.press("No to the other")
    finger.press("Keep this health history")
    finger.wait(lambda: finger.sees("New note"), "the client")
    finger.press("New note")
    finger.wait(lambda: finger.sees("Sign and lock"), "the chart")
    finger.press("60 min")
    hand = Charting(finger)
    hand.subjective(_FIRST.subjective)
    hand.objective(_FIRST.objective)
    finger.press("Record: all six discussed, client agrees")
    hand.treatment(_FIRST.treatment)
    hand.assessment(_FIRST.assessment, carried=False)
    hand.plan(_FIRST.plan, 2, carried=None)
    finger.press("Sign and lock")
    finger.wait(lambda: finger.sees("Amend"), "the signature")


def _look_first(chart: Chart) -> list[str]:
    found = [] if chart.versions else ["the note is not signed"]
    next_visit = date.today() + timedelta(weeks=2)
    wanted = replace(_FIRST, plan=replace(_FIRST.plan, next_visit=next_visit))
    return found + differences(wanted, chart.note, None)


# -- the visit that is declined ---------------------------------------------------------------------------------------


def _runner(diary: Diary) -> None:
    """Graham Oyelaran, as he was until his second visit began."""
    case_2.tell(diary)


_CALF = Place("leg_posterior", "right")
_GIRTH = "Calf 39.9 cm right, 36.5 cm left, 10 cm below tuberosity"
_DECLINED = Note(
    subjective=Subjective(
        health_changes="yes",
        health_changes_detail="9 h flight 5 days ago; right calf sore since, no injury",
        red_flags="positive",
        red_flags_found=("dvt_pe",),
        complaint="Right calf sore for three days",
        places=(_CALF,),
        pain_now=5,
        notes="No chest pain or breathlessness",
    ),
    objective=Objective(
        palpation=(
            Palpation(
                place=_CALF, texture="oedematous", temperature="warm", tenderness=2, note="pitting, posteromedial"
            ),
        ),
        notes=_GIRTH,
    ),
    treatment=Treatment(
        outcome="declined",
        decided_by="therapist",
        advice_given="told the reason, go to emergency now, do not rub the area, letter given, partner driving",
        fee_difference="no fee",
    ),
)


def _chart_declined(finger: Finger) -> None:
    """A swollen calf: the red flag leads to the finding, the finding stops the visit."""
    finger.press("New note")
    finger.wait(lambda: finger.sees("Sign and lock"), "the chart")
    hand = Charting(finger)
    said, done = _DECLINED.subjective, _DECLINED.treatment
    finger.press("Anything changed in your health since last time?: Yes")
    finger.type_into("What changed", said.health_changes_detail)
    finger.press("Red flags asked today: Positive")
    finger.press("Clot in a vein or lung")
    finger.press("Pain now, 0 to 10: 5")
    finger.type_into("Complaint, in the client's words", said.complaint)
    ground = hand.section("Subjective")
    hand.places(hand.where(ground), said.places)
    hand.unfold("Onset, mechanism and notes", ground)
    hand.write(hand.row("Notes", ground), said.notes)
    hand.objective(_DECLINED.objective)
    finger.press("Record: Deep vein thrombosis")
    hand.places(finger.find("Where: Deep vein thrombosis"), (_CALF,))
    finger.type_into("What you saw or were told", _GIRTH)
    finger.press("Record the finding")
    finger.wait(lambda: finger.sees("No treatment today"), "the stop")
    finger.press("No treatment today")
    finger.type_into("Advice given", done.advice_given)
    finger.press("Record: no treatment today")
    finger.wait(lambda: finger.sees("Fee and notes"), "the note")
    ground = hand.section("Treatment")
    hand.unfold("Fee and notes", ground)
    finger.type_into("Fee that differs from the posted one, and why", done.fee_difference)
    finger.press("Sign and lock")
    finger.wait(lambda: finger.sees("Amend"), "the signature")


def _look_declined(chart: Chart) -> list[str]:
    found = chart.safety.findings
    clot = next((one for one in found if one.key == "dvt_suspected"), None)
    wrong = [] if chart.versions else ["the note is not signed"]
    if clot is None:
        return [*wrong, "the suspected clot is not on file"]
    decided = chart.safety.decision_on(clot.id)
    reason = chart.note.treatment.outcome_reason
    wanted = replace(_DECLINED, treatment=replace(_DECLINED.treatment, outcome_reason=reason))
    return [
        *wrong,
        *differences(wanted, chart.note, None),
        *_differences(
            ("findings", {one.key for one in found}, {"skin_allergy", "dvt_suspected"}),
            ("state", clot.state, "suspected"),
            ("where", clot.places, (_CALF,)),
            ("seen", clot.detail, _GIRTH),
            ("visit", clot.visit_id, chart.visit.id),
            ("decision", decided.choice if decided is not None else "", "refer"),
            ("reason names the clot and its time", "Deep vein thrombosis" in reason and "noted at" in reason, True),
        ),
    ]


VISITS: dict[str, ReferenceVisit] = {
    "follow_up_unchanged": ReferenceVisit(_maintenance, "Kowalczyk", _chart_unchanged, _look_unchanged),
    **{
        f"with_changes_{number}": ReferenceVisit(
            _until(number),
            "Tang",
            lambda finger, number=number: _chart_case(finger, number),  # type: ignore[misc]  # the number is bound
            lambda chart, number=number: _look_case(chart, number),  # type: ignore[misc]  # as above
        )
        for number in range(1, len(case_1.VISITS) + 1)
    },
    "first_visit": ReferenceVisit(_maintenance, "Varga", _chart_first, _look_first, new=True),
    "declined": ReferenceVisit(_runner, "Oyelaran", _chart_declined, _look_declined, until=case_2.DECLINED),
}
"""Every reference visit by its name, in the order in which they are played."""
