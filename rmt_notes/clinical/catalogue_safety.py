"""Catalogue entries about safety: contraindications, intake questions, red flags, technique rules, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rmt_notes.clinical.catalogue_reader import nothing, one_of, refers
from rmt_notes.clinical.words import Words

EFFECTS = ("ok", "mod", "loc", "clr", "bar")
"""From least to most limiting: allowed; allowed with a recorded modification; not at the marked region; not until
cleared; not at all."""

COLUMNS = ("GEN", "DT", "CUP", "ART", "IAS")
"""Technique classes that every contraindication rules on: general, deep tissue, cupping, active release,
instrument assisted."""

CLASSES = (*COLUMNS, "MOB", "STR", "HYD", "EDU")
"""All technique classes: the columns, then mobilisation, stretch, hydrotherapy, education and exercise."""

SOURCES = refers("sources")
CONTRAINDICATIONS = refers("contraindications")
REGIONS = refers("regions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact comes from: `seed` (the clinic article), `K` (professional knowledge, no page consulted) or a
    page that was read."""

    key: str
    addresses: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraindication:
    """A condition that limits treatment.

    `effect` gives one of `EFFECTS` for each of `COLUMNS`. `severity`: absolute (no massage today), local (avoid the
    site), clearance (a clinician's word first), precaution (modify). `urgency`: none, routine, same_day, emergency.
    `ask`: core, relevant, symptom, or observe (the therapist finds it, `question` is None). `short` names it in few
    words where the label is long. `max_pressure` (1 to 5) and `pressure_step_lower` repeat in data what `action` says
    in words; `max_pressure_regions` empty means the whole body. `verify` marks an entry whose source is in doubt.
    """

    key: str
    label: Words
    category: str = field(metadata=refers("vocabularies.contraindication_categories"))
    severity: str = field(metadata=refers("vocabularies.contraindication_severities"))
    urgency: str = field(metadata=refers("vocabularies.urgencies"))
    asks_region: bool = False
    effect: Mapping[str, str] = field(metadata={**one_of(*EFFECTS)})
    ask: str = field(metadata=refers("vocabularies.ask_kinds"))
    action: Words
    question: Words | None = None
    short: Words | None = None
    max_pressure: int | None = None
    max_pressure_regions: tuple[str, ...] = field(default=(), metadata=REGIONS)
    pressure_step_lower: bool = False
    verify: bool = False
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeGroup:
    """One question of the intake form. A yes opens the questions of `items`; `reason` is shown to the client."""

    key: str
    label: Words
    question: Words
    reason: Words
    items: tuple[str, ...] = field(metadata=CONTRAINDICATIONS)
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """A sign of serious illness to screen for. `ask` is what to ask or look for, `observe` what is never asked but
    may be noted; `act` how soon; `leads_to` the contraindications a positive screen proposes."""

    key: str
    label: Words
    ask: Words
    act: str = field(metadata=refers("vocabularies.red_flag_acts"))
    observe: Words | None = None
    leads_to: tuple[str, ...] = field(default=(), metadata=CONTRAINDICATIONS)
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueClass:
    """A class of techniques and the contraindication column it follows.

    `follows` is one of `COLUMNS`, or None for a class that no column rules (education: never barred). `bars_only`: of
    that column only `bar` counts, the rest comes from the technique rules (hydrotherapy).
    """

    key: str
    label: Words
    follows: str | None = field(default=None, metadata=one_of(*COLUMNS))
    bars_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueRule:
    """An extra limit beyond the columns.

    It applies to a technique that is of one of `classes` or one of `techniques`, whose settings match every entry of
    `settings` (parameter key to the values that match), at one of `regions` (empty: anywhere), while one of
    `contraindications` is active. `where` is `marked` (only at the regions marked on the finding) or `anywhere`.
    `named_clearance`: only a clearance that names the technique or its class lifts it.
    """

    key: str
    reason: Words
    effect: str = field(metadata=one_of(*EFFECTS))
    where: str = field(metadata=one_of("marked", "anywhere"))
    classes: tuple[str, ...] = field(default=(), metadata=refers("technique_classes"))
    techniques: tuple[str, ...] = field(default=(), metadata=refers("techniques"))
    settings: Mapping[str, tuple[str, ...]] = field(default_factory=nothing)
    regions: tuple[str, ...] = field(default=(), metadata=REGIONS)
    contraindications: tuple[str, ...] = field(metadata=CONTRAINDICATIONS)
    named_clearance: bool = False
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidSite:
    """A site or state to keep a technique away from. `contraindications` and `regions` are those of the catalogue
    that it corresponds to."""

    key: str
    label: Words
    contraindications: tuple[str, ...] = field(default=(), metadata=CONTRAINDICATIONS)
    regions: tuple[str, ...] = field(default=(), metadata=REGIONS)
    endangerment_sites: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndangermentSite:
    """A place where nerves, vessels or organs lie unprotected, and the regions that hold it."""

    key: str
    label: Words
    regions: tuple[str, ...] = field(metadata=REGIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingCare:
    """A statement of the source article that letters and notes must not repeat as fact: `avoid` are the tell-tale
    words, `instead` what to say."""

    key: str
    says: Words
    instead: Words
    avoid: tuple[str, ...] = ()
    source: tuple[str, ...] = field(metadata=SOURCES)
