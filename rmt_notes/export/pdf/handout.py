"""The client's handout on one page in large type. This door is light; ReportLab is loaded when it is drawn."""

from __future__ import annotations

from rmt_notes.clinical.handout import Handout
from rmt_notes.i18n import LANGUAGES, _, language_of

SIZES = (14.5, 13.5, 12.5, 11.5)
"""Sizes of type that are tried, the largest first, in points; smaller is no large type any more."""


class HandoutTrouble(Exception):
    """The handout cannot be drawn as it is; `str()` is the sentence to show."""


def handout_page(handout: Handout, language: str = "") -> bytes:
    """The handout as a PDF on one Letter page, in `language` (the practice's, where empty). The same values give the
    same bytes.

    Raises:
        HandoutTrouble: there is nothing to hand out, or it does not fit on one page.
    """
    from rmt_notes.export.pdf.handout_sheet import handout_sheet
    from rmt_notes.export.pdf.style import drawn, page_count

    wanted = language or handout.practice.language
    with language_of(wanted if wanted in LANGUAGES else LANGUAGES[0]):
        if not handout.items and not handout.advice:
            raise HandoutTrouble(_("The plan holds no home care and no advice: there is nothing to hand out."))
        for size in SIZES:
            sheet = handout_sheet(handout, size)
            if page_count(sheet) == 1:
                return drawn(sheet)
        raise HandoutTrouble(_("The handout is longer than one page. Give fewer exercises at a time."))
