"""A technique as applied, told in short words: its name, its values as pills, its minutes, and what is still asked
for."""

from __future__ import annotations

from rmt_notes.clinical.catalogue import Parameter, catalogue
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.techniques import Setting, TechniqueApplied
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.note.pieces import lower_first, readable, with_unit
from rmt_notes.ui.widgets.note.place_picker import place_words, region_words
from rmt_notes.ui.widgets.note.value_row import RowLook
from rmt_notes.ui.widgets.number_field import write_number

IN_FIELDS = frozenset({"region", "side", "structures", "position", "minutes", "response", "tolerance"})
"""Parameters that have a field of their own on the value instead of a setting."""

SAYS_ITSELF = frozenset(
    {
        "stroke",
        "style",
        "form",
        "cup_material",
        "tool",
        "tool_material",
        "structure",
        "muscle",
        "exercise",
        "joint",
        "protocol",
        "hygiene",
        "glide_direction",
        "placement",
        "movement",
        "region",
        "sequence",
    }
)
"""Parameters whose value needs no label before it."""


LONGEST_POINT = 24
"""Letters of a scale's words that still stand on a pill; longer ones are told by their number."""


def technique_name(key: str, screening: Screening | None) -> str:
    """The short name; a gated technique without its credential goes by its plain name."""
    entry = catalogue().techniques.get(key)
    if entry is None:
        return readable(key)
    if screening is not None and entry.ungated_label is not None:
        plain = screening.name_of(key)
        if plain != str(entry.label):
            return plain.split(" (")[0]
    return str(entry.short)


def minutes_words(minutes: float | None) -> str:
    """`18 min`."""
    return "" if minutes is None else _("{minutes} min").format(minutes=write_number(minutes))


def choice_words(parameter: Parameter | None, value: str) -> str:
    """One key of a parameter in words; a key nobody knows comes back readable."""
    book = catalogue()
    if parameter is not None:
        for choice in parameter.choices:
            if choice.key == value:
                return str(choice.label)
        if parameter.vocabulary:
            return book.words(parameter.vocabulary, value)
        if parameter.kind in ("text", "list") and parameter.item != "muscle":
            return value
        if parameter.kind == "home_care" and value in book.home_care:
            return str(book.home_care[value].label)
    known = book.structure(value)
    return known if known != value or " " in value else readable(value)


def setting_words(technique: str, setting: Setting) -> str:
    """`pressure 3`, `stripping`, `cup diameter 50 mm`; empty for a flag that is off."""
    entry = catalogue().techniques.get(technique)
    parameter = entry.parameter(setting.key) if entry is not None else None
    label = lower_first(str(parameter.label)) if parameter is not None else readable(setting.key)
    value = setting.value
    if isinstance(value, bool):
        return label if value else ""
    scale = catalogue().scales.get(parameter.scale) if parameter is not None and parameter.scale else None
    if (
        scale is not None
        and isinstance(value, int)
        and value in scale.points
        and len(str(scale.points[value])) <= LONGEST_POINT
    ):
        return f"{label}: {lower_first(str(scale.points[value]))}"
    if isinstance(value, int | float):
        return f"{label} {with_unit(write_number(value), parameter.unit if parameter is not None else None)}"
    words = (
        ", ".join(choice_words(parameter, each) for each in value)
        if isinstance(value, tuple)
        else choice_words(parameter, value)
    )
    if setting.key in SAYS_ITSELF:
        return lower_first(words)
    return f"{label}: {lower_first(words)}"


def missing_words(applied: TechniqueApplied, lubricant: str = "") -> tuple[str, ...]:
    """What the catalogue asks for and is not recorded yet, in short words; what a general field says already (the
    structures, the `lubricant` of the treatment) is not asked twice."""
    missing = []
    if not applied.places and not _speaks_of_the_whole(applied.technique):
        missing.append(_("where"))
    elif any(not place.side for place in applied.places):
        missing.append(_("side"))
    entry = catalogue().techniques.get(applied.technique)
    for parameter in entry.parameters if entry is not None else ():
        if not parameter.required:
            continue
        if parameter.key == "minutes":
            absent = applied.minutes is None
        elif parameter.item == "placement":
            absent = not applied.places and applied.setting(parameter.key) is None
        else:
            absent = parameter.key not in IN_FIELDS and applied.setting(parameter.key) in (None, "", ())
            told_by = {"lubricant": bool(lubricant), "structure": bool(applied.structures)}
            if told_by.get(parameter.key) or (parameter.kind == "muscle" and applied.structures):
                absent = False
        if absent:
            missing.append(lower_first(str(parameter.label)))
    return tuple(dict.fromkeys(missing))


def _speaks_of_the_whole(technique: str) -> bool:
    entry = catalogue().techniques.get(technique)
    return entry is not None and entry.technique_class == "EDU"


def usual_words(applied: TechniqueApplied, usual: TechniqueApplied | None) -> str:
    """`15 min, pressure 3`: what of a technique still is as habit put it in; empty where nothing is."""
    if usual is None:
        return ""
    told = [minutes_words(applied.minutes)] if applied.minutes == usual.minutes else []
    told += [setting_words(applied.technique, each) for each in usual.settings if each in applied.settings]
    return ", ".join(words for words in told if words)


def _where(applied: TechniqueApplied) -> tuple[list[str], list[str]]:
    """What stands first: the places, or one structure with its side, whose region then follows later."""
    book = catalogue()
    names = [book.structure(each) for each in applied.structures]
    if len(names) == 1 and len(applied.places) == 1 and applied.places[0].side:
        place = applied.places[0]
        side = lower_first(book.words("sides", place.side))
        whole = _("{structure}, {side}").format(structure=names[0], side=side)
        return [whole], [lower_first(region_words(place.region))]
    places = [place_words(place) for place in applied.places]
    return ([", ".join(names)] if names else []) + places, []


def technique_look(
    applied: TechniqueApplied, screening: Screening | None, lubricant: str = "", usual: TechniqueApplied | None = None
) -> RowLook:
    """The line of one technique: where, what the catalogue asks for, how it was borne and modified, then the rest.
    Minutes that are still as the habit `usual` put them in are told as usual ones."""
    book = catalogue()
    pills, region = _where(applied)
    entry = book.techniques.get(applied.technique)
    order = [parameter.key for parameter in entry.parameters] if entry is not None else []
    told = sorted(
        applied.settings, key=lambda setting: order.index(setting.key) if setting.key in order else len(order)
    )
    needed = {parameter.key for parameter in entry.parameters if parameter.required} if entry is not None else set()
    first = next((setting for setting in told if setting.key not in needed), None)
    lead = [setting for setting in told if setting.key in needed or setting is first]
    pills.extend(words for setting in lead if (words := setting_words(applied.technique, setting)))
    if applied.tolerance is not None:
        pills.append(_("tolerance {value}/10").format(value=applied.tolerance))
    rest = [words for setting in told if setting not in lead and (words := setting_words(applied.technique, setting))]
    said = [pill.casefold() for pill in (*pills, *rest)]
    own = (applied.modification, applied.override_reason)
    limits = [words for words in own if words and not any(one.endswith(f": {words.casefold()}") for one in said)]
    pills.extend((*region, *rest))
    if applied.position:
        pills.append(lower_first(book.words("positions", applied.position)))
    response = applied.response
    if response and not any(one.endswith(f": {response.casefold()}") for one in said):
        pills.append(response)
    missing = tuple(_("{what}?").format(what=each) for each in missing_words(applied, lubricant))
    if len(missing) > 3:
        missing = (*missing[:2], _("{number} more to record").format(number=len(missing) - 2))
    minutes = minutes_words(applied.minutes)
    by_habit = usual is not None and usual.minutes == applied.minutes
    return RowLook(
        name=technique_name(applied.technique, screening),
        pills=tuple(pills),
        right=_("usual {minutes}").format(minutes=minutes) if minutes and by_habit else minutes,
        limits=tuple(limits),
        missing=missing,
    )
