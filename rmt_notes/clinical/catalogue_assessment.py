"""Catalogue entries about assessment: regions and muscles, posture, movement, tests, outcome measures, impressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rmt_notes.clinical.catalogue_reader import nothing, one_of, refers
from rmt_notes.clinical.catalogue_safety import CONTRAINDICATIONS, REGIONS, SOURCES
from rmt_notes.clinical.catalogue_treatment import Choice
from rmt_notes.clinical.words import Words

MUSCLES = refers("muscles", "muscle_groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region of the body chart.

    `laterality`: `LR` (a left and a right one) or `B` (also across the midline). `sensitive` is the key of a
    sensitive area; it holds for every structure here except where only structures of `sensitive_exempt` are treated.
    `danger`: holds an endangerment site.
    """

    key: str
    label: Words
    views: tuple[str, ...] = field(metadata=one_of("front", "back", "left", "right"))
    laterality: str = field(metadata=one_of("LR", "B"))
    sensitive: str | None = field(default=None, metadata=refers("vocabularies.sensitive_areas"))
    sensitive_exempt: tuple[str, ...] = field(default=(), metadata=refers("muscles"))
    danger: bool = False
    muscles: tuple[str, ...] = field(default=(), metadata=refers("muscles"))
    note: Words | None = None

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that may be chosen here, from the client's view."""
        return ("left", "right", "bilateral") if self.laterality == "LR" else ("left", "right", "bilateral", "midline")


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle, or a tendon, ligament or band that is treated like one."""

    key: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleGroup:
    """Several muscles under one name."""

    key: str
    label: Words
    muscles: tuple[str, ...] = field(metadata=refers("muscles"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """Something looked at from one view; `values` are what it may show, `neutral` is the value that is no finding."""

    key: str
    label: Words
    values: Mapping[str, Words]
    neutral: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureView:
    """A view of the standing client with its landmarks."""

    key: str
    label: Words
    landmarks: Mapping[str, Landmark]


@dataclass(frozen=True, slots=True, kw_only=True)
class PosturePattern:
    """A posture pattern, only ever suggested. `signs` are `view.landmark.value` (all of them) or `view.landmark`
    (any finding there, with `same_side` the same at all of them); `patterns` other patterns that together make this
    one; `short` and `weak` muscles or groups."""

    key: str
    label: Words
    signs: tuple[str, ...] = ()
    patterns: tuple[str, ...] = field(default=(), metadata=refers("posture_patterns"))
    short: tuple[str, ...] = field(default=(), metadata=MUSCLES)
    weak: tuple[str, ...] = field(default=(), metadata=MUSCLES)
    measure_cm: bool = False
    same_side: bool = False
    note: Words | None = None
    verify: bool = False
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A joint or part of the spine and the regions around it."""

    key: str
    label: Words
    regions: tuple[str, ...] = field(default=(), metadata=REGIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One movement of a joint. `normal` is the usual adult value in `unit` (`normal_from` and `normal_to` where it
    is given as a range); `beyond` is how far past zero it may go; `label` says joint and movement, `short` the
    movement alone."""

    key: str
    joint: str = field(metadata=refers("joints"))
    movement: str
    label: Words
    short: Words
    normal: float
    normal_from: float | None = None
    normal_to: float | None = None
    beyond: float | None = None
    unit: str = field(default="deg", metadata=one_of("deg", "mm"))
    per_side: bool = False
    note: Words | None = None
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialTest:
    """An orthopaedic test. `on_positive`: stop (no more work there) or refer; None where a positive result only
    adds to the picture."""

    key: str
    region: str = field(metadata=refers("vocabularies.test_regions"))
    label: Words
    positive_when: Words
    suggests: Words
    per_side: bool = True
    on_positive: str | None = field(default=None, metadata=one_of("stop", "refer"))
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterLevel:
    """What it says when at least `count` members of a cluster are positive."""

    key: str
    count: int
    statement: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCluster:
    """Tests that count together. `movements` are members that count as positive under a value (movement key to
    degrees). `levels` go from the lowest count that means something to the highest."""

    __test__ = False  # the trade's word; pytest must not take it for a test class

    key: str
    label: Words
    tests: tuple[str, ...] = field(metadata=refers("tests"))
    movements: Mapping[str, float] = field(default_factory=nothing, metadata=refers(keys=("movements",)))
    levels: tuple[ClusterLevel, ...]
    note: Words | None = None
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuroRoot:
    """A spinal root: where to touch, what to resist, which reflex (None where there is none)."""

    key: str
    label: Words
    dermatome: Words
    myotome: Words
    reflex: Words | None = None
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureScale:
    """One way a measure is scored. `meaningful` is the smallest change in points that means something, `clear` the
    one that is beyond doubt."""

    key: str
    label: Words
    minimum: float
    maximum: float
    meaningful: float
    clear: float | None = None
    step: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One published figure for a meaningful change, from `low` to `high` in points or percent of the first score."""

    key: str
    unit: str = field(metadata=one_of("points", "percent"))
    low: float
    high: float | None = None
    of: Words | None = None
    verify: bool = False
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An outcome measure.

    `entry`: ship (our own wording is shown), numbers (numbered scores without text), ticks (numbered ticks without
    text, or the total), total (only the total of a paper form). `items` from `items_from` to `items_to`, each
    `item_minimum` to `item_maximum`. `scoring`: number (of the first part), mean, count, sum, percent (100 x sum /
    highest possible of those answered), scaled_mean ((mean - 1) x 25). `needs` answered items at least; `missing`:
    none (every item), zero (not ticked is 0), skip (left out), prorate. `parts` are the items that have words of
    ours. The first of `scales` is the default; `meaningful_percent` is the rule to use where the first score is
    known.
    """

    key: str
    label: Words
    short: Words
    entry: str = field(metadata=one_of("ship", "numbers", "ticks", "total"))
    items_from: int
    items_to: int
    item_minimum: float
    item_maximum: float
    scoring: str = field(metadata=one_of("number", "mean", "count", "sum", "percent", "scaled_mean"))
    needs: int
    missing: str = field(metadata=one_of("none", "zero", "skip", "prorate"))
    higher_is_better: bool = False
    scales: tuple[MeasureScale, ...]
    meaningful_percent: float | None = None
    changes: tuple[Change, ...]
    parts: tuple[Choice, ...] = ()
    prompt: Words | None = None
    anchor_low: Words | None = None
    anchor_middle: Words | None = None
    anchor_high: Words | None = None
    every_visit: bool = False
    licence: Words
    note: Words | None = None
    verify: bool = False
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """A clinical impression within scope: a label for findings, never a diagnosis.

    `criteria` are what speaks for it; `phrase` how a letter says it; `patterns` the posture patterns it may name;
    `cluster` and `tests` those that bear on it; `contraindication` the item that governs treatment where it applies;
    `weeks_from` and `weeks_to` bound the duration.
    """

    key: str
    label: Words
    phrase: Words
    criteria: Mapping[str, Words] = field(default_factory=nothing)
    grades: Mapping[str, Words] = field(default_factory=nothing)
    patterns: tuple[str, ...] = field(default=(), metadata=refers("posture_patterns"))
    contributing: tuple[str, ...] = field(default=(), metadata=refers("vocabularies.contributing_factors"))
    mechanisms: tuple[str, ...] = field(default=(), metadata=refers("vocabularies.mechanisms"))
    tests: tuple[str, ...] = field(default=(), metadata=refers("tests"))
    cluster: str | None = field(default=None, metadata=refers("test_clusters"))
    contraindication: str | None = field(default=None, metadata=CONTRAINDICATIONS)
    weeks_from: int | None = None
    weeks_to: int | None = None
    course: Words | None = None
    action: Words | None = None
    note: Words | None = None
    source: tuple[str, ...] = field(metadata=SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """Some keys of a vocabulary that mean something together: the abnormal end feels, for instance."""

    key: str
    of: str
    keys: tuple[str, ...]
