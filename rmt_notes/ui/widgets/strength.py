"""How hard a passphrase is to guess, in words. A rough estimate: it rewards length and variety and punishes what people
usually choose."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from rmt_notes.i18n import _

SHORTEST = 12
"""Characters. Shorter ones are refused: the file may be carried off and guessed at in peace."""

_COMMON = (
    "password",
    "passphrase",
    "passwort",
    "motdepasse",
    "qwerty",
    "azerty",
    "letmein",
    "welcome",
    "bienvenue",
    "massage",
    "massotherapie",
    "therapist",
    "therapy",
    "clinic",
    "clinique",
    "client",
    "admin",
    "secret",
    "soleil",
    "bonjour",
    "hello",
    "iloveyou",
    "jetaime",
    "dragon",
    "monkey",
    "football",
    "hockey",
    "canada",
    "ontario",
    "toronto",
    "montreal",
    "vancouver",
    "ottawa",
    "summer",
    "winter",
    "spring",
    "autumn",
    "january",
    "monday",
    "default",
    "changeme",
    "computer",
    "internet",
    "princess",
    "sunshine",
    "shadow",
    "master",
    "rmtnotes",
    "rmt",
)
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm")


@dataclass(frozen=True, slots=True)
class Strength:
    """`level` 0 refused, 1 weak, 2 fair, 3 strong; `word` names it, `advice` says what would help."""

    level: int
    word: str
    advice: str


def bits(passphrase: str) -> float:
    """Roughly how many yes-or-no questions a guesser needs."""
    folded = passphrase.casefold()
    total = 0.0
    for word in _COMMON:
        while word in folded:
            folded = folded.replace(word, " ", 1)
            total += 7.0
    for year in re.findall(r"(?:19|20)\d\d", folded):
        folded = folded.replace(year, " ", 1)
        total += 6.0
    words = [word for word in re.split(r"[\s._,;:/+-]+", folded) if word]
    seen: set[str] = set()
    for word in words:
        total += (
            2.0
            if word in seen
            else min(_word_bits(word), 22.0 if word.isalpha() and len(word) < 10 and len(words) > 1 else 99.0)
        )
        seen.add(word)
    if any(character.isupper() for character in passphrase[1:]):
        total += 3.0
    return total


def _word_bits(word: str) -> float:
    fresh = 0.0
    previous = ""
    for character in word:
        pair = previous + character
        if character == previous or (previous and any(pair in run or pair in run[::-1] for run in _RUNS)):
            fresh += 0.8
        elif character.isalpha():
            fresh += 2.6 if character.isascii() else 4.0
        elif character.isdigit():
            fresh += math.log2(10)
        else:
            fresh += 4.5
        previous = character
    return fresh


def judge(passphrase: str) -> Strength:
    """Strength in words with advice; the words never repeat any part of the passphrase."""
    missing = SHORTEST - len(passphrase.strip())
    if missing > 0:
        return Strength(
            0,
            _("Too short"),
            _("At least {count} characters. Four or five unrelated words are easy to type and hard to guess.").format(
                count=SHORTEST
            ),
        )
    estimate = bits(passphrase)
    if estimate < 30:
        return Strength(
            1, _("Easy to guess"), _("Common words and rows of keys are tried first. Add two or three unrelated words.")
        )
    if estimate < 50:
        return Strength(2, _("Fair"), _("One more unrelated word would make it strong."))
    return Strength(3, _("Strong"), _("Nobody can look it up or reset it for you; only the printed recovery code can."))
