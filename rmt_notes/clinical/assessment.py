"""Objective findings and clinical impressions: what was seen, felt, measured and tested."""

from __future__ import annotations

from dataclasses import dataclass

from rmt_notes.clinical.body import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureFinding:
    """A landmark seen from one view. `view` is anterior, posterior or lateral; `value` one of the landmark's;
    `severity` none to marked."""

    view: str
    landmark: str
    value: str
    severity: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeOfMotion:
    """One movement. Degrees (mm for the jaw) in `active` and `passive`, or `limit` as a grade (wnl, slight, moderate,
    marked).

    `movement` is a key like `lumbar.extension`; `side` left, right or empty where the movement has none; `pain` 0 to
    10; `when` is before or
    after treatment.
    """

    movement: str
    side: str = ""
    when: str = "before"
    active: float | None = None
    passive: float | None = None
    limit: str = ""
    pain: int | None = None
    end_feel: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialTest:
    """An orthopaedic test. `result` is positive, negative, equivocal or not_done; `side` left, right, bilateral or
    empty."""

    test: str
    result: str
    side: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palpation:
    """What the hands found at a place. `tenderness` 0 to 4; `trigger_point` is empty, active or latent, with its
    `referral`."""

    place: Place
    structure: str = ""
    texture: str = ""
    tone: str = ""
    temperature: str = ""
    tenderness: int | None = None
    trigger_point: str = ""
    referral: str = ""
    length: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """A muscle's strength, 0 to 5 (manual muscle testing), and what resisting did (`resisted`: strong_painless and the
    other three)."""

    muscle: str
    side: str = ""
    grade: int | None = None
    resisted: str = ""
    pain: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuroFinding:
    """One root. `sensation` normal, reduced, absent or altered; `myotome` 0 to 5; `reflex` 0 to 4 (2 is normal)."""

    root: str
    side: str
    sensation: str = ""
    myotome: int | None = None
    reflex: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """A clinical impression within scope; never a diagnosis.

    `key` is the catalogue's; `sub` a pattern it names (`lower_crossed`), `grade` its grade, `stage`, `side`,
    `irritability` and `trend` its qualifiers.
    `supported_by` are the findings that speak for it, in words.
    """

    key: str
    sub: str = ""
    grade: str = ""
    stage: str = ""
    side: str = ""
    irritability: str = ""
    trend: str = ""
    supported_by: str = ""
    note: str = ""
