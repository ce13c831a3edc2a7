"""One visit's note on paper. This door is light; typefaces and ReportLab are loaded when the first page is drawn."""

from __future__ import annotations

from rmt_notes.clinical.record import PrintableVisit
from rmt_notes.i18n import LANGUAGES, language_of


def soap_note(printable: PrintableVisit, language: str = "") -> bytes:
    """The note as a PDF on Letter paper, in `language` (the practice's, where empty). The same values give the same
    bytes.

    Every typed character stands on the page; those that no bundled typeface has stand there by name and are told by
    `unprintable`.
    """
    from rmt_notes.export.pdf.style import drawn
    from rmt_notes.export.pdf.visit_sheet import visit_sheet

    with language_of(_language(printable, language)):
        return drawn(visit_sheet(printable))


def unprintable(printable: PrintableVisit, language: str = "") -> tuple[str, ...]:
    """The characters of this page that no bundled typeface has, in the order met: they are printed by name in
    brackets."""
    from rmt_notes.export.pdf.visit_sheet import visit_sheet

    with language_of(_language(printable, language)):
        return tuple(visit_sheet(printable).setter.missing)


def _language(printable: PrintableVisit, language: str) -> str:
    wanted = language or printable.practice.language
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
