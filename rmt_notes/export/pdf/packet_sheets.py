"""The two PDFs of a packet that are no chart: who is in it, and what programs read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from rmt_notes import i18n
from rmt_notes.clinical.client import Client
from rmt_notes.export.pdf.blocks import Column, labelled, prose, table
from rmt_notes.export.pdf.chart_copy import attached
from rmt_notes.export.pdf.chart_sheet import client_line
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.lock import save_locked
from rmt_notes.export.pdf.style import BODY, INK, SMALL, SOFT, Row, Rule, Sheet, Words, drawn
from rmt_notes.export.pdf.typefaces import STRONG
from rmt_notes.export.pdf.words import moment_words
from rmt_notes.i18n import _, _n


def index_pdf(practice: str, made_at: datetime, clients: Sequence[tuple[Client, int]], passphrase: str) -> bytes:
    """Everybody in the packet, with the file each chart stands in; locked."""
    setter = Setter()
    count = _n("{number} client", "{number} clients", len(clients)).format(number=len(clients))
    rows = _title(setter, _("Records handed over"), f"{practice} · {moment_words(made_at)} · {count}")
    columns = [
        Column(_("File"), 14),
        Column(_("Client"), 40),
        Column(_("Date of birth"), 24),
        Column(_("Visits"), 10, "right"),
        Column(_("Chart"), 24),
    ]
    cells = []
    for client, visits in clients:
        number, name, born = client_line(client)
        cells.append((number, name, born, str(visits), f"charts/{number}.pdf"))
    rows += table(setter, columns, cells) if cells else prose(setter, [Span(_("Nobody."))])
    return _locked(_sheet(setter, rows, _("Records handed over"), practice), (), passphrase)


def machine_pdf(inside: Sequence[tuple[str, bytes, str]], passphrase: str) -> bytes:
    """A page that says what is attached, and the attached files; locked."""
    setter = Setter()
    rows = _title(setter, _("For programs"), _("What this file holds is attached to it."))
    said = {
        "record.json": _("the whole record; the schema describes every field"),
        "record.schema.json": _("what every field means (JSON Schema, draft 2020-12)"),
        "audit.jsonl": _("who did what and when, a line each, chained and signed"),
        "verify_audit.py": _("checks the audit trail with nothing but Python"),
    }
    for name, data, _kind in inside:
        size = _n("{number} byte", "{number} bytes", len(data)).format(number=len(data))
        rows += labelled(setter, name, f"{said.get(name, '')} · {size}", before=4.0)
    words = _(
        "A reader that shows attachments saves them: Adobe Acrobat Reader, Firefox, Okular, Evince. RMT Notes takes "
        "the packet in as it is."
    )
    rows += [Row(14.0), *prose(setter, [Span(words)], size=9.0, grey=SOFT)]
    return _locked(_sheet(setter, rows, _("For programs"), ""), inside, passphrase)


def _title(setter: Setter, title: str, words: str) -> list[Row]:
    rows = prose(setter, [Span(title, STRONG)], size=16.5, leading=1.3)
    rows += prose(setter, [Span(words)], size=9.2, grey=SOFT, leading=1.5)
    return [*rows, Row(7.0, (Rule(0, BODY, 6.0, 1.4, INK),), keep=True), Row(10.0, keep=True)]


def _sheet(setter: Setter, rows: list[Row], title: str, author: str) -> Sheet:
    def foot(page: int, pages: int) -> list[Row]:
        number = setter.line(_("page {page} of {pages}").format(page=page, pages=pages), SMALL, STRONG)
        left = setter.line(_("Confidential health information"), SMALL)
        return [
            Row(12.0, (Rule(0, BODY, 0.0, 0.6), Words(left, 0, 11.0, SOFT), Words(number, BODY, 11.0, align="right")))
        ]

    language = "fr-CA" if i18n.current() == "fr" else "en-CA"
    return Sheet(rows=tuple(rows), setter=setter, title=title, author=author, language=language, foot=foot)


def _locked(sheet: Sheet, inside: Sequence[tuple[str, bytes, str]], passphrase: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(sheet))) as document:
        for name, data, kind in inside:
            document.attachments[name] = attached(document, name, data, kind)
        if inside:
            document.Root["/PageMode"] = pikepdf.Name("/UseAttachments")
        save_locked(document, out, passphrase)
    return out.getvalue()
