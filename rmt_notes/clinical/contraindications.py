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
from rmt_notes.clinical.screening_tables import Subject, Tables, tables_of
from rmt_notes.clinical.techniques import Setting
from rmt_notes.clinical.wording import lower_first
from rmt_notes.clinical.words import Words
from rmt_notes.i18n import _

__all__ = ["Alert", "Proposal", "Reason", "Ruling", "Screening", "findings_from", "screen"]

Cap = tuple[int | None, tuple[tuple[ActiveItem, Clearance | None], ...]]
"""A pressure (1 to 5, None for no cap) and who asks for it."""

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
        return MappingProxyType({each: self._rule(self._tables.subject(each), None, {}) for each in CLASSES})

    @property
    def no_treatment(self) -> bool:
        """Whether no massage may be given at all today."""
        return bool(self._barring)

    @property
    def max_pressure(self) -> int | None:
        """The lowest cap on pressure (1 to 5) anywhere on the body; None where there is none."""
        return self._caps(None)[0]

    @cached_property
    def pressure_steps_lower(self) -> int:
        """How many steps lower than usual the pressure is to be (feedback dulled by a medicine)."""
        return max((1 for item in self.items if item.entry.pressure_step_lower), default=0)

    @cached_property
    def urgent(self) -> tuple[Reason, ...]:
        """Findings that send the client to medical care the same day or at once, emergencies first."""
        found = [
            Reason(item, max(item.entry.effect.values(), key=rank), "GEN", self._name("GEN"))
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
        general = self._tables.subject("GEN")
        return tuple(
            (place, reason)
            for item in self.items
            for reason in self._column(item, general, None)
            if rank(reason.effect) >= rank("loc")
            for place in item.marked
        )

    @cached_property
    def open_clearances(self) -> tuple[Reason, ...]:
        """Findings that still wait for a clinician's word, for at least one technique class."""
        found = []
        for item, effects in zip(self.items, self._effects, strict=True):
            column = next((each for each in COLUMNS if effects[each] == "clr"), None)
            if column is not None:
                found.append(Reason(item, "clr", column, self._name(column)))
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
            (
                Limits(
                    finding=item.finding,
                    entry=item.entry,
                    places=item.marked,
                    effects=effects,
                    clearances=item.clearances,
                )
                for item, effects in zip(self.items, self._effects, strict=True)
            ),
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
            return self._rule(self._tables.subject("GEN"), place, known, called=technique_key)
        classes = _classes(technique, known)
        ruling = self._rule(self._tables.subject(classes[0], technique_key), place, known)
        if len(classes) > 1:
            heavy = self._rule(self._tables.subject(classes[1], technique_key), place, known)
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

    # -- what is made once for a screening --------------------------------------------------------------------------

    @cached_property
    def _tables(self) -> Tables:
        return tables_of(self.book)

    @cached_property
    def _names(self) -> dict[str, Words]:
        return {}

    @cached_property
    def _capped(self) -> dict[Place | None, Cap]:
        return {}

    @cached_property
    def _barring(self) -> frozenset[str]:
        """The findings that bar general massage, and with it all treatment."""
        return frozenset(
            item.finding.id
            for item in self.items
            if item.entry.effect["GEN"] == "bar" and self._lifting(item, "bar", "GEN", None, None) is None
        )

    @cached_property
    def _plain(self) -> tuple[bool, ...]:
        """For each finding whether the table alone rules on it at its places: it has no clearance, and the
        jurisdiction adds nothing."""
        return tuple(
            not item.clearances
            and not self._is_prohibited(item)
            and (item.finding.id not in self._barring or set(item.entry.effect.values()) == {"bar"})
            for item in self.items
        )

    @cached_property
    def _effects(self) -> tuple[Mapping[str, str], ...]:
        """For each finding what it does in each column over the whole body, after clearances."""
        return tuple({column: self._effect(item, column) for column in COLUMNS} for item in self.items)

    def _effect(self, item: ActiveItem, column: str) -> str:
        effect = item.entry.effect[column]
        if effect == "ok":
            return effect
        if item.clearances and self._lifting(item, effect, column, None, None) is not None:
            effect = "mod"
        if rank(effect) < rank("loc") and self._is_prohibited(item):
            return "loc"
        return effect

    def _caps(self, place: Place | None) -> Cap:
        """The lowest pressure cap at a place (None: anywhere) and who asks for it."""
        known = self._capped.get(place)
        if known is None:
            known = self._capped[place] = _lowest_cap(self.items, place)
        return known

    def _name(self, key: str) -> Words:
        """The words for a technique (short, or the plain name without its credential) or a class."""
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = self._make_name(key)
        return name

    def _make_name(self, key: str) -> Words:
        if key in self.book.technique_classes:
            return Words("Massage", "Massage") if key == "GEN" else self.book.technique_classes[key].label
        technique = self.book.techniques.get(key)
        if technique is None:
            return Words(key.replace("_", " "))
        if technique.ungated_label is not None and not self._has_credential(technique):
            return technique.ungated_label
        return technique.short

    # -- ruling -----------------------------------------------------------------------------------------------------

    def _rule(self, subject: Subject, place: Place | None, known: Mapping[str, object], called: str = "") -> Ruling:
        """The worst over all findings. `called` is the key of a technique that the catalogue does not know."""
        speaks_of = called or subject.key
        reasons: list[Reason] = self._scope(subject)
        conditions: list[Reason] = []
        name, column, bars_only, rules = self._name(subject.key), subject.column, subject.bars_only, subject.rules
        for item, plain in zip(self.items, self._plain, strict=True):
            if column is not None:
                effect = item.entry.effect[column]
                if not plain:
                    reasons += self._follow(item, subject, speaks_of, place)
                elif effect == "bar" or (effect != "ok" and not bars_only and (place is None or item.at(place))):
                    reasons.append(Reason(item, effect, subject.key, name))
            for rule in rules.get(item.entry.key, ()) if rules else ():
                self._apply(rule, item, subject, place, known, reasons, conditions)
        cap, cap_reasons = self._caps(place) if subject.pressed else (None, ())
        pressure = known.get("pressure")
        if cap is not None and isinstance(pressure, int | float) and pressure > cap:
            name = self._name(speaks_of)
            reasons.extend(
                Reason(item, "bar", speaks_of, name, "pressure", max_pressure=cap, clearance=clearance)
                for item, clearance in cap_reasons
            )
        if len(reasons) > 1:
            reasons = worst_first(reasons)
        technique = subject.technique
        return Ruling(
            technique=speaks_of,
            effect=reasons[0].effect if reasons else "ok",
            reasons=tuple(reasons),
            max_pressure=cap,
            pressure_steps_lower=self.pressure_steps_lower if subject.pressed else 0,
            conditions=tuple(conditions),
            warnings=self._sites(technique, place) if technique is not None and technique.extra_avoid else (),
        )

    def _follow(self, item: ActiveItem, subject: Subject, speaks_of: str, place: Place | None) -> tuple[Reason, ...]:
        """What a finding gives in the column that a technique follows, where more than the table has a say."""
        found = self._column(item, subject, place)
        if subject.bars_only:
            found = tuple(each for each in found if each.effect == "bar")
        if item.finding.id in self._barring and all(each.effect != "bar" for each in found):
            found = (Reason(item, "bar", speaks_of, self._name(speaks_of)), *found)
        return found

    def _scope(self, subject: Subject) -> list[Reason]:
        """What the jurisdiction does not allow at all."""
        rules, technique = self.jurisdiction, subject.technique
        if rules is None:
            return []
        if subject.members and all(each in rules.barred_techniques for each in subject.members):
            name = self._name(subject.key)
            return [Reason(None, "bar", subject.key, name, "scope", rules.label, sources=rules.source)]
        if technique is not None and technique.ungated_label is None and not self._has_credential(technique):
            gate = rules.gated_techniques.get(technique.key, technique.gate) or ""
            credential = self.book.vocabularies["credentials"].get(gate, Words(gate.replace("_", " ")))
            return [Reason(None, "bar", technique.key, self._name(technique.key), "credential", credential)]
        return []

    def _column(self, item: ActiveItem, subject: Subject, place: Place | None) -> tuple[Reason, ...]:
        """The reasons one finding gives in the column of the table that a technique follows, none when it allows it."""
        effect = item.entry.effect[subject.column or ""]
        if effect == "ok" or (effect != "bar" and not item.at(place)):
            return ()
        key, name = subject.key, self._name(subject.key)
        lifted = None
        if item.clearances:
            lifted = self._lifting(item, effect, subject.technique_class, subject.technique, place)
        found = Reason(item, effect if lifted is None else "mod", key, name, clearance=lifted)
        rules = self.jurisdiction
        if rules is None or not self._is_prohibited(item) or not item.at(place):
            return (found,)
        return found, Reason(item, "loc", key, name, "prohibited", rules.label, sources=rules.source)

    def _is_prohibited(self, item: ActiveItem) -> bool:
        """Whether the jurisdiction forbids treating this condition."""
        return self.jurisdiction is not None and item.entry.key in self.jurisdiction.barred_conditions

    def _lifting(
        self,
        item: ActiveItem,
        effect: str,
        technique_class: str,
        technique: Technique | None,
        place: Place | None,
        *,
        named_only: bool = False,
    ) -> Clearance | None:
        """The clearance that turns a limit into `mod`: it lifts `clr`, and a `bar` that it names and that is not
        absolute."""
        if effect == "clr" or (effect == "bar" and item.entry.severity != "absolute"):
            must_name = named_only or effect == "bar"
            for clearance in item.clearances:
                if allows(clearance, technique_class, technique, must_name) and reaches(clearance, item, place):
                    return clearance
        return None

    def _apply(
        self,
        rule: TechniqueRule,
        item: ActiveItem,
        subject: Subject,
        place: Place | None,
        known: Mapping[str, object],
        reasons: list[Reason],
        conditions: list[Reason],
    ) -> None:
        if place is not None and rule.regions and place.region not in rule.regions:
            return
        if rule.where == "marked" and not item.at(place):
            return
        open_settings = [name for name in rule.settings if known.get(name) in (None, "")]
        if any(str(known[name]) not in values for name, values in rule.settings.items() if name not in open_settings):
            return
        lifted = self._lifting(
            item, rule.effect, subject.technique_class, subject.technique, place, named_only=rule.named_clearance
        )
        effect = rule.effect if lifted is None else "mod"
        where: tuple[Place, ...] = ()
        if place is None and rule.regions:
            where = tuple(Place(region) for region in rule.regions)
            effect = "loc" if effect in ("bar", "clr") else effect
        name = self._name(subject.key)
        reason = Reason(item, effect, subject.key, name, "rule", rule.reason, None, lifted, rule.source, where)
        (conditions if open_settings else reasons).append(reason)

    def _sites(self, technique: Technique, place: Place | None) -> tuple[str, ...]:
        """Sentences on the sites and states this technique keeps away from, where they are known to be met at a
        place."""
        labels: list[Words] = []
        for key in technique.extra_avoid:
            site = self.book.avoid_sites[key]
            if place is not None and place.region in site.regions:
                labels.append(site.label)
            if any(item.entry.key in site.contraindications and item.at(place) for item in self.items):
                labels.append(site.label)
            if site.endangerment_sites and place is not None:
                labels.extend(
                    each.label for each in self.book.endangerment_sites.values() if place.region in each.regions
                )
        if not labels:
            return ()
        name = lower_first(self._name(technique.key).text())
        seen = dict.fromkeys(lower_first(label.text()) for label in labels)
        return tuple(_("Keep {technique} away from: {site}.").format(technique=name, site=site) for site in seen)


def _lowest_cap(items: Sequence[ActiveItem], place: Place | None) -> Cap:
    found: list[tuple[int, tuple[ActiveItem, Clearance | None]]] = []
    for item in items:
        entry = item.entry
        if entry.max_pressure is not None and item.at(place):
            regions = entry.max_pressure_regions
            if place is None or not regions or place.region in regions:
                found.append((entry.max_pressure, (item, None)))
        for clearance in item.clearances:
            if clearance.max_pressure is not None and touches(clearance, place):
                found.append((clearance.max_pressure, (item, clearance)))
    if not found:
        return None, ()
    lowest = min(cap for cap, _who in found)
    return lowest, tuple(who for cap, who in found if cap == lowest)


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
