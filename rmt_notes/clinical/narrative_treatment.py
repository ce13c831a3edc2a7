"""The Treatment section in words: each technique with all its parameters, the response, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator

from rmt_notes.clinical.catalogue import Catalogue, Parameter
from rmt_notes.clinical.narrative_words import Line, line, mark_lines, word
from rmt_notes.clinical.techniques import AdverseEvent, Setting, TechniqueApplied
from rmt_notes.clinical.visit import Treatment
from rmt_notes.clinical.wording import clauses, listed, lower_first, number, out_of, places_text
from rmt_notes.i18n import _, _p

SPEAKS_FOR_ITSELF = frozenset(
    {"stroke", "direction", "style", "contact", "form", "cup_material", "tool_material", "tool", "hygiene"}
)
"""Parameters whose value needs no label before it: `stripping`, `proximal`."""


def treatment_lines(done: Treatment, words: Catalogue) -> Iterator[Line]:
    """What was done and how it was taken."""
    if done.outcome != "treated":
        yield line(_("Outcome"), word(words, "visit_outcomes", done.outcome))
    yield line(_("Reason"), done.outcome_reason)
    deciders = {"therapist": _("the therapist"), "client": _("the client")}
    yield line(_("Decided by"), deciders.get(done.decided_by, done.decided_by))
    yield line(_("Advice given"), done.advice_given)
    for applied in done.techniques:
        yield line(words.words("techniques", applied.technique), technique_text(applied, words))
    yield from mark_lines(done.marks)
    yield line(_("Position"), word(words, "positions", done.position))
    yield line(_("Lubricant"), done.lubricant)
    if done.draping_explained:
        yield line(_("Draping"), _("explained"), "draping_explained")
    areas = [lower_first(words.words("sensitive_areas", each)) for each in done.sensitive_spoken]
    yield line(_("Spoken consent, sensitive areas"), listed(areas))
    after = [out_of(done.pain_after, 10) if done.pain_after is not None else "", done.pain_after_reason]
    yield line(_("Pain after"), listed(after), "pain_after")
    yield line(_("Response"), done.response)
    yield line(_("Skin"), _skin(done.skin_response, words))
    if done.adverse_event is not None:
        yield line(_("Adverse event"), adverse_event_text(done.adverse_event, words))
    yield line(_("Fee difference"), done.fee_difference)
    yield line(_("Notes"), done.notes)


def technique_text(applied: TechniqueApplied, words: Catalogue) -> str:
    """One technique as applied: where, on what, how, how long, how it was borne."""
    how = [setting_text(applied.technique, setting, words) for setting in applied.settings]
    if applied.position:
        how.append(word(words, "positions", applied.position, inside=True))
    if applied.minutes is not None:
        how.append(_minutes(applied.minutes))
    if applied.tolerance is not None:
        how.append(_("tolerance {score}").format(score=out_of(applied.tolerance, 10)))
    parts = [
        places_text(applied.places, words),
        listed([words.structure(each).replace("_", " ") for each in applied.structures]),
        listed(how),
        _("response: {response}").format(response=applied.response) if applied.response else "",
        _("modified: {how}").format(how=applied.modification) if applied.modification else "",
        _("limit passed because: {why}").format(why=applied.override_reason) if applied.override_reason else "",
    ]
    return clauses(parts) or _("applied")


def setting_text(technique: str, setting: Setting, words: Catalogue) -> str:
    """One parameter within a line: `pressure 3 of 5`, `stripping`, `hold 10 s`."""
    entry = words.techniques.get(technique)
    parameter = entry.parameter(setting.key) if entry is not None else None
    parameter = parameter or words.common_parameters.get(setting.key)
    value = setting.value
    if parameter is None:
        return _("{label} {value}").format(label=setting.key.replace("_", " "), value=_plain(value))
    label = lower_first(str(parameter.label))
    if isinstance(value, bool):
        return label if value else _("{label}: no").format(label=label)
    if isinstance(value, tuple):
        names = listed([words.structure(each).replace("_", " ") for each in value])
        return _("{label}: {value}").format(label=label, value=names)
    if isinstance(value, str):
        return _text(parameter, label, value, words)
    return _number(parameter, label, value, words)


def _text(parameter: Parameter, label: str, value: str, words: Catalogue) -> str:
    choices = {choice.key: str(choice.label) for choice in parameter.choices}
    if value in choices:
        if parameter.key in SPEAKS_FOR_ITSELF:
            return lower_first(choices[value])
        said = choices[value] if value.isupper() else lower_first(choices[value])
        return _("{label} {value}").format(label=label, value=said)
    if parameter.kind == "home_care":
        return _("{label}: {value}").format(label=label, value=words.words("home_care", value))
    if parameter.kind == "muscle":
        return _("{label}: {value}").format(label=label, value=words.structure(value))
    return _("{label}: {value}").format(label=label, value=value.replace("_", " ") if parameter.choices else value)


def _number(parameter: Parameter, label: str, value: int | float, words: Catalogue) -> str:
    scale = words.scales.get(parameter.scale) if parameter.scale else None
    if scale is not None:
        graded = _("{label} {value} of {most}").format(label=label, value=number(value), most=scale.maximum)
        point = scale.points.get(int(value)) if parameter.scale != "pressure" else None
        if point is None:
            return graded
        return _("{value} ({words})").format(value=graded, words=lower_first(str(point)))
    if parameter.unit == "min":
        return _minutes(value)
    return _("{label} {value}").format(label=label, value=f"{number(value)}{_unit(parameter.unit)}")


def _unit(unit: str | None) -> str:
    if unit is None:
        return ""
    spelled = {
        "deg": "°",
        "%": _p("after a number", " %"),
        "s": _p("seconds, after a number", " s"),
        "mm": " mm",
        "weeks": _p("after a number", " weeks"),
    }
    return spelled.get(unit, f" {unit}")


def _minutes(value: float) -> str:
    return _("{number} min").format(number=number(value))


def _plain(value: bool | int | float | str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return listed([each.replace("_", " ") for each in value])
    return value if isinstance(value, str) else number(value)


def _skin(response: str, words: Catalogue) -> str:
    if response.isdecimal():
        point = words.scales["skin_response"].points.get(int(response))
        if point is not None:
            return str(point)
    return response.replace("_", " ")


def adverse_event_text(event: AdverseEvent, words: Catalogue) -> str:
    """What happened, when, how severe, what was done, who was told and what follows, in one line."""
    parts = [
        event.what,
        _("onset {when}").format(when=event.onset) if event.onset else "",
        word(words, "adverse_event_severities", event.severity, inside=True),
        _("action: {action}").format(action=event.action) if event.action else "",
        _("told: {who}").format(who=event.told) if event.told else "",
        _("follow-up: {what}").format(what=event.follow_up) if event.follow_up else "",
    ]
    return clauses(parts)
