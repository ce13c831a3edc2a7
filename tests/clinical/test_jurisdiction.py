"""The profiles of provinces and states, and what is refused in one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rmt_notes import resources
from rmt_notes.clinical.catalogue import CatalogueError, catalogue
from rmt_notes.clinical.jurisdiction import intake_policies, jurisdiction, jurisdictions, load

CODES = ["ON", "BC", "NB", "NL", "PE", "US_WA", "US_NY", "US_TX", "US_other"]
CUPPING = [key for key, technique in catalogue().techniques.items() if technique.technique_class == "CUP"]


def test_the_profiles_come_in_their_order_with_ontario_first() -> None:
    assert list(jurisdictions()) == CODES
    assert [profile.key for profile in jurisdictions().values()] == CODES


@pytest.mark.parametrize(
    ("code", "years", "majority"),
    [
        ("ON", 10, 18),
        ("BC", 16, 19),
        ("NB", 10, 19),
        ("NL", 10, 19),
        ("PE", 10, 18),
        ("US_WA", 3, 18),
        ("US_NY", 6, 18),
        ("US_TX", 4, 17),
        ("US_other", 7, 18),
    ],
)
def test_retention_and_majority(code: str, years: int, majority: int) -> None:
    profile = jurisdiction(code)
    assert (profile.retain_years, profile.majority) == (years, majority)
    assert profile.is_minor(majority - 1)
    assert not profile.is_minor(majority)


def test_new_york_keeps_a_minors_record_until_22() -> None:
    assert jurisdiction("US_NY").minor_until_age == 22


def test_ontario_consents() -> None:
    ontario = jurisdiction("ON")
    assert ontario.consent_rule("chest_wall") == "every_time"
    assert ontario.consent_rule("thigh_medial_upper") == "every_time"
    assert ontario.consent_rule("breast") == "every_time_client_requested"
    assert ontario.consent_rule("gluteal") == "once_per_plan"
    assert ontario.consent_rule("low_back") is None
    assert (ontario.consent_doc_hours, ontario.release_consent_max_months) == (24, 6)
    assert "V9" in ontario.blocks_here


@pytest.mark.parametrize("code", ["NB", "NL", "PE"])
def test_the_atlantic_profiles_take_over_ontarios_sensitive_areas(code: str) -> None:
    assert jurisdiction(code).sensitive == jurisdiction("ON").sensitive
    assert "retain_years" in jurisdiction(code).verify


def test_british_columbia_bars_cupping_of_every_kind_and_recent_fractures() -> None:
    west = jurisdiction("BC")
    assert all(west.bars(technique) for technique in CUPPING)
    assert west.bars("shockwave")
    assert not west.bars("deep_tissue")
    assert west.barred_conditions == ("fracture_recent",)
    assert not any(jurisdiction("ON").bars(technique) for technique in CUPPING)
    assert jurisdiction("ON").bars("cupping_wet")


def test_active_release_needs_its_credential_everywhere() -> None:
    for profile in jurisdictions().values():
        assert profile.credential_for("art") == "art_credential"
    assert jurisdiction("ON").credential_for("acupuncture") == "cmto_authorised"
    assert jurisdiction("BC").credential_for("petrissage") is None


def test_no_canadian_profile_heads_a_section_diagnosis() -> None:
    for profile in jurisdictions().values():
        assert "diagnos" not in profile.impression_heading.en.lower()
        assert profile.diagnosis_heading_barred == (profile.country == "CA")


def test_the_states_of_the_us_have_their_own_rules() -> None:
    washington, texas = jurisdiction("US_WA"), jurisdiction("US_TX")
    assert washington.general_written_consent_months == 12
    assert washington.guardian_contact_under == 18
    assert washington.update_history_each_session
    assert washington.consent_rule("gluteal_cleft_perineum") == "written_and_spoken"
    assert texas.consultation_document
    assert texas.title == "LMT"


def test_new_brunswick_counts_business_days() -> None:
    assert jurisdiction("NB").correction_business_days == 30
    assert jurisdiction("NB").correction_days is None


def test_the_ontario_intake_must_ask_and_must_not_ask() -> None:
    policy = jurisdiction("ON").intake
    assert {"emergency_contact", "language", "mobility", "allergies", "reason_for_care"} <= set(policy.must)
    assert {"personal_life", "unrelated"} <= set(policy.must_not)
    assert policy.reasons_shown
    assert policy.notice_required
    assert policy.ways_offered == 2


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Are you HIV positive?", ("HIV",)),
        ("Any hiv or Hepatitis?", ("HIV", "hepatitis")),
        ("What is your marital status", ("marital status",)),
        ("Any history of mental health trouble?", ("mental health",)),
        ("Is your back stiff in the morning?", ()),
        ("Do you stir at night?", ()),
        ("Does it hurt when you aid somebody?", ()),
        ("", ()),
    ],
)
def test_a_question_of_ones_own_is_screened_in_ontario(question: str, terms: tuple[str, ...]) -> None:
    assert jurisdiction("ON").intake.terms_in(question) == terms


def test_the_general_policy_warns_of_nothing() -> None:
    assert jurisdiction("BC").intake.terms_in("Are you HIV positive?") == ()
    assert set(intake_policies()) == {"cmto_2025", "general"}


def test_no_question_of_the_catalogue_breaks_the_ontario_rule() -> None:
    policy = jurisdiction("ON").intake
    for item in catalogue().contraindications.values():
        if item.question is not None:
            assert policy.terms_in(item.question.en) == (), item.key
    for group in catalogue().intake_groups.values():
        assert policy.terms_in(f"{group.question.en} {group.reason.en}") == (), group.key


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        jurisdiction("ZZ")


FAULTS = [
    ("ON.toml", "retain_years = 10\n", "", "ON", "missing field 'retain_years'"),
    ("ON.toml", "majority = 18", 'majority = "18"', "ON.majority", "whole number"),
    ("ON.toml", "majority = 18", "majority = 8", "ON.retain_years", "make no sense"),
    ("ON.toml", 'country = "CA"', 'country = "UK"', "ON.country", "'UK'"),
    ("ON.toml", '"spinal_hvla"', '"magic"', "ON.barred_techniques", "'magic'"),
    ("ON.toml", 'art = "art_credential"', 'art = "licence"', "ON.gated_techniques", "'licence'"),
    ("ON.toml", 'gluteal = "once_per_plan"', 'gluteal = "sometimes"', "ON.sensitive", "'sometimes'"),
    ("ON.toml", "gluteal = ", "elbow = ", "ON.sensitive", "'elbow'"),
    ("ON.toml", 'intake_policy = "cmto_2025"', 'intake_policy = "cmto"', "ON.intake_policy", "'cmto'"),
    ("ON.toml", '"03-01"', '"31-03"', "ON.breach_stats_due", "month-day"),
    ("BC.toml", 'verify = ["retain_years"', 'verify = ["years"', "BC.verify", "'years'"),
    ("BC.toml", "order = 2", "order = 1", ".order", "same order"),
    ("NB.toml", 'sensitive_as = "ON"', 'sensitive_as = "QC"', "NB.sensitive_as", "'QC'"),
    ("NB.toml", 'sensitive_as = "ON"', 'sensitive_as = "ON"\nsensitive = {}', "NB.sensitive_as", "as well"),
    ("PE.toml", '"S36"', '"S360"', "PE.source", "'S360'"),
    ("intake_policies.toml", "[general.must]", "[general.shall]", "general", "unknown field 'shall'"),
    ("intake_policies.toml", "ways_offered = 1", "ways = 1", "general", "unknown field 'ways'"),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "reason"), FAULTS)
def test_a_planted_fault_is_refused(tmp_path: Path, file: str, old: str, new: str, key: str, reason: str) -> None:
    folder = tmp_path / "jurisdictions"
    shutil.copytree(resources.path("jurisdictions"), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, "the fault must be planted somewhere"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert key in caught.value.key
    assert reason in caught.value.reason


def test_the_policies_must_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "jurisdictions"
    shutil.copytree(resources.path("jurisdictions"), folder)
    (folder / "intake_policies.toml").unlink()
    with pytest.raises(CatalogueError, match=r"intake_policies.toml: the file is missing"):
        load(folder)


def test_a_further_province_is_one_more_file(tmp_path: Path) -> None:
    folder = tmp_path / "jurisdictions"
    shutil.copytree(resources.path("jurisdictions"), folder)
    text = (folder / "PE.toml").read_text(encoding="utf-8").replace("order = 5", "order = 10")
    (folder / "XX.toml").write_text(text, encoding="utf-8")
    assert list(load(folder)) == [*CODES, "XX"]
