"""Letters to physicians: one page, the bottom line first. Words only; paper is drawn elsewhere.

Order and limits follow section 9 of the record standards: never a whole note, no diagnosis, nothing about money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rmt_notes.clinical.body_chart import renumbered
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.correction import Correction, told_with_note
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.narrative_treatment import adverse_event_text
from rmt_notes.clinical.practice import Practice, Practitioner, Provider
from rmt_notes.clinical.techniques import AdverseEvent
from rmt_notes.clinical.wording import any_of, bare, clauses, day, listed, lower_first, moment, places_text, upper_first
from rmt_notes.i18n import _

URGENT, CLEARANCE = "urgent", "clearance"
MOST_BOTTOM_LINE = 420
"""Characters of the bottom line that still fit three lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to a clinician. `kind` is urgent or clearance; `bottom_line` is read first; `parts` are a heading with
    its text each; `marks` show on a figure where it hurts; `with_reply` adds the boxes to tick; `consent` says on what
    ground it is sent. `disputed` is what the client asked to have corrected in the note and was refused, with their own
    statement: it goes along wherever the note's words go, in full, on a further page where it needs one."""

    kind: str
    practice: Practice
    practitioner: Practitioner
    client: Client
    written_at: datetime
    bottom_line: str
    provider: Provider | None = None
    parts: tuple[tuple[str, str], ...] = ()
    marks: tuple[BodyMark, ...] = ()
    with_reply: bool = False
    consent: str = ""
    disputed: tuple[tuple[str, str], ...] = ()


def kind_words(kind: str) -> str:
    """What kind of letter it is."""
    return _("Urgent concern") if kind == URGENT else _("Clearance request")


def named(findings: Sequence[Finding]) -> str:
    """Findings within a sentence, each with its places and its doubt."""
    words = []
    for finding in findings:
        entry = catalogue().contraindications.get(finding.key)
        label = lower_first(bare(str(entry.short or entry.label))) if entry else finding.key.replace("_", " ")
        if finding.places:
            label = _("{finding} ({places})").format(finding=label, places=places_text(finding.places, inside=True))
        if finding.state == "suspected" and "suspect" not in label:
            label = _("signs of {finding}").format(finding=label)
        words.append(label)
    return clauses(words)


def urgent_lines(finding: Finding, at: datetime, *, treated: bool = False) -> str:
    """The first lines of an urgent letter: what was seen, when, what was done, and what is asked."""
    entry = catalogue().contraindications.get(finding.key)
    emergency = entry is not None and entry.urgency == "emergency"
    massage = _("Treatment was stopped.") if treated else _("No massage was given.")
    ask = (
        _("The client was told to go to emergency care at once; please take over.")
        if emergency
        else _("Please see the client today, and let me know when massage is safe.")
    )
    parts = [
        _("{kind}. {finding}, noted on {moment}.").format(
            kind=kind_words(URGENT), finding=upper_first(named([finding])), moment=moment(at)
        ),
        _("Seen or told: {detail}.").format(detail=finding.detail.strip().rstrip("."))
        if finding.detail.strip()
        else "",
        massage,
        ask,
    ]
    return " ".join(part for part in parts if part)


def urgent_letter(
    finding: Finding,
    *,
    practice: Practice,
    practitioner: Practitioner,
    client: Client,
    provider: Provider | None,
    at: datetime,
    why_seen: str = "",
    marks: Sequence[BodyMark] = (),
    treated: bool = False,
    event: AdverseEvent | None = None,
) -> Letter:
    """The urgent letter that confirms the telephone call."""
    parts = [
        (_("Why seen"), why_seen.strip()),
        (_("Adverse event"), _event(event)),
        (
            _("What was done"),
            _("{moment}: the client was told what was seen and what to do.").format(moment=moment(at)),
        ),
        (_("Confirms"), _("This letter confirms a telephone call; please call back at the number above.")),
    ]
    return Letter(
        kind=URGENT,
        practice=practice,
        practitioner=practitioner,
        client=client,
        provider=provider,
        written_at=at,
        bottom_line=urgent_lines(finding, at, treated=treated),
        parts=tuple((label, text) for label, text in parts if text),
        marks=renumbered(marks),
    )


def _event(event: AdverseEvent | None) -> str:
    """What went wrong at the visit, whole; empty where nothing did."""
    return "" if event is None else f"{upper_first(adverse_event_text(event, catalogue()).rstrip('.'))}."


def clearance_letter(
    findings: Sequence[Finding],
    *,
    practice: Practice,
    practitioner: Practitioner,
    client: Client,
    provider: Provider | None,
    at: datetime,
    techniques: Sequence[str] = (),
    why_seen: str = "",
    marks: Sequence[BodyMark] = (),
    consent: str = "",
    event: AdverseEvent | None = None,
) -> Letter:
    """A request for clearance with boxes to tick. `techniques` are the classes one would like to use."""
    book = catalogue()
    wanted = [
        _("general massage") if key == "GEN" else lower_first(bare(book.words("technique_classes", key)))
        for key in techniques
    ]
    asked = any_of(wanted) if wanted else _("massage therapy")
    bottom = _("{kind}. Client with {findings}. May {techniques} be given, and within which limits?").format(
        kind=kind_words(CLEARANCE), findings=named(findings), techniques=asked
    )
    known = []
    for finding in findings:
        words = [finding.detail.strip(), _("since {day}").format(day=day(finding.since)) if finding.since else ""]
        text = listed(words)
        known.append(f"{upper_first(named([finding]))}: {text}." if text else f"{upper_first(named([finding]))}.")
    parts = [
        (_("Why seen"), why_seen.strip()),
        (_("Known to us"), " ".join(known)),
        (_("Adverse event"), _event(event)),
        (_("Until then"), _("No treatment that this limits is given before your answer.")),
    ]
    return Letter(
        kind=CLEARANCE,
        practice=practice,
        practitioner=practitioner,
        client=client,
        provider=provider,
        written_at=at,
        bottom_line=bottom,
        parts=tuple((label, text) for label, text in parts if text),
        marks=renumbered(marks),
        with_reply=True,
        consent=consent,
    )


def with_disputes(letter: Letter, corrections: Sequence[Correction]) -> Letter:
    """The letter with what must stand beside the note that it is taken from."""
    return replace(letter, disputed=tuple(row for each in corrections for row in told_with_note(each)))


def problems(letter: Letter) -> tuple[str, ...]:
    """What keeps a letter from being sent, as sentences."""
    found = []
    if not letter.bottom_line.strip():
        found.append(_("The bottom line is empty: say the one thing that matters."))
    elif len(letter.bottom_line) > MOST_BOTTOM_LINE:
        found.append(_("The bottom line is longer than three lines."))
    if letter.kind == CLEARANCE and not letter.consent.strip():
        found.append(_("Say on what consent it is sent."))
    return tuple(found)
