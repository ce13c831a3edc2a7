"""The line of a folded grid: what is off first, what is normal joined, nothing claimed that nobody found."""

from __future__ import annotations

from rmt_notes.clinical.assessment import NeuroFinding, PostureFinding, RangeOfMotion, SpecialTest
from rmt_notes.clinical.finding_summary import found_in
from rmt_notes.clinical.visit import Objective


def told(kind: str, **fields: object) -> str:
    return "; ".join(part.text for part in found_in(kind, Objective(**fields)))  # type: ignore[arg-type]


def test_what_is_off_stands_before_what_is_normal_and_the_joint_is_named_once():
    sided = [
        RangeOfMotion(movement=f"thoracolumbar.{name}", side=side, limit="wnl")
        for name in ("lateral_flexion", "rotation")
        for side in ("left", "right")
    ]
    flexion = RangeOfMotion(movement="thoracolumbar.flexion", limit="wnl")
    stiff = RangeOfMotion(movement="thoracolumbar.extension", active=15.0, pain=5)
    parts = found_in("motion", Objective(range_of_motion=(flexion, *sided, stiff)))
    assert [part.text for part in parts] == [
        "Thoracolumbar extension: 15° of 25°, pain 5/10",
        "flexion, lateral flexion both sides, rotation both sides: within normal limits",
    ]
    assert sum(part.findings for part in parts) == 4


def test_what_treatment_gained_stands_behind_what_was_before():
    before = RangeOfMotion(movement="hip.extension", side="right", active=9.0)
    after = RangeOfMotion(movement="hip.extension", side="right", active=14.0, when="after")
    assert told("motion", range_of_motion=(before, after)) == "Hip extension right: 9° → 14° of 20°"


def test_posture_tells_its_findings_its_pattern_and_how_many_landmarks_are_neutral():
    found = (
        PostureFinding(view="lateral", landmark="head", value="neutral"),
        PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity="moderate"),
    )
    words = told("posture", posture=found, posture_patterns=("lower_crossed",))
    assert words == "Pelvis: anterior tilt, moderate; pattern: lower crossed; 1 landmark neutral"


def test_a_test_is_named_whole_on_each_side():
    tests = (
        SpecialTest(test="slr", result="negative", side="left"),
        SpecialTest(test="slr", result="positive", side="right"),
    )
    words = told("tests", tests=tests)
    assert words == "Straight leg raise (SLR) right: positive; Straight leg raise (SLR) left: negative"


def test_a_root_is_called_normal_only_where_both_sides_are():
    one = NeuroFinding(root="L5", side="left", sensation="normal", myotome=5)
    both = NeuroFinding(root="S1", side="bilateral", sensation="normal", myotome=5, reflex=2)
    unsaid = NeuroFinding(root="L4", side="bilateral")
    words = told("neuro", neuro=(one, both, unsaid))
    assert words.endswith("S1 normal")
    assert "L5 left: sensation normal" in words
    assert "L4 normal" not in words
