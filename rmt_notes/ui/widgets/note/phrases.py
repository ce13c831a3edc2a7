"""Everyday words offered as chips beside free text, so that a follow-up note needs no typing. They are suggestions,
never a vocabulary."""

from __future__ import annotations

from itertools import zip_longest

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.visit import Treatment
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.note.pieces import lower_first


def of_vocabulary(name: str) -> tuple[str, ...]:
    """The words of a catalogue vocabulary as phrases."""
    return tuple(lower_first(str(words)) for words in catalogue().vocabularies.get(name, {}).values())


def function() -> tuple[str, ...]:
    """What it keeps the client from."""
    return (_("sleep"), _("work"), _("housework"), _("sport"), _("driving"), _("child care"), _("no limits now"))


def reaction(last: Treatment | None = None) -> tuple[str, ...]:
    """How the client was after the last treatment: what is asked follows what was done. Cups, and skin that was red or
    worse, are asked for their marks, deep work and tools for soreness, an adverse event for what became of it."""
    book = catalogue()
    kinds = set()
    for applied in last.techniques if last is not None else ():
        technique = book.techniques.get(applied.technique)
        if technique is not None:
            kinds.add(technique.technique_class)
    marked = "CUP" in kinds or (last is not None and _marked_skin(last))
    event = (_("what happened has settled"), _("what happened is still there"), _("what happened got worse"))
    marks = (_("marks gone"), _("marks still to be seen"), _("no marks"))
    sore = (_("not sore"), _("sore for a day, then better"), _("sore for two days"))
    felt = (_("better for several days"), _("better for a day"), _("no change"), _("worse"))
    first: list[tuple[str, ...]] = [event] if last is not None and last.adverse_event is not None else []
    first += [marks] if marked else []
    first += [sore, felt] if kinds & {"DT", "ART", "IAS"} else [felt, sore]
    # The first answer of each, so that all that is asked about is in sight, then the others.
    return tuple(words for row in zip_longest(*first) for words in row if words)


MARKED_FROM = 2
"""Redness of the skin from which the next visit asks for marks: red, not only pink."""


def _marked_skin(last: Treatment) -> bool:
    """Whether the skin was red or had small bleedings, after the whole or under a tool."""
    skin = last.skin_response
    under_tool = ((applied.setting("erythema"), applied.setting("petechiae")) for applied in last.techniques)
    return (skin.isdecimal() and int(skin) >= MARKED_FROM) or any(
        (isinstance(red, int) and red >= MARKED_FROM) or petechiae not in (None, "", "none")
        for red, petechiae in under_tool
    )


def home_care_done() -> tuple[str, ...]:
    """How much of the home care was done."""
    return (_("done daily"), _("done most days"), _("done a few times"), _("not done"), _("stopped, it hurt"))


def care_elsewhere() -> tuple[str, ...]:
    """What came of care that was suggested."""
    return (_("went, it helped"), _("went, no change"), _("appointment made"), _("not yet"), _("does not want to go"))


def treatment_response() -> tuple[str, ...]:
    """What the client says and the hands feel after the whole treatment."""
    return (
        _("feels looser"),
        _("less pain"),
        _("moves more easily"),
        _("relaxed"),
        _("a little tender"),
        _("no change"),
        _("no adverse event"),
    )


def technique_response() -> tuple[str, ...]:
    """What one technique did at once."""
    return (
        _("tissue softened"),
        _("pain eased"),
        _("referral eased"),
        _("range gained"),
        _("well tolerated"),
        _("no change"),
        _("stopped early"),
    )


def lubricants() -> tuple[str, ...]:
    """What was put on the skin."""
    return (_("none"), _("unscented oil"), _("unscented lotion"), _("gel"), _("balm"))


def not_treated_reasons() -> tuple[str, ...]:
    """Why there was no treatment, or not the whole of it."""
    return (
        _("contraindication found"),
        _("waiting for clearance"),
        _("client unwell"),
        _("client did not consent"),
        _("pain rose"),
        _("ran out of time"),
        _("client arrived late"),
    )


def advice_given() -> tuple[str, ...]:
    """What the client was told where treatment was not given."""
    return (
        _("told the reason"),
        _("see your physician"),
        _("go to emergency now"),
        _("rest the area"),
        _("do not rub the area"),
        _("call if it gets worse"),
        _("letter given"),
    )


def nothing_found_reasons() -> tuple[str, ...]:
    """Why nothing was examined."""
    return (
        _("relaxation visit, no complaint"),
        _("client asked for no assessment"),
        _("no time today"),
        _("phone entry"),
    )


def plan_advice() -> tuple[str, ...]:
    """Advice that goes home with the client."""
    return (
        _("drink water"),
        _("some soreness for a day is usual"),
        _("marks may last about a week"),
        _("keep moving"),
        _("heat 15 minutes"),
        _("call if it gets worse"),
    )


def expected_outcomes() -> tuple[str, ...]:
    """What the plan should lead to."""
    return (
        _("less pain"),
        _("full range"),
        _("back to work"),
        _("back to sport"),
        _("better sleep"),
        _("self-management"),
    )


def modifications() -> tuple[str, ...]:
    """Ways to modify a technique."""
    return (
        _("lighter pressure"),
        _("shorter time"),
        _("area avoided"),
        _("other position"),
        _("asked often about comfort"),
    )


def override_reasons() -> tuple[str, ...]:
    """Why more than the usual was done."""
    return (_("well tolerated"), _("large area"), _("client asked"), _("very low suction"), _("checked often"))


def adverse_onsets() -> tuple[str, ...]:
    """When something untoward began."""
    return (_("during the treatment"), _("right after"), _("the same evening"), _("the next day"))


def adverse_actions() -> tuple[str, ...]:
    """What was done about something untoward."""
    return (
        _("stopped the technique"),
        _("rested"),
        _("cold pack"),
        _("checked again before leaving"),
        _("called for help"),
    )


def adverse_told() -> tuple[str, ...]:
    """Who was told of it."""
    return (_("client"), _("physician"), _("family"), _("clinic owner"))
