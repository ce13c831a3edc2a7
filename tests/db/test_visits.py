"""From a new client to a signed, amended, printed note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from rmt_notes.clinical import codec
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_compare import MarkedSpot
from rmt_notes.clinical.body_mark import Site
from rmt_notes.clinical.record import Draft
from rmt_notes.clinical.techniques import AdverseEvent
from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import NotReady, RecordStore, Refused
from rmt_notes.db.signatures import hash_of
from tests.db.record_samples import PASSPHRASE, ZONE, Hands, charted, client, contents, signed, taken_in

WORDS = Note(subjective=Subjective(complaint="Aching left épaule", pain_now=6, places=(Place("shoulder", "left"),)))


def test_what_is_typed_is_there_after_the_program_starts_again(store, folder, clock):
    visit = store.start_visit(client(store).id, "follow_up", store.now(), 45)
    clock.pass_by(minutes=3)
    saved = store.keep_draft(visit.id, WORDS)
    store.close()
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as again:
        chart = again.chart(visit.id)
    assert chart.note == WORDS
    assert chart.draft_saved_at == saved == clock.at
    assert chart.visit == visit


def test_keeping_the_same_note_twice_writes_nothing_the_second_time(store, clock):
    visit = store.start_visit(client(store).id, "follow_up", store.now())
    first = store.keep_draft(visit.id, WORDS)
    entries = len(store.audit_rows())
    clock.pass_by(minutes=1)
    assert store.keep_draft(visit.id, WORDS) == first
    assert len(store.audit_rows()) == entries


def test_a_visit_moved_to_another_day_is_found_there(store, clock):
    visit = store.start_visit(client(store).id, "follow_up", store.now(), 45)
    store.keep_draft(visit.id, WORDS, started_at=store.now() - timedelta(days=2), minutes=30, kind="reassessment")
    assert store.visits_on(clock.at.date()) == ()
    (row,) = store.visits_on(clock.at.date() - timedelta(days=2))
    assert (row.id, row.minutes, row.kind, row.complaint) == (visit.id, 30, "reassessment", "Aching left épaule")
    assert row.entered_at == visit.entered_at
    assert store.search_notes("epaule")[0].started_at == row.started_at


def test_a_length_can_be_taken_back(store):
    visit = store.start_visit(client(store).id, "follow_up", store.now(), 45)
    store.keep_draft(visit.id, WORDS, minutes=0)
    assert store.chart(visit.id).visit.minutes is None
    store.keep_draft(visit.id, replace(WORDS, subjective=replace(WORDS.subjective, onset="after a fall")))
    assert store.visit_rows(visit.client_id)[0].minutes is None


def test_the_day_is_the_clinics_day_not_the_one_in_greenwich(store):
    late = datetime(2026, 3, 9, 22, 30, tzinfo=ZONE)
    visit = store.start_visit(client(store).id, "follow_up", late)
    assert [row.id for row in store.visits_on(date(2026, 3, 9))] == [visit.id]
    assert store.visits_on(date(2026, 3, 10)) == ()


def test_the_list_of_unsigned_notes_is_oldest_first_and_ends_with_the_signature(store, clock):
    who = taken_in(store)
    clock.pass_by(days=1)
    later = charted(store, who.id)
    earlier = store.start_visit(client(store, "Ida", "Grey").id, "follow_up", store.now() - timedelta(days=5))
    assert [row.id for row in store.unsigned()] == [earlier.id, later.id]
    store.sign(later.id)
    assert [row.id for row in store.unsigned()] == [earlier.id]


def test_a_note_that_lacks_something_is_not_signed_and_says_what(store):
    visit = store.start_visit(taken_in(store).id, "follow_up", store.now(), 45)
    before = contents(store)
    with pytest.raises(NotReady) as caught:
        store.sign(visit.id)
    assert caught.value.missing
    assert all(lack.level == "blocks" and lack.sentence for lack in caught.value.missing)
    assert str(len(caught.value.missing)) in str(caught.value)
    assert contents(store) == before


def test_a_signed_note_carries_name_number_time_and_a_hash_anyone_can_compute(store, clock):
    version = signed(store, taken_in(store).id)
    assert (version.number, version.signed_name, version.registration_number) == (1, "Nadia Example, RMT", "T000")
    assert version.signed_at == clock.at
    assert version.content_hash == hash_of(version)
    assert hash_of(replace(version, minutes=61)) != version.content_hash
    chart = store.chart(version.visit_id)
    assert chart.versions == (version,)
    assert chart.visit.state == "signed"
    assert chart.draft_saved_at is None


def test_a_signed_note_refuses_to_be_changed_by_typing(store):
    version = signed(store, taken_in(store).id)
    with pytest.raises(Refused, match="signed note"):
        store.keep_draft(version.visit_id, WORDS)
    with pytest.raises(Refused, match="no unsigned note"):
        store.sign(version.visit_id)


def test_an_amendment_is_a_new_version_with_reason_and_the_first_stays_readable(store, clock):
    first = signed(store, taken_in(store).id)
    clock.pass_by(days=2)
    draft = store.begin_amendment(first.visit_id, "Left, not right")
    assert draft.note == first.note
    corrected = replace(first.note, subjective=replace(first.note.subjective, onset="after a fall"))
    store.keep_draft(first.visit_id, corrected, minutes=75)
    chart = store.chart(first.visit_id)
    assert (chart.note, chart.draft_reason, chart.visit.minutes) == (corrected, "Left, not right", 75)
    assert store.visit_rows(chart.client.id)[0].minutes == 60, "unsigned words are not the record yet"
    assert store.search_notes("fall") == ()
    store.keep_draft(first.visit_id, corrected, minutes=0)
    assert store.chart(first.visit_id).visit.minutes is None
    store.keep_draft(first.visit_id, corrected, minutes=75)
    second = store.sign(first.visit_id)
    assert (second.number, second.reason, second.minutes) == (2, "Left, not right", 75)
    chart = store.chart(first.visit_id)
    assert chart.versions == (first, second)
    assert chart.visit.state == "amended"
    assert chart.visit.minutes == 75
    assert [row.versions for row in store.search_notes("fall")] == [2]


def test_an_amendment_that_is_given_up_leaves_the_note_as_it_was(store):
    version = signed(store, taken_in(store).id)
    store.begin_amendment(version.visit_id, "Perhaps")
    store.keep_draft(version.visit_id, WORDS)
    store.discard_draft(version.visit_id)
    chart = store.chart(version.visit_id)
    assert (chart.note, chart.versions, chart.visit.state) == (version.note, (version,), "signed")
    assert store.unsigned() == ()


def test_an_amendment_needs_a_reason_and_a_signed_note_and_comes_one_at_a_time(store):
    who = taken_in(store)
    visit = charted(store, who.id)
    with pytest.raises(Refused, match="not signed yet"):
        store.begin_amendment(visit.id, "Too early")
    store.sign(visit.id)
    with pytest.raises(Refused, match="why"):
        store.begin_amendment(visit.id, "  ")
    store.begin_amendment(visit.id, "Side")
    with pytest.raises(Refused, match="under way"):
        store.begin_amendment(visit.id, "Again")


def test_an_empty_note_can_be_discarded_and_a_written_one_only_voided(store):
    who = client(store)
    empty = store.start_visit(who.id, "follow_up", store.now())
    store.discard_draft(empty.id)
    assert store.chart(empty.id).visit.state == "void"
    written = store.start_visit(who.id, "follow_up", store.now())
    store.keep_draft(written.id, WORDS)
    with pytest.raises(Refused, match="Void the visit"):
        store.discard_draft(written.id)
    store.void_visit(written.id, "Wrong client")
    assert store.chart(written.id).note == WORDS
    assert store.chart(written.id).visit.void_reason == "Wrong client"


def test_a_void_visit_counts_for_nothing_and_takes_no_more_words(store, clock):
    who = taken_in(store)
    version = signed(store, who.id)
    store.void_visit(version.visit_id, "Charted twice")
    assert store.visits_on(clock.at.date()) == ()
    assert store.search_notes("back ache") == ()
    assert store.find_clients("Tang")[0].visits == 0
    assert [row.state for row in store.visit_rows(who.id)] == ["void"]
    assert store.chart(version.visit_id).versions == (version,)
    for attempt in (
        lambda: store.keep_draft(version.visit_id, WORDS),
        lambda: store.begin_amendment(version.visit_id, "x"),
        lambda: store.void_visit(version.visit_id, "again"),
        lambda: store.sign(version.visit_id),
    ):
        with pytest.raises(Refused, match="void"):
            attempt()


def test_the_chart_shows_the_last_signed_visit_before_it_and_the_course_of_pain(store, clock):
    who = taken_in(store)
    first = signed(store, who.id)
    clock.pass_by(days=14)
    second = signed(store, who.id)
    clock.pass_by(days=14)
    third = store.start_visit(who.id, "follow_up", store.now(), 60)
    chart = store.chart(third.id)
    assert chart.previous == second
    assert [(point.before, point.after) for point in chart.pain] == [(6, 4), (3, 1)]
    assert store.chart(second.visit_id).previous == first
    assert store.chart(first.visit_id).previous is None
    assert chart.progress is not None
    assert chart.progress.course.triggers == ()
    store.begin_amendment(first.visit_id, "Told at the second visit")
    felt = replace(first.note.treatment, adverse_event=AdverseEvent(what="dizzy", action="rested", told="nobody else"))
    store.keep_draft(first.visit_id, replace(first.note, treatment=felt))
    store.sign(first.visit_id)
    told = store.chart(third.id).progress
    assert told is not None
    assert told.course.triggers == ("adverse_event",), "of any visit since the last assessment, not of the last alone"
    assert store.progress_on(third.started_at.date())[third.id] == told
    assert chart.history is not None
    assert chart.safety.consents


def test_visits_are_numbered_per_client_and_a_number_is_never_used_twice(store):
    who, other = client(store), client(store, "Ida", "Grey")
    first = store.start_visit(who.id, "initial", store.now())
    store.void_visit(first.id, "No show")
    assert store.start_visit(who.id, "initial", store.now()).number == 2
    assert store.start_visit(other.id, "initial", store.now()).number == 1


def test_a_printed_page_is_logged_and_carries_the_number_of_its_entry(store):
    version = signed(store, taken_in(store).id)
    store.begin_amendment(version.visit_id, "Side")
    store.keep_draft(version.visit_id, WORDS)
    page = store.printable(version.visit_id, "print")
    assert page.note == version.note, "an unsigned amendment is not printed"
    assert not page.is_draft()
    newest = store.audit_rows(limit=1)[0]
    assert (newest.action, newest.number) == ("print", page.audit_number)
    assert page.audit_head == store.verify().head


def test_a_draft_page_shows_the_draft(store):
    visit = store.start_visit(client(store).id, "follow_up", store.now())
    store.keep_draft(visit.id, WORDS)
    page = store.printable(visit.id)
    assert page.is_draft()
    assert page.note == WORDS


def test_another_therapists_visit_is_signed_by_whoever_gave_it(store, folder, clock):
    from rmt_notes.clinical.practice import Practitioner

    visit = charted(store, taken_in(store).id)
    locum = Practitioner(id="b" * 32, name="Leo Locum", registration_number="T001", role="locum")
    store.add_practitioner(locum, PASSPHRASE, "another quiet phrase")
    store.close()
    with RecordStore.open(folder, "another quiet phrase", clock=clock) as theirs:
        assert theirs.practitioner == locum
        with pytest.raises(Refused, match="another therapist"):
            theirs.sign(visit.id)
        assert theirs.start_visit(theirs.chart(visit.id).client.id, "follow_up", clock.at).practitioner_id == locum.id


def test_an_unknown_visit_is_refused_with_a_sentence(store):
    for attempt in (
        lambda: store.chart("0" * 32),
        lambda: store.keep_draft("0" * 32, WORDS),
        lambda: store.sign("0" * 32),
        lambda: store.printable("0" * 32),
        lambda: store.start_visit("0" * 32, "initial", store.now()),
    ):
        with pytest.raises(Refused, match="no longer in the record"):
            attempt()


@pytest.mark.parametrize("year", [1, 1700, 9999])
def test_an_impossible_year_is_refused_with_a_sentence(store, year):
    who = client(store)
    before = contents(store)
    with pytest.raises(Refused, match="out of reach"):
        store.start_visit(who.id, "initial", datetime(year, 1, 1, 12, tzinfo=ZONE))
    assert contents(store) == before


def test_the_clock_going_back_leaves_a_mark_and_loses_nothing(store, clock: Hands):
    visit = store.start_visit(client(store).id, "follow_up", store.now())
    clock.pass_by(days=-400)
    store.keep_draft(visit.id, WORDS)
    clock.pass_by(days=4000)
    store.keep_draft(visit.id, Note())
    actions = [row.action for row in store.audit_rows()]
    assert actions.count("clock_jump") == 1
    assert store.verify().ok


def test_the_marks_of_the_body_chart_are_rows_in_the_clients_own_side(store):
    from rmt_notes.db import index

    visit = charted(store, taken_in(store).id)
    rows = index.derived(store.chart(visit.id).note)["body_mark"]
    assert rows[-3:] == (
        ("sharp", "low_back", "right", "quadratus_lumborum", 6),
        ("radiating_line", "gluteal", "right", "piriformis", None),
        ("ache", "sacrum", "midline", "sacrum", None),
    )
    assert store.verify().ok
    with store._engine.connect() as connection:
        kept = index.stored(connection, "body_mark", 0, 10**6)[visit.id]
    assert kept == rows
    assert store.client_file(visit.client_id).marks == ()  # not signed yet
    store.sign(visit.id)
    (marked,) = store.client_file(visit.client_id).marks
    assert marked.visit_id == visit.id
    assert marked.spots[0] == MarkedSpot("sharp", Site("quadratus_lumborum", "right"), 6)
    assert len(marked.spots) == 3


def test_what_is_remembered_between_saves_is_what_a_fresh_look_would_make(store):
    from rmt_notes.db import index
    from rmt_notes.db.drafts import Kept
    from rmt_notes.db.session import body_of

    visit = charted(store, taken_in(store).id)
    note = store.chart(visit.id).note
    kept = Kept.of(Draft(visit_id=visit.id, note=Note(), saved_at=store.now()))
    steps = (
        note,
        replace(note, subjective=replace(note.subjective, complaint="x \ud800 y")),
        replace(note, plan=replace(note.plan, advice="Wärme")),
        Note(),
    )
    for step in steps:
        draft = Draft(visit_id=visit.id, note=step, saved_at=store.now(), reason="why")
        kept = Kept.of(draft, kept)
        assert kept.body == body_of(draft)
        assert kept.words == index.note_text(codec.to_plain(kept.draft.note))
