"""The visit's own line: its length by quick minutes or by the clock, and both times of a late entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from rmt_notes.clinical.course import Progress
from rmt_notes.clinical.suggestions import Course
from rmt_notes.clinical.visit import Visit, is_late
from rmt_notes.ui.screens.chart.visit_line import VisitLine
from rmt_notes.ui.widgets.visit_words import visit_wordings
from rmt_notes.ui.widgets.when import long_day
from tests.ui.note_tools import press, settle, show


def a_visit(started: datetime, entered: datetime) -> Visit:
    return Visit(
        id="v",
        client_id="c",
        practitioner_id="p",
        kind="follow_up",
        started_at=started,
        entered_at=entered,
        minutes=None,
    )


def test_the_clock_gives_the_length_and_quick_minutes_take_it_back(qtbot, qapp):
    line = VisitLine()
    show(qtbot, line)
    now = datetime.now().astimezone().replace(second=0, microsecond=0)
    begun = max(now - timedelta(minutes=47), now.replace(hour=0, minute=0))  # a visit of today, at midnight too
    passed = max(1, (now - begun) // timedelta(minutes=1))
    heard: list[Visit] = []
    line.edited.connect(heard.append)
    line.set_visit(a_visit(begun, now))
    press(line, "End now")
    assert heard[-1].minutes in (passed, passed + 1)
    press(line, "60 min")
    assert heard[-1].minutes == 60
    press(line, "60 min")
    assert heard[-1].minutes is None
    press(line, "Start now")
    assert heard[-1].started_at >= now - timedelta(minutes=1)


def test_folded_it_asks_for_a_length_until_another_visit_is_shown(qtbot, qapp):
    line = VisitLine()
    show(qtbot, line)
    now = datetime.now().astimezone()
    line.set_visit(a_visit(now, now))
    line.set_folded(True)
    assert not line._kind.isVisible()
    press(line, "60 min")
    assert line._quick.isVisible()  # nothing goes from under the finger
    line.set_visit(replace(a_visit(now, now), id="w", minutes=60))
    settle()
    assert not line._quick.isVisible()
    assert line._hint.text() == "60 min · Follow-up"


def test_a_discharge_names_no_re_assessment(qapp):
    now = datetime.now().astimezone()
    course = Course(assessed_on=now.date(), visits=3, reassess_on=now.date() + timedelta(days=9))
    progress = Progress(course=course, done=3, planned=6)
    for kind, named in (("follow_up", True), ("discharge", False)):
        words = visit_wordings(replace(a_visit(now, now), kind=kind, number=4), progress, now.date())
        assert words[0].startswith("Visit 4 of 6 · ")
        assert ("re-assessment" in words[0]) is named


def test_a_late_entry_shows_both_days_and_no_clock(qtbot, qapp):
    line = VisitLine()
    show(qtbot, line)
    now = datetime.now().astimezone()
    line.set_visit(a_visit(now - timedelta(days=3), now))
    settle()
    assert line._late.isVisible()
    assert long_day(now) in line._late.text()
    assert not line._clock.isVisible()


def test_a_visit_over_midnight_is_not_late_and_keeps_the_clock(qtbot, qapp):
    at = datetime(2026, 11, 8, 23, 30).astimezone()
    assert not is_late(at, at + timedelta(minutes=45), None)
    assert not is_late(at, at + timedelta(hours=1), 75)
    assert not is_late(at, at - timedelta(days=1), 60)  # written down before it began
    assert is_late(at, at + timedelta(hours=10), 20)  # over before midnight, written down the next morning
    assert is_late(at.replace(hour=21), at + timedelta(hours=10), 60)
    line = VisitLine()
    show(qtbot, line)
    begun = datetime.now().astimezone() - timedelta(hours=5, minutes=50)  # perhaps yesterday, not long ago
    line.set_visit(a_visit(begun, begun))
    settle()
    assert line._clock.isVisible()
    assert line._late.isHidden()
