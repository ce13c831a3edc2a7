"""The first pages of a chart's copy: who the client is, and everything that is no visit."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes import i18n
from rmt_notes.clinical.attachment import Attachment
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client import DECLINED, Client, Contact
from rmt_notes.clinical.correction import Correction, told_with_note
from rmt_notes.clinical.history_words import history_lines
from rmt_notes.clinical.misfiling import came_words, left_words
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.record import ClientChart, PrintableVisit
from rmt_notes.clinical.wording import day, upper_first
from rmt_notes.export.pdf.blocks import Column, heading, labelled, prose, table
from rmt_notes.export.pdf.edges import beside, clinic, dotted, state_words, under_letterhead
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.safety_box import safety_parts
from rmt_notes.export.pdf.style import BODY, INK, LINE, SMALL, SOFT, Row, Rule, Sheet, Words
from rmt_notes.export.pdf.typefaces import STRONG
from rmt_notes.export.pdf.words import born_words, file_words, moment_words, short_hash
from rmt_notes.i18n import _, _n


def chart_sheet(chart: ClientChart) -> Sheet:
    """Identity, health history, what limits treatment, requests, moves, and lists of the visits and papers that
    follow."""
    setter = Setter()
    today = chart.printed_at.date()
    rows = _letterhead(setter, chart)
    rows += prose(setter, [Span(chart.client.formal_name(), STRONG)], size=14.0, leading=1.4)
    rows += prose(
        setter,
        [Span(f"{born_words(chart.client, today)} · {file_words(chart.client.file_number)}")],
        size=9.6,
        leading=1.5,
    )
    rows += [*heading(setter, _("Identity")), *_lines(setter, _identity(chart))]
    for history in chart.histories:
        title = _("Health history {number}, {day}").format(number=history.number, day=day(history.taken_at.date()))
        by = (_("Taken by"), chart.name_of(history.practitioner_id))
        rows += [*heading(setter, title), *_lines(setter, (*history_lines(history, chart.reviews), by))]
    for title, part in safety_parts(setter, chart.safety, today):
        rows += [*heading(setter, title), *part] if part else []
    rows += _requests(setter, chart)
    moved = [left_words(each) for each in chart.left]
    moved += [
        f"{_('Visit of {day}').format(day=day(visit.visit.started_at.date()))}: {came_words(each)}"
        for visit in chart.visits
        for each in visit.filed
    ]
    if moved:
        rows += heading(setter, _("Entries moved between records"))
        for words in moved:
            rows += prose(setter, [Span(words)])
    rows += _visits(setter, chart.visits)
    rows += _papers(setter, chart)
    return Sheet(
        rows=tuple(rows),
        setter=setter,
        title=_("Copy of the chart"),
        author=chart.practice.name,
        language="fr-CA" if i18n.current() == "fr" else "en-CA",
        head=lambda page, pages: _running(setter, chart),
        foot=lambda page, pages: chart_foot(setter, chart, page, pages),
    )


def _letterhead(setter: Setter, chart: ClientChart) -> list[Row]:
    practice = chart.practice
    left = clinic(setter, practice, chart.practitioner)
    if practice.custodian:
        custodian = _("Health information custodian: {name}").format(name=practice.custodian)
        left += prose(setter, [Span(custodian)], size=SMALL, grey=SOFT, width=BODY - 170, leading=1.4)
    right = prose(setter, [Span(_("Copy of the chart"), STRONG)], x=BODY - 165, width=165, size=12.5, align="right")
    made = _("made {moment}").format(moment=moment_words(chart.printed_at))
    right += prose(setter, [Span(made)], x=BODY - 165, width=165, size=SMALL, grey=SOFT, align="right")
    return [*beside(left, right), *under_letterhead()]


def _identity(chart: ClientChart) -> tuple[tuple[str, str], ...]:
    client = chart.client
    answers = dict(each.split("=", 1) for each in client.stated if "=" in each)

    def said(words: str, key: str) -> str:
        answer = answers.get(key, "")
        return words or (_("declined to answer") if answer == DECLINED else _("none") if answer else "")

    known = {each.id: each for each in chart.providers}
    physicians = [_provider(known[each]) for each in client.all_provider_ids() if each in known]
    return (
        (_("Legal name"), client.full_name()),
        (_("Called"), dotted([client.preferred_name, client.pronouns])),
        (_("Address"), said(dotted([client.address, client.postal_code]), "address")),
        (_("Telephone"), said(client.phone, "phone")),
        (_("E-mail"), said(client.email, "email")),
        (_("Occupation"), client.occupation),
        (_("Emergency contact"), said(_contact(client.emergency), "emergency")),
        (_("Guardian"), _contact(client.guardian) if client.guardian else ""),
        (_("Physicians and others"), said("; ".join(physicians), "physician")),
        (_("Referred by"), client.referred_by),
        (_("Preferred language"), client.language),
        (_("Mobility and access"), said(client.mobility, "mobility")),
        (_("Reminders"), "; ".join(each.text for each in client.reminders if each.clinical)),
    )


def _requests(setter: Setter, chart: ClientChart) -> list[Row]:
    rows: list[Row] = []
    days = {each.visit.id: day(each.visit.started_at.date()) for each in chart.visits}
    for each in chart.corrections:
        about = [(_("About"), _("the note of {day}").format(day=days[each.visit_id]))] if each.visit_id in days else []
        lines = about + list(told_with_note(each)) or [
            (_("Asked on {day}").format(day=day(each.requested_on)), each.what),
            (_("Answer"), _answer(each)),
        ]
        for label, words in lines:
            rows += labelled(setter, label, words, before=(7.0 if label == lines[0][0] else 1.8) if rows else 0.0)
    return [*heading(setter, _("Corrections asked for by the client")), *rows] if rows else []


def _answer(each: Correction) -> str:
    said = {
        "open": _("not answered yet"),
        "granted": _("granted; the note was amended") if each.visit_id else _("granted"),
        "withdrawn": _("taken back by the client"),
    }.get(each.state, "")
    decided = day(each.decided_at.date()) if each.decided_at else ""
    told = _("told of it: {names}").format(names=each.recipients) if each.recipients else ""
    return dotted([said, decided, each.reason, told])


def _visits(setter: Setter, visits: Sequence[PrintableVisit]) -> list[Row]:
    if not visits:
        return [*heading(setter, _("Visits")), *prose(setter, [Span(_("No visits."))])]
    columns = [Column(_("No."), 7), Column(_("Day"), 26), Column(_("Kind"), 27), Column(_("State"), 40)]
    cells = []
    for each in visits:
        signed = each.versions[-1] if each.versions else None
        plain = _("signed by {name}").format(name=signed.signed_name) if signed else ""
        kind = catalogue().words("visit_kinds", each.visit.kind)
        cells.append((str(each.visit.number), day(each.visit.started_at.date()), kind, state_words(each) or plain))
    count = _n("{number} visit, its note follows", "{number} visits, their notes follow", len(visits))
    return [*heading(setter, upper_first(count.format(number=len(visits)))), *table(setter, columns, cells)]


def _papers(setter: Setter, chart: ClientChart) -> list[Row]:
    if not chart.papers:
        return []
    rows: list[Row] = []
    for paper in chart.papers:
        rows += labelled(
            setter, day(paper.attachment.added_at.date()), paper_words(chart, paper.attachment, named=True)
        )
    words = _("Papers: they follow after the notes, and are in this file once more as they came")
    return [*heading(setter, words), *rows]


def paper_words(chart: ClientChart, paper: Attachment, *, named: bool = False) -> str:
    """What a paper is, when it came into the record and by whom."""
    kind = {
        "clearance_letter": _("clearance received"),
        "letter_sent": _("copy of a letter sent"),
        "report": _("report"),
    }.get(paper.kind, paper.kind.replace("_", " "))
    kept = _("kept {moment} by {name}").format(
        moment=moment_words(paper.added_at), name=chart.name_of(paper.practitioner_id)
    )
    return dotted([paper.name if named else "", kind, kept])


def _lines(setter: Setter, rows: Sequence[tuple[str, str]]) -> list[Row]:
    found: list[Row] = []
    for label, words in rows:
        if words:
            found += labelled(setter, label, words, before=1.8 if found else 0.0)
    return found


def _running(setter: Setter, chart: ClientChart) -> list[Row]:
    client = chart.client
    who = f"{client.formal_name()} · {born_words(client, chart.printed_at.date())} · {file_words(client.file_number)}"
    right = setter.line(_("copy of the chart"), SMALL, STRONG)
    left = setter.fitted(who, SMALL, BODY - right.width - 14, STRONG)
    return [Row(12.0, (Words(left, 0, 8.4), Words(right, BODY, 8.4, align="right"), Rule(0, BODY, 14.5, 0.7)))]


def chart_foot(setter: Setter, chart: ClientChart, page: int, pages: int) -> list[Row]:
    """Whose, who made it, which page, and where it stands in the audit log."""
    who = chart.practitioner
    registration = who.registration_number
    author = [
        who.signature(),
        _("registration no. {number}").format(number=registration) if registration else "",
        chart.practice.name,
    ]
    number = setter.line(_("page {page} of {pages}").format(page=page, pages=pages), SMALL, STRONG)
    made = _("made {moment} · audit {number} · {head}").format(
        moment=moment_words(chart.printed_at), number=chart.audit_number, head=short_hash(chart.audit_head)[:9]
    )
    printed = setter.line(made, SMALL)
    upper = setter.fitted(dotted(author), SMALL, BODY - number.width - 14)
    client = f"{chart.client.formal_name()} · {file_words(chart.client.file_number)}"
    lower = setter.fitted(client, SMALL, BODY - printed.width - 14)
    return [
        Row(
            17.0, (Rule(0, BODY, 5.0, 0.5, LINE), Words(upper, 0, 15.4, SOFT), Words(number, BODY, 15.4, INK, "right"))
        ),
        Row(12.0, (Words(lower, 0, 10.0, SOFT), Words(printed, BODY, 10.0, SOFT, "right"))),
    ]


def _provider(provider: Provider) -> str:
    fax = _("fax {number}").format(number=provider.fax) if provider.fax else ""
    return ", ".join(
        part for part in (provider.name, provider.kind, provider.clinic, provider.address, provider.phone, fax) if part
    )


def _contact(contact: Contact) -> str:
    return ", ".join(part for part in (contact.name, contact.relation, contact.phone, contact.authority) if part)


def client_line(client: Client) -> tuple[str, str, str]:
    """A client's line in the index of a packet: file number, name, date of birth."""
    return f"{client.file_number:04d}", client.formal_name(), day(client.born) if client.born else ""
