"""What a therapist usually does is read from the newest signed notes."""

from __future__ import annotations

from collections import Counter

from rmt_notes.clinical.habits import Habits, in_habitual_order
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.db import RecordStore
from tests.db.record_samples import charted, signed, taken_in


def test_a_technique_stands_first_only_after_five_uses_and_equal_ones_by_name() -> None:
    habits = Habits(uses=(("petrissage", 9), ("myofascial_release", 5), ("cupping_gliding", 5), ("vibration", 4)))
    assert habits.often() == ("petrissage", "cupping_gliding", "myofascial_release")


def test_what_is_recorded_often_moves_to_the_front_and_nothing_else_moves() -> None:
    keys = ("ache", "dull", "sharp", "stiff", "burning")
    assert in_habitual_order(keys, (("stiff", 12), ("sharp", 5), ("dull", 4), ("unknown", 30)), 3) == (
        "stiff",
        "sharp",
        "ache",
        "dull",
        "burning",
    )
    assert in_habitual_order(keys, (), 3) == keys


def test_the_last_use_is_found_by_its_technique() -> None:
    last = TechniqueApplied(technique="petrissage", minutes=12)
    habits = Habits(uses=(("petrissage", 1),), last=(last,))
    assert habits.last_use("petrissage") == last
    assert habits.last_use("art") is None


def test_only_signed_notes_make_habits_and_the_newest_use_counts(store: RecordStore) -> None:
    client = taken_in(store)
    assert store.habits() == Habits()
    first = signed(store, client.id)
    second = signed(store, client.id)
    charted(store, client.id)
    habits = store.habits()
    both = (first.note, second.note)
    assert dict(habits.qualities) == Counter(key for note in both for key in note.subjective.qualities)
    assert dict(habits.home_care) == Counter(one.key for note in both for one in note.plan.home_care if one.key)
    treated = [{place.region for one in note.treatment.techniques for place in one.places} for note in both]
    assert dict(habits.regions) == Counter(region for regions in treated for region in regions)
    given = [one.technique for one in first.note.treatment.techniques]
    assert dict(habits.uses) == dict.fromkeys(given, 2)
    assert {one.technique: one for one in habits.last} == {
        one.technique: one for one in second.note.treatment.techniques
    }
