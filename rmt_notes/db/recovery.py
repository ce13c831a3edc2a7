"""The recovery code as it is printed: 160 random bits as 32 characters, two check characters, in groups of five.

The alphabet leaves out I, L, O and U; typed O, I and L are read as 0 and 1, small letters, spaces and hyphens do not
matter. The two check characters are a Reed-Solomon code over the 32 characters: every single wrong character and
every swap of two neighbours is told before the key is tried.
"""

from __future__ import annotations

from rmt_notes.db.errors import WrongPassphrase
from rmt_notes.i18n import _

BYTES = 20
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS = 32
_READ_AS = str.maketrans(
    {"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\u2013": "", "\u2011": "", "\t": "", "\n": "", "\r": ""}
)
_GROUP = 5
_FIELD = 0b100101  # x^5 + x^2 + 1: arithmetic on the 32 characters


def spell(code: bytes) -> str:
    """The code in the form that is printed."""
    number = int.from_bytes(code, "big")
    symbols = [number >> (5 * place) & 31 for place in reversed(range(_CHARACTERS))]
    text = "".join(ALPHABET[symbol] for symbol in symbols + _check(symbols))
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def read(text: str) -> bytes:
    """The code's 20 bytes from what was typed.

    Raises:
        WrongPassphrase: too short, too long, a character that is not of the alphabet, or the check characters do not
        fit.
    """
    plain = text.upper().translate(_READ_AS)
    symbols = [ALPHABET.find(character) for character in plain]
    if len(symbols) != _CHARACTERS + 2 or min(symbols) < 0:
        raise WrongPassphrase(_("A recovery code has 34 letters and digits. Check it against the printed page."))
    if _check(symbols[:_CHARACTERS]) != symbols[_CHARACTERS:]:
        raise WrongPassphrase(_("The recovery code has a typing mistake. Check it against the printed page."))
    number = 0
    for symbol in symbols[:_CHARACTERS]:
        number = number << 5 | symbol
    return number.to_bytes(BYTES, "big")


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= _FIELD
        right >>= 1
    return product


def _check(symbols: list[int]) -> list[int]:
    """The plain sum, and the sum weighted by a different power of two at each place."""
    total = weighted = 0
    weight = 1
    for symbol in symbols:
        total ^= symbol
        weighted ^= _times(symbol, weight)
        weight = _times(weight, 2)
    return [weighted, total]
