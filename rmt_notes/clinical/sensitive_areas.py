"""Consent for sensitive areas: which areas a visit touches, and what consent each of them still needs here.

The rules of a place (every time, once per plan, at the client's request only, recommended) are the jurisdiction's
data. A technique or palpation touches an area when its region belongs to it, unless only exempt structures are
worked on there (the tensor fasciae latae alone at the side of the hip), or when it names a muscle that lies nowhere
but in such regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import place_of
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wording import lower_first
from rmt_notes.i18n import _

WRITTEN = ("written", "signed_on_screen")
EVERY_TIME = ("every_time", "every_time_client_requested")
TOUCHING = frozenset({"trigger_point", "tender", "cup", "treated"})
"""Kinds of marks that hands or tools make or find: palpation and treatment, as the same words in a row would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNeed:
    """One consent that is missing. `missing` is written, spoken or request (the client's own request with its
    clinical reason); `level` is blocks or warns, as the jurisdiction says."""

    area: str
    rule: str
    missing: str
    level: str
    sentence: str


def areas_touched(places: Iterable[Place], structures: Iterable[str], book: Catalogue | None = None) -> tuple[str, ...]:
    """The sensitive areas that work on these structures at these places touches, whatever the jurisdiction says of
    them."""
    entries = book or catalogue()
    named = tuple(structures)
    found: list[str] = []
    for place in places:
        region = entries.regions.get(place.region)
        if region is None or region.sensitive is None:
            continue
        if named and region.sensitive_exempt and set(named) <= set(region.sensitive_exempt):
            continue
        found.append(region.sensitive)
    for structure in named:
        homes = [region for region in entries.regions.values() if structure in region.muscles]
        if homes and all(home.sensitive is not None and structure not in home.sensitive_exempt for home in homes):
            found.extend(home.sensitive for home in homes if home.sensitive is not None)
    return tuple(dict.fromkeys(found))


def areas_of(note: Note, book: Catalogue | None = None) -> tuple[str, ...]:
    """The sensitive areas that a visit's palpation, techniques and marks on the body chart touch. What a mark only
    shows (where it hurts, a scar, what to keep away from) touches none."""
    found: list[str] = []
    for palpation in note.objective.palpation:
        found.extend(areas_touched((palpation.place,), (palpation.structure,) if palpation.structure else (), book))
    for technique in note.treatment.techniques:
        found.extend(areas_touched(technique.places, technique.structures, book))
    for mark in (*note.objective.marks, *note.treatment.marks):
        if mark.kind in TOUCHING:
            found.extend(areas_touched((place_of(mark),), _muscles(mark), book))
    return tuple(dict.fromkeys(found))


def _muscles(mark: BodyMark) -> tuple[str, ...]:
    region = body_words().regions.get(mark.region)
    return region.muscles if region is not None else ()


def consents_needed(
    places: Iterable[Place],
    structures: Iterable[str],
    jurisdiction: Jurisdiction,
    consents: Iterable[Consent],
    *,
    visit_id: str,
    on: datetime,
    spoken: Iterable[str] = (),
    plan_started: date | None = None,
) -> tuple[ConsentNeed, ...]:
    """What consent is missing before work on these structures at these places. See `consents_for`."""
    areas = areas_touched(places, structures)
    return consents_for(
        areas, jurisdiction, consents, visit_id=visit_id, on=on, spoken=spoken, plan_started=plan_started
    )


def consents_for(
    areas: Iterable[str],
    jurisdiction: Jurisdiction,
    consents: Iterable[Consent],
    *,
    visit_id: str,
    on: datetime,
    spoken: Iterable[str] = (),
    plan_started: date | None = None,
) -> tuple[ConsentNeed, ...]:
    """What consent is missing for these areas at a visit that starts `on`.

    `spoken` are the areas with spoken consent in this visit; `plan_started` the day the present treatment plan
    began: an earlier written consent belongs to an earlier plan."""
    held = tuple(consents)
    said = set(spoken)
    found: list[ConsentNeed] = []
    for area in areas:
        rule = jurisdiction.consent_rule(area)
        if rule is None:
            continue
        level = "blocks" if "V9" in jurisdiction.blocks_here and rule != "recommend_written" else "warns"
        found.extend(_missing(area, rule, level, held, visit_id, on, area in said, plan_started, jurisdiction))
    return tuple(found)


def _missing(
    area: str,
    rule: str,
    level: str,
    held: tuple[Consent, ...],
    visit_id: str,
    on: datetime,
    said: bool,
    plan_started: date | None,
    jurisdiction: Jurisdiction,
) -> Iterable[ConsentNeed]:
    written = [each for each in held if _is_written(each, area, on)]
    today = [each for each in written if _is_of_visit(each, visit_id, on)]
    months = jurisdiction.general_written_consent_months
    earlier = [
        each
        for each in written
        if each.scope == "plan"
        and (plan_started is None or _day(each.given_at, on) >= plan_started)
        and (months is None or _months_between(_day(each.given_at, on), on.date()) < months)
    ]
    name = lower_first(catalogue().words("sensitive_areas", area))

    def need(missing: str, sentence: str) -> ConsentNeed:
        return ConsentNeed(area=area, rule=rule, missing=missing, level=level, sentence=sentence.format(area=name))

    if rule in EVERY_TIME:
        if not today:
            yield need("written", _("Written consent for this visit is missing: {area}."))
        elif rule == "every_time_client_requested" and not any(each.reason for each in today):
            yield need("request", _("Note the client's own request and its clinical reason: {area}."))
        return
    if not today and not earlier:
        if rule == "recommend_written":
            yield need("written", _("Written consent is recommended: {area}."))
        elif rule == "once_per_plan":
            yield need("written", _("Written consent for this treatment plan is missing: {area}."))
        else:
            yield need("written", _("Written consent is missing: {area}."))
        return
    ask_again = rule == "written_and_spoken" or (rule == "once_per_plan" and not today)
    if ask_again and not said:
        yield need("spoken", _("Spoken consent in this visit is not recorded: {area}."))


def _is_written(consent: Consent, area: str, on: datetime) -> bool:
    return (
        consent.kind == "sensitive_areas"
        and area in consent.areas
        and consent.how in WRITTEN
        and consent.stands_at(on, area)
        and _day(consent.given_at, on) <= on.date()
    )


def _is_of_visit(consent: Consent, visit_id: str, on: datetime) -> bool:
    if consent.visit_id:
        return consent.visit_id == visit_id
    return _day(consent.given_at, on) == on.date()


def _day(moment: datetime, like: datetime) -> date:
    """The calendar day of a moment in the zone of another."""
    return moment.astimezone(like.tzinfo).date()


def _months_between(first: date, last: date) -> int:
    """Completed months."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def rules_here(jurisdiction: Jurisdiction) -> Mapping[str, str]:
    """The consent rule of each sensitive area in words, in the language in force."""
    book = catalogue()
    return {area: book.words("sensitive_rules", rule) for area, rule in jurisdiction.sensitive.items()}
