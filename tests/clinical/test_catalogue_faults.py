"""A bad entry is refused with file, key and reason: one fault planted at a time in a copy of the catalogue."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rmt_notes import resources
from rmt_notes.clinical.catalogue import CatalogueError, load

CONTRA, TECH, RULES, REGIONS = "contraindications.toml", "techniques.toml", "technique_rules.toml", "regions.toml"
POSTURE, ASSESS, PLAN, SAFETY = "posture.toml", "assessment.toml", "plan.toml", "safety.toml"

FAULTS = [
    (
        "unknown field",
        CONTRA,
        'urgency = "routine"',
        'urgence = "routine"',
        "acute_muscle_tear",
        "unknown field 'urgence'",
    ),
    ("missing field", CONTRA, 'urgency = "routine"\n', "", "acute_muscle_tear", "missing field 'urgency'"),
    (
        "unknown vocabulary key",
        CONTRA,
        'urgency = "routine"',
        'urgency = "soon"',
        "acute_muscle_tear.urgency",
        "'soon'",
    ),
    ("unknown effect", CONTRA, 'GEN = "loc"', 'GEN = "maybe"', "acute_muscle_tear.effect", "'maybe' is not one of ok"),
    ("a column missing", CONTRA, ', IAS = "loc" }', " }", "acute_muscle_tear.effect", "must rule on GEN, DT, CUP"),
    (
        "a column too many",
        CONTRA,
        ', IAS = "loc" }',
        ', IAS = "loc", MOB = "ok" }',
        "acute_muscle_tear.effect",
        "rule on",
    ),
    ("local without a region", CONTRA, "asks_region = true\n", "", "acute_muscle_tear.effect", "needs asks_region"),
    ("asked without a question", CONTRA, 'ask = "core"', 'ask = "observe"', "acute_muscle_tear.question", "observes"),
    (
        "unknown source",
        CONTRA,
        'source = ["seed", "D4", "D8", "K"]',
        'source = ["D99"]',
        "acute_muscle_tear.source",
        "'D99'",
    ),
    (
        "wrong type",
        CONTRA,
        "asks_region = true",
        'asks_region = "yes"',
        "acute_muscle_tear.asks_region",
        "true or false",
    ),
    (
        "no English",
        CONTRA,
        'label = { en = "Muscle tear or severe strain, recent"',
        'label = { en = " "',
        "acute_muscle_tear.label",
        "English",
    ),
    (
        "unknown language",
        CONTRA,
        'label = { en = "Muscle tear or',
        'label = { de = "x", en = "Muscle tear or',
        "acute_muscle_tear.label",
        "'de'",
    ),
    (
        "plain text for words",
        SAFETY,
        'label = { en = "Skin", fr = "" }',
        'label = "Skin"',
        "intake_groups.skin.label",
        "words are written",
    ),
    ("key twice", CONTRA, "[acute_sprain]", "[acute_muscle_tear]", "", "not readable as TOML"),
    ("cap out of range", CONTRA, "max_pressure = 4", "max_pressure = 9", "antiplatelet.max_pressure", "1 to 5"),
    (
        "intake item unknown",
        SAFETY,
        '"fever", ',
        '"feverr", ',
        "intake_groups.today_unwell.items",
        "'feverr' is not in",
    ),
    ("named twice", SAFETY, '"fever", ', '"fever", "fever", ', "intake_groups.today_unwell.items", "twice"),
    ("red flag act", SAFETY, 'act = "within_days"', 'act = "later"', "red_flags.malignancy.act", "'later'"),
    ("unknown section", SAFETY, "[yellow_flags]", "[green_flags]", "green_flags", "unknown section"),
    (
        "technique class",
        TECH,
        'technique_class = "DT"',
        'technique_class = "XX"',
        "deep_tissue.technique_class",
        "'XX'",
    ),
    ("parameter kind", TECH, 'kind = "scale"', 'kind = "slider"', "deep_tissue.parameters.pressure.kind", "'slider'"),
    ("unknown scale", TECH, 'scale = "pressure"', 'scale = "force"', "deep_tissue.parameters.pressure", "'force'"),
    (
        "choice without choices",
        TECH,
        'kind = "flag"',
        'kind = "choice"',
        "cupping_static.parameters.mark_explained",
        "choices",
    ),
    ("bounds reversed", TECH, "maximum = 20", "maximum = 0", "deep_tissue.parameters.passes", "minimum is not under"),
    ("like nothing", TECH, 'like = "cupping_static"', 'like = "cupping_dry"', "cupping_gliding.like", "'cupping_dry'"),
    ("site to avoid", TECH, '"popliteal_fossa"', '"back_of_knee"', "deep_tissue.extra_avoid", "'back_of_knee'"),
    ("credential", TECH, 'gate = "art_credential"', 'gate = "licence"', "art.gate", "'licence'"),
    ("light limit", TECH, "hold_s = 10 }", "seconds = 10 }", "trigger_point.light_limits", "'seconds'"),
    (
        "unknown vocabulary",
        TECH,
        'vocabulary = "end_feel"',
        'vocabulary = "end_feels"',
        "joint_mobilisation",
        "'end_feels'",
    ),
    (
        "rule setting",
        RULES,
        '"III", "IV"',
        '"III", "V"',
        "technique_rules.mobilise_strongly.settings.grade",
        "no such setting",
    ),
    (
        "rule contraindication",
        RULES,
        '"hypermobility"',
        '"lax"',
        "technique_rules.mobilise_strongly.contraindications",
        "'lax'",
    ),
    ("scale point outside", RULES, "stop_at = 7", "stop_at = 11", "scales.tolerance", "outside the scale"),
    (
        "muscle unknown",
        REGIONS,
        '"occipitalis"',
        '"occiput"',
        "regions.head_scalp.muscles",
        "'occiput' is not in muscles",
    ),
    ("view unknown", REGIONS, 'views = ["front"]', 'views = ["top"]', "regions.neck_anterior.views", "'top'"),
    (
        "group named as a muscle",
        REGIONS,
        "muscle_groups.calf]",
        "muscle_groups.soleus]",
        "muscle_groups.soleus",
        "already",
    ),
    ("landmark value", POSTURE, '"left_high", "right_high", "level"', '"tall", "level"', "posture.anterior", "'tall'"),
    (
        "neutral value",
        POSTURE,
        'neutral = "level"',
        'neutral = "flat"',
        "posture.anterior.landmarks.head_tilt.neutral",
        "none of",
    ),
    (
        "pattern sign",
        POSTURE,
        "lateral.pelvis.anterior_tilt",
        "lateral.pelvis.tilted",
        "posture_patterns.lower_crossed.signs",
        "tilted",
    ),
    (
        "pattern muscle",
        POSTURE,
        '"gluteus_maximus"',
        '"glutes"',
        "posture_patterns.lower_crossed.weak",
        "muscles or muscle_groups",
    ),
    (
        "movement key",
        ASSESS,
        '[movements."cervical.flexion"]',
        '[movements."neck.flexion"]',
        "movements.neck.flexion",
        "joint.movement",
    ),
    ("cluster count", ASSESS, "count = 3", "count = 6", "test_clusters.sij_provocation.levels", "within the members"),
    (
        "cluster movement",
        ASSESS,
        '"cervical.rotation" = 60',
        '"cervical.turn" = 60',
        "test_clusters.cervical",
        "'cervical.turn'",
    ),
    ("subset", ASSESS, '"early_spasm"', '"spasmodic"', "subsets.end_feel_abnormal", "'spasmodic'"),
    ("measure entry", "measures.toml", 'entry = "ship"', 'entry = "free"', "nprs.entry", "'free'"),
    ("measure items", "measures.toml", "needs = 18", "needs = 21", "lefs", "do not fit"),
    ("impression pattern", "impressions.toml", '"layered"]', '"stacked"]', "postural_pattern.patterns", "'stacked'"),
    ("frequency stage", PLAN, '"flare"]', '"hot"]', "frequencies.acute.stages", "'hot' is not in qualifiers.stage"),
    ("frequency days", PLAN, "days_from = 3", "days_from = 9", "frequencies.acute", "must rise"),
    ("home care avoid", "home_care.toml", '"bursa_tendon_acute"', '"bursitis"', "heat_pack.avoid", "'bursitis'"),
    ("home care aim", "home_care.toml", 'aim = "lumbar"', 'aim = "spine"', "pelvic_tilt.aim", "'spine'"),
    ("empty text", PLAN, 'source = ["seed"]', 'source = [""]', "frequencies.acute.source[0]", "must be text"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    shutil.copytree(resources.path("catalogue"), folder)
    return folder


@pytest.mark.parametrize(("file", "old", "new", "key", "reason"), [pytest.param(*f[1:], id=f[0]) for f in FAULTS])
def test_a_planted_fault_is_refused(copy: Path, file: str, old: str, new: str, key: str, reason: str) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text, "the fault must be planted somewhere"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert caught.value.file == file
    assert key in caught.value.key
    assert reason in caught.value.reason
    assert str(caught.value).startswith(f"{file}: ")


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "muscles.toml").unlink()
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert (caught.value.file, caught.value.key, caught.value.reason) == ("muscles.toml", "", "the file is missing")


def test_a_file_that_is_no_text_is_named(copy: Path) -> None:
    (copy / "tests.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert caught.value.file == "tests.toml"


def test_the_unharmed_copy_is_accepted(copy: Path) -> None:
    assert len(load(copy).contraindications) == 87
