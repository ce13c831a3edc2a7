"""The words of the body chart: areas, regions, kinds of marks and layers, from `resources/catalogue/body_regions.toml`.

A region of the chart is finer than a region of the catalogue: area, then group (the catalogue's region, to which the
rules about consent and endangerment belong), then the region with its muscles.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rmt_notes import resources
from rmt_notes.clinical import catalogue_reader as reader
from rmt_notes.clinical.body_mark import VIEWS
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.catalogue_reader import CatalogueError, Reading, one_of, refers
from rmt_notes.clinical.words import Words

FILE = "body_regions.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRegion:
    """A region of the body chart. `group` is a region of the catalogue; `sides` is `pair` (a left and a right one) or
    `midline`; `views` are the figures that show it."""

    key: str
    label: Words
    area: str = field(metadata=refers("areas"))
    group: str = field(metadata=refers("regions"))
    views: tuple[str, ...] = field(metadata=one_of(*VIEWS))
    sides: str = field(metadata=one_of("pair", "midline"))
    muscles: tuple[str, ...] = field(default=(), metadata=refers("muscles"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKind:
    """What a mark says (ache, scar, treated) and the layer it lies in."""

    key: str
    label: Words
    layer: str = field(metadata=refers("layers"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DermatomeSpot:
    """Where a root is tested by touch: `spot` is a view and a point of the body on the client's left."""

    key: str
    root: str = field(metadata=refers("neuro_roots"))
    spot: str

    def place(self) -> tuple[str, float, float]:
        """The view, x and y."""
        view, x, y = self.spot.split()
        return view, float(x), float(y)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyWords:
    """Everything in the file, each kind in its order."""

    layers: Mapping[str, Words]
    depths: Mapping[str, Words]
    kinds: Mapping[str, MarkKind]
    dermatomes: Mapping[str, DermatomeSpot]
    areas: Mapping[str, Words]
    regions: Mapping[str, BodyRegion]

    def kinds_of(self, layer: str) -> tuple[MarkKind, ...]:
        """The kinds of marks that lie in a layer."""
        return tuple(kind for kind in self.kinds.values() if kind.layer == layer)


def load(folder: Path | None = None) -> BodyWords:
    """Read and check the file (the program's own when `folder` is None).

    Raises:
        CatalogueError: the first bad entry, with its place and the reason.
    """
    reading = Reading(FILE)
    raw = reader.parse(folder or resources.path("catalogue"), FILE)
    words: BodyWords = reader.convert(BodyWords, raw, reading)

    def keys_of(target: str) -> Collection[str]:
        entries: Mapping[str, object]
        entries = getattr(words, target) if target in ("areas", "layers") else getattr(catalogue(), target)
        return entries.keys()

    reader.check_references(reading.references, keys_of)
    for key, region in words.regions.items():
        if region.sides == "midline" and catalogue().regions[region.group].laterality == "LR":
            raise CatalogueError(FILE, f"regions.{key}.sides", f"{region.group} has no midline")
    return words


@cache
def body_words() -> BodyWords:
    """The program's own body chart vocabulary, read once."""
    return load()
