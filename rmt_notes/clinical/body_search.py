"""Finds regions of the body chart by words: name, area, muscle, side, in any order, accents folded."""

from __future__ import annotations

import unicodedata
from functools import cache

from rmt_notes import i18n
from rmt_notes.clinical.body_chart import all_sites, region_words
from rmt_notes.clinical.body_mark import Site
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.wording import side_word


def find_sites(text: str) -> tuple[Site, ...]:
    """The sites whose words begin with every word of `text`, best first: those whose own name has it, then those found
    by area, group or muscle. All of them for an empty text."""
    wanted = _folded(text).split()
    if not wanted:
        return all_sites()
    own: list[Site] = []
    other: list[Site] = []
    for site, name, more in _told(i18n.current()):
        if all(any(word.startswith(part) for word in name) for part in wanted):
            own.append(site)
        elif all(any(word.startswith(part) for word in (*name, *more)) for part in wanted):
            other.append(site)
    return (*own, *other)


@cache
def _told(language: str) -> tuple[tuple[Site, tuple[str, ...], tuple[str, ...]], ...]:
    """Every site with the words of its name and side, and the further words it is found by, in the language in
    force."""
    found = []
    words = body_words()
    for site in all_sites():
        region = words.regions[site.region]
        name = _folded(f"{region_words(site.region)} {side_word(site.side)}").split()
        labels = [str(words.areas[region.area]), str(catalogue().regions[region.group].label)]
        labels += [catalogue().structure(muscle) for muscle in region.muscles]
        found.append((site, tuple(name), tuple(_folded(" ".join([*labels, site.region.replace("_", " ")])).split())))
    return tuple(found)


def also_region(region: str) -> tuple[str, ...]:
    """What a region of the catalogue is also found by: its muscles, and the regions of the body chart in it with their
    short names. Nothing for a key the catalogue does not know."""
    return _also(i18n.current())[0].get(region, ())


def also_muscle(muscle: str) -> tuple[str, ...]:
    """What a muscle is also found by: the region of the body chart that is it alone, with its short name, and the
    regions it stands in."""
    return _also(i18n.current())[1].get(muscle, ())


def starts(text: str, part: str) -> bool:
    """Whether a word of `text` begins with `part`, letters and accents folded."""
    wanted = _folded(part).split()
    return all(any(word.startswith(each) for word in _folded(text).split()) for each in wanted)


@cache
def _also(language: str) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The further words of every region of the catalogue and of every muscle, in the language in force."""
    book, chart = catalogue(), body_words().regions.values()
    regions = {}
    muscles: dict[str, dict[str, None]] = {key: {} for key in book.muscles}
    for region in chart:
        if len(region.muscles) == 1:
            muscles[region.muscles[0]][str(region.label)] = None
    for key, entry in book.regions.items():
        names = [str(region.label) for region in chart if region.group == key]
        regions[key] = tuple(dict.fromkeys((*names, *(book.structure(muscle) for muscle in entry.muscles))))
        for muscle in entry.muscles:
            muscles[muscle][str(entry.label)] = None
    return regions, {key: tuple(names) for key, names in muscles.items()}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    letters = (letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return "".join(letters)
