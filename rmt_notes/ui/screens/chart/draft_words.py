"""What the foot of the chart says of a draft beside its being saved: until when to sign it, and what is left to do."""

from __future__ import annotations

from collections.abc import Iterable

from rmt_notes.clinical.wording import all_of
from rmt_notes.i18n import _, _n
from rmt_notes.ui.screens.chart.sections import SECTIONS, section_words

NAMED = 3
"""So many parts are named; a note that is hardly begun lacks them all."""


def draft_words(due: str, carried: Iterable[str], lacking: Iterable[str]) -> str:
    """`draft, sign by ... · 2 sections carried over, not yet reviewed · still to do: consent and Plan`.

    `due` says until when to sign, empty for an amendment; `carried` are the sections with something to review,
    `lacking` the parts of the note that keep it from being signed: sections, or what stands around them. What is to
    be reviewed is not told twice.
    """
    waiting = tuple(carried)
    words = [_("draft, {due}").format(due=due) if due else _("amendment")]
    if waiting:
        left = _n(
            "{number} section carried over, not yet reviewed",
            "{number} sections carried over, not yet reviewed",
            len(waiting),
        )
        words.append(left.format(number=len(waiting)))
    found = set(lacking)
    parts = [*_around(found), *(section_words(key) for key in SECTIONS if key in found and key not in waiting)]
    if len(parts) > NAMED:
        more = len(parts) - NAMED
        parts = [*parts[:NAMED], _n("{number} more", "{number} more", more).format(number=more)]
    if parts:
        words.append(_("still to do: {parts}").format(parts=all_of(parts)))
    return " · ".join(words)


def _around(lacking: set[str]) -> list[str]:
    names = {
        "client": _("identity"),
        "intake": _("health history"),
        "visit": _("time of the visit"),
        "consent": _("consent"),
        "safety": _("safety"),
    }
    return [words for key, words in names.items() if key in lacking]
