"""What the catalogue holds: closed key sets, whole columns, rules that the record relies on, finished words."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest

from rmt_notes.clinical.catalogue import Catalogue, catalogue, load
from rmt_notes.clinical.catalogue_safety import CLASSES, COLUMNS, EFFECTS
from rmt_notes.clinical.words import Words

COUNTS = {
    "contraindications": 87,
    "intake_groups": 14,
    "red_flags": 14,
    "yellow_flags": 7,
    "wording_cares": 7,
    "technique_classes": 9,
    "technique_rules": 8,
    "avoid_sites": 15,
    "endangerment_sites": 12,
    "scales": 8,
    "common_parameters": 7,
    "techniques": 27,
    "regions": 46,
    "muscles": 116,
    "muscle_groups": 7,
    "posture": 3,
    "posture_patterns": 9,
    "palpation": 4,
    "joints": 12,
    "movements": 40,
    "tests": 58,
    "test_clusters": 2,
    "neuro_roots": 13,
    "measures": 9,
    "impressions": 29,
    "qualifiers": 4,
    "frequencies": 4,
    "reassess_rules": 5,
    "home_care": 33,
    "referrals": 13,
}


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return catalogue()


def every_words(value: Any, place: str = "") -> list[tuple[str, Words]]:
    """All words inside a value, each with its place."""
    if isinstance(value, Words):
        return [(place, value)]
    if isinstance(value, Mapping):
        return [pair for key, item in value.items() for pair in every_words(item, f"{place}.{key}")]
    if isinstance(value, tuple):
        return [pair for number, item in enumerate(value) for pair in every_words(item, f"{place}[{number}]")]
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
        return [pair for name in names for pair in every_words(getattr(value, name), f"{place}.{name}")]
    return []


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_every_kind_is_complete(known: Catalogue, kind: str, count: int) -> None:
    assert len(getattr(known, kind)) == count


def test_every_entry_knows_its_own_key(known: Catalogue) -> None:
    for kind in COUNTS:
        for key, entry in getattr(known, kind).items():
            assert getattr(entry, "key", key) == key


def test_the_catalogue_cannot_be_changed(known: Catalogue) -> None:
    with pytest.raises(TypeError):
        known.contraindications["fever"] = None  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        known.contraindications["fever"].severity = "local"  # type: ignore[misc]
    with pytest.raises(TypeError):
        known.contraindications["fever"].effect["GEN"] = "ok"  # type: ignore[index]


def test_two_readings_are_equal(known: Catalogue) -> None:
    assert load() == known


def test_an_absolute_contraindication_bars_every_column_and_no_other_bars_general_massage(known: Catalogue) -> None:
    for key, item in known.contraindications.items():
        assert tuple(item.effect) == COLUMNS
        assert set(item.effect.values()) <= set(EFFECTS)
        assert (item.severity == "absolute") == (item.effect["GEN"] == "bar"), key
        if item.severity == "absolute":
            assert set(item.effect.values()) == {"bar"}, key


def test_a_clearance_item_always_holds_some_technique_back_until_cleared(known: Catalogue) -> None:
    for key, item in known.contraindications.items():
        if item.severity == "clearance":
            assert set(item.effect.values()) & {"clr", "bar"}, key


def test_every_question_to_the_client_is_opened_by_one_intake_group(known: Catalogue) -> None:
    opened = [item for group in known.intake_groups.values() for item in group.items]
    asked = {key for key, item in known.contraindications.items() if item.question is not None}
    assert len(opened) == len(set(opened))
    assert set(opened) == asked
    assert len(known.intake_groups) <= 20


def test_the_four_categories_of_the_source_article_are_all_used(known: Catalogue) -> None:
    used = {item.category for item in known.contraindications.values()}
    assert {"acute_injury", "infection_inflammation", "medical_condition", "recent_surgery"} <= used


def test_cupping_and_deep_tissue_are_barred_on_a_blood_thinner(known: Catalogue) -> None:
    effect = known.contraindications["anticoagulant"].effect
    assert effect == {"GEN": "mod", "DT": "bar", "CUP": "bar", "ART": "clr", "IAS": "bar"}
    assert known.contraindications["anticoagulant"].max_pressure == 3


def test_the_caps_on_pressure_say_what_the_action_says(known: Catalogue) -> None:
    caps = {key: item.max_pressure for key, item in known.contraindications.items() if item.max_pressure is not None}
    assert caps == {
        "bleeding_disorder": 2,
        "osteoporosis_severe": 2,
        "osteoporosis_mild": 3,
        "cancer_active": 2,
        "pain_sensitivity": 2,
        "anticoagulant": 3,
        "antiplatelet": 4,
    }
    lower = [key for key, item in known.contraindications.items() if item.pressure_step_lower]
    assert lower == ["pain_or_numbing_med"]


def test_the_techniques_of_the_source_article_come_first_and_are_marked(known: Catalogue) -> None:
    featured = [key for key, technique in known.techniques.items() if technique.featured]
    cups = ["cupping_static", "cupping_gliding", "cupping_flash", "cupping_movement"]
    assert featured == ["deep_tissue", *cups, "art", "iastm"]
    assert list(known.techniques)[: len(featured)] == featured


def test_every_class_of_technique_is_used_and_known(known: Catalogue) -> None:
    assert tuple(known.technique_classes) == CLASSES
    assert {technique.technique_class for technique in known.techniques.values()} == set(CLASSES)
    assert known.technique_classes["MOB"].follows == known.technique_classes["STR"].follows == "GEN"
    assert known.technique_classes["EDU"].follows is None
    assert known.technique_classes["HYD"].bars_only


def test_a_technique_like_another_has_its_parameters_and_its_own(known: Catalogue) -> None:
    static = {parameter.key for parameter in known.techniques["cupping_static"].parameters}
    gliding = {parameter.key for parameter in known.techniques["cupping_gliding"].parameters}
    assert gliding - static == {"glide_direction", "passes", "lubricant"}
    assert static < gliding
    assert known.techniques["cupping_flash"].technique_class == "CUP"


def test_cupping_requires_what_the_record_needs(known: Catalogue) -> None:
    required = {parameter.key for parameter in known.parameters_of("cupping_static") if parameter.required}
    assert required == {
        "region", "side", "cup_material", "cup_diameter_mm", "suction", "count", "placement", "minutes", "mark_grade",
        "mark_explained", "hygiene",
    }  # fmt: skip
    minutes = known.techniques["cupping_static"].parameter("minutes")
    assert minutes is not None
    assert (minutes.warn_over, minutes.maximum, minutes.unit) == (10, 20, "min")


@pytest.mark.parametrize("technique", list(catalogue().techniques))
def test_the_parameters_of_a_technique_are_asked_once_each_and_have_what_their_kind_needs(technique: str) -> None:
    parameters = catalogue().parameters_of(technique)
    keys = [parameter.key for parameter in parameters]
    assert len(keys) == len(set(keys))
    assert keys[:2] == ["region", "side"]
    assert keys[-1] == "tolerance"
    for parameter in parameters:
        if parameter.kind == "choice":
            assert parameter.choices
        if parameter.kind == "scale":
            assert parameter.minimum is not None
            assert parameter.maximum is not None
        if parameter.minimum is not None and parameter.maximum is not None:
            assert parameter.minimum < parameter.maximum


def test_pressure_has_words_for_each_of_its_five_grades(known: Catalogue) -> None:
    pressure = known.techniques["deep_tissue"].parameter("pressure")
    assert pressure is not None
    assert [choice.key for choice in pressure.choices] == ["1", "2", "3", "4", "5"]
    assert (pressure.minimum, pressure.maximum, pressure.required) == (1, 5, True)


def test_a_light_trigger_point_counts_as_general_massage(known: Catalogue) -> None:
    trigger_point = known.techniques["trigger_point"]
    assert (trigger_point.technique_class, trigger_point.light_class) == ("DT", "GEN")
    assert trigger_point.light_limits == {"pressure": 3, "hold_s": 10}


def test_active_release_needs_its_credential_and_has_a_plain_name_without(known: Catalogue) -> None:
    assert known.techniques["art"].gate == "art_credential"
    assert known.techniques["art"].ungated_label is not None
    assert [key for key, technique in known.techniques.items() if technique.gate] == ["art"]


def test_mobilisation_grades_end_before_thrust(known: Catalogue) -> None:
    grade = known.techniques["joint_mobilisation"].parameter("grade")
    assert grade is not None
    assert [choice.key for choice in grade.choices] == ["I", "II", "III", "IV"]


def test_a_danger_region_holds_an_endangerment_site(known: Catalogue) -> None:
    held = {region for site in known.endangerment_sites.values() for region in site.regions}
    assert {key for key, region in known.regions.items() if region.danger} <= held


def test_the_four_sensitive_areas_are_on_the_chart_and_the_excluded_ones_are_not(known: Catalogue) -> None:
    sensitive = {region.sensitive for region in known.regions.values() if region.sensitive}
    assert sensitive == {"chest_wall", "breast", "gluteal", "thigh_medial_upper"}
    assert known.regions["hip_lateral"].sensitive == "gluteal"
    assert known.regions["hip_lateral"].sensitive_exempt == ("tensor_fasciae_latae",)
    assert not set(known.vocabularies["exclusions"]) & set(known.regions)


def test_a_paired_region_has_no_midline(known: Catalogue) -> None:
    assert known.regions["gluteal"].sides == ("left", "right", "bilateral")
    assert known.regions["low_back"].sides == ("left", "right", "bilateral", "midline")
    assert set(known.vocabularies["sides"]) == {"left", "right", "bilateral", "midline"}


def test_every_muscle_is_reached_from_a_region_a_group_or_a_pattern(known: Catalogue) -> None:
    reached = set(known.muscles_in(known.regions))
    reached |= {muscle for group in known.muscle_groups.values() for muscle in group.muscles}
    reached |= {muscle for pattern in known.posture_patterns.values() for muscle in (*pattern.short, *pattern.weak)}
    assert set(known.muscles) <= reached


def test_every_landmark_has_a_neutral_value_and_something_to_find(known: Catalogue) -> None:
    landmarks = [landmark for view in known.posture.values() for landmark in view.landmarks.values()]
    assert [len(view.landmarks) for view in known.posture.values()] == [13, 11, 10]
    for landmark in landmarks:
        assert landmark.neutral in landmark.values
        assert len(landmark.values) >= 2


def test_the_lower_crossed_pattern_is_the_article_s(known: Catalogue) -> None:
    pattern = known.posture_patterns["lower_crossed"]
    assert pattern.signs == ("lateral.pelvis.anterior_tilt", "lateral.lumbar_curve.increased_lordosis")
    assert {"quadriceps_group", "iliopsoas"} <= set(pattern.short)
    assert {"gluteus_maximus", "transversus_abdominis"} <= set(pattern.weak)
    assert "seed" in pattern.source


def test_movements_have_normals_units_and_sides(known: Catalogue) -> None:
    assert known.movements["lumbar.flexion"].normal == 60
    assert not known.movements["lumbar.flexion"].per_side
    assert known.movements["lumbar.lateral_flexion"].per_side
    assert known.movements["hip.extension"].per_side
    assert known.movements["tmj.opening"].unit == "mm"
    assert {key for key, movement in known.movements.items() if movement.unit == "mm"} == {"tmj.opening", "tmj.lateral"}
    assert known.joints_near(["low_back"]) == ("thoracolumbar", "lumbar")


def test_clusters_count_as_their_sources_do(known: Catalogue) -> None:
    sij = known.test_clusters["sij_provocation"]
    assert (len(sij.tests), [level.count for level in sij.levels]) == (5, [3])
    neck = known.test_clusters["cervical_radiculopathy"]
    assert dict(neck.movements) == {"cervical.rotation": 60}
    assert [level.count for level in neck.levels] == [3, 4]


def test_measures_we_may_not_quote_have_no_words_of_items(known: Catalogue) -> None:
    shipped = {key for key, measure in known.measures.items() if measure.entry == "ship"}
    assert shipped == {"nprs", "psfs", "groc"}
    for key, measure in known.measures.items():
        if key not in shipped:
            assert measure.parts == ()
            assert measure.prompt is None


@pytest.mark.parametrize(
    ("key", "meaningful", "higher", "items", "needs"),
    [
        ("nprs", 2, False, 3, 1),
        ("psfs", 2, True, 5, 1),
        ("peg", 1, False, 3, 3),
        ("groc", 3, True, 1, 1),
        ("rmdq", 5, False, 24, 0),
        ("odi", 10, False, 10, 1),
        ("ndi", 7.5, False, 10, 1),
        ("quickdash", 13.6, False, 11, 10),
        ("lefs", 9, True, 20, 18),
    ],
)
def test_measures_carry_their_direction_and_meaningful_change(
    known: Catalogue, key: str, meaningful: float, higher: bool, items: int, needs: int
) -> None:
    measure = known.measures[key]
    assert measure.scales[0].meaningful == meaningful
    assert (measure.higher_is_better, measure.items_to, measure.needs) == (higher, items, needs)
    assert measure.changes
    assert measure.scales[0].meaningful <= measure.scales[0].maximum


def test_the_two_scales_of_the_neck_index_agree(known: Catalogue) -> None:
    points, percent = known.measures["ndi"].scales
    assert (points.key, percent.key) == ("0-50", "percent")
    assert percent.meaningful == points.meaningful * 2


def test_every_stage_has_one_suggested_frequency(known: Catalogue) -> None:
    suggested = [stage for frequency in known.frequencies.values() for stage in frequency.stages]
    assert sorted(suggested) == sorted(known.qualifiers["stage"])
    acute, chronic = known.frequencies["acute"], known.frequencies["chronic_maintenance"]
    assert (acute.source, chronic.source) == (("seed",), ("seed",))
    assert (chronic.days_from, chronic.days_to) == (14, 28)


def test_an_impression_is_never_called_a_diagnosis(known: Catalogue) -> None:
    for impression in known.impressions.values():
        assert "diagnos" not in f"{impression.label.en} {impression.phrase.en}".lower()
        assert impression.phrase.en[0].islower() or impression.phrase.en.startswith("ITB")


def test_the_facet_pattern_names_the_findings_that_support_it(known: Catalogue) -> None:
    facet = known.impressions["facet_irritation"]
    assert set(facet.criteria) == {
        "unilateral_localised",
        "worse_extension",
        "worse_same_side",
        "no_root_signs",
        "kemp_local",
    }
    assert facet.tests == ("kemp",)


def test_subsets_leave_something_out(known: Catalogue) -> None:
    assert "empty" in known.subsets["end_feel_abnormal"].keys
    assert "capsular_firm" not in known.subsets["end_feel_abnormal"].keys


def test_every_source_that_is_named_has_an_address_or_a_note(known: Catalogue) -> None:
    for source in known.sources.values():
        assert source.addresses or source.note
        assert all(address.startswith("http") for address in source.addresses)
    assert {f"D{number}" for number in range(1, 46)} <= set(known.sources)


def test_words_are_finished_text(known: Catalogue) -> None:
    found = every_words(known)
    assert len(found) > 1200
    for place, words in found:
        for text in (words.en, words.fr):
            assert text == text.strip(), place
            assert "_" not in text, place
            assert "  " not in text, place
            assert "\u2014" not in text, place
        assert words.en[0].isupper() or not words.en[0].isalpha() or ".phrase" in place or ".of" in place, place


@pytest.mark.parametrize("kind", ["techniques", "regions", "muscles", "muscle_groups"])
def test_regions_muscles_and_techniques_speak_french(known: Catalogue, kind: str) -> None:
    for key, entry in getattr(known, kind).items():
        assert entry.label.fr, key


@pytest.mark.parametrize("kind", ["techniques", "regions", "muscles", "tests", "impressions", "home_care", "referrals"])
def test_no_two_entries_of_a_kind_share_a_label(known: Catalogue, kind: str) -> None:
    labels = [entry.label.en for entry in getattr(known, kind).values()]
    assert len(labels) == len(set(labels))


def test_words_of_an_unknown_key_stay_readable(known: Catalogue) -> None:
    assert known.words("regions", "low_back") == "Low back"
    assert known.words("positions", "side_lying") == "Side-lying"
    assert known.words("tone", "spasm") == "Spasm"
    assert known.words("stage", "chronic") == "Chronic"
    assert known.words("regions", "left_elbow_pit") == "left elbow pit"
    assert known.words("no_such_vocabulary", "a_key") == "a key"
    assert known.structure("quadratus_lumborum") == "Quadratus lumborum"
    assert known.structure("rotator_cuff") == "Rotator cuff"
    assert known.structure("old scar") == "old scar"
