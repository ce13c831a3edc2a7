"""Locks a PDF with a passphrase: AES-256 (PDF 2.0, revision 6), which any current reader opens.

ReportLab's own locking is RC4 and is never used. What is locked here is the file, not the record: whoever has the
passphrase reads everything in it, and there is no second way in.
"""

from __future__ import annotations

import io
import secrets
import unicodedata

from rmt_notes.i18n import _

LEAST = 12
"""Characters of a passphrase for a file that leaves the house."""
MOST = 127
"""Bytes that revision 6 takes of a passphrase."""
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is misheard or misread: no 0 and O, 1, I and L, U and V spoken alike."""


class WrongLock(Exception):
    """The passphrase does not open the file, or it is no locked PDF."""


def suggested() -> str:
    """A passphrase to read out on the telephone: four groups of four, about 78 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _group in range(4))


def problem(passphrase: str) -> str:
    """Why a passphrase will not do, as a sentence; empty where it will."""
    if len(passphrase.strip()) < LEAST:
        return _("Take at least {number} characters: the file may be copied and tried for years.").format(number=LEAST)
    if len(_spelled(passphrase)) > MOST:
        return _("That is longer than a PDF can take. Use up to {number} characters.").format(number=MOST)
    if any(unicodedata.category(sign).startswith("C") for sign in passphrase):
        return _("A passphrase is made of letters, figures and signs that can be typed.")
    return ""


def lock(pdf: bytes, passphrase: str) -> bytes:
    """The same document, readable only with the passphrase.

    Raises:
        ValueError: the passphrase will not do (see `problem`).
        WrongLock: the PDF is damaged, or locked by somebody else already.
    """
    import pikepdf

    if problem(passphrase):
        raise ValueError("this passphrase does not lock a file")
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            save_locked(document, out, passphrase)
    except (pikepdf.PasswordError, pikepdf.PdfError) as trouble:
        raise WrongLock(
            _("This PDF is damaged or locked already, so no lock can be put on it. Save it without.")
        ) from trouble
    return out.getvalue()


def save_locked(document: object, out: io.BytesIO, passphrase: str) -> None:
    """Write an open pikepdf document locked. The owner's passphrase is thrown away: nobody needs it."""
    import pikepdf

    assert isinstance(document, pikepdf.Pdf)
    secret = _spelled(passphrase).decode("utf-8")
    document.save(
        out, encryption=pikepdf.Encryption(user=secret, owner=secrets.token_urlsafe(32), R=6, aes=True, metadata=True)
    )


def unlock(pdf: bytes, passphrase: str) -> bytes:
    """The document without its lock, for reading a packet back.

    Raises:
        WrongLock: it does not open with this.
    """
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf), password=_spelled(passphrase).decode("utf-8")) as document:
            document.save(out)
    except (pikepdf.PasswordError, pikepdf.PdfError) as trouble:
        raise WrongLock(_("This passphrase does not open the file, or the file is damaged.")) from trouble
    return out.getvalue()


def _spelled(passphrase: str) -> bytes:
    """As every reader spells it (SASLprep asks for this form of letters with accents)."""
    return unicodedata.normalize("NFKC", passphrase.strip()).encode("utf-8")
