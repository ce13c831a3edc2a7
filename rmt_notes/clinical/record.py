"""Larger values put together from the record for one purpose: a chart, a printed page, a row in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rmt_notes.clinical.attachment import AttachedFile, Attachment
from rmt_notes.clinical.body_compare import MarkedVisit
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.course import Progress
from rmt_notes.clinical.destruction import Destruction, DestructionPlan
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.half_typed import IdentityDraft, WaitingLetter
from rmt_notes.clinical.health_history import HealthHistory, HistoryReview
from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.clinical.misfiling import Misfiling
from rmt_notes.clinical.practice import Practice, Practitioner, Provider
from rmt_notes.clinical.retention import LegalHold
from rmt_notes.clinical.undo_sign import SignatureWithdrawal, UndoneVersion
from rmt_notes.clinical.visit import Note, NoteVersion, Visit
from rmt_notes.clinical.wordbook import Wordbook


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """One line of a client list. `similar` marks a name or birthday that another client shares."""

    id: str
    file_number: int
    name: str
    preferred_name: str = ""
    pronouns: str = ""
    born: date | None = None
    phone: str = ""
    last_visit: datetime | None = None
    visits: int = 0
    drafts: int = 0
    similar: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One line of a visit list. `techniques` are catalogue keys, named by the `credentials` of the therapist; pain
    before and after 0 to 10; `complaint` one line."""

    id: str
    client_id: str
    client_name: str
    file_number: int
    number: int
    kind: str
    state: str
    started_at: datetime
    entered_at: datetime
    minutes: int | None = None
    complaint: str = ""
    pain_before: int | None = None
    pain_after: int | None = None
    techniques: tuple[str, ...] = ()
    outcome: str = "treated"
    practitioner_name: str = ""
    credentials: tuple[str, ...] = ()
    versions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFile:
    """What limits treatment of a client: findings of every state, decisions on them, clearances and consents, and the
    papers that came or went."""

    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    consents: tuple[Consent, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def active(self) -> tuple[Finding, ...]:
        """Findings that limit treatment now."""
        return tuple(finding for finding in self.findings if finding.is_active())

    def decision_on(self, finding_id: str) -> Decision | None:
        """The latest decision on a finding."""
        latest: Decision | None = None
        for decision in self.decisions:
            if decision.finding_id == finding_id and (latest is None or decision.decided_at >= latest.decided_at):
                latest = decision
        return latest


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFile:
    """One client's screen: who, history, safety, visits newest first. `intake` is one begun and not kept; `left` are
    visits that were filed here by mistake, `came` those that were moved here; `marks` what the body charts of the
    signed visits say, oldest first."""

    client: Client
    providers: tuple[Provider, ...] = ()
    histories: tuple[HealthHistory, ...] = ()
    reviews: tuple[HistoryReview, ...] = ()
    safety: SafetyFile = SafetyFile()
    visits: tuple[VisitRow, ...] = ()
    similar: tuple[ClientRow, ...] = ()
    intake: IntakeDraft | None = None
    holds: tuple[LegalHold, ...] = ()
    corrections: tuple[Correction, ...] = ()
    left: tuple[Misfiling, ...] = ()
    came: tuple[Misfiling, ...] = ()
    marks: tuple[MarkedVisit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything the chart of one visit shows. `note` is the draft, or for a signed visit its latest version;
    `versions` oldest first, without those whose signature was withdrawn (`undone`); `undo_until` is set while whoever
    is signed in may take the newest signature back; `filed` tells of moves between records; `corrections` are the
    client's requests about this visit; `previous` is the last signed version of an earlier visit; `history` the
    newest version of the health history and `earlier_histories` those before it, newest first; `intake` one that was
    begun and not kept; `progress` where the client stands in the plan before this visit; `pain` the course (when,
    before, after) over earlier signed visits, oldest first."""

    client: Client
    practice: Practice
    practitioner: Practitioner
    visit: Visit
    note: Note
    draft_saved_at: datetime | None = None
    draft_reason: str = ""
    draft_caret: str = ""
    versions: tuple[NoteVersion, ...] = ()
    previous: NoteVersion | None = None
    pain: tuple[PainPoint, ...] = ()
    history: HealthHistory | None = None
    earlier_histories: tuple[HealthHistory, ...] = ()
    intake: IntakeDraft | None = None
    safety: SafetyFile = SafetyFile()
    providers: tuple[Provider, ...] = ()
    undone: tuple[UndoneVersion, ...] = ()
    undo_until: datetime | None = None
    progress: Progress | None = None
    filed: tuple[Misfiling, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPoint:
    """Pain before and after one visit, 0 to 10."""

    day: date
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintableVisit:
    """What a page needs: frozen, so that paper can be drawn away from the store. `audit_head` is printed in the
    footer, `printed_at` beside it."""

    practice: Practice
    practitioner: Practitioner
    client: Client
    visit: Visit
    note: Note
    versions: tuple[NoteVersion, ...]
    safety: SafetyFile
    history: HealthHistory | None
    providers: tuple[Provider, ...]
    printed_at: datetime
    audit_number: int
    audit_head: str
    undone: tuple[UndoneVersion, ...] = ()
    filed: tuple[Misfiling, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def is_draft(self) -> bool:
        """Drafts carry the word on every page."""
        return not self.versions


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeRecord:
    """The whole record as one value, for export and import. Every list is in the order of creation."""

    practice: Practice = Practice()
    practitioners: tuple[Practitioner, ...] = ()
    providers: tuple[Provider, ...] = ()
    clients: tuple[Client, ...] = ()
    histories: tuple[HealthHistory, ...] = ()
    reviews: tuple[HistoryReview, ...] = ()
    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    consents: tuple[Consent, ...] = ()
    visits: tuple[Visit, ...] = ()
    versions: tuple[NoteVersion, ...] = ()
    drafts: tuple[Draft, ...] = ()
    intakes: tuple[IntakeDraft, ...] = ()
    identities: tuple[IdentityDraft, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    waiting_letters: tuple[WaitingLetter, ...] = ()
    wordbook: Wordbook = Wordbook()
    withdrawals: tuple[SignatureWithdrawal, ...] = ()
    misfilings: tuple[Misfiling, ...] = ()
    corrections: tuple[Correction, ...] = ()
    holds: tuple[LegalHold, ...] = ()
    plans: tuple[DestructionPlan, ...] = ()
    destructions: tuple[Destruction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An unsigned note as last kept. For a signed visit it is an amendment under way, with its reason; a new start,
    length or kind waits in it
    for the signature; 0 minutes take a length back. `caret` is where the last words were typed, as the chart's column
    says it."""

    visit_id: str
    note: Note
    saved_at: datetime
    reason: str = ""
    started_at: datetime | None = None
    minutes: int | None = None
    kind: str = ""
    caret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An attachment with its content, for a copy of the chart."""

    attachment: Attachment
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientChart:
    """Everything of one client for a copy of the chart: visits oldest first, each with all its versions. `people` are
    the practitioners by id. `audit_head` is printed in the foot, `printed_at` beside it."""

    practice: Practice
    practitioner: Practitioner
    client: Client
    providers: tuple[Provider, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    histories: tuple[HealthHistory, ...] = ()
    reviews: tuple[HistoryReview, ...] = ()
    safety: SafetyFile = SafetyFile()
    visits: tuple[PrintableVisit, ...] = ()
    corrections: tuple[Correction, ...] = ()
    left: tuple[Misfiling, ...] = ()
    papers: tuple[Paper, ...] = ()
    printed_at: datetime
    audit_number: int
    audit_head: str

    def name_of(self, practitioner_id: str) -> str:
        """A practitioner's name."""
        return dict(self.people).get(practitioner_id, "")
