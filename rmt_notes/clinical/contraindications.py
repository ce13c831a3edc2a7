"""What the active findings of a client allow, technique by technique and place by place.

The rules are those of the catalogue (section 1 of its source material); this module only applies them:

- The worst effect wins: bar > clr > loc > mod > ok.
- `loc` and `clr` of an item that asks for a region hold at the marked places, the client's side counting; while no
  place is marked they hold everywhere. `mod` holds at the marked places too. `bar` holds everywhere.
- A clearance in force turns `clr` into `mod` within its techniques, places and dates. It lifts a `bar` only where
  it names that technique, and nothing lifts an absolute contraindication but resolving it.
- Where the general column is barred there is no treatment at all; education and exercise advice are never barred.

Everything here is pure: the same findings, clearances, day and jurisdiction give the same screening.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType

from rmt_notes.clinical.alerts import Alert, Limits, alerts_of
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import Catalogue, Technique, catalogue
from rmt_notes.clinical.catalogue_safety import CLASSES, COLUMNS, TechniqueRule
from rmt_notes.clinical.clearance_scope import ActiveItem, allows, reaches, touches
from rmt_notes.clinical.finding import Clearance, Finding
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.proposals import Proposal, findings_from
from rmt_notes.clinical.reasons import Reason, Ruling, rank, worst_first
from rmt_notes.clinical.techniques import Setting
from rmt_notes.clinical.wording import lower_first
from rmt_notes.clinical.words import Words
from rmt_notes.i18n import _

__all__ = ["Alert", "Proposal", "Reason", "Ruling", "Screening", "findings_from", "screen"]

EXPIRING_DAYS = 14
"""A clearance that ends within so many days is named in advance."""


@dataclass(frozen=True, kw_only=True)
class Screening:
    """The limits on one day: `by_class` for the whole body, `ruling()` for one technique at one place. `own` are alerts
    of the practice's own questions: they warn in their own words and rule on nothing."""

    on: date
    jurisdiction: Jurisdiction | None
    credentials: tuple[str, ...]
    items: tuple[ActiveItem, ...] = field(repr=False)
    lapsed: tuple[tuple[Finding, Clearance], ...] = ()
    against: tuple[tuple[Finding, Clearance], ...] = ()
    unknown: tuple[Finding, ...] = ()
    own: tuple[Finding, ...] = ()
    book: Catalogue = field(repr=False)

    @cached_property
    def by_class(self) -> Mapping[str, Ruling]:
        """The ruling on each technique class over the whole body, the worst winning."""
        return MappingProxyType({each: self._rule(each, None, None, None, {}) for each in CLASSES})

    @property
    def no_treatment(self) -> bool:
        """Whether no massage may be given at all today."""
        return bool(self._barring)

    @property
    def max_pressure(self) -> int | None:
        """The lowest cap on pressure (1 to 5) anywhere on the body; None where there is none."""
        return self.by_class["GEN"].max_pressure

    @property
    def pressure_steps_lower(self) -> int:
        """How many steps lower than usual the pressure is to be (feedback dulled by a medicine)."""
        return max((1 for item in self.items if item.entry.pressure_step_lower), default=0)

    @cached_property
    def urgent(self) -> tuple[Reason, ...]:
        """Findings that send the client to medical care the same day or at once, emergencies first."""
        found = [
            self._reason(item, self._worst_column(item), "GEN", kind="finding")
            for item in self.items
            if item.entry.urgency in ("same_day", "emergency")
        ]
        return tuple(sorted(found, key=lambda reason: reason.urgency != "emergency"))

    @cached_property
    def avoid_places(self) -> tuple[Place, ...]:
        """The marked places that general massage keeps away from."""
        return tuple(dict.fromkeys(place for place, _reason in self.avoid_reasons))

    @cached_property
    def avoid_reasons(self) -> tuple[tuple[Place, Reason], ...]:
        """The marked places that general massage keeps away from, each with what asks for it."""
        return tuple(
            (place, reason)
            for item in self.items
            for reason in self._column(item, "GEN", "GEN", None, None)
            if rank(reason.effect) >= rank("loc")
            for place in item.marked
        )

    @cached_property
    def open_clearances(self) -> tuple[Reason, ...]:
        """Findings that still wait for a clinician's word, for at least one technique class."""
        found = []
        for item in self.items:
            waiting = [
                reason
                for each in COLUMNS
                for reason in self._column(item, each, each, None, None)
                if reason.effect == "clr"
            ]
            if waiting:
                found.append(waiting[0])
        return tuple(found)

    @cached_property
    def expiring(self) -> tuple[Clearance, ...]:
        """Clearances in force that end within `EXPIRING_DAYS`."""
        last = self.on + timedelta(days=EXPIRING_DAYS)
        found = [each for item in self.items for each in item.clearances if each.valid_until <= last]
        return tuple(dict.fromkeys(found))

    def alerts(self) -> tuple[Alert, ...]:
        """The banner: one alert per active finding, the gravest first, then clearances that ended or are about to."""
        return alerts_of(
            (self._limits(item) for item in self.items),
            lapsed=self.lapsed,
            against=self.against,
            expiring=self.expiring,
            unknown=self.unknown,
            own=self.own,
            on=self.on,
            book=self.book,
        )

    def ruling(
        self,
        technique_key: str,
        place: Place | None = None,
        pressure: int | None = None,
        settings: Sequence[Setting] = (),
    ) -> Ruling:
        """What holds for one technique, at one place or (None) over the whole body.

        `pressure` and `settings` are what is recorded so far. A limit that depends on a setting not yet chosen is
        among the ruling's `conditions` instead of its reasons; a pressure above the cap is barred. A technique the
        catalogue does not know is ruled as general massage."""
        known = {setting.key: setting.value for setting in settings}
        if pressure is not None:
            known["pressure"] = pressure
        technique = self.book.techniques.get(technique_key)
        if technique is None:
            return self._rule("GEN", None, technique_key, place, known)
        classes = _classes(technique, known)
        ruling = self._rule(classes[0], technique, technique.key, place, known)
        if len(classes) > 1:
            heavy = self._rule(classes[1], technique, technique.key, place, known)
            if rank(heavy.effect) > rank(ruling.effect):
                light = replace(ruling, conditions=(*ruling.conditions, *heavy.reasons), light_only=True)
                return light
        return ruling

    def name_of(self, technique_key: str) -> str:
        """The technique's name here: a gated one without the credential goes by its plain name."""
        technique = self.book.techniques.get(technique_key)
        if technique is None:
            return technique_key.replace("_", " ")
        if technique.ungated_label is not None and not self._has_credential(technique):
            return str(technique.ungated_label)
        return str(technique.label)

    def _has_credential(self, technique: Technique) -> bool:
        gate = technique.gate
        if self.jurisdiction is not None:
            gate = self.jurisdiction.gated_techniques.get(technique.key, gate)
        return gate is None or gate in self.credentials

    def _rule(
        self,
        technique_class: str,
        technique: Technique | None,
        technique_key: str | None,
        place: Place | None,
        known: Mapping[str, object],
    ) -> Ruling:
        speaks_of = technique_key or technique_class
        reasons: list[Reason] = list(self._scope(technique_class, technique))
        conditions: list[Reason] = []
        entry = self.book.technique_classes[technique_class]
        for item in self.items:
            if entry.follows is not None:
                column = self._column(item, entry.follows, technique_class, technique, place)
                if entry.bars_only:
                    column = tuple(reason for reason in column if reason.effect == "bar")
                if item.finding.id in self._barring and not any(reason.effect == "bar" for reason in column):
                    column = (self._reason(item, "bar", speaks_of), *column)
                reasons.extend(column)
            for rule in self._rules_for(item, technique_class, technique):
                self._apply(rule, item, technique_class, technique, place, known, reasons, conditions)
        pressed = technique_class in ("GEN", "DT") if technique is None else technique.parameter("pressure") is not None
        cap, cap_reasons = self._cap(place) if pressed else (None, ())
        pressure = known.get("pressure")
        if cap is not None and isinstance(pressure, int | float) and pressure > cap:
            reasons.extend(replace(each, technique=speaks_of, name=self._name(speaks_of)) for each in cap_reasons)
        reasons = worst_first(reasons)
        return Ruling(
            technique=speaks_of,
            effect=reasons[0].effect if reasons else "ok",
            reasons=tuple(reasons),
            max_pressure=cap,
            pressure_steps_lower=self.pressure_steps_lower if pressed else 0,
            conditions=tuple(conditions),
            warnings=self._sites(technique, place) if technique is not None else (),
        )

    def _scope(self, technique_class: str, technique: Technique | None) -> Iterable[Reason]:
        """What the jurisdiction does not allow at all."""
        if self.jurisdiction is None:
            return
        barred = self.jurisdiction.barred_techniques
        if technique is None:
            members = _ordered(self.book).members.get(technique_class)
            if members and members <= set(barred):
                yield self._scope_reason(technique_class, self.jurisdiction)
        elif technique.key in barred:
            yield self._scope_reason(technique.key, self.jurisdiction)
        elif technique.ungated_label is None and not self._has_credential(technique):
            gate = self.jurisdiction.gated_techniques.get(technique.key, technique.gate) or ""
            credential = self.book.vocabularies["credentials"].get(gate, Words(gate.replace("_", " ")))
            yield Reason(None, "bar", technique.key, self._name(technique.key), "credential", credential)

    @cached_property
    def _barring(self) -> frozenset[str]:
        """The findings that bar general massage, and with it all treatment."""
        return frozenset(
            item.finding.id
            for item in self.items
            if item.entry.effect["GEN"] == "bar" and self._column(item, "GEN", "GEN", None, None)[0].effect == "bar"
        )

    def _column(
        self, item: ActiveItem, column: str, technique_class: str, technique: Technique | None, place: Place | None
    ) -> tuple[Reason, ...]:
        """The reasons one finding gives in one column of the table, none when it allows the technique."""
        if technique is not None or place is not None:
            return self._column_at(item, column, technique_class, technique, place)
        key = (item.finding.id, column, technique_class)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._column_at(item, column, technique_class, None, None)
        return found

    @cached_property
    def _seen(self) -> dict[tuple[str, str, str], tuple[Reason, ...]]:
        """What each finding gives in each column over the whole body: banner, classes and open clearances ask alike."""
        return {}

    def _column_at(
        self, item: ActiveItem, column: str, technique_class: str, technique: Technique | None, place: Place | None
    ) -> tuple[Reason, ...]:
        effect = item.entry.effect[column]
        if effect == "ok" or (effect != "bar" and not item.at(place)):
            return ()
        speaks_of = technique.key if technique is not None else technique_class
        found = [self._lifted(item, effect, technique_class, technique, place, speaks_of)]
        if self.jurisdiction is not None and item.entry.key in self.jurisdiction.barred_conditions and item.at(place):
            prohibited = self._reason(item, "loc", speaks_of, kind="prohibited")
            found.append(replace(prohibited, note=self.jurisdiction.label, sources=self.jurisdiction.source))
        return tuple(found)

    def _lifted(
        self,
        item: ActiveItem,
        effect: str,
        technique_class: str,
        technique: Technique | None,
        place: Place | None,
        speaks_of: str,
        *,
        named_only: bool = False,
    ) -> Reason:
        """The effect after clearances: `clr`, and a named `bar` that is not absolute, become `mod`."""
        if effect == "clr" or (effect == "bar" and item.entry.severity != "absolute"):
            must_name = named_only or effect == "bar"
            for clearance in item.clearances:
                if allows(clearance, technique_class, technique, must_name) and reaches(clearance, item, place):
                    return replace(self._reason(item, "mod", speaks_of), clearance=clearance)
        return self._reason(item, effect, speaks_of)

    def _rules_for(
        self, item: ActiveItem, technique_class: str, technique: Technique | None
    ) -> Iterable[TechniqueRule]:
        for rule in _ordered(self.book).rules.get(item.entry.key, ()):
            if (
                technique_class in rule.classes
                or (technique is not None and technique.key in rule.techniques)
                or technique is None
                and _is_whole_class(rule, technique_class, self.book)
            ):
                yield rule

    def _apply(
        self,
        rule: TechniqueRule,
        item: ActiveItem,
        technique_class: str,
        technique: Technique | None,
        place: Place | None,
        known: Mapping[str, object],
        reasons: list[Reason],
        conditions: list[Reason],
    ) -> None:
        if place is not None and rule.regions and place.region not in rule.regions:
            return
        if rule.where == "marked" and not item.at(place):
            return
        speaks_of = technique.key if technique is not None else technique_class
        lifted = self._lifted(
            item, rule.effect, technique_class, technique, place, speaks_of, named_only=rule.named_clearance
        )
        reason = replace(lifted, kind="rule", note=rule.reason, sources=rule.source)
        if place is None and rule.regions:
            marked = tuple(Place(region) for region in rule.regions)
            reason = replace(reason, where=marked, effect="loc" if reason.effect in ("bar", "clr") else reason.effect)
        open_settings = [name for name in rule.settings if known.get(name) in (None, "")]
        if any(str(known[name]) not in values for name, values in rule.settings.items() if name not in open_settings):
            return
        if open_settings:
            conditions.append(reason)
        else:
            reasons.append(reason)

    def _cap(self, place: Place | None) -> tuple[int | None, tuple[Reason, ...]]:
        """The lowest pressure cap at a place (None: anywhere) and who asks for it."""
        found: list[tuple[int, Reason]] = []
        for item in self.items:
            entry = item.entry
            if entry.max_pressure is not None and item.at(place):
                regions = entry.max_pressure_regions
                if place is None or not regions or place.region in regions:
                    reason = self._reason(item, "bar", "GEN", kind="pressure")
                    found.append((entry.max_pressure, replace(reason, max_pressure=entry.max_pressure)))
            for clearance in item.clearances:
                if clearance.max_pressure is not None and touches(clearance, place):
                    reason = replace(self._reason(item, "bar", "GEN", kind="pressure"), clearance=clearance)
                    found.append((clearance.max_pressure, replace(reason, max_pressure=clearance.max_pressure)))
        if not found:
            return None, ()
        lowest = min(cap for cap, _reason in found)
        return lowest, tuple(reason for cap, reason in found if cap == lowest)

    def _sites(self, technique: Technique, place: Place | None) -> tuple[str, ...]:
        """Sentences on the sites and states this technique keeps away from, where they are known to be met at a
        place."""
        labels: list[Words] = []
        active = {item.entry.key: item for item in self.items}
        for key in technique.extra_avoid:
            site = self.book.avoid_sites[key]
            if place is not None and place.region in site.regions:
                labels.append(site.label)
            if any(name in active and active[name].at(place) for name in site.contraindications):
                labels.append(site.label)
            if site.endangerment_sites and place is not None:
                labels.extend(
                    each.label for each in self.book.endangerment_sites.values() if place.region in each.regions
                )
        name = lower_first(self._name(technique.key).text())
        seen = dict.fromkeys(lower_first(label.text()) for label in labels)
        return tuple(_("Keep {technique} away from: {site}.").format(technique=name, site=site) for site in seen)

    def _worst_column(self, item: ActiveItem) -> str:
        return max(item.entry.effect.values(), key=rank)

    def _name(self, key: str) -> Words:
        """The words for a technique (short, or the plain name without its credential) or a class."""
        if key in self.book.technique_classes:
            return Words("Massage", "Massage") if key == "GEN" else self.book.technique_classes[key].label
        technique = self.book.techniques.get(key)
        if technique is None:
            return Words(key.replace("_", " "))
        if technique.ungated_label is not None and not self._has_credential(technique):
            return technique.ungated_label
        return technique.short

    def _limits(self, item: ActiveItem) -> Limits:
        effects = {
            each: max((reason.effect for reason in self._column(item, each, each, None, None)), key=rank, default="ok")
            for each in COLUMNS
        }
        return Limits(
            finding=item.finding, entry=item.entry, places=item.marked, effects=effects, clearances=item.clearances
        )

    def _scope_reason(self, technique: str, jurisdiction: Jurisdiction) -> Reason:
        name = self._name(technique)
        return Reason(None, "bar", technique, name, "scope", jurisdiction.label, sources=jurisdiction.source)

    def _reason(self, item: ActiveItem, effect: str, technique: str, *, kind: str = "finding") -> Reason:
        return Reason(item, effect, technique, self._name(technique), kind)


@dataclass(frozen=True, slots=True)
class _Ordered:
    """A catalogue in the order in which screening asks it: extra rules by contraindication, techniques by class."""

    book: Catalogue
    rules: Mapping[str, tuple[TechniqueRule, ...]]
    members: Mapping[str, frozenset[str]]


_ORDERED: list[_Ordered] = []


def _ordered(book: Catalogue) -> _Ordered:
    """The tables of a catalogue, made once; only the last catalogue asked is remembered."""
    if not _ORDERED or _ORDERED[0].book is not book:
        rules: dict[str, tuple[TechniqueRule, ...]] = {}
        for rule in book.technique_rules.values():
            for key in rule.contraindications:
                rules[key] = (*rules.get(key, ()), rule)
        classes = {each.technique_class for each in book.techniques.values()}
        members = {
            name: frozenset(each.key for each in book.techniques.values() if each.technique_class == name)
            for name in classes
        }
        _ORDERED[:] = [_Ordered(book, rules, members)]
    return _ORDERED[0]


def screen(
    findings: Iterable[Finding],
    clearances: Iterable[Clearance],
    on: date,
    jurisdiction: Jurisdiction | None,
    credentials: Sequence[str] = (),
    *,
    book: Catalogue | None = None,
) -> Screening:
    """The limits that the active findings set on a day.

    Findings that are resolved or entered in error set none. A finding whose key the catalogue does not know is kept
    in `unknown` and shown as an alert; it cannot be ruled on."""
    entries = book or catalogue()
    held = tuple(clearances)
    items: list[ActiveItem] = []
    lapsed: list[tuple[Finding, Clearance]] = []
    unknown: list[Finding] = []
    own: list[Finding] = []
    against: list[tuple[Finding, Clearance]] = []
    for finding in findings:
        if not finding.is_active():
            continue
        entry = entries.contraindications.get(finding.key)
        if entry is None:
            (own if finding.sentence else unknown).append(finding)
            continue
        speaking = [each for each in held if finding.key in each.finding_keys and each.client_id == finding.client_id]
        in_force = tuple(each for each in speaking if each.holds_on(on))
        items.append(ActiveItem(finding=finding, entry=entry, clearances=in_force))
        against += [(finding, each) for each in speaking if each.advises_against(on)]
        if not in_force:
            ended = [each for each in speaking if each.has_ended(on)]
            if ended:
                lapsed.append((finding, max(ended, key=lambda each: each.valid_until)))
    return Screening(
        on=on,
        jurisdiction=jurisdiction,
        credentials=tuple(credentials),
        items=tuple(items),
        lapsed=tuple(lapsed),
        against=tuple(against),
        unknown=tuple(unknown),
        own=tuple(own),
        book=entries,
    )


def _classes(technique: Technique, known: Mapping[str, object]) -> tuple[str, ...]:
    """The class that applies; two (light first) while the settings that decide are not all recorded."""
    if technique.light_class is None:
        return (technique.technique_class,)
    undecided = False
    for name, most in technique.light_limits.items():
        value = known.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            undecided = True
        elif value > most:
            return (technique.technique_class,)
    return (technique.light_class, technique.technique_class) if undecided else (technique.light_class,)


def _is_whole_class(rule: TechniqueRule, technique_class: str, book: Catalogue) -> bool:
    """Whether a rule that names techniques names those of a class, so that it shows for the class as a whole."""
    return not rule.settings and any(
        key in book.techniques and book.techniques[key].technique_class == technique_class for key in rule.techniques
    )
