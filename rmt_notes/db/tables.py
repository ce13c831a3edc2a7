"""The tables of the record.

A whole value lies as JSON in `body`; beside it stand real columns for what is asked for: names, days, states. `seq`
is the order of creation. The index tables at the end are derived from note bodies and can be made again from them at
any time.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import REAL, ForeignKey, Index, Integer, LargeBinary, MetaData, Text, UniqueConstraint

from rmt_notes.db.declared import DeclarativeBase, Mapped, mapped_column

SCHEMA = 1
"""The number of the newest migration; kept in the file as `user_version`."""

STRICT: dict[str, Any] = {"sqlite_strict": True}
BY_KEY: dict[str, Any] = {**STRICT, "sqlite_with_rowid": False}
"""Rows that lie under their key itself: what is derived from a note is only ever asked for by its visit, and beside a
table with row numbers an index would hold every key a second time."""


class Base(DeclarativeBase):
    """What every table shares: SQLite's own types only, so that tables can be STRICT, and names for every
    constraint."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text(), int: Integer(), float: REAL(), bytes: LargeBinary()}
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def sequence() -> Mapped[int]:
    """The order of creation: SQLite's own row number."""
    return mapped_column(Integer, primary_key=True, autoincrement=True)


class About(Base):
    """What the file is: `record` its id, `made_at`, `made_by` the program's version."""

    __tablename__ = "about"
    __table_args__ = STRICT
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Practice(Base):
    """The clinic; one row."""

    __tablename__ = "practice"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str]


class Practitioner(Base):
    """Who charts and signs. `person` is the key slot that opens the record for them; empty without one."""

    __tablename__ = "practitioner"
    __table_args__ = STRICT
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    person: Mapped[str]
    name: Mapped[str]
    body: Mapped[str]


class Provider(Base):
    """Physicians and others whom clients name."""

    __tablename__ = "provider"
    __table_args__ = STRICT
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]


class Client(Base):
    """Clients. `folded` is the legal name without accents and case, `look` its rough sound, `digits` the telephone
    number."""

    __tablename__ = "client"
    __table_args__ = (Index(None, "look"), Index(None, "born"), Index(None, "folded"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    file_number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    preferred_name: Mapped[str]
    pronouns: Mapped[str]
    born: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    active: Mapped[int]
    folded: Mapped[str]
    folded_first: Mapped[str]
    folded_last: Mapped[str]
    look: Mapped[str]
    digits: Mapped[str]
    body: Mapped[str]


class HealthHistory(Base):
    """Versions of a client's health history; only ever added."""

    __tablename__ = "health_history"
    __table_args__ = (UniqueConstraint("client_id", "number"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    number: Mapped[int]
    taken_at: Mapped[str]
    body: Mapped[str]


class HistoryReview(Base):
    """Later looks at a version without change; only ever added."""

    __tablename__ = "history_review"
    __table_args__ = (Index(None, "client_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    history_id: Mapped[str] = mapped_column(ForeignKey("health_history.id"))
    reviewed_on: Mapped[str]
    body: Mapped[str]


class Finding(Base):
    """Contraindication findings as they stand."""

    __tablename__ = "finding"
    __table_args__ = (Index(None, "client_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    key: Mapped[str]
    state: Mapped[str]
    body: Mapped[str]


class FindingState(Base):
    """Every state a finding was in, the present one last; only ever added."""

    __tablename__ = "finding_state"
    __table_args__ = (Index(None, "finding_id"), STRICT)
    seq: Mapped[int] = sequence()
    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id"))
    changed_at: Mapped[str]
    practitioner_id: Mapped[str]
    state: Mapped[str]
    body: Mapped[str]


class Decision(Base):
    """Decisions on findings; only ever added."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "client_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id"))
    choice: Mapped[str]
    decided_at: Mapped[str]
    body: Mapped[str]


class Clearance(Base):
    """Clinicians' clearances; changed only by revoking."""

    __tablename__ = "clearance"
    __table_args__ = (Index(None, "client_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    valid_until: Mapped[str]
    body: Mapped[str]


class Consent(Base):
    """Consents; changed only by withdrawing."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "client_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str]
    given_at: Mapped[str]
    body: Mapped[str]


class Attachment(Base):
    """Papers of a client, whole; only ever added."""

    __tablename__ = "attachment"
    __table_args__ = (Index(None, "client_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str]
    body: Mapped[str]
    content: Mapped[bytes]


class Visit(Base):
    """Visits. `moment` is the start in UTC for sorting, `day` the clinic's own calendar day."""

    __tablename__ = "visit"
    __table_args__ = (
        Index(None, "client_id", "moment"),
        Index(None, "day"),
        UniqueConstraint("client_id", "number"),
        STRICT,
    )
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    practitioner_id: Mapped[str] = mapped_column(ForeignKey("practitioner.id"))
    number: Mapped[int]
    kind: Mapped[str]
    state: Mapped[str]
    moment: Mapped[str]
    day: Mapped[str]
    body: Mapped[str]


class Draft(Base):
    """Unsigned notes: of a visit not yet signed, or an amendment under way."""

    __tablename__ = "draft"
    __table_args__ = STRICT
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    saved_at: Mapped[str]
    body: Mapped[str]


class IntakeDraft(Base):
    """Intakes begun and not kept; one per client at most."""

    __tablename__ = "intake_draft"
    __table_args__ = STRICT
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    saved_at: Mapped[str]
    body: Mapped[str]


class DraftLetter(Base):
    """The letter of a clearance that is being typed; one per intake's draft at most."""

    __tablename__ = "draft_letter"
    __table_args__ = STRICT
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    body: Mapped[str]
    content: Mapped[bytes]


class IdentityDraft(Base):
    """Identities of clients that are typed and not saved; one per client at most, and one for a new client."""

    __tablename__ = "identity_draft"
    __table_args__ = STRICT
    key: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str | None] = mapped_column(ForeignKey("client.id"))
    saved_at: Mapped[str]
    body: Mapped[str]


class NoteVersion(Base):
    """Signed notes. Nothing here is ever changed or removed; triggers see to it."""

    __tablename__ = "note_version"
    __table_args__ = (UniqueConstraint("visit_id", "number"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"))
    number: Mapped[int]
    practitioner_id: Mapped[str] = mapped_column(ForeignKey("practitioner.id"))
    signed_at: Mapped[str]
    content_hash: Mapped[str]
    body: Mapped[str]


class SignatureWithdrawal(Base):
    """Signatures taken back within minutes; the version stays. Only ever added."""

    __tablename__ = "signature_withdrawal"
    __table_args__ = (Index(None, "visit_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"))
    version_id: Mapped[str] = mapped_column(ForeignKey("note_version.id"), unique=True)
    practitioner_id: Mapped[str] = mapped_column(ForeignKey("practitioner.id"))
    at: Mapped[str]
    body: Mapped[str]


class Misfiling(Base):
    """Visits moved from one client's record to another's; only ever added. No foreign keys: the trace in one record
    outlives the other."""

    __tablename__ = "misfiling"
    __table_args__ = (Index(None, "from_client_id"), Index(None, "client_id"), Index(None, "visit_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    visit_id: Mapped[str]
    from_client_id: Mapped[str]
    client_id: Mapped[str]
    body: Mapped[str]


class Correction(Base):
    """What clients asked to have corrected; changed only by its own steps, each of them once."""

    __tablename__ = "correction"
    __table_args__ = (Index(None, "client_id"), Index(None, "state"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    visit_id: Mapped[str]
    state: Mapped[str]
    body: Mapped[str]


class LegalHold(Base):
    """Reasons not to destroy a record; changed only by lifting."""

    __tablename__ = "legal_hold"
    __table_args__ = (Index(None, "client_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    lifted: Mapped[int]
    body: Mapped[str]


class DestructionPlan(Base):
    """Lists of records to be destroyed; changed only by cancelling and by carrying out."""

    __tablename__ = "destruction_plan"
    __table_args__ = STRICT
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    made_at: Mapped[str]
    body: Mapped[str]


class Destruction(Base):
    """The log of what was destroyed; only ever added. Its row is what lets the guards open for that client."""

    __tablename__ = "destruction"
    __table_args__ = STRICT
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("destruction_plan.id"))
    client_id: Mapped[str] = mapped_column(unique=True)
    destroyed_at: Mapped[str]
    body: Mapped[str]


class Audit(Base):
    """Who did what, when, on whose record: a chain in which each entry seals the one before. Field names only, never
    what stood in them.

    `content` names every row the intention left behind, with the SHA-256 of its body (empty for a row that is gone).
    """

    __tablename__ = "audit"
    __table_args__ = (Index(None, "client_id"), STRICT)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    practitioner_id: Mapped[str]
    session: Mapped[str]
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    client_id: Mapped[str]
    detail: Mapped[str]
    content: Mapped[str]
    previous: Mapped[bytes]
    mac: Mapped[bytes]


class Phrase(Base):
    """Words a therapist uses again and again."""

    __tablename__ = "phrase"
    __table_args__ = (Index(None, "practitioner_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    practitioner_id: Mapped[str]
    body: Mapped[str]


class Template(Base):
    """Shapes of notes that a therapist made."""

    __tablename__ = "template"
    __table_args__ = (Index(None, "practitioner_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    practitioner_id: Mapped[str]
    body: Mapped[str]


class OwnWord(Base):
    """Words that a therapist's spelling knows."""

    __tablename__ = "own_word"
    __table_args__ = (Index(None, "practitioner_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    practitioner_id: Mapped[str]
    body: Mapped[str]


class Wording(Base):
    """The items of outcome measures in words that a therapist brought."""

    __tablename__ = "wording"
    __table_args__ = (Index(None, "practitioner_id"), STRICT)
    seq: Mapped[int] = sequence()
    id: Mapped[str] = mapped_column(unique=True)
    practitioner_id: Mapped[str]
    body: Mapped[str]


# --- derived from the bodies -----------------------------------------------------------------------------------------


class ClientSummary(Base):
    """What the client list shows of a client's visits, and what it sorts by."""

    __tablename__ = "client_summary"
    __table_args__ = (Index(None, "last_moment"), STRICT)
    client_seq: Mapped[int] = mapped_column(ForeignKey("client.seq"), primary_key=True, autoincrement=False)
    last_moment: Mapped[str]
    last_visit: Mapped[str]
    visits: Mapped[int]
    drafts: Mapped[int]
    active: Mapped[int]


class VisitSummary(Base):
    """What a visit list shows of a note, and the row of the note's text in the search index (sorted by start)."""

    __tablename__ = "visit_summary"
    __table_args__ = STRICT
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    text_row: Mapped[int] = mapped_column(unique=True)
    complaint: Mapped[str]
    pain_before: Mapped[int | None]
    pain_after: Mapped[int | None]
    outcome: Mapped[str]
    techniques: Mapped[str]
    adverse: Mapped[int]


class TechniqueApplied(Base):
    """Techniques of the notes as they stand, one row per place (one without place where none is given)."""

    __tablename__ = "technique_applied"
    __table_args__ = BY_KEY
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    technique: Mapped[str]
    region: Mapped[str]
    side: Mapped[str]
    minutes: Mapped[float | None]
    pressure: Mapped[float | None]
    tolerance: Mapped[int | None]


class PostureFinding(Base):
    """Posture findings of the notes as they stand."""

    __tablename__ = "posture_finding"
    __table_args__ = BY_KEY
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    view: Mapped[str]
    landmark: Mapped[str]
    value: Mapped[str]
    severity: Mapped[str]


class RangeOfMotion(Base):
    """Movements of the notes as they stand; degrees, millimetres for the jaw."""

    __tablename__ = "range_of_motion"
    __table_args__ = BY_KEY
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    movement: Mapped[str]
    side: Mapped[str]
    phase: Mapped[str]
    active: Mapped[float | None]
    passive: Mapped[float | None]
    limit_grade: Mapped[str]
    pain: Mapped[int | None]


class SpecialTest(Base):
    """Orthopaedic tests of the notes as they stand."""

    __tablename__ = "special_test"
    __table_args__ = BY_KEY
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    test: Mapped[str]
    side: Mapped[str]
    result: Mapped[str]


class OutcomeScore(Base):
    """Outcome measures of the notes as they stand."""

    __tablename__ = "outcome_score"
    __table_args__ = BY_KEY
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str]
    score: Mapped[float]
    scale: Mapped[str]


class BodyMark(Base):
    """Places on the body that the notes name, and the marks on their body charts. Sides are the client's.

    `kind` is complaint, palpation, trigger_point or technique, or the kind of a mark (ache, cup …). `region` is the
    catalogue's; `spot` the finer region of the chart, empty where a row is no mark; `intensity` 0 to 10."""

    __tablename__ = "body_mark"
    __table_args__ = BY_KEY
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    region: Mapped[str]
    side: Mapped[str]
    spot: Mapped[str]
    intensity: Mapped[int | None]


STANDING = "NOT EXISTS (SELECT 1 FROM signature_withdrawal AS undone WHERE undone.version_id = note_version.id)"
"""Signed versions that count: those whose signature was not withdrawn."""

SEARCH_TABLES = (
    "CREATE VIRTUAL TABLE note_text USING fts5(words, tokenize='unicode61 remove_diacritics 2', prefix='2 3', "
    "content='', contentless_delete=1, detail=column)",
    "CREATE VIRTUAL TABLE client_text USING fts5(words, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')",
)
"""Full-text search. SQLAlchemy has no word for virtual tables.

Of the notes only the index is kept, without places in the text: the words are in the bodies, and a search asks for
whole visits. With the words a second time and the places it took a third of the record."""
