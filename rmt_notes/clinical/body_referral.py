"""Where pain from a trigger point in a muscle is commonly felt, from `resources/catalogue/referral_patterns.toml`: laid
over the figure to read marks by. A pattern is what sources tell of many people; it says nothing of this client."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rmt_notes import resources
from rmt_notes.clinical import catalogue_reader as reader
from rmt_notes.clinical.body_chart import region_words
from rmt_notes.clinical.body_mark import Site
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.catalogue_reader import CatalogueError, Reading, refers
from rmt_notes.clinical.wording import clauses, lower_first, side_word, sources_text
from rmt_notes.i18n import _

FILE = "referral_patterns.toml"

MAIN, MORE = "referral_main", "referral_more"
"""How the two zones are named where they are drawn and explained."""

_CHART_REGIONS = refers("chart_regions")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPattern:
    """Of a muscle: the regions of the chart where its pain is commonly felt (`main`), and where sometimes (`more`), on
    the same side. `verify`: the material doubts it."""

    key: str
    muscle: str = field(metadata=refers("muscles"))
    main: tuple[str, ...] = field(metadata=_CHART_REGIONS)
    more: tuple[str, ...] = field(default=(), metadata=_CHART_REGIONS)
    verify: bool = False
    source: tuple[str, ...] = field(metadata=refers("sources"))


class Referred(NamedTuple):
    """The regions to draw: commonly, and sometimes."""

    main: frozenset[Site] = frozenset()
    more: frozenset[Site] = frozenset()

    def kinds(self) -> tuple[str, ...]:
        """What the legend explains."""
        return tuple(kind for kind, sites in ((MAIN, self.main), (MORE, self.more)) if sites)


def load(folder: Path | None = None) -> Mapping[str, ReferralPattern]:
    """Read and check the file (the program's own when `folder` is None).

    Raises:
        CatalogueError: the first bad entry, with its place and the reason.
    """
    reading = Reading(FILE)
    raw = reader.parse(folder or resources.path("catalogue"), FILE)
    patterns: Mapping[str, ReferralPattern] = reader.convert(Mapping[str, ReferralPattern], raw, reading)

    def keys_of(target: str) -> Collection[str]:
        entries: Mapping[str, object]
        entries = body_words().regions if target == "chart_regions" else getattr(catalogue(), target)
        return entries.keys()

    reader.check_references(reading.references, keys_of)
    drawn = {muscle for region in body_words().regions.values() for muscle in region.muscles}
    for key, pattern in patterns.items():
        if pattern.muscle not in drawn:
            raise CatalogueError(FILE, f"{key}.muscle", f"no region of the body chart shows {pattern.muscle}")
        if not pattern.main or not pattern.source:
            raise CatalogueError(FILE, key, "a pattern needs a region and a source")
        both = sorted(set(pattern.main) & set(pattern.more))
        if both:
            raise CatalogueError(FILE, f"{key}.more", f"{both[0]} stands under main too")
    return patterns


@cache
def referral_patterns() -> Mapping[str, ReferralPattern]:
    """The program's own patterns, read once."""
    return load()


def patterns_at(region: str) -> tuple[ReferralPattern, ...]:
    """The patterns of the muscles that lie in a region of the chart."""
    known = body_words().regions.get(region)
    muscles = known.muscles if known else ()
    return tuple(pattern for pattern in referral_patterns().values() if pattern.muscle in muscles)


def referred(origins: Iterable[Site]) -> Referred:
    """Where pain from these regions is commonly felt: on their own side, or on the midline."""
    main: set[Site] = set()
    more: set[Site] = set()
    for origin in origins:
        for pattern in patterns_at(origin.region):
            main.update(_sited(pattern.main, origin.side))
            more.update(_sited(pattern.more, origin.side))
    return Referred(frozenset(main), frozenset(more - main))


def _sited(regions: Iterable[str], side: str) -> Iterable[Site]:
    for region in regions:
        if body_words().regions[region].sides == "midline":
            yield Site(region, "midline")
        elif side != "midline":
            yield Site(region, side)


def referral_words(origin: Site) -> tuple[str, ...]:
    """The patterns of a region in words: `Soleus, right: heel; achilles tendon (sometimes sacroiliac joint)`."""
    found = []
    for pattern in patterns_at(origin.region):
        muscle = _("{muscle}, {side}").format(
            muscle=catalogue().words("muscles", pattern.muscle), side=side_word(origin.side)
        )
        main, more = (
            clauses(lower_first(region_words(region)) for region in part) for part in (pattern.main, pattern.more)
        )
        told = _("{muscle}: {main} (sometimes {more})") if more else _("{muscle}: {main}")
        found.append(told.format(muscle=muscle, main=main, more=more))
    return tuple(found)


def referral_doubt(origins: Iterable[Site]) -> str:
    """What the zones are, and where they are known from."""
    places = tuple(origins)
    shown = [pattern for origin in places for pattern in patterns_at(origin.region)]
    if not places:
        return _("Choose a mark, or rest on a muscle, to see where pain from it is commonly felt.")
    if not shown:
        return _("No common referral is on file for this region.")
    sources = sources_text(dict.fromkeys(key for pattern in shown for key in pattern.source))
    return _("Common patterns, to be verified; not a diagnosis. Source: {source}.").format(source=sources)
