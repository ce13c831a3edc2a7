"""Common referral: data that is checked, kept to its side, and never without source and doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from rmt_notes import resources
from rmt_notes.clinical.body_chart import all_sites
from rmt_notes.clinical.body_mark import Site
from rmt_notes.clinical.body_referral import (
    FILE,
    load,
    patterns_at,
    referral_doubt,
    referral_patterns,
    referral_words,
    referred,
)
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.catalogue_reader import CatalogueError


def test_every_pattern_lies_on_the_figure_and_keeps_its_doubt_and_a_page_as_its_source() -> None:
    everywhere = set(all_sites())
    for key, pattern in referral_patterns().items():
        assert pattern.verify, key
        assert all(catalogue().sources[mark].addresses for mark in pattern.source), key
        assert any(pattern in patterns_at(site.region) for site in everywhere), key
    for origin in everywhere:
        found = referred([origin])
        assert found.main | found.more <= everywhere
        assert not found.main & found.more
        assert {site.side for site in (*found.main, *found.more)} <= {origin.side, "midline"}
        assert bool(found.main) == bool(referral_words(origin)) or origin.side == "midline"


def test_zones_of_several_muscles_are_one_and_what_is_common_wins() -> None:
    hip = referred([Site("gluteus_medius", "right")])  # medius and minimus
    assert Site("gluteus_maximus", "right") in hip.main
    assert Site("sacrum", "midline") in hip.main
    assert Site("peroneals", "right") in hip.more
    assert referred([]) == referred([Site("navel", "midline")])
    assert "not a diagnosis" in referral_doubt([Site("soleus", "left")])
    assert "Source" not in referral_doubt([])


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('main = ["heel", "achilles"]', 'main = ["heal", "achilles"]', "soleus.main", "heal"),
        ('main = ["heel", "achilles"]', 'main = ["heel", "sacroiliac"]', "soleus.more", "stands under main too"),
        ('main = ["heel", "achilles"]', "main = []", "soleus", "needs a region and a source"),
        ('muscle = "soleus"', 'muscle = "solleus"', "soleus.muscle", "solleus"),
        ('muscle = "soleus"', 'muscle = "deep_neck_flexors"', "soleus.muscle", "no region of the body chart"),
        ('source = ["R2", "R4"]', 'source = ["R99"]', "soleus.source", "R99"),
        ('more = ["sacroiliac"]', 'most = ["sacroiliac"]', "soleus", "most"),
    ],
)  # fmt: skip
def test_a_bad_pattern_is_refused_with_file_key_and_reason(
    tmp_path: Path, old: str, new: str, place: str, reason: str
) -> None:
    text = resources.text("catalogue", FILE)
    start = text.index("[soleus]")
    assert old in text[start:]
    (tmp_path / FILE).write_text(text[:start] + text[start:].replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load(tmp_path)
    assert refused.value.file == FILE
    assert refused.value.key.startswith(place)
    assert reason in str(refused.value)
