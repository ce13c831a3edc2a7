"""No way of writing through the store changes what was signed. Every public method is tried, or named as one that only
looks; a method of tomorrow has to be put on one of the two lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from rmt_notes.clinical.health_history import HistoryReview
from rmt_notes.clinical.intake_sheet import IntakeDraft, IntakeSheet
from rmt_notes.clinical.phrasebook import OwnWord, Phrase
from rmt_notes.clinical.practice import Practitioner
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wordbook import Wordbook
from rmt_notes.db import RecordStore, Refused, WrongPassphrase, index
from tests.db.record_samples import PASSPHRASE, contents, finding
from tests.db.test_corrections import asked
from tests.db.test_keeping import PAPER

LOOKS = frozenset(
    [
        "attached",
        "attachments",
        "audit_export",
        "audit_page",
        "audit_rows",
        "backup_counts",
        "backup_job",
        "backups",
        "chart",
        "chart_copy",
        "check_job",
        "check_move",
        "check_passphrase",
        "client",
        "client_file",
        "close",
        "create",
        "destructions",
        "exists",
        "export_audit",
        "export_record",
        "export_wordbook",
        "find_clients",
        "finding_history",
        "habits",
        "handout",
        "identity_draft",
        "interrupted",
        "last_change",
        "new_id",
        "next_file_number",
        "now",
        "open",
        "open_corrections",
        "open_plan",
        "open_restored",
        "open_with_keyring",
        "open_with_recovery",
        "keyring_place",
        "packet_clients",
        "practice",
        "practitioners",
        "printable",
        "providers",
        "restore",
        "ripe",
        "safety",
        "search_notes",
        "sign_ins",
        "sign_packet",
        "signing_fingerprint",
        "similar_clients",
        "unsigned",
        "verify",
        "visit_rows",
        "visits_on",
        "progress_on",
        "why_not_write",
        "wordbook",
    ]
)
"""What only looks, opens or hands out."""

KEYS = frozenset(
    [
        "back_up",
        "change_passphrase",
        "give_sign_in",
        "log_backup",
        "log_restore",
        "new_key",
        "new_recovery_code",
        "retire_practitioner",
        "turn_keyring_off",
        "turn_keyring_on",
        "keep_identity_draft",
        "discard_identity_draft",
    ]
)
"""What touches keys, files beside the record and half-typed identities; their own tests hold the rows against what was
there."""


def writes(store: RecordStore) -> dict[str, Callable[[], object]]:
    """Every other method, called as hurtfully as it can be: on a client whose notes are signed, with empty words."""
    who = store.find_clients("tremblay")[0].id
    other = store.find_clients("小明")[0].id
    file = store.client_file(who)
    visit = file.visits[0].id
    safety, me, now = file.safety, store.practitioner.id, store.now()
    bare = replace(store.chart(visit).visit, number=1)
    return {
        "keep_draft": lambda: store.keep_draft(visit, Note(), started_at=now, minutes=1, kind="wellness"),
        "discard_draft": lambda: store.discard_draft(visit),
        "begin_amendment": lambda: store.begin_amendment(visit, "Side"),
        "sign": lambda: store.sign(visit),
        "withdraw_signature": lambda: store.withdraw_signature(visit),
        "request_correction": lambda: asked(store, who, visit),
        "grant_correction": lambda: store.grant_correction(asked(store, who, visit).id),
        "refuse_correction": lambda: store.refuse_correction(asked(store, who, visit).id, "other", "x"),
        "take_back_correction": lambda: store.take_back_correction(asked(store, who, visit).id),
        "attach_statement": lambda: store.attach_statement(store.client_file(who).corrections[-2].id, "x"),
        "start_visit": lambda: store.start_visit(who, "wellness", now),
        "add_client": lambda: store.add_client(file.client),
        "change_client": lambda: store.change_client(replace(file.client, first_name="X", active=False)),
        "keep_health_history": lambda: store.keep_health_history(file.histories[0]),
        "keep_intake": lambda: store.keep_intake(who, replace(file.histories[0], id=store.new_id())),
        "keep_intake_draft": lambda: store.keep_intake_draft(
            IntakeDraft(
                client_id=who,
                sheet=IntakeSheet(id="s", client_id=who, answered_on=now.date()),
                start=IntakeSheet(id="s", client_id=who, answered_on=now.date()),
                begun_at=now,
                saved_at=now,
            )
        ),
        "discard_intake_draft": lambda: store.discard_intake_draft(who),
        "review_history": lambda: store.review_history(
            HistoryReview(
                id=store.new_id(),
                client_id=who,
                history_id=file.histories[0].id,
                reviewed_on=now.date(),
                practitioner_id=me,
                visit_id=visit,
            )
        ),
        "record_finding": lambda: finding(store, who, visit_id=visit),
        "change_finding": lambda: store.change_finding(replace(safety.findings[0], detail="x")),
        "decide": lambda: store.decide(replace(safety.decisions[0], id=store.new_id(), visit_id=visit)),
        "record_clearance": lambda: store.record_clearance(replace(safety.clearances[0], id=store.new_id())),
        "revoke_clearance": lambda: store.revoke_clearance(safety.clearances[0].id, now.date(), "x"),
        "record_consent": lambda: store.record_consent(replace(safety.consents[0], id=store.new_id(), visit_id=visit)),
        "record_consents": lambda: store.record_consents([replace(safety.consents[0], id=store.new_id())]),
        "withdraw_consent": lambda: store.withdraw_consent(safety.consents[0].id, now, "x", visit_id=visit),
        "attach": lambda: store.attach(who, "report", "x.pdf", PAPER, visit_id=visit),
        "keep_provider": lambda: store.keep_provider(replace(file.providers[0], name="X")),
        "change_practice": lambda: store.change_practice(replace(store.practice(), name="X")),
        "change_practitioner": lambda: store.change_practitioner(replace(store.practitioner, name="X")),
        "add_practitioner": lambda: store.add_practitioner(
            Practitioner(id="b" * 32, name="B"), "wrong words", "y" * 20
        ),
        "add_own_word": lambda: store.add_own_word("quadratus"),
        "keep_phrase": lambda: store.keep_phrase(Phrase(id="", practitioner_id=me, name="a", text="b")),
        "keep_template": lambda: store.keep_template(store.wordbook().templates[0]),
        "remove_words": lambda: store.remove_words(OwnWord(id="x", practitioner_id=me, word="x")),
        "take_wordbook": lambda: store.take_wordbook(Wordbook()),
        "import_record": lambda: store.import_record(
            replace(store.export_record(), visits=(bare,), versions=(), withdrawals=(), drafts=())
        ),
        "rebuild_index": lambda: store.rebuild_index(),
        "log": lambda: store.log("lock", "record"),
        "set_hold": lambda: store.set_hold(who, "x"),
        "lift_hold": lambda: store.lift_hold(store.client_file(who).holds[0].id, "x"),
        "plan_destruction": lambda: store.plan_destruction([who]),
        "cancel_destruction": lambda: store.cancel_destruction("x"),
        "destroy": lambda: store.destroy("x", PASSPHRASE, "1"),
        "move_visit": lambda: store.move_visit(
            visit, other, "Slip", from_name=store.client(who).full_name(), to_name=store.client(other).full_name()
        ),
        "void_visit": lambda: store.void_visit(visit, "x"),
    }


def signed_rows(store: RecordStore) -> list[tuple[object, ...]]:
    return contents(store)["note_version"]


def test_every_public_method_is_tried_or_named_as_one_that_only_looks(full):
    public = {name for name in dir(RecordStore) if not name.startswith("_") and callable(getattr(RecordStore, name))}
    assert public == LOOKS | KEYS | set(writes(full))


def test_no_intention_of_the_store_changes_a_signed_version(full):
    before = signed_rows(full)
    assert len(before) == 3
    refused = set()
    for name, write in writes(full).items():
        try:
            write()
        except (Refused, WrongPassphrase, IndexError):
            refused.add(name)
        assert signed_rows(full)[: len(before)] == before, name
    assert refused <= {
        *("keep_draft", "discard_draft", "grant_correction", "withdraw_signature", "attach_statement", "add_client"),
        *("keep_health_history", "record_finding", "add_practitioner", "keep_template", "remove_words"),
        *(
            "import_record",
            "plan_destruction",
            "cancel_destruction",
            "destroy",
            "record_consent",
            "begin_amendment",
            "sign",
        ),
    }
    assert full.verify().ok


def test_rows_derived_from_a_signed_note_neither_speak_for_it_nor_change_unseen(full):
    """What is read and printed comes from the signed body; a derived row that says something else is told."""
    visit = full.visit_rows(full.find_clients("tremblay")[0].id)[0].id
    note, page = full.chart(visit).note, full.printable(visit)
    with full._transaction() as connection:
        for table in index.TABLES:
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("UPDATE visit_summary SET complaint = 'something else'"))
    assert full.chart(visit).note == note
    assert full.printable(visit).note == page.note
    assert not full.verify().ok
    full.rebuild_index()
    assert full.verify().ok
    assert full.visit_rows(full.find_clients("tremblay")[0].id)[0].complaint != "something else"


def test_time_alone_changes_nothing(full, clock):
    before = signed_rows(full)
    clock.pass_by(days=4000)
    assert full.verify().ok
    with pytest.raises(Refused):
        full.withdraw_signature(full.visit_rows(full.find_clients("tremblay")[0].id)[0].id)
    assert signed_rows(full) == before
