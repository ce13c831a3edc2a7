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


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    letters = (letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return "".join(letters)
