"""Finding by words: accents and case folded, words in any order, telephone digits, file numbers and birth dates as
people type them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from rmt_notes.clinical.client import Client


class _Folded(dict[int, str | int | None]):
    """For `str.translate`: special letters in plain ones, combining marks away; each character is looked up once."""

    def __missing__(self, character: int) -> int | None:
        self[character] = kept = None if unicodedata.combining(chr(character)) else character
        return kept


_FOLDED = _Folded(zip(map(ord, "øłđðæœıħŧþ"), ("o", "l", "d", "d", "ae", "oe", "i", "h", "t", "th"), strict=True))
_WORD = re.compile("[^\\W_\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]+")
"""Letters and digits; without those few that the search index takes for marks: a word here has to be one word there."""
_PLAIN_WORD = re.compile(r"[A-Za-z0-9]+")
_BEYOND = re.compile(r"[^\x00-\x7f]+")
_JOINED = re.compile(r"[\s'’ʼ`´.-]+")
_NOT_DIGIT = re.compile(r"\D+")
_EXTENSION = re.compile(r"(?i)\s*(?:x|ext\.?|extension|poste|#)\s*\d+\s*$")
_DOMAIN = re.compile(r"@\S*")
_IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "janvier"),
            ("february", "feb", "fevrier", "fev"),
            ("march", "mar", "mars"),
            ("april", "apr", "avril", "avr"),
            ("may", "mai"),
            ("june", "jun", "juin"),
            ("july", "jul", "juillet"),
            ("august", "aug", "aout"),
            ("september", "sep", "sept", "septembre"),
            ("october", "oct", "octobre"),
            ("november", "nov", "novembre"),
            ("december", "dec", "decembre"),
        ),
        start=1,
    )
    for name in names
}


def fold(text: str) -> str:
    """Without case, accents and special letters, so that `emile` finds Émile and `soren` Søren."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _BEYOND.sub(lambda found: found[0].translate(_FOLDED), plain)


def words(text: str) -> list[str]:
    """The words of a text, folded; every ideograph is a word, since their names have no spaces."""
    plain = fold(text)
    if plain.isascii():
        return _PLAIN_WORD.findall(plain)
    return _WORD.findall(_IDEOGRAPH.sub(r" \1 ", plain))


def digits(text: str) -> str:
    """The digits of a telephone number, without its extension and without the country code of North America."""
    number = _NOT_DIGIT.sub("", _EXTENSION.split(unicodedata.normalize("NFKC", text), maxsplit=1)[0])
    return number[1:] if len(number) == 11 and number.startswith("1") else number


def look(first_name: str, last_name: str) -> str:
    """A rough sound of the name, equal for names that are easily taken for each other: Jon Smith and John Smyth,
    Marie and Maria."""
    return f"{_skeleton(last_name)}|{_skeleton(first_name)}"


def client_words(client: Client) -> str:
    """The text under which a client is found."""
    names = [client.first_name, client.last_name, client.preferred_name]
    found = [word for name in names for word in words(name)]
    # O'Brien is also typed OBrien, and Saint-Pierre SaintPierre.
    found += [joined for name in names if (joined := "".join(words(name))) and joined not in found]
    number = digits(client.phone)
    if number:
        # From any of its parts: with country code, area code, exchange or the last four.
        found += [part for part in dict.fromkeys((number, "1" + number, number[-7:], number[-4:])) if len(part) >= 4]
    found += [f"{client.file_number}", *words(client.email.partition("@")[0])]
    if client.born:
        found.append(f"born{client.born:%Y%m%d}")
    return " ".join(found)


def client_query(text: str) -> str:
    """The full-text query for what was typed in the client search; empty where it holds no word.

    All words must be there, each as the beginning of one of the client's. A date means the birthday, a row of digits
    with separators one telephone number.
    """
    days = birth_dates(text)
    if days:
        return " OR ".join(f'"born{day:%Y%m%d}"' for day in days)
    bare = text.strip()
    number = digits(bare)
    if len(number) >= 4 and not re.search(r"[^\d\s().+/-]", bare):
        return f'"{number}" *' if len(number) <= 11 else f'"{number[-10:]}" *'
    return _all_beginnings(_DOMAIN.sub("", bare))


def note_query(text: str) -> str:
    """The full-text query for a search in notes: all words, each as a beginning."""
    return _all_beginnings(text)


def birth_dates(text: str) -> tuple[date, ...]:
    """The days that a typed text may mean: 1984-03-07, 7 March 1984, March 7, 1984, 07/03/1984 (both readings),
    19840307. Empty for other text."""
    plain = fold(text).replace(",", " ")
    numbers = re.fullmatch(r"\s*(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})\s*", plain)
    if numbers:
        first, second, third = (int(part) for part in numbers.groups())
        if first > 31:
            orders = [(first, second, third)]
        elif third > 31:
            orders = [(third, second, first), (third, first, second)]
        else:
            return ()
        return _days(orders)
    compact = re.fullmatch(r"\s*((?:19|20)\d{2})(\d{2})(\d{2})\s*", plain)
    if compact:
        year, month, day = (int(part) for part in compact.groups())
        return _days([(year, month, day)])
    spelled = re.findall(r"[a-z]+|\d+", plain)
    if len(spelled) == 3:
        named = [_MONTHS[part] for part in spelled if part in _MONTHS]
        others = [int(part) for part in spelled if part.isdigit()]
        if len(named) == 1 and len(others) == 2:
            return _days([(year, named[0], day) for year, day in (others, others[::-1]) if year > 31])
    return ()


def note_words(text: str) -> str:
    """The text under which a note is found."""
    return " ".join(words(text))


def _days(orders: list[tuple[int, int, int]]) -> tuple[date, ...]:
    found = []
    for year, month, day in orders:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def _all_beginnings(text: str) -> str:
    return " AND ".join(f'"{word}" *' for word in words(text)[:24])


def _skeleton(name: str) -> str:
    letters = _JOINED.sub("", fold(name)).replace("ph", "f").replace("ck", "k")
    if not letters:
        return ""
    first = letters[0]
    rest = re.sub(r"[aeiouyhw]", "", letters[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)
