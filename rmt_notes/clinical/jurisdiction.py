"""The rules of the place a therapist practises in: intake, consent, techniques out of scope, retention.

A profile is the least the program holds to; settings may be stricter, never looser. Adding a province or state is
adding one file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rmt_notes import resources
from rmt_notes.clinical import catalogue_reader as reader
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.catalogue_reader import CatalogueError, Reading, nothing, one_of, refers
from rmt_notes.clinical.catalogue_safety import CONTRAINDICATIONS, SOURCES
from rmt_notes.clinical.words import Words

POLICIES_FILE = "intake_policies.toml"
METHODS = ("techniques", "vocabularies.restricted_methods")
"""What a profile may bar or gate: a technique of the catalogue, or a named method that is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakePolicy:
    """What an intake must ask, may ask when it bears on this care, and must not ask.

    `reasons_shown`: every question carries its reason. `may_be_switched_off`: the therapist leaves a question out for
    one client. `ways_offered`: how many ways of answering (spoken, written, electronic) are offered at least.
    `notice_required`: the notice of information practices is shown and dated. `warn_terms` are words that a question of
    the therapist's own should not contain.
    """

    key: str
    label: Words
    must: Mapping[str, Words]
    may: Mapping[str, Words]
    must_not: Mapping[str, Words] = field(default_factory=nothing)
    warn_terms: tuple[str, ...] = ()
    reasons_shown: bool = True
    may_be_switched_off: bool = True
    ways_offered: int = 1
    notice_required: bool = False
    source: tuple[str, ...] = field(metadata=SOURCES)

    def terms_in(self, question: str) -> tuple[str, ...]:
        """The warn terms that a question contains as words of their own, in any case; empty when it may be asked."""
        return tuple(
            term for term in self.warn_terms if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", question, re.IGNORECASE)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """The profile of one province or state.

    `key` is its code (`ON`, `US_WA`). Times: `retain_years` after the last visit (for a minor after the age of
    `majority`, or until `minor_until_age` where that is later); `consent_doc_hours` to document consent;
    `correction_days`, `correction_business_days` and `access_days` to answer a request; `release_consent_max_months`
    the age of a signed release; `general_written_consent_months` how long a general written consent lasts.
    `sensitive` maps sensitive areas to their consent rule. `gated_techniques` maps a method to the credential it needs.
    `blocks_here` are checks that block signing here and only warn elsewhere. `breach_stats_due` is month-day.
    `verify` names the fields that still need confirming with the source text.
    """

    key: str
    order: int
    label: Words
    country: str = field(metadata=one_of("CA", "US"))
    regulator: Words
    privacy: str
    privacy_label: Words
    title: str
    retain_years: int
    majority: int
    minor_until_age: int | None = None
    consent_doc_hours: int | None = None
    correction_days: int | None = None
    correction_business_days: int | None = None
    access_days: int | None = None
    release_consent_max_months: int | None = None
    general_written_consent_months: int | None = None
    guardian_contact_under: int | None = None
    update_history_each_session: bool = False
    consultation_document: bool = False
    intake_policy: str
    blocks_here: tuple[str, ...] = ()
    barred_techniques: tuple[str, ...] = field(default=(), metadata=refers(*METHODS))
    barred_conditions: tuple[str, ...] = field(default=(), metadata=CONTRAINDICATIONS)
    gated_techniques: Mapping[str, str] = field(
        default_factory=nothing, metadata=refers("vocabularies.credentials", keys=METHODS)
    )
    sensitive: Mapping[str, str] = field(
        default_factory=nothing, metadata=refers("vocabularies.sensitive_rules", keys=("vocabularies.sensitive_areas",))
    )
    impression_heading: Words
    diagnosis_heading_barred: bool = False
    breach_stats_due: str | None = None
    verify: tuple[str, ...] = ()
    source: tuple[str, ...] = field(metadata=SOURCES)

    @property
    def intake(self) -> IntakePolicy:
        """What its intake may ask."""
        return intake_policies()[self.intake_policy]

    def bars(self, technique: str) -> bool:
        """Whether a technique or method is outside the scope of practice here."""
        return technique in self.barred_techniques

    def credential_for(self, technique: str) -> str | None:
        """The credential a technique needs here, or None."""
        return self.gated_techniques.get(technique)

    def consent_rule(self, area: str) -> str | None:
        """The consent rule of a sensitive area (`every_time`, `once_per_plan`), or None where the place has none."""
        return self.sensitive.get(area)

    def is_minor(self, age: int) -> bool:
        """Whether a person of that age is a minor here."""
        return age < self.majority


def load(folder: Path | None = None, against: Catalogue | None = None) -> Mapping[str, Jurisdiction]:
    """Read and check every profile, in the order they give themselves.

    Args:
        folder: where the files are; the program's own when None.
        against: the catalogue their keys must be in; the program's own when None.

    Raises:
        CatalogueError: the first bad profile, with file, key and reason.
    """
    folder = folder or resources.path("jurisdictions")
    known = against or catalogue()
    policies = load_policies(folder, known)
    tables = {path.stem: reader.parse(folder, path.name) for path in sorted(folder.glob("*.toml"))}
    tables.pop(Path(POLICIES_FILE).stem, None)
    found: dict[str, Jurisdiction] = {}
    # Those with rules of their own first, so that a fault in shared rules is told of the file it stands in.
    for code, table in sorted(tables.items(), key=lambda pair: "sensitive_as" in pair[1]):
        reading = Reading(f"{code}.toml")
        raw = _with_shared_rules(code, table, tables)
        profile: Jurisdiction = reader.convert(Jurisdiction, raw, reading, code, code)
        reader.check_references(reading.references, lambda target: _keys_of(known, target))
        _check(profile, policies)
        found[code] = profile
    orders = [profile.order for profile in found.values()]
    for code, profile in found.items():
        if orders.count(profile.order) > 1:
            raise CatalogueError(f"{code}.toml", f"{code}.order", "another profile has the same order")
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: pair[1].order)))


def load_policies(folder: Path, known: Catalogue) -> Mapping[str, IntakePolicy]:
    """Read and check the intake policies.

    Raises:
        CatalogueError: the first bad entry.
    """
    reading = Reading(POLICIES_FILE)
    raw = reader.parse(folder, POLICIES_FILE)
    policies: Mapping[str, IntakePolicy] = reader.convert(Mapping[str, IntakePolicy], raw, reading)
    reader.check_references(reading.references, lambda target: _keys_of(known, target))
    return policies


def _keys_of(known: Catalogue, target: str) -> Mapping[str, object]:
    kind, _, name = target.partition(".")
    entries: Mapping[str, Any] = getattr(known, kind)
    return entries[name] if name else entries


def _with_shared_rules(code: str, table: dict[str, Any], tables: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """`sensitive_as` takes over the sensitive-area rules of another profile."""
    if "sensitive_as" not in table:
        return table
    other = table["sensitive_as"]
    if "sensitive" in table:
        raise CatalogueError(f"{code}.toml", f"{code}.sensitive_as", "sensitive is given as well")
    if other not in tables or "sensitive" not in tables[other]:
        raise CatalogueError(f"{code}.toml", f"{code}.sensitive_as", f"{other!r} has no rules of its own")
    rest = {name: value for name, value in table.items() if name != "sensitive_as"}
    return {**rest, "sensitive": tables[other]["sensitive"]}


def _check(profile: Jurisdiction, policies: Mapping[str, IntakePolicy]) -> None:
    file = f"{profile.key}.toml"
    if profile.intake_policy not in policies:
        raise CatalogueError(
            file, f"{profile.key}.intake_policy", f"{profile.intake_policy!r} is not in {POLICIES_FILE}"
        )
    for name in profile.verify:
        if name not in Jurisdiction.__slots__:
            raise CatalogueError(file, f"{profile.key}.verify", f"{name!r} is no field of a profile")
    if profile.retain_years < 1 or not 16 <= profile.majority <= 21:
        raise CatalogueError(file, f"{profile.key}.retain_years", "years to keep or age of majority make no sense")
    due = profile.breach_stats_due
    if due is not None and not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", due):
        raise CatalogueError(file, f"{profile.key}.breach_stats_due", "must be month-day, as 03-01")


@cache
def jurisdictions() -> Mapping[str, Jurisdiction]:
    """Every profile by code, in the order to offer them."""
    return load()


@cache
def intake_policies() -> Mapping[str, IntakePolicy]:
    """Every intake policy by key."""
    return load_policies(resources.path("jurisdictions"), catalogue())


def jurisdiction(code: str) -> Jurisdiction:
    """The profile of a code.

    Raises:
        KeyError: the program has no such profile.
    """
    return jurisdictions()[code]
