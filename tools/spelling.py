"""Writes the word lists of the spelling: `python -m tools.spelling`.

`en_CA.txt` holds every form that the Hunspell dictionary in `tools/dictionary` allows, so that a look-up at run time is
a look into a set. (Working the affixes out while somebody types costs seconds of loading and holds Python's lock.)
`clinical_en.txt` holds the words of the clinical catalogue that the dictionary does not know, `trade_en.txt` is written
by hand and stays as it is."""

from __future__ import annotations

import dataclasses
import gc
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rmt_notes import resources
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.spelling import SHORTEST, spans_of
from rmt_notes.clinical.words import Words

SOURCE = Path(__file__).parent / "dictionary" / "en_CA"


def dictionary() -> Any:
    """The Hunspell dictionary, read."""
    from spylls.hunspell import Dictionary

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the reader leaves the closing to the collector
        read = Dictionary.from_files(str(SOURCE))
        gc.collect()
    return read


def forms(dictionary: Any) -> dict[str, bool]:
    """Every form of every word, and whether it may be suggested. The possessive is left to the look-up."""
    found: dict[str, bool] = {}
    aff = dictionary.aff
    for word in dictionary.dic.words:
        if aff.ONLYINCOMPOUND in word.flags or any(sign.isdigit() for sign in word.stem):
            continue
        made = [(word.stem, True)]
        for flag in sorted(word.flags):
            for suffix in aff.SFX.get(flag, ()):
                if word.stem.endswith(suffix.strip) and suffix.cond_regexp.search(word.stem):
                    stem = word.stem[: len(word.stem) - len(suffix.strip)]
                    made.append((stem + suffix.add, suffix.crossproduct))
        for flag in sorted(word.flags):
            for prefix in aff.PFX.get(flag, ()):
                for at, (form, crosses) in enumerate(list(made)):
                    if (at == 0 or (crosses and prefix.crossproduct)) and prefix.cond_regexp.search(form):
                        made.append((prefix.add + form[len(prefix.strip) :], False))
        suggested = aff.NOSUGGEST not in word.flags
        for form, _crosses in made:
            if not form.endswith("'s"):
                found[form] = found.get(form, False) or suggested
    return found


def dictionary_text() -> str:
    """The list of forms, sorted; an exclamation mark behind those that are never suggested."""
    found = forms(dictionary())
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
