"""Puts values into words: places, lists, numbers, days. Every sentence is a whole template, so that a translation
is data.

An unknown key (a record made by a newer or older catalogue) is shown readable, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.finding import Finding
from rmt_notes.i18n import _, _p


def finding_text(finding: Finding, book: Catalogue | None = None) -> str:
    """What a finding is called: the catalogue's words, or the practice's own alert."""
    return finding.sentence.rstrip(".") or (book or catalogue()).words("contraindications", finding.key)


def side_word(side: str) -> str:
    """The client's side, spelled out; empty for no side."""
    if side == "left":
        return _p("side", "left")
    if side == "right":
        return _p("side", "right")
    if side == "bilateral":
        return _p("side", "both sides")
    if side == "midline":
        return _p("side", "midline")
    return side.replace("_", " ")


def place_text(place: Place, book: Catalogue | None = None) -> str:
    """A region with the client's side: `Calf, right`."""
    region = (book or catalogue()).words("regions", place.region)
    if not place.side:
        return region
    return _("{region}, {side}").format(region=region, side=side_word(place.side))


def places_text(places: Iterable[Place], book: Catalogue | None = None, *, inside: bool = False) -> str:
    """Several places in one line. `inside`: within a sentence, so the first letters are small."""
    words = [place_text(place, book) for place in places]
    if inside:
        words = [lower_first(word) for word in words]
    return clauses(words)


def listed(words: Iterable[str]) -> str:
    """Words joined by commas, as data in a line."""
    return _p("between the things of a list", ", ").join(word for word in words if word)


def clauses(parts: Iterable[str]) -> str:
    """What stands beside each other in a line and may have commas of its own: `low back, left; gluteal, left`."""
    return _p("between the parts of a line", "; ").join(part for part in parts if part)


def any_of(words: Sequence[str]) -> str:
    """`a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return _("{list} or {last}").format(list=listed(words[:-1]), last=words[-1])


def all_of(words: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return _("{list} and {last}").format(list=listed(words[:-1]), last=words[-1])


def lower_first(text: str) -> str:
    """A label as it stands inside a sentence: `Fever` becomes `fever`, `ART` and `CRPS, fibromyalgia` stay."""
    if len(text) > 1 and text[0].isupper() and text[1].islower():
        return text[0].lower() + text[1:]
    return text


def bare(label: str) -> str:
    """A label without what stands in brackets: `Anticoagulant (warfarin, ...)` becomes `Anticoagulant`."""
    return label.partition(" (")[0]


def upper_first(text: str) -> str:
    """A label as it stands at the start of a sentence."""
    return text[:1].upper() + text[1:]


def number(value: float | int) -> str:
    """A number as people write it: `5`, `4.7`, never `5.0`. The decimal sign is the language's."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) or float(value).is_integer():
        return str(int(value))
    return f"{value:.10g}".replace(".", _p("decimal sign", "."))


def day(value: date) -> str:
    """A day spelled out, so that no order of figures can be misread: `9 March 2026`."""
    months = (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )
    return _p("day month year", "{day} {month} {year}").format(
        day=value.day, month=months[value.month - 1], year=value.year
    )


def moment(value: datetime) -> str:
    """A day with the time of day, 24 hours."""
    return _p("day and time", "{day}, {time}").format(day=day(value), time=f"{value:%H:%M}")


def out_of(value: float | int, most: float | int) -> str:
    """`5/10`: a score on its scale."""
    return f"{number(value)}/{number(most)}"


def sources_text(keys: Iterable[str], book: Catalogue | None = None) -> str:
    """Where a fact comes from, for people: the article, a page by its site, or professional knowledge."""
    told = []
    for key in keys:
        if key == "seed":
            told.append(_("clinic article on back pain"))
        elif key == "K":
            told.append(_("professional knowledge, no page consulted"))
        else:
            source = (book or catalogue()).sources.get(key)
            sites = [address.split("/")[2].removeprefix("www.") for address in source.addresses] if source else []
            told.append(listed(dict.fromkeys(sites)) or key)
    return clauses(told)
