"""Typed text made ready for paper: the one door that every word passes on its way to a page.

Text is never markup here, so `R/O <C5 radiculopathy>` and `a & b` need no escape. What a page cannot hold as typed is
made visible, never dropped in silence: control characters become `[U+0007]`, characters that no bundled typeface has
become their name in brackets. Only characters without any mark of their own (joiners, direction marks, variation
selectors, soft hyphens) leave no trace.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_ODD = re.compile("[^\n\x20-\x7e\xa1-\xac\xae-\u0148\u014a-\u017f\u2010-\u2027\u2030-\u2055]")
"""Everything but what Inter surely has: text without such a character needs no further look."""
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NO_BREAK = frozenset("\u00a0\u2007\u202f")
_SPACES = frozenset("\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000")
_TRACELESS = frozenset(
    [
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE0080),
        *range(0xE0100, 0xE01F0),
    ]
)
"""Code points that Unicode itself calls ignorable when a text is shown."""

_WORDLESS = ("Cc", "Cs", "Co", "Cn")
"""Controls, halves of pairs, private and unassigned code points: a typeface may claim them, a reader cannot read
them."""

TAB = "    "


def shown(text: str, covered: Callable[[str], bool], missing: dict[str, None] | None = None) -> str:
    """`text` in characters that a page can hold, with `\\n` between its lines.

    `covered` tells whether a typeface has a character. Characters that none has are added to `missing`, in the order
    met.
    """
    if not _ODD.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text).replace("\t", TAB)
    out: list[str] = []
    for character in _composed(text):
        code = ord(character)
        if character == "\n" or 0x20 <= code <= 0x7E:
            out.append(character)
        elif code in _TRACELESS:
            continue
        elif character in _NO_BREAK:
            out.append("\u00a0")
        elif character in _SPACES:
            out.append(" ")
        elif unicodedata.category(character) not in _WORDLESS and covered(character):
            out.append(character)
        else:
            out.append(named(character))
            if missing is not None:
                missing[character] = None
    return "".join(out)


def named(character: str) -> str:
    """The name of a character in square brackets, as it stands where no typeface can draw it: `[thumbs up sign]`."""
    name = "" if unicodedata.category(character) in _WORDLESS else unicodedata.name(character, "")
    return f"[{name.lower()}]" if name else f"[U+{ord(character):04X}]"


def _composed(text: str) -> str:
    """Letters with their marks in one character where Unicode has one: typefaces place those better than a loose
    mark."""
    return unicodedata.normalize("NFC", text) if any(unicodedata.combining(character) for character in text) else text


def is_loose_mark(character: str) -> bool:
    """An accent or vowel point that belongs over, under or into the letter before it."""
    place = unicodedata.combining(character)
    return 10 <= place <= 36 or 200 <= place <= 240


def has_loose_mark(text: str) -> bool:
    """Whether any character is one; none stands before U+0300."""
    return max(text, default="") >= "\u0300" and any(map(is_loose_mark, text))


def has_right_to_left(text: str) -> bool:
    """Whether a line needs `in_drawing_order`."""
    return _RIGHT_TO_LEFT.search(text) is not None


def in_drawing_order(text: str) -> list[int]:
    """The places of the characters of one line, in the order in which a pen that only moves right must draw them.

    A reading of the Unicode bidirectional algorithm for one line of a left-to-right page: right-to-left stretches are
    turned round, numbers inside them are not, and a mark stays behind the letter that carries it.
    """
    levels = _levels(text)
    order: list[int] = []
    at = 0
    while at < len(text):
        if levels[at] == 0:
            order.append(at)
            at += 1
            continue
        end = at
        while end < len(text) and levels[end]:
            end += 1
        order.extend(_turned(text, levels, at, end))
        at = end
    return order


def _levels(text: str) -> list[int]:
    """0 left to right, 1 right to left, 2 a number inside a right-to-left stretch."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    levels = [0] * len(text)
    strong = "L"
    for at, kind in enumerate(kinds):
        if kind in ("L", "R", "AL"):
            strong = kind
        if kind in ("R", "AL"):
            levels[at] = 1
        elif kind in ("EN", "AN") and strong != "L":
            levels[at] = 2
        elif kind == "NSM" and at:
            levels[at] = levels[at - 1]
        elif kind in ("CS", "ES") and 0 < at < len(kinds) - 1 and levels[at - 1] == 2 and kinds[at + 1] in ("EN", "AN"):
            levels[at] = 2
    return _with_neutrals(kinds, levels)


def _with_neutrals(kinds: list[str], levels: list[int]) -> list[int]:
    """Spaces and punctuation take the direction of both their neighbours where those agree, else that of the page."""
    at = 0
    while at < len(kinds):
        if levels[at] or kinds[at] in ("L", "EN", "AN"):
            at += 1
            continue
        end = at
        while end < len(kinds) and not levels[end] and kinds[end] not in ("L", "EN", "AN"):
            end += 1
        if at and end < len(kinds) and levels[at - 1] and levels[end]:
            levels[at:end] = [1] * (end - at)
        at = end
    return levels


def _turned(text: str, levels: list[int], start: int, end: int) -> list[int]:
    groups: list[list[int]] = []
    for at in range(start, end):
        together = groups and (levels[at] == 2 == levels[groups[-1][-1]] or unicodedata.combining(text[at]))
        if together:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [at for group in reversed(groups) for at in group]


_MIRRORED = str.maketrans("()[]{}<>\u00ab\u00bb\u2039\u203a", ")(][}{><\u00bb\u00ab\u203a\u2039")


def in_visual_form(text: str, covered: Callable[[str], bool]) -> str:
    """A line with right-to-left writing as a pen that only moves right draws it: joined, turned and with its brackets
    mirrored."""
    text = joined(text, covered)
    levels = _levels(text)
    return "".join(text[at].translate(_MIRRORED) if levels[at] == 1 else text[at] for at in in_drawing_order(text))


def joined(text: str, covered: Callable[[str], bool]) -> str:
    """Arabic letters in the form that their neighbours ask for, where the typeface has that form as a character of
    its own."""
    out = list(text)
    letters = [at for at, character in enumerate(text) if not unicodedata.combining(character)]
    for number, at in enumerate(letters):
        forms = _forms().get(text[at])
        if forms is None:
            continue
        before = number > 0 and _joins_on(text[letters[number - 1]])
        after = (
            number + 1 < len(letters) and "final" in _forms().get(text[letters[number + 1]], {}) and "initial" in forms
        )
        wanted = ("medial" if after else "final") if before else ("initial" if after else "isolated")
        form = forms.get(wanted)
        if form is not None and covered(form):
            out[at] = form
    return "".join(out)


def _joins_on(character: str) -> bool:
    return character == "\u0640" or "initial" in _forms().get(character, {})


def _forms() -> dict[str, dict[str, str]]:
    if not _FORMS:
        for code in [*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFD)]:
            parts = unicodedata.decomposition(chr(code)).split()
            if len(parts) == 2 and parts[0] in ("<isolated>", "<final>", "<initial>", "<medial>"):
                _FORMS.setdefault(chr(int(parts[1], 16)), {})[parts[0][1:-1]] = chr(code)
    return _FORMS


_FORMS: dict[str, dict[str, str]] = {}


def as_typed(code: int) -> str:
    """The letters that a drawn character stands for, so that text taken out of a page reads as it was typed."""
    character = chr(code)
    if 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFF:
        return unicodedata.normalize("NFKC", character)
    return character
