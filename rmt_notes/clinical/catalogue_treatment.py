"""Catalogue entries about treatment: scales, techniques with their parameters, home care, referral, frequency,
re-assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rmt_notes.clinical.catalogue_reader import nothing, one_of, refers
from rmt_notes.clinical.catalogue_safety import CONTRAINDICATIONS, SOURCES
from rmt_notes.clinical.words import Words

PARAMETER_KINDS = ("choice", "integer", "number", "text", "flag", "scale", "muscle", "home_care", "list", "region")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values a parameter may take."""

    key: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A graded scale from `minimum` to `maximum` in whole steps; `points` describes the steps that have words.

    `aim_at_most`, `stop_at` and `adverse_at` are the values to aim under, to stop at, and that count as an adverse
    event.
    """

    key: str
    label: Words
    minimum: int
    maximum: int
    points: Mapping[int, Words] = field(default_factory=nothing)
    hint: Words | None = None
    aim_at_most: int | None = None
    stop_at: int | None = None
    adverse_at: int | None = None
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing recorded about a technique.

    `kind`: choice (a key of `choices`), integer, number, text, flag (yes or no), scale (a whole number of `scale`;
    `choices` are its points), muscle (a muscle or muscle group; with `free` also own words), home_care (a home care
    key), list (of `item`: muscle or placement), region. `minimum`, `maximum`, `step` bound a number; above
    `warn_over` it is kept and questioned. `common`: recorded for every technique.
    """

    key: str
    label: Words
    kind: str = field(metadata=one_of(*PARAMETER_KINDS))
    required: bool = False
    choices: tuple[Choice, ...] = ()
    vocabulary: str | None = None
    scale: str | None = field(default=None, metadata=refers("scales"))
    item: str | None = field(default=None, metadata=one_of("muscle", "placement"))
    free: bool = False
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    warn_over: float | None = None
    typical: Words | None = None
    unit: str | None = None
    hint: Words | None = None
    common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """A technique and what is recorded about it.

    `technique_class` decides which contraindication column applies; where every setting named in `light_limits` stays
    at or under its value, `light_class` applies instead. `gate` is the credential it needs, `ungated_label` its name
    without. `parameters` are its own ones; with the common ones they come from `Catalogue.parameters_of`.
    `extra_avoid` are keys of the catalogue's avoid sites. `featured`: one of the four techniques of the source
    article.
    """

    key: str
    label: Words
    short: Words
    technique_class: str = field(metadata=refers("technique_classes"))
    group: str = field(metadata=refers("vocabularies.technique_groups"))
    featured: bool = False
    like: str | None = field(default=None, metadata=refers("techniques"))
    light_class: str | None = field(default=None, metadata=refers("technique_classes"))
    light_limits: Mapping[str, float] = field(default_factory=nothing)
    gate: str | None = field(default=None, metadata=refers("vocabularies.credentials"))
    ungated_label: Words | None = None
    parameters: tuple[Parameter, ...] = ()
    extra_avoid: tuple[str, ...] = field(default=(), metadata=refers("avoid_sites"))
    note: Words | None = None
    verify: bool = False
    source: tuple[str, ...] = field(metadata=SOURCES)

    def parameter(self, key: str) -> Parameter | None:
        """Its own parameter of that key, or None."""
        for parameter in self.parameters:
            if parameter.key == key:
                return parameter
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeCare:
    """An exercise or piece of advice with its usual dose; `how` tells the client in plain words what to do. `aim` is a
    key of the vocabulary `home_care_aims`; `avoid` are contraindications that rule it out; `stop` says when to stop,
    `gate` under which condition it may be given."""

    key: str
    label: Words
    dose: Words
    how: Words | None = None
    aim: str | None = field(default=None, metadata=refers("vocabularies.home_care_aims"))
    avoid: tuple[str, ...] = field(default=(), metadata=CONTRAINDICATIONS)
    stop: Words | None = None
    gate: Words | None = None
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Care beside massage: when to think of it, which contraindications speak against it, and the methods it
    stands for."""

    key: str
    label: Words
    when: Words | None = None
    methods: tuple[Choice, ...] = ()
    not_with: tuple[str, ...] = field(default=(), metadata=CONTRAINDICATIONS)
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """A suggested rhythm of visits. `stages` are the stages it is suggested for; `days_from` and `days_to` the
    days between visits."""

    key: str
    label: Words
    rule: Words
    stages: tuple[str, ...] = field(default=(), metadata=refers("qualifiers.stage"))
    days_from: int
    days_to: int
    minutes: int | None = None
    weeks: int | None = None
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassessRule:
    """When to re-assess. `limits` are its numbers by name (`visits_from`, `weeks_to`, `pain_rise`); `triggers`
    keys of `reassess_triggers`."""

    key: str
    rule: Words
    limits: Mapping[str, int] = field(default_factory=nothing)
    triggers: tuple[str, ...] = field(default=(), metadata=refers("vocabularies.reassess_triggers"))
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A word of caution shown beside a choice, with its source."""

    key: str
    text: Words
    source: tuple[str, ...] = field(metadata=SOURCES)
