"""A letter to a clinician on one page. This door is light; typefaces and ReportLab are loaded when it is drawn."""

from __future__ import annotations

from dataclasses import replace

from rmt_notes.clinical.letters import Letter
from rmt_notes.i18n import LANGUAGES, _, language_of


class LetterTrouble(Exception):
    """The letter cannot be drawn as it is; `str()` is the sentence to show."""


def letter_page(letter: Letter, language: str = "") -> bytes:
    """The letter as a PDF on one Letter page, in `language` (the practice's, where empty). What the client disputes
    comes after it and is never shortened, so it may take a further page. The same values give the same bytes.

    Raises:
        LetterTrouble: it does not fit on one page.
    """
    from rmt_notes.export.pdf.letter_sheet import FIGURES, letter_sheet
    from rmt_notes.export.pdf.style import drawn, page_count

    wanted = language or letter.practice.language
    with language_of(wanted if wanted in LANGUAGES else LANGUAGES[0]):
        for figure in FIGURES if letter.marks else FIGURES[-1:]:
            if page_count(letter_sheet(replace(letter, disputed=()), figure)) == 1:
                return drawn(letter_sheet(letter, figure))
        raise LetterTrouble(_("The letter is longer than one page. Shorten it: one finding, one question."))
