"""Loose input made neat when a field is left. Nothing is refused: what is not understood stays as it was typed, with a
remark beside it."""

from __future__ import annotations

import re
import unicodedata

from rmt_notes.i18n import _

_EXTENSION = re.compile(r"\s*(?:ext\.?|extension|poste|x|#)\s*(\d{1,6})\s*$", re.IGNORECASE)
_CANADIAN_POSTAL = re.compile(r"([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])[\s-]*(\d[ABCEGHJ-NPRSTV-Z]\d)", re.IGNORECASE)
_AMERICAN_POSTAL = re.compile(r"\d{5}(?:-?\d{4})?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def tidy_text(text: str) -> str:
    """One line without doubled spaces, in the composed form of Unicode (an accent typed as two characters becomes
    one)."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_phone(text: str) -> str:
    """`(416)555 0199 x12` becomes `416-555-0199 ext. 12`; numbers of other countries stay as typed."""
    line = tidy_text(text)
    found = _EXTENSION.search(line)
    extension = found.group(1) if found else ""
    number = line[: found.start()] if found else line
    if re.search(r"[^\d\s().+/-]", number):
        return line
    digits = re.sub(r"\D", "", number)
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    elif number.lstrip().startswith("+"):
        return line
    if len(digits) != 10:
        return line
    neat = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return f"{neat} ext. {extension}" if extension else neat


def phone_remark(text: str) -> str:
    """What looks odd about a telephone number, or nothing."""
    line = tidy_text(text)
    if not line or line.startswith("+"):
        return ""
    digits = len(re.sub(r"\D", "", _EXTENSION.sub("", line)))
    if digits < 10:
        return _("A number here has ten digits; this one has {count}. It is kept as typed.").format(count=digits)
    return ""


def tidy_postal_code(text: str) -> str:
    """`m5v3l9` becomes `M5V 3L9`; anything else stays as typed."""
    line = tidy_text(text)
    found = _CANADIAN_POSTAL.fullmatch(line)
    return f"{found.group(1)} {found.group(2)}".upper() if found else line


def postal_code_remark(text: str) -> str:
    """What looks odd about a postal code, or nothing."""
    line = tidy_text(text)
    if not line or _CANADIAN_POSTAL.fullmatch(line) or _AMERICAN_POSTAL.fullmatch(line):
        return ""
    return _("A Canadian postal code looks like M5V 3L9. It is kept as typed.")


def email_remark(text: str) -> str:
    """What looks odd about an e-mail address, or nothing."""
    line = text.strip()
    if not line or _EMAIL.fullmatch(line):
        return ""
    return _("An e-mail address looks like name@example.ca. It is kept as typed.")


def name_from_search(text: str) -> tuple[str, str]:
    """First and last name from what was typed into a search: `tremblay, emile` and `emile tremblay` are both Emile
    Tremblay.

    Only words typed without any capital are given one.
    """
    line = tidy_text(text)
    if not any(character.isalpha() for character in line):
        return "", ""
    if line == line.lower():
        line = re.sub(r"(^|[\s'’-])(\w)", lambda found: found.group(1) + found.group(2).upper(), line)
    if "," in line:
        last, _comma, first = line.partition(",")
        return first.strip(), last.strip()
    first, _space, last = line.partition(" ")
    return first, last


def whole_name(text: str) -> str:
    """The same name in one line; empty where nothing of what was typed can be one."""
    return " ".join(part for part in name_from_search(text) if part)
