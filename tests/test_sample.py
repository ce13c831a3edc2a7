"""The sample practice: the clients by what they are there for, and how it opens."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from rmt_notes import sample
from rmt_notes.clinical import signing
from rmt_notes.clinical.history_difference import ADDED, differences
from rmt_notes.db import RecordStore
from rmt_notes.sample import case_1, case_2, case_3
from rmt_notes.sample.diary import Diary, SampleClock, on
from rmt_notes.sample.people import key
from tests.sample_reading import (
    charts,
    limits,
)
from tests.sample_record import TODAY, copy_of_sample


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice, as it stands today."""
    return copy_of_sample(tmp_path_factory, tmp_path_factory.mktemp("practice") / "sample")


@pytest.fixture
def store(folder: Path) -> Iterator[RecordStore]:
    with RecordStore.open(folder, sample.PASSPHRASE) as opened:
        yield opened


# --- the whole practice -----------------------------------------------------------------------------------------------


def test_the_index_says_what_the_notes_say(store: RecordStore) -> None:
    """Verifying compares every derived row with the note it comes from; the lists read those rows."""
    verified = store.verify()
    assert (verified.ok, verified.problems) == (True, ())
    for client in (case_1.CLIENT, case_2.CLIENT, case_3.CLIENT):
        for row in store.client_file(client.id).visits:
            note = store.chart(row.id).note
            assert (row.pain_before, row.pain_after) == (note.subjective.pain_now, note.treatment.pain_after)
            assert row.techniques == tuple(dict.fromkeys(one.technique for one in note.treatment.techniques))
            assert (row.complaint, row.outcome) == (note.subjective.complaint, note.treatment.outcome)


def test_every_signed_note_was_complete_when_it_was_signed(store: RecordStore) -> None:
    signed = 0
    for row in store.find_clients(inactive=True):
        for visit in store.client_file(row.id).visits:
            chart = store.chart(visit.id)
            for version in chart.versions[:1]:
                late = [gap.key for gap in signing.missing(replace(chart, note=version.note), version.signed_at)]
                assert "V17" not in late
                signed += 1
    assert signed > 65


def test_who_is_in_the_practice(store: RecordStore) -> None:
    rows = {row.name: row for row in store.find_clients()}
    assert len(rows) == 14
    assert rows["Walter Kowalczyk"].visits == 40
    assert rows["Theo Nakamura"].visits == 1
    noah = store.client_file(key("Noah Deschamps")).client
    assert noah.age(TODAY) in (13, 14)
    assert noah.guardian is not None
    alike = [row for row in rows.values() if row.similar]
    assert {row.name for row in alike} == {"Siobhan MacLeod", "Siobhán McLeod"}
    assert len({row.born for row in alike}) == 1
    names = "".join(rows)
    for letters in ("Þ", "é", "Ковальчук", "ᓯᓚ", "陈"):
        assert letters in names


def test_two_versions_of_a_health_history_stand_beside_each_other(store: RecordStore) -> None:
    oldest, newest = store.client_file(key("Walter Kowalczyk")).histories
    told = {(each.label, each.kind) for each in differences(oldest, newest)}
    assert ("Allergies", ADDED) in told
    assert ("Varicose veins", ADDED) in told


def test_maintenance_changes_slowly(store: RecordStore) -> None:
    visits = charts(store, key("Walter Kowalczyk"))
    assert {chart.visit.state for chart in visits} == {"signed"}
    pain = [chart.note.subjective.pain_now or 0 for chart in visits]
    assert sum(pain[:5]) > sum(pain[-5:]) + 10
    assert [pair for pair in pairwise(visits) if pair[0].note == pair[1].note] == []


def test_a_pacemaker_bars_cupping(store: RecordStore) -> None:
    amelie = key("Amélie Tremblay")
    visits = charts(store, amelie)
    last, today = visits[-2], visits[-1]
    assert (today.visit.number, visits[0].note.plan.visits_planned) == (6, 8)
    assert (last.visit.started_at.date(), today.visit.started_at.date()) == (TODAY - timedelta(days=14), TODAY)
    screening = limits(store, amelie, today.visit.started_at)
    assert (screening.by_class["CUP"].effect, screening.max_pressure) == ("bar", 3)
    assert today.visit.state == "draft"


def test_the_other_states_of_a_note(store: RecordStore) -> None:
    amended = [chart for chart in charts(store, key("Amélie Tremblay")) if chart.visit.state == "amended"]
    assert [len(chart.versions) for chart in amended] == [2]
    assert "4, not 3" in amended[0].versions[1].reason
    (struck,) = (chart for chart in charts(store, key("Siobhan MacLeod")) if chart.visit.state == "void")
    assert "wrong file" in struck.visit.void_reason
    (long,) = charts(store, key("Maximiliana Featherstonehaugh-Papadimitriou"))
    assert len(long.note.subjective.notes.split()) > 2500
    assert {row.started_at.date() for row in store.unsigned()} == {TODAY, TODAY - timedelta(days=1)}


def test_today_is_alive(store: RecordStore) -> None:
    states = [(row.client_name, row.state) for row in sorted(store.visits_on(TODAY), key=lambda row: row.started_at)]
    assert [state for _name, state in states] == ["signed", "draft", "draft", "draft"]
    assert ("Amélie Tremblay", "draft") in states
    assert store.visits_on(TODAY - timedelta(days=1))


# --- opening ----------------------------------------------------------------------------------------------------------


def test_it_opens_without_a_question_and_keeps_what_was_entered(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "sample"
    shutil.copytree(folder, place)
    mark = place / sample.MARK
    told = json.loads(mark.read_text(encoding="utf-8"))
    mark.write_text(json.dumps({**told, "day": "2026-01-01"}), encoding="utf-8")
    begun = datetime.now().astimezone()
    with RecordStore.open(folder, sample.PASSPHRASE) as first, sample.open_or_build(place) as store:
        assert store.record_id != first.record_id, "an untouched practice of another day is built anew"
        assert len(store.find_clients()) == 14
        built = [row for row in store.audit_rows(limit=3) if row.action not in sample.LOOKING]
        assert all(row.at <= begun for row in built), "nothing is entered ahead of its time"
        second = store.record_id
        store.change_client(replace(store.client(key("Theo Nakamura")), occupation="gardener"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sample"]
    told = json.loads(mark.read_text(encoding="utf-8"))
    mark.write_text(json.dumps({**told, "day": "2026-01-01"}), encoding="utf-8")
    with sample.open_or_build(place) as store:
        assert store.record_id == second, "what somebody entered is kept"


def test_what_has_not_happened_yet_is_left_out(store: RecordStore) -> None:
    diary, done = Diary(), list[str]()

    def entry(hour: str) -> Callable[[RecordStore], None]:
        return lambda _store: done.append(hour)

    for hour in (11, 9, 10):
        diary.at(on(2026, 11, 22, hour), entry(str(hour)))
    diary.write(store, SampleClock(on(2026, 11, 22, 8)), until=on(2026, 11, 22, 10))
    assert done == ["9", "10"]
