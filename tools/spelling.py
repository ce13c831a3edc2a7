"""Writes the word lists of the spelling: `python -m tools.spelling`.

`en_CA.txt` holds every form that the Hunspell dictionary in `tools/dictionary` allows, so that a look-up at run time is
a look into a set. (Working the affixes out while somebody types costs seconds of loading and holds Python's lock.)
`clinical_en.txt` holds the words of the clinical catalogue that the dictionary does not know, `trade_en.txt` is written
by hand and stays as it is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rmt_notes import resources
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.spelling import SHORTEST, spans_of
from rmt_notes.clinical.words import Words

SOURCE = Path(__file__).parent / "dictionary" / "en_CA"
IN_COMPOUNDS, NEVER_SUGGESTED = "c", "!"
"""Flags of this dictionary."""


@dataclass(frozen=True, slots=True)
class Affix:
    """What a flag of the dictionary may add to a word: at its end, or with `front` at its beginning, in place of
    `strip`, where `fits` finds its letters."""

    front: bool
    crosses: bool
    strip: str
    add: str
    fits: re.Pattern[str]

    def put_to(self, word: str) -> str:
        """The word with the affix; empty where it does not fit."""
        if not self.fits.search(word):
            return ""
        if self.front:
            return self.add + word.removeprefix(self.strip)
        return word.removesuffix(self.strip) + self.add


def affixes(lines: Iterable[str]) -> dict[str, list[Affix]]:
    """The affixes of a Hunspell `.aff` file by their flag. Those of this dictionary carry no flags of their own."""
    found: dict[str, list[Affix]] = {}
    crosses: dict[str, bool] = {}
    for line in lines:
        parts = line.split()
        if not parts or parts[0] not in ("SFX", "PFX"):
            continue
        kind, flag = parts[:2]
        if len(parts) == 4:
            crosses[flag] = parts[2] == "Y"
            continue
        strip, add = ("" if part == "0" else part for part in parts[2:4])
        condition = parts[4] if len(parts) > 4 else "."
        pattern = re.compile(f"^{condition}" if kind == "PFX" else f"{condition}$")
        found.setdefault(flag, []).append(Affix(kind == "PFX", crosses[flag], strip, add, pattern))
    return found


def forms() -> dict[str, bool]:
    """Every form of every word, and whether it may be suggested. The possessive is left to the look-up, numbers are
    left out."""
    known = affixes(SOURCE.with_suffix(".aff").read_text(encoding="utf-8").splitlines())
    found: dict[str, bool] = {}
    for line in SOURCE.with_suffix(".dic").read_text(encoding="utf-8").splitlines()[1:]:
        word, _slash, flags = line.strip().partition("/")
        if not word or IN_COMPOUNDS in flags or any(sign.isdigit() for sign in word):
            continue
        ends = [affix for flag in sorted(flags) for affix in known.get(flag, ()) if not affix.front]
        fronts = [affix for flag in sorted(flags) for affix in known.get(flag, ()) if affix.front]
        made = [(word, True), *((affix.put_to(word), affix.crosses) for affix in ends)]
        made += [
            (front.put_to(form), False)
            for front in fronts
            for form, crosses in made
            if form and (form == word or (crosses and front.crosses))
        ]
        for form, _crosses in made:
            if form and not form.endswith("'s"):
                found[form] = found.get(form, False) or NEVER_SUGGESTED not in flags
    return found


def dictionary_text() -> str:
    """The list of forms, sorted; an exclamation mark behind those that are never suggested."""
    found = forms()
    return "".join(f"{form}\n" if suggested else f"{form}!\n" for form, suggested in sorted(found.items()))


def clinical_text() -> str:
    """The catalogue's words that the dictionary does not know, sorted; small where only a label begins with them."""
    known = {line.rstrip("!") for line in resources.text("spelling", "en_CA.txt").splitlines()}
    found = set()
    for text in _texts(catalogue()):
        for start, _end, whole in spans_of(text):
            for part in whole.removesuffix("'s").removesuffix("’s").split("-"):
                word = part if start and text[start - 1] != "(" and text[start - 2 : start] != ". " else part.lower()
                if len(word) >= SHORTEST and not {word, word.lower(), word.capitalize()} & known:
                    found.add(word)
    small = {word for word in found if word.islower()}
    return "".join(f"{word}\n" for word in sorted(small | {word for word in found if word.lower() not in small}))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Words):
        yield value.en
    elif isinstance(value, str):
        return
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
    elif hasattr(value, "values"):
        yield from _each(value.values())
    elif isinstance(value, Iterable):
        yield from _each(value)


def _each(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from _texts(value)


def main() -> None:
    """Write the lists and say where."""
    for name, text in (("en_CA.txt", dictionary_text), ("clinical_en.txt", clinical_text)):
        path = resources.path("spelling", name)
        path.write_text(text(), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
