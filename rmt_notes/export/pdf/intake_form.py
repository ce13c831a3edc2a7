"""The intake as a PDF with fields to fill in at home, and the reading of one that came back.

Reading takes names and texts of fields, nothing else: no script of the file runs, no attachment is opened, and the file
itself is not kept.
"""

from __future__ import annotations

import io

from rmt_notes.clinical.intake_form import BadForm, IntakeForm
from rmt_notes.i18n import LANGUAGES, _, language_of

LARGEST = 10 * 1024 * 1024
"""Bytes of a file that is read at all."""
MOST_FIELDS = 2000


def intake_form(form: IntakeForm, language: str = "") -> bytes:
    """The form to fill in, in `language` (the practice's, where empty)."""
    from rmt_notes.export.pdf.intake_form_sheet import FormPages

    wanted = language or form.practice.language
    with language_of(wanted if wanted in LANGUAGES else LANGUAGES[0]):
        return FormPages(form).drawn()


def read_form(data: bytes) -> dict[str, str]:
    """The fields of a filled-in form by name, as texts; choices as their keys, an empty text where nothing is chosen.

    Raises:
        BadForm: too large, no PDF, locked, damaged, or without fields.
    """
    import pikepdf

    if len(data) > LARGEST:
        raise BadForm(_("This file is larger than 10 MB. A filled-in form is far smaller; it was not opened."))
    if not data.lstrip().startswith(b"%PDF-"):
        raise BadForm(_("This file is not a PDF."))
    try:
        with pikepdf.open(io.BytesIO(data), inherit_page_attributes=False) as document:
            form = document.Root.get("/AcroForm")
            fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
            if not isinstance(fields, pikepdf.Array) or len(fields) == 0:
                raise BadForm(
                    _("This PDF has no fields that can be read. Was it printed or scanned? Then type the answers in.")
                )
            found: dict[str, str] = {}
            _collect(fields, "", found, 0)
            return found
    except pikepdf.PasswordError as trouble:
        raise BadForm(_("This PDF is locked with a password. Ask for the form without one.")) from trouble
    except (pikepdf.PdfError, UnicodeDecodeError) as trouble:  # the second: names that are no text any more
        raise BadForm(_("This PDF is damaged and cannot be read.")) from trouble


def _collect(fields: object, above: str, found: dict[str, str], depth: int) -> None:
    """Walk the tree of fields; a damaged one that points at itself ends."""
    import pikepdf

    if depth > 8 or not isinstance(fields, pikepdf.Array):
        return
    for field in fields:
        if len(found) > MOST_FIELDS:
            raise BadForm(_("This PDF has more fields than any form of RMT Notes. It was not read."))
        if not isinstance(field, pikepdf.Dictionary):
            continue
        own = _text(field.get("/T"))
        name = ".".join(part for part in (above, own) if part)
        kids = field.get("/Kids")
        named_kids = isinstance(kids, pikepdf.Array) and any(
            isinstance(kid, pikepdf.Dictionary) and "/T" in kid for kid in kids
        )
        if named_kids:
            _collect(kids, name, found, depth + 1)
        elif name:
            found[name] = _value(field.get("/V"))


def _value(value: object) -> str:
    import pikepdf

    if isinstance(value, pikepdf.Name):
        word = str(value).removeprefix("/")
        return "" if word == "Off" else word
    return _text(value)


def _text(value: object) -> str:
    import pikepdf

    return str(value) if isinstance(value, pikepdf.String) else ""
