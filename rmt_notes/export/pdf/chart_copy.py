"""A copy of one client's whole chart as one PDF: what the client asks for, and what a successor reads.

First who the client is and what holds over the visits, then every visit's note with all its versions, oldest first,
then the papers. The papers are inside once more as files, as they came. This door is light.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from rmt_notes.clinical.record import ClientChart, Paper
from rmt_notes.clinical.wording import day
from rmt_notes.i18n import LANGUAGES, _, language_of

Told = Callable[[int, int], bool]
"""Called with how many parts are done, of how many; False calls the work off."""


class CalledOff(Exception):
    """The work was called off; nothing was made."""


def chart_copy(chart: ClientChart, language: str = "", *, passphrase: str = "", told: Told | None = None) -> bytes:
    """The whole chart in `language` (the practice's, where empty); locked where a passphrase is given.

    Raises:
        CalledOff: `told` said so.
    """
    import pikepdf

    from rmt_notes.export.pdf.chart_sheet import chart_sheet
    from rmt_notes.export.pdf.lock import save_locked
    from rmt_notes.export.pdf.style import drawn
    from rmt_notes.export.pdf.visit_sheet import visit_sheet

    wanted = language or chart.practice.language
    parts = 1 + len(chart.visits) + len(chart.papers)
    out = io.BytesIO()
    with language_of(wanted if wanted in LANGUAGES else LANGUAGES[0]), pikepdf.new() as whole:
        marks: list[tuple[str, int]] = []

        def add(title: str, pdf: bytes) -> None:
            marks.append((title, len(whole.pages)))
            with pikepdf.open(io.BytesIO(pdf)) as part:
                whole.pages.extend(part.pages)

        def tell(done: int) -> None:
            if told is not None and not told(done, parts):
                raise CalledOff

        tell(0)
        add(_("Client"), drawn(chart_sheet(chart)))
        for number, visit in enumerate(chart.visits, start=1):
            tell(number)
            add(_("Visit of {day}").format(day=day(visit.visit.started_at.date())), drawn(visit_sheet(visit)))
        for number, paper in enumerate(chart.papers, start=1 + len(chart.visits)):
            tell(number)
            marks.append((paper.attachment.name, len(whole.pages)))
            _add_paper(whole, chart, paper)
        tell(parts)
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
        _describe(whole, chart)
        if passphrase:
            save_locked(whole, out, passphrase)
        else:
            whole.save(out)
    return out.getvalue()


def _add_paper(whole: object, chart: ClientChart, paper: Paper) -> None:
    """The pages of a paper, and the paper itself as a file in the file. What cannot be shown is only in the latter."""
    import pikepdf

    from rmt_notes.export.pdf.paper_page import picture_page, words_page

    assert isinstance(whole, pikepdf.Pdf)
    told = paper.attachment
    name = f"{told.added_at.date().isoformat()} {told.id[:8]} {told.name}"
    whole.attachments[name] = attached(whole, name, paper.content, told.media_type)
    try:
        pages = paper.content if told.media_type == "application/pdf" else picture_page(chart, paper)
        with pikepdf.open(io.BytesIO(pages)) as part:
            for page in part.pages:
                _disarm(page)
            whole.pages.extend(part.pages)
    except (pikepdf.PdfError, OSError, ValueError, SyntaxError):
        with pikepdf.open(io.BytesIO(words_page(chart, paper))) as part:
            whole.pages.extend(part.pages)


def attached(whole: object, name: str, content: bytes, media_type: str) -> Any:
    """A file within the PDF."""
    import pikepdf

    assert isinstance(whole, pikepdf.Pdf)
    return pikepdf.AttachedFileSpec(
        whole, content, description="", filename=name, mime_type=media_type, creation_date="", mod_date=""
    )


def _disarm(page: object) -> None:
    """A paper from outside is only looked at: nothing of it starts a program or opens an address."""
    import pikepdf

    assert isinstance(page, pikepdf.Page)
    for key in ("/AA",):
        if key in page.obj:
            del page.obj[key]
    for mark in page.obj.get("/Annots", []):
        for key in ("/A", "/AA"):
            if isinstance(mark, pikepdf.Dictionary) and key in mark:
                del mark[key]


def _describe(whole: object, chart: ClientChart) -> None:
    import pikepdf

    assert isinstance(whole, pikepdf.Pdf)
    whole.docinfo["/Title"] = _("Copy of the chart, file {number}").format(number=f"{chart.client.file_number:04d}")
    whole.docinfo["/Author"] = chart.practice.name
    whole.docinfo["/Creator"] = "RMT Notes"
    whole.Root["/PageMode"] = pikepdf.Name("/UseOutlines")
