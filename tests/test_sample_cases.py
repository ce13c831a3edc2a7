"""The three described clients of the sample practice, fact by fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from rmt_notes import sample
from rmt_notes.clinical import signing
from rmt_notes.clinical.consent import ELEMENTS
from rmt_notes.db import RecordStore
from rmt_notes.sample import case_1, case_2, case_3
from rmt_notes.sample.diary import on
from tests.sample_reading import (
    answered_yes,
    as_found,
    charts,
    effects,
    everything,
    gained,
    held_at,
    includes,
    items,
    limits,
    scores,
)
from tests.sample_record import copy_of_sample


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice, as it stands today."""
    return copy_of_sample(tmp_path_factory, tmp_path_factory.mktemp("practice") / "sample")


@pytest.fixture
def store(folder: Path) -> Iterator[RecordStore]:
    with RecordStore.open(folder, sample.PASSPHRASE) as opened:
        yield opened


# --- case 1 ---------------------------------------------------------------------------------------------------------

LOW_BACK, RIGHT_LOW_BACK = (("low_back", "bilateral"),), (("low_back", "right"),)


def test_case_1_the_client_and_the_intake(store: RecordStore) -> None:
    file = store.client_file(case_1.CLIENT.id)
    client = file.client
    assert (client.full_name(), client.born, client.occupation, client.language) == (
        "Marisol Tang",
        date(1979, 3, 14),
        "dispatcher, sits 8 h",
        "English",
    )
    assert "mobility=none" in client.stated
    assert (client.emergency.name, client.emergency.relation) == ("J. Tang", "spouse")
    assert [provider.name for provider in file.providers] == ["Dr A. Okafor"]
    assert store.practitioner.credentials == ("art_credential",)
    (history,) = file.histories
    assert history.allergies.answer == "no"
    assert answered_yes(file) == ["pain_or_numbing_med"]
    assert [answer.key for answer in history.groups if answer.answer == "yes"] == ["medicines_feeling"]
    assert len(history.groups) == 14
    consents = [(one.kind, one.how, one.scope, one.areas, one.given_at.date()) for one in file.safety.consents]
    assert consents == [
        ("assessment_and_treatment", "spoken", "plan", (), date(2026, 1, 12)),
        ("sensitive_areas", "written", "plan", ("gluteal",), date(2026, 1, 12)),
        ("plan_change", "spoken", "plan", (), date(2026, 3, 30)),
        ("release", "written", "visit", (), date(2026, 3, 30)),
    ]
    assert set(file.safety.consents[0].elements) == set(ELEMENTS)
    assert file.safety.consents[-1].recipient == "Dr A. Okafor"


def test_case_1_course_from_visit_to_visit(store: RecordStore) -> None:
    visits = charts(store, case_1.CLIENT.id)
    assert [chart.visit.started_at.date() for chart in visits] == [
        date(2026, 1, 12),
        date(2026, 1, 26),
        date(2026, 2, 9),
        date(2026, 2, 23),
        date(2026, 3, 9),
        date(2026, 3, 30),
    ]
    assert [(chart.note.subjective.pain_now, chart.note.treatment.pain_after) for chart in visits] == [
        (6, 4),
        (5, 3),
        (5, 3),
        (4, 2),
        (3, 1),
        (2, 1),
    ]
    assert [chart.visit.kind for chart in visits] == [
        "initial",
        "follow_up",
        "follow_up",
        "reassessment",
        "follow_up",
        "reassessment",
    ]
    assert [chart.note.plan.next_visit for chart in visits] == [
        date(2026, 1, 26),
        date(2026, 2, 9),
        date(2026, 2, 23),
        date(2026, 3, 9),
        date(2026, 3, 30),
        None,
    ]
    assert {chart.visit.state for chart in visits} == {"signed"}
    assert {chart.visit.minutes for chart in visits} == {60}
    assert [scores(chart.note) for chart in visits] == [
        {"rmdq": 13, "psfs": ({"sit 60 min": 4, "lift laundry": 5, "sleep through": 5}, 4.7)},
        {},
        {},
        {"rmdq": 8, "psfs": ({"sit 60 min": 6, "lift laundry": 7, "sleep through": 6}, 6.3)},
        {},
        {"rmdq": 4, "psfs": ({"sit 60 min": 8, "lift laundry": 8, "sleep through": 8}, 8.0), "groc": 5},
    ]


def test_case_1_first_findings(store: RecordStore) -> None:
    note = charts(store, case_1.CLIENT.id)[0].note
    said, found = note.subjective, note.objective
    assert (said.pain_now, said.pain_worst, said.red_flags) == (6, 7, "none")
    for words in ("14 months", "centre and right"):
        assert words in said.complaint
    assert [(one.view, one.landmark, one.value, one.severity) for one in found.posture] == [
        ("lateral", "pelvis", "anterior_tilt", "moderate"),
        ("lateral", "lumbar_curve", "increased_lordosis", "moderate"),
        ("lateral", "head", "forward", "mild"),
        ("posterior", "iliac_crest", "right_high", "mild"),
    ]
    assert found.posture_patterns == ("lower_crossed",)
    assert as_found(note) == {
        "lumbar.flexion": "45 p3",
        "lumbar.extension": "15 p5",
        "lumbar.lateral_flexion right": "18 p3",
        "lumbar.lateral_flexion left": "22",
        "hip.extension right": "5",
        "hip.extension left": "10",
    }
    assert gained(note) == {"lumbar.extension": 18, "hip.extension right": 9}
    results = {one.test: (one.result, one.side, one.note) for one in found.tests}
    assert results["slr"] == ("negative", "bilateral", "80°")
    assert results["slump"][0] == "negative"
    cluster = ("sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust", "gaenslen")
    assert [results[test][0] for test in cluster] == ["negative"] * 5
    assert results["kemp"][1:] == ("right", "local ache only")
    assert results["thomas"] == ("positive", "bilateral", "right more than left")
    assert results["ely"][:2] == ("positive", "right")
    assert results["trendelenburg"][:2] == ("equivocal", "right")
    assert [(one.muscle, one.side, one.grade) for one in found.strength] == [
        ("gluteus_maximus", "right", 4),
        ("gluteus_medius", "right", 4),
    ]
    assert "12 s" in found.notes
    assert "L2–S1" in found.neuro_summary
    erectors, lumborum, psoas = found.palpation
    assert (erectors.structure, erectors.texture, erectors.tone, erectors.tenderness) == (
        "erector_spinae_lumbar",
        "ropey",
        "moderate_hyper",
        2,
    )
    assert (lumborum.structure, lumborum.place.side, lumborum.referral) == (
        "quadratus_lumborum",
        "right",
        "right gluteal",
    )
    assert (psoas.structure, psoas.place.side, psoas.length) == ("iliopsoas", "right", "short")
    assert [(one.key, one.sub) for one in note.assessment.impressions] == [
        ("nslbp_chronic", ""),
        ("postural_pattern", "lower_crossed"),
    ]
    plan = note.plan
    assert (plan.visits_planned, plan.session_minutes, plan.reassess_on) == (6, 60, date(2026, 2, 23))
    assert [(goal.target, goal.by) for goal in plan.goals] == [("3", date(2026, 3, 9)), ("8", date(2026, 2, 23))]
    assert [one.key for one in plan.home_care] == [
        "half_kneeling_hip_flexor_stretch",
        "glute_bridge",
        "bird_dog",
        "sit_stand_break",
        "walking",
    ]


def test_case_1_every_technique_with_its_parameters(store: RecordStore) -> None:
    first, second, third, fourth, fifth, sixth = (
        chart.note.treatment.techniques for chart in charts(store, case_1.CLIENT.id)
    )
    heat, knead, deep, point, stretch = first
    includes(heat, technique="hydrotherapy_heat", places=LOW_BACK, minutes=10, form="thermophore", skin_check=True)
    includes(knead, technique="petrissage", places=LOW_BACK, minutes=8, pressure=3)
    includes(deep, technique="deep_tissue", structures=("erector_spinae_lumbar",), minutes=10, tolerance=5, pressure=3)
    includes(deep, stroke="stripping", direction="proximal", places=LOW_BACK)
    assert "One pressure step lower" in deep.modification
    includes(point, technique="trigger_point", structures=("quadratus_lumborum",), places=RIGHT_LOW_BACK, hold_s=10)
    includes(point, pressure=3)
    includes(stretch, technique="met_pir", structures=("iliopsoas",), effort_pct=25, hold_s=7, reps=4)
    cups, deep, stretch = second
    includes(
        cups, technique="cupping_static", cup_material="silicone", cup_diameter_mm=50, count=4, suction=2, minutes=6
    )
    includes(cups, mark_grade=2, mark_explained=True, hygiene="disinfected", places=LOW_BACK)
    includes(deep, structures=("gluteus_medius",), pressure=4, stroke="static_compression", minutes=6, tolerance=6)
    includes(stretch, structures=("rectus_femoris",), places=(("thigh_anterior", "right"),), reps=4)
    release, instrument = third
    includes(release, technique="art", structures=("quadratus_lumborum",), contact="thumb", level=4, passes=4)
    includes(release, tension_direction="proximal", places=RIGHT_LOW_BACK)
    includes(instrument, technique="iastm", tool_material="stainless_steel", stroke="sweep", angle_deg=45, intensity=2)
    includes(instrument, seconds_per_area=60, erythema=1, petechiae="none", post_exercise="Cat–camel × 10")
    deep, glide, exercise = fourth
    includes(deep, pressure=4, minutes=12, tolerance=5, places=LOW_BACK)
    includes(glide, technique="joint_mobilisation", joint="L4–5", direction="pa", grade="II", reps_or_s="3 × 30 s")
    includes(exercise, technique="remedial_exercise", exercise="dead_bug", sets_reps="2 × 8")
    deep, cups = fifth
    includes(deep, structures=("iliopsoas",), pressure=3, minutes=5, tolerance=4)
    includes(cups, technique="cupping_gliding", cup_material="silicone", cup_diameter_mm=45, suction=1, minutes=5)
    includes(cups, mark_grade=1)
    deep, stretch = sixth
    includes(deep, pressure=3, minutes=10, tolerance=3, places=LOW_BACK)
    includes(stretch, technique="met_pir", structures=("iliopsoas",), reps=3)


def test_case_1_later_findings_and_decisions(store: RecordStore) -> None:
    notes = [chart.note for chart in charts(store, case_1.CLIENT.id)]
    assert notes[1].treatment.sensitive_spoken == ("gluteal",)
    assert "No blister" in notes[1].treatment.response
    assert "day 6" in notes[2].subjective.reaction
    assert "24 h" in notes[2].subjective.reaction
    assert "7 February" in notes[2].subjective.notes
    assert gained(notes[2]) == {"lumbar.lateral_flexion right": 22}
    assert as_found(notes[3]) == {"lumbar.extension": "22 p2", "hip.extension right": "14"}
    assert "38 %" in notes[3].assessment.notes
    assert "spoken consent" in notes[4].treatment.notes
    assert notes[4].plan.goals[0].status == "met"
    assert as_found(notes[5]) == {"lumbar.extension": "24", "hip.extension right": "17"}
    assert "every 4 weeks" in notes[5].plan.frequency
    assert {goal.status for goal in notes[5].plan.goals} == {"met"}


def test_case_1_engine_at_every_visit(store: RecordStore) -> None:
    for number, chart in enumerate(charts(store, case_1.CLIENT.id)):
        at = chart.visit.started_at + timedelta(minutes=20)
        screening = limits(store, case_1.CLIENT.id, at)
        assert items(store, case_1.CLIENT.id, at) == ({"pain_or_numbing_med"} if number == 0 else set())
        assert effects(screening) == everything("mod" if number == 0 else "ok")
        assert screening.pressure_steps_lower == (1 if number == 0 else 0)


# --- case 2 ---------------------------------------------------------------------------------------------------------


def test_case_2_the_client_and_the_first_visit(store: RecordStore) -> None:
    file = store.client_file(case_2.CLIENT.id)
    client = file.client
    assert (client.full_name(), client.born, client.occupation) == ("Graham Oyelaran", date(1974, 6, 2), "truck driver")
    assert client.emergency.name == "S. Oyelaran"
    assert [provider.name for provider in file.providers] == ["Dr L. Petrov"]
    assert (file.histories[0].allergies.answer, file.histories[0].allergies.detail) == ("yes", "latex")
    chart = charts(store, client.id)[0]
    note = chart.note
    assert chart.visit.started_at.date() == date(2026, 4, 8)
    assert (note.subjective.pain_now, note.treatment.pain_after) == (3, 1)
    assert "training for 10 km" in note.subjective.complaint
    assert as_found(note) == {"ankle.dorsiflexion right": "12", "ankle.dorsiflexion left": "12"}
    assert note.objective.palpation[0].tone == "moderate_hyper"
    assert "36.5 cm" in note.objective.notes
    calf = (("leg_posterior", "bilateral"),)
    knead, deep, stretch = note.treatment.techniques
    includes(knead, technique="petrissage", places=calf, pressure=3, minutes=12)
    includes(deep, technique="deep_tissue", structures=("soleus",), places=calf, pressure=3, minutes=8, tolerance=4)
    includes(stretch, technique="met_pir", structures=("calf",), reps=4)
    assert [one.key for one in note.assessment.impressions] == ["myofascial_pain"]
    assert [one.key for one in note.plan.home_care] == ["calf_stretch"]
    assert note.plan.next_visit == date(2026, 4, 29)


def test_case_2_the_declined_visit_and_the_call(store: RecordStore) -> None:
    _first, declined, call = charts(store, case_2.CLIENT.id)
    note = declined.note
    assert declined.visit.started_at == on(2026, 4, 29)
    assert (note.subjective.pain_now, note.treatment.outcome, note.treatment.techniques) == (5, "declined", ())
    for words in ("9-h flight", "24 April", "26 April", "no injury"):
        assert words in note.subjective.health_changes_detail
    assert "No chest pain or breathlessness" in note.subjective.notes
    assert ("39.9 cm" in note.objective.notes, "36.5 cm" in note.objective.notes) == (True, True)
    assert note.objective.palpation[0].temperature == "warm"
    for words in ("Emergency department", "do not rub", "10:20", "partner driving"):
        assert words in note.treatment.advice_given
    assert "No fee" in note.treatment.fee_difference
    assert (call.visit.kind, call.visit.started_at) == ("phone_entry", on(2026, 4, 29, 16, 45))
    assert call.note.subjective.notes == "Client reports ultrasound: clot femoral-popliteal R; apixaban started."
    assert "cancelled until written clearance" in call.note.plan.changes
    assert {chart.visit.state for chart in (declined, call)} == {"signed"}


def test_case_2_engine_before_at_and_after_the_emergency(store: RecordStore) -> None:
    client = case_2.CLIENT.id
    first, declined, called = on(2026, 4, 8, 9, 30), on(2026, 4, 29, 10, 30), on(2026, 4, 29, 17, 0)
    assert (items(store, client, first), effects(limits(store, client, first))) == ({"skin_allergy"}, everything("mod"))
    assert items(store, client, declined) == {"skin_allergy", "dvt_suspected"}
    at_visit = limits(store, client, declined)
    assert effects(at_visit) == everything("bar")
    assert [reason.urgency for reason in at_visit.urgent] == ["emergency"]
    (suspected,) = (one for one in held_at(store, client, declined) if one.key == "dvt_suspected")
    assert suspected.state == "suspected"
    assert [(place.region, place.side) for place in suspected.places] == [("leg_posterior", "right")]
    assert items(store, client, called) == {"skin_allergy", "dvt_suspected", "anticoagulant"}
    (clot,) = (one for one in held_at(store, client, called) if one.key == "dvt_suspected")
    assert clot.state == "confirmed"
    assert effects(limits(store, client, called)) == everything("bar")


def test_case_2_may_be_signed_without_technique_but_not_without_reason(store: RecordStore) -> None:
    chart = charts(store, case_2.CLIENT.id)[1]
    at = chart.visit.started_at + timedelta(minutes=40)
    assert [gap for gap in signing.missing(chart, at) if gap.level == "blocks"] == []
    silent = replace(chart.note, treatment=replace(chart.note.treatment, outcome_reason="", advice_given=""))
    gaps = {gap.field for gap in signing.missing(replace(chart, note=silent), at)}
    assert {"outcome_reason", "advice_given"} <= gaps


# --- case 3 ---------------------------------------------------------------------------------------------------------


def test_case_3_the_client_and_the_assessment(store: RecordStore) -> None:
    file = store.client_file(case_3.CLIENT.id)
    client = file.client
    assert (client.full_name(), client.born, client.occupation, client.mobility) == (
        "Eleanor Brightwater",
        date(1953, 1, 21),
        "retired",
        "needs step and side-lying",
    )
    assert [provider.name for provider in file.providers] == ["Dr M. Haddad"]
    assert answered_yes(file) == ["bp_controlled", "osteoporosis_severe"]
    assert {one.key: one.detail for one in file.safety.findings if one.key != "pain_unexplained_severe"} == {
        "osteoporosis_severe": "T-score -3.3, T12 wedge 2023, denosumab",
        "bp_controlled": "132/78",
    }
    chart = charts(store, client.id)[0]
    note = chart.note
    assert (chart.visit.kind, chart.visit.minutes, chart.visit.started_at.date()) == (
        "assessment_only",
        45,
        date(2026, 2, 10),
    )
    for words in ("T7–T9", "3 weeks", "stroller"):
        assert words in note.subjective.complaint
    assert (note.subjective.pain_now, note.subjective.red_flags_found) == (6, ("fracture",))
    assert [(one.landmark, one.value, one.severity) for one in note.objective.posture] == [
        ("thoracic_curve", "increased_kyphosis", "moderate")
    ]
    assert as_found(note) == {"thoracolumbar.extension": "marked p7"}
    assert "tap pain T8 positive" in note.objective.palpation[0].note
    assert (note.treatment.outcome, note.treatment.techniques) == ("deferred", ())
    for words in ("pending clearance", "express written consent"):
        assert words in note.treatment.outcome_reason
    for words in ("No lifting", "short walks", "Leg weakness or bladder change"):
        assert words in note.treatment.advice_given
    release = next(one for one in file.safety.consents if one.kind == "release")
    assert (release.how, release.given_at.date(), release.recipient) == ("written", date(2026, 2, 10), "Dr M. Haddad")


def test_case_3_the_letter(store: RecordStore) -> None:
    (letter,) = store.safety(case_3.CLIENT.id).clearances
    assert (letter.clinician, letter.source, letter.received_on, letter.valid_until) == (
        "Dr M. Haddad",
        "letter",
        date(2026, 2, 17),
        date(2026, 8, 17),
    )
    assert (letter.techniques, letter.max_pressure) == (("GEN",), 2)
    for words in (
        "02-13 no new fracture",
        "no spinal mobilization or traction",
        "no cupping or tools on trunk",
        "10 min",
    ):
        assert words in letter.limits


def test_case_3_gentle_visits(store: RecordStore) -> None:
    _assessed, *visits = charts(store, case_3.CLIENT.id)
    mid_back, shoulders = ("mid_back", "bilateral"), ("shoulder_top", "bilateral")
    assert [chart.visit.started_at.date() for chart in visits] == [
        date(2026, 2, 20),
        date(2026, 2, 27),
        date(2026, 3, 13),
    ]
    assert [(chart.note.subjective.pain_now, chart.note.treatment.pain_after) for chart in visits] == [
        (5, 3),
        (4, 2),
        (3, 2),
    ]
    assert [chart.note.plan.next_visit for chart in visits] == [date(2026, 2, 27), date(2026, 3, 13), None]
    glide, release, knead = visits[0].note.treatment.techniques
    includes(glide, technique="effleurage", places=(mid_back,), pressure=2, minutes=10)
    includes(release, technique="myofascial_release", style="cross_hand", hold_s=90, direction="4 holds")
    includes(knead, technique="petrissage", places=(shoulders,), pressure=2, minutes=8)
    assert "Easier breathing" in visits[0].note.treatment.response
    assert [one.key for one in visits[0].note.plan.home_care] == ["scapular_setting", "walking"]
    knead, heat, breathing = visits[1].note.treatment.techniques
    includes(knead, technique="petrissage", places=(mid_back,), pressure=2, minutes=12)
    includes(heat, technique="hydrotherapy_heat", form="wet_towel", minutes=10, skin_check=True)
    includes(breathing, technique="diaphragmatic_breathing", minutes=5)
    knead, release = visits[2].note.treatment.techniques
    includes(knead, technique="petrissage", places=(mid_back, shoulders), pressure=2, minutes=15)
    assert knead.position == "side_lying"
    includes(release, technique="myofascial_release", hold_s=90, direction="3 holds")
    assert visits[2].visit.kind == "reassessment"
    assert scores(visits[0].note) == {"psfs": ({"turn in bed": 3, "stand 20 min": 4}, 3.5)}
    assert scores(visits[2].note) == {"psfs": ({"turn in bed": 6, "stand 20 min": 7}, 6.5)}
    assert visits[2].note.plan.frequency == "Every 2–3 weeks"
    assert [one.to for one in visits[2].note.plan.referrals] == ["physiotherapy"]


def test_case_3_engine_before_and_after_the_letter(store: RecordStore) -> None:
    client = case_3.CLIENT.id
    before = on(2026, 2, 10, 12)
    assert items(store, client, before) == {"osteoporosis_severe", "bp_controlled", "pain_unexplained_severe"}
    assert effects(limits(store, client, before)) == {
        "GEN": "clr",
        "DT": "bar",
        "CUP": "clr",
        "ART": "clr",
        "IAS": "clr",
    }
    for visit in case_3.VISITS:
        screening = limits(store, client, visit)
        assert items(store, client, visit) == {"osteoporosis_severe", "bp_controlled"}
        assert effects(screening) == {"GEN": "mod", "DT": "bar", "CUP": "clr", "ART": "clr", "IAS": "clr"}
        assert screening.max_pressure == 2
