"""What the foot of the chart says of a draft."""

from __future__ import annotations

from rmt_notes.ui.screens.chart.draft_words import draft_words


def test_a_draft_says_until_when_what_to_review_and_what_is_left_once_each():
    assert draft_words("sign by 9 Mar", ("objective",), ("plan", "objective", "consent", "plan")) == (
        "draft, sign by 9 Mar · 1 section carried over, not yet reviewed · still to do: consent and Plan"
    )
    assert draft_words("", (), ()) == "amendment"
    assert draft_words("", (), ("plan", "assessment", "treatment", "objective", "visit")).endswith(
        "still to do: time of the visit, Objective, Treatment and 2 more"
    )
