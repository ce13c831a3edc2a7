"""The reference visits: what stands in the record before, how the therapist gets to the client, what is charted, and
what must be in the record afterwards. All clients are invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmt_notes.clinical.record import Chart
from rmt_notes.db import Kdf, RecordStore
from rmt_notes.sample import PASSPHRASE, case_2, maintenance
from rmt_notes.sample.diary import Diary, SampleClock
from rmt_notes.sample.people import PRACTICE, THERAPIST

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

    def arrive(self, finger: Finger, passphrase: str) -> None:
        """Unlock the record and open the client; this is before the visit and is not counted."""
        finger.wait(lambda: finger.sees("Passphrase"), "the gate")
        finger.type_into("Passphrase", passphrase)
        finger.press("Unlock")
        finger.wait(lambda: finger.sees("Clients"), "the day")
        finger.press("Clients")
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
    finger.press("All read and still true")
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


# -- the visit that is declined ---------------------------------------------------------------------------------------


def _runner(diary: Diary) -> None:
    """Graham Oyelaran, as he was until his second visit began."""
    case_2.tell(diary)


def _chart_declined(finger: Finger) -> None:
    finger.press("New note")
    finger.wait(lambda: finger.sees("Sign and lock"), "the chart")
    finger.press("Anything changed in your health since last time?: Yes")
    finger.type_into("What changed", "9 h flight; right calf sore and swollen, no injury")
    finger.press("Red flags asked today: Positive")
    finger.press("Clot in a vein or lung")
    finger.press("Pain now, 0 to 10: 5")
    finger.press("Outcome: Declined")
    finger.press("Reason: contraindication found")
    finger.press("Decided by: Therapist")
    finger.press("Advice given: told the reason")
    finger.press("More choices and own words: Advice given")
    finger.press("Advice given: go to emergency now")
    finger.press("Advice given: do not rub the area")
    finger.press("Advice given: letter given")
    finger.press("Sign and lock")
    finger.wait(lambda: finger.sees("Amend"), "the signature")


def _look_declined(chart: Chart) -> list[str]:
    said, done = chart.note.subjective, chart.note.treatment
    return _differences(
        ("signed", len(chart.versions), 1),
        ("changes", said.health_changes, "yes"),
        ("what changed", said.health_changes_detail, "9 h flight; right calf sore and swollen, no injury"),
        ("red flags", said.red_flags_found, ("dvt_pe",)),
        ("pain", said.pain_now, 5),
        ("outcome", done.outcome, "declined"),
        ("reason", done.outcome_reason, "contraindication found"),
        ("decided by", done.decided_by, "therapist"),
        ("advice", done.advice_given, "told the reason, go to emergency now, do not rub the area, letter given"),
        ("techniques", done.techniques, ()),
    )


VISITS: dict[str, ReferenceVisit] = {
    "follow_up_unchanged": ReferenceVisit(_maintenance, "Kowalczyk", _chart_unchanged, _look_unchanged),
    "declined": ReferenceVisit(_runner, "Oyelaran", _chart_declined, _look_declined, until=case_2.DECLINED),
}
"""Every reference visit by its name, in the order in which they are played."""
