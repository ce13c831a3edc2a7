"""What one visit's note says on paper, from letterhead to signatures: letterhead, client and visit, what limits
treatment, the five sections, signature, and for an amended note its versions with their earlier text."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes import i18n
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_ground import avoided
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.contraindications import screen
from rmt_notes.clinical.correction import told_with_note
from rmt_notes.clinical.jurisdiction import jurisdictions
from rmt_notes.clinical.misfiling import came_words
from rmt_notes.clinical.record import PrintableVisit
from rmt_notes.clinical.visit import Note, NoteVersion, is_late
from rmt_notes.clinical.wording import day, lower_first
from rmt_notes.export.pdf.blocks import Column, framed, heading, labelled, prose, table, with_heading_again
from rmt_notes.export.pdf.edges import beside, foot, is_unsigned, letterhead, running_head, state_mark
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.note_body import note_body
from rmt_notes.export.pdf.safety_box import PAD, safety_box
from rmt_notes.export.pdf.style import BODY, INK, SMALL, SOFT, Row, Rule, Sheet, Words
from rmt_notes.export.pdf.typefaces import STRONG
from rmt_notes.export.pdf.words import (
    born_words,
    clock_words,
    file_words,
    minutes_words,
    moment_words,
    short_hash,
    weekday_words,
)
from rmt_notes.i18n import _

_RIGHT = 262.0
"""Width of the block about the visit, right of the block about the client."""


def visit_sheet(printable: PrintableVisit) -> Sheet:
    """The whole note, set and ready to draw."""
    setter = Setter()
    title = _("Massage therapy visit note")
    rows = [
        *letterhead(setter, printable, title),
        *_identity(setter, printable),
        Row(9.0),
        *_state_box(setter, printable),
        *_filed(setter, printable),
        *safety_box(setter, printable),
    ]
    versions = printable.versions
    rows += _never_alone(
        note_body(setter, printable.note, _avoid(printable), printable.practitioner.credentials, _first(printable)),
        _signature(setter, printable),
    )
    rows += _refused(setter, printable)
    earlier = versions if is_unsigned(printable) else versions[:-1]
    if earlier or printable.undone:
        rows += _list_of_versions(setter, printable)
    for version in earlier:
        rows += _earlier_text(setter, printable, version)
    rows += _unprinted(setter)
    seen_on = printable.visit.started_at.date()
    return Sheet(
        rows=tuple(rows),
        setter=setter,
        title=f"{title}, {day(seen_on)}",
        author=printable.practice.name,
        language="fr-CA" if i18n.current() == "fr" else "en-CA",
        mark=state_mark(printable) if state_mark(printable) != _("AMENDED") else "",
        head=lambda page, pages: running_head(setter, printable),
        foot=lambda page, pages: foot(setter, printable, page, pages),
    )


def _first(printable: PrintableVisit) -> Note | None:
    """What was signed first, where the note was amended or is about to be."""
    versions = printable.versions
    return versions[0].note if len(versions) > 1 or (versions and is_unsigned(printable)) else None


def _avoid(printable: PrintableVisit) -> tuple[tuple[Place, str], ...]:
    """Where treatment kept away from on the day of the visit."""
    seen_on = printable.visit.started_at.date()
    safety, practice = printable.safety, printable.practice
    found = [each for each in safety.findings if each.recorded_at.date() <= seen_on]
    return avoided(screen(found, safety.clearances, seen_on, jurisdictions().get(practice.jurisdiction)))


def _identity(setter: Setter, printable: PrintableVisit) -> list[Row]:
    client, visit = printable.client, printable.visit
    seen_on = visit.started_at.date()
    width = BODY - _RIGHT - 8
    left = prose(setter, [Span(client.formal_name(), STRONG)], size=12.6, leading=1.35, width=width)
    for words in _about_client(printable):
        left += prose(setter, [Span(words)], size=9.4, leading=1.42, width=width)
    right = prose(
        setter,
        [Span(weekday_words(seen_on), STRONG)],
        x=BODY - _RIGHT,
        width=_RIGHT,
        size=12.6 - 1.4,
        leading=1.52,
        align="right",
    )
    for number, words in enumerate(_about_visit(printable)):
        right += prose(
            setter,
            [Span(words)],
            x=BODY - _RIGHT,
            width=_RIGHT,
            size=9.4,
            leading=1.42,
            align="right",
            grey=INK if number == 0 else SOFT,
        )
    return beside(left, right)


def _about_client(printable: PrintableVisit) -> list[str]:
    client = printable.client
    seen_on = printable.visit.started_at.date()
    lines = [f"{born_words(client, seen_on)} · {file_words(client.file_number)}"]
    called = [_("called {name}").format(name=client.preferred_name) if client.preferred_name else "", client.pronouns]
    lines.append(" · ".join(part for part in called if part))
    if client.guardian is not None and client.guardian.name:
        guardian = client.guardian
        lines.append(
            _("Guardian: {who}").format(
                who=", ".join(
                    part for part in (guardian.name, guardian.relation, guardian.authority, guardian.phone) if part
                )
            )
        )
    provider = next((each for each in printable.providers if each.id in client.provider_ids[:1]), None)
    if provider is not None:
        fax = _("fax {number}").format(number=provider.fax) if provider.fax else ""
        lines.append(", ".join(part for part in (provider.name, provider.kind, fax) if part))
    return [line for line in lines if line]


def _about_visit(printable: PrintableVisit) -> list[str]:
    visit = printable.visit
    when = [clock_words(visit.started_at)]
    if visit.minutes is not None:
        when.append(minutes_words(visit.minutes))
    kind = [catalogue().words("visit_kinds", visit.kind)]
    if visit.number:
        kind.append(_("visit {number}").format(number=visit.number))
    if visit.place:
        kind.append(visit.place)
    lines = [" · ".join(when), " · ".join(kind)]
    if is_late(visit.started_at, visit.entered_at, visit.minutes):
        lines.append(_("Late entry: written down {moment}").format(moment=moment_words(visit.entered_at)))
    return lines


def _state_box(setter: Setter, printable: PrintableVisit) -> list[Row]:
    """Why a void or amended note is what it is, before anything else is read."""
    visit, versions = printable.visit, printable.versions
    if visit.state == "void":
        lead, words = _("This visit is void."), visit.void_reason
    elif is_unsigned(printable) and versions:
        lead, words = _("Amendment under way, not signed."), _("The signed text follows after it.")
    elif len(versions) > 1:
        last = versions[-1]
        lead = _("Amended.")
        sentences = [
            _("This is version {number}, signed {moment}").format(
                number=last.number, moment=moment_words(last.signed_at)
            ),
            _("Reason: {reason}").format(reason=last.reason),
            _("The earlier text follows after it."),
        ]
        words = " ".join(_stopped(sentence) for sentence in sentences)
    else:
        return []
    inner = prose(
        setter,
        [Span(lead, STRONG), Span(f" {words}" if words else "")],
        x=PAD,
        width=BODY - 2 * PAD,
        size=9.2,
        leading=1.34,
    )
    return [*framed(inner, thick=0.6, pad=PAD), Row(7.0)]


def _filed(setter: Setter, printable: PrintableVisit) -> list[Row]:
    """That the visit was first in another record, without whose."""
    rows: list[Row] = []
    for moved in printable.filed:
        rows += prose(setter, [Span(came_words(moved))], size=9.0, grey=SOFT)
    return [*rows, Row(6.0)] if rows else []


def _refused(setter: Setter, printable: PrintableVisit) -> list[Row]:
    """What the client asked to have corrected and what was refused, with the client's own statement: it goes wherever
    the note goes."""
    rows: list[Row] = []
    for correction in printable.corrections:
        for label, words in told_with_note(correction):
            rows += labelled(setter, label, words, before=1.8 if rows else 0.0)
    return [*heading(setter, _("Correction asked for by the client"), before=18.0), *rows] if rows else []


def _stopped(words: str) -> str:
    words = words.strip()
    return words if not words or words[-1] in ".!?" else f"{words}."


def _signature(setter: Setter, printable: PrintableVisit) -> list[Row]:
    if is_unsigned(printable):
        name = printable.practitioner.signature()
        note = _("Not signed. This is a draft and not yet part of the signed record.")
        inner = [*prose(setter, [Span(name)], size=10.2), *prose(setter, [Span(note, STRONG)], size=9.2)]
    else:
        inner = _signed_by(setter, printable.versions[-1])
    tied = [row._replace(keep=True) for row in inner]
    return [Row(16.0, keep=True), Row(7.0, (Rule(0, BODY, 1.0, 0.6),), keep=True), *tied[:-1], inner[-1]]


def _signed_by(setter: Setter, version: NoteVersion) -> list[Row]:
    who = [
        version.signed_name,
        _("registration no. {number}").format(number=version.registration_number)
        if version.registration_number
        else "",
    ]
    left = prose(setter, [Span(" · ".join(part for part in who if part))], size=10.2, width=BODY - 190)
    signed = prose(
        setter,
        [Span(_("signed {moment}").format(moment=moment_words(version.signed_at)))],
        x=BODY - 185,
        width=185,
        size=9.2,
        align="right",
        leading=1.5,
    )
    check = _("Version {number} · content check {hash}").format(
        number=version.number, hash=short_hash(version.content_hash)
    )
    return [*beside(left, signed), *prose(setter, [Span(check)], size=SMALL, grey=SOFT)]


def _list_of_versions(setter: Setter, printable: PrintableVisit) -> list[Row]:
    columns = [Column(_("Version"), 9), Column(_("Signed"), 33), Column(_("By"), 25), Column(_("Reason"), 33)]
    cells = []
    undone = {each.version.number: each.withdrawal for each in printable.undone}
    both = (*printable.versions, *(each.version for each in printable.undone))
    for version in sorted(both, key=lambda each: each.number):
        by = version.signed_name
        if version.registration_number:
            by += f" · {version.registration_number}"
        why = version.reason or _("first signature")
        if version.number in undone:
            taken = moment_words(undone[version.number].at)
            why = _("{reason}; signature withdrawn by the signer {moment}, not in force").format(
                reason=why, moment=taken
            )
        cells.append((str(version.number), moment_words(version.signed_at), by, why))
    return [*heading(setter, _("Versions of this note"), before=24.0), *table(setter, columns, cells)]


def _earlier_text(setter: Setter, printable: PrintableVisit, version: NoteVersion) -> list[Row]:
    """A superseded version in full, on pages of its own that all say so: it is never read as the current text."""
    in_force = is_unsigned(printable) and version is printable.versions[-1]
    words = _("Signed text in force: version {number}") if in_force else _("Earlier text, replaced: version {number}")
    title = Row(20.0, (Words(setter.line(words.format(number=version.number), 12.0, STRONG), 0, 14.0),), keep=True)
    visit = [
        weekday_words(version.started_at.date()),
        clock_words(version.started_at),
        minutes_words(version.minutes) if version.minutes is not None else "",
        lower_first(catalogue().words("visit_kinds", version.kind)),
    ]
    about = [
        _("Signed {moment} by {name}").format(moment=moment_words(version.signed_at), name=version.signed_name),
        _("Visit of {words}").format(words=" · ".join(word for word in visit if word)),
        _("Reason: {reason}").format(reason=version.reason) if version.reason else "",
    ]
    rows = [row for line in about if line for row in prose(setter, [Span(line)], size=9.0, grey=SOFT)]
    body = _never_alone(
        note_body(setter, version.note, _avoid(printable), printable.practitioner.credentials), _closed(setter, version)
    )
    return [
        title._replace(new_page=True),
        *(row._replace(keep=True) for row in rows),
        *with_heading_again(body, (title,)),
    ]


def _never_alone(body: list[Row], signature: list[Row]) -> list[Row]:
    """A signature takes the last lines of the text with it when it moves to a new page."""
    tied = [row._replace(keep=True) for row in body[-3:]]
    return [*body[:-3], *tied, *signature]


def _closed(setter: Setter, version: NoteVersion) -> list[Row]:
    inner: Sequence[Row] = _signed_by(setter, version)
    return [Row(16.0, keep=True), Row(7.0, (Rule(0, BODY, 1.0, 0.6),), keep=True), *inner]


def _unprinted(setter: Setter) -> list[Row]:
    """Tells the reader why a name in brackets stands for a sign."""
    if not setter.missing:
        return []
    words = _("Words in square brackets such as {example} stand for signs that this page's typefaces do not have.")
    from rmt_notes.export.pdf.text import named

    example = named(next(iter(setter.missing)))
    return [Row(10.0), *prose(setter, [Span(words.format(example=example))], size=SMALL, grey=SOFT)]
