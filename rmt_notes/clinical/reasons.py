"""Why a technique is limited, as values that speak: `Reason` is one cause with its sentence, `Ruling` the outcome
for one technique."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue_safety import EFFECTS
from rmt_notes.clinical.clearance_scope import ActiveItem
from rmt_notes.clinical.finding import Clearance
from rmt_notes.clinical.wording import bare, clauses, day, lower_first, places_text, upper_first
from rmt_notes.clinical.words import Words
from rmt_notes.i18n import _

_RANK = {effect: position for position, effect in enumerate(EFFECTS)}


def rank(effect: str) -> int:
    """How limiting an effect is: ok 0, mod 1, loc 2, clr 3, bar 4."""
    return _RANK[effect]


class Reason(NamedTuple):
    """One cause of a limit. A tuple, because a screening makes hundreds and most are never read.

    `kind`: finding (the table's column), rule (an extra rule, its words in `note`), pressure (a cap is passed),
    prohibited (the jurisdiction, in `note`, forbids treating this condition), scope or credential (the jurisdiction
    or the missing credential, in `note`; there is no finding then). `technique` is the key of the technique or
    class it speaks of, `name` its words. `clearance` is the clinician's word that eased it."""

    item: ActiveItem | None
    effect: str
    technique: str
    name: Words
    kind: str = "finding"
    note: Words | None = None
    max_pressure: int | None = None
    clearance: Clearance | None = None
    sources: tuple[str, ...] = ()
    where: tuple[Place, ...] = ()

    @property
    def key(self) -> str:
        """The contraindication; empty where the jurisdiction is the cause."""
        return self.item.entry.key if self.item else ""

    @property
    def finding_id(self) -> str:
        """The finding; empty where the jurisdiction is the cause."""
        return self.item.finding.id if self.item else ""

    @property
    def state(self) -> str:
        """Suspected or confirmed."""
        return self.item.finding.state if self.item else ""

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it holds: the rule's own regions, or the places marked on the finding; empty is everywhere."""
        return self.where or (self.item.marked if self.item else ())

    @property
    def needs_place(self) -> bool:
        """Whether the place is still to be marked; until then the limit holds everywhere."""
        return self.item is not None and self.item.entry.asks_region and not self.item.finding.places

    @property
    def urgency(self) -> str:
        """none, routine, same_day or emergency."""
        return self.item.entry.urgency if self.item else "none"

    @property
    def label(self) -> Words:
        """The contraindication in few words."""
        if self.item is None:
            return self.note or Words("")
        return self.item.entry.short or self.item.entry.label

    @property
    def action(self) -> Words:
        """What the catalogue says to do."""
        return self.item.entry.action if self.item else Words("")

    @property
    def source(self) -> tuple[str, ...]:
        """Where the limit comes from: keys of the catalogue's sources, or the jurisdiction's."""
        return self.sources or (self.item.entry.source if self.item else ())

    @property
    def finding(self) -> str:
        """The finding within a sentence, with its doubt: `deep vein thrombosis (suspected)`; a jurisdiction by its
        name."""
        if self.item is None:
            return str(self.label)
        label = lower_first(bare(str(self.label)))
        if self.state == "suspected" and "suspected" not in self.label.en.lower():
            return _("{finding}, suspected").format(finding=label)
        return label

    @property
    def sentence(self) -> str:
        """The limit as one plain sentence in the language in force: `No cupping: pacemaker, ICD, pump or
        stimulator.`"""
        technique = lower_first(bare(self.name.text()))
        if self.kind == "scope":
            return _("Outside the scope of practice in {jurisdiction}: {technique}.").format(
                technique=technique, jurisdiction=self.label.text()
            )
        if self.kind == "credential":
            return _("{technique} needs a credential: {credential}.").format(
                technique=upper_first(technique), credential=self.label.text()
            )
        if self.kind == "pressure":
            return self._pressure_sentence()
        if self.kind == "prohibited":
            return _("Treating this is prohibited in {jurisdiction}: {finding}.").format(
                jurisdiction=self.note.text() if self.note else "", finding=self.finding
            )
        if self.kind == "rule" and self.note is not None and self.clearance is None:
            return _("{rule}: {finding}.").format(rule=self.note.text(), finding=self.finding_at)
        return self._finding_sentence(technique)

    @property
    def detail(self) -> str:
        """What the catalogue says to do, or the clinician's limits where a clearance is in force."""
        if self.clearance is not None and self.clearance.limits:
            return _("{clinician}: {limits}").format(clinician=self.clearance.clinician, limits=self.clearance.limits)
        return self.action.text()

    @property
    def finding_at(self) -> str:
        """The finding and where it holds."""
        if self.places:
            return _("{finding}, {places}").format(finding=self.finding, places=places_text(self.places, inside=True))
        return self.finding

    def _pressure_sentence(self) -> str:
        if self.clearance is not None:
            return _("Pressure {number} or less, as {clinician} wrote: {finding}.").format(
                number=self.max_pressure, clinician=self.clearance.clinician, finding=self.finding
            )
        return _("Pressure {number} or less: {finding}.").format(number=self.max_pressure, finding=self.finding)

    def _finding_sentence(self, technique: str) -> str:
        finding = self.finding
        if self.effect == "bar":
            if self.technique == "GEN":
                return _("No massage: {finding}.").format(finding=finding)
            return _("No {technique}: {finding}.").format(technique=technique, finding=finding)
        places = places_text(self.places, inside=True)
        if self.effect == "clr":
            if places:
                return _("{technique} only after clearance: {finding}, {places}.").format(
                    technique=upper_first(technique), finding=finding, places=places
                )
            return _("{technique} only after clearance: {finding}.").format(
                technique=upper_first(technique), finding=finding
            )
        if self.effect == "loc":
            if places:
                return _("No {technique} there: {finding}, {places}.").format(
                    technique=technique, finding=finding, places=places
                )
            return _("No {technique} until the place is marked: {finding}.").format(
                technique=technique, finding=finding
            )
        if self.clearance is not None:
            return _("{technique} as cleared by {clinician} until {day}: {finding}.").format(
                technique=upper_first(technique),
                clinician=self.clearance.clinician,
                day=day(self.clearance.valid_until),
                finding=finding,
            )
        return _("{technique} with a modification: {finding}.").format(
            technique=upper_first(technique), finding=self.finding_at
        )


def worst_first(reasons: list[Reason]) -> list[Reason]:
    """Sorted by how limiting they are; equal ones keep their order."""
    return sorted(reasons, key=lambda reason: -_RANK[reason.effect])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What holds for one technique or class.

    `effect` is the worst of `reasons`, which come worst first. `max_pressure` caps the pressure (1 to 5).
    `conditions` are limits that come into force with settings not yet chosen (a grade, a longer hold); `light_only`
    says that only the light form of the technique escapes them. `warnings` are sentences on sites the technique
    keeps away from."""

    technique: str
    effect: str
    reasons: tuple[Reason, ...] = ()
    max_pressure: int | None = None
    pressure_steps_lower: int = 0
    conditions: tuple[Reason, ...] = ()
    light_only: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether it may be done, perhaps with a modification."""
        return self.effect in ("ok", "mod")

    @property
    def sentence(self) -> str:
        """The worst reason's sentence; empty where there is none."""
        return self.reasons[0].sentence if self.reasons else ""

    def brief_sentences(self) -> tuple[str, ...]:
        """As `sentences`, but what holds in the same way for further findings is said once and they are named after
        it. A clinician's limit, a rule or a place to be marked keeps its own sentence. Where the technique may not be
        done, a finding that alone would only modify it is named, not told as a permission."""
        groups: dict[tuple[str, ...], list[Reason]] = {}
        besides: dict[str, None] = {}
        for at, reason in enumerate(self.reasons):
            of_catalogue = reason.kind == "finding" and reason.clearance is None
            if not self.allowed and reason.effect == "mod" and of_catalogue:
                besides[reason.finding_at] = None
                continue
            plain = of_catalogue and reason.effect in ("bar", "clr", "mod")
            groups.setdefault((reason.effect, reason.technique) if plain else (str(at),), []).append(reason)
        told: list[str] = []
        for first, *others in groups.values():
            told.append(first.sentence)
            if others:
                named = dict.fromkeys(one.finding_at for one in others)
                told.append(_("Also: {findings}.").format(findings=clauses(named)))
        if besides:
            told.append(_("Also on file: {findings}.").format(findings=clauses(besides)))
        return tuple(dict.fromkeys(told))

    def sentences(self) -> tuple[str, ...]:
        """The sentence of every reason, each once, worst first."""
        return tuple(dict.fromkeys(reason.sentence for reason in self.reasons))
