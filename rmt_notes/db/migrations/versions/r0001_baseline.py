"""The first schema of the record.

Written out in full and never changed again: later migrations start from exactly this.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATEMENTS = (
    """CREATE TABLE about (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_about PRIMARY KEY ("key")
)
 STRICT""",
    """CREATE TABLE attachment (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_attachment PRIMARY KEY (seq),
    CONSTRAINT uq_attachment_id UNIQUE (id),
    CONSTRAINT fk_attachment_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE INDEX ix_attachment_client_id ON attachment (client_id)""",
    """CREATE TABLE audit (
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    practitioner_id TEXT NOT NULL,
    session TEXT NOT NULL,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    content TEXT NOT NULL,
    previous BLOB NOT NULL,
    mac BLOB NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (number)
)
 STRICT""",
    """CREATE INDEX ix_audit_client_id ON audit (client_id)""",
    """CREATE TABLE client (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    file_number INTEGER NOT NULL,
    name TEXT NOT NULL,
    preferred_name TEXT NOT NULL,
    pronouns TEXT NOT NULL,
    born TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    active INTEGER NOT NULL,
    folded TEXT NOT NULL,
    folded_first TEXT NOT NULL,
    folded_last TEXT NOT NULL,
    look TEXT NOT NULL,
    digits TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_client PRIMARY KEY (seq),
    CONSTRAINT uq_client_id UNIQUE (id),
    CONSTRAINT uq_client_file_number UNIQUE (file_number)
)
 STRICT""",
    """CREATE INDEX ix_client_born ON client (born)""",
    """CREATE INDEX ix_client_folded ON client (folded)""",
    """CREATE INDEX ix_client_look ON client (look)""",
    """CREATE TABLE practice (
    id INTEGER NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_practice PRIMARY KEY (id)
)
 STRICT""",
    """CREATE TABLE practitioner (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_practitioner PRIMARY KEY (seq),
    CONSTRAINT uq_practitioner_id UNIQUE (id)
)
 STRICT""",
    """CREATE TABLE provider (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_provider PRIMARY KEY (seq),
    CONSTRAINT uq_provider_id UNIQUE (id)
)
 STRICT""",
    """CREATE TABLE clearance (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_clearance PRIMARY KEY (seq),
    CONSTRAINT uq_clearance_id UNIQUE (id),
    CONSTRAINT fk_clearance_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE INDEX ix_clearance_client_id ON clearance (client_id)""",
    """CREATE TABLE client_summary (
    client_seq INTEGER NOT NULL,
    last_moment TEXT NOT NULL,
    last_visit TEXT NOT NULL,
    visits INTEGER NOT NULL,
    drafts INTEGER NOT NULL,
    active INTEGER NOT NULL,
    CONSTRAINT pk_client_summary PRIMARY KEY (client_seq),
    CONSTRAINT fk_client_summary_client_seq FOREIGN KEY(client_seq) REFERENCES client (seq)
)
 STRICT""",
    """CREATE INDEX ix_client_summary_last_moment ON client_summary (last_moment)""",
    """CREATE TABLE consent (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    given_at TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_consent PRIMARY KEY (seq),
    CONSTRAINT uq_consent_id UNIQUE (id),
    CONSTRAINT fk_consent_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE INDEX ix_consent_client_id ON consent (client_id)""",
    """CREATE TABLE finding (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_finding PRIMARY KEY (seq),
    CONSTRAINT uq_finding_id UNIQUE (id),
    CONSTRAINT fk_finding_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE INDEX ix_finding_client_id ON finding (client_id)""",
    """CREATE TABLE health_history (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    taken_at TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_health_history PRIMARY KEY (seq),
    CONSTRAINT uq_health_history_client_id_number UNIQUE (client_id, number),
    CONSTRAINT uq_health_history_id UNIQUE (id),
    CONSTRAINT fk_health_history_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE TABLE phrase (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    practitioner_id TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_phrase PRIMARY KEY (seq),
    CONSTRAINT uq_phrase_id UNIQUE (id)
)
 STRICT""",
    """CREATE INDEX ix_phrase_practitioner_id ON phrase (practitioner_id)""",
    """CREATE TABLE template (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    practitioner_id TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_template PRIMARY KEY (seq),
    CONSTRAINT uq_template_id UNIQUE (id)
)
 STRICT""",
    """CREATE INDEX ix_template_practitioner_id ON template (practitioner_id)""",
    """CREATE TABLE own_word (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    practitioner_id TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_own_word PRIMARY KEY (seq),
    CONSTRAINT uq_own_word_id UNIQUE (id)
)
 STRICT""",
    """CREATE INDEX ix_own_word_practitioner_id ON own_word (practitioner_id)""",
    """CREATE TABLE wording (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    practitioner_id TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_wording PRIMARY KEY (seq),
    CONSTRAINT uq_wording_id UNIQUE (id)
)
 STRICT""",
    """CREATE INDEX ix_wording_practitioner_id ON wording (practitioner_id)""",
    """CREATE TABLE intake_draft (
    client_id TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_intake_draft PRIMARY KEY (client_id),
    CONSTRAINT fk_intake_draft_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE TABLE draft_letter (
    client_id TEXT NOT NULL,
    body TEXT NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_draft_letter PRIMARY KEY (client_id),
    CONSTRAINT fk_draft_letter_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE TABLE identity_draft (
    "key" TEXT NOT NULL,
    client_id TEXT,
    saved_at TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_identity_draft PRIMARY KEY ("key"),
    CONSTRAINT fk_identity_draft_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE TABLE visit (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    practitioner_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    moment TEXT NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_visit PRIMARY KEY (seq),
    CONSTRAINT uq_visit_client_id_number UNIQUE (client_id, number),
    CONSTRAINT uq_visit_id UNIQUE (id),
    CONSTRAINT fk_visit_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_visit_practitioner_id FOREIGN KEY(practitioner_id) REFERENCES practitioner (id)
)
 STRICT""",
    """CREATE INDEX ix_visit_client_id_moment ON visit (client_id, moment)""",
    """CREATE INDEX ix_visit_day ON visit (day)""",
    """CREATE TABLE body_mark (
    visit_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    region TEXT NOT NULL,
    side TEXT NOT NULL,
    spot TEXT NOT NULL,
    intensity INTEGER,
    CONSTRAINT pk_body_mark PRIMARY KEY (visit_id, position),
    CONSTRAINT fk_body_mark_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
)
 WITHOUT ROWID, STRICT""",
    """CREATE TABLE decision (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    finding_id TEXT NOT NULL,
    choice TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_decision PRIMARY KEY (seq),
    CONSTRAINT uq_decision_id UNIQUE (id),
    CONSTRAINT fk_decision_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_decision_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id)
)
 STRICT""",
    """CREATE INDEX ix_decision_client_id ON decision (client_id)""",
    """CREATE TABLE draft (
    visit_id TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (visit_id),
    CONSTRAINT fk_draft_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
)
 STRICT""",
    """CREATE TABLE finding_state (
    seq INTEGER NOT NULL,
    finding_id TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    practitioner_id TEXT NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_finding_state PRIMARY KEY (seq),
    CONSTRAINT fk_finding_state_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id)
)
 STRICT""",
    """CREATE INDEX ix_finding_state_finding_id ON finding_state (finding_id)""",
    """CREATE TABLE history_review (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    history_id TEXT NOT NULL,
    reviewed_on TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_history_review PRIMARY KEY (seq),
    CONSTRAINT uq_history_review_id UNIQUE (id),
    CONSTRAINT fk_history_review_client_id FOREIGN KEY(client_id) REFERENCES client (id),
    CONSTRAINT fk_history_review_history_id FOREIGN KEY(history_id) REFERENCES health_history (id)
)
 STRICT""",
    """CREATE INDEX ix_history_review_client_id ON history_review (client_id)""",
    """CREATE TABLE note_version (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    practitioner_id TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_note_version PRIMARY KEY (seq),
    CONSTRAINT uq_note_version_visit_id_number UNIQUE (visit_id, number),
    CONSTRAINT uq_note_version_id UNIQUE (id),
    CONSTRAINT fk_note_version_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_note_version_practitioner_id FOREIGN KEY(practitioner_id) REFERENCES practitioner (id)
)
 STRICT""",
    """CREATE TABLE outcome_score (
    visit_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    measure TEXT NOT NULL,
    score REAL NOT NULL,
    scale TEXT NOT NULL,
    CONSTRAINT pk_outcome_score PRIMARY KEY (visit_id, position),
    CONSTRAINT fk_outcome_score_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
)
 WITHOUT ROWID, STRICT""",
    """CREATE TABLE posture_finding (
    visit_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    "view" TEXT NOT NULL,
    landmark TEXT NOT NULL,
    value TEXT NOT NULL,
    severity TEXT NOT NULL,
    CONSTRAINT pk_posture_finding PRIMARY KEY (visit_id, position),
    CONSTRAINT fk_posture_finding_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
)
 WITHOUT ROWID, STRICT""",
    """CREATE TABLE range_of_motion (
    visit_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    movement TEXT NOT NULL,
    side TEXT NOT NULL,
    phase TEXT NOT NULL,
    active REAL,
    passive REAL,
    limit_grade TEXT NOT NULL,
    pain INTEGER,
    CONSTRAINT pk_range_of_motion PRIMARY KEY (visit_id, position),
    CONSTRAINT fk_range_of_motion_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
)
 WITHOUT ROWID, STRICT""",
    """CREATE TABLE special_test (
    visit_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    test TEXT NOT NULL,
    side TEXT NOT NULL,
    result TEXT NOT NULL,
    CONSTRAINT pk_special_test PRIMARY KEY (visit_id, position),
    CONSTRAINT fk_special_test_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
)
 WITHOUT ROWID, STRICT""",
    """CREATE TABLE technique_applied (
    visit_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    technique TEXT NOT NULL,
    region TEXT NOT NULL,
    side TEXT NOT NULL,
    minutes REAL,
    pressure REAL,
    tolerance INTEGER,
    CONSTRAINT pk_technique_applied PRIMARY KEY (visit_id, position),
    CONSTRAINT fk_technique_applied_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
)
 WITHOUT ROWID, STRICT""",
    """CREATE TABLE visit_summary (
    visit_id TEXT NOT NULL,
    text_row INTEGER NOT NULL,
    complaint TEXT NOT NULL,
    pain_before INTEGER,
    pain_after INTEGER,
    outcome TEXT NOT NULL,
    techniques TEXT NOT NULL,
    adverse INTEGER NOT NULL,
    CONSTRAINT pk_visit_summary PRIMARY KEY (visit_id),
    CONSTRAINT fk_visit_summary_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT uq_visit_summary_text_row UNIQUE (text_row)
)
 STRICT""",
    "CREATE VIRTUAL TABLE note_text USING fts5(words, tokenize='unicode61 remove_diacritics 2', prefix='2 3', "
    "content='', contentless_delete=1, detail=column)",
    """CREATE VIRTUAL TABLE client_text USING fts5(words, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')""",
    """CREATE TABLE destruction_plan (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_destruction_plan PRIMARY KEY (seq),
    CONSTRAINT uq_destruction_plan_id UNIQUE (id)
)
 STRICT""",
    """CREATE TABLE misfiling (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    from_client_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_misfiling PRIMARY KEY (seq),
    CONSTRAINT uq_misfiling_id UNIQUE (id)
)
 STRICT""",
    """CREATE INDEX ix_misfiling_client_id ON misfiling (client_id)""",
    """CREATE INDEX ix_misfiling_from_client_id ON misfiling (from_client_id)""",
    """CREATE INDEX ix_misfiling_visit_id ON misfiling (visit_id)""",
    """CREATE TABLE correction (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_correction PRIMARY KEY (seq),
    CONSTRAINT uq_correction_id UNIQUE (id),
    CONSTRAINT fk_correction_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE INDEX ix_correction_client_id ON correction (client_id)""",
    """CREATE INDEX ix_correction_state ON correction (state)""",
    """CREATE TABLE destruction (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    plan_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    destroyed_at TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_destruction PRIMARY KEY (seq),
    CONSTRAINT uq_destruction_id UNIQUE (id),
    CONSTRAINT fk_destruction_plan_id FOREIGN KEY(plan_id) REFERENCES destruction_plan (id),
    CONSTRAINT uq_destruction_client_id UNIQUE (client_id)
)
 STRICT""",
    """CREATE TABLE legal_hold (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    lifted INTEGER NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_legal_hold PRIMARY KEY (seq),
    CONSTRAINT uq_legal_hold_id UNIQUE (id),
    CONSTRAINT fk_legal_hold_client_id FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT""",
    """CREATE INDEX ix_legal_hold_client_id ON legal_hold (client_id)""",
    """CREATE TABLE signature_withdrawal (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    practitioner_id TEXT NOT NULL,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_signature_withdrawal PRIMARY KEY (seq),
    CONSTRAINT uq_signature_withdrawal_id UNIQUE (id),
    CONSTRAINT fk_signature_withdrawal_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT uq_signature_withdrawal_version_id UNIQUE (version_id),
    CONSTRAINT fk_signature_withdrawal_version_id FOREIGN KEY(version_id) REFERENCES note_version (id),
    CONSTRAINT fk_signature_withdrawal_practitioner_id FOREIGN KEY(practitioner_id) REFERENCES practitioner (id)
)
 STRICT""",
    """CREATE INDEX ix_signature_withdrawal_visit_id ON signature_withdrawal (visit_id)""",
)


def upgrade() -> None:
    """Make every table of the first schema."""
    for statement in _STATEMENTS:
        op.execute(statement)
