"""What a client asks to have corrected in the record, and what came of it.

A request that is granted leads to an amendment. One that is refused keeps the reason, and the client may attach a
statement of disagreement, which from then on goes wherever the note goes (record standards R4; PHIPA: answer within 30
days, New Brunswick: 30 business days).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.wording import day
from rmt_notes.i18n import _

STATES = ("open", "granted", "refused", "withdrawn")
HOW = ("spoken", "written")
GROUNDS = ("professional_opinion", "not_own_record", "other")
"""Why a correction may be refused: the words are a professional opinion held in good faith, or were made by somebody
else; anything else is told in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One request. `what` is what the client asks to be changed, `visit_id` the note it speaks of (empty: another part
    of the record).

    `reason` is why it was refused, or what was corrected; `recipients` whom the client asked to be told of the
    correction and who was told. `statement` is the client's statement of disagreement.
    """

    id: str
    client_id: str
    requested_on: date
    what: str
    recorded_at: datetime
    practitioner_id: str
    visit_id: str = ""
    how: str = "spoken"
    state: str = "open"
    decided_at: datetime | None = None
    decided_by: str = ""
    ground: str = ""
    reason: str = ""
    recipients: str = ""
    statement: str = ""
    statement_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"{self.state!r} is no state of a correction")
        if self.how not in HOW:
            raise ValueError(f"{self.how!r} is no way to ask for a correction")
        if self.ground and self.ground not in GROUNDS:
            raise ValueError(f"{self.ground!r} is no ground to refuse a correction")

    def is_told_with_note(self) -> bool:
        """Whether it must stand beside the note wherever that goes: refused requests do."""
        return self.state == "refused"


def answer_due(requested_on: date, rules: Jurisdiction) -> date | None:
    """The last day for an answer; None where the profile names no term. Business days are Monday to Friday: public
    holidays are not taken off, so the day is never too late."""
    if rules.correction_business_days is not None:
        due = requested_on
        for _day in range(rules.correction_business_days):
            due += timedelta(days=1)
            while due.weekday() > 4:
                due += timedelta(days=1)
        return due
    if rules.correction_days is not None:
        return requested_on + timedelta(days=rules.correction_days)
    return None


def ground_words(ground: str) -> str:
    """A ground in words."""
    return {
        "professional_opinion": _("a professional opinion or observation made in good faith"),
        "not_own_record": _("made by somebody else, without the knowledge needed to correct it"),
    }.get(ground, _("another reason"))


def amendment_reason(correction: Correction) -> str:
    """The reason that the amendment of a granted request carries."""
    return _("Correction at the client's request of {day}: {what}").format(
        day=day(correction.requested_on), what=correction.what.strip()
    )


def told_with_note(correction: Correction) -> tuple[tuple[str, str], ...]:
    """Labels and words that stand beside the note of a refused request."""
    if not correction.is_told_with_note():
        return ()
    rows = [
        (_("Asked on {day}").format(day=day(correction.requested_on)), correction.what),
        (
            _("Refused"),
            _("{ground}. {reason}").format(
                ground=_upper(ground_words(correction.ground)), reason=correction.reason.strip()
            ),
        ),
    ]
    if correction.statement:
        rows.append((_("Statement of disagreement"), correction.statement))
    return tuple(rows)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
